//! What an operation has to say about itself.

use super::Lint;
use crate::operations::{Operation, method_says_idempotent};

/// Methods of the generated client and of the trait that sends requests: an operation of that name would hide them.
const TAKEN: [&str; 10] = [
    "new",
    "new_with_client",
    "api_version",
    "baseurl",
    "client",
    "inner",
    "pre",
    "exec",
    "post",
    "clone",
];

pub(super) fn check(lint: &mut Lint<'_>) {
    for operation in lint.operations.clone() {
        id(lint, &operation);
        let value = lint.spec.at(&operation.place);
        if operation.summary.is_empty() {
            let message = "say in one line what the operation does, as `summary`";
            lint.report("summary", &operation.place, message);
        }
        if operation.tag.is_empty() {
            lint.report(
                "tag",
                &operation.place,
                "name the group that the operation belongs to, as `tags: [group]`",
            );
        }
        let is_declared = value.is_some_and(|value| value.get("x-idempotent").is_some());
        if !is_declared && !method_says_idempotent(&operation.method) {
            let message = format!(
                "{} does not say whether repeating does harm; add `x-idempotent: true` or `false`",
                operation.method
            );
            lint.report("idempotency", &operation.place, message);
        }
    }
}

fn id(lint: &mut Lint<'_>, operation: &Operation) {
    let id = operation.id.as_str();
    if id.is_empty() {
        let message = format!(
            "{} {} has no `operationId`; add one in snake_case",
            operation.method, operation.path
        );
        return lint.report("operation-id", &operation.place, message);
    }
    let place = operation.place.child("operationId");
    if !is_snake_case(id) {
        lint.report(
            "operation-id",
            &place,
            format!("`{id}` is not in snake_case such as `list_turbines`"),
        );
    } else if TAKEN.contains(&id) || syn::parse_str::<syn::Ident>(id).is_err() {
        lint.report(
            "operation-id",
            &place,
            format!("`{id}` is taken in Rust or by the generated client; rename it"),
        );
    }
}

/// Exactly the form that the generator converts ids into, so that one name serves everywhere.
fn is_snake_case(id: &str) -> bool {
    use heck::ToSnakeCase;
    id.starts_with(|first: char| first.is_ascii_lowercase()) && id.is_ascii() && id.to_snake_case() == id
}
