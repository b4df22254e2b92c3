//! The numbers behind a node in one year.

use serde_json::{Value, json};

use crate::etm::model::carriers::{COAL, Carrier, WOOD_PELLETS};
use crate::etm::model::case::Case;
use crate::etm::model::costs::{Cost, wacc};
use crate::etm::model::flows::MJ_PER_MWH;
use crate::etm::model::outcome::Outcome;
use crate::etm::model::plants::{Kind, Plant, System, plant, sector_of};
use crate::etm::model::power::marginal_costs;
use crate::etm::model::uses::{Technology, uses};

/// Hours for which the installations of buildings and factories run in a year, as their costs assume.
const HOURS: f64 = 1500.0;

/// What is known of a node.
pub(super) struct Facts<'a> {
    outcome: &'a Outcome,
    key: &'a str,
    plant: Option<&'static Plant>,
    inputs: &'static [(Carrier, f64)],
    cost: Option<&'a Cost>,
    /// MW of all units.
    capacity: f64,
    /// MW of one.
    unit: f64,
    /// MWh of main output.
    output: f64,
}

fn technology(key: &str) -> Option<&'static Technology> {
    uses()
        .flat_map(|one| one.technologies)
        .find(|technology| technology.node == key)
}

/// Is it the technology of a use?
pub(super) fn is_technology(key: &str) -> bool {
    technology(key).is_some()
}

/// MJ that pass through a node.
pub(super) fn demand(outcome: &Outcome, key: &str) -> f64 {
    let flow = outcome.flows.get(key);
    flow.map_or(0.0, |flow| {
        let (input, output) = (flow.inputs.values().sum::<f64>(), flow.outputs.values().sum::<f64>());
        input.max(output)
    })
}

impl<'a> Facts<'a> {
    /// What is known of a node; `None` for nodes that only pass energy on.
    pub(super) fn of(outcome: &'a Outcome, key: &'a str) -> Option<Facts<'a>> {
        let cost = outcome.costs.iter().find(|row| row.key == key);
        let plant = plant(key);
        let output: f64 = outcome.flows.get(key).map_or(0.0, |flow| match plant {
            Some(plant) => {
                let carrier = crate::etm::model::heat::carrier(plant.system);
                flow.outputs.get(carrier).copied().unwrap_or_default() / MJ_PER_MWH
            }
            None => flow.outputs.values().sum::<f64>() / MJ_PER_MWH,
        });
        let (inputs, capacity, unit) = match (plant, technology(key)) {
            (Some(plant), _) => (plant.inputs, outcome.case.capacity(plant), plant.unit),
            (None, Some(technology)) => (technology.inputs, output / HOURS, unit_of(key)),
            (None, None) if key == super::SEQUESTRATION => (&[] as &[_], 0.0, 1.0),
            (None, None) => return None,
        };
        Some(Facts {
            outcome,
            key,
            plant,
            inputs,
            cost,
            capacity,
            unit,
            output,
        })
    }

    fn case(&self) -> &Case {
        &self.outcome.case
    }

    pub(super) fn burns_coal_and_pellets(&self) -> bool {
        [COAL, WOOD_PELLETS]
            .iter()
            .all(|fuel| self.inputs.iter().any(|(carrier, _)| carrier == fuel))
    }

    /// Shares of the fuels in the input.
    pub(super) fn fuel_shares(&self) -> Vec<(Carrier, f64)> {
        let all = self.input();
        self.inputs.iter().map(|(carrier, per)| (*carrier, per / all)).collect()
    }

    /// MWh of input for each MWh of output.
    fn input(&self) -> f64 {
        let input: f64 = self.inputs.iter().map(|(_, per)| per).sum();
        if input > 0.0 { input } else { 1.0 }
    }

    /// Input that has to be paid, so without the surroundings' heat.
    fn paid(&self) -> f64 {
        let paid = self.inputs.iter().filter(|(carrier, _)| *carrier != "ambient_heat");
        paid.map(|(_, per)| per).sum::<f64>().max(1e-9)
    }

    fn is(&self, system: System) -> bool {
        self.plant.is_some_and(|plant| plant.system == system)
    }

    pub(super) fn storage(&self) -> Option<Value> {
        let Kind::Storage(hours, _) = self.plant?.kind else {
            return None;
        };
        Some(json!({"volume": hours * self.unit, "decay": 0.0, "cost_per_mwh": 0.0}))
    }

    fn efficiency(&self) -> f64 {
        match self.plant.map(|plant| plant.kind) {
            Some(Kind::Storage(_, efficiency)) => efficiency,
            _ => 1.0 / self.input(),
        }
    }

    fn hours(&self) -> Option<f64> {
        let hours = self.output / self.capacity;
        hours.is_finite().then_some(hours)
    }

    /// EUR per MW of output.
    fn investment_per_mw(&self) -> f64 {
        let installed = self.cost.and_then(|row| row.investment).filter(|_| self.capacity > 0.0);
        installed.map_or(self.plant.map_or(0.0, |plant| plant.investment), |sum| {
            sum / self.capacity
        })
    }

    fn fixed_per_mw(&self) -> f64 {
        let sum = self.cost.and_then(|row| row.fixed).filter(|_| self.capacity > 0.0);
        sum.map_or(0.0, |sum| sum / self.capacity)
    }

    /// The value of an attribute; `None` when the node has none of that name.
    pub(super) fn value(&self, name: &str) -> Option<f64> {
        let variable = self.plant.map_or(0.0, |plant| plant.variable);
        self.size(name)
            .or_else(|| self.conversion(name))
            .or_else(|| self.money(name, variable))
    }

    /// How much there is of it, and for how long.
    fn size(&self, name: &str) -> Option<f64> {
        Some(match name {
            "number_of_units" => self.capacity / self.unit,
            "technical_lifetime" => self.plant.map_or(15.0, |plant| plant.lifetime),
            "full_load_hours" => self.hours()?,
            "total_installed_electricity_capacity" | "total_installed_capacity" => {
                self.capacity * self.installed_factor()
            }
            "electricity_output_capacity" if self.is(System::Power) => self.unit,
            "input_capacity" => self.unit * self.input(),
            "total_installed_input_capacity" => self.capacity * self.input(),
            "total_storage_capacity" => match self.plant?.kind {
                Kind::Storage(hours, _) => hours * self.capacity,
                _ => return None,
            },
            "land_use_per_unit_electricity_output_capacity" if self.key.contains("wind") => 0.2,
            "land_use_per_unit_electricity_output_capacity" => 0.01,
            // 11.6 GJ for a tonne.
            "annual_steel_production" => self.output * MJ_PER_MWH / 1e9 / 11.6,
            _ => return None,
        })
    }

    /// Efficiencies, and what is no quantity.
    fn conversion(&self, name: &str) -> Option<f64> {
        let heat = self.plant.and_then(|plant| plant.heat);
        Some(match name {
            "wacc" => 100.0 * wacc(self.case(), sector_of(self.key)),
            "takes_part_in_ets" => f64::from(!["households", "buildings"].contains(&sector_of(self.key))),
            "electricity_output_conversion" | "hydrogen_output_conversion" | "efficiency" | "round_trip_efficiency" => {
                100.0 * self.efficiency()
            }
            "heat_output_conversion" => heat.map_or(100.0 / self.paid(), |(_, per)| 100.0 * per / self.input()),
            "heat_output_capacity" => match (heat, self.is(System::Power)) {
                (Some((_, per)), _) => self.unit * per,
                (None, true) => return None,
                (None, false) => self.unit,
            },
            "coefficient_of_performance" => 1.0 / self.paid(),
            "free_co2_factor" => 100.0 * self.plant?.capture,
            "marginal_heat_costs" => marginal_costs(self.case(), self.plant?),
            _ => return None,
        })
    }

    /// Storage is told by its output, electrolysis and heaters by the electricity that they take.
    fn installed_factor(&self) -> f64 {
        match self.plant.map(|plant| plant.kind) {
            Some(Kind::Surplus(_)) => self.paid(),
            _ => 1.0,
        }
    }

    fn money(&self, name: &str, variable: f64) -> Option<f64> {
        let (investment, fixed) = (self.investment_per_mw(), self.fixed_per_mw());
        let of_capture = self.plant.map_or(0.0, |plant| plant.capture);
        Some(match name {
            "initial_investment"
            | "total_investment_over_lifetime_per_plant"
            | "total_initial_investment_per_plant" => investment * self.unit,
            "total_initial_investment_per_mw" => investment,
            "fixed_operation_and_maintenance_costs_per_year" | "fixed_operation_and_maintenance_costs_per_plant" => {
                fixed * self.unit
            }
            "fixed_operation_and_maintenance_costs_per_year_per_mw" => fixed,
            "variable_operation_and_maintenance_costs_per_full_load_hour" => variable * self.unit,
            "variable_operation_and_maintenance_costs_for_ccs_per_full_load_hour" => 2.0 * of_capture * self.unit,
            "ccs_investment_per_mw_electricity" => 0.4 * of_capture * investment,
            "ccs_investment_per_mw_input_capacity" => 0.4 * of_capture * investment / self.input(),
            "steel_fixed_costs_per_plant" => investment * self.unit,
            "steel_fixed_operation_and_maintenance_costs_per_plant" => fixed * self.unit,
            "total_installed_storage_capacity" | "input_capacity_co2_storage" => 1e6 * self.cost?.units?,
            name if name.starts_with("fixed_") && name.ends_with("_input_capacity") => fixed / self.input(),
            name if name.starts_with("fixed_") => fixed,
            name if name.ends_with("_input_capacity") => investment / self.input(),
            name if name.ends_with("_per_mw_electricity") => investment,
            _ => return None,
        })
    }
}

/// MW of an installation.
fn unit_of(key: &str) -> f64 {
    match sector_of(key) {
        "households" => 0.008,
        "buildings" => 0.1,
        "transport" => 0.05,
        _ => 10.0,
    }
}
