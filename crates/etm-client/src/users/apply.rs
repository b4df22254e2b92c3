//! Makes changes with as few requests as possible.

use aurora_core::transport::Answer;
use aurora_core::{Error, ErrorKind, Result};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::changes::{Action, UserChange, UserChanges};
use super::door::{Door, Verb, may_be_made};
use super::outcome::{Reason, State, UserDone, UserFailure, UserOutcome};
use super::report::{self, Fate, whole};
use super::role::Role;
use super::who::{Who, same_email};
use crate::refusal;

/// The changes by the request that makes them.
#[derive(Debug, Default)]
struct Plan {
    add: Vec<UserChange>,
    change: Vec<UserChange>,
    remove: Vec<UserChange>,
}

/// Makes changes: one request to add, then one to change, then one to remove, each only if there is something in it.
pub(super) async fn apply<U: DeserializeOwned>(door: &Door<'_>, changes: &UserChanges) -> Result<UserOutcome<U>> {
    changes
        .validate()
        .map_err(|error| error.with_operation(first_operation(door, changes)))?;
    let mut run = Run {
        door,
        outcome: UserOutcome::new(),
    };
    let mut plan = run.plan(changes).await?;
    let rest = run.step(|kind| kind.create, std::mem::take(&mut plan.add)).await?;
    plan.change.extend(rest);
    run.step(|kind| kind.update, std::mem::take(&mut plan.change)).await?;
    run.step(|kind| kind.delete, std::mem::take(&mut plan.remove)).await?;
    Ok(run.outcome)
}

/// The operation that an error before the first request is about.
fn first_operation(door: &Door<'_>, changes: &UserChanges) -> &'static str {
    match changes.iter().next().map(|change| &change.action) {
        Some(Action::Change(_)) => door.kind.update,
        Some(Action::Remove) => door.kind.delete,
        Some(Action::Add(_) | Action::Ensure(_)) | None => door.kind.create,
    }
}

struct Run<'a, U> {
    door: &'a Door<'a>,
    outcome: UserOutcome<U>,
}

impl<U: DeserializeOwned> Run<'_, U> {
    /// Sorts the changes by request. Only for those that leave it open is the list of users fetched.
    async fn plan(&mut self, changes: &UserChanges) -> Result<Plan> {
        let is_open = |change: &UserChange| matches!(change.action, Action::Ensure(_));
        let users: Vec<Value> = if changes.iter().any(is_open) {
            self.door.list().await?
        } else {
            Vec::new()
        };
        let mut plan = Plan::default();
        for change in changes.iter().cloned() {
            match change.action {
                Action::Add(_) => plan.add.push(change),
                Action::Change(_) => plan.change.push(change),
                Action::Remove => plan.remove.push(change),
                Action::Ensure(_) => self.ensure(&mut plan, change, &users)?,
            }
        }
        Ok(plan)
    }

    fn ensure(&mut self, plan: &mut Plan, change: UserChange, users: &[Value]) -> Result<()> {
        let user = users.iter().find(|user| report::is_about(user, &change.who));
        match (user, &change.who) {
            (Some(user), _) if role(user).as_ref() == change.action.role() => self.done(&change, Some(user.clone()))?,
            (Some(_), _) => plan.change.push(change),
            (None, Who::Email(_)) => plan.add.push(change),
            (None, Who::User(_) | Who::Entry(_)) => {
                let message = "is not in the list of users; somebody new is added by e-mail address".to_owned();
                let failure = UserFailure::refused(&change, vec![message]);
                self.outcome.failed.push(UserFailure {
                    reason: Reason::NotFound,
                    ..failure
                });
            }
        }
        Ok(())
    }

    /// Sends one request, and gives what has to be sent again as another one.
    async fn step(&mut self, verb: Verb, changes: Vec<UserChange>) -> Result<Vec<UserChange>> {
        if changes.is_empty() {
            return Ok(Vec::new());
        }
        if self.outcome.stopped_by.is_some() {
            let failures = changes
                .iter()
                .map(|change| UserFailure::of_request(change, State::NotSent, Vec::new()));
            self.outcome.failed.extend(failures);
            return Ok(Vec::new());
        }
        match self.sent(verb, &changes).await {
            Ok(again) => Ok(again),
            Err(error) if self.outcome.is_empty() => Err(hint(error, &changes)),
            Err(error) => {
                self.stop(error, &changes);
                Ok(Vec::new())
            }
        }
    }

    async fn sent(&mut self, verb: Verb, changes: &[UserChange]) -> Result<Vec<UserChange>> {
        let answer = self.door.change(verb, changes).await?;
        if answer.status.is_success() && answer.body.iter().all(u8::is_ascii_whitespace) {
            changes.iter().try_for_each(|change| self.done(change, None))?;
            return Ok(Vec::new());
        }
        let body: Value = answer.json()?;
        let Some(report) = report::read(&body, changes) else {
            return Err(no_report(&answer));
        };
        let mut again = Vec::new();
        for (change, fate) in changes.iter().zip(report.fates) {
            match fate {
                Fate::Done(record) => self.done(change, record)?,
                Fate::Refused(messages) => again.extend(self.refused(change, messages)),
                Fate::Unclear(messages) => {
                    let failure = UserFailure::refused(change, messages).with_state(State::Unknown);
                    self.outcome.failed.push(failure);
                }
            }
        }
        for record in report.strangers {
            self.stranger(&changes[0].action, record)?;
        }
        Ok(again)
    }

    fn done(&mut self, change: &UserChange, record: Option<Value>) -> Result<()> {
        self.outcome.done.push(UserDone {
            who: change.who.clone(),
            action: change.action.clone(),
            user: record.map(user).transpose()?,
        });
        Ok(())
    }

    /// Keeps the refusal; but somebody who only has to have a role, and was there already, gets it by a change.
    fn refused(&mut self, change: &UserChange, messages: Vec<String>) -> Option<UserChange> {
        let failure = UserFailure::refused(change, messages);
        let is_ensured = matches!(change.action, Action::Ensure(_));
        if is_ensured && failure.reason == Reason::AlreadyThere && self.door.kind.finds_accounts_by_email {
            return Some(change.clone());
        }
        self.outcome.failed.push(failure);
        None
    }

    /// A record that cannot be told whose it is, named by what is in it.
    fn stranger(&mut self, action: &Action, record: Value) -> Result<()> {
        let Some(who) = who(&record) else {
            return Ok(());
        };
        let action = match (action, role(&record)) {
            (Action::Remove, _) => Action::Remove,
            (Action::Add(_), Some(role)) => Action::Add(role),
            (_, Some(role)) => Action::Change(role),
            (action, None) => action.clone(),
        };
        self.done(&UserChange { who, action }, Some(record))
    }

    /// A request failed as a whole, after others were acted on.
    fn stop(&mut self, error: Error, changes: &[UserChange]) {
        let state = if may_be_made(&error) {
            State::Unknown
        } else {
            State::NotMade
        };
        let messages = match error.messages() {
            [] => vec![error.to_string()],
            messages => messages.to_vec(),
        };
        let failures = changes
            .iter()
            .map(|change| UserFailure::of_request(change, state, messages.clone()));
        self.outcome.failed.extend(failures);
        self.outcome.stopped_by = Some(error);
    }
}

/// An answer that says nothing about any user.
fn no_report(answer: &Answer) -> Error {
    match refusal::check(answer) {
        Err(error) => refusal::explained(error),
        Ok(()) if answer.status.is_success() => {
            answer.error(ErrorKind::Decode, "the answer does not say what became of the users")
        }
        Ok(()) => refusal::explained(refusal::refused(answer)),
    }
}

/// One user who is not there makes the service give up on all of a request, but keep what it did before.
fn hint(error: Error, changes: &[UserChange]) -> Error {
    let names_present = changes.iter().any(|change| !matches!(change.action, Action::Add(_)));
    if error.kind() == ErrorKind::NotFound && changes.len() > 1 && names_present {
        return error.with_advice(
            "the record is not there, or one of the users is not; then the other changes may be made: list the users",
        );
    }
    error
}

fn user<U: DeserializeOwned>(record: Value) -> Result<U> {
    serde_json::from_value(record).map_err(|error| {
        let message = format!("the user in the answer cannot be read: {error}");
        Error::new(ErrorKind::Decode, message)
    })
}

fn role(record: &Value) -> Option<Role> {
    serde_json::from_value(record.get("role")?.clone()).ok()
}

fn who(record: &Value) -> Option<Who> {
    let number = |name: &str| record.get(name).and_then(whole);
    let email = record.get("user_email").and_then(Value::as_str);
    let email = email.filter(|email| !same_email(email, "")).map(Who::from);
    email
        .or(number("user_id").map(Who::User))
        .or(number("id").map(Who::Entry))
}
