//! `Range` and `If-Range`.

use http::HeaderMap;

/// Which part of a file a request wants.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Asked {
    Whole,
    Part {
        start: u64,
        length: u64,
    },
    /// Nothing of the file lies in the range.
    Beyond,
}

/// One range of bytes; anything else asks for the whole. A range of another version, by `If-Range`, is ignored too.
pub(super) fn asked(headers: &HeaderMap, tag: &str, total: u64) -> Asked {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let range = text("range")
        .and_then(|range| range.strip_prefix("bytes="))
        .filter(|_| text("if-range").is_none_or(|known| known == tag))
        .and_then(|range| range.split_once('-'));
    let Some((first, last)) = range else {
        return Asked::Whole;
    };
    let number = |text: &str| text.trim().parse::<u64>().ok();
    let (start, end) = match (number(first), number(last)) {
        (Some(start), Some(last)) if last >= start => (start, last.saturating_add(1)),
        (Some(start), None) if last.is_empty() => (start, total),
        (None, Some(count)) if first.is_empty() => (total.saturating_sub(count), total),
        _ => return Asked::Whole,
    };
    if start >= total {
        return Asked::Beyond;
    }
    Asked::Part {
        start,
        length: end.min(total) - start,
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn of(range: &'static str, if_range: Option<&'static str>) -> Asked {
        let mut headers = HeaderMap::new();
        headers.insert("range", HeaderValue::from_static(range));
        if let Some(tag) = if_range {
            headers.insert("if-range", HeaderValue::from_static(tag));
        }
        asked(&headers, "\"v1\"", 100)
    }

    #[test]
    fn ranges_are_cut_to_the_file_and_those_of_another_version_ignored() {
        assert_eq!(of("bytes=10-", None), Asked::Part { start: 10, length: 90 });
        assert_eq!(of("bytes=10-19", Some("\"v1\"")), Asked::Part { start: 10, length: 10 });
        assert_eq!(of("bytes=90-900", None), Asked::Part { start: 90, length: 10 });
        assert_eq!(of("bytes=-5", None), Asked::Part { start: 95, length: 5 });
        assert_eq!(of("bytes=100-", None), Asked::Beyond);
        assert_eq!(of("bytes=10-", Some("\"v0\"")), Asked::Whole);
        assert_eq!(of("bytes=0-1,5-6", None), Asked::Whole);
        assert_eq!(of("rows=1-2", None), Asked::Whole);
    }
}
