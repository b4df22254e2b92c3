//! The central call: attributes, values and queries of a scenario at once, all of it or nothing.

use serde_json::{Map, Value, json};

use crate::etm::call::Call;
use crate::etm::caller::{Ability, Caller, Missing, authorize};
use crate::etm::definition::Definitions;
use crate::etm::model;
use crate::etm::params::{blank, text_of, truthy};
use crate::etm::queries;
use crate::etm::reply::{Answer, errors, framework, ok, refuse_all};
use crate::etm::scenarios::attributes::{self, Faults};
use crate::etm::scenarios::view;
use crate::etm::state::{EtmState, Scenario, cast_id, now};
use crate::etm::values::given::{Wrong, of_update};
use crate::etm::values::{Parent, Update, apply};
use crate::reply::Reply;

/// What an update makes of a scenario, before it is stored.
struct Changed {
    caller: Caller,
    given: Map<String, Value>,
    queries: Vec<String>,
    scenario: Scenario,
}

impl Changed {
    fn read(state: &EtmState, call: &Call) -> Result<Changed, Reply> {
        let given = attributes::given(call);
        let (caller, id) = state.permit(call, Ability::Read, Missing::NoSuchScenario)?;
        authorize(&caller, state.scenario(id)?, needed(&given))?;
        let control = Control::read(state, call)?;
        let mut scenario = state.scenario(id)?.clone();
        change(state, &mut scenario, &given, &control, call)?;
        Ok(Changed {
            caller,
            given,
            queries: control.queries,
            scenario,
        })
    }
}

/// The scenario that [`update`] is going to ask the queries of.
pub(crate) fn ahead(state: &EtmState, call: &Call) -> Option<Scenario> {
    let changed = Changed::read(state, call).ok()?;
    let asked = !changed.queries.is_empty() && queries::existence_errors(&changed.queries).is_empty();
    asked.then_some(changed.scenario)
}

pub(crate) fn update(state: &mut EtmState, call: &Call) -> Answer {
    let Changed {
        caller,
        given,
        queries,
        scenario: mut changed,
    } = Changed::read(state, call)?;
    let roles = |name: &str| given.get(name).filter(|value| !blank(value));
    if roles("set_preset_roles").is_some_and(truthy)
        && let Some(parent) = parent_of(state, &changed)
    {
        attributes::copy_roles(state, &parent, &mut changed);
    }
    if let Some(users) = roles("saved_scenario_users") {
        attributes::set_roles(state, &mut changed, users);
    }
    finish(state, &caller, changed, &queries, call)
}

/// Stores a changed scenario once its queries are answered too.
pub(super) fn finish(
    state: &mut EtmState,
    caller: &Caller,
    mut changed: Scenario,
    keys: &[String],
    call: &Call,
) -> Answer {
    if let (Some(tag), Some(user)) = (&mut changed.version_tag, caller.user)
        && changed.roles.iter().any(|role| role.user_id == Some(user))
    {
        tag.user_id = user;
    }
    let results = queries::results(&changed, keys).map_err(|wrong| refuse_all(422, &wrong.texts(true)))?;
    if differs(&changed, state.scenario(changed.id)?) {
        changed.updated_at = now();
    }
    let answer = ok(&json!({"scenario": view::json(&changed, call), "gqueries": results}));
    state.engine.scenarios.insert(changed.id, changed);
    answer
}

/// The right that a change needs: none beyond reading when nothing of it gets through the filter.
fn needed(given: &Map<String, Value>) -> Ability {
    let roles = ["set_preset_roles", "saved_scenario_users"];
    let given_roles = roles
        .iter()
        .any(|name| given.get(*name).is_some_and(|value| !blank(value)));
    match (given.is_empty(), given_roles) {
        (true, _) => Ability::Read,
        (false, true) => Ability::Destroy,
        (false, false) => Ability::Update,
    }
}

/// The members beside `scenario`.
struct Control {
    reset: bool,
    autobalance: bool,
    queries: Vec<String>,
}

impl Control {
    fn read(state: &EtmState, call: &Call) -> Result<Control, Reply> {
        let mut pairs = Vec::new();
        let reset = call.param("reset");
        if let Some(text) = reset.and_then(boolean_error) {
            pairs.push(json!(["reset", [text]]));
        }
        let list = call.param("gqueries").and_then(Value::as_array);
        let items = list.map(Vec::as_slice).unwrap_or_default();
        if !items.iter().all(Value::is_string) {
            pairs.push(json!(["gqueries", ["must be a string"]]));
        }
        if !pairs.is_empty() && !state.is_2025() {
            return Err(errors(422, &Value::Array(pairs)));
        }
        // What was sent decides, not what it was read as: any text counts as true.
        let reset = reset.is_some_and(|reset| !matches!(reset, Value::Null | Value::Bool(false)));
        let autobalance = call.text("autobalance").as_deref() != Some("false");
        Ok(Control {
            reset,
            autobalance,
            queries: items.iter().filter_map(text_of).collect(),
        })
    }
}

const BOOLEANS: &[&str] = &["1", "on", "t", "true", "y", "yes", "0", "off", "f", "false", "n", "no"];

/// Why a control parameter is no boolean.
pub(super) fn boolean_error(value: &Value) -> Option<&'static str> {
    match value {
        Value::Bool(_) => None,
        Value::Null => Some("must be filled"),
        Value::String(text) if text.is_empty() => Some("must be filled"),
        other => {
            let text = text_of(other).map(|text| text.to_ascii_lowercase());
            let boolean = text.is_some_and(|text| BOOLEANS.contains(&text.as_str()));
            (!boolean).then_some("must be boolean")
        }
    }
}

fn parent_of(state: &EtmState, scenario: &Scenario) -> Option<Scenario> {
    state.engine.scenarios.get(&scenario.template?).cloned()
}

fn change(
    state: &EtmState,
    scenario: &mut Scenario,
    given: &Map<String, Value>,
    control: &Control,
    call: &Call,
) -> Result<(), Reply> {
    let definitions = model::definitions(&scenario.area_code, scenario.end_year);
    let none = Map::new();
    let values = given.get("user_values").and_then(Value::as_object).unwrap_or(&none);
    let refused = |mut texts: Vec<String>| {
        texts.extend(queries::existence_errors(&control.queries));
        refuse_all(422, &texts)
    };
    let changes = of_update(values, &definitions, state.is_2025()).map_err(|wrong| match wrong {
        Wrong::Crash => framework(call, 500),
        Wrong::Messages(texts) => refused(texts),
    })?;
    let update = Update {
        changes,
        reset: control.reset,
        autobalance: control.autobalance,
        tolerance: state.tolerance(),
    };
    let texts = set_values(state, scenario, &update, &definitions);
    if !texts.is_empty() {
        return Err(refused(texts));
    }
    attributes::set_plain(scenario, given);
    if let Some(parent) = given.get("preset_scenario_id") {
        scenario.template = text_of(parent).and_then(|id| cast_id(&id));
    }
    let mut faults = Faults::default();
    attributes::check(scenario, &mut faults);
    if !faults.is_empty() {
        return Err(refused(faults.lines(state.is_2025())));
    }
    Ok(())
}

fn set_values(state: &EtmState, scenario: &mut Scenario, update: &Update, definitions: &Definitions) -> Vec<String> {
    let parent = parent_of(state, scenario);
    let parent = parent.as_ref().map(|parent| Parent {
        user: &parent.user_values,
        balanced: &parent.balanced_values,
    });
    apply(scenario, parent.as_ref(), update, definitions)
}

/// Whether anything of a scenario that an update can change is different.
fn differs(one: &Scenario, other: &Scenario) -> bool {
    let values = |scenario: &Scenario| (scenario.user_values.clone(), scenario.balanced_values.clone());
    values(one) != values(other)
        || one.metadata != other.metadata
        || one.source != other.source
        || one.template != other.template
        || (one.private, one.keep_compatible) != (other.private, other.keep_compatible)
        || one.active_couplings != other.active_couplings
        || one.roles != other.roles
}

fn asked(call: &Call) -> Vec<String> {
    let list = call.param("gqueries").and_then(Value::as_array);
    list.into_iter().flatten().filter_map(text_of).collect()
}

/// The scenario that [`dashboard`] is going to ask the queries of.
pub(crate) fn dashboard_ahead(state: &EtmState, call: &Call) -> Option<Scenario> {
    let (_, id) = state.permit(call, Ability::Read, Missing::NoSuchScenario).ok()?;
    let keys = asked(call);
    let asked = !keys.is_empty() && queries::existence_errors(&keys).is_empty();
    state.scenario(id).ok().filter(|_| asked).cloned()
}

/// The update that only answers queries. The service makes its answer and then breaks printing it.
pub(crate) fn dashboard(state: &mut EtmState, call: &Call) -> Answer {
    let (_, id) = state.permit(call, Ability::Read, Missing::NoSuchScenario)?;
    let keys = asked(call);
    match queries::results(state.scenario(id)?, &keys) {
        Ok(_) => Err(framework(call, 500)),
        Err(wrong) => Err(refuse_all(422, &wrong.texts(false))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::etm::scenarios::blank as fresh;
    use crate::etm::settings::EtmSettings;
    use crate::etm::state::InputValue;

    #[test]
    fn only_what_an_update_can_change_counts_as_a_change() {
        let mut state = EtmState::new(&EtmSettings::default());
        let before = fresh(&mut state, &Caller::default());
        let mut after = before.clone();
        after.updated_at = now();
        assert!(!differs(&before, &after));
        after
            .user_values
            .insert("costs_co2".to_owned(), InputValue::Number(1.0));
        assert!(differs(&before, &after));
        let mut coupled = before.clone();
        coupled.active_couplings.push("industry_chp".to_owned());
        assert!(differs(&before, &coupled));
    }

    #[test]
    fn words_for_yes_and_no_are_boolean_and_others_are_not() {
        for word in ["true", "FALSE", "1", "no", "Off"] {
            assert_eq!(boolean_error(&json!(word)), None, "{word}");
        }
        assert_eq!(boolean_error(&json!(0)), None);
        assert_eq!(boolean_error(&json!([])), Some("must be boolean"));
        assert_eq!(boolean_error(&Value::Null), Some("must be filled"));
    }
}
