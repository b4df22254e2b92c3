//! The rhythm of the questions.

use std::time::Duration;

/// How often a job is asked about, and for how long.
///
/// ```
/// use std::time::Duration;
/// use aurora_core::poll::PollPolicy;
///
/// let policy = PollPolicy::default().with_deadline(Duration::from_secs(2 * 3600));
/// assert_eq!(policy.max, Duration::from_secs(10));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PollPolicy {
    /// Before the first question. Default: none, because a job that is picked up again may be done.
    pub initial: Duration,
    /// Between the first and the second question. Default: 1 s. Also the shortest wait that a service's hint can ask for.
    pub first: Duration,
    /// What each further wait is multiplied by; below 1 counts as 1. Default: 1.5.
    pub factor: f64,
    /// The longest wait, unless the service asks for more. Default: 10 s.
    pub max: Duration,
    /// All questions and waits together, from the first on. Default: 30 min. The last question is asked when it is over,
    /// and has [`max`](Self::max) to be answered.
    pub deadline: Duration,
    /// How many questions in a row may fail for a passing reason. Each of them was repeated by the transport before.
    /// Default: 3.
    pub tolerated_errors: u32,
}

impl Default for PollPolicy {
    fn default() -> Self {
        Self {
            initial: Duration::ZERO,
            first: Duration::from_secs(1),
            factor: 1.5,
            max: Duration::from_secs(10),
            deadline: Duration::from_secs(30 * 60),
            tolerated_errors: 3,
        }
    }
}

impl PollPolicy {
    /// Sets the wait before the first question.
    #[must_use]
    pub fn with_initial(mut self, wait: Duration) -> Self {
        self.initial = wait;
        self
    }

    /// Sets the wait between the first and the second question.
    #[must_use]
    pub fn with_first(mut self, wait: Duration) -> Self {
        self.first = wait;
        self
    }

    /// Sets what each further wait is multiplied by.
    #[must_use]
    pub fn with_factor(mut self, factor: f64) -> Self {
        self.factor = factor;
        self
    }

    /// Sets the longest wait.
    #[must_use]
    pub fn with_max(mut self, wait: Duration) -> Self {
        self.max = wait;
        self
    }

    /// Sets the time for all questions and waits together.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Sets how many questions in a row may fail for a passing reason.
    #[must_use]
    pub fn with_tolerated_errors(mut self, errors: u32) -> Self {
        self.tolerated_errors = errors;
        self
    }

    /// The wait after question number `question`, counted from 1, when the service gives no hint.
    #[must_use]
    pub fn wait(&self, question: u32) -> Duration {
        let steps = i32::try_from(question.saturating_sub(1)).unwrap_or(i32::MAX);
        // A factor that is no number behaves like 1: `max` returns the other operand.
        let grown = self.first.as_secs_f64() * self.factor.max(1.0).powi(steps);
        Duration::try_from_secs_f64(grown).unwrap_or(self.max).min(self.max)
    }
}
