//! What became of an export.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aurora_core::Error;

use super::source::ExportSource;
use crate::objects::{Severity, Warning};

/// How far an export is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExportProgress {
    /// A scenario is known, or failed.
    Found {
        /// So many are.
        finished: usize,
        /// Of so many.
        total: usize,
    },
    /// Everything about a scenario was fetched.
    Fetched {
        /// The label of the scenario.
        label: Arc<str>,
        /// So many are.
        finished: usize,
        /// Of so many.
        total: usize,
    },
    /// A workbook is being written.
    Writing {
        /// Where.
        path: PathBuf,
    },
}

/// What became of an export.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct ExportReport {
    /// The workbooks that were written.
    pub files: Vec<PathBuf>,
    /// What became of each scenario, in the order in which they were named.
    pub items: Vec<ExportedItem>,
    /// What is worth knowing about the workbooks.
    pub notes: Vec<String>,
    /// How many bytes of long columns were on disk at most before they were written.
    pub spooled_bytes: u64,
}

/// What became of a scenario in an export.
#[derive(Debug)]
#[non_exhaustive]
pub struct ExportedItem {
    /// Which scenario.
    pub source: ExportSource,
    /// What it is called in the workbooks; `None` when it could not be read.
    pub label: Option<Arc<str>>,
    /// The workbook that it is in.
    pub file: Option<PathBuf>,
    /// Why it is in no workbook.
    pub error: Option<Error>,
    /// What is worth knowing; what could not be fetched has the severity of an error, and what the engine does not have that of
    /// a warning.
    pub warnings: Vec<Warning>,
}

impl ExportReport {
    /// The scenarios that are in no workbook, and those of which something could not be fetched.
    pub fn failed(&self) -> impl Iterator<Item = &ExportedItem> {
        self.items.iter().filter(|item| !item.is_whole())
    }

    /// Whether everything is in the workbooks that was asked for.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.items.iter().all(ExportedItem::is_whole)
    }
}

impl ExportedItem {
    pub(super) fn failed(source: ExportSource, error: Error) -> Self {
        Self {
            source,
            label: None,
            file: None,
            error: Some(error),
            warnings: Vec::new(),
        }
    }

    /// Whether the scenario is in a workbook with everything that was asked for. What its engine does not have is no failure.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.error.is_none() && self.warnings.iter().all(|warning| warning.severity < Severity::Error)
    }

    pub(super) fn written(&mut self, path: &Path) {
        self.file = Some(path.to_owned());
    }
}

/// One line for each scenario that failed or has warnings.
impl fmt::Display for ExportedItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.source)?;
        if let Some(label) = &self.label {
            write!(f, " {label:?}")?;
        }
        match &self.error {
            Some(error) => write!(f, ": {error}")?,
            None => f.write_str(": exported")?,
        }
        for warning in &self.warnings {
            write!(f, "; {warning}")?;
        }
        Ok(())
    }
}

/// A summary in one line.
impl fmt::Display for ExportReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lost = self.items.iter().filter(|item| item.error.is_some()).count();
        let partly = self.failed().count() - lost;
        write!(
            f,
            "{} of {} scenarios exported",
            self.items.len() - lost,
            self.items.len()
        )?;
        if partly > 0 {
            write!(f, ", {partly} of them without something that could not be fetched")?;
        }
        write!(f, ", {} files", self.files.len())
    }
}
