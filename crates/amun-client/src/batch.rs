//! Many load factor calculations at once.
//!
//! A batch submits its requests as jobs (version 2), a few at a time, and asks about all running jobs together, in rounds
//! whose distance grows. Each item has an outcome of its own: one that fails loses no other. Everything ends at a deadline,
//! and dropping the batch ends it at once (the jobs go on at the service).
//!
//! ```no_run
//! # use amun_client::{AmunClient, LoadFactorRequest};
//! # async fn run(amun: AmunClient, requests: Vec<LoadFactorRequest>) -> amun_client::Result<()> {
//! let report = amun.load_factors().batch(requests).with_concurrency(4).run().await;
//! for item in &report.items {
//!     match &item.outcome {
//!         Ok(result) => println!("{}: {} hours", item.index, result.typical_hourly.len()),
//!         Err(error) => println!("{}: {error}", item.index),
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Resuming
//!
//! [`BatchState`] holds what is known about each item: its token, or how it ended. It serialises; keep it on every
//! [change](BatchBuilder::on_change), and hand it to [`BatchBuilder::resume`] with the same requests. What was submitted is
//! then asked about and not submitted again. An item is marked as *sent* before its request leaves: if the program dies, or the
//! answer is lost, nobody knows whether the job exists, and the item is reported as such instead of being submitted twice, unless
//! [`with_repeat_unknown`](BatchBuilder::with_repeat_unknown) asks for that.

mod engine;
mod ledger;
mod report;
mod state;

use std::time::Duration;

use aurora_core::Result;
use aurora_core::poll::PollPolicy;
use futures_util::stream::{self, Stream, StreamExt};
use tokio::sync::mpsc;

pub use report::{BatchItem, BatchProgress, BatchReport, ItemError, Stage};
pub use state::{BatchState, ItemStage, ItemState};

use self::engine::Engine;
use self::ledger::{Callbacks, Ledger};
use self::state::Resumption;
use crate::{AmunClient, LoadFactorRequest};

/// Submissions under way at the same time, and questions too.
const CONCURRENCY: usize = 8;

/// What changed in a batch.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct BatchChange<'a> {
    /// The index of the item that changed.
    pub index: usize,
    /// The item as it is now.
    pub item: &'a ItemState,
    /// The whole batch as it is now; store it to resume.
    pub state: &'a BatchState,
}

/// A batch in the making; see [`batch`](crate::batch).
#[must_use = "a batch does nothing until it runs"]
pub struct BatchBuilder {
    client: AmunClient,
    requests: Vec<LoadFactorRequest>,
    state: BatchState,
    concurrency: usize,
    policy: PollPolicy,
    resumption: Resumption,
    callbacks: Callbacks,
}

impl BatchBuilder {
    pub(crate) fn new(client: AmunClient, requests: Vec<LoadFactorRequest>) -> Self {
        Self {
            state: BatchState::new(&requests),
            client,
            requests,
            concurrency: CONCURRENCY,
            policy: PollPolicy::default(),
            resumption: Resumption::default(),
            callbacks: Callbacks::default(),
        }
    }

    /// Sets how many submissions are under way at the same time, and how many questions in a round. Default: 8; 0 counts as
    /// 1.
    pub fn with_concurrency(mut self, concurrency: usize) -> Self {
        self.concurrency = concurrency.max(1);
        self
    }

    /// Sets the rhythm of the rounds, their deadline, and how many questions about an item may fail in a row. Default: that of
    /// [`PollPolicy`]: 1 s growing by half to 10 s, 30 min, 3.
    pub fn with_poll_policy(mut self, policy: PollPolicy) -> Self {
        self.policy = policy;
        self
    }

    /// Sets the time for everything. Default: 30 min. What is not done by then fails with [`Stage::Deadline`]; its token stays
    /// in the state.
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.policy.deadline = deadline;
        self
    }

    /// Sets the wait before the first round; later ones grow from it. Default: 1 s.
    pub fn with_interval(mut self, first: Duration) -> Self {
        self.policy.first = first;
        self.policy.max = self.policy.max.max(first);
        self
    }

    /// Goes on from a stored state of the same requests in the same order.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when the state belongs to other requests, or to a newer version of this library.
    pub fn resume(mut self, state: BatchState) -> Result<Self> {
        state.check(&self.state)?;
        self.state = state;
        Ok(self)
    }

    /// Whether a resumed batch submits items again whose submission has an unknown outcome; that may start a calculation twice.
    /// Default: no, they fail with the kind `OutcomeUnknown`.
    pub fn with_repeat_unknown(mut self, repeat: bool) -> Self {
        self.resumption.repeat_unknown = repeat;
        self
    }

    /// Whether a resumed batch submits failed items again. Default: no, they fail as before.
    pub fn with_repeat_failed(mut self, repeat: bool) -> Self {
        self.resumption.repeat_failed = repeat;
        self
    }

    /// Whether a resumed batch leaves out items that were done before. Default: no, their results are fetched again by token,
    /// which works until they expire. Items that are left out are in [`BatchReport::skipped`], and not in a stream.
    pub fn with_skip_done(mut self, skip: bool) -> Self {
        self.resumption.skip_done = skip;
        self
    }

    /// Calls `callback` on every change of an item, before the next step is taken: what it stores is never behind what was
    /// sent. Keep it short; the batch waits for it.
    pub fn on_change(mut self, callback: impl FnMut(BatchChange<'_>) + Send + 'static) -> Self {
        self.callbacks.change = Some(Box::new(callback));
        self
    }

    /// Calls `callback` with the counts whenever they change.
    pub fn on_progress(mut self, callback: impl FnMut(BatchProgress) + Send + 'static) -> Self {
        self.callbacks.progress = Some(Box::new(callback));
        self
    }

    /// The state as it is now: the one resumed from, or a fresh one.
    #[must_use]
    pub fn state(&self) -> &BatchState {
        &self.state
    }

    /// Runs the batch to its end. Outcomes are in the order of the requests.
    ///
    /// The batch as a whole does not fail: whatever goes wrong is the outcome of the items that it went wrong for.
    pub async fn run(self) -> BatchReport {
        let skipped = self.state.skipped(&self.resumption);
        let mut items: Vec<BatchItem> = self.into_stream().collect().await;
        items.sort_by_key(|item| item.index);
        BatchReport { items, skipped }
    }

    /// Runs the batch as its stream is read: each item's outcome as soon as it is known. Dropping the stream ends the batch.
    pub fn into_stream(self) -> impl Stream<Item = BatchItem> + Send + 'static {
        let (sender, mut receiver) = mpsc::unbounded_channel();
        let ledger = Ledger::new(self.state, self.callbacks, sender);
        let engine = Engine::new(self.client, self.requests, self.concurrency, self.policy, ledger);
        let resumption = self.resumption;
        let work = stream::once(async move { engine.run(&resumption).await }).filter_map(|()| async { None });
        let outcomes = stream::poll_fn(move |context| receiver.poll_recv(context));
        stream::select(outcomes, work)
    }
}

impl std::fmt::Debug for BatchBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BatchBuilder")
            .field("items", &self.requests.len())
            .field("concurrency", &self.concurrency)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}
