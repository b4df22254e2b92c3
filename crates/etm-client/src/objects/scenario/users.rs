//! The users of a saved scenario.

use std::sync::Arc;

use aurora_core::Result;

use super::Scenario;
use crate::objects::pending::PendingUsers;
use crate::types::{SavedScenarioUser, ScenarioUser};
use crate::users::{Reason, UserFailure};
use crate::{Action, UserChange, UserChanges, UserOutcome, Who};

impl Scenario {
    /// The users. Kept.
    ///
    /// # Errors
    ///
    /// As [`SavedScenarioUsers::list`](crate::SavedScenarioUsers::list).
    pub async fn users(&self) -> Result<Arc<Vec<SavedScenarioUser>>> {
        let group = self.client().saved_scenarios().users(self.id());
        self.users.get(group.list()).await
    }

    /// Changes users at once. Somebody with an account is found by e-mail, too: MyETM knows such users by their ids only, and
    /// the engine, which is asked to make the same change to the session, tells the id.
    ///
    /// # Errors
    ///
    /// As [`SavedScenarioUsers::set`](crate::SavedScenarioUsers::set).
    pub async fn update_users(&mut self, changes: &UserChanges) -> Result<UserOutcome<SavedScenarioUser>> {
        self.users.forget();
        // MyETM passes the changes on to the session, which has the same users.
        if let Some(session) = self.session.get_mut() {
            session.users_change();
        }
        let group = self.client().saved_scenarios().users(self.id());
        let outcome = group.set(changes).await?;
        Ok(self.by_account(outcome).await)
    }

    /// Changes of users that wait to be [applied](Self::apply_pending_users).
    pub fn pending_users(&self) -> &PendingUsers {
        &self.pending
    }

    /// As [`pending_users`](Self::pending_users), to add to them.
    pub fn pending_users_mut(&mut self) -> &mut PendingUsers {
        &mut self.pending
    }

    /// Makes the changes of users that wait: one request to list them, and at most one each to add, to change and to remove;
    /// and for those with an account who were named by e-mail, as many again, see [`update_users`](Self::update_users).
    /// What fails goes on waiting.
    ///
    /// # Errors
    ///
    /// As [`update_users`](Self::update_users); then everything goes on waiting.
    pub async fn apply_pending_users(&mut self) -> Result<UserOutcome<SavedScenarioUser>> {
        let changes = self.pending.changes().clone();
        let outcome = self.update_users(&changes).await?;
        self.pending.keep_failed(&outcome.failed);
        Ok(outcome)
    }

    /// Tries those again who could not be found by e-mail. The session has the same users as the saved scenario, and there an
    /// e-mail address finds accounts.
    async fn by_account(&self, mut outcome: UserOutcome<SavedScenarioUser>) -> UserOutcome<SavedScenarioUser> {
        let failed = std::mem::take(&mut outcome.failed);
        let (again, left): (Vec<_>, Vec<_>) = failed.into_iter().partition(is_unfound_account);
        outcome.failed = left;
        let Some(session_id) = self.session_id().filter(|_| !again.is_empty()) else {
            outcome.failed.extend(again);
            return outcome;
        };
        let on_session: UserChanges = again.iter().map(on_session).collect();
        match self.client().users(session_id).set(&on_session).await {
            Ok(found) => self.by_id(outcome, again, &found).await,
            Err(error) => {
                let note = format!("session {session_id} does not tell the account: {error}");
                outcome
                    .failed
                    .extend(again.into_iter().map(|failure| noted(failure, &note)));
                outcome
            }
        }
    }

    /// Makes the same changes to the saved scenario, now that the ids are known.
    async fn by_id(
        &self,
        mut outcome: UserOutcome<SavedScenarioUser>,
        again: Vec<UserFailure>,
        found: &UserOutcome<ScenarioUser>,
    ) -> UserOutcome<SavedScenarioUser> {
        let mut known: Vec<(i64, UserFailure)> = Vec::new();
        for failure in again {
            match account(found, &failure.who) {
                Some(id) => known.push((id, failure)),
                None => outcome.failed.push(failure),
            }
        }
        let changes = known.iter().map(|(id, failure)| UserChange {
            who: Who::User(*id),
            action: changed(&failure.action),
        });
        let group = self.client().saved_scenarios().users(self.id());
        match group.set(&changes.collect()).await {
            Ok(made) => {
                let email = |who: Who| named(&known, who);
                outcome.done.extend(made.done.into_iter().map(|mut done| {
                    done.who = email(done.who);
                    done
                }));
                outcome.failed.extend(made.failed.into_iter().map(|mut failure| {
                    failure.who = email(failure.who);
                    failure
                }));
                outcome.stopped_by = outcome.stopped_by.or(made.stopped_by);
            }
            Err(error) => {
                let note = error.to_string();
                let failures = known.into_iter().map(|(_, failure)| noted(failure, &note));
                outcome.failed.extend(failures);
            }
        }
        outcome
    }
}

/// Whether MyETM may know the user of a failure, but not by e-mail.
fn is_unfound_account(failure: &UserFailure) -> bool {
    let by_email = failure.who.email().is_some();
    let is_unfound = matches!(
        (&failure.action, failure.reason),
        (Action::Ensure(_), Reason::AlreadyThere) | (Action::Change(_) | Action::Remove, Reason::NotFound)
    );
    by_email && is_unfound
}

fn on_session(failure: &UserFailure) -> UserChange {
    UserChange {
        who: failure.who.clone(),
        action: changed(&failure.action),
    }
}

/// Whoever was refused because of being there already gets the role by a change.
fn changed(action: &Action) -> Action {
    match action {
        Action::Ensure(role) => Action::Change(role.clone()),
        other => other.clone(),
    }
}

/// The id of the account behind an e-mail address.
fn account(found: &UserOutcome<ScenarioUser>, who: &Who) -> Option<i64> {
    let done = found.done.iter().find(|done| done.who.is(who))?;
    done.user.as_ref()?.user_id
}

/// The e-mail address that an id was found for.
fn named(known: &[(i64, UserFailure)], who: Who) -> Who {
    let found = known.iter().find(|(id, _)| who == Who::User(*id));
    found.map_or(who, |(_, failure)| failure.who.clone())
}

fn noted(mut failure: UserFailure, note: &str) -> UserFailure {
    failure.messages.push(note.to_owned());
    failure
}
