//! The loop over attempts.

use std::time::{Duration, Instant};

use reqwest::Request;
use tracing::Instrument;

use super::answer::request_id;
use super::attempt::{Attempt, Plan, Reading, Success};
use super::failure::{Failure, RawAnswer};
use super::{Inner, span};
use crate::call::CallOptions;
use crate::clock::later;
use crate::error::display::Seconds;
use crate::operation::Operation;
use crate::retry::{Backoff, Decision, Outcome, Reason, RetryPolicy, Situation, decide, is_throttled};
use crate::{Error, ErrorKind};

/// A call that succeeded.
pub(super) struct Done<B> {
    pub(super) success: Success<B>,
    pub(super) attempts: u32,
    pub(super) elapsed: Duration,
}

/// A call that failed for good.
pub(super) struct Failed {
    pub(super) error: Error,
    pub(super) answer: Option<Box<RawAnswer>>,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self { error, answer: None }
    }
}

/// One request body's share of the first-byte limit: a second for each 64 KiB.
const BYTES_PER_SECOND: usize = 64 * 1024;

impl Inner {
    /// Sends a request until it succeeds or the policy gives up. The request's address is final.
    pub(super) async fn run<R: Reading>(
        &self,
        request: Request,
        operation: &'static Operation,
        options: &CallOptions,
    ) -> Result<Done<R::Output>, Failed> {
        let limits = options.limits_over(&self.limits);
        let policy = options.retry.as_ref().unwrap_or(&self.retry);
        let upload = request.body().and_then(|body| body.as_bytes()).map_or(0, <[u8]>::len);
        let seconds = u64::try_from(upload / BYTES_PER_SECOND).unwrap_or(u64::MAX);
        let first_byte = limits
            .first_byte_of(operation.time_class)
            .saturating_add(Duration::from_secs(seconds));
        let total = limits.total_of(first_byte, policy.max_attempts);
        let call = Call {
            inner: self,
            policy,
            total,
            started: self.clock.now(),
            plan: Plan {
                inner: self,
                operation,
                options,
                limits,
                first_byte,
            },
        };
        call.run::<R>(request).await
    }
}

struct Call<'a> {
    inner: &'a Inner,
    policy: &'a RetryPolicy,
    total: Duration,
    started: Instant,
    plan: Plan<'a>,
}

impl Call<'_> {
    async fn run<R: Reading>(&self, request: Request) -> Result<Done<R::Output>, Failed> {
        let mut next = request;
        let mut attempt = 1;
        loop {
            let spare = next.try_clone();
            let failure = match self.attempt::<R>(next, attempt).await {
                Ok(success) => {
                    self.inner.budget.succeed();
                    return Ok(Done {
                        success,
                        attempts: attempt,
                        elapsed: self.elapsed(),
                    });
                }
                Err(failure) => failure,
            };
            let after = match (self.decide(&failure, attempt, spare.is_some()), spare) {
                (Decision::Retry { after }, Some(spare)) => {
                    next = spare;
                    after
                }
                (Decision::Retry { .. }, None) => return Err(self.fail(failure, Reason::BodyUsedUp, attempt)),
                (Decision::GiveUp(reason), _) => return Err(self.fail(failure, reason, attempt)),
            };
            // What is left of the failed attempt (a connection, a body) goes before the wait, not after it.
            drop(failure);
            span::retrying(self.plan.operation, attempt, after);
            self.inner.clock.sleep(after).await;
            attempt += 1;
        }
    }

    async fn attempt<R: Reading>(&self, request: Request, number: u32) -> Result<Success<R::Output>, Failure> {
        let operation = self.plan.operation;
        let span = span::attempt(operation, request.url(), number);
        let started = tokio::time::Instant::now();
        let call_end = later(started, self.total.saturating_sub(self.elapsed()));
        let result = Attempt::new(&self.plan, call_end)
            .run::<R>(request)
            .instrument(span.clone())
            .await;
        let took = started.elapsed();
        match &result {
            Ok(success) => {
                let id = request_id(&success.headers, &success.redactor);
                span::finished(&span, operation, took, Ok((success.status, id.as_deref())));
            }
            Err(failure) => span::finished(&span, operation, took, Err(failure)),
        }
        result
    }

    /// The rule of the policy, and then the budget.
    fn decide(&self, failure: &Failure, attempt: u32, repeatable: bool) -> Decision {
        let outcome = failure.outcome;
        let end = self
            .policy
            .deadline
            .map_or(self.total, |deadline| deadline.min(self.total));
        let decision = decide(&Situation {
            outcome,
            idempotent: self.plan.operation.idempotent,
            repeatable,
            attempt,
            remaining: end.saturating_sub(self.elapsed()),
            random: self.inner.jitter.fraction(),
            policy: self.policy,
        });
        // In a service's own rhythm a refusal is part of the plan, not a sign of trouble.
        let expected =
            matches!(self.policy.backoff, Backoff::Steps { .. }) && matches!(outcome, Outcome::Answered { .. });
        if matches!(decision, Decision::Retry { .. }) && !expected && !self.inner.budget.take(is_throttled(outcome)) {
            return Decision::GiveUp(Reason::OutOfBudget);
        }
        decision
    }

    fn fail(&self, failure: Failure, reason: Reason, attempts: u32) -> Failed {
        let operation = self.plan.operation;
        span::gave_up(operation, reason);
        let mut error = failure
            .error
            .with_operation(operation.id)
            .with_effort(attempts, self.elapsed());
        if !operation.idempotent && may_have_acted(failure.outcome) {
            error = error
                .map_message(|message| format!("{message}; the request may have been acted on"))
                .with_kind(ErrorKind::OutcomeUnknown)
                .without_advice();
        } else if let (Reason::OutOfTime, Some(wait)) = (reason, error.retry_after()) {
            error = error.map_message(|message| {
                format!(
                    "{message} and asks to wait {}, longer than the call may take",
                    Seconds(wait)
                )
            });
        } else if reason == Reason::OutOfBudget {
            error = error.map_message(|message| {
                format!("{message}; not sent again because too many requests of this client failed lately")
            });
        }
        Failed {
            error,
            answer: failure.answer,
        }
    }

    fn elapsed(&self) -> Duration {
        self.inner.clock.now().saturating_duration_since(self.started)
    }
}

/// Whether the service may have acted on a request whose answer is lost. A gateway's 502 and 504 say only that the
/// gateway got no answer; the service behind it may have acted.
fn may_have_acted(outcome: Outcome) -> bool {
    match outcome {
        Outcome::Unanswered | Outcome::BodyLost => true,
        Outcome::Answered { status, .. } => matches!(status.as_u16(), 502 | 504),
        Outcome::NotSent | Outcome::Refused | Outcome::Final => false,
    }
}
