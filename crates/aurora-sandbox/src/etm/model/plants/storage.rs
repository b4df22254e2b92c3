//! Everything that charges and discharges.

use super::{Kind, Plant, System};
use crate::etm::model::carriers::{Carrier, ELECTRICITY, HT, HYDROGEN, LT, MT, NETWORK_GAS};

const fn battery(node: &'static str, mw: f64, hours: f64, efficiency: f64) -> Plant {
    Plant::new(node, System::Power, Kind::Storage(hours, efficiency), mw)
        .shown("p2p")
        .listed("costs_storage_and_conversion", "p2p")
        .of(1.0, &[(ELECTRICITY, 1.25)])
        .costing(650_000.0, 15.0, 0.0)
}

/// Large storage of a network; the round trip loses nothing.
const fn store(node: &'static str, system: System, mw: f64, hours: f64, inputs: &'static [(Carrier, f64)]) -> Plant {
    Plant::new(node, system, Kind::Storage(hours, 1.0), mw)
        .shown("h2_storage")
        .listed("costs_storage_and_conversion", "storage")
        .of(100.0, inputs)
        .costing(90_000.0, 30.0, 0.0)
}

#[rustfmt::skip]
pub(super) static PLANTS: &[Plant] = &[
    battery("energy_flexibility_flow_batteries_electricity", 0.0, 8.0, 0.8),
    battery("energy_flexibility_hv_opac_electricity", 0.0, 12.0, 0.8),
    battery("energy_flexibility_mv_batteries_electricity", 60.0, 4.0, 0.8),
    battery("energy_flexibility_pumped_storage_electricity", 0.0, 10.0, 0.8),
    battery("households_flexibility_p2p_electricity", 0.0, 3.0, 0.8),
    battery("transport_bus_flexibility_p2p_electricity", 0.0, 4.0, 0.8).shown("v2g"),
    battery("transport_car_flexibility_p2p_electricity", 0.0, 4.0, 0.8).shown("v2g"),
    battery("transport_truck_flexibility_p2p_electricity", 0.0, 4.0, 0.8).shown("v2g"),
    battery("transport_van_flexibility_p2p_electricity", 0.0, 4.0, 0.8).shown("v2g"),
    store("energy_heat_network_storage_lt_steam_hot_water", System::Lt, 300.0, 1000.0, &[(LT, 1.0)]),
    store("energy_heat_network_storage_mt_steam_hot_water", System::Mt, 0.0, 1000.0, &[(MT, 1.0)]),
    store("energy_heat_network_storage_ht_steam_hot_water", System::Ht, 0.0, 1000.0, &[(HT, 1.0)]),
    store("energy_hydrogen_storage_depleted_gas_field", System::Hydrogen, 0.0, 1500.0, &[(HYDROGEN, 1.0)]),
    store("energy_hydrogen_storage_salt_cavern", System::Hydrogen, 200.0, 700.0, &[(HYDROGEN, 1.0)]),
    store("energy_network_gas_storage", System::Gas, 40_000.0, 900.0, &[(NETWORK_GAS, 1.0)]),
];
