//! From workbooks to requests: what would be sent, and what is wrong with it.

mod curves;
mod problems;
mod rows;

use etm_client::workbook::{InputBook, Plan, PlanOptions, plan};
use etm_client::{EtmClient, Result};
use serde_json::{Value, json};
use wiremock::MockServer;

use crate::support::{answer, session};
use crate::workbook_support::{Book, curve_rows, inputs};

/// A server with the areas nl2019 and de, session 12 (of nl2019 and 2050) and saved scenario 3 (of session 30).
pub(crate) async fn server() -> MockServer {
    let server = MockServer::start().await;
    let areas = json!([{"area": "nl2019", "analysis_year": 2019}, {"area": "de", "analysis_year": 2019}]);
    answer(&server, "GET", "/areas", 200, areas).await;
    with_session(
        &server,
        &session(12, &json!({"metadata": {"title": "Twelve", "note": 1}})),
    )
    .await;
    let inner = session(30, &json!({}));
    with_session(&server, &inner).await;
    let saved = json!({"id": 3, "scenario_id": 30, "title": "Third", "private": false, "scenario": inner});
    answer(&server, "GET", "/saved_scenarios/3", 200, saved).await;
    server
}

/// Adds a session with inputs, the order hydrogen_supply (a, b, c), and the custom curves price and weather/wind.
pub(crate) async fn with_session(server: &MockServer, session: &Value) {
    let at = format!("/scenarios/{}", session["id"]);
    answer(server, "GET", &at, 200, session.clone()).await;
    answer(server, "GET", &format!("{at}/inputs"), 200, inputs()).await;
    let order = json!({"order": ["a", "b", "c"]});
    answer(
        server,
        "GET",
        &format!("{at}/user_sortables/hydrogen_supply"),
        200,
        order,
    )
    .await;
    let curves = json!([{"key": "price"}, {"key": "weather/wind"}]);
    answer(server, "GET", &format!("{at}/custom_curves"), 200, curves).await;
}

/// A workbook with these rows of short_name, scenario_id, session, copy_from, title, area_code, end_year, private, custom_curves and
/// sortables, and these other sheets.
pub(crate) fn book(rows: &[Value], others: &[(&str, Value)]) -> Book {
    let mut main = vec![json!([
        "short_name",
        "scenario_id",
        "session",
        "copy_from",
        "title",
        "area_code",
        "end_year",
        "private",
        "custom_curves",
        "sortables"
    ])];
    main.extend(rows.iter().cloned());
    let mut sheets = vec![("MAIN", Value::Array(main))];
    sheets.extend(others.iter().cloned());
    Book::new(&sheets)
}

/// Sheets of inputs, an order and a curve.
pub(crate) fn data(labels: &[&str]) -> Vec<(&'static str, Value)> {
    let row = |key: &str, value: Value| {
        let mut row = vec![json!(key)];
        row.extend(labels.iter().map(|_| value.clone()));
        Value::Array(row)
    };
    let mut header = vec![json!("input")];
    header.extend(labels.iter().map(|label| json!(label)));
    vec![
        (
            "SLIDER_SETTINGS",
            json!([header, row("costs_co2", json!(120)), row("weather", json!(1987))]),
        ),
        ("ORDERS", json!([["hydrogen_supply"], ["b"], ["a"]])),
        ("CURVES", curve_rows(&["price"], 8760)),
    ]
}

/// The lines of a plan.
fn lines(plan: &Plan) -> Vec<String> {
    plan.steps().map(ToString::to_string).collect()
}

/// What is wrong with a workbook once the engine was asked.
async fn problems(client: &EtmClient, book: &InputBook) -> Vec<String> {
    planned(client, book).await.unwrap_err().messages().to_vec()
}

async fn planned(client: &EtmClient, book: &InputBook) -> Result<Plan> {
    plan(client, book, &PlanOptions::new()).await
}
