//! What came of many downloads.

use std::fmt;
use std::path::PathBuf;

use aurora_core::Error;

use crate::cache::OutputKey;

/// The outcomes of all files.
#[derive(Debug)]
#[non_exhaustive]
pub struct DownloadAllReport {
    /// In the order of the selection and the metadata.
    pub outcomes: Vec<FileOutcome>,
    /// Where the manifest is.
    pub manifest: PathBuf,
}

impl DownloadAllReport {
    /// The files that were fetched.
    pub fn fetched(&self) -> impl Iterator<Item = &FileOutcome> {
        self.of(|state| matches!(state, FileState::Fetched { .. }))
    }

    /// The files that were there already.
    pub fn present(&self) -> impl Iterator<Item = &FileOutcome> {
        self.of(|state| matches!(state, FileState::Present { .. }))
    }

    /// What the selection does not say enough about.
    pub fn left_out(&self) -> impl Iterator<Item = &FileOutcome> {
        self.of(|state| matches!(state, FileState::LeftOut { .. }))
    }

    /// What failed: files, and regions and scenarios whose files are not known.
    pub fn failures(&self) -> impl Iterator<Item = (&FileOutcome, &Error)> {
        self.outcomes.iter().filter_map(|outcome| match &outcome.state {
            FileState::Failed(error) => Some((outcome, error)),
            _ => None,
        })
    }

    /// Whether nothing failed.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.failures().next().is_none()
    }

    fn of(&self, is: impl Fn(&FileState) -> bool) -> impl Iterator<Item = &FileOutcome> {
        self.outcomes.iter().filter(move |outcome| is(&outcome.state))
    }
}

/// What came of one file, or of a scenario or region whose files could not be found out.
#[derive(Debug)]
#[non_exhaustive]
pub struct FileOutcome {
    /// Its place in the order of the selection and the metadata, from 0.
    pub index: usize,
    /// The scenario's id.
    pub scenario_id: String,
    /// The region's code; `None` where the scenario itself failed.
    pub region: Option<String>,
    /// Which file; `None` where that is not known.
    pub key: Option<OutputKey>,
    /// Where the file is, or would be.
    pub path: Option<PathBuf>,
    /// What came of it.
    pub state: FileState,
}

/// The file, or else the region or scenario, for people.
impl fmt::Display for FileOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.key, &self.region) {
            (Some(key), _) => key.fmt(f),
            (None, Some(region)) => write!(f, "{region} of scenario {}", self.scenario_id),
            (None, None) => write!(f, "scenario {}", self.scenario_id),
        }
    }
}

/// The state of a file at the end.
#[derive(Debug)]
#[non_exhaustive]
pub enum FileState {
    /// It was fetched and is in the manifest.
    #[non_exhaustive]
    Fetched {
        /// Its length in bytes.
        bytes: u64,
        /// Its SHA-256 in lower-case hexadecimal digits.
        sha256: String,
        /// How many bytes of it an earlier run, or an earlier request of this one, had left.
        resumed_from: Option<u64>,
    },
    /// It was there, and is what the manifest says.
    #[non_exhaustive]
    Present {
        /// Its length in bytes.
        bytes: u64,
    },
    /// It was not asked for, because the selection does not say enough; for example no nodes.
    #[non_exhaustive]
    LeftOut {
        /// What is missing.
        reason: String,
    },
    /// This went wrong.
    Failed(Error),
}

/// How many files are where. It grows while the metadata is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct DownloadAllProgress {
    /// All files; 0 until the metadata is read.
    pub total: usize,
    /// Files that are being fetched or compared.
    pub running: usize,
    /// Files that were fetched.
    pub fetched: usize,
    /// Files that were there already.
    pub present: usize,
    /// What was left out.
    pub left_out: usize,
    /// What failed.
    pub failed: usize,
    /// Bytes that were fetched, those of unfinished files included.
    pub bytes: u64,
}

impl DownloadAllProgress {
    /// How many ended, in whatever way.
    #[must_use]
    pub fn ended(&self) -> usize {
        self.fetched + self.present + self.left_out + self.failed
    }
}
