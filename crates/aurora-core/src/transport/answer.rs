//! Answers, whole or as streams.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use futures_util::Stream;
use futures_util::stream::unfold;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::body::{self, BodyLimits};
use crate::error::redact::{Redactor, one_line};
use crate::operation::Operation;
use crate::{Error, ErrorKind, Result, decode};

/// Headers in which services name a request, in the order in which they are looked at.
const REQUEST_IDS: [&str; 7] = [
    "x-request-id",
    "x-amzn-requestid",
    "x-amzn-request-id",
    "x-amz-request-id",
    "x-correlation-id",
    "x-amz-cf-id",
    "cf-ray",
];

/// The service's name for a request, at most 128 characters.
pub(super) fn request_id(headers: &HeaderMap, redactor: &Redactor) -> Option<String> {
    REQUEST_IDS
        .iter()
        .find_map(|name| headers.get(*name))
        .and_then(|value| value.to_str().ok())
        .map(|id| one_line(&redactor.redact(id), 128))
        .filter(|id| !id.is_empty())
}

/// A successful answer with its whole body.
#[derive(Clone)]
#[non_exhaustive]
pub struct Answer {
    /// The status, 2xx (3xx too where redirects are not followed, and what [`CallOptions`](crate::call::CallOptions) takes for
    /// an answer).
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, decompressed.
    pub body: Bytes,
    /// How often the request was sent.
    pub attempts: u32,
    /// The time from the start of the call, waits included.
    pub elapsed: Duration,
    pub(super) operation: &'static Operation,
    pub(super) redactor: Redactor,
}

impl Answer {
    /// The service's name for the request, to quote to its support.
    #[must_use]
    pub fn request_id(&self) -> Option<String> {
        request_id(&self.headers, &self.redactor)
    }

    /// An error about this answer: a success by its status, and a refusal by its content. It names the operation and the
    /// request, and keeps the beginning of the body and the messages in it.
    #[must_use]
    pub fn error(&self, kind: ErrorKind, message: impl Into<String>) -> Error {
        let text = String::from_utf8_lossy(&self.body);
        self.described(Error::new(kind, message).with_body(&self.redactor.redact(&text)))
    }

    fn described(&self, error: Error) -> Error {
        error
            .with_operation(self.operation.id)
            .with_status(self.status)
            .with_effort(self.attempts, self.elapsed)
            .with_request_id_option(self.request_id())
    }

    pub(crate) fn redactor(&self) -> &Redactor {
        &self.redactor
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Decode`], naming line and column, when the body is empty, is an
    /// HTML page, or does not fit `T`.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_slice(&self.body)
            .map_err(|error| self.described(decode::failure(&self.body, &error, &self.redactor)))
    }
}

/// Headers and body are left out: either may hold what is not for a log.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("operation", &self.operation.id)
            .field("status", &self.status)
            .field("body_bytes", &self.body.len())
            .field("attempts", &self.attempts)
            .field("elapsed", &self.elapsed)
            .finish_non_exhaustive()
    }
}

/// A successful answer whose body is still to come.
///
/// Only the silence between two pieces is limited, and only while the caller reads: a download may take as long as it
/// moves.
#[non_exhaustive]
pub struct StreamingAnswer {
    /// The status, 2xx (3xx too where redirects are not followed).
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// How often the request was sent.
    pub attempts: u32,
    /// The time from the start of the call to the head of the answer, waits included.
    pub elapsed: Duration,
    pub(super) operation: &'static Operation,
    pub(super) redactor: Redactor,
    pub(super) response: reqwest::Response,
    pub(super) limits: BodyLimits,
}

impl StreamingAnswer {
    /// The service's name for the request, to quote to its support.
    #[must_use]
    pub fn request_id(&self) -> Option<String> {
        request_id(&self.headers, &self.redactor)
    }

    /// The length of the body in bytes, if it is known: not for a compressed one.
    #[must_use]
    pub fn content_length(&self) -> Option<u64> {
        self.response.content_length()
    }

    /// The next piece of the body; `None` at its end.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Timeout`] when nothing comes for the idle limit, and with
    /// [`ErrorKind::Connect`] when the body is cut off or its compression is damaged.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>> {
        body::piece(&mut self.response, &self.limits).await.map_err(|failure| {
            failure
                .into_error()
                .with_operation(self.operation.id)
                .with_status(self.status)
                .with_effort(self.attempts, self.elapsed)
                .with_request_id_option(self.request_id())
        })
    }

    /// The body as a stream of pieces. It ends after an error.
    pub fn into_stream(self) -> impl Stream<Item = Result<Bytes>> + Send + 'static {
        unfold(Some(self), |state| async move {
            let mut answer = state?;
            match answer.chunk().await {
                Ok(Some(piece)) => Some((Ok(piece), Some(answer))),
                Ok(None) => None,
                Err(error) => Some((Err(error), None)),
            }
        })
    }
}

impl fmt::Debug for StreamingAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamingAnswer")
            .field("operation", &self.operation.id)
            .field("status", &self.status)
            .field("attempts", &self.attempts)
            .field("elapsed", &self.elapsed)
            .finish_non_exhaustive()
    }
}
