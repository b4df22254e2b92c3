//! Workbooks made and read on the spot.

use std::path::{Path, PathBuf};

use aurora_sandbox::RecordedRequest;
use calamine::{Data, Reader as _, Xlsx, open_workbook};
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};

use crate::etm::{run, session};
use crate::program::Program;

/// Sheets with their rows; null is a blank cell.
pub(crate) type Sheets<'a> = &'a [(&'a str, Value)];

/// A workbook in the program's home folder.
pub(crate) fn book(program: &Program, name: &str, sheets: Sheets<'_>) -> PathBuf {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in (0..).zip(rows.as_array().unwrap()) {
            for (column, cell) in (0..).zip(cells.as_array().unwrap()) {
                match cell {
                    Value::Null => continue,
                    Value::Bool(flag) => sheet.write_boolean(row, column, *flag).unwrap(),
                    Value::Number(number) => sheet.write_number(row, column, number.as_f64().unwrap()).unwrap(),
                    other => sheet.write_string(row, column, other.as_str().unwrap()).unwrap(),
                };
            }
        }
    }
    let path = program.home().join(name);
    book.save(&path).unwrap();
    path
}

/// A session with these inputs: its id as it is typed.
pub(crate) async fn session_with(program: &Program, inputs: &[&str]) -> String {
    let id = session(program, &[]).await;
    let set = [&["inputs", "set", &id][..], inputs].concat();
    run(program, &set).await.ok();
    id
}

/// The header of `MAIN`, and its rows.
pub(crate) fn main(rows: &[Value]) -> (&'static str, Value) {
    let mut all = vec![json!([
        "short_name",
        "scenario_id",
        "session",
        "copy_from",
        "title",
        "area_code",
        "end_year",
        "custom_curves",
        "sortables"
    ])];
    all.extend(rows.iter().cloned());
    ("MAIN", Value::Array(all))
}

/// A session to be made.
pub(crate) fn fresh(name: &str) -> Value {
    json!([name, null, true, null, null, "nl2019", 2050])
}

/// A sheet as texts.
pub(crate) fn sheet(path: &Path, name: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let range = book.worksheet_range(name).unwrap();
    let text = |cell: &Data| cell.to_string();
    range.rows().map(|row| row.iter().map(text).collect()).collect()
}

/// The names of the sheets.
pub(crate) fn sheets(path: &Path) -> Vec<String> {
    let book: Xlsx<_> = open_workbook(path).unwrap();
    book.sheet_names()
}

/// The row that begins so.
pub(crate) fn row<'a>(rows: &'a [Vec<String>], first: &str) -> &'a [String] {
    rows.iter().find(|row| row[0] == first).unwrap()
}

/// The requests that may have changed something.
pub(crate) fn changes(program: &Program) -> Vec<RecordedRequest> {
    let mut requests = program.sandbox.requests();
    requests.retain(|request| request.method != "GET");
    requests
}
