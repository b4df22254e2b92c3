//! The outline: a document in few lines, committed, so that a review sees what a change of the spec does to callers.

use crate::Spec;
use crate::operations::{self, Operation};
use crate::shapes::{self, Field, Form, TypeShape};

/// The outline of a document: one line per operation, its parameters below, then the types with their fields.
#[must_use]
pub fn outline(spec: &Spec) -> String {
    let mut lines = vec![
        format!(
            "# Outline of {}, written by `cargo xtask generate`. Do not edit.",
            spec.file()
        ),
        "# Operations: method, path, id, repeatable or once, time class, request -> answer.".to_owned(),
        "# Fields: name: type [unit]; `*` required, `?` may be null, `=` default, `!` sent as null when unset."
            .to_owned(),
    ];
    for operation in operations::operations(spec) {
        lines.push(String::new());
        lines.push(operation_line(spec, &operation));
        lines.extend(status_line(&operation));
        lines.extend(document_line(&operation));
        lines.extend(
            shapes::parameters(spec, &operation)
                .iter()
                .map(|(location, field)| parameter_line(&operation, location, field)),
        );
    }
    for shape in shapes::types(spec) {
        lines.push(String::new());
        type_lines(&shape, &mut lines);
    }
    lines.push(String::new());
    lines.join("\n")
}

fn operation_line(spec: &Spec, operation: &Operation) -> String {
    let Operation {
        method,
        path,
        id,
        time_class,
        ..
    } = operation;
    let repeat = if operation.idempotent { "repeatable" } else { "once" };
    let (request, answer) = (shapes::request(spec, operation), shapes::answer(spec, operation));
    let mut line = format!("{method} {path} {id} {repeat} {time_class} {request} -> {answer}");
    if operation.hand_written.is_some() {
        line.push_str(" (hand-written)");
    }
    line
}

/// Why it cannot be used.
fn status_line(operation: &Operation) -> Option<String> {
    let status = operation.status.as_ref()?;
    Some(format!("  {}: {}", status.as_str(), status.what_happens()))
}

/// The GraphQL document, with the spreads that the client fills in.
fn document_line(operation: &Operation) -> Option<String> {
    let path = operation.graphql_document.as_ref()?;
    let dynamic: String = operation
        .graphql_dynamic
        .iter()
        .map(|name| format!(" ...{name}"))
        .collect();
    Some(format!("  document {path}{dynamic}"))
}

fn parameter_line(operation: &Operation, location: &str, field: &Field) -> String {
    let is_long = operation
        .parameters
        .iter()
        .any(|own| own.multi_segment && own.location == location && own.name == field.name);
    let mark = if is_long { " (several segments)" } else { "" };
    format!("  {location} {}{mark}", field_text(field))
}

fn type_lines(shape: &TypeShape, lines: &mut Vec<String>) {
    let uses = match (shape.sent, shape.received) {
        _ if shape.is_document => "file",
        (true, true) => "sent, received",
        (true, false) => "sent",
        (false, true) => "received",
        (false, false) => "unused",
    };
    let rust = shape
        .rust_type
        .as_ref()
        .map(|path| format!(", by hand as {path}"))
        .unwrap_or_default();
    let name = &shape.name;
    match &shape.form {
        Form::Object(fields) => {
            lines.push(format!("type {name} ({uses}{rust})"));
            lines.extend(fields.iter().map(|field| format!("  {}", field_text(field))));
        }
        Form::Enum(values) => {
            let open = if shape.received { ", open" } else { "" };
            lines.push(format!("enum {name} ({uses}{open}{rust})"));
            lines.extend(values.iter().map(|value| format!("  {value}")));
        }
        Form::OneOf(variants) => {
            lines.push(format!("one of {name} ({uses}{rust})"));
            lines.extend(variants.iter().map(|variant| format!("  {variant}")));
        }
        Form::Alias { of, unit } => {
            let unit = unit.as_ref().map(|unit| format!(" [{unit}]")).unwrap_or_default();
            lines.push(format!("type {name} = {of}{unit} ({uses}{rust})"));
        }
    }
}

fn field_text(field: &Field) -> String {
    let mark = |is_set: bool, mark: &'static str| if is_set { mark } else { "" };
    let (required, nullable) = (mark(field.required, "*"), mark(field.nullable, "?"));
    let mut line = format!(
        "{}{required}: {}{nullable}{}",
        field.name,
        field.of,
        mark(field.sends_null, "!")
    );
    if let Some(unit) = &field.unit {
        line.push_str(&format!(" [{unit}]"));
    }
    if let Some(default) = &field.default {
        line.push_str(&format!(" = {default}"));
    }
    line
}
