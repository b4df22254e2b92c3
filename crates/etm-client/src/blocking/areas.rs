//! Areas.

use super::EtmClient;
use crate::types::Area;

group! {
    /// The areas that scenarios can be made for.
    Areas
}

impl EtmClient {
    /// The areas that scenarios can be made for.
    #[must_use]
    pub fn areas(&self) -> Areas<'_> {
        Areas { client: self }
    }
}

twins! {
    crate::Areas as Areas, this => this.client.client.areas();
    list(detailed: bool) -> Vec<Area>;
    get(area_code: &str) -> Area;
}
