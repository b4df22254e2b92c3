//! Storage.

use super::{csv, number};
use crate::etm::model::Model;
use crate::etm::model::flows::{Balance, Line};
use crate::etm::model::outcome::Outcome;
use crate::etm::model::plants::{Kind, Plant, System, plants};

/// Every storage with its parameters in the future.
pub(crate) fn storage_parameters(future: &Model) -> String {
    let outcome = future.outcome();
    let header = ["Group", "Carrier", "Key", "Parameter", "Future value", "Unit"];
    let rows = plants().filter_map(|plant| match plant.kind {
        Kind::Storage(hours, _) => Some(parameters(outcome, plant, hours)),
        _ => None,
    });
    let rows: Vec<Vec<String>> = rows.flatten().collect();
    csv(std::iter::once(header.map(str::to_owned).to_vec()).chain(rows))
}

fn balance_of(outcome: &Outcome, system: System) -> &Balance {
    let networks = &outcome.networks;
    match system {
        System::Power => &networks.power.balance,
        System::Lt => &networks.heat[0],
        System::Mt => &networks.heat[1],
        System::Ht => &networks.heat[2],
        System::Agriculture => &networks.agriculture,
        System::Hydrogen => &networks.hydrogen,
        System::Gas => &networks.gas,
    }
}

fn carrier_of(plant: &Plant) -> &'static str {
    match plant.system {
        System::Power => "Electricity",
        System::Gas => "Gas",
        System::Hydrogen if plant.node.contains("salt_cavern") => "Hydrogen (salt cavern)",
        System::Hydrogen => "Hydrogen (depleted gas fields)",
        System::Lt | System::Mt | System::Ht | System::Agriculture => "Heat",
    }
}

fn parameters(outcome: &Outcome, plant: &Plant, hours: f64) -> Vec<Vec<String>> {
    let balance = balance_of(outcome, plant.system);
    let (into, out) = (balance.input(plant.node), balance.output(plant.node));
    let peta = |line: Option<&Line>| line.map_or(0.0, |line| line.energy() / 1e9);
    let peak = |line: Option<&Line>| line.map_or(0.0, |line| line.mw.iter().copied().fold(0.0, f64::max));
    let capacity = outcome.case.capacity(plant);
    let mut all = vec![
        ("Energy input", peta(into), "PJ"),
        ("Energy output", peta(out), "PJ"),
        ("Energy losses", peta(into) - peta(out), "PJ"),
    ];
    if plant.system == System::Power {
        all.push(("Storage volume", capacity * hours, "MWh"));
    } else {
        all.push(("Used storage volume", used_volume(into, out), "MWh"));
        all.push(("Installed storage volume", capacity * hours, "MWh"));
    }
    all.extend([
        ("Installed input capacity", capacity, "MW"),
        ("Installed output capacity", capacity, "MW"),
        ("Peak input capacity", peak(into), "MW"),
        ("Peak output capacity", peak(out), "MW"),
    ]);
    let row = |(parameter, value, unit): (&str, f64, &str)| {
        let texts = ["Storage", carrier_of(plant), plant.node, parameter].map(str::to_owned);
        texts.into_iter().chain([number(value), unit.to_owned()]).collect()
    };
    all.into_iter().map(row).collect()
}

/// The highest level over the lowest, MWh.
fn used_volume(into: Option<&Line>, out: Option<&Line>) -> f64 {
    let (Some(into), Some(out)) = (into, out) else {
        return 0.0;
    };
    let (mut level, mut low, mut high) = (0.0_f64, 0.0_f64, 0.0_f64);
    for (into, out) in into.mw.iter().zip(&out.mw) {
        level += into - out;
        low = low.min(level);
        high = high.max(level);
    }
    high - low
}
