//! The Energy Transition Model: the engine below `/api/v3` and MyETM below `/my`.

pub(crate) mod areas;
pub(crate) mod call;
pub(crate) mod caller;
pub(crate) mod curves;
pub(crate) mod custom_curves;
pub(crate) mod definition;
pub(crate) mod esdl;
pub(crate) mod exports;
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
use params::{MOST_PARAMETERS, Unreadable};
use reply::{framework_for, refuse};
use settings::{EtmDialect, EtmSettings};
use state::EtmState;

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
        let call = match Call::read(matched, head, body) {
            Ok(call) => call,
            Err(unreadable) => return self.unreadable(&unreadable, &head.headers),
        };
        let Some(handler) = routes::handler(call.operation) else {
            return Refusal::failed(format!("the sandbox has no handler for {}", call.operation)).into();
        };
        handler(&mut lock(&self.state), &call).unwrap_or_else(|refused| refused)
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
