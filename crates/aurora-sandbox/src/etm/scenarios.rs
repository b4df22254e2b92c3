//! Scenarios: reading, listing, deleting, and what the operations that make new ones share.

mod attributes;
pub(crate) mod couple;
pub(crate) mod create;
pub(crate) mod export;
pub(crate) mod interpolate;
pub(crate) mod list;
pub(crate) mod load;
pub(crate) mod merge;
pub(crate) mod tags;
pub(crate) mod update;
pub(crate) mod view;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::etm::call::Call;
use crate::etm::caller::{Ability, Caller, Missing, may};
use crate::etm::model;
use crate::etm::reply::{Answer, empty, framework, ok};
use crate::etm::state::{EtmState, Role, Scenario, ScenarioRole, cast_id, now};
use crate::reply::Reply;

/// Area and end year of a scenario that names none.
const DEFAULT_AREA: &str = "nl2019";
const DEFAULT_END_YEAR: i64 = 2050;
/// The analysis year of an area that the engine does not know.
const UNKNOWN_START_YEAR: i64 = 2019;

/// The year that an area's data are of.
pub(crate) fn start_year(area: &str) -> i64 {
    model::area(area).map_or(UNKNOWN_START_YEAR, |area| area.analysis_year)
}

/// A blank scenario of the caller's: owned, unless the caller is a guest. It has no id until it is kept.
pub(crate) fn blank(state: &mut EtmState, caller: &Caller) -> Scenario {
    let now = now();
    let mut scenario = Scenario {
        id: 0,
        area_code: DEFAULT_AREA.to_owned(),
        end_year: DEFAULT_END_YEAR,
        private: false,
        keep_compatible: false,
        source: None,
        template: None,
        scaling: None,
        metadata: Map::new(),
        user_values: BTreeMap::new(),
        balanced_values: BTreeMap::new(),
        active_couplings: Vec::new(),
        roles: Vec::new(),
        orders: BTreeMap::new(),
        custom_curves: BTreeMap::new(),
        esdl: None,
        version_tag: None,
        created_at: now,
        updated_at: now,
    };
    if let Some(user) = caller.user {
        scenario.roles.push(ScenarioRole {
            id: state.engine.next_role_id(),
            user_id: Some(user),
            user_email: None,
            role: Role::Owner,
        });
    }
    scenario
}

/// Stores a new scenario and gives it its id.
pub(crate) fn keep(state: &mut EtmState, mut scenario: Scenario) -> i64 {
    scenario.id = state.engine.next_scenario_id();
    let id = scenario.id;
    state.engine.scenarios.insert(id, scenario);
    id
}

/// Everything that a copy takes over: values, couplings, orders, curves, the description of the energy system.
pub(crate) fn copy_contents(state: &EtmState, from: &Scenario, to: &mut Scenario) {
    to.area_code.clone_from(&from.area_code);
    to.end_year = from.end_year;
    to.user_values.clone_from(&from.user_values);
    to.balanced_values.clone_from(&from.balanced_values);
    to.active_couplings.clone_from(&from.active_couplings);
    to.orders.clone_from(&from.orders);
    if state.is_2025() {
        to.orders.retain(|(kind, _), _| !kind.starts_with("hydrogen_"));
    }
    to.custom_curves.clone_from(&from.custom_curves);
    to.esdl.clone_from(&from.esdl);
    to.scaling.clone_from(&from.scaling);
}

/// Whether a scenario that is made from another one is private, when the request does not say.
pub(crate) fn inherited_privacy(state: &EtmState, caller: &Caller, parent: &Scenario) -> bool {
    let Some(user) = caller.user else {
        return false;
    };
    if parent.unowned() {
        return false;
    }
    if parent.role_of(Some(user)) == Some(Role::Owner) {
        return parent.private;
    }
    account_privacy(state, caller)
}

/// Whether the caller's account makes scenarios private by itself.
pub(crate) fn account_privacy(state: &EtmState, caller: &Caller) -> bool {
    let account = caller.user.and_then(|user| state.users.get(&user));
    account.is_some_and(|account| account.private_scenarios)
}

/// A scenario that the caller may read; 404 in either way otherwise.
pub(crate) fn readable(state: &EtmState, caller: &Caller, id: &str) -> Result<Scenario, Reply> {
    let scenario = state.engine.find(id).ok_or_else(|| Missing::NoSuchScenario.reply(id))?;
    crate::etm::caller::authorize(caller, scenario, Ability::Read)?;
    Ok(scenario.clone())
}

pub(crate) fn get(state: &mut EtmState, call: &Call) -> Answer {
    let (_, id) = state.permit(call, Ability::Read, Missing::NoSuchScenario)?;
    shown(state, id, call)
}

/// 200 with one scenario.
pub(crate) fn shown(state: &EtmState, id: i64, call: &Call) -> Answer {
    ok(&view::json(state.scenario(id)?, call))
}

pub(crate) fn batch(state: &mut EtmState, call: &Call) -> Answer {
    let given = call.parameter("scenario_ids");
    // The framework looks for the first one before anything else, by the digits that the whole text begins with.
    if state.engine.find(given).is_none() {
        return Err(Missing::NoSuchScenario.reply(given));
    }
    let caller = state.caller(call)?;
    let ids: BTreeSet<i64> = given.split(',').filter_map(cast_id).collect();
    let scenarios = ids.iter().filter_map(|id| state.engine.scenarios.get(id));
    let readable = scenarios.filter(|scenario| may(&caller, scenario, Ability::Read));
    ok(&readable
        .map(|scenario| view::json(scenario, call))
        .collect::<Vec<Value>>())
}

pub(crate) fn delete(state: &mut EtmState, call: &Call) -> Answer {
    let (caller, id) = state.permit(call, Ability::Destroy, Missing::NoSuchScenario)?;
    // Only among the caller's own: an administrator who may do it does not find somebody else's.
    if state.scenario(id)?.role_of(caller.user).is_none() {
        return Err(Missing::NoSuchScenario.reply(call.parameter("scenario_id")));
    }
    state.engine.scenarios.remove(&id);
    empty(200)
}

/// The route of the templates is there, and what it led to is not.
pub(crate) fn templates(_: &mut EtmState, call: &Call) -> Answer {
    Err(framework(call, 404))
}

/// Nobody was ever given the right to dump a scenario.
pub(crate) fn dump(state: &mut EtmState, call: &Call) -> Answer {
    state.permit(call, Ability::Never, Missing::NoSuchScenario)?;
    Err(framework(call, 500))
}
