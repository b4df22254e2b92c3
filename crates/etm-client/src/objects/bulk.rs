//! Work on several things at once.

mod items;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use aurora_core::{Error, ErrorKind, Result};
use futures_util::stream::{self, Stream, StreamExt};

pub use items::{Halves, Item, Items};

use super::warnings::Warnings;

/// How many things are worked on at a time, unless something else is said.
const CONCURRENCY: usize = 4;

type Watcher = Arc<dyn Fn(&Progress) + Send + Sync>;

/// Works on several things, some at a time, and reports each: the results are in the order of the input, and one that fails
/// stops nothing unless that is asked for. Dropping the future or the stream stops everything.
///
/// ```
/// use etm_client::objects::Bulk;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let halves = Bulk::new()
///     .each([4, 3, 2], |number| async move {
///         if number % 2 == 0 { Ok(number / 2) } else { Err(etm_client::Error::new(etm_client::ErrorKind::InvalidRequest, "odd")) }
///     })
///     .await;
/// assert_eq!(halves.done().collect::<Vec<_>>(), [(&4, &2), (&2, &1)]);
/// assert_eq!(halves.failed().count(), 1);
/// # }
/// ```
#[derive(Clone)]
#[must_use]
pub struct Bulk {
    concurrency: usize,
    stop_at_first_failure: bool,
    watcher: Option<Watcher>,
}

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Finished, with success or without.
    pub finished: usize,
    /// Failed, of those that are finished.
    pub failed: usize,
    /// All.
    pub total: usize,
}

/// What a task gives: its result, and warnings if there are any. A `Result` is one without warnings.
#[derive(Debug)]
#[non_exhaustive]
pub struct Outcome<T> {
    /// The result.
    pub result: Result<T>,
    /// What is worth knowing beside it.
    pub warnings: Warnings,
}

impl<T> Outcome<T> {
    /// A result with warnings.
    #[must_use]
    pub fn new(result: Result<T>, warnings: Warnings) -> Self {
        Self { result, warnings }
    }
}

impl<T> From<Result<T>> for Outcome<T> {
    fn from(result: Result<T>) -> Self {
        Self::new(result, Warnings::new())
    }
}

impl Default for Bulk {
    fn default() -> Self {
        Self {
            concurrency: CONCURRENCY,
            stop_at_first_failure: false,
            watcher: None,
        }
    }
}

impl Bulk {
    /// Four at a time, whatever fails.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how many are worked on at a time; 0 is taken for 1. Default: 4.
    pub fn with_concurrency(mut self, concurrency: usize) -> Self {
        self.concurrency = concurrency.max(1);
        self
    }

    /// Sets whether nothing new is begun once something has failed. What is under way is finished; what was not begun is
    /// reported as [`Cancelled`](ErrorKind::Cancelled). Default: `false`.
    pub fn stop_at_first_failure(mut self, stop: bool) -> Self {
        self.stop_at_first_failure = stop;
        self
    }

    /// Sets who hears of everything that is finished, in the order in which that happens. Default: nobody.
    pub fn with_watcher(mut self, watcher: impl Fn(&Progress) + Send + Sync + 'static) -> Self {
        self.watcher = Some(Arc::new(watcher));
        self
    }

    /// How many are worked on at a time.
    #[must_use]
    pub fn concurrency(&self) -> usize {
        self.concurrency
    }

    /// The same, with fewer at a time if it is more than `most`.
    pub(crate) fn at_most(&self, most: usize) -> Self {
        self.clone().with_concurrency(self.concurrency.min(most))
    }

    /// Runs a task on each input, which goes by its key in the results.
    pub fn run<E, K, I, T, O, F, Fut>(
        &self,
        entries: E,
        task: F,
    ) -> impl Future<Output = Items<T, K>> + use<E, K, I, T, O, F, Fut>
    where
        E: IntoIterator<Item = (K, I)>,
        F: Fn(I) -> Fut,
        Fut: Future<Output = O>,
        O: Into<Outcome<T>>,
    {
        let (entries, run, concurrency) = self.started(entries);
        let task = Arc::new(task);
        async move {
            let mut items: Vec<(usize, Item<T, K>)> = stream::iter(entries.into_iter().enumerate())
                .map(|(at, (key, input))| {
                    let (run, task) = (Arc::clone(&run), Arc::clone(&task));
                    async move { (at, run.one(key, input, &*task).await) }
                })
                .buffer_unordered(concurrency)
                .collect()
                .await;
            items.sort_by_key(|(at, _)| *at);
            items.into_iter().map(|(_, item)| item).collect()
        }
    }

    /// Runs a task on each key.
    pub fn each<E, K, T, O, F, Fut>(
        &self,
        keys: E,
        task: F,
    ) -> impl Future<Output = Items<T, K>> + use<E, K, T, O, F, Fut>
    where
        E: IntoIterator<Item = K>,
        K: Clone,
        F: Fn(K) -> Fut,
        Fut: Future<Output = O>,
        O: Into<Outcome<T>>,
    {
        self.run(keys.into_iter().map(|key| (key.clone(), key)), task)
    }

    /// As [`run`](Self::run), with each result as soon as those before it are there: no more of them than are worked on at a
    /// time have to be kept.
    pub fn stream<E, K, I, T, O, F, Fut>(
        &self,
        entries: E,
        task: F,
    ) -> impl Stream<Item = Item<T, K>> + use<E, K, I, T, O, F, Fut>
    where
        E: IntoIterator<Item = (K, I)>,
        F: Fn(I) -> Fut,
        Fut: Future<Output = O>,
        O: Into<Outcome<T>>,
    {
        let (entries, run, concurrency) = self.started(entries);
        let task = Arc::new(task);
        stream::iter(entries)
            .map(move |(key, input)| {
                let (run, task) = (Arc::clone(&run), Arc::clone(&task));
                async move { run.one(key, input, &*task).await }
            })
            .buffered(concurrency)
    }

    fn started<K, I>(&self, entries: impl IntoIterator<Item = (K, I)>) -> (Vec<(K, I)>, Arc<Run>, usize) {
        let entries: Vec<(K, I)> = entries.into_iter().collect();
        let run = Run {
            bulk: self.clone(),
            total: entries.len(),
            finished: AtomicUsize::new(0),
            failed: AtomicUsize::new(0),
            is_stopped: AtomicBool::new(false),
        };
        (entries, Arc::new(run), self.concurrency)
    }
}

/// Whom it tells is not shown.
impl fmt::Debug for Bulk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bulk")
            .field("concurrency", &self.concurrency)
            .field("stop_at_first_failure", &self.stop_at_first_failure)
            .finish_non_exhaustive()
    }
}

/// One run.
struct Run {
    bulk: Bulk,
    total: usize,
    finished: AtomicUsize,
    failed: AtomicUsize,
    is_stopped: AtomicBool,
}

impl Run {
    async fn one<K, I, T, O, Fut>(&self, key: K, input: I, task: &impl Fn(I) -> Fut) -> Item<T, K>
    where
        Fut: Future<Output = O>,
        O: Into<Outcome<T>>,
    {
        let outcome = if self.is_stopped.load(Ordering::Relaxed) {
            Err(Error::new(
                ErrorKind::Cancelled,
                "not begun, because something before it failed",
            ))
            .into()
        } else {
            task(input).await.into()
        };
        let has_failed = outcome.result.is_err();
        if has_failed && self.bulk.stop_at_first_failure {
            self.is_stopped.store(true, Ordering::Relaxed);
        }
        self.tell(has_failed);
        Item::new(key, outcome)
    }

    fn tell(&self, has_failed: bool) {
        let failed = self.failed.fetch_add(usize::from(has_failed), Ordering::Relaxed) + usize::from(has_failed);
        let finished = self.finished.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(watcher) = &self.bulk.watcher {
            watcher(&Progress {
                finished,
                failed,
                total: self.total,
            });
        }
    }
}
