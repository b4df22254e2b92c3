//! Sheets with a column for each order or custom curve.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::sheet::{Cell, Sheet};
use crate::custom_curves::Curve;
use crate::sortables::{HeatLevel, Sortable};
use crate::workbook::model::{CurveColumn, OrderColumn};
use crate::workbook::place::{Placed, Problem};

/// Columns that number the rows.
const INDEX: [&str; 2] = ["hour", "index"];

/// So many wrong cells of a curve are named; then their number.
const CELLS_NAMED: usize = 5;

/// The hours of a year without 29 February.
const HOURS: usize = 8760;

/// A column with its name, and above it the label of a scenario where there is one.
struct Column {
    at: u32,
    label: Option<Placed<String>>,
    name: Placed<String>,
}

/// The columns of a sheet, and the rows below their names. `own` are names of columns that only say what the sheet is about.
fn columns(sheet: &Sheet, labelled: bool, own: &[&str], problems: &mut Vec<Problem>) -> (Vec<Column>, u32) {
    let labelled = labelled || sheet.is_labelled();
    let mut filled = sheet.filled();
    let labels = if labelled { filled.next() } else { None };
    let Some(header) = filled.next() else {
        return (Vec::new(), 0);
    };
    let mut columns = Vec::new();
    let mut first: BTreeMap<(String, String), u32> = BTreeMap::new();
    for at in sheet.columns().skip(usize::from(labelled)) {
        let Some(name) = sheet.text(header, at, problems) else {
            continue;
        };
        let is_own = |text: &&str| name.value.eq_ignore_ascii_case(text);
        if INDEX.iter().chain(own).any(is_own) {
            continue;
        }
        let label = labels.and_then(|row| sheet.text(row, at, problems));
        if labelled && label.is_none() {
            problems.push(sheet.problem(header, at, "the column has no scenario above it"));
            continue;
        }
        let key = (
            label.as_ref().map_or_else(String::new, |label| label.value.clone()),
            name.value.clone(),
        );
        match first.insert(key, at) {
            Some(other) => {
                let message = format!("{:?} stands in {} already", name.value, sheet.place(header, other));
                problems.push(name.problem(message));
            }
            None => columns.push(Column { at, label, name }),
        }
    }
    (columns, header + 1)
}

/// The orders of a sheet.
pub(super) fn orders(sheet: &Sheet, labelled: bool, problems: &mut Vec<Problem>) -> Vec<OrderColumn> {
    let (columns, below) = columns(sheet, labelled, &["sortables"], problems);
    let mut orders = Vec::new();
    for column in columns {
        let items = items(sheet, column.at, below, problems);
        match sortable(&column.name.value) {
            Ok(_) if items.is_empty() => {}
            Ok((sortable, level)) => orders.push(OrderColumn {
                label: column.label,
                sortable: Placed::new(sortable, column.name.place),
                level,
                items,
            }),
            Err(message) => problems.push(column.name.problem(message)),
        }
    }
    orders
}

/// A name as pyetm has it; heat networks without a temperature are those of low temperature.
fn sortable(name: &str) -> Result<(Sortable, Option<HeatLevel>), String> {
    let Some(level) = name.strip_prefix(Sortable::HeatNetwork.as_str()) else {
        return Ok((Sortable::from(name), None));
    };
    let level = match level.strip_prefix('_') {
        None if level.is_empty() => HeatLevel::Low,
        None => return Ok((Sortable::from(name), None)),
        Some(level) => level.parse().map_err(|_| {
            format!(
                "there is no order {name:?}; heat networks are heat_network_lt, heat_network_mt and heat_network_ht"
            )
        })?,
    };
    Ok((Sortable::HeatNetwork, Some(level)))
}

fn items(sheet: &Sheet, at: u32, below: u32, problems: &mut Vec<Problem>) -> Vec<Placed<String>> {
    let mut items: Vec<Placed<String>> = Vec::new();
    for row in below..sheet.rows().end {
        let Some(item) = sheet.text(row, at, problems) else {
            continue;
        };
        match items.iter().find(|other| other.value == item.value) {
            Some(other) => {
                let message = format!("the order has {:?} in {} already", item.value, other.place);
                problems.push(item.problem(message));
            }
            None => items.push(item),
        }
    }
    items
}

/// The custom curves of a sheet.
pub(super) fn curves(sheet: &Sheet, labelled: bool, problems: &mut Vec<Problem>) -> Vec<CurveColumn> {
    let (columns, below) = columns(sheet, labelled, &["curves", "custom_curves"], problems);
    let mut curves = Vec::new();
    for column in columns {
        let Some(values) = values(sheet, &column, below, problems) else {
            continue;
        };
        match Curve::new(values) {
            Ok(curve) => curves.push(CurveColumn {
                label: column.label,
                key: column.name,
                curve: Arc::new(curve),
            }),
            Err(error) => problems.push(column.name.problem(error.to_string())),
        }
    }
    curves
}

/// The numbers of a column, if all of them are right.
fn values(sheet: &Sheet, column: &Column, below: u32, problems: &mut Vec<Problem>) -> Option<Vec<f64>> {
    let rows = below..sheet.rows().end;
    let last = rows
        .clone()
        .rev()
        .find(|row| !matches!(sheet.cell(*row, column.at), Cell::Blank));
    let end = last.map_or(below, |last| last + 1);
    let (mut values, mut wrong) = (Vec::with_capacity(HOURS), 0);
    for row in below..end {
        match number(sheet.cell(row, column.at)) {
            Ok(number) => values.push(number),
            Err(message) => {
                wrong += 1;
                if wrong <= CELLS_NAMED {
                    problems.push(sheet.problem(row, column.at, message));
                }
            }
        }
    }
    if wrong > CELLS_NAMED {
        let message = format!(
            "the curve {:?} has {} more cells like that",
            column.name.value,
            wrong - CELLS_NAMED
        );
        problems.push(column.name.problem(message));
    }
    let count = values.len() + wrong;
    if count != HOURS {
        let message = format!(
            "the curve {:?} has {count} values, but has to have {HOURS}, one for each hour of a year without 29 February",
            column.name.value
        );
        // Where the first value is missing, or the first one too many stands.
        let hours = u32::try_from(count.min(HOURS)).unwrap_or_default();
        problems.push(sheet.problem(below + hours, column.at, message));
        return None;
    }
    (wrong == 0).then_some(values)
}

fn number(cell: Cell<'_>) -> Result<f64, String> {
    let number = match cell {
        Cell::Number(number) => Some(number),
        Cell::Text(text) => text.parse().ok(),
        Cell::Blank | Cell::Flag(_) | Cell::Date | Cell::Formula | Cell::Error(_) => None,
    };
    let number = number.filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| format!("{}, but has to be a number", cell.shown()))
}
