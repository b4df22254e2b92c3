//! Wind series and the wind atlas.

use aurora_core::Result;
use serde_json::Value;

use crate::types::{WindAtlasResult, WindSeries, WindSeriesDataset};
use crate::{AmunClient, check};

/// The largest radius that the wind atlas takes.
const LARGEST_RADIUS: i64 = 1000;

/// Wind series and the wind atlas; see [`AmunClient::wind`].
#[derive(Clone, Copy, Debug)]
pub struct Wind<'a> {
    pub(crate) client: &'a AmunClient,
}

/// Which area the wind atlas averages over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtlasArea {
    /// A circle of this radius, 0 to 1000. Unverified: the unit; kilometres is plausible.
    Radius(i64),
    /// As large as a farm of so many turbines.
    Turbines {
        /// How many turbines.
        number: i64,
        /// Their rotor diameter in m; `None` leaves it to the service.
        rotor_diameter: Option<i64>,
    },
}

impl Wind<'_> {
    /// A year of wind at a point from a reanalysis dataset. `latitude` is -90 to 90 degrees, `longitude` -180 to 180.
    ///
    /// Unverified: the shape of the answer, which is given as it comes, and which years each dataset covers.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when a coordinate is out of range; else the errors of any request.
    pub async fn series(
        &self,
        latitude: f64,
        longitude: f64,
        year: i32,
        dataset: WindSeriesDataset,
    ) -> Result<WindSeries> {
        check::latitude("latitude", latitude)?;
        check::longitude("longitude", longitude)?;
        let request = self.client.generated().get_wind_series();
        let request = request.lat(latitude).lon(longitude).year(year).dataset(dataset);
        self.client.call("get_wind_series", request.send()).await
    }

    /// The mean wind speed (m/s) that Aurora's wind atlas gives around a point. Not every place is covered.
    ///
    /// `region_code` is a lower-case code such as `gbr`, `latitude` -90 to 90 degrees, `longitude` -180 to 180.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when a value is out of range; else the errors of any request.
    pub async fn atlas_average_speed(
        &self,
        region_code: &str,
        latitude: f64,
        longitude: f64,
        area: AtlasArea,
    ) -> Result<WindAtlasResult> {
        check::region_code("regionCode", region_code)?;
        check::latitude("latitude", latitude)?;
        check::longitude("longitude", longitude)?;
        area.validate()?;
        let request = self.client.generated().get_wind_atlas_average_speed();
        let request = request.region_code(region_code).lat(latitude).lon(longitude);
        let request = match area {
            AtlasArea::Radius(radius) => request.radius(radius),
            AtlasArea::Turbines {
                number,
                rotor_diameter: None,
            } => request.number_of_turbines(number),
            AtlasArea::Turbines {
                number,
                rotor_diameter: Some(metres),
            } => request.number_of_turbines(number).rotor_diameter_in_meters(metres),
        };
        self.client.call("get_wind_atlas_average_speed", request.send()).await
    }
}

impl AtlasArea {
    fn validate(self) -> Result<()> {
        match self {
            Self::Radius(radius) if (0..=LARGEST_RADIUS).contains(&radius) => Ok(()),
            Self::Radius(radius) => Err(check::invalid(format!(
                "radius is {radius}, but has to be from 0 to {LARGEST_RADIUS}"
            ))),
            Self::Turbines { number, rotor_diameter } => {
                check::at_least_one("numberOfTurbines", number)?;
                rotor_diameter.map_or(Ok(()), |metres| check::at_least_one("rotorDiameterInMeters", metres))
            }
        }
    }
}

impl WindSeries {
    /// The answer as it came. Unverified: its shape.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_outside_its_limits_is_refused_with_field_value_and_limit() {
        let rows = [
            (AtlasArea::Radius(1001), "radius is 1001, but has to be from 0 to 1000"),
            (AtlasArea::Radius(-1), "radius is -1"),
            (
                AtlasArea::Turbines {
                    number: 0,
                    rotor_diameter: None,
                },
                "numberOfTurbines is 0",
            ),
            (
                AtlasArea::Turbines {
                    number: 5,
                    rotor_diameter: Some(0),
                },
                "rotorDiameterInMeters is 0",
            ),
        ];
        for (area, message) in rows {
            assert!(area.validate().unwrap_err().to_string().contains(message), "{area:?}");
        }
        AtlasArea::Radius(0).validate().unwrap();
        AtlasArea::Turbines {
            number: 1,
            rotor_diameter: Some(130),
        }
        .validate()
        .unwrap();
    }
}
