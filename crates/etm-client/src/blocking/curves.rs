//! Hourly curves.

use std::path::Path;

use aurora_core::download::DownloadReport;
use aurora_core::table::Table;

use super::EtmClient;
use crate::HourlyCurve;

group! {
    /// The hourly curves of a session.
    Curves { session_id: i64 }
}

impl EtmClient {
    /// The hourly curves of a session.
    #[must_use]
    pub fn curves(&self, session_id: i64) -> Curves<'_> {
        Curves {
            client: self,
            session_id,
        }
    }
}

twins! {
    crate::Curves as Curves, this => this.client.client.curves(this.session_id);
    get(curve: impl Into<HourlyCurve>) -> Table;
    csv(curve: impl Into<HourlyCurve>) -> String;
    download(curve: impl Into<HourlyCurve>, path: impl AsRef<Path>) -> DownloadReport;
    prices() -> Vec<f64>;
}
