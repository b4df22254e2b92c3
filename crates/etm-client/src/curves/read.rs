//! Curves from what the engine sends.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use aurora_core::table::{Calendar, Column, HeaderRows, Table, TimeIndex, Values};
use aurora_core::{Error, ErrorKind, Result};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::{HOURS, HourlyCurve};
use crate::csv_file::unit_in;

/// How the engine writes an hour.
const HOUR: &str = "%Y-%m-%d %H:%M";

/// How much of a wrong value is shown, in characters.
const SHOWN: usize = 40;

/// The price of electricity in JSON: the values as lines of one text.
#[derive(Debug, Deserialize)]
pub(super) struct PriceList {
    curve: Option<String>,
}

/// A curve as columns of numbers.
pub(super) fn table(text: &str, curve: &HourlyCurve) -> Result<Table> {
    let read = Table::from_csv(text.as_bytes(), HeaderRows::One)?;
    let rows = read.rows();
    if rows != HOURS {
        return Err(wrong_length(rows));
    }
    // An engine that wrote whole instants would have them read as the index already.
    let known = read.index().copied();
    let mut columns = read.into_columns().into_iter();
    let index = match known {
        Some(index) => index,
        None => index(&columns.next().ok_or_else(|| wrong_length(0))?)?,
    };
    let mut table = Table::new();
    for column in columns {
        table = table.with_column(numbers(column, curve)?)?;
    }
    if table.columns().is_empty() {
        return Err(damaged("the curve has hours, but no values"));
    }
    table.with_index(index)
}

/// The prices in the curve that engines send which know no JSON.
pub(super) fn price_column(text: &str) -> Result<Vec<f64>> {
    let table = table(text, &HourlyCurve::ElectricityPrice)?;
    let column = table.columns().first();
    let values = column.map(|column| (0..HOURS).map(|row| column.values.number(row)).collect::<Option<_>>());
    values
        .flatten()
        .ok_or_else(|| damaged("the electricity price is missing in some hours"))
}

/// The prices in the text of the JSON answer, or what is wrong with them.
pub(super) fn prices(list: &PriceList) -> Result<Vec<f64>, String> {
    let Some(curve) = &list.curve else {
        return Err("the answer holds no electricity price".to_owned());
    };
    let lines = curve.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut prices = Vec::with_capacity(HOURS);
    for (at, line) in lines.enumerate() {
        let price = line.parse().map_err(|_| {
            let shown: String = line.chars().take(SHOWN).collect();
            format!("value {} of the electricity price is {shown:?} and no number", at + 1)
        })?;
        prices.push(price);
    }
    match prices.len() {
        HOURS => Ok(prices),
        other => Err(length_is(other)),
    }
}

/// Counts the rows of a file without reading it into memory.
pub(super) fn check_rows(path: &Path) -> Result<()> {
    let unread = |error| Error::new(ErrorKind::Io, format!("cannot read {}", path.display())).with_source(error);
    let mut reader = BufReader::new(File::open(path).map_err(unread)?);
    let (mut line, mut lines) = (Vec::new(), 0_usize);
    while reader.read_until(b'\n', &mut line).map_err(unread)? > 0 {
        lines += usize::from(!line.trim_ascii().is_empty());
        line.clear();
    }
    match lines.saturating_sub(1) {
        HOURS => Ok(()),
        rows => Err(wrong_length(rows)),
    }
}

/// The hours of the rows, each checked to be the one after that before.
fn index(time: &Column) -> Result<TimeIndex> {
    let Values::Text(labels) = &time.values else {
        return Err(no_hour(0, ""));
    };
    let label = |row: usize| labels[row].as_deref().unwrap_or_default().trim();
    let start = label(0).parse::<DateTime>().ok();
    let start = start.and_then(|start| start.to_zoned(TimeZone::UTC).ok());
    let start = start.ok_or_else(|| no_hour(0, label(0)))?.timestamp();
    let index = TimeIndex::hourly(start).with_calendar(Calendar::NoLeapDay);
    let index = index.map_err(|_| no_hour(0, label(0)))?;
    for row in 1..labels.len() {
        let expected = index.at(row)?.strftime(HOUR).to_string();
        if label(row) != expected {
            let (line, shown): (_, String) = (row + 2, label(row).chars().take(SHOWN).collect());
            let message = format!("line {line} of the curve is about {shown:?}, but has to be about {expected}");
            return Err(damaged(message));
        }
    }
    Ok(index)
}

/// The same column as numbers, with its unit.
fn numbers(column: Column, curve: &HourlyCurve) -> Result<Column> {
    let values = match column.values {
        Values::Number(values) => values,
        Values::Integer(values) => values
            .into_iter()
            .map(|value| value.map(|whole| whole as f64))
            .collect(),
        Values::Text(values) => return Err(no_number(&column.name, &values)),
        _ => return Err(damaged(format!("column {:?} holds no numbers", column.name))),
    };
    let unit = unit(&column.name, curve).map(str::to_owned);
    let numbers = Column::new(column.name, Values::Number(values));
    Ok(match unit {
        Some(unit) => numbers.with_unit(unit),
        None => numbers,
    })
}

/// The unit of a column. What the engine heads with `Price (Euros)` is a price per MWh, and a deficit is in MW.
fn unit<'n>(name: &'n str, curve: &HourlyCurve) -> Option<&'n str> {
    match (unit_in(name), curve) {
        (Some("Euros"), HourlyCurve::ElectricityPrice) => Some("EUR/MWh"),
        (Some("Eur/MWh"), _) => Some("EUR/MWh"),
        (None, _) if name == "deficit" || name.ends_with(".deficit") => Some("MW"),
        (unit, _) => unit,
    }
}

fn no_number(name: &str, values: &[Option<String>]) -> Error {
    let is_number = |text: &str| text.trim().parse::<f64>().is_ok();
    let bad = values
        .iter()
        .enumerate()
        .find_map(|(row, value)| Some((row, value.as_deref().filter(|text| !is_number(text))?)));
    let (line, shown) = match bad {
        Some((row, text)) => (row + 2, text.chars().take(SHOWN).collect::<String>()),
        // Numbers with leading zeros are read as text.
        None => return damaged(format!("column {name:?} of the curve is not written as numbers")),
    };
    damaged(format!(
        "line {line} of the curve has {shown:?} in column {name:?}, which is no number"
    ))
}

fn no_hour(row: usize, label: &str) -> Error {
    let (line, shown): (_, String) = (row + 2, label.chars().take(SHOWN).collect());
    damaged(format!(
        "line {line} of the curve is about {shown:?}, which is no hour like 2050-01-01 00:00"
    ))
}

fn wrong_length(rows: usize) -> Error {
    Error::new(ErrorKind::Decode, length_is(rows)).with_advice("it may have been cut off; fetch it again")
}

fn length_is(rows: usize) -> String {
    format!("the curve has {rows} hours, but has to have {HOURS}")
}

fn damaged(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Decode, message).with_advice("fetch it again")
}
