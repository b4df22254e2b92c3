//! Times as Amun writes them, and its calendar.
//!
//! Amun uses two spellings of an instant, both in UTC: requests carry milliseconds (`2018-01-01T00:00:00.000Z`,
//! [`StartTime`]), hourly results stop at the minute (`2018-01-01T00:00Z`, [`HourlyTime`]), which is not RFC 3339. Forecasts
//! count in financial years and lay every year out in 8760 hours (see [`calendar`]).

pub mod calendar;

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An instant in a request, sent as `2018-01-01T00:00:00.000Z`.
///
/// Reading also takes seconds, minutes only, and other offsets from UTC than `Z`. Precision is a millisecond; what is finer
/// is cut off when it is sent.
///
/// ```
/// use amun_client::StartTime;
///
/// let start: StartTime = "2012-12-31T23:00Z".parse()?;
/// assert_eq!(start.to_string(), "2012-12-31T23:00:00.000Z");
/// # Ok::<(), amun_client::time::TimeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StartTime(Timestamp);

impl StartTime {
    /// The instant.
    #[must_use]
    pub fn timestamp(self) -> Timestamp {
        self.0
    }
}

impl fmt::Display for StartTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.0)
    }
}

/// The start of an hour in a result, `2018-01-01T00:00Z` on the wire.
///
/// ```
/// use amun_client::HourlyTime;
///
/// let hour: HourlyTime = "2018-01-01T07:00Z".parse()?;
/// assert_eq!(hour.timestamp(), "2018-01-01T07:00:00Z".parse()?);
/// assert_eq!(hour.to_string(), "2018-01-01T07:00Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HourlyTime(Timestamp);

impl HourlyTime {
    /// The instant at which the hour starts.
    #[must_use]
    pub fn timestamp(self) -> Timestamp {
        self.0
    }
}

impl fmt::Display for HourlyTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_whole_minute = self.0.as_second() % 60 == 0 && self.0.subsec_nanosecond() == 0;
        if is_whole_minute {
            write!(f, "{}", self.0.strftime("%Y-%m-%dT%H:%MZ"))
        } else {
            // Never recorded; dropping the seconds would move the instant.
            write!(f, "{}", self.0)
        }
    }
}

/// A text that is no instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeError {
    text: String,
}

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} is no time in UTC, write it like 2018-01-01T00:00:00.000Z",
            self.text
        )
    }
}

impl std::error::Error for TimeError {}

fn parse(text: &str) -> Result<Timestamp, TimeError> {
    let trimmed = text.trim();
    trimmed.parse().map_err(|_| {
        // A long text is no time and would drown the message.
        let shown = trimmed.chars().take(40).collect();
        TimeError { text: shown }
    })
}

macro_rules! instant {
    ($name:ident, $example:literal, $description:literal) => {
        impl FromStr for $name {
            type Err = TimeError;

            fn from_str(text: &str) -> Result<Self, TimeError> {
                parse(text).map(Self)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = TimeError;

            fn try_from(text: &str) -> Result<Self, TimeError> {
                text.parse()
            }
        }

        impl TryFrom<String> for $name {
            type Error = TimeError;

            fn try_from(text: String) -> Result<Self, TimeError> {
                text.parse()
            }
        }

        impl From<Timestamp> for $name {
            fn from(instant: Timestamp) -> Self {
                Self(instant)
            }
        }

        impl From<$name> for Timestamp {
            fn from(instant: $name) -> Self {
                instant.0
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }

        #[cfg(feature = "schemars")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": "string",
                    "description": $description,
                    "examples": [$example],
                })
            }
        }
    };
}

instant!(
    StartTime,
    "2018-01-01T00:00:00.000Z",
    "An instant in UTC; seconds and fraction may be missing."
);
instant!(
    HourlyTime,
    "2018-01-01T00:00Z",
    "The start of an hour in UTC, to the minute."
);

/// Reads a time whose format the service does not tell, such as `expiryTime`.
///
/// Takes every spelling of [`StartTime`], a space in place of the `T`, and the form of HTTP dates. `None` when it is none
/// of these: the text itself is then all there is.
#[must_use]
pub fn parse_leniently(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let spelled_out = || jiff::fmt::rfc2822::parse(text).ok().map(|zoned| zoned.timestamp());
    // Without an offset UTC is meant, as everywhere in this API.
    let without_offset = || {
        jiff::civil::DateTime::from_str(text)
            .ok()?
            .to_zoned(jiff::tz::TimeZone::UTC)
            .ok()
    };
    text.parse()
        .ok()
        .or_else(|| without_offset().map(|zoned| zoned.timestamp()))
        .or_else(spelled_out)
}

/// The instant `hours` after `start`; `None` past the end of what can be expressed.
pub(crate) fn hours_after(start: Timestamp, hours: i64) -> Option<Timestamp> {
    start.checked_add(SignedDuration::from_hours(hours)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_time_is_read_in_every_recorded_spelling_and_sent_in_the_long_one() {
        let rows = [
            ("2016-07-28T00:00:00.000Z", "2016-07-28T00:00:00.000Z"),
            ("2012-12-31T23:00Z", "2012-12-31T23:00:00.000Z"),
            ("2018-01-01T00:00:00Z", "2018-01-01T00:00:00.000Z"),
            ("2018-01-01T01:30:00.25+01:00", "2018-01-01T00:30:00.250Z"),
            ("2018-01-01T00:00:00.9999Z", "2018-01-01T00:00:00.999Z"),
        ];
        for (text, sent) in rows {
            assert_eq!(text.parse::<StartTime>().unwrap().to_string(), sent, "{text}");
            let json = format!("\"{text}\"");
            let read: StartTime = serde_json::from_str(&json).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), format!("\"{sent}\""));
        }
    }

    #[test]
    fn what_is_no_instant_is_refused_with_an_example() {
        for text in ["", "2018-01-01", "2018-01-01T00:00", "2018-13-01T00:00Z", "soon"] {
            let error = text.parse::<StartTime>().unwrap_err().to_string();
            assert!(error.contains("2018-01-01T00:00:00.000Z"), "{error}");
        }
    }

    #[test]
    fn an_hour_survives_the_round_trip_without_seconds() {
        for text in ["2018-01-01T00:00Z", "2012-12-31T23:00Z", "2018-12-31T23:30Z"] {
            assert_eq!(text.parse::<HourlyTime>().unwrap().to_string(), text);
        }
        let odd: HourlyTime = "2018-01-01T00:00:30Z".parse().unwrap();
        assert_eq!(odd.to_string(), "2018-01-01T00:00:30Z");
    }

    #[test]
    fn an_expiry_is_read_in_several_spellings_or_not_at_all() {
        let expected = "2024-01-18T12:00:00Z".parse::<Timestamp>().ok();
        for text in [
            "2024-01-18T12:00:00.000Z",
            "2024-01-18T12:00Z",
            "2024-01-18 12:00:00",
            "2024-01-18T12:00:00",
            "Thu, 18 Jan 2024 12:00:00 GMT",
        ] {
            assert_eq!(parse_leniently(text), expected, "{text}");
        }
        assert_eq!(parse_leniently("in two days"), None);
    }
}
