//! When a failed request is sent again, and how long to wait first.
//!
//! Two questions are kept apart: whether another attempt may help, and whether it is safe. A request that is not
//! idempotent is repeated only where it surely was not acted on: no connection came about, or the service turned it
//! away unread (429). The rule itself is [`decide`], a pure function.

mod after;
mod budget;

use std::time::Duration;

use http::StatusCode;

pub use after::retry_after;
pub use budget::RetryBudget;

/// When a failed request is sent again, and how long to wait first.
///
/// ```
/// use std::time::Duration;
/// use aurora_core::retry::{Backoff, RetryPolicy};
///
/// // A calculation that answers 504 until it is done: ask again at once, then every ten seconds.
/// let policy = RetryPolicy::default()
///     .with_max_attempts(21)
///     .with_backoff(Backoff::Steps { first: Duration::ZERO, then: Duration::from_secs(10) })
///     .with_deadline(Duration::from_secs(30 * 60));
/// assert_eq!(policy.max_attempts, 21);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// Attempts in all, the first included; 1 switches retries off. Default: 5.
    pub max_attempts: u32,
    /// The wait before each further attempt; a `Retry-After` of the service replaces it. Default: full jitter, 50 ms
    /// doubling up to 20 s, starting at 1 s when the service throttles.
    pub backoff: Backoff,
    /// The statuses that are worth another attempt. Default: 408, 425, 429, 500, 502, 503, 504. Of these only 429 is
    /// repeated for a request that is not idempotent.
    pub statuses: Vec<u16>,
    /// No wait ends later than this after the call began. Default: `None`; the call's total limit
    /// ([`Limits::total`](crate::limits::Limits::total)) holds in any case.
    pub deadline: Option<Duration>,
}

/// The statuses that are worth another attempt unless a policy says otherwise.
const STATUSES: [u16; 7] = [408, 425, 429, 500, 502, 503, 504];

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 5,
            backoff: Backoff::default(),
            statuses: STATUSES.to_vec(),
            deadline: None,
        }
    }
}

impl RetryPolicy {
    /// A policy that sends every request once.
    #[must_use]
    pub fn never() -> Self {
        Self::default().with_max_attempts(1)
    }

    /// Sets the attempts in all, the first included; 0 counts as 1.
    #[must_use]
    pub fn with_max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Sets the waits.
    #[must_use]
    pub fn with_backoff(mut self, backoff: Backoff) -> Self {
        self.backoff = backoff;
        self
    }

    /// Sets the statuses that are worth another attempt.
    #[must_use]
    pub fn with_statuses(mut self, statuses: impl IntoIterator<Item = u16>) -> Self {
        self.statuses = statuses.into_iter().collect();
        self
    }

    /// Sets the time after which nothing is tried again.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }
}

/// How the waits between attempts grow.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Backoff {
    /// A random part of a bound that grows with each attempt, so that many callers do not come back together.
    FullJitter {
        /// The first bound. Default: 50 ms.
        base: Duration,
        /// The first bound after 425, 429 or 503. Default: 1 s.
        throttled_base: Duration,
        /// What each further bound is multiplied by. Default: 2.
        factor: f64,
        /// The largest bound. Default: 20 s.
        cap: Duration,
    },
    /// A service's own rhythm: one wait before the second attempt, another before all later ones. Answers repeated in
    /// such a rhythm are expected and do not count against the retry budget.
    Steps {
        /// Before the second attempt.
        first: Duration,
        /// Before each later attempt.
        then: Duration,
    },
}

impl Default for Backoff {
    fn default() -> Self {
        Self::FullJitter {
            base: Duration::from_millis(50),
            throttled_base: Duration::from_secs(1),
            factor: 2.0,
            cap: Duration::from_secs(20),
        }
    }
}

impl Backoff {
    /// The wait after attempt number `attempt` (counted from 1); `random` is from 0 to 1.
    #[must_use]
    pub fn wait(&self, attempt: u32, throttled: bool, random: f64) -> Duration {
        match *self {
            Self::FullJitter {
                base,
                throttled_base,
                factor,
                cap,
            } => {
                let first = if throttled { throttled_base } else { base };
                let doublings = i32::try_from(attempt.saturating_sub(1)).unwrap_or(i32::MAX);
                let bound = first.as_secs_f64() * factor.max(1.0).powi(doublings);
                let seconds = bound.min(cap.as_secs_f64()) * random.clamp(0.0, 1.0);
                Duration::try_from_secs_f64(seconds).unwrap_or(cap)
            }
            Self::Steps { first, then } => {
                if attempt <= 1 {
                    first
                } else {
                    then
                }
            }
        }
    }
}

/// How one attempt ended, as far as the decision to repeat it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// No connection came about: nothing was sent.
    NotSent,
    /// No connection came about and none will: a certificate was refused, for example.
    Refused,
    /// The request may have been sent, but no answer came: a reset connection, or no first byte in time.
    Unanswered,
    /// The answer began well, but its body was cut off, stalled, or was damaged.
    BodyLost,
    /// The service answered with a status that is no success.
    Answered {
        /// The status.
        status: StatusCode,
        /// What its `Retry-After` asks for.
        retry_after: Option<Duration>,
    },
    /// Something that another attempt cannot change, such as a body over the cap.
    Final,
}

/// All that the decision depends on.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// How the attempt ended.
    pub outcome: Outcome,
    /// Whether the operation is idempotent.
    pub idempotent: bool,
    /// Whether the request can be built again; a streaming body cannot.
    pub repeatable: bool,
    /// The number of the attempt that ended, counted from 1.
    pub attempt: u32,
    /// What is left of the call's time.
    pub remaining: Duration,
    /// A random number from 0 to 1.
    pub random: f64,
    /// The policy of the call.
    pub policy: &'a RetryPolicy,
}

/// What to do after an attempt that did not succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Decision {
    /// Send the request again.
    Retry {
        /// How long to wait first.
        after: Duration,
    },
    /// Report the failure.
    GiveUp(Reason),
}

/// Why a request is not sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// Another attempt would end the same way.
    NoHelp,
    /// The request may have been acted on, and is not idempotent.
    Unsafe,
    /// The body of the request was a stream, and is used up.
    BodyUsedUp,
    /// The policy allows no further attempt.
    AttemptsUsedUp,
    /// The wait would not end within the call's time.
    OutOfTime,
    /// The client's retry budget is used up.
    OutOfBudget,
}

/// Decides whether an attempt that did not succeed is followed by another one.
///
/// ```
/// use std::time::Duration;
/// use aurora_core::retry::{Decision, Outcome, Reason, RetryPolicy, Situation, decide};
///
/// let mut situation = Situation {
///     outcome: Outcome::Unanswered,
///     idempotent: true,
///     repeatable: true,
///     attempt: 1,
///     remaining: Duration::from_secs(30),
///     random: 0.5,
///     policy: &RetryPolicy::default(),
/// };
/// assert_eq!(decide(&situation), Decision::Retry { after: Duration::from_millis(25) });
/// situation.idempotent = false;
/// assert_eq!(decide(&situation), Decision::GiveUp(Reason::Unsafe));
/// ```
#[must_use]
pub fn decide(situation: &Situation<'_>) -> Decision {
    let policy = situation.policy;
    if !may_help(situation.outcome, policy) {
        return Decision::GiveUp(Reason::NoHelp);
    }
    if !(situation.idempotent || is_unread(situation.outcome)) {
        return Decision::GiveUp(Reason::Unsafe);
    }
    if !situation.repeatable {
        return Decision::GiveUp(Reason::BodyUsedUp);
    }
    if situation.attempt >= policy.max_attempts {
        return Decision::GiveUp(Reason::AttemptsUsedUp);
    }
    let after = wait(situation);
    // An attempt that starts at the very end of the time could only time out.
    if after >= situation.remaining {
        return Decision::GiveUp(Reason::OutOfTime);
    }
    Decision::Retry { after }
}

fn may_help(outcome: Outcome, policy: &RetryPolicy) -> bool {
    match outcome {
        Outcome::NotSent | Outcome::Unanswered | Outcome::BodyLost => true,
        Outcome::Answered { status, .. } => policy.statuses.contains(&status.as_u16()),
        Outcome::Refused | Outcome::Final => false,
    }
}

/// Whether the service surely did not act on the request.
fn is_unread(outcome: Outcome) -> bool {
    match outcome {
        Outcome::NotSent | Outcome::Refused => true,
        Outcome::Answered { status, .. } => status == StatusCode::TOO_MANY_REQUESTS,
        Outcome::Unanswered | Outcome::BodyLost | Outcome::Final => false,
    }
}

fn wait(situation: &Situation<'_>) -> Duration {
    if let Outcome::Answered {
        retry_after: Some(asked),
        ..
    } = situation.outcome
    {
        return asked;
    }
    let throttled = is_throttled(situation.outcome);
    situation
        .policy
        .backoff
        .wait(situation.attempt, throttled, situation.random)
}

/// Whether the service asked for fewer requests.
pub(crate) fn is_throttled(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Answered { status, .. } if matches!(status.as_u16(), 425 | 429 | 503))
}

#[cfg(test)]
mod tests;
