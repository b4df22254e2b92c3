//! A scenario from a dump.

use serde_json::{Map, Value};

use crate::etm::call::Call;
use crate::etm::caller::{Caller, Missing};
use crate::etm::custom_curves::{CustomCurve, keys};
use crate::etm::params::{text_of, truthy};
use crate::etm::reply::{Answer, framework, refuse};
use crate::etm::scenarios::attributes::{self, Faults};
use crate::etm::scenarios::export::{CLASSES, HEAT_NETWORK, HEAT_NETWORK_CLASS};
use crate::etm::scenarios::{blank, keep, shown};
use crate::etm::state::{EtmState, InputValue, Scenario, Values, now};
use crate::times::YEAR_HOURS;

pub(crate) fn load(state: &mut EtmState, call: &Call) -> Answer {
    // The framework looks up whatever has an id, be it one of another engine.
    if let Some(id) = call.text("id")
        && state.engine.find(&id).is_none()
    {
        return Err(Missing::NoSuchScenario.reply(&id));
    }
    let caller = state.caller(call)?;
    if !caller.is_admin() {
        return Err(refuse(403, "You must be authenticated to load dumps"));
    }
    let scenario = read(state, &caller, &call.params).ok_or_else(|| framework(call, 500))?;
    let id = keep(state, scenario);
    shown(state, id, call)
}

/// `None` for a dump that makes no scenario.
fn read(state: &mut EtmState, caller: &Caller, dump: &Map<String, Value>) -> Option<Scenario> {
    let mut scenario = blank(state, caller);
    scenario.area_code = dump.get("area_code").and_then(text_of)?;
    scenario.end_year = attributes::end_year(dump.get("end_year")?, &scenario.area_code).ok()?;
    scenario.private = dump.get("private").is_some_and(truthy);
    scenario.keep_compatible = dump.get("keep_compatible").is_some_and(truthy);
    scenario.user_values = values(dump.get("user_values"))?;
    scenario.balanced_values = values(dump.get("balanced_values"))?;
    if let Some(Value::Object(metadata)) = dump.get("metadata") {
        scenario.metadata.clone_from(metadata);
    }
    let groups = dump.get("active_couplings").and_then(Value::as_array);
    scenario.active_couplings = groups.into_iter().flatten().filter_map(text_of).collect();
    orders(&mut scenario, dump.get("user_sortables"))?;
    curves(state, &mut scenario, dump.get("user_curves"))?;
    let mut faults = Faults::default();
    attributes::check(&scenario, &mut faults);
    faults.is_empty().then_some(scenario)
}

/// The members of an object that may be left out.
fn members(given: Option<&Value>) -> Option<Map<String, Value>> {
    match given {
        None | Some(Value::Null) => Some(Map::new()),
        Some(Value::Object(object)) => Some(object.clone()),
        Some(_) => None,
    }
}

fn values(given: Option<&Value>) -> Option<Values> {
    let value = |value: Value| match value {
        Value::Number(number) => number.as_f64().map(InputValue::Number),
        Value::String(text) => Some(InputValue::Text(text)),
        _ => None,
    };
    members(given)?
        .into_iter()
        .map(|(key, given)| Some((key, value(given)?)))
        .collect()
}

fn strings(given: &Value) -> Option<Vec<String>> {
    given
        .as_array()?
        .iter()
        .map(|item| item.as_str().map(str::to_owned))
        .collect()
}

fn orders(scenario: &mut Scenario, given: Option<&Value>) -> Option<()> {
    for (class, order) in members(given)? {
        if class == HEAT_NETWORK_CLASS {
            for level in order.as_array()? {
                let temperature = level["temperature"].as_str()?.to_owned();
                let slot = (HEAT_NETWORK.to_owned(), Some(temperature));
                scenario.orders.insert(slot, strings(&level["order"])?);
            }
        } else {
            let (kind, _) = CLASSES.iter().find(|(_, known)| *known == class)?;
            scenario
                .orders
                .insert(((*kind).to_owned(), None), strings(&order["order"])?);
        }
    }
    Some(())
}

fn curves(state: &EtmState, scenario: &mut Scenario, given: Option<&Value>) -> Option<()> {
    for (key, values) in members(given)? {
        let kind = keys::find(state.dialect, &key)?.kind;
        let values: Vec<f64> = values.as_array()?.iter().map(Value::as_f64).collect::<Option<_>>()?;
        if values.len() != YEAR_HOURS {
            return None;
        }
        scenario
            .custom_curves
            .insert(key, CustomCurve::new(kind, values, now()));
    }
    Some(())
}
