//! Checks that run before a request is sent.
//!
//! Each message names the field, its value, the limit and the unit, so that a wrong input is found without the service.

use std::fmt::{Display, Write};
use std::ops::{Bound, RangeBounds};

use crate::{Error, ErrorKind, Result};

/// Refuses NaN and the infinities: no JSON can carry them.
///
/// # Errors
///
/// Fails with [`ErrorKind::InvalidRequest`].
pub fn finite(field: &str, value: f64) -> Result<()> {
    if value.is_finite() {
        return Ok(());
    }
    Err(refused(format!("{field} is {value}, but has to be a finite number")))
}

/// Refuses what lies outside `range`, and what is not [`finite`]. `unit` is written after each number, and may be empty.
///
/// ```
/// use std::ops::Bound;
/// use aurora_core::check;
///
/// assert!(check::in_range("latitude", 52.0, -90.0..=90.0, "degrees").is_ok());
/// let error = check::in_range("latitude", 95.0, -90.0..=90.0, "degrees").unwrap_err();
/// assert_eq!(error.to_string(), "latitude is 95 degrees, but has to be from -90 to 90 degrees");
///
/// // An end that is not part of the range:
/// let above_zero = (Bound::Excluded(0.0), Bound::Unbounded);
/// assert!(check::in_range("hub height", 0.0, above_zero, "m").is_err());
/// ```
///
/// # Errors
///
/// Fails with [`ErrorKind::InvalidRequest`].
pub fn in_range(field: &str, value: f64, range: impl RangeBounds<f64>, unit: &str) -> Result<()> {
    finite(field, value)?;
    if range.contains(&value) {
        return Ok(());
    }
    let unit = if unit.is_empty() {
        String::new()
    } else {
        format!(" {unit}")
    };
    Err(refused(format!(
        "{field} is {value}{unit}, but has to be {}{unit}",
        words(&range)
    )))
}

/// Refuses a list with too few or too many entries. `what` names the entries in the plural, for example `values`.
///
/// ```
/// use aurora_core::check;
///
/// let error = check::length("speeds", 100, 8760..=8784, "values").unwrap_err();
/// assert_eq!(error.to_string(), "speeds has 100 values, but has to have from 8760 to 8784 values");
/// ```
///
/// # Errors
///
/// Fails with [`ErrorKind::InvalidRequest`].
pub fn length(field: &str, actual: usize, range: impl RangeBounds<usize>, what: &str) -> Result<()> {
    if range.contains(&actual) {
        return Ok(());
    }
    Err(refused(format!(
        "{field} has {actual} {what}, but has to have {} {what}",
        words(&range)
    )))
}

/// Refuses what would change the meaning of a path: nothing, `.`, `..`, and control characters. All other text is safe,
/// because it is percent-encoded.
///
/// # Errors
///
/// Fails with [`ErrorKind::InvalidRequest`].
pub fn path_segment(field: &str, value: &str) -> Result<()> {
    let problem = match value {
        "" => "is empty, but is part of the address".to_owned(),
        "." | ".." => format!("is {value:?}, which stands for a folder in an address"),
        _ if value.contains(char::is_control) => "holds a control character".to_owned(),
        _ => return Ok(()),
    };
    Err(refused(format!("{field} {problem}")))
}

fn refused(message: String) -> Error {
    Error::new(ErrorKind::InvalidRequest, message)
}

/// A range in words: `from 0 to 1`, `above 0`, `at least 0 and below 1`.
fn words<T: Display + PartialEq>(range: &impl RangeBounds<T>) -> String {
    match (range.start_bound(), range.end_bound()) {
        (Bound::Included(only), Bound::Included(end)) if only == end => format!("exactly {only}"),
        (Bound::Included(start), Bound::Included(end)) => format!("from {start} to {end}"),
        (start, end) => {
            let mut text = String::new();
            let lower = match start {
                Bound::Included(start) => Some(("at least", start)),
                Bound::Excluded(start) => Some(("above", start)),
                Bound::Unbounded => None,
            };
            let upper = match end {
                Bound::Included(end) => Some(("at most", end)),
                Bound::Excluded(end) => Some(("below", end)),
                Bound::Unbounded => None,
            };
            for (word, limit) in [lower, upper].into_iter().flatten() {
                let and = if text.is_empty() { "" } else { " and " };
                write!(text, "{and}{word} {limit}").expect("a String takes every write");
            }
            text
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(result: Result<()>) -> String {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        error.to_string()
    }

    #[test]
    fn what_is_not_finite_is_refused_even_without_a_range() {
        for (value, text) in [(f64::NAN, "NaN"), (f64::INFINITY, "inf"), (f64::NEG_INFINITY, "-inf")] {
            let expected = format!("p50 is {text}, but has to be a finite number");
            assert_eq!(message(finite("p50", value)), expected);
            assert_eq!(message(in_range("p50", value, .., "MWh")), expected);
        }
        assert!(finite("p50", -0.0).is_ok());
        assert!(in_range("p50", f64::MAX, .., "MWh").is_ok());
    }

    #[test]
    fn each_end_is_inclusive_or_exclusive_as_the_range_says() {
        use Bound::{Excluded, Included, Unbounded};
        let rows = [
            ((Included(0.0), Included(1.0)), 0.0, true, ""),
            ((Included(0.0), Included(1.0)), 1.0, true, ""),
            ((Included(0.0), Included(1.0)), 1.5, false, "from 0 to 1 m"),
            ((Included(0.0), Excluded(1.0)), 0.0, true, ""),
            ((Included(0.0), Excluded(1.0)), 1.0, false, "at least 0 and below 1 m"),
            ((Excluded(0.0), Included(1.0)), 1.0, true, ""),
            ((Excluded(0.0), Included(1.0)), 0.0, false, "above 0 and at most 1 m"),
            ((Excluded(0.0), Excluded(1.0)), 0.0, false, "above 0 and below 1 m"),
            ((Excluded(0.0), Unbounded), 0.0, false, "above 0 m"),
            ((Included(0.5), Unbounded), 0.25, false, "at least 0.5 m"),
            ((Unbounded, Excluded(0.0)), 0.0, false, "below 0 m"),
            ((Unbounded, Included(0.0)), 2.0, false, "at most 0 m"),
            ((Included(2.0), Included(2.0)), 1.0, false, "exactly 2 m"),
        ];
        for (range, value, fits, words) in rows {
            let result = in_range("hub height", value, range, "m");
            if fits {
                assert!(result.is_ok(), "{value} in {range:?}");
            } else {
                assert_eq!(
                    message(result),
                    format!("hub height is {value} m, but has to be {words}")
                );
            }
        }
    }

    #[test]
    fn a_number_without_unit_leaves_no_gap() {
        assert_eq!(
            message(in_range("loss", 2.0, 0.0..=1.0, "")),
            "loss is 2, but has to be from 0 to 1"
        );
    }

    #[test]
    fn a_length_is_counted_in_its_own_words() {
        assert!(length("speeds", 8760, 8760..=8784, "values").is_ok());
        assert_eq!(
            message(length("heights", 1, 2.., "heights")),
            "heights has 1 heights, but has to have at least 2 heights"
        );
        assert_eq!(
            message(length("speeds", 8785, 8760..=8784, "values")),
            "speeds has 8785 values, but has to have from 8760 to 8784 values"
        );
    }

    #[test]
    fn what_would_change_a_path_is_refused() {
        for value in ["", ".", "..", "a\0b", "a\nb", "\u{7f}", "\u{85}"] {
            assert!(
                message(path_segment("turbine id", value)).starts_with("turbine id "),
                "{value:?}"
            );
        }
        for value in ["7", "a/b", "...", ".a", "a b", "%2e%2e", "é"] {
            assert!(path_segment("turbine id", value).is_ok(), "{value:?}");
        }
    }
}
