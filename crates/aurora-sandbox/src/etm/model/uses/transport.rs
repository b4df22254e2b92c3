//! Transport and bunkers. The outputs are mechanical energy rather than kilometres, so that all uses are in MJ.

use super::{Use, fixed, input, only};
use crate::etm::model::carriers::{
    BIODIESEL, DIESEL, ELECTRICITY, GASOLINE, HEAVY_FUEL_OIL, HYDROGEN, KEROSENE, LNG, LPG, NETWORK_GAS,
};
use crate::etm::model::profiles::Shape;

const PASSENGERS: &[&str] = &["transport_useful_demand_passenger_kms"];
const FREIGHT: &[&str] = &["transport_useful_demand_freight_tonne_kms"];

#[rustfmt::skip]
pub(super) static USES: &[Use] = &[
    Use::new("transport_useful_demand_car_kms", "transport_final_demand_for_cars", 56.0, Shape::Charging, &[
        input("transport_car_using_electricity", "transport_car_using_electricity_share", &[(ELECTRICITY, 1.2)]),
        input("transport_car_using_hydrogen", "transport_car_using_hydrogen_share", &[(HYDROGEN, 2.2)]),
        input("transport_car_using_diesel_mix", "transport_car_using_diesel_mix_share", &[(DIESEL, 3.25), (BIODIESEL, 0.15)]),
        input("transport_car_using_gasoline_mix", "transport_car_using_gasoline_mix_share", &[(GASOLINE, 4.1)]),
        input("transport_car_using_lpg", "transport_car_using_lpg_share", &[(LPG, 4.1)]),
        input("transport_car_using_compressed_natural_gas", "transport_car_using_compressed_natural_gas_share", &[(NETWORK_GAS, 4.2)]),
    ]).making("car_kms").growing(PASSENGERS).saving(&["transport_vehicle_using_electricity_efficiency"]).curve("electric_vehicle_profile_1"),
    Use::new("transport_useful_demand_truck_kms", "transport_final_demand_for_trucks", 38.0, Shape::Charging, &[
        input("transport_truck_using_diesel_mix", "transport_truck_using_diesel_mix_share", &[(DIESEL, 2.6), (BIODIESEL, 0.14)]),
        input("transport_truck_using_electricity", "transport_truck_using_electricity_share", &[(ELECTRICITY, 1.2)]),
        input("transport_truck_using_hydrogen", "transport_truck_using_hydrogen_share", &[(HYDROGEN, 2.1)]),
        input("transport_truck_using_lng_mix", "transport_truck_using_lng_mix_share", &[(LNG, 2.9)]),
    ]).growing(FREIGHT).curve("electric_trucks"),
    Use::new("transport_useful_demand_van_kms", "transport_final_demand_for_vans", 18.0, Shape::Charging, &[
        input("transport_van_using_diesel_mix", "transport_van_using_diesel_mix_share", &[(DIESEL, 3.3), (BIODIESEL, 0.16)]),
        input("transport_van_using_electricity", "transport_van_using_electricity_share", &[(ELECTRICITY, 1.2)]),
        input("transport_van_using_hydrogen", "transport_van_using_hydrogen_share", &[(HYDROGEN, 2.2)]),
    ]).growing(FREIGHT).curve("electric_vans"),
    Use::new("transport_useful_demand_bus_kms", "transport_final_demand_for_buses", 4.0, Shape::Charging, &[
        input("transport_bus_using_diesel_mix", "transport_bus_using_diesel_mix_share", &[(DIESEL, 2.8)]),
        input("transport_bus_using_electricity", "transport_bus_using_electricity_share", &[(ELECTRICITY, 1.2)]),
    ]).growing(PASSENGERS).curve("electric_buses"),
    Use::new("transport_useful_demand_train_kms", "transport_final_demand_for_trains", 5.2, Shape::Office, &[
        fixed("transport_train_using_electricity", 94.0, &[(ELECTRICITY, 1.1)]),
        fixed("transport_train_using_diesel_mix", 6.0, &[(DIESEL, 2.7)]),
    ]).growing(PASSENGERS).saving(&["transport_trains_efficiency"]),
    Use::new("transport_useful_demand_ship_kms", "transport_final_demand_for_ships", 4.5, Shape::Flat, &[
        only("transport_ship_using_diesel_mix", &[(DIESEL, 2.5)]),
    ]).growing(FREIGHT).curve("electric_ships"),
    Use::new("transport_useful_demand_planes", "transport_final_demand_for_domestic_flight", 0.8, Shape::Flat, &[
        only("transport_plane_using_kerosene", &[(KEROSENE, 2.5)]),
    ]).growing(PASSENGERS).curve("electric_planes"),
    Use::new("bunkers_useful_demand_aviation", "bunkers_final_demand", 66.0, Shape::Flat, &[
        input("bunkers_plane_using_kerosene_mix", "bunkers_aviation_using_kerosene_mix_share", &[(KEROSENE, 2.5)]),
        input("bunkers_plane_using_electricity", "bunkers_aviation_using_electricity_share", &[(ELECTRICITY, 1.3)]),
        input("bunkers_plane_using_hydrogen", "bunkers_aviation_using_hydrogen_share", &[(HYDROGEN, 2.4)]),
    ]).growing(&["bunkers_useful_demand_aviation"]),
    Use::new("bunkers_useful_demand_shipping", "bunkers_final_demand_for_shipping", 190.0, Shape::Flat, &[
        fixed("bunkers_ship_using_heavy_fuel_oil", 90.0, &[(HEAVY_FUEL_OIL, 2.3)]),
        fixed("bunkers_ship_using_diesel", 10.0, &[(DIESEL, 2.3)]),
    ]).growing(&["bunkers_useful_demand_shipping"]).curve("bunkers_ships_electricity"),
];
