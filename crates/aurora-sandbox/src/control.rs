//! Control over HTTP, for tests in other languages; see the crate's documentation for the requests.

mod wire;

use http::request::Parts;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::faults::Pending;
use crate::origin::options::Options;
use crate::reply::{Refusal, Reply};
use crate::routes::{self, ROUTES};
use crate::state::State;

use wire::Wire;

/// Whether a path belongs to the control interface.
pub(crate) fn owns(path: &str) -> bool {
    path.starts_with("/_sandbox/")
}

pub(crate) fn answer(state: &State, head: &Parts, body: &[u8]) -> Reply {
    match (head.method.as_str(), head.uri.path()) {
        ("GET", "/_sandbox/health") => Reply::ok(&json!({
            "status": "ok",
            "version": env!("CARGO_PKG_VERSION"),
            "seed": state.settings.seed,
            "services": {"amun": ["/amun/v1", "/amun/v2"], "origin": ["/scenarioExplr", "/modelInputs"], "etm": ["/api/v3", "/my/api/v1", "/my/oauth"]},
            "objectStore": state.origin.state.store.url(),
            "operations": ROUTES.len(),
        })),
        ("GET", "/_sandbox/faults") => {
            Reply::ok(&state.faults.pending().into_iter().map(Order::from).collect::<Vec<_>>())
        }
        ("POST", "/_sandbox/faults") => add(state, body).unwrap_or_else(Reply::from),
        ("DELETE", "/_sandbox/faults") => {
            state.faults.clear();
            Reply::ok(&json!({}))
        }
        ("GET", "/_sandbox/requests") => Reply::ok(&state.records.all()),
        ("DELETE", "/_sandbox/requests") => {
            state.records.clear();
            Reply::ok(&json!({}))
        }
        ("GET", "/_sandbox/options") => Reply::ok(&state.origin.state.options()),
        ("PATCH", "/_sandbox/options") => change(state, body).unwrap_or_else(Reply::from),
        ("POST", "/_sandbox/links/expire") => {
            state.origin.state.store.expire();
            Reply::ok(&json!({}))
        }
        ("POST", "/_sandbox/outputs/renew") => {
            state.origin.state.store.renew();
            Reply::ok(&json!({}))
        }
        _ => Reply::from(Refusal::not_found(
            "the control interface has /health, /faults, /requests, /options, /links/expire and /outputs/renew",
        ))
        .with_header("x-sandbox", "no such route"),
    }
}

fn add(state: &State, body: &[u8]) -> Result<Reply, Refusal> {
    let mut order: Order = serde_json::from_slice(body).map_err(|error| Refusal::invalid(error.to_string()))?;
    if let Some(route) = routes::named(&order.operation) {
        order.operation = route.key();
    } else if order.operation != "*" {
        return Err(Refusal::invalid(format!(
            "no operation is called {:?}",
            order.operation
        )));
    }
    let fault = order.fault.clone().into_fault()?;
    state.faults.add(&order.operation, order.times, fault);
    Ok(Reply::json(201, &order))
}

/// Puts the members of the body over the options as they are.
fn change(state: &State, body: &[u8]) -> Result<Reply, Refusal> {
    let wrong = |error: serde_json::Error| Refusal::invalid(error.to_string());
    let changes: Map<String, Value> = serde_json::from_slice(body).map_err(wrong)?;
    let mut options = serde_json::to_value(state.origin.state.options()).map_err(wrong)?;
    for (name, value) in changes {
        options[name] = value;
    }
    let options: Options = serde_json::from_value(options).map_err(wrong)?;
    state.origin.state.set_options(options);
    Ok(Reply::ok(&options))
}

/// The body of `POST /_sandbox/faults`, and an item of what `GET` lists.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Order {
    operation: String,
    #[serde(default = "once")]
    times: u32,
    fault: Wire,
}

fn once() -> u32 {
    1
}

impl From<Pending> for Order {
    fn from(pending: Pending) -> Order {
        Order {
            operation: pending.operation,
            times: pending.remaining,
            fault: pending.fault.into(),
        }
    }
}
