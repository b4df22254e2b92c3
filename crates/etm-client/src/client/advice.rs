//! What to do about a refusal of the ETM's, whose statuses say less than they seem to.

use std::borrow::Cow;

use aurora_core::operation::Operation;
use aurora_core::{Error, ErrorKind};

use super::TokenClaims;
use crate::{generated, refusal};

/// Replaces the general advice where more is known.
pub(super) fn advise(error: Error, is_guest: bool, claims: Option<&TokenClaims>) -> Error {
    match advice(&error, is_guest, claims) {
        Some(advice) => error.with_advice(advice),
        None => error,
    }
}

fn advice(error: &Error, is_guest: bool, claims: Option<&TokenClaims>) -> Option<Cow<'static, str>> {
    let refused = matches!(
        error.kind(),
        ErrorKind::Unauthorized | ErrorKind::Forbidden | ErrorKind::NotFound
    );
    if !refused || error.status().is_none() {
        return None;
    }
    let operation = operation(error);
    if let Some(advice) = about_missing(error, operation) {
        return Some(advice.into());
    }
    let lacking = operation.and_then(|operation| Scope::of(operation).lacking(claims));
    let is_hidden = says(error, "Not found");
    let is_foreign = says(error, "Scenario does not belong to you");
    let creates = error.operation() == Some("create_scenario");
    match error.kind() {
        ErrorKind::Unauthorized if is_guest => Some(NEEDS_TOKEN.into()),
        ErrorKind::Unauthorized => Some(match claims.and_then(|claims| claims.expires_at) {
            Some(at) => format!("check that the token is complete and of this engine; it is valid until {at}").into(),
            None => "check that the token is complete, of this engine, and has not expired".into(),
        }),
        ErrorKind::Forbidden if is_guest => Some(NEEDS_TOKEN.into()),
        // Existence is hidden, and so is a missing scope.
        // No record is named that could be somebody else's.
        ErrorKind::NotFound | ErrorKind::Forbidden if creates && (is_hidden || is_foreign) => {
            Some("it takes a token with the scope scenarios:write, or none at all: guests may".into())
        }
        ErrorKind::NotFound if is_hidden && is_guest => Some(
            "the id may be wrong, or belong to something private: set ETM_API_TOKEN (in the builder: with_token)"
                .into(),
        ),
        ErrorKind::NotFound if is_hidden => lacking.map(|scope| {
            format!("the id may be wrong, or this needs a token with the scope {scope}, which this one has not").into()
        }),
        ErrorKind::Forbidden if is_foreign => Some(match lacking {
            Some(scope) => {
                format!("it takes a token with the scope {scope}, which this one has not, and a role on it").into()
            }
            None => "ask its owner for a role on it, or work on a copy".into(),
        }),
        _ => None,
    }
}

const NEEDS_TOKEN: &str =
    "this needs a personal token, which MyETM makes: set ETM_API_TOKEN (in the builder: with_token)";

fn operation(error: &Error) -> Option<&'static Operation> {
    let id = error.operation()?;
    generated::OPERATIONS.iter().find(|operation| operation.id == id)
}

/// What a 404 may mean beside a wrong id.
fn about_missing(error: &Error, operation: Option<&Operation>) -> Option<&'static str> {
    if error.kind() != ErrorKind::NotFound {
        return None;
    }
    let names_entries =
        operation.is_some_and(|operation| matches!(operation.id, "update_scenario_users" | "delete_scenario_users"));
    if names_entries && refusal::is_missing_route(error) {
        // Of all records, the engine answers only for these without a reason.
        return Some("an entry with this id is not in the list of users, or the engine does not know this address");
    }
    if is_unrouted(error) {
        return Some("the engine does not know this address; it may be of a version without this operation");
    }
    if says(error, "ActiveRecord::RecordNotFound") {
        return Some("this engine has no input of this key, or of one of these keys; it lists all keys there are");
    }
    let deletes = operation.is_some_and(|operation| operation.method == "DELETE");
    (deletes && error.attempts() > 1)
        .then_some("it was sent more than once, and an attempt whose answer was lost may have deleted it")
}

/// Whether the framework answered, and not the application: with `{"status": 404, "error": "Not Found"}`, or with a page where
/// no JSON was asked for.
fn is_unrouted(error: &Error) -> bool {
    says(error, "Not Found") || (error.messages().is_empty() && refusal::is_missing_route(error))
}

fn says(error: &Error, text: &str) -> bool {
    error.messages().iter().any(|message| message == text)
}

/// The most that an operation asks of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    Read,
    Write,
    Delete,
}

/// What reads although its method is another one.
const READS: [&str; 3] = [
    "export_scenarios",
    "get_scenario_node_stats",
    "query_scenario_dashboard",
];

/// Who may use a session is a matter of those who may delete it.
const DELETES: [&str; 6] = [
    "list_scenario_users",
    "create_scenario_users",
    "update_scenario_users",
    "delete_scenario_users",
    "discard_saved_scenario",
    "myetm_discard_saved_scenario",
];

impl Scope {
    fn of(operation: &Operation) -> Self {
        let is_user_of_saved = operation.id.contains("saved_scenario_users");
        match operation.method {
            _ if DELETES.contains(&operation.id) => Self::Delete,
            _ if READS.contains(&operation.id) => Self::Read,
            _ if is_user_of_saved => Self::Write,
            "GET" => Self::Read,
            // Taking a curve off a session is a change of it.
            "DELETE" if operation.id != "delete_custom_curve" => Self::Delete,
            _ => Self::Write,
        }
    }

    /// The name of the scope, if a token says that it has it not. One that says nothing about scopes may have any.
    fn lacking(self, claims: Option<&TokenClaims>) -> Option<&'static str> {
        let claims = claims.filter(|claims| !claims.scopes.is_empty())?;
        let (has, name) = match self {
            Self::Read => (claims.may_read(), "scenarios:read"),
            Self::Write => (claims.may_write(), "scenarios:write"),
            Self::Delete => (claims.may_delete(), "scenarios:delete"),
        };
        (!has).then_some(name)
    }
}
