//! Takes the messages out of the many shapes in which services report errors.

use serde_json::Value;

use super::redact::one_line;

/// No more messages than this are kept, and no longer ones, in characters.
const MOST: usize = 20;
const LONGEST: usize = 300;

/// A plain text answer longer than this, in characters, is a page and no message.
const LONGEST_TEXT: usize = 500;

/// Flattens an error's body into messages, in the order of the body and without repetitions.
///
/// Known shapes: strings under `error`, `message`, `code`, `detail` or `title`; `errors` as strings, as objects with a
/// `message`, or as an object of field → string or strings; a short plain text that is not HTML.
pub(crate) fn flatten(body: &str) -> Vec<String> {
    let mut messages = Messages::default();
    match serde_json::from_str::<Value>(body) {
        Ok(value) => messages.top(&value),
        Err(_) if is_message(body) => messages.add(None, body),
        // A page or a damaged body has no message; the body itself is kept beside.
        Err(_) => {}
    }
    messages.list
}

/// Whether a body looks like an HTML page, whatever its content type says.
pub(crate) fn is_html(body: &str) -> bool {
    let start = body.trim_start_matches('\u{feff}').trim_start();
    let start: String = start.chars().take(15).collect::<String>().to_ascii_lowercase();
    ["<!doctype html", "<html", "<head", "<body"]
        .iter()
        .any(|sign| start.starts_with(sign))
}

fn is_message(body: &str) -> bool {
    let text = body.trim_start();
    !text.starts_with(['<', '{', '[']) && body.chars().count() <= LONGEST_TEXT
}

#[derive(Default)]
struct Messages {
    list: Vec<String>,
}

impl Messages {
    fn top(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.add(None, text),
            Value::Array(entries) => entries.iter().for_each(|entry| self.entry(None, entry)),
            Value::Object(members) => {
                for name in ["error", "message", "code", "detail", "title"] {
                    if let Some(member) = members.get(name) {
                        self.entry(None, member);
                    }
                }
                if let Some(errors) = members.get("errors") {
                    self.errors(errors);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn errors(&mut self, value: &Value) {
        match value {
            Value::Object(fields) => {
                for (field, value) in fields {
                    self.entry(Some(field), value);
                }
            }
            other => self.entry(None, other),
        }
    }

    /// One entry: a text, a number, a list of entries, or an object that holds them under a known name.
    fn entry(&mut self, field: Option<&str>, value: &Value) {
        match value {
            Value::String(text) => self.add(field, text),
            Value::Number(number) => self.add(field, &number.to_string()),
            Value::Array(entries) => entries.iter().for_each(|entry| self.entry(field, entry)),
            Value::Object(members) => {
                let field = field.or_else(|| members.get("field").and_then(Value::as_str));
                for name in ["error", "message", "code", "detail", "title"] {
                    if let Some(Value::String(text)) = members.get(name) {
                        self.add(field, text);
                    }
                }
            }
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn add(&mut self, field: Option<&str>, text: &str) {
        let text = match field {
            Some(field) => format!("{field}: {text}"),
            None => text.to_owned(),
        };
        let line = one_line(&text, LONGEST);
        if !line.is_empty() && self.list.len() < MOST && !self.list.contains(&line) {
            self.list.push(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_shape_is_flattened() {
        let table: [(&str, &[&str]); 16] = [
            (
                r#"{"error":"LonLatNotSupported","message":"not in gbr"}"#,
                &["LonLatNotSupported", "not in gbr"],
            ),
            (r#"{"message":"a","code":"b"}"#, &["a", "b"]),
            (r#"{"code":17}"#, &["17"]),
            (r#"{"error":"same","message":"same"}"#, &["same"]),
            (r#"{"error":{"message":"inner","code":"C"}}"#, &["inner", "C"]),
            (r#"{"errors":["a","b"]}"#, &["a", "b"]),
            (
                r#"{"errors":[{"message":"a"},{"message":"b","field":"f"}]}"#,
                &["a", "f: b"],
            ),
            (
                r#"{"errors":{"name":"is taken","year":["is early","is odd"]}}"#,
                &["name: is taken", "year: is early", "year: is odd"],
            ),
            (r#"{"errors":null}"#, &[]),
            (r#"["a",{"message":"b"}]"#, &["a", "b"]),
            (r#""just text""#, &["just text"]),
            ("upstream  went\r\naway", &["upstream went away"]),
            ("<html><body>502</body></html>", &[]),
            ("{\"error\": \"cut", &[]),
            ("", &[]),
            (
                r#"{"success":false,"errors":{"b":"User email is invalid"}}"#,
                &["b: User email is invalid"],
            ),
        ];
        for (body, expected) in table {
            assert_eq!(flatten(body), expected, "{body}");
        }
    }

    #[test]
    fn long_and_many_messages_are_bounded() {
        let many: Vec<String> = (0..100).map(|n| format!("error {n}")).collect();
        let body = serde_json::json!({ "errors": many }).to_string();
        assert_eq!(flatten(&body).len(), MOST);
        let body = serde_json::json!({ "error": "x".repeat(1000) }).to_string();
        assert_eq!(flatten(&body)[0].chars().count(), LONGEST + 1);
        assert!(flatten(&"word ".repeat(200)).is_empty());
    }

    #[test]
    fn html_is_known_by_its_start() {
        assert!(is_html("\u{feff}  <!DOCTYPE html><html>"));
        assert!(is_html("<HTML lang=en>"));
        assert!(!is_html("{\"html\": \"<html>\"}"));
        assert!(!is_html("<?xml version=\"1.0\"?>"));
    }
}
