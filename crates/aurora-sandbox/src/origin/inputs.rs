//! Model inputs: sessions, transforms, workbooks.
//!
//! A session is a scenario. What it holds comes from its published root; a tenant's own scenarios can be changed, value by
//! value: originals stay, changes lie over them, and the market computes with both once the scenario is launched.

pub(crate) mod assumptions;
mod demand;
mod documents;
pub(crate) mod edits;
mod parameters;
mod plants;
mod prices;
pub(crate) mod schema;
mod trends;
mod updates;
mod validation;
mod workbook;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use async_graphql::Error;
use serde_json::Value;

use crate::origin::graphql::refuse;
use crate::origin::state::{Facts, OriginState};
use crate::state::lock;
use assumptions::Assumptions;

/// Edits and workbooks, by scenario.
#[derive(Default)]
pub(crate) struct Inputs {
    sessions: Mutex<HashMap<String, Session>>,
}

/// What one scenario's users did to its inputs.
#[derive(Clone)]
struct Session {
    assumptions: Assumptions,
    /// The scenario whose commodity prices are the originals, once they were rebased.
    commodities: Option<String>,
    /// Every update: what, how, and why.
    history: Vec<Value>,
    /// Grows with every update.
    revision: u64,
    /// What the outputs are computed from, with the revision at the launch.
    launched: Option<(u64, Arc<Assumptions>)>,
    /// The requests for workbooks: how often each is still answered with `Requested`.
    workbooks: Vec<u32>,
}

impl Session {
    fn new(seed: u64, facts: &Facts) -> Session {
        Session {
            assumptions: Assumptions::new(seed, facts),
            commodities: None,
            history: Vec::new(),
            revision: 0,
            launched: None,
            workbooks: Vec::new(),
        }
    }
}

impl Inputs {
    /// A new scenario exists; with `keep_edits` it starts with the edits of its base.
    pub(crate) fn created(&self, scenario: &Facts, keep_edits: bool) {
        let mut sessions = lock(&self.sessions);
        let base = scenario.base.as_ref().filter(|_| keep_edits);
        if let Some(base) = base.and_then(|base| sessions.get(base)).cloned() {
            let session = Session {
                launched: None,
                workbooks: Vec::new(),
                ..base
            };
            sessions.insert(scenario.id.clone(), session);
        }
    }

    /// The scenario was launched: its outputs are computed from the edits of this moment.
    pub(crate) fn launched(&self, scenario: &Facts) {
        if let Some(session) = lock(&self.sessions).get_mut(&scenario.id) {
            session.launched = Some((session.revision, Arc::new(session.assumptions.clone())));
        }
    }

    /// The scenario is gone.
    pub(crate) fn deleted(&self, scenario_id: &str) {
        lock(&self.sessions).remove(scenario_id);
    }

    /// What a scenario's outputs are computed from, and a number that grows with it.
    pub(crate) fn assumed(&self, seed: u64, facts: &Facts) -> (u64, Arc<Assumptions>) {
        let sessions = lock(&self.sessions);
        let launched = sessions.get(&facts.id).and_then(|session| session.launched.clone());
        launched.unwrap_or_else(|| (0, Arc::new(Assumptions::new(seed, facts))))
    }

    /// Looks at a session.
    fn read<T>(&self, state: &OriginState, facts: &Facts, look: impl FnOnce(&Session) -> T) -> T {
        match lock(&self.sessions).get(&facts.id) {
            Some(session) => look(session),
            None => look(&Session::new(state.settings.seed, facts)),
        }
    }

    /// Changes a session, whoever owns it.
    fn change<T>(&self, state: &OriginState, facts: &Facts, change: impl FnOnce(&mut Session) -> T) -> T {
        let mut sessions = lock(&self.sessions);
        let fresh = || Session::new(state.settings.seed, facts);
        change(sessions.entry(facts.id.clone()).or_insert_with(fresh))
    }

    /// Changes a session's data, which its owner alone may do; after an error everything is as it was.
    fn edit<T>(
        &self,
        state: &OriginState,
        facts: &Facts,
        change: impl FnOnce(&mut Session) -> Result<T, Error>,
    ) -> Result<T, Error> {
        if facts.tenant.is_none() {
            return Err(refuse(
                "Forbidden",
                format!("scenario {} is published by Aurora and cannot be changed", facts.id),
            ));
        }
        self.change(state, facts, |session| {
            let mut changed = session.clone();
            let answer = change(&mut changed)?;
            changed.revision += 1;
            *session = changed;
            Ok(answer)
        })
    }
}

/// The workbook (XLSX) of a request for one, once it was generated.
pub(crate) fn workbook(state: &OriginState, scenario_id: &str, request_id: &str) -> Option<Vec<u8>> {
    workbook::file(state, scenario_id, request_id)
}
