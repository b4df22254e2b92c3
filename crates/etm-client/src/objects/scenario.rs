//! A saved scenario, with its session.

mod make;
mod new;
mod users;

use aurora_core::{Error, ErrorKind, Result};
use tokio::sync::OnceCell;

pub(super) use self::make::save;
pub use self::new::NewScenario;

use super::context::Context;
use super::parts::Part;
use super::pending::PendingUsers;
use super::session::Session;
use super::warnings::{Log, Warning, Warnings};
use crate::EtmClient;
use crate::types::{SavedScenario as Record, SavedScenarioUser};

/// A saved scenario: a record of MyETM with a title and users, and the session that it points to.
///
/// The session comes with the record where the engine sends it along, else it is loaded when it is first asked for; with it
/// come inputs, curves, results and all the rest, see [`Session`].
///
/// Two objects are equal when they are of the same saved scenario of the same engine.
///
/// ```no_run
/// use etm_client::objects::Scenario;
///
/// # async fn run(etm: etm_client::EtmClient) -> etm_client::Result<()> {
/// let mut scenario = Scenario::load(&etm, 12_345).await?;
/// scenario.session_mut().await?.set_inputs([("costs_co2", 120.0)]).await?;
/// println!("{}: {} inputs", scenario.identifier(), scenario.session().await?.inputs().await?.len());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Scenario {
    context: Context,
    record: Record,
    session: OnceCell<Session>,
    short_name: Option<String>,
    users: Part<Vec<SavedScenarioUser>>,
    pending: PendingUsers,
    log: Log,
}

impl Scenario {
    /// The saved scenario of a record that was fetched before. Nothing is asked.
    ///
    /// # Errors
    ///
    /// Fails with `Decode` when the record has no id.
    pub fn of_record(context: impl Into<Context>, mut record: Record) -> Result<Self> {
        let context = context.into();
        if record.id.is_none() {
            return Err(Error::new(
                ErrorKind::Decode,
                "the saved scenario in the answer has no id",
            ));
        }
        let session = record.scenario.take();
        let session = session.map(|session| Session::of_record(&context, session));
        Ok(Self {
            context,
            record,
            session: OnceCell::new_with(session),
            short_name: None,
            users: Part::default(),
            pending: PendingUsers::new(),
            log: Log::default(),
        })
    }

    /// The id, at MyETM.
    #[must_use]
    pub fn id(&self) -> i64 {
        self.record.id.unwrap_or_default()
    }

    /// What MyETM told last about the saved scenario, without the session.
    #[must_use]
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The title.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.record.title.as_deref().filter(|title| !title.trim().is_empty())
    }

    /// The id of the session that it points to.
    #[must_use]
    pub fn session_id(&self) -> Option<i64> {
        let of_session = || self.session.get().map(Session::id);
        self.record.scenario_id.or_else(of_session)
    }

    /// Whether only its users may see it.
    #[must_use]
    pub fn private(&self) -> Option<bool> {
        self.record.private
    }

    /// The area's code: its own, else that of the session if it is there.
    #[must_use]
    pub fn area_code(&self) -> Option<&str> {
        let own = self.record.area_code.as_deref();
        own.or_else(|| self.session.get()?.area_code())
    }

    /// The year that it is about: its own, else that of the session if it is there.
    #[must_use]
    pub fn end_year(&self) -> Option<i64> {
        let own = self.record.end_year;
        own.or_else(|| self.session.get()?.end_year())
    }

    /// The version of the model: that of the session's address if it is there, else its own.
    #[must_use]
    pub fn version(&self) -> Option<String> {
        let of_session = self.session.get().and_then(Session::version);
        of_session.or_else(|| self.record.version.clone())
    }

    /// The name that it goes by here, and nowhere else.
    #[must_use]
    pub fn short_name(&self) -> Option<&str> {
        let of_session = || self.session.get()?.short_name();
        self.short_name.as_deref().or_else(of_session)
    }

    /// Sets the name that it goes by here. Nothing is sent.
    pub fn set_short_name(&mut self, name: impl Into<String>) {
        self.short_name = Some(name.into());
    }

    /// What it is: the title, else the short name, else the title of the session, else the id.
    #[must_use]
    pub fn identifier(&self) -> String {
        let of_session = || self.session.get()?.title();
        let name = self.title().or_else(|| self.short_name()).or_else(of_session);
        name.map_or_else(|| self.id().to_string(), str::to_owned)
    }

    /// What to call it in a table: the short name, else the [`identifier`](Self::identifier).
    #[must_use]
    pub fn label(&self) -> String {
        self.short_name().map_or_else(|| self.identifier(), str::to_owned)
    }

    /// The session. Loaded when it is first asked for, and kept.
    ///
    /// # Errors
    ///
    /// Fails with `NotFound` when the saved scenario names no session; else as [`Session::load`].
    pub async fn session(&self) -> Result<&Session> {
        let id = self.record.scenario_id;
        let load = || async {
            let id = id.ok_or_else(|| self.without_session())?;
            Box::pin(Session::load(&self.context, id)).await
        };
        self.session.get_or_try_init(load).await
    }

    /// The session, to change it.
    ///
    /// # Errors
    ///
    /// As [`session`](Self::session).
    pub async fn session_mut(&mut self) -> Result<&mut Session> {
        self.session().await?;
        match self.session.get_mut() {
            Some(session) => Ok(session),
            None => Err(Error::new(
                ErrorKind::NotFound,
                "the saved scenario has no session any more",
            )),
        }
    }

    /// The session, if it is there without asking.
    #[must_use]
    pub fn loaded_session(&self) -> Option<&Session> {
        self.session.get()
    }

    fn without_session(&self) -> Error {
        let message = format!("saved scenario {} names no session", self.id());
        Error::new(ErrorKind::NotFound, message)
    }

    /// The client that everything is asked of.
    #[must_use]
    pub fn client(&self) -> &EtmClient {
        self.context.client()
    }

    /// What it shares with other objects.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Sets what it, and its session, share with other objects.
    pub fn set_context(&mut self, context: impl Into<Context>) {
        self.context = context.into();
        if let Some(session) = self.session.get_mut() {
            session.set_context(&self.context);
        }
    }

    /// All warnings so far, those of the session included, with `session.` before their fields.
    #[must_use]
    pub fn warnings(&self) -> Warnings {
        let mut all = self.log.lock().clone();
        if let Some(session) = self.session.get() {
            all.merge(session.warnings(), "session");
        }
        all
    }

    /// Forgets all warnings, those of the session included.
    pub fn clear_warnings(&mut self) {
        self.log.lock().clear();
        if let Some(session) = self.session.get_mut() {
            session.clear_warnings();
        }
    }

    /// Keeps warnings; fails when one of them stops.
    fn warn(&self, warnings: Vec<Warning>) -> Result<()> {
        let judged = self.context.judge(&format!("saved scenario {}", self.id()), &warnings);
        self.log.lock().extend(warnings);
        judged
    }

    /// Takes over what MyETM told anew, and whether the session came with it. A session that it still points to keeps what it
    /// has fetched.
    fn set_record(&mut self, mut record: Record) -> bool {
        let session = record.scenario.take();
        let has_session = session.is_some();
        let told = record.scenario_id.or(session.as_ref().map(|session| session.id));
        let is_other = told.is_some() && told != self.session_id();
        match (session, self.session.get_mut()) {
            (Some(session), Some(own)) if !is_other => own.set_record(session),
            (Some(session), _) => self.session = Session::of_record(&self.context, session).into(),
            (None, _) if is_other => self.session = OnceCell::new(),
            (None, _) => {}
        }
        record.id = record.id.or(self.record.id);
        record.scenario_id = told.or(self.record.scenario_id);
        self.record = record;
        has_session
    }
}

impl PartialEq for Scenario {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id() && self.client().engine_base_url() == other.client().engine_base_url()
    }
}

impl Eq for Scenario {}
