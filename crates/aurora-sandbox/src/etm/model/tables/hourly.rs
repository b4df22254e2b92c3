//! The hourly curves.

use super::{Column, integral};
use crate::etm::model::Model;
use crate::etm::model::demand::HeatUse;
use crate::etm::model::flows::{Balance, add, zeros};
use crate::etm::model::outcome::Outcome;
use crate::etm::model::plants::{Kind, plant};
use crate::etm::model::power::runs_always;

/// A curve, under its present name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Curve {
    ElectricityProfiles,
    ElectricityPrice,
    DistrictHeatingProfiles,
    AgricultureHeat,
    HouseholdHeat,
    BuildingsHeat,
    HydrogenProfiles,
    NetworkGasProfiles,
    ResidualLoad,
    HydrogenIntegralCost,
}

/// Columns beside the time. The stable engine has fewer columns of residual load.
pub(crate) fn hourly(future: &Model, curve: Curve, stable: bool) -> Vec<Column> {
    let outcome = future.outcome();
    let networks = &outcome.networks;
    match curve {
        Curve::ElectricityProfiles => both_sides(&networks.power.balance, ""),
        Curve::ElectricityPrice => vec![Column::exact("Price (Euros)", networks.power.price.clone())],
        Curve::DistrictHeatingProfiles => {
            let levels = ["lt.", "mt.", "ht."].iter().zip(&networks.heat);
            levels.flat_map(|(level, balance)| both_sides(balance, level)).collect()
        }
        Curve::AgricultureHeat => both_sides(&networks.agriculture, ""),
        Curve::HouseholdHeat => heat(&outcome.households),
        Curve::BuildingsHeat => heat(&outcome.buildings),
        Curve::HydrogenProfiles => without_deficit(&networks.hydrogen),
        Curve::NetworkGasProfiles => without_deficit(&networks.gas),
        Curve::ResidualLoad => residual(outcome, stable),
        Curve::HydrogenIntegralCost => integral::columns(outcome),
    }
}

/// Outputs, inputs, and what is missing.
fn both_sides(balance: &Balance, prefix: &str) -> Vec<Column> {
    let mut columns: Vec<Column> = sides(balance, prefix).collect();
    let mut deficit = zeros();
    balance.inputs.iter().for_each(|line| add(&mut deficit, &line.mw, 1.0));
    balance
        .outputs
        .iter()
        .for_each(|line| add(&mut deficit, &line.mw, -1.0));
    // What rounding leaves over is no deficit.
    deficit.iter_mut().filter(|mw| mw.abs() < 1e-6).for_each(|mw| *mw = 0.0);
    columns.push(Column::derived(format!("{prefix}deficit"), deficit));
    columns
}

fn sides<'a>(balance: &'a Balance, prefix: &'a str) -> impl Iterator<Item = Column> + 'a {
    let outputs = balance.outputs.iter().map(move |line| {
        let name = format!("{prefix}{}.output (MW)", line.node);
        Column::rounded(name, line.mw.clone())
    });
    let inputs = balance.inputs.iter().map(move |line| {
        let name = format!("{prefix}{}.input (MW)", line.node);
        Column::rounded(name, line.mw.clone())
    });
    outputs.chain(inputs)
}

/// Here outputs that never are anything are left out.
fn without_deficit(balance: &Balance) -> Vec<Column> {
    let kept = |column: &Column| column.name.ends_with(".input (MW)") || !column.is_empty();
    sides(balance, "").filter(kept).collect()
}

fn heat(groups: &[HeatUse]) -> Vec<Column> {
    let mut columns = Vec::new();
    let mut pair = |node: &str, side: &str, wanted: &[f64], made: Vec<f64>| {
        columns.push(Column::exact(format!("{node}.{side}.demand (MW)"), wanted.to_vec()));
        columns.push(Column::exact(format!("{node}.{side}.production (MW)"), made));
    };
    for group in groups {
        let mut made = zeros();
        group
            .heaters
            .iter()
            .for_each(|heater| add(&mut made, &heater.made, 1.0));
        pair(group.node, "input", &group.wanted, made);
        for heater in &group.heaters {
            pair(heater.node, "output", &heater.wanted, heater.made.clone());
        }
    }
    columns
}

/// Demand less what is made anyway, for each network.
fn residual(outcome: &Outcome, stable: bool) -> Vec<Column> {
    let networks = &outcome.networks;
    let mut heat = zeros();
    for network in &networks.heat {
        add(&mut heat, &imbalance(outcome, network), 1.0);
    }
    let gas = imbalance(outcome, &networks.gas);
    let hydrogen = imbalance(outcome, &networks.hydrogen);
    let electricity = imbalance(outcome, &networks.power.balance);
    let mut columns = vec![
        Column::exact("Electricity imbalance (MW)", electricity),
        Column::exact("Heat network imbalance (MW)", heat),
        Column::exact("Network gas imbalance (MW)", gas.clone()),
        Column::exact("Hydrogen imbalance (MW)", hydrogen.clone()),
    ];
    if stable {
        return columns;
    }
    for (name, series) in [("Network gas", gas), ("Hydrogen", hydrogen)] {
        let long = smooth(&series);
        let short = series.iter().zip(&long).map(|(all, long)| all - long).collect();
        columns.push(Column::exact(format!("{name} imbalance (short timescale) (MW)"), short));
        columns.push(Column::exact(format!("{name} imbalance (long timescale) (MW)"), long));
    }
    columns
}

/// Demand without storage and exchange, less plants that do not ask for the demand.
fn imbalance(outcome: &Outcome, balance: &Balance) -> Vec<f64> {
    let mut sum = zeros();
    let flexible = |node: &str| {
        let storage = plant(node).is_some_and(|plant| matches!(plant.kind, Kind::Storage(..) | Kind::Surplus(_)));
        storage || node.contains("_interconnector_") || node.starts_with("energy_export_")
    };
    for line in balance.inputs.iter().filter(|line| !flexible(&line.node)) {
        add(&mut sum, &line.mw, 1.0);
    }
    for line in &balance.outputs {
        let always = plant(&line.node).is_some_and(|plant| runs_always(&outcome.case, plant));
        if always || line.node == "energy_import_network_gas" {
            add(&mut sum, &line.mw, -1.0);
        }
    }
    sum
}

/// The mean of a week around each hour; the year is a circle.
fn smooth(series: &[f64]) -> Vec<f64> {
    const HALF: usize = 84;
    let count = series.len();
    let at = |hour: usize| series[hour % count];
    let mut sum: f64 = (0..=2 * HALF).map(|hour| at(hour + count - HALF)).sum();
    let mut means = Vec::with_capacity(count);
    for hour in 0..count {
        means.push(sum / (2 * HALF + 1) as f64);
        sum += at(hour + HALF + 1) - at(hour + count - HALF);
    }
    means
}
