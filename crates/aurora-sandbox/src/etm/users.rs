//! The users of a scenario.

pub(crate) mod links;

use serde_json::{Map, Value, json};

use crate::etm::call::Call;
use crate::etm::caller::{Ability, Missing};
use crate::etm::reply::{Answer, empty, framework, json_reply, ok};
use crate::etm::state::{EtmState, Role, Scenario, ScenarioRole};
use crate::reply::Reply;

use links::{Entry, Named, is_email, is_last_owner, is_pending_for, json_of};

/// What is wrong with an element, in the words of either version.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    Role,
    Email,
    Nobody,
    Duplicate,
    NotFound,
    LastOwner,
}

impl Fault {
    /// The stable version names the attribute instead of saying a sentence. What it says about links that are not there is not
    /// known; this is the code that its documentation gives.
    fn text(self, stable: bool) -> &'static str {
        match (self, stable) {
            (Fault::Role, false) => "Role unknown",
            (Fault::Role, true) => "role_id",
            (Fault::Email, false) => "User email is invalid",
            (Fault::Email, true) => "user_email",
            (Fault::Nobody, false) => "Either user_id or user_email should be present.",
            (Fault::LastOwner, false) => "Last owner cannot be altered",
            (Fault::Nobody | Fault::LastOwner, true) => "base",
            (Fault::NotFound, false) => "Scenario user not found",
            (Fault::NotFound, true) => "not_found",
            (Fault::Duplicate, _) => "duplicate",
        }
    }
}

/// Why an element was not done.
enum Failure {
    /// The element is reported under this name, and the others are done.
    Reported(String, Vec<Fault>),
    /// The request ends here.
    Fatal(Reply),
}

/// What was done and what was not, over a whole batch.
#[derive(Default)]
struct Outcome {
    done: Vec<Value>,
    failed: Map<String, Value>,
}

impl Outcome {
    fn fail(&mut self, name: &str, texts: impl Iterator<Item = &'static str>) {
        let slot = self.failed.entry(name).or_insert_with(|| json!([]));
        if let Value::Array(list) = slot {
            list.extend(texts.map(Value::from));
        }
    }

    fn reply(self, success: u16) -> Reply {
        if self.failed.is_empty() {
            json_reply(success, &self.done)
        } else {
            json_reply(422, &json!({"success": self.done, "errors": self.failed}))
        }
    }
}

/// `list_scenario_users`.
pub(crate) fn list(state: &mut EtmState, call: &Call) -> Answer {
    let (_, id) = state.permit(call, Ability::Destroy, Missing::ScenarioNotFound)?;
    let users = state
        .scenario(id)?
        .roles
        .iter()
        .map(|link| json_of(link, "scenario_id", id));
    ok(&users.collect::<Vec<Value>>())
}

type Step = fn(&mut EtmState, i64, &Entry, &Call) -> Result<ScenarioRole, Failure>;

/// Does each element by itself; what was done stays done when others fail.
fn batch(state: &mut EtmState, call: &Call, success: u16, step: Step) -> Answer {
    let (_, id) = state.permit(call, Ability::Destroy, Missing::ScenarioNotFound)?;
    let entries = Entry::list(call.param("scenario_users")).ok_or_else(|| framework(call, 500))?;
    let mut outcome = Outcome::default();
    let stable = state.is_2025();
    for entry in &entries {
        match step(state, id, entry, call) {
            Ok(link) => outcome.done.push(json_of(&link, "scenario_id", id)),
            Err(Failure::Reported(name, faults)) => {
                outcome.fail(&name, faults.into_iter().map(|fault| fault.text(stable)));
            }
            Err(Failure::Fatal(reply)) => return Err(reply),
        }
    }
    Ok(outcome.reply(success))
}

/// `create_scenario_users`.
pub(crate) fn create(state: &mut EtmState, call: &Call) -> Answer {
    batch(state, call, 201, |state, id, entry, _| {
        let email = entry.email.clone().unwrap_or_default();
        let mut faults = Vec::new();
        if entry.role.is_none() {
            faults.push(Fault::Role);
        }
        match email.as_str() {
            "" => faults.push(Fault::Nobody),
            email if !is_email(email) => faults.push(Fault::Email),
            _ => {}
        }
        match entry.role {
            Some(role) if faults.is_empty() => {
                let added = invite(state, id, &email, role).map_err(Failure::Fatal)?;
                added.ok_or_else(|| Failure::Reported(email, vec![Fault::Duplicate]))
            }
            _ => Err(Failure::Reported(email, faults)),
        }
    })
}

/// Links an address: with its account when there is one, else it waits for one. `None` when it is linked already.
pub(crate) fn invite(state: &mut EtmState, id: i64, email: &str, role: Role) -> Result<Option<ScenarioRole>, Reply> {
    let account = state.user_of_email(email).map(|user| user.id);
    let taken = |link: &ScenarioRole| is_pending_for(link, email) || (account.is_some() && link.user_id == account);
    if state.scenario(id)?.roles.iter().any(taken) {
        return Ok(None);
    }
    let link = ScenarioRole {
        id: state.engine.next_role_id(),
        user_id: account,
        user_email: account.is_none().then(|| email.to_owned()),
        role,
    };
    state.scenario_mut(id)?.roles.push(link.clone());
    Ok(Some(link))
}

/// The link that an element is about.
fn find(state: &EtmState, id: i64, entry: &Entry, call: &Call) -> Result<usize, Failure> {
    let scenario = state.scenario(id).map_err(Failure::Fatal)?;
    let found = match entry.names() {
        Named::Link(link) => {
            let at = link
                .parse()
                .ok()
                .and_then(|link: i64| scenario.roles.iter().position(|role| role.id == link));
            // A link that is looked up by its own id must be there: the framework ends the request.
            return at.ok_or_else(|| Failure::Fatal(framework(call, 404)));
        }
        Named::User(user) => {
            let user = user.parse().ok();
            scenario
                .roles
                .iter()
                .position(|role| user.is_some() && role.user_id == user)
        }
        Named::Email(email) => by_email(state, scenario, email),
        Named::Nothing => None,
    };
    found.ok_or_else(|| Failure::Reported(entry.sent_name().to_owned(), vec![Fault::NotFound]))
}

/// A pending link counts before the account with the same address.
fn by_email(state: &EtmState, scenario: &Scenario, email: &str) -> Option<usize> {
    scenario
        .roles
        .iter()
        .position(|role| is_pending_for(role, email))
        .or_else(|| {
            let account = state.user_of_email(email)?.id;
            scenario.roles.iter().position(|role| role.user_id == Some(account))
        })
}

fn reported(link: &ScenarioRole, fault: Fault) -> Failure {
    Failure::Reported(link.user_email.clone().unwrap_or_default(), vec![fault])
}

/// `update_scenario_users`.
pub(crate) fn update(state: &mut EtmState, call: &Call) -> Answer {
    batch(state, call, 200, |state, id, entry, call| {
        let at = find(state, id, entry, call)?;
        let roles = &mut state.scenario_mut(id).map_err(Failure::Fatal)?.roles;
        let role = entry.role.ok_or_else(|| reported(&roles[at], Fault::Role))?;
        if role != Role::Owner && is_last_owner(roles, at) {
            return Err(reported(&roles[at], Fault::LastOwner));
        }
        roles[at].role = role;
        Ok(roles[at].clone())
    })
}

/// `delete_scenario_users`.
pub(crate) fn delete(state: &mut EtmState, call: &Call) -> Answer {
    batch(state, call, 200, |state, id, entry, call| {
        let at = find(state, id, entry, call)?;
        let roles = &mut state.scenario_mut(id).map_err(Failure::Fatal)?.roles;
        if is_last_owner(roles, at) {
            return Err(reported(&roles[at], Fault::LastOwner));
        }
        Ok(roles.remove(at))
    })
}

/// `delete_all_scenario_users`: asks for a right that nobody has.
pub(crate) fn delete_all(state: &mut EtmState, call: &Call) -> Answer {
    state.permit(call, Ability::Never, Missing::ScenarioNotFound)?;
    empty(204)
}
