//! The one error of all clients.
//!
//! An [`Error`] answers questions ([`kind`](Error::kind), [`status`](Error::status), …) instead of listing the failures
//! of the libraries beneath. Its `Display` is one line, says what to do next, and is safe to paste in public: no token, no
//! query of an address, no header value, no raw body.

pub(crate) mod display;
mod kind;
pub(crate) mod messages;
pub(crate) mod redact;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::time::Duration;

use aurora_auth::AuthError;
use http::StatusCode;
use serde_json::Value;

pub use kind::ErrorKind;

pub use crate::graphql::GraphQlError;

/// The most of an answer that [`Error::body`] keeps, in bytes.
const BODY_KEPT: usize = 4 * 1024;

/// A failed call.
///
/// ```
/// use aurora_core::{Error, ErrorKind};
///
/// fn explain(error: &Error) -> String {
///     match error.kind() {
///         ErrorKind::NotFound => "no such thing".to_owned(),
///         _ if error.is_transient() => format!("try again later: {error}"),
///         _ => error.to_string(),
///     }
/// }
/// let error = Error::new(ErrorKind::Ambiguous, "two turbines have this name").with_operation("list_turbines");
/// assert_eq!(explain(&error), "list_turbines: two turbines have this name");
/// ```
pub struct Error(Box<Inner>);

/// Boxed, so that a `Result` stays small.
struct Inner {
    kind: ErrorKind,
    message: String,
    advice: Option<Cow<'static, str>>,
    operation: Option<Cow<'static, str>>,
    status: Option<StatusCode>,
    request_id: Option<String>,
    body: Option<String>,
    messages: Vec<String>,
    graphql_errors: Vec<GraphQlError>,
    graphql_data: Option<Value>,
    attempts: u32,
    elapsed: Duration,
    retry_after: Option<Duration>,
    source: Cause,
}

/// What stands behind an error.
enum Cause {
    None,
    Other(Box<dyn StdError + Send + Sync>),
    /// Its text is already the message, so the chain goes on with its own source.
    Auth(AuthError),
}

impl Error {
    /// An error of that kind. `message` says what happened in lower case, without a full stop, and holds no secret.
    #[must_use]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            advice: None,
            operation: None,
            status: None,
            request_id: None,
            body: None,
            messages: Vec::new(),
            graphql_errors: Vec::new(),
            graphql_data: None,
            attempts: 0,
            elapsed: Duration::ZERO,
            retry_after: None,
            source: Cause::None,
        }))
    }

    /// What kind of failure it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The operation that failed, in `snake_case`, for example `get_power_curve`.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.0.operation.as_deref()
    }

    /// The status of the answer, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The service's name for the request, to quote to its support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The beginning of the answer's body, at most 4 KiB, with the token taken out. For an answer that does not fit its
    /// description, the part around the place where reading stopped.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.0.body.as_deref()
    }

    /// The messages of the service, from whichever of its error shapes it used. Each is one line.
    #[must_use]
    pub fn messages(&self) -> &[String] {
        &self.0.messages
    }

    /// The errors of a GraphQL answer; empty for other services.
    #[must_use]
    pub fn graphql_errors(&self) -> &[GraphQlError] {
        &self.0.graphql_errors
    }

    /// What a GraphQL answer brings beside its errors: the fields that did not fail. `None` when there is nothing.
    #[must_use]
    pub fn graphql_data(&self) -> Option<&Value> {
        self.0.graphql_data.as_ref()
    }

    /// How often the request was sent, or tried to be; 0 when it failed before that.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The time from the start of the call to its failure, waits included.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed
    }

    /// How long the service asked to wait, in its `Retry-After`.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Whether the same call may succeed later without a change: no connection, no answer in time, throttled, not ready,
    /// or one of 408, 425, 429, 500, 502, 503, 504.
    ///
    /// Whether repeating it is *safe* is another question; an [`OutcomeUnknown`](ErrorKind::OutcomeUnknown) is never
    /// transient, because the request may have taken effect.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self.0.kind {
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::RateLimited | ErrorKind::NotReady => true,
            ErrorKind::Service => self
                .0
                .status
                .is_some_and(|status| matches!(status.as_u16(), 500 | 502 | 503 | 504)),
            _ => false,
        }
    }
}

/// For the crates that build on this one.
impl Error {
    /// Names the operation, in `snake_case`.
    #[must_use]
    pub fn with_operation(mut self, operation: impl Into<Cow<'static, str>>) -> Self {
        self.0.operation = Some(operation.into());
        self
    }

    /// Sets the status of the answer.
    #[must_use]
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.0.status = Some(status);
        self
    }

    /// Sets the service's name for the request.
    #[must_use]
    pub fn with_request_id(mut self, id: impl Into<String>) -> Self {
        self.0.request_id = Some(id.into());
        self
    }

    pub(crate) fn with_request_id_option(mut self, id: Option<String>) -> Self {
        self.0.request_id = id;
        self
    }

    /// Keeps the beginning of an answer's body, at most 4 KiB, and takes the messages out of the whole of it.
    ///
    /// The text must hold no token; bodies that come through the transport have theirs taken out before.
    #[must_use]
    pub fn with_body(mut self, body: &str) -> Self {
        self.0.messages = messages::flatten(body);
        self.with_excerpt(body)
    }

    /// Keeps the beginning of a text as the body, without looking for messages in it.
    pub(crate) fn with_excerpt(mut self, body: &str) -> Self {
        if !body.is_empty() {
            self.0.body = Some(redact::head(body, BODY_KEPT).to_owned());
        }
        self
    }

    /// Sets the service's messages.
    #[must_use]
    pub fn with_messages(mut self, messages: impl IntoIterator<Item = String>) -> Self {
        self.0.messages = messages.into_iter().collect();
        self
    }

    /// Sets the errors of a GraphQL answer; their messages become [`messages`](Self::messages).
    #[must_use]
    pub fn with_graphql_errors(mut self, errors: Vec<GraphQlError>) -> Self {
        self.0.messages = errors
            .iter()
            .filter_map(|error| error.message.as_deref())
            .map(|message| redact::one_line(message, 300))
            .collect();
        self.0.graphql_errors = errors;
        self
    }

    /// Keeps what a GraphQL answer brings beside its errors. The text must hold no token.
    #[must_use]
    pub fn with_graphql_data(mut self, data: Option<Value>) -> Self {
        self.0.graphql_data = data;
        self
    }

    /// Sets how often the request was sent, and how long it all took.
    #[must_use]
    pub fn with_effort(mut self, attempts: u32, elapsed: Duration) -> Self {
        self.0.attempts = attempts;
        self.0.elapsed = elapsed;
        self
    }

    /// Sets how long the service asked to wait.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.0.retry_after = wait;
        self
    }

    /// Replaces the advice that the kind gives. One clause in lower case, without a full stop.
    #[must_use]
    pub fn with_advice(mut self, advice: impl Into<Cow<'static, str>>) -> Self {
        self.0.advice = Some(advice.into());
        self
    }

    /// Sets the cause. Its text must hold no secret: no address with a query, no header value.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Cause::Other(source.into());
        self
    }

    pub(crate) fn without_advice(mut self) -> Self {
        self.0.advice = None;
        self
    }

    pub(crate) fn map_message(mut self, change: impl FnOnce(String) -> String) -> Self {
        self.0.message = change(std::mem::take(&mut self.0.message));
        self
    }

    /// Changes the kind, for a service that says the same thing in its own way.
    #[must_use]
    pub fn with_kind(mut self, kind: ErrorKind) -> Self {
        self.0.kind = kind;
        self
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.source {
            Cause::None => None,
            Cause::Other(error) => Some(error.as_ref()),
            Cause::Auth(error) => error.source(),
        }
    }
}

impl From<AuthError> for Error {
    fn from(error: AuthError) -> Self {
        let mut this = Self::new(ErrorKind::Credential, error.to_string());
        this.0.source = Cause::Auth(error);
        this
    }
}

#[cfg(test)]
mod tests;
