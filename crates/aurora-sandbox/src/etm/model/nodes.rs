//! The nodes of the model: what is shown of one, the drawing of all, and the numbers that can be asked for.

mod facts;
mod groups;
mod topology;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::Model;
use super::outcome::Outcome;
use super::plants::{plant, plants, sector_of};
use super::uses::uses;

use facts::Facts;
use groups::{Attribute, GROUPS};

pub(crate) use topology::topology;

/// The one node of the molecules' graph that is shown.
pub(crate) const SEQUESTRATION: &str = "molecules_offshore_sequestration_co2";

/// All nodes of the energy graph of a year, by key.
pub(crate) fn keys(outcome: &Outcome) -> BTreeSet<&str> {
    let mut all: BTreeSet<&str> = outcome.flows.iter().map(|(key, _)| key).collect();
    all.extend(plants().map(|plant| plant.node));
    all.extend(uses().map(|one| one.node));
    all.extend(
        uses()
            .flat_map(|one| one.technologies)
            .map(|technology| technology.node),
    );
    all
}

/// How a node is used; feedstocks are not burnt.
pub(crate) fn purpose(key: &str) -> &'static str {
    if key.contains("non_energetic") {
        "non_energetic"
    } else if super::flows::is_link(key) || key.contains("_useful_demand_") {
        "undefined"
    } else {
        "energetic"
    }
}

/// The group that decides what is shown of a node; `None` for most.
fn presentation(key: &str) -> Option<&'static str> {
    match key {
        SEQUESTRATION => Some("co2_storage"),
        "industry_steel_blastfurnace_bof_production" => Some("steel"),
        key if plant(key).is_some() => plant(key).and_then(|plant| plant.presentation),
        key if !facts::is_technology(key) => None,
        key if key.contains("heatpump") => Some("heat_pumps"),
        key if key.contains("_burner_") || key.contains("heater_") => Some("traditional_heat"),
        _ => None,
    }
}

/// A node in both years; `None` when there is no such node.
pub(crate) fn node(present: &Model, future: &Model, key: &str) -> Option<Value> {
    let (now, later) = (present.outcome(), future.outcome());
    if key != SEQUESTRATION && !keys(later).contains(key) && !keys(now).contains(key) {
        return None;
    }
    let presentation = presentation(key);
    let facts = [Facts::of(now, key), Facts::of(later, key)];
    let mut data = Map::new();
    let group = GROUPS.iter().find(|group| Some(group.name) == presentation);
    if let (Some(group), [Some(now), Some(later)]) = (group, &facts) {
        for (section, attributes) in group.sections {
            let mut shown = Map::new();
            for attribute in *attributes {
                if let Some(datum) = datum(attribute, now, later) {
                    shown.insert(attribute.name.to_owned(), datum);
                }
            }
            if !shown.is_empty() {
                data.insert((*section).to_owned(), Value::Object(shown));
            }
        }
        if now.burns_coal_and_pellets() {
            data.insert("current_fuel_input_mix".to_owned(), fuel_mix(now, later));
        }
    }
    let pellets = facts.iter().flatten().any(Facts::burns_coal_and_pellets);
    Some(json!({
        "key": key,
        "sector": sector_of(key),
        "use": purpose(key),
        "presentation_group": presentation,
        "data": data,
        "uses_coal_and_wood_pellets": pellets,
    }))
}

/// An attribute in both years; `None` when both are missing.
fn datum(attribute: &Attribute, now: &Facts, later: &Facts) -> Option<Value> {
    let (now, later) = (now.value(attribute.name), later.value(attribute.name));
    if now.is_none() && later.is_none() {
        return None;
    }
    let show = |value: Option<f64>| value.map_or(Value::Null, |value| attribute.show(value));
    let (unit, description) = groups::unit_of(attribute.name);
    Some(json!({"present": show(now), "future": show(later), "unit": unit, "desc": description}))
}

fn fuel_mix(now: &Facts, later: &Facts) -> Value {
    let mut shares = Map::new();
    for (carrier, share) in later.fuel_shares() {
        let before = now.fuel_shares().into_iter().find(|(known, _)| *known == carrier);
        let text = |share: f64| format!("{:.1}", 100.0 * share);
        shares.insert(
            format!("{carrier}_input_conversion"),
            json!({
                "present": text(before.map_or(0.0, |(_, share)| share)),
                "future": text(share),
                "unit": "%",
                "desc": "Share of the fuel input",
            }),
        );
    }
    Value::Object(shares)
}

/// Attributes that can be asked for; the first twelve are the usual ones.
const STATS: [&str; 16] = [
    "demand",
    "electricity_output_capacity",
    "input_capacity",
    "number_of_units",
    "storage",
    "initial_investment",
    "technical_lifetime",
    "coefficient_of_performance",
    "full_load_hours",
    "fixed_operation_and_maintenance_costs_per_year",
    "variable_operation_and_maintenance_costs_per_full_load_hour",
    "variable_operation_and_maintenance_costs_for_ccs_per_full_load_hour",
    "heat_output_capacity",
    "marginal_heat_costs",
    "fixed_operation_and_maintenance_costs_per_year_per_mw",
    "total_initial_investment_per_mw",
];

/// The numbers of a node of the energy graph; `None` for an unknown node or attribute.
pub(crate) fn stats(present: &Model, future: &Model, key: &str, attributes: Option<&[String]>) -> Option<Value> {
    let (now, later) = (present.outcome(), future.outcome());
    if !keys(later).contains(key) {
        return None;
    }
    let usual: Vec<String> = STATS[..12].iter().map(|name| (*name).to_owned()).collect();
    let mut all = Map::new();
    for name in attributes.unwrap_or(&usual) {
        if !STATS.contains(&name.as_str()) {
            return None;
        }
        let of = |outcome: &Outcome| {
            let facts = Facts::of(outcome, key);
            match name.as_str() {
                "storage" => facts.and_then(|facts| facts.storage()).unwrap_or(Value::Null),
                "demand" => json!(facts::demand(outcome, key)),
                name => json!(facts.and_then(|facts| facts.value(name))),
            }
        };
        all.insert(name.clone(), json!({"present": of(now), "future": of(later)}));
    }
    Some(Value::Object(all))
}
