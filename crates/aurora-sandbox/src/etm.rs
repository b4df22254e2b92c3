//! The Energy Transition Model: the engine below `/api/v3` and MyETM below `/my`.

pub(crate) mod areas;
pub(crate) mod call;
pub(crate) mod caller;
pub(crate) mod curves;
pub(crate) mod custom_curves;
pub(crate) mod definition;
pub(crate) mod esdl;
pub(crate) mod exports;
pub(crate) mod format;
pub(crate) mod inputs;
pub(crate) mod model;
pub(crate) mod myetm;
pub(crate) mod params;
pub(crate) mod queries;
pub(crate) mod reply;
pub(crate) mod routes;
pub(crate) mod scenarios;
pub(crate) mod settings;
pub(crate) mod sortables;
pub(crate) mod state;
pub(crate) mod user;
pub(crate) mod users;
pub(crate) mod values;

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::HeaderMap;
use http::request::Parts;

use crate::reply::{Refusal, Reply};
use crate::routes::Matched;
use crate::state::lock;

use call::{Call, accepts};
use caller::Tokens;
use model::Year;
use params::{MOST_PARAMETERS, Unreadable};
use reply::{Answer, framework_for, refuse};
use routes::Act;
use settings::{EtmDialect, EtmSettings};
use state::EtmState;

const YEARS: [Year; 2] = [Year::Present, Year::Future];

/// The state, and what is asked of it.
pub(crate) struct Etm {
    dialect: EtmDialect,
    /// Beside the lock, for whoever must not wait until a computation is done.
    tokens: Arc<Tokens>,
    state: Mutex<EtmState>,
}

impl Etm {
    pub(crate) fn new(settings: &EtmSettings) -> Etm {
        let state = EtmState::new(settings);
        Etm {
            dialect: settings.dialect,
            tokens: Arc::clone(&state.tokens),
            state: Mutex::new(state),
        }
    }

    /// Whether a request carries a token that is known.
    pub(crate) fn knows(&self, headers: &HeaderMap) -> bool {
        self.tokens.knows(headers)
    }

    /// Carries out one call. It blocks while it computes.
    pub(crate) fn answer(&self, matched: &Matched, head: &Parts, body: &Bytes) -> Reply {
        if self.dialect == EtmDialect::Stable202501 && routes::hides_a_slash(head.uri.path()) {
            return no_route(&head.headers);
        }
        let call = match Call::read(matched, head, body) {
            Ok(call) => call,
            Err(unreadable) => return self.unreadable(&unreadable, &head.headers),
        };
        let Some(act) = routes::act(call.operation) else {
            return Refusal::failed(format!("the sandbox has no handler for {}", call.operation)).into();
        };
        self.carry_out(act, &call).unwrap_or_else(|refused| refused)
    }

    /// Evaluates scenarios only while others have the state.
    fn carry_out(&self, act: Act, call: &Call) -> Answer {
        match act {
            Act::Now(handler) => handler(&mut lock(&self.state), call),
            Act::Later(take) => {
                let work = take(&lock(&self.state), call)?;
                work()
            }
            Act::Ahead(foresee, handler) => {
                let foreseen = foresee(&lock(&self.state), call);
                // What is computed is kept, and the handler finds it there unless the scenario was changed meanwhile.
                let models = foreseen.map(|scenario| YEARS.map(|year| model::evaluate(&scenario, year)));
                let answer = handler(&mut lock(&self.state), call);
                drop(models);
                answer
            }
        }
    }

    fn unreadable(&self, unreadable: &Unreadable, headers: &HeaderMap) -> Reply {
        match unreadable {
            Unreadable::Json(message) => refuse(400, message),
            // The stable engine leaves this one to the framework.
            Unreadable::TooMany(_) if self.dialect == EtmDialect::Stable202501 => {
                framework_for(accepts(headers, "application/json"), 400)
            }
            Unreadable::TooMany(count) => refuse(
                400,
                format!(
                    "Invalid request parameters: total number of query parameters ({count}) exceeds limit ({MOST_PARAMETERS})"
                ),
            ),
        }
    }
}

/// The answer to a path that the engine and MyETM do not have.
pub(crate) fn no_route(headers: &HeaderMap) -> Reply {
    framework_for(accepts(headers, "application/json"), 404)
}
