//! The short-lived address of a file: asked for until the file is made, and again when it has expired.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use aurora_core::http::{HeaderMap, header};
use aurora_core::raw::RawRequest;
use aurora_core::reqwest::{Method, Request};
use aurora_core::transport::{Answer, StreamingAnswer};
use aurora_core::{Error, ErrorKind, Result, StatusCode, Url};

use super::address;
use super::fetch::open;
use crate::OriginClient;
use crate::cache::OutputKey;

pub(super) const OPERATION: &str = "get_output_location";

/// Between two questions while the file is being made.
const RHYTHM: Duration = Duration::from_secs(15);

/// A file whose request was checked, and the address that it has at the moment.
pub(super) struct Link<'a> {
    client: &'a OriginClient,
    pub(super) key: OutputKey,
    question: Url,
    current: Mutex<Option<Url>>,
}

impl<'a> Link<'a> {
    pub(super) fn new(client: &'a OriginClient, key: OutputKey, question: Url) -> Self {
        Self {
            client,
            key,
            question,
            current: Mutex::new(None),
        }
    }

    /// Asks for an address. While the file is being made, asks again.
    pub(super) async fn locate(&self) -> Result<Url> {
        let clock = self.client.clock();
        let deadline = self.client.ready_policy().deadline;
        let started = clock.now();
        let mut questions = 1;
        loop {
            let answer = self.ask().await;
            let error = match answer {
                Ok(answer) => return self.location_of(&answer),
                Err(error) if error.status() == Some(StatusCode::TOO_EARLY) => error,
                Err(error) => return Err(self.unlocated(error)),
            };
            let elapsed = clock.now().saturating_duration_since(started);
            let remaining = deadline.saturating_sub(elapsed);
            if remaining.is_zero() {
                return Err(self.late(error, questions, elapsed));
            }
            tracing::debug!(target: "origin_client", file = %self.key, "the file is being made; asking again");
            // The last question is asked at the deadline.
            clock.sleep(RHYTHM.min(remaining)).await;
            questions += 1;
        }
    }

    /// Starts to fetch the file. An address that is refused as expired is replaced once.
    pub(super) async fn open(&self, headers: HeaderMap) -> Result<StreamingAnswer> {
        let known = self.current().clone();
        let (url, is_new) = match known {
            Some(url) => (url, false),
            None => (self.renew().await?, true),
        };
        match open(self.client, url, headers.clone()).await {
            Err(error) if may_be_expired(&error) => {
                tracing::debug!(target: "origin_client", file = %self.key, is_new, "asking for another address");
                let url = self.renew().await?;
                open(self.client, url, headers).await
            }
            result => result,
        }
    }

    /// Where the file came from, without its signature.
    pub(super) fn source(&self) -> Option<String> {
        self.current().as_ref().map(address::without_signature)
    }

    async fn renew(&self) -> Result<Url> {
        let url = self.locate().await?;
        *self.current() = Some(url.clone());
        Ok(url)
    }

    fn current(&self) -> std::sync::MutexGuard<'_, Option<Url>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn ask(&self) -> Result<Answer> {
        let transport = self.client.transport();
        let operation = transport.operation(OPERATION)?;
        let mut options = self.client.options().clone().with_redirects_as_answers();
        let mut retry = options.retry.take().unwrap_or_else(|| transport.retry_policy().clone());
        // This status has a rhythm of its own.
        retry
            .statuses
            .retain(|status| *status != StatusCode::TOO_EARLY.as_u16());
        let request = Request::new(Method::GET, self.question.clone());
        transport.execute(request, operation, &options.with_retry(retry)).await
    }

    fn location_of(&self, answer: &Answer) -> Result<Url> {
        let Some(location) = answer.headers.get(header::LOCATION) else {
            let message = format!("{}: the answer names none", self.could_not());
            return Err(answer.error(ErrorKind::Service, message));
        };
        let base = self.client.scenario_base_url();
        let url = std::str::from_utf8(location.as_bytes())
            .ok()
            .and_then(|text| base.join(text.trim()).ok())
            .filter(|url| matches!(url.scheme(), "http" | "https"));
        url.ok_or_else(|| {
            let message = format!("{}: the answer names one that is no web address", self.could_not());
            answer.error(ErrorKind::Service, message)
        })
    }

    fn could_not(&self) -> String {
        format!(
            "could not get download location for {}, {} of region {:?}",
            self.key.kind, self.key.granularity, self.key.region
        )
    }

    /// The service's refusal, with what was asked for. What the token is about is told by the error as it is.
    fn unlocated(&self, error: Error) -> Error {
        let Some(status) = error.status().filter(|status| *status != StatusCode::UNAUTHORIZED) else {
            return error;
        };
        let message = format!("{}: the service answered {}", self.could_not(), status.as_u16());
        let mut told = Error::new(error.kind(), message)
            .with_operation(OPERATION)
            .with_status(status)
            .with_effort(error.attempts(), error.elapsed())
            .with_retry_after(error.retry_after());
        if let Some(body) = error.body() {
            told = told.with_body(body);
        }
        if let Some(id) = error.request_id() {
            told = told.with_request_id(id);
        }
        told.with_source(error)
    }

    fn late(&self, error: Error, questions: u32, elapsed: Duration) -> Error {
        let message = format!("{}: the file is still being made", self.could_not());
        Error::new(ErrorKind::Timeout, message)
            .with_operation(OPERATION)
            .with_status(StatusCode::TOO_EARLY)
            .with_effort(questions, elapsed)
            .with_advice("try again later, or allow a longer deadline")
            .with_source(error)
    }
}

/// Object stores answer 403 when a signature has expired, and some 400 or 401 when what it was made with has.
fn may_be_expired(error: &Error) -> bool {
    let status = error.status().map(|status| status.as_u16());
    matches!(status, Some(400 | 401 | 403 | 410))
}

/// A request for a region's metadata.
pub(super) fn meta_request(client: &OriginClient, meta_url: &str) -> Result<RawRequest> {
    let request = client.request("get_region_meta")?;
    Ok(request.path_param("metaUrl", meta_url.trim_start_matches('/')))
}
