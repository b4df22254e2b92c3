//! The properties of objects.

use super::Lint;
use crate::model::Kind;
use crate::spec::{entries, items, shown};

pub(super) fn check(lint: &mut Lint<'_>) {
    for node in lint.written(Kind::Schema) {
        let place = node.place.child("required");
        for (position, name) in items(node.value.get("required")).map(shown).enumerate() {
            match entries(node.value.get("properties")).find(|(own, _)| *own == name) {
                None => {
                    let message = format!("`{name}` is required but no property of that name is there");
                    lint.report("required-property", &place.child(position), message);
                }
                Some((_, property)) if property.get("default").is_some() => {
                    let message = format!("`{name}` is required, so its default is dropped; take it off `required`");
                    lint.report("required-default", &place.child(position), message);
                }
                Some(_) => {}
            }
        }
    }
}
