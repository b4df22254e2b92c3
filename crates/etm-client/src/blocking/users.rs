//! Who may use a session or a saved scenario.

use super::EtmClient;
use crate::types::{SavedScenarioUser, ScenarioUser};
use crate::{Role, UserChanges, UserDone, UserOutcome, Who};

impl EtmClient {
    /// The users of a session. Nothing is asked before a method is called.
    #[must_use]
    pub fn users(&self, session_id: i64) -> Users<'_> {
        Users {
            client: self,
            session_id,
        }
    }
}

group! {
    /// The users of a session.
    Users { session_id: i64 }
}

twins! {
    crate::users::Users as Users, group => group.client.client.users(group.session_id);
    list() -> Vec<ScenarioUser>;
    set(changes: &UserChanges) -> UserOutcome<ScenarioUser>;
    add(email: impl Into<Who>, role: Role) -> UserDone<ScenarioUser>;
    change(who: impl Into<Who>, role: Role) -> UserDone<ScenarioUser>;
    ensure(who: impl Into<Who>, role: Role) -> UserDone<ScenarioUser>;
    remove(who: impl Into<Who>) -> UserDone<ScenarioUser>;
}

/// The users of a saved scenario.
#[derive(Clone, Copy, Debug)]
pub struct SavedScenarioUsers<'a> {
    pub(super) client: &'a EtmClient,
    pub(super) users: crate::users::SavedScenarioUsers<'a>,
}

twins! {
    crate::users::SavedScenarioUsers as SavedScenarioUsers, group => group.users;
    list() -> Vec<SavedScenarioUser>;
    set(changes: &UserChanges) -> UserOutcome<SavedScenarioUser>;
    add(email: impl Into<Who>, role: Role) -> UserDone<SavedScenarioUser>;
    change(who: impl Into<Who>, role: Role) -> UserDone<SavedScenarioUser>;
    ensure(who: impl Into<Who>, role: Role) -> UserDone<SavedScenarioUser>;
    remove(who: impl Into<Who>) -> UserDone<SavedScenarioUser>;
}
