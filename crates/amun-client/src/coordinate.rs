//! Degrees that may arrive as text.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A latitude or longitude in degrees.
///
/// The service takes numbers and texts that hold one, and the vendor's examples send both. This type reads both and sends
/// numbers. It does not check a range, [`ValuationParameters::validate`](crate::ValuationParameters::validate) does.
///
/// ```
/// use amun_client::Coordinate;
///
/// let read: Coordinate = serde_json::from_str("\"-1.21\"").unwrap();
/// assert_eq!(read, Coordinate::from(-1.21));
/// assert_eq!(serde_json::to_string(&read).unwrap(), "-1.21");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Coordinate(f64);

impl Coordinate {
    /// The degrees; north and east are positive.
    #[must_use]
    pub fn degrees(self) -> f64 {
        self.0
    }
}

impl From<f64> for Coordinate {
    fn from(degrees: f64) -> Self {
        Self(degrees)
    }
}

impl From<Coordinate> for f64 {
    fn from(coordinate: Coordinate) -> Self {
        coordinate.0
    }
}

impl fmt::Display for Coordinate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Coordinate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0)
    }
}

impl<'de> Deserialize<'de> for Coordinate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl de::Visitor<'_> for Visitor {
            type Value = Coordinate;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("degrees as a number or as a text that holds one")
            }

            fn visit_f64<E: de::Error>(self, degrees: f64) -> Result<Coordinate, E> {
                Ok(Coordinate(degrees))
            }

            fn visit_i64<E: de::Error>(self, degrees: i64) -> Result<Coordinate, E> {
                Ok(Coordinate(degrees as f64))
            }

            fn visit_u64<E: de::Error>(self, degrees: u64) -> Result<Coordinate, E> {
                Ok(Coordinate(degrees as f64))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Coordinate, E> {
                parse(text)
                    .map(Coordinate)
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
            }
        }

        deserializer.deserialize_any(Visitor)
    }
}

/// The number that a text holds; words such as `nan` and `inf`, which Rust would take, are no degrees.
pub(crate) fn parse(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|degrees: &f64| degrees.is_finite())
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Coordinate {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Coordinate".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": ["number", "string"],
            "description": "Degrees as a number; a text that holds a number is understood too.",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_texts_that_hold_numbers_are_read() {
        for (json, degrees) in [
            ("52.3", 52.3),
            ("-1", -1.0),
            ("7", 7.0),
            ("\" 59.59 \"", 59.59),
            ("\"-3e1\"", -30.0),
        ] {
            assert_eq!(
                serde_json::from_str::<Coordinate>(json).unwrap().degrees(),
                degrees,
                "{json}"
            );
        }
    }

    #[test]
    fn other_texts_and_types_are_refused_with_what_was_expected() {
        for json in ["\"north\"", "\"\"", "\"nan\"", "\"inf\"", "true", "[1]", "null"] {
            let error = serde_json::from_str::<Coordinate>(json).unwrap_err().to_string();
            assert!(error.contains("expected degrees"), "{json}: {error}");
        }
    }
}
