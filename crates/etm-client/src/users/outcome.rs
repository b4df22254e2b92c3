//! What became of changes.

use std::fmt;

use aurora_core::{Error, ErrorKind, Result};
use serde::{Serialize, Serializer};

use super::changes::{Action, UserChange};
use super::who::Who;

/// What became of each of several changes. Part of them may have failed: what is done stays done.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
#[must_use = "some of the changes may have failed"]
pub struct UserOutcome<U> {
    /// The changes that are made.
    pub done: Vec<UserDone<U>>,
    /// The others, each with the reason.
    pub failed: Vec<UserFailure>,
    /// What a later request failed with as a whole, after an earlier one was acted on. Its changes are among the failed. Serialized as its text.
    #[serde(serialize_with = "text")]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<String>"))]
    pub stopped_by: Option<Error>,
}

/// A change that is made.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct UserDone<U> {
    /// Whom it was about. The service does not always tell which of its answers belongs to whom; where it cannot be told
    /// otherwise, this is the user as the answer has it.
    pub who: Who,
    /// What was asked for.
    pub action: Action,
    /// The entry in the list of users as it is now, or as it was before it was removed; `None` when the service did not say.
    pub user: Option<U>,
}

/// A change that is not made, or of which that is not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct UserFailure {
    /// Whom it was about.
    pub who: Who,
    /// What was asked for.
    pub action: Action,
    /// Why.
    pub reason: Reason,
    /// Whether the change may have been made all the same.
    pub state: State,
    /// The service's own words. Older engines name the attribute at fault instead.
    pub messages: Vec<String>,
}

/// Why a change is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reason {
    /// The user has access already.
    AlreadyThere,
    /// The service takes the e-mail address for none.
    InvalidEmail,
    /// The service does not know the role.
    UnknownRole,
    /// Nobody like that has access.
    NotFound,
    /// The only owner would be gone.
    LastOwner,
    /// The whole request failed, for a reason that has nothing to do with this user in particular.
    Request,
    /// Something else; see the messages.
    Other,
}

/// How much is known about a change that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum State {
    /// It was refused.
    NotMade,
    /// It was not sent, because an earlier request failed.
    NotSent,
    /// It may have been made; the list of users tells.
    Unknown,
}

fn text<S: Serializer>(error: &Option<Error>, serializer: S) -> Result<S::Ok, S::Error> {
    error.as_ref().map(ToString::to_string).serialize(serializer)
}

impl Reason {
    /// Reads the service's words in the dialects of all engines: sentences, or the names of attributes.
    pub(super) fn of(action: &Action, messages: &[String]) -> Self {
        let has = |part: &str| messages.iter().any(|message| message.to_lowercase().contains(part));
        let is = |name: &str| messages.iter().any(|message| message.trim().eq_ignore_ascii_case(name));
        let alters = matches!(action, Action::Change(_) | Action::Remove | Action::Ensure(_));
        if has("duplicate") {
            Self::AlreadyThere
        } else if has("last owner") || is("ownership") || (is("base") && alters) {
            Self::LastOwner
        } else if has("not found") || is("not_found") {
            Self::NotFound
        } else if has("role unknown") || has("role is not included") || is("role_id") || is("role") {
            Self::UnknownRole
        } else if has("email is invalid") || is("user_email") {
            Self::InvalidEmail
        } else {
            Self::Other
        }
    }

    fn words(self, action: &Action) -> &'static str {
        match self {
            // Were it possible by e-mail, the change would have followed.
            Self::AlreadyThere if matches!(action, Action::Ensure(_)) => {
                "has access already, through an account; name it by its id out of the list of users"
            }
            Self::AlreadyThere => "has access already",
            Self::InvalidEmail => "the e-mail address is invalid",
            Self::UnknownRole => "the role is unknown",
            Self::NotFound => "has no access",
            Self::LastOwner => "is the last owner, who has to stay one",
            Self::Request => "the request failed",
            Self::Other => "refused",
        }
    }

    fn kind(self) -> ErrorKind {
        match self {
            Self::NotFound => ErrorKind::NotFound,
            _ => ErrorKind::InvalidRequest,
        }
    }
}

impl<U> UserOutcome<U> {
    pub(super) fn new() -> Self {
        Self {
            done: Vec::new(),
            failed: Vec::new(),
            stopped_by: None,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.done.is_empty() && self.failed.is_empty()
    }

    /// Whether every change is made.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.failed.is_empty()
    }

    /// The changes that are made, if that is all of them.
    ///
    /// # Errors
    ///
    /// Fails when a change failed, with what stopped the whole, else with `NotFound` or `InvalidRequest` and one message for
    /// each that failed. The error does not list what is done.
    pub fn into_result(self) -> Result<Vec<UserDone<U>>> {
        if let Some(error) = self.stopped_by {
            return Err(error);
        }
        let Some(first) = self.failed.first() else {
            return Ok(self.done);
        };
        let all = self.done.len() + self.failed.len();
        let message = match (all, self.failed.len()) {
            (1, _) => "the change was refused".to_owned(),
            (all, failed) => format!("{failed} of {all} changes failed"),
        };
        let kind = if self.failed.iter().all(|failure| failure.reason == first.reason) {
            first.reason.kind()
        } else {
            ErrorKind::InvalidRequest
        };
        let messages = self.failed.iter().map(ToString::to_string);
        Err(Error::new(kind, message).with_messages(messages))
    }

    /// The only change.
    pub(super) fn into_single(self, operation: &'static str) -> Result<UserDone<U>> {
        let done = self.into_result().map_err(|error| match error.operation() {
            Some(_) => error,
            None => error.with_operation(operation),
        })?;
        let only = done.into_iter().next();
        only.ok_or_else(|| {
            Error::new(ErrorKind::Decode, "the service does not say what became of the change")
                .with_operation(operation)
        })
    }
}

impl UserFailure {
    pub(super) fn refused(change: &UserChange, messages: Vec<String>) -> Self {
        Self {
            who: change.who.clone(),
            action: change.action.clone(),
            reason: Reason::of(&change.action, &messages),
            state: State::NotMade,
            messages,
        }
    }

    pub(super) fn with_state(self, state: State) -> Self {
        Self { state, ..self }
    }

    pub(super) fn of_request(change: &UserChange, state: State, messages: Vec<String>) -> Self {
        Self {
            reason: Reason::Request,
            state,
            ..Self::refused(change, messages)
        }
    }
}

/// One line: whom it is about, the reason, and the service's words.
impl fmt::Display for UserFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.who, self.action, self.reason.words(&self.action))?;
        if !self.messages.is_empty() {
            write!(f, ": {}", self.messages.join(", "))?;
        }
        match self.state {
            State::NotMade => Ok(()),
            State::NotSent => f.write_str(" (not sent)"),
            State::Unknown => f.write_str(" (may have been made)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Role;

    #[test]
    fn the_words_of_every_engine_have_their_reason() {
        let (add, change) = (Action::Add(Role::Viewer), Action::Change(Role::Viewer));
        let rows = [
            (&add, "duplicate", Reason::AlreadyThere),
            (&add, "User email is invalid", Reason::InvalidEmail),
            (&add, "user_email", Reason::InvalidEmail),
            (&add, "Role unknown", Reason::UnknownRole),
            (&add, "Role is not included in the list", Reason::UnknownRole),
            (&add, "role_id", Reason::UnknownRole),
            (&add, "Either user_id or user_email should be present.", Reason::Other),
            (&add, "base", Reason::Other),
            (&change, "base", Reason::LastOwner),
            (&Action::Remove, "Last owner cannot be altered", Reason::LastOwner),
            (&Action::Remove, "ownership", Reason::LastOwner),
            (&change, "Scenario user not found", Reason::NotFound),
            (&Action::Remove, "User not found", Reason::NotFound),
            (&Action::Remove, "not_found", Reason::NotFound),
            (&change, "a new one", Reason::Other),
        ];
        for (action, message, reason) in rows {
            assert_eq!(Reason::of(action, &[message.to_owned()]), reason, "{action}: {message}");
        }
        assert_eq!(Reason::of(&add, &[]), Reason::Other);
    }

    #[test]
    fn an_outcome_is_written_as_json_with_the_text_of_what_stopped_it() {
        let change = |who: &str, action| UserChange {
            who: who.into(),
            action,
        };
        let mut outcome = UserOutcome::<i64>::new();
        outcome.done.push(UserDone {
            who: Who::User(7),
            action: Action::Remove,
            user: Some(1),
        });
        let refused = UserFailure::refused(
            &change("a@b.nl", Action::Add(Role::Viewer)),
            vec!["duplicate".to_owned()],
        );
        outcome.failed.push(refused);
        outcome.stopped_by = Some(Error::new(ErrorKind::Timeout, "too late").with_advice("wait"));
        let expected = serde_json::json!({
            "done": [{"who": "7", "action": "remove", "user": 1}],
            "failed": [{"who": "a@b.nl", "action": {"add": "scenario_viewer"}, "reason": "already_there",
                "state": "not_made", "messages": ["duplicate"]}],
            "stopped_by": "too late; wait",
        });
        assert_eq!(serde_json::to_value(&outcome).unwrap(), expected);
    }

    #[test]
    fn a_failure_is_one_line_with_everything_in_it() {
        let change = UserChange {
            who: "a@b.nl".into(),
            action: Action::Add(Role::Viewer),
        };
        let failure = UserFailure::refused(&change, vec!["duplicate".to_owned()]);
        assert_eq!(
            failure.to_string(),
            "a@b.nl (add as scenario_viewer): has access already: duplicate"
        );
        let failure = UserFailure::of_request(&change, State::Unknown, Vec::new());
        assert_eq!(
            failure.to_string(),
            "a@b.nl (add as scenario_viewer): the request failed (may have been made)"
        );
    }
}
