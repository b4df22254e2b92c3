//! Custom curves that are attached already.

use etm_client::ErrorKind;
use serde_json::json;
use wiremock::MockServer;

use super::{book, data, lines, planned, server};
use crate::support::{answer, answer_raw, client, lines as requests, session};

const PUT: &str = "PUT /scenarios/13/custom_curves/price (file price.csv, 8760 values)";

/// A server with session 13, which has the curve price: 0.5, 1.5 and so on, times this.
async fn attached(factor: f64) -> MockServer {
    let server = server().await;
    let at = "/scenarios/13";
    answer(&server, "GET", at, 200, session(13, &json!({}))).await;
    let inputs = crate::workbook_support::inputs();
    answer(&server, "GET", &format!("{at}/inputs"), 200, inputs).await;
    let order = json!({"order": ["b", "a"]});
    answer(
        &server,
        "GET",
        &format!("{at}/user_sortables/hydrogen_supply"),
        200,
        order,
    )
    .await;
    let curves = json!([
        {"key": "price", "attached": true, "overrides": ["costs_co2"]},
        {"key": "weather/wind", "attached": false},
    ]);
    answer(&server, "GET", &format!("{at}/custom_curves"), 200, curves).await;
    let values: Vec<String> = (0..8760)
        .map(|hour| ((f64::from(hour) + 0.5) * factor).to_string())
        .collect();
    let csv = values.join("\n");
    answer_raw(
        &server,
        "GET",
        &format!("{at}/custom_curves/price"),
        200,
        "text/csv",
        csv,
    )
    .await;
    server
}

/// The plan of a workbook that gives session 13 the curve price, beside these sheets.
async fn plan_of(server: &MockServer, labels: &[&str]) -> etm_client::workbook::Plan {
    let (client, _) = client(server);
    let row = json!(["A", 13, true, null, null, null, null, null, "CURVES", null]);
    planned(&client, &book(&[row], &data(labels)).read()).await.unwrap()
}

#[tokio::test]
async fn a_curve_that_is_attached_with_the_same_values_is_not_uploaded_again() {
    // What a spreadsheet's 16 digits leave of a number is the same number.
    for factor in [1.0, 1.0 + 4e-13] {
        let plan = plan_of(&attached(factor).await, &[]).await;
        assert_eq!(lines(&plan), [""; 0]);
        assert_eq!(
            plan.rows[0].skipped[0].to_string(),
            "custom_curves: price is attached with these values already"
        );
    }
    let plan = plan_of(&attached(1.0 + 1e-11).await, &[]).await;
    assert_eq!(lines(&plan), [PUT]);
}

#[tokio::test]
async fn a_curve_is_uploaded_again_when_an_input_is_changed_that_it_sets() {
    let plan = plan_of(&attached(1.0).await, &["A"]).await;
    assert_eq!(
        lines(&plan),
        [
            "PUT /scenarios/13 {\"scenario\":{\"user_values\":{\"costs_co2\":120.0,\"weather\":\"1987\"}}}",
            PUT
        ]
    );
}

#[tokio::test]
async fn only_attached_curves_of_scenarios_that_exist_are_fetched() {
    let server = attached(1.0).await;
    let (client, _) = client(&server);
    let sheets = [
        ("WIND", crate::workbook_support::curve_rows(&["weather/wind"], 8760)),
        data(&[])[2].clone(),
    ];
    let rows = [
        json!(["A", 13, true, null, null, null, null, null, "WIND", null]),
        json!(["B", null, true, 13, null, null, null, null, "CURVES", null]),
    ];
    let plan = planned(&client, &book(&rows, &sheets).read()).await.unwrap();
    assert_eq!(
        lines(&plan),
        [
            "PUT /scenarios/13/custom_curves/weather/wind (file weather-wind.csv, 8760 values)",
            "POST /scenarios {\"scenario\":{\"scenario_id\":13}}",
            "PUT /scenarios/<B> {\"scenario\":{\"preset_scenario_id\":null}}",
            "PUT /scenarios/<B>/custom_curves/price (file price.csv, 8760 values)",
        ]
    );
    let asked = requests(&server).await;
    assert!(asked.iter().all(|line| !line.contains("/custom_curves/")), "{asked:?}");
}

#[tokio::test]
async fn a_curve_that_cannot_be_fetched_ends_the_plan_unless_it_is_gone_or_none() {
    for (status, content) in [(404, "{}"), (200, "1\n2\n")] {
        let server = MockServer::start().await;
        let at = "/scenarios/13";
        answer(&server, "GET", at, 200, session(13, &json!({}))).await;
        let curves = json!([{"key": "price", "attached": true}]);
        answer(&server, "GET", &format!("{at}/custom_curves"), 200, curves).await;
        let curve = format!("{at}/custom_curves/price");
        answer_raw(&server, "GET", &curve, status, "text/csv", content).await;
        assert_eq!(lines(&plan_of(&server, &[]).await), [PUT]);
    }
    let server = MockServer::start().await;
    let at = "/scenarios/13";
    answer(&server, "GET", at, 200, session(13, &json!({}))).await;
    let curves = json!([{"key": "price", "attached": true}]);
    answer(&server, "GET", &format!("{at}/custom_curves"), 200, curves).await;
    answer(
        &server,
        "GET",
        &format!("{at}/custom_curves/price"),
        403,
        json!({"errors": ["no"]}),
    )
    .await;
    let (client, _) = client(&server);
    let row = json!(["A", 13, true, null, null, null, null, null, "CURVES", null]);
    let told = planned(&client, &book(&[row], &data(&[])).read()).await.unwrap_err();
    assert_eq!(told.kind(), ErrorKind::Forbidden);
}
