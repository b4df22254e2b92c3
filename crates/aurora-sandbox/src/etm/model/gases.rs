//! Hydrogen and network gas, hour by hour.

use super::carriers::{HYDROGEN, NATURAL_GAS, NETWORK_GAS};
use super::case::Case;
use super::flows::{Balance, Flows, Line, add, total, zeros};
use super::plants::{Kind, Plant, System, plant, plants_of};
use super::power::ELECTROLYSIS;
use super::profiles::Series;
use super::supply::{self, Loads};
use crate::times::YEAR_HOURS;

/// Hydrogen that no plant makes comes from abroad, and what nobody needs goes there.
pub(crate) const IMPORT: &str = "energy_import_hydrogen_backup";
const EXPORT: &str = "energy_export_hydrogen";
/// Gas that is not made in the area.
const GAS_IMPORT: &str = "energy_import_network_gas";
const GAS_STORAGE: &str = "energy_network_gas_storage";

fn mean(series: &[f64]) -> f64 {
    series.iter().sum::<f64>() / series.len() as f64
}

/// Meets the demand for hydrogen.
pub(crate) fn hydrogen(
    case: &Case,
    consumers: Vec<Line>,
    electrolysis: Series,
    loads: &mut Loads,
    flows: &mut Flows,
) -> Balance {
    let mut left = total(&consumers);
    let mut balance = Balance {
        inputs: consumers,
        ..Balance::default()
    };
    let installed = || plants_of(System::Hydrogen).filter(|plant| case.capacity(plant) > 0.0);
    if !electrolysis.is_empty() {
        add(&mut left, &electrolysis, -1.0);
        // It was booked with the electricity that it took.
        balance.outputs.push(Line::new(ELECTROLYSIS, electrolysis));
    }
    for plant in installed().filter(|plant| matches!(plant.kind, Kind::Volatile(..) | Kind::MustRun(..))) {
        let mw = supply::given_output(case, plant);
        add(&mut left, &mw, -1.0);
        loads.run(plant, &mw, flows);
        balance.outputs.push(Line::new(plant.node, mw));
    }
    let charging = charge(case, &mut left, &mut balance);
    for plant in ordered(case, "hydrogen_supply") {
        let charged = charging.iter().find(|(node, _)| *node == plant.node);
        let used = match charged {
            Some((_, charged)) => discharge(case, plant, charged, &mut left),
            None => take(&mut left, case.capacity(plant)),
        };
        if charged.is_none() {
            loads.run(plant, &used, flows);
        }
        balance.outputs.push(Line::new(plant.node, used));
    }
    exchange(left, &mut balance, flows);
    balance
}

/// Imports what is missing, exports what is too much, and books both and what went through the stores.
fn exchange(mut left: Series, balance: &mut Balance, flows: &mut Flows) {
    let import = Line::new(IMPORT, take(&mut left, f64::INFINITY));
    balance.outputs.push(import);
    let export = Line::new(EXPORT, left.iter().map(|left| (-left).max(0.0)).collect());
    balance.inputs.push(export);
    for line in balance.outputs.iter().filter(|line| is_exchange(&line.node)) {
        flows.node(&line.node).give(HYDROGEN, line.energy());
    }
    for line in balance.inputs.iter().filter(|line| is_exchange(&line.node)) {
        flows.node(&line.node).take(HYDROGEN, line.energy());
    }
    balance.deficit = zeros();
    balance.sort();
}

/// Is this neither a plant nor a demand?
fn is_exchange(node: &str) -> bool {
    [IMPORT, EXPORT].contains(&node) || node.contains("_storage_")
}

fn ordered(case: &Case, order: &str) -> Vec<&'static Plant> {
    let plants = case.order(order, None).iter().filter_map(|node| plant(node));
    plants.filter(|plant| case.capacity(plant) > 0.0).collect()
}

/// Takes what is needed, up to a capacity.
fn take(left: &mut [f64], capacity: f64) -> Series {
    let hours = left.iter_mut().map(|left| {
        let used = left.clamp(0.0, capacity);
        *left -= used;
        used
    });
    hours.collect()
}

/// Fills the stores with what is too much, those first in the user's order first; what they take in by node.
fn charge(case: &Case, left: &mut [f64], balance: &mut Balance) -> Vec<(&'static str, Series)> {
    let mut all = Vec::new();
    for plant in ordered(case, "hydrogen_demand") {
        let Kind::Storage(hours, _) = plant.kind else {
            continue;
        };
        let power = case.capacity(plant);
        let mut room = power * hours;
        let charged = left.iter_mut().map(|left| {
            let mw = (-*left).clamp(0.0, power).min(room);
            // The store is emptied in winter and has its room again.
            room -= mw;
            *left += mw;
            mw
        });
        let charged: Series = charged.collect();
        balance.inputs.push(Line::new(plant.node, charged.clone()));
        all.push((plant.node, charged));
    }
    all
}

fn discharge(case: &Case, plant: &Plant, charged: &[f64], left: &mut [f64]) -> Series {
    let power = case.capacity(plant);
    let mut level = 0.0;
    let hours = charged.iter().zip(left.iter_mut()).map(|(charged, left)| {
        level += charged;
        let used = left.clamp(0.0, power).min(level);
        level -= used;
        *left -= used;
        used
    });
    hours.collect()
}

/// Meets the demand for gas: the year's mean flows in, and storage does the rest.
pub(crate) fn network_gas(case: &Case, consumers: Vec<Line>, loads: &mut Loads, flows: &mut Flows) -> Balance {
    let wanted = total(&consumers);
    let flat = mean(&wanted);
    let mut balance = Balance {
        inputs: consumers,
        ..Balance::default()
    };
    let mut left = flat;
    let green = flat * case.share("green_gas_total_share");
    for plant in plants_of(System::Gas) {
        let most = match (plant.kind, green_share(case, plant.node)) {
            (Kind::Storage(..), _) => continue,
            (_, Some(share)) => green * share,
            (Kind::MustRun(_, hours), None) => case.capacity(plant) * hours / YEAR_HOURS as f64,
            _ => case.capacity(plant),
        };
        let mw = most.min(left);
        left -= mw;
        if mw > 0.0 {
            let mw = vec![mw; YEAR_HOURS];
            loads.run(plant, &mw, flows);
            balance.outputs.push(Line::new(plant.node, mw));
        }
    }
    let import = own_shape(case, "network_gas_import", left.max(0.0));
    let inflow: Series = import.iter().map(|import| import + flat - left.max(0.0)).collect();
    let import = Line::new(GAS_IMPORT, import);
    let energy = import.energy();
    flows
        .node(GAS_IMPORT)
        .take(NATURAL_GAS, energy)
        .give(NETWORK_GAS, energy);
    balance.outputs.push(import);
    store_gas(&wanted, &inflow, &mut balance, flows);
    balance
}

/// Takes in what flows in and is not wanted, and gives it back when more is wanted than flows in.
fn store_gas(wanted: &[f64], inflow: &[f64], balance: &mut Balance, flows: &mut Flows) {
    let side = |sign: f64| -> Series {
        let hours = wanted.iter().zip(inflow);
        hours
            .map(|(wanted, inflow)| (sign * (wanted - inflow)).max(0.0))
            .collect()
    };
    let (out, into) = (Line::new(GAS_STORAGE, side(1.0)), Line::new(GAS_STORAGE, side(-1.0)));
    let node = flows.node(GAS_STORAGE);
    node.take(NETWORK_GAS, into.energy()).give(NETWORK_GAS, out.energy());
    balance.outputs.push(out);
    balance.inputs.push(into);
    balance.deficit = zeros();
    balance.sort();
}

fn own_shape(case: &Case, curve: &str, mean: f64) -> Series {
    match case.curve_of_mean_one(curve) {
        Some(shape) => shape.into_iter().map(|value| value * mean).collect(),
        None => vec![mean; YEAR_HOURS],
    }
}

/// The part of the green gas that a plant makes; `None` for plants of other gas.
pub(crate) fn green_share(case: &Case, node: &str) -> Option<f64> {
    const SHARES: [(&str, &str); 3] = [
        (
            "energy_greengas_gasification_wet_biomass",
            "energy_greengas_gasification_wet_biomass_share",
        ),
        ("energy_greengas_upgrade_biogas", "energy_biogas_fermentation_share"),
        (
            "energy_greengas_gasification_dry_biomass",
            "energy_greengas_gasification_dry_biomass_share",
        ),
    ];
    let (_, key) = SHARES.iter().find(|(known, _)| *known == node)?;
    let of = |key: &str| case.number(key).max(0.0);
    let sum: f64 = SHARES.iter().map(|(_, key)| of(key)).sum();
    Some(of(key) / sum.max(1e-9))
}

/// Is this gas of fossil origin? The share of green gas in the network.
pub(crate) fn green_part(flows: &Flows) -> f64 {
    let all: f64 = flows.given(NETWORK_GAS).max(1e-9);
    let nodes = flows.iter().filter(|(key, _)| key.starts_with("energy_greengas_"));
    let green: f64 = nodes.filter_map(|(_, flow)| flow.outputs.get(NETWORK_GAS)).sum();
    let stored = flows.get(GAS_STORAGE).and_then(|flow| flow.outputs.get(NETWORK_GAS));
    green / (all - stored.copied().unwrap_or_default()).max(1e-9)
}
