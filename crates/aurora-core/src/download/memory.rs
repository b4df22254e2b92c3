//! Files that are read into memory.

use std::fmt;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http::header::{ACCEPT_ENCODING, HeaderValue};

use super::answer::{Plan, wrong_length};
use crate::clock::{Clock, SystemClock};
use crate::retry::Backoff;
use crate::transport::StreamingAnswer;
use crate::{Error, ErrorKind, Result};

/// A file to be read into memory, with the checks of a [`Download`](super::Download) and without a place on disk:
/// status, content type and length are looked at before anything is handed over, and a body that breaks off is asked
/// for again.
#[derive(Clone)]
#[must_use = "nothing is fetched until it is run"]
pub struct InMemory {
    content_types: Vec<String>,
    cap: usize,
    attempts: u32,
    clock: Arc<dyn Clock>,
}

impl InMemory {
    /// A file of at most `cap` bytes.
    pub fn up_to(cap: usize) -> Self {
        Self {
            content_types: Vec::new(),
            cap,
            attempts: 5,
            clock: Arc::new(SystemClock),
        }
    }

    /// Adds a content type that the file may have, as
    /// [`Download::with_content_type`](super::Download::with_content_type).
    pub fn with_content_type(mut self, essence: impl Into<String>) -> Self {
        self.content_types.push(essence.into());
        self
    }

    /// Sets how many requests one run may send when the body breaks off; 0 counts as 1. Default: 5, with waits of 1 s,
    /// 2 s, 4 s, … in between.
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets the clock that waits go through.
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Fetches the file. `fetch` sends the request with these headers added and gives its answer; it is called again
    /// when the body breaks off.
    ///
    /// # Errors
    ///
    /// Fails as `fetch` does; with [`ErrorKind::Decode`] when the answer is a page or message instead of the file, or
    /// not as long as it says; with [`ErrorKind::TooLarge`] when it is larger than the cap.
    pub async fn run<F, Fut>(&self, mut fetch: F) -> Result<Bytes>
    where
        F: FnMut(HeaderMap) -> Fut,
        Fut: Future<Output = Result<StreamingAnswer>>,
    {
        // The announced length is that of the bytes that are counted.
        let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static("identity"))]);
        let mut attempt = 1;
        loop {
            let answer = fetch(headers.clone()).await?;
            match self.read(answer).await {
                Err(error) if error.is_transient() && attempt < self.attempts => {
                    self.clock.sleep(Backoff::default().wait(attempt, true, 1.0)).await;
                    attempt += 1;
                }
                result => return result,
            }
        }
    }

    async fn read(&self, mut answer: StreamingAnswer) -> Result<Bytes> {
        let plan = Plan::of(&answer, false, &self.content_types)?;
        let announced = plan.total.map(|total| usize::try_from(total).unwrap_or(usize::MAX));
        if announced.is_some_and(|total| total > self.cap) {
            return Err(self.too_large());
        }
        let mut bytes = BytesMut::new();
        while let Some(piece) = answer.chunk().await? {
            if bytes.len().saturating_add(piece.len()) > self.cap {
                return Err(self.too_large());
            }
            bytes.extend_from_slice(&piece);
        }
        match plan.total {
            Some(total) if total != bytes.len() as u64 => Err(wrong_length(bytes.len() as u64, total)),
            _ => Ok(bytes.freeze()),
        }
    }

    fn too_large(&self) -> Error {
        let message = format!(
            "the file is larger than the {} bytes that may be held in memory",
            self.cap
        );
        Error::new(ErrorKind::TooLarge, message).with_advice("download it to disk, or raise the body limit")
    }
}

impl fmt::Debug for InMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InMemory")
            .field("content_types", &self.content_types)
            .field("cap", &self.cap)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}
