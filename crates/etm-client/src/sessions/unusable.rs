//! What the engine has a route for, and does not do. It fails before anything is sent, unless it is forced for an engine that
//! is mended: [`CallOptions::with_forced`](aurora_core::call::CallOptions::with_forced).

use aurora_core::Result;
use serde_json::json;

use super::{SessionUpdated, Sessions};

impl Sessions<'_> {
    /// Runs queries on a session without changing it. Today's engines calculate, and then fail to answer (500);
    /// [`Gqueries::of`](crate::Gqueries::of) does the same and works.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending unless forced, and then with what the engine answers.
    pub async fn dashboard(&self, session_id: i64, queries: &[&str]) -> Result<SessionUpdated> {
        let request = self.client.request("query_scenario_dashboard")?;
        let request = request
            .path_param("scenario_id", session_id)
            .json(&json!({"gqueries": queries}));
        self.client.send(request).await?.json()
    }
}
