//! Power plants and interconnectors.

use super::{Kind, Plant, System};
use crate::etm::model::carriers::{
    BIOGAS, COAL, HYDROGEN, NETWORK_GAS, SOLAR_RADIATION, URANIUM, WASTE, WATER, WIND, WOOD_PELLETS,
};
use crate::etm::model::profiles::Shape;

const POWER: (&str, &str) = ("costs_production", "power_plants");
const CHP: (&str, &str) = ("costs_production", "chp_plants");

const fn plant(node: &'static str, kind: Kind, mw: f64) -> Plant {
    Plant::new(node, System::Power, kind, mw)
        .shown("electricity_production")
        .listed(POWER.0, POWER.1)
}

const fn volatile(node: &'static str, curve: &'static str, flh: &'static str, mw: f64) -> Plant {
    plant(node, Kind::Volatile(curve, flh), mw)
}

const fn chp(node: &'static str, mw: f64, shape: Shape, hours: f64) -> Plant {
    plant(node, Kind::MustRun(shape, hours), mw)
        .shown("chps")
        .listed(CHP.0, CHP.1)
}

#[rustfmt::skip]
pub(super) static PLANTS: &[Plant] = &[
    volatile("energy_power_wind_turbine_inland", "weather/wind_inland_baseline", "flh_of_energy_power_wind_turbine_inland", 2800.0)
        .shown("wind_turbine").of(3.0, &[(WIND, 1.0)]).costing(1_150_000.0, 25.0, 1.5),
    volatile("energy_power_wind_turbine_coastal", "weather/wind_coastal_baseline", "flh_of_energy_power_wind_turbine_coastal", 700.0)
        .shown("wind_turbine").of(3.0, &[(WIND, 1.0)]).costing(1_150_000.0, 25.0, 1.5),
    volatile("energy_power_wind_turbine_offshore", "weather/wind_offshore_baseline", "flh_of_energy_power_wind_turbine_offshore", 957.0)
        .shown("wind_turbine").of(11.0, &[(WIND, 1.0)]).costing(1_900_000.0, 25.0, 3.0),
    volatile("energy_power_solar_pv_solar_radiation", "weather/solar_pv_on_land", "flh_of_energy_power_solar_pv_solar_radiation", 2100.0)
        .shown("solar_pv_plant").of(20.0, &[(SOLAR_RADIATION, 5.0)]).costing(520_000.0, 25.0, 0.0),
    volatile("energy_power_solar_pv_offshore", "weather/solar_pv_offshore", "flh_of_energy_power_solar_pv_offshore", 0.0)
        .shown("solar_pv_plant").of(20.0, &[(SOLAR_RADIATION, 5.0)]).costing(900_000.0, 25.0, 0.0),
    volatile("households_solar_pv_solar_radiation", "weather/solar_pv_on_roof_households", "flh_of_households_solar_pv_solar_radiation", 2700.0)
        .shown("solar_panel").of(0.004, &[(SOLAR_RADIATION, 5.0)]).costing(850_000.0, 25.0, 0.0),
    volatile("buildings_solar_pv_solar_radiation", "weather/solar_pv_on_roof_buildings", "flh_of_buildings_solar_pv_solar_radiation", 2400.0)
        .shown("solar_panel").of(0.05, &[(SOLAR_RADIATION, 5.0)]).costing(750_000.0, 25.0, 0.0),
    volatile("energy_power_hydro_river", "river", "flh_of_hydro_river", 38.0)
        .of(10.0, &[(WATER, 1.1)]).costing(3_000_000.0, 60.0, 0.0),
    plant("energy_power_nuclear_gen3_uranium_oxide", Kind::MustRun(Shape::Flat, 7800.0), 485.0)
        .of(1600.0, &[(URANIUM, 2.8)]).costing(6_000_000.0, 60.0, 6.0),
    plant("energy_power_combined_cycle_network_gas", Kind::Dispatchable, 13_500.0)
        .of(400.0, &[(NETWORK_GAS, 1.72)]).costing(750_000.0, 30.0, 2.0),
    plant("energy_power_combined_cycle_ccs_network_gas", Kind::Dispatchable, 0.0)
        .shown("electricity_production_ccs").of(400.0, &[(NETWORK_GAS, 1.96)]).costing(1_500_000.0, 30.0, 4.0).capturing(0.9),
    plant("energy_power_turbine_network_gas", Kind::Dispatchable, 2500.0)
        .of(150.0, &[(NETWORK_GAS, 2.55)]).costing(450_000.0, 30.0, 3.0),
    plant("energy_power_ultra_supercritical_coal", Kind::Dispatchable, 1600.0)
        .of(800.0, &[(COAL, 2.2)]).costing(1_600_000.0, 40.0, 3.0),
    plant("energy_power_ultra_supercritical_cofiring_coal", Kind::Dispatchable, 2400.0)
        .of(800.0, &[(COAL, 1.58), (WOOD_PELLETS, 0.67)]).costing(1_700_000.0, 40.0, 3.5),
    plant("energy_power_combined_cycle_hydrogen", Kind::Dispatchable, 0.0)
        .of(400.0, &[(HYDROGEN, 1.72)]).costing(800_000.0, 30.0, 2.0),
    plant("energy_power_turbine_hydrogen", Kind::Dispatchable, 0.0)
        .of(150.0, &[(HYDROGEN, 2.6)]).costing(500_000.0, 30.0, 3.0),
    chp("energy_chp_supercritical_waste_mix", 650.0, Shape::Flat, 6000.0)
        .of(55.0, &[(WASTE, 4.0)]).heating(System::Ht, 0.8).costing(4_000_000.0, 30.0, 5.0),
    chp("industry_chp_combined_cycle_gas_power_fuelmix", 2400.0, Shape::Flat, 4500.0)
        .of(44.0, &[(NETWORK_GAS, 2.174)]).heating(System::Ht, 0.65).costing(1_000_000.0, 30.0, 2.0),
    chp("industry_chp_engine_gas_power_fuelmix", 300.0, Shape::Flat, 4000.0)
        .of(2.0, &[(NETWORK_GAS, 2.3)]).heating(System::Ht, 1.0).costing(900_000.0, 20.0, 4.0),
    chp("agriculture_chp_engine_network_gas", 2500.0, Shape::Heat, 3200.0)
        .of(2.0, &[(NETWORK_GAS, 2.4)]).heating(System::Agriculture, 1.2).costing(800_000.0, 20.0, 4.0),
    chp("agriculture_chp_engine_biogas", 120.0, Shape::Flat, 6500.0)
        .of(1.0, &[(BIOGAS, 2.45)]).heating(System::Agriculture, 1.0).costing(1_300_000.0, 20.0, 5.0),
];

/// Capacity in the reference area in MW, and the mean price abroad in EUR per MWh, of the twelve interconnectors.
pub(crate) const INTERCONNECTORS: [(f64, f64); 12] = [
    (2450.0, 46.0),
    (1400.0, 44.0),
    (1000.0, 52.0),
    (700.0, 38.0),
    (700.0, 41.0),
    (0.0, 50.0),
    (0.0, 50.0),
    (0.0, 50.0),
    (0.0, 50.0),
    (0.0, 50.0),
    (0.0, 50.0),
    (0.0, 50.0),
];
