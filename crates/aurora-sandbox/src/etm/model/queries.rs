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

/// What a query comes to in the present and in the future; the error has a text for each period in which it failed, after the
/// name of the period: `future - …`.
pub(crate) fn query(present: &Model, future: &Model, query: &Gquery) -> Result<(Value, Value), Vec<String>> {
    let later = values::of(future, query.key, Year::Future).map_err(|error| format!("future - {error}"));
    let now = match query.unit {
        Some("curve") => Ok(json!([])),
        _ => values::of(present, query.key, Year::Present)
            .map(|value| value.json())
            .map_err(|error| format!("present - {error}")),
    };
    match (now, later) {
        (Ok(now), Ok(later)) => Ok((now, later.json())),
        (now, later) => Err(now.err().into_iter().chain(later.err()).collect()),
    }
}
