//! What is to happen to whom.

use std::fmt;

use aurora_core::Result;
use serde::Serialize;
use serde_json::{Map, Value};

use super::role::Role;
use super::who::Who;
use crate::check::invalid;

/// What is done about one user.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Action {
    /// Somebody who has no access yet gets a role.
    Add(Role),
    /// Somebody who has access gets another role.
    Change(Role),
    /// Somebody gets a role, whether or not there was one before.
    Ensure(Role),
    /// Somebody loses access.
    Remove,
}

impl Action {
    /// The role that is given.
    #[must_use]
    pub fn role(&self) -> Option<&Role> {
        match self {
            Self::Add(role) | Self::Change(role) | Self::Ensure(role) => Some(role),
            Self::Remove => None,
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Add(role) => write!(f, "add as {role}"),
            Self::Change(role) => write!(f, "change to {role}"),
            Self::Ensure(role) => write!(f, "make {role}"),
            Self::Remove => f.write_str("remove"),
        }
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct UserChange {
    /// Whom it is about.
    pub who: Who,
    /// What happens to them.
    pub action: Action,
}

impl UserChange {
    /// The element of a request.
    pub(super) fn element(&self) -> Value {
        let mut element = Map::new();
        self.who.write(&mut element);
        if let Some(role) = self.action.role() {
            element.insert("role".to_owned(), role.as_str().into());
        }
        Value::Object(element)
    }

    fn check(&self) -> Result<()> {
        self.who.check()?;
        self.action.role().map_or(Ok(()), Role::sendable)?;
        match (&self.action, &self.who) {
            (Action::Add(_), Who::User(_) | Who::Entry(_)) => Err(invalid(format!(
                "user {} cannot be added by a number: the service takes new users by their e-mail address",
                self.who
            ))),
            _ => Ok(()),
        }
    }
}

impl fmt::Display for UserChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.action, self.who)
    }
}

/// Changes to the users of a session or a saved scenario, to be sent together: at most one request each to add, to change
/// and to remove, in this order, so that a new owner is there before the old one goes.
///
/// Whoever is named a second time, in the same way, gets the later change only.
///
/// ```
/// use etm_client::{Role, UserChanges};
///
/// let changes = UserChanges::new()
///     .add("ben@example.com", Role::Collaborator)
///     .change(7, Role::Viewer)
///     .remove("cleo@example.com");
/// assert_eq!(changes.iter().count(), 3);
/// assert!(changes.validate().is_ok());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(transparent)]
#[must_use]
pub struct UserChanges {
    changes: Vec<UserChange>,
}

impl UserChanges {
    /// No changes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives somebody access who has none. Only an e-mail address can be added.
    pub fn add(self, who: impl Into<Who>, role: Role) -> Self {
        self.with(who, Action::Add(role))
    }

    /// Gives somebody who has access another role.
    ///
    /// Of a saved scenario, an e-mail address finds only those whose invitation is pending; others are named by the id of
    /// their account, which the list of users has.
    pub fn change(self, who: impl Into<Who>, role: Role) -> Self {
        self.with(who, Action::Change(role))
    }

    /// Gives somebody a role, whether they have access or not. The list of users is fetched first, once for all.
    pub fn ensure(self, who: impl Into<Who>, role: Role) -> Self {
        self.with(who, Action::Ensure(role))
    }

    /// Takes access away from somebody; named as for [`change`](Self::change).
    pub fn remove(self, who: impl Into<Who>) -> Self {
        self.with(who, Action::Remove)
    }

    /// Does one of these.
    pub fn with(mut self, who: impl Into<Who>, action: Action) -> Self {
        let who = who.into();
        self.changes.retain(|change| !change.who.is(&who));
        self.changes.push(UserChange { who, action });
        self
    }

    /// The changes, in the order in which they were named.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &UserChange> {
        self.changes.iter()
    }

    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// What can be told to be wrong before the service is asked.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when an e-mail address or an id cannot be one, when a role is unknown, and when somebody is
    /// added by a number.
    pub fn validate(&self) -> Result<()> {
        self.changes.iter().try_for_each(UserChange::check)
    }
}

impl From<UserChange> for UserChanges {
    fn from(change: UserChange) -> Self {
        Self { changes: vec![change] }
    }
}

impl FromIterator<UserChange> for UserChanges {
    fn from_iter<I: IntoIterator<Item = UserChange>>(changes: I) -> Self {
        changes
            .into_iter()
            .fold(Self::new(), |all, change| all.with(change.who, change.action))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn whoever_is_named_twice_gets_the_later_change() {
        let changes = UserChanges::new()
            .add("ada@example.com", Role::Viewer)
            .remove(7)
            .change("ADA@example.com ", Role::Owner);
        let shown: Vec<_> = changes.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["remove 7", "change to scenario_owner ADA@example.com"]);
        assert_eq!(changes.iter().cloned().collect::<UserChanges>(), changes);
    }

    #[test]
    fn an_element_has_whom_and_the_role() {
        let changes = UserChanges::new()
            .ensure("a@b.nl", Role::Viewer)
            .change(Who::Entry(3), Role::Owner)
            .remove(7);
        let elements: Vec<_> = changes.iter().map(UserChange::element).collect();
        let expected = [
            json!({"user_email": "a@b.nl", "role": "scenario_viewer"}),
            json!({"id": 3, "role": "scenario_owner"}),
            json!({"user_id": 7}),
        ];
        assert_eq!(elements, expected);
    }

    #[test]
    fn what_cannot_be_sent_is_refused_with_its_reason() {
        let rows = [
            (UserChanges::new().add(7, Role::Viewer), "cannot be added by a number"),
            (
                UserChanges::new().add("nope", Role::Viewer),
                "\"nope\" is no e-mail address",
            ),
            (UserChanges::new().remove(0), "at least 1"),
            (
                UserChanges::new().ensure("a@b.nl", Role::Other("boss".into())),
                "the role is \"boss\"",
            ),
        ];
        for (changes, part) in rows {
            let error = changes.validate().unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        }
        assert!(UserChanges::new().is_empty() && UserChanges::new().validate().is_ok());
    }
}
