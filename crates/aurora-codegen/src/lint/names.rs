//! Names that become Rust names: equal ones are items that exist twice.

use std::collections::BTreeMap;

use heck::{ToSnakeCase, ToUpperCamelCase};

use super::Lint;
use crate::model::Kind;
use crate::spec::{entries, items, shown, text};
use crate::{Pointer, references};

/// Names of Rust's prelude that generated code uses without a path; a type of that name would hide them.
const PRELUDE: [&str; 12] = [
    "Default", "String", "Option", "Vec", "Result", "Box", "Some", "None", "Ok", "Err", "From", "TryFrom",
];

pub(super) fn check(lint: &mut Lint<'_>) {
    operation_ids(lint);
    schema_names(lint);
    for node in lint.written(Kind::Schema) {
        let place = node.place.child("properties");
        let mut names: Vec<String> = entries(node.value.get("properties")).map(|(name, _)| name).collect();
        // The map of further properties becomes a field of this name.
        let has_extra = node
            .value
            .get("additionalProperties")
            .is_some_and(|value| value.is_mapping());
        if has_extra && !names.is_empty() && names.iter().any(|name| name.to_snake_case() == "extra") {
            let message =
                "a property `extra` clashes with the field for further properties; drop `additionalProperties`";
            lint.report("property-name", &place, message);
        }
        names.dedup();
        for (first, second) in clashes(&names, |name| name.to_snake_case()) {
            let message = format!("`{first}` and `{second}` become the same field");
            lint.report("property-name", &place.child(&second), message);
        }
        enum_values(lint, &node.place, node.value);
    }
}

fn operation_ids(lint: &mut Lint<'_>) {
    let operations = lint.operations.clone();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for operation in operations.iter().filter(|operation| !operation.id.is_empty()) {
        let folded = operation.id.to_snake_case().to_lowercase().replace('_', "");
        match seen.get(&folded) {
            Some(first) => {
                let message = format!(
                    "`{}` is the same as `{first}` but for case and underscores",
                    operation.id
                );
                lint.report("operation-id-unique", &operation.place.child("operationId"), message);
            }
            None => {
                seen.insert(folded, operation.id.clone());
            }
        }
    }
}

fn schema_names(lint: &mut Lint<'_>) {
    let place = Pointer::root().child("components").child("schemas");
    let names: Vec<String> = references::component_schemas(lint.spec).map(|(name, _)| name).collect();
    for name in &names {
        let rust = name.to_upper_camel_case();
        if PRELUDE.contains(&name.as_str()) || syn::parse_str::<syn::Ident>(name).is_err() {
            lint.report(
                "schema-name",
                &place.child(name),
                format!("`{name}` is taken in Rust; rename it"),
            );
        } else if *name != rust || !name.is_ascii() || !name.starts_with(|first: char| first.is_ascii_uppercase()) {
            lint.report(
                "schema-name",
                &place.child(name),
                format!("`{name}` becomes `{rust}` in Rust; call it that"),
            );
        }
    }
    for (first, second) in clashes(&names, |name| name.to_lowercase()) {
        let message = format!("`{first}` and `{second}` differ in case only");
        lint.report("schema-name", &place.child(&second), message);
    }
}

fn enum_values(lint: &mut Lint<'_>, owner: &Pointer, schema: &yaml_serde::Value) {
    let place = owner.child("enum");
    let Some(values) = schema.get("enum") else {
        return;
    };
    let values: Vec<_> = items(Some(values)).collect();
    if values.is_empty() {
        lint.report(
            "enum-values",
            &place,
            "an enum without values admits nothing; list them or drop `enum`",
        );
    }
    let fits = |value: &yaml_serde::Value| match text(schema, "type") {
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_bool(),
        other => other.is_none(),
    };
    for (position, value) in values.iter().enumerate().filter(|(_, value)| !fits(value)) {
        let wanted = text(schema, "type").unwrap_or_default();
        let message = format!(
            "the enum value {} is no {wanted}; quote it, or use `nullable` for null",
            shown(value)
        );
        lint.report("enum-values", &place.child(position), message);
    }
    let texts: Vec<String> = values
        .iter()
        .filter_map(|value| value.as_str())
        .map(str::to_owned)
        .collect();
    for (first, second) in clashes(&texts, variant) {
        let message =
            format!("the enum values `{first}` and `{second}` become the same Rust variant; use a plain string");
        lint.report("enum-values", &place, message);
    }
}

/// How the generator names a variant, case aside.
fn variant(value: &str) -> String {
    let replaced: String = value
        .chars()
        .map(|own| if own.is_alphanumeric() || own == '_' { own } else { '-' })
        .collect();
    replaced.to_upper_camel_case().to_lowercase()
}

/// Pairs of names that are the same after folding.
fn clashes(names: &[String], fold: impl Fn(&str) -> String) -> Vec<(String, String)> {
    let mut seen: BTreeMap<String, &String> = BTreeMap::new();
    let mut found = Vec::new();
    for name in names {
        if let Some(first) = seen.insert(fold(name), name) {
            found.push((first.clone(), name.clone()));
        }
    }
    found
}
