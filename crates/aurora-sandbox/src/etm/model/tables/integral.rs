//! What hydrogen costs, hour by hour.

use super::Column;
use crate::etm::model::carriers::ELECTRICITY;
use crate::etm::model::flows::{MJ_PER_MWH, add, zeros};
use crate::etm::model::gases::IMPORT;
use crate::etm::model::outcome::Outcome;
use crate::etm::model::plants::plant;
use crate::etm::model::power::{ELECTROLYSIS, marginal_costs};

/// Technologies in their order: their name over the production, that over the costs, and the node; without one there is nothing.
#[rustfmt::skip]
const TECHNOLOGIES: &[(&str, &str, &str)] = &[
    ("ammonia reformer (dispatchable)", "ammonia reformer (dispatchable)", "energy_hydrogen_ammonia_reformer_dispatchable"),
    ("ammonia reformer (must-run)", "ammonia reformer (must-run)", "energy_hydrogen_ammonia_reformer_must_run"),
    ("autothermal reformer (dispatchable)", "autothermal reformer (dispatchable)", "energy_hydrogen_autothermal_reformer_dispatchable"),
    ("autothermal reformer (must-run)", "autothermal reformer (must-run)", "energy_hydrogen_autothermal_reformer_must_run"),
    ("autothermal reformer (CCS must-run)", "autothermal reformer (CCS must-run)", "energy_hydrogen_autothermal_reformer_ccs_must_run"),
    ("biomass gasification", "biomass gasification", "energy_hydrogen_biomass_gasification"),
    ("biomass gasification (CCS)", "biomass gasification (CCS)", "energy_hydrogen_biomass_gasification_ccs"),
    ("electrolysis from solar on land (dedicated)", "electrolysis from solar on land (dedicated)", "energy_hydrogen_solar_pv_solar_radiation"),
    ("electrolysis from offshore wind (dedicated)", "electrolysis from offshore wind (dedicated)", "energy_hydrogen_wind_turbine_offshore"),
    ("wind offshore (with hybrid connection)", "wind offshore (with hybrid connection)", ""),
    ("electrolysis from grid on land", "electrolysis from grid on land", ELECTROLYSIS),
    ("liquid hydrogen regasifier", "liquid hydrogen regasifier", ""),
    // The real file repeats the name of its neighbour here.
    ("LOHC reformer", "liquid hydrogen regasifier", ""),
    ("steam methane reformer (dispatchable)", "steam methane reformer (dispatchable)", "energy_hydrogen_steam_methane_reformer_dispatchable"),
    ("steam methane reformer (must-run)", "steam methane reformer (must-run)", "energy_hydrogen_steam_methane_reformer_must_run"),
    ("steam methane reformer (CCS must-run)", "steam methane reformer (CCS must-run)", "energy_hydrogen_steam_methane_reformer_ccs_must_run"),
    ("storage depleted gas fields", "storage depleted gas fields", "energy_hydrogen_storage_depleted_gas_field"),
    ("storage salt caverns", "storage salt caverns", "energy_hydrogen_storage_salt_cavern"),
    ("import (back-up)", "import (back-up)", IMPORT),
    ("import (baseload)", "import (baseload)", ""),
];

pub(super) fn columns(outcome: &Outcome) -> Vec<Column> {
    let (mut total, mut spent) = (zeros(), zeros());
    let mut pairs = Vec::new();
    for (name, over_costs, node) in TECHNOLOGIES {
        let line = outcome.networks.hydrogen.output(node);
        let made = line.map_or_else(zeros, |line| line.mw.clone());
        let costs = costs(outcome, node, &made);
        add(&mut total, &made, 1.0);
        let worth: Vec<f64> = made.iter().zip(&costs).map(|(made, costs)| made * costs).collect();
        add(&mut spent, &worth, 1.0);
        pairs.push(Column::exact(format!("Production curve {name} (MWh)"), made));
        let name = format!("Production cost curve {over_costs} (Eur/MWh)");
        pairs.push(Column::exact(name, costs));
    }
    let mean = spent.iter().zip(&total).map(|(spent, total)| match *total > 0.0 {
        true => spent / total,
        false => 0.0,
    });
    let mut columns = vec![
        Column::exact("Total integral costs of produced hydrogen (Eur/MWh)", mean.collect()),
        Column::exact("Total production of Hydrogen (MWh)", total),
    ];
    columns.extend(pairs);
    columns
}

/// EUR per MWh in each hour; nothing for what never runs.
fn costs(outcome: &Outcome, node: &str, made: &[f64]) -> Vec<f64> {
    if made.iter().all(|mw| *mw == 0.0) {
        return zeros();
    }
    let prices = &outcome.networks.power.price;
    match node {
        ELECTROLYSIS => prices.iter().map(|price| electrolysis(outcome, *price)).collect(),
        IMPORT => vec![outcome.case.number("costs_hydrogen"); made.len()],
        node => vec![levelised(outcome, node); made.len()],
    }
}

fn electrolysis(outcome: &Outcome, price: f64) -> f64 {
    let per = plant(ELECTROLYSIS).and_then(|plant| plant.inputs.iter().find(|(carrier, _)| *carrier == ELECTRICITY));
    levelised(outcome, ELECTROLYSIS) + price * per.map_or(0.0, |(_, per)| *per)
}

/// EUR per MWh: fuels, and the yearly costs spread over what is made.
fn levelised(outcome: &Outcome, node: &str) -> f64 {
    let Some(plant) = plant(node) else {
        return 0.0;
    };
    let row = outcome.costs.iter().find(|row| row.key == node);
    let yearly = row.map_or(0.0, |row| {
        row.capex().unwrap_or_default() + row.fixed.unwrap_or_default()
    });
    let made = outcome
        .networks
        .hydrogen
        .output(node)
        .map_or(0.0, |line| line.energy() / MJ_PER_MWH);
    marginal_costs(&outcome.case, plant) + if made > 0.0 { yearly / made } else { 0.0 }
}
