//! The one place that talks to progenitor.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use openapiv3::OpenAPI;
use proc_macro2::TokenStream;
use progenitor::{GenerationSettings, Generator, HooksMode, InterfaceStyle, TagStyle, TypeImpl};
use quote::quote;
use schemars08::schema::{InstanceType, SchemaObject};
use yaml_serde::{Mapping, Value};

use crate::spec::{entries, text};
use crate::{Error, Pointer, Spec, reduce, references};

/// The client and the types of the reduced document.
pub(crate) fn tokens(spec: &Spec) -> Result<TokenStream, Error> {
    let reduced = reduce::reduce(spec);
    let settings = settings(spec);
    run(&settings, &reduced).map_err(|message| {
        let (place, message) = culprit(&settings, &reduced).unwrap_or((Pointer::root(), message));
        Error::Generator {
            file: spec.file().to_owned(),
            line: spec.line(&place),
            place: name_of(spec, &place),
            message,
        }
    })
}

fn settings(spec: &Spec) -> GenerationSettings {
    let mut settings = GenerationSettings::default();
    settings
        .with_interface(InterfaceStyle::Builder)
        .with_tag(TagStyle::Merged)
        .with_hooks(HooksMode::Expected)
        .with_inner_type(quote!(::aurora_core::transport::Transport))
        .with_map_type("::std::collections::BTreeMap")
        .with_derive("PartialEq");
    for (format, rust) in [("date-time", "::jiff::Timestamp"), ("date", "::jiff::civil::Date")] {
        let impls = [TypeImpl::Display, TypeImpl::FromStr];
        settings.with_conversion(string_of_format(format), rust, impls.into_iter());
    }
    for (name, schema) in entries(spec.at(&Pointer::root().child("components").child("schemas"))) {
        if let Some(rust) = text(schema, "x-rust-type") {
            settings.with_replacement(name, rust, [].into_iter());
        }
    }
    settings
}

fn string_of_format(format: &str) -> SchemaObject {
    SchemaObject {
        instance_type: Some(InstanceType::String.into()),
        format: Some(format.to_owned()),
        ..SchemaObject::default()
    }
}

fn run(settings: &GenerationSettings, reduced: &Value) -> Result<TokenStream, String> {
    let document: OpenAPI = yaml_serde::from_value(reduced.clone()).map_err(|error| error.to_string())?;
    let attempt = || {
        Generator::new(settings)
            .generate_tokens(&document)
            .map_err(|error| error.to_string())
    };
    catch_unwind(AssertUnwindSafe(attempt)).unwrap_or_else(|panic| Err(panic_message(&*panic)))
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let message = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    // Some panics print whole data structures after the first line.
    let first = message.and_then(|message| message.lines().next());
    format!("the generator panicked: {}", first.unwrap_or("without a message"))
}

/// The first schema, else the first operation, that fails on its own.
fn culprit(settings: &GenerationSettings, reduced: &Value) -> Option<(Pointer, String)> {
    let schemas = Pointer::root().child("components").child("schemas");
    let all_schemas = reduced.get("components")?.get("schemas")?;
    for (name, _) in entries(Some(all_schemas)) {
        let needed = references::closure(all_schemas, &name);
        let part = with(reduced, |key, name| key == "schema" && needed.contains(name));
        if let Err(message) = run(settings, &part) {
            return Some((schemas.child(name), message));
        }
    }
    for (path, item) in entries(reduced.get("paths")) {
        for (method, _) in entries(Some(item)) {
            let one = format!("{method} {path}");
            let part = with(reduced, |key, name| key == "schema" || name == one);
            if let Err(message) = run(settings, &part) {
                return Some((Pointer::root().child("paths").child(path).child(method), message));
            }
        }
    }
    None
}

/// The document with only the schemas (`"schema"`, name) and operations (`"operation"`, `get /path`) that are wanted.
fn with(reduced: &Value, is_wanted: impl Fn(&str, &str) -> bool) -> Value {
    let schemas: Mapping = entries(
        reduced
            .get("components")
            .and_then(|components| components.get("schemas")),
    )
    .filter(|(name, _)| is_wanted("schema", name))
    .map(|(name, schema)| (name.into(), schema.clone()))
    .collect();
    let paths: Mapping = entries(reduced.get("paths"))
        .map(|(path, item)| {
            let kept: Mapping = entries(Some(item))
                .filter(|(method, _)| is_wanted("operation", &format!("{method} {path}")))
                .map(|(method, operation)| (method.into(), operation.clone()))
                .collect();
            (path.into(), Value::Mapping(kept))
        })
        .collect();
    let mut part = reduced.clone();
    if let Some(mapping) = part.as_mapping_mut() {
        let components = Mapping::from_iter([("schemas".into(), Value::Mapping(schemas))]);
        mapping.insert("components".into(), Value::Mapping(components));
        mapping.insert("paths".into(), Value::Mapping(paths));
    }
    part
}

/// How a reader knows a place: by operation id or schema name.
fn name_of(spec: &Spec, place: &Pointer) -> String {
    let id = spec.at(place).and_then(|value| text(value, "operationId"));
    match (id, place.starts_with(&["components", "schemas"]), place.keys().last()) {
        (Some(id), ..) => format!("operation {id}"),
        (None, true, Some(name)) => format!("schema {name}"),
        _ => "the document as a whole".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load;

    /// Past lint on purpose: two things that the generator panics on.
    const DOCUMENT: &str = r##"
openapi: 3.0.3
info: { title: x, version: "1" }
paths:
  /good:
    get: { operationId: good, responses: { "200": { description: x } } }
  /bad/{id}:
    get: { operationId: bad, responses: { "200": { description: x } } }
components:
  schemas:
    Fine: { type: string }
    Broken: { type: object, properties: { a: { type: strng } } }
"##;

    #[test]
    fn a_panic_of_the_generator_becomes_an_error_that_names_the_schema() {
        let error = tokens(&load("x.yaml", DOCUMENT).unwrap()).unwrap_err().to_string();
        assert!(
            error.starts_with("x.yaml:12: generator: the generator panicked: "),
            "{error}"
        );
        assert!(error.contains("at schema Broken"), "{error}");
    }

    #[test]
    fn a_panic_of_the_generator_becomes_an_error_that_names_the_operation() {
        let error = tokens(&load("x.yaml", DOCUMENT.replace("strng", "string")).unwrap());
        let error = error.unwrap_err().to_string();
        assert!(error.starts_with("x.yaml:8: generator: "), "{error}");
        assert!(error.contains("at operation bad"), "{error}");
    }
}
