//! Custom curves: hourly values of a user in the place of the model's own.

mod file;
pub(crate) mod keys;
mod stored;

use serde_json::{Value, json};

use crate::etm::call::Call;
use crate::etm::caller::{Ability, Missing};
use crate::etm::esdl::uploaded;
use crate::etm::params::{integer_of, text_of};
use crate::etm::reply::{Answer, empty, errors_with_keys, framework, not_found, ok, refuse};
use crate::etm::settings::EtmDialect;
use crate::etm::state::{EtmState, InputValue, Scenario, engine_time, now};
use crate::reply::Reply;

use keys::{CurveKey, Kind};
pub(crate) use stored::CustomCurve;
use stored::Source;

const LARGEST_FILE: usize = 1024 * 1024;
/// Bytes of the form in which the engine keeps 8760 values.
const STORED_BYTES: usize = 78_843;

/// The values of an attached curve as its download has them; `None` when nothing is attached to the key.
pub(crate) fn shown(scenario: &Scenario, key: &str) -> Option<Vec<f64>> {
    let curve = scenario.custom_curves.get(key)?;
    Some(curve.shown(full_load_hours(scenario, key)))
}

/// Mean outdoor temperature of an area in °C, when nobody uploaded another one. Made up: the sandbox has one climate.
pub(crate) fn mean_temperature(area: &str) -> f64 {
    match area.split('_').next().unwrap_or_default() {
        "CY" | "EL" | "ES" | "IT" | "MT" | "PT" => 15.0,
        "FI" | "NO" | "SE" | "EE" | "LV" | "LT" => 5.0,
        _ => 10.5,
    }
}

/// The full-load hours that the last of the inputs says which the curve sets.
fn full_load_hours(scenario: &Scenario, key: &str) -> Option<f64> {
    // The two versions name different inputs for a key; only those of one have a value.
    [EtmDialect::Latest, EtmDialect::Stable202501]
        .into_iter()
        .filter_map(|dialect| keys::find(dialect, key)?.sets().last())
        .find_map(|input| scenario.user_values.get(input)?.number())
}

/// The members of a curve on the wire.
fn describe(dialect: EtmDialect, scenario: &Scenario, key: &CurveKey) -> Value {
    let curve = scenario.custom_curves.get(&key.key);
    let mut described = json!({
        "key": key.key,
        "type": key.kind.name(),
        "display_group": key.group,
        "attached": curve.is_some(),
        "overrides": key.overrides,
    });
    if key.internal() {
        described["internal"] = json!(true);
    }
    let Some(curve) = curve else {
        return described;
    };
    let stable = dialect == EtmDialect::Stable202501;
    described["name"] = json!(name_of(dialect, &key.key, curve));
    described["size"] = json!(if stable { curve.file_bytes } else { STORED_BYTES });
    described["date"] = json!(engine_time(curve.attached_at));
    described["stats"] = curve.stats(full_load_hours(scenario, &key.key));
    if matches!(key.kind, Kind::Price | Kind::Temperature) {
        described["source_scenario"] = curve.source.as_ref().map_or_else(|| json!({}), Source::json);
    }
    described
}

/// What the curve is called: its file, without the extension except in the stable version.
fn name_of(dialect: EtmDialect, key: &str, curve: &CustomCurve) -> String {
    let whole = curve.file_name.as_str();
    let name = match (dialect, whole.rsplit_once('.')) {
        (EtmDialect::Latest, Some((stem, _))) if !stem.is_empty() => stem,
        _ => whole,
    };
    if name.is_empty() {
        format!("{key}_curve")
    } else {
        name.to_owned()
    }
}

/// `list_custom_curves`.
pub(crate) fn list(state: &mut EtmState, call: &Call) -> Answer {
    let (_, id) = state.permit(call, Ability::Read, Missing::ScenarioNotFound)?;
    let scenario = state.scenario(id)?;
    let (unattached, internal) = (call.flag("include_unattached"), call.flag("include_internal"));
    let listed: Vec<Value> = keys::all(state.dialect)
        .iter()
        .filter(|key| internal || !key.internal())
        .filter(|key| unattached || scenario.custom_curves.contains_key(&key.key))
        .map(|key| describe(state.dialect, scenario, key))
        .collect();
    ok(&listed)
}

fn known(state: &EtmState, call: &Call) -> Result<&'static CurveKey, Reply> {
    let key = call.parameter("curve_key");
    keys::find(state.dialect, key).ok_or_else(|| refuse(422, format!("No such custom curve: {key:?}")))
}

/// `get_custom_curve`.
pub(crate) fn get(state: &mut EtmState, call: &Call) -> Answer {
    let (_, id) = state.permit(call, Ability::Read, Missing::ScenarioNotFound)?;
    let key = known(state, call)?;
    let scenario = state.scenario(id)?;
    if !scenario.custom_curves.contains_key(&key.key) {
        return Err(not_found());
    }
    ok(&describe(state.dialect, scenario, key))
}

/// `download_custom_curve`: one number on each line, without a line end after the last.
pub(crate) fn download(state: &mut EtmState, call: &Call) -> Answer {
    let (_, id) = state.permit(call, Ability::Read, Missing::ScenarioNotFound)?;
    let key = known(state, call)?;
    let scenario = state.scenario(id)?;
    let curve = scenario.custom_curves.get(&key.key).ok_or_else(not_found)?;
    let values = curve.shown(full_load_hours(scenario, &key.key));
    let lines: Vec<String> = values.iter().map(|value| format!("{value:?}")).collect();
    let name = if state.is_2025() {
        format!("{}_curve.{id}", key.key)
    } else {
        name_of(state.dialect, &key.key, curve)
    };
    // A header takes visible ASCII only, and the name stands between quotes.
    let name: String = name
        .chars()
        .map(|letter| {
            if matches!(letter, ' '..='~') && letter != '"' {
                letter
            } else {
                '?'
            }
        })
        .collect();
    let reply = Reply::new(200, "text/csv", lines.join("\n"));
    Ok(reply.with_header("content-disposition", format!("attachment; filename=\"{name}.csv\"")))
}

/// `upload_custom_curve`.
pub(crate) fn upload(state: &mut EtmState, call: &Call) -> Answer {
    let (_, id) = state.permit(call, Ability::Update, Missing::ScenarioNotFound)?;
    let key = known(state, call)?;
    let upload = uploaded(state, call)?;
    if upload.content.len() > LARGEST_FILE {
        let text = "Curve should not be larger than 1MB";
        return Err(errors_with_keys(&[("file_too_large", text)]));
    }
    let of_prices = key.kind == Kind::Price;
    let values = file::read(&upload.content, of_prices).map_err(|faults| errors_with_keys(&faults))?;
    let source = source_of(call)?;
    let dialect = state.dialect;
    let scenario = state.scenario_mut(id)?;
    let first = scenario.custom_curves.get(&key.key).map(|curve| curve.attached_at);
    let mut curve = CustomCurve::new(key.kind, values, first.unwrap_or_else(now));
    curve.file_name.clone_from(&upload.file_name);
    curve.file_bytes = upload.content.len();
    curve.source = source;
    set_inputs(scenario, key, &curve);
    scenario.custom_curves.insert(key.key.clone(), curve);
    let mut described = describe(dialect, scenario, key);
    if dialect == EtmDialect::Latest {
        described["series"] = json!(shown(scenario, &key.key));
    }
    ok(&described)
}

/// Where the form says that the curve comes from: all five fields or none.
fn source_of(call: &Call) -> Result<Option<Source>, Reply> {
    let Some(metadata) = call.param("metadata").and_then(Value::as_object) else {
        return Ok(None);
    };
    let number = |name: &str| metadata.get(name).and_then(integer_of);
    let text = |name: &str| metadata.get(name).and_then(text_of);
    let source = || {
        Some(Source {
            scenario_id: number("source_scenario_id")?,
            scenario_title: text("source_scenario_title")?,
            saved_scenario_id: number("source_saved_scenario_id")?,
            dataset_key: text("source_dataset_key")?,
            end_year: number("source_end_year")?,
        })
    };
    source().map(Some).ok_or_else(|| framework(call, 422))
}

/// Sets the inputs that follow from the curve.
fn set_inputs(scenario: &mut Scenario, key: &CurveKey, curve: &CustomCurve) {
    let value = match key.kind {
        Kind::CapacityProfile => curve.sum(),
        Kind::Temperature => curve.mean() - mean_temperature(&scenario.area_code),
        Kind::Price | Kind::Profile | Kind::Availability => return,
    };
    let definitions = crate::etm::model::definitions(&scenario.area_code, scenario.end_year);
    for input in key.sets() {
        let limits = definitions.get(input.as_str()).map(|input| (input.min, input.max));
        let value = limits.map_or(value, |(min, max)| value.max(min).min(max));
        scenario.user_values.insert(input.clone(), InputValue::Number(value));
    }
    scenario.updated_at = now();
}

/// `delete_custom_curve`: takes the values along that the upload had set.
pub(crate) fn delete(state: &mut EtmState, call: &Call) -> Answer {
    let (_, id) = state.permit(call, Ability::Update, Missing::ScenarioNotFound)?;
    let key = known(state, call)?;
    let scenario = state.scenario_mut(id)?;
    scenario.custom_curves.remove(&key.key).ok_or_else(not_found)?;
    for input in key.sets() {
        if scenario.user_values.remove(input).is_some() {
            scenario.updated_at = now();
        }
    }
    empty(204)
}
