//! The inputs of a scenario.

use serde_json::{Map, Value, json};

use crate::etm::call::Call;
use crate::etm::caller::{Ability, Missing, authorize, may};
use crate::etm::custom_curves::keys;
use crate::etm::definition::{Definition, Definitions};
use crate::etm::model;
use crate::etm::reply::{Answer, ok, refuse};
use crate::etm::settings::EtmDialect;
use crate::etm::state::{EtmState, Scenario};
use crate::reply::Reply;

/// What an input is described from.
struct View<'a> {
    scenario: &'a Scenario,
    /// The scenario whose values are the defaults, where it has some.
    parent: Option<&'a Scenario>,
    /// Whether the caller may change the scenario.
    mine: bool,
    dialect: EtmDialect,
}

/// The scenario of a request: named by the path, or by `scenario_id` for the routes that have none in their path.
fn scenario_of<'a>(state: &'a EtmState, call: &Call) -> Result<(&'a Scenario, bool), Reply> {
    let id = match call.parameter("scenario_id") {
        "" => call.text("scenario_id").unwrap_or_default(),
        id => id.to_owned(),
    };
    let scenario = state
        .engine
        .find(&id)
        .ok_or_else(|| Missing::NoSuchScenario.reply(&id))?;
    let caller = state.caller(call)?;
    authorize(&caller, scenario, Ability::Read)?;
    Ok((scenario, may(&caller, scenario, Ability::Update)))
}

fn view<'a>(state: &'a EtmState, call: &Call) -> Result<View<'a>, Reply> {
    let (scenario, mine) = scenario_of(state, call)?;
    let parent_counts = call.text("defaults").is_none_or(|defaults| defaults == "parent");
    let parent = scenario.template.filter(|_| parent_counts);
    Ok(View {
        scenario,
        parent: parent.and_then(|parent| state.engine.scenarios.get(&parent)),
        mine,
        dialect: state.dialect,
    })
}

fn definitions(scenario: &Scenario) -> std::sync::Arc<Definitions> {
    model::definitions(&scenario.area_code, scenario.end_year)
}

pub(crate) fn index(state: &mut EtmState, call: &Call) -> Answer {
    let view = view(state, call)?;
    let extras = call.flag("include_extras");
    let definitions = definitions(view.scenario);
    let inputs: Map<String, Value> = definitions
        .values()
        .map(|definition| (definition.key.to_owned(), view.json(definition, extras)))
        .collect();
    ok(&inputs)
}

/// One input, or several in a list when their keys stand in the path with commas between them.
pub(crate) fn get(state: &mut EtmState, call: &Call) -> Answer {
    let view = view(state, call)?;
    let definitions = definitions(view.scenario);
    let given = [call.parameter("input_keys"), call.parameter("input_key")].concat();
    let mut wanted: Vec<&str> = Vec::new();
    for key in given.split(',').filter(|key| !key.is_empty()) {
        if !wanted.contains(&key) {
            wanted.push(key);
        }
    }
    let found: Option<Vec<Value>> = wanted
        .iter()
        .map(|key| Some(view.json(definitions.get(key)?, true)))
        .collect();
    let found = found.ok_or_else(|| refuse(404, "ActiveRecord::RecordNotFound"))?;
    match &found[..] {
        [single] if !given.contains(',') => ok(single),
        several => ok(&several),
    }
}

pub(crate) fn keys(state: &mut EtmState, call: &Call) -> Answer {
    let (scenario, _) = scenario_of(state, call)?;
    let definitions = definitions(scenario);
    let keys: Vec<Value> = definitions.keys().map(|key| json!({"id": key, "key": key})).collect();
    ok(&keys)
}

/// Why the scenario itself leaves an input out of account.
#[derive(Clone, Copy, PartialEq)]
enum Off {
    ByCoupling,
    ByAnother,
}

impl View<'_> {
    fn json(&self, definition: &Definition, extras: bool) -> Value {
        let mut input = Map::new();
        let mut put = |name: &str, value: Value| input.insert(name.to_owned(), value);
        if definition.is_enum() {
            put("permitted_values", json!(definition.permitted));
        } else {
            put("min", json!(definition.min));
            put("max", json!(definition.max));
        }
        let inherited = self.parent.and_then(|parent| parent.value(definition.key));
        put("default", inherited.unwrap_or(&definition.default).json());
        put("unit", json!(definition.unit));
        if let Some(value) = self.scenario.value(definition.key) {
            put("user", value.json());
        }
        let off = self.off(definition);
        put("disabled", json!(!self.mine || definition.off_in_area || off.is_some()));
        if let Some(off) = off {
            put("coupling_disabled", json!(off == Off::ByCoupling));
        }
        for (name, list) in [
            ("disabled_by", definition.disabled_by),
            ("coupling_groups", definition.coupling_groups),
            ("disabled_by_couplings", definition.disabled_by_couplings),
        ] {
            if !list.is_empty() {
                put(name, json!(list));
            }
        }
        if let Some(group) = definition.share_group {
            put("share_group", json!(group));
        }
        if extras {
            put("code", json!(definition.key));
            if !definition.is_enum() {
                put("step", json!(definition.step));
            }
        }
        Value::Object(input)
    }

    fn off(&self, definition: &Definition) -> Option<Off> {
        let active = |group: &&str| self.scenario.active_couplings.iter().any(|known| known == group);
        let by_couplings = definition.disabled_by_couplings;
        let taken_over = !by_couplings.is_empty() && by_couplings.iter().all(active);
        if taken_over || !definition.coupling_groups.iter().all(active) {
            return Some(Off::ByCoupling);
        }
        let has_value = |key: &&str| self.scenario.value(key).is_some();
        let by_input = definition.disabled_by.iter().any(has_value);
        (by_input || self.overridden(definition.key)).then_some(Off::ByAnother)
    }

    /// Whether an attached curve says what the input would say.
    fn overridden(&self, key: &str) -> bool {
        let attached = self.scenario.custom_curves.keys();
        let mut curves = attached.filter_map(|curve| keys::find(self.dialect, curve));
        curves.any(|curve| curve.overrides.iter().any(|input| *input == key))
    }
}
