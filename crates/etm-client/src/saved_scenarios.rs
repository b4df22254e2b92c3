//! Saved scenarios: records of MyETM that give a session a title, a history and users.
//!
//! The same methods work through the engine ([`EtmClient::saved_scenarios`]) and directly at MyETM
//! ([`MyEtm::saved_scenarios`](crate::myetm::MyEtm::saved_scenarios)). Through the engine, each record comes with its session.

mod new;

use aurora_core::page::{Page, items};
use aurora_core::transport::Answer;
use aurora_core::{Error, Result};
use futures_util::Stream;
use serde_json::{Map, Value, json};

pub use new::{NewSavedScenario, SavedScenarioUpdate};

use crate::auth::etm::Environment;
use crate::check::positive;
use crate::raw::RawRequest;
use crate::types::SavedScenario;
use crate::users::SavedScenarioUsers;
use crate::{EtmClient, lists, refusal};

impl EtmClient {
    /// Saved scenarios, through the engine.
    #[must_use]
    pub fn saved_scenarios(&self) -> SavedScenarios<'_> {
        SavedScenarios {
            client: self,
            place: Place::Engine,
        }
    }
}

/// Whom requests go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Engine,
    /// MyETM itself.
    MyEtm,
    /// MyETM itself, and lists have everything that the token may read.
    MyEtmReadable,
}

/// Saved scenarios; see [`EtmClient::saved_scenarios`].
///
/// Engines from before June 2026 answer status 200 when MyETM refuses; that is an error here all the same. Newer ones answer
/// 500 where MyETM says that a record is somebody else's.
#[derive(Clone, Copy, Debug)]
pub struct SavedScenarios<'a> {
    pub(crate) client: &'a EtmClient,
    pub(crate) place: Place,
}

impl SavedScenarios<'_> {
    /// The saved scenarios that the token's user has a role on, own and shared ones, the last changed first and without
    /// discarded ones. A guest has none.
    ///
    /// Today the service sends all of them at once. Should it begin to page, the pages are fetched as they are taken.
    ///
    /// # Errors
    ///
    /// The stream ends after the first error: those of any request.
    pub fn list(&self) -> impl Stream<Item = Result<SavedScenario>> + Send + use<> {
        let (client, place) = (self.client.clone(), self.place);
        items(1, move |number: u64| {
            let client = client.clone();
            async move {
                let group = SavedScenarios { client: &client, place };
                group.fetch(number, None).await
            }
        })
    }

    /// One page of the list: the first is 1, with at most `limit` saved scenarios. Today the service takes no notice of
    /// either: through the engine every page has all of them, and MyETM itself, which knows no pages, is asked for all.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when page or limit is 0; else the errors of any request.
    pub async fn page(&self, number: u64, limit: u32) -> Result<Page<SavedScenario>> {
        lists::check(number, limit).map_err(|error| error.with_operation(self.id(Verb::List)))?;
        self.fetch(number, Some(limit)).await
    }

    async fn fetch(&self, number: u64, limit: Option<u32>) -> Result<Page<SavedScenario>> {
        const NAMES: [&str; 2] = ["data", "saved_scenarios"];
        let request = self.client.request(self.id(Verb::List))?;
        let request = match self.place {
            Place::Engine => {
                let answer = self.send(lists::paged(request, number, limit)).await?;
                return lists::page(&answer, &NAMES, number);
            }
            Place::MyEtm => request,
            Place::MyEtmReadable => request.query("scope", "all"),
        };
        let items = lists::whole(&self.send(request).await?, &NAMES)?;
        Ok(Page::new(items, None))
    }

    /// One saved scenario, also a discarded one.
    ///
    /// # Errors
    ///
    /// Fails with `NotFound` when there is none or the token may not see it; else the errors of any request.
    pub async fn get(&self, id: i64) -> Result<SavedScenario> {
        refusal::read(&self.send(self.of(Verb::Get, id)?).await?)
    }

    /// Saves a session. Its user becomes the owner; a little later the session gets the same users, and is brought along when
    /// the model changes.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when title or id are missing, and when the session does not exist or may
    /// not be read; with `NotFound` when the token may not write; with `OutcomeUnknown` when it may have been saved but no
    /// answer came: it is not sent again.
    pub async fn create(&self, new: &NewSavedScenario) -> Result<SavedScenario> {
        let operation = self.id(Verb::Create);
        new.validate().map_err(|error| error.with_operation(operation))?;
        let body = match self.place {
            Place::Engine => Value::Object(new.fields()),
            Place::MyEtm | Place::MyEtmReadable => rooted(self.described(new).await?.own_fields()),
        };
        let request = self.client.request(operation)?.json(&body);
        refusal::read(&self.send(request).await?)
    }

    /// Saves a session under a title, with everything else as the account says.
    ///
    /// # Errors
    ///
    /// As [`create`](Self::create).
    pub async fn from_session(&self, session_id: i64, title: &str) -> Result<SavedScenario> {
        self.create(&NewSavedScenario::new(session_id, title)).await
    }

    /// Adds what MyETM cannot find out by itself.
    async fn described(&self, new: &NewSavedScenario) -> Result<NewSavedScenario> {
        let mut new = new.clone();
        if new.version.is_none() {
            new.version = version(self.client);
        }
        if new.area_code.is_none() || new.end_year.is_none() {
            let session = self.client.sessions().get(new.session_id).await?;
            new.area_code = new.area_code.or(session.area_code);
            new.end_year = new.end_year.or(session.end_year);
        }
        Ok(new)
    }

    /// Changes a saved scenario: what the update sets, and nothing else.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when nothing is changed; with `NotFound` when there is no such saved
    /// scenario or the token may not write; else the errors of any request.
    pub async fn update(&self, id: i64, update: &SavedScenarioUpdate) -> Result<SavedScenario> {
        update
            .validate()
            .map_err(|error| error.with_operation(self.id(Verb::Update)))?;
        let body = match self.place {
            Place::Engine => Value::Object(update.fields()),
            Place::MyEtm | Place::MyEtmReadable => rooted(update.fields()),
        };
        refusal::read(&self.send(self.of(Verb::Update, id)?.json(&body)).await?)
    }

    /// Points a saved scenario to another session; see [`SavedScenarioUpdate::with_session`].
    ///
    /// # Errors
    ///
    /// As [`update`](Self::update).
    pub async fn set_session(&self, id: i64, session_id: i64) -> Result<SavedScenario> {
        self.update(id, &SavedScenarioUpdate::new().with_session(session_id))
            .await
    }

    /// Puts a saved scenario into the trash, where it is kept for 60 days; once more changes nothing. Its sessions lose the
    /// users that they had from it.
    ///
    /// Engines from before June 2026 cannot do this; then MyETM itself is asked, if its address is known.
    ///
    /// # Errors
    ///
    /// Fails with `NotFound` when there is no such saved scenario, or the token may not delete; else the errors of any
    /// request.
    pub async fn discard(&self, id: i64) -> Result<()> {
        let result = self.send(self.of(Verb::Discard, id)?).await;
        let is_missing = result.as_ref().is_err_and(refusal::is_missing_route);
        if is_missing && self.place == Place::Engine && self.client.my_etm_url().is_some() {
            let request = self.direct().of(Verb::Discard, id)?;
            return refusal::check(&self.client.send(request).await?);
        }
        refusal::check(&result?)
    }

    /// Takes a saved scenario out of the trash. No engine can do this, so MyETM itself is asked.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when the address of MyETM is not known; else as [`update`](Self::update).
    pub async fn restore(&self, id: i64) -> Result<SavedScenario> {
        let request = self.direct().of(Verb::Update, id)?;
        let body = json!({"saved_scenario": {"discarded": false}});
        refusal::read(&self.client.send(request.json(&body)).await?)
    }

    /// Deletes a saved scenario for good. Its sessions stay.
    ///
    /// # Errors
    ///
    /// Fails with `NotFound` when there is no such saved scenario; else the errors of any request.
    pub async fn delete(&self, id: i64) -> Result<()> {
        refusal::check(&self.send(self.of(Verb::Delete, id)?).await?)
    }
}

impl<'a> SavedScenarios<'a> {
    /// The users of a saved scenario. Nothing is asked before a method is called.
    #[must_use]
    pub fn users(&self, id: i64) -> SavedScenarioUsers<'a> {
        SavedScenarioUsers::new(self.client, id, self.place != Place::Engine)
    }

    fn direct(&self) -> Self {
        Self {
            place: Place::MyEtm,
            ..*self
        }
    }

    fn id(&self, verb: Verb) -> &'static str {
        let ids = match verb {
            Verb::List => ("list_saved_scenarios", "myetm_list_saved_scenarios"),
            Verb::Get => ("get_saved_scenario", "myetm_get_saved_scenario"),
            Verb::Create => ("create_saved_scenario", "myetm_create_saved_scenario"),
            Verb::Update => ("update_saved_scenario", "myetm_update_saved_scenario"),
            Verb::Discard => ("discard_saved_scenario", "myetm_discard_saved_scenario"),
            Verb::Delete => ("delete_saved_scenario", "myetm_delete_saved_scenario"),
        };
        match self.place {
            Place::Engine => ids.0,
            Place::MyEtm | Place::MyEtmReadable => ids.1,
        }
    }

    /// A request about one saved scenario.
    fn of(&self, verb: Verb, id: i64) -> Result<RawRequest> {
        let operation = self.id(verb);
        positive("the id of the saved scenario", id).map_err(|error| error.with_operation(operation))?;
        Ok(self.client.request(operation)?.path_param("id", id))
    }

    async fn send(&self, request: RawRequest) -> Result<Answer> {
        let explained = |error: Error| match self.place {
            Place::Engine => refusal::explained(error),
            Place::MyEtm | Place::MyEtmReadable => error,
        };
        self.client.send(request).await.map_err(explained)
    }
}

/// What is done to saved scenarios.
#[derive(Clone, Copy, Debug)]
enum Verb {
    List,
    Get,
    Create,
    Update,
    Discard,
    Delete,
}

/// MyETM keeps a description and a version only if they are nested.
fn rooted(fields: Map<String, Value>) -> Value {
    json!({"saved_scenario": fields})
}

/// The tag of the engine's version, if its address tells.
pub(crate) fn version(client: &EtmClient) -> Option<String> {
    match client.environment()? {
        Environment::Production => Some("latest".to_owned()),
        Environment::Stable(tag) => Some(tag),
        _ => None,
    }
}
