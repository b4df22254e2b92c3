//! MyETM itself, without the engine in between: what it keeps, featured scenarios, and the versions of the model.
//!
//! The engine passes most of this on ([`EtmClient::saved_scenarios`], [`EtmClient::collections`]), but loses a description and
//! a version on the way, and often the reason of a refusal. Here neither happens; and records come without their sessions.

use aurora_core::Result;
use serde::de::DeserializeOwned;

use crate::EtmClient;
use crate::check::positive;
use crate::collections::{Collections, Place as CollectionsPlace};
use crate::raw::RawRequest;
use crate::saved_scenarios::{Place as SavedPlace, SavedScenarios};
use crate::types::{FeaturedScenario, FeaturedSession, Version};
use crate::{lists, refusal};

impl EtmClient {
    /// MyETM itself. Everything in it fails before sending when its address is not known
    /// ([`my_etm_url`](EtmClient::my_etm_url)).
    #[must_use]
    pub fn myetm(&self) -> MyEtm<'_> {
        MyEtm { client: self }
    }
}

/// MyETM itself; see [`EtmClient::myetm`].
#[derive(Clone, Copy, Debug)]
pub struct MyEtm<'a> {
    pub(crate) client: &'a EtmClient,
}

impl<'a> MyEtm<'a> {
    /// Saved scenarios, with the same methods as through the engine. The list has those that the token's user has a role on.
    #[must_use]
    pub fn saved_scenarios(&self) -> SavedScenarios<'a> {
        SavedScenarios {
            client: self.client,
            place: SavedPlace::MyEtm,
        }
    }

    /// As [`saved_scenarios`](Self::saved_scenarios), but the list has everything that the token may read, public ones of
    /// others too.
    #[must_use]
    pub fn readable_saved_scenarios(&self) -> SavedScenarios<'a> {
        SavedScenarios {
            client: self.client,
            place: SavedPlace::MyEtmReadable,
        }
    }

    /// Collections, with the same methods as through the engine.
    #[must_use]
    pub fn collections(&self) -> Collections<'a> {
        Collections {
            client: self.client,
            place: CollectionsPlace::MyEtm,
        }
    }

    /// The saved scenarios that MyETM shows to everybody, or those of one version such as `latest`. No token is needed.
    ///
    /// # Errors
    ///
    /// The errors of any request.
    pub async fn featured(&self, version: Option<&str>) -> Result<Vec<FeaturedScenario>> {
        let request = self.client.request("myetm_list_featured_scenarios")?;
        self.list(with(request, "version", version), &["featured_scenarios"])
            .await
    }

    /// One featured scenario by its own id, which is not that of its saved scenario. No token is needed.
    ///
    /// # Errors
    ///
    /// Fails with `NotFound` when there is none; else the errors of any request.
    pub async fn featured_scenario(&self, id: i64) -> Result<FeaturedScenario> {
        let operation = "myetm_get_featured_scenario";
        positive("the id of the featured scenario", id).map_err(|error| error.with_operation(operation))?;
        let request = self.client.request(operation)?.path_param("id", id);
        refusal::read(&self.client.send(request).await?)
    }

    /// The sessions behind the featured scenarios, or behind those of one version: ids at the engine, and titles. No token is
    /// needed.
    ///
    /// # Errors
    ///
    /// The errors of any request.
    pub async fn featured_sessions(&self, version: Option<&str>) -> Result<Vec<FeaturedSession>> {
        let request = self.client.request("myetm_list_featured_scenario_sessions")?;
        self.list(with(request, "version", version), &["featured_scenarios", "scenarios"])
            .await
    }

    /// The versions of the model and where each one's engine is, or the one of this tag (none if there is no such). No token
    /// is needed.
    ///
    /// # Errors
    ///
    /// The errors of any request.
    pub async fn versions(&self, tag: Option<&str>) -> Result<Vec<Version>> {
        let request = self.client.request("myetm_list_versions")?;
        self.list(with(request, "tag", tag), &["versions"]).await
    }

    /// As [`versions`](Self::versions), all of them, the newest first.
    ///
    /// # Errors
    ///
    /// The errors of any request.
    pub async fn newest_versions(&self) -> Result<Vec<Version>> {
        let request = self.client.request("myetm_list_versions")?.query("sort", "desc");
        self.list(request, &["versions"]).await
    }

    async fn list<T: DeserializeOwned>(&self, request: RawRequest, names: &[&str]) -> Result<Vec<T>> {
        let answer = self.client.send(request).await?;
        lists::whole(&answer, names)
    }
}

fn with(request: RawRequest, name: &str, value: Option<&str>) -> RawRequest {
    match value {
        Some(value) => request.query(name, value),
        None => request,
    }
}
