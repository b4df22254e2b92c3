//! Market regions.

use aurora_core::Result;

use crate::types::RegionDetail;
use crate::{AmunClient, WindType, check};

/// Market regions; see [`AmunClient::regions`].
#[derive(Clone, Copy, Debug)]
pub struct Regions<'a> {
    pub(crate) client: &'a AmunClient,
}

impl Regions<'_> {
    /// The regions that cover a point: none, one or several. A point that no region covers gives an empty list.
    ///
    /// `latitude` is -90 to 90 degrees, `longitude` -180 to 180. The `pmf_code` of a region is what load factors and
    /// scenarios take as region code.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when a coordinate is out of range; else the errors of any request.
    pub async fn details(&self, latitude: f64, longitude: f64) -> Result<Vec<RegionDetail>> {
        check::latitude("latitude", latitude)?;
        check::longitude("longitude", longitude)?;
        let request = self
            .client
            .generated()
            .list_region_details()
            .lat(latitude)
            .lon(longitude);
        self.client.call("list_region_details", request.send()).await
    }
}

impl RegionDetail {
    /// Whether a dataset is on offer here; look before choosing a built-in wind.
    #[must_use]
    pub fn offers(&self, dataset: &WindType) -> bool {
        self.available_datasets
            .iter()
            .any(|name| name.parse().as_ref() == Ok(dataset))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn datasets_are_compared_without_regard_to_case() {
        let region: RegionDetail = serde_json::from_value(json!({
            "pmfCode": "gbr", "defaultWind": "Era5", "availableDatasets": ["Era5", "newa", "Cosmo"],
            "era5CorrectionEnabled": true, "powerCurveSmoothingEnabled": true,
        }))
        .unwrap();
        assert!(region.offers(&WindType::Newa));
        assert!(region.offers(&WindType::Other("Cosmo".to_owned())));
        assert!(!region.offers(&WindType::Merra2));
    }
}
