//! GraphQL operations: that their documents can be written out, and that request and answer have the form that goes with
//! them. What a document asks for is checked by the rules behind the feature `lint`.

use yaml_serde::Value;

use super::Lint;
use crate::graphql::{self, Envelope, Problem, name_of_reference, property};
use crate::operations::Operation;
use crate::spec::{flag, items, text};

#[cfg(feature = "lint")]
mod arguments;
#[cfg(feature = "lint")]
mod parsed;
#[cfg(feature = "lint")]
mod selections;
#[cfg(feature = "lint")]
mod variables;

pub(super) fn check(lint: &mut Lint<'_>) {
    let operations: Vec<Operation> = lint
        .operations
        .iter()
        .filter(|operation| operation.graphql_document.is_some())
        .cloned()
        .collect();
    for operation in &operations {
        if let Some(Err(problem)) = graphql::document(lint.spec, operation) {
            document(lint, operation, problem);
        }
        envelope(lint, operation);
    }
    shared_requests(lint, &operations);
    for operation in lint.operations.clone() {
        if operation.graphql_document.is_none() && !operation.graphql_dynamic.is_empty() {
            let place = operation.place.child("x-graphql-dynamic");
            let message = "`x-graphql-dynamic` needs an `x-graphql-document`";
            lint.report("graphql-document", &place, message);
        }
    }
    #[cfg(feature = "lint")]
    parsed::check(lint, &operations);
}

fn document(lint: &mut Lint<'_>, operation: &Operation, problem: Problem) {
    if problem.path.is_empty() {
        let place = operation.place.child("x-graphql-document");
        return lint.report("graphql-document", &place, problem.message);
    }
    lint.report_in_graphql(
        "graphql-document",
        &problem.path,
        problem.line,
        Some(operation),
        problem.message,
    );
}

/// `{ query, variables }` goes out and `{ data, errors }` comes back.
fn envelope(lint: &mut Lint<'_>, operation: &Operation) {
    if operation.hand_written.is_some() {
        return;
    }
    let spec = lint.spec;
    let envelope = Envelope::of(spec, operation);
    let message = match (&envelope.request_schema, &envelope.answer_schema) {
        _ if operation.method != "POST" => Some("a GraphQL operation is a POST".to_owned()),
        (Some((request, _)), Some((answer, _))) => {
            request_problem(operation, &envelope, request).or_else(|| answer_problem(&envelope, answer))
        }
        _ => Some("a GraphQL operation sends JSON and answers JSON".to_owned()),
    };
    if let Some(message) = message {
        lint.report("graphql-envelope", &operation.place, message);
    }
}

fn request_problem(operation: &Operation, envelope: &Envelope<'_>, request: &Value) -> Option<String> {
    let Some(name) = &envelope.request else {
        return Some("the request of a GraphQL operation is a named schema".to_owned());
    };
    let query = property(request, "query").filter(|query| text(query, "type") == Some("string"));
    let (Some(query), true) = (query, envelope.variables().is_some()) else {
        return Some(format!("`{name}` needs a `query`, a string, and `variables`"));
    };
    let is_required = items(request.get("required")).any(|own| own.as_str() == Some("query"));
    let is_dynamic = !operation.graphql_dynamic.is_empty();
    if query.get("default").is_some() || flag(query, "nullable") {
        return Some(format!(
            "the `query` of `{name}` has no default and is not nullable; the document is put in when the client is generated"
        ));
    }
    match (is_required, is_dynamic) {
        (true, false) => Some(format!(
            "the `query` of `{name}` is the document, put in as a default; take it off `required`"
        )),
        (false, true) => Some(format!(
            "the document of `{name}` is finished at run time; put `query` under `required`"
        )),
        _ => None,
    }
}

fn answer_problem(envelope: &Envelope<'_>, answer: &Value) -> Option<String> {
    let Some(name) = &envelope.answer else {
        return Some("the answer of a GraphQL operation is a named schema".to_owned());
    };
    let Some(data) = property(answer, "data").filter(|data| name_of_reference(data).is_some()) else {
        return Some(format!("`{name}` needs `data`, a reference to a named schema"));
    };
    let is_required = items(answer.get("required")).any(|own| own.as_str() == Some("data"));
    if is_required && !flag(data, "nullable") {
        return Some(format!(
            "the `data` of `{name}` may be missing or null; take it off `required`"
        ));
    }
    let errors = property(answer, "errors").filter(|errors| text(errors, "type") == Some("array"));
    errors.is_none().then(|| format!("`{name}` needs `errors`, a list"))
}

/// The default of `query` belongs to the schema, so a schema belongs to one operation.
fn shared_requests(lint: &mut Lint<'_>, operations: &[Operation]) {
    let mut seen: Vec<(String, String)> = Vec::new();
    for operation in operations.iter().filter(|operation| operation.hand_written.is_none()) {
        let Some(name) = Envelope::of(lint.spec, operation).request else {
            continue;
        };
        match seen.iter().find(|(own, _)| *own == name) {
            Some((_, first)) => {
                let message = format!("`{name}` is the request of `{first}` too; each GraphQL operation has its own");
                lint.report("graphql-envelope", &operation.place.child("requestBody"), message);
            }
            None => seen.push((name, operation.id.clone())),
        }
    }
}
