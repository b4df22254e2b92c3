//! Work that outlives its request: ask until it is done.
//!
//! A [`Poller`] is a job that runs at a service. Awaiting it gives the result; [`Poller::into_stream`] shows each answer
//! on the way; [`Poller::id`] lets another process go on. Dropping it stops the asking, not the job.

mod policy;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use futures_util::stream::{self, Stream, StreamExt};

pub use policy::PollPolicy;

use crate::clock::{Clock, SystemClock};
use crate::{Error, ErrorKind, Result};

/// What one question about a job found.
#[derive(Clone, Debug, PartialEq)]
pub enum Polled<T> {
    /// It is not done.
    Running(Status),
    /// It is done, and this is the result.
    Done(T),
}

/// What a service says about a job that is not done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Status {
    /// The service's own word, as it came; unknown words are kept.
    pub text: String,
    /// How long the service asks to wait before the next question.
    pub retry_after: Option<Duration>,
}

impl Status {
    /// A status in the service's own word.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            retry_after: None,
        }
    }

    /// Sets how long the service asks to wait.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.retry_after = wait;
        self
    }
}

/// One step on the way to a result.
#[derive(Debug)]
#[non_exhaustive]
pub enum Progress<T> {
    /// The job is not done.
    Running(Running),
    /// The job is done. The stream ends after it.
    Done(T),
}

/// A job that is not done, as the last question found it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Running {
    /// How many questions were asked.
    pub polls: u32,
    /// Time since the first wait or question.
    pub elapsed: Duration,
    /// The part of it that was spent waiting between questions.
    pub waited: Duration,
    /// The wait that follows.
    pub next_in: Duration,
    /// The service's own word for the state; the one before when this question failed, empty when there was none.
    pub status: String,
    /// What this question failed with, when it failed for a passing reason.
    pub error: Option<Error>,
}

type Question<T> = Box<dyn FnMut() -> BoxFuture<'static, Result<Polled<T>>> + Send>;

/// A job that runs at a service.
///
/// ```
/// use aurora_core::poll::{Polled, Poller, Status};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> aurora_core::Result<()> {
/// let mut answers = vec![Polled::Done(42), Polled::Running(Status::new("Running"))];
/// let poller = Poller::new("job-7", move || {
///     let answer = answers.pop();
///     async move { Ok(answer.unwrap_or(Polled::Done(0))) }
/// })
/// .with_policy(aurora_core::poll::PollPolicy::default().with_first(std::time::Duration::from_millis(1)));
/// assert_eq!(poller.id(), "job-7");
/// assert_eq!(poller.await?, 42);
/// # Ok(())
/// # }
/// ```
#[must_use = "a poller asks nothing until it is awaited or read as a stream"]
pub struct Poller<T> {
    id: String,
    operation: Option<&'static str>,
    policy: PollPolicy,
    clock: Arc<dyn Clock>,
    question: Question<T>,
    state: State,
}

/// What is remembered between two questions.
#[derive(Default)]
struct State {
    started: Option<Instant>,
    polls: u32,
    failures: u32,
    waited: Duration,
    next_in: Duration,
    status: String,
    finished: bool,
}

impl<T: Send + 'static> Poller<T> {
    /// A poller for the job `id`, which is what resumes it elsewhere; `question` asks about it once.
    pub fn new<F, Fut>(id: impl Into<String>, mut question: F) -> Self
    where
        F: FnMut() -> Fut + Send + 'static,
        Fut: Future<Output = Result<Polled<T>>> + Send + 'static,
    {
        Self {
            id: id.into(),
            operation: None,
            policy: PollPolicy::default(),
            clock: Arc::new(SystemClock),
            question: Box::new(move || Box::pin(question())),
            state: State::default(),
        }
    }

    /// Sets how often and how long is asked.
    pub fn with_policy(mut self, policy: PollPolicy) -> Self {
        self.state.next_in = policy.initial;
        self.policy = policy;
        self
    }

    /// Sets the clock that waits go through.
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Names the operation in errors, in `snake_case`.
    pub fn with_operation(mut self, operation: &'static str) -> Self {
        self.operation = Some(operation);
        self
    }

    /// The job's id at the service. Stored, it resumes the job in another process.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The policy in force.
    #[must_use]
    pub fn policy(&self) -> &PollPolicy {
        &self.policy
    }

    /// Every answer on the way, and [`Progress::Done`] at the end. The stream ends after that, and after an error.
    pub fn into_stream(self) -> impl Stream<Item = Result<Progress<T>>> + Send + 'static {
        stream::unfold(self, |mut poller| async move {
            if poller.state.finished {
                return None;
            }
            let progress = poller.step().await;
            poller.state.finished = !matches!(progress, Ok(Progress::Running(_)));
            Some((progress, poller))
        })
        .fuse()
    }

    async fn result(mut self) -> Result<T> {
        loop {
            if let Progress::Done(value) = self.step().await? {
                return Ok(value);
            }
        }
    }

    /// Waits as long as the step before said, asks once, and decides how long to wait next.
    async fn step(&mut self) -> Result<Progress<T>> {
        let started = *self.state.started.get_or_insert_with(|| self.clock.now());
        let wait = self.state.next_in;
        if !wait.is_zero() {
            self.clock.sleep(wait).await;
            self.state.waited += wait;
        }
        let answer = self.ask(started).await?;
        self.state.polls += 1;
        match answer {
            Ok(Polled::Done(value)) => Ok(Progress::Done(value)),
            Ok(Polled::Running(status)) => {
                self.state.failures = 0;
                self.state.status = status.text;
                self.running(started, status.retry_after, None)
            }
            Err(error) if error.is_transient() && self.state.failures < self.policy.tolerated_errors => {
                self.state.failures += 1;
                self.running(started, error.retry_after(), Some(error))
            }
            Err(error) if error.is_transient() => {
                let advice = format!("the job itself may go on: resume it with the id {}", self.id);
                Err(error.with_advice(advice))
            }
            Err(error) => Err(error),
        }
    }

    /// Asks once. The outer error means that the deadline came first.
    async fn ask(&mut self, started: Instant) -> Result<Result<Polled<T>>> {
        // The question that is asked at the deadline has to have a chance of being answered.
        let time = self.remaining(started).max(self.policy.max);
        match tokio::time::timeout(time, (self.question)()).await {
            Ok(answer) => Ok(answer),
            Err(_elapsed) => Err(self.late(started, None)),
        }
    }

    fn remaining(&self, started: Instant) -> Duration {
        let elapsed = self.clock.now().saturating_duration_since(started);
        self.policy.deadline.saturating_sub(elapsed)
    }

    /// The step after a question that found the job running, or failed for a passing reason.
    fn running(&mut self, started: Instant, hint: Option<Duration>, error: Option<Error>) -> Result<Progress<T>> {
        let remaining = self.remaining(started);
        if remaining.is_zero() {
            return Err(self.late(started, error));
        }
        let wait = hint.map_or_else(
            || self.policy.wait(self.state.polls),
            |asked| asked.max(self.policy.first),
        );
        // The last question is asked at the deadline, so that a job that ends in the last interval is not missed.
        self.state.next_in = wait.min(remaining);
        Ok(Progress::Running(Running {
            polls: self.state.polls,
            elapsed: self.clock.now().saturating_duration_since(started),
            waited: self.state.waited,
            next_in: self.state.next_in,
            status: self.state.status.clone(),
            error,
        }))
    }

    fn late(&self, started: Instant, cause: Option<Error>) -> Error {
        let elapsed = self.clock.now().saturating_duration_since(started);
        let last = match self.state.status.as_str() {
            "" => String::new(),
            status => format!(", its last status being {status:?}"),
        };
        let message = format!("job {} is not done in time{last}", self.id);
        let advice = format!(
            "it may go on at the service: resume it with the id {}, or allow a longer deadline",
            self.id
        );
        let mut error = Error::new(ErrorKind::Timeout, message)
            .with_effort(self.state.polls, elapsed)
            .with_advice(advice);
        if let Some(operation) = self.operation {
            error = error.with_operation(operation);
        }
        match cause {
            Some(cause) => error.with_source(cause),
            None => error,
        }
    }
}

impl<T: Send + 'static> IntoFuture for Poller<T> {
    type Output = Result<T>;
    type IntoFuture = BoxFuture<'static, Result<T>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.result())
    }
}

impl<T> fmt::Debug for Poller<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Poller")
            .field("id", &self.id)
            .field("operation", &self.operation)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
