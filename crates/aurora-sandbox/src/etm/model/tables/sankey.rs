//! The flows of the whole system, by stage.

use std::collections::BTreeMap;

use super::{csv, number};
use crate::etm::model::Model;
use crate::etm::model::carriers::{Carrier, ELECTRICITY, cost_group};
use crate::etm::model::flows::is_final;
use crate::etm::model::outcome::Outcome;
use crate::etm::model::plants::{plant, sector_of};

/// Stage, carrier, category, type.
type Key = (usize, &'static str, &'static str, &'static str);

const STAGES: [&str; 3] = ["Primary demand", "Conversion", "Final demand"];

/// PJ in both years.
pub(crate) fn sankey(present: &Model, future: &Model) -> String {
    let (now, later) = (sums(present.outcome()), sums(future.outcome()));
    let mut all: BTreeMap<Key, [f64; 2]> = BTreeMap::new();
    for (year, sums) in [now, later].into_iter().enumerate() {
        for (key, energy) in sums {
            all.entry(key).or_default()[year] = energy / 1e9;
        }
    }
    let header = [
        "Group",
        "Carrier",
        "Category",
        "Type",
        "present_year",
        "future_year",
        "Value Unit",
    ];
    let rows = all.into_iter().map(|((stage, carrier, category, kind), [now, later])| {
        let mut cells = [STAGES[stage], carrier, category, kind].map(str::to_owned).to_vec();
        cells.extend([number(now), number(later), "PJ".to_owned()]);
        cells
    });
    csv(std::iter::once(header.map(str::to_owned).to_vec()).chain(rows))
}

fn sums(outcome: &Outcome) -> BTreeMap<Key, f64> {
    let mut all = BTreeMap::new();
    let mut put = |key: Key, energy: f64| *all.entry(key).or_insert(0.0) += energy;
    for (node, flow) in outcome.flows.iter() {
        if is_final(node) {
            for (carrier, energy) in &flow.inputs {
                put((2, label(carrier), category_of(node), "Input"), *energy);
            }
        } else if node.starts_with("energy_import_") || node.starts_with("energy_primary_") {
            for (carrier, energy) in &flow.outputs {
                put((0, label(carrier), label(carrier), "Output"), *energy);
            }
        } else if let Some(plant) = plant(node) {
            let category = match plant.costs.1 {
                "power_plants" => "Power plants",
                "chp_plants" => "CHP plants",
                "heat_plants" | "p2h" => "Heat plants",
                "dedicated_hydrogen_production" | "electrolysis" => "Hydrogen production",
                "p2p" | "storage" => "Storage",
                _ => "Other",
            };
            for (carrier, energy) in &flow.inputs {
                put((1, label(carrier), category, "Input"), *energy);
            }
            for (carrier, energy) in &flow.outputs {
                put((1, label(carrier), category, "Output"), *energy);
            }
        } else if node.contains("_imported_electricity") {
            put((0, label(ELECTRICITY), "Import", "Output"), flow.outputs.values().sum());
        } else if node.contains("_exported_electricity") {
            put((2, label(ELECTRICITY), "Export", "Input"), flow.inputs.values().sum());
        }
    }
    all
}

fn category_of(node: &str) -> &'static str {
    match sector_of(node) {
        "households" => "Households",
        "buildings" => "Buildings",
        "industry" => "Industry",
        "transport" => "Transport",
        "agriculture" => "Agriculture",
        "bunkers" => "Bunkers",
        _ => "Other",
    }
}

fn label(carrier: Carrier) -> &'static str {
    match carrier {
        "wind" => "Wind",
        "solar_radiation" => "Solar",
        "solar_thermal" => "Solar thermal",
        "geothermal" => "Geothermal",
        "ambient_heat" => "Ambient heat",
        "water" => "Water",
        "loss" => "Loss",
        "useable_heat" => "Useable heat",
        carrier => match cost_group(carrier) {
            Some("biomass") => "Biomass",
            Some("oil_and_products") => "Oil",
            Some("coal_and_products") => "Coal",
            Some("uranium") => "Uranium",
            Some("natural_gas") => "Natural gas",
            Some("waste") => "Waste mix",
            Some("electricity") => "Electricity",
            Some("hydrogen") => "Hydrogen",
            Some("ammonia") => "Ammonia",
            Some("heat") => "Steam hot water",
            _ => "Not defined",
        },
    }
}
