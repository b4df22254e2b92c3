//! Queries: what the engine can calculate, and the results for a session.

mod results;

use aurora_core::{ErrorKind, Result};
use serde_json::json;

pub use results::{QueryResult, QueryResults, QueryValue};

use crate::EtmClient;
use crate::check::{MOST_PARAMETERS, not_empty, some};
use crate::sessions::{UPDATE, put};
use crate::types::Gquery;

const LIST: &str = "list_gqueries";

/// Queries; see [`EtmClient::gqueries`].
#[derive(Clone, Copy, Debug)]
pub struct Gqueries<'a> {
    pub(crate) client: &'a EtmClient,
}

impl<'a> Gqueries<'a> {
    /// What can be asked for: keys, units and descriptions, of the queries that carry every one of these labels; without labels of all
    /// (some 11500, a few MB).
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when a label is empty; else the errors of any request.
    pub async fn list(&self, labels: &[&str]) -> Result<Vec<Gquery>> {
        let mut request = self.client.request(LIST)?;
        for label in labels {
            not_empty("a label", label).map_err(|error| error.with_operation(LIST))?;
            request = request.query("labels[]", *label);
        }
        self.client.send(request).await?.json()
    }

    /// The queries of a session. Nothing is asked before a method is called.
    #[must_use]
    pub fn of(&self, session_id: i64) -> SessionQueries<'a> {
        SessionQueries {
            client: self.client,
            session_id,
        }
    }
}

/// Queries on one session; see [`Gqueries::of`]. Whoever may read the session may run them.
#[derive(Clone, Copy, Debug)]
pub struct SessionQueries<'a> {
    client: &'a EtmClient,
    session_id: i64,
}

impl SessionQueries<'_> {
    /// Runs queries, for the year of the area's data and for the session's end year. They go out in as few requests as the
    /// engine's limit of 4096 parameters allows.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when there is no key or an empty one, and when the engine does not know a query or cannot
    /// calculate it: then there are no results at all, see [`run_known`](Self::run_known). Else the errors of any request.
    pub async fn run(&self, keys: &[&str]) -> Result<QueryResults> {
        some("queries", keys).map_err(|error| error.with_operation(UPDATE))?;
        let keys: Vec<String> = keys.iter().map(|&key| key.to_owned()).collect();
        self.run_strings(&keys).await
    }

    /// As [`run`](Self::run), without the queries that the engine does not know: it gives their keys beside the results.
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run), except for unknown queries.
    pub async fn run_known(&self, keys: &[&str]) -> Result<(QueryResults, Vec<String>)> {
        some("queries", keys).map_err(|error| error.with_operation(UPDATE))?;
        let keys: Vec<String> = keys.iter().map(|&key| key.to_owned()).collect();
        let (mut results, mut unknown) = (QueryResults::default(), Vec::new());
        for chunk in keys.chunks(MOST_PARAMETERS) {
            let mut left = chunk.to_vec();
            // An error names at most so many messages: more than one round may be needed.
            while !left.is_empty() {
                let named = match self.run_strings(&left).await {
                    Ok(further) => {
                        results.extend(further);
                        break;
                    }
                    Err(error) => match unknown_keys(&error) {
                        named if named.is_empty() => return Err(error),
                        named => named,
                    },
                };
                let before = left.len();
                left.retain(|key| !named.contains(key));
                if left.len() == before {
                    return Err(
                        crate::check::invalid(format!("the engine does not know {}", named.join(", ")))
                            .with_operation(UPDATE),
                    );
                }
                unknown.extend(named);
            }
        }
        Ok((results, unknown))
    }

    /// Runs none to many queries.
    pub(crate) async fn run_strings(&self, keys: &[String]) -> Result<QueryResults> {
        let checked = keys.iter().try_for_each(|key| not_empty("the key of a query", key));
        checked.map_err(|error| error.with_operation(UPDATE))?;
        let mut results = QueryResults::default();
        for chunk in keys.chunks(MOST_PARAMETERS) {
            let updated = put(self.client, self.session_id, &json!({"gqueries": chunk})).await?;
            results.extend(updated.results);
        }
        Ok(results)
    }
}

/// The queries that a refusal says it does not know.
fn unknown_keys(error: &aurora_core::Error) -> Vec<String> {
    if error.kind() != ErrorKind::InvalidRequest || error.status().is_none() {
        return Vec::new();
    }
    let key = |message: &String| {
        let rest = message.strip_prefix("Gquery ")?;
        rest.strip_suffix(" does not exist").map(str::to_owned)
    };
    // Another problem beside it is not solved by leaving queries out.
    let named: Option<Vec<String>> = error.messages().iter().map(key).collect();
    named.unwrap_or_default()
}
