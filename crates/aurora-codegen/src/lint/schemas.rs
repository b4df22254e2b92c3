//! Schemas, one at a time.

use yaml_serde::Value;

use super::{Lint, values};
use crate::model::{Kind, Node};
use crate::operations::is_json;
use crate::spec::{entries, flag, items, text};
use crate::{Pointer, references};

const TYPES: [&str; 6] = ["string", "number", "integer", "boolean", "array", "object"];

/// Keywords that say nothing to the generator unless the type is known, or that it guesses a wrong type from.
const NEED_A_TYPE: [&str; 19] = [
    "properties",
    "required",
    "additionalProperties",
    "items",
    "minItems",
    "maxItems",
    "uniqueItems",
    "enum",
    "format",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minProperties",
    "maxProperties",
];

pub(super) fn check(lint: &mut Lint<'_>) {
    unused(lint);
    for node in lint.written(Kind::Schema) {
        if !is_generated(lint, &node.place) {
            continue;
        }
        schema_type(lint, &node);
        values::check(lint, &node);
        composition(lint, &node);
        bounds(lint, &node);
        inline_type(lint, &node);
    }
}

fn unused(lint: &mut Lint<'_>) {
    let used = references::used(lint.spec);
    let place = Pointer::root().child("components").child("schemas");
    let names: Vec<String> = references::component_schemas(lint.spec).map(|(name, _)| name).collect();
    for name in names.iter().filter(|name| !used.contains(*name)) {
        let message = format!("nothing leads to `{name}`; remove it, or say what file it describes, as `x-document`");
        lint.report("unused-schema", &place.child(name), message);
    }
}

/// Whether the generator sees the schema: those of hand-written operations, error answers and response headers it does not.
pub(super) fn is_generated(lint: &Lint<'_>, place: &Pointer) -> bool {
    let keys = place.keys();
    let after = |key: &str| {
        keys.iter()
            .position(|own| own == key)
            .and_then(|position| keys.get(position + 1))
    };
    let is_named = place.starts_with(&["components"]);
    if is_named && place.starts_with(&["components", "schemas"]) {
        return true;
    }
    let is_other_content = after("content").is_some_and(|content_type| !is_json(content_type));
    let is_error = !is_named && after("responses").is_some_and(|status| !status.starts_with('2'));
    let is_header = keys.iter().any(|key| key == "headers");
    !lint.is_hand_written(place) && !is_error && !is_header && !is_other_content
}

pub(super) fn is_component(place: &Pointer) -> bool {
    place.starts_with(&["components", "schemas"]) && place.keys().len() == 3
}

fn composed(schema: &Value) -> bool {
    ["allOf", "oneOf", "anyOf", "not"]
        .iter()
        .any(|key| schema.get(key).is_some())
}

fn schema_type(lint: &mut Lint<'_>, node: &Node<'_>) {
    match node.value.get("type").and_then(Value::as_str) {
        Some(own) if !TYPES.contains(&own) => {
            let message = format!("`{own}` is no type; use one of {}", TYPES.join(", "));
            lint.report("schema-type", &node.place.child("type"), message);
        }
        Some("array") if node.value.get("items").is_none() => {
            lint.report("array-items", &node.place, "say what the array holds, as `items`");
        }
        Some(_) => {}
        None => {
            if let Some(keyword) = NEED_A_TYPE.iter().find(|key| node.value.get(key).is_some()) {
                let message = format!("`{keyword}` needs a `type` beside it");
                lint.report("schema-type", &node.place.child(keyword), message);
            } else if flag(node.value, "nullable") && !composed(node.value) {
                lint.report(
                    "schema-type",
                    &node.place.child("nullable"),
                    "`nullable` needs a `type` beside it",
                );
            }
        }
    }
    if is_component(&node.place) && flag(node.value, "nullable") {
        let message =
            "a named schema that is nullable becomes a wrapper around an option; say `nullable` where it is used";
        lint.report("nullable-component", &node.place.child("nullable"), message);
    }
    if node.value.get("title").is_some() {
        lint.report(
            "title",
            &node.place.child("title"),
            "`title` is ignored; the name under `components` is the type's",
        );
    }
}

fn composition(lint: &mut Lint<'_>, node: &Node<'_>) {
    if node.value.get("anyOf").is_some() {
        let message = "`anyOf` of types that overlap gives a struct of options; use `oneOf`";
        lint.report("any-of", &node.place.child("anyOf"), message);
    }
    if node.value.get("not").is_some() {
        lint.report(
            "not",
            &node.place.child("not"),
            "`not` cannot be generated; describe it in words",
        );
    }
    if node.value.get("x-rust-type").is_some() {
        return;
    }
    for (position, variant) in items(node.value.get("oneOf")).enumerate() {
        let place = node.place.child("oneOf").child(position);
        let Some((resolved, _)) = lint.spec.resolve(variant, &place) else {
            continue;
        };
        if text(resolved, "type") == Some("object") && !has_tag(resolved) {
            let message = "the first variant that fits wins, whatever the discriminator says; give each variant a required \
                           property with a one-value enum";
            lint.report("one-of", &place, message);
        }
    }
}

/// Whether a required property has exactly one value.
fn has_tag(schema: &Value) -> bool {
    let is_required = |name: &str| items(schema.get("required")).any(|required| required.as_str() == Some(name));
    entries(schema.get("properties"))
        .any(|(name, property)| items(property.get("enum")).count() == 1 && is_required(&name))
}

fn bounds(lint: &mut Lint<'_>, node: &Node<'_>) {
    let number = |key: &str| node.value.get(key).and_then(Value::as_u64);
    if let (Some(least), Some(most)) = (number("minItems"), number("maxItems"))
        && least == most
    {
        let message = format!(
            "a list of exactly {least} becomes an array type, which stops compiling above 32; describe the length"
        );
        lint.report("array-bounds", &node.place.child("maxItems"), message);
    }
    for (exclusive, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if flag(node.value, exclusive) && node.value.get(bound).is_none() {
            lint.report(
                "exclusive-bound",
                &node.place.child(exclusive),
                format!("`{exclusive}` needs `{bound}`"),
            );
        }
    }
    if comes_back(lint, &node.place) {
        answer_validation(lint, node);
    }
}

/// Whether a named schema (or a part of one) is reached from an answer, or the schema stands in an answer itself.
fn comes_back(lint: &Lint<'_>, place: &Pointer) -> bool {
    match place.keys() {
        [components, schemas, name, ..] if components == "components" && schemas == "schemas" => {
            lint.received.contains(name)
        }
        keys => keys.iter().any(|key| key == "responses"),
    }
}

/// A limit on what comes back makes a whole answer unreadable over one value.
fn answer_validation(lint: &mut Lint<'_>, node: &Node<'_>) {
    if references_rust_type(lint, &node.place) {
        return;
    }
    for key in ["minLength", "maxLength"] {
        if node.value.get(key).is_some() {
            let message = format!(
                "`{key}` on what comes back makes the answer unreadable when a value differs; describe it in words"
            );
            lint.report("answer-validation", &node.place.child(key), message);
        }
    }
    if node.value.get("additionalProperties").and_then(Value::as_bool) == Some(false) {
        let message =
            "a property that the service adds would make the answer unreadable; drop `additionalProperties: false`";
        lint.report("answer-validation", &node.place.child("additionalProperties"), message);
    }
    if node.value.get("enum").is_some() && text(node.value, "type").is_some_and(|own| own != "string") {
        let message = "an enum of numbers on what comes back makes the answer unreadable when a value is new; describe the values";
        lint.report("answer-validation", &node.place.child("enum"), message);
    }
}

/// Whether the named schema around a place is replaced by a hand-written type.
pub(super) fn references_rust_type(lint: &Lint<'_>, place: &Pointer) -> bool {
    let component = place
        .keys()
        .iter()
        .take(3)
        .fold(Pointer::root(), |place, key| place.child(key));
    place.starts_with(&["components", "schemas"])
        && lint
            .spec
            .at(&component)
            .is_some_and(|schema| schema.get("x-rust-type").is_some())
}

fn inline_type(lint: &mut Lint<'_>, node: &Node<'_>) {
    if is_component(&node.place) || references_rust_type(lint, &node.place) {
        return;
    }
    let several = |key: &str| items(node.value.get(key)).count() > 1;
    let what = if entries(node.value.get("properties")).next().is_some() {
        "an object"
    } else if several("enum") {
        "an enum"
    } else if node.value.get("oneOf").is_some() {
        "a `oneOf`"
    } else if several("allOf") {
        "an `allOf` of several schemas"
    } else {
        return;
    };
    let message = format!("{what} without a name gets one from where it stands; move it under `components/schemas`");
    lint.report("inline-type", &node.place, message);
}
