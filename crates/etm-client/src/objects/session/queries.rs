//! The queries of a session: asked for first, run when their results are.

use std::collections::BTreeSet;
use std::sync::Arc;

use aurora_core::Result;

use super::Session;
use crate::QueryResults;
use crate::objects::parts::Part;
use crate::objects::warnings::{Severity, Warning};

#[derive(Clone, Debug, Default)]
pub(super) struct Queries {
    keys: Vec<String>,
    results: Part<QueryResults>,
    /// Results of queries that were run before others were added, and which those were: a query that is asked for by an old
    /// name has its result under the new one.
    earlier: QueryResults,
    run: BTreeSet<String>,
}

impl Queries {
    pub(super) fn forget_results(&mut self) {
        self.results.forget();
        self.earlier = QueryResults::default();
        self.run.clear();
    }

    fn add(&mut self, keys: Vec<String>) {
        let new: Vec<String> = keys.into_iter().filter(|key| !self.keys.contains(key)).collect();
        if new.is_empty() {
            return;
        }
        if let Some(results) = self.results.kept() {
            self.earlier = (**results).clone();
            self.run.extend(self.keys.iter().cloned());
            self.results.forget();
        }
        for key in new {
            if !self.keys.contains(&key) {
                self.keys.push(key);
            }
        }
    }

    fn left(&self) -> Vec<&str> {
        let keys = self.keys.iter().map(String::as_str);
        keys.filter(|key| !self.run.contains(*key)).collect()
    }
}

impl Session {
    /// Asks for queries. They are run with the [results](Self::results).
    pub fn add_queries<K: Into<String>>(&mut self, keys: impl IntoIterator<Item = K>) {
        let keys = keys.into_iter().map(|key| key.into().trim().to_owned());
        self.queries.add(keys.filter(|key| !key.is_empty()).collect());
    }

    /// Takes queries back. One that was not asked for is a warning about `queries`.
    ///
    /// # Errors
    ///
    /// Fails when a warning stops; the others are taken back all the same.
    pub fn remove_queries(&mut self, keys: &[&str]) -> Result<()> {
        let mut warnings = Vec::new();
        for key in keys {
            match self.queries.keys.iter().position(|own| own == key) {
                Some(at) => drop(self.queries.keys.remove(at)),
                None => {
                    let message = format!("the query {key:?} was not asked for");
                    warnings.push(Warning::new(Severity::Warning, "queries", message));
                }
            }
        }
        if warnings.len() < keys.len() {
            self.queries.forget_results();
        }
        self.warn(warnings)
    }

    /// Takes all queries back.
    pub fn clear_queries(&mut self) {
        self.queries = Queries::default();
    }

    /// The queries that were asked for, in order.
    #[must_use]
    pub fn queries(&self) -> &[String] {
        &self.queries.keys
    }

    /// The results of all queries that were asked for; those that have not been run are run now. Kept until something is
    /// changed that they depend on.
    ///
    /// Queries that the engine does not know are missing, with a warning about `queries` for each.
    ///
    /// # Errors
    ///
    /// As [`SessionQueries::run`](crate::gqueries::SessionQueries::run) but for unknown queries, and when a warning stops.
    pub async fn results(&self) -> Result<Arc<QueryResults>> {
        self.queries.results.get(self.run_queries()).await
    }

    async fn run_queries(&self) -> Result<QueryResults> {
        let mut results = self.queries.earlier.clone();
        let left = self.queries.left();
        if left.is_empty() {
            return Ok(results);
        }
        let (further, unknown) = self.client().gqueries().of(self.id()).run_known(&left).await?;
        let warnings = unknown.into_iter().map(|key| {
            let message = format!("there is no query {key:?}");
            Warning::new(Severity::Warning, "queries", message)
        });
        self.warn(warnings.collect())?;
        results.extend(further);
        Ok(results)
    }
}
