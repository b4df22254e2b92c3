//! The running batch: every change goes to the state file, every result to its files.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use aurora_energy::amun::batch::{BatchBuilder, BatchItem};
use futures_util::StreamExt;
use tokio::sync::Notify;

use super::results::{Folder, Row};
use super::state::{ItemReport, StateFile};
use super::{Outcome, Plan};
use crate::command::amun::load_factors::summary::Figures;
use crate::context::Context;
use crate::exit::{self, Exit};
use crate::progress;

/// The plan's settings on a batch.
pub(super) fn settings(builder: BatchBuilder, plan: &Plan<'_>, retry_failed: bool) -> BatchBuilder {
    let mut builder = builder
        .with_concurrency(usize::from(plan.concurrency))
        .with_interval(plan.interval)
        .with_skip_done(true)
        .with_repeat_failed(retry_failed)
        .with_repeat_unknown(retry_failed);
    if let Some(deadline) = plan.deadline {
        builder = builder.with_deadline(deadline);
    }
    builder
}

/// The state file, shared with the batch, and what went wrong when it was written.
#[derive(Clone)]
struct Books(Arc<Inner>);

struct Inner {
    file: Mutex<StateFile>,
    error: Mutex<Option<anyhow::Error>>,
    failed: Notify,
}

impl Books {
    fn new(file: StateFile) -> Self {
        Self(Arc::new(Inner {
            file: Mutex::new(file),
            error: Mutex::new(None),
            failed: Notify::new(),
        }))
    }

    /// Changes the state and writes it.
    fn change(&self, change: impl FnOnce(&mut StateFile)) {
        let mut file = self.0.file.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut file);
        if let Err(error) = file.save() {
            *self.0.error.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
            self.0.failed.notify_one();
        }
    }

    fn check(&self) -> Result<()> {
        let error = self.0.error.lock().unwrap_or_else(PoisonError::into_inner).take();
        error.map_or(Ok(()), Err)
    }

    fn reports(&self) -> Vec<ItemReport> {
        self.0.file.lock().unwrap_or_else(PoisonError::into_inner).reports()
    }

    fn name(&self, index: usize) -> String {
        let file = self.0.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.state.items[index].name.clone()
    }
}

/// Runs until every item ended, or until the books cannot be kept.
pub(super) async fn to_the_end(
    builder: BatchBuilder,
    file: StateFile,
    plan: &Plan<'_>,
    context: &mut Context,
) -> Result<Outcome> {
    let bar = progress::bar(context, file.state.items.len(), "load factors");
    bar.set_position(file.done());
    let books = Books::new(file);
    let keeper = books.clone();
    let counter = bar.clone();
    let batch = builder
        .on_change(move |change| {
            keeper.change(|file| file.state.batch.items[change.index].clone_from(change.item));
        })
        .on_progress(move |counts| {
            counter.set_message(format!("{} running, {} failed", counts.running, counts.failed))
        });
    let mut ended = Box::pin(batch.into_stream());
    let mut exits = Vec::new();
    loop {
        let item = tokio::select! {
            item = ended.next() => item,
            // Nothing more is submitted that could not be written down.
            () = books.0.failed.notified() => None,
        };
        books.check()?;
        let Some(item) = item else { break };
        if let Some((exit, told)) = keep(item, &books, plan.folder)? {
            bar.suspend(|| context.note(told));
            exits.push(exit);
        }
        bar.inc(1);
        books.check()?;
    }
    bar.finish_and_clear();
    let rows = plan.folder.summarise(books.reports().iter().map(Row::of).collect())?;
    Ok(Outcome { rows, exits })
}

/// Keeps one item: files first, then the note that they are there. Of a failure, code and text.
fn keep(item: BatchItem, books: &Books, folder: Folder<'_>) -> Result<Option<(Exit, String)>> {
    let name = books.name(item.index);
    match item.outcome {
        Ok(result) => {
            folder.keep(&name, &result)?;
            let figures = Figures::of(&result);
            books.change(|file| file.state.items[item.index].finished(figures));
            Ok(None)
        }
        Err(failed) => {
            books.change(|file| file.state.items[item.index].error = Some(failed.to_string()));
            Ok(Some((exit::of_client(&failed.error), format!("{name}: {failed}"))))
        }
    }
}
