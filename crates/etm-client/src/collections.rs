//! Collections: up to six scenarios side by side, or the steps of a transition path.
//!
//! The same methods work through the engine ([`EtmClient::collections`]) and directly at MyETM
//! ([`MyEtm::collections`](crate::myetm::MyEtm::collections)), which says why it refuses something where the engine often does
//! not.

mod new;

use aurora_core::page::{Page, items};
use aurora_core::transport::Answer;
use aurora_core::{Error, ErrorKind, Result, StatusCode};
use futures_util::stream::{self, Stream, StreamExt, TryStreamExt};
use serde_json::{Map, Value, json};

pub use new::{CollectionUpdate, MOST_SCENARIOS, NewCollection};

use self::new::{check_most, check_path};
use crate::check::{invalid, positive};
use crate::raw::RawRequest;
use crate::saved_scenarios::{Place as SavedPlace, SavedScenarios, version};
use crate::types::{Collection, SavedScenario};
use crate::{EtmClient, lists, refusal};

/// So many saved scenarios are looked up at a time.
const LOOKUPS: usize = 3;

impl EtmClient {
    /// Collections, through the engine.
    #[must_use]
    pub fn collections(&self) -> Collections<'_> {
        Collections {
            client: self,
            place: Place::Engine,
        }
    }
}

/// Whom requests go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Engine,
    /// The engine, under the name that collections had before.
    TransitionPaths,
    /// MyETM itself.
    MyEtm,
}

/// Collections; see [`EtmClient::collections`].
#[derive(Clone, Copy, Debug)]
pub struct Collections<'a> {
    pub(crate) client: &'a EtmClient,
    pub(crate) place: Place,
}

impl Collections<'_> {
    /// The caller's own collections, the newest first and without discarded ones. A guest has none.
    ///
    /// Today the service sends all of them at once. Should it begin to page, the pages are fetched as they are taken.
    ///
    /// # Errors
    ///
    /// The stream ends after the first error: those of any request.
    pub fn list(&self) -> impl Stream<Item = Result<Collection>> + Send + use<> {
        let (client, place) = (self.client.clone(), self.place);
        items(1, move |number: u64| {
            let client = client.clone();
            async move {
                let group = Collections { client: &client, place };
                group.fetch(number, None).await
            }
        })
    }

    /// One page of the list: the first is 1, with at most `limit` collections. Today the service takes no notice of either:
    /// every page has all of them.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when page or limit is 0; else the errors of any request.
    pub async fn page(&self, number: u64, limit: u32) -> Result<Page<Collection>> {
        lists::check(number, limit).map_err(|error| error.with_operation(self.id(Verb::List)))?;
        self.fetch(number, Some(limit)).await
    }

    async fn fetch(&self, number: u64, limit: Option<u32>) -> Result<Page<Collection>> {
        const NAMES: [&str; 2] = ["collections", "data"];
        let request = self.client.request(self.id(Verb::List))?;
        if self.place == Place::MyEtm {
            let items = lists::whole(&self.send(request).await?, &NAMES)?;
            return Ok(Page::new(items, None));
        }
        let answer = self.send(lists::paged(request, number, limit)).await?;
        lists::page(&answer, &NAMES, number)
    }

    /// One collection.
    ///
    /// # Errors
    ///
    /// Fails with `NotFound` when there is none; with `Service` (through the engine) or `Forbidden` when it is somebody else's;
    /// else the errors of any request.
    pub async fn get(&self, id: i64) -> Result<Collection> {
        refusal::read(&self.send(self.of(Verb::Get, id)?).await?)
    }

    /// Makes a collection. If it has several saved scenarios, they are looked up first, to see that they are of one version.
    ///
    /// Engines with version `2025-01` drop most of what is sent, so that MyETM refuses it.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when there are more than six scenarios, when saved ones are of different
    /// versions (see also [`NewCollection::validate`]), and when the service refuses it; with `NotFound` when a saved scenario is
    /// not there, or the token may not write; with `OutcomeUnknown` when it may have been made but no answer came.
    pub async fn create(&self, new: &NewCollection) -> Result<Collection> {
        let operation = self.id(Verb::Create);
        new.validate().map_err(|error| error.with_operation(operation))?;
        let saved = self
            .looked_up(new.lists.saved.as_deref(), new.version.is_none())
            .await?;
        let common = one_version(&saved).map_err(|error| error.with_operation(operation))?;
        let mut fields = new.fields();
        if self.place == Place::MyEtm {
            let tag = new.version.clone().or(common).or_else(|| version(self.client));
            fields.insert("version".to_owned(), tag.ok_or_else(|| no_version(operation))?.into());
        }
        let request = self.client.request(operation)?.json(&rooted(fields));
        refusal::read(&self.send(request).await?).map_err(|error| match error.status() {
            // As long as it passes MyETM's refusals on with 200, an engine loses most of what is sent.
            Some(StatusCode::OK) if self.place != Place::MyEtm => {
                error.with_advice("engines of this age cannot make collections; make it at MyETM itself (myetm)")
            }
            _ => error,
        })
    }

    /// The saved scenarios whose versions matter: one alone is of one version, whichever that is.
    async fn looked_up(&self, ids: Option<&[i64]>, lacks_version: bool) -> Result<Vec<SavedScenario>> {
        let ids = ids.unwrap_or_default();
        let wants_version = self.place == Place::MyEtm && lacks_version;
        if ids.len() < 2 && !wants_version {
            return Ok(Vec::new());
        }
        let place = match self.place {
            Place::Engine | Place::TransitionPaths => SavedPlace::Engine,
            Place::MyEtm => SavedPlace::MyEtm,
        };
        let group = SavedScenarios {
            client: self.client,
            place,
        };
        let found = stream::iter(ids.to_vec()).map(|id| async move { group.get(id).await });
        found.buffered(LOOKUPS).try_collect().await
    }

    /// Changes a collection: what the update sets, and nothing else. If it sets one list only, the other is looked up first to
    /// see that there are six scenarios at most; and new saved scenarios, to see that they are of one version.
    ///
    /// # Errors
    ///
    /// As [`create`](Self::create); `InvalidRequest` before sending also when nothing is changed.
    pub async fn update(&self, id: i64, update: &CollectionUpdate) -> Result<Collection> {
        let operation = self.id(Verb::Update);
        let request = self.of(Verb::Update, id)?;
        update.validate().map_err(|error| error.with_operation(operation))?;
        if update.lists != new::Lists::default() {
            let now = self.get(id).await?;
            check_change(update, &now).map_err(|error| error.with_operation(operation))?;
            let saved = self.looked_up(update.lists.saved.as_deref(), false).await?;
            one_version(&saved).map_err(|error| error.with_operation(operation))?;
        }
        refusal::read(&self.send(request.json(&rooted(update.fields()))).await?)
    }

    /// Puts a collection into the trash, where it is kept for 60 days.
    ///
    /// The engine `2025-01` overlooks this; then MyETM itself is asked, if its address is known.
    ///
    /// # Errors
    ///
    /// As [`update`](Self::update); and with `Service` when the collection is not in the trash after it all the same.
    pub async fn discard(&self, id: i64) -> Result<Collection> {
        self.set_discarded(id, true).await
    }

    /// Takes a collection out of the trash; where the engine overlooks that, as for [`discard`](Self::discard).
    ///
    /// # Errors
    ///
    /// As [`discard`](Self::discard).
    pub async fn restore(&self, id: i64) -> Result<Collection> {
        self.set_discarded(id, false).await
    }

    async fn set_discarded(&self, id: i64, discarded: bool) -> Result<Collection> {
        let update = CollectionUpdate::new().with_discarded(discarded);
        let mut now = self.update(id, &update).await?;
        let is_overlooked = |now: &Collection| now.discarded == Some(!discarded);
        if is_overlooked(&now) && self.place != Place::MyEtm && self.client.my_etm_url().is_some() {
            now = self.client.myetm().collections().update(id, &update).await?;
        }
        if is_overlooked(&now) {
            let message = "the service answered, but the collection is where it was";
            return Err(Error::new(ErrorKind::Service, message)
                .with_operation(self.id(Verb::Update))
                .with_advice("its engine may not know the trash; ask MyETM itself (in the builder: with_my_etm_url)"));
        }
        Ok(now)
    }

    /// Deletes a collection for good. Its scenarios stay.
    ///
    /// # Errors
    ///
    /// Fails with `NotFound` when there is none, or the token may not delete; else as [`get`](Self::get).
    pub async fn delete(&self, id: i64) -> Result<()> {
        refusal::check(&self.send(self.of(Verb::Delete, id)?).await?)
    }
}

impl<'a> Collections<'a> {
    /// The same methods under the name that collections had before. The service has it for old programs only.
    #[must_use]
    pub fn transition_paths(&self) -> Collections<'a> {
        Collections {
            place: Place::TransitionPaths,
            ..*self
        }
    }

    fn id(&self, verb: Verb) -> &'static str {
        let (engine, alias, my_etm) = match verb {
            Verb::List => ("list_collections", "list_transition_paths", "myetm_list_collections"),
            Verb::Get => ("get_collection", "get_transition_path", "myetm_get_collection"),
            Verb::Create => ("create_collection", "create_transition_path", "myetm_create_collection"),
            Verb::Update => ("update_collection", "update_transition_path", "myetm_update_collection"),
            Verb::Delete => ("delete_collection", "delete_transition_path", "myetm_delete_collection"),
        };
        match self.place {
            Place::Engine => engine,
            Place::TransitionPaths => alias,
            Place::MyEtm => my_etm,
        }
    }

    /// A request about one collection.
    fn of(&self, verb: Verb, id: i64) -> Result<RawRequest> {
        let operation = self.id(verb);
        positive("the id of the collection", id).map_err(|error| error.with_operation(operation))?;
        Ok(self.client.request(operation)?.path_param("id", id))
    }

    async fn send(&self, request: RawRequest) -> Result<Answer> {
        let explained = |error: Error| match self.place {
            Place::Engine | Place::TransitionPaths => explained(error),
            Place::MyEtm => error,
        };
        self.client.send(request).await.map_err(explained)
    }
}

/// What is done to collections.
#[derive(Clone, Copy, Debug)]
enum Verb {
    List,
    Get,
    Create,
    Update,
    Delete,
}

fn rooted(fields: Map<String, Value>) -> Value {
    json!({"collection": fields})
}

/// The version that all of them have, if any says.
fn one_version(saved: &[SavedScenario]) -> Result<Option<String>> {
    let mut versions = saved
        .iter()
        .filter_map(|saved| Some((saved.id, saved.version.as_deref()?)));
    let Some((first, version)) = versions.next() else {
        return Ok(None);
    };
    match versions.find(|(_, other)| *other != version) {
        None => Ok(Some(version.to_owned())),
        Some((other, another)) => {
            let message = format!(
                "saved scenario {} is of version {version} and {} of {another}, but all in a collection have to be of one version",
                shown(first),
                shown(other)
            );
            Err(invalid(message))
        }
    }
}

fn shown(id: Option<i64>) -> String {
    id.map_or_else(|| "(without id)".to_owned(), |id| id.to_string())
}

/// Together with what stays, the new lists may be too long, or lead to several ends.
fn check_change(update: &CollectionUpdate, now: &Collection) -> Result<()> {
    let saved = update.lists.saved.as_ref().or(now.saved_scenario_ids.as_ref());
    let sessions = update.lists.sessions.as_ref().or(now.scenario_ids.as_ref());
    check_most(saved.map_or(0, Vec::len) + sessions.map_or(0, Vec::len))?;
    match (now.interpolation, saved) {
        (Some(true), Some(saved)) => check_path(saved),
        _ => Ok(()),
    }
}

fn no_version(operation: &'static str) -> Error {
    invalid("MyETM needs the version of the model, and nothing here tells which one it is")
        .with_operation(operation)
        .with_advice("set it (with_version), or name a saved scenario that has it")
}

/// The engine compares lists of ids whose order it has changed, and then finds nothing wrong with any of them.
fn explained(error: Error) -> Error {
    let body = error.body().and_then(|body| serde_json::from_str::<Value>(body).ok());
    let is_trap = body.is_some_and(|body| body["errors"]["scenario_ids"] == json!({}));
    if is_trap {
        return error.with_advice(
            "the engine refuses sessions whose ids are not in the order of their end years; give newer sessions for later years",
        );
    }
    refusal::explained(error)
}
