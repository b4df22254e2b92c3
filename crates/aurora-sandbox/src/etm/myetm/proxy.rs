//! The engine's routes that pass a request on to MyETM: what they check themselves, and what they make of MyETM's answers.

pub(crate) mod collections;
pub(crate) mod saved;
pub(crate) mod users;

use serde_json::{Value, json};

use crate::etm::call::Call;
use crate::etm::caller::Caller;
use crate::etm::reply::{errors, framework, json_reply, not_found};
use crate::etm::state::EtmState;
use crate::reply::Reply;

use super::Refused;

/// What the engine asks of a token before it passes a request on. A guest passes all but the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gate {
    Read,
    /// To create or to update.
    Write,
    Delete,
}

fn gate(state: &EtmState, call: &Call, gate: Gate) -> Result<Caller, Reply> {
    let caller = state.caller(call)?;
    let passes = match gate {
        Gate::Read => true,
        Gate::Write => caller.is_guest() || caller.writes(),
        Gate::Delete => caller.deletes(),
    };
    if passes { Ok(caller) } else { Err(not_found()) }
}

/// The three kinds of routes, each with its own way to pass on a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Route {
    Saved,
    Users,
    Collection,
}

fn translated(state: &EtmState, call: &Call, route: Route, refused: Refused) -> Reply {
    if state.is_2025() && route != Route::Users {
        return untranslated(route, refused);
    }
    match (refused.status, route) {
        (404, _) => not_found(),
        (403, Route::Saved | Route::Collection) if state.quirks.forbidden_is_500 => framework(call, 500),
        (422, Route::Saved) if state.quirks.text_errors => errors(422, &json!("errors")),
        (422, Route::Saved) => errors(422, &refused.body["errors"]),
        // The engine looks for `errors` in a body that is all errors.
        (422, Route::Collection) if state.quirks.null_errors => errors(422, &Value::Null),
        (422, Route::Collection) => errors(422, &refused.body),
        _ => refused.into(),
    }
}

/// Engines before June 2026 answer 200, whatever MyETM says.
fn untranslated(route: Route, refused: Refused) -> Reply {
    let mut body = refused.body;
    if let (Route::Saved, Value::Object(members)) = (route, &mut body) {
        members.insert("scenario".to_owned(), Value::Null);
    }
    json_reply(200, &body)
}
