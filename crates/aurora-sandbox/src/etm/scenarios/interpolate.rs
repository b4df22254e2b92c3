//! Scenarios for years between others.

use serde_json::{Value, json};

use crate::etm::call::Call;
use crate::etm::caller::{Ability, Caller, Missing, authorize_creation, may};
use crate::etm::model;
use crate::etm::params::{blank as is_blank, integer_of, text_of};
use crate::etm::reply::{Answer, framework, missing_parameter, ok, refuse, refuse_all, refuse_field};
use crate::etm::scenarios::{blank, copy_contents, inherited_privacy, keep, readable, shown, start_year, view};
use crate::etm::state::{EtmState, InputValue, Scenario, Values};
use crate::reply::Reply;

pub(crate) fn interpolate(state: &mut EtmState, call: &Call) -> Answer {
    let (caller, id) = state.permit(call, Ability::Clone, Missing::NoSuchScenario)?;
    let source = state.scenario(id)?.clone();
    let target = call.param("end_year").filter(|year| !is_blank(year));
    let target = target.ok_or_else(|| refuse(400, "Interpolated scenario must have an end year"))?;
    let target = integer_of(target).unwrap_or_default();
    if state.is_2025() {
        if let Some(text) = problem_2025(&source, target) {
            return Err(refuse(400, text));
        }
        return store(state, &caller, &source, None, target, call);
    }
    let start = match call.param("start_scenario_id").filter(|id| !is_blank(id)) {
        Some(id) => Some(readable(state, &caller, &text_of(id).unwrap_or_default())?),
        None => None,
    };
    let texts = problems(&source, start.as_ref(), target);
    if !texts.is_empty() {
        return Err(refuse_all(422, &texts));
    }
    store(state, &caller, &source, start.as_ref(), target, call)
}

fn store(
    state: &mut EtmState,
    caller: &Caller,
    source: &Scenario,
    start: Option<&Scenario>,
    target: i64,
    call: &Call,
) -> Answer {
    let made = between(state, caller, source, start, target);
    let id = keep(state, made);
    shown(state, id, call)
}

fn problem_2025(source: &Scenario, target: i64) -> Option<String> {
    let (start, end) = (start_year(&source.area_code), source.end_year);
    if source.scaling.is_some() {
        return Some("Cannot interpolate scaled scenarios".to_owned());
    }
    let must = "Interpolated scenario must have an end year equal or prior to the original scenario";
    let may_not = "Interpolated scenario may not have an end year prior to the dataset analysis year";
    if target > end {
        Some(format!("{must} ({end})"))
    } else if target < start {
        Some(format!("{may_not} ({start})"))
    } else {
        None
    }
}

fn problems(source: &Scenario, start: Option<&Scenario>, target: i64) -> Vec<String> {
    let first_year = start_year(&source.area_code);
    let mut rules = vec![
        (source.scaling.is_some(), "cannot interpolate scaled scenarios"),
        (
            target >= source.end_year,
            "must be prior to the original scenario end year",
        ),
        (target <= first_year, "must be posterior to the dataset analysis year"),
    ];
    if let Some(start) = start {
        let (same, later) = (start.id == source.id, start.end_year >= source.end_year);
        let other_start = start_year(&start.area_code) != first_year;
        rules.extend([
            (
                target <= start.end_year,
                "must be posterior to the start scenario end year",
            ),
            (same, "start scenario must not be the same as the original scenario"),
            (
                later,
                "start scenario end year must be prior to original scenario end year",
            ),
            (
                other_start,
                "start scenario start year must match original scenario start year",
            ),
            (
                start.area_code != source.area_code,
                "start scenario area code must match original scenario area code",
            ),
        ]);
    }
    let broken = rules.into_iter().filter(|(broken, _)| *broken);
    broken.map(|(_, text)| text.to_owned()).collect()
}

/// A scenario of the caller's for a year between `start` (or the dataset) and `source`.
fn between(
    state: &mut EtmState,
    caller: &Caller,
    source: &Scenario,
    start: Option<&Scenario>,
    target: i64,
) -> Scenario {
    let mut made = blank(state, caller);
    copy_contents(state, source, &mut made);
    made.scaling = None;
    made.end_year = target;
    made.source.clone_from(&source.source);
    made.private = inherited_privacy(state, caller, source);
    made.user_values = line(source, start, target, |scenario| &scenario.user_values);
    made.balanced_values = line(source, start, target, |scenario| &scenario.balanced_values);
    made
}

fn line(source: &Scenario, start: Option<&Scenario>, target: i64, values: fn(&Scenario) -> &Values) -> Values {
    let definitions = model::definitions(&source.area_code, source.end_year);
    let from = start.map_or_else(|| start_year(&source.area_code), |start| start.end_year);
    let span = source.end_year - from;
    // The stable engine lets the year be the first one, and one with nothing in between is its own end.
    let part = if span == 0 {
        1.0
    } else {
        (target - from) as f64 / span as f64
    };
    let mut made = Values::new();
    for (key, value) in values(source) {
        let Some(definition) = definitions.get(key.as_str()) else {
            continue;
        };
        let first = start
            .and_then(|start| values(start).get(key))
            .unwrap_or(&definition.default);
        let moved = match (first, value) {
            (InputValue::Number(first), InputValue::Number(last)) if !definition.is_bool() => {
                InputValue::Number(first + (last - first) * part)
            }
            _ => value.clone(),
        };
        made.insert(key.clone(), moved);
    }
    made
}

pub(crate) fn interpolate_many(state: &mut EtmState, call: &Call) -> Answer {
    let caller = state.caller(call)?;
    authorize_creation(&caller)?;
    let required = |name: &str| {
        let given = call.param(name).filter(|given| !is_blank(given));
        given.ok_or_else(|| missing_parameter(state.dialect, name))
    };
    let (ids, years) = (required("scenario_ids")?, required("end_years")?);
    let years = years.as_array().ok_or_else(|| framework(call, 500))?;
    let mut years: Vec<i64> = years.iter().map(|year| integer_of(year).unwrap_or_default()).collect();
    years.sort_unstable();
    let mut sources = all_sources(state, &caller, ids)?;
    sources.sort_by_key(|source| source.end_year);
    check_many(&sources, &years)?;
    let mut made = Vec::new();
    for year in years {
        let start = sources.iter().rfind(|source| source.end_year < year);
        // The check found a later one; a source that ends in the year itself stands for it.
        let Some(source) = sources.iter().find(|source| source.end_year > year) else {
            let text = format!("failed to interpolate year {year}: no later scenario");
            return Err(refuse_field(422, "interpolation", text));
        };
        made.push(between(state, &caller, source, start, year));
    }
    let ids: Vec<i64> = made.into_iter().map(|scenario| keep(state, scenario)).collect();
    let shown: Result<Vec<Value>, Reply> = ids
        .iter()
        .map(|id| Ok(view::json(state.scenario(*id)?, call)))
        .collect();
    ok(&shown?)
}

/// All sources, each of which must be there, readable, and asked for once.
fn all_sources(state: &EtmState, caller: &Caller, ids: &Value) -> Result<Vec<Scenario>, Reply> {
    let single = [ids.clone()];
    let given = ids.as_array().map_or(&single[..], Vec::as_slice);
    let mut found: Vec<Scenario> = Vec::new();
    for id in given.iter().filter_map(text_of) {
        let scenario = state
            .engine
            .find(&id)
            .filter(|scenario| may(caller, scenario, Ability::Read));
        if let Some(scenario) = scenario.filter(|scenario| found.iter().all(|known| known.id != scenario.id)) {
            found.push(scenario.clone());
        }
    }
    if found.len() == given.len() {
        return Ok(found);
    }
    // The difference is one of numbers: an id that came as text is in it, found or not.
    let missing = given
        .iter()
        .filter(|id| !found.iter().any(|known| json!(known.id) == **id));
    let shown: Vec<String> = missing.map(Value::to_string).collect();
    Err(refuse(404, format!("scenarios not found: [{}]", shown.join(", "))))
}

fn check_many(sources: &[Scenario], years: &[i64]) -> Result<(), Reply> {
    let refused = |field: &str, text: String| Err(refuse_field(422, field, text));
    let (Some(first), Some(last)) = (sources.first(), sources.last()) else {
        return Err(refuse(404, "scenarios not found: []"));
    };
    if sources.iter().any(|source| source.scaling.is_some()) {
        return refused("scenario_ids", "cannot interpolate scaled scenarios".to_owned());
    }
    if sources.iter().any(|source| source.area_code != first.area_code) {
        return refused("scenario_ids", "all scenarios must have the same area code".to_owned());
    }
    let start = start_year(&first.area_code);
    for year in years {
        if *year <= start {
            return refused(
                "end_years",
                format!("{year} must be posterior to the first scenario start year"),
            );
        }
        if *year >= last.end_year {
            return refused(
                "end_years",
                format!("{year} must be prior to the latest scenario end year"),
            );
        }
    }
    Ok(())
}
