//! GraphQL documents: texts beside a spec that its operations send.
//!
//! What a build needs is little: a document with the selections of its fragments written out, since a service whose type
//! names are not known takes no fragments. That is work on tokens and needs no GraphQL parser; lint has one.

use yaml_serde::Value;

use crate::operations::{self, Operation};
use crate::spec::text;
use crate::{Pointer, Spec};

pub(crate) mod emit;
mod inline;
mod print;
pub(crate) mod tokens;

use self::inline::{Parts, inline};

/// The file beside the documents of a folder that holds the selections they share.
pub(crate) const FRAGMENTS: &str = "fragments.graphql";

/// What is wrong with a document, and where.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Problem {
    /// The document's path from the folder of the specs; empty for the spec itself.
    pub(crate) path: String,
    /// From 1.
    pub(crate) line: usize,
    pub(crate) message: String,
}

/// The text that an operation sends: its fragments written out, comments left out, one field a line. Spreads that the
/// operation lists as dynamic stay. `None` for an operation without a document.
pub(crate) fn document(spec: &Spec, operation: &Operation) -> Option<Result<String, Problem>> {
    let path = operation.graphql_document.as_ref()?;
    Some(expanded(spec, operation, path))
}

fn expanded(spec: &Spec, operation: &Operation, path: &str) -> Result<String, Problem> {
    let own = parts(spec, path)?;
    let shared_path = shared_fragments(path);
    let shared = match spec.graphql().contains_key(&shared_path) {
        true => parts(spec, &shared_path)?,
        false => Parts::default(),
    };
    let problem = |line, message: String| Problem {
        path: path.to_owned(),
        line,
        message,
    };
    let [only] = own.operations.as_slice() else {
        let count = own.operations.len();
        return Err(problem(1, format!("a document has one operation, not {count}")));
    };
    let expanded = inline(only, &own.fragments, &shared.fragments, &operation.graphql_dynamic)
        .map_err(|(line, message)| problem(line, message))?;
    Ok(print::print(&expanded))
}

fn parts<'s>(spec: &'s Spec, path: &str) -> Result<Parts<'s>, Problem> {
    let problem = |line, message: String| Problem {
        path: path.to_owned(),
        line,
        message,
    };
    let text = spec.graphql().get(path).ok_or_else(|| Problem {
        path: String::new(),
        line: 0,
        message: format!("there is no `{path}` beside the spec; write the document, or correct the path"),
    })?;
    let tokens = tokens::tokens(text).map_err(|(line, message)| problem(line, message))?;
    Parts::of(tokens).map_err(|(line, message)| problem(line, message))
}

/// The file with the shared fragments of a document's folder.
pub(crate) fn shared_fragments(path: &str) -> String {
    match path.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{FRAGMENTS}"),
        None => FRAGMENTS.to_owned(),
    }
}

/// What lines one text has and the other has not, as `(removed, added)`.
pub(crate) fn changed_lines<'t>(before: &'t str, after: &'t str) -> (Vec<&'t str>, Vec<&'t str>) {
    let missing = |from: &'t str, other: &str| {
        let mut rest: Vec<&str> = other.lines().map(str::trim).collect();
        from.lines()
            .map(str::trim)
            .filter(|line| match rest.iter().position(|own| own == line) {
                Some(position) => {
                    rest.swap_remove(position);
                    false
                }
                None => true,
            })
            .collect()
    };
    (missing(before, after), missing(after, before))
}

/// The schemas that a GraphQL operation sends and reads.
pub(crate) struct Envelope<'s> {
    /// The name of the request's schema.
    pub(crate) request: Option<String>,
    /// The schema of the request with its place.
    pub(crate) request_schema: Option<(&'s Value, Pointer)>,
    /// The name of the answer's schema.
    pub(crate) answer: Option<String>,
    /// The schema of the answer with its place.
    pub(crate) answer_schema: Option<(&'s Value, Pointer)>,
}

impl<'s> Envelope<'s> {
    pub(crate) fn of(spec: &'s Spec, operation: &Operation) -> Self {
        let value = spec.at(&operation.place);
        let request = value
            .and_then(|value| operations::request_body(spec, &operation.place, value))
            .and_then(|(body, _)| operations::json_schema(body));
        let answer = value.and_then(|value| {
            operations::responses(spec, &operation.place, value)
                .into_iter()
                .filter(|(status, ..)| operations::is_success(status))
                .find_map(|(_, response, _)| operations::json_schema(response))
        });
        let resolved = |schema: Option<&'s Value>| schema.and_then(|schema| spec.resolve(schema, &operation.place));
        Self {
            request: request.and_then(name_of_reference),
            request_schema: resolved(request),
            answer: answer.and_then(name_of_reference),
            answer_schema: resolved(answer),
        }
    }

    /// The schema of what the answer holds under `data`.
    pub(crate) fn data(&self) -> Option<&'s Value> {
        self.answer_schema
            .as_ref()
            .and_then(|(schema, _)| property(schema, "data"))
    }

    /// The schema of the variables.
    pub(crate) fn variables(&self) -> Option<&'s Value> {
        self.request_schema
            .as_ref()
            .and_then(|(schema, _)| property(schema, "variables"))
    }
}

pub(crate) fn property<'s>(schema: &'s Value, name: &str) -> Option<&'s Value> {
    schema.get("properties").and_then(|properties| properties.get(name))
}

/// The named schema that `schema` refers to, itself or as the only part of its `allOf`.
pub(crate) fn name_of_reference(schema: &Value) -> Option<String> {
    let reference = text(schema, "$ref").or_else(|| match schema.get("allOf")?.as_sequence()?.as_slice() {
        [only] => text(only, "$ref"),
        _ => None,
    })?;
    Pointer::of_reference(reference)?.keys().last().cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_moved_are_no_change() {
        let before = "{\n  a\n  b\n  c\n}";
        let after = "{\n  c\n  a\n    d\n}";
        assert_eq!(changed_lines(before, after), (vec!["b"], vec!["d"]));
        assert_eq!(changed_lines("a\na", "a"), (vec!["a"], vec![]));
    }
}
