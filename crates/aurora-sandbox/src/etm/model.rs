//! A small energy model: demand, supply, costs and emissions of an area, hour by hour, as the user's values have it.
//!
//! Nothing here is a forecast, and no number is the real model's. What holds is that the results fit each other: what a column of
//! a curve adds up to is the yearly flow of its node, the emissions of the sectors are those of the fuels that the flows burn,
//! costs are those of the plants and carriers of the same flows.
//!
//! * Demand: each use of the reference area in PJ, times the area's size, growth, level and temperature, met by its
//!   technologies in the shares of the inputs. Space heaters of households run in the user's order, up to their part of the peak.
//! * Heat networks: heat that is there anyway, then surplus electricity, then the other plants in the user's order.
//! * Electricity: wind, sun and must-run first; storage smooths each day; then plants and neighbours by price, and neighbours and
//!   electrolysis as buyers. A shortage costs 3000 EUR/MWh, a surplus nothing.
//! * Hydrogen: plants that always run, electrolysis, storage and dispatchable plants in the user's orders, then imports.
//! * Gas: flows in evenly; storage does the rest.
//!
//! The present is the same model with the dataset's values. Equal cases are computed once.

mod areas;
mod carriers;
mod case;
mod costs;
mod demand;
mod emissions;
mod flows;
mod gases;
mod heat;
mod inputs;
mod merit;
mod nodes;
mod outcome;
mod plants;
mod power;
mod prices;
mod profiles;
mod queries;
mod supply;
pub(crate) mod tables;
mod uses;

use std::sync::Arc;

use serde_json::Value;

use crate::etm::state::Scenario;

pub(crate) use areas::{Area, area};
pub(crate) use case::Year;
pub(crate) use inputs::{coupling_groups, definitions};
pub(crate) use queries::{Gquery, gqueries, gquery, query};

use case::Case;
use outcome::{Outcome, outcome};

/// All areas, enabled or not.
pub(crate) fn areas() -> &'static [Area] {
    areas::AREAS
}

/// One year of a scenario. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Model(Arc<Outcome>);

impl Model {
    fn outcome(&self) -> &Outcome {
        &self.0
    }
}

/// Computes a year of a scenario.
pub(crate) fn evaluate(scenario: &Scenario, year: Year) -> Model {
    Model(outcome(Case::of(scenario, year)))
}

/// The participants of the electricity market in the future, with their curves or without.
pub(crate) fn merit(scenario: &Scenario, include_curves: bool) -> Value {
    merit::merit(&evaluate(scenario, Year::Future), include_curves)
}

/// A node in both years; `None` when there is no such node.
pub(crate) fn node(scenario: &Scenario, key: &str) -> Option<Value> {
    let (present, future) = (evaluate(scenario, Year::Present), evaluate(scenario, Year::Future));
    nodes::node(&present, &future, key)
}

/// The numbers of a node in both years; `None` for an unknown node, or an attribute that cannot be asked for.
pub(crate) fn node_stats(scenario: &Scenario, key: &str, attributes: Option<&[String]>) -> Option<Value> {
    let (present, future) = (evaluate(scenario, Year::Present), evaluate(scenario, Year::Future));
    nodes::stats(&present, &future, key, attributes)
}

/// The drawing of the present graph.
pub(crate) fn topology(scenario: &Scenario) -> Value {
    nodes::topology(&evaluate(scenario, Year::Present))
}

#[cfg(test)]
mod tests;
