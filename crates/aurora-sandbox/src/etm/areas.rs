//! Areas, and the nodes of the energy graph.

use serde_json::{Map, Value, json};

use crate::etm::call::Call;
use crate::etm::caller::{Ability, Missing};
use crate::etm::model;
use crate::etm::params::text_of;
use crate::etm::reply::{Answer, framework, not_found, ok};
use crate::etm::routes::Work;
use crate::etm::state::{EtmState, Scenario};
use crate::reply::Reply;

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

/// The scenario of a request, for a computation that goes on without the state.
fn taken(state: &EtmState, call: &Call) -> Result<Scenario, Reply> {
    let (_, id) = state.permit(call, Ability::Read, Missing::NoSuchScenario)?;
    state.scenario(id).cloned()
}

pub(crate) fn node(state: &EtmState, call: &Call) -> Result<Work, Reply> {
    let (scenario, key) = (taken(state, call)?, call.parameter("node_key").to_owned());
    Ok(Box::new(move || {
        let node = model::node(&scenario, &key);
        ok(&node.ok_or_else(not_found)?)
    }))
}

pub(crate) fn topology(state: &EtmState, call: &Call) -> Result<Work, Reply> {
    let scenario = taken(state, call)?;
    Ok(Box::new(move || ok(&model::topology(&scenario))))
}

/// Whatever is wrong with the keys is an error of the server.
pub(crate) fn stats(state: &EtmState, call: &Call) -> Result<Work, Reply> {
    let scenario = taken(state, call)?;
    let crash = framework(call, 500);
    let Some(Value::Object(wanted)) = call.param("keys").cloned() else {
        return Err(crash);
    };
    Ok(Box::new(move || {
        let mut nodes = Map::new();
        for (key, attributes) in wanted {
            let attributes: Option<Vec<String>> = match attributes {
                Value::Array(names) => Some(names.iter().filter_map(text_of).collect()),
                _ => None,
            };
            match model::node_stats(&scenario, &key, attributes.as_deref()) {
                Some(stats) => nodes.insert(key, stats),
                None => return Err(crash),
            };
        }
        ok(&json!({ "nodes": nodes }))
    }))
}

/// The parameters of the merit order; only the text `false` leaves its curves out.
pub(crate) fn merit(state: &EtmState, call: &Call) -> Result<Work, Reply> {
    let scenario = taken(state, call)?;
    let curves = call.param("include_curves") != Some(&json!("false"));
    Ok(Box::new(move || ok(&model::merit(&scenario, curves))))
}
