//! Scenarios into workbooks.
//!
//! ```no_run
//! use etm_client::EtmClient;
//! use etm_client::workbook::{ExportOptions, ExportSource, WorkbookExport};
//!
//! # async fn run(etm: EtmClient) -> etm_client::Result<()> {
//! let options = ExportOptions::new().with_gqueries(true).with_hourly_curves(["electricity", "heat"]);
//! let report = WorkbookExport::new(&etm)
//!     .with_sources([ExportSource::saved(12), ExportSource::session(2_685_426)])
//!     .with_options(options)
//!     .with_queries(["dashboard_emissions"])
//!     .to_file("results.xlsx")
//!     .await?;
//! for item in report.failed() {
//!     eprintln!("{item}");
//! }
//! # Ok(())
//! # }
//! ```

mod collect;
mod fields;
mod job;
mod options;
mod report;
mod source;
mod values;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use aurora_core::{Error, ErrorKind, Result};
use futures_util::stream::{self, StreamExt, TryStreamExt};

pub use options::ExportOptions;
pub use report::{ExportProgress, ExportReport, ExportedItem};
pub use source::ExportSource;

use self::collect::Collected;
use self::job::Job;
use self::source::Known;
use super::ExportConfig;
use super::write::{Spool, Taken, Targets};
use crate::EtmClient;
use crate::check::{invalid, some};
use crate::csv_file::off_the_runtime;

/// How many requests are under way at once, unless something else is said.
const CONCURRENCY: usize = 4;

type Watcher = Arc<dyn Fn(&ExportProgress) + Send + Sync>;

/// An export of scenarios to workbooks. Nothing is asked before [`to_file`](Self::to_file) or [`to_folder`](Self::to_folder).
///
/// # Workbooks
///
/// The main workbook has the name that is given; beside it are `<name>_hourly_output_curves.xlsx` and `<name>_annual_exports.xlsx`
/// if they have anything in them. Sheets look as pyetm writes them. Beyond that:
///
/// - `USERS` has the users, by e-mail or the number of their account.
/// - Every column of an hourly curve is there, as `<curve>:<column>`; curves without a carrier have sheets of their own.
/// - Numbers are exact.
/// - Scenarios of one name have their ids with it, in all sheets.
/// - Annual exports are aligned by their first column and not by position.
/// - What has more columns than a sheet can hold goes on in a further sheet.
/// - The main workbook is an input as well, for this crate and for pyetm: `MAIN` has columns more at its end, there is an
///   `EXPORT_CONFIG`, and orders and custom curves are there once more in a sheet for each scenario. See
///   [`with_input_form`](Self::with_input_form).
///
/// # Memory and disk
///
/// Hourly curves, custom curves and annual exports are on disk from when they came until they are written, in a file
/// without a name in the folder of the workbook ([`with_temporary_folder`](Self::with_temporary_folder) sets another one), eight
/// bytes for each number. In memory are the curves that are being read, at most as many as there are requests at once, and a
/// block of rows that is being written.
///
/// Workbooks take their places when all of them are whole; what was there stays until then.
#[derive(Clone)]
#[must_use]
pub struct WorkbookExport {
    client: EtmClient,
    sources: Vec<ExportSource>,
    options: ExportOptions,
    config: Option<ExportConfig>,
    queries: Vec<String>,
    concurrency: usize,
    stop_at_first_failure: bool,
    is_input: bool,
    temporary: Option<PathBuf>,
    watcher: Option<Watcher>,
}

impl fmt::Debug for WorkbookExport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WorkbookExport")
            .field("sources", &self.sources)
            .field("options", &self.options)
            .field("config", &self.config)
            .field("queries", &self.queries)
            .finish_non_exhaustive()
    }
}

impl WorkbookExport {
    /// An export of nothing yet.
    pub fn new(client: &EtmClient) -> Self {
        Self {
            client: client.clone(),
            sources: Vec::new(),
            options: ExportOptions::new(),
            config: None,
            queries: Vec::new(),
            concurrency: CONCURRENCY,
            stop_at_first_failure: false,
            is_input: true,
            temporary: None,
            watcher: None,
        }
    }

    /// Adds scenarios. What was fetched already, as by a list, is not fetched again.
    pub fn with_sources(mut self, sources: impl IntoIterator<Item = impl Into<ExportSource>>) -> Self {
        self.sources.extend(sources.into_iter().map(Into::into));
        self
    }

    /// Sets what is exported.
    pub fn with_options(mut self, options: ExportOptions) -> Self {
        self.options = options;
        self
    }

    /// Sets what a workbook says should be exported; it counts where the [options](Self::with_options) say nothing.
    pub fn with_config(mut self, config: impl Into<Option<ExportConfig>>) -> Self {
        self.config = config.into();
        self
    }

    /// Adds queries, whose results are exported if results of queries are.
    pub fn with_queries(mut self, keys: impl IntoIterator<Item = impl Into<String>>) -> Self {
        for key in keys.into_iter().map(Into::into) {
            if !self.queries.contains(&key) {
                self.queries.push(key);
            }
        }
        self
    }

    /// Sets how many requests are under way at once. Default: 4; at least 1.
    pub fn with_concurrency(mut self, requests: usize) -> Self {
        self.concurrency = requests.max(1);
        self
    }

    /// Sets whether nothing is written at all once something could not be fetched. Default: `false`.
    pub fn with_stop_at_first_failure(mut self, stop: bool) -> Self {
        self.stop_at_first_failure = stop;
        self
    }

    /// Sets whether the main workbook can be read as an input again. Default: `true`; without, it has what pyetm writes and nothing
    /// else.
    pub fn with_input_form(mut self, is_input: bool) -> Self {
        self.is_input = is_input;
        self
    }

    /// Sets where temporary files are. Default: the folder of the workbook.
    pub fn with_temporary_folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.temporary = Some(folder.into());
        self
    }

    /// Sets who is told how far the export is.
    pub fn with_progress(mut self, watcher: impl Fn(&ExportProgress) + Send + Sync + 'static) -> Self {
        self.watcher = Some(Arc::new(watcher));
        self
    }

    /// Exports all scenarios to one workbook, with those beside it. A scenario that cannot be read is left out, and so is a part
    /// of one that cannot be fetched; the report says which. If none can be read, there is no workbook.
    ///
    /// # Errors
    ///
    /// Fails before anything is asked with `InvalidRequest` when there are no scenarios or the name does not end in `.xlsx`, and with
    /// `Io` when one of the three workbooks cannot be replaced: because it is write-protected, open in a spreadsheet program, or
    /// no file. Fails with `Io` when a file cannot be written; and when it is to
    /// [stop at the first failure](Self::with_stop_at_first_failure), with that.
    pub async fn to_file(&self, path: impl AsRef<Path>) -> Result<ExportReport> {
        some("scenarios to export", &self.sources)?;
        let targets = at(path.as_ref(), Targets::new).await?;
        let job = Arc::new(Job::new(self));
        let (known, mut items) = job.find().await?;
        let mut report = ExportReport::default();
        if !known.is_empty() {
            let spool = Arc::new(self.spool(&targets)?);
            let finished = AtomicUsize::new(0);
            let total = known.len();
            let fetch = async |(at, known, label): (usize, Known, Arc<str>)| {
                let collected = job.collect(&known, &label, &spool, (&finished, total)).await?;
                Ok::<_, Error>((at, collected))
            };
            let collected: Vec<(usize, Collected)> = stream::iter(known)
                .map(fetch)
                .buffered(self.concurrency)
                .try_collect()
                .await?;
            let mut written = Vec::new();
            for (at, collected) in collected {
                items[at].label = Some(Arc::clone(&collected.item.label));
                items[at].warnings = collected.warnings;
                items[at].written(targets.main.path());
                written.push(collected.item);
            }
            report.spooled_bytes = spool.bytes();
            let done = job.write(written, spool, targets).await?;
            (report.files, report.notes) = (done.files, done.notes);
        }
        report.items = items;
        Ok(report)
    }

    /// Exports each scenario to a workbook of its own, named after it, with those beside it. The folder is made if it is not there.
    /// A scenario whose workbook cannot be written does not keep the others from theirs.
    ///
    /// # Errors
    ///
    /// Fails before anything is asked with `InvalidRequest` when there are no scenarios, and with `Io` when the folder cannot be
    /// made; and when it is to [stop at the first failure](Self::with_stop_at_first_failure), with that.
    pub async fn to_folder(&self, folder: impl AsRef<Path>) -> Result<ExportReport> {
        some("scenarios to export", &self.sources)?;
        let folder = at(folder.as_ref(), made).await?;
        let job = Arc::new(Job::new(self));
        let (known, mut items) = job.find().await?;
        let (finished, total) = (AtomicUsize::new(0), known.len());
        let mut taken = Taken::default();
        let named = known.into_iter().map(|(at, known, label)| {
            let path = folder.join(format!("{}.xlsx", taken.file(&label)));
            (at, known, label, path)
        });
        let export = async |(at, known, label, path): (usize, Known, Arc<str>, PathBuf)| {
            let exported = job.alone(&known, &label, &path, (&finished, total)).await;
            match exported {
                Err(error) if self.stop_at_first_failure => Err(error),
                exported => Ok((at, label, path, exported)),
            }
        };
        let exported: Vec<_> = stream::iter(named)
            .map(export)
            .buffered(self.concurrency)
            .try_collect()
            .await?;
        let mut report = ExportReport::default();
        for (at, label, path, exported) in exported {
            items[at].label = Some(label);
            match exported {
                Ok(alone) => {
                    items[at].warnings = alone.collected;
                    items[at].written(&path);
                    report.files.extend(alone.written.files);
                    report.notes.extend(alone.written.notes);
                    report.spooled_bytes = report.spooled_bytes.max(alone.spooled);
                }
                Err(error) => items[at].error = Some(error),
            }
        }
        report.items = items;
        Ok(report)
    }

    fn spool(&self, targets: &Targets) -> Result<Spool> {
        Spool::in_folder(self.temporary(targets))
    }

    fn temporary<'t>(&'t self, targets: &'t Targets) -> &'t Path {
        self.temporary.as_deref().unwrap_or_else(|| targets.main.folder())
    }

    fn tell(&self, progress: &ExportProgress) {
        if let Some(watcher) = &self.watcher {
            watcher(progress);
        }
    }
}

/// Looks at a place on disk where it may take long.
async fn at<T: Send + 'static>(path: &Path, look: fn(&Path) -> Result<T>) -> Result<T> {
    let path = path.to_owned();
    off_the_runtime(move || look(&path)).await
}

fn made(folder: &Path) -> Result<PathBuf> {
    if folder.as_os_str().is_empty() {
        return Err(invalid("the folder has no name"));
    }
    std::fs::create_dir_all(folder).map_err(|error| {
        let message = format!("the folder {} cannot be made: {error}", folder.display());
        Error::new(ErrorKind::Io, message).with_source(error)
    })?;
    Ok(folder.to_owned())
}
