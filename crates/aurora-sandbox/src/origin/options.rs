//! How Origin behaves: set before the start, changed while it runs.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Everything about Origin that a test may want otherwise. As JSON in camel case: the body of `PATCH /_sandbox/options`.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct Options {
    /// How often each session of the inputs service answers `DataNotReady` before its data are there.
    pub(crate) data_not_ready: u32,
    /// How often the location of each output file answers 425 before it is given.
    pub(crate) too_early: u32,
    /// How many reads of a launched scenario find it queued.
    pub(crate) queued_reads: u32,
    /// How many reads after those find it running.
    pub(crate) running_reads: u32,
    /// Whether runs end in `Errored`.
    pub(crate) runs_fail: bool,
    /// How often a workbook is `Requested` after the answer that named its request.
    pub(crate) workbook_answers: u32,
    /// Whether workbooks fail instead of being completed.
    pub(crate) workbook_fails: bool,
    /// How long a link to the object store is good, in milliseconds.
    pub(crate) link_lifetime_millis: u64,
    /// Size of a made-up body that stands in for every output file, in bytes; `null` for the real ones.
    pub(crate) synthetic_output_bytes: Option<u64>,
    /// Whether everything is left out that makes the official Python client loop or stop: null in place of a list, and
    /// `DataNotReady` where it does not repeat.
    pub(crate) python_compatible: bool,
    /// Whether known faults of the service are reproduced: HTTP 500 for the names of demand technologies.
    pub(crate) faithful: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            data_not_ready: 0,
            too_early: 0,
            queued_reads: 1,
            running_reads: 1,
            runs_fail: false,
            workbook_answers: 1,
            workbook_fails: false,
            link_lifetime_millis: 300_000,
            synthetic_output_bytes: None,
            python_compatible: false,
            faithful: false,
        }
    }
}

impl Options {
    pub(crate) fn link_lifetime(&self) -> Duration {
        Duration::from_millis(self.link_lifetime_millis)
    }
}
