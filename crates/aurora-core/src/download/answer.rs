//! What the head of an answer says about the file.

use http::header::{CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderName, LAST_MODIFIED};
use http::{HeaderMap, StatusCode};

use crate::transport::{StreamingAnswer, is_coded};
use crate::{Error, ErrorKind, Result};

/// What is going to come.
pub(super) struct Plan {
    pub(super) start: Start,
    /// The bytes of the whole file; `None` when the server does not say.
    pub(super) total: Option<u64>,
    /// What names the version of the file, if a request to go on can be made with it.
    pub(super) validator: Option<String>,
}

/// Where in the file the body of the answer begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// It is the whole file.
    Whole,
    /// At this byte.
    At(u64),
}

impl Plan {
    /// Checks status and headers before anything on disk is touched.
    pub(super) fn of(answer: &StreamingAnswer, asked_for_range: bool, content_types: &[String]) -> Result<Self> {
        let refuse = |error: Error| error.with_status(answer.status);
        check_encoding(&answer.headers).map_err(refuse)?;
        check_content_type(&answer.headers, content_types).map_err(refuse)?;
        let (start, total) = match answer.status {
            StatusCode::OK => (Start::Whole, answer.content_length()),
            StatusCode::PARTIAL_CONTENT if asked_for_range => content_range(&answer.headers).map_err(refuse)?,
            status => return Err(refuse(no_file(status))),
        };
        Ok(Self {
            start,
            total,
            validator: validator(&answer.headers),
        })
    }
}

pub(super) fn wrong_length(bytes: u64, total: u64) -> Error {
    let message = format!("the file has {bytes} bytes, but the server announced {total}");
    Error::new(ErrorKind::Decode, message).with_advice("fetch it again")
}

fn no_file(status: StatusCode) -> Error {
    match status {
        StatusCode::ACCEPTED => Error::new(
            ErrorKind::NotReady,
            "the service has accepted the request, but has no file yet",
        ),
        status => Error::new(
            ErrorKind::Service,
            format!("the service answered {} instead of a file", status.as_u16()),
        ),
    }
}

fn check_encoding(headers: &HeaderMap) -> Result<()> {
    if is_coded(headers) {
        let message = "the file comes compressed, which was not asked for";
        return Err(Error::new(ErrorKind::Decode, message));
    }
    Ok(())
}

/// Refuses pages and messages that stand where a file should be.
fn check_content_type(headers: &HeaderMap, expected: &[String]) -> Result<()> {
    let Some(content_type) = text(headers, &CONTENT_TYPE) else {
        return Ok(());
    };
    let essence = content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let is_page = matches!(essence.as_str(), "text/html" | "application/xhtml+xml");
    let is_message = matches!(essence.as_str(), "application/json" | "application/xml" | "text/xml")
        || essence.ends_with("+json")
        || essence.ends_with("+xml");
    let expects_it = expected.iter().any(|known| known.eq_ignore_ascii_case(&essence));
    if expects_it || !(is_page || is_message && !expected.is_empty()) {
        return Ok(());
    }
    let wanted = if expected.is_empty() {
        "a file".to_owned()
    } else {
        expected.join(" or ")
    };
    let shown: String = essence.chars().take(60).collect();
    let error = Error::new(
        ErrorKind::Decode,
        format!("the service answered with {shown} instead of {wanted}"),
    );
    Err(error.with_advice("check the base URL; a proxy or a login page may have answered in its place"))
}

/// `bytes 5-9/10`, or `bytes 5-9/*`.
fn content_range(headers: &HeaderMap) -> Result<(Start, Option<u64>)> {
    let parse = || {
        let range = text(headers, &CONTENT_RANGE)?.strip_prefix("bytes ")?;
        let (range, total) = range.split_once('/')?;
        let (start, end) = range.split_once('-')?;
        let (start, end): (u64, u64) = (start.trim().parse().ok()?, end.trim().parse().ok()?);
        let total = match total.trim() {
            "*" => None,
            total => Some(total.parse::<u64>().ok()?),
        };
        (start <= end && total.is_none_or(|total| end < total)).then_some((Start::At(start), total))
    };
    let message = "the service answered with a part of the file, but does not say which";
    parse().ok_or_else(|| Error::new(ErrorKind::Decode, message))
}

/// A strong `ETag`, else `Last-Modified`: a weak `ETag` says that two versions mean the same, not that their bytes do.
fn validator(headers: &HeaderMap) -> Option<String> {
    let etag = text(headers, &ETAG).filter(|etag| etag.starts_with('"'));
    etag.or_else(|| text(headers, &LAST_MODIFIED)).map(str::to_owned)
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use http::header::CONTENT_ENCODING;

    use super::*;

    fn with(name: HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn pages_and_messages_are_refused_unless_expected() {
        let rows = [
            ("text/csv", &["text/csv"][..], true),
            ("Text/CSV; charset=utf-8", &["text/csv"], true),
            ("application/octet-stream", &["text/csv"], true),
            ("binary/octet-stream", &["text/csv"], true),
            ("text/plain", &["text/csv"], true),
            ("text/html; charset=utf-8", &["text/csv"], false),
            ("TEXT/HTML", &[], false),
            ("application/xhtml+xml", &[], false),
            ("application/json", &["text/csv"], false),
            ("application/problem+json", &["text/csv"], false),
            ("application/xml", &["text/csv"], false),
            ("application/json", &["text/csv", "application/json"], true),
            ("application/json", &[], true),
            ("text/html", &["text/html"], true),
        ];
        for (content_type, expected, accepted) in rows {
            let expected: Vec<String> = expected.iter().map(|essence| (*essence).to_owned()).collect();
            let result = check_content_type(&with(CONTENT_TYPE, content_type), &expected);
            assert_eq!(
                result.is_ok(),
                accepted,
                "{content_type} where {expected:?} is expected"
            );
        }
        assert!(check_content_type(&HeaderMap::new(), &["text/csv".to_owned()]).is_ok());
    }

    #[test]
    fn a_content_range_says_where_and_of_how_much() {
        let rows = [
            ("bytes 5-9/10", Some((Start::At(5), Some(10)))),
            ("bytes 0-0/1", Some((Start::At(0), Some(1)))),
            ("bytes 5-9/*", Some((Start::At(5), None))),
            ("bytes 5-9/9", None),
            ("bytes 9-5/10", None),
            ("bytes */10", None),
            ("bytes 5-/10", None),
            ("items 5-9/10", None),
            ("", None),
        ];
        for (value, expected) in rows {
            assert_eq!(content_range(&with(CONTENT_RANGE, value)).ok(), expected, "{value}");
        }
        assert!(content_range(&HeaderMap::new()).is_err());
    }

    #[test]
    fn only_a_strong_name_of_a_version_counts() {
        let date = "Wed, 21 Oct 2015 07:28:00 GMT";
        let both = |etag| {
            let mut headers = with(LAST_MODIFIED, date);
            headers.insert(ETAG, HeaderValue::from_static(etag));
            validator(&headers)
        };
        assert_eq!(both("\"v1\"").as_deref(), Some("\"v1\""));
        assert_eq!(both("W/\"v1\"").as_deref(), Some(date));
        assert_eq!(validator(&with(ETAG, "W/\"v1\"")), None);
        assert_eq!(validator(&HeaderMap::new()), None);
    }

    #[test]
    fn an_encoding_that_is_left_is_refused() {
        assert!(check_encoding(&with(CONTENT_ENCODING, "br")).is_err());
        assert!(check_encoding(&with(CONTENT_ENCODING, "identity")).is_ok());
        assert!(check_encoding(&HeaderMap::new()).is_ok());
    }
}
