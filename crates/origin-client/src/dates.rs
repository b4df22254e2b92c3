//! Instants as the service writes them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Reads an ISO 8601 text with a zone, or without one, which then counts as UTC; a date alone is its midnight.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let civil = |time: DateTime| time.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    text.parse::<Timestamp>()
        .ok()
        .or_else(|| text.parse::<DateTime>().ok().and_then(civil))
        .or_else(|| {
            text.parse::<Date>()
                .ok()
                .and_then(|date| civil(date.to_datetime(jiff::civil::Time::midnight())))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_read_and_their_absence_is_utc() {
        let noon = "2022-04-01T12:00:00Z".parse().ok();
        for text in [
            "2022-04-01T12:00:00Z",
            "2022-04-01T12:00:00.000Z",
            "2022-04-01T14:00:00+02:00",
            "2022-04-01T12:00:00",
            " 2022-04-01 12:00:00 ",
        ] {
            assert_eq!(parse(text), noon, "{text}");
        }
        assert_eq!(parse("2022-04-01"), "2022-04-01T00:00:00Z".parse().ok());
        assert_eq!(parse("soon"), None);
    }
}
