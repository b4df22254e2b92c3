//! Areas, and the nodes of the energy graph.

use serde_json::{Map, Value, json};

use crate::etm::call::Call;
use crate::etm::caller::{Ability, Missing};
use crate::etm::model;
use crate::etm::params::text_of;
use crate::etm::reply::{Answer, framework, not_found, ok};
use crate::etm::state::EtmState;

pub(crate) fn list(_: &mut EtmState, call: &Call) -> Answer {
    let detailed = call.text("detailed").is_none_or(|detailed| detailed == "true");
    let areas = model::areas().iter().filter(|area| area.enabled);
    ok(&areas.map(|area| area.json(detailed)).collect::<Vec<Value>>())
}

/// Serves areas that are not enabled, too.
pub(crate) fn get(_: &mut EtmState, call: &Call) -> Answer {
    let area = model::area(call.parameter("area_code")).ok_or_else(not_found)?;
    ok(&area.json(true))
}

pub(crate) fn node(state: &mut EtmState, call: &Call) -> Answer {
    let (_, id) = state.permit(call, Ability::Read, Missing::NoSuchScenario)?;
    let node = model::node(state.scenario(id)?, call.parameter("node_key"));
    ok(&node.ok_or_else(not_found)?)
}

pub(crate) fn topology(state: &mut EtmState, call: &Call) -> Answer {
    let (_, id) = state.permit(call, Ability::Read, Missing::NoSuchScenario)?;
    ok(&model::topology(state.scenario(id)?))
}

/// Whatever is wrong with the keys is an error of the server.
pub(crate) fn stats(state: &mut EtmState, call: &Call) -> Answer {
    let (_, id) = state.permit(call, Ability::Read, Missing::NoSuchScenario)?;
    let scenario = state.scenario(id)?;
    let crash = || framework(call, 500);
    let wanted = call.param("keys").and_then(Value::as_object).ok_or_else(crash)?;
    let mut nodes = Map::new();
    for (key, attributes) in wanted {
        let attributes: Option<Vec<String>> = match attributes {
            Value::Array(names) => Some(names.iter().filter_map(text_of).collect()),
            _ => None,
        };
        let stats = model::node_stats(scenario, key, attributes.as_deref()).ok_or_else(crash)?;
        nodes.insert(key.clone(), stats);
    }
    ok(&json!({ "nodes": nodes }))
}

/// The parameters of the merit order; only the text `false` leaves its curves out.
pub(crate) fn merit(state: &mut EtmState, call: &Call) -> Answer {
    let (_, id) = state.permit(call, Ability::Read, Missing::NoSuchScenario)?;
    let curves = call.param("include_curves") != Some(&json!("false"));
    ok(&model::merit(state.scenario(id)?, curves))
}
