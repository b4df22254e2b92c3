//! The state file of a batch: what was sent, what is known, and for which input.

use std::path::{Path, PathBuf};

use anyhow::Result;
use aurora_energy::amun::batch::{BatchState, ItemStage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::command::amun::load_factors::summary::Figures;
use crate::exit::Failure;
use crate::files;

/// Name of the file in the folder of the results.
pub const FILE: &str = "batch-state.json";

const FORMAT: u32 = 1;

/// The state file of a batch.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    /// Version of this format.
    pub format: u32,
    /// Base address that the tokens belong to.
    pub base_url: String,
    /// One entry per request, in input order: what its files hold.
    pub items: Vec<ItemFiles>,
    /// What the service was sent and said, in the same order.
    pub batch: BatchState,
}

/// The files of a request.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ItemFiles {
    /// Name of the result files, without ending.
    pub name: String,
    /// Figures of the result, once its files are written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figures: Option<Figures>,
    /// Why there is no result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

impl ItemFiles {
    /// The files are written.
    pub fn finished(&mut self, figures: Figures) {
        self.figures = Some(figures);
        self.error = None;
    }
}

/// How far a request is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Status {
    /// Not submitted.
    Waiting,
    /// Sent, and nobody knows whether it arrived.
    Unknown,
    /// Accepted, without a result up to now.
    Running,
    /// The result is in its files.
    Done,
    /// Failed for good.
    Failed,
}

/// What the summary says of a request.
#[derive(Clone, Debug)]
pub struct ItemReport {
    /// Its files.
    pub files: ItemFiles,
    /// How far it is.
    pub status: Status,
    /// Its token.
    pub token: Option<String>,
}

/// A state together with its place on the disk.
pub struct StateFile {
    path: PathBuf,
    /// What the file holds.
    pub state: State,
}

impl StateFile {
    /// A state in which nothing was sent yet. It is not written before [`StateFile::save`].
    #[must_use]
    pub fn fresh(folder: &Path, base_url: &str, names: Vec<String>, batch: BatchState) -> Self {
        let items = names
            .into_iter()
            .map(|name| ItemFiles {
                name,
                figures: None,
                error: None,
            })
            .collect();
        let state = State {
            format: FORMAT,
            base_url: base_url.to_owned(),
            items,
            batch,
        };
        Self {
            path: folder.join(FILE),
            state,
        }
    }

    /// Takes over what the folder's state file says about the same input.
    ///
    /// # Errors
    ///
    /// Fails when there is no state file, or when it belongs to another input or service.
    pub fn take_over(&mut self) -> Result<()> {
        let shown = self.path.display();
        let bytes = std::fs::read(&self.path).map_err(|error| {
            Failure::usage(format!("there is no run to resume: {shown}: {error}"))
                .with_hint("start one without --resume")
        })?;
        let mut known: State = serde_json::from_slice(&bytes)
            .map_err(|error| Failure::usage(format!("{shown} is no state file of this program: {error}")))?;
        if known.format != FORMAT {
            let text = format!("{shown} has format {}, this program knows {FORMAT}", known.format);
            return Err(Failure::usage(text).into());
        }
        if !known.is_of(&self.state) {
            return Err(
                Failure::usage(format!("the input is not the one that {shown} belongs to"))
                    .with_hint("resume with the same files in the same order, or start afresh with --overwrite")
                    .into(),
            );
        }
        if known.base_url != self.state.base_url {
            let text = format!("{shown} belongs to {}, not to {}", known.base_url, self.state.base_url);
            return Err(Failure::usage(text)
                .with_hint("give that address with --base-url")
                .into());
        }
        known.reopen_unwritten();
        self.state = known;
        Ok(())
    }

    /// The address that the folder's state file belongs to, if there is one.
    ///
    /// # Errors
    ///
    /// Fails when the file cannot be read, or is none of this program.
    pub fn base_url_of(folder: &Path) -> Result<Option<String>> {
        /// All that counts here.
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Address {
            base_url: String,
        }

        let path = folder.join(FILE);
        let wrong = |error: &dyn std::fmt::Display| Failure::usage(format!("{}: {error}", path.display()));
        let bytes = match std::fs::read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            read => read.map_err(|error| wrong(&error))?,
        };
        let address: Address = serde_json::from_slice(&bytes).map_err(|error| wrong(&error))?;
        Ok(Some(address.base_url))
    }

    /// Whether the folder has a state file.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.path.exists()
    }

    /// Writes the file; a kill at any moment leaves the old or the new one.
    ///
    /// # Errors
    ///
    /// Fails when the file cannot be written.
    pub fn save(&self) -> Result<()> {
        files::write_json(&self.path, &self.state)
    }

    /// How many items have their files.
    #[must_use]
    pub fn done(&self) -> u64 {
        self.state
            .items
            .iter()
            .map(|item| u64::from(item.figures.is_some()))
            .sum()
    }

    /// What the summary says.
    #[must_use]
    pub fn reports(&self) -> Vec<ItemReport> {
        let pairs = self.state.items.iter().zip(&self.state.batch.items);
        pairs
            .map(|(files, item)| ItemReport {
                files: files.clone(),
                status: status(files, &item.stage),
                token: item.token().map(str::to_owned),
            })
            .collect()
    }
}

fn status(files: &ItemFiles, stage: &ItemStage) -> Status {
    match stage {
        _ if files.figures.is_some() => Status::Done,
        ItemStage::Waiting => Status::Waiting,
        ItemStage::Sent => Status::Unknown,
        ItemStage::Failed { .. } => Status::Failed,
        _ => Status::Running,
    }
}

impl State {
    /// Whether both are of the same requests with the same names.
    fn is_of(&self, other: &Self) -> bool {
        let names = |state: &Self| state.items.iter().map(|item| item.name.clone()).collect::<Vec<_>>();
        let requests = |state: &Self| {
            state
                .batch
                .items
                .iter()
                .map(|item| item.request.clone())
                .collect::<Vec<_>>()
        };
        names(self) == names(other) && requests(self) == requests(other)
    }

    /// A result that was fetched but whose files were not written any more is fetched again.
    fn reopen_unwritten(&mut self) {
        for (files, item) in self.items.iter().zip(&mut self.batch.items) {
            if let (None, ItemStage::Done { token }) = (&files.figures, &item.stage) {
                item.stage = ItemStage::Submitted { token: token.clone() };
            }
        }
    }
}
