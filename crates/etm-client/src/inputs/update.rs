//! Setting inputs.

use aurora_core::Result;

use super::InputSet;
use super::balance::Tolerance;
use crate::check::invalid;
use crate::sessions::{SessionUpdate, SessionUpdated, UPDATE};
use crate::{EtmClient, InputValue};

/// Inputs to be set; see [`Inputs::update`](super::Inputs::update). Nothing is sent before [`send`](Self::send).
///
/// ```no_run
/// # async fn run(etm: etm_client::EtmClient) -> etm_client::Result<()> {
/// let inputs = etm.inputs(12345).for_checks().await?;
/// let updated = etm
///     .inputs(12345)
///     .update()
///     .set("costs_co2", 120.0)
///     .set("settings_enable_merit_order", true)
///     .set("settings_weather_curve_set", "1987")
///     .reset("costs_gas")
///     .with_query("dashboard_emissions")
///     .checked_against(&inputs)
///     .send()
///     .await?;
/// println!("{:?}", updated.results.future("dashboard_emissions"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is set until it is sent"]
pub struct InputsUpdate<'a> {
    client: &'a EtmClient,
    session_id: i64,
    update: SessionUpdate,
    known: Option<&'a InputSet>,
}

impl<'a> InputsUpdate<'a> {
    pub(super) fn new(client: &'a EtmClient, session_id: i64) -> Self {
        Self {
            client,
            session_id,
            update: SessionUpdate::new(),
            known: None,
        }
    }

    /// Sets an input: a number in its unit, `true` or `false`, or one of its permitted values.
    pub fn set(self, key: impl Into<String>, value: impl Into<InputValue>) -> Self {
        self.with(|update| update.with_value(key, value))
    }

    /// Sets several inputs.
    pub fn set_all<K: Into<String>, V: Into<InputValue>>(self, values: impl IntoIterator<Item = (K, V)>) -> Self {
        values
            .into_iter()
            .fold(self, |update, (key, value)| update.set(key, value))
    }

    /// Takes one input back: to what the template has, else to its default.
    pub fn reset(self, key: impl Into<String>) -> Self {
        self.with(|update| update.with_value_reset(key))
    }

    /// Takes all inputs back first, those that are set here excepted.
    pub fn reset_all(self) -> Self {
        self.with(|update| update.with_reset(true))
    }

    /// Sets whether the engine fills in the rest of a share group, so that it adds up to 100 %. Default: `true`.
    pub fn autobalance(self, balance: bool) -> Self {
        self.with(|update| update.with_autobalance(balance))
    }

    /// Sets the `force` of the request, which today's engine accepts and does not use.
    pub fn force(self, force: bool) -> Self {
        self.with(|update| update.with_force(force))
    }

    /// Runs a query on the session as it is then.
    pub fn with_query(self, key: impl Into<String>) -> Self {
        self.with(|update| update.with_query(key))
    }

    /// Runs queries on the session as it is then.
    pub fn with_queries(self, keys: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.with(|update| update.with_queries(keys))
    }

    /// Has the values checked before they are sent: that there are such inputs, ranges, permitted values, and whether share groups can
    /// add up to 100. Exact with what [`for_checks`](super::Inputs::for_checks) gives; without knowing what was set and
    /// what the engine filled in, only what cannot be right either way is refused.
    pub fn checked_against(mut self, inputs: &'a InputSet) -> Self {
        self.known = Some(inputs);
        self
    }

    /// What would be sent.
    pub fn as_update(&self) -> &SessionUpdate {
        &self.update
    }

    /// What can be told to be wrong before the engine is asked; see [`checked_against`](Self::checked_against).
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest`; [`messages`](aurora_core::Error::messages) has everything that is wrong.
    pub fn validate(&self) -> Result<()> {
        self.update.validate()?;
        let Some(known) = self.known else {
            return Ok(());
        };
        let problems = known.problems(&self.update, Tolerance::of(self.client));
        match problems.is_empty() {
            true => Ok(()),
            false => Err(invalid("the inputs cannot be set so").with_messages(problems)),
        }
    }

    /// Sets the inputs, and runs the queries, in one request. The engine makes all of it or nothing.
    ///
    /// # Errors
    ///
    /// Fails before sending as [`validate`](Self::validate); else as [`Sessions::update`](crate::Sessions::update).
    pub async fn send(self) -> Result<SessionUpdated> {
        self.validate().map_err(|error| error.with_operation(UPDATE))?;
        self.client.sessions().update(self.session_id, &self.update).await
    }

    fn with(mut self, change: impl FnOnce(SessionUpdate) -> SessionUpdate) -> Self {
        self.update = change(self.update);
        self
    }
}
