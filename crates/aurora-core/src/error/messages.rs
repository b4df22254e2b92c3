//! Takes the messages out of the many shapes in which services report errors.

use serde_json::{Map, Value};

use super::redact::one_line;

/// No more messages than this are kept, and no longer ones, in characters.
const MOST: usize = 20;
const LONGEST: usize = 300;

/// A plain text answer longer than this, in characters, is a page and no message.
const LONGEST_TEXT: usize = 500;

/// Flattens an error's body into messages, in the order of the body and without repetitions.
///
/// Known shapes: strings under `error`, `message`, `code`, `detail` or `title`; `errors` as strings, as objects with a
/// `message`, as pairs of field and strings, or as an object of field → string, strings or a further such object; such an
/// object without a name of its own; a short plain text that is not HTML.
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

/// Names under which a message stands.
const NAMES: [&str; 5] = ["error", "message", "code", "detail", "title"];

impl Messages {
    fn top(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.add(None, text),
            Value::Array(entries) => entries.iter().for_each(|entry| self.entry(None, entry)),
            // Nothing but fields and what is wrong with them (the ETM's user and collections).
            Value::Object(members) if is_field_errors(members) => self.errors(value),
            Value::Object(members) => {
                for name in NAMES {
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
            // Pairs of a field and its errors: what becomes of an object where a list is wanted (the ETM's engine).
            Value::Array(entries) => entries.iter().for_each(|entry| match pair(entry) {
                Some((field, errors)) => self.entry(Some(field), errors),
                None => self.entry(None, entry),
            }),
            // A proxy of the ETM's that took the member's name for its value.
            Value::String(text) if text == "errors" => {}
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
                let before = self.list.len();
                let named = field.or_else(|| members.get("field").and_then(Value::as_str));
                for name in NAMES {
                    if let Some(Value::String(text)) = members.get(name) {
                        self.add(named, text);
                    }
                }
                if let (Some(field), true) = (field, self.list.len() == before) {
                    self.nested(field, members);
                }
            }
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// What is wrong with the parts of a field: with each id of a list, say.
    fn nested(&mut self, field: &str, parts: &Map<String, Value>) {
        for (part, errors) in parts {
            if matches!(errors, Value::String(_) | Value::Array(_)) {
                self.entry(Some(&format!("{field} {part}")), errors);
            }
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

/// Whether an object has nothing but lists of texts.
fn is_field_errors(members: &Map<String, Value>) -> bool {
    let is_texts = |value: &Value| {
        let texts = value.as_array().filter(|entries| !entries.is_empty());
        texts.is_some_and(|entries| entries.iter().all(Value::is_string))
    };
    let has_own_name = members.contains_key("error") || members.contains_key("errors");
    !members.is_empty() && !has_own_name && members.values().all(is_texts)
}

/// A field and the list of what is wrong with it, in a list of two.
fn pair(entry: &Value) -> Option<(&str, &Value)> {
    match entry.as_array()?.as_slice() {
        [Value::String(field), errors @ Value::Array(_)] => Some((field, errors)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_shape_is_flattened() {
        let table: [(&str, &[&str]); 26] = [
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
            (r#"{"errors":["a"],"error_keys":["k"]}"#, &["a"]),
            (
                r#"{"errors":[["reset",["must be boolean"]],["gqueries",["x","y"]]]}"#,
                &["reset: must be boolean", "gqueries: x", "gqueries: y"],
            ),
            (
                r#"{"errors":{"scenario_ids":{"12":["is not yours"],"13":"is gone"}}}"#,
                &["scenario_ids 12: is not yours", "scenario_ids 13: is gone"],
            ),
            (
                r#"{"success":{"value":[]},"errors":{"b@x":["User email"],"2":["role_id"]}}"#,
                &["2: role_id", "b@x: User email"],
            ),
            (r#"{"errors":"errors"}"#, &[]),
            (r#"{"errors":"all of it"}"#, &["all of it"]),
            (
                r#"{"title":["can't be blank"],"name":["is short"]}"#,
                &["name: is short", "title: can't be blank"],
            ),
            (r#"{"errors":["gone"],"scenario":null}"#, &["gone"]),
            (
                r#"{"status":500,"error":"Internal Server Error"}"#,
                &["Internal Server Error"],
            ),
            (r#"{"ids":[1,2],"x":["a"]}"#, &[]),
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
