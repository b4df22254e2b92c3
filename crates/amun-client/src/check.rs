//! Checks before a request leaves: each message names the field, the value and the limit.

use std::ops::Bound;

use aurora_core::check::{finite, in_range, length};
use aurora_core::{Error, ErrorKind, Result};

/// Hours of a year that is not a leap year: the least that the service takes as a year of data.
const HOURS_IN_YEAR: u64 = 8760;
const MINUTES_IN_HOUR: u64 = 60;
const MINUTES_IN_DAY: i64 = 1440;

pub(crate) fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidRequest, message)
}

/// All fields finite, single numbers and series.
pub(crate) fn numbers(fields: Vec<(&'static str, &[f64])>) -> Result<()> {
    fields.into_iter().try_for_each(|(field, values)| match values {
        [value] => finite(field, *value),
        values => all_finite(field, values),
    })
}

pub(crate) fn all_finite(field: &str, values: &[f64]) -> Result<()> {
    match values.iter().position(|value| !value.is_finite()) {
        None => Ok(()),
        Some(index) => finite(&format!("{field}[{index}]"), values[index]),
    }
}

pub(crate) fn latitude(field: &str, degrees: f64) -> Result<()> {
    in_range(field, degrees, -90.0..=90.0, "degrees")
}

pub(crate) fn longitude(field: &str, degrees: f64) -> Result<()> {
    in_range(field, degrees, -180.0..=180.0, "degrees")
}

/// 0 ≤ x < 1. The vendor's docs say percent, so the message says what is meant.
pub(crate) fn loss(field: &str, fraction: f64) -> Result<()> {
    in_range(field, fraction, 0.0..1.0, "")
        .map_err(|error| error.with_advice("losses are fractions: 0.1 stands for 10 %"))
}

/// 0 < x < `limit`.
pub(crate) fn between_zero_and(field: &str, value: f64, limit: f64, unit: &str) -> Result<()> {
    in_range(field, value, (Bound::Excluded(0.0), Bound::Excluded(limit)), unit)
}

pub(crate) fn above_zero(field: &str, value: f64, unit: &str) -> Result<()> {
    in_range(field, value, (Bound::Excluded(0.0), Bound::Unbounded), unit)
}

pub(crate) fn at_least_one(field: &str, value: i64) -> Result<()> {
    if value >= 1 {
        Ok(())
    } else {
        Err(invalid(format!("{field} is {value}, but has to be at least 1")))
    }
}

pub(crate) fn granularity(field: &str, minutes: i64) -> Result<()> {
    if (1..=MINUTES_IN_DAY).contains(&minutes) {
        return Ok(());
    }
    Err(invalid(format!(
        "{field} is {minutes} min, but has to be from 1 to {MINUTES_IN_DAY} min; 60 is the usual one"
    )))
}

/// A series of at least a year, all of it finite.
pub(crate) fn a_year(field: &str, values: &[f64], step_in_minutes: i64) -> Result<()> {
    let step = u64::try_from(step_in_minutes).unwrap_or(1).max(1);
    let needed = usize::try_from((HOURS_IN_YEAR * MINUTES_IN_HOUR).div_ceil(step)).unwrap_or(usize::MAX);
    length(field, values.len(), needed.., "values")
        .map_err(|error| error.with_advice(format!("give at least a year in steps of {step} min")))?;
    all_finite(field, values)
}

/// Region codes are lower case; upper case was corrected in the vendor's own docs.
pub(crate) fn region_code(field: &str, code: &str) -> Result<()> {
    if code.is_empty() {
        return Err(invalid(format!(
            "{field} is empty, but has to be a region code such as gbr"
        )));
    }
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
    if code.chars().all(is_plain) {
        return Ok(());
    }
    let lower = code.trim().to_ascii_lowercase();
    let hint = if !lower.is_empty() && lower.chars().all(is_plain) {
        format!("has to be in lower case: {lower:?}")
    } else {
        "has to consist of lower-case letters, digits and _, such as gbr".to_owned()
    };
    Err(invalid(format!("{field} is {code:?}, but {hint}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_names_field_value_and_limit() {
        let rows: [(Result<()>, &[&str]); 14] = [
            (latitude("latitude", 95.0), &["latitude is 95 degrees", "-90 to 90"]),
            (
                longitude("longitude", -180.1),
                &["longitude is -180.1 degrees", "-180 to 180"],
            ),
            (latitude("latitude", f64::NAN), &["latitude is NaN", "finite"]),
            (loss("lossesWake", 1.0), &["lossesWake is 1,", "below 1", "10 %"]),
            (loss("lossesWake", -0.1), &["lossesWake is -0.1", "at least 0"]),
            (
                between_zero_and("p50GrossProduction", 1.0, 1.0, ""),
                &["p50GrossProduction is 1,", "below 1"],
            ),
            (above_zero("hubHeight", 0.0, "m"), &["hubHeight is 0 m", "above 0 m"]),
            (
                a_year("speeds", &[5.0; 100], 60),
                &["speeds has 100 values", "at least 8760", "a year"],
            ),
            (
                a_year("speeds", &[5.0; 8760], 30),
                &["speeds has 8760 values", "at least 17520"],
            ),
            (
                granularity("granularityInMins", 0),
                &["granularityInMins is 0", "1 to 1440"],
            ),
            (
                at_least_one("numberOfTurbines", 0),
                &["numberOfTurbines is 0", "at least 1"],
            ),
            (region_code("regionCode", "GBR"), &["regionCode is \"GBR\"", "\"gbr\""]),
            (region_code("regionCode", ""), &["regionCode is empty", "gbr"]),
            (
                region_code("regionCode", "a/b"),
                &["regionCode is \"a/b\"", "lower-case"],
            ),
        ];
        for (result, parts) in rows {
            let error = result.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidRequest);
            for part in parts {
                assert!(error.to_string().contains(part), "{error}");
            }
        }
    }

    #[test]
    fn the_limits_themselves_are_where_the_service_puts_them() {
        for degrees in [-90.0, 0.0, 90.0] {
            latitude("latitude", degrees).unwrap();
        }
        for degrees in [-180.0, 180.0] {
            longitude("longitude", degrees).unwrap();
        }
        loss("lossesWake", 0.0).unwrap();
        loss("lossesWake", 0.999_999).unwrap();
        a_year("speeds", &[5.0; 8760], 60).unwrap();
        a_year("speeds", &[5.0; 365], 1440).unwrap();
        region_code("regionCode", "nod_dk1").unwrap();
    }

    #[test]
    fn a_value_that_is_not_finite_is_named_with_its_index() {
        let mut speeds = vec![5.0; 8760];
        speeds[17] = f64::INFINITY;
        let error = a_year("lowHeight.speeds", &speeds, 60).unwrap_err();
        assert!(error.to_string().contains("lowHeight.speeds[17] is inf"), "{error}");
    }
}
