//! The users of a session.

use std::sync::Arc;

use aurora_core::Result;

use super::Session;
use crate::objects::pending::PendingUsers;
use crate::types::ScenarioUser;
use crate::{UserChanges, UserOutcome};

impl Session {
    /// The users. Kept.
    ///
    /// # Errors
    ///
    /// As [`Users::list`](crate::Users::list).
    pub async fn users(&self) -> Result<Arc<Vec<ScenarioUser>>> {
        let group = self.client().users(self.id());
        self.parts.users.get(group.list()).await
    }

    /// Changes users at once; see [`Users::set`](crate::Users::set).
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn update_users(&mut self, changes: &UserChanges) -> Result<UserOutcome<ScenarioUser>> {
        self.users_change();
        self.client().users(self.id()).set(changes).await
    }

    /// Changes of users that wait to be [applied](Self::apply_pending_users).
    pub fn pending_users(&self) -> &PendingUsers {
        &self.pending
    }

    /// As [`pending_users`](Self::pending_users), to add to them.
    pub fn pending_users_mut(&mut self) -> &mut PendingUsers {
        &mut self.pending
    }

    /// Makes the changes of users that wait: one request to list them, and at most one each to add, to change and to remove.
    /// What fails goes on waiting.
    ///
    /// # Errors
    ///
    /// As [`Users::set`](crate::Users::set); then everything goes on waiting.
    pub async fn apply_pending_users(&mut self) -> Result<UserOutcome<ScenarioUser>> {
        self.users_change();
        let outcome = self.client().users(self.id()).set(self.pending.changes()).await?;
        self.pending.keep_failed(&outcome.failed);
        Ok(outcome)
    }
}
