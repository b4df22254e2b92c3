//! Schemas.

use yaml_serde::{Mapping, Value};

use crate::notes;
use crate::spec::{entries, items};

/// Which way the values of a schema travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Only to the service.
    Sent,
    /// From the service, perhaps to it as well.
    Received,
}

/// A schema without what code does not need, its notes moved into the description.
///
/// Every extension goes: the generator compares schemas with the configured conversions, and an unknown key would make
/// them differ. Bounds go from what comes back: from `minimum: 1` the generator makes a type that cannot hold 0, and one
/// unexpected 0 would make a whole answer unreadable.
pub(super) fn schema(value: &Value, way: Way) -> Value {
    let Some(mapping) = value.as_mapping() else {
        return value.clone();
    };
    let mut reduced = Mapping::new();
    for (key, own) in mapping {
        let kept = match key.as_str().unwrap_or_default() {
            "description" | "title" | "example" | "externalDocs" | "xml" | "discriminator" => {
                continue;
            }
            "deprecated" | "readOnly" | "writeOnly" => continue,
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" if way == Way::Received => {
                continue;
            }
            key if key.starts_with("x-") => continue,
            "properties" => Value::Mapping(
                entries(Some(own))
                    .map(|(name, own)| (name.into(), schema(own, way)))
                    .collect(),
            ),
            "items" | "additionalProperties" | "not" => schema(own, way),
            "allOf" | "oneOf" | "anyOf" => Value::Sequence(items(Some(own)).map(|own| schema(own, way)).collect()),
            _ => own.clone(),
        };
        reduced.insert(key.clone(), kept);
    }
    let description = notes::of_schema(value);
    if !description.is_empty() && !reduced.contains_key("$ref") {
        reduced.insert("description".into(), description.into());
    }
    Value::Mapping(reduced)
}
