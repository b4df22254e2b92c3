//! Plants of the hydrogen network and of the gas network.

use super::{Kind, Plant, System};
use crate::etm::model::carriers::{
    AMMONIA, BIOGAS, Carrier, DRY_BIOMASS, ELECTRICITY, LNG, NATURAL_GAS, NETWORK_GAS, SOLAR_RADIATION, WIND,
};
use crate::etm::model::profiles::Shape;

const ALWAYS: Kind = Kind::MustRun(Shape::Flat, 8000.0);

const fn plant(node: &'static str, kind: Kind, mw: f64, inputs: &'static [(Carrier, f64)]) -> Plant {
    Plant::new(node, System::Hydrogen, kind, mw)
        .shown("hydrogen_production")
        .listed("costs_production", "dedicated_hydrogen_production")
        .of(200.0, inputs)
        .costing(600_000.0, 25.0, 1.0)
}

const fn gas(node: &'static str, kind: Kind, mw: f64, inputs: &'static [(Carrier, f64)]) -> Plant {
    Plant::new(node, System::Gas, kind, mw).of(10.0, inputs)
}

const fn green(node: &'static str, mw: f64, inputs: &'static [(Carrier, f64)]) -> Plant {
    gas(node, ALWAYS, mw, inputs)
        .shown("biomass")
        .listed("costs_production", "biomass")
        .costing(1_500_000.0, 20.0, 4.0)
}

#[rustfmt::skip]
pub(super) static PLANTS: &[Plant] = &[
    plant("energy_hydrogen_flexibility_p2g_electricity", Kind::Surplus(""), 0.0, &[(ELECTRICITY, 1.45)])
        .shown("p2g").listed("costs_storage_and_conversion", "electrolysis").costing(900_000.0, 20.0, 1.0),
    plant("energy_hydrogen_wind_turbine_offshore", Kind::Volatile("weather/wind_offshore_baseline", "flh_of_energy_power_wind_turbine_offshore"), 0.0, &[(WIND, 1.45)])
        .costing(3_100_000.0, 25.0, 3.0),
    plant("energy_hydrogen_solar_pv_solar_radiation", Kind::Volatile("weather/solar_pv_on_land", "flh_of_energy_power_solar_pv_solar_radiation"), 0.0, &[(SOLAR_RADIATION, 7.0)])
        .costing(1_300_000.0, 25.0, 1.0),
    plant("energy_hydrogen_steam_methane_reformer_must_run", ALWAYS, 1500.0, &[(NETWORK_GAS, 1.33)]),
    plant("energy_hydrogen_steam_methane_reformer_ccs_must_run", ALWAYS, 0.0, &[(NETWORK_GAS, 1.42)]).capturing(0.6),
    plant("energy_hydrogen_autothermal_reformer_must_run", ALWAYS, 0.0, &[(NETWORK_GAS, 1.3)]),
    plant("energy_hydrogen_autothermal_reformer_ccs_must_run", ALWAYS, 0.0, &[(NETWORK_GAS, 1.36)]).capturing(0.92),
    plant("energy_hydrogen_ammonia_reformer_must_run", ALWAYS, 0.0, &[(AMMONIA, 1.25)]),
    plant("energy_hydrogen_biomass_gasification", ALWAYS, 0.0, &[(DRY_BIOMASS, 1.7)]),
    plant("energy_hydrogen_biomass_gasification_ccs", ALWAYS, 0.0, &[(DRY_BIOMASS, 1.8)]),
    plant("energy_hydrogen_autothermal_reformer_dispatchable", Kind::Dispatchable, 0.0, &[(NETWORK_GAS, 1.3)]),
    plant("energy_hydrogen_steam_methane_reformer_dispatchable", Kind::Dispatchable, 700.0, &[(NETWORK_GAS, 1.33)]),
    plant("energy_hydrogen_ammonia_reformer_dispatchable", Kind::Dispatchable, 0.0, &[(AMMONIA, 1.25)]),
    green("energy_greengas_gasification_wet_biomass", 0.0, &[(DRY_BIOMASS, 1.6)]),
    green("energy_greengas_upgrade_biogas", 180.0, &[(BIOGAS, 1.02)]),
    green("energy_greengas_gasification_dry_biomass", 0.0, &[(DRY_BIOMASS, 1.5)]),
    gas("energy_extraction_natural_gas", Kind::MustRun(Shape::Flat, 8760.0), 30_000.0, &[(NATURAL_GAS, 1.0)]),
    gas("energy_regasify_lng", Kind::MustRun(Shape::Flat, 8000.0), 8000.0, &[(LNG, 1.01)]),
];
