//! MyETM itself.

use super::EtmClient;
use super::collections::Collections;
use super::saved_scenarios::SavedScenarios;
use crate::types::{FeaturedScenario, FeaturedSession, Version};

impl EtmClient {
    /// MyETM itself, without the engine in between.
    #[must_use]
    pub fn myetm(&self) -> MyEtm<'_> {
        MyEtm { client: self }
    }
}

group! {
    /// MyETM itself.
    MyEtm
}

impl<'a> MyEtm<'a> {
    /// Saved scenarios; see [`saved_scenarios`](crate::MyEtm::saved_scenarios) of the async client.
    #[must_use]
    pub fn saved_scenarios(&self) -> SavedScenarios<'a> {
        SavedScenarios {
            client: self.client,
            group: self.client.client.myetm().saved_scenarios(),
        }
    }

    /// Saved scenarios, and lists have everything that the token may read; see
    /// [`readable_saved_scenarios`](crate::MyEtm::readable_saved_scenarios) of the async client.
    #[must_use]
    pub fn readable_saved_scenarios(&self) -> SavedScenarios<'a> {
        SavedScenarios {
            client: self.client,
            group: self.client.client.myetm().readable_saved_scenarios(),
        }
    }

    /// Collections; see [`collections`](crate::MyEtm::collections) of the async client.
    #[must_use]
    pub fn collections(&self) -> Collections<'a> {
        Collections {
            client: self.client,
            group: self.client.client.myetm().collections(),
        }
    }
}

twins! {
    crate::MyEtm as MyEtm, this => this.client.client.myetm();
    featured(version: Option<&str>) -> Vec<FeaturedScenario>;
    featured_scenario(id: i64) -> FeaturedScenario;
    featured_sessions(version: Option<&str>) -> Vec<FeaturedSession>;
    versions(tag: Option<&str>) -> Vec<Version>;
    newest_versions() -> Vec<Version>;
}
