//! The operations of a document, as everything but the generator needs them.

use yaml_serde::Value;

use crate::spec::{entries, flag, items, shown, text};
use crate::{Pointer, Spec, notes};

/// The methods that OpenAPI knows, in the spelling of its keys.
pub(crate) const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// What an `x-method` begins with that gives a reason and no call.
const NO_METHOD: &str = "none: ";

/// One operation of a document.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Operation {
    /// The `operationId`; empty when the document has none, which lint reports.
    pub id: String,
    /// The HTTP method in capitals.
    pub method: String,
    /// The path template, such as `/v1/turbines/{turbine_id}/powerCurve`.
    pub path: String,
    /// The summary, on one line.
    pub summary: String,
    /// The first tag.
    pub tag: String,
    /// Whether sending it twice does no more than sending it once: `x-idempotent`, else what the method implies
    /// (GET, HEAD, OPTIONS, TRACE and DELETE are, the others are not).
    pub idempotent: bool,
    /// `default`, `slow` or `compute` (`x-time-class`).
    pub time_class: String,
    /// The parameters of the path item and of the operation, the operation's own replacing those of the same name
    /// and location.
    pub parameters: Vec<Parameter>,
    /// The content types of the request body.
    pub request_content: Vec<String>,
    /// The content types of all success answers.
    pub response_content: Vec<String>,
    /// Why the generator leaves it out (`x-hand-written`).
    pub hand_written: Option<String>,
    /// What is wrong with it, if it cannot be used (`x-status`).
    pub status: Option<Status>,
    /// The call of the hand-written client that sends it (`x-method`), such as `load_factors().run`.
    pub client_method: Option<String>,
    /// Why the hand-written client has no call for it (`x-method: "none: <reason>"`).
    pub without_method: Option<String>,
    /// The command of the program that sends it (`x-command`), such as `aurora amun load-factors run`.
    pub command: Option<String>,
    /// The GraphQL document that it sends (`x-graphql-document`), as a path from the folder of the specs.
    pub graphql_document: Option<String>,
    /// The spreads in that document that the client fills in at run time (`x-graphql-dynamic`).
    pub graphql_dynamic: Vec<String>,
    pub(crate) place: Pointer,
}

/// Why an operation that the document has cannot be used: `x-status: "removed: <what happens>"`, or `broken`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Status {
    /// The service no longer has it.
    Removed(String),
    /// The service has it, and it does not work.
    Broken(String),
}

impl Status {
    /// `None` for a text that begins with neither word, or says nothing after it.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (word, what) = text.split_once(": ")?;
        let what = one_line(what).trim_end_matches('.').to_owned();
        match word.trim() {
            _ if what.is_empty() => None,
            "removed" => Some(Self::Removed(what)),
            "broken" => Some(Self::Broken(what)),
            _ => None,
        }
    }

    /// `removed` or `broken`.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Removed(_) => "removed",
            Self::Broken(_) => "broken",
        }
    }

    /// What really happens when it is sent.
    #[must_use]
    pub fn what_happens(&self) -> &str {
        match self {
            Self::Removed(what) | Self::Broken(what) => what,
        }
    }
}

/// One parameter of an operation.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// `path`, `query`, `header` or `cookie`.
    pub location: String,
    /// Whether a request without it is invalid.
    pub required: bool,
    /// The description with unit and open questions.
    pub description: String,
    /// Whether the value is a part of a path with slashes in it, already percent-encoded (`x-multi-segment`).
    pub multi_segment: bool,
    pub(crate) place: Pointer,
}

/// All operations in the document's order.
#[must_use]
pub fn operations(spec: &Spec) -> Vec<Operation> {
    let paths = Pointer::root().child("paths");
    entries(spec.at(&paths))
        .flat_map(|(path, item)| {
            let place = paths.child(&path);
            entries(Some(item))
                .filter(|(method, _)| METHODS.contains(&method.as_str()))
                .map(|(method, value)| operation(spec, &path, item, &place.child(&method), value))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn operation(spec: &Spec, path: &str, item: &Value, place: &Pointer, value: &Value) -> Operation {
    let method = place
        .keys()
        .last()
        .map(|method| method.to_uppercase())
        .unwrap_or_default();
    let text_of = |key| text(value, key).map(str::to_owned);
    Operation {
        id: text_of("operationId").unwrap_or_default(),
        path: path.to_owned(),
        summary: one_line(text(value, "summary").unwrap_or_default()),
        tag: items(value.get("tags")).next().map(shown).unwrap_or_default(),
        idempotent: match value.get("x-idempotent").and_then(Value::as_bool) {
            Some(declared) => declared,
            None => method_says_idempotent(&method),
        },
        time_class: text_of("x-time-class").unwrap_or_else(|| "default".to_owned()),
        parameters: parameters(spec, item, place, value),
        request_content: request_content(spec, place, value),
        response_content: response_content(spec, place, value),
        hand_written: text_of("x-hand-written"),
        status: text(value, "x-status").and_then(Status::parse),
        client_method: text_of("x-method").filter(|call| !call.starts_with(NO_METHOD)),
        without_method: text(value, "x-method")
            .and_then(|call| call.strip_prefix(NO_METHOD))
            .map(one_line),
        command: text_of("x-command"),
        graphql_document: text_of("x-graphql-document"),
        graphql_dynamic: items(value.get("x-graphql-dynamic")).map(shown).collect(),
        method,
        place: place.clone(),
    }
}

/// Whether the method alone says that repeating does no harm. PUT does by the letter of HTTP, but services
/// submit jobs with it, so it has to be declared.
pub(crate) fn method_says_idempotent(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "OPTIONS" | "TRACE" | "DELETE")
}

fn parameters(spec: &Spec, item: &Value, place: &Pointer, value: &Value) -> Vec<Parameter> {
    let mut found: Vec<Parameter> = Vec::new();
    for (parameter, place) in parameter_values(spec, item, place, value) {
        let parameter = Parameter {
            name: text(parameter, "name").unwrap_or_default().to_owned(),
            location: text(parameter, "in").unwrap_or_default().to_owned(),
            required: flag(parameter, "required"),
            description: notes::of_parameter(parameter),
            multi_segment: flag(parameter, "x-multi-segment"),
            place,
        };
        match found
            .iter_mut()
            .find(|own| own.name == parameter.name && own.location == parameter.location)
        {
            Some(own) => *own = parameter,
            None => found.push(parameter),
        }
    }
    found
}

/// The resolved parameters of the path item, then of the operation. `place` is the operation's.
pub(crate) fn parameter_values<'a>(
    spec: &'a Spec,
    item: &'a Value,
    place: &Pointer,
    value: &'a Value,
) -> Vec<(&'a Value, Pointer)> {
    let item_place = place
        .keys()
        .iter()
        .take(2)
        .fold(Pointer::root(), |place, key| place.child(key));
    let listed = |owner: &'a Value, place: Pointer| {
        items(owner.get("parameters"))
            .enumerate()
            .filter_map(move |(position, parameter)| {
                spec.resolve(parameter, &place.child("parameters").child(position))
            })
    };
    listed(item, item_place).chain(listed(value, place.clone())).collect()
}

/// The resolved request body.
pub(crate) fn request_body<'a>(spec: &'a Spec, place: &Pointer, operation: &'a Value) -> Option<(&'a Value, Pointer)> {
    spec.resolve(operation.get("requestBody")?, &place.child("requestBody"))
}

/// The resolved answers by status key, in the document's order.
pub(crate) fn responses<'a>(
    spec: &'a Spec,
    place: &Pointer,
    operation: &'a Value,
) -> Vec<(String, &'a Value, Pointer)> {
    let place = place.child("responses");
    entries(operation.get("responses"))
        .filter_map(|(status, response)| {
            let (response, at) = spec.resolve(response, &place.child(&status))?;
            Some((status, response, at))
        })
        .collect()
}

/// Whether a status key (`200`, `2XX`) stands for a success.
pub(crate) fn is_success(status: &str) -> bool {
    status.starts_with('2')
}

/// Whether a content type is JSON that the generator reads into a type.
pub(crate) fn is_json(content_type: &str) -> bool {
    content_type
        .split(';')
        .next()
        .is_some_and(|essence| essence.trim() == "application/json")
}

/// The JSON schema of a body or an answer: as it stands there, which may be a reference.
pub(crate) fn json_schema(owner: &Value) -> Option<&Value> {
    entries(owner.get("content"))
        .find(|(content_type, _)| is_json(content_type))
        .and_then(|(_, media_type)| media_type.get("schema"))
}

fn request_content(spec: &Spec, place: &Pointer, operation: &Value) -> Vec<String> {
    request_body(spec, place, operation)
        .map(|(body, _)| {
            entries(body.get("content"))
                .map(|(content_type, _)| content_type)
                .collect()
        })
        .unwrap_or_default()
}

fn response_content(spec: &Spec, place: &Pointer, operation: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for (_, response, _) in responses(spec, place, operation)
        .into_iter()
        .filter(|(status, ..)| is_success(status))
    {
        for (content_type, _) in entries(response.get("content")) {
            if !found.contains(&content_type) {
                found.push(content_type);
            }
        }
    }
    found
}

pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
