//! Who may use a session or a saved scenario, and changing that.
//!
//! Each list of users is changed by [`UserChanges`], which go out in as few requests as possible: one to add, one to change,
//! one to remove. The service works through a request user by user, and keeps what succeeds although something else fails;
//! [`UserOutcome`] says what became of each.
//!
//! ```no_run
//! use etm_client::{EtmClient, Role, UserChanges};
//!
//! # async fn run(etm: EtmClient) -> etm_client::Result<()> {
//! let changes = UserChanges::new()
//!     .ensure("ben@example.com", Role::Collaborator)
//!     .remove("cleo@example.com");
//! let outcome = etm.users(2_685_426).set(&changes).await?;
//! for failure in &outcome.failed {
//!     println!("{failure}");
//! }
//! # Ok(())
//! # }
//! ```

mod apply;
mod changes;
mod door;
mod outcome;
mod report;
mod role;
mod who;

use aurora_core::Result;

pub use changes::{Action, UserChange, UserChanges};
pub use outcome::{Reason, State, UserDone, UserFailure, UserOutcome};
pub use role::Role;
pub use who::Who;

use self::door::{Door, MY_SAVED, SAVED, SESSION};
use crate::EtmClient;
use crate::check::positive;
use crate::types::{SavedScenarioUser, ScenarioUser};

impl EtmClient {
    /// The users of a session. Nothing is asked before a method is called.
    #[must_use]
    pub fn users(&self, session_id: i64) -> Users<'_> {
        Users {
            door: Door {
                client: self,
                kind: &SESSION,
                id: session_id,
            },
        }
    }
}

/// Writes a group over a list of users.
macro_rules! users {
    ($(#[$doc:meta])* $group:ident of $user:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $group<'a> {
            door: Door<'a>,
        }

        impl $group<'_> {
            #[doc = concat!("All users of the ", $what, ", also those whose invitation is pending.")]
            ///
            /// # Errors
            ///
            /// Fails with `NotFound` when it is not there or hidden from the token; with `Forbidden` when it is public and
            /// somebody else's; else the errors of any request.
            pub async fn list(&self) -> Result<Vec<$user>> {
                self.checked(self.door.kind.list)?;
                self.door.list().await
            }

            /// Makes changes, with at most one request each to add, to change and to remove. What fails on its own does not
            /// stop the others.
            ///
            /// # Errors
            ///
            /// Fails with `InvalidRequest` before sending when a change cannot be one (see [`UserChanges::validate`]); with
            /// the errors of any request when the first one fails as a whole. When a later one does, that is part of the
            /// outcome.
            pub async fn set(&self, changes: &UserChanges) -> Result<UserOutcome<$user>> {
                self.checked(self.door.kind.create)?;
                apply::apply(&self.door, changes).await
            }

            /// Gives somebody access who has none, by e-mail. Whoever has no account is invited.
            ///
            /// # Errors
            ///
            /// Fails with `InvalidRequest` when they have access already or the address is none; else as [`set`](Self::set).
            pub async fn add(&self, email: impl Into<Who>, role: Role) -> Result<UserDone<$user>> {
                self.one(UserChanges::new().add(email, role), self.door.kind.create).await
            }

            /// Gives somebody who has access another role.
            ///
            /// # Errors
            ///
            /// Fails with `NotFound` when they have none; with `InvalidRequest` when the last owner would be gone; else as
            /// [`set`](Self::set).
            pub async fn change(&self, who: impl Into<Who>, role: Role) -> Result<UserDone<$user>> {
                self.one(UserChanges::new().change(who, role), self.door.kind.update).await
            }

            /// Gives somebody a role, whether they have access or not.
            ///
            /// # Errors
            ///
            /// As [`add`](Self::add) and [`change`](Self::change).
            pub async fn ensure(&self, who: impl Into<Who>, role: Role) -> Result<UserDone<$user>> {
                self.one(UserChanges::new().ensure(who, role), self.door.kind.update).await
            }

            /// Takes access away from somebody.
            ///
            /// # Errors
            ///
            /// As [`change`](Self::change).
            pub async fn remove(&self, who: impl Into<Who>) -> Result<UserDone<$user>> {
                self.one(UserChanges::new().remove(who), self.door.kind.delete).await
            }

            async fn one(&self, change: UserChanges, operation: &'static str) -> Result<UserDone<$user>> {
                self.set(&change).await?.into_single(operation)
            }

            fn checked(&self, operation: &'static str) -> Result<()> {
                positive(concat!("the id of the ", $what), self.door.id).map_err(|error| error.with_operation(operation))
            }
        }
    };
}

users! {
    /// The users of a session; see [`EtmClient::users`].
    ///
    /// Only owners may list and change them, with a token that may delete. A user with an account is listed by its id and
    /// without an e-mail address, and can be changed and removed by either.
    Users of ScenarioUser, "session"
}

users! {
    /// The users of a saved scenario; see [`SavedScenarios::users`](crate::saved_scenarios::SavedScenarios::users). What is
    /// changed here reaches its sessions a little later.
    ///
    /// A user with an account is listed by its id and without an e-mail address, and can be changed and removed by the id
    /// only; adding such a user once more fails, and [`ensure`](Self::ensure) cannot help by e-mail. Where one user of a
    /// change is not there, all of the request is reported as not found, although the others may be changed.
    ///
    /// Engines from before 2026 do not pass these requests on; then MyETM itself is asked, if its address is known.
    SavedScenarioUsers of SavedScenarioUser, "saved scenario"
}

impl<'a> SavedScenarioUsers<'a> {
    pub(crate) fn new(client: &'a EtmClient, id: i64, at_my_etm: bool) -> Self {
        let kind = if at_my_etm { &MY_SAVED } else { &SAVED };
        Self {
            door: Door { client, kind, id },
        }
    }
}
