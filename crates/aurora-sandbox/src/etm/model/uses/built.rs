//! Households, buildings, agriculture, and what belongs to no sector.

use super::{Sharing, Use, fixed, input, only};
use crate::etm::model::carriers::{
    AMBIENT, COAL, CRUDE_OIL, ELECTRICITY, HT, HYDROGEN, LT, MT, NETWORK_GAS, SOLAR_THERMAL, USEABLE_HEAT, WOOD_PELLETS,
};
use crate::etm::model::profiles::Shape;

#[rustfmt::skip]
pub(super) static USES: &[Use] = &[
    Use::new("households_useful_demand_for_space_heating_after_insulation_useable_heat", "households_final_demand_for_space_heating", 205.0, Shape::Heat, &[
        input("households_space_heater_district_heating_lt_steam_hot_water", "households_heater_district_heating_lt_steam_hot_water_share", &[(LT, 1.0)]),
        input("households_space_heater_heatpump_surface_water_water_ts_electricity", "households_heater_heatpump_surface_water_water_ts_electricity_share", &[(ELECTRICITY, 0.25), (AMBIENT, 0.75)]),
        input("households_space_heater_heatpump_air_water_electricity", "households_heater_heatpump_air_water_electricity_share", &[(ELECTRICITY, 0.286), (AMBIENT, 0.714)]),
        input("households_space_heater_heatpump_ground_water_electricity", "households_heater_heatpump_ground_water_electricity_share", &[(ELECTRICITY, 0.222), (AMBIENT, 0.778)]),
        input("households_space_heater_heatpump_pvt_electricity", "households_heater_heatpump_pvt_electricity_share", &[(ELECTRICITY, 0.24), (AMBIENT, 0.76)]),
        input("households_space_heater_district_heating_mt_steam_hot_water", "households_heater_district_heating_mt_steam_hot_water_share", &[(MT, 1.0)]),
        input("households_space_heater_hybrid_heatpump_air_water_electricity", "households_heater_hybrid_heatpump_air_water_electricity_share", &[(ELECTRICITY, 0.16), (AMBIENT, 0.44), (NETWORK_GAS, 0.41)]),
        input("households_space_heater_hybrid_hydrogen_heatpump_air_water_electricity", "households_heater_hybrid_hydrogen_heatpump_air_water_electricity_share", &[(ELECTRICITY, 0.16), (AMBIENT, 0.44), (HYDROGEN, 0.41)]),
        input("households_space_heater_hybrid_crude_oil_heatpump_air_water_electricity", "households_heater_hybrid_crude_oil_heatpump_air_water_electricity_share", &[(ELECTRICITY, 0.16), (AMBIENT, 0.44), (CRUDE_OIL, 0.43)]),
        input("households_space_heater_district_heating_ht_steam_hot_water", "households_heater_district_heating_ht_steam_hot_water_share", &[(HT, 1.0)]),
        input("households_space_heater_electricity", "households_heater_electricity_share", &[(ELECTRICITY, 1.0)]),
        input("households_space_heater_combined_network_gas", "households_heater_combined_network_gas_share", &[(NETWORK_GAS, 1.02)]),
        input("households_space_heater_combined_hydrogen", "households_heater_combined_hydrogen_share", &[(HYDROGEN, 1.02)]),
        input("households_space_heater_wood_pellets", "households_heater_wood_pellets_share", &[(WOOD_PELLETS, 1.3)]),
        input("households_space_heater_network_gas", "households_heater_network_gas_share", &[(NETWORK_GAS, 1.25)]),
        input("households_space_heater_coal", "households_heater_coal_share", &[(COAL, 1.5)]),
        input("households_space_heater_crude_oil", "households_heater_crude_oil_share", &[(CRUDE_OIL, 1.15)]),
    ]).making(USEABLE_HEAT).growing(&["households_useful_demand_heat_per_person"]).shared(Sharing::Ordered),
    Use::new("households_useful_demand_hot_water", "households_final_demand_for_hot_water", 52.0, Shape::HotWater, &[
        fixed("households_water_heater_combined_network_gas", 78.0, &[(NETWORK_GAS, 1.1)]),
        fixed("households_water_heater_district_heating_steam_hot_water", 6.0, &[(HT, 1.0)]),
        fixed("households_water_heater_heatpump_air_water_electricity", 4.0, &[(ELECTRICITY, 0.4), (AMBIENT, 0.6)]),
        fixed("households_water_heater_resistive_electricity", 10.0, &[(ELECTRICITY, 1.05)]),
        fixed("households_water_heater_solar_thermal", 2.0, &[(SOLAR_THERMAL, 1.0)]),
    ]).making("hot_water").growing(&["households_useful_demand_hot_water"]).curve("households_hot_water").shared(Sharing::Shown),
    Use::new("households_useful_demand_electric_appliances", "households_final_demand_for_appliances", 62.0, Shape::Evening, &[
        only("households_appliances_other_electricity", &[(ELECTRICITY, 1.0)]),
    ]).growing(&["households_useful_demand_electric_appliances"]).curve("households_appliances"),
    Use::new("households_useful_demand_light", "households_final_demand_for_lighting", 8.5, Shape::Evening, &[
        only("households_lighting_electricity", &[(ELECTRICITY, 1.0)]),
    ]).making("light").growing(&["households_useful_demand_lighting"]),
    Use::new("households_useful_demand_cooking_useable_heat", "households_final_demand_for_cooking", 9.0, Shape::Evening, &[
        fixed("households_cooker_network_gas", 60.0, &[(NETWORK_GAS, 1.5)]),
        fixed("households_cooker_induction_electricity", 40.0, &[(ELECTRICITY, 1.1)]),
    ]).making(USEABLE_HEAT).growing(&["households_useful_demand_cooking_per_person"]),
    Use::new("households_useful_demand_cooling", "households_final_demand_for_cooling", 1.5, Shape::Cool, &[
        only("households_cooling_airconditioning_electricity", &[(ELECTRICITY, 1.0)]),
    ]).making("cooling").growing(&["households_useful_demand_cooling_per_person"]).curve("households_cooling"),
    Use::new("buildings_useful_demand_for_space_heating_after_insulation", "buildings_final_demand_for_space_heating", 112.0, Shape::OfficeHeat, &[
        input("buildings_space_heater_network_gas", "buildings_heater_network_gas_share", &[(NETWORK_GAS, 1.08)]),
        input("buildings_space_heater_district_heating_ht_steam_hot_water", "buildings_heater_district_heating_ht_steam_hot_water_share", &[(HT, 1.0)]),
        input("buildings_space_heater_district_heating_mt_steam_hot_water", "buildings_heater_district_heating_mt_steam_hot_water_share", &[(MT, 1.0)]),
        input("buildings_space_heater_district_heating_lt_steam_hot_water", "buildings_heater_district_heating_lt_steam_hot_water_share", &[(LT, 1.0)]),
        input("buildings_space_heater_heatpump_air_water_electricity", "buildings_heater_heatpump_air_water_electricity_share", &[(ELECTRICITY, 0.286), (AMBIENT, 0.714)]),
        input("buildings_space_heater_electricity", "buildings_heater_electricity_share", &[(ELECTRICITY, 1.0)]),
        input("buildings_space_heater_combined_hydrogen", "buildings_heater_combined_hydrogen_share", &[(HYDROGEN, 1.02)]),
        input("buildings_space_heater_wood_pellets", "buildings_heater_wood_pellets_share", &[(WOOD_PELLETS, 1.25)]),
    ]).making(USEABLE_HEAT).growing(&["buildings_useful_demand_useable_heat"]).curve("weather/buildings_heating").shared(Sharing::Shown),
    Use::new("buildings_useful_demand_electricity", "buildings_final_demand_for_appliances", 82.0, Shape::Office, &[
        only("buildings_appliances_electricity", &[(ELECTRICITY, 1.0)]),
    ]).growing(&["buildings_useful_demand_electricity"]).curve("buildings_appliances"),
    Use::new("buildings_useful_demand_light", "buildings_final_demand_for_lighting", 32.0, Shape::Office, &[
        only("buildings_lighting_electricity", &[(ELECTRICITY, 1.0)]),
    ]).making("light").growing(&["buildings_useful_demand_lighting"]),
    Use::new("buildings_useful_demand_cooling", "buildings_final_demand_for_cooling", 9.0, Shape::Cool, &[
        only("buildings_cooling_airconditioning_electricity", &[(ELECTRICITY, 1.0)]),
    ]).making("cooling").growing(&["buildings_useful_demand_cooling"]).curve("buildings_cooling"),
    Use::new("agriculture_useful_demand_electricity", "agriculture_final_demand", 33.0, Shape::Evening, &[
        only("agriculture_appliances_electricity", &[(ELECTRICITY, 1.0)]),
    ]).growing(&["agriculture_useful_demand_electricity"]).curve("agriculture_electricity"),
    Use::new("other_useful_demand_electricity", "other_final_demand", 2.5, Shape::Flat, &[
        only("other_appliances_electricity", &[(ELECTRICITY, 1.0)]),
    ]).growing(&["other_useful_demand_electricity"]),
    Use::new("other_useful_demand_useable_heat", "other_final_demand_for_heat", 4.0, Shape::Heat, &[
        only("other_burner_network_gas", &[(NETWORK_GAS, 1.05)]),
    ]).making(USEABLE_HEAT).growing(&["other_useful_demand_useable_heat"]),
];
