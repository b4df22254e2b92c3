//! Workbooks with something wrong in them: everything is told at once, with sheet and cell, and nothing is sent that changes anything.

use aurora_energy_cli::exit::Exit;
use serde_json::{Value, json};

use crate::etm_workflows_books::{Sheets, book, changes, fresh, main};
use crate::program::Program;

/// Runs a workbook that has to be refused, and gives what was said.
async fn refused(program: &Program, sheets: Sheets<'_>) -> String {
    book(program, "bad.xlsx", sheets);
    let err = program.run(&["etm", "run", "bad.xlsx"]).await.failed(Exit::Usage);
    assert!(changes(program).is_empty(), "{:?}", changes(program));
    assert!(!program.home().join("bad_results.xlsx").exists());
    err
}

#[track_caller]
fn has_line(err: &str, start: &str, part: &str) {
    let found = err.lines().any(|line| line.starts_with(start) && line.contains(part));
    assert!(found, "no line {start} … {part} in\n{err}");
}

#[tokio::test]
async fn all_problems_are_told_at_once_a_line_each() {
    let program = Program::start().await;
    let err = refused(
        &program,
        &[
            main(&[
                fresh("A"),
                fresh("A"),
                json!(["C", "twelve", true]),
                json!(["D", null, true, null, null, "nl2019", 2050, "CURVES", "ORDERS"]),
            ]),
            ("SLIDER_SETTINGS", json!([["input", "A"], ["costs_co2", "much"]])),
        ],
    )
    .await;
    has_line(&err, "MAIN!A3: ", "MAIN!A2");
    has_line(&err, "MAIN!B4: ", "twelve");
    has_line(&err, "MAIN!H5: ", "CURVES");
    has_line(&err, "MAIN!I5: ", "ORDERS");
    has_line(&err, "error: ", "problems");
    assert!(
        program.sandbox.requests().is_empty(),
        "nothing is asked about a workbook that cannot be read"
    );
}

#[tokio::test]
async fn a_missing_sheet_and_a_missing_file_are_told() {
    let program = Program::start().await;
    let err = refused(&program, &[("SLIDER_SETTINGS", json!([["input", "A"]]))]).await;
    has_line(&err, "there is no sheet MAIN", "");
    let err = program.run(&["etm", "run", "none.xlsx"]).await.failed(Exit::Usage);
    assert!(err.contains("none.xlsx"), "{err}");
}

#[tokio::test]
async fn unknown_inputs_texts_in_numbers_and_share_groups_are_told_with_their_cells() {
    let program = Program::start().await;
    let err = refused(
        &program,
        &[
            main(&[fresh("A")]),
            (
                "SLIDER_SETTINGS",
                json!([
                    ["input", "A"],
                    ["costs_co3", 1],
                    ["costs_co2", "much"],
                    ["bunkers_aviation_using_electricity_share", 10],
                    ["bunkers_aviation_using_hydrogen_share", 10],
                    ["bunkers_aviation_using_kerosene_mix_share", 10]
                ]),
            ),
        ],
    )
    .await;
    has_line(&err, "SLIDER_SETTINGS!A2: ", "costs_co3");
    has_line(&err, "SLIDER_SETTINGS!B3: ", "much");
    has_line(&err, "SLIDER_SETTINGS!B", "demand_bunkers_aviation");
}

#[tokio::test]
async fn a_curve_of_too_few_hours_is_told() {
    let program = Program::start().await;
    let mut rows = vec![json!(["interconnector_1_price"])];
    rows.extend((0..8759).map(|_| json!([1.5])));
    let err = refused(
        &program,
        &[
            main(&[json!(["A", null, true, null, null, "nl2019", 2050, "CURVES"])]),
            ("CURVES", Value::Array(rows)),
        ],
    )
    .await;
    has_line(&err, "CURVES!A", "8759");
}

#[tokio::test]
async fn a_file_that_is_half_a_workbook_is_told() {
    let program = Program::start().await;
    let path = book(&program, "bad.xlsx", &[main(&[fresh("A")])]);
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let err = program.run(&["etm", "run", "bad.xlsx"]).await.failed(Exit::Usage);
    assert!(err.contains("bad.xlsx"), "{err}");
    program.file("text.xlsx", "no workbook");
    program.run(&["etm", "import", "text.xlsx"]).await.failed(Exit::Usage);
    program
        .run(&["etm", "users", "sync", "text.xlsx"])
        .await
        .failed(Exit::Usage);
    assert!(program.sandbox.requests().is_empty());
}

#[tokio::test]
async fn a_scenario_that_is_not_there_is_told_with_its_cell() {
    let program = Program::start().await;
    let err = refused(&program, &[main(&[json!(["A", 999_999, true])])]).await;
    has_line(&err, "MAIN!B2: ", "999999");
}

#[tokio::test]
async fn the_safe_mode_stops_for_a_warning() {
    let program = Program::start().await;
    let sheets: Sheets<'_> = &[
        main(&[fresh("A")]),
        ("SLIDER_SETTINGS", json!([["input", "A"], ["costs_co2", 30]])),
        ("GQUERIES", json!([["no_such_query"]])),
    ];
    book(&program, "in.xlsx", sheets);
    let safe = ["etm", "run", "in.xlsx", "--error-mode", "safe"];
    let err = program.run(&safe).await.failed(Exit::Usage);
    has_line(&err, "GQUERIES!A1: ", "no_such_query");
    assert!(err.contains("--error-mode default"), "{err}");
    assert!(changes(&program).is_empty());
    let ran = program.run(&["etm", "run", "in.xlsx"]).await;
    has_line(&ran.err, "warning: GQUERIES!A1: ", "no_such_query");
    assert_eq!(program.sandbox.count("etm.create_scenario"), 1);
    let program = program.set("PYETM_ERROR_MODE", "loud");
    let err = program.run(&["etm", "run", "in.xlsx"]).await.failed(Exit::Usage);
    assert!(err.contains("PYETM_ERROR_MODE") && err.contains("loud"), "{err}");
}
