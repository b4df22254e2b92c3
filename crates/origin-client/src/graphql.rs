//! GraphQL calls: one layer that all groups of methods go through, and the door for documents of one's own.

mod document;
mod raw;

use std::future::Future;
use std::time::Duration;

use aurora_core::call::{self, CallOptions};
use aurora_core::graphql::{self, GraphQlError, Reply};
use aurora_core::poll::PollPolicy;
use aurora_core::transport::Transport;
use aurora_core::{Error, ErrorKind, Result};
use progenitor_client::ResponseValue;
use serde::Deserialize;

pub(crate) use raw::raw;
pub use raw::{Answer, Service};

use crate::OriginClient;

/// The rhythm in which the vendor's client asks again, with the limit that it lacks.
const READY_STEP: Duration = Duration::from_millis(2500);

/// Every 2.5 s for 30 min.
pub(crate) fn ready_policy() -> PollPolicy {
    PollPolicy::default()
        .with_first(READY_STEP)
        .with_factor(1.0)
        .with_max(READY_STEP)
}

/// Runs a generated GraphQL operation once. Null data gives data whose every field is `None`.
pub(crate) async fn run<R, E>(
    client: &OriginClient,
    operation: &'static str,
    options: &CallOptions,
    future: impl Future<Output = std::result::Result<ResponseValue<R>, progenitor_client::Error<E>>>,
) -> Result<R::Data>
where
    R: Reply,
    R::Data: Default,
{
    let transport = client.transport();
    let reply = call::call_with_headers(transport, operation, options, future).await;
    let reply = reply.map_err(with_errors_of_body)?;
    let status = reply.status();
    match reply.into_inner().into_result() {
        Ok(data) => Ok(data.unwrap_or_default()),
        Err(error) => Err(redacted(transport, error).with_operation(operation).with_status(status)),
    }
}

/// Runs a generated operation by its name with this body, once.
macro_rules! run_once {
    ($client:expr, $operation:ident, $body:expr) => {
        $crate::graphql::run(
            $client,
            stringify!($operation),
            $client.options(),
            $client.generated().$operation().body($body).send(),
        )
    };
}

pub(crate) use run_once;

/// As [`run`], and asks again while the service says that the data is not ready; `send` makes the request anew each time.
/// A mutation may go through here too: what the service refused as not ready, it did not act on.
pub(crate) async fn run_when_ready<R, E, F, Fut>(
    client: &OriginClient,
    operation: &'static str,
    options: &CallOptions,
    mut send: F,
) -> Result<R::Data>
where
    R: Reply,
    R::Data: Default,
    F: FnMut() -> Fut,
    Fut: Future<Output = std::result::Result<ResponseValue<R>, progenitor_client::Error<E>>>,
{
    let (clock, policy) = (client.clock(), client.ready_policy());
    let started = clock.now();
    if !policy.initial.is_zero() {
        clock.sleep(policy.initial).await;
    }
    let mut asked = 0;
    loop {
        let error = match run(client, operation, options, send()).await {
            Err(error) if is_not_ready(&error) => error,
            outcome => return outcome,
        };
        asked += 1;
        let elapsed = clock.now().saturating_duration_since(started);
        let remaining = policy.deadline.saturating_sub(elapsed);
        if remaining.is_zero() {
            return Err(never_ready(error, asked, elapsed));
        }
        let wait = policy.wait(asked).min(remaining);
        tracing::info!(
            target: "origin_client",
            operation,
            elapsed_s = elapsed.as_secs_f64(),
            "the inputs service is still loading the scenario's data; this is a wait, not a failure"
        );
        clock.sleep(wait).await;
    }
}

/// Whether a successful status came with no other errors than that the data is not ready.
fn is_not_ready(error: &Error) -> bool {
    graphql::all_not_ready(error.graphql_errors()) && error.status().is_none_or(|status| status.is_success())
}

fn never_ready(error: Error, asked: u32, elapsed: Duration) -> Error {
    let seconds = elapsed.as_secs_f64();
    let message = format!("the scenario's data was still not ready when it had been asked for {seconds} s");
    let operation = error.operation().unwrap_or_default().to_owned();
    Error::new(ErrorKind::NotReady, message)
        .with_operation(operation)
        .with_graphql_errors(error.graphql_errors().to_vec())
        .with_effort(asked, elapsed)
        .with_advice("try again later, or allow a longer deadline (with_ready_policy)")
}

/// Without the token, should the service echo it.
fn redacted(transport: &Transport, error: Error) -> Error {
    let clean = |text: &str| transport.redact(text);
    let errors = error.graphql_errors().iter().cloned();
    let errors = errors.map(|error| error.map_texts(&clean)).collect();
    let data = error
        .graphql_data()
        .cloned()
        .map(|data| graphql::map_texts(data, &clean));
    error.with_graphql_errors(errors).with_graphql_data(data)
}

/// A refusal with another status may hold GraphQL errors too: those of a document that the service does not accept come
/// with 400. Its body has the token taken out already.
fn with_errors_of_body(error: Error) -> Error {
    #[derive(Deserialize)]
    struct Body {
        errors: Vec<GraphQlError>,
    }
    let body = error.body().and_then(|body| serde_json::from_str::<Body>(body).ok());
    match body {
        Some(Body { errors }) if !errors.is_empty() && error.graphql_errors().is_empty() => {
            error.with_graphql_errors(errors)
        }
        _ => error,
    }
}
