//! What is written about a scenario.

use std::sync::Arc;

use super::cell::Cell;
use super::spool::Spooled;
use crate::{Export, HourlyCurve};

/// What is written about a scenario. Short things are here, long columns are on disk.
#[derive(Debug)]
pub(in crate::workbook) struct Item {
    /// What the columns of the scenario are headed with. No two scenarios share one.
    pub(in crate::workbook) label: Arc<str>,
    /// Its cell in the first column of `MAIN`.
    pub(in crate::workbook) name: String,
    /// The id that names it in `MAIN`, of a session or of a saved scenario.
    pub(in crate::workbook) id: i64,
    pub(in crate::workbook) is_session: bool,
    /// Its fields for `MAIN`, by column.
    pub(in crate::workbook) main: Vec<(String, Cell)>,
    pub(in crate::workbook) inputs: Vec<InputRow>,
    /// Its orders: name and items.
    pub(in crate::workbook) sortables: Vec<(String, Vec<String>)>,
    pub(in crate::workbook) custom_curves: Vec<(String, Spooled)>,
    pub(in crate::workbook) queries: Vec<QueryRow>,
    /// Its users: e-mail or account, and role.
    pub(in crate::workbook) users: Vec<(String, String)>,
    pub(in crate::workbook) hourly: Vec<(HourlyCurve, Vec<(String, Spooled)>)>,
    pub(in crate::workbook) annual: Vec<(Export, Annual)>,
}

/// An input.
#[derive(Debug)]
pub(in crate::workbook) struct InputRow {
    pub(in crate::workbook) key: String,
    pub(in crate::workbook) unit: String,
    /// What is set, else the default.
    pub(in crate::workbook) value: Cell,
    pub(in crate::workbook) default: Cell,
    pub(in crate::workbook) permitted: Cell,
    pub(in crate::workbook) min: Cell,
    pub(in crate::workbook) max: Cell,
}

/// The result of a query for the future year.
#[derive(Debug)]
pub(in crate::workbook) struct QueryRow {
    pub(in crate::workbook) key: String,
    pub(in crate::workbook) unit: String,
    pub(in crate::workbook) future: Cell,
}

/// An annual export.
#[derive(Debug)]
pub(in crate::workbook) struct Annual {
    /// The name of its first column.
    pub(in crate::workbook) header: String,
    /// Its first column.
    pub(in crate::workbook) keys: Arc<[String]>,
    /// All others.
    pub(in crate::workbook) columns: Vec<(String, Spooled)>,
}
