//! A session, with what belongs to it.

mod couplings;
mod curves;
mod inputs;
mod make;
mod metadata;
mod orders;
mod outputs;
mod parts;
mod queries;
mod users;

use std::collections::BTreeMap;

use aurora_core::{Result, Url};
use serde_json::Value;

pub use couplings::Couplings;
pub use inputs::InputsSet;
pub use metadata::MetadataChanges;
pub use orders::{OrderName, Orders};

use self::parts::Parts;
use self::queries::Queries;
use super::context::Context;
use super::pending::PendingUsers;
use super::warnings::{Log, Warning, Warnings};
use crate::types::Scenario as Record;
use crate::{EtmClient, InputValue};

/// A session: a scenario of the engine, with what belongs to it.
///
/// Each part (inputs, orders, curves, exports, results, couplings, users) is fetched when it is first asked for, and kept until
/// something that it depends on is changed through this object, or it is [forgotten](Self::forget). What others change
/// meanwhile shows after [`refresh`](Self::refresh). What was fetched is handed out behind an `Arc`: it stays as it was while
/// the session goes on.
///
/// Clones begin with what the original has fetched, and know nothing of one another's changes. Two objects are equal when they are
/// of the same session of the same engine.
///
/// ```no_run
/// use etm_client::objects::Session;
/// use etm_client::{EtmClient, NewSession};
///
/// # async fn run(etm: EtmClient) -> etm_client::Result<()> {
/// let mut session = Session::new(&etm, &NewSession::new("nl2019", 2050)).await?;
/// session.set_inputs([("costs_co2", 120.0)]).await?;
/// session.add_queries(["dashboard_emissions"]);
/// println!("{:?}", session.results().await?.future("dashboard_emissions"));
/// for warning in session.warnings() {
///     println!("{warning}");
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Session {
    context: Context,
    record: Record,
    /// Whether the engine has changed the record behind what is known of it.
    record_is_old: bool,
    short_name: Option<String>,
    parts: Parts,
    queries: Queries,
    pending: PendingUsers,
    log: Log,
}

impl Session {
    /// The session of a record that was fetched before. Nothing is asked.
    #[must_use]
    pub fn of_record(context: impl Into<Context>, record: Record) -> Self {
        Self {
            context: context.into(),
            record,
            record_is_old: false,
            short_name: None,
            parts: Parts::default(),
            queries: Queries::default(),
            pending: PendingUsers::new(),
            log: Log::default(),
        }
    }

    /// The id, which belongs to one engine.
    #[must_use]
    pub fn id(&self) -> i64 {
        self.record.id
    }

    /// What the engine told last about the session.
    #[must_use]
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The area's code, such as `nl2019`.
    #[must_use]
    pub fn area_code(&self) -> Option<&str> {
        self.record.area_code.as_deref()
    }

    /// The year that the session is about.
    #[must_use]
    pub fn end_year(&self) -> Option<i64> {
        self.record.end_year
    }

    /// The year of the area's data.
    #[must_use]
    pub fn start_year(&self) -> Option<i64> {
        self.record.start_year
    }

    /// The id of the session that a reset goes back to.
    #[must_use]
    pub fn template_id(&self) -> Option<i64> {
        self.record.template
    }

    /// The title: a field of older engines, else the `title` in the metadata. `None` when there is none or an empty one.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        let own = self.record.extra.get("title").and_then(Value::as_str);
        let metadata = self.record.metadata.as_ref();
        let in_metadata = || metadata?.get("title").and_then(Value::as_str);
        own.or_else(in_metadata).filter(|title| !title.trim().is_empty())
    }

    /// The name that the session goes by here, and nowhere else.
    #[must_use]
    pub fn short_name(&self) -> Option<&str> {
        self.short_name.as_deref()
    }

    /// Sets the name that the session goes by here. Nothing is sent.
    pub fn set_short_name(&mut self, name: impl Into<String>) {
        self.short_name = Some(name.into());
    }

    /// What to call the session: the short name, else the title, else the id.
    #[must_use]
    pub fn identifier(&self) -> String {
        let name = self.short_name().or(self.title());
        name.map_or_else(|| self.id().to_string(), str::to_owned)
    }

    /// The version of the model, from the session's address: the first part of the engine's host, or `latest` where there is
    /// none before `engine`. `None` when the engine did not tell the address.
    #[must_use]
    pub fn version(&self) -> Option<String> {
        let url = Url::parse(self.record.url.as_deref()?).ok()?;
        let tag = url.host_str()?.split_once(".engine.").map(|(tag, _)| tag.to_owned());
        Some(tag.unwrap_or_else(|| "latest".to_owned()))
    }

    /// The inputs that were set, with their values, as of the last answer; without those that the engine filled in. Empty
    /// when the engine did not tell.
    pub fn user_values(&self) -> impl Iterator<Item = (&str, &InputValue)> {
        let values: Option<&BTreeMap<_, _>> = self.record.user_values.as_ref();
        values.into_iter().flatten().map(|(key, value)| (key.as_str(), value))
    }

    /// The client that everything is asked of.
    #[must_use]
    pub fn client(&self) -> &EtmClient {
        self.context.client()
    }

    /// What the session shares with other objects.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Sets what the session shares with other objects.
    pub fn set_context(&mut self, context: impl Into<Context>) {
        self.context = context.into();
    }

    /// All warnings so far.
    #[must_use]
    pub fn warnings(&self) -> Warnings {
        self.log.lock().clone()
    }

    /// Forgets all warnings.
    pub fn clear_warnings(&mut self) {
        self.log.lock().clear();
    }

    /// Forgets everything that was fetched, but for the record. Warnings, queries and users that wait to be changed stay.
    pub fn forget(&mut self) {
        self.parts = Parts::default();
        self.queries.forget_results();
    }

    /// Forgets the hourly curves and the annual exports, which are large.
    pub fn forget_outputs(&mut self) {
        self.parts.hourly.forget();
        self.parts.exports.forget();
    }

    /// Keeps warnings; fails when one of them stops.
    pub(super) fn warn(&self, warnings: Vec<Warning>) -> Result<()> {
        let judged = self.context.judge(&format!("session {}", self.id()), &warnings);
        self.log.lock().extend(warnings);
        judged
    }

    /// Takes over what the engine told anew.
    pub(super) fn set_record(&mut self, record: Record) {
        self.record = record;
        self.record_is_old = false;
    }
}

impl PartialEq for Session {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id() && self.client().engine_base_url() == other.client().engine_base_url()
    }
}

impl Eq for Session {}
