//! MyETM: saved scenarios, collections, featured scenarios, versions and what it says about tokens.
//!
//! Its own routes ([`direct`]) and those of the engine that pass a request on to it ([`proxy`]) call the same functions.

pub(crate) mod catalogue;
pub(crate) mod collections;
pub(crate) mod direct;
pub(crate) mod oauth;
pub(crate) mod proxy;
pub(crate) mod saved;
mod settle;
pub(crate) mod users;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::etm::call::Call;
use crate::etm::caller::Caller;
use crate::etm::reply::json_reply;
use crate::etm::settings::EtmDialect;
use crate::etm::state::{EtmState, Role, ScenarioRole};
use crate::reply::Reply;

/// What MyETM holds.
#[derive(Default)]
pub(crate) struct MyEtm {
    saved: BTreeMap<i64, SavedScenario>,
    collections: BTreeMap<i64, Collection>,
    featured: Vec<catalogue::Featured>,
    last_saved: i64,
    last_collection: i64,
    last_link: i64,
}

/// A title on a scenario of an engine, and its earlier scenarios.
#[derive(Clone, Debug)]
pub(crate) struct SavedScenario {
    id: i64,
    scenario_id: i64,
    /// Scenarios that it stood for before, the oldest first.
    history: Vec<i64>,
    title: String,
    description: Option<String>,
    area_code: String,
    end_year: i64,
    private: bool,
    /// Tag of the engine that the scenario lives on.
    version: String,
    links: Vec<ScenarioRole>,
    discarded_at: Option<Timestamp>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

/// Scenarios to be looked at together.
#[derive(Clone, Debug)]
pub(crate) struct Collection {
    id: i64,
    title: String,
    /// A transition path.
    interpolation: bool,
    version: String,
    scenario_ids: Vec<i64>,
    saved_scenario_ids: Vec<i64>,
    area_code: Option<String>,
    end_year: Option<i64>,
    owner: i64,
    discarded_at: Option<Timestamp>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

/// A request that MyETM turned down.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refused {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

/// What MyETM makes of a request, before anyone passes it on.
pub(crate) type Told<T = Value> = Result<T, Refused>;

impl Refused {
    fn new(status: u16, body: Value) -> Refused {
        Refused { status, body }
    }

    /// `{"errors": [text]}`.
    fn text(status: u16, text: impl Into<String>) -> Refused {
        Refused::new(status, json!({"errors": [text.into()]}))
    }

    fn not_found() -> Refused {
        Refused::text(404, "Not found")
    }
}

impl From<Refused> for Reply {
    fn from(refused: Refused) -> Reply {
        json_reply(refused.status, &refused.body)
    }
}

/// What can be done with a saved scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Right {
    Read,
    Update,
    /// To say who else may do what.
    Manage,
    Destroy,
}

impl SavedScenario {
    fn role_of(&self, caller: &Caller) -> Option<Role> {
        let link = self
            .links
            .iter()
            .find(|link| link.user_id.is_some() && link.user_id == caller.user)?;
        Some(link.role)
    }

    fn allows(&self, caller: &Caller, right: Right) -> bool {
        let at_least = |wanted: Role| caller.is_admin() || self.role_of(caller).is_some_and(|role| role >= wanted);
        match right {
            Right::Read => !self.private || (caller.reads() && at_least(Role::Viewer)),
            Right::Update => caller.writes() && at_least(Role::Collaborator),
            Right::Manage => caller.writes() && at_least(Role::Owner),
            Right::Destroy => caller.deletes() && at_least(Role::Owner),
        }
    }

    /// The engine's scenarios that it stands for or stood for.
    fn scenarios(&self) -> impl Iterator<Item = i64> {
        std::iter::once(self.scenario_id).chain(self.history.clone())
    }
}

/// The caller as MyETM knows it: only the header is passed on, so a token in the query or in a cookie makes a guest of its owner.
pub(crate) fn visitor(state: &EtmState, call: &Call) -> Result<Caller, Reply> {
    let header = call.headers.get("authorization").and_then(|value| value.to_str().ok());
    let bearer = header
        .and_then(|value| value.get(..7))
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer "));
    if bearer {
        state.caller(call)
    } else {
        Ok(Caller::default())
    }
}

impl EtmState {
    /// The version that the engine calls itself.
    pub(crate) fn version_tag(&self) -> &'static str {
        match self.dialect {
            EtmDialect::Latest => catalogue::LATEST,
            EtmDialect::Stable202501 => catalogue::STABLE,
        }
    }
}

/// The number that a path names; text that is none names nothing.
fn number(text: &str) -> i64 {
    text.parse().unwrap_or(0)
}
