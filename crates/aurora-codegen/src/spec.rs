//! A loaded document.

use std::collections::BTreeMap;

use yaml_serde::Value;

use crate::operations::operations;
use crate::{Error, Pointer, locate};

/// An OpenAPI 3.0 document together with the text that it came from.
#[derive(Clone, Debug)]
pub struct Spec {
    file: String,
    text: String,
    document: Value,
    graphql: BTreeMap<String, String>,
}

/// Reads `text` strictly: a key that occurs twice is an error with its position, merge keys (`<<`) are applied.
///
/// `file` is the name that messages show, such as `specs/amun.yaml`; nothing is read from it.
///
/// # Errors
///
/// [`Error::Yaml`] for text that is no YAML or has a key twice, [`Error::Version`] for anything but OpenAPI 3.0.x.
pub fn load(file: impl Into<String>, text: impl Into<String>) -> Result<Spec, Error> {
    let (file, text) = (file.into(), text.into());
    let yaml_error = |error: yaml_serde::Error| Error::Yaml {
        file: file.clone(),
        line: error.location().map_or(1, |at| at.line()),
        message: error.to_string(),
    };
    let mut document: Value = yaml_serde::from_str(&text).map_err(yaml_error)?;
    document.apply_merge().map_err(yaml_error)?;
    let spec = Spec {
        file,
        text,
        document,
        graphql: BTreeMap::new(),
    };
    match spec.document.get("openapi") {
        Some(Value::String(version)) if version.starts_with("3.0.") => Ok(spec),
        found => Err(Error::Version {
            line: spec.line(&Pointer::root().child("openapi")),
            found: found.map_or_else(|| "nothing".to_owned(), shown),
            file: spec.file,
        }),
    }
}

impl Spec {
    /// The name given when the document was loaded.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Adds the texts of GraphQL documents, by their paths from the folder of the specs: `origin/get_scenario.graphql`.
    #[must_use]
    pub fn with_graphql(mut self, documents: impl IntoIterator<Item = (String, String)>) -> Self {
        self.graphql.extend(documents);
        self
    }

    /// The folders of the GraphQL documents that operations name, as paths from the folder of the specs.
    #[must_use]
    pub fn graphql_folders(&self) -> Vec<String> {
        let mut folders: Vec<String> = operations(self)
            .into_iter()
            .filter_map(|operation| operation.graphql_document)
            .filter_map(|path| path.rsplit_once('/').map(|(folder, _)| folder.to_owned()))
            .collect();
        folders.sort();
        folders.dedup();
        folders
    }

    /// The texts of the GraphQL documents by path.
    pub(crate) fn graphql(&self) -> &BTreeMap<String, String> {
        &self.graphql
    }

    /// What messages call a GraphQL document.
    pub(crate) fn graphql_file(&self, path: &str) -> String {
        match self.file.rsplit_once('/') {
            Some((folder, _)) => format!("{folder}/{path}"),
            None => path.to_owned(),
        }
    }

    /// The text as it was read.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line (from 1) of a place; the nearest ancestor's when the text does not spell the place out.
    #[must_use]
    pub fn line(&self, place: &Pointer) -> usize {
        locate::line(&self.text, place.keys())
    }

    pub(crate) fn document(&self) -> &Value {
        &self.document
    }

    /// The value at a place.
    pub(crate) fn at(&self, place: &Pointer) -> Option<&Value> {
        place
            .keys()
            .iter()
            .try_fold(&self.document, |value, key| step(value, key))
    }

    /// The value itself, or what its `$ref` names, with its place. A chain of references that does not end gives `None`.
    pub(crate) fn resolve<'a>(&'a self, value: &'a Value, place: &Pointer) -> Option<(&'a Value, Pointer)> {
        let (mut value, mut place) = (value, place.clone());
        for _ in 0..32 {
            let Some(reference) = value.get("$ref").and_then(Value::as_str) else {
                return Some((value, place));
            };
            place = Pointer::of_reference(reference)?;
            value = self.at(&place)?;
        }
        None
    }
}

fn step<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    match value {
        Value::Mapping(mapping) => mapping
            .iter()
            .find(|(own, _)| shown(own) == key)
            .map(|(_, value)| value),
        Value::Sequence(items) => items.get(key.parse::<usize>().ok()?),
        _ => None,
    }
}

/// A scalar as one would write it; a status key may be the number 200 or the string "200".
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        Value::Null => "null".to_owned(),
        Value::Sequence(_) => "a list".to_owned(),
        Value::Mapping(_) => "a mapping".to_owned(),
        Value::Tagged(tagged) => tagged.tag.to_string(),
    }
}

/// The entries of a mapping in the document's order; none for anything else.
pub(crate) fn entries(value: Option<&Value>) -> impl Iterator<Item = (String, &Value)> {
    value
        .and_then(Value::as_mapping)
        .into_iter()
        .flatten()
        .map(|(key, value)| (shown(key), value))
}

/// The items of a list; none for anything else.
pub(crate) fn items(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_sequence).into_iter().flatten()
}

/// The text under `key`, if there is one.
pub(crate) fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

/// Whether `key` is there and true.
pub(crate) fn flag(value: &Value, key: &str) -> bool {
    value.get(key).and_then(Value::as_bool).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_occurs_twice_is_refused_with_its_line() {
        let error = load("specs/x.yaml", "openapi: 3.0.3\ninfo:\n  title: a\n  title: b\n").unwrap_err();
        assert!(matches!(error, Error::Yaml { line: 2..=4, .. }), "{error}");
        assert!(error.to_string().contains("duplicate"), "{error}");
    }

    #[test]
    fn merge_keys_are_applied() {
        let spec = load("x.yaml", "openapi: 3.0.3\nx: &base {a: 1}\ny:\n  <<: *base\n  b: 2\n").unwrap();
        assert_eq!(
            spec.at(&Pointer::root().child("y").child("a")).and_then(Value::as_u64),
            Some(1)
        );
    }

    #[test]
    fn any_version_but_3_0_is_refused_with_its_line() {
        for text in ["info: {}\n", "\nopenapi: 3.1.0\n", "openapi: 3.0\n", "swagger: '2.0'\n"] {
            let error = load("x.yaml", text).unwrap_err();
            assert!(error.to_string().contains("openapi-version"), "{error}");
        }
        let error = load("x.yaml", "info: {}\nopenapi: 3.1.0\n").unwrap_err();
        assert!(error.to_string().starts_with("x.yaml:2: "), "{error}");
    }

    #[test]
    fn a_circle_of_references_ends() {
        let spec = load("x.yaml", "openapi: 3.0.3\na: {$ref: '#/b'}\nb: {$ref: '#/a'}\n").unwrap();
        let place = Pointer::root().child("a");
        assert!(spec.resolve(spec.at(&place).unwrap(), &place).is_none());
    }
}
