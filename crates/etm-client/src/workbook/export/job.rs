//! An export under way.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aurora_core::Result;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use tokio::sync::Semaphore;

use super::collect::{Collected, Collector};
use super::options::Parts;
use super::source::{Known, labels};
use super::{ExportProgress, ExportSource, ExportedItem, WorkbookExport, at};
use crate::csv_file::off_the_runtime;
use crate::objects::Warning;
use crate::workbook::write::{Item, Layout, Spool, Targets, Written, write};

/// A scenario that is known, where it stands in the report, and its label.
pub(super) type Labelled = (usize, Known, Arc<str>);

/// An export under way.
pub(super) struct Job {
    export: WorkbookExport,
    parts: Arc<Parts>,
    collector: Collector,
}

/// What became of a scenario with a workbook of its own.
pub(super) struct Alone {
    pub(super) collected: Vec<Warning>,
    pub(super) written: Written,
    pub(super) spooled: u64,
}

impl Job {
    pub(super) fn new(export: &WorkbookExport) -> Self {
        let parts = Arc::new(export.options.resolved(export.config.as_ref()));
        let collector = Collector {
            client: export.client.clone(),
            permits: Arc::new(Semaphore::new(export.concurrency)),
            parts: Arc::clone(&parts),
            queries: export.queries.clone().into(),
            concurrency: export.concurrency,
        };
        Self {
            export: export.clone(),
            parts,
            collector,
        }
    }

    /// The scenarios themselves, and the beginning of the report.
    pub(super) async fn find(&self) -> Result<(Vec<Labelled>, Vec<ExportedItem>)> {
        let (finished, total) = (AtomicUsize::new(0), self.export.sources.len());
        let fetch = async |source: &ExportSource| {
            let known = source.known(&self.export.client).await;
            let finished = finished.fetch_add(1, Ordering::Relaxed) + 1;
            self.export.tell(&ExportProgress::Found { finished, total });
            match known {
                Err(error) if self.export.stop_at_first_failure => Err(error),
                known => Ok((source.clone(), known)),
            }
        };
        let sources = stream::iter(&self.export.sources);
        let found: Vec<_> = sources
            .map(fetch)
            .buffered(self.export.concurrency)
            .try_collect()
            .await?;
        let (mut all, mut items) = (Vec::new(), Vec::new());
        for (at, (source, known)) in found.into_iter().enumerate() {
            match known {
                Ok(known) => {
                    all.push((at, known));
                    items.push(ExportedItem {
                        source,
                        label: None,
                        file: None,
                        error: None,
                        warnings: Vec::new(),
                    });
                }
                Err(error) => items.push(ExportedItem::failed(source, error)),
            }
        }
        let labels = labels(all.iter().map(|(_, known)| known));
        let known = all
            .into_iter()
            .zip(labels)
            .map(|((at, known), label)| (at, known, label));
        Ok((known.collect(), items))
    }

    /// Everything about a scenario.
    pub(super) async fn collect(
        &self,
        known: &Known,
        label: &Arc<str>,
        spool: &Arc<Spool>,
        (finished, total): (&AtomicUsize, usize),
    ) -> Result<Collected> {
        let mut collected = self.collector.collect(known, label, spool).await;
        let finished = finished.fetch_add(1, Ordering::Relaxed) + 1;
        let label = Arc::clone(label);
        self.export.tell(&ExportProgress::Fetched { label, finished, total });
        match collected.error.take() {
            Some(error) if self.export.stop_at_first_failure => Err(error),
            _ => Ok(collected),
        }
    }

    /// A scenario in a workbook of its own.
    pub(super) async fn alone(
        &self,
        known: &Known,
        label: &Arc<str>,
        path: &Path,
        progress: (&AtomicUsize, usize),
    ) -> Result<Alone> {
        let targets = at(path, Targets::new).await?;
        let spool = Arc::new(self.export.spool(&targets)?);
        let collected = self.collect(known, label, &spool, progress).await?;
        let spooled = spool.bytes();
        let written = self.write(vec![collected.item], spool, targets).await?;
        Ok(Alone {
            collected: collected.warnings,
            written,
            spooled,
        })
    }

    pub(super) async fn write(&self, items: Vec<Item>, spool: Arc<Spool>, targets: Targets) -> Result<Written> {
        let path = targets.main.path().to_owned();
        self.export.tell(&ExportProgress::Writing { path });
        let layout = Layout {
            defaults: self.parts.input_defaults,
            limits: self.parts.input_min_max,
            config: self.export.is_input.then(|| self.parts.config()),
            temporary: self.export.temporary(&targets).to_owned(),
        };
        off_the_runtime(move || write(&items, &spool, &layout, &targets)).await
    }
}
