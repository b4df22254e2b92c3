//! New scenarios: blank ones, copies, scaled ones.

use serde_json::{Map, Value, json};

use crate::etm::call::Call;
use crate::etm::caller::{Ability, Caller, authorize_creation, may};
use crate::etm::model;
use crate::etm::params::{text_of, truthy};
use crate::etm::reply::{Answer, errors, framework, missing_parameter, refuse, refuse_field};
use crate::etm::scenarios::attributes::{self, Faults};
use crate::etm::scenarios::{account_privacy, blank, copy_contents, inherited_privacy, keep, shown};
use crate::etm::settings::EtmDialect;
use crate::etm::state::{EtmState, InputValue, Scaling, Scenario};
use crate::etm::values::given::{Change, Wrong, as_numbers, of_update};
use crate::etm::values::{Update, apply};
use crate::reply::Reply;

pub(crate) fn create(state: &mut EtmState, call: &Call) -> Answer {
    let caller = state.caller(call)?;
    authorize_creation(&caller).map_err(|refused| match state.dialect {
        // The stable engine asks about a scenario in the making, which is public and so may be known of.
        EtmDialect::Stable202501 => refuse(403, "Scenario does not belong to you"),
        EtmDialect::Latest => refused,
    })?;
    let given = attributes::given(call);
    let crash = || framework(call, 500);
    if given.contains_key("saved_scenario_users") {
        return Err(crash());
    }
    let parent = parent_of(state, &caller, &given)?;
    if given.get("private") == Some(&Value::Null) && caller.is_guest() && parent.is_none() {
        return Err(crash());
    }
    let mut scenario = described(state, &caller, &given, parent.as_ref())?;
    if let (None, Some(Value::Object(values))) = (&parent, given.get("user_values")) {
        set_values(state, &mut scenario, values).map_err(|wrong| match wrong {
            Wrong::Crash => crash(),
            Wrong::Messages(texts) => errors(422, &json!({ "base": texts })),
        })?;
    }
    if let (Some(parent), true) = (&parent, given.get("set_preset_roles").is_some_and(truthy)) {
        attributes::copy_roles(state, &parent.scenario, &mut scenario);
    }
    let id = keep(state, scenario);
    shown(state, id, call)
}

/// A new scenario with the attributes of the request and without its values.
fn described(
    state: &mut EtmState,
    caller: &Caller,
    given: &Map<String, Value>,
    parent: Option<&ParentScenario>,
) -> Result<Scenario, Reply> {
    let mut scenario = blank(state, caller);
    let mut faults = Faults::default();
    set_attributes(state, &mut scenario, given, parent, &mut faults)?;
    if given.get("private").is_none_or(Value::is_null) {
        scenario.private = match parent {
            Some(parent) => inherited_privacy(state, caller, &parent.scenario),
            None => account_privacy(state, caller),
        };
    }
    attributes::check(&scenario, &mut faults);
    if faults.is_empty() {
        Ok(scenario)
    } else {
        Err(faults.reply())
    }
}

/// Another scenario that the new one refers to.
struct ParentScenario {
    scenario: Scenario,
    /// Whether its contents are copied, and not only its id kept.
    copied: bool,
}

fn parent_of(state: &EtmState, caller: &Caller, given: &Map<String, Value>) -> Result<Option<ParentScenario>, Reply> {
    let (id, copied) = match (given.get("scenario_id"), given.get("preset_scenario_id")) {
        (Some(id), _) => (id, true),
        (None, Some(id)) => (id, false),
        (None, None) => return Ok(None),
    };
    let found = text_of(id).and_then(|id| state.engine.find(&id).cloned());
    let found = found.filter(|scenario| may(caller, scenario, Ability::Read));
    match found {
        Some(scenario) => Ok(Some(ParentScenario { scenario, copied })),
        None => Err(refuse_field(422, "scenario_id", "does not exist")),
    }
}

fn set_attributes(
    state: &EtmState,
    scenario: &mut Scenario,
    given: &Map<String, Value>,
    parent: Option<&ParentScenario>,
    faults: &mut Faults,
) -> Result<(), Reply> {
    attributes::set_plain(scenario, given);
    if let Some(area) = given.get("area_code") {
        scenario.area_code = text_of(area).unwrap_or_default();
    }
    scenario.template = parent.map(|parent| parent.scenario.id);
    match parent.filter(|parent| parent.copied) {
        Some(parent) => copy_contents(state, &parent.scenario, scenario),
        None => {
            let year = given.get("end_year").cloned().unwrap_or(json!(scenario.end_year));
            match attributes::end_year(&year, &scenario.area_code) {
                Ok(year) => scenario.end_year = year,
                Err(text) => faults.add("end_year", text),
            }
        }
    }
    scale(state, scenario, given, faults)
}

/// Units whose values are the same in a region of any size.
const NEVER_SCALED: &[&str] = &[
    "%", "COP", "degC", "dollar", "euro", "euro/kWh", "gCO2/KWh", "hours", "kWh", "m^2K/W", "x", "kg/GJ", "kg/MWh",
    "MWoutput", "enum",
];

fn scale(
    state: &EtmState,
    scenario: &mut Scenario,
    given: &Map<String, Value>,
    faults: &mut Faults,
) -> Result<(), Reply> {
    if given
        .get("descale")
        .is_some_and(|flag| text_of(flag).as_deref() == Some("true"))
    {
        if let Some(scaling) = scenario.scaling.take() {
            multiply(scenario, scaling.base_value / scaling.value);
        }
        return Ok(());
    }
    let Some(Value::Object(wanted)) = given.get("scale") else {
        return Ok(());
    };
    if wanted.is_empty() {
        return Err(missing_parameter(state.dialect, "scale"));
    }
    match scaling_of(scenario, wanted) {
        Some(scaling) => {
            multiply(scenario, scaling.value / scaling.base_value);
            scenario.scaling = Some(scaling);
        }
        None => faults.add("scaler", "is invalid"),
    }
    Ok(())
}

fn scaling_of(scenario: &Scenario, wanted: &Map<String, Value>) -> Option<Scaling> {
    let area = model::area(&scenario.area_code)?;
    let area_attribute = wanted.get("area_attribute").and_then(Value::as_str)?;
    let base_value = match area_attribute {
        "number_of_inhabitants" => area.inhabitants,
        "present_number_of_residences" => area.residences,
        _ => return None,
    };
    let value: f64 = text_of(wanted.get("value")?)?.parse().ok()?;
    let has = |name: &str, usual: bool| wanted.get(name).map_or(usual, truthy);
    (value > 0.0).then(|| Scaling {
        area_attribute: area_attribute.to_owned(),
        value,
        base_value,
        has_agriculture: has("has_agriculture", false),
        has_industry: has("has_industry", false),
        has_energy: has("has_energy", true),
    })
}

fn multiply(scenario: &mut Scenario, factor: f64) {
    let definitions = model::definitions(&scenario.area_code, scenario.end_year);
    let both = scenario.user_values.iter_mut().chain(&mut scenario.balanced_values);
    for (key, value) in both {
        let definition = definitions.get(key.as_str());
        let scales = definition.is_some_and(|definition| !NEVER_SCALED.contains(&definition.unit));
        if let (InputValue::Number(number), true) = (value, scales) {
            *number *= factor;
        }
    }
}

/// Values of a new scenario go the way of an update; the stable engine stores them as they are.
fn set_values(state: &EtmState, scenario: &mut Scenario, given: &Map<String, Value>) -> Result<(), Wrong> {
    let values = as_numbers(given).ok_or(Wrong::Crash)?;
    if state.is_2025() {
        let number = |value: &Value| InputValue::Number(value.as_f64().unwrap_or_default());
        scenario.user_values = values.iter().map(|(key, value)| (key.clone(), number(value))).collect();
        return Ok(());
    }
    let definitions = model::definitions(&scenario.area_code, scenario.end_year);
    let changes: Vec<(String, Change)> = of_update(&values, &definitions, false)?;
    let update = Update {
        changes,
        reset: false,
        autobalance: true,
        tolerance: state.tolerance(),
    };
    let texts = apply(scenario, None, &update, &definitions);
    if texts.is_empty() {
        Ok(())
    } else {
        Err(Wrong::Messages(texts))
    }
}
