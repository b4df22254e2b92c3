//! `aurora amun load-factors batch`.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result};
use aurora_energy::amun::LoadFactorRequest;

use crate::args::load_factors::BatchArgs;
use crate::command::input::{self, Item};
use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::files::lock::{self, Lock};

pub mod results;
mod run;
pub mod state;

use results::{COLUMNS, Folder, Row};
use state::{StateFile, Status};

/// How a batch runs.
pub struct Plan<'a> {
    /// Where its results go.
    pub folder: Folder<'a>,
    /// What a state file means that is there already.
    pub start: Start,
    /// How many submissions are under way at a time.
    pub concurrency: u16,
    /// Time for everything.
    pub deadline: Option<Duration>,
    /// Wait before the first round of questions; later ones grow.
    pub interval: Duration,
}

/// What a state file means that is there already.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Start {
    /// A mistake: an earlier run would be lost.
    Fresh,
    /// It is thrown away.
    Overwrite,
    /// The run goes on.
    Resume {
        /// What failed, or has an unknown outcome, is submitted again.
        retry_failed: bool,
    },
}

pub(super) async fn run(arguments: BatchArgs, context: &mut Context) -> Result<()> {
    let items = input::items(&arguments.files, context)?;
    std::fs::create_dir_all(&arguments.out).with_context(|| format!("{} cannot be made", arguments.out.display()))?;
    let plan = Plan {
        folder: Folder {
            path: &arguments.out,
            results: arguments.results,
        },
        start: match (arguments.resume, arguments.overwrite) {
            (true, _) => Start::Resume {
                retry_failed: arguments.retry_failed,
            },
            (false, true) => Start::Overwrite,
            (false, false) => Start::Fresh,
        },
        concurrency: arguments.concurrency,
        deadline: arguments.deadline,
        interval: arguments.interval,
    };
    context.note("if this stops, the same command with --resume goes on and submits nothing twice");
    let outcome = Box::pin(execute(&items, &plan, context)).await?;
    let shown = show(&outcome.rows, context);
    context.note(format_args!("results and summary are in {}", arguments.out.display()));
    // What failed counts even if nobody reads the summary.
    outcome.into_result().and(shown)
}

/// How a batch ended.
pub struct Outcome {
    /// The summary, in input order.
    pub rows: Vec<Row>,
    /// Exit codes of the items that failed in this run.
    exits: Vec<Exit>,
}

impl Outcome {
    /// Nothing when all items are done, otherwise what the program ends with.
    ///
    /// # Errors
    ///
    /// Fails when an item failed: with code 7, or with the items' own code when all failed in the same way.
    pub fn into_result(self) -> Result<()> {
        let failed: Vec<&Row> = self.rows.iter().filter(|row| row.status != Status::Done).collect();
        let Some(first) = failed.first() else { return Ok(()) };
        let all = failed.len() == self.rows.len();
        let exit = match self.exits.as_slice() {
            [one, others @ ..] if all && others.iter().all(|other| other == one) => *one,
            _ => Exit::Partial,
        };
        let reason = first.error.as_deref().unwrap_or("not finished");
        let text = format!(
            "{} of {} calculations failed; {}: {reason}",
            failed.len(),
            self.rows.len(),
            first.name
        );
        Err(Failure::new(exit, text)
            .with_hint("--resume goes on with what is still running, --resume --retry-failed also repeats what failed")
            .into())
    }
}

/// Prints the summary.
///
/// # Errors
///
/// Fails when the output cannot be written.
pub fn show(rows: &[Row], context: &mut Context) -> Result<()> {
    context.output.items(&COLUMNS, rows)
}

/// Runs a batch and writes its files.
///
/// # Errors
///
/// Fails when a request is wrong, when the folder has a state file that does not fit, or when a file cannot be written;
/// items that fail are part of the outcome.
pub async fn execute(items: &[Item], plan: &Plan<'_>, context: &mut Context) -> Result<Outcome> {
    let requests = checked(items, context)?;
    let _lock = locked(plan.folder.path, context)?;
    let client = context.amun().await?;
    let names = items.iter().map(|item| item.name.clone()).collect();
    let builder = client.load_factors().batch(requests);
    let mut file = StateFile::fresh(
        plan.folder.path,
        client.base_url().as_str(),
        names,
        builder.state().clone(),
    );
    let retry = match plan.start {
        Start::Fresh if file.exists() => {
            return Err(
                Failure::usage(format!("{} holds a batch already", plan.folder.path.display()))
                    .with_hint("--resume goes on with it, --overwrite starts afresh")
                    .into(),
            );
        }
        Start::Fresh | Start::Overwrite => false,
        Start::Resume { retry_failed } => {
            file.take_over()?;
            retry_failed
        }
    };
    let builder = run::settings(builder, plan, retry).resume(file.state.batch.clone())?;
    file.save()?;
    Box::pin(run::to_the_end(builder, file, plan, context)).await
}

/// Two runs in one folder would submit what the other one has submitted already.
fn locked(folder: &Path, context: &Context) -> Result<Lock> {
    let lock = lock::folder(folder).with_context(|| format!("{} cannot be written to", folder.display()))?;
    match lock {
        Lock::Held(_) => {}
        Lock::Taken => {
            return Err(Failure::usage(format!("another run works in {}", folder.display()))
                .with_hint("wait until it ends, or stop it")
                .into());
        }
        Lock::Unsupported => context.note(format_args!(
            "warning: the file system of {} has no locks; start no second run there meanwhile",
            folder.display()
        )),
    }
    Ok(lock)
}

/// All requests, checked before the first one is sent.
fn checked(items: &[Item], context: &Context) -> Result<Vec<LoadFactorRequest>> {
    let mut requests = Vec::with_capacity(items.len());
    let mut wrong = Vec::new();
    for item in items {
        match input::checked(item.fields.clone(), &item.origin) {
            Ok(request) => requests.push(request),
            Err(error) => wrong.push(error),
        }
    }
    let count = wrong.len();
    if let Some(first) = wrong.into_iter().next() {
        let others = if count > 1 {
            format!(" (and {} more)", count - 1)
        } else {
            String::new()
        };
        return Err(Failure::usage(format!("{first}{others}"))
            .with_hint("nothing was sent")
            .into());
    }
    input::warn_of_unknown_fields(&requests, context);
    Ok(requests)
}
