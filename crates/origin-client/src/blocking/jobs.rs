//! What takes long, step by step.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use aurora_core::Result;
use aurora_core::poll::{PollPolicy, Poller, Progress};
use futures_util::stream::{Stream, StreamExt};

use super::runtime::PrivateRuntime;

type Stream1<T> = Pin<Box<dyn Stream<Item = Result<T>> + Send>>;

/// Something that runs at a service: a model run, or a workbook in the making.
#[derive(Debug)]
#[must_use = "a job is asked about only when it is waited for"]
pub struct Job<T> {
    poller: Poller<T>,
    runtime: Arc<PrivateRuntime>,
}

impl<T: Send + 'static> Job<T> {
    pub(super) fn new(poller: Poller<T>, runtime: Arc<PrivateRuntime>) -> Self {
        Self { poller, runtime }
    }

    /// The job's id, by which it can be picked up again.
    #[must_use]
    pub fn id(&self) -> &str {
        self.poller.id()
    }

    /// Sets how often and how long is asked.
    pub fn with_policy(mut self, policy: PollPolicy) -> Self {
        self.poller = self.poller.with_policy(policy);
        self
    }

    /// Waits for the result.
    ///
    /// # Errors
    ///
    /// As awaiting the [`Poller`] of the async client; `InvalidRequest` inside an async runtime.
    pub fn wait(self) -> Result<T> {
        self.runtime.wait(self.poller.into_future())?
    }

    /// Every answer on the way, and the result at the end.
    pub fn steps(self) -> Steps<Progress<T>> {
        Steps::new(self.poller.into_stream(), self.runtime)
    }
}

/// Steps as they come. The iterator ends after an error.
pub struct Steps<T> {
    stream: Option<Stream1<T>>,
    runtime: Arc<PrivateRuntime>,
}

impl<T> Steps<T> {
    pub(super) fn new(stream: impl Stream<Item = Result<T>> + Send + 'static, runtime: Arc<PrivateRuntime>) -> Self {
        Self {
            stream: Some(Box::pin(stream)),
            runtime,
        }
    }
}

impl<T> Iterator for Steps<T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Self::Item> {
        let stream = self.stream.as_mut()?;
        match self.runtime.wait(stream.next()) {
            Ok(next) => next,
            Err(error) => {
                self.stream = None;
                Some(Err(error))
            }
        }
    }
}

impl<T> fmt::Debug for Steps<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Steps")
            .field("ended", &self.stream.is_none())
            .finish_non_exhaustive()
    }
}
