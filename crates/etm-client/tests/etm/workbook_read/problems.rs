//! Everything that is wrong is told at once, with its cell.

use etm_client::workbook::read;
use etm_client::{Error, ErrorKind};
use serde_json::{Value, json};

use crate::workbook_support::{Book, curve_rows};

const HEADER: [&str; 8] = [
    "short_name",
    "scenario_id",
    "session",
    "area_code",
    "end_year",
    "private",
    "custom_curves",
    "sortables",
];

fn main(rows: &[Value]) -> (&'static str, Value) {
    let mut all = vec![json!(HEADER)];
    all.extend(rows.iter().cloned());
    ("MAIN", Value::Array(all))
}

#[test]
fn a_bad_row_is_told_cell_by_cell() {
    let book = Book::new(&[main(&[
        json!(["A", 1, true]),
        json!(["A", "twelve", "perhaps", null, null, "maybe"]),
        json!(["C", 2.5]),
        json!(["D", null, null, "nl2019"]),
        json!(["E", null, null, null, 2050]),
        json!(["F", null, null, "nl2019", "soon"]),
        json!(["G"]),
        json!(["H", 1, true]),
        json!(["I", -3]),
    ])]);
    assert_eq!(
        book.problems(),
        [
            "MAIN!A3: the short name \"A\" is taken by MAIN!A2",
            "MAIN!B3: the cell is \"twelve\", but has to be an id above 0",
            "MAIN!C3: the cell is \"perhaps\", but has to be true or false",
            "MAIN!F3: the cell is \"maybe\", but has to be true or false",
            "MAIN!B4: the cell is 2.5, but has to be an id above 0",
            "MAIN!D5: the row has an area_code and no end_year; a new scenario needs both",
            "MAIN!E6: the row has an end_year and no area_code; a new scenario needs both",
            "MAIN!E7: the cell is \"soon\", but has to be a year such as 2050",
            "MAIN!A8: the row names no scenario: fill in scenario_id or copy_from, or area_code and end_year for a new one",
            "MAIN!B9: the scenario 1 stands in MAIN!B2 already",
            "MAIN!B10: the cell is -3, but has to be an id above 0",
        ]
    );
}

#[test]
fn a_missing_sheet_is_told_with_the_cell_that_names_it() {
    let book = Book::new(&[("SHEET", json!([["a"]]))]);
    assert_eq!(book.problems(), ["there is no sheet MAIN; the sheets are SHEET"]);
    let book = Book::new(&[main(&[json!(["A", 1, true, null, null, null, "CURVES", "ORDERS"])])]);
    assert_eq!(
        book.problems(),
        [
            "MAIN!G2: there is no sheet \"CURVES\"; the sheets are MAIN",
            "MAIN!H2: there is no sheet \"ORDERS\"; the sheets are MAIN",
        ]
    );
    let book = Book::new(&[("MAIN", json!([]))]);
    assert_eq!(
        book.problems(),
        ["MAIN!A1: the sheet is empty; its first row names the columns"]
    );
    let told = Book::new(&[("MAIN", json!([["x", "y"], [1, 2]]))]).problems();
    assert!(
        told[0].starts_with("MAIN!A1: the first row names none of the columns"),
        "{told:?}"
    );
}

#[test]
fn a_curve_has_8760_numbers() {
    let row = json!(["A", 1, true, null, null, null, "CURVES"]);
    let short = Book::new(&[
        main(std::slice::from_ref(&row)),
        ("CURVES", curve_rows(&["price", "wind"], 8759)),
    ]);
    assert_eq!(
        short.problems(),
        ["price", "wind"].map(|name| {
            let cell = if name == "price" { "A8761" } else { "B8761" };
            format!(
                "CURVES!{cell}: the curve \"{name}\" has 8759 values, but has to have 8760, one for each hour of a year \
                 without 29 February"
            )
        })
    );
    let long = Book::new(&[
        main(std::slice::from_ref(&row)),
        ("CURVES", curve_rows(&["price"], 8784)),
    ]);
    assert!(long.problems()[0].starts_with("CURVES!A8762: the curve \"price\" has 8784 values"));
    let mut cells = curve_rows(&["price", "wind"], 8760);
    cells[11][0] = json!("n.a.");
    cells[20][0] = Value::Null;
    for hour in 1..=8 {
        cells[hour][1] = json!(true);
    }
    let wrong = Book::new(&[main(&[row]), ("CURVES", cells)]).problems();
    assert_eq!(wrong[0], "CURVES!B1: the curve \"wind\" has 3 more cells like that");
    assert_eq!(wrong[1], "CURVES!B2: the cell is true, but has to be a number");
    assert_eq!(wrong[6], "CURVES!A12: the cell is \"n.a.\", but has to be a number");
    assert_eq!(wrong[7], "CURVES!A21: the cell is blank, but has to be a number");
    assert_eq!(wrong.len(), 8);
}

#[test]
fn grids_orders_and_config_are_told_cell_by_cell() {
    let book = Book::new(&[
        main(&[json!(["A", null, true, "nl2019", 2050, null, null, "ORDERS"])]),
        (
            "SLIDER_SETTINGS",
            json!([
                ["input", "A", "A", "B", null],
                ["x", 1, 2, 3, 4],
                ["x", 5, null, null],
                [null, 6, null, null],
            ]),
        ),
        (
            "ORDERS",
            json!([["hydrogen_supply", "heat_network_xt"], ["a", "b"], ["a", null]]),
        ),
        (
            "USERS",
            json!([["email", "A"], ["nobody", "owner"], ["a@b.nl", "boss"]]),
        ),
        (
            "EXPORT_CONFIG",
            json!([
                ["inputs", "hourly_curves", "annual_exports"],
                ["perhaps", "heat, warmth", 12]
            ]),
        ),
    ]);
    let told = book.problems();
    let beginnings = [
        "EXPORT_CONFIG!A2: the cell is \"perhaps\", but has to be true or false",
        "EXPORT_CONFIG!B2: there are no hourly curves \"warmth\"",
        "EXPORT_CONFIG!C2: the cell is 12, but has to be true, false or names",
        "SLIDER_SETTINGS!C1: \"A\" has a column already, SLIDER_SETTINGS!B1",
        "SLIDER_SETTINGS!E1: the column has values, but its header names no scenario",
        "SLIDER_SETTINGS!A3: input \"x\" stands in SLIDER_SETTINGS!A2 already",
        "SLIDER_SETTINGS!A4: the row has values, but no input",
        "ORDERS!B1: there is no order \"heat_network_xt\"",
        "ORDERS!A3: the order has \"a\" in ORDERS!A2 already",
        "USERS!A2: \"nobody\" names no user",
        "USERS!B3: the role is \"boss\", but has to be owner, collaborator, viewer or remove",
    ];
    assert_eq!(told.len(), beginnings.len(), "{told:#?}");
    for (told, beginning) in told.iter().zip(beginnings) {
        assert!(told.starts_with(beginning), "{told}");
    }
}

#[test]
fn a_label_that_is_no_scenario_is_told_where_none_can_be_meant() {
    let book = Book::new(&[
        main(&[json!(["A", null, true, "nl2019", 2050])]),
        ("SLIDER_SETTINGS", json!([["input", "B"], ["x", 1]])),
    ]);
    let told = "SLIDER_SETTINGS!B1: no scenario is called \"B\"; the scenarios of MAIN are \"A\"";
    assert_eq!(book.problems(), [told]);
}

#[test]
fn a_file_that_is_no_workbook_is_one_problem() {
    let whole = Book::new(&[main(&[json!(["A", 1, true])])]);
    let content = std::fs::read(whole.path()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.xlsx");
    let told = |content: &[u8]| {
        std::fs::write(&path, content).unwrap();
        let problems = read(&path).unwrap_err();
        assert_eq!(problems.len(), 1);
        problems.iter().next().unwrap().to_string()
    };
    assert!(told(&content[..content.len() / 2]).starts_with("the file is damaged or was not written to its end"));
    assert!(told(&content[..content.len() - 30]).starts_with("the file is damaged or was not written to its end"));
    assert_eq!(told(b""), "the file is empty: it was not written to its end");
    assert_eq!(told(b"a,b\n1,2\n"), "the file is no workbook; save it as .xlsx");
    assert!(told(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1]).starts_with("the file has a password or is of an old format"));
    std::fs::write(folder.path().join("~$book.xlsx"), "").unwrap();
    let locked = told(&content[..100]);
    assert!(
        locked.contains("it is open in a spreadsheet program (~$book.xlsx lies beside it)"),
        "{locked}"
    );
    let lock = read(folder.path().join("~$book.xlsx")).unwrap_err();
    assert!(lock.to_string().contains("and no workbook"), "{lock}");
    let gone = read(folder.path().join("gone.xlsx")).unwrap_err();
    assert!(gone.to_string().contains("there is no file"), "{gone}");
    assert!(read(folder.path()).unwrap_err().to_string().ends_with("is a folder"));
    let error = Error::from(gone);
    assert_eq!((error.kind(), error.messages().len()), (ErrorKind::InvalidRequest, 1));
}

#[test]
fn a_label_that_two_scenarios_have_is_told_and_not_given_to_the_first() {
    let main = json!([
        ["title", "session", "area_code", "end_year"],
        ["Same", true, "nl2019", 2040],
        ["Same", true, "nl2019", 2050],
        ["Other", true, "nl2019", 2050],
    ]);
    let sliders = json!([["input", "Same", "Other"], ["costs_co2", 1, 2]]);
    let book = Book::new(&[("MAIN", main), ("SLIDER_SETTINGS", sliders)]);
    assert_eq!(
        book.problems(),
        ["SLIDER_SETTINGS!B1: both MAIN!A2 and MAIN!A3 are called \"Same\"; give them short names of their own"]
    );
}

#[test]
fn a_column_of_main_that_means_nothing_is_noted() {
    let main = json!([
        ["short_name", "copyfrom", "area_code", "end_year", "output", "my notes"],
        ["A", 12, "nl2019", 2050, null, "x"],
    ]);
    let notes = Book::new(&[("MAIN", main)]).read().notes;
    let notes: Vec<_> = notes.iter().map(ToString::to_string).collect();
    assert_eq!(
        notes,
        ["MAIN!B1: the column \"copyfrom\" means nothing here and is left out; did you mean \"copy_from\"?"]
    );
}

#[test]
fn a_user_who_is_written_in_two_ways_has_one_role() {
    let main = main(&[json!(["A", 1, true]), json!(["B", 2, true])]);
    let users = json!([
        ["email", "A", "B"],
        ["ada@b.nl", "owner", null],
        ["Ada@b.nl", "viewer", "viewer"]
    ]);
    assert_eq!(
        Book::new(&[main, ("USERS", users)]).problems(),
        ["USERS!B3: \"Ada@b.nl\" has a role in USERS!B2 already"]
    );
}
