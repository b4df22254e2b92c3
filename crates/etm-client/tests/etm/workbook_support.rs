//! Workbooks made on the spot.

use std::path::PathBuf;

use rust_xlsxwriter::{Formula, Workbook};
use serde_json::{Value, json};
use tempfile::TempDir;

use etm_client::workbook::{InputBook, read};

/// A workbook in a folder that is removed with it.
pub(crate) struct Book {
    folder: TempDir,
}

impl Book {
    /// A workbook of sheets; each is a list of rows, null is a blank cell, and a text that begins with `=` a formula.
    pub(crate) fn new(sheets: &[(&str, Value)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut book = Workbook::new();
        for (name, rows) in sheets {
            let sheet = book.add_worksheet().set_name(*name).unwrap();
            for (row, cells) in (0..).zip(rows.as_array().unwrap()) {
                for (column, cell) in (0..).zip(cells.as_array().unwrap()) {
                    match cell {
                        Value::Null => continue,
                        Value::Bool(flag) => sheet.write_boolean(row, column, *flag).unwrap(),
                        Value::Number(number) => sheet.write_number(row, column, number.as_f64().unwrap()).unwrap(),
                        Value::String(text) if text.starts_with('=') => sheet
                            .write_formula(row, column, Formula::new(text).set_result("#N/A"))
                            .unwrap(),
                        other => sheet.write_string(row, column, other.as_str().unwrap()).unwrap(),
                    };
                }
            }
        }
        let made = Self { folder };
        book.save(made.path()).unwrap();
        made
    }

    /// Where it lies.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("book.xlsx")
    }

    /// What is in it.
    pub(crate) fn read(&self) -> InputBook {
        read(self.path()).unwrap()
    }

    /// What is wrong with it.
    pub(crate) fn problems(&self) -> Vec<String> {
        let problems = read(self.path()).unwrap_err();
        problems.iter().map(ToString::to_string).collect()
    }
}

/// A sheet of custom curves with so many values each: 0.5, 1.5 and so on.
pub(crate) fn curve_rows(names: &[&str], hours: usize) -> Value {
    let mut rows = vec![json!(names)];
    rows.extend((0..hours).map(|hour| names.iter().map(|_| json!(hour as f64 + 0.5)).collect()));
    Value::Array(rows)
}

/// The inputs of a session.
pub(crate) fn inputs() -> Value {
    json!({
        "costs_co2": {"min": 0.0, "max": 1000.0, "default": 10.0, "unit": "euro/tonne"},
        "share_a": {"min": 0.0, "max": 100.0, "default": 60.0, "unit": "%", "share_group": "cars"},
        "share_b": {"min": 0.0, "max": 100.0, "default": 40.0, "unit": "%", "share_group": "cars"},
        "merit_order": {"min": 0.0, "max": 1.0, "default": 1.0, "unit": "bool"},
        "weather": {"min": null, "max": null, "default": "default", "unit": "enum", "permitted_values": ["default", "1987"]},
    })
}
