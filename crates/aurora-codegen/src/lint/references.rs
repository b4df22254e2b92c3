//! References.

use yaml_serde::Value;

use super::Lint;
use crate::Pointer;
use crate::model::{self, Node};
use crate::spec::{entries, shown};

/// The generator looks up the last part of a reference and nothing else: `other.yaml#/…/X` would quietly become the
/// local `X`, and a name that is missing is a panic.
pub(super) fn check(lint: &mut Lint<'_>) {
    for node in lint.nodes.clone() {
        let Some(reference) = node.value.get("$ref") else {
            continue;
        };
        let place = node.place.child("$ref");
        if let Some(problem) = problem(lint, &node, reference) {
            lint.report("ref", &place, problem);
        }
        for (key, _) in entries(Some(node.value)).filter(|(key, _)| key != "$ref") {
            let message = format!("`{key}` beside `$ref` is ignored; write `allOf: [{{ $ref: … }}]` and keep `{key}`");
            lint.report("ref-siblings", &node.place.child(key), message);
        }
    }
}

fn problem(lint: &Lint<'_>, node: &Node<'_>, reference: &Value) -> Option<String> {
    let Some(section) = model::section(node.kind) else {
        return Some("a reference cannot stand here; write the object out".to_owned());
    };
    let Some(reference) = reference.as_str() else {
        return Some(format!("`$ref` has to be a text, not {}", shown(reference)));
    };
    let Some(target) = Pointer::of_reference(reference) else {
        return Some(format!(
            "`{reference}` leaves the document; references are local, such as `#/components/{section}/Name`"
        ));
    };
    match target.keys() {
        [components, own, _] if components == "components" && own == section => {}
        _ => {
            return Some(format!(
                "`{reference}` should name something in `#/components/{section}/`"
            ));
        }
    }
    match lint.spec.resolve(node.value, &node.place) {
        Some(_) => None,
        None if lint.spec.at(&target).is_none() => {
            Some(format!("nothing is at `{reference}`; define it or correct the name"))
        }
        None => Some(format!("`{reference}` leads to a reference that leads nowhere")),
    }
}
