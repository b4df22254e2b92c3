//! Collections, as the engine has them, and their older name, transition paths.

use serde_json::{Map, Value, json};

use crate::etm::call::Call;
use crate::etm::caller::{Ability, Caller, may};
use crate::etm::myetm::{Refused, collections, visitor};
use crate::etm::reply::{Answer, errors, ok};
use crate::etm::routes::Handler;
use crate::etm::state::EtmState;
use crate::reply::Reply;

use super::{Gate, Route, gate, translated};

fn id(call: &Call) -> &str {
    call.parameter("id")
}

/// `list_collections`.
pub(crate) fn list(state: &mut EtmState, call: &Call) -> Answer {
    gate(state, call, Gate::Read)?;
    let told = collections::list(state, &visitor(state, call)?);
    let listed = told.map_err(|refused| refused_by_myetm(state, call, refused))?;
    if state.is_2025() {
        return ok(&json!({"collections": listed, "data": Value::Null, "links": {}}));
    }
    ok(&json!({"collections": listed}))
}

fn refused_by_myetm(state: &EtmState, call: &Call, refused: Refused) -> Reply {
    translated(state, call, Route::Collection, refused)
}

/// `get_collection`.
pub(crate) fn get(state: &mut EtmState, call: &Call) -> Answer {
    gate(state, call, Gate::Read)?;
    let told = collections::get(state, &visitor(state, call)?, id(call));
    ok(&told.map_err(|refused| refused_by_myetm(state, call, refused))?)
}

/// `create_collection`.
pub(crate) fn create(state: &mut EtmState, call: &Call) -> Answer {
    let caller = gate(state, call, Gate::Write)?;
    let members = members(state, call, &caller)?;
    let visitor = visitor(state, call)?;
    let told = collections::create(state, &visitor, &members);
    ok(&told.map_err(|refused| refused_by_myetm(state, call, refused))?)
}

/// `update_collection`.
pub(crate) fn update(state: &mut EtmState, call: &Call) -> Answer {
    let caller = gate(state, call, Gate::Write)?;
    let members = members(state, call, &caller)?;
    let visitor = visitor(state, call)?;
    let told = collections::update(state, &visitor, id(call), &members);
    ok(&told.map_err(|refused| refused_by_myetm(state, call, refused))?)
}

/// `delete_collection`: 200, and nothing in it.
pub(crate) fn delete(state: &mut EtmState, call: &Call) -> Answer {
    gate(state, call, Gate::Delete)?;
    let visitor = visitor(state, call)?;
    let told = collections::delete(state, &visitor, id(call));
    told.map_err(|refused| refused_by_myetm(state, call, refused))?;
    Ok(Reply::new(200, "application/json; charset=utf-8", ""))
}

/// What the engine passes on: with its own version, except that the stable version passes on next to nothing and no version.
fn members(state: &EtmState, call: &Call, caller: &Caller) -> Result<Map<String, Value>, Reply> {
    let known: &[&str] = if state.is_2025() {
        &["title", "scenario_ids", "saved_scenario_ids"]
    } else {
        &[
            "title",
            "scenario_ids",
            "saved_scenario_ids",
            "interpolation",
            "area_code",
            "end_year",
            "discarded",
        ]
    };
    let mut members = collections::members(&call.params);
    members.retain(|name, _| known.contains(&name.as_str()));
    if let Some(fault) = members.get("scenario_ids").and_then(|ids| fault(state, caller, ids)) {
        return Err(errors(422, &json!({"scenario_ids": fault})));
    }
    if !state.is_2025() {
        members.insert("version".to_owned(), json!(state.version_tag()));
    }
    Ok(members)
}

/// What the engine finds wrong with a list of scenarios: those that it does not have or the caller may not read. It compares the
/// ids in ascending order with the ids in the order of their end years, and takes every difference for a fault, of which it then
/// knows no more to say. Lists that hold something else than numbers are left to MyETM.
fn fault(state: &EtmState, caller: &Caller, sent: &Value) -> Option<Value> {
    let mut wanted: Vec<i64> = sent.as_array()?.iter().map(Value::as_i64).collect::<Option<_>>()?;
    wanted.sort_unstable();
    let readable = |id: &i64| {
        state
            .engine
            .scenarios
            .get(id)
            .filter(|one| may(caller, one, Ability::Read))
    };
    let mut found: Vec<(i64, i64)> = wanted
        .iter()
        .filter_map(readable)
        .map(|scenario| (scenario.end_year, scenario.id))
        .collect();
    found.sort_unstable();
    found.dedup();
    if found.iter().map(|(_, id)| id).eq(&wanted) {
        return None;
    }
    let lost = wanted.iter().filter(|id| readable(id).is_none());
    Some(lost.map(|id| (id.to_string(), json!(["does not exist"]))).collect())
}

const NOTICE: &str = "transition_paths is deprecated; use /collections instead.";

fn deprecated(handler: Handler, state: &mut EtmState, call: &Call) -> Answer {
    let marked = |reply: Reply| reply.with_header("deprecation-notice", NOTICE);
    handler(state, call).map(marked).map_err(marked)
}

/// `list_transition_paths`.
pub(crate) fn list_paths(state: &mut EtmState, call: &Call) -> Answer {
    deprecated(list, state, call)
}

/// `get_transition_path`.
pub(crate) fn get_path(state: &mut EtmState, call: &Call) -> Answer {
    deprecated(get, state, call)
}

/// `create_transition_path`.
pub(crate) fn create_path(state: &mut EtmState, call: &Call) -> Answer {
    deprecated(create, state, call)
}

/// `update_transition_path`.
pub(crate) fn update_path(state: &mut EtmState, call: &Call) -> Answer {
    deprecated(update, state, call)
}

/// `delete_transition_path`.
pub(crate) fn delete_path(state: &mut EtmState, call: &Call) -> Answer {
    deprecated(delete, state, call)
}
