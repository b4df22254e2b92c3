//! Many output files at once, to a folder.
//!
//! A [`Selection`] says which files: scenarios × regions × types × granularities × sub-types × years × nodes, each a
//! list or all that the metadata knows. A few are fetched at the same time; what fails is reported and stops nothing
//! else. Every file is entered into the folder's manifest when it is complete, so a later run can leave out what is
//! there.
//!
//! ```no_run
//! # use origin_client::{OriginClient, Selection};
//! # async fn run(origin: OriginClient) -> origin_client::Result<()> {
//! let selection = Selection::of(["5b1f3c52-6a0e-4f55-9f0c-2f2d1f6c9a11"])
//!     .with_regions(["gbr"])
//!     .with_granularities(["1y", "1m"]);
//! let report = origin
//!     .outputs()
//!     .download_all(selection)
//!     .with_out_dir("outputs")
//!     .with_resume(true)
//!     .run()
//!     .await?;
//! for (file, error) in report.failures() {
//!     println!("{file}: {error}");
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # The folder
//!
//! Files are at `<scenario id>/<name>` with the [cache](crate::cache)'s names; where two would be equal on a file
//! system that does not tell upper from lower case, the later one gets a suffix. `manifest.json` is a [`Manifest`]: for
//! each file where it came from, its length, its SHA-256, when, and the request. It is replaced as a whole, never half
//! written, after each file, or after each hundredth part of them where they are many; a program that is stopped in
//! between fetches those again. One run at a time may work in a folder.
//!
//! Dropping the future, or stopping the program, leaves no half file under a final name. Parts stay in hidden files,
//! and a later run goes on with them where the store allows it.

mod engine;
mod ledger;
mod manifest;
mod plan;
mod report;
mod selection;

use std::path::PathBuf;

use aurora_core::Result;
use futures_util::stream::{self, Stream, StreamExt, TryStreamExt};
use tokio::sync::mpsc;

pub use manifest::{MANIFEST_NAME, Manifest, ManifestEntry};
pub use report::{DownloadAllProgress, DownloadAllReport, FileOutcome, FileState};
pub use selection::{Choice, Selection};

use self::engine::Engine;
use self::ledger::OnProgress;
use crate::OriginClient;

/// How many files are fetched at the same time.
const CONCURRENCY: usize = 4;

/// Many downloads in the making; see [`many`](crate::outputs::many).
#[must_use = "nothing is downloaded until it runs"]
pub struct DownloadAll {
    client: OriginClient,
    selection: Selection,
    out_dir: PathBuf,
    concurrency: usize,
    resume: bool,
    on_progress: Option<OnProgress>,
}

impl DownloadAll {
    pub(super) fn new(client: OriginClient, selection: Selection) -> Self {
        Self {
            client,
            selection,
            out_dir: PathBuf::from("."),
            concurrency: CONCURRENCY,
            resume: false,
            on_progress: None,
        }
    }

    /// Sets the folder. It is made if need be. Default: the working directory.
    pub fn with_out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = folder.into();
        self
    }

    /// Sets how many files are fetched at the same time. Default: 4; 0 counts as 1.
    pub fn with_concurrency(mut self, concurrency: usize) -> Self {
        self.concurrency = concurrency.max(1);
        self
    }

    /// Whether files stay that the manifest knows and whose length and SHA-256 are still right. Default: no, all are
    /// fetched. Whether the service has newer ones is not asked.
    pub fn with_resume(mut self, resume: bool) -> Self {
        self.resume = resume;
        self
    }

    /// Calls `callback` with the counts whenever they change, and about once in a MiB of each file. Keep it short; the
    /// downloads wait for it.
    pub fn on_progress(mut self, callback: impl FnMut(DownloadAllProgress) + Send + 'static) -> Self {
        self.on_progress = Some(Box::new(callback));
        self
    }

    /// Runs to the end. What goes wrong with a scenario, a region or a file is an outcome among the others.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when the selection has an empty list, or when the folder belongs to another base
    /// URL; with `Io` when the folder or the manifest cannot be written or read, and when another run works in the
    /// folder.
    pub async fn run(self) -> Result<DownloadAllReport> {
        let manifest = self.out_dir.join(MANIFEST_NAME);
        let mut outcomes: Vec<FileOutcome> = self.into_stream().try_collect().await?;
        outcomes.sort_by_key(|outcome| outcome.index);
        Ok(DownloadAllReport { outcomes, manifest })
    }

    /// Runs as the stream is read: each outcome as soon as it is known. An error ends the stream; it is one of those of
    /// [`run`](Self::run). Dropping the stream ends the downloads.
    pub fn into_stream(self) -> impl Stream<Item = Result<FileOutcome>> + Send + 'static {
        let (sender, mut receiver) = mpsc::unbounded_channel();
        let engine = Engine {
            client: self.client,
            selection: self.selection,
            out_dir: self.out_dir,
            concurrency: self.concurrency,
            resume: self.resume,
        };
        let on_progress = self.on_progress;
        let work = stream::once(async move { engine.run(sender, on_progress).await })
            .filter_map(|result| std::future::ready(result.err().map(Err)));
        let outcomes = stream::poll_fn(move |context| receiver.poll_recv(context)).map(Ok);
        stream::select(outcomes, work)
    }
}

impl std::fmt::Debug for DownloadAll {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DownloadAll")
            .field("selection", &self.selection)
            .field("out_dir", &self.out_dir)
            .field("concurrency", &self.concurrency)
            .field("resume", &self.resume)
            .finish_non_exhaustive()
    }
}
