//! Keys and the types of their values.

use yaml_serde::Value;

use super::Lint;
use crate::model::{self, Kind, Shape};
use crate::spec::{entries, shown};

pub(super) fn check(lint: &mut Lint<'_>) {
    for node in lint.nodes.clone() {
        if node.is_reference() {
            continue;
        }
        if !node.value.is_mapping() {
            continue; // the owner's key reports it
        }
        for key in model::required_keys(node.kind)
            .iter()
            .filter(|key| node.value.get(key).is_none())
        {
            let message = format!("`{key}` is missing here; OpenAPI requires it");
            lint.report("missing-key", &node.place, message);
        }
        for (key, value) in entries(Some(node.value)) {
            let place = node.place.child(&key);
            match (node.kind, model::shape(node.kind, &key)) {
                (Kind::Paths, None) => {
                    lint.report("path", &place, format!("a path starts with a slash; write `/{key}`"));
                }
                (_, None) if key.starts_with("x-") => {
                    lint.report("unknown-extension", &place, unknown(node.kind, &key, "`x-` keys"));
                }
                (_, None) => lint.report("unknown-key", &place, unknown(node.kind, &key, "keys")),
                (_, Some(shape)) => {
                    if let Some(wanted) = mismatch(shape, value) {
                        lint.report(
                            "value-type",
                            &place,
                            format!("`{key}` has to be {wanted}, not {}", shown(value)),
                        );
                    }
                }
            }
        }
    }
}

fn unknown(kind: Kind, key: &str, what: &str) -> String {
    let known: Vec<&str> = model::keys(kind)
        .iter()
        .map(|(own, _)| *own)
        .filter(|own| own.starts_with("x-") == key.starts_with("x-"))
        .collect();
    let object = format!("{kind:?}").to_lowercase();
    match nearest(key, &known) {
        Some(near) => format!("`{key}` is unknown here; did you mean `{near}`?"),
        None if known.is_empty() => format!("`{key}` is unknown here; a {object} has no {what}"),
        None => format!(
            "`{key}` is unknown here; the {what} of a {object} are {}",
            known.join(", ")
        ),
    }
}

/// The known key that differs least, if it is close enough to be meant.
fn nearest<'k>(key: &str, known: &[&'k str]) -> Option<&'k str> {
    let (distance, near) = known.iter().map(|own| (distance(key, own), *own)).min()?;
    (distance <= 2 && distance < near.len()).then_some(near)
}

/// How many characters have to be inserted, removed or replaced to get from one word to the other.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (line, own) in from.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], line + 1);
        for column in 0..to.len() {
            let replaced = diagonal + usize::from(own != to[column]);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[to.len()]
}

/// What the value should be, if it is something else.
fn mismatch(shape: Shape, value: &Value) -> Option<&'static str> {
    let all = |is: fn(&Value) -> bool| value.as_sequence().is_some_and(|items| items.iter().all(is));
    let (fits, wanted) = match shape {
        Shape::Text => (value.is_string(), "a text; quote it"),
        Shape::Flag => (value.is_bool(), "true or false"),
        Shape::Number => (value.is_number(), "a number"),
        Shape::Count => (value.is_u64(), "a whole number, 0 or more"),
        Shape::Texts => (all(Value::is_string), "a list of texts"),
        Shape::AnyList => (value.is_sequence(), "a list"),
        Shape::Any => (true, ""),
        Shape::Object(_) | Shape::Map(_) => (value.is_mapping(), "a mapping"),
        Shape::List(_) => (all(Value::is_mapping), "a list of mappings"),
        Shape::FlagOrSchema => (value.is_bool() || value.is_mapping(), "true, false or a schema"),
    };
    (!fits).then_some(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::METHODS;

    #[test]
    fn a_typo_gets_the_key_that_was_meant() {
        let known = ["required", "description", "x-unit"];
        assert_eq!(nearest("requried", &known), Some("required"));
        assert_eq!(nearest("descripton", &known), Some("description"));
        assert_eq!(nearest("x-units", &known), Some("x-unit"));
        assert_eq!(nearest("colour", &known), None);
    }

    #[test]
    fn every_method_is_a_key_of_a_path_item() {
        for method in METHODS {
            assert_eq!(
                model::shape(Kind::PathItem, method),
                Some(Shape::Object(Kind::Operation)),
                "{method}"
            );
        }
    }
}
