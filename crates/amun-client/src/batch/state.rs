//! What is known about a batch, in a form that can be stored.

use aurora_core::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::report::{ItemError, Stage};
use crate::check::invalid;
use crate::load_factors::calculation_failed;
use crate::{LoadFactorRequest, load_factors};

const VERSION: u32 = 1;

/// What is known about each item of a batch; serialise it to resume later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct BatchState {
    /// The version of this format.
    pub version: u32,
    /// The items in the order of the requests.
    pub items: Vec<ItemState>,
}

/// What is known about one item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ItemState {
    /// A fingerprint of the request, by which a state is matched with its requests.
    pub request: String,
    /// How far it is.
    #[serde(flatten)]
    pub stage: ItemStage,
}

/// How far an item is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
#[non_exhaustive]
pub enum ItemStage {
    /// It is not submitted; nothing was sent, or what was sent surely created no job.
    Waiting,
    /// Its submission was sent, and whether it created a job is not known (yet).
    Sent,
    /// It is a job at the service.
    Submitted {
        /// The job's token.
        token: String,
    },
    /// Its result was fetched.
    Done {
        /// The job's token, by which the result can be fetched again until it expires.
        token: String,
    },
    /// It failed for good.
    Failed {
        /// Where.
        at: Stage,
        /// What was said.
        message: String,
    },
}

/// What a resumed batch does with items that are not simply waiting or running.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Resumption {
    pub(super) repeat_unknown: bool,
    pub(super) repeat_failed: bool,
    pub(super) skip_done: bool,
}

/// What comes first for an item.
#[derive(Debug)]
pub(super) enum FirstStep {
    Submit,
    /// The job of this token is asked about.
    Ask(String),
    Skip,
    Fail(ItemError),
}

impl BatchState {
    pub(super) fn new(requests: &[LoadFactorRequest]) -> Self {
        let item = |request| ItemState {
            request: fingerprint(request),
            stage: ItemStage::Waiting,
        };
        Self {
            version: VERSION,
            items: requests.iter().map(item).collect(),
        }
    }

    /// Checks that this state belongs to the requests that `fresh` was made from.
    pub(super) fn check(&self, fresh: &Self) -> Result<()> {
        if self.version != VERSION {
            let message = format!(
                "the saved batch has version {}, this library knows {VERSION}",
                self.version
            );
            return Err(invalid(message));
        }
        let (saved, given) = (self.items.len(), fresh.items.len());
        if saved != given {
            return Err(invalid(format!(
                "the saved batch has {saved} items, but there are {given} requests"
            )));
        }
        match self
            .items
            .iter()
            .zip(&fresh.items)
            .position(|(own, other)| own.request != other.request)
        {
            None => Ok(()),
            Some(index) => {
                let message = format!("request {index} (counted from 0) is not the one of the saved batch");
                Err(invalid(message).with_advice("resume with the same requests in the same order, or start anew"))
            }
        }
    }

    pub(super) fn skipped(&self, resumption: &Resumption) -> Vec<usize> {
        let is_skipped = |index: &usize| matches!(self.items[*index].first_step(resumption), FirstStep::Skip);
        (0..self.items.len()).filter(is_skipped).collect()
    }
}

impl ItemState {
    pub(super) fn first_step(&self, resumption: &Resumption) -> FirstStep {
        match &self.stage {
            ItemStage::Waiting => FirstStep::Submit,
            ItemStage::Sent if resumption.repeat_unknown => FirstStep::Submit,
            ItemStage::Sent => FirstStep::Fail(outcome_unknown()),
            ItemStage::Done { .. } if resumption.skip_done => FirstStep::Skip,
            ItemStage::Submitted { token } | ItemStage::Done { token } => FirstStep::Ask(token.clone()),
            ItemStage::Failed { .. } if resumption.repeat_failed => FirstStep::Submit,
            ItemStage::Failed { at, message } => FirstStep::Fail(remembered(*at, message)),
        }
    }

    /// The token of its job.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        match &self.stage {
            ItemStage::Submitted { token } | ItemStage::Done { token } => Some(token),
            _ => None,
        }
    }
}

fn outcome_unknown() -> ItemError {
    let message = "an earlier run sent this submission and did not see its answer: a job may exist";
    let advice = "it is not submitted again by itself; ask for that if a second calculation does no harm";
    let error = Error::new(ErrorKind::OutcomeUnknown, message).with_operation("submit_load_factor");
    ItemError::new(Stage::Submit, error.with_advice(advice))
}

/// The failure of an earlier run. Of its error only the text is left.
fn remembered(at: Stage, message: &str) -> ItemError {
    let error = match at {
        Stage::Refused => invalid(message),
        Stage::Calculation => calculation_failed(Some(message.to_owned()).filter(|message| !message.is_empty())),
        Stage::NoToken => load_factors::no_token(),
        Stage::Deadline => Error::new(ErrorKind::Timeout, message),
        Stage::Submit | Stage::Poll => Error::new(ErrorKind::Service, message),
    };
    ItemError::new(at, error)
}

/// The first half of the SHA-256 of the request as it is sent, in hexadecimal.
fn fingerprint(request: &LoadFactorRequest) -> String {
    const BYTES: usize = 16;
    // A request that cannot be written is refused before it is sent, so that any mark will do for it.
    let Ok(sent) = serde_json::to_vec(request) else {
        return "unsendable".to_owned();
    };
    Sha256::digest(&sent)
        .iter()
        .take(BYTES)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
