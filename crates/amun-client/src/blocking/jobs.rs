//! What takes long, step by step.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use aurora_core::Result;
use aurora_core::poll::{PollPolicy, Poller, Progress};
use futures_util::stream::{Stream, StreamExt};

use super::runtime::PrivateRuntime;
use crate::batch::{BatchBuilder, BatchItem};
use crate::types::LoadFactorResult;

type Items<T> = Pin<Box<dyn Stream<Item = T> + Send>>;

/// A calculation that runs at the service.
#[derive(Debug)]
#[must_use = "a job is asked about only when it is waited for"]
pub struct Job {
    poller: Poller<LoadFactorResult>,
    runtime: Arc<PrivateRuntime>,
}

impl Job {
    pub(super) fn new(poller: Poller<LoadFactorResult>, runtime: Arc<PrivateRuntime>) -> Self {
        Self { poller, runtime }
    }

    /// The job's token, by which it can be picked up again.
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
    /// As awaiting the [`Poller`]; `InvalidRequest` inside an async runtime.
    pub fn wait(self) -> Result<LoadFactorResult> {
        self.runtime.wait(self.poller.into_future())?
    }

    /// Every answer on the way, the result last.
    #[must_use]
    pub fn steps(self) -> Steps {
        Steps {
            stream: Some(Box::pin(self.poller.into_stream())),
            runtime: self.runtime,
        }
    }
}

/// The answers about a job, the result last.
pub struct Steps {
    stream: Option<Items<Result<Progress<LoadFactorResult>>>>,
    runtime: Arc<PrivateRuntime>,
}

impl Iterator for Steps {
    type Item = Result<Progress<LoadFactorResult>>;

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

/// The outcomes of a batch as they become known. An error means that it is read inside an async runtime, and ends it.
pub struct BatchItems {
    stream: Option<Items<BatchItem>>,
    runtime: Arc<PrivateRuntime>,
}

impl BatchItems {
    pub(super) fn new(batch: BatchBuilder, runtime: Arc<PrivateRuntime>) -> Self {
        Self {
            stream: Some(Box::pin(batch.into_stream())),
            runtime,
        }
    }
}

impl Iterator for BatchItems {
    type Item = Result<BatchItem>;

    fn next(&mut self) -> Option<Self::Item> {
        let stream = self.stream.as_mut()?;
        match self.runtime.wait(stream.next()) {
            Ok(next) => next.map(Ok),
            Err(error) => {
                self.stream = None;
                Some(Err(error))
            }
        }
    }
}

macro_rules! debug {
    ($($name:ident),+) => {
        $(impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).field("ended", &self.stream.is_none()).finish_non_exhaustive()
            }
        })+
    };
}

debug!(Steps, BatchItems);
