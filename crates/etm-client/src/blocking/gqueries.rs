//! Queries.

use super::EtmClient;
use crate::QueryResults;
use crate::types::Gquery;

group! {
    /// Queries; see [`EtmClient::gqueries`].
    Gqueries
}

group! {
    /// Queries on one session; see [`Gqueries::of`].
    SessionQueries {
        session_id: i64,
    }
}

impl EtmClient {
    /// Queries: what the engine can calculate, and the results for a session.
    #[must_use]
    pub fn gqueries(&self) -> Gqueries<'_> {
        Gqueries { client: self }
    }
}

impl<'a> Gqueries<'a> {
    /// The queries of a session.
    #[must_use]
    pub fn of(&self, session_id: i64) -> SessionQueries<'a> {
        SessionQueries {
            client: self.client,
            session_id,
        }
    }
}

twins! {
    crate::gqueries::Gqueries as Gqueries, group => group.client.client.gqueries();
    list(labels: &[&str]) -> Vec<Gquery>;
}

twins! {
    crate::gqueries::SessionQueries as SessionQueries,
    group => group.client.client.gqueries().of(group.session_id);
    run(keys: &[&str]) -> QueryResults;
    run_known(keys: &[&str]) -> (QueryResults, Vec<String>);
}
