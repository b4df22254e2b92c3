//! Regions: which ones cover a point, and what each offers.
//!
//! The boxes are rough (whole degrees for most): they place cities in their region, not borders.

mod table;

use serde::Serialize;

use crate::reply::{Refusal, Reply};
use crate::server::Call;

pub(super) use table::REGIONS;

/// A market region of the service.
#[derive(Debug)]
pub(super) struct Region {
    /// Code in lower case, called `pmfCode`, `region` or `regionCode` on the wire.
    pub(super) code: &'static str,
    pub(super) currency: &'static str,
    /// Typical price level, in currency per MWh.
    pub(super) price: f64,
    pub(super) datasets: &'static [&'static str],
    /// Whether the regional correction of ERA5 may be used.
    pub(super) correction: bool,
    /// Whether power curves may be smoothed, and by which coefficient when the request names none.
    pub(super) smoothing: Option<f64>,
    /// Whether there is an offshore fleet to compare with.
    pub(super) offshore: bool,
    /// Boxes of (south, north, west, east) degrees.
    pub(super) boxes: &'static [[f64; 4]],
}

impl Region {
    pub(super) fn covers(&self, latitude: f64, longitude: f64) -> bool {
        self.boxes.iter().any(|[south, north, west, east]| {
            (*south..=*north).contains(&latitude) && (*west..=*east).contains(&longitude)
        })
    }

    /// The middle of the first box: where the region's own fleet stands.
    pub(super) fn centre(&self) -> (f64, f64) {
        self.boxes.first().map_or((0.0, 0.0), |[south, north, west, east]| {
            ((south + north) / 2.0, (west + east) / 2.0)
        })
    }

    /// Refuses a point outside the region, impossible coordinates included, the way the service names it.
    pub(super) fn check(&self, latitude: f64, longitude: f64) -> Result<(), Refusal> {
        if self.covers(latitude, longitude) {
            return Ok(());
        }
        let message = format!(
            "the point at latitude {latitude}, longitude {longitude} is not supported in region {}",
            self.code
        );
        Err(Refusal::bad("LonLatNotSupported", message))
    }
}

/// A region by its code; codes are compared exactly, and the service's are in lower case.
pub(super) fn find(code: &str) -> Result<&'static Region, Refusal> {
    REGIONS.iter().find(|region| region.code == code).ok_or_else(|| {
        let lower = code.to_lowercase();
        let hint = if REGIONS.iter().any(|region| region.code == lower) {
            "; region codes are in lower case"
        } else {
            ""
        };
        Refusal::bad("RegionNotSupported", format!("there is no region {code:?}{hint}"))
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RegionDetail {
    pmf_code: &'static str,
    default_wind: &'static str,
    available_datasets: &'static [&'static str],
    era5_correction_enabled: bool,
    power_curve_smoothing_enabled: bool,
}

/// `list_region_details`: the regions whose boxes hold the point, by code; none is an empty array.
pub(super) fn details(call: &Call) -> Result<Reply, Refusal> {
    let latitude = query_degrees(call, "lat", 90.0)?;
    let longitude = query_degrees(call, "lon", 180.0)?;
    let found: Vec<_> = REGIONS
        .iter()
        .filter(|region| region.covers(latitude, longitude))
        .map(|region| RegionDetail {
            pmf_code: region.code,
            default_wind: "Era5",
            available_datasets: region.datasets,
            era5_correction_enabled: region.correction,
            power_curve_smoothing_enabled: region.smoothing.is_some(),
        })
        .collect();
    Ok(Reply::ok(&found))
}

/// A coordinate from the query, between `-limit` and `limit` degrees.
pub(super) fn query_degrees(call: &Call, name: &str, limit: f64) -> Result<f64, Refusal> {
    let text = call
        .query(name)
        .ok_or_else(|| Refusal::invalid(format!("the query parameter {name} is missing")))?;
    text.trim()
        .parse()
        .ok()
        .filter(|degrees: &f64| degrees.abs() <= limit)
        .ok_or_else(|| {
            Refusal::invalid(format!(
                "{name} must be a number from -{limit} to {limit}, not {text:?}"
            ))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_sorted_and_every_region_has_a_box_the_right_way_round() {
        assert!(REGIONS.windows(2).all(|pair| pair[0].code < pair[1].code));
        for region in REGIONS {
            assert!(!region.boxes.is_empty(), "{}", region.code);
            assert!(
                region.boxes.iter().all(|[s, n, w, e]| s < n && w < e),
                "{}",
                region.code
            );
            assert!(region.datasets.contains(&"Era5"), "{}", region.code);
        }
        assert_eq!(REGIONS.len(), 63);
    }

    #[test]
    fn an_upper_case_code_is_refused_with_the_reason() {
        assert!(find("GBR").unwrap_err().message.contains("lower case"));
        assert_eq!(find("gbr").unwrap().code, "gbr");
    }

    #[test]
    fn places_of_the_samples_lie_in_the_regions_they_name() {
        for (code, latitude, longitude) in [
            ("deu", 55.019, 7.774),
            ("gbr", 55.019, 7.774),
            ("gbr", 59.59, 0.0),
            ("gbr", 59.59, -1.21),
            ("gbr", 52.308479, -1.009191),
            ("aus_qld", -22.71539, 151.303711),
        ] {
            assert!(find(code).unwrap().covers(latitude, longitude), "{code}");
        }
        for latitude in [84.0, 159.59] {
            assert_eq!(
                find("gbr").unwrap().check(latitude, 0.0).unwrap_err().code,
                "LonLatNotSupported"
            );
        }
    }
}
