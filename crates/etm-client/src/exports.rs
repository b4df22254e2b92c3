//! Annual exports: energy flows, costs, emissions, capacities and more, one row per node or technology.
//!
//! ```no_run
//! use etm_client::{EtmClient, Export};
//!
//! # async fn run(etm: EtmClient) -> etm_client::Result<()> {
//! let costs = etm.exports(2685426).get(Export::CostsParameters).await?;
//! for column in costs.columns() {
//!     println!("{} in {:?}", column.name, column.unit);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Columns keep the names that the engine gives them, unit included; the unit stands beside it too. Go by name: engines
//! differ in which columns there are, and new ones come. Empty cells are gaps; in `direct_emissions_*` some engines write
//! `-` instead, which stays.

mod name;

use std::path::Path;

use aurora_core::download::DownloadReport;
use aurora_core::raw::RawRequest;
use aurora_core::table::{Column, HeaderRows, Table};
use aurora_core::{Error, Result};

pub use name::{Export, UnknownExport};

use crate::EtmClient;
use crate::csv_file::{Format, Start, ToDisk, explained, off_the_runtime, to_memory, unit_in};

/// The annual exports of a session; see [`EtmClient::exports`] and [`exports`](crate::exports).
#[derive(Clone, Copy, Debug)]
pub struct Exports<'a> {
    pub(crate) client: &'a EtmClient,
    pub(crate) session_id: i64,
}

impl EtmClient {
    /// The annual exports of a session. Nothing is asked before a method is called.
    #[must_use]
    pub fn exports(&self, session_id: i64) -> Exports<'_> {
        Exports {
            client: self,
            session_id,
        }
    }
}

impl Exports<'_> {
    /// An export as columns, with units where the engine tells them.
    ///
    /// # Errors
    ///
    /// As [`csv`](Self::csv); and with `Decode`, naming the line, when the rows do not fit the header.
    pub async fn get(&self, export: Export) -> Result<Table> {
        let text = self.csv(export).await?;
        off_the_runtime(move || table(&text, export).map_err(|error| error.with_operation(export.operation()))).await
    }

    /// An export as the engine writes it: comma-separated, with one header row. Up to several MB.
    ///
    /// # Errors
    ///
    /// Fails with `NotFound` when there is no such session, when the engine's version does not have the export
    /// ([`Export::engines`]), and for capacities when the area has no hourly data (the engine says that with status 200);
    /// with `Decode` when what comes is no export; else the errors of any request.
    pub async fn csv(&self, export: Export) -> Result<String> {
        let text = to_memory(self.client, self.request(export)?, format(export)).await;
        text.map_err(|error| told(error, export))
    }

    /// Streams an export to disk, in constant memory. The file takes its name only when it is whole and begins like the
    /// export; what is at the path stays until then.
    ///
    /// # Errors
    ///
    /// As [`csv`](Self::csv), and those of [`Download::run`](aurora_core::download::Download::run).
    pub async fn download(&self, export: Export, path: impl AsRef<Path>) -> Result<DownloadReport> {
        let to_disk = ToDisk {
            client: self.client,
            name: format!("export {export} of session {}", self.session_id),
            format: format(export),
            whole: None,
        };
        let report = to_disk.run(path.as_ref(), || self.request(export)).await;
        report.map_err(|error| told(error, export))
    }

    fn request(&self, export: Export) -> Result<RawRequest> {
        let request = self.client.request(export.operation())?;
        Ok(request.path_param("scenario_id", self.session_id))
    }
}

fn format(export: Export) -> Format {
    Format {
        what: "this export",
        start: Start::Column(export.first_column()),
    }
}

fn told(error: Error, export: Export) -> Error {
    explained(error, || format!("this engine has no {export}: {}", export.engines()))
}

fn table(text: &str, export: Export) -> Result<Table> {
    let read = Table::from_csv(text.as_bytes(), HeaderRows::One)?;
    let mut table = Table::new();
    for column in read.into_columns() {
        table = table.with_column(with_unit(column, export))?;
    }
    Ok(table)
}

fn with_unit(column: Column, export: Export) -> Column {
    // The header of capacities does not say what the contract of the hourly curves does.
    let unit = match unit_in(&column.name) {
        None if export.is_capacities() && column.name == "peak_capacity" => Some("MW".to_owned()),
        unit => unit.map(str::to_owned),
    };
    match unit {
        Some(unit) => column.with_unit(unit),
        None => column,
    }
}

#[cfg(test)]
mod tests {
    use aurora_core::table::Values;

    use super::*;

    #[test]
    fn units_come_from_the_header_and_gaps_stay_gaps() {
        let text = "Group,Key,Total costs (eur),WACC,Number of units,Brand new [t]\n\
                    a,b,50231.0,,12.5,1\nc,d,,,,\n";
        let table = table(text, Export::CostsParameters).unwrap();
        let units: Vec<_> = table.columns().iter().map(|column| column.unit.as_deref()).collect();
        assert_eq!(units, [None, None, Some("eur"), None, None, Some("t")]);
        assert_eq!(
            table.column("Total costs (eur)").unwrap().values,
            Values::Number(vec![Some(50231.0), None])
        );
        assert_eq!(table.column("Brand new [t]").unwrap().values.number(0), Some(1.0));
    }

    #[test]
    fn a_peak_capacity_is_in_mw() {
        let text = "key,peak_capacity\na.output (MW),61.2043\n";
        let capacities = table(text, Export::ElectricityCapacities).unwrap();
        assert_eq!(capacities.columns()[1].unit.as_deref(), Some("MW"));
        assert_eq!(capacities.columns()[0].unit, None);
    }
}
