//! The queries: a part of the real ones, under their real names and labels.

use super::Gquery;

const fn query(key: &'static str, unit: &'static str, labels: &'static [&'static str]) -> Gquery {
    Gquery {
        key,
        unit: Some(unit),
        description: None,
        labels,
        alias: None,
    }
}

const fn renamed(one: Gquery, alias: &'static str) -> Gquery {
    Gquery {
        alias: Some(alias),
        ..one
    }
}

const fn described(one: Gquery, description: &'static str) -> Gquery {
    Gquery {
        description: Some(description),
        ..one
    }
}

const DASHBOARD: &[&str] = &["output_elements", "dashboard"];
const AREA: &[&str] = &["general", "area"];
const SECTORS: &[&str] = &["general", "final_demand", "mece", "per_sector"];
const CARRIERS: &[&str] = &["general", "final_demand", "mece", "per_carrier"];
const EMISSIONS: &[&str] = &["general", "emissions", "direct_emissions"];
const COSTS: &[&str] = &["general", "costs"];
const PRODUCTION: &[&str] = &["general", "energy_production"];
const MONITORING: &[&str] = &["modules", "monitoring"];
const CURVES: &[&str] = &["output_elements", "output_series", "hourly"];

#[rustfmt::skip]
pub(super) static QUERIES: &[Gquery] = &[
    renamed(query("dashboard_renewability", "factor", DASHBOARD), "policy_renewable_percentage"),
    query("dashboard_emissions", "factor", DASHBOARD),
    renamed(query("dashboard_total_costs", "bln_euro", DASHBOARD), "policy_total_energy_cost"),
    renamed(query("dashboard_bio_footprint", "factor", DASHBOARD), "policy_not_shown"),
    renamed(query("dashboard_energy_import_netto", "factor", DASHBOARD), "policy_net_energy_import"),
    renamed(query("dashboard_reduction_of_co2_emissions_versus_1990", "factor", DASHBOARD), "policy_co2_reduction"),
    query("dashboard_share_of_renewable_electricity", "factor", DASHBOARD),
    query("dashboard_security_of_supply", "hours", DASHBOARD),
    query("dashboard_total_number_of_excess_events", "#", DASHBOARD),
    query("dashboard_profitability", "hash", DASHBOARD),
    renamed(query("total_co2_emissions", "kg", &["general", "emissions", "primary_emissions", "co2"]), "co2_emission_total"),
    renamed(query("total_costs", "euro", COSTS), "cost_total"),
    renamed(query("final_demand", "MJ", MONITORING), "final_demand_group_total"),
    query("final_demand_of_electricity", "PJ", CARRIERS),
    query("final_demand_of_network_gas", "PJ", CARRIERS),
    query("final_demand_of_hydrogen", "PJ", CARRIERS),
    query("final_demand_of_coal", "PJ", CARRIERS),
    query("final_demand_of_steam_hot_water", "PJ", CARRIERS),
    query("final_demand_of_households", "PJ", SECTORS),
    query("final_demand_of_buildings", "PJ", SECTORS),
    query("final_demand_of_industry", "PJ", SECTORS),
    query("final_demand_of_transport", "PJ", SECTORS),
    query("final_demand_of_agriculture", "PJ", SECTORS),
    query("final_demand_of_bunkers", "PJ", SECTORS),
    query("final_demand_of_other", "PJ", SECTORS),
    query("primary_demand", "PJ", &["general", "primary_demand"]),
    query("primary_demand_of_oil_and_derivatives_from_buildings", "PJ", &["general", "primary_demand"]),
    renamed(query("total_electricity_produced", "MJ", PRODUCTION), "electricity_production"),
    query("electricity_produced_from_wind", "MJ", PRODUCTION),
    query("electricity_produced_from_solar", "MJ", PRODUCTION),
    query("hydrogen_produced_in_electrolysis", "MJ", PRODUCTION),
    query("curtailed_electricity", "MJ", PRODUCTION),
    query("co2_emissions_of_households", "kg", EMISSIONS),
    query("co2_emissions_of_buildings", "kg", EMISSIONS),
    query("co2_emissions_of_industry", "kg", EMISSIONS),
    query("co2_emissions_of_transport", "kg", EMISSIONS),
    query("co2_emissions_of_agriculture", "kg", EMISSIONS),
    query("co2_emissions_of_energy", "kg", EMISSIONS),
    query("co2_emissions_of_other", "kg", EMISSIONS),
    query("co2_emissions_of_bunkers", "kg", EMISSIONS),
    query("captured_co2", "kg", EMISSIONS),
    query("total_ghg_emissions", "MT", EMISSIONS),
    query("costs_of_building_and_installations", "euro", COSTS),
    query("costs_of_production", "euro", COSTS),
    query("costs_of_storage_and_conversion", "euro", COSTS),
    query("costs_of_carriers", "euro", COSTS),
    query("costs_of_infrastructure", "euro", COSTS),
    query("costs_of_co2", "euro", COSTS),
    renamed(query("costs_of_imported_electricity", "euro", &["mechanical_turk", "merit_order"]), "cost_electricity_import"),
    renamed(query("net_import_of_electricity", "factor", &["general", "import_export"]), "electricity_dependence"),
    query("number_of_residences", "#", &["general", "number_of_units"]),
    query("number_of_inhabitants", "#", &["general", "number_of_units"]),
    described(query("areable_land", "km2", AREA), "total_areable_land_in_dataset"),
    renamed(query("bio_footprint", "factor", AREA), "area_footprint_per_nl"),
    renamed(query("area_used_for_onshore_wind", "km2", AREA), "onshore_land"),
    renamed(query("area_used_for_coastal_wind", "km2", AREA), "onshore_coast"),
    renamed(query("area_used_for_offshore_wind", "km2", AREA), "offshore"),
    query("total_number_of_excess_events", "#", &["general", "network"]),
    query("peak_load_of_electricity", "MW", &["general", "network"]),
    query("loss_of_load_expectation", "hours", &["modules", "security_of_supply"]),
    query("average_price_of_electricity", "EUR/MWh", &["modules", "holon", "economy"]),
    query("merit_order_price_curve", "curve", &["output_elements", "output_series", "d3_174_merit_order_price_curve"]),
    query("hourly_price_of_electricity_per_mwh", "curve", &["modules", "holon", "economy", "price_energy_carriers"]),
    query("electricity_demand_curve", "curve", CURVES),
    query("residual_load_curve", "curve", CURVES),
    query("policy_goal_onshore_coast_reached", "boolean", &["output_elements", "goals", "land_for_coastal_wind"]),
    query("turk_merit_domestic_producers", "nodes", &["mechanical_turk", "emissions"]),
    Gquery { unit: None, ..query("analysis_year", "", &["general"]) },
    query("name_of_the_weather_year", "", &["modules", "weather"]),
];
