//! Version tags: what a user says about the state of a scenario.

use serde_json::{Map, Value, json};

use crate::etm::call::Call;
use crate::etm::caller::{Ability, Missing, authorize_creation, may};
use crate::etm::params::{blank, text_of};
use crate::etm::reply::{Answer, framework, missing_parameter, ok, refuse};
use crate::etm::state::{EtmState, Scenario, VersionTag, engine_time};
use crate::reply::Reply;

fn json_of(scenario: &Scenario) -> Value {
    let last = engine_time(scenario.updated_at);
    match &scenario.version_tag {
        Some(tag) => json!({"user_id": tag.user_id, "description": tag.description, "last_updated_at": last}),
        None => json!({ "last_updated_at": last }),
    }
}

pub(crate) fn list(state: &mut EtmState, call: &Call) -> Answer {
    let Some(ids) = call.param("scenarios").and_then(Value::as_array) else {
        return Err(framework(call, 500));
    };
    let caller = state.caller(call)?;
    let scenarios = ids.iter().filter_map(text_of).filter_map(|id| state.engine.find(&id));
    let readable = scenarios.filter(|scenario| may(&caller, scenario, Ability::Read));
    let tags: Map<String, Value> = readable
        .map(|scenario| (scenario.id.to_string(), json_of(scenario)))
        .collect();
    ok(&tags)
}

pub(crate) fn get(state: &mut EtmState, call: &Call) -> Answer {
    let (_, id) = state.permit(call, Ability::Read, Missing::ScenarioNotFound)?;
    ok(&json_of(state.scenario(id)?))
}

const ROOT: &str = "scenario_version_tag";
const LONGEST_DESCRIPTION: usize = 60_000;

/// The description of a request: `None` when it is null or not there.
fn description(state: &EtmState, call: &Call) -> Result<Option<String>, Reply> {
    let root = call.wrapped(ROOT, &["description", "user_id", "scenario_id"]);
    let given = match root {
        Some(root) if blank(&root) => return Err(missing_parameter(state.dialect, ROOT)),
        Some(root) => root.get("description").cloned(),
        None => call.param("description").cloned(),
    };
    Ok(given.as_ref().and_then(text_of))
}

/// The right is the one to create scenarios, whoever this one belongs to.
pub(crate) fn create(state: &mut EtmState, call: &Call) -> Answer {
    let id = call.parameter("scenario_id");
    let scenario = state
        .engine
        .find(id)
        .ok_or_else(|| Missing::ScenarioNotFound.reply(id))?;
    let id = scenario.id;
    let caller = state.caller(call)?;
    authorize_creation(&caller)?;
    let description = description(state, call)?;
    let scenario = state.scenario_mut(id)?;
    let own = scenario
        .version_tag
        .as_ref()
        .map(|tag| Some(tag.user_id) == caller.user);
    if own == Some(true) {
        return Err(refuse(422, "A version was already tagged"));
    }
    let short = description
        .as_ref()
        .is_none_or(|text| text.chars().count() <= LONGEST_DESCRIPTION);
    match caller
        .user
        .filter(|user| scenario.role_of(Some(*user)).is_some() && short)
    {
        Some(user_id) => {
            scenario.version_tag = Some(VersionTag { user_id, description });
            ok(&json_of(scenario))
        }
        // The service says 200 and has stored nothing.
        None => ok(&json!({ "last_updated_at": engine_time(scenario.updated_at) })),
    }
}

pub(crate) fn update(state: &mut EtmState, call: &Call) -> Answer {
    let (_, id) = state.permit(call, Ability::Update, Missing::ScenarioNotFound)?;
    if state.scenario(id)?.version_tag.is_none() {
        return Err(refuse(404, "Scenario version tag not found"));
    }
    let description = description(state, call)?;
    let scenario = state.scenario_mut(id)?;
    let tagger = scenario.version_tag.as_ref().map(|tag| tag.user_id);
    let too_long = description
        .as_ref()
        .is_some_and(|text| text.chars().count() > LONGEST_DESCRIPTION);
    if scenario.role_of(tagger).is_none() || too_long {
        return Err(framework(call, 500));
    }
    if let (Some(tag), Some(description)) = (&mut scenario.version_tag, description) {
        tag.description = Some(description);
    }
    ok(&json_of(scenario))
}
