//! Hourly curves: names, tables, prices, and what only looks like a curve.

mod damaged;

use etm_client::table::{Calendar, Table, Values};
use etm_client::{ErrorKind, HourlyCurve};
use serde_json::json;
use wiremock::MockServer;

use crate::support::{answer, answer_raw, client, lines, requests};

/// A curve for this year whose rows have this text after the hour.
pub(crate) fn curve(year: i16, header: &str, cells: impl Fn(usize) -> String) -> String {
    let mut text = format!("Time,{header}\n");
    let days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut row = 0;
    for (month, days) in (1..).zip(days) {
        for (day, hour) in (1..=days).flat_map(|day| (0..24).map(move |hour| (day, hour))) {
            text.push_str(&format!("{year}-{month:02}-{day:02} {hour:02}:00,{}\n", cells(row)));
            row += 1;
        }
    }
    text
}

/// A server with this text as one of the curves of session 7.
pub(crate) async fn serving_csv(name: &str, text: impl Into<Vec<u8>>) -> MockServer {
    let server = MockServer::start().await;
    answer_raw(
        &server,
        "GET",
        &format!("/scenarios/7/curves/{name}"),
        200,
        "text/csv",
        text,
    )
    .await;
    server
}

fn units(table: &Table) -> Vec<Option<&str>> {
    table.columns().iter().map(|column| column.unit.as_deref()).collect()
}

#[tokio::test]
async fn a_curve_becomes_numbers_with_units_and_the_hours_of_the_end_year() {
    let header = "a.output (MW),b.input (MW),deficit";
    let text = curve(2050, header, |row| format!("{row},-0.5,0.0"));
    let server = serving_csv("merit_order", text.clone()).await;
    let (client, _) = client(&server);
    let table = client.curves(7).get(HourlyCurve::ElectricityProfiles).await.unwrap();
    assert_eq!(table.rows(), 8760);
    assert_eq!(units(&table), [Some("MW"); 3]);
    let first = table.column("a.output (MW)").unwrap();
    assert!(matches!(first.values, Values::Number(_)), "whole numbers stay numbers");
    assert_eq!(first.values.number(8759), Some(8759.0));
    let index = table.index().unwrap();
    assert_eq!(index.start.to_string(), "2050-01-01T00:00:00Z");
    assert_eq!(index.calendar, Calendar::NoLeapDay);
    assert_eq!(index.at(8759).unwrap().to_string(), "2050-12-31T23:00:00Z");
    assert_eq!(client.curves(7).csv("electricity").await.unwrap(), text);
    let sent = requests(&server).await;
    assert!(sent.iter().all(|request| request.headers["accept"] == "text/csv"));
}

#[tokio::test]
async fn a_leap_year_has_no_29_february() {
    let server = serving_csv(
        "residual_load",
        curve(2040, "Electricity imbalance (MW)", |_| "1".to_owned()),
    )
    .await;
    let (client, _) = client(&server);
    let table = client.curves(7).get("residual_load").await.unwrap();
    let index = table.index().unwrap();
    assert_eq!(index.at(59 * 24 - 1).unwrap().to_string(), "2040-02-28T23:00:00Z");
    assert_eq!(index.at(59 * 24).unwrap().to_string(), "2040-03-01T00:00:00Z");
    assert_eq!(index.at(8759).unwrap().to_string(), "2040-12-31T23:00:00Z");
}

#[tokio::test]
async fn the_name_that_every_engine_knows_is_sent_whatever_the_curve_was_called() {
    let server = MockServer::start().await;
    let (client, _) = client(&server);
    let rows = [
        ("electricity_profiles", "merit_order"),
        ("merit_order", "merit_order"),
        ("electricity", "merit_order"),
        ("district_heating_profiles", "heat_network"),
        ("heat", "heat_network"),
        ("hydrogen_profiles", "hydrogen"),
        ("methane", "network_gas"),
        ("electricity_price", "electricity_price"),
        ("agriculture_heat", "agriculture_heat"),
        ("household_heat", "household_heat"),
        ("buildings_heat", "buildings_heat"),
        ("residual_load", "residual_load"),
        ("hydrogen_integral_cost", "hydrogen_integral_cost"),
        ("ammonia_profiles", "ammonia_profiles"),
    ];
    for (name, _) in rows {
        assert_eq!(
            client.curves(7).csv(name).await.unwrap_err().kind(),
            ErrorKind::NotFound
        );
    }
    let expected = rows.map(|(_, sent)| format!("GET /api/v3/scenarios/7/curves/{sent}"));
    assert_eq!(lines(&server).await, expected);
}

#[tokio::test]
async fn unknown_columns_and_two_of_one_name_are_kept() {
    let header = "Total integral costs of produced hydrogen (Eur/MWh),Production cost curve liquid hydrogen regasifier (Eur/MWh),\
                  Production cost curve liquid hydrogen regasifier (Eur/MWh),Something new (short timescale),gap (MWh)";
    let server = serving_csv(
        "hydrogen_integral_cost",
        curve(2050, header, |row| format!("{row}.5,1,2,NaN,")),
    )
    .await;
    let (client, _) = client(&server);
    let table = client.curves(7).get(HourlyCurve::HydrogenIntegralCost).await.unwrap();
    assert_eq!(
        units(&table),
        [Some("EUR/MWh"), Some("EUR/MWh"), Some("EUR/MWh"), None, Some("MWh")]
    );
    assert_eq!(table.columns()[1].name, table.columns()[2].name);
    assert_eq!(table.columns()[2].values.number(0), Some(2.0));
    assert!(table.columns()[3].values.number(0).unwrap().is_nan());
    assert_eq!(table.columns()[4].values.number(0), None);
}

#[tokio::test]
async fn the_levels_of_heat_networks_and_older_columns_have_their_units() {
    let header = "lt.boiler.output (MW),lt.deficit,mt.deficit,Other imbalance (MW)";
    let server = serving_csv("heat_network", curve(2050, header, |_| "1,0,0,2".to_owned())).await;
    let (client, _) = client(&server);
    let table = client.curves(7).get("district_heating_profiles").await.unwrap();
    assert_eq!(units(&table), [Some("MW"); 4]);
}

#[tokio::test]
async fn prices_are_read_from_json_and_from_the_csv_of_older_engines() {
    let values: Vec<String> = (0..8760).map(|hour| format!("{hour}.25")).collect();
    let csv = curve(2050, "Price (Euros)", |row| values[row].clone());
    let at = "/scenarios/7/curves/electricity_price";
    let newer = MockServer::start().await;
    answer(&newer, "GET", at, 200, json!({"curve": values.join("\n"), "more": 1})).await;
    let older = serving_csv("electricity_price", csv).await;
    for server in [&newer, &older] {
        let (client, _) = client(server);
        let prices = client.curves(7).prices().await.unwrap();
        assert_eq!((prices.len(), prices[0], prices[8759]), (8760, 0.25, 8759.25));
        assert_eq!(requests(server).await[0].headers["accept"], "application/json");
    }
    let (client, _) = client(&older);
    let table = client.curves(7).get(HourlyCurve::ElectricityPrice).await.unwrap();
    assert_eq!(units(&table), [Some("EUR/MWh")]);
}

#[tokio::test]
async fn damaged_prices_are_told_with_their_place() {
    let list = |count: usize, bad: &str| {
        let mut values = vec!["1.5"; count];
        values[8758.min(count - 1)] = bad;
        json!({"curve": values.join("\n")})
    };
    for (body, expected) in [
        (list(8760, "dear"), "value 8759 of the electricity price is \"dear\""),
        (list(8759, "1"), "the curve has 8759 hours, but has to have 8760"),
        (json!({"curve": null}), "the answer holds no electricity price"),
        (json!({"curve": 7}), "does not fit its description"),
        (
            json!({"errors": ["no prices today"]}),
            "the answer holds no electricity price",
        ),
    ] {
        let server = MockServer::start().await;
        answer(
            &server,
            "GET",
            "/scenarios/7/curves/electricity_price",
            200,
            body.clone(),
        )
        .await;
        let (client, _) = client(&server);
        let error = client.curves(7).prices().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert!(error.to_string().contains(expected), "{error}");
        assert_eq!(error.operation(), Some("get_curve_electricity_price_json"));
    }
    let server = serving_csv("electricity_price", "<html>sign in</html>").await;
    let (client, _) = client(&server);
    assert_eq!(client.curves(7).prices().await.unwrap_err().kind(), ErrorKind::Decode);
}

#[cfg(feature = "blocking")]
#[test]
fn the_waiting_client_gives_the_same_curve() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let text = curve(2050, "Price (Euros)", |_| "31.0".to_owned());
    let server = runtime.block_on(serving_csv("electricity_price", text));
    let (client, _) = client(&server);
    let blocking = etm_client::blocking::EtmClient::new(client).unwrap();
    assert_eq!(blocking.curves(7).get("electricity_price").unwrap().rows(), 8760);
    assert_eq!(blocking.curves(7).prices().unwrap()[8759], 31.0);
    let folder = tempfile::tempdir().unwrap();
    let report = blocking
        .curves(7)
        .download("electricity_price", folder.path().join("price.csv"))
        .unwrap();
    assert!(report.bytes > 8760 * 20);
}
