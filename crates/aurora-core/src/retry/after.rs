//! The `Retry-After` header.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::RETRY_AFTER;

/// How long the service asks to wait: `Retry-After` in seconds (fractions are accepted), or as a date seen from `now`.
///
/// A date in the past asks for no wait, and more seconds than can be counted ask for [`Duration::MAX`]. What cannot be read
/// counts as absent, and the usual backoff applies.
#[must_use]
pub fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<f64>() {
        let countable = Duration::try_from_secs_f64(seconds).ok();
        let endless = seconds.is_finite() && seconds > 0.0;
        return countable.or_else(|| endless.then_some(Duration::MAX));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn both_forms_are_read_and_rubbish_counts_as_absent() {
        let now = httpdate::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
        let cases: [(&str, Option<f64>); 12] = [
            ("3", Some(3.0)),
            (" 0 ", Some(0.0)),
            ("1.5", Some(1.5)),
            ("Sun, 06 Nov 1994 08:49:40 GMT", Some(3.0)),
            ("Sunday, 06-Nov-94 08:50:37 GMT", Some(60.0)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", Some(0.0)),
            ("-1", None),
            ("NaN", None),
            ("-99999999999999999999999", None),
            ("inf", None),
            ("soon", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, HeaderValue::from_static(text));
            let expected = expected.map(Duration::from_secs_f64);
            assert_eq!(retry_after(&headers, now), expected, "{text:?}");
        }
        assert_eq!(retry_after(&HeaderMap::new(), now), None);
    }

    #[test]
    fn more_seconds_than_can_be_counted_are_as_many_as_can() {
        for text in ["99999999999999999999999", "1e300"] {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static(text))]);
            assert_eq!(
                retry_after(&headers, SystemTime::UNIX_EPOCH),
                Some(Duration::MAX),
                "{text}"
            );
        }
    }
}
