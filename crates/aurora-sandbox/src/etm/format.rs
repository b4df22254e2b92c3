//! Which of several formats a request asks for.

use http::HeaderMap;
use http::header::ACCEPT;

/// A format as a suffix names it, and as `Accept` does.
pub(crate) type Format = (&'static str, &'static str);

/// What the curve of prices comes in; the first is for those who do not mind.
pub(crate) const PRICE_FORMATS: [Format; 2] = [("csv", "text/csv"), ("json", "application/json")];

/// The format that a request asks for: by a suffix of its path, or else by `Accept`. `None` when it is not among the known ones.
pub(crate) fn wanted(suffix: Option<&str>, headers: &HeaderMap, known: &[Format]) -> Option<&'static str> {
    if let Some(suffix) = suffix {
        let (name, _) = known.iter().find(|(name, _)| *name == suffix)?;
        return Some(name);
    }
    let types = types(headers);
    let any = |media: &String| media == "*/*";
    if types.is_empty() || (types.len() == 1 && any(&types[0])) {
        return known.first().map(|(name, _)| *name);
    }
    // A list with a wildcard is what browsers send, and these get pages.
    if types.iter().any(any) {
        return None;
    }
    types
        .iter()
        .find_map(|media| known.iter().find(|(_, of)| of == media))
        .map(|(name, _)| *name)
}

/// Whether a request asks for one media type and nothing else.
pub(crate) fn only(headers: &HeaderMap, media_type: &str) -> bool {
    matches!(&types(headers)[..], [single] if single == media_type)
}

/// The media types of `Accept`, the preferred ones first.
fn types(headers: &HeaderMap) -> Vec<String> {
    let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok());
    let listed = accept.unwrap_or_default().split(',').map(str::trim);
    let mut types: Vec<(f64, String)> = listed
        .filter(|one| !one.is_empty())
        .map(|one| {
            let mut parts = one.split(';').map(str::trim);
            let media = parts.next().unwrap_or_default().to_ascii_lowercase();
            let weight = parts.find_map(|part| part.strip_prefix("q=")?.parse().ok());
            (weight.unwrap_or(1.0), media)
        })
        .collect();
    types.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    types.into_iter().map(|(_, media)| media).collect()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn asked(accept: &'static str) -> Option<&'static str> {
        let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(accept))]);
        wanted(None, &headers, &PRICE_FORMATS)
    }

    #[test]
    fn the_preferred_type_counts_and_a_list_with_a_wildcard_is_a_browsers() {
        for (accept, format) in [
            ("application/json", Some("json")),
            ("text/csv", Some("csv")),
            ("*/*", Some("csv")),
            ("", Some("csv")),
            ("text/csv, application/json", Some("csv")),
            ("application/json, text/csv", Some("json")),
            ("text/csv;q=0.5, application/json", Some("json")),
            ("application/json, */*", None),
            ("text/csv, */*;q=0.1", None),
            ("application/xml", None),
        ] {
            assert_eq!(asked(accept), format, "{accept}");
        }
    }

    #[test]
    fn a_suffix_counts_more_than_accept() {
        let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("text/csv"))]);
        assert_eq!(wanted(Some("json"), &headers, &PRICE_FORMATS), Some("json"));
        assert!(only(&headers, "text/csv"));
    }
}
