//! What makes a spec worth reading: descriptions, units, examples.

use yaml_serde::Value;

use super::{Lint, last, schemas};
use crate::Pointer;
use crate::model::{Kind, Node};
use crate::operations::{self, Operation, is_json, is_success};
use crate::spec::{entries, items, text};

pub(super) fn check(lint: &mut Lint<'_>) {
    for node in lint.written(Kind::Schema) {
        schema(lint, &node);
    }
    for node in lint.written(Kind::Parameter) {
        parameter(lint, &node);
    }
    for operation in lint.operations.clone() {
        examples(lint, &operation);
    }
}

fn schema(lint: &mut Lint<'_>, node: &Node<'_>) {
    if schemas::is_component(&node.place) {
        describe(lint, &node.place, node.value);
        unit(lint, &node.place, node.value);
    }
    for (name, property) in entries(node.value.get("properties")) {
        if property.get("$ref").is_none() {
            let place = node.place.child("properties").child(&name);
            describe(lint, &place, property);
            unit(lint, &place, property);
        }
    }
}

fn parameter(lint: &mut Lint<'_>, node: &Node<'_>) {
    describe(lint, &node.place, node.value);
    if let Some(schema) = node.value.get("schema")
        && text(node.value, "x-unit").is_none()
    {
        unit(lint, &node.place, schema);
    }
}

fn describe(lint: &mut Lint<'_>, place: &Pointer, value: &Value) {
    let is_tag = items(value.get("enum")).count() == 1;
    if text(value, "description").is_none_or(|text| text.trim().is_empty()) && !is_tag {
        lint.report(
            "description",
            place,
            format!("`{}` has no description; it becomes the rustdoc", name_of(place)),
        );
    }
}

/// A number, or a list or map of numbers, says what it counts; what it refers to says it for itself.
fn unit(lint: &mut Lint<'_>, place: &Pointer, schema: &Value) {
    if text(schema, "x-unit").is_some() {
        return;
    }
    let is_number = matches!(text(schema, "type"), Some("number" | "integer")) && schema.get("enum").is_none();
    if is_number {
        let message = format!(
            "`{}` is a number without a unit; add `x-unit: m/s`, `x-unit: \"1\"` if dimensionless, `x-unit: none` for ids",
            name_of(place)
        );
        return lint.report("unit", place, message);
    }
    for inner in [schema.get("items"), schema.get("additionalProperties")]
        .into_iter()
        .flatten()
    {
        if inner.get("properties").is_none() {
            unit(lint, place, inner);
        }
    }
}

/// What a reader calls a place: a list position says nothing, so a parameter is called by its list.
fn name_of(place: &Pointer) -> String {
    let keys = place.keys();
    match last(place).parse::<usize>() {
        Ok(position) => format!("{}[{position}]", keys.iter().rev().nth(1).map_or("", String::as_str)),
        Err(_) => last(place).to_owned(),
    }
}

/// One example for the request and one for what comes back; statuses with the same schema share it. Error bodies need
/// none: where nobody has recorded one, an example would be an invention.
fn examples(lint: &mut Lint<'_>, operation: &Operation) {
    let spec = lint.spec;
    let Some(value) = spec.at(&operation.place) else {
        return;
    };
    let successes = operations::responses(spec, &operation.place, value)
        .into_iter()
        .filter(|(status, ..)| is_success(status))
        .map(|(_, response, place)| (response, place));
    let body = operations::request_body(spec, &operation.place, value);
    for owners in [body.into_iter().collect::<Vec<_>>(), successes.collect()] {
        let json: Vec<(&Value, Pointer)> = owners
            .iter()
            .flat_map(|(owner, place)| json_content(owner, place))
            .collect();
        for (media_type, place) in &json {
            let shares =
                |other: &Value| other.get("schema") == media_type.get("schema") && has_example(lint, other, place);
            if !json.iter().any(|(other, _)| shares(other)) {
                lint.report(
                    "example",
                    place,
                    "JSON without an example; add `example` beside `schema`",
                );
                break;
            }
        }
    }
}

fn json_content<'s>(owner: &'s Value, place: &Pointer) -> Vec<(&'s Value, Pointer)> {
    let place = place.child("content");
    entries(owner.get("content"))
        .filter(|(content_type, _)| is_json(content_type))
        .map(|(content_type, media_type)| (media_type, place.child(content_type)))
        .collect()
}

fn has_example(lint: &Lint<'_>, media_type: &Value, place: &Pointer) -> bool {
    let own = ["example", "examples"].iter().any(|key| media_type.get(key).is_some());
    let schema = media_type
        .get("schema")
        .and_then(|schema| lint.spec.resolve(schema, place));
    own || schema.is_some_and(|(schema, _)| schema.get("example").is_some())
}
