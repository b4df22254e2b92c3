//! What a batch gives.

use std::fmt;

use aurora_core::Error;
use serde::{Deserialize, Serialize};

use crate::types::LoadFactorResult;

/// The outcomes of a batch.
#[derive(Debug)]
#[non_exhaustive]
pub struct BatchReport {
    /// One item per request, in the order of the requests, but for those that were skipped.
    pub items: Vec<BatchItem>,
    /// The indices of the items that were done before and left out.
    pub skipped: Vec<usize>,
}

impl BatchReport {
    /// The outcome of a request; `None` when it was skipped or there is no such request.
    #[must_use]
    pub fn outcome(&self, index: usize) -> Option<&Result<LoadFactorResult, ItemError>> {
        let found = self.items.binary_search_by_key(&index, |item| item.index).ok()?;
        Some(&self.items[found].outcome)
    }

    /// The items that failed, in the order of the requests.
    pub fn failures(&self) -> impl Iterator<Item = (usize, &ItemError)> {
        self.items
            .iter()
            .filter_map(|item| item.outcome.as_ref().err().map(|error| (item.index, error)))
    }

    /// Whether no item failed.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.items.iter().all(|item| item.outcome.is_ok())
    }
}

/// One item of a batch at its end.
#[derive(Debug)]
#[non_exhaustive]
pub struct BatchItem {
    /// The index of its request, from 0.
    pub index: usize,
    /// The token of its job, if there is one.
    pub token: Option<String>,
    /// What came of it.
    pub outcome: Result<LoadFactorResult, ItemError>,
}

/// Why an item failed. Its text is that of the error.
#[derive(Debug)]
#[non_exhaustive]
pub struct ItemError {
    /// Where it failed.
    pub stage: Stage,
    /// What went wrong.
    pub error: Error,
}

impl ItemError {
    pub(super) fn new(stage: Stage, error: Error) -> Self {
        Self { stage, error }
    }
}

impl fmt::Display for ItemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl std::error::Error for ItemError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // The error's own text is part of ours, so the chain goes on with its source.
        self.error.source()
    }
}

/// Where an item failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Stage {
    /// The request is wrong, by our own checks or by the service's.
    Refused,
    /// It could not be submitted, or the answer to its submission is lost.
    Submit,
    /// The service accepted it without giving a token: no job was created.
    NoToken,
    /// The calculation failed.
    Calculation,
    /// The job could not be asked about.
    Poll,
    /// It was not done in time.
    Deadline,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Refused => "refused",
            Self::Submit => "submission failed",
            Self::NoToken => "not created",
            Self::Calculation => "calculation failed",
            Self::Poll => "not followed",
            Self::Deadline => "out of time",
        })
    }
}

/// How many items are where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct BatchProgress {
    /// All items but those that are skipped.
    pub total: usize,
    /// Not submitted yet.
    pub waiting: usize,
    /// Submitted, or being submitted.
    pub running: usize,
    /// Ended with a result.
    pub done: usize,
    /// Ended without a result.
    pub failed: usize,
}

impl BatchProgress {
    /// How many items ended, with or without a result.
    #[must_use]
    pub fn ended(&self) -> usize {
        self.done + self.failed
    }
}
