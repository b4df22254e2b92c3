//! The hourly series of a result, in files.

use std::path::Path;

use anyhow::Result;
use aurora_energy::amun::types::{HourlyPoint, LoadFactorResult};

use super::unknown_ending;
use crate::command::schema::columns::RESULT;
use crate::files;

/// Kinds of result files.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Ending {
    /// Hourly series.
    Csv,
    /// The whole answer.
    Json,
}

/// The kind that a file's ending asks for.
///
/// # Errors
///
/// Fails for any other ending.
pub fn ending(path: &Path) -> Result<Ending> {
    match path
        .extension()
        .and_then(|ending| ending.to_str())
        .map(str::to_lowercase)
        .as_deref()
    {
        Some("csv") => Ok(Ending::Csv),
        Some("json") => Ok(Ending::Json),
        _ => Err(unknown_ending(path).into()),
    }
}

/// Looks at the place for a result before there is one to lose.
///
/// # Errors
///
/// Fails for another ending than `.csv` and `.json`, and when there is no such folder.
pub fn ready(path: &Path) -> Result<Ending> {
    let ending = ending(path)?;
    files::ready(path)?;
    Ok(ending)
}

/// Writes a result as the file's ending says.
///
/// # Errors
///
/// Fails for another ending than `.csv` and `.json`, and when the file cannot be written.
pub fn write(path: &Path, result: &LoadFactorResult) -> Result<()> {
    match ending(path)? {
        Ending::Csv => write_csv(path, result),
        Ending::Json => files::write_json(path, result),
    }
}

fn write_csv(path: &Path, result: &LoadFactorResult) -> Result<()> {
    files::write(path, |writer| {
        let mut table = csv::Writer::from_writer(writer);
        table.write_record(RESULT.iter().map(|column| column.column))?;
        let rows = result.typical_hourly.len().max(result.weather_year_hourly.len());
        for row in 0..rows {
            let typical = cells(result.typical_hourly.get(row));
            let weather = cells(result.weather_year_hourly.get(row));
            table.write_record(typical.iter().chain(&weather))?;
        }
        Ok(table.flush()?)
    })
}

/// Numbers are written with as many digits as bring the same bits back.
fn cells(point: Option<&HourlyPoint>) -> [String; 3] {
    let Some(point) = point else { return Default::default() };
    [
        point.date_time.to_string(),
        point.wind_speed.to_string(),
        point.load_factor.to_string(),
    ]
}
