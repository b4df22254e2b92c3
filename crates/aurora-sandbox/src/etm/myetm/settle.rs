//! What MyETM tells the engine after something was saved. The real service does it a moment later, the sandbox at once; it does it
//! in the caller's name, so what the caller may not do stays undone without anybody being told.

use serde_json::json;

use crate::etm::caller::Caller;
use crate::etm::state::{EtmState, Role, Scenario, ScenarioRole, VersionTag, now};
use crate::etm::users::links::{is_last_owner, is_pending_for};

/// What happened to a link of a saved scenario.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Change {
    Set(ScenarioRole),
    Removed(ScenarioRole),
}

fn owns(caller: &Caller, scenario: &Scenario) -> bool {
    caller.is_admin() || scenario.role_of(caller.user) == Some(Role::Owner)
}

/// The scenario is kept compatible, gets the users of its saved scenario, says where it is saved, and is tagged.
pub(super) fn after_saving(state: &mut EtmState, caller: &Caller, saved_id: i64) {
    let Some(saved) = state.my.saved.get(&saved_id) else {
        return;
    };
    let (scenario_id, links) = (saved.scenario_id, saved.links.clone());
    let Some(scenario) = state.engine.scenarios.get_mut(&scenario_id) else {
        return;
    };
    if !owns(caller, scenario) {
        return;
    }
    scenario.keep_compatible = true;
    scenario
        .metadata
        .insert("saved_scenario_id".to_owned(), json!(saved_id));
    scenario.updated_at = now();
    let tagger = caller.user.filter(|_| scenario.role_of(caller.user).is_some());
    if let (None, Some(user_id)) = (&scenario.version_tag, tagger) {
        scenario.version_tag = Some(VersionTag {
            user_id,
            description: None,
        });
    }
    for link in links {
        apply(state, scenario_id, &Change::Set(link));
    }
}

/// The same change at every scenario that the saved one stands for or stood for.
pub(super) fn propagate(state: &mut EtmState, caller: &Caller, saved_id: i64, changes: &[Change]) {
    let Some(saved) = state.my.saved.get(&saved_id) else {
        return;
    };
    let owned: Vec<i64> = saved
        .scenarios()
        .filter(|id| {
            state
                .engine
                .scenarios
                .get(id)
                .is_some_and(|scenario| owns(caller, scenario))
        })
        .collect();
    for id in owned {
        for change in changes {
            apply(state, id, change);
        }
    }
}

fn apply(state: &mut EtmState, scenario_id: i64, change: &Change) {
    let (Change::Set(link) | Change::Removed(link)) = change;
    // Ids may be left out, but never given twice.
    let next = state.engine.next_role_id();
    let Some(scenario) = state.engine.scenarios.get_mut(&scenario_id) else {
        return;
    };
    let roles = &mut scenario.roles;
    let same = |role: &ScenarioRole| match (&link.user_id, &link.user_email) {
        (Some(user), _) => role.user_id == Some(*user),
        (None, Some(email)) => is_pending_for(role, email),
        (None, None) => false,
    };
    match (roles.iter().position(same), change) {
        (Some(at), Change::Set(link)) if link.role == Role::Owner || !is_last_owner(roles, at) => {
            roles[at].role = link.role;
        }
        (Some(at), Change::Removed(_)) if !is_last_owner(roles, at) => {
            roles.remove(at);
        }
        (None, Change::Set(link)) => roles.push(ScenarioRole {
            id: next,
            ..link.clone()
        }),
        // The last owner stays, and who is not there need not go.
        _ => {}
    }
}
