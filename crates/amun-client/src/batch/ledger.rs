//! The books of a running batch: every change goes through here, to the state, the callbacks and the reader.

use std::collections::BTreeMap;

use tokio::sync::mpsc::UnboundedSender;

use super::BatchChange;
use super::report::{BatchItem, BatchProgress, ItemError, Stage};
use super::state::{BatchState, ItemStage};
use crate::types::LoadFactorResult;

type OnChange = Box<dyn FnMut(BatchChange<'_>) + Send>;
type OnProgress = Box<dyn FnMut(BatchProgress) + Send>;

/// Whom to tell.
#[derive(Default)]
pub(super) struct Callbacks {
    pub(super) change: Option<OnChange>,
    pub(super) progress: Option<OnProgress>,
}

/// A job that is being asked about.
#[derive(Clone, Debug)]
pub(super) struct Job {
    pub(super) token: String,
    /// How many questions in a row failed for a passing reason.
    pub(super) failures: u32,
}

pub(super) struct Ledger {
    state: BatchState,
    callbacks: Callbacks,
    outcomes: UnboundedSender<BatchItem>,
    progress: BatchProgress,
    /// By index, so that equal tokens stay apart.
    jobs: BTreeMap<usize, Job>,
    pub(super) submitting: bool,
    /// Set when the service refused the token: further submissions would only repeat that.
    pub(super) token_refused: bool,
}

impl Ledger {
    pub(super) fn new(state: BatchState, callbacks: Callbacks, outcomes: UnboundedSender<BatchItem>) -> Self {
        Self {
            state,
            callbacks,
            outcomes,
            progress: BatchProgress::default(),
            jobs: BTreeMap::new(),
            submitting: true,
            token_refused: false,
        }
    }

    pub(super) fn state(&self) -> &BatchState {
        &self.state
    }

    pub(super) fn jobs(&self) -> Vec<(usize, Job)> {
        self.jobs.iter().map(|(index, job)| (*index, job.clone())).collect()
    }

    pub(super) fn has_jobs(&self) -> bool {
        !self.jobs.is_empty()
    }

    /// An item of this run, which begins with a submission or with a question.
    pub(super) fn begin(&mut self, is_job: bool) {
        self.progress.total += 1;
        let place = if is_job {
            &mut self.progress.running
        } else {
            &mut self.progress.waiting
        };
        *place += 1;
    }

    /// The items of this run are all known.
    pub(super) fn begun(&mut self) {
        self.tell_progress();
    }

    /// Its submission leaves now.
    pub(super) fn sending(&mut self, index: usize) {
        self.progress.waiting -= 1;
        self.progress.running += 1;
        self.set(index, ItemStage::Sent);
        self.tell_progress();
    }

    /// It has a token.
    pub(super) fn submitted(&mut self, index: usize, token: String) {
        self.set(index, ItemStage::Submitted { token: token.clone() });
        self.ask_about(index, token);
    }

    pub(super) fn ask_about(&mut self, index: usize, token: String) {
        self.jobs.insert(index, Job { token, failures: 0 });
    }

    /// A question failed for a passing reason; how many did in a row.
    pub(super) fn question_failed(&mut self, index: usize) -> u32 {
        self.jobs.get_mut(&index).map_or(0, |job| {
            job.failures += 1;
            job.failures
        })
    }

    pub(super) fn still_running(&mut self, index: usize) {
        if let Some(job) = self.jobs.get_mut(&index) {
            job.failures = 0;
        }
    }

    pub(super) fn done(&mut self, index: usize, token: String, result: LoadFactorResult) {
        self.progress.running -= 1;
        self.progress.done += 1;
        self.set(index, ItemStage::Done { token });
        self.end(index, Ok(result));
    }

    /// It failed; `stage` is what the state says from now on, `None` leaves it as it is.
    pub(super) fn failed(&mut self, index: usize, error: ItemError, stage: Option<ItemStage>, was_waiting: bool) {
        let place = if was_waiting {
            &mut self.progress.waiting
        } else {
            &mut self.progress.running
        };
        *place -= 1;
        self.progress.failed += 1;
        if let Some(stage) = stage {
            self.set(index, stage);
        }
        self.end(index, Err(error));
    }

    fn end(&mut self, index: usize, outcome: Result<LoadFactorResult, ItemError>) {
        let job = self.jobs.remove(&index).map(|job| job.token);
        let token = job.or_else(|| self.state.items[index].token().map(str::to_owned));
        self.tell_progress();
        // Without a reader the batch was dropped, and nobody is left to tell.
        let _no_reader = self.outcomes.send(BatchItem { index, token, outcome });
    }

    fn set(&mut self, index: usize, stage: ItemStage) {
        if self.state.items[index].stage == stage {
            return;
        }
        self.state.items[index].stage = stage;
        if let Some(callback) = &mut self.callbacks.change {
            callback(BatchChange {
                index,
                item: &self.state.items[index],
                state: &self.state,
            });
        }
    }

    fn tell_progress(&mut self) {
        if let Some(callback) = &mut self.callbacks.progress {
            callback(self.progress);
        }
    }
}

/// A failure for good, as the state keeps it.
pub(super) fn failed_at(at: Stage, message: impl Into<String>) -> ItemStage {
    ItemStage::Failed {
        at,
        message: message.into(),
    }
}
