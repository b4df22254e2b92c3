//! Changes of users that wait to be made together.

use aurora_core::Result;

use crate::users::{Action, UserFailure};
use crate::{Role, UserChange, UserChanges, Who};

/// Reads what is to happen to a user: a role by any of its names, which the user then has, whether there was one before or
/// not; or `remove`. Letter case does not count.
///
/// ```
/// use etm_client::objects::access;
/// use etm_client::{Action, Role};
///
/// # fn main() -> etm_client::Result<()> {
/// assert_eq!(access("Viewer")?, Action::Ensure(Role::Viewer));
/// assert_eq!(access("remove")?, Action::Remove);
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Fails with `InvalidRequest` when it is neither.
pub fn access(text: &str) -> Result<Action> {
    if text.trim().eq_ignore_ascii_case("remove") {
        return Ok(Action::Remove);
    }
    match text.parse() {
        Ok(role) => Ok(Action::Ensure(role)),
        Err(error) => {
            let error: aurora_core::Error = error;
            Err(error.with_advice("or remove, to take access away"))
        }
    }
}

/// Changes of users that wait to be made together. Whoever is named a second time gets the later change only.
///
/// ```
/// use etm_client::Role;
/// use etm_client::objects::PendingUsers;
///
/// # fn main() -> etm_client::Result<()> {
/// let mut pending = PendingUsers::new();
/// pending.ensure("ben@example.com", Role::Viewer);
/// pending.say("cleo@example.com", "remove")?;
/// assert_eq!(pending.len(), 2);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PendingUsers(UserChanges);

impl PendingUsers {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives somebody a role, whether they have access or not.
    pub fn ensure(&mut self, who: impl Into<Who>, role: Role) {
        self.push(UserChange {
            who: who.into(),
            action: Action::Ensure(role),
        });
    }

    /// Takes access away from somebody.
    pub fn remove(&mut self, who: impl Into<Who>) {
        self.push(UserChange {
            who: who.into(),
            action: Action::Remove,
        });
    }

    /// Does what a text says; see [`access`].
    ///
    /// # Errors
    ///
    /// As [`access`].
    pub fn say(&mut self, who: impl Into<Who>, text: &str) -> Result<()> {
        let action = access(text)?;
        self.push(UserChange {
            who: who.into(),
            action,
        });
        Ok(())
    }

    /// Adds a change.
    pub fn push(&mut self, change: UserChange) {
        let all = self.0.iter().cloned().chain([change]);
        self.0 = all.collect();
    }

    /// What waits, in the order in which it was named.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &UserChange> {
        self.0.iter()
    }

    /// How many wait.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.iter().len()
    }

    /// Whether nobody waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Forgets all of them.
    pub fn clear(&mut self) {
        self.0 = UserChanges::new();
    }

    pub(super) fn changes(&self) -> &UserChanges {
        &self.0
    }

    pub(super) fn keep_failed(&mut self, failed: &[UserFailure]) {
        let is_left = |change: &&UserChange| failed.iter().any(|failure| failure.who.is(&change.who));
        self.0 = self.0.iter().filter(is_left).cloned().collect();
    }
}

impl Extend<UserChange> for PendingUsers {
    fn extend<I: IntoIterator<Item = UserChange>>(&mut self, changes: I) {
        changes.into_iter().for_each(|change| self.push(change));
    }
}
