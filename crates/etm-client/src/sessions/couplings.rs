//! Coupling groups: inputs that come from an external model.

use aurora_core::Result;
use serde_json::{Value, json};

use super::{SessionUpdated, Sessions};
use crate::check::{not_empty, some};
use crate::types::Scenario;

const COUPLE: &str = "couple_scenario";
const UNCOUPLE: &str = "uncouple_scenario";

impl Sessions<'_> {
    /// Switches coupling groups on, such as `external_model_industry`.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when there is no group, and when the engine does not know one, in which case nothing
    /// is changed; else as [`update`](Self::update).
    pub async fn couple(&self, session_id: i64, groups: &[&str]) -> Result<Scenario> {
        check(COUPLE, groups)?;
        self.switch(COUPLE, session_id, json!({"groups": groups})).await
    }

    /// Switches coupling groups off. Their inputs keep their values, without effect. The engine ignores groups that it does not
    /// know.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when there is no group; else as [`update`](Self::update).
    pub async fn uncouple(&self, session_id: i64, groups: &[&str]) -> Result<Scenario> {
        check(UNCOUPLE, groups)?;
        self.switch(UNCOUPLE, session_id, json!({"groups": groups})).await
    }

    /// Takes the values of all coupled inputs out of the session, for good. The groups that are switched on stay on.
    ///
    /// # Errors
    ///
    /// As [`update`](Self::update).
    pub async fn uncouple_all(&self, session_id: i64) -> Result<SessionUpdated> {
        let request = self.client.request(UNCOUPLE)?.path_param("scenario_id", session_id);
        self.client.send(request.json(&json!({"force": true}))).await?.json()
    }

    async fn switch(&self, operation: &'static str, session_id: i64, body: Value) -> Result<Scenario> {
        let request = self.client.request(operation)?.path_param("scenario_id", session_id);
        self.client.send(request.json(&body)).await?.json()
    }
}

fn check(operation: &'static str, groups: &[&str]) -> Result<()> {
    let checked = some("coupling groups", groups).and_then(|()| {
        groups
            .iter()
            .try_for_each(|group| not_empty("the name of a coupling group", group))
    });
    checked.map_err(|error| error.with_operation(operation))
}
