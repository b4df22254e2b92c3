//! The workbook of a custom turbine: labels in column A, values in column B, the curve from row 15.

use std::io::Cursor;

use calamine::{Data, DataType, Range, Reader, Xlsx};

use crate::amun::power_curve::Point;
use crate::reply::Refusal;

/// First row of the curve, counted from 0.
const CURVE: u32 = 14;
/// Rows of the template end here, counted from 0.
const END: u32 = 215;

/// What a filled-in workbook says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sheet {
    pub(super) manufacturer: String,
    pub(super) name: String,
    /// Metres.
    pub(super) rotor_diameter: f64,
    /// MW.
    pub(super) rated_capacity: Option<f64>,
    /// Metres.
    pub(super) min_hub_height: Option<f64>,
    /// Metres.
    pub(super) max_hub_height: Option<f64>,
    pub(super) curve: Vec<Point>,
}

fn wrong(message: impl Into<String>) -> Refusal {
    Refusal::bad("InvalidWorkbook", message)
}

/// Reads and checks a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Sheet, Refusal> {
    let mut book: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| wrong(format!("the workbook cannot be opened: {error}")))?;
    let Some(range) = book.worksheet_range_at(0) else {
        return Err(wrong("the workbook has no sheet"));
    };
    let range = range.map_err(|error| wrong(format!("the sheet cannot be read: {error}")))?;
    let sheet = Sheet {
        manufacturer: text(&range, 3, "Manufacturer")?,
        name: text(&range, 4, "Name")?,
        rotor_diameter: number(&range, 5, "Rotor Diameter (m)")?
            .ok_or_else(|| wrong("B6, Rotor Diameter (m), is empty"))?,
        rated_capacity: number(&range, 8, "Rated Capacity (MW)")?,
        min_hub_height: number(&range, 9, "Min. Hub Height (m)")?,
        max_hub_height: number(&range, 10, "Max. Hub Height (m)")?,
        curve: curve(&range)?,
    };
    if let (Some(low), Some(high)) = (sheet.min_hub_height, sheet.max_hub_height)
        && low > high
    {
        return Err(wrong("the lowest hub height is above the highest"));
    }
    Ok(sheet)
}

fn cell(range: &Range<Data>, row: u32, column: u32) -> Option<&Data> {
    range.get_value((row, column)).filter(|data| !data.is_empty())
}

fn text(range: &Range<Data>, row: u32, label: &str) -> Result<String, Refusal> {
    match cell(range, row, 1).and_then(DataType::as_string) {
        Some(text) if !text.trim().is_empty() => Ok(text),
        _ => Err(wrong(format!("B{}, {label}, is empty", row + 1))),
    }
}

/// A number above zero, or nothing when the cell is empty.
fn number(range: &Range<Data>, row: u32, label: &str) -> Result<Option<f64>, Refusal> {
    match cell(range, row, 1) {
        None => Ok(None),
        Some(data) => match data.as_f64() {
            Some(value) if value.is_finite() && value > 0.0 => Ok(Some(value)),
            _ => Err(wrong(format!("B{}, {label}, must be a number above 0", row + 1))),
        },
    }
}

fn curve(range: &Range<Data>) -> Result<Vec<Point>, Refusal> {
    let mut points: Vec<Point> = Vec::new();
    for row in CURVE..END {
        let (Some(speed), power) = (cell(range, row, 0), cell(range, row, 1)) else {
            continue;
        };
        let value = |data: Option<&Data>| {
            data.and_then(DataType::as_f64)
                .filter(|value| value.is_finite() && *value >= 0.0)
        };
        let (Some(speed), Some(power)) = (value(Some(speed)), value(power)) else {
            return Err(wrong(format!(
                "row {} of the power curve needs two numbers of 0 or more",
                row + 1
            )));
        };
        if points.last().is_some_and(|last| last.speed >= speed) {
            return Err(wrong(format!(
                "row {} of the power curve is not above the row before it",
                row + 1
            )));
        }
        points.push(Point { speed, power });
    }
    if points.len() < 2 || points.iter().all(|point| point.power == 0.0) {
        return Err(wrong(
            "the power curve needs two points or more, one of them with power",
        ));
    }
    Ok(points)
}
