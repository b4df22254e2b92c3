//! Inputs that add up to a hundred.

use super::{Row, row};

const STEEL: &[&str] = &["external_model_industry", "industry_metal_steel"];
const FOOD: &[&str] = &["external_model_industry", "industry_other_food"];
const PAPER: &[&str] = &["external_model_industry", "industry_other_paper"];

/// A group, what its members are disabled by, the step, and the members with their starts.
type Group = (
    &'static str,
    &'static [&'static str],
    f64,
    &'static [(&'static str, f64)],
);

#[rustfmt::skip]
const GROUPS: &[Group] = &[
    ("transport_car_tech", &[], 0.1, &[
        ("transport_car_using_hydrogen_share", 0.0),
        ("transport_car_using_electricity_share", 0.896_427_147_907_238),
        ("transport_car_using_diesel_mix_share", 24.250_388_708_759_342),
        ("transport_car_using_gasoline_mix_share", 70.853_346_950_425_16),
        ("transport_car_using_lpg_share", 3.9),
        ("transport_car_using_compressed_natural_gas_share", 0.099_837_192_908_26),
    ]),
    ("transport_truck_tech", &[], 0.1, &[
        ("transport_truck_using_diesel_mix_share", 99.0),
        ("transport_truck_using_electricity_share", 0.25),
        ("transport_truck_using_hydrogen_share", 0.0),
        ("transport_truck_using_lng_mix_share", 0.75),
    ]),
    ("transport_van_tech", &[], 0.1, &[
        ("transport_van_using_diesel_mix_share", 99.5),
        ("transport_van_using_electricity_share", 0.5),
        ("transport_van_using_hydrogen_share", 0.0),
    ]),
    ("transport_bus_tech", &[], 0.1, &[
        ("transport_bus_using_diesel_mix_share", 92.5),
        ("transport_bus_using_electricity_share", 7.5),
    ]),
    ("greengas", &[], 0.1, &[
        ("energy_greengas_gasification_wet_biomass_share", 0.0),
        ("energy_biogas_fermentation_share", 100.0),
        ("energy_greengas_gasification_dry_biomass_share", 0.0),
    ]),
    ("demand_bunkers_aviation", &[], 0.1, &[
        ("bunkers_aviation_using_electricity_share", 0.0),
        ("bunkers_aviation_using_hydrogen_share", 0.0),
        ("bunkers_aviation_using_kerosene_mix_share", 100.0),
    ]),
    ("fischer_tropsch", &[], 0.1, &[
        ("energy_production_fischer_tropsch_synthetic_share", 100.0),
        ("energy_production_fischer_tropsch_biogenic_waste_ccs_share", 0.0),
        ("energy_production_fischer_tropsch_dry_biomass_ccs_share", 0.0),
        ("energy_production_fischer_tropsch_non_biogenic_waste_ccs_share", 0.0),
    ]),
    ("wind_turbines_inland_scale", &[], 0.1, &[
        ("land_use_impact_visual_wind_inland_large_scale", 100.0),
        ("land_use_impact_visual_wind_inland_small_scale", 0.0),
    ]),
    ("coal_gas_ccus", STEEL, 1.0, &[
        ("share_of_energy_steel_chemical_feedstock_coal_gas", 0.0),
        ("share_of_energy_steel_energy_production_coal_gas", 100.0),
    ]),
    ("heating_households", &[], 0.1, &[
        ("households_heater_district_heating_lt_steam_hot_water_share", 0.25),
        ("households_heater_heatpump_surface_water_water_ts_electricity_share", 0.0),
        ("households_heater_heatpump_air_water_electricity_share", 1.5),
        ("households_heater_heatpump_ground_water_electricity_share", 1.0),
        ("households_heater_heatpump_pvt_electricity_share", 0.0),
        ("households_heater_district_heating_mt_steam_hot_water_share", 0.75),
        ("households_heater_hybrid_heatpump_air_water_electricity_share", 0.5),
        ("households_heater_hybrid_hydrogen_heatpump_air_water_electricity_share", 0.0),
        ("households_heater_hybrid_crude_oil_heatpump_air_water_electricity_share", 0.0),
        ("households_heater_district_heating_ht_steam_hot_water_share", 4.5),
        ("households_heater_electricity_share", 0.5),
        ("households_heater_combined_network_gas_share", 83.0),
        ("households_heater_combined_hydrogen_share", 0.0),
        ("households_heater_wood_pellets_share", 4.0),
        ("households_heater_network_gas_share", 3.5),
        ("households_heater_coal_share", 0.0),
        ("households_heater_crude_oil_share", 0.5),
    ]),
    ("heating_buildings", &[], 0.1, &[
        ("buildings_heater_network_gas_share", 86.0),
        ("buildings_heater_district_heating_ht_steam_hot_water_share", 6.5),
        ("buildings_heater_district_heating_mt_steam_hot_water_share", 1.0),
        ("buildings_heater_district_heating_lt_steam_hot_water_share", 0.0),
        ("buildings_heater_heatpump_air_water_electricity_share", 2.0),
        ("buildings_heater_electricity_share", 0.5),
        ("buildings_heater_combined_hydrogen_share", 0.0),
        ("buildings_heater_wood_pellets_share", 4.0),
    ]),
    ("industry_other_food_heat", FOOD, 0.1, &[
        ("industry_other_food_burner_network_gas_share", 100.0),
        ("industry_other_food_burner_hydrogen_share", 0.0),
        ("industry_other_food_heater_electricity_share", 0.0),
    ]),
    ("industry_other_paper_heat", PAPER, 0.1, &[
        ("industry_other_paper_burner_network_gas_share", 95.0),
        ("industry_other_paper_burner_coal_share", 0.0),
        ("industry_other_paper_burner_wood_pellets_share", 4.0),
        ("industry_other_paper_heater_electricity_share", 1.0),
    ]),
];

pub(super) fn rows() -> impl Iterator<Item = Row> {
    GROUPS.iter().flat_map(|(group, couplings, step, members)| {
        members.iter().map(move |(key, start)| Row {
            share_group: Some(group),
            disabled_by_couplings: couplings,
            ..row(key, "%", 0.0, 100.0, *start, *step)
        })
    })
}
