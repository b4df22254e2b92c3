//! Keywords, formats and defaults that have to go with the type of a schema.

use yaml_serde::Value;

use super::{Lint, schemas};
use crate::model::Node;
use crate::spec::{entries, items, shown, text};

/// Keywords that mean something for some types only.
const KEYWORDS: [(&[&str], &[&str]); 4] = [
    (
        &[
            "properties",
            "required",
            "additionalProperties",
            "minProperties",
            "maxProperties",
        ],
        &["object"],
    ),
    (&["items", "minItems", "maxItems", "uniqueItems"], &["array"]),
    (&["minLength", "maxLength"], &["string"]),
    (
        &[
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
        ],
        &["number", "integer"],
    ),
];

/// Formats of strings that become a Rust type of their own or are known to stay a `String`.
const STRING_FORMATS: [&str; 16] = [
    "date-time",
    "date",
    "time",
    "duration",
    "uuid",
    "uri",
    "url",
    "email",
    "hostname",
    "ip",
    "ipv4",
    "ipv6",
    "byte",
    "binary",
    "password",
    "regex",
];

pub(super) fn check(lint: &mut Lint<'_>, node: &Node<'_>) {
    keywords(lint, node);
    format(lint, node);
    default(lint, node);
    if node.value.get("pattern").is_some() && !schemas::references_rust_type(lint, &node.place) {
        let message = "`pattern` cannot be generated; describe the form in words and check it by hand";
        lint.report("pattern", &node.place.child("pattern"), message);
    }
}

fn keywords(lint: &mut Lint<'_>, node: &Node<'_>) {
    let Some(own) = text(node.value, "type") else {
        return;
    };
    for (keywords, types) in KEYWORDS {
        for keyword in keywords.iter().filter(|keyword| node.value.get(keyword).is_some()) {
            if !types.contains(&own) {
                let message = format!(
                    "`{keyword}` says nothing about a {own}; remove it, or use {}",
                    types.join(" or ")
                );
                lint.report("keyword", &node.place.child(keyword), message);
            }
        }
    }
    for keyword in ["allOf", "oneOf"] {
        if node.value.get(keyword).is_some() {
            let message = format!(
                "`{keyword}` beside `type` is not what it seems; remove `type`, or move the rest into the list"
            );
            lint.report("keyword", &node.place.child(keyword), message);
        }
    }
}

fn format(lint: &mut Lint<'_>, node: &Node<'_>) {
    let (Some(own), Some(format)) = (text(node.value, "type"), text(node.value, "format")) else {
        return;
    };
    let known: &[&str] = match own {
        "string" => &STRING_FORMATS,
        "integer" => &["int32", "int64"],
        "number" => &["float", "double"],
        _ => &[],
    };
    if !known.contains(&format) {
        let message = match known {
            [] => format!("a {own} has no format; remove `{format}`"),
            known => format!("`{format}` is no format of a {own}; use one of {}", known.join(", ")),
        };
        lint.report("format", &node.place.child("format"), message);
    }
}

/// The generator writes a default as a Rust value, and panics or fails on one that it cannot.
fn default(lint: &mut Lint<'_>, node: &Node<'_>) {
    let Some(default) = node.value.get("default") else {
        return;
    };
    let target = match node.value.get("allOf").and_then(Value::as_sequence).map(Vec::as_slice) {
        Some([only]) => lint
            .spec
            .resolve(only, &node.place)
            .map_or(node.value, |(target, _)| target),
        _ => node.value,
    };
    let values = target.get("enum").map(|values| items(Some(values)).collect::<Vec<_>>());
    let fits = is_of_type(target, default);
    let place = node.place.child("default");
    if !fits {
        let own = text(target, "type").unwrap_or_default();
        lint.report(
            "default-value",
            &place,
            format!("the default {} is no {own} that can be written in Rust", shown(default)),
        );
    } else if values.is_some_and(|values| !values.contains(&default)) {
        lint.report(
            "default-value",
            &place,
            format!("the default {} is not among the enum's values", shown(default)),
        );
    } else if !in_bounds(target, default) {
        lint.report(
            "default-value",
            &place,
            format!("the default {} is out of bounds", shown(default)),
        );
    }
}

fn is_of_type(schema: &Value, value: &Value) -> bool {
    match text(schema, "type") {
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_bool(),
        Some("array") => value.as_sequence().is_some_and(Vec::is_empty),
        Some("object") => value.is_mapping() && entries(Some(value)).next().is_none(),
        _ => true,
    }
}

fn in_bounds(schema: &Value, value: &Value) -> bool {
    let bound = |key: &str| schema.get(key).and_then(Value::as_f64);
    let Some(value) = value.as_f64() else {
        return true;
    };
    bound("minimum").is_none_or(|least| value >= least) && bound("maximum").is_none_or(|most| value <= most)
}
