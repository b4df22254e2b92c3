//! Annual exports.

use etm_client::Export;

use crate::etm_wire::{EtmRow, Reply};

/// A file with the columns that this export has at least.
fn file(row: EtmRow, text: &str) -> EtmRow {
    row.accepts("text/csv").reply(Reply::Text("text/csv", text.to_owned()))
}

/// The row of one export: its operation is its path after `export_`.
macro_rules! export {
    ($operation:literal, $path:literal, $export:ident, $header:literal, $line:literal) => {
        file(
            EtmRow::engine(
                $operation,
                "GET",
                concat!("/scenarios/7/", $path),
                ask!(|etm| etm.exports(7).get(Export::$export), |table| assert_eq!(
                    (table.rows(), table.columns().len()),
                    (1, $header.split(',').count())
                )),
            ),
            concat!($header, "\n", $line, "\n"),
        )
    };
}

pub(super) fn export_rows() -> Vec<EtmRow> {
    let mut rows = flows();
    rows.extend(capacities());
    rows
}

fn flows() -> Vec<EtmRow> {
    vec![
        export!(
            "export_energy_flow",
            "energy_flow",
            EnergyFlow,
            "key,input_of_coal (MJ)",
            "a,1.0"
        ),
        export!(
            "export_energy_flow_present",
            "energy_flow_present",
            EnergyFlowPresent,
            "key,input_of_coal (MJ)",
            "a,1.0"
        ),
        export!(
            "export_molecule_flow",
            "molecule_flow",
            MoleculeFlow,
            "key,input_of_co2 (kg)",
            "a,1.0"
        ),
        export!(
            "export_costs_parameters",
            "costs_parameters",
            CostsParameters,
            "Group,Subgroup,Key,Total costs (eur)",
            "costs_co2,ccus,a,1.5"
        ),
        export!(
            "export_sankey",
            "sankey",
            Sankey,
            "Group,Carrier,Category,Type,present_year,future_year,Value Unit",
            "Primary demand,Coal,x,Output,31.2,182.7,PJ"
        ),
        export!(
            "export_storage_parameters",
            "storage_parameters",
            StorageParameters,
            "Group,Carrier,Key,Parameter,Future value,Unit",
            "Storage,Gas,a,Energy input,12.4,PJ"
        ),
        export!(
            "export_direct_emissions_present",
            "direct_emissions_present",
            DirectEmissionsPresent,
            "Sector,Subsector,Key,GHG,CO2 production [kton CO2-eq]",
            "Waste,x,a,co2,0.0"
        ),
        export!(
            "export_direct_emissions_future",
            "direct_emissions_future",
            DirectEmissionsFuture,
            "Sector,Subsector,Key,GHG,CO2 production [kton CO2-eq]",
            "Waste,x,a,co2,0.0"
        ),
    ]
}

fn capacities() -> Vec<EtmRow> {
    vec![
        export!(
            "export_electricity_capacities",
            "electricity_capacities",
            ElectricityCapacities,
            "key,peak_capacity",
            "a.output (MW),61.2"
        ),
        export!(
            "export_hydrogen_capacities",
            "hydrogen_capacities",
            HydrogenCapacities,
            "key,peak_capacity",
            "a.output (MW),61.2"
        ),
        export!(
            "export_network_gas_capacities",
            "network_gas_capacities",
            NetworkGasCapacities,
            "key,peak_capacity",
            "a.output (MW),61.2"
        ),
        export!(
            "export_district_heating_capacities",
            "district_heating_capacities",
            DistrictHeatingCapacities,
            "key,peak_capacity",
            "a.output (MW),61.2"
        ),
        export!(
            "export_production_parameters",
            "production_parameters",
            ProductionParameters,
            "key,number_of_units,wacc (factor)",
            "a,1,0.1"
        ),
        export!(
            "export_application_demands",
            "application_demands",
            ApplicationDemands,
            "key,primary_co2_emission,primary_demand_of_coal (MJ)",
            "a,1.0,2.0"
        ),
    ]
}
