//! From the faithful document to what the generator accepts.
//!
//! The document in `specs/` describes the service for every reader. The generator wants less: one success type per
//! operation, no error answers (an error that is not declared arrives with status, headers and body, a declared one
//! whose body is something else arrives without them), no content it cannot express. What is taken away here is either
//! done elsewhere (hand-written operations, errors) or means nothing to code (examples, servers).

use yaml_serde::{Mapping, Value};

use self::schema::{Way, schema};
use crate::operations::{self, METHODS, is_json, is_success, one_line};
use crate::spec::{entries, text};
use crate::{Pointer, Spec, graphql, notes, references};

mod schema;

/// The document for the generator.
pub(crate) fn reduce(spec: &Spec) -> Value {
    let document = spec.document();
    let mut reduced = Mapping::new();
    for key in ["openapi", "info"] {
        copy(document, &mut reduced, key);
    }
    let place = Pointer::root().child("paths");
    let paths: Mapping = entries(document.get("paths"))
        .filter_map(|(path, item)| {
            let item = path_item(spec, item, &place.child(&path));
            (!item.is_empty()).then(|| (Value::from(path), Value::Mapping(item)))
        })
        .collect();
    insert(&mut reduced, "paths", paths);
    let received = references::received(spec);
    let documents = graphql::emit::defaults(spec);
    let schemas: Mapping = references::component_schemas(spec)
        .map(|(name, value)| {
            let way = if received.contains(&name) {
                Way::Received
            } else {
                Way::Sent
            };
            let mut reduced = schema(value, way);
            if let Some(document) = documents.get(&name) {
                set_default(&mut reduced, "query", document);
            }
            (Value::from(name), reduced)
        })
        .collect();
    insert(
        &mut reduced,
        "components",
        Mapping::from_iter([(Value::from("schemas"), Value::Mapping(schemas))]),
    );
    Value::Mapping(reduced)
}

fn path_item(spec: &Spec, item: &Value, place: &Pointer) -> Mapping {
    entries(Some(item))
        .filter(|(method, operation)| METHODS.contains(&method.as_str()) && operation.get("x-hand-written").is_none())
        .map(|(method, value)| {
            let reduced = operation(spec, item, value, &place.child(&method));
            (Value::from(method), Value::Mapping(reduced))
        })
        .collect()
}

fn operation(spec: &Spec, item: &Value, value: &Value, place: &Pointer) -> Mapping {
    let mut reduced = Mapping::new();
    for key in ["operationId", "tags"] {
        copy(value, &mut reduced, key);
    }
    if let Some(summary) = text(value, "summary") {
        reduced.insert("summary".into(), one_line(summary).into());
    }
    let description = operation_description(spec, value, place);
    if !description.is_empty() {
        reduced.insert("description".into(), description.into());
    }
    let parameters: Vec<Value> = operations::parameter_values(spec, item, place, value)
        .into_iter()
        .map(|(value, _)| parameter(value))
        .collect();
    reduced.insert("parameters".into(), Value::Sequence(parameters));
    if let Some((body, _)) = operations::request_body(spec, place, value) {
        let mut reduced_body = Mapping::new();
        copy(body, &mut reduced_body, "description");
        insert(&mut reduced_body, "content", content(body, Way::Sent, |_| true));
        insert(&mut reduced, "requestBody", reduced_body);
    }
    insert(&mut reduced, "responses", responses(spec, value, place));
    reduced
}

/// The operation's own text, then what is not known about its body and answers.
fn operation_description(spec: &Spec, value: &Value, place: &Pointer) -> String {
    let mut paragraphs = vec![notes::of_operation(value)];
    let open = |what: &str, owner: &Value| {
        text(owner, "x-unverified").map(|note| format!("Unverified ({what}): {}.", note.trim().trim_end_matches('.')))
    };
    if let Some((body, _)) = operations::request_body(spec, place, value) {
        paragraphs.extend(open("request body", body));
    }
    for (status, response, _) in operations::responses(spec, place, value) {
        paragraphs.extend(open(&format!("answer {status}"), response));
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs.join("\n\n")
}

fn parameter(value: &Value) -> Value {
    let mut reduced = Mapping::new();
    for key in ["name", "in", "required", "style", "explode"] {
        copy(value, &mut reduced, key);
    }
    let description = notes::of_parameter(value);
    if !description.is_empty() {
        reduced.insert("description".into(), one_line(&description).into());
    }
    if let Some(own) = value.get("schema") {
        reduced.insert("schema".into(), schema(own, Way::Sent));
    }
    Value::Mapping(reduced)
}

/// All success answers as one, under `2XX`: which success status a service picks is no reason to fail.
fn responses(spec: &Spec, operation: &Value, place: &Pointer) -> Mapping {
    let successes: Vec<_> = operations::responses(spec, place, operation)
        .into_iter()
        .filter(|(status, ..)| is_success(status))
        .collect();
    let typed = successes
        .iter()
        .find(|(_, response, _)| entries(response.get("content")).any(|(key, _)| is_json(&key)));
    let Some((_, response, _)) = typed.or(successes.first()) else {
        return Mapping::new();
    };
    let mut reduced = Mapping::new();
    reduced.insert(
        "description".into(),
        text(response, "description").unwrap_or_default().into(),
    );
    let has_json = typed.is_some();
    insert(
        &mut reduced,
        "content",
        content(response, Way::Received, |content_type| {
            is_json(content_type) == has_json
        }),
    );
    Mapping::from_iter([(Value::from("2XX"), Value::Mapping(reduced))])
}

/// The first content type that is wanted, with a reduced schema.
fn content(owner: &Value, way: Way, is_wanted: impl Fn(&str) -> bool) -> Mapping {
    entries(owner.get("content"))
        .find(|(content_type, _)| is_wanted(content_type))
        .map(|(content_type, media_type)| {
            let mut reduced = Mapping::new();
            if let Some(own) = media_type.get("schema") {
                reduced.insert("schema".into(), schema(own, way));
            }
            (Value::from(content_type), Value::Mapping(reduced))
        })
        .into_iter()
        .collect()
}

/// Gives a property of an object a default.
fn set_default(schema: &mut Value, property: &str, default: &str) {
    let own = schema
        .get_mut("properties")
        .and_then(|properties| properties.get_mut(property))
        .and_then(Value::as_mapping_mut);
    if let Some(own) = own {
        own.insert("default".into(), default.into());
    }
}

fn copy(from: &Value, to: &mut Mapping, key: &str) {
    if let Some(value) = from.get(key) {
        to.insert(key.into(), value.clone());
    }
}

fn insert(to: &mut Mapping, key: &str, value: Mapping) {
    to.insert(key.into(), Value::Mapping(value));
}
