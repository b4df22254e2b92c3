//! Parameters.

use std::collections::BTreeMap;

use heck::ToSnakeCase;

use super::Lint;
use crate::Pointer;
use crate::model::{Kind, Node};
use crate::operations::Operation;
use crate::spec::text;

/// Functions of every generated request builder, and a variable in `send` that the generator does not move out of the way.
const TAKEN: [&str; 4] = ["new", "send", "body_map", "header_map"];

pub(super) fn check(lint: &mut Lint<'_>) {
    for node in lint.written(Kind::Parameter) {
        style(lint, &node);
    }
    for operation in lint.operations.clone() {
        placeholders(lint, &operation);
        names(lint, &operation);
        multi_segment(lint, &operation);
    }
}

fn multi_segment(lint: &mut Lint<'_>, operation: &Operation) {
    let long: Vec<_> = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.multi_segment)
        .collect();
    let segments = operation.path.split('/').filter(|segment| {
        long.iter()
            .any(|parameter| segment.contains(&format!("{{{}}}", parameter.name)))
    });
    let segments = segments.count();
    for parameter in long {
        let schema = lint.spec.at(&parameter.place).and_then(|value| value.get("schema"));
        let is_text = schema.is_some_and(|schema| text(schema, "type") == Some("string"));
        let message = if operation.hand_written.is_none() {
            "`x-multi-segment` needs `x-hand-written`: the generator encodes the slashes"
        } else if parameter.location != "path" || !is_text {
            "`x-multi-segment` belongs on a string in the path"
        } else if segments > 1 {
            "`x-multi-segment` on parameters in two segments of the path leaves open where one ends"
        } else {
            continue;
        };
        lint.report("multi-segment", &parameter.place.child("x-multi-segment"), message);
    }
}

fn style(lint: &mut Lint<'_>, node: &Node<'_>) {
    let location = text(node.value, "in").unwrap_or_default();
    let schema = node.value.get("schema");
    let resolved = schema
        .and_then(|schema| lint.spec.resolve(schema, &node.place.child("schema")))
        .map(|(schema, _)| schema);
    let is_replaced = resolved.is_some_and(|schema| schema.get("x-rust-type").is_some());
    let kind = resolved.and_then(|schema| text(schema, "type")).unwrap_or_default();
    let default_style = if location == "query" { "form" } else { "simple" };
    let own_style = text(node.value, "style").unwrap_or(default_style);
    let problem = match (location, kind) {
        ("cookie", _) => "cookie parameters cannot be generated; send the cookie in the transport".to_owned(),
        ("path" | "query" | "header", _) if node.value.get("content").is_some() || schema.is_none() => {
            "a parameter needs a `schema`; `content` cannot be generated".to_owned()
        }
        ("path" | "query" | "header", _) if own_style != default_style => {
            format!("the style `{own_style}` cannot be generated in the {location}; use `{default_style}`")
        }
        ("path" | "header", "array" | "object") if !is_replaced => {
            format!(
                "a list or object in the {location} does not compile; give the schema an `x-rust-type` that writes it out"
            )
        }
        ("query", "object") if !is_replaced => {
            "an object in the query cannot be generated; list its properties".to_owned()
        }
        ("query", "array")
            if node
                .value
                .get("explode")
                .is_some_and(|own| own.as_bool() == Some(false))
                && !is_replaced =>
        {
            "`explode: false` is ignored; give the schema an `x-rust-type` that joins the items with commas".to_owned()
        }
        ("path" | "query" | "header", _) => return,
        (other, _) => format!("`in: {other}` is none of path, query, header"),
    };
    lint.report("parameter-style", &node.place, problem);
}

fn placeholders(lint: &mut Lint<'_>, operation: &Operation) {
    let in_path = placeholder_names(&operation.path);
    let declared: Vec<_> = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.location == "path")
        .collect();
    for name in &in_path {
        if !declared.iter().any(|parameter| parameter.name == *name) {
            let message = format!("`{{{name}}}` is not declared; add a path parameter of that name");
            lint.report("path-parameter", &operation.place, message);
        }
    }
    for parameter in declared {
        if !in_path.contains(&parameter.name.as_str()) {
            let message = format!(
                "`{}` is no placeholder of `{}`; remove the parameter",
                parameter.name, operation.path
            );
            lint.report("path-parameter", &parameter.place, message);
        } else if !parameter.required {
            let message = format!("the path parameter `{}` has to be `required: true`", parameter.name);
            lint.report("path-parameter", &parameter.place, message);
        }
    }
    if in_path.is_empty() && operation.path.contains(['{', '}']) {
        lint.report(
            "path-parameter",
            &operation.place,
            format!("`{}` has an unfinished placeholder", operation.path),
        );
    }
}

fn placeholder_names(path: &str) -> Vec<&str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
        .collect()
}

fn names(lint: &mut Lint<'_>, operation: &Operation) {
    let mut seen: BTreeMap<String, (&str, &Pointer)> = BTreeMap::new();
    let operation_value = lint.spec.at(&operation.place);
    let has_body = operation_value.is_some_and(|value| value.get("requestBody").is_some());
    for parameter in &operation.parameters {
        let rust = parameter.name.to_snake_case();
        if TAKEN.contains(&rust.as_str()) || (has_body && rust == "body") {
            let message = format!(
                "the parameter `{}` clashes with a name in the generated request builder",
                parameter.name
            );
            lint.report("parameter-name", &parameter.place, message);
        }
        if let Some((first, _)) = seen.insert(rust, (&parameter.name, &parameter.place)) {
            let message = format!(
                "the parameters `{first}` and `{}` have the same Rust name",
                parameter.name
            );
            lint.report("parameter-name", &parameter.place, message);
        }
    }
}
