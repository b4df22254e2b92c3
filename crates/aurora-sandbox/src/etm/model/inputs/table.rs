//! The inputs that stand alone.

use super::{Needs, Row, Size, row};

const fn level(key: &'static str, most: f64, groups: &'static [&'static str]) -> Row {
    Row {
        disabled_by_couplings: groups,
        ..row(key, "%", 0.0, most, 100.0, 0.1)
    }
}

/// Growth in percent a year.
const fn growth(key: &'static str) -> Row {
    row(key, "%", -5.0, 5.0, 0.0, 0.1)
}

/// A price that the dataset gives.
const fn price(key: &'static str, unit: &'static str, most: f64, start: f64) -> Row {
    row(key, unit, 0.0, most, start, 0.01)
}

const fn hours(key: &'static str, most: f64, start: f64) -> Row {
    row(key, "hours", 0.0, most, start, 1.0)
}

/// Percent of change.
const fn change(key: &'static str) -> Row {
    row(key, "%", -100.0, 300.0, 0.0, 1.0)
}

const fn wacc(key: &'static str, start: f64) -> Row {
    row(key, "%", 0.0, 15.0, start, 0.1)
}

const fn switch(key: &'static str, start: f64) -> Row {
    row(key, "bool", 0.0, 1.0, start, 1.0)
}

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    row("agriculture_useful_demand_electricity", "%", -10.0, 10.0, 0.0, 0.1),
    row("agriculture_useful_demand_useable_heat", "%", -10.0, 10.0, 0.0, 0.1),
    growth("buildings_useful_demand_cooling"),
    growth("buildings_useful_demand_electricity"),
    growth("buildings_useful_demand_lighting"),
    growth("buildings_useful_demand_useable_heat"),
    growth("bunkers_useful_demand_aviation"),
    growth("bunkers_useful_demand_shipping"),
    growth("households_useful_demand_cooking_per_person"),
    growth("households_useful_demand_cooling_per_person"),
    growth("households_useful_demand_electric_appliances"),
    growth("households_useful_demand_heat_per_person"),
    growth("households_useful_demand_hot_water"),
    growth("households_useful_demand_lighting"),
    growth("other_useful_demand_electricity"),
    growth("other_useful_demand_useable_heat"),
    growth("transport_useful_demand_freight_tonne_kms"),
    growth("transport_useful_demand_passenger_kms"),
    row("transport_trains_efficiency", "%", 0.0, 3.0, 0.0, 0.1),
    row("transport_vehicle_using_electricity_efficiency", "%", 0.0, 3.0, 0.0, 0.1),
    Row { size: Size::Inhabitants, ..row("households_number_of_inhabitants", "#", 0.5, 2.0, 1.0, 0.1) },
    level("industry_useful_demand_for_chemical_fertilizers", 300.0, &["external_model_industry", "industry_chemical_fertilizers"]),
    level("industry_useful_demand_for_chemical_other", 300.0, &["external_model_industry", "industry_chemical_other"]),
    level("industry_useful_demand_for_chemical_refineries", 300.0, &["external_model_industry", "industry_chemical_refineries"]),
    level("industry_useful_demand_for_metal_aluminium", 300.0, &["external_model_industry", "industry_metal_aluminium"]),
    level("industry_useful_demand_for_metal_other", 300.0, &["external_model_industry", "industry_metal_other"]),
    level("industry_useful_demand_for_metal_steel", 300.0, &["external_model_industry", "industry_metal_steel"]),
    level("industry_useful_demand_for_other_food", 300.0, &["external_model_industry", "industry_other_food"]),
    level("industry_useful_demand_for_other_ict", 3000.0, &[]),
    level("industry_useful_demand_for_other_non_specified", 300.0, &["external_model_industry", "industry_other_non_specified"]),
    level("industry_useful_demand_for_other_paper", 300.0, &["external_model_industry", "industry_other_paper"]),
    row("bunkers_allocated_percentage_aviation", "%", 0.0, 100.0, 0.0, 0.1),
    row("bunkers_allocated_percentage_shipping", "%", 0.0, 100.0, 0.0, 0.1),
    row("change_in_energetic_emissions_other_ghg_agriculture", "%", 0.0, 500.0, 100.0, 1.0),
    row("change_in_energetic_emissions_other_ghg_energy", "%", 0.0, 500.0, 100.0, 1.0),
    row("change_in_energetic_emissions_other_ghg_households", "%", 0.0, 500.0, 100.0, 1.0),
    row("change_in_energetic_emissions_other_ghg_industry", "%", 0.0, 500.0, 100.0, 1.0),
    row("change_in_energetic_emissions_other_ghg_transport", "%", 0.0, 500.0, 100.0, 1.0),
    row("climate_relevant_co2_biomass_gas_future", "%", 0.0, 100.0, 0.0, 0.1),
    row("costs_co2", "euro", 0.0, 3500.0, 24.83, 1.0),
    price("costs_ammonia", "euro", 500.0, 75.0),
    price("costs_biomass", "euro", 200.0, 26.0),
    price("costs_coal", "euro", 500.0, 9.0),
    price("costs_gas", "euro", 500.0, 17.5),
    price("costs_hydrogen", "euro", 200.0, 70.0),
    price("costs_oil", "dollar", 500.0, 64.0),
    price("costs_uranium", "euro", 800.0, 110.0),
    row("costs_infrastructure_electricity_interconnector_net", "euro", 0.0, 1500.0, 364.0, 1.0),
    wacc("costs_wacc_households", 2.0),
    wacc("costs_wacc_buildings", 4.0),
    wacc("costs_wacc_energy", 4.0),
    wacc("costs_wacc_industry", 4.0),
    wacc("costs_wacc_agriculture", 4.0),
    change("investment_costs_hydrogen_electrolysis"),
    Row { needs: Needs::SolarPower, ..change("investment_costs_solar_concentrated_solar_power") },
    change("investment_costs_solar_solar_panels"),
    change("investment_costs_wind_offshore"),
    change("investment_costs_wind_onshore"),
    change("om_costs_nuclear_small_modular_reactor"),
    change("om_costs_wind_offshore"),
    change("om_costs_wind_onshore"),
    row("curtailment_of_energy_power_solar_pv_solar_radiation", "%", 0.0, 100.0, 0.0, 0.1),
    row("flexibility_outdoor_temperature", "degC", -10.0, 10.0, 0.0, 0.1),
    hours("flh_of_buildings_solar_pv_solar_radiation", 2000.0, 867.0),
    hours("flh_of_buildings_solar_pv_solar_radiation_user_curve", 8760.0, 867.0),
    hours("flh_of_energy_power_solar_pv_offshore", 2000.0, 900.0),
    hours("flh_of_energy_power_solar_pv_offshore_user_curve", 8760.0, 900.0),
    hours("flh_of_energy_power_solar_pv_solar_radiation", 2000.0, 867.0),
    hours("flh_of_energy_power_solar_pv_solar_radiation_user_curve", 8760.0, 867.0),
    hours("flh_of_energy_power_wind_turbine_coastal", 6500.0, 2900.0),
    hours("flh_of_energy_power_wind_turbine_coastal_user_curve", 8760.0, 2900.0),
    hours("flh_of_energy_power_wind_turbine_inland", 6500.0, 2300.0),
    hours("flh_of_energy_power_wind_turbine_inland_user_curve", 8760.0, 2300.0),
    hours("flh_of_energy_power_wind_turbine_offshore", 6500.0, 4000.0),
    hours("flh_of_energy_power_wind_turbine_offshore_user_curve", 8760.0, 4000.0),
    hours("flh_of_geothermal_heat_deep", 8760.0, 7000.0),
    hours("flh_of_geothermal_heat_deep_user_curve", 8760.0, 7000.0),
    hours("flh_of_geothermal_heat_shallow", 8760.0, 6000.0),
    hours("flh_of_geothermal_heat_shallow_user_curve", 8760.0, 6000.0),
    hours("flh_of_households_solar_pv_solar_radiation", 2000.0, 867.0),
    hours("flh_of_households_solar_pv_solar_radiation_user_curve", 8760.0, 867.0),
    hours("flh_of_hydro_river", 8760.0, 2700.0),
    hours("flh_of_hydro_river_user_curve", 8760.0, 2700.0),
    hours("flh_of_solar_thermal", 2000.0, 800.0),
    hours("flh_of_solar_thermal_user_curve", 8760.0, 800.0),
    row("green_gas_total_share", "%", 0.0, 100.0, 0.7, 0.1),
    row("households_flexibility_consumer_gas_price", "euro", 70.0, 200.0, 81.4, 0.1),
    Row { needs: Needs::Mountains, ..row("capacity_of_energy_power_hydro_mountain", "MW", 0.0, 20_000.0, 0.0, 1.0) },
    Row { needs: Needs::SolarPower, ..row("capacity_of_energy_power_solar_csp_solar_radiation", "MW", 0.0, 20_000.0, 0.0, 1.0) },
    row("insulation_of_households", "kWh/m2", 10.0, 200.0, 100.0, 0.1),
    switch("heat_storage_enabled_lt", 0.0),
    switch("heat_storage_enabled_mt", 0.0),
    switch("heat_storage_enabled_ht", 0.0),
    switch("merit_order_subtype_of_energy_power_nuclear_uranium_oxide", 0.0),
    switch("settings_enable_merit_order", 1.0),
    price("willingness_to_pay_of_energy_hydrogen_flexibility_p2g_electricity", "euro", 500.0, 20.0),
];
