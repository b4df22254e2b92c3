//! Turns a generated operation into one with our options and our error.
//!
//! A generated client hands its requests to the transport through a hook that takes no options and returns the HTTP
//! library's error. [`call`] carries the options in and the details out beside that hook, in a task-local context.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::StatusCode;
use progenitor_client::ResponseValue;

use crate::error::redact::{Redactor, one_line};
use crate::limits::Limits;
use crate::retry::RetryPolicy;
use crate::transport::{self, Answer, Transport};
use crate::{Error, ErrorKind, Result, decode};

/// What one call does differently from its client.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct CallOptions {
    /// The retry policy; `None` means the client's.
    pub retry: Option<RetryPolicy>,
    /// The limits; `None` means the client's.
    pub limits: Option<Limits>,
    /// The bound of the whole call; `None` means that of the limits.
    pub total: Option<Duration>,
    /// Whether a redirecting answer is the answer. Default: `false`, redirects are followed.
    pub redirects_are_answers: bool,
    /// Whether the request goes without credentials, even to the service itself. Default: `false`.
    pub without_credentials: bool,
    /// Statuses beside 2xx with which an answer is an answer and no error. Default: none.
    pub answers: Vec<StatusCode>,
    /// Whether an operation that is known to be gone or broken is sent all the same. Default: `false`.
    pub forced: bool,
}

impl CallOptions {
    /// Sets the retry policy.
    #[must_use]
    pub fn with_retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = Some(retry);
        self
    }

    /// Sets the limits.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = Some(limits);
        self
    }

    /// Bounds all attempts and waits of the call together, and leaves the other limits as they are.
    #[must_use]
    pub fn with_total(mut self, total: Duration) -> Self {
        self.total = Some(total);
        self
    }

    /// Takes an answer that redirects (3xx) as the answer, instead of going where it leads.
    #[must_use]
    pub fn with_redirects_as_answers(mut self) -> Self {
        self.redirects_are_answers = true;
        self
    }

    /// Takes an answer with this status as the answer, for a service that reports with it what went well and what did not.
    #[must_use]
    pub fn with_answer(mut self, status: StatusCode) -> Self {
        self.answers.push(status);
        self
    }

    /// Sends the request without credentials, wherever it goes: for an address that carries its own permission, such as a
    /// presigned one.
    #[must_use]
    pub fn without_credentials(mut self) -> Self {
        self.without_credentials = true;
        self
    }

    /// Whether to send an operation that is known to be gone or broken
    /// ([`status`](crate::operation::Operation::status)) all the same, and not to refuse it here.
    #[must_use]
    pub fn with_forced(mut self, forced: bool) -> Self {
        self.forced = forced;
        self
    }

    pub(crate) fn follows_redirects(&self) -> bool {
        !self.redirects_are_answers
    }

    pub(crate) fn limits_over(&self, client: &Limits) -> Limits {
        let mut limits = self.limits.clone().unwrap_or_else(|| client.clone());
        limits.total = self.total.or(limits.total);
        limits
    }
}

tokio::task_local! {
    static CONTEXT: Context;
}

/// What travels beside a generated call.
#[derive(Clone)]
struct Context {
    options: Arc<CallOptions>,
    seen: Arc<Mutex<Option<Seen>>>,
}

/// What is known about the last successful answer.
struct Seen {
    status: StatusCode,
    request_id: Option<String>,
    attempts: u32,
    elapsed: Duration,
    redactor: Redactor,
}

/// The options of the call that is under way in this task; the default outside of [`call`].
pub(crate) fn current_options() -> Arc<CallOptions> {
    CONTEXT
        .try_with(|context| Arc::clone(&context.options))
        .unwrap_or_default()
}

/// Remembers a successful answer for the errors that its decoding may give.
pub(crate) fn note(answer: &Answer) {
    let seen = Seen {
        status: answer.status,
        request_id: answer.request_id(),
        attempts: answer.attempts,
        elapsed: answer.elapsed,
        redactor: answer.redactor().clone(),
    };
    // Outside of `call` nobody asks.
    let _outside = CONTEXT.try_with(|context| {
        *context.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(seen);
    });
}

/// Runs a generated operation with these options, and gives its value or our error.
///
/// ```
/// # use std::future::Future;
/// # use std::time::Duration;
/// # use aurora_core::call::{CallOptions, call};
/// # use aurora_core::progenitor_client::{Error as Generated, ResponseValue};
/// # use aurora_core::{Error, Transport};
/// # async fn run(
/// #     transport: Transport,
/// #     list_turbines: impl Future<Output = Result<ResponseValue<Vec<String>>, Generated<()>>>,
/// # ) -> Result<(), Error> {
/// // `list_turbines` is what a generated operation's `send()` returns.
/// let options = CallOptions::default().with_total(Duration::from_secs(60));
/// let turbines = call(&transport, "list_turbines", &options, list_turbines).await?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Every way in which the operation can fail, as an [`Error`] that names the operation.
pub async fn call<T, E>(
    transport: &Transport,
    operation_id: &str,
    options: &CallOptions,
    future: impl Future<Output = std::result::Result<ResponseValue<T>, progenitor_client::Error<E>>>,
) -> Result<T> {
    call_with_headers(transport, operation_id, options, future)
        .await
        .map(ResponseValue::into_inner)
}

/// As [`call`], and keeps status and headers of the answer.
///
/// # Errors
///
/// As [`call`].
pub async fn call_with_headers<T, E>(
    transport: &Transport,
    operation_id: &str,
    options: &CallOptions,
    future: impl Future<Output = std::result::Result<ResponseValue<T>, progenitor_client::Error<E>>>,
) -> Result<ResponseValue<T>> {
    let context = Context {
        options: Arc::new(options.clone()),
        seen: Arc::default(),
    };
    let seen = Arc::clone(&context.seen);
    let error = match CONTEXT.scope(context, future).await {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    let seen = seen.lock().unwrap_or_else(PoisonError::into_inner).take();
    let redactor = seen.as_ref().map(|seen| seen.redactor.clone()).unwrap_or_default();
    let mut error = translate(error, &redactor);
    if error.operation().is_none() {
        error = match transport.operation(operation_id) {
            Ok(operation) => error.with_operation(operation.id),
            Err(_unknown) => error.with_operation(operation_id.to_owned()),
        };
    }
    // An error of the transport knows its own effort; one of the decoding does not.
    Err(match seen {
        Some(seen) if error.attempts() == 0 => error
            .with_effort(seen.attempts, seen.elapsed)
            .with_status(seen.status)
            .with_request_id_option(seen.request_id),
        _ => error,
    })
}

/// Every variant by name, so that a new one stops the build.
fn translate<E>(error: progenitor_client::Error<E>, redactor: &Redactor) -> Error {
    use progenitor_client::Error as Generated;
    match error {
        Generated::InvalidRequest(why) => Error::new(
            ErrorKind::InvalidRequest,
            redactor.redact(&one_line(&why, 500)).into_owned(),
        ),
        Generated::Custom(why) => Error::new(ErrorKind::Service, redactor.redact(&one_line(&why, 500)).into_owned()),
        Generated::CommunicationError(error) => library_error(error, "the request failed"),
        Generated::InvalidUpgrade(error) => library_error(error, "the connection could not be upgraded"),
        Generated::ResponseBodyError(error) => library_error(error, "the answer could not be read"),
        Generated::ErrorResponse(value) => of_status(value.status()),
        Generated::InvalidResponsePayload(body, error) => decode::failure(&body, &error, redactor),
        Generated::UnexpectedResponse(mut response) => {
            transport::carried(&mut response).unwrap_or_else(|| of_status(response.status()))
        }
    }
}

fn of_status(status: StatusCode) -> Error {
    let reason = status.canonical_reason().unwrap_or("(no standard meaning)");
    let message = format!("the service answered {} {reason}", status.as_u16());
    Error::new(ErrorKind::of_status(status), message).with_status(status)
}

/// An error of the HTTP library that did not pass through the transport, such as a request that cannot be built.
fn library_error(error: reqwest::Error, what: &str) -> Error {
    let kind = if error.is_builder() {
        ErrorKind::InvalidRequest
    } else if error.is_timeout() {
        ErrorKind::Timeout
    } else if error.is_decode() {
        ErrorKind::Decode
    } else {
        ErrorKind::Connect
    };
    Error::new(kind, what).with_source(transport::because(error))
}
