//! Outputs of valuations, with the arithmetic that was recorded.

use std::io::Cursor;

use aurora_sandbox::{Fault, Sandbox};
use calamine::{Data, Reader, Xlsx};
use reqwest::Method;
use serde_json::{Value, json};

use crate::session::{Session, era5, start, start_with, valuation_body, with};

/// Capacity of the farm of `valuation_body`, in MW.
const CAPACITY: f64 = 48.0;

async fn outputs(session: &Session, body: &Value) -> Value {
    let id = session.valuation(body).await;
    let (status, outputs) = session
        .get(&format!("/v1/valuations/{id}/outputs?format=json&hourlyData=True"))
        .await;
    assert_eq!(status, 200, "{outputs}");
    outputs
}

fn rows<'a>(outputs: &'a Value, resolution: &str) -> &'a Vec<Value> {
    outputs["forecast"][resolution].as_array().unwrap()
}

fn number(row: &Value, name: &str) -> f64 {
    row[name].as_f64().unwrap_or_else(|| panic!("{name} of {row}"))
}

const RESOLUTIONS: [&str; 3] = ["yearly", "quarterly", "monthly"];

#[tokio::test]
async fn the_series_have_the_recorded_lengths_order_and_keys() {
    let session = start().await;
    let outputs = outputs(&session, &valuation_body()).await;
    assert_eq!(RESOLUTIONS.map(|name| rows(&outputs, name).len()), [21, 84, 252]);
    assert_eq!(rows(&outputs, "hourly").len(), 8760);
    let years: Vec<_> = rows(&outputs, "yearly")
        .iter()
        .map(|row| row["year"].as_i64().unwrap())
        .collect();
    assert_eq!(years, (2020..=2040).collect::<Vec<_>>());
    let period = [
        "production",
        "curtailment",
        "negativeGeneration",
        "loadFactor",
        "capturePrice",
        "revenue",
        "baseLoadPrice",
        "onshoreAveragePrice",
        "offshoreAveragePrice",
        "fleetAveragePrice",
        "capturePriceDiffToOffshore",
        "capturePriceDiffToOnshore",
        "capturePriceDiffToFleet",
        "year",
    ];
    for (resolution, more) in [
        ("yearly", vec![]),
        ("quarterly", vec!["financialYear", "quarter"]),
        ("monthly", vec!["financialYear", "month"]),
    ] {
        let mut expected = [period.to_vec(), more].concat();
        expected.sort_unstable();
        let mut keys: Vec<_> = rows(&outputs, resolution)[0]
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        keys.sort_unstable();
        assert_eq!(keys, expected, "{resolution}");
    }
    assert_eq!(outputs["valuation"]["name"], "Test farm");
    assert_eq!(
        (&outputs["weatherYears"], &outputs["warnings"]),
        (&json!([]), &json!([]))
    );
    assert_eq!(outputs["appliedParams"]["smoothingCoefficient"], 0);
}

#[tokio::test]
async fn revenue_is_production_times_capture_price_and_differences_are_differences() {
    let session = start().await;
    let outputs = outputs(&session, &with(valuation_body(), json!({"numberOfTurbines": 72}))).await;
    for row in RESOLUTIONS.iter().flat_map(|name| rows(&outputs, name)) {
        let expected = number(row, "production") * number(row, "capturePrice") / 1000.0;
        assert!((number(row, "revenue") - expected).abs() < 1e-6, "{row}");
        for (difference, price) in [
            ("capturePriceDiffToOffshore", "offshoreAveragePrice"),
            ("capturePriceDiffToOnshore", "onshoreAveragePrice"),
            ("capturePriceDiffToFleet", "fleetAveragePrice"),
        ] {
            let expected = number(row, "capturePrice") - number(row, price);
            assert!((number(row, difference) - expected).abs() < 2e-6, "{difference} {row}");
        }
    }
}

#[tokio::test]
async fn production_and_curtailment_add_up_to_the_hourly_output_every_year() {
    let session = start().await;
    let outputs = outputs(&session, &with(valuation_body(), json!({"curtailmentThreshold": 20}))).await;
    let hourly: f64 = rows(&outputs, "hourly")
        .iter()
        .map(|row| number(row, "loadFactor"))
        .sum();
    for row in rows(&outputs, "yearly") {
        let whole = number(row, "production") + number(row, "curtailment");
        assert!((whole - CAPACITY * hourly / 1000.0).abs() < 1e-5, "{row}");
        assert!(number(row, "curtailment") > 0.0);
    }
    let january: f64 = rows(&outputs, "hourly")[..744]
        .iter()
        .map(|row| number(row, "loadFactor"))
        .sum();
    let first = &rows(&outputs, "monthly")[0];
    assert!((number(first, "production") + number(first, "curtailment") - CAPACITY * january / 1000.0).abs() < 1e-5);
}

/// Hours of each month of a leap year as laid out by the service: the last day of the year is missing.
const LEAP: [f64; 12] = [
    744.0, 696.0, 744.0, 720.0, 744.0, 720.0, 744.0, 744.0, 720.0, 744.0, 720.0, 720.0,
];

#[tokio::test]
async fn load_factors_are_production_over_the_hours_of_the_leap_year_layout() {
    let session = start().await;
    let outputs = outputs(&session, &valuation_body()).await;
    let check = |row: &Value, hours: f64| {
        let expected = number(row, "production") * 1000.0 / (CAPACITY * hours);
        assert!((number(row, "loadFactor") - expected).abs() <= 0.5e-4 + 1e-9, "{row}");
    };
    rows(&outputs, "yearly").iter().for_each(|row| check(row, 8760.0));
    rows(&outputs, "monthly")[..12]
        .iter()
        .zip(LEAP)
        .for_each(|(row, hours)| check(row, hours));
    for (row, hours) in rows(&outputs, "quarterly")[..4]
        .iter()
        .zip([2184.0, 2184.0, 2208.0, 2184.0])
    {
        check(row, hours);
    }
    // The leap day's hours are those of 1 March, so February 2020 makes what the first 696 hours after January make.
    let hours: f64 = rows(&outputs, "hourly")[744..744 + 696]
        .iter()
        .map(|row| number(row, "loadFactor"))
        .sum();
    let february = &rows(&outputs, "monthly")[1];
    assert!(
        (number(february, "production") + number(february, "curtailment") - CAPACITY * hours / 1000.0).abs() < 1e-5
    );
}

#[tokio::test]
async fn financial_years_run_from_april_and_periods_are_named() {
    let session = start().await;
    let outputs = outputs(&session, &valuation_body()).await;
    let quarters = rows(&outputs, "quarterly");
    let of = |row: &Value| {
        (
            row["year"].as_i64().unwrap(),
            row["financialYear"].as_i64().unwrap(),
            row["quarter"].as_str().unwrap().to_owned(),
        )
    };
    let q = |text: &str| text.to_owned();
    assert_eq!(
        quarters[..5].iter().map(of).collect::<Vec<_>>(),
        [
            (2020, 2020, q("Q1")),
            (2020, 2021, q("Q2")),
            (2020, 2021, q("Q3")),
            (2020, 2021, q("Q4")),
            (2021, 2021, q("Q1"))
        ]
    );
    assert_eq!(of(&quarters[83]), (2040, 2041, q("Q4")));
    let months = rows(&outputs, "monthly");
    assert_eq!(
        (&months[2]["month"], &months[2]["financialYear"]),
        (&json!("March"), &json!(2020))
    );
    assert_eq!(
        (&months[3]["month"], &months[3]["financialYear"]),
        (&json!("April"), &json!(2021))
    );
    assert_eq!(months[251]["month"], "December");
}

#[tokio::test]
async fn years_and_quarters_are_the_sums_of_their_months() {
    let session = start().await;
    let outputs = outputs(
        &session,
        &with(
            valuation_body(),
            json!({"numberOfTurbines": 72, "curtailmentThreshold": 15}),
        ),
    )
    .await;
    let months = rows(&outputs, "monthly");
    for name in ["production", "curtailment"] {
        for (resolution, length) in [("yearly", 12), ("quarterly", 3)] {
            for (row, months) in rows(&outputs, resolution).iter().zip(months.chunks(length)) {
                let sum: f64 = months.iter().map(|month| number(month, name)).sum();
                assert!((number(row, name) - sum).abs() < 2e-6, "{name} {row}");
            }
        }
    }
}

#[tokio::test]
async fn every_number_has_at_most_six_decimals_and_load_factors_four() {
    let session = start().await;
    let outputs = outputs(&session, &valuation_body()).await;
    for row in RESOLUTIONS.iter().flat_map(|name| rows(&outputs, name)) {
        for (name, value) in row.as_object().unwrap() {
            let decimals = value
                .to_string()
                .split_once('.')
                .map_or(0, |(_, decimals)| decimals.len());
            let most = if name == "loadFactor" { 4 } else { 6 };
            assert!(value.is_string() || decimals <= most, "{name}: {value}");
        }
    }
}

#[tokio::test]
async fn hourly_rows_equal_those_of_a_load_factor_for_the_reference_year() {
    let session = start().await;
    let outputs = outputs(&session, &valuation_body()).await;
    let result = session
        .load_factor(&with(era5(), json!({"startTimeUTC": "2013-01-01T00:00:00.000Z"})))
        .await;
    assert_eq!(rows(&outputs, "hourly"), result["typicalHourly"].as_array().unwrap());
}

#[tokio::test]
async fn hourly_rows_come_only_when_asked_for_in_either_spelling() {
    let session = start().await;
    let id = session.valuation(&valuation_body()).await;
    for (query, there) in [
        ("format=json", false),
        ("format=json&hourlyData=True", true),
        ("hourlyData=true", true),
        ("hourlyData=False", false),
    ] {
        let (status, outputs) = session.get(&format!("/v1/valuations/{id}/outputs?{query}")).await;
        assert_eq!(status, 200);
        assert_eq!(outputs["forecast"].get("hourly").is_some(), there, "{query}");
    }
    for query in ["format=gzip", "format=json&hourlyData=maybe"] {
        assert_eq!(
            session.get(&format!("/v1/valuations/{id}/outputs?{query}")).await.0,
            400,
            "{query}"
        );
    }
    assert_eq!(session.get("/v1/valuations/999/outputs?format=json").await.0, 404);
}

#[tokio::test]
async fn wind_captures_less_than_baseload_and_a_landlocked_region_has_no_offshore_price() {
    let session = start().await;
    let poland = json!({"latitude": 52.2, "longitude": 19.1});
    for (region, place) in [
        ("gbr", json!({})),
        ("deu", json!({"latitude": 52.1, "longitude": 11.3})),
        ("pol", poland),
    ] {
        let (_, scenarios) = session.get(&format!("/v1/scenarios?region={region}")).await;
        let id = scenarios[1]["id"].clone();
        let outputs = outputs(
            &session,
            &with(with(valuation_body(), place), json!({"scenarioId": id})),
        )
        .await;
        for row in rows(&outputs, "yearly") {
            assert!(
                number(row, "capturePrice") < number(row, "baseLoadPrice"),
                "{region} {row}"
            );
            assert!(
                number(row, "capturePrice") > 0.5 * number(row, "baseLoadPrice"),
                "{region} {row}"
            );
        }
    }
    let (_, scenarios) = session.get("/v1/scenarios?region=bgr").await;
    let inland = json!({"scenarioId": scenarios[0]["id"], "latitude": 42.5, "longitude": 25});
    let outputs = outputs(&session, &with(valuation_body(), inland)).await;
    let row = &rows(&outputs, "yearly")[0];
    assert!(row["offshoreAveragePrice"].is_null() && row["capturePriceDiffToOffshore"].is_null());
}

#[tokio::test]
async fn a_threshold_curtails_from_the_time_it_is_valid() {
    let session = start().await;
    let curtailed = |outputs: &Value| -> Vec<f64> {
        rows(outputs, "yearly")
            .iter()
            .map(|row| number(row, "curtailment"))
            .collect()
    };
    let none = curtailed(
        &outputs(
            &session,
            &with(valuation_body(), json!({"curtailmentThreshold": -10_000})),
        )
        .await,
    );
    assert!(none.iter().all(|energy| *energy == 0.0));
    let timed = json!({"curtailmentThreshold": -10_000, "timeBasedCurtailmentThresholds": [
        {"threshold": 30, "timeValidFrom": "2024-07-01T00:00:00.000Z"}, {"threshold": 10_000, "timeValidFrom": "2028-01-01T00:00:00.000Z"}]});
    let outputs = outputs(&session, &with(valuation_body(), timed)).await;
    let energies = curtailed(&outputs);
    assert!(energies[..4].iter().all(|energy| *energy == 0.0));
    assert!(energies[4] > 0.0 && energies[5] > energies[4]);
    let months = rows(&outputs, "monthly");
    assert!(months[48..54].iter().all(|month| number(month, "curtailment") == 0.0));
    let last = &rows(&outputs, "yearly")[20];
    assert_eq!((number(last, "production"), number(last, "revenue")), (0.0, 0.0));
    assert!(last["capturePrice"].is_null(), "nothing sold has no price");
}

#[tokio::test]
async fn the_first_calls_answer_504_when_configured_and_again_after_a_change() {
    let session = start_with(Sandbox::builder().gateway_timeouts(2)).await;
    let id = session.valuation(&valuation_body()).await;
    let path = format!("/v1/valuations/{id}/outputs?format=json");
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(session.get(&path).await.0);
    }
    assert_eq!(statuses, [504, 504, 200, 200]);
    session
        .post(
            &format!("/v1/valuations/{id}"),
            &with(valuation_body(), json!({"id": id})),
        )
        .await;
    assert_eq!(session.get(&path).await.0, 504);
    session
        .sandbox
        .fail_next("get_valuation_outputs", Fault::StatusWithRetryAfter(504, "1".into()));
    let answer = session.request(Method::GET, &path).send().await.unwrap();
    assert_eq!(
        (
            answer.status().as_u16(),
            answer.headers()["retry-after"].to_str().unwrap()
        ),
        (504, "1")
    );
}

#[tokio::test]
async fn the_workbook_is_a_real_one_with_the_numbers_of_the_json() {
    let session = start().await;
    let id = session.valuation(&valuation_body()).await;
    let (_, json) = session.get(&format!("/v1/valuations/{id}/outputs?format=json")).await;
    let request = session.request(
        Method::GET,
        &format!("/v1/valuations/{id}/outputs?format=xlsx&hourlyData=True"),
    );
    let response = request.send().await.unwrap();
    let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
    assert_eq!(
        kind,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    );
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(response.bytes().await.unwrap())).unwrap();
    assert_eq!(book.sheet_names(), ["Yearly", "Quarterly", "Monthly", "Hourly"]);
    let yearly = book.worksheet_range("Yearly").unwrap();
    assert_eq!(yearly.get_value((0, 1)), Some(&Data::String("production".into())));
    assert_eq!(
        yearly.get_value((1, 1)),
        Some(&Data::Float(number(&rows(&json, "yearly")[0], "production")))
    );
    assert_eq!(book.worksheet_range("Hourly").unwrap().height(), 8761);
}
