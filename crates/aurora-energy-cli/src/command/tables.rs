//! Tables of the services' own files: outputs, curves, exports.

use std::path::Path;

use anyhow::Result;
use aurora_energy::core::table::{Column, HeaderRows, Table, Values};
use serde_json::Value;

use crate::args::Format;
use crate::context::Context;

/// Prints a table in the format that was asked for.
///
/// # Errors
///
/// Fails when the output cannot be written.
pub(super) fn show(table: &Table, headers: HeaderRows, context: &mut Context) -> Result<()> {
    let mut text = Vec::new();
    match context.output.format {
        Format::Csv => {
            table.to_csv(&mut text, headers)?;
            context.output.bytes(&text)
        }
        Format::Json => {
            table.to_json(&mut text)?;
            text.push(b'\n');
            context.output.bytes(&text)
        }
        Format::Jsonl => {
            table.to_json(&mut text)?;
            context.output.value(&serde_json::from_slice(&text)?)
        }
        Format::Table => grid(table, headers, context),
    }
}

fn grid(table: &Table, headers: HeaderRows, context: &mut Context) -> Result<()> {
    let mut headings: Vec<_> = table.columns().iter().map(|column| heading(column, headers)).collect();
    let mut times = Vec::new();
    if let Some(index) = table.index() {
        headings.insert(0, "time".to_owned());
        for row in 0..table.rows() {
            times.push(Value::from(index.at(row)?.to_string()));
        }
    }
    let rows = (0..table.rows()).map(|row| {
        let values = table.columns().iter().map(|column| value(column, row));
        times.get(row).cloned().into_iter().chain(values).collect()
    });
    context.output.grid(&headings, rows)
}

/// A column's name with its unit, on two lines; where the names hold the units already, the name alone.
fn heading(column: &Column, headers: HeaderRows) -> String {
    match column.unit.as_deref().filter(|unit| !unit.is_empty()) {
        Some(unit) if headers == HeaderRows::Two => format!("{}\n{unit}", column.name),
        _ => column.name.clone(),
    }
}

fn value(column: &Column, row: usize) -> Value {
    match &column.values {
        Values::Integer(values) => values.get(row).copied().flatten().into(),
        Values::Text(values) => values.get(row).cloned().flatten().into(),
        values => values.number(row).into(),
    }
}

/// Says what was written where.
pub(super) fn written(bytes: u64, path: &Path, context: &Context) {
    context.note(format_args!("{bytes} bytes are written to {}", path.display()));
}
