//! Orders of technologies: what is dispatched, stored or heated with first.

pub(crate) mod defaults;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::etm::call::Call;
use crate::etm::caller::{Ability, Missing};
use crate::etm::params::blank;
use crate::etm::reply::{Answer, framework, missing_parameter, not_found, ok, refuse, refuse_all};
use crate::etm::state::{EtmState, Scenario, now};
use crate::reply::Reply;

use defaults::{HEAT_NETWORK, KINDS, Kind, USUAL_LEVEL};

impl Kind {
    fn slot(self) -> (String, Option<String>) {
        (self.name.to_owned(), self.subtype.map(str::to_owned))
    }

    /// The order that the model goes by: what is stored and exists, then whatever is missing in it.
    pub(crate) fn usable(self, scenario: &Scenario) -> Vec<String> {
        let defaults = self.defaults();
        let stored = scenario.orders.get(&self.slot()).map_or(&[][..], Vec::as_slice);
        let mut order: Vec<String> = stored.iter().filter(|name| defaults.contains(name)).cloned().collect();
        let missing: Vec<String> = defaults.into_iter().filter(|name| !order.contains(name)).collect();
        order.extend(missing);
        order
    }

    /// What is stored as it is, be it empty; the defaults when nothing ever was.
    fn raw(self, scenario: &Scenario) -> Vec<String> {
        let stored = scenario.orders.get(&self.slot());
        stored.cloned().unwrap_or_else(|| self.defaults())
    }
}

/// The order of a type and subtype that the model goes by; empty for one that does not exist.
pub(crate) fn usable(scenario: &Scenario, name: &str, subtype: Option<&str>) -> Vec<String> {
    let kind = KINDS.iter().find(|kind| kind.name == name && kind.subtype == subtype);
    kind.map(|kind| kind.usable(scenario)).unwrap_or_default()
}

/// The kind that a request is about: from the path, or from the route for the older ones. An unknown subtype, or one of a type
/// that has none, is an error of the server.
fn kind_of(call: &Call) -> Result<Kind, Reply> {
    let sortable_type = call.parameter("sortable_type");
    let of_route = call.operation.split_once('_').map_or("", |(_, rest)| rest);
    let fits = |kind: &&Kind| match sortable_type {
        "" => kind.legacy == of_route,
        wanted => kind.name == wanted,
    };
    let name = KINDS.iter().find(fits).ok_or_else(not_found)?.name;
    let subtype = match call.text("subtype") {
        None if name == HEAT_NETWORK => Some(USUAL_LEVEL.to_owned()),
        given => given,
    };
    let kind = KINDS
        .iter()
        .find(|kind| kind.name == name && kind.subtype == subtype.as_deref());
    kind.copied().ok_or_else(|| framework(call, 500))
}

/// `list_user_sortables`.
pub(crate) fn list(state: &mut EtmState, call: &Call) -> Answer {
    let (_, id) = state.permit(call, Ability::Read, Missing::ScenarioNotFound)?;
    let scenario = state.scenario(id)?;
    let mut all = Map::new();
    for kind in KINDS {
        let order = json!(kind.raw(scenario));
        match kind.subtype {
            Some(subtype) => all.entry(kind.name).or_insert_with(|| json!({}))[subtype] = order,
            None => {
                all.insert(kind.name.to_owned(), order);
            }
        }
    }
    ok(&all)
}

/// `get_user_sortables_meta`: asks for a right that nobody has.
pub(crate) fn meta(state: &mut EtmState, call: &Call) -> Answer {
    state.permit(call, Ability::Never, Missing::ScenarioNotFound)?;
    Err(not_found())
}

/// `get_user_sortable` and the five older routes.
pub(crate) fn get(state: &mut EtmState, call: &Call) -> Answer {
    let (_, id) = state.permit(call, Ability::Read, Missing::ScenarioNotFound)?;
    let kind = kind_of(call)?;
    ok(&json!({"order": kind.usable(state.scenario(id)?)}))
}

/// `update_user_sortable` and the five older routes.
pub(crate) fn update(state: &mut EtmState, call: &Call) -> Answer {
    let (_, id) = state.permit(call, Ability::Update, Missing::ScenarioNotFound)?;
    let kind = kind_of(call)?;
    let order = order_of(state, call, kind)?;
    check(kind, &order)?;
    let scenario = state.scenario_mut(id)?;
    let before = scenario.orders.insert(kind.slot(), order.clone());
    if before != Some(order) {
        scenario.updated_at = now();
    }
    ok(&json!({"order": kind.usable(scenario)}))
}

/// The order of a body: at its top, or below the older route's name.
fn order_of(state: &EtmState, call: &Call, kind: Kind) -> Result<Vec<String>, Reply> {
    let order = match (call.param("order"), call.param(kind.legacy)) {
        (Some(order), _) => order,
        (None, Some(Value::Object(nested))) => nested
            .get("order")
            .ok_or_else(|| missing_parameter(state.dialect, "order"))?,
        (None, Some(nested)) if !blank(nested) => return Err(refuse(400, "Invalid JSON payload")),
        (None, _) => return Err(missing_parameter(state.dialect, kind.legacy)),
    };
    let list = order.as_array().ok_or_else(|| framework(call, 500))?;
    let names = list.iter().map(|name| name.as_str().map(str::to_owned));
    names.collect::<Option<_>>().ok_or_else(|| framework(call, 500))
}

fn check(kind: Kind, order: &[String]) -> Result<(), Reply> {
    let defaults = kind.defaults();
    let mut faults = Vec::new();
    let different: BTreeSet<&String> = order.iter().collect();
    if different.len() != order.len() {
        faults.push("Order contains an option more than once".to_owned());
    }
    let unknown: Vec<&str> = order
        .iter()
        .filter(|name| !defaults.contains(name))
        .map(String::as_str)
        .collect();
    if !unknown.is_empty() {
        faults.push(format!("Order contains unknown options: {}", unknown.join(", ")));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(refuse_all(422, &faults))
    }
}
