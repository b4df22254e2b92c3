//! Energy flows, molecule flows, costs.

use std::collections::BTreeMap;

use super::{csv, number, round};
use crate::etm::model::Model;
use crate::etm::model::carriers::{COLUMNS, Carrier, wire_name};
use crate::etm::model::costs::Cost;
use crate::etm::model::flows::Flow;
use crate::etm::model::nodes::{SEQUESTRATION, keys};

/// Inputs and outputs of every node in MJ, by carrier.
pub(crate) fn energy_flow(model: &Model) -> String {
    let outcome = model.outcome();
    let empty = Flow::default();
    let rows = keys(outcome).into_iter().map(|key| {
        let flow = outcome.flows.get(key).unwrap_or(&empty);
        let of = |side: &BTreeMap<Carrier, f64>, column: &str| {
            let parts = side.iter().filter(|(carrier, _)| wire_name(carrier) == column);
            number(parts.map(|(_, energy)| energy).sum())
        };
        let inputs = COLUMNS.iter().map(|column| of(&flow.inputs, column));
        let outputs = COLUMNS.iter().map(|column| of(&flow.outputs, column));
        std::iter::once(key.to_owned()).chain(inputs).chain(outputs).collect()
    });
    csv(std::iter::once(header(COLUMNS, "MJ")).chain(rows))
}

fn header(carriers: &[&str], unit: &str) -> Vec<String> {
    let side = |which: &'static str| {
        carriers
            .iter()
            .map(move |carrier| format!("{which}_of_{carrier} ({unit})"))
    };
    std::iter::once("key".to_owned())
        .chain(side("input"))
        .chain(side("output"))
        .collect()
}

/// kg of molecules through the nodes that make, capture and store them.
pub(crate) fn molecule_flow(future: &Model) -> String {
    let outcome = future.outcome();
    let captured: f64 = 1e6 * outcome.emissions.iter().map(|row| row.captured).sum::<f64>();
    // Inputs of co, co2 and other gases, then their outputs.
    let mut rows: BTreeMap<String, [f64; 6]> = BTreeMap::new();
    for row in &outcome.emissions {
        let (co2, other) = (1e6 * row.produced, 1e6 * row.other);
        rows.insert(format!("molecules_{}", row.key), [0.0, 0.0, 0.0, 0.0, co2, other]);
    }
    rows.insert(
        "molecules_distribution_captured_co2".to_owned(),
        [0.0, captured, 0.0, 0.0, captured, 0.0],
    );
    rows.insert(SEQUESTRATION.to_owned(), [0.0, captured, 0.0, 0.0, 0.0, 0.0]);
    let rows = rows.into_iter().map(|(key, values)| {
        let values = values.into_iter().map(number);
        std::iter::once(key).chain(values).collect()
    });
    csv(std::iter::once(header(&["co", "co2", "other_ghg"], "kg")).chain(rows))
}

const COSTS: [&str; 17] = [
    "Group",
    "Subgroup",
    "Key",
    "Total costs (eur)",
    "Total CAPEX (eur)",
    "Total OPEX (eur)",
    "Capital costs (eur)",
    "Depreciation costs (eur)",
    "Fixed operation and maintenance costs (eur)",
    "Variable operation and maintenance costs (eur)",
    "Total investment over lifetime (eur)",
    "WACC",
    "Construction time (years)",
    "Technical lifetime (years)",
    "CO2 emission costs (eur)",
    "Captured biogenic CO2 costs (eur)",
    "Number of units",
];

/// Costs of a year; the stable engine has another name for electrolysis.
pub(crate) fn costs_parameters(future: &Model, stable: bool) -> String {
    let header = COSTS.map(str::to_owned).to_vec();
    let rows = future.outcome().costs.iter().map(|row| cost(row, stable));
    csv(std::iter::once(header).chain(rows))
}

fn cost(row: &Cost, stable: bool) -> Vec<String> {
    let shown = |value: Option<f64>| value.map_or_else(String::new, |value| number(round(value, 2)));
    let subgroup = match row.subgroup {
        "electrolysis" if stable => "p2g",
        other => other,
    };
    let mut cells = vec![row.group.to_owned(), subgroup.to_owned(), row.key.clone()];
    let numbers = [
        Some(row.total()),
        row.capex(),
        Some(row.opex()),
        row.capital,
        row.depreciation,
        row.fixed,
        row.variable,
        row.investment,
        row.wacc,
        row.construction,
        row.lifetime,
        row.co2,
        row.biogenic,
        row.units,
    ];
    cells.extend(numbers.map(shown));
    cells
}
