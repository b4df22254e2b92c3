//! The users of a saved scenario.

use serde_json::{Map, Value, json};

use crate::etm::caller::Caller;
use crate::etm::state::{EtmState, Role, ScenarioRole};
use crate::etm::users::links::{Entry, Named, is_email, is_last_owner, is_pending_for, json_of};

use super::settle::{Change, propagate};
use super::{MyEtm, Refused, Right, Told};

const PARENT: &str = "saved_scenario_id";

impl MyEtm {
    /// An id for a new link, never given before.
    pub(super) fn next_link(&mut self) -> i64 {
        self.last_link += 1;
        self.last_link
    }

    fn links(&self, id: i64) -> &[ScenarioRole] {
        self.saved.get(&id).map_or(&[], |saved| saved.links.as_slice())
    }
}

/// One element of a batch that was not done.
struct Failure {
    name: String,
    messages: Value,
    status: u16,
}

impl Failure {
    fn new(name: &str, text: &str) -> Failure {
        Failure {
            name: name.to_owned(),
            messages: json!([text]),
            status: 422,
        }
    }
}

/// What was done and what was not.
#[derive(Default)]
struct Outcome {
    done: Vec<Value>,
    changes: Vec<Change>,
    failed: Map<String, Value>,
    status: u16,
}

impl Outcome {
    fn take(&mut self, result: Result<(Value, Change), Failure>) {
        match result {
            Ok((value, change)) => {
                self.done.push(value);
                self.changes.push(change);
            }
            Err(failure) => {
                // One that is not there counts more than one that is not valid.
                self.status = match (self.status, failure.status) {
                    (404, _) | (_, 404) => 404,
                    _ => failure.status,
                };
                self.failed.insert(failure.name, failure.messages);
            }
        }
    }
}

/// What the three kinds of batch do with one element.
type Step = fn(&mut EtmState, i64, &Entry) -> Result<(Value, Change), Failure>;

pub(crate) fn list(state: &EtmState, caller: &Caller, id: &str) -> Told {
    let id = state.my.permit(caller, id, Right::Manage)?;
    let links = state.my.links(id).iter().map(|link| json_of(link, PARENT, id));
    Ok(links.collect())
}

fn batch(state: &mut EtmState, caller: &Caller, id: &str, sent: Option<&Value>, step: Step) -> Told {
    let id = state.my.permit(caller, id, Right::Manage)?;
    let entries = Entry::list(sent).filter(|entries| !entries.is_empty());
    let entries = entries.ok_or_else(|| Refused::text(422, "No users provided"))?;
    let stranger = |entry: &Entry| matches!(entry.names(), Named::User(user) if account(state, user).is_none());
    if entries.iter().any(stranger) {
        return Err(Refused::not_found());
    }
    let mut outcome = Outcome::default();
    for entry in &entries {
        outcome.take(step(state, id, entry));
    }
    propagate(state, caller, id, &outcome.changes);
    if outcome.failed.is_empty() {
        return Ok(Value::Array(outcome.done));
    }
    let success = if state.quirks.nested_success {
        json!({"value": outcome.done})
    } else {
        json!(outcome.done)
    };
    let body = json!({"success": success, "errors": outcome.failed});
    Err(Refused::new(outcome.status, body))
}

/// The user with an id, as it was sent.
fn account(state: &EtmState, sent: &str) -> Option<i64> {
    let id: i64 = sent.parse().ok()?;
    state.users.contains_key(&id).then_some(id)
}

pub(crate) fn create(state: &mut EtmState, caller: &Caller, id: &str, sent: Option<&Value>) -> Told {
    batch(state, caller, id, sent, |state, id, entry| {
        let email = entry.email.as_deref().unwrap_or_default();
        if entry.user_id.is_some() || email.is_empty() {
            // The address of the account is filled in beside its id, and both together are not valid.
            return Err(Failure::new(
                &shown_name(state, entry),
                "Either user_id or user_email should be present.",
            ));
        }
        let role = entry
            .role
            .ok_or_else(|| Failure::new(email, "Role is not included in the list"))?;
        if !is_email(email) {
            return Err(Failure::new(email, "User email is invalid"));
        }
        let user_id = state.user_of_email(email).map(|user| user.id);
        let taken = |link: &ScenarioRole| is_pending_for(link, email) || (user_id.is_some() && link.user_id == user_id);
        if state.my.links(id).iter().any(taken) {
            return Err(Failure::new(email, "duplicate"));
        }
        let link = ScenarioRole {
            id: state.my.next_link(),
            user_id,
            user_email: user_id.is_none().then(|| email.to_owned()),
            role,
        };
        let saved = state.my.saved_mut(id).map_err(|_| gone(entry))?;
        saved.links.push(link.clone());
        Ok((json_of(&link, PARENT, id), Change::Set(link)))
    })
}

/// The address that an element is reported under: its own, or that of the account it names.
fn shown_name(state: &EtmState, entry: &Entry) -> String {
    let account = entry.user_id.as_deref().and_then(|user| account(state, user));
    let filled_in = account
        .and_then(|id| state.users.get(&id))
        .map(|user| user.email.clone());
    entry.email.clone().or(filled_in).unwrap_or_default()
}

fn gone(entry: &Entry) -> Failure {
    Failure {
        status: 404,
        ..Failure::new(entry.sent_name(), "User not found")
    }
}

/// The link that an element is about. An address finds those only that still wait for their account.
fn find(links: &[ScenarioRole], entry: &Entry) -> Option<usize> {
    match entry.names() {
        Named::Link(id) => id
            .parse()
            .ok()
            .and_then(|id: i64| links.iter().position(|link| link.id == id)),
        Named::User(id) => id
            .parse()
            .ok()
            .and_then(|id: i64| links.iter().position(|link| link.user_id == Some(id))),
        Named::Email(email) => links.iter().position(|link| is_pending_for(link, email)),
        Named::Nothing => None,
    }
}

fn last_owner(entry: &Entry) -> Failure {
    Failure::new(entry.sent_name(), "Last owner cannot be altered")
}

pub(crate) fn update(state: &mut EtmState, caller: &Caller, id: &str, sent: Option<&Value>) -> Told {
    batch(state, caller, id, sent, |state, id, entry| {
        let links = &mut state.my.saved_mut(id).map_err(|_| gone(entry))?.links;
        let at = find(links, entry).ok_or_else(|| gone(entry))?;
        let unknown = || Failure::new(entry.sent_name(), "Role is not included in the list");
        let role = entry.role.ok_or_else(unknown)?;
        if role != Role::Owner && is_last_owner(links, at) {
            return Err(last_owner(entry));
        }
        links[at].role = role;
        Ok((json_of(&links[at], PARENT, id), Change::Set(links[at].clone())))
    })
}

pub(crate) fn delete(state: &mut EtmState, caller: &Caller, id: &str, sent: Option<&Value>) -> Told {
    batch(state, caller, id, sent, |state, id, entry| {
        let links = &mut state.my.saved_mut(id).map_err(|_| gone(entry))?.links;
        let at = find(links, entry).ok_or_else(|| {
            let name = entry.sent_name();
            Failure {
                name: name.to_owned(),
                messages: json!([[name, ["User not found"]]]),
                status: 422,
            }
        })?;
        if is_last_owner(links, at) {
            return Err(last_owner(entry));
        }
        let link = links.remove(at);
        let removed = json!({
            "user_id": link.user_id,
            "user_email": link.user_email,
            "role": link.role.name(),
            "_destroyed_object": json_of(&link, PARENT, id),
        });
        Ok((removed, Change::Removed(link)))
    })
}
