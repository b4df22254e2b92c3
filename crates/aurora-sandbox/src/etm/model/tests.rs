//! The results fit each other, and follow what the user changes.

mod reactions;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Map;

use super::carriers::{COLUMNS, ELECTRICITY, HT, LT, MT};
use super::case::Case;
use super::flows::{Balance, Line};
use super::outcome::{Outcome, has_network, outcome};
use super::{Year, evaluate, gqueries, gquery, query};
use crate::etm::state::{InputValue, Scenario, now};
use crate::times::YEAR_HOURS;

pub(super) fn scenario(area: &str, values: &[(&str, f64)]) -> Scenario {
    let values = values
        .iter()
        .map(|(key, value)| ((*key).to_owned(), InputValue::Number(*value)));
    Scenario {
        id: 1,
        area_code: area.to_owned(),
        end_year: 2050,
        private: false,
        keep_compatible: false,
        source: None,
        template: None,
        scaling: None,
        metadata: Map::new(),
        user_values: values.collect(),
        balanced_values: BTreeMap::new(),
        active_couplings: Vec::new(),
        roles: Vec::new(),
        orders: BTreeMap::new(),
        custom_curves: BTreeMap::new(),
        esdl: None,
        version_tag: None,
        created_at: now(),
        updated_at: now(),
    }
}

fn computed(scenario: &Scenario) -> Arc<Outcome> {
    outcome(Case::of(scenario, Year::Future))
}

fn of(values: &[(&str, f64)]) -> Arc<Outcome> {
    computed(&scenario("nl2019", values))
}

fn value(scenario: &Scenario, key: &str) -> f64 {
    let (present, future) = (evaluate(scenario, Year::Present), evaluate(scenario, Year::Future));
    let (_, later) = query(&present, &future, gquery(key).unwrap()).unwrap();
    later.as_f64().unwrap()
}

fn near(one: f64, other: f64, of: f64) {
    assert!((one - other).abs() <= 1e-9 * of.abs().max(1.0), "{one} and {other}");
}

/// A future in which everything that can run does.
const MUCH: &[(&str, f64)] = &[
    ("capacity_of_energy_power_wind_turbine_offshore", 40_000.0),
    ("capacity_of_energy_power_solar_pv_solar_radiation", 40_000.0),
    ("capacity_of_energy_hydrogen_flexibility_p2g_electricity", 5_000.0),
    ("capacity_of_energy_heat_flexibility_p2h_boiler_ht_electricity", 2_000.0),
    ("capacity_of_energy_flexibility_mv_batteries_electricity", 3_000.0),
    ("capacity_of_households_flexibility_p2p_electricity", 2_000.0),
    ("capacity_of_energy_power_combined_cycle_hydrogen", 3_000.0),
    ("capacity_of_energy_heat_heatpump_water_water_mt_electricity", 300.0),
    ("capacity_of_energy_hydrogen_autothermal_reformer_ccs_must_run", 1_000.0),
    ("capacity_of_energy_heat_solar_lt_solar_thermal", 700.0),
    ("heat_storage_enabled_lt", 1.0),
    ("transport_car_using_electricity_share", 50.0),
    ("transport_car_using_gasoline_mix_share", 50.0),
    ("green_gas_total_share", 20.0),
];

fn balances(outcome: &Outcome) -> Vec<(&'static str, &Balance)> {
    let networks = &outcome.networks;
    vec![
        ("electricity", &networks.power.balance),
        ("lt", &networks.heat[0]),
        ("mt", &networks.heat[1]),
        ("ht", &networks.heat[2]),
        ("agriculture", &networks.agriculture),
        ("hydrogen", &networks.hydrogen),
        ("gas", &networks.gas),
    ]
}

#[test]
fn in_every_hour_of_every_network_what_comes_in_goes_out() {
    for one in [of(&[]), of(MUCH)] {
        for (name, balance) in balances(&one) {
            let sum = |lines: &[Line], hour: usize| lines.iter().map(|line| line.mw[hour]).sum::<f64>();
            for hour in 0..YEAR_HOURS {
                let (given, taken) = (
                    sum(&balance.outputs, hour) + balance.deficit[hour],
                    sum(&balance.inputs, hour),
                );
                assert!((given - taken).abs() < 1e-5, "{name} at {hour}: {given} {taken}");
            }
            let lines = balance.outputs.iter().chain(&balance.inputs);
            assert!(
                lines.flat_map(|line| &line.mw).all(|mw| *mw >= -1e-6 && mw.is_finite()),
                "{name}"
            );
        }
    }
}

#[test]
fn a_column_adds_up_to_the_flow_of_its_node() {
    let one = of(MUCH);
    for line in &one.networks.power.balance.outputs {
        let flow = one.flows.get(&line.node).unwrap();
        near(line.energy(), flow.outputs[ELECTRICITY], line.energy());
    }
    for (carrier, balance) in [
        ("hydrogen", &one.networks.hydrogen),
        ("network_gas", &one.networks.gas),
        (ELECTRICITY, &one.networks.power.balance),
    ] {
        for line in &balance.inputs {
            let flow = one
                .flows
                .get(&line.node)
                .unwrap_or_else(|| panic!("{} has no flow", line.node));
            near(line.energy(), flow.inputs[carrier], line.energy());
        }
    }
}

#[test]
fn what_is_taken_of_a_carrier_in_a_year_was_given() {
    for one in [of(&[]), of(MUCH)] {
        for carrier in COLUMNS
            .iter()
            .copied()
            .chain([LT, MT, HT])
            .filter(|carrier| has_network(carrier) && *carrier != "useable_heat")
        {
            let (given, taken) = (one.flows.given(carrier), one.flows.taken(carrier));
            // Final demands are passed through, so the uses behind them are what takes.
            assert!(
                (given - taken).abs() <= 1e-6 * taken.max(1.0),
                "{carrier}: {given} {taken}"
            );
        }
    }
}

#[test]
fn a_scenario_without_values_has_the_present_as_its_future() {
    let scenario = scenario("nl2023", &[]);
    let (present, future) = (evaluate(&scenario, Year::Present), evaluate(&scenario, Year::Future));
    for one in gqueries()
        .iter()
        .filter(|one| !["curve", "nodes"].contains(&one.unit.unwrap_or_default()))
    {
        let (now, later) = query(&present, &future, one).unwrap();
        if one.key != "analysis_year" {
            assert_eq!(now, later, "{}", one.key);
        }
    }
}

#[test]
fn sectors_make_the_whole() {
    let scenario = scenario("nl2019", MUCH);
    let used = "households buildings industry transport agriculture other";
    let groups = "building_and_installations production storage_and_conversion carriers infrastructure co2";
    for (total, start, parts, factor) in [
        ("total_co2_emissions", "co2_emissions_of", format!("{used} energy"), 1.0),
        ("final_demand", "final_demand_of", format!("{used} bunkers"), 1e9),
        ("total_costs", "costs_of", groups.to_owned(), 1.0),
    ] {
        let parts = parts
            .split(' ')
            .map(|part| value(&scenario, &format!("{start}_{part}")));
        let total = value(&scenario, total);
        near(factor * parts.sum::<f64>(), total, total);
    }
}

#[test]
fn the_numbers_of_the_reference_area_are_those_of_a_country_of_its_size() {
    let scenario = scenario("nl2019", &[]);
    let within = |key: &str, low: f64, high: f64| {
        let value = value(&scenario, key);
        assert!((low..high).contains(&value), "{key} {value}");
    };
    within("total_co2_emissions", 130e9, 200e9);
    within("final_demand_of_electricity", 350.0, 500.0);
    within("dashboard_renewability", 0.03, 0.2);
    within("dashboard_share_of_renewable_electricity", 0.1, 0.4);
    within("total_costs", 20e9, 120e9);
    within("average_price_of_electricity", 25.0, 90.0);
    within("loss_of_load_expectation", 0.0, 1.0);
    within("number_of_residences", 7_936_905.0, 7_936_907.0);
}

#[test]
fn every_query_has_a_value_in_every_kind_of_area_but_shortages_need_hours() {
    for area in ["nl2019", "DE_germany", "GM0060_ameland"] {
        let scenario = scenario(area, &[]);
        let (present, future) = (evaluate(&scenario, Year::Present), evaluate(&scenario, Year::Future));
        for one in gqueries().iter().filter(|one| one.unit != Some("nodes")) {
            let (now, later) = query(&present, &future, one).unwrap();
            assert!(!later.is_null(), "{} in {area}", one.key);
            if one.unit == Some("curve") {
                assert_eq!(
                    (now.as_array().unwrap().len(), later.as_array().unwrap().len()),
                    (0, YEAR_HOURS)
                );
            }
        }
    }
    let eu = evaluate(&scenario("eu", &[]), Year::Present);
    let failed = query(&eu, &eu, gquery("loss_of_load_expectation").unwrap()).unwrap_err();
    assert!(failed[0].starts_with("present - hourly") && failed[1].starts_with("future - hourly"));
}

#[test]
fn a_case_that_was_computed_is_not_computed_again() {
    let one = scenario("nl2019", &[("costs_co2", 77.0)]);
    let (first, second) = (computed(&one), computed(&one.clone()));
    assert!(Arc::ptr_eq(&first, &second));
    assert!(!Arc::ptr_eq(&first, &of(&[("costs_co2", 78.0)])));
}
