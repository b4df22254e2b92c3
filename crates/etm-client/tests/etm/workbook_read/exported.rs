//! What pyetm exports is read back.

use etm_client::workbook::{CellValue, Origin};
use etm_client::{Role, Who};
use serde_json::{Value, json};

use crate::workbook_support::Book;

/// The main sheet as pyetm writes it: a session and a saved scenario.
fn main() -> (&'static str, Value) {
    let rows = json!([
        [
            null,
            "title",
            "session_id",
            "saved_scenario_id",
            "area_code",
            "start_year",
            "end_year",
            "private",
            "created_at",
            "short_name"
        ],
        [
            "SHORT",
            "SHORT",
            1001,
            null,
            "nl2019",
            2019,
            2050,
            false,
            "2026-01-01 00:00:00+00:00",
            "SHORT"
        ],
        ["1", "Saved 1", 1002, 1, "de", 2019, 2040, true, null, null],
    ]);
    ("MAIN", rows)
}

#[test]
fn rows_are_the_scenarios_that_were_exported() {
    let book = Book::new(&[main()]).read();
    let rows: Vec<_> = book
        .rows
        .iter()
        .map(|row| (row.label(), row.session, row.exported))
        .collect();
    assert_eq!(rows, [("SHORT".to_owned(), true, true), ("1".to_owned(), false, true)]);
    let ids = book.rows.iter().map(|row| match &row.origin {
        Origin::Existing(id) => id.value,
        other => panic!("{other:?}"),
    });
    assert_eq!(ids.collect::<Vec<_>>(), [1001, 1]);
    assert_eq!(
        (book.row_of("Saved 1"), book.row_of("1"), book.row_of("1001")),
        (Some(1), Some(1), Some(0))
    );
}

#[test]
fn the_id_in_place_of_a_title_is_none() {
    let rows = json!([
        [null, "title", "session_id"],
        ["1001", 1001, 1001],
        ["1002", "1002", 1002]
    ]);
    let book = Book::new(&[("MAIN", rows)]).read();
    let title = |row: &etm_client::workbook::MainRow| row.title.as_ref().map(|title| title.value.clone());
    let titles: Vec<_> = book.rows.iter().map(title).collect();
    assert_eq!(titles, [None, Some("1002".to_owned())]);
}

#[test]
fn columns_of_an_input_prevail_where_an_export_has_them() {
    let rows = json!([
        [
            null,
            "title",
            "session_id",
            "saved_scenario_id",
            "scenario_id",
            "session",
            "sortables"
        ],
        ["A", "A", 1001, 7, 1001, true, "SORTABLES_A"],
    ]);
    let orders = json!([["space_heating"], ["x"]]);
    let book = Book::new(&[("MAIN", rows), ("SORTABLES_A", orders)]).read();
    assert!(matches!(&book.rows[0].origin, Origin::Existing(id) if id.value == 1001));
    assert!(book.rows[0].session);
    assert_eq!(book.sortables["SORTABLES_A"][0].items.len(), 1);
}

#[test]
fn sheets_with_two_rows_of_headers_are_read_by_label() {
    let book = Book::new(&[
        main(),
        (
            "SLIDER_SETTINGS",
            json!([
                [null, "scenario", "SHORT", "1"],
                ["input", "unit", "value", "value"],
                ["costs_co2", "euro", 120, "=NA()"],
                ["weather", "enum", "1987", "default"],
            ]),
        ),
        (
            "SORTABLES",
            json!([
                [null, "SHORT", "SHORT", "1"],
                [null, "hydrogen_supply", "heat_network_mt", "hydrogen_supply"],
                [0, "a", "x", "b"],
                [1, "b", "=NA()", "a"],
            ]),
        ),
        (
            "GQUERIES",
            json!([
                [null, null, "SHORT", "1"],
                ["gquery", "unit", "future", "future"],
                ["co2", "kg", 1, 2],
            ]),
        ),
        (
            "USERS",
            json!([
                ["scenario", "SHORT", "1"],
                ["field", "role", "role"],
                ["a@b.nl", "owner", null],
                ["7", null, "viewer"],
            ]),
        ),
    ])
    .read();
    let cells = |at: usize| -> Vec<_> {
        let cells = book.sliders[at].cells.iter();
        cells
            .map(|cell| (cell.key.value.clone(), cell.value.value.clone()))
            .collect()
    };
    assert!(book.sliders.iter().all(|column| column.exported));
    let weather = |text: &str| ("weather".to_owned(), CellValue::Text(text.to_owned()));
    assert_eq!(
        cells(0),
        [("costs_co2".to_owned(), CellValue::Number(120.0)), weather("1987")]
    );
    assert_eq!(cells(1), [weather("default")], "a missing number is blank");
    let orders = book.sortables["SORTABLES"].iter().map(|order| {
        (
            order.label.as_ref().unwrap().value.as_str(),
            order.name(),
            order.items.len(),
        )
    });
    let expected = [
        ("SHORT", "hydrogen_supply", 2),
        ("SHORT", "heat_network_mt", 1),
        ("1", "hydrogen_supply", 2),
    ];
    assert_eq!(
        orders.collect::<Vec<_>>(),
        expected.map(|(label, name, items)| (label, name.to_owned(), items))
    );
    assert_eq!(
        book.gqueries
            .iter()
            .map(|query| query.value.as_str())
            .collect::<Vec<_>>(),
        ["co2"]
    );
    let change = &book.users[1].changes[0].value;
    assert_eq!(
        (change.who.clone(), change.action.role()),
        (Who::User(7), Some(&Role::Viewer))
    );
}

#[test]
fn exported_curves_are_read_by_label() {
    let mut rows = vec![json!(["Scenario", "SHORT", "1"]), json!(["Curve", "price", "price"])];
    rows.extend((0..8760).map(|hour| json!([hour, 1.5, hour])));
    let book = Book::new(&[main(), ("CUSTOM_CURVES", Value::Array(rows))]).read();
    let curves = &book.custom_curves["CUSTOM_CURVES"];
    assert_eq!(curves.len(), 2);
    assert_eq!(curves[1].label.as_ref().unwrap().value, "1");
    assert_eq!(
        (curves[0].curve.values()[8759], curves[1].curve.values()[8759]),
        (1.5, 8759.0)
    );
}

#[test]
fn a_sheet_that_nothing_names_is_noted() {
    let main = json!([["scenario_id", "session"], [1, true]]);
    let book = Book::new(&[("MAIN", main), ("SORTABLES", json!([["space_heating"], ["x"]]))]).read();
    assert!(book.sortables.is_empty());
    let notes: Vec<_> = book.notes.iter().map(ToString::to_string).collect();
    assert_eq!(
        notes,
        ["SORTABLES!A1: no row of MAIN names this sheet, so it is left out"]
    );
}
