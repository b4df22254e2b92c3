//! Changes to a session, and queries in the same request.

use std::collections::BTreeMap;

use aurora_core::{Result, check as core_check};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::Sessions;
use crate::check::{not_empty, parameters, room};
use crate::gqueries::QueryResults;
use crate::types::Scenario;
use crate::{EtmClient, InputValue};

pub(crate) const UPDATE: &str = "update_scenario";

/// What the engine takes for "this input is not set".
const RESET: &str = "reset";

/// Changes to a session: attributes, inputs, or both, and the queries to run afterwards. What is not set stays.
///
/// The engine makes all of it or nothing. Changing the area or the end year is not possible: the engine would ignore it.
///
/// ```
/// use etm_client::sessions::SessionUpdate;
///
/// let update = SessionUpdate::new()
///     .with_private(false)
///     .with_value("costs_co2", 120.0)
///     .with_query("dashboard_emissions");
/// # let _ = update;
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct SessionUpdate {
    attributes: Map<String, Value>,
    controls: Map<String, Value>,
    values: BTreeMap<String, InputValue>,
    queries: Vec<String>,
}

impl SessionUpdate {
    /// No change yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets whether only its users may see it. A session that nobody owns cannot be private.
    pub fn with_private(self, private: bool) -> Self {
        self.with_attribute("private", private)
    }

    /// Sets whether it is brought along when the model changes.
    pub fn with_keep_compatible(self, keep: bool) -> Self {
        self.with_attribute("keep_compatible", keep)
    }

    /// Sets the name of the program that made it; `None` removes it.
    pub fn with_source(self, source: Option<&str>) -> Self {
        self.with_attribute("source", source)
    }

    /// Replaces the free JSON of the caller's own, all of it; at most 64 KiB.
    pub fn with_metadata(self, metadata: Map<String, Value>) -> Self {
        self.with_attribute("metadata", metadata)
    }

    /// Links another session as the template. No value changes.
    pub fn with_template(self, session_id: i64) -> Self {
        self.with_attribute("preset_scenario_id", session_id)
    }

    /// Cuts the link to the template. No value changes.
    pub fn without_template(self) -> Self {
        self.with_attribute("preset_scenario_id", Value::Null)
    }

    /// Gives the users of the template the same roles here; only the owner may.
    pub fn with_users_of_template(self) -> Self {
        self.with_attribute("set_preset_roles", true)
    }

    /// Sets an input: a number in its unit, `true` or `false`, or one of its permitted values.
    pub fn with_value(mut self, key: impl Into<String>, value: impl Into<InputValue>) -> Self {
        self.values.insert(key.into(), value.into());
        self
    }

    /// Takes one input back: to what the template has, else to the default.
    pub fn with_value_reset(self, key: impl Into<String>) -> Self {
        self.with_value(key, RESET)
    }

    /// Sets whether all inputs are taken back first. Default: `false`.
    pub fn with_reset(self, reset: bool) -> Self {
        self.with_control("reset", reset)
    }

    /// Sets whether the engine fills in the rest of a share group, so that it adds up to 100 %. Default: `true`.
    pub fn with_autobalance(self, balance: bool) -> Self {
        self.with_control("autobalance", balance)
    }

    /// Sets the `force` of the request, which today's engine accepts and does not use.
    pub fn with_force(self, force: bool) -> Self {
        self.with_control("force", force)
    }

    /// Runs a query after the change.
    pub fn with_query(mut self, key: impl Into<String>) -> Self {
        self.queries.push(key.into());
        self
    }

    /// Runs queries after the change.
    pub fn with_queries(mut self, keys: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.queries.extend(keys.into_iter().map(Into::into));
        self
    }

    /// The inputs that are set, by key; the text `reset` is one that is taken back.
    #[must_use]
    pub fn values(&self) -> &BTreeMap<String, InputValue> {
        &self.values
    }

    /// The queries, in the order in which they were added.
    #[must_use]
    pub fn queries(&self) -> &[String] {
        &self.queries
    }

    /// What can be told to be wrong before the engine is asked.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when an input has no key or a value that is neither a finite number nor a text, when a query has no key,
    /// and when there are more inputs than fit into one request.
    pub fn validate(&self) -> Result<()> {
        for (key, value) in &self.values {
            not_empty("the key of an input", key)?;
            match value {
                InputValue::Number(number) => core_check::finite(key, *number)?,
                InputValue::Text(text) => not_empty(key, text)?,
                other => return Err(crate::check::invalid(format!("{key} is {other}, and no input can be"))),
            }
        }
        self.queries
            .iter()
            .try_for_each(|key| not_empty("the key of a query", key))?;
        parameters("inputs and other changes", self.parameters())
    }

    pub(crate) fn autobalances(&self) -> bool {
        self.controls.get("autobalance") != Some(&Value::Bool(false))
    }

    pub(crate) fn resets(&self) -> bool {
        self.controls.get("reset") == Some(&Value::Bool(true))
    }

    /// Whether the values of inputs may be others afterwards.
    pub(crate) fn touches_inputs(&self) -> bool {
        !self.values.is_empty() || self.resets()
    }

    /// How many parameters the engine counts, without the queries.
    fn parameters(&self) -> usize {
        self.values.len() + self.controls.len() + self.attributes.values().map(leaves).sum::<usize>()
    }

    fn with_attribute(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.attributes.insert(name.to_owned(), value.into());
        self
    }

    fn with_control(mut self, name: &str, value: bool) -> Self {
        self.controls.insert(name.to_owned(), value.into());
        self
    }

    pub(crate) fn to_body(&self, queries: &[String]) -> Value {
        let mut scenario = self.attributes.clone();
        if !self.values.is_empty() {
            scenario.insert("user_values".to_owned(), json!(self.values));
        }
        let mut body = self.controls.clone();
        // An empty one is left out: without it, whoever may read the session may run queries on it.
        if !scenario.is_empty() {
            body.insert("scenario".to_owned(), Value::Object(scenario));
        }
        if !queries.is_empty() {
            body.insert("gqueries".to_owned(), json!(queries));
        }
        Value::Object(body)
    }
}

/// How many values a value holds.
pub(super) fn leaves(value: &Value) -> usize {
    match value {
        Value::Array(entries) => entries.iter().map(leaves).sum(),
        Value::Object(members) => members.values().map(leaves).sum(),
        _ => 1,
    }
}

/// A session as it is after a change, and the results of the queries that were asked for with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SessionUpdated {
    /// The session.
    pub scenario: Scenario,
    /// The results; empty when nothing was asked for.
    #[serde(
        rename = "gqueries",
        default,
        deserialize_with = "aurora_core::lenient::null_as_default"
    )]
    pub results: QueryResults,
}

impl Sessions<'_> {
    /// Changes a session, and runs queries on it as it is then, in one request.
    ///
    /// More queries than fit beside the change are asked for in further requests, which change nothing.
    ///
    /// # Errors
    ///
    /// Fails before sending as [`SessionUpdate::validate`]; with `InvalidRequest` when the engine refuses an input, a share
    /// group or a query, in which case nothing is changed, unless it was a query of a further request; with `Forbidden` or `NotFound` when the session is not the
    /// caller's to change; else the errors of any request.
    pub async fn update(&self, session_id: i64, update: &SessionUpdate) -> Result<SessionUpdated> {
        update.validate().map_err(|error| error.with_operation(UPDATE))?;
        let beside = room(update.parameters()).min(update.queries.len());
        let (first, rest) = update.queries.split_at(beside);
        let mut updated = put(self.client, session_id, &update.to_body(first)).await?;
        let further = self.client.gqueries().of(session_id).run_strings(rest).await;
        updated.results.extend(further.map_err(|error| {
            error.with_advice("the change itself is made, and so are the first queries; run the rest without it")
        })?);
        Ok(updated)
    }
}

/// Sends one update.
pub(crate) async fn put(client: &EtmClient, session_id: i64, body: &Value) -> Result<SessionUpdated> {
    let request = client.request(UPDATE)?.path_param("scenario_id", session_id).json(body);
    client.send(request).await?.json()
}
