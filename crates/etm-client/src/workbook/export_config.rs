//! What a workbook says should be exported.

use serde::Serialize;

use crate::{Export, HourlyCurve};

/// Which parts of its scenarios a workbook wants in the results: its sheet `EXPORT_CONFIG`. `None` is what the sheet leaves open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExportConfig {
    /// The inputs.
    pub inputs: Option<bool>,
    /// Also the defaults of the inputs.
    pub defaults: Option<bool>,
    /// Also the limits of the inputs.
    pub min_max: Option<bool>,
    /// The results of the queries.
    pub gqueries: Option<bool>,
    /// The orders.
    pub sortables: Option<bool>,
    /// The custom curves.
    pub custom_curves: Option<bool>,
    /// The users.
    pub users: Option<bool>,
    /// The hourly curves.
    pub hourly_curves: Option<Selection<HourlyCurve>>,
    /// The annual exports.
    pub annual_exports: Option<Selection<Export>>,
}

/// Which of several things are wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Selection<T> {
    /// All that there are.
    All,
    /// None.
    None,
    /// Some of them.
    Some(Vec<T>),
}

/// The carriers of hourly curves, which stand for a curve each.
pub const CARRIERS: [&str; 4] = ["electricity", "heat", "hydrogen", "methane"];
