//! Saved scenarios, as the engine has them.

use serde_json::{Map, Value, json};

use crate::etm::call::Call;
use crate::etm::caller::{Ability, Caller, may};
use crate::etm::myetm::saved::{self, Attributes};
use crate::etm::myetm::{Told, visitor};
use crate::etm::params::blank;
use crate::etm::reply::{Answer, errors, framework, missing_parameter, ok};
use crate::etm::scenarios::view;
use crate::etm::state::EtmState;
use crate::reply::Reply;

use super::{Gate, Route, gate, translated};

/// What MyETM says about a saved scenario, with its scenario: null when this engine has none or the caller may not read it.
fn with_scenario(state: &EtmState, call: &Call, caller: &Caller, mut saved: Value) -> Value {
    let id = saved["scenario_id"].as_i64();
    let found = id.and_then(|id| state.engine.scenarios.get(&id));
    let readable = found.filter(|scenario| may(caller, scenario, Ability::Read));
    saved["scenario"] = readable.map_or(Value::Null, |scenario| view::json(scenario, call));
    saved
}

fn passed_on(state: &EtmState, call: &Call, caller: &Caller, told: Told) -> Answer {
    let saved = told.map_err(|refused| translated(state, call, Route::Saved, refused))?;
    ok(&with_scenario(state, call, caller, saved))
}

fn message(state: &EtmState, call: &Call, told: Told) -> Answer {
    ok(&told.map_err(|refused| translated(state, call, Route::Saved, refused))?)
}

fn id(call: &Call) -> &str {
    call.parameter("id")
}

/// `list_saved_scenarios`.
pub(crate) fn list(state: &mut EtmState, call: &Call) -> Answer {
    let caller = gate(state, call, Gate::Read)?;
    let listed = saved::list(state, &visitor(state, call)?, false);
    let data: Vec<Value> = listed
        .into_iter()
        .map(|saved| with_scenario(state, call, &caller, saved))
        .collect();
    ok(&json!({"data": data, "links": {}}))
}

/// `get_saved_scenario`.
pub(crate) fn get(state: &mut EtmState, call: &Call) -> Answer {
    let caller = gate(state, call, Gate::Read)?;
    let told = saved::get(state, &visitor(state, call)?, id(call));
    passed_on(state, call, &caller, told)
}

/// `create_saved_scenario`.
pub(crate) fn create(state: &mut EtmState, call: &Call) -> Answer {
    let caller = gate(state, call, Gate::Write)?;
    let given = checked(state, call, &caller, true)?;
    let given = Attributes {
        version: Some(state.version_tag().to_owned()),
        ..given
    };
    let visitor = visitor(state, call)?;
    let told = saved::create(state, &visitor, given);
    passed_on(state, call, &caller, told)
}

/// `update_saved_scenario`.
pub(crate) fn update(state: &mut EtmState, call: &Call) -> Answer {
    let caller = gate(state, call, Gate::Write)?;
    let given = checked(state, call, &caller, false)?;
    let visitor = visitor(state, call)?;
    let told = saved::update(state, &visitor, id(call), given);
    passed_on(state, call, &caller, told)
}

/// `discard_saved_scenario`, which the stable version does not have.
pub(crate) fn discard(state: &mut EtmState, call: &Call) -> Answer {
    if state.is_2025() {
        return Err(framework(call, 404));
    }
    gate(state, call, Gate::Delete)?;
    let visitor = visitor(state, call)?;
    let told = saved::discard(state, &visitor, id(call));
    message(state, call, told)
}

/// `delete_saved_scenario`: the engine checks nothing but the token.
pub(crate) fn delete(state: &mut EtmState, call: &Call) -> Answer {
    let visitor = visitor(state, call)?;
    let told = saved::delete(state, &visitor, id(call));
    message(state, call, told)
}

/// The members that the engine passes on.
const MEMBERS: [&str; 4] = ["scenario_id", "title", "description", "private"];

const ROOT: &str = "saved_scenario";

/// The members of a body: below their root or flat; the stable version knows the flat form only.
fn sent(state: &EtmState, call: &Call) -> Result<Map<String, Value>, Reply> {
    if state.is_2025() {
        let known = call.params.iter().filter(|(name, _)| MEMBERS.contains(&name.as_str()));
        return Ok(known.map(|(name, value)| (name.clone(), value.clone())).collect());
    }
    // The engine has no table of saved scenarios whose columns it could look for: it wraps whatever stands in a flat body.
    let flat = call.is_json() && !call.params.contains_key(ROOT);
    let sent = if flat {
        Some(Value::Object(call.body_params.clone()))
    } else {
        call.param(ROOT).cloned()
    };
    match sent.filter(|sent| !blank(sent)) {
        Some(Value::Object(sent)) => Ok(sent),
        _ => Err(missing_parameter(state.dialect, ROOT)),
    }
}

/// What the engine checks before it asks MyETM, with the area and the end year of the scenario.
fn checked(state: &EtmState, call: &Call, caller: &Caller, new: bool) -> Result<Attributes, Reply> {
    let sent = sent(state, call)?;
    let mut faults = Map::new();
    for name in MEMBERS {
        let needed = new && ["scenario_id", "title"].contains(&name);
        if let Some(fault) = fault(name, sent.get(name), needed) {
            faults.insert(name.to_owned(), json!([fault]));
        }
    }
    let scenario_id = sent.get("scenario_id").and_then(Value::as_i64);
    let found = scenario_id.and_then(|id| state.engine.scenarios.get(&id));
    let scenario = found.filter(|scenario| may(caller, scenario, Ability::Read));
    if scenario_id.is_some() && scenario.is_none() {
        faults.insert("scenario_id".to_owned(), json!(["does not exist"]));
    }
    if !faults.is_empty() {
        return Err(errors(422, &Value::Object(faults)));
    }
    let text = |name: &str| sent.get(name).and_then(Value::as_str).map(str::to_owned);
    Ok(Attributes {
        scenario_id,
        title: text("title"),
        description: sent.contains_key("description").then(|| text("description")),
        private: sent.get("private").and_then(Value::as_bool),
        area_code: scenario.map(|scenario| scenario.area_code.clone()),
        end_year: scenario.map(|scenario| scenario.end_year),
        ..Attributes::default()
    })
}

/// What is wrong with one member.
fn fault(name: &str, sent: Option<&Value>, needed: bool) -> Option<&'static str> {
    let empty = |sent: &Value| sent.is_null() || sent.as_str() == Some("");
    match (name, sent) {
        (_, None) => needed.then_some("is missing"),
        // A description may be taken away again.
        ("description", Some(sent)) if empty(sent) => None,
        ("scenario_id" | "title", Some(sent)) if empty(sent) => Some("must be filled"),
        ("scenario_id", Some(sent)) => (!sent.is_i64()).then_some("must be an integer"),
        ("private", Some(sent)) => (!sent.is_boolean()).then_some("must be boolean"),
        (_, Some(sent)) => (!sent.is_string()).then_some("must be a string"),
    }
}
