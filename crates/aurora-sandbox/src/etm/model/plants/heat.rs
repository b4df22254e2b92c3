//! Plants of the heat networks and of agriculture.

use super::{Kind, Plant, System};
use crate::etm::model::carriers::{
    AMBIENT, COAL, CRUDE_OIL, Carrier, ELECTRICITY, GEOTHERMAL, HYDROGEN, NETWORK_GAS, SOLAR_THERMAL, WASTE,
    WOOD_PELLETS,
};
use crate::etm::model::profiles::Shape;

const BOILER: &[(Carrier, f64)] = &[(ELECTRICITY, 1.01)];
const PUMP: &[(Carrier, f64)] = &[(ELECTRICITY, 0.3), (AMBIENT, 0.7)];
const COLD_PUMP: &[(Carrier, f64)] = &[(ELECTRICITY, 0.25), (AMBIENT, 0.75)];

const fn plant(node: &'static str, system: System, mw: f64, inputs: &'static [(Carrier, f64)]) -> Plant {
    Plant::new(node, system, Kind::Dispatchable, mw)
        .shown("traditional_heat")
        .listed("costs_production", "heat_plants")
        .of(10.0, inputs)
        .costing(120_000.0, 20.0, 1.0)
}

const fn pump(node: &'static str, system: System, inputs: &'static [(Carrier, f64)]) -> Plant {
    plant(node, system, 0.0, inputs)
        .shown("heat_pumps")
        .costing(900_000.0, 20.0, 1.0)
}

/// Takes what electricity is left over.
const fn p2h(node: &'static str, system: System, curve: &'static str, inputs: &'static [(Carrier, f64)]) -> Plant {
    Plant {
        kind: Kind::Surplus(curve),
        ..plant(node, system, 0.0, inputs)
    }
    .shown("p2h")
    .listed("costs_storage_and_conversion", "p2h")
}

const fn well(
    node: &'static str,
    system: System,
    curve: &'static str,
    flh: &'static str,
    carrier: &'static [(Carrier, f64)],
) -> Plant {
    Plant {
        kind: Kind::Volatile(curve, flh),
        ..plant(node, system, 0.0, carrier)
    }
    .costing(1_700_000.0, 30.0, 2.0)
}

#[rustfmt::skip]
pub(super) static PLANTS: &[Plant] = &[
    plant("energy_heat_boiler_lt_electricity", System::Lt, 0.0, BOILER),
    plant("energy_heat_burner_lt_hydrogen", System::Lt, 0.0, &[(HYDROGEN, 1.05)]),
    Plant { mw: 250.0, ..pump("energy_heat_heatpump_water_water_lt_electricity", System::Lt, COLD_PUMP) },
    pump("energy_heat_heatpump_surface_water_water_ts_lt_electricity", System::Lt, COLD_PUMP),
    pump("energy_heat_heatpump_waste_water_water_ts_lt_electricity", System::Lt, COLD_PUMP),
    pump("energy_heat_heatpump_drink_water_water_ts_lt_electricity", System::Lt, COLD_PUMP),
    plant("energy_heat_boiler_mt_electricity", System::Mt, 0.0, BOILER),
    plant("energy_heat_burner_mt_coal", System::Mt, 0.0, &[(COAL, 1.2)]),
    plant("energy_heat_burner_mt_crude_oil", System::Mt, 0.0, &[(CRUDE_OIL, 1.15)]),
    plant("energy_heat_burner_mt_hydrogen", System::Mt, 0.0, &[(HYDROGEN, 1.05)]),
    plant("energy_heat_burner_mt_network_gas", System::Mt, 900.0, &[(NETWORK_GAS, 1.08)]),
    plant("energy_heat_burner_mt_waste_mix", System::Mt, 60.0, &[(WASTE, 1.25)]),
    plant("energy_heat_burner_mt_wood_pellets", System::Mt, 80.0, &[(WOOD_PELLETS, 1.15)]),
    pump("energy_heat_heatpump_water_water_mt_electricity", System::Mt, PUMP),
    pump("energy_heat_heatpump_surface_water_water_ts_mt_electricity", System::Mt, PUMP),
    pump("energy_heat_heatpump_waste_water_water_ts_mt_electricity", System::Mt, PUMP),
    pump("energy_heat_heatpump_drink_water_water_ts_mt_electricity", System::Mt, PUMP),
    plant("energy_heat_boiler_ht_electricity", System::Ht, 0.0, BOILER),
    plant("energy_heat_burner_ht_coal", System::Ht, 0.0, &[(COAL, 1.2)]),
    plant("energy_heat_burner_ht_crude_oil", System::Ht, 0.0, &[(CRUDE_OIL, 1.15)]),
    plant("energy_heat_burner_ht_hydrogen", System::Ht, 0.0, &[(HYDROGEN, 1.05)]),
    plant("energy_heat_burner_ht_network_gas", System::Ht, 9500.0, &[(NETWORK_GAS, 1.08)]),
    plant("energy_heat_burner_ht_waste_mix", System::Ht, 100.0, &[(WASTE, 1.25)]),
    plant("energy_heat_burner_ht_wood_pellets", System::Ht, 150.0, &[(WOOD_PELLETS, 1.15)]),
    pump("energy_heat_heatpump_water_water_ht_electricity", System::Ht, PUMP),
    p2h("energy_heat_flexibility_p2h_boiler_ht_electricity", System::Ht, "energy_heat_flexibility_p2h_boiler_ht_electricity_availability", BOILER),
    p2h("energy_heat_flexibility_p2h_boiler_mt_electricity", System::Mt, "energy_heat_flexibility_p2h_boiler_mt_electricity_availability", BOILER),
    p2h("energy_heat_flexibility_p2h_heatpump_ht_electricity", System::Ht, "energy_heat_flexibility_p2h_heatpump_ht_electricity_availability", PUMP),
    p2h("energy_heat_flexibility_p2h_heatpump_mt_electricity", System::Mt, "energy_heat_flexibility_p2h_heatpump_mt_electricity_availability", PUMP),
    well("energy_heat_well_deep_ht_geothermal", System::Ht, "geothermal_heat_deep", "flh_of_geothermal_heat_deep", &[(GEOTHERMAL, 1.0)]),
    well("energy_heat_well_shallow_mt_geothermal", System::Mt, "geothermal_heat_shallow", "flh_of_geothermal_heat_shallow", &[(GEOTHERMAL, 1.0)]),
    well("energy_heat_solar_lt_solar_thermal", System::Lt, "weather/solar_thermal", "flh_of_solar_thermal", &[(SOLAR_THERMAL, 1.0)]),
    Plant {
        kind: Kind::MustRun(Shape::Flat, 6000.0),
        ..plant("agriculture_geothermal", System::Agriculture, 160.0, &[(GEOTHERMAL, 1.0)])
    }.costing(1_700_000.0, 30.0, 2.0),
    pump("agriculture_heatpump_water_water_electricity", System::Agriculture, PUMP),
    plant("agriculture_burner_wood_pellets", System::Agriculture, 250.0, &[(WOOD_PELLETS, 1.15)]),
    plant("agriculture_burner_crude_oil", System::Agriculture, 60.0, &[(CRUDE_OIL, 1.12)]),
    plant("agriculture_burner_network_gas", System::Agriculture, 6500.0, &[(NETWORK_GAS, 1.08)]),
];
