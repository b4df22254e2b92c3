//! Which schemas lead to which.

use std::collections::BTreeSet;

use yaml_serde::Value;

use crate::operations::{self, is_success};
use crate::spec::{entries, shown, text};
use crate::{Pointer, Spec};

const PREFIX: &str = "#/components/schemas/";

/// The names of the schemas that `value` refers to, itself included or anywhere below.
pub(crate) fn direct(value: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(value, &mut found);
    found
}

fn collect(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Mapping(mapping) => {
            for (key, value) in mapping {
                match value.as_str().and_then(|reference| reference.strip_prefix(PREFIX)) {
                    Some(name) if shown(key) == "$ref" => {
                        found.insert(name.to_owned());
                    }
                    _ => collect(value, found),
                }
            }
        }
        Value::Sequence(items) => items.iter().for_each(|item| collect(item, found)),
        _ => {}
    }
}

/// `name` and every schema that it leads to. `schemas` is the mapping of all schemas.
pub(crate) fn closure(schemas: &Value, name: &str) -> BTreeSet<String> {
    follow(schemas, BTreeSet::from([name.to_owned()]))
}

fn follow(schemas: &Value, start: BTreeSet<String>) -> BTreeSet<String> {
    let mut open: Vec<String> = start.iter().cloned().collect();
    let mut reached = start;
    while let Some(name) = open.pop() {
        let Some(schema) = schemas.get(name.as_str()) else {
            continue;
        };
        open.extend(direct(schema).into_iter().filter(|next| reached.insert(next.clone())));
    }
    reached
}

/// The schemas that an answer of any operation, hand-written ones included, or the schema of a file leads to.
pub(crate) fn received(spec: &Spec) -> BTreeSet<String> {
    let start = operations::operations(spec)
        .iter()
        .filter_map(|operation| Some((spec.at(&operation.place)?, &operation.place)))
        .flat_map(|(value, place)| operations::responses(spec, place, value))
        .filter(|(status, ..)| is_success(status))
        .flat_map(|(_, response, _)| direct(response))
        .chain(documents(spec))
        .collect();
    reach(spec, start)
}

/// The schemas of files (`x-document`): what is read from a file is like what comes back.
fn documents(spec: &Spec) -> impl Iterator<Item = String> {
    component_schemas(spec)
        .filter(|(_, schema)| text(schema, "x-document").is_some())
        .map(|(name, _)| name)
}

/// The schemas that anything in the document but other schemas leads to, error answers included, and those of files.
pub(crate) fn used(spec: &Spec) -> BTreeSet<String> {
    let mut start: BTreeSet<String> = documents(spec).collect();
    for (key, value) in entries(Some(spec.document())) {
        if key != "components" {
            start.extend(direct(value));
        }
    }
    for (section, value) in entries(spec.document().get("components")) {
        if section != "schemas" {
            start.extend(direct(value));
        }
    }
    reach(spec, start)
}

/// The schemas that a request of any operation, parameters included, or the schema of a file leads to.
pub(crate) fn sent(spec: &Spec) -> BTreeSet<String> {
    let mut start = BTreeSet::new();
    for operation in operations::operations(spec) {
        if let Some((body, _)) = spec
            .at(&operation.place)
            .and_then(|value| operations::request_body(spec, &operation.place, value))
        {
            start.extend(direct(body));
        }
        for parameter in &operation.parameters {
            start.extend(spec.at(&parameter.place).map(direct).unwrap_or_default());
        }
    }
    start.extend(documents(spec));
    reach(spec, start)
}

fn reach(spec: &Spec, start: BTreeSet<String>) -> BTreeSet<String> {
    match spec.at(&Pointer::root().child("components").child("schemas")) {
        Some(schemas) => follow(schemas, start),
        None => start,
    }
}

/// The component schemas with their names, in the document's order.
pub(crate) fn component_schemas(spec: &Spec) -> impl Iterator<Item = (String, &Value)> {
    entries(
        spec.document()
            .get("components")
            .and_then(|components| components.get("schemas")),
    )
}
