//! Errors of answers that do not fit their description.

use crate::error::messages::is_html;
use crate::error::redact::{Redactor, head, one_line};
use crate::{Error, ErrorKind};

/// How much of the body before and after the failing place is kept, in bytes.
const AROUND: usize = 2000;

/// Tells why a body could not be read as the JSON that was expected.
pub(crate) fn failure(body: &[u8], error: &serde_json::Error, redactor: &Redactor) -> Error {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Error::new(ErrorKind::Decode, "the answer is empty where JSON is expected");
    }
    let text = String::from_utf8_lossy(body);
    if is_html(&text) {
        return Error::new(ErrorKind::Decode, "the answer is an HTML page where JSON is expected")
            .with_advice("something else answered: check the base URL, the proxy, or a sign-in page in between")
            .with_excerpt(&redactor.redact(&text));
    }
    let what = if error.is_syntax() || error.is_eof() {
        "the answer is not valid JSON"
    } else {
        "the answer does not fit its description"
    };
    let why = one_line(&redactor.redact(&error.to_string()), 300);
    let place = offset(body, error.line(), error.column());
    Error::new(ErrorKind::Decode, format!("{what}: {why}")).with_excerpt(&excerpt(body, place, redactor))
}

/// The byte that a line and column (counted from 1) point at.
fn offset(body: &[u8], line: usize, column: usize) -> usize {
    let start = body
        .split_inclusive(|&byte| byte == b'\n')
        .take(line.saturating_sub(1))
        .map(<[u8]>::len)
        .sum::<usize>();
    (start + column).min(body.len())
}

/// The part around a place, without the secrets; short bodies are kept whole.
fn excerpt(body: &[u8], place: usize, redactor: &Redactor) -> String {
    let start = place.saturating_sub(AROUND);
    let end = (place + AROUND).min(body.len());
    // A secret that an edge cuts in two is only known together with what lies beyond the edge.
    let wide_start = start.saturating_sub(redactor.longest());
    let wide_end = (end + redactor.longest()).min(body.len());
    let wide = String::from_utf8_lossy(&body[wide_start..wide_end]);
    let wide = redactor.redact(&wide);
    let part = without_edges(&wide, start - wide_start, wide_end - end);
    // A cut inside a character leaves replacement marks at the edges.
    let part = part.trim_matches('\u{fffd}');
    if start > 0 {
        format!("…{part}")
    } else {
        part.to_owned()
    }
}

/// The text without so many bytes at either end, and without the rest of a character that this would cut.
fn without_edges(text: &str, front: usize, back: usize) -> &str {
    let text = head(text, text.len().saturating_sub(back));
    let start = (front..text.len()).find(|&at| text.is_char_boundary(at));
    &text[start.unwrap_or(text.len())..]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn read(body: &str) -> Error {
        let error = serde_json::from_str::<BTreeMap<String, u64>>(body).unwrap_err();
        let mut redactor = Redactor::default();
        redactor.add("canary-token");
        failure(body.as_bytes(), &error, &redactor)
    }

    #[test]
    fn each_way_of_not_fitting_is_named() {
        for (body, expected) in [
            ("", "the answer is empty where JSON is expected"),
            (" \n", "the answer is empty where JSON is expected"),
            (
                "<!doctype html><p>hi",
                "the answer is an HTML page where JSON is expected",
            ),
            (
                "{\"id\": ",
                "the answer is not valid JSON: EOF while parsing a value at line 1 column 7",
            ),
            (
                "{\n  \"id\": \"x\"\n}",
                "the answer does not fit its description: invalid type: string \"x\", expected u64 at line 2 column 11",
            ),
        ] {
            let error = read(body);
            assert_eq!(error.kind(), ErrorKind::Decode);
            assert!(error.to_string().starts_with(expected), "{error}");
        }
    }

    #[test]
    fn the_excerpt_lies_around_the_failing_place() {
        let body = format!(
            "{{\"a\": \"{}\",\n\"id\": false, \"b\": \"{}\"}}",
            "ä".repeat(5000),
            "y".repeat(5000)
        );
        let error = read(&body);
        let excerpt = error.body().unwrap();
        assert!(excerpt.contains("\"id\": false"), "{excerpt}");
        assert!(excerpt.len() <= 4096);
    }

    #[test]
    fn no_part_of_a_token_stands_at_an_edge_of_the_excerpt() {
        // Wherever the token begins, an edge may fall inside it.
        for shift in 0..40 {
            let near = |distance: usize| "x".repeat(distance - shift);
            let body = format!(
                "{{\"a\": \"canary-token{}\",\n\"id\": false, \"b\": \"{}canary-token{}\"}}",
                near(AROUND),
                near(AROUND),
                "y".repeat(AROUND)
            );
            let error = serde_json::from_str::<BTreeMap<String, String>>(&body).unwrap_err();
            let mut redactor = Redactor::default();
            redactor.add("canary-token");
            let error = failure(body.as_bytes(), &error, &redactor);
            let excerpt = error.body().unwrap();
            assert!(excerpt.contains("\"id\": false"), "{excerpt}");
            for part in [
                "cana", "anar", "nary", "ary-", "ry-t", "y-to", "-tok", "toke", "oken", "ken", "en", "ca",
            ] {
                assert!(!excerpt.contains(part), "{part} at shift {shift}: {excerpt}");
            }
        }
    }

    #[test]
    fn an_echoed_token_is_taken_out_of_message_and_excerpt() {
        let error = read(r#"{"id": "canary-token"}"#);
        assert!(!format!("{error} {error:?} {:?}", error.body()).contains("canary"));
        assert!(error.to_string().contains("[redacted]"), "{error}");
    }
}
