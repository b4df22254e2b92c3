//! Hourly curves that the engine calculates: electricity, heat, gas, hydrogen, prices.
//!
//! ```no_run
//! use etm_client::{EtmClient, HourlyCurve};
//!
//! # async fn run(etm: EtmClient) -> etm_client::Result<()> {
//! let curves = etm.curves(2685426);
//! let table = curves.get(HourlyCurve::ElectricityProfiles).await?;
//! for column in table.columns() {
//!     println!("{} in {:?}: {:?} at first", column.name, column.unit, column.values.number(0));
//! }
//! let prices = curves.prices().await?;
//! println!("highest price: {:?} EUR/MWh", prices.iter().copied().reduce(f64::max));
//! # Ok(())
//! # }
//! ```
//!
//! # Years, hours and columns
//!
//! A curve is about the end year of its scenario and has 8760 rows, one per hour from 1 January 00:00 on; 29 February does
//! not exist, in leap years either. The engine writes the hours without a time zone; a table's index gives them as if
//! they were UTC, with [`Calendar::NoLeapDay`](aurora_core::table::Calendar::NoLeapDay).
//!
//! Columns keep the names that the engine gives them, unit included (`energy_power_wind_turbine_inland.output (MW)`), because
//! capacities use the same names again; the unit stands beside it too. Which columns there are depends on scenario and
//! engine, and two may have one name (`hydrogen_integral_cost`), so go by position where that matters.

mod name;
mod read;

use std::path::Path;

use aurora_core::download::DownloadReport;
use aurora_core::raw::RawRequest;
use aurora_core::table::Table;
use aurora_core::{ErrorKind, Result};

pub use name::HourlyCurve;

use crate::EtmClient;
use crate::csv_file::{Format, Start, ToDisk, explained, off_the_runtime, to_memory};

const CURVE: &str = "download_hourly_curve";
const PRICES: &str = "get_curve_electricity_price_json";

/// The hours of a curve, whatever the year.
pub const HOURS: usize = 8760;

const FORMAT: Format = Format {
    what: "an hourly curve",
    start: Start::Column("Time"),
};

impl EtmClient {
    /// The hourly curves of a session. Nothing is asked before a method is called.
    #[must_use]
    pub fn curves(&self, session_id: i64) -> Curves<'_> {
        Curves {
            client: self,
            session_id,
        }
    }
}

/// The hourly curves of a session; see [`EtmClient::curves`] and [`curves`](crate::curves).
#[derive(Clone, Copy, Debug)]
pub struct Curves<'a> {
    pub(crate) client: &'a EtmClient,
    pub(crate) session_id: i64,
}

impl Curves<'_> {
    /// A curve as columns of numbers, with units and the hours of the end year.
    ///
    /// # Errors
    ///
    /// As [`csv`](Self::csv); and with `Decode`, naming the line, when the file has not 8760 rows, when a row's hour is
    /// not the next one, or when a value is no number.
    pub async fn get(&self, curve: impl Into<HourlyCurve>) -> Result<Table> {
        let curve = curve.into();
        let text = self.text(&curve).await?;
        off_the_runtime(move || read::table(&text, &curve).map_err(|error| error.with_operation(CURVE))).await
    }

    /// A curve as the engine writes it: comma-separated, one header row, the hours as `2050-01-01 00:00`. Up to several MB.
    ///
    /// # Errors
    ///
    /// Fails with `NotFound` when there is no such session or curve, when its area has no hourly data, and when the engine
    /// does not support the area any more (status 410); with `Decode` when what comes is no curve; else the errors of any
    /// request.
    pub async fn csv(&self, curve: impl Into<HourlyCurve>) -> Result<String> {
        self.text(&curve.into()).await
    }

    /// Streams a curve to disk, in constant memory. The file takes its name only when it is whole, begins like a curve and
    /// has 8760 rows; what is at the path stays until then.
    ///
    /// # Errors
    ///
    /// As [`csv`](Self::csv), and those of [`Download::run`](aurora_core::download::Download::run).
    pub async fn download(&self, curve: impl Into<HourlyCurve>, path: impl AsRef<Path>) -> Result<DownloadReport> {
        let curve = curve.into();
        let to_disk = ToDisk {
            client: self.client,
            name: format!("curve {curve} of session {}", self.session_id),
            format: FORMAT,
            whole: Some(read::check_rows),
        };
        let report = to_disk.run(path.as_ref(), || self.request(&curve)).await;
        report.map_err(|error| explained(error, || unknown(&curve)))
    }

    /// The price of electricity in each of the 8760 hours, in EUR/MWh.
    ///
    /// Engines since December 2025 send it as JSON; older ones (`2025-01`) send the curve whatever is asked for, which is
    /// understood too.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get).
    pub async fn prices(&self) -> Result<Vec<f64>> {
        let request = self.client.request(PRICES)?.path_param("scenario_id", self.session_id);
        let answer = self.client.send(request).await;
        let answer = answer.map_err(|error| explained(error, || unknown(&HourlyCurve::ElectricityPrice)))?;
        if answer.body.trim_ascii_start().starts_with(b"{") {
            let list: read::PriceList = answer.json()?;
            return read::prices(&list).map_err(|why| answer.error(ErrorKind::Decode, why));
        }
        FORMAT.check(&answer.body).map_err(|refusal| refusal.of(&answer))?;
        let table = String::from_utf8_lossy(&answer.body).into_owned();
        let read = off_the_runtime(move || read::price_column(&table)).await;
        read.map_err(|error| error.with_operation(PRICES))
    }

    async fn text(&self, curve: &HourlyCurve) -> Result<String> {
        let text = to_memory(self.client, self.request(curve)?, FORMAT).await;
        text.map_err(|error| explained(error, || unknown(curve)))
    }

    fn request(&self, curve: &HourlyCurve) -> Result<RawRequest> {
        let request = self.client.request(CURVE)?;
        Ok(request
            .path_param("scenario_id", self.session_id)
            .path_param("curve", curve.wire_name()))
    }
}

fn unknown(curve: &HourlyCurve) -> String {
    let known = HourlyCurve::all().map(|known| known.to_string()).join(", ");
    format!("this engine has no hourly curve {curve}; those of current engines are {known}")
}
