//! Saved scenarios in a list, with sessions between them if need be.

use std::sync::Arc;

use aurora_core::Result;
use aurora_core::table::Table;
use futures_util::StreamExt;

use super::any::AnyScenario;
use super::bulk::{Items, Outcome};
use super::context::Context;
use super::scenario::{NewScenario, Scenario};
use super::session::Session;
use super::warnings::{Severity, Warnings};
use crate::types::SavedScenario as Record;
use crate::{Export, HourlyCurve};

/// Saved scenarios in a list, with sessions between them if need be.
///
/// ```no_run
/// use etm_client::objects::{NewScenario, Scenarios};
/// use etm_client::NewSession;
///
/// # async fn run(etm: etm_client::EtmClient) -> etm_client::Result<()> {
/// let new = [2030, 2040].map(|year| NewScenario::new(format!("In {year}"), NewSession::new("nl2019", year)));
/// let made = Scenarios::create_many(&etm, new).await;
/// for (title, error) in made.failed() {
///     println!("{title}: {error}");
/// }
/// println!("{} saved scenarios", Scenarios::load_all(&etm).await?.len());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Scenarios {
    items: Vec<AnyScenario>,
    warnings: Warnings,
}

list!(Scenarios of AnyScenario);

impl Scenarios {
    /// The saved scenarios that the token's user has a role on, with their sessions, the last changed first. If a later part
    /// of the list cannot be fetched, the list has what came before it, and a warning about `list`.
    ///
    /// # Errors
    ///
    /// As [`SavedScenarios::list`](crate::SavedScenarios::list), and when a warning stops.
    pub async fn load_all(context: impl Into<Context>) -> Result<Self> {
        let context = context.into();
        let stream = context.client().saved_scenarios().list();
        taken!(context, stream, |record: Record| Scenario::of_record(&context, record))
    }

    /// Saved scenarios by id.
    pub async fn load_many(context: impl Into<Context>, ids: &[i64]) -> Items<Scenario, i64> {
        let context = context.into();
        let own = context.in_bulk();
        let load = |id: i64| {
            let own = own.clone();
            async move { Scenario::load(own, id).await }
        };
        context.bulk().each(ids.iter().copied(), load).await
    }

    /// Makes saved scenarios, with everything that they are to hold; see [`Scenario::new`]. They go by their titles in the result, and
    /// what could not be set is among the warnings of each.
    pub async fn create_many(
        context: impl Into<Context>,
        new: impl IntoIterator<Item = NewScenario>,
    ) -> Items<Scenario> {
        let context = context.into();
        let own = context.in_bulk();
        let create = |new: NewScenario| {
            let own = own.clone();
            async move {
                let made = Scenario::new(own, &new).await;
                let warnings = made.as_ref().map(Scenario::warnings).unwrap_or_default();
                Outcome::new(made, warnings)
            }
        };
        let entries: Vec<_> = new.into_iter().map(|new| (new.title().to_owned(), new)).collect();
        context.bulk().run(entries, create).await
    }

    /// Puts saved scenarios into the trash.
    pub async fn discard_many(context: impl Into<Context>, ids: &[i64]) -> Items<(), i64> {
        let context = context.into();
        let client = context.client();
        let discard = |id: i64| async move { client.saved_scenarios().discard(id).await };
        context.bulk().each(ids.iter().copied(), discard).await
    }

    /// The saved ones among them.
    pub fn saved(&self) -> impl Iterator<Item = &Scenario> {
        self.items.iter().filter_map(AnyScenario::as_saved)
    }

    /// The sessions of all of them, by [label](AnyScenario::label), loaded where they are not there yet.
    pub async fn sessions(&self) -> Items<&Session> {
        let entries: Vec<_> = self.items.iter().map(|item| (item.label(), item)).collect();
        let Some(first) = self.items.first() else {
            return Items::from_iter([]);
        };
        first.context().bulk().run(entries, AnyScenario::session).await
    }

    /// Makes one saved scenario for each year, each between the saved ones of the list; see [`Scenario::interpolate`].
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn interpolate(&self, end_years: &[i32], titles: Option<&[&str]>) -> Result<Items<Scenario, i64>> {
        let scenarios: Vec<&Scenario> = self.saved().collect();
        Scenario::interpolate(&scenarios, end_years, titles).await
    }

    /// An hourly curve of each, by its [label](AnyScenario::label).
    pub async fn hourly(&self, curve: impl Into<HourlyCurve>) -> Items<Arc<Table>> {
        let curve = curve.into();
        let fetch = |item: AnyScenario| {
            let curve = curve.clone();
            async move { item.session().await?.hourly(curve).await }
        };
        self.each(fetch).await
    }

    /// An annual export of each, by its [label](AnyScenario::label).
    pub async fn export(&self, export: Export) -> Items<Arc<Table>> {
        self.each(|item: AnyScenario| async move { item.session().await?.export(export).await })
            .await
    }

    async fn each<T, Fut: Future<Output = Result<T>>>(&self, fetch: impl Fn(AnyScenario) -> Fut) -> Items<T> {
        let Some(first) = self.items.first() else {
            return Items::from_iter([]);
        };
        let entries: Vec<_> = self.items.iter().map(|item| (item.label(), item.clone())).collect();
        first.context().bulk().run(entries, fetch).await
    }
}
