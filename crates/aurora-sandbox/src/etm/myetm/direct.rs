//! MyETM's own routes.

use serde_json::{Map, Value, json};

use crate::etm::call::Call;
use crate::etm::params::{blank, integer_of, truthy};
use crate::etm::reply::{Answer, json_reply, missing_parameter, ok};
use crate::etm::settings::EtmDialect;
use crate::etm::state::EtmState;
use crate::reply::Reply;

use super::saved::Attributes;
use super::{Told, collections, saved, users, visitor};

fn told(status: u16, answer: Told) -> Answer {
    Ok(json_reply(status, &answer?))
}

fn id(call: &Call) -> &str {
    call.parameter("id")
}

/// Members of a saved scenario that a flat body is searched for. Neither the version nor the description is among them, so both
/// are lost when they do not stand below the root.
const COLUMNS: [&str; 5] = ["scenario_id", "title", "area_code", "end_year", "private"];

fn attributes(call: &Call) -> Result<Attributes, Reply> {
    let sent = call.wrapped("saved_scenario", &COLUMNS).filter(|sent| !blank(sent));
    let Some(Value::Object(sent)) = sent else {
        // There is one MyETM for all versions of the engine.
        return Err(missing_parameter(EtmDialect::Latest, "saved_scenario"));
    };
    let text = |name: &str| sent.get(name).and_then(Value::as_str).map(str::to_owned);
    let whole = |name: &str| sent.get(name).and_then(integer_of);
    Ok(Attributes {
        scenario_id: whole("scenario_id"),
        title: text("title"),
        description: sent.contains_key("description").then(|| text("description")),
        private: sent.get("private").filter(|flag| !flag.is_null()).map(truthy),
        area_code: text("area_code"),
        end_year: whole("end_year"),
        version: text("version"),
        discarded: sent.get("discarded").map(truthy),
    })
}

/// `myetm_list_saved_scenarios`.
pub(crate) fn list_saved(state: &mut EtmState, call: &Call) -> Answer {
    let everything = call.text("scope").as_deref() == Some("all");
    ok(&saved::list(state, &visitor(state, call)?, everything))
}

/// `myetm_get_saved_scenario`.
pub(crate) fn get_saved(state: &mut EtmState, call: &Call) -> Answer {
    told(200, saved::get(state, &visitor(state, call)?, id(call)))
}

/// `myetm_create_saved_scenario`.
pub(crate) fn create_saved(state: &mut EtmState, call: &Call) -> Answer {
    let caller = visitor(state, call)?;
    let given = attributes(call)?;
    told(201, saved::create(state, &caller, given))
}

/// `myetm_update_saved_scenario`.
pub(crate) fn update_saved(state: &mut EtmState, call: &Call) -> Answer {
    let caller = visitor(state, call)?;
    let given = attributes(call)?;
    told(200, saved::update(state, &caller, id(call), given))
}

/// `myetm_delete_saved_scenario`.
pub(crate) fn delete_saved(state: &mut EtmState, call: &Call) -> Answer {
    let caller = visitor(state, call)?;
    told(200, saved::delete(state, &caller, id(call)))
}

/// `myetm_discard_saved_scenario`.
pub(crate) fn discard_saved(state: &mut EtmState, call: &Call) -> Answer {
    let caller = visitor(state, call)?;
    told(200, saved::discard(state, &caller, id(call)))
}

/// The list of users in a request.
pub(super) fn sent_users(call: &Call) -> Option<&Value> {
    call.param("saved_scenario_users")
}

/// `myetm_list_saved_scenario_users`.
pub(crate) fn list_users(state: &mut EtmState, call: &Call) -> Answer {
    told(200, users::list(state, &visitor(state, call)?, id(call)))
}

/// `myetm_create_saved_scenario_users`.
pub(crate) fn create_users(state: &mut EtmState, call: &Call) -> Answer {
    let caller = visitor(state, call)?;
    told(201, users::create(state, &caller, id(call), sent_users(call)))
}

/// `myetm_update_saved_scenario_users`.
pub(crate) fn update_users(state: &mut EtmState, call: &Call) -> Answer {
    let caller = visitor(state, call)?;
    told(200, users::update(state, &caller, id(call), sent_users(call)))
}

/// `myetm_delete_saved_scenario_users`.
pub(crate) fn delete_users(state: &mut EtmState, call: &Call) -> Answer {
    let caller = visitor(state, call)?;
    told(200, users::delete(state, &caller, id(call), sent_users(call)))
}

fn members(call: &Call) -> Map<String, Value> {
    collections::members(&call.params)
}

/// `myetm_list_collections`.
pub(crate) fn list_collections(state: &mut EtmState, call: &Call) -> Answer {
    let listed = collections::list(state, &visitor(state, call)?)?;
    ok(&json!({"collections": listed}))
}

/// `myetm_get_collection`.
pub(crate) fn get_collection(state: &mut EtmState, call: &Call) -> Answer {
    told(200, collections::get(state, &visitor(state, call)?, id(call)))
}

/// `myetm_create_collection`.
pub(crate) fn create_collection(state: &mut EtmState, call: &Call) -> Answer {
    let caller = visitor(state, call)?;
    told(201, collections::create(state, &caller, &members(call)))
}

/// `myetm_update_collection`.
pub(crate) fn update_collection(state: &mut EtmState, call: &Call) -> Answer {
    let caller = visitor(state, call)?;
    told(200, collections::update(state, &caller, id(call), &members(call)))
}

/// `myetm_delete_collection`.
pub(crate) fn delete_collection(state: &mut EtmState, call: &Call) -> Answer {
    let caller = visitor(state, call)?;
    collections::delete(state, &caller, id(call))?;
    Ok(Reply::new(204, "application/json; charset=utf-8", ""))
}
