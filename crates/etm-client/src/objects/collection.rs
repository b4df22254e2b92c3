//! A collection.

use aurora_core::{Error, ErrorKind, Result};
use futures_util::TryStreamExt;

use super::bulk::Items;
use super::context::Context;
use super::scenario::Scenario;
use super::session::Session;
use crate::types::Collection as Record;
use crate::{CollectionUpdate, EtmClient, NewCollection};

/// A collection: up to six scenarios side by side, or the steps of a transition path.
///
/// Two objects are equal when they are of the same collection of the same engine.
///
/// ```no_run
/// use etm_client::NewCollection;
/// use etm_client::objects::Collection;
///
/// # async fn run(etm: etm_client::EtmClient) -> etm_client::Result<()> {
/// let mut collection = Collection::create(&etm, &NewCollection::of_saved("Two ways", [5, 6])).await?;
/// for scenario in collection.scenarios().await.into_result()? {
///     println!("{}", scenario.identifier());
/// }
/// collection.discard().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Collection {
    context: Context,
    record: Record,
}

impl Collection {
    /// The collection of a record that was fetched before. Nothing is asked.
    ///
    /// # Errors
    ///
    /// Fails with `Decode` when the record has no id.
    pub fn of_record(context: impl Into<Context>, record: Record) -> Result<Self> {
        if record.id.is_none() {
            return Err(Error::new(ErrorKind::Decode, "the collection in the answer has no id"));
        }
        Ok(Self {
            context: context.into(),
            record,
        })
    }

    /// Loads a collection.
    ///
    /// # Errors
    ///
    /// As [`Collections::get`](crate::Collections::get).
    pub async fn load(context: impl Into<Context>, id: i64) -> Result<Self> {
        let context = context.into();
        let record = context.client().collections().get(id).await?;
        Self::of_record(context, record)
    }

    /// Loads the caller's own collections.
    ///
    /// # Errors
    ///
    /// As [`Collections::list`](crate::Collections::list).
    pub async fn load_all(context: impl Into<Context>) -> Result<Vec<Self>> {
        let context = context.into();
        let records: Vec<Record> = context.client().collections().list().try_collect().await?;
        records
            .into_iter()
            .map(|record| Self::of_record(&context, record))
            .collect()
    }

    /// Makes a collection.
    ///
    /// # Errors
    ///
    /// As [`Collections::create`](crate::Collections::create).
    pub async fn create(context: impl Into<Context>, new: &NewCollection) -> Result<Self> {
        let context = context.into();
        let record = context.client().collections().create(new).await?;
        Self::of_record(context, record)
    }

    /// The id, at MyETM.
    #[must_use]
    pub fn id(&self) -> i64 {
        self.record.id.unwrap_or_default()
    }

    /// The title.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.record.title.as_deref()
    }

    /// The saved scenarios in it, in order.
    #[must_use]
    pub fn saved_scenario_ids(&self) -> &[i64] {
        self.record.saved_scenario_ids.as_deref().unwrap_or_default()
    }

    /// The sessions in it, in order.
    #[must_use]
    pub fn session_ids(&self) -> &[i64] {
        self.record.scenario_ids.as_deref().unwrap_or_default()
    }

    /// What MyETM told last about the collection.
    #[must_use]
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The client that everything is asked of.
    #[must_use]
    pub fn client(&self) -> &EtmClient {
        self.context.client()
    }

    /// Loads the saved scenarios in it. What becomes of each is part of the result, by id.
    pub async fn scenarios(&self) -> Items<Scenario, i64> {
        let context = self.context.in_bulk();
        let ids = self.saved_scenario_ids().to_vec();
        let load = |id: i64| {
            let context = context.clone();
            async move { Scenario::load(context, id).await }
        };
        self.context.bulk().each(ids, load).await
    }

    /// Loads the sessions in it. What becomes of each is part of the result, by id.
    pub async fn sessions(&self) -> Items<Session, i64> {
        let context = self.context.in_bulk();
        let ids = self.session_ids().to_vec();
        let load = |id: i64| {
            let context = context.clone();
            async move { Session::load(context, id).await }
        };
        self.context.bulk().each(ids, load).await
    }

    /// Asks for the record anew.
    ///
    /// # Errors
    ///
    /// As [`load`](Self::load).
    pub async fn refresh(&mut self) -> Result<()> {
        let record = self.client().collections().get(self.id()).await?;
        self.set_record(record);
        Ok(())
    }

    /// Changes the collection.
    ///
    /// # Errors
    ///
    /// As [`Collections::update`](crate::Collections::update).
    pub async fn update(&mut self, update: &CollectionUpdate) -> Result<()> {
        let record = self.client().collections().update(self.id(), update).await?;
        self.set_record(record);
        Ok(())
    }

    /// Puts the collection into the trash.
    ///
    /// # Errors
    ///
    /// As [`update`](Self::update).
    pub async fn discard(&mut self) -> Result<()> {
        self.update(&CollectionUpdate::new().with_discarded(true)).await
    }

    /// Takes the collection out of the trash.
    ///
    /// # Errors
    ///
    /// As [`update`](Self::update).
    pub async fn restore(&mut self) -> Result<()> {
        self.update(&CollectionUpdate::new().with_discarded(false)).await
    }

    /// Deletes the collection for good. Its scenarios stay.
    ///
    /// # Errors
    ///
    /// As [`Collections::delete`](crate::Collections::delete).
    pub async fn delete(self) -> Result<()> {
        self.client().collections().delete(self.id()).await
    }

    fn set_record(&mut self, record: Record) {
        let id = self.record.id;
        self.record = record;
        self.record.id = self.record.id.or(id);
    }
}

impl PartialEq for Collection {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id() && self.client().engine_base_url() == other.client().engine_base_url()
    }
}

impl Eq for Collection {}
