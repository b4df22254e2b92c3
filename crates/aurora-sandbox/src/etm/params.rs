//! Parameters as the web framework reads them: nested names of forms, JSON bodies, and what wins when both are there.

use percent_encoding::percent_decode;
use serde_json::{Map, Value};

/// How many parameters a form or a query may have.
pub(crate) const MOST_PARAMETERS: usize = 4096;

/// Why parameters could not be read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Unreadable {
    /// There are this many, which is more than [`MOST_PARAMETERS`].
    TooMany(usize),
    /// The parser's own words.
    Json(String),
}

/// The parameters of a query or a form: `a=1&b[c]=2&d[]=3` is `{"a": "1", "b": {"c": "2"}, "d": ["3"]}`.
pub(crate) fn of_form(text: &[u8]) -> Result<Map<String, Value>, Unreadable> {
    let pairs: Vec<&[u8]> = text
        .split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
        .collect();
    if pairs.len() > MOST_PARAMETERS {
        return Err(Unreadable::TooMany(pairs.len()));
    }
    let mut read = Map::new();
    for pair in pairs {
        let mut halves = pair.splitn(2, |byte| *byte == b'=');
        let name = decoded(halves.next().unwrap_or_default());
        let value = halves.next().map_or(Value::Null, |value| Value::from(decoded(value)));
        put(&mut read, &name, value);
    }
    Ok(read)
}

fn decoded(text: &[u8]) -> String {
    let spaced: Vec<u8> = text
        .iter()
        .map(|byte| if *byte == b'+' { b' ' } else { *byte })
        .collect();
    percent_decode(&spaced).decode_utf8_lossy().into_owned()
}

/// The parameters of a JSON body; one that is not an object stands below `_json`.
pub(crate) fn of_json(body: &[u8]) -> Result<Map<String, Value>, Unreadable> {
    if body.trim_ascii().is_empty() {
        return Ok(Map::new());
    }
    match serde_json::from_slice(body).map_err(|error| Unreadable::Json(error.to_string()))? {
        Value::Object(object) => Ok(object),
        other => Ok(Map::from_iter([("_json".to_owned(), other)])),
    }
}

/// Puts a value where its name says: `a[b][]` is an item of the list `b` of the object `a`.
pub(crate) fn put(into: &mut Map<String, Value>, name: &str, value: Value) {
    let (head, rest) = match name.find('[') {
        Some(at) if at > 0 => (&name[..at], &name[at..]),
        _ => (name, ""),
    };
    let keys: Vec<&str> = rest.split('[').skip(1).map(|key| key.trim_end_matches(']')).collect();
    let slot = into.entry(head).or_insert(Value::Null);
    put_below(slot, &keys, value);
}

fn put_below(slot: &mut Value, keys: &[&str], value: Value) {
    let Some((key, rest)) = keys.split_first() else {
        *slot = value;
        return;
    };
    if key.is_empty() {
        if !slot.is_array() {
            *slot = Value::Array(Vec::new());
        }
        if let Value::Array(list) = slot {
            add_item(list, rest, value);
        }
        return;
    }
    if !slot.is_object() {
        *slot = Value::Object(Map::new());
    }
    if let Value::Object(object) = slot {
        put_below(object.entry(*key).or_insert(Value::Null), rest, value);
    }
}

/// `a[][b]=1&a[][c]=2&a[][b]=3` has two items: a new one begins with a key that the last one has already.
fn add_item(list: &mut Vec<Value>, rest: &[&str], value: Value) {
    let fits = match (rest, list.last()) {
        ([key], Some(Value::Object(last))) => !last.contains_key(*key),
        ([_, _, ..], Some(Value::Object(_))) => true,
        _ => false,
    };
    if !fits {
        list.push(Value::Null);
    }
    if let Some(last) = list.last_mut() {
        put_below(last, rest, value);
    }
}

/// Whether a parameter counts as true: everything but a few words for no does.
pub(crate) fn truthy(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !["", "0", "f", "F", "false", "FALSE", "off", "OFF"].contains(&text.as_str()),
        _ => true,
    }
}

/// Whether a parameter counts as not given: null, blank text, an empty list or object.
pub(crate) fn blank(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(object) => object.is_empty(),
        _ => false,
    }
}

/// A scalar as text, as it would stand in a form.
pub(crate) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// The integer that a text begins with, 0 when it begins with none.
pub(crate) fn leading_integer(text: &str) -> i64 {
    let text = text.trim_start();
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    let end = text.len() - digits.len() + count;
    text[..end].parse().unwrap_or_default()
}

/// An integer, or text that is one.
pub(crate) fn integer_of(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| number.as_f64().map(|float| float as i64)),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(text: &str) -> Value {
        Value::Object(of_form(text.as_bytes()).unwrap())
    }

    #[test]
    fn names_of_forms_nest() {
        assert_eq!(
            read("scenario[user_values][costs_co2]=120&gqueries[]=a&gqueries[]=b+c%21&flag"),
            json!({"scenario": {"user_values": {"costs_co2": "120"}}, "gqueries": ["a", "b c!"], "flag": null})
        );
        assert_eq!(
            read("s[][id]=1&s[][weight]=2&s[][id]=3"),
            json!({"s": [{"id": "1", "weight": "2"}, {"id": "3"}]})
        );
    }

    #[test]
    fn the_limit_is_what_can_be_counted() {
        let many = vec!["a[]=1"; MOST_PARAMETERS].join("&");
        assert!(of_form(many.as_bytes()).is_ok());
        let more = format!("{many}&b=1");
        assert_eq!(of_form(more.as_bytes()), Err(Unreadable::TooMany(MOST_PARAMETERS + 1)));
    }

    #[test]
    fn a_text_is_the_integer_that_it_begins_with() {
        let read = ["12", " -3x", "+7", "abc", "", "-"].map(leading_integer);
        assert_eq!(read, [12, -3, 7, 0, 0, 0]);
    }

    #[test]
    fn a_body_that_is_no_object_is_kept_under_a_name_of_its_own() {
        assert_eq!(Value::Object(of_json(b"[1]").unwrap()), json!({"_json": [1]}));
        assert!(of_json(b"  ").unwrap().is_empty());
        assert!(matches!(of_json(b"{"), Err(Unreadable::Json(_))));
    }
}
