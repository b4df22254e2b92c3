//! What a batch writes besides its state: result files and the summary.

use std::path::Path;

use anyhow::Result;
use aurora_energy::amun::types::LoadFactorResult;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::state::{ItemReport, Status};
use crate::args::load_factors::ResultFiles;
use crate::command::amun::load_factors::series;
use crate::files;
use crate::output::{Column, column};

/// Columns of the summary in a table; the CSV file has all fields.
pub const COLUMNS: [Column; 7] = [
    column("name", "name"),
    column("status", "status"),
    column("wind type", "windType"),
    column("load factor", "meanLoadFactor").with_decimals(4),
    column("full-load hours", "fullLoadHours").with_decimals(0),
    column("wind m/s", "meanWindSpeed").with_decimals(2),
    column("error", "error"),
];

/// One row of the summary.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// Name of the result files, without ending.
    pub name: String,
    /// How the request ended.
    pub status: Status,
    /// Wind type.
    pub wind_type: Option<String>,
    /// Mean load factor of the typical year, 0 to 1.
    pub mean_load_factor: Option<f64>,
    /// Hours at full load that give the same yield.
    pub full_load_hours: Option<f64>,
    /// Mean wind speed of the typical year in m/s.
    pub mean_wind_speed: Option<f64>,
    /// Mean load factor of the actual weather, 0 to 1.
    pub weather_year_mean_load_factor: Option<f64>,
    /// Id to quote to the service's support.
    pub load_factor_request_id: Option<String>,
    /// Token of the calculation.
    pub token: Option<String>,
    /// Why it failed.
    pub error: Option<String>,
}

impl Row {
    /// The row of an item.
    #[must_use]
    pub fn of(item: &ItemReport) -> Self {
        let figures = item.files.figures.as_ref();
        Self {
            name: item.files.name.clone(),
            status: item.status,
            wind_type: figures.and_then(|figures| figures.wind_type.clone()),
            mean_load_factor: figures.and_then(|figures| figures.mean_load_factor),
            full_load_hours: figures.map(|figures| figures.full_load_hours),
            mean_wind_speed: figures.and_then(|figures| figures.mean_wind_speed),
            weather_year_mean_load_factor: figures.and_then(|figures| figures.weather_year_mean_load_factor),
            load_factor_request_id: figures.and_then(|figures| figures.load_factor_request_id.clone()),
            token: item.token.clone(),
            error: item.files.error.clone(),
        }
    }
}

/// The folder of the results.
#[derive(Clone, Copy)]
pub struct Folder<'a> {
    /// Where it is.
    pub path: &'a Path,
    /// Which files a result gets.
    pub results: ResultFiles,
}

impl Folder<'_> {
    /// Writes the files of one result.
    ///
    /// # Errors
    ///
    /// Fails when a file cannot be written.
    pub fn keep(&self, name: &str, result: &LoadFactorResult) -> Result<()> {
        if self.results != ResultFiles::Csv {
            files::write_compact_json(&self.path.join(format!("{name}.json")), result)?;
        }
        if self.results != ResultFiles::Json {
            series::write(&self.path.join(format!("{name}.csv")), result)?;
        }
        Ok(())
    }

    /// Writes `summary.csv` and `summary.json` and hands their rows back.
    ///
    /// # Errors
    ///
    /// Fails when a file cannot be written.
    pub fn summarise(&self, rows: Vec<Row>) -> Result<Vec<Row>> {
        files::write_json(&self.path.join("summary.json"), &rows)?;
        files::write(&self.path.join("summary.csv"), |writer| {
            let mut table = csv::Writer::from_writer(writer);
            for row in &rows {
                table.serialize(row)?;
            }
            Ok(table.flush()?)
        })?;
        Ok(rows)
    }
}
