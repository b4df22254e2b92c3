//! What the user changes changes the results.

use super::{computed, near, of, scenario, value};
use crate::etm::EtmDialect;
use crate::etm::custom_curves::{CustomCurve, keys};
use crate::etm::model::power::SHORTAGE_PRICE;
use crate::etm::state::{InputValue, Scenario, now};
use crate::times::YEAR_HOURS;

#[test]
fn more_wind_means_less_carbon_lower_prices_and_more_curtailment() {
    let usual = scenario("nl2019", &[]);
    let windy = scenario(
        "nl2019",
        &[("capacity_of_energy_power_wind_turbine_offshore", 45_000.0)],
    );
    for key in ["total_co2_emissions", "average_price_of_electricity"] {
        assert!(value(&windy, key) < value(&usual, key), "{key}");
    }
    for key in [
        "curtailed_electricity",
        "dashboard_renewability",
        "area_used_for_offshore_wind",
        "dashboard_total_number_of_excess_events",
    ] {
        assert!(value(&windy, key) > value(&usual, key), "{key}");
    }
}

#[test]
fn shares_growth_and_levels_move_the_demand() {
    let usual = scenario("nl2019", &[]);
    let electric = scenario(
        "nl2019",
        &[
            ("transport_car_using_electricity_share", 80.0),
            ("transport_car_using_gasoline_mix_share", 20.0),
            ("transport_car_using_diesel_mix_share", 0.0),
        ],
    );
    assert!(value(&electric, "final_demand_of_transport") < value(&usual, "final_demand_of_transport"));
    assert!(value(&electric, "final_demand_of_electricity") > value(&usual, "final_demand_of_electricity"));
    assert!(value(&electric, "co2_emissions_of_transport") < value(&usual, "co2_emissions_of_transport"));
    for (key, by, what) in [
        (
            "households_useful_demand_electric_appliances",
            -2.0,
            "final_demand_of_households",
        ),
        (
            "industry_useful_demand_for_chemical_other",
            50.0,
            "final_demand_of_industry",
        ),
        ("flexibility_outdoor_temperature", 2.0, "final_demand_of_buildings"),
    ] {
        let changed = scenario("nl2019", &[(key, by)]);
        assert!(value(&changed, what) < value(&usual, what), "{key}");
    }
}

#[test]
fn too_few_plants_are_a_shortage_at_the_highest_price() {
    let values: Vec<(String, f64)> = (1..=12)
        .map(|number| (format!("electricity_interconnector_{number}_capacity"), 0.0))
        .collect();
    let mut values: Vec<(&str, f64)> = values.iter().map(|(key, value)| (key.as_str(), *value)).collect();
    values.push(("capacity_of_energy_power_combined_cycle_network_gas", 0.0));
    let one = of(&values);
    let short = one
        .networks
        .power
        .balance
        .deficit
        .iter()
        .filter(|mw| **mw > 0.0)
        .count();
    assert!(short > 100);
    let prices = &one.networks.power.price;
    assert_eq!(prices.iter().filter(|price| **price == SHORTAGE_PRICE).count(), short);
}

#[test]
fn the_first_heaters_of_the_order_run_most() {
    let shares = [
        ("households_heater_combined_network_gas_share", 50.0),
        ("households_heater_heatpump_air_water_electricity_share", 50.0),
        ("households_heater_district_heating_ht_steam_hot_water_share", 0.0),
    ];
    let mut one = scenario("nl2019", &shares);
    let electricity = value(&one, "final_demand_of_electricity");
    one.orders.insert(
        ("space_heating".to_owned(), None),
        vec!["households_space_heater_combined_network_gas".to_owned()],
    );
    assert!(value(&one, "final_demand_of_electricity") < electricity);
}

#[test]
fn the_order_of_heat_sources_decides_which_one_is_left_cold() {
    let runs = |first: &str| {
        let mut one = scenario("nl2019", &[("capacity_of_energy_heat_boiler_ht_electricity", 3000.0)]);
        one.orders.insert(
            ("heat_network".to_owned(), Some("ht".to_owned())),
            vec![first.to_owned()],
        );
        let one = computed(&one);
        let boiler = one.networks.heat[2]
            .output("energy_heat_boiler_ht_electricity")
            .unwrap()
            .energy();
        (
            boiler,
            one.networks.heat[2]
                .output("energy_heat_burner_ht_network_gas")
                .unwrap()
                .energy(),
        )
    };
    let (boiler_first, gas_first) = (
        runs("energy_heat_boiler_ht_electricity"),
        runs("energy_heat_burner_ht_network_gas"),
    );
    assert!(boiler_first.0 > gas_first.0 && boiler_first.1 < gas_first.1);
}

fn attach(scenario: &mut Scenario, key: &str, of: impl Fn(usize) -> f64) {
    let kind = keys::find(EtmDialect::Latest, key).unwrap().kind;
    let curve = CustomCurve::new(kind, (0..YEAR_HOURS).map(of).collect(), now());
    scenario.custom_curves.insert(key.to_owned(), curve);
}

#[test]
fn an_attached_price_drives_the_exchange() {
    let mut one = scenario("nl2019", &[]);
    attach(&mut one, "interconnector_1_price", |hour| {
        if hour < 4380 { 500.0 } else { 0.5 }
    });
    let out = computed(&one);
    let balance = &out.networks.power.balance;
    let import = &balance
        .output("energy_interconnector_1_imported_electricity")
        .unwrap()
        .mw;
    let export = &balance
        .input("energy_interconnector_1_exported_electricity")
        .unwrap()
        .mw;
    assert!(import[5000] > 0.0 && export[5000] == 0.0);
    assert!(import[100] == 0.0 && export[100] > 0.0);
}

#[test]
fn an_attached_profile_moves_the_demand_within_the_year() {
    let node = "households_final_demand_for_appliances_electricity";
    let mut one = scenario("nl2019", &[]);
    let usual = computed(&one).networks.power.balance.input(node).unwrap().energy();
    attach(&mut one, "households_appliances", |hour| f64::from(hour % 24 < 6));
    let out = computed(&one);
    let line = out.networks.power.balance.input(node).unwrap();
    assert!(line.mw[3] > 0.0 && line.mw[12] == 0.0);
    near(line.energy(), usual, usual);
}

#[test]
fn a_coupled_interconnector_does_what_its_curves_say() {
    let capacity = 1000.0;
    let mut one = scenario(
        "nl2019",
        &[
            ("electricity_interconnector_7_capacity", capacity),
            ("external_coupling_interconnector_7_must_run", 1.0),
        ],
    );
    attach(&mut one, "interconnector_7_import_must_run", |hour| {
        if hour < 10 { 0.5 } else { 0.0 }
    });
    attach(&mut one, "interconnector_7_export_must_run", |hour| {
        if hour == 20 { 1.0 } else { 0.0 }
    });
    one.active_couplings = vec![
        "external_model_interconnectors".to_owned(),
        "interconnector_7_must_run".to_owned(),
    ];
    let out = computed(&one);
    let balance = &out.networks.power.balance;
    let import = &balance
        .output("energy_interconnector_7_imported_electricity")
        .unwrap()
        .mw;
    let export = &balance
        .input("energy_interconnector_7_exported_electricity")
        .unwrap()
        .mw;
    assert_eq!((import[5], import[10], import[20]), (500.0, 0.0, 0.0));
    assert_eq!((export[5], export[20]), (0.0, capacity));
}

#[test]
fn a_value_of_an_input_that_is_switched_off_changes_nothing() {
    let key = "external_coupling_industry_metal_steel_production";
    let level = "industry_useful_demand_for_metal_steel";
    let mut one = scenario("nl2019", &[(key, 13.4)]);
    let usual = value(&scenario("nl2019", &[]), "final_demand_of_industry");
    assert_eq!(value(&one, "final_demand_of_industry"), usual);
    one.active_couplings = vec!["external_model_industry".to_owned(), "industry_metal_steel".to_owned()];
    let coupled = value(&one, "final_demand_of_industry");
    assert!(coupled > usual);
    one.user_values.insert(level.to_owned(), InputValue::Number(0.0));
    assert_eq!(value(&one, "final_demand_of_industry"), coupled);
}
