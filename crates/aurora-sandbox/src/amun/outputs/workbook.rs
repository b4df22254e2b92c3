//! The outputs as an Excel workbook: one sheet per resolution. The layout is the sandbox's own choice.

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};
use serde_json::{Map, Value};

use crate::amun::forecast::Forecast;
use crate::amun::load_factors::HourlyPoint;

/// Columns in the order of the JSON; those that a resolution lacks are left out.
const COLUMNS: &[&str] = &[
    "year",
    "financialYear",
    "quarter",
    "month",
    "production",
    "curtailment",
    "negativeGeneration",
    "loadFactor",
    "capturePrice",
    "revenue",
    "baseLoadPrice",
    "onshoreAveragePrice",
    "offshoreAveragePrice",
    "fleetAveragePrice",
    "capturePriceDiffToOffshore",
    "capturePriceDiffToOnshore",
    "capturePriceDiffToFleet",
    "dateTime",
    "windSpeed",
];

pub(super) fn write(forecast: &Forecast, hourly: Option<&[HourlyPoint]>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    sheet(book.add_worksheet().set_name("Yearly")?, &rows(&forecast.yearly))?;
    sheet(book.add_worksheet().set_name("Quarterly")?, &rows(&forecast.quarterly))?;
    sheet(book.add_worksheet().set_name("Monthly")?, &rows(&forecast.monthly))?;
    if let Some(hourly) = hourly {
        sheet(book.add_worksheet().set_name("Hourly")?, &rows(hourly))?;
    }
    book.save_to_buffer()
}

fn rows<T: serde::Serialize>(items: &[T]) -> Vec<Map<String, Value>> {
    items
        .iter()
        .filter_map(|item| match serde_json::to_value(item) {
            Ok(Value::Object(row)) => Some(row),
            _ => None,
        })
        .collect()
}

fn sheet(sheet: &mut Worksheet, rows: &[Map<String, Value>]) -> Result<(), XlsxError> {
    let Some(first) = rows.first() else {
        return Ok(());
    };
    let columns = COLUMNS.iter().filter(|name| first.contains_key(**name));
    for (column, name) in (0_u16..).zip(columns) {
        sheet.write_string(0, column, *name)?;
        for (row, values) in (1_u32..).zip(rows) {
            match values.get(*name) {
                Some(Value::String(text)) => sheet.write_string(row, column, text)?,
                Some(Value::Number(number)) => sheet.write_number(row, column, number.as_f64().unwrap_or(f64::NAN))?,
                _ => sheet,
            };
        }
    }
    Ok(())
}
