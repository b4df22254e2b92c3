//! The users of a saved scenario, as the engine has them. The stable version does not.

use serde_json::Value;

use crate::etm::call::Call;
use crate::etm::caller::Caller;
use crate::etm::myetm::direct::sent_users;
use crate::etm::myetm::{Told, users, visitor};
use crate::etm::reply::{Answer, framework, json_reply};
use crate::etm::state::EtmState;
use crate::reply::Reply;

use super::{Gate, Route, gate, translated};

fn id(call: &Call) -> &str {
    call.parameter("saved_scenario_id")
}

/// The caller as MyETM will see it, once the engine lets the request pass.
fn admitted(state: &EtmState, call: &Call) -> Result<Caller, Reply> {
    if state.is_2025() {
        return Err(framework(call, 404));
    }
    gate(state, call, Gate::Write)?;
    visitor(state, call)
}

fn passed_on(state: &EtmState, call: &Call, status: u16, told: Told) -> Answer {
    let list = told.map_err(|refused| translated(state, call, Route::Users, refused))?;
    Ok(json_reply(status, &list))
}

type Batch = fn(&mut EtmState, &Caller, &str, Option<&Value>) -> Told;

fn batch(state: &mut EtmState, call: &Call, status: u16, batch: Batch) -> Answer {
    let caller = admitted(state, call)?;
    let told = batch(state, &caller, id(call), sent_users(call));
    passed_on(state, call, status, told)
}

/// `list_saved_scenario_users`.
pub(crate) fn list(state: &mut EtmState, call: &Call) -> Answer {
    let caller = admitted(state, call)?;
    passed_on(state, call, 200, users::list(state, &caller, id(call)))
}

/// `create_saved_scenario_users`.
pub(crate) fn create(state: &mut EtmState, call: &Call) -> Answer {
    batch(state, call, 201, users::create)
}

/// `update_saved_scenario_users`.
pub(crate) fn update(state: &mut EtmState, call: &Call) -> Answer {
    batch(state, call, 200, users::update)
}

/// `delete_saved_scenario_users`.
pub(crate) fn delete(state: &mut EtmState, call: &Call) -> Answer {
    batch(state, call, 200, users::delete)
}
