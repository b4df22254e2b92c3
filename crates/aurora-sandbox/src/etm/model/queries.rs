//! Queries: what they are called, and what they come to.

mod table;
mod values;

use serde_json::{Value, json};

use super::Model;
use super::case::Year;

/// A query.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Gquery {
    pub(crate) key: &'static str,
    pub(crate) unit: Option<&'static str>,
    pub(crate) description: Option<&'static str>,
    pub(crate) labels: &'static [&'static str],
    /// A former key, which is still accepted.
    pub(crate) alias: Option<&'static str>,
}

/// All queries.
pub(crate) fn gqueries() -> &'static [Gquery] {
    table::QUERIES
}

/// A query by its key or its former key.
pub(crate) fn gquery(key: &str) -> Option<&'static Gquery> {
    gqueries()
        .iter()
        .find(|query| query.key == key || query.alias == Some(key))
}

/// What a query comes to in the present and in the future; the error is the text of the one that failed, after the name of its
/// period: `future - …`.
pub(crate) fn query(present: &Model, future: &Model, query: &Gquery) -> Result<(Value, Value), String> {
    if query.unit == Some("curve") {
        let later = values::of(future, query.key, Year::Future).map_err(|error| format!("future - {error}"))?;
        return Ok((json!([]), later.json()));
    }
    let now = values::of(present, query.key, Year::Present).map_err(|error| format!("present - {error}"))?;
    let later = values::of(future, query.key, Year::Future).map_err(|error| format!("future - {error}"))?;
    Ok((now.json(), later.json()))
}
