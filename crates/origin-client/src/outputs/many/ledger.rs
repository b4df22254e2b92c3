//! The books of a run: manifest, counts and reader are told through here.

use std::path::{Path, PathBuf};

use aurora_core::{ErrorKind, Result};
use tokio::sync::mpsc::UnboundedSender;

use super::manifest::{Manifest, ManifestEntry};
use super::report::{DownloadAllProgress, FileOutcome, FileState};

pub(super) type OnProgress = Box<dyn FnMut(DownloadAllProgress) + Send>;

/// Between two words about the bytes of one file.
const TOLD_EVERY: u64 = 1024 * 1024;

pub(super) struct Ledger {
    folder: PathBuf,
    pub(super) manifest: Manifest,
    /// Entries that are not on disk yet.
    unwritten: usize,
    on_progress: Option<OnProgress>,
    progress: DownloadAllProgress,
    outcomes: UnboundedSender<FileOutcome>,
    /// Set when the service refused the token: further questions would only repeat that.
    pub(super) token_refused: bool,
}

impl Ledger {
    pub(super) fn new(
        folder: &Path,
        manifest: Manifest,
        outcomes: UnboundedSender<FileOutcome>,
        on_progress: Option<OnProgress>,
    ) -> Self {
        Self {
            folder: folder.to_owned(),
            manifest,
            unwritten: 0,
            on_progress,
            progress: DownloadAllProgress::default(),
            outcomes,
            token_refused: false,
        }
    }

    pub(super) fn begin(&mut self, total: usize) {
        self.progress.total = total;
        self.tell();
    }

    pub(super) fn started(&mut self) {
        self.progress.running += 1;
        self.tell();
    }

    /// More bytes of a file came; `told` is how many of them were counted.
    pub(super) fn bytes(&mut self, told: &mut u64, bytes: u64) {
        if bytes >= *told + TOLD_EVERY {
            self.progress.bytes += bytes - *told;
            *told = bytes;
            self.tell();
        }
    }

    /// The bytes of a file that is complete, or that failed, are counted in full.
    pub(super) fn last_bytes(&mut self, told: u64, bytes: u64) {
        self.progress.bytes += bytes.saturating_sub(told);
    }

    /// Enters a file that is complete. Gives the manifest when it is time to write it.
    pub(super) fn entered(&mut self, path: String, entry: ManifestEntry) -> Option<Manifest> {
        self.manifest.files.insert(path, entry);
        self.unwritten += 1;
        // The time it takes grows with the number of files, so with it grows the distance.
        let is_due = self.unwritten > self.manifest.files.len() / 100;
        is_due.then(|| {
            self.unwritten = 0;
            self.manifest.clone()
        })
    }

    /// Writes what is not on disk yet.
    pub(super) fn close(&mut self) -> Result<()> {
        if self.unwritten == 0 {
            return Ok(());
        }
        self.unwritten = 0;
        self.manifest.write(&self.folder)
    }

    pub(super) fn ended(&mut self, outcome: FileOutcome, was_running: bool) {
        self.progress.running -= usize::from(was_running);
        let count = match &outcome.state {
            FileState::Fetched { .. } => &mut self.progress.fetched,
            FileState::Present { .. } => &mut self.progress.present,
            FileState::LeftOut { .. } => &mut self.progress.left_out,
            FileState::Failed(error) => {
                self.token_refused |= error.kind() == ErrorKind::Unauthorized;
                &mut self.progress.failed
            }
        };
        *count += 1;
        self.tell();
        // Without a reader the run was dropped, and nobody is left to tell.
        let _no_reader = self.outcomes.send(outcome);
    }

    fn tell(&mut self) {
        if let Some(callback) = &mut self.on_progress {
            callback(self.progress);
        }
    }
}
