//! The work: plan, fetch, enter.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aurora_core::download::{DownloadReport, FileLock};
use aurora_core::{Error, ErrorKind, Result};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc::UnboundedSender;

use super::ledger::{Ledger, OnProgress};
use super::manifest::{Manifest, ManifestEntry, Names, on_disk};
use super::plan::{self, Ended, Step, Wanted};
use super::report::{FileOutcome, FileState};
use super::selection::Selection;
use crate::OriginClient;
use crate::cache::{name, store};
use crate::outputs::fetch;
use crate::outputs::scenario::off_the_runtime;

pub(super) struct Engine {
    pub(super) client: OriginClient,
    pub(super) selection: Selection,
    pub(super) out_dir: PathBuf,
    pub(super) concurrency: usize,
    pub(super) resume: bool,
}

/// The file whose lock says that a run works in the folder.
const LOCK_NAME: &str = ".manifest.lock";

/// A step of the plan with its place in the order.
struct Item {
    index: usize,
    scenario_id: String,
    step: Step,
}

type Books = Arc<Mutex<Ledger>>;

impl Engine {
    pub(super) async fn run(
        self,
        outcomes: UnboundedSender<FileOutcome>,
        on_progress: Option<OnProgress>,
    ) -> Result<()> {
        self.selection.check()?;
        let (folder, base_url) = (self.out_dir.clone(), self.base_url());
        // Held until the end: two runs would overwrite each other's manifest.
        let (_lock, manifest) = off_the_runtime(move || open(&folder, &base_url)).await?;
        let mut names = Names::beside(&manifest);
        let books: Books = Arc::new(Mutex::new(Ledger::new(&self.out_dir, manifest, outcomes, on_progress)));
        let items = self.plan().await;
        ledger(&books).begin(items.len());
        let mut named = Vec::new();
        for item in items {
            let path = match &item.step {
                Step::Fetch(wanted) => Some(names.of(&wanted.key)?),
                Step::Report(_) => None,
            };
            named.push((item, path));
        }
        let result = stream::iter(named.into_iter().map(Ok))
            .try_for_each_concurrent(self.concurrency, |(item, path)| self.handle(&books, item, path))
            .await;
        let closing = Arc::clone(&books);
        let closed = off_the_runtime(move || ledger(&closing).close()).await;
        result.and(closed)
    }

    fn base_url(&self) -> String {
        self.client
            .scenario_base_url()
            .as_str()
            .trim_end_matches('/')
            .to_owned()
    }

    /// Everything there is to do, in the order of the selection.
    async fn plan(&self) -> Vec<Item> {
        let scenarios: Vec<(String, Vec<Step>)> = stream::iter(self.selection.scenarios.clone())
            .map(|id| async move {
                let steps = match self.client.outputs().of(&id).await {
                    Ok(outputs) => plan::of_scenario(&outputs, &self.selection).await,
                    Err(error) => vec![plan::failed(None, None, error)],
                };
                (id, steps)
            })
            .buffered(self.concurrency)
            .collect()
            .await;
        let steps = scenarios
            .into_iter()
            .flat_map(|(id, steps)| steps.into_iter().map(move |step| (id.clone(), step)));
        steps
            .enumerate()
            .map(|(index, (scenario_id, step))| Item {
                index,
                scenario_id,
                step,
            })
            .collect()
    }

    /// One item, to its outcome. Fails only when the run as a whole cannot go on.
    async fn handle(&self, books: &Books, item: Item, path: Option<String>) -> Result<()> {
        let Item {
            index,
            scenario_id,
            step,
        } = item;
        let (region, key, state, was_running) = match (step, path.as_deref()) {
            (Step::Fetch(wanted), Some(path)) => {
                ledger(books).started();
                let state = self.file(books, &wanted, path).await?;
                let key = wanted.key;
                (Some(key.region.clone()), Some(key), state, true)
            }
            (Step::Fetch(_), None) => return Ok(()),
            (Step::Report(finding), _) => {
                let state = match finding.result {
                    Ended::LeftOut(reason) => FileState::LeftOut { reason },
                    Ended::Failed(error) => FileState::Failed(error),
                };
                (finding.region, finding.key, state, false)
            }
        };
        let outcome = FileOutcome {
            index,
            scenario_id,
            region,
            key,
            path: path.map(|path| on_disk(&self.out_dir, &path)),
            state,
        };
        ledger(books).ended(outcome, was_running);
        Ok(())
    }

    async fn file(&self, books: &Books, wanted: &Wanted, path: &str) -> Result<FileState> {
        let target = on_disk(&self.out_dir, path);
        if self.resume {
            let entry = ledger(books).manifest.files.get(path).cloned();
            if let Some(entry) = entry.filter(|entry| entry.request == wanted.key) {
                let (target, bytes) = (target.clone(), entry.bytes);
                let is_there = off_the_runtime(move || Ok(is_the_file(&target, &entry))).await?;
                if is_there {
                    return Ok(FileState::Present { bytes });
                }
            }
        }
        if ledger(books).token_refused {
            let message = "not asked for, because the service refused the token for another file";
            return Ok(FileState::Failed(Error::new(ErrorKind::Unauthorized, message)));
        }
        match self.fetched(books, wanted, &target).await {
            Ok((report, source)) => {
                self.enter(books, wanted, path, &report, source).await?;
                Ok(FileState::Fetched {
                    bytes: report.bytes,
                    sha256: report.sha256,
                    resumed_from: report.resumed_from,
                })
            }
            Err(error) => Ok(FileState::Failed(error)),
        }
    }

    async fn fetched(&self, books: &Books, wanted: &Wanted, target: &Path) -> Result<(DownloadReport, Option<String>)> {
        if let Some(folder) = target.parent() {
            let made = tokio::fs::create_dir_all(folder).await;
            made.map_err(store::unwritable(folder))?;
        }
        let outputs = &wanted.outputs;
        let link = outputs.link_to(
            &wanted.entry,
            &wanted.template,
            wanted.key.clone(),
            &self.selection.params,
        )?;
        // How many bytes the books know of; those that an earlier run left are none of this one's.
        let told = Arc::new(Mutex::new(0));
        let (watching, watched) = (Arc::clone(books), Arc::clone(&told));
        let download = fetch::to_disk(outputs.client(), &link, target).with_progress(move |progress| {
            let mut told = watched.lock().unwrap_or_else(PoisonError::into_inner);
            ledger(&watching).bytes(&mut told, progress.bytes);
        });
        let report = fetch::run(&download, &link).await?;
        let told = *told.lock().unwrap_or_else(PoisonError::into_inner);
        ledger(books).last_bytes(told, report.bytes);
        Ok((report, link.source()))
    }

    async fn enter(
        &self,
        books: &Books,
        wanted: &Wanted,
        path: &str,
        report: &DownloadReport,
        source: Option<String>,
    ) -> Result<()> {
        let now = self.client.clock().system_now();
        let fetched_at = Timestamp::try_from(now).map_err(|error| {
            let message = "the clock of this machine shows a time that no calendar has";
            Error::new(ErrorKind::Io, message).with_source(error)
        })?;
        let entry = ManifestEntry {
            request: wanted.key.clone(),
            source,
            bytes: report.bytes,
            sha256: report.sha256.clone(),
            fetched_at,
        };
        // Written under the books' lock, so that an older state never replaces a newer one.
        let (books, path, folder) = (Arc::clone(books), path.to_owned(), self.out_dir.clone());
        off_the_runtime(move || {
            let mut books = ledger(&books);
            match books.entered(path, entry) {
                Some(manifest) => manifest.write(&folder),
                None => Ok(()),
            }
        })
        .await
    }
}

fn open(folder: &Path, base_url: &str) -> Result<(FileLock, Manifest)> {
    let failed = store::unwritable(folder);
    std::fs::create_dir_all(folder).map_err(&failed)?;
    let lock = FileLock::acquire(&folder.join(LOCK_NAME)).map_err(&failed)?;
    let lock = lock.ok_or_else(|| {
        let message = format!("another download to {} is running", folder.display());
        Error::new(ErrorKind::Io, message).with_advice("wait for it, or choose another folder")
    })?;
    let manifest = Manifest::open(folder, base_url)?;
    Ok((lock, manifest))
}

fn ledger(books: &Books) -> MutexGuard<'_, Ledger> {
    books.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether a file is what the manifest says. One that cannot be read is fetched again.
fn is_the_file(path: &Path, entry: &ManifestEntry) -> bool {
    let read = || -> io::Result<bool> {
        let mut file = File::open(path)?;
        if file.metadata()?.len() != entry.bytes {
            return Ok(false);
        }
        let mut sum = Sha256::new();
        let mut buffer = vec![0; 64 * 1024];
        loop {
            match file.read(&mut buffer)? {
                0 => break,
                count => sum.update(&buffer[..count]),
            }
        }
        Ok(name::hex(&sum.finalize()) == entry.sha256)
    };
    read().unwrap_or_else(|error| {
        tracing::debug!(target: "origin_client", path = %path.display(), %error, "fetched again");
        false
    })
}
