//! Sessions in a list.

use std::sync::Arc;

use aurora_core::table::Table;
use aurora_core::{Error, ErrorKind, Result};
use futures_util::StreamExt;

use super::bulk::Items;
use super::context::Context;
use super::session::Session;
use super::warnings::{Severity, Warnings};
use crate::types::Scenario as Record;
use crate::{Export, HourlyCurve, NewSession};

/// Sessions in a list.
///
/// ```no_run
/// use etm_client::objects::Sessions;
///
/// # async fn run(etm: etm_client::EtmClient) -> etm_client::Result<()> {
/// let sessions = Sessions::load_all(&etm).await?.filter(|session| session.area_code() == Some("nl2019"));
/// for session in &sessions {
///     println!("{} is about {:?}", session.identifier(), session.end_year());
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Sessions {
    items: Vec<Session>,
    warnings: Warnings,
}

list!(Sessions of Session);

impl Sessions {
    /// The sessions that the token's user has a role on, the newest first. If a later part of the list cannot be fetched, the
    /// list has what came before it, and a warning about `list`.
    ///
    /// # Errors
    ///
    /// As [`Sessions::list`](crate::Sessions::list), and when a warning stops.
    pub async fn load_all(context: impl Into<Context>) -> Result<Self> {
        let context = context.into();
        let stream = context.client().sessions().list();
        taken!(context, stream, |record: Record| Ok::<_, Error>(Session::of_record(
            &context, record
        )))
    }

    /// One page of them; see [`Sessions::page`](crate::Sessions::page).
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn load_page(context: impl Into<Context>, number: u64, limit: u32) -> Result<Self> {
        let context = context.into();
        let page = context.client().sessions().page(number, limit).await?;
        let session = |record| Session::of_record(&context, record);
        Ok(page.items.into_iter().map(session).collect())
    }

    /// Sessions by id, a hundred in each request. Which of them are not there, or not the caller's to read, is part of the result.
    ///
    /// # Errors
    ///
    /// The errors of any request.
    pub async fn load_many(context: impl Into<Context>, ids: &[i64]) -> Result<Items<Session, i64>> {
        let context = context.into();
        if ids.is_empty() {
            return Ok(Items::from_iter([]));
        }
        let found = context.client().sessions().batch(ids).await?.found;
        let load = |id: i64| {
            let record = found.iter().find(|record| record.id == id).cloned();
            let session = record.map(|record| Session::of_record(&context, record));
            async move { session.ok_or_else(|| missing(id)) }
        };
        Ok(context.bulk().each(ids.iter().copied(), load).await)
    }

    /// Makes sessions, which go by their keys in the result.
    pub async fn create_many<K>(
        context: impl Into<Context>,
        new: impl IntoIterator<Item = (K, NewSession)>,
    ) -> Items<Session, K> {
        let context = context.into();
        let own = context.in_bulk();
        let create = |new: NewSession| {
            let own = own.clone();
            async move { Session::new(own, &new).await }
        };
        context.bulk().run(new, create).await
    }

    /// Deletes sessions for good.
    pub async fn delete_many(context: impl Into<Context>, ids: &[i64]) -> Items<(), i64> {
        let context = context.into();
        let client = context.client();
        let delete = |id: i64| async move { client.sessions().delete(id).await };
        context.bulk().each(ids.iter().copied(), delete).await
    }

    /// Makes one session for each year, each between those of the list; see [`Session::interpolate`].
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn interpolate(&self, end_years: &[i32]) -> Result<Self> {
        let sessions: Vec<&Session> = self.items.iter().collect();
        let made = Session::interpolate(&sessions, end_years).await?;
        Ok(made.into_iter().collect())
    }

    /// An hourly curve of each session, by its [identifier](Session::identifier).
    pub async fn hourly(&self, curve: impl Into<HourlyCurve>) -> Items<Arc<Table>> {
        let curve = curve.into();
        let fetch = |session: &Session| {
            let (session, curve) = (session.clone(), curve.clone());
            async move { session.hourly(curve).await }
        };
        self.each(fetch).await
    }

    /// An annual export of each session, by its [identifier](Session::identifier).
    pub async fn export(&self, export: Export) -> Items<Arc<Table>> {
        let fetch = |session: &Session| {
            let session = session.clone();
            async move { session.export(export).await }
        };
        self.each(fetch).await
    }

    async fn each<T, Fut: Future<Output = Result<T>>>(&self, fetch: impl Fn(&Session) -> Fut) -> Items<T> {
        let Some(first) = self.items.first() else {
            return Items::from_iter([]);
        };
        let entries: Vec<_> = self
            .items
            .iter()
            .map(|session| (session.identifier(), fetch(session)))
            .collect();
        first.context().bulk().run(entries, |fetched| fetched).await
    }
}

fn missing(id: i64) -> Error {
    Error::new(
        ErrorKind::NotFound,
        format!("there is no session {id}, or it may not be read"),
    )
}
