//! Making the changes of a plan.

mod report;
mod row;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures_util::{StreamExt as _, stream};

pub use report::{RowReport, RowState, RunReport, StepOutcome, StepReport};

use self::row::Run;
use super::plan::Plan;
use crate::EtmClient;

/// How a plan is executed. Default: four scenarios at a time, to the end whatever fails.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct ExecuteOptions {
    concurrency: usize,
    stop_at_first_failure: bool,
    deadline: Option<Duration>,
}

impl Default for ExecuteOptions {
    fn default() -> Self {
        Self {
            concurrency: 4,
            stop_at_first_failure: false,
            deadline: None,
        }
    }
}

impl ExecuteOptions {
    /// Four scenarios at a time, to the end whatever fails.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how many scenarios are worked on at a time, at least 1. The changes of one scenario are made one after the other.
    pub fn with_concurrency(mut self, concurrency: usize) -> Self {
        self.concurrency = concurrency.max(1);
        self
    }

    /// Sets whether no further change is begun once one has failed. Default: `false`.
    pub fn with_stop_at_first_failure(mut self, stop: bool) -> Self {
        self.stop_at_first_failure = stop;
        self
    }

    /// Sets after which time no further change is begun. Those under way are awaited, so that it is known what became of
    /// them. Default: none.
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }
}

/// What all rows have in common while a plan is executed.
struct Limits {
    stop_at_first_failure: bool,
    has_failed: AtomicBool,
    end: Option<Instant>,
}

impl Limits {
    /// Why nothing more is begun, if so.
    fn reached(&self, now: Instant) -> Option<&'static str> {
        if self.stop_at_first_failure && self.has_failed.load(Ordering::Relaxed) {
            return Some("an earlier change failed");
        }
        self.end.filter(|end| now >= *end).map(|_| "the time was over")
    }

    fn failed(&self) {
        self.has_failed.store(true, Ordering::Relaxed);
    }
}

/// Makes the changes of a plan, several scenarios at a time, and says what became of each, in the order of the workbook. First all
/// new scenarios and copies are made, then all other changes: a copy has none of the changes to what it is a copy of. What
/// fails stops nothing but what depends on it: without its session nothing else can be done about a scenario.
///
/// Dropping the future stops everything; what was sent by then may have been done.
pub async fn execute(client: &EtmClient, plan: &Plan, options: &ExecuteOptions) -> RunReport {
    execute_with(client, plan, options, |_| {}).await
}

/// As [`execute`], and calls `finished` with each scenario as soon as it is done with.
pub async fn execute_with(
    client: &EtmClient,
    plan: &Plan,
    options: &ExecuteOptions,
    finished: impl Fn(&RowReport) + Send + Sync,
) -> RunReport {
    let clock = client.transport().clock();
    let limits = Limits {
        stop_at_first_failure: options.stop_at_first_failure,
        has_failed: AtomicBool::new(false),
        end: options.deadline.and_then(|deadline| clock.now().checked_add(deadline)),
    };
    // A copy is one of what the scenario was before the workbook, also when the workbook changes that scenario.
    let mut made = Vec::new();
    for row in &plan.rows {
        made.push(Run::new(client, row, &limits).make());
    }
    let made: Vec<Run<'_>> = stream::iter(made).buffered(options.concurrency).collect().await;
    let mut rows = Vec::new();
    for run in made {
        rows.push(finish(run, &finished));
    }
    let rows = stream::iter(rows).buffered(options.concurrency).collect().await;
    RunReport { rows }
}

async fn finish(run: Run<'_>, finished: &(impl Fn(&RowReport) + Sync)) -> RowReport {
    let report = run.finish().await;
    finished(&report);
    report
}
