//! An engine with scenarios to export, and workbooks to look into.

use std::fmt::Write as _;
use std::path::Path;

use calamine::{Data, Range, Reader as _, Xlsx, open_workbook};
use etm_client::workbook::WorkbookExport;
use serde_json::{Value, json};
use wiremock::MockServer;

use crate::support::{answer, answer_raw, client, session};

/// An engine with the sessions 1001 and 1002 and the saved scenario 7 ("Plan A"), which is about 1002.
pub(crate) async fn engine() -> MockServer {
    let server = MockServer::start().await;
    for (id, price) in [(1001, 10.5), (1002, 0.1 + 0.2)] {
        mount(&server, id, price).await;
    }
    let saved = json!({"id": 7, "scenario_id": 1002, "title": "Plan A", "private": true, "scenario": session(1002, &json!({}))});
    answer(&server, "GET", "/saved_scenarios/7", 200, saved).await;
    let users = json!([
        {"id": 1, "user_email": "anna@example.com", "user_id": null, "role": "scenario_owner"},
        {"id": 2, "user_email": null, "user_id": 42, "role": "scenario_viewer"},
    ]);
    answer(&server, "GET", "/saved_scenarios/7/users", 200, users).await;
    server
}

/// A session with everything that can be exported; `price` is its costs_co2.
pub(crate) async fn mount(server: &MockServer, id: i64, price: f64) {
    let at = |rest: &str| format!("/scenarios/{id}{rest}");
    let members = json!({"source": "tests", "metadata": {"b_key": "x", "a_key": [1, "two"], "copy_from": 5}});
    answer(server, "GET", &at(""), 200, session(id, &members)).await;
    // In an order that is not that of the alphabet.
    let inputs = format!(
        r#"{{"z_share": {{"unit": "%", "min": 0, "max": 100, "default": 3.5, "user": null}},
            "costs_co2": {{"unit": "€", "min": 0, "max": 500, "default": 8, "user": {price}}},
            "a_switch": {{"unit": "bool", "default": 0, "user": 1, "min": null, "max": null}},
            "a_choice": {{"unit": "enum", "default": "on", "user": null, "permitted_values": ["on", "off"]}}}}"#
    );
    answer_raw(server, "GET", &at("/inputs"), 200, "application/json", inputs).await;
    let orders = json!({
        "forecast_storage": ["battery", "flow"],
        "hydrogen_supply": ["h1"],
        "hydrogen_demand": [],
        "space_heating": ["pump", "gas", "wood"],
        "heat_network": {"lt": ["geo"], "mt": ["geo", "burner"], "ht": []},
    });
    answer(server, "GET", &at("/user_sortables"), 200, orders).await;
    let attached =
        json!([{"key": "interconnector_1_price", "type": "price"}, {"key": "weather/wind", "type": "profile"}]);
    answer(server, "GET", &at("/custom_curves"), 200, attached).await;
    for key in ["interconnector_1_price", "weather/wind"] {
        let curve = hours(|hour| format!("{}\n", number(hour) / 8.0));
        answer_raw(
            server,
            "GET",
            &at(&format!("/custom_curves/{key}")),
            200,
            "text/csv",
            curve,
        )
        .await;
    }
    let results = json!({"scenario": session(id, &json!({})), "gqueries": {
        "demand": {"present": 1, "future": price, "unit": "MJ"},
        "has_coal": {"present": true, "future": false, "unit": ""},
    }});
    answer(server, "PUT", &at(""), 200, results).await;
    let users = json!([{"id": 3, "user_email": "bob@example.com", "role": "scenario_collaborator"}]);
    answer(server, "GET", &at("/users"), 200, users).await;
    outputs(server, id).await;
}

async fn outputs(server: &MockServer, id: i64) {
    let at = |rest: &str| format!("/scenarios/{id}{rest}");
    let scale = number(usize::try_from(id).unwrap());
    let curve = |header: &str, row: &dyn Fn(usize) -> String| {
        let rows = hours(|hour| format!("{},{}\n", time(hour), row(hour)));
        format!("Time,{header}\n{rows}")
    };
    let merit = curve("wind.output (MW),coal.output (MW)", &|hour| {
        format!("{},{}", number(hour) / 3.0, scale)
    });
    answer_raw(server, "GET", &at("/curves/merit_order"), 200, "text/csv", merit).await;
    let price = curve("Price (Euros)", &|hour| format!("{}", number(hour) + 0.5));
    answer_raw(server, "GET", &at("/curves/electricity_price"), 200, "text/csv", price).await;
    let flow = format!("key,Output (MJ),Note\nnode_a,{scale},x\nnode_b,,\nnode_{id},2,y\n");
    answer_raw(server, "GET", &at("/energy_flow"), 200, "text/csv", flow).await;
}

fn hours(row: impl Fn(usize) -> String) -> String {
    (0..8760).map(row).fold(String::new(), |mut all, row| {
        write!(all, "{row}").unwrap();
        all
    })
}

fn number(whole: usize) -> f64 {
    f64::from(u32::try_from(whole).unwrap())
}

fn time(hour: usize) -> String {
    const DAYS: [usize; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let (mut day, mut month) = (hour / 24, 0);
    while day >= DAYS[month] {
        day -= DAYS[month];
        month += 1;
    }
    format!("2050-{:02}-{:02} {:02}:00", month + 1, day + 1, hour % 24)
}

/// An export with a client of the server.
pub(crate) fn export(server: &MockServer) -> WorkbookExport {
    WorkbookExport::new(&client(server).0)
}

/// The names of the sheets.
pub(crate) fn sheets(path: impl AsRef<Path>) -> Vec<String> {
    let book: Xlsx<_> = open_workbook(path).unwrap();
    book.sheet_names()
}

/// A sheet from A1 on.
pub(crate) fn sheet(path: impl AsRef<Path>, name: &str) -> Range<Data> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let range = book.worksheet_range(name).unwrap();
    assert_eq!(range.start().map(|start| start.0), Some(0), "{name}");
    let end = range.end().unwrap();
    range.range((0, 0), end)
}

/// Some rows of a sheet as JSON: empty cells are null, errors their text.
pub(crate) fn rows(sheet: &Range<Data>, count: usize) -> Vec<Value> {
    let cell = |cell: &Data| match cell {
        Data::Empty => json!(null),
        Data::String(text) => json!(text),
        Data::Float(number) => json!(number),
        Data::Int(number) => json!(number),
        Data::Bool(flag) => json!(flag),
        Data::Error(error) => json!(error.to_string()),
        other => panic!("{other:?}"),
    };
    sheet
        .rows()
        .take(count)
        .map(|row| row.iter().map(cell).collect())
        .collect()
}

/// The cell in the row of this number below a header of `MAIN`.
pub(crate) fn main_cell(sheet: &Range<Data>, row: usize, header: &str) -> Value {
    let rows = rows(sheet, row + 1);
    let column = rows[0].as_array().unwrap().iter().position(|name| name == header);
    rows[row][column.unwrap_or_else(|| panic!("no {header}"))].clone()
}
