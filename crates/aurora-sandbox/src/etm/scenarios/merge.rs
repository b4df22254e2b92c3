//! One scenario from several, by weight.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::etm::call::Call;
use crate::etm::caller::{Caller, authorize_creation};
use crate::etm::definition::{Definition, Definitions};
use crate::etm::model;
use crate::etm::params::text_of;
use crate::etm::reply::{Answer, errors, framework};
use crate::etm::scenarios::{blank, copy_contents, keep, readable, shown};
use crate::etm::state::{EtmState, InputValue, Scenario, Values};
use crate::reply::Reply;

/// A source and its part of the whole.
struct Source {
    scenario: Scenario,
    weight: Option<f64>,
}

fn refused(status: u16, texts: &[&str]) -> Reply {
    errors(status, &json!({ "base": texts }))
}

pub(crate) fn merge(state: &mut EtmState, call: &Call) -> Answer {
    let caller = state.caller(call)?;
    authorize_creation(&caller)?;
    let items = call
        .param("scenarios")
        .and_then(Value::as_array)
        .ok_or_else(|| framework(call, 500))?;
    let sources = sources(state, &caller, items)?;
    let Some(first) = sources.first() else {
        return Err(refused(400, &["You must provide at least one scenario"]));
    };
    let first = &first.scenario;
    let texts: Vec<&str> = problems(&sources);
    if !texts.is_empty() {
        return Err(refused(422, &texts));
    }
    // Nobody owns it, whoever asks.
    let mut merged = blank(state, &Caller::default());
    merged.source = Some("ETEngine Merger".to_owned());
    if sources.len() == 1 {
        copy_contents(state, first, &mut merged);
        merged.template = Some(first.id);
    } else {
        merged.area_code.clone_from(&first.area_code);
        merged.end_year = first.end_year;
        let definitions = model::definitions(&first.area_code, first.end_year);
        merged.user_values = weighted(&sources, &definitions, |scenario| &scenario.user_values);
        merged.balanced_values = weighted(&sources, &definitions, |scenario| &scenario.balanced_values);
    }
    let id = keep(state, merged);
    shown(state, id, call)
}

/// The scenarios that are named. The service looks weights up by text, so that it overlooks an id that is a number.
fn sources(state: &EtmState, caller: &Caller, items: &[Value]) -> Result<Vec<Source>, Reply> {
    let mut sources = Vec::new();
    for item in items {
        let id = text_of(&item["scenario_id"]).unwrap_or_default();
        let scenario = readable(state, caller, &id)?;
        if item["scenario_id"].is_string() {
            sources.push(Source {
                scenario,
                weight: text_of(&item["weight"]).and_then(|weight| weight.parse().ok()),
            });
        }
    }
    Ok(sources)
}

fn problems(sources: &[Source]) -> Vec<&'static str> {
    let differ = |same: fn(&Scenario, &Scenario) -> bool| {
        sources
            .windows(2)
            .any(|pair| !same(&pair[0].scenario, &pair[1].scenario))
    };
    let scaled = sources.iter().any(|source| source.scenario.scaling.is_some());
    [
        (
            differ(|one, other| one.area_code == other.area_code),
            "One or more scenarios have differing area codes",
        ),
        (
            differ(|one, other| one.end_year == other.end_year),
            "One or more scenarios have differing end years",
        ),
        (scaled, "Cannot merge scenarios which have been scaled down"),
    ]
    .into_iter()
    .filter_map(|(wrong, text)| wrong.then_some(text))
    .collect()
}

/// Every value that one of the sources has. A source without a weight gets the mean of those given; when none is given there is
/// no mean, and no value is a number.
fn weighted(sources: &[Source], definitions: &Definitions, values: fn(&Scenario) -> &Values) -> Values {
    let given: Vec<f64> = sources.iter().filter_map(|source| source.weight).collect();
    let mean = given.iter().sum::<f64>() / given.len() as f64;
    let weights: Vec<f64> = sources.iter().map(|source| source.weight.unwrap_or(mean)).collect();
    let total: f64 = weights.iter().sum();
    let keys: BTreeSet<&String> = sources
        .iter()
        .flat_map(|source| values(&source.scenario).keys())
        .collect();
    let known = keys.into_iter().filter_map(|key| definitions.get(key.as_str()));
    let value = |definition: &Definition| {
        let each: Vec<&InputValue> = sources
            .iter()
            .map(|source| {
                values(&source.scenario)
                    .get(definition.key)
                    .unwrap_or(&definition.default)
            })
            .collect();
        if definition.is_enum() {
            return most_frequent(&each);
        }
        let parts = each
            .iter()
            .zip(&weights)
            .map(|(value, weight)| value.number().unwrap_or_default() * weight / total);
        InputValue::Number(parts.sum())
    };
    known
        .map(|definition| (definition.key.to_owned(), value(definition)))
        .collect()
}

/// The first of those that occur most often.
fn most_frequent(values: &[&InputValue]) -> InputValue {
    let count = |value: &InputValue| values.iter().filter(|other| **other == value).count();
    let mut best = values[0];
    for value in values {
        if count(value) > count(best) {
            best = value;
        }
    }
    best.clone()
}
