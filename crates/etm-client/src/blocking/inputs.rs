//! The inputs of a session.

use aurora_core::Result;

use super::EtmClient;
use crate::inputs::{InputSet, InputsOptions};
use crate::sessions::{SessionUpdate, SessionUpdated};
use crate::types::{Input, InputDefaults};
use crate::{InputValue, inputs};

group! {
    /// The inputs of a session; see [`EtmClient::inputs`].
    Inputs {
        session_id: i64,
    }
}

impl EtmClient {
    /// The inputs (sliders) of a session: reading and changing them.
    #[must_use]
    pub fn inputs(&self, session_id: i64) -> Inputs<'_> {
        Inputs {
            client: self,
            session_id,
        }
    }
}

twins! {
    crate::inputs::Inputs as Inputs, group => group.client.client.inputs(group.session_id);
    list(options: &InputsOptions) -> InputSet;
    list_global(options: &InputsOptions) -> InputSet;
    for_checks() -> InputSet;
    get(key: &str) -> Input;
    get_with(key: &str, defaults: InputDefaults) -> Input;
    get_global(key: &str) -> Input;
    get_global_with(key: &str, defaults: InputDefaults) -> Input;
    several(keys: &[&str]) -> InputSet;
    several_with(keys: &[&str], defaults: InputDefaults) -> InputSet;
    keys() -> Vec<String>;
}

impl<'a> Inputs<'a> {
    /// Starts to set inputs.
    pub fn update(&self) -> InputsUpdate<'a> {
        InputsUpdate {
            client: self.client,
            update: self.client.client.inputs(self.session_id).update(),
        }
    }
}

/// Inputs to be set; see [`Inputs::update`]. As [`InputsUpdate`](inputs::InputsUpdate) of the async client.
#[derive(Clone, Debug)]
#[must_use = "nothing is set until it is sent"]
pub struct InputsUpdate<'a> {
    client: &'a EtmClient,
    update: inputs::InputsUpdate<'a>,
}

impl<'a> InputsUpdate<'a> {
    /// Sets an input: a number in its unit, `true` or `false`, or one of its permitted values.
    pub fn set(self, key: impl Into<String>, value: impl Into<InputValue>) -> Self {
        self.with(|update| update.set(key, value))
    }

    /// Sets several inputs.
    pub fn set_all<K: Into<String>, V: Into<InputValue>>(self, values: impl IntoIterator<Item = (K, V)>) -> Self {
        self.with(|update| update.set_all(values))
    }

    /// Takes one input back.
    pub fn reset(self, key: impl Into<String>) -> Self {
        self.with(|update| update.reset(key))
    }

    /// Takes all inputs back first, those that are set here excepted.
    pub fn reset_all(self) -> Self {
        self.with(inputs::InputsUpdate::reset_all)
    }

    /// Sets whether the engine fills in the rest of a share group. Default: `true`.
    pub fn autobalance(self, balance: bool) -> Self {
        self.with(|update| update.autobalance(balance))
    }

    /// Sets the `force` of the request, which today's engine accepts and does not use.
    pub fn force(self, force: bool) -> Self {
        self.with(|update| update.force(force))
    }

    /// Runs a query on the session as it is then.
    pub fn with_query(self, key: impl Into<String>) -> Self {
        self.with(|update| update.with_query(key))
    }

    /// Runs queries on the session as it is then.
    pub fn with_queries(self, keys: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.with(|update| update.with_queries(keys))
    }

    /// Has the values checked before they are sent; see
    /// [`checked_against`](inputs::InputsUpdate::checked_against) of the async client.
    pub fn checked_against(self, inputs: &'a InputSet) -> Self {
        self.with(|update| update.checked_against(inputs))
    }

    /// What would be sent.
    pub fn as_update(&self) -> &SessionUpdate {
        self.update.as_update()
    }

    /// What can be told to be wrong before the engine is asked.
    ///
    /// # Errors
    ///
    /// As [`validate`](inputs::InputsUpdate::validate) of the async client.
    pub fn validate(&self) -> Result<()> {
        self.update.validate()
    }

    /// Sets the inputs, and runs the queries, in one request.
    ///
    /// # Errors
    ///
    /// As [`send`](inputs::InputsUpdate::send) of the async client; `InvalidRequest` inside an async runtime.
    pub fn send(self) -> Result<SessionUpdated> {
        self.client.runtime.wait(self.update.send())?
    }

    fn with(mut self, change: impl FnOnce(inputs::InputsUpdate<'a>) -> inputs::InputsUpdate<'a>) -> Self {
        self.update = change(self.update);
        self
    }
}
