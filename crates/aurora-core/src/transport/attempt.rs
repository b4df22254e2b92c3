//! One attempt: send, follow redirects, read.

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, header};
use reqwest::{Request, Response};
use tokio::time::{Instant, timeout_at};
use url::Url;

use super::answer::request_id;
use super::body::{self, BodyFailure, BodyLimits};
use super::failure::{Failure, RawAnswer, before_answer};
use super::redirect::{self, Next, is_reading};
use super::{Inner, span};
use crate::call::CallOptions;
use crate::clock::later;
use crate::error::display::Seconds;
use crate::error::redact::Redactor;
use crate::operation::Operation;
use crate::retry::{Outcome, retry_after};
use crate::{Error, ErrorKind};

/// What to do with the body of a successful answer.
pub(super) trait Reading {
    type Output: Send;

    fn read(response: Response, limits: BodyLimits) -> impl Future<Output = Result<Self::Output, BodyFailure>> + Send;
}

/// Reads all of it, as part of the attempt: what breaks off may be sent again.
pub(super) enum Whole {}

impl Reading for Whole {
    type Output = Bytes;

    async fn read(mut response: Response, limits: BodyLimits) -> Result<Bytes, BodyFailure> {
        body::whole(&mut response, &limits).await
    }
}

/// Leaves it to the caller, for as long as it moves.
pub(super) enum Streamed {}

impl Reading for Streamed {
    type Output = (Response, BodyLimits);

    async fn read(response: Response, limits: BodyLimits) -> Result<Self::Output, BodyFailure> {
        Ok((response, BodyLimits { end: None, ..limits }))
    }
}

/// A successful attempt.
pub(super) struct Success<B> {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: B,
    pub(super) redactor: Redactor,
}

/// What stays the same over all attempts of one call.
pub(super) struct Plan<'a> {
    pub(super) inner: &'a Inner,
    pub(super) operation: &'static Operation,
    pub(super) options: &'a CallOptions,
    pub(super) limits: crate::limits::Limits,
    pub(super) first_byte: std::time::Duration,
}

/// One attempt in the making.
pub(super) struct Attempt<'a> {
    pub(super) plan: &'a Plan<'a>,
    /// When the first byte has to be there.
    first_byte_end: Instant,
    /// When the call ends.
    call_end: Instant,
    redactor: Redactor,
    /// Whether the address is, or a redirect led, away from the service. It stays so: an address that a stranger names
    /// gets no credentials, not even at home.
    elsewhere: bool,
    /// Whether the service has acted on the request, and only its answer is elsewhere (303).
    acted: bool,
}

impl<'a> Attempt<'a> {
    pub(super) fn new(plan: &'a Plan<'a>, call_end: Instant) -> Self {
        Self {
            plan,
            first_byte_end: later(Instant::now(), plan.first_byte),
            call_end,
            redactor: plan.inner.redactor.clone(),
            elsewhere: false,
            acted: false,
        }
    }

    pub(super) async fn run<R: Reading>(mut self, request: Request) -> Result<Success<R::Output>, Failure> {
        self.leave_for(request.url());
        let result = match self.follow(request).await {
            Ok((response, _)) if self.is_wanted(response.status()) => self.success::<R>(response).await,
            Ok((response, url)) => Err(self.refused(response, &url).await),
            Err(failure) => Err(failure),
        };
        result.map_err(|failure| self.after_acting(failure))
    }

    fn is_wanted(&self, status: StatusCode) -> bool {
        let options = self.plan.options;
        let redirects = !options.follows_redirects();
        status.is_success() || (redirects && status.is_redirection()) || options.answers.contains(&status)
    }

    /// What fails behind a 303 no longer says that the request was not acted on.
    fn after_acting(&self, mut failure: Failure) -> Failure {
        if self.acted && !self.plan.operation.idempotent && failure.outcome != Outcome::Final {
            failure.outcome = Outcome::BodyLost;
        }
        failure
    }

    /// Sends the request, and goes where redirects lead.
    async fn follow(&mut self, mut request: Request) -> Result<(Response, Url), Failure> {
        let mut hops = 0;
        loop {
            let (method, url) = (request.method().clone(), request.url().clone());
            let spare = request.try_clone();
            let response = self.head(request, &url).await?;
            if !self.plan.options.follows_redirects() {
                return Ok((response, url));
            }
            let status = response.status();
            self.acted |= status == StatusCode::SEE_OTHER && !is_reading(&method);
            request = match redirect::next(status, response.headers(), &method, &url) {
                Next::Stay => return Ok((response, url)),
                Next::Refuse(why) => return Err(self.not_followed(status, &why)),
                Next::Follow { .. } if hops >= self.plan.limits.max_redirects => {
                    let why = format!("it redirects more than {hops} times");
                    return Err(self.not_followed(status, &why));
                }
                Next::Follow { url, as_get, elsewhere } => self.step(status, spare, *url, as_get, elsewhere)?,
            };
            hops += 1;
        }
    }

    /// The request to the next stop of a redirect.
    fn step(
        &mut self,
        status: StatusCode,
        spare: Option<Request>,
        url: Url,
        as_get: bool,
        elsewhere: bool,
    ) -> Result<Request, Failure> {
        span::redirected(status, &url);
        let Some(mut request) = spare else {
            return Err(self.not_followed(
                status,
                "it redirects a request whose content was a stream and is used up",
            ));
        };
        if as_get {
            *request.method_mut() = Method::GET;
            *request.body_mut() = None;
            for name in [header::CONTENT_TYPE, header::CONTENT_LENGTH, header::CONTENT_ENCODING] {
                request.headers_mut().remove(name);
            }
        }
        if elsewhere {
            let headers = std::mem::take(request.headers_mut());
            *request.headers_mut() = redirect::travelling(headers);
            *request.body_mut() = None;
        }
        self.leave_for(&url);
        *request.url_mut() = url;
        Ok(request)
    }

    /// Takes note of where the next request goes.
    fn leave_for(&mut self, url: &Url) {
        if self.plan.inner.mounts.is_home(url) && !self.plan.options.without_credentials {
            return;
        }
        self.elsewhere = true;
        // Such an address carries its own signature in the query, and an answer may quote it.
        for (_, value) in url.query_pairs().filter(|(_, value)| value.len() >= 8) {
            self.redactor.add(&value);
        }
    }

    /// Sends one request, and waits for the head of its answer.
    async fn head(&self, mut request: Request, url: &Url) -> Result<Response, Failure> {
        let inner = self.plan.inner;
        for name in inner.credential_headers.keys() {
            request.headers_mut().remove(name);
        }
        if !self.elsewhere && inner.mounts.is_home(url) {
            request.headers_mut().extend(inner.credential_headers.clone());
        }
        let client = inner.http.client(url).map_err(Failure::last)?;
        let until = self.first_byte_end.min(self.call_end);
        match timeout_at(until, client.execute(request)).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) => Err(before_answer(error, url)),
            Err(_elapsed) => Err(Failure::new(Outcome::Unanswered, self.too_late())),
        }
    }

    fn too_late(&self) -> Error {
        let message = if self.call_end < self.first_byte_end {
            "the time for the whole call ran out before an answer came".to_owned()
        } else {
            format!("no answer within {}", Seconds(self.plan.first_byte))
        };
        Error::new(ErrorKind::Timeout, message)
    }

    fn not_followed(&self, status: StatusCode, why: &str) -> Failure {
        let message = format!("the service answered {}, which is not followed: {why}", status.as_u16());
        let error = Error::new(ErrorKind::Service, message)
            .with_status(status)
            .with_advice("check the base URL");
        if self.acted && !self.plan.operation.idempotent {
            return Failure::new(Outcome::BodyLost, error);
        }
        Failure::last(error)
    }

    async fn success<R: Reading>(&self, response: Response) -> Result<Success<R::Output>, Failure> {
        let (status, headers) = (response.status(), response.headers().clone());
        let limits = self.body_limits(self.plan.limits.json_body_cap);
        match R::read(response, limits).await {
            Ok(body) => Ok(Success {
                status,
                headers,
                body,
                redactor: self.redactor.clone(),
            }),
            Err(failure) => Err(self.body_lost(status, &headers, failure)),
        }
    }

    fn body_lost(&self, status: StatusCode, headers: &HeaderMap, failure: BodyFailure) -> Failure {
        let outcome = match failure {
            BodyFailure::TooLarge { .. } | BodyFailure::Coded => Outcome::Final,
            BodyFailure::Stalled { .. } | BodyFailure::OutOfTime | BodyFailure::Broken(_) => Outcome::BodyLost,
        };
        let error = failure
            .into_error()
            .with_status(status)
            .with_request_id_option(request_id(headers, &self.redactor));
        Failure::new(outcome, error)
    }

    /// An answer that is no success.
    async fn refused(&self, mut response: Response, url: &Url) -> Failure {
        let (status, headers) = (response.status(), response.headers().clone());
        let limits = self.body_limits(self.plan.limits.error_body_cap);
        let body = body::beginning(&mut response, &limits).await;
        let asked = retry_after(&headers, self.plan.inner.clock.system_now());
        let error = self
            .status_error(status, url, &body)
            .with_request_id_option(request_id(&headers, &self.redactor))
            .with_retry_after(asked);
        Failure {
            outcome: Outcome::Answered {
                status,
                retry_after: asked,
            },
            error,
            answer: Some(Box::new(RawAnswer { status, headers, body })),
        }
    }

    fn status_error(&self, status: StatusCode, url: &Url, body: &[u8]) -> Error {
        let text = String::from_utf8_lossy(body);
        let reason = status.canonical_reason().unwrap_or("(no standard meaning)");
        let who = if self.elsewhere {
            super::mounts::shown(url)
        } else {
            "the service".to_owned()
        };
        let message = format!("{who} answered {} {reason}", status.as_u16());
        let mut error = Error::new(ErrorKind::of_status(status), message)
            .with_status(status)
            .with_body(&self.redactor.redact(&text));
        if self.elsewhere {
            // The token has no part in this: the address was handed out by the service, and is valid for a while.
            error = error.with_advice("the address that the service handed out may have expired; ask for it again");
        } else if let Some(advice) = self.credential_advice(status) {
            error = error.with_advice(advice);
        }
        error
    }

    fn credential_advice(&self, status: StatusCode) -> Option<String> {
        if status != StatusCode::UNAUTHORIZED {
            return None;
        }
        Some(match self.plan.inner.credentials.source() {
            Some(source) => {
                format!("check that the token from {source} is the right one, is complete, and has not expired")
            }
            None => "no token was sent, and this needs one".to_owned(),
        })
    }

    fn body_limits(&self, cap: usize) -> BodyLimits {
        BodyLimits {
            cap,
            idle: self.plan.limits.idle,
            end: Some(self.call_end),
        }
    }
}
