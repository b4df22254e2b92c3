//! Switching coupling groups on and off.

use serde_json::{Value, json};

use crate::etm::call::Call;
use crate::etm::caller::{Ability, Missing};
use crate::etm::model;
use crate::etm::params::{blank, text_of};
use crate::etm::reply::{Answer, errors, framework, refuse_field};
use crate::etm::scenarios::shown;
use crate::etm::scenarios::update::{boolean_error, finish};
use crate::etm::state::{EtmState, now};
use crate::etm::values::couplings::{forget, known};

fn groups(call: &Call) -> Option<Vec<String>> {
    let groups = call.param("groups")?.as_array()?;
    Some(groups.iter().filter_map(text_of).collect())
}

pub(crate) fn couple(state: &mut EtmState, call: &Call) -> Answer {
    let (_, id) = state.permit(call, Ability::Update, Missing::NoSuchScenario)?;
    let groups = groups(call).ok_or_else(|| framework(call, 500))?;
    if !groups.iter().all(|group| known(group)) {
        return Err(refuse_field(422, "coupling_groups", "invalid coupling"));
    }
    let scenario = state.scenario_mut(id)?;
    for group in groups {
        if !scenario.active_couplings.contains(&group) {
            scenario.active_couplings.push(group);
            scenario.updated_at = now();
        }
    }
    shown(state, id, call)
}

pub(crate) fn uncouple(state: &mut EtmState, call: &Call) -> Answer {
    let (caller, id) = state.permit(call, Ability::Update, Missing::NoSuchScenario)?;
    // Anything but a plain no chooses this way, a text that says no as well.
    if let Some(force) = call.param("force").filter(|force| !blank(force)) {
        if let Some(text) = boolean_error(force) {
            return Err(errors(422, &json!([["force", [text]]])));
        }
        let mut changed = state.scenario(id)?.clone();
        if *force == Value::Bool(true) || ["true", "1"].contains(&text_of(force).unwrap_or_default().as_str()) {
            let definitions = model::definitions(&changed.area_code, changed.end_year);
            forget(&mut changed, &definitions);
        }
        return finish(state, &caller, changed, &[], call);
    }
    let groups = match groups(call) {
        Some(groups) => groups,
        None if state.is_2025() => return Err(framework(call, 500)),
        None => Vec::new(),
    };
    let scenario = state.scenario_mut(id)?;
    let before = scenario.active_couplings.len();
    scenario.active_couplings.retain(|group| !groups.contains(group));
    if scenario.active_couplings.len() != before {
        scenario.updated_at = now();
    }
    shown(state, id, call)
}
