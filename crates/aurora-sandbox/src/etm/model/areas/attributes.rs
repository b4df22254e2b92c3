//! Attributes beside the size.

use super::Area;

/// Attributes that are always there.
pub(super) fn flags(area: &Area) -> Vec<(&'static str, bool)> {
    let dutch = area.code.starts_with("nl") || area.base == Some("nl2023");
    vec![
        ("has_agriculture", true),
        ("has_industry", true),
        ("has_semi_detached_houses", true),
        ("has_coastline", area.coastline),
        ("has_mountains", area.mountains),
        ("has_solar_csp", area.solar_csp()),
        ("has_offshore_solar", area.coastline),
        ("has_lignite", area.code == "DE_germany"),
        ("has_merit_order", area.hourly),
        ("use_merit_order_demands", area.hourly),
        ("has_weather_curves", dutch),
        ("has_coal_oil_for_heating_built_environment", !dutch),
        ("has_aquathermal_potential_for_surface_water", dutch),
        ("has_aquathermal_potential_for_waste_water", dutch),
        ("has_aquathermal_potential_for_drink_water", dutch),
    ]
}

/// The reference area's values of attributes that grow with the inhabitants.
const GROWING: &[(&str, f64)] = &[
    ("annual_infrastructure_cost_electricity", 3_200_000_000.0),
    ("annual_infrastructure_cost_gas", 1_500_000_000.0),
    ("aquathermal_potential_for_drink_water", 4.1),
    ("aquathermal_potential_for_surface_water", 150.0),
    ("aquathermal_potential_for_waste_water", 56.0),
    ("buildings_roof_surface_available_for_pv", 322.0),
    ("energetic_emissions_other_ghg_agriculture", 1.4),
    ("energetic_emissions_other_ghg_buildings", 0.1),
    ("energetic_emissions_other_ghg_energy", 0.9),
    ("energetic_emissions_other_ghg_households", 0.5),
    ("energetic_emissions_other_ghg_industry", 0.3),
    ("energetic_emissions_other_ghg_transport", 0.4),
    ("indirect_emissions_co2", 0.3),
    ("interconnector_capacity", 8_900.0),
    ("non_energetic_emissions_co2_agriculture_manure", 0.0),
    ("non_energetic_emissions_co2_agriculture_soil_cultivation", 0.1),
    ("non_energetic_emissions_co2_chemical_industry", 4.3),
    ("non_energetic_emissions_co2_other_industry", 1.4),
    ("non_energetic_emissions_co2_waste_management", 0.0),
    ("non_energetic_emissions_other_ghg_agriculture_fermentation", 8.5),
    ("non_energetic_emissions_other_ghg_agriculture_manure", 4.6),
    ("non_energetic_emissions_other_ghg_agriculture_other", 0.0),
    ("non_energetic_emissions_other_ghg_agriculture_soil_cultivation", 5.4),
    ("non_energetic_emissions_other_ghg_chemical_industry", 1.5),
    ("non_energetic_emissions_other_ghg_other_industry", 1.2),
    ("non_energetic_emissions_other_ghg_waste_management", 2.9),
    ("number_of_busses", 9_800.0),
    ("number_of_cars", 8_531_000.0),
    ("number_of_trucks", 158_000.0),
    ("number_of_vans", 907_000.0),
    ("present_number_of_buildings", 1_154_000.0),
    ("residences_roof_surface_available_for_pv", 438.0),
];

/// Values that are the same everywhere.
const SAME: &[(&str, f64)] = &[
    ("captured_biogenic_co2_price", 0.0),
    ("co2_emissions_of_imported_electricity_g_per_kwh", 370.0),
    ("co2_percentage_free", 0.85),
    ("co2_price", 24.83),
    ("electric_vehicle_profile_1_share", 1.0),
    ("electric_vehicle_profile_2_share", 0.0),
    ("electric_vehicle_profile_3_share", 0.0),
    ("electric_vehicle_profile_4_share", 0.0),
    ("electric_vehicle_profile_5_share", 0.0),
    ("export_electricity_primary_demand_factor", 1.0),
    ("heat_exchanger_station_investment_costs_eur_per_kw", 120.0),
    ("hydrogen_electrolysis_solar_pv_capacity_ratio", 0.4),
    ("import_electricity_primary_demand_factor", 1.82),
    ("investment_hv_net_high", 59.0),
    ("investment_hv_net_low", 14.0),
    ("investment_hv_net_per_turbine", 1.1),
    ("man_hours_per_man_year", 1_800.0),
    ("offshore_ccs_potential_mt_per_year", 50.0),
    ("typical_useful_demand_for_space_heating_buildings_present", 87.0),
];

/// Attributes of the detailed form only.
pub(super) fn numbers(area: &Area) -> Vec<(&'static str, f64)> {
    let coast = if area.coastline { area.size() } else { 0.0 };
    let mut all = vec![
        ("areable_land", area.arable()),
        ("co2_emission_1990", area.co2_1990),
        ("co2_emission_1990_aviation_bunkers", 4.54 * area.size()),
        ("co2_emission_1990_marine_bunkers", 34.9 * coast),
        ("coast_line", 451.0 * coast),
        ("offshore_suitable_for_wind", 30_060.0 * coast),
        ("total_land_area", area.land),
    ];
    all.extend(GROWING.iter().map(|(name, value)| (*name, value * area.size())));
    all.extend(SAME);
    all
}

/// The reference value of a growing attribute, for this area; 0 for an unknown name.
pub(super) fn growing(area: &Area, name: &str) -> f64 {
    let known = GROWING.iter().find(|(known, _)| *known == name);
    known.map_or(0.0, |(_, value)| value * area.size())
}
