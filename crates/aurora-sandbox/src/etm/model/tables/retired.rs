//! Exports that only older engines have.

use super::{csv, number};
use crate::etm::model::Model;
use crate::etm::model::carriers::{COLUMNS, wire_name};
use crate::etm::model::costs::{investment, output_of, wacc};
use crate::etm::model::emissions::{fossil_part_of_gas, of_node};
use crate::etm::model::flows::is_final;
use crate::etm::model::outcome::Outcome;
use crate::etm::model::plants::{Plant, System, plants};

/// Plants with their numbers.
pub(crate) fn production_parameters(future: &Model) -> String {
    let header = [
        "key",
        "number_of_units",
        "electricity_output_capacity (MW)",
        "heat_output_capacity (MW)",
        "full_load_hours",
        "total_initial_investment_per_plant (Euros)",
        "wacc (factor)",
        "technical_lifetime (years)",
    ];
    let rows = plants().map(|plant| production(future.outcome(), plant));
    csv(std::iter::once(header.map(str::to_owned).to_vec()).chain(rows))
}

fn production(outcome: &Outcome, plant: &Plant) -> Vec<String> {
    let case = &outcome.case;
    let (capacity, units) = (case.capacity(plant), case.capacity(plant) / plant.unit);
    let (power, heat) = match (plant.system, plant.heat) {
        (System::Power, Some((_, per))) => (plant.unit, plant.unit * per),
        (System::Power, None) => (plant.unit, 0.0),
        (System::Hydrogen | System::Gas, _) => (0.0, 0.0),
        _ => (0.0, plant.unit),
    };
    let each = |sum: f64, by: f64| if by > 0.0 { sum / by } else { 0.0 };
    let numbers = [
        units,
        power,
        heat,
        each(output_of(&outcome.flows, plant), capacity),
        each(investment(case, plant), units),
        wacc(case, plant.sector()),
        plant.lifetime,
    ];
    let cells = numbers.into_iter().map(number);
    std::iter::once(plant.node.to_owned()).chain(cells).collect()
}

/// Final demands with what they come from. Here the primary demand is the final one.
pub(crate) fn application_demands(future: &Model) -> String {
    let outcome = future.outcome();
    let fossil = fossil_part_of_gas(&outcome.case, &outcome.flows);
    let mut header = vec!["key".to_owned(), "primary_co2_emission".to_owned()];
    for kind in ["primary", "final"] {
        header.extend(COLUMNS.iter().map(|carrier| format!("{kind}_demand_of_{carrier} (MJ)")));
    }
    let nodes = outcome.flows.iter().filter(|(key, _)| is_final(key));
    let rows = nodes.map(|(key, flow)| {
        let (co2, _) = of_node(&outcome.flows, key, fossil);
        let demand = |column: &&str| {
            let parts = flow.inputs.iter().filter(|(carrier, _)| wire_name(carrier) == *column);
            number(parts.map(|(_, energy)| energy).sum())
        };
        let mut cells = vec![key.to_owned(), number(co2)];
        for _ in 0..2 {
            cells.extend(COLUMNS.iter().map(demand));
        }
        cells
    });
    csv(std::iter::once(header).chain(rows))
}
