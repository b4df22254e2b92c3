//! The engine's own record of whoever asks.

use serde_json::json;

use crate::etm::call::Call;
use crate::etm::params::{blank, text_of, truthy};
use crate::etm::reply::{Answer, empty, framework, json_reply, missing_parameter, ok};
use crate::etm::state::{EtmState, UserRecord, engine_time, now};
use crate::reply::Reply;

const COLUMNS: &[&str] = &["name", "private_scenarios", "admin", "include_in_qi_db", "user_email"];

/// Id of the caller. A guest gets an error of the server, not a refusal.
fn own_id(state: &EtmState, call: &Call) -> Result<i64, Reply> {
    state.caller(call)?.user.ok_or_else(|| framework(call, 500))
}

pub(crate) fn update(state: &mut EtmState, call: &Call) -> Answer {
    state.caller(call)?;
    let given = call
        .wrapped("user", COLUMNS)
        .filter(|user| !blank(user) && user.is_object());
    let given = given.ok_or_else(|| missing_parameter(state.dialect, "user"))?;
    let id = own_id(state, call)?;
    if given.get("name").is_some_and(blank) {
        return Err(json_reply(422, &json!({"name": ["can't be blank"]})));
    }
    let user = state.users.get_mut(&id).ok_or_else(|| framework(call, 500))?;
    if let Some(name) = given.get("name").and_then(text_of) {
        user.name = name;
    }
    if let Some(private) = given.get("private_scenarios").filter(|private| !private.is_null()) {
        user.private_scenarios = truthy(private);
    }
    user.updated_at = now();
    ok(&json_of(user))
}

fn json_of(user: &UserRecord) -> serde_json::Value {
    json!({
        "id": user.id,
        "name": user.name,
        "private_scenarios": user.private_scenarios,
        "admin": user.admin,
        "created_at": engine_time(user.created_at),
        "updated_at": engine_time(user.updated_at),
        "include_in_qi_db": false,
        "user_email": user.email,
    })
}

/// Forgets the settings and the roles of the caller. Scenarios stay; the record is made anew when the token is next seen.
pub(crate) fn delete(state: &mut EtmState, call: &Call) -> Answer {
    let id = own_id(state, call)?;
    for scenario in state.engine.scenarios.values_mut() {
        scenario.roles.retain(|role| role.user_id != Some(id));
    }
    if let Some(user) = state.users.get_mut(&id) {
        user.private_scenarios = false;
        (user.created_at, user.updated_at) = (now(), now());
    }
    empty(200)
}
