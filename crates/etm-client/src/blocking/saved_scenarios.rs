//! Saved scenarios.

use super::users::SavedScenarioUsers;
use super::{EtmClient, Items};
use crate::page::Page;
use crate::types::SavedScenario;
use crate::{NewSavedScenario, SavedScenarioUpdate};

impl EtmClient {
    /// Saved scenarios, through the engine.
    #[must_use]
    pub fn saved_scenarios(&self) -> SavedScenarios<'_> {
        SavedScenarios {
            client: self,
            group: self.client.saved_scenarios(),
        }
    }
}

/// Saved scenarios, through the engine or at MyETM.
#[derive(Clone, Copy, Debug)]
pub struct SavedScenarios<'a> {
    pub(super) client: &'a EtmClient,
    pub(super) group: crate::saved_scenarios::SavedScenarios<'a>,
}

impl<'a> SavedScenarios<'a> {
    /// The saved scenarios that the token's user has a role on; see [`list`](crate::saved_scenarios::SavedScenarios::list) of
    /// the async client.
    #[must_use]
    pub fn list(&self) -> Items<SavedScenario> {
        Items::new(self.group.list(), &self.client.runtime)
    }

    /// The users of a saved scenario. Nothing is asked before a method is called.
    #[must_use]
    pub fn users(&self, id: i64) -> SavedScenarioUsers<'a> {
        SavedScenarioUsers {
            client: self.client,
            users: self.group.users(id),
        }
    }
}

twins! {
    crate::saved_scenarios::SavedScenarios as SavedScenarios, this => this.group;
    page(number: u64, limit: u32) -> Page<SavedScenario>;
    get(id: i64) -> SavedScenario;
    create(new: &NewSavedScenario) -> SavedScenario;
    from_session(session_id: i64, title: &str) -> SavedScenario;
    update(id: i64, update: &SavedScenarioUpdate) -> SavedScenario;
    set_session(id: i64, session_id: i64) -> SavedScenario;
    discard(id: i64) -> ();
    restore(id: i64) -> SavedScenario;
    delete(id: i64) -> ();
}
