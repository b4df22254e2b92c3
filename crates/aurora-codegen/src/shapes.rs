//! The operations and types of a document in the few words that outlines and differences are made of.

use yaml_serde::Value;

use crate::operations::{self, Operation, is_json, is_success};
use crate::spec::{entries, flag, items, shown, text};
use crate::{Pointer, Spec, references};

/// A named schema.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TypeShape {
    pub(crate) name: String,
    pub(crate) form: Form,
    /// Whether an answer leads to it.
    pub(crate) received: bool,
    /// Whether a request leads to it.
    pub(crate) sent: bool,
    /// Whether it describes a file and no request or answer.
    pub(crate) is_document: bool,
    /// The hand-written type in its place.
    pub(crate) rust_type: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Form {
    Object(Vec<Field>),
    Enum(Vec<String>),
    OneOf(Vec<String>),
    Alias { of: String, unit: Option<String> },
}

/// A property of an object, or a parameter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) of: String,
    pub(crate) required: bool,
    pub(crate) nullable: bool,
    pub(crate) unit: Option<String>,
    pub(crate) default: Option<String>,
    pub(crate) sends_null: bool,
}

/// The named schemas in the document's order.
pub(crate) fn types(spec: &Spec) -> Vec<TypeShape> {
    let (received, sent) = (references::received(spec), references::sent(spec));
    references::component_schemas(spec)
        .map(|(name, schema)| TypeShape {
            form: form(schema),
            received: received.contains(&name),
            sent: sent.contains(&name),
            is_document: text(schema, "x-document").is_some(),
            rust_type: text(schema, "x-rust-type").map(str::to_owned),
            name,
        })
        .collect()
}

fn form(schema: &Value) -> Form {
    if schema.get("oneOf").is_some() {
        return Form::OneOf(items(schema.get("oneOf")).map(type_name).collect());
    }
    if schema.get("enum").is_some() {
        return Form::Enum(items(schema.get("enum")).map(shown).collect());
    }
    if schema.get("properties").is_none() {
        return Form::Alias {
            of: type_name(schema),
            unit: unit(schema),
        };
    }
    let is_required = |name: &str| items(schema.get("required")).any(|own| own.as_str() == Some(name));
    let fields = entries(schema.get("properties")).map(|(name, property)| {
        let required = is_required(&name);
        field(name, property, required)
    });
    Form::Object(fields.collect())
}

fn field(name: String, schema: &Value, required: bool) -> Field {
    Field {
        name,
        of: type_name(schema),
        required,
        nullable: flag(schema, "nullable"),
        unit: unit(schema),
        default: schema.get("default").map(shown),
        sends_null: flag(schema, "x-send-null"),
    }
}

/// The parameters of an operation.
pub(crate) fn parameters(spec: &Spec, operation: &Operation) -> Vec<(String, Field)> {
    let shape = |parameter: &operations::Parameter| {
        let value = spec.at(&parameter.place);
        let schema = value.and_then(|value| value.get("schema")).unwrap_or(&Value::Null);
        let mut field = field(parameter.name.clone(), schema, parameter.required);
        field.unit = value.and_then(unit).or(field.unit);
        (parameter.location.clone(), field)
    };
    operation.parameters.iter().map(shape).collect()
}

/// What an operation sends: a type, content types that are no JSON, or `-`.
pub(crate) fn request(spec: &Spec, operation: &Operation) -> String {
    let body = spec
        .at(&operation.place)
        .and_then(|value| operations::request_body(spec, &operation.place, value));
    content(body.map(|(body, _)| body))
}

/// What an operation answers on success.
pub(crate) fn answer(spec: &Spec, operation: &Operation) -> String {
    let mut found: Vec<String> = Vec::new();
    let responses = spec
        .at(&operation.place)
        .map(|value| operations::responses(spec, &operation.place, value));
    for (_, response, _) in responses
        .into_iter()
        .flatten()
        .filter(|(status, ..)| is_success(status))
    {
        let content = content(Some(response));
        if !found.contains(&content) {
            found.push(content);
        }
    }
    if found.is_empty() {
        "-".to_owned()
    } else {
        found.join(" or ")
    }
}

fn content(owner: Option<&Value>) -> String {
    let types: Vec<String> = entries(owner.and_then(|owner| owner.get("content")))
        .map(|(content_type, media_type)| match media_type.get("schema") {
            Some(schema) if is_json(&content_type) => type_name(schema),
            _ => content_type,
        })
        .collect();
    if types.is_empty() {
        "-".to_owned()
    } else {
        types.join(" | ")
    }
}

fn unit(schema: &Value) -> Option<String> {
    let inner = schema.get("items").or_else(|| schema.get("additionalProperties"));
    let own = text(schema, "x-unit").or_else(|| inner.and_then(|inner| text(inner, "x-unit")));
    own.filter(|unit| *unit != crate::notes::NO_UNIT).map(str::to_owned)
}

/// A type in one word, without its nullability.
fn type_name(schema: &Value) -> String {
    let inside = |schema: Option<&Value>| schema.map_or_else(|| "any".to_owned(), with_null);
    let joined = |key: &str, by: &str| items(schema.get(key)).map(type_name).collect::<Vec<_>>().join(by);
    if let Some(reference) = text(schema, "$ref") {
        let name = Pointer::of_reference(reference).and_then(|place| place.keys().last().cloned());
        return name.unwrap_or_else(|| reference.to_owned());
    }
    if schema.get("allOf").is_some() {
        return joined("allOf", " & ");
    }
    if schema.get("oneOf").is_some() {
        return joined("oneOf", " | ");
    }
    if schema.get("enum").is_some() {
        return items(schema.get("enum"))
            .map(|value| format!("{:?}", shown(value)))
            .collect::<Vec<_>>()
            .join(" | ");
    }
    match (text(schema, "type"), text(schema, "format")) {
        (Some("array"), _) => format!("[{}]", inside(schema.get("items"))),
        (Some("object"), _) => format!(
            "{{{}}}",
            inside(schema.get("additionalProperties").filter(|own| own.is_mapping()))
        ),
        (Some(own), Some(format)) => format!("{own}({format})"),
        (Some(own), None) => own.to_owned(),
        (None, _) => "any".to_owned(),
    }
}

fn with_null(schema: &Value) -> String {
    let mark = if flag(schema, "nullable") { "?" } else { "" };
    format!("{}{mark}", type_name(schema))
}
