//! Making, loading, copying, saving and deleting sessions.

use aurora_core::Result;

use super::Session;
use crate::check::{invalid, some};
use crate::objects::context::Context;
use crate::objects::scenario::{self, Scenario};
use crate::sessions::{CopyOptions, Interpolation, SessionUpdate};
use crate::{NewSession, QueryResults};

impl Session {
    /// Makes a session.
    ///
    /// # Errors
    ///
    /// As [`Sessions::create`](crate::Sessions::create).
    pub async fn new(context: impl Into<Context>, new: &NewSession) -> Result<Self> {
        let context = context.into();
        let record = context.client().sessions().create(new).await?;
        Ok(Self::of_record(context, record))
    }

    /// Loads a session.
    ///
    /// # Errors
    ///
    /// As [`Sessions::get`](crate::Sessions::get).
    pub async fn load(context: impl Into<Context>, id: i64) -> Result<Self> {
        let context = context.into();
        let record = context.client().sessions().get(id).await?;
        Ok(Self::of_record(context, record))
    }

    /// Asks for the record anew, and forgets everything else that was fetched.
    ///
    /// # Errors
    ///
    /// As [`load`](Self::load).
    pub async fn refresh(&mut self) -> Result<()> {
        self.forget();
        let record = self.client().sessions().get(self.id()).await?;
        self.set_record(record);
        Ok(())
    }

    /// Makes a copy that stands on its own: a reset goes back to the defaults of the area. Two requests; should the second one
    /// fail, the error names the copy.
    ///
    /// The copy has no title unless the options give it one.
    ///
    /// # Errors
    ///
    /// As [`Sessions::copy`](crate::Sessions::copy) and [`Sessions::update`](crate::Sessions::update).
    pub async fn copy(&self, options: &CopyOptions) -> Result<Self> {
        let mut copy = self.copy_with_template(options).await?;
        let id = copy.id();
        let cut = copy.update(&SessionUpdate::new().without_template()).await;
        cut.map_err(|error| {
            error.with_advice(format!(
                "the copy is session {id}, and still has {} as its template",
                self.id()
            ))
        })?;
        Ok(copy)
    }

    /// Makes a copy with this session as its template: a reset goes back to what this session has.
    ///
    /// # Errors
    ///
    /// As [`Sessions::copy`](crate::Sessions::copy).
    pub async fn copy_with_template(&self, options: &CopyOptions) -> Result<Self> {
        let record = self.client().sessions().copy(self.id(), options).await?;
        Ok(Self::of_record(&self.context, record))
    }

    /// Makes one session for each year, each between the sessions whose end years are around it.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when there is no session, when they are of several areas, and when two of them are
    /// about the same year; else as [`Sessions::interpolate_many`](crate::Sessions::interpolate_many).
    pub async fn interpolate(sessions: &[&Session], end_years: &[i32]) -> Result<Vec<Self>> {
        some("sessions to interpolate", sessions)?;
        one_area(sessions)?;
        different_years(sessions)?;
        let context = sessions[0].context.clone();
        let ids = sessions.iter().map(|session| session.id());
        let interpolation = Interpolation::new(ids, end_years.iter().copied());
        let records = context.client().sessions().interpolate_many(&interpolation).await?;
        let session = |record| Self::of_record(&context, record);
        Ok(records.into_iter().map(session).collect())
    }

    /// Saves the session in MyETM: under this title, else its own, and private as said, else as the session is.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when there is no title, and with `Credential` for a guest; else as
    /// [`SavedScenarios::create`](crate::SavedScenarios::create).
    pub async fn save(&self, title: Option<&str>, private: Option<bool>) -> Result<Scenario> {
        let Some(title) = title.or(self.title()) else {
            let message = format!("session {} has no title to be saved under", self.id());
            return Err(invalid(message).with_advice("give one"));
        };
        let private = private.or(self.record.private).unwrap_or_default();
        scenario::save(self.clone(), title, private).await
    }

    /// Changes the session in one request, and runs the queries of the update; see [`SessionUpdate`]. What depends on the
    /// change is forgotten.
    ///
    /// # Errors
    ///
    /// As [`Sessions::update`](crate::Sessions::update).
    pub async fn update(&mut self, update: &SessionUpdate) -> Result<QueryResults> {
        if update.touches_inputs() {
            self.inputs_change();
        }
        let updated = self.client().sessions().update(self.id(), update).await?;
        self.set_record(updated.scenario);
        Ok(updated.results)
    }

    /// Deletes the session for good.
    ///
    /// # Errors
    ///
    /// As [`Sessions::delete`](crate::Sessions::delete).
    pub async fn delete(self) -> Result<()> {
        self.client().sessions().delete(self.id()).await
    }
}

fn one_area(sessions: &[&Session]) -> Result<()> {
    let mut areas: Vec<&str> = sessions.iter().filter_map(|session| session.area_code()).collect();
    areas.sort_unstable();
    areas.dedup();
    if areas.len() > 1 {
        let areas = areas.join(", ");
        return Err(invalid(format!(
            "sessions to interpolate have to be of one area, and these are of {areas}"
        )));
    }
    Ok(())
}

fn different_years(sessions: &[&Session]) -> Result<()> {
    for (at, session) in sessions.iter().enumerate() {
        let Some(year) = session.end_year() else { continue };
        let twin = sessions[..at].iter().find(|other| other.end_year() == Some(year));
        if let Some(twin) = twin {
            return Err(invalid(format!(
                "sessions {} and {} are both about {year}, and sessions to interpolate have to be about different years",
                twin.id(),
                session.id()
            )));
        }
    }
    Ok(())
}
