//! Results as tables: hourly curves and yearly exports.

mod annual;
mod emitted;
mod hourly;
mod integral;
mod retired;
mod sankey;
mod stored;

use std::fmt::Write;

use crate::times::{YEAR_HOURS, date_of, year_start};

pub(crate) use annual::{costs_parameters, energy_flow, molecule_flow};
pub(crate) use emitted::direct_emissions;
pub(crate) use hourly::{Curve, hourly};
pub(crate) use retired::{application_demands, production_parameters};
pub(crate) use sankey::sankey;
pub(crate) use stored::storage_parameters;

/// A column of hourly values.
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) values: Vec<f64>,
    rounded: bool,
    /// Whether it is worked out from others, so that it has data even where all of them are zero.
    derived: bool,
}

impl Column {
    /// With four decimals.
    fn rounded(name: impl Into<String>, values: Vec<f64>) -> Column {
        Column {
            name: name.into(),
            values,
            rounded: true,
            derived: false,
        }
    }

    /// Worked out from other columns; with four decimals.
    fn derived(name: impl Into<String>, values: Vec<f64>) -> Column {
        Column {
            derived: true,
            ..Column::rounded(name, values)
        }
    }

    /// With all decimals.
    fn exact(name: impl Into<String>, values: Vec<f64>) -> Column {
        Column {
            name: name.into(),
            values,
            rounded: false,
            derived: false,
        }
    }

    fn is_empty(&self) -> bool {
        !self.derived && self.values.iter().all(|value| *value == 0.0)
    }
}

/// A number as the engine prints it: always with a decimal point.
pub(crate) fn number(value: f64) -> String {
    let mut text = String::new();
    print(&mut text, value);
    text
}

fn print(text: &mut String, value: f64) {
    // Neither minus zero nor anything that is not finite is ever shown.
    if value == 0.0 || !value.is_finite() {
        return text.push_str("0.0");
    }
    let written = write!(text, "{value:?}");
    debug_assert!(written.is_ok(), "a string takes everything");
}

fn round(value: f64, decimals: i32) -> f64 {
    let factor = 10_f64.powi(decimals);
    (value * factor).round() / factor
}

/// A cell with quotes where it needs them.
fn cell(text: &str) -> String {
    match text.contains([',', '"', '\n']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}

/// Rows of cells as text, the first row being the header.
pub(crate) fn csv(rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut text = String::new();
    for row in rows {
        let cells: Vec<String> = row.iter().map(|text| cell(text)).collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

/// 8760 rows with their times; nothing is known of leap days.
pub(crate) fn hourly_csv(end_year: i64, columns: &[Column]) -> String {
    let mut text = String::from("Time");
    for column in columns {
        text.push(',');
        text.push_str(&cell(&column.name));
    }
    text.push('\n');
    let empty: Vec<bool> = columns.iter().map(Column::is_empty).collect();
    // Months and days of a year that is not a leap year.
    let first = year_start(2023);
    for hour in 0..YEAR_HOURS {
        let (_, month, day) = date_of(first + (hour / 24) as i64);
        let written = write!(text, "{end_year:04}-{month:02}-{day:02} {:02}:00", hour % 24);
        debug_assert!(written.is_ok(), "a string takes everything");
        for (column, empty) in columns.iter().zip(&empty) {
            text.push(',');
            let value = column.values[hour];
            match (empty, column.rounded) {
                (true, _) => text.push('0'),
                (false, true) => print(&mut text, (value * 1e4).round() / 1e4),
                (false, false) => print(&mut text, value),
            }
        }
        text.push('\n');
    }
    text
}

/// The highest value of each column of a curve but the deficits.
pub(crate) fn capacities(columns: &[Column]) -> String {
    let header = vec!["key".to_owned(), "peak_capacity".to_owned()];
    let shown = columns.iter().filter(|column| !column.name.ends_with("deficit"));
    let rows = shown.map(|column| {
        let peak = column.values.iter().copied().fold(0.0, f64::max);
        vec![column.name.clone(), number(round(peak, 6))]
    });
    csv(std::iter::once(header).chain(rows))
}
