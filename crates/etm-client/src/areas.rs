//! The areas that scenarios can be made for.

use aurora_core::Result;

use crate::EtmClient;
use crate::types::Area;

/// The areas that scenarios can be made for; see [`EtmClient::areas`]. No token is needed.
#[derive(Clone, Copy, Debug)]
pub struct Areas<'a> {
    pub(crate) client: &'a EtmClient,
}

impl EtmClient {
    /// The areas that scenarios can be made for: countries, provinces, regions, municipalities.
    #[must_use]
    pub fn areas(&self) -> Areas<'_> {
        Areas { client: self }
    }
}

impl Areas<'_> {
    /// All areas that the engine offers, more than 400, in one answer. With `detailed` each has all its figures; without, only
    /// its key, group, year, what it is derived from, inhabitants, residences and flags.
    ///
    /// # Errors
    ///
    /// The errors of any request.
    pub async fn list(&self, detailed: bool) -> Result<Vec<Area>> {
        let request = self.client.generated().list_areas().detailed(detailed);
        self.client.call("list_areas", request.send()).await
    }

    /// One area with all its figures, also one that is not offered any more.
    ///
    /// # Errors
    ///
    /// The errors of any request; `NotFound` when there is no such area.
    pub async fn get(&self, area_code: &str) -> Result<Area> {
        let request = self.client.generated().get_area().area_code(area_code);
        self.client.call("get_area", request.send()).await
    }
}
