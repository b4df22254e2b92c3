//! The yearly exports: columns, agreement with curves and queries, refusals.

use serde_json::{Value, json};

use crate::etm_curves::{Table, table};
use crate::etm_session::{ADA, Etm, GUEST, errors, not_found, start, start_2025};

async fn export(etm: &Etm, session: i64, name: &str) -> Table {
    table(etm, &format!("/scenarios/{session}/{name}")).await
}

/// The future values of queries.
async fn queries(etm: &Etm, session: i64, keys: &[&str]) -> Vec<f64> {
    let (status, answer) = etm
        .ask(ADA, &format!("PUT /scenarios/{session}"), json!({"gqueries": keys}))
        .await;
    assert_eq!(status, 200, "{answer}");
    keys.iter()
        .map(|key| answer["gqueries"][key]["future"].as_f64().unwrap())
        .collect()
}

fn near(one: f64, other: f64, tolerance: f64) {
    assert!(
        (one - other).abs() <= tolerance * other.abs().max(1.0),
        "{one} and {other}"
    );
}

const NAMES: [&str; 12] = [
    "energy_flow",
    "energy_flow_present",
    "molecule_flow",
    "costs_parameters",
    "sankey",
    "storage_parameters",
    "direct_emissions_present",
    "direct_emissions_future",
    "electricity_capacities",
    "hydrogen_capacities",
    "network_gas_capacities",
    "district_heating_capacities",
];

#[tokio::test]
async fn every_export_has_rows_and_the_name_of_a_file() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    for name in NAMES {
        let url = format!("{}/scenarios/{session}/{name}.csv", etm.sandbox.etm_url());
        let answer = etm.http.get(url).send().await.unwrap();
        let file = name.replace("district_heating", "heat_network");
        let disposition = answer.headers()["content-disposition"].to_str().unwrap().to_owned();
        assert!(disposition.starts_with(&format!("attachment; filename=\"{file}.{session}.csv\"")));
        let table = Table::read(&answer.text().await.unwrap());
        assert!(table.rows.len() > 5, "{name}");
    }
    for name in ["production_parameters", "application_demands"] {
        let url = format!("{}/scenarios/{session}/{name}", etm.sandbox.etm_url());
        assert_eq!(etm.http.get(url).send().await.unwrap().status(), 404, "{name}");
    }
}

#[tokio::test]
async fn an_hourly_column_adds_up_to_the_yearly_flow_and_peaks_at_its_capacity() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let flows = export(&etm, session, "energy_flow").await;
    let keys: Vec<&String> = flows.rows.iter().map(|row| &row[0]).collect();
    assert!(keys.is_sorted());
    let electricity = table(&etm, &format!("/scenarios/{session}/curves/electricity_profiles")).await;
    for node in [
        "energy_power_wind_turbine_inland",
        "energy_power_combined_cycle_network_gas",
    ] {
        let hours: f64 = electricity.column(&format!("{node}.output (MW)")).iter().sum();
        near(3600.0 * hours, flows.cell(node, "output_of_electricity (MJ)"), 1e-6);
    }
    for (capacities, curve) in [
        ("electricity_capacities", "electricity_profiles"),
        ("hydrogen_capacities", "hydrogen_profiles"),
        ("network_gas_capacities", "network_gas_profiles"),
        ("district_heating_capacities", "district_heating_profiles"),
    ] {
        let peaks = export(&etm, session, capacities).await;
        assert_eq!(peaks.names, ["key", "peak_capacity"]);
        let curve = table(&etm, &format!("/scenarios/{session}/curves/{curve}")).await;
        let columns = curve
            .names
            .iter()
            .filter(|name| *name != "Time" && !name.ends_with("deficit"));
        let columns: Vec<&String> = columns.collect();
        assert_eq!(peaks.rows.iter().map(|row| &row[0]).collect::<Vec<_>>(), columns);
        for name in columns {
            let highest = curve.column(name).into_iter().fold(0.0, f64::max);
            assert!((peaks.cell(name, "peak_capacity") - highest).abs() <= 6e-5, "{name}");
        }
    }
}

#[tokio::test]
async fn exports_and_queries_tell_the_same_story() {
    let etm = start().await;
    let values = json!({"costs_co2": 120.0, "capacity_of_energy_power_combined_cycle_ccs_network_gas": 3000.0});
    let session = etm.scenario(ADA, json!({"user_values": values})).await;
    let found = queries(&etm, session, &["total_co2_emissions", "captured_co2"]).await;
    let emissions = export(&etm, session, "direct_emissions_future").await;
    let domestic = |column: &str| -> f64 {
        let at = emissions.names.iter().position(|name| name == column).unwrap();
        let rows = emissions.rows.iter().filter(|row| row[0] != "International transport");
        rows.map(|row| row[at].parse::<f64>().unwrap()).sum()
    };
    let captured = domestic("CO2 capture [kton CO2-eq]");
    near(
        1e6 * (domestic("CO2 production [kton CO2-eq]") - captured),
        found[0],
        1e-6,
    );
    assert!(captured > 0.0);
    near(1e6 * captured, found[1], 1e-6);
    let molecules = export(&etm, session, "molecule_flow").await;
    near(
        molecules.cell("molecules_offshore_sequestration_co2", "input_of_co2 (kg)"),
        found[1],
        1e-6,
    );
}

#[tokio::test]
async fn costs_and_final_demands_add_up_to_their_queries() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({"user_values": {"costs_gas": 40.0}})).await;
    let found = queries(&etm, session, &["total_costs", "final_demand"]).await;
    let costs = export(&etm, session, "costs_parameters").await;
    assert_eq!(costs.names.len(), 17);
    near(costs.column("Total costs (eur)").iter().sum(), found[0], 1e-6);
    let sankey = export(&etm, session, "sankey").await;
    let rows = sankey
        .rows
        .iter()
        .filter(|row| row[0] == "Final demand" && row[2] != "Export");
    near(
        1e9 * rows.map(|row| row[5].parse::<f64>().unwrap()).sum::<f64>(),
        found[1],
        1e-6,
    );
}

#[tokio::test]
async fn the_present_stays_when_the_user_changes_the_future() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let present = export(&etm, session, "energy_flow_present").await.rows;
    assert_eq!(export(&etm, session, "energy_flow").await.rows, present);
    let values = json!({"scenario": {"user_values": {"industry_useful_demand_for_other_ict": 900.0}}});
    etm.ask(ADA, &format!("PUT /scenarios/{session}"), values).await;
    assert_eq!(export(&etm, session, "energy_flow_present").await.rows, present);
    assert_ne!(export(&etm, session, "energy_flow").await.rows, present);
}

#[tokio::test]
async fn storage_loses_what_it_takes_in_and_does_not_give_back() {
    let etm = start().await;
    let values = json!({"capacity_of_energy_flexibility_mv_batteries_electricity": 2000.0});
    let session = etm.scenario(ADA, json!({"user_values": values})).await;
    let storage = export(&etm, session, "storage_parameters").await;
    let of = |parameter: &str| -> f64 {
        let mut rows = storage.rows.iter();
        let row = rows.find(|row| row[2] == "energy_flexibility_mv_batteries_electricity" && row[3] == parameter);
        row.unwrap()[4].parse().unwrap()
    };
    assert!(of("Energy input") > 0.0);
    near(of("Energy input") - of("Energy output"), of("Energy losses"), 1e-9);
    near(of("Energy output") / of("Energy input"), 0.8, 1e-6);
    assert_eq!(
        (of("Storage volume"), of("Installed output capacity")),
        (8000.0, 2000.0)
    );
    assert!(of("Peak output capacity") <= 2000.0);
}

#[tokio::test]
async fn an_export_is_refused_in_words_of_its_own() {
    let etm = start().await;
    let private = etm.scenario(ADA, json!({"private": true})).await;
    assert_eq!(
        etm.get(GUEST, &format!("/scenarios/{private}/sankey")).await,
        not_found()
    );
    assert_eq!(
        etm.get(ADA, "/scenarios/999999/sankey").await,
        (404, errors("No such scenario: 999999"))
    );
    // Without hours there are no peaks, which is no error here.
    let union = etm.scenario(ADA, json!({"area_code": "eu"})).await;
    let url = format!("{}/scenarios/{union}/electricity_capacities", etm.sandbox.etm_url());
    let answer = etm.http.get(url).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let line = "Merit order and time-resolved calculation are not enabled for this scenario\n";
    assert_eq!(answer.text().await.unwrap(), line);
}

#[tokio::test]
async fn the_stable_engine_has_the_older_exports() {
    let etm = start_2025().await;
    let session = etm.scenario(ADA, json!({})).await;
    let plants = export(&etm, session, "production_parameters").await;
    assert_eq!(plants.names.len(), 8);
    near(
        plants.cell("energy_power_wind_turbine_inland", "full_load_hours"),
        2300.0,
        0.01,
    );
    let demands = export(&etm, session, "application_demands").await;
    assert!(demands.names[2].starts_with("primary_demand_of_"));
    let costs = export(&etm, session, "costs_parameters").await;
    assert!(costs.rows.iter().any(|row| row[1] == "p2g"));
    for name in [
        "energy_flow_present",
        "direct_emissions_future",
        "electricity_capacities",
    ] {
        let (status, body) = etm.get(ADA, &format!("/scenarios/{session}/{name}")).await;
        assert_eq!(
            (status, body),
            (404, json!({"status": 404, "error": "Not Found"})),
            "{name}"
        );
    }
}

#[tokio::test]
async fn quoted_cells_keep_their_commas() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let emissions = export(&etm, session, "direct_emissions_present").await;
    let transport = emissions.rows.iter().find(|row| row[2] == "transport_co2").unwrap();
    assert_eq!(transport[1], "Road, rail and water");
    let (_, scenario): (u16, Value) = etm.get(ADA, &format!("/scenarios/{session}")).await;
    assert_eq!(scenario["area_code"], "nl2019");
}
