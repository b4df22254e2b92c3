//! The extensions of this project.

use super::{Lint, schemas};
use crate::model::{Kind, Node};
use crate::operations::Status;
use crate::spec::{entries, flag, items, text};

const TIME_CLASSES: [&str; 3] = ["default", "slow", "compute"];

pub(super) fn check(lint: &mut Lint<'_>) {
    for node in lint.nodes.clone() {
        for (key, value) in entries(Some(node.value)).filter(|(key, _)| key.starts_with("x-")) {
            let place = node.place.child(&key);
            match value.as_str().map(str::trim) {
                Some("") => lint.report(
                    "extension-value",
                    &place,
                    format!("`{key}` is empty; say something or leave it out"),
                ),
                Some(class) if key == "x-time-class" && !TIME_CLASSES.contains(&class) => {
                    let message = format!("`{class}` is no time class; use {}", TIME_CLASSES.join(", "));
                    lint.report("extension-value", &place, message);
                }
                Some(status) if key == "x-status" && Status::parse(status).is_none() => {
                    let message = "say what really happens, as `removed: ` or `broken: ` and a text";
                    lint.report("extension-value", &place, message);
                }
                Some(call) if key == "x-method" && call.starts_with("none") && !call.starts_with("none: ") => {
                    let message = "say why there is no method, as `none: ` and a text";
                    lint.report("extension-value", &place, message);
                }
                _ => {}
            }
        }
        if node.kind == Kind::Schema {
            rust_type(lint, &node);
            send_null(lint, &node);
            document(lint, &node);
        }
    }
}

fn document(lint: &mut Lint<'_>, node: &Node<'_>) {
    if node.value.get("x-document").is_some() && !schemas::is_component(&node.place) {
        let message = "`x-document` belongs on a named schema";
        lint.report("unused-schema", &node.place.child("x-document"), message);
    }
}

fn rust_type(lint: &mut Lint<'_>, node: &Node<'_>) {
    let Some(path) = text(node.value, "x-rust-type") else {
        return;
    };
    let place = node.place.child("x-rust-type");
    if !schemas::is_component(&node.place) {
        lint.report(
            "rust-type",
            &place,
            "`x-rust-type` replaces a named schema; move this one under `components`",
        );
    } else if syn::parse_str::<syn::Path>(path).is_err() || !path.contains("::") {
        lint.report(
            "rust-type",
            &place,
            format!("`{path}` is no path such as `crate::LoadFactorRequest`"),
        );
    }
}

fn send_null(lint: &mut Lint<'_>, node: &Node<'_>) {
    for (name, property) in entries(node.value.get("properties")).filter(|(_, property)| flag(property, "x-send-null"))
    {
        let is_required = items(node.value.get("required")).any(|required| required.as_str() == Some(&name));
        let has_default = property.get("default").is_some();
        if is_required || has_default || !flag(property, "nullable") {
            let place = node.place.child("properties").child(&name).child("x-send-null");
            let message = format!(
                "to go out as null when unset, `{name}` has to be `nullable: true`, not required and without a default"
            );
            lint.report("send-null", &place, message);
        }
    }
    let is_property = node
        .place
        .keys()
        .iter()
        .rev()
        .nth(1)
        .is_some_and(|key| key == "properties");
    if node.value.get("x-send-null").is_some() && !is_property {
        lint.report(
            "send-null",
            &node.place.child("x-send-null"),
            "`x-send-null` belongs on a property",
        );
    }
}
