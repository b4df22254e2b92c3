//! Which figures of which nodes are asked for.

use std::collections::BTreeMap;

use aurora_core::{Error, ErrorKind, Result};
use serde_json::{Value, json};

/// Figures of nodes to ask for.
///
/// Figures are `demand`, `electricity_output_capacity`, `input_capacity`, `number_of_units`, `storage`,
/// `initial_investment`, `technical_lifetime`, `coefficient_of_performance`, `full_load_hours`,
/// `fixed_operation_and_maintenance_costs_per_year`, `variable_operation_and_maintenance_costs_per_full_load_hour` and
/// `variable_operation_and_maintenance_costs_for_ccs_per_full_load_hour`, which are the default; and `heat_output_capacity`,
/// `marginal_heat_costs`, `fixed_operation_and_maintenance_costs_per_year_per_mw` and `total_initial_investment_per_mw` (the
/// last two per MW of heat).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct NodeStatsQuery {
    keys: BTreeMap<String, Option<Vec<String>>>,
}

impl NodeStatsQuery {
    /// A query for nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks for the default figures of a node.
    pub fn with_node(mut self, node_key: impl Into<String>) -> Self {
        self.keys.insert(node_key.into(), None);
        self
    }

    /// Asks for these figures of a node.
    pub fn with_figures(
        mut self,
        node_key: impl Into<String>,
        figures: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let figures = figures.into_iter().map(Into::into).collect();
        self.keys.insert(node_key.into(), Some(figures));
        self
    }

    pub(super) fn body(&self) -> Result<Value> {
        // The engine breaks where there is nothing.
        if self.keys.is_empty() {
            let message = "no node is named, but figures of nodes need at least one";
            return Err(Error::new(ErrorKind::InvalidRequest, message));
        }
        Ok(json!({ "keys": self.keys }))
    }
}
