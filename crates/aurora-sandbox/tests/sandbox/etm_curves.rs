//! The hourly curves: names, formats, refusals, and what moves them.

use aurora_sandbox::EtmScopes;
use reqwest::Response;
use serde_json::{Value, json};

use crate::etm_session::{ADA, BEN, Etm, GUEST, errors, not_found, only, start, start_2025};

/// A curve as a table.
pub(crate) struct Table {
    pub(crate) names: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn read(text: &str) -> Table {
        assert!(text.ends_with('\n') && !text.contains('\r'), "lines end in line feeds");
        let mut lines = text.lines().map(cells);
        let names = lines.next().unwrap();
        let rows: Vec<Vec<String>> = lines.collect();
        assert!(
            rows.iter().all(|row| row.len() == names.len()),
            "every row has a cell for each column"
        );
        Table { names, rows }
    }

    pub(crate) fn column(&self, name: &str) -> Vec<f64> {
        let at = self.names.iter().position(|known| known == name);
        let at = at.unwrap_or_else(|| panic!("no column {name} among {:?}", self.names));
        self.rows.iter().map(|row| row[at].parse().unwrap()).collect()
    }

    /// The cell in the row whose first cell is `key`.
    pub(crate) fn cell(&self, key: &str, name: &str) -> f64 {
        let at = self.names.iter().position(|known| known == name).unwrap();
        let row = self.rows.iter().find(|row| row[0] == key);
        row.unwrap_or_else(|| panic!("no row {key}"))[at].parse().unwrap()
    }
}

fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for character in line.chars() {
        match (character, quoted) {
            ('"', _) => quoted = !quoted,
            (',', false) => cells.push(String::new()),
            (other, _) => cells.last_mut().unwrap().push(other),
        }
    }
    cells
}

async fn fetch(etm: &Etm, path: &str, accept: &str) -> Response {
    let url = format!("{}{path}", etm.sandbox.etm_url());
    let token = etm.sandbox.etm_token(ADA.unwrap().0, EtmScopes::Delete);
    etm.http
        .get(url)
        .header("Accept", accept)
        .bearer_auth(token)
        .send()
        .await
        .unwrap()
}

pub(crate) async fn table(etm: &Etm, path: &str) -> Table {
    let answer = fetch(etm, path, "text/csv").await;
    assert_eq!(answer.status(), 200, "{path}");
    assert_eq!(answer.headers()["content-type"], "text/csv");
    Table::read(&answer.text().await.unwrap())
}

async fn curve(etm: &Etm, session: i64, name: &str) -> Table {
    table(etm, &format!("/scenarios/{session}/curves/{name}.csv")).await
}

const CURVES: [(&str, &str, &str); 10] = [
    ("electricity_profiles", "merit_order", "electricity_profiles"),
    ("electricity_price", "electricity_price", "electricity_price"),
    ("district_heating_profiles", "heat_network", "heat_network_profiles"),
    ("agriculture_heat", "agriculture_heat", "agriculture_heat"),
    ("household_heat", "household_heat", "household_heat"),
    ("buildings_heat", "buildings_heat", "buildings_heat"),
    ("hydrogen_profiles", "hydrogen", "hydrogen_profiles"),
    ("network_gas_profiles", "network_gas", "network_gas_profiles"),
    ("residual_load", "residual_load", "residual_load"),
    (
        "hydrogen_integral_cost",
        "hydrogen_integral_cost",
        "hydrogen_integral_cost",
    ),
];

#[tokio::test]
async fn every_curve_has_8760_hours_of_the_end_year_under_both_of_its_names() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({"end_year": 2040})).await;
    for (name, older, file) in CURVES {
        let answer = fetch(&etm, &format!("/scenarios/{session}/curves/{name}"), "text/csv").await;
        let disposition = answer.headers()["content-disposition"].to_str().unwrap().to_owned();
        assert_eq!(
            disposition,
            format!("attachment; filename=\"{file}.{session}.csv\"; filename*=UTF-8''{file}.{session}.csv")
        );
        let text = answer.text().await.unwrap();
        let table = Table::read(&text);
        assert_eq!((table.rows.len(), table.names[0].as_str()), (8760, "Time"), "{name}");
        assert_eq!(
            (table.rows[0][0].as_str(), table.rows[8759][0].as_str()),
            ("2040-01-01 00:00", "2040-12-31 23:00")
        );
        // 2040 has a leap day, and the curves have none.
        assert_eq!(table.rows[59 * 24][0], "2040-03-01 00:00");
        let older = fetch(&etm, &format!("/scenarios/{session}/curves/{older}.csv"), "text/csv").await;
        assert_eq!(older.text().await.unwrap(), text, "{name}");
    }
}

#[tokio::test]
async fn columns_are_sorted_sides_of_a_network_and_what_is_missing() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let electricity = curve(&etm, session, "electricity_profiles").await;
    let outputs: Vec<&String> = electricity
        .names
        .iter()
        .filter(|name| name.ends_with(".output (MW)"))
        .collect();
    assert!(outputs.is_sorted() && outputs.len() > 10);
    assert_eq!(electricity.names.last().unwrap(), "deficit");
    let nothing_missing = &electricity.rows[0];
    assert_eq!(
        nothing_missing.last().unwrap(),
        "0.0",
        "a difference, not a curve without data"
    );
    let heat = curve(&etm, session, "district_heating_profiles").await;
    let deficits: Vec<&String> = heat.names.iter().filter(|name| name.ends_with("deficit")).collect();
    assert_eq!(deficits, ["lt.deficit", "mt.deficit", "ht.deficit"]);
    for name in ["hydrogen_profiles", "network_gas_profiles"] {
        let gas = curve(&etm, session, name).await;
        assert!(!gas.names.iter().any(|name| name.contains("deficit")));
    }
    let homes = curve(&etm, session, "household_heat").await;
    let heater = "households_space_heater_combined_network_gas.output";
    let wanted: f64 = homes.column(&format!("{heater}.demand (MW)")).iter().sum();
    let made: f64 = homes.column(&format!("{heater}.production (MW)")).iter().sum();
    assert!(
        wanted > 0.0 && made < wanted,
        "the last in the order runs less than its part"
    );
    let residual = curve(&etm, session, "residual_load").await;
    assert_eq!(residual.names.len(), 9);
    let costs = curve(&etm, session, "hydrogen_integral_cost").await;
    let twice = costs
        .names
        .iter()
        .filter(|name| *name == "Production cost curve liquid hydrogen regasifier (Eur/MWh)");
    assert_eq!((costs.names.len(), twice.count()), (43, 2));
}

#[tokio::test]
async fn what_is_fed_in_and_what_is_missing_make_what_is_taken_out() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let all = curve(&etm, session, "electricity_profiles").await;
    let side = |end: &str| -> Vec<usize> {
        let names = all.names.iter().enumerate().filter(|(_, name)| name.ends_with(end));
        names.map(|(at, _)| at).collect()
    };
    let (outputs, inputs) = (side(".output (MW)"), side(".input (MW)"));
    let deficit = all.column("deficit");
    for hour in (0..8760).step_by(31) {
        let sum = |side: &[usize]| {
            side.iter()
                .map(|at| all.rows[hour][*at].parse::<f64>().unwrap())
                .sum::<f64>()
        };
        assert!(
            (sum(&outputs) + deficit[hour] - sum(&inputs)).abs() < 0.01,
            "hour {hour}"
        );
    }
}

#[tokio::test]
async fn only_the_price_comes_in_two_formats() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let price = format!("/scenarios/{session}/curves/electricity_price");
    let prices = curve(&etm, session, "electricity_price").await.column("Price (Euros)");
    for (path, accept) in [(format!("{price}.json"), "*/*"), (price.clone(), "application/json")] {
        let answer: Value = fetch(&etm, &path, accept).await.json().await.unwrap();
        let lines: Vec<f64> = answer["curve"]
            .as_str()
            .unwrap()
            .lines()
            .map(|line| line.parse().unwrap())
            .collect();
        assert_eq!(lines, prices, "{accept}");
    }
    for accept in ["text/csv", "*/*"] {
        assert_eq!(
            fetch(&etm, &price, accept).await.headers()["content-type"],
            "text/csv",
            "{accept}"
        );
    }
    for accept in ["text/html", "text/csv, */*"] {
        assert_eq!(fetch(&etm, &price, accept).await.status(), 406, "{accept}");
    }
    let other = fetch(
        &etm,
        &format!("/scenarios/{session}/curves/merit_order.json"),
        "application/json",
    )
    .await;
    assert_eq!(other.headers()["content-type"], "text/csv");
}

#[tokio::test]
async fn a_curve_is_refused_like_a_scenario_and_for_reasons_of_its_own() {
    let etm = start().await;
    let private = etm.scenario(ADA, json!({"private": true})).await;
    let path = format!("/scenarios/{private}/curves/merit_order");
    assert_eq!(etm.get(GUEST, &path).await, not_found());
    assert_eq!(etm.get(BEN, &path).await, not_found());
    assert_eq!(etm.get(only(ADA, EtmScopes::Public), &path).await, not_found());
    assert_eq!(
        etm.get(ADA, "/scenarios/999999/curves/merit_order").await,
        (404, errors("Scenario not found"))
    );
    let unknown = fetch(
        &etm,
        &format!("/scenarios/{private}/curves/heat_network_profiles"),
        "application/json",
    )
    .await;
    assert_eq!(unknown.status(), 404);
    assert_eq!(
        unknown.json::<Value>().await.unwrap(),
        json!({"status": 404, "error": "Not Found"})
    );
}

#[tokio::test]
async fn a_scenario_without_hours_or_in_a_lost_area_has_no_curves() {
    let etm = start().await;
    let lost = etm.get(GUEST, "/scenarios/2016/curves/electricity_price").await;
    let text = "Scenario uses an unsupported area code and is no longer available: nl2016";
    assert_eq!(lost, (410, errors(text)));
    let (status, body) = etm.get(GUEST, "/scenarios/2016/energy_flow").await;
    assert_eq!(
        (status, body),
        (500, json!({"status": 500, "error": "Internal Server Error"}))
    );
    // Neither an area without hours nor a user who wants none has curves.
    let union = etm.scenario(ADA, json!({"area_code": "eu"})).await;
    let off = etm
        .scenario(ADA, json!({"user_values": {"settings_enable_merit_order": 0}}))
        .await;
    for session in [union, off] {
        let answer = fetch(&etm, &format!("/scenarios/{session}/curves/merit_order"), "text/csv").await;
        assert_eq!(answer.status(), 404);
        assert!(
            answer.headers()["content-type"]
                .to_str()
                .unwrap()
                .starts_with("text/plain")
        );
        let text = "Merit order and time-resolved calculation are not enabled for this scenario";
        assert_eq!(answer.text().await.unwrap(), text);
    }
}

#[tokio::test]
async fn values_orders_and_attached_curves_move_the_hours() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let wind = "energy_power_wind_turbine_offshore.output (MW)";
    let before = curve(&etm, session, "merit_order").await.column(wind);
    let values = json!({"scenario": {"user_values": {"capacity_of_energy_power_wind_turbine_offshore": 1914.0}}});
    let (status, _) = etm.ask(ADA, &format!("PUT /scenarios/{session}"), values).await;
    assert_eq!(status, 200);
    let after = curve(&etm, session, "merit_order").await.column(wind);
    let sum = |series: &[f64]| series.iter().sum::<f64>();
    assert!((sum(&after) / sum(&before) - 2.0).abs() < 0.02);
    let text = (0..8760)
        .map(|hour| if hour % 2 == 0 { "1.0\n" } else { "0.0\n" })
        .collect::<String>();
    let part = reqwest::multipart::Part::text(text).file_name("wind.csv");
    let form = reqwest::multipart::Form::new().part("file", part);
    let line = format!("PUT /scenarios/{session}/custom_curves/weather/wind_offshore_baseline");
    assert_eq!(
        etm.request(ADA, &line).multipart(form).send().await.unwrap().status(),
        200
    );
    let own = curve(&etm, session, "merit_order").await.column(wind);
    assert!(own[100] > 1000.0 && own[101] == 0.0);
}

#[tokio::test]
async fn the_stable_engine_knows_the_older_names_and_one_format() {
    let etm = start_2025().await;
    let session = etm.scenario(ADA, json!({})).await;
    for (name, older, _) in CURVES {
        let path = format!("/scenarios/{session}/curves/{older}");
        let answer = fetch(&etm, &path, "text/csv").await;
        assert_eq!(answer.status(), 200, "{older}");
        let disposition = answer.headers()["content-disposition"].to_str().unwrap().to_owned();
        assert!(disposition.contains(&format!("filename=\"{older}.{session}.csv\"")));
        if name != older {
            let answer = fetch(&etm, &format!("/scenarios/{session}/curves/{name}"), "text/csv").await;
            assert_eq!(answer.status(), 404, "{name}");
        }
    }
    let price = fetch(
        &etm,
        &format!("/scenarios/{session}/curves/electricity_price.json"),
        "application/json",
    )
    .await;
    assert_eq!(price.headers()["content-type"], "text/csv");
}
