//! The yearly exports of a scenario.

use crate::etm::call::Call;
use crate::etm::caller::{Ability, Missing};
use crate::etm::curves::{NO_HOURS, attachment, has_hours, is_offered};
use crate::etm::model::tables::{
    Curve, application_demands, capacities, costs_parameters, direct_emissions, energy_flow, hourly, molecule_flow,
    production_parameters, sankey, storage_parameters,
};
use crate::etm::model::{self, Year};
use crate::etm::reply::framework;
use crate::etm::routes::Work;
use crate::etm::state::{EtmState, Scenario};
use crate::reply::Reply;

/// Exports that a stable engine does not have yet.
const NEWER: [&str; 7] = [
    "energy_flow_present",
    "direct_emissions_present",
    "direct_emissions_future",
    "electricity_capacities",
    "hydrogen_capacities",
    "network_gas_capacities",
    "district_heating_capacities",
];

/// Exports that a present engine has no more.
const RETIRED: [&str; 2] = ["production_parameters", "application_demands"];

/// All exports: the operation is `export_` and the name.
pub(crate) fn download(state: &EtmState, call: &Call) -> Result<Work, Reply> {
    let stable = state.is_2025();
    let name = call.operation.trim_start_matches("export_");
    let absent = if stable { &NEWER[..] } else { &RETIRED[..] };
    if absent.contains(&name) {
        return Err(framework(call, 404));
    }
    let (_, id) = state.permit(call, Ability::Read, Missing::NoSuchScenario)?;
    let scenario = state.scenario(id)?.clone();
    if !is_offered(&scenario) {
        return Err(framework(call, 500));
    }
    let unknown = framework(call, 404);
    Ok(Box::new(move || {
        let body = body_of(name, &scenario, stable).ok_or(unknown)?;
        let file = match name {
            "district_heating_capacities" => "heat_network_capacities",
            other => other,
        };
        Ok(attachment(file, id, body))
    }))
}

/// The text of an export; `None` for a name that is none.
fn body_of(name: &str, scenario: &Scenario, stable: bool) -> Option<String> {
    let future = || model::evaluate(scenario, Year::Future);
    let present = || model::evaluate(scenario, Year::Present);
    let peaks = |curve: Curve| match has_hours(scenario) {
        true => capacities(&hourly(&future(), curve, stable)),
        false => format!("{NO_HOURS}\n"),
    };
    Some(match name {
        "energy_flow" => energy_flow(&future()),
        "energy_flow_present" => energy_flow(&present()),
        "molecule_flow" => molecule_flow(&future()),
        "costs_parameters" => costs_parameters(&future(), stable),
        "sankey" => sankey(&present(), &future()),
        "storage_parameters" => storage_parameters(&future()),
        "direct_emissions_present" => direct_emissions(&present()),
        "direct_emissions_future" => direct_emissions(&future()),
        "electricity_capacities" => peaks(Curve::ElectricityProfiles),
        "hydrogen_capacities" => peaks(Curve::HydrogenProfiles),
        "network_gas_capacities" => peaks(Curve::NetworkGasProfiles),
        "district_heating_capacities" => peaks(Curve::DistrictHeatingProfiles),
        "production_parameters" => production_parameters(&future()),
        "application_demands" => application_demands(&future()),
        _ => return None,
    })
}
