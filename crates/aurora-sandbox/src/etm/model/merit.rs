//! The participants of the electricity market.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::Model;
use super::case::Case;
use super::costs::{fixed, investment};
use super::flows::{Line, MJ_PER_MWH};
use super::outcome::Outcome;
use super::plants::{Kind, Plant, System, plant, plants_of};
use super::power::{marginal_costs, runs_always};

/// Curves by name.
type Curves = BTreeMap<String, Vec<f64>>;

/// Participants, and with `include_curves` what they follow.
pub(crate) fn merit(future: &Model, include_curves: bool) -> Value {
    let outcome = future.outcome();
    let mut curves = Curves::new();
    let mut participants: Vec<Value> = plants_of(System::Power)
        .filter(|plant| outcome.case.capacity(plant) > 0.0)
        .map(|plant| of_plant(outcome, plant, include_curves, &mut curves))
        .collect();
    let consumers = outcome.networks.power.balance.inputs.iter();
    for line in consumers.filter(|line| plant(&line.node).is_none_or(|plant| plant.system != System::Power)) {
        let mut shown = json!({
            "key": line.node,
            "type": "total_consumption",
            "total_consumption": line.energy(),
        });
        if include_curves {
            let name = format!("{}.load_curve", line.node);
            shown["curve"] = json!(name);
            let sum = line.energy().max(1e-9);
            curves.insert(name, line.mw.iter().map(|mw| mw / sum).collect());
        }
        participants.push(shown);
    }
    match include_curves {
        true => json!({"curves": curves, "participants": participants}),
        false => json!({"participants": participants}),
    }
}

fn of_plant(outcome: &Outcome, plant: &Plant, include_curves: bool, curves: &mut Curves) -> Value {
    let case = &outcome.case;
    let kind = kind_of(case, plant);
    let marginal = asked_price(case, plant);
    let units = case.capacity(plant) / plant.unit;
    let mut shown = Map::from_iter([
        ("key".to_owned(), json!(plant.node)),
        ("type".to_owned(), json!(kind)),
        ("marginal_costs".to_owned(), json!(marginal)),
        ("output_capacity_per_unit".to_owned(), json!(plant.unit)),
        ("number_of_units".to_owned(), json!(units)),
    ]);
    let mut put = |name: &str, value: Value| shown.insert(name.to_owned(), value);
    if kind == "storage" {
        put("input_capacity_per_unit", json!(plant.unit));
        for name in NEVER_TOLD {
            put(name, Value::Null);
        }
    } else {
        put("availability", json!(plant.availability));
        let yearly = investment(case, plant) / plant.lifetime;
        put("fixed_costs_per_unit", json!(yearly / units));
        put("fixed_om_costs_per_unit", json!(fixed(case, plant) / units));
    }
    if include_curves {
        let line = outcome.networks.power.balance.output(plant.node);
        let line = line.filter(|_| runs_always(case, plant));
        let name = line.and_then(|line| curve(plant, line, curves));
        put("curve", json!(name));
        if let Some(line) = line {
            put(
                "full_load_hours",
                json!(line.energy() / MJ_PER_MWH / case.capacity(plant)),
            );
        }
    }
    Value::Object(shown)
}

fn kind_of(case: &Case, plant: &Plant) -> &'static str {
    match plant.kind {
        Kind::Volatile(..) => "volatile",
        Kind::Storage(..) => "storage",
        _ if runs_always(case, plant) => "must_run",
        _ => "dispatchable",
    }
}

/// The weather asks for nothing.
fn asked_price(case: &Case, plant: &Plant) -> f64 {
    match plant.kind {
        Kind::Volatile(..) => 0.0,
        _ => marginal_costs(case, plant),
    }
}

/// What storage has and does not show.
const NEVER_TOLD: [&str; 5] = [
    "volume_per_unit",
    "input_efficiency",
    "output_efficiency",
    "reserve_class",
    "decay",
];

/// Adds what a plant follows, with a sum of 1/3600, and gives its name.
fn curve(plant: &Plant, line: &Line, curves: &mut Curves) -> Option<String> {
    let name = match plant.kind {
        Kind::Volatile(curve, _) => format!("{}.dynamic: {}", plant.node, curve.trim_start_matches("weather/")),
        Kind::MustRun(..) => format!("{}.load_curve", plant.node),
        _ => return None,
    };
    let sum = line.energy().max(1e-9);
    curves.insert(name.clone(), line.mw.iter().map(|mw| mw / sum).collect());
    Some(name)
}
