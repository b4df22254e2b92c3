//! How requests leave and answers come back: one place for headers, credentials, redirects, limits, retries and traces.
//!
//! # Which TLS library
//!
//! With the default feature `rustls-tls`, rustls with ring and the operating system's trust store. The features
//! `aws-lc-rs` and `native-tls` choose another provider or the operating system's own library. Features add up; where
//! several are on, `native-tls` goes before `aws-lc-rs`, and that before `rustls-tls`: what is not the default was asked
//! for. Without any of them only `http` addresses work. Verification cannot be switched off.
//!
//! # Where a token goes
//!
//! To the origins (scheme, host and port) of the base URLs, and nowhere else. Redirects are followed here and not by the
//! HTTP library: GET and HEAD up to ten times, anywhere but from https to http, and without credentials, cookies or body
//! where the origin changes. Other methods stay at their origin.

mod answer;
mod attempt;
mod body;
mod builder;
mod credentials;
mod failure;
mod hook;
mod http;
mod mounts;
mod prepare;
mod redirect;
mod run;
mod span;
pub(crate) mod template;
mod tls;

use std::fmt;
use std::sync::Arc;

use ::http::HeaderMap;
use reqwest::Request;
use url::Url;

pub use answer::{Answer, StreamingAnswer};
pub(crate) use body::is_coded;
pub use builder::TransportBuilder;
pub use credentials::Credentials;
pub(crate) use hook::{because, carried};
pub(crate) use mounts::shown;

use self::attempt::{Streamed, Whole};
use self::mounts::Mounts;
use self::run::Failed;
use crate::call::CallOptions;
use crate::clock::{Clock, Jitter};
use crate::error::redact::Redactor;
use crate::limits::Limits;
use crate::operation::Operation;
use crate::raw::RawRequest;
use crate::retry::{RetryBudget, RetryPolicy};
use crate::{Error, ErrorKind, Result};

/// Sends requests to one service. Cheap to clone; clones share connections and the retry budget.
#[derive(Clone)]
pub struct Transport {
    inner: Arc<Inner>,
}

struct Inner {
    service: &'static str,
    operations: &'static [Operation],
    mounts: Mounts,
    credentials: Credentials,
    credential_headers: HeaderMap,
    redactor: Redactor,
    http: http::Http,
    limits: Limits,
    retry: RetryPolicy,
    budget: RetryBudget,
    clock: Arc<dyn Clock>,
    jitter: Arc<dyn Jitter>,
}

impl Transport {
    /// The base address that requests are made on; the transport puts the configured one in its place. No request ever
    /// goes there: the name is reserved for never existing.
    pub const PLACEHOLDER_BASE: &'static str = "http://service.invalid";

    /// Starts to configure a transport for a service and the operations of its specification.
    #[must_use]
    pub fn builder(service: &'static str, operations: &'static [Operation]) -> TransportBuilder {
        TransportBuilder::new(service, operations)
    }

    /// The service's short name, for example `amun`.
    #[must_use]
    pub fn service(&self) -> &'static str {
        self.inner.service
    }

    /// The operations of the service.
    #[must_use]
    pub fn operations(&self) -> &'static [Operation] {
        self.inner.operations
    }

    /// The operation of that id, in `snake_case`.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::InvalidRequest`] when the service has no such operation.
    pub fn operation(&self, id: &str) -> Result<&'static Operation> {
        self.inner
            .operations
            .iter()
            .find(|operation| operation.id == id)
            .ok_or_else(|| {
                let message = format!("{} has no operation {id:?}", self.inner.service);
                Error::new(ErrorKind::InvalidRequest, message)
            })
    }

    /// The base URL that serves a path of the specification, for example `/v1`.
    #[must_use]
    pub fn base_url(&self, path: &str) -> Option<&Url> {
        self.inner.mounts.base(path)
    }

    /// The credentials; their `Debug` shows no value.
    #[must_use]
    pub fn credentials(&self) -> &Credentials {
        &self.inner.credentials
    }

    /// The limits of calls that bring none of their own.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.inner.limits
    }

    /// The retry policy of calls that bring none of their own.
    #[must_use]
    pub fn retry_policy(&self) -> &RetryPolicy {
        &self.inner.retry
    }

    /// The retry budget that all clones share.
    #[must_use]
    pub fn retry_budget(&self) -> &RetryBudget {
        &self.inner.budget
    }

    /// The clock that all waits go through.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.inner.clock
    }

    /// A client to put requests together with. Send them through the transport: sent directly, they carry no credentials
    /// and go nowhere.
    #[must_use]
    pub fn reqwest(&self) -> &reqwest::Client {
        self.inner.http.any()
    }

    /// A text without the token, in case a service echoes it.
    #[must_use]
    pub fn redact(&self, text: &str) -> String {
        self.inner.redactor.redact(text).into_owned()
    }

    /// Starts a request to an operation by parameter names: the door to every operation, typed or not.
    pub fn request(&self, operation: &'static Operation) -> RawRequest {
        RawRequest::new(self.clone(), operation)
    }

    /// Sends a request made on [`PLACEHOLDER_BASE`](Self::PLACEHOLDER_BASE), and reads the whole answer.
    ///
    /// # Errors
    ///
    /// Fails when the path does not fit the operation, when the operation is known to be gone or broken and the options do
    /// not [force](CallOptions::with_forced) it, when no successful answer came within the limits and attempts, and when
    /// the answer is larger than the limit.
    pub async fn execute(
        &self,
        request: Request,
        operation: &'static Operation,
        options: &CallOptions,
    ) -> Result<Answer> {
        let request = self.prepare(request, operation, options)?;
        self.whole(request, operation, options)
            .await
            .map_err(|failed| failed.error)
    }

    /// Sends a request made on [`PLACEHOLDER_BASE`](Self::PLACEHOLDER_BASE), and hands over the answer as soon as its
    /// head is there. What comes after that is not retried.
    ///
    /// # Errors
    ///
    /// As [`execute`](Self::execute), up to the head of the answer.
    pub async fn stream(
        &self,
        request: Request,
        operation: &'static Operation,
        options: &CallOptions,
    ) -> Result<StreamingAnswer> {
        let request = self.prepare(request, operation, options)?;
        self.streamed(request, operation, options).await
    }

    /// Gets an address that the service handed out (a presigned download, say), with the limits and retries of
    /// `operation`, from which the address came. Credentials go along only if it is at one of the base URLs' origins.
    ///
    /// # Errors
    ///
    /// Fails when the address is not http or https, when it is http while every base URL is https, and as
    /// [`stream`](Self::stream). No error shows more of the address than scheme, host and port.
    pub async fn stream_url(
        &self,
        url: Url,
        headers: HeaderMap,
        operation: &'static Operation,
        options: &CallOptions,
    ) -> Result<StreamingAnswer> {
        let request = self.prepare_foreign(url, headers, operation)?;
        self.streamed(request, operation, options).await
    }

    async fn whole(
        &self,
        request: Request,
        operation: &'static Operation,
        options: &CallOptions,
    ) -> std::result::Result<Answer, Failed> {
        let done = self.inner.run::<Whole>(request, operation, options).await?;
        Ok(Answer {
            status: done.success.status,
            headers: done.success.headers,
            body: done.success.body,
            attempts: done.attempts,
            elapsed: done.elapsed,
            operation,
            redactor: done.success.redactor,
        })
    }

    async fn streamed(
        &self,
        request: Request,
        operation: &'static Operation,
        options: &CallOptions,
    ) -> Result<StreamingAnswer> {
        let result = self.inner.run::<Streamed>(request, operation, options).await;
        let done = result.map_err(|failed| failed.error)?;
        let (response, limits) = done.success.body;
        Ok(StreamingAnswer {
            status: done.success.status,
            headers: done.success.headers,
            attempts: done.attempts,
            elapsed: done.elapsed,
            operation,
            redactor: done.success.redactor,
            response,
            limits,
        })
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bases: Vec<_> = self.inner.mounts.bases().map(Url::as_str).collect();
        f.debug_struct("Transport")
            .field("service", &self.inner.service)
            .field("base_urls", &bases)
            .field("credentials", &self.inner.credentials)
            .field("limits", &self.inner.limits)
            .field("retry", &self.inner.retry)
            .finish_non_exhaustive()
    }
}
