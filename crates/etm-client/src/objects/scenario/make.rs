//! Loading, changing, copying and deleting saved scenarios.

use aurora_core::{Error, ErrorKind, Result};

use super::Scenario;
use crate::check::invalid;
use crate::objects::bulk::Items;
use crate::objects::context::Context;
use crate::objects::session::Session;
use crate::sessions::CopyOptions;
use crate::{NewSavedScenario, SavedScenarioUpdate};

/// Saves a session.
pub(in crate::objects) async fn save(session: Session, title: &str, private: bool) -> Result<Scenario> {
    let context = session.context().clone();
    needs_token(&context)?;
    let mut new = NewSavedScenario::new(session.id(), title).with_private(private);
    if let (Some(area), Some(year)) = (session.area_code(), session.end_year()) {
        new = new.with_dataset(area, year);
    }
    let saved = context.client().saved_scenarios().create(&new).await;
    let mut record = saved.map_err(|error| {
        let id = session.id();
        error.with_advice(format!("session {id} is there, and not saved"))
    })?;
    // What is known of the session is more than what came with the answer.
    record.scenario = None;
    record.scenario_id = Some(session.id());
    let mut scenario = Scenario::of_record(context, record)?;
    scenario.session = session.into();
    Ok(scenario)
}

/// Fails for a guest, before anything is made that could then not be saved.
pub(super) fn needs_token(context: &Context) -> Result<()> {
    if !context.client().is_guest() {
        return Ok(());
    }
    let error = Error::new(
        ErrorKind::Credential,
        "a saved scenario belongs to an account, and there is no token",
    );
    Err(error.with_advice("set ETM_API_TOKEN (in the builder: with_token), or make a session, which needs none"))
}

impl Scenario {
    /// Loads a saved scenario, also a discarded one.
    ///
    /// # Errors
    ///
    /// As [`SavedScenarios::get`](crate::SavedScenarios::get).
    pub async fn load(context: impl Into<Context>, id: i64) -> Result<Self> {
        let context = context.into();
        let record = context.client().saved_scenarios().get(id).await?;
        Self::of_record(context, record)
    }

    /// Asks for the record anew. The session forgets everything that it has fetched, and is asked for anew as well if it did
    /// not come along.
    ///
    /// # Errors
    ///
    /// As [`load`](Self::load) and [`Session::refresh`].
    pub async fn refresh(&mut self) -> Result<()> {
        self.users.forget();
        let record = self.client().saved_scenarios().get(self.id()).await?;
        let has_session = self.set_record(record);
        match self.session.get_mut() {
            Some(session) if has_session => session.forget(),
            Some(session) => session.refresh().await?,
            None => {}
        }
        Ok(())
    }

    /// Changes title, privacy or session.
    ///
    /// # Errors
    ///
    /// As [`SavedScenarios::update`](crate::SavedScenarios::update).
    pub async fn update(&mut self, update: &SavedScenarioUpdate) -> Result<()> {
        let record = self.client().saved_scenarios().update(self.id(), update).await?;
        self.set_record(record);
        Ok(())
    }

    /// Puts it into the trash.
    ///
    /// # Errors
    ///
    /// As [`SavedScenarios::discard`](crate::SavedScenarios::discard).
    pub async fn discard(&mut self) -> Result<()> {
        self.client().saved_scenarios().discard(self.id()).await
    }

    /// Takes it out of the trash.
    ///
    /// # Errors
    ///
    /// As [`SavedScenarios::restore`](crate::SavedScenarios::restore).
    pub async fn restore(&mut self) -> Result<()> {
        let record = self.client().saved_scenarios().restore(self.id()).await?;
        self.set_record(record);
        Ok(())
    }

    /// Deletes it for good, and then its session. Sessions that it pointed to before stay.
    ///
    /// # Errors
    ///
    /// As [`SavedScenarios::delete`](crate::SavedScenarios::delete), in which case nothing is deleted; and as
    /// [`Sessions::delete`](crate::Sessions::delete), in which case the error says that only the session is left.
    pub async fn delete(self) -> Result<()> {
        self.client().saved_scenarios().delete(self.id()).await?;
        let Some(id) = self.session_id() else { return Ok(()) };
        self.client().sessions().delete(id).await.map_err(|error| {
            let advice = format!("saved scenario {} is deleted, and its session {id} is not", self.id());
            error.with_advice(advice)
        })
    }

    /// Saves a copy of the session that stands on its own: under this title, else `Copy of` and the title of this one.
    ///
    /// # Errors
    ///
    /// As [`Session::copy`] and [`Session::save`].
    pub async fn copy(&self, title: Option<&str>, private: Option<bool>, options: &CopyOptions) -> Result<Self> {
        needs_token(&self.context)?;
        let copy = self.session().await?.copy(options).await?;
        self.save_copy(copy, title, private).await
    }

    /// As [`copy`](Self::copy), with this session as the template of the copy's.
    ///
    /// # Errors
    ///
    /// As [`Session::copy_with_template`] and [`Session::save`].
    pub async fn copy_with_template(
        &self,
        title: Option<&str>,
        private: Option<bool>,
        options: &CopyOptions,
    ) -> Result<Self> {
        needs_token(&self.context)?;
        let copy = self.session().await?.copy_with_template(options).await?;
        self.save_copy(copy, title, private).await
    }

    async fn save_copy(&self, copy: Session, title: Option<&str>, private: Option<bool>) -> Result<Self> {
        let title = title.map_or_else(|| format!("Copy of {}", self.identifier()), str::to_owned);
        let private = private.or(self.record.private).unwrap_or_default();
        save(copy, &title, private).await
    }

    /// Makes one session for each year, each between those of the saved scenarios whose end years are around it, and saves them:
    /// under these titles, one for each year, else as `Interpolated to` and the year. What becomes of each is part of the
    /// result, by year.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when there are not as many titles as years, and with `Credential` for a
    /// guest; else as [`Session::interpolate`].
    pub async fn interpolate(
        scenarios: &[&Scenario],
        end_years: &[i32],
        titles: Option<&[&str]>,
    ) -> Result<Items<Self, i64>> {
        if let Some(titles) = titles.filter(|titles| titles.len() != end_years.len()) {
            let (titles, years) = (titles.len(), end_years.len());
            return Err(invalid(format!("there are {titles} titles for {years} years")));
        }
        let mut sessions = Vec::new();
        for scenario in scenarios {
            needs_token(&scenario.context)?;
            sessions.push(scenario.session().await?);
        }
        let made = Session::interpolate(&sessions, end_years).await?;
        let title = |year: i64| match (titles, end_years.iter().position(|own| i64::from(*own) == year)) {
            (Some(titles), Some(at)) => titles[at].to_owned(),
            _ => format!("Interpolated to {year}"),
        };
        let entries: Vec<_> = made
            .into_iter()
            .map(|session| {
                let year = session.end_year().unwrap_or_default();
                (year, (title(year), session))
            })
            .collect();
        let bulk = scenarios[0].context.bulk().clone();
        let saved = bulk.run(entries, |(title, session): (String, Session)| async move {
            let private = session.record().private.unwrap_or_default();
            save(session, &title, private).await
        });
        Ok(saved.await)
    }
}
