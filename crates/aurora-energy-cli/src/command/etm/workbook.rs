//! What is done with workbooks: `aurora etm run`, `import`, `export`, `users sync`.

use std::ffi::OsStr;
use std::fs::OpenOptions;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use aurora_energy::core::Error;
use aurora_energy::etm::EtmClient;
use aurora_energy::etm::objects::{ErrorMode, Severity};
use aurora_energy::etm::types::{SavedScenario, Scenario};
use aurora_energy::etm::workbook::{
    ExecuteOptions, InputBook, MainRow, Part, Plan, PlanOptions, Problem, Problems, Update, execute_with, find, plan,
    read, read_users,
};

use crate::args::Format;
use crate::args::etm::workflows::{Execution, ImportArgs, Policy, RunArgs, SyncArgs};
use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::progress;

mod export;
mod report;

pub(super) use export::export;

use report::Outcome;

/// The name that sessions are made with.
const SOURCE: &str = "aurora";

/// What a file has to end in.
const EXTENSION: &str = "xlsx";

pub(super) async fn run(arguments: RunArgs, etm: &EtmClient, context: &mut Context) -> Result<()> {
    if let Some(format) = arguments.format() {
        context.output.format = format;
    }
    let input = located(&arguments.input, context);
    let output = output(&arguments, &input, context)?;
    let job = Job::new(&arguments.how, context)?;
    let update = match arguments.no_update {
        true => Update::None,
        false => Update::All,
    };
    let options = job.options().with_update(update).with_source(SOURCE);
    let planned = job.plan(&input, read, &options, etm, context).await?;
    if arguments.how.dry_run {
        return dry_run(&planned.plan, context);
    }
    let outcome = job.execute(&planned.plan, etm, context).await;
    if job.mode.stops(Severity::Error, true) && outcome.failed() > 0 {
        context.note("no results are written, because something failed");
        return outcome.finish(context);
    }
    match export::results(&planned, &outcome.report, &output, job.policy(), etm, context).await {
        Ok(exported) => outcome.with_export(exported).finish(context),
        // What was done comes first: it is done.
        Err(error) => match outcome.finish(context) {
            Ok(()) => Err(error),
            Err(failed) => {
                context.notes.line(format_args!("no results are written: {error:#}"));
                Err(failed)
            }
        },
    }
}

pub(super) async fn import(arguments: ImportArgs, etm: &EtmClient, context: &mut Context) -> Result<()> {
    let job = Job::new(&arguments.how, context)?;
    let options = job.options().with_fresh(true).with_source(SOURCE);
    job.change(&located(&arguments.input, context), read, &options, etm, context)
        .await
}

pub(super) async fn users(arguments: SyncArgs, etm: &EtmClient, context: &mut Context) -> Result<()> {
    let job = Job::new(&arguments.how, context)?;
    let only = Update::Only(vec![Part::Users]);
    let options = job.options().with_update(only).with_creation(false);
    job.change(&located(&arguments.input, context), read_users, &options, etm, context)
        .await
}

/// The session of a saved scenario, fetched if it did not come along.
pub(super) async fn session_of(saved: SavedScenario, etm: &EtmClient) -> Result<Scenario> {
    match (saved.scenario, saved.scenario_id) {
        (Some(session), _) => Ok(session),
        (None, Some(id)) => Ok(etm.sessions().get(id).await?),
        (None, None) => Err(Failure::new(Exit::Failure, "the saved scenario came without its session").into()),
    }
}

/// Refuses a name that no workbook has.
pub(super) fn check_name(path: &Path) -> Result<()> {
    let extension = path.extension().and_then(OsStr::to_str);
    if extension.is_some_and(|extension| extension.eq_ignore_ascii_case(EXTENSION)) {
        return Ok(());
    }
    Err(Failure::usage(format!("{} does not end in .{EXTENSION}", path.display())).into())
}

fn located(path: &Path, context: &Context) -> PathBuf {
    match &context.places.working_directory {
        Some(folder) => find(path, folder),
        None => path.to_owned(),
    }
}

/// Where results go: as it was said, else beside the workbook, by the name that pyetm takes.
fn output(arguments: &RunArgs, input: &Path, context: &Context) -> Result<PathBuf> {
    let mut files = arguments.files();
    let output = match (files.next(), files.next()) {
        (Some(_), Some(_)) => return Err(Failure::usage("--output names more than one file").into()),
        (Some(file), None) => match &context.places.working_directory {
            Some(folder) => folder.join(file),
            None => file.clone(),
        },
        (None, _) => {
            let stem = input.file_stem().unwrap_or_default().to_string_lossy();
            input.with_file_name(format!("{stem}_results.{EXTENSION}"))
        }
    };
    check_name(&output)?;
    if output.is_dir() {
        return Err(Failure::usage(format!("{} is a folder", output.display())).into());
    }
    if output.exists() {
        let opened = OpenOptions::new().write(true).open(&output);
        opened.map_err(|error| Failure::usage(format!("{} cannot be replaced: {error}", output.display())))?;
    }
    let is_same = match (input.canonicalize(), output.canonicalize()) {
        (Ok(input), Ok(output)) => input == output,
        // What is not there yet is no other file.
        _ => false,
    };
    if is_same {
        return Err(Failure::usage("the results would replace the workbook")
            .with_hint("name another file with --output")
            .into());
    }
    Ok(output)
}

/// A plan, and what its scenarios are called in the workbook's own words.
struct Planned {
    plan: Plan,
    short_names: Vec<Option<String>>,
}

/// How a workbook is worked on.
struct Job {
    mode: ErrorMode,
    policy: Policy,
    dry_run: bool,
}

impl Job {
    fn new(how: &Execution, context: &Context) -> Result<Self> {
        Ok(Self {
            mode: context.error_mode(how.policy.error_mode)?,
            policy: how.policy,
            dry_run: how.dry_run,
        })
    }

    /// The policy with the mode that holds in the end.
    fn policy(&self) -> Policy {
        Policy {
            error_mode: Some(self.mode),
            ..self.policy
        }
    }

    fn concurrency(&self) -> usize {
        usize::from(self.policy.concurrency)
    }

    fn options(&self) -> PlanOptions {
        PlanOptions::new().with_concurrency(self.concurrency())
    }

    /// Plans and makes the changes, and says what came of them.
    async fn change(
        &self,
        input: &Path,
        read: Reader,
        options: &PlanOptions,
        etm: &EtmClient,
        context: &mut Context,
    ) -> Result<()> {
        let plan = self.plan(input, read, options, etm, context).await?.plan;
        if self.dry_run {
            return dry_run(&plan, context);
        }
        let outcome = self.execute(&plan, etm, context).await;
        outcome.finish(context)
    }

    /// Reads and checks everything; nothing is changed.
    async fn plan(
        &self,
        input: &Path,
        read: Reader,
        options: &PlanOptions,
        etm: &EtmClient,
        context: &Context,
    ) -> Result<Planned> {
        let book = book(input, read).await?;
        let book = book.map_err(|problems| told(problems.into(), context))?;
        let spinner = progress::spinner(context, "asking for what is there");
        let plan = plan(etm, &book, options).await;
        spinner.finish_and_clear();
        let plan = plan.map_err(|error| told(error, context))?;
        self.heed(&plan.notes, context)?;
        let name = |row: &MainRow| row.short_name.as_ref().map(|name| name.value.clone());
        let short_names = book.rows.iter().map(name).collect();
        Ok(Planned { plan, short_names })
    }

    /// Says what is worth knowing; in the safe mode that stops.
    fn heed(&self, notes: &[Problem], context: &Context) -> Result<()> {
        let stops = self.mode.stops(Severity::Warning, true);
        for note in notes {
            match stops {
                true => context.notes.line(note),
                false => context.note(format_args!("warning: {note}")),
            }
        }
        if stops && !notes.is_empty() {
            let text = format!(
                "{} warnings stop in the error mode {}, and nothing was sent",
                notes.len(),
                self.mode
            );
            return Err(Failure::usage(text).with_hint("--error-mode default goes on").into());
        }
        Ok(())
    }

    async fn execute(&self, plan: &Plan, etm: &EtmClient, context: &Context) -> Outcome {
        let options = ExecuteOptions::new()
            .with_concurrency(self.concurrency())
            .with_stop_at_first_failure(self.mode.stops(Severity::Error, true));
        let bar = progress::bar(context, plan.rows.len(), "scenarios");
        let report = execute_with(etm, plan, &options, |row| {
            bar.set_message(row.label.clone());
            bar.inc(1);
        })
        .await;
        bar.finish_and_clear();
        Outcome::new(report)
    }
}

/// How a workbook is read.
type Reader = fn(PathBuf) -> std::result::Result<InputBook, Problems>;

async fn book(path: &Path, read: Reader) -> Result<std::result::Result<InputBook, Problems>> {
    let path = path.to_owned();
    let read = tokio::task::spawn_blocking(move || read(path)).await;
    read.context("the workbook was not read to the end")
}

/// Prints everything that is wrong, a line each. The headline is the error.
fn told(error: Error, context: &Context) -> anyhow::Error {
    let source = std::error::Error::source(&error);
    let Some(problems) = source.and_then(|source| source.downcast_ref::<Problems>()) else {
        return error.into();
    };
    for problem in problems {
        context.notes.line(problem);
    }
    let text = problems.to_string();
    Failure::usage(text.lines().next().unwrap_or_default()).into()
}

/// Prints what would be sent.
fn dry_run(plan: &Plan, context: &mut Context) -> Result<()> {
    match context.output.format {
        Format::Json => context.output.record(plan)?,
        Format::Jsonl | Format::Csv => report::steps(plan, context)?,
        Format::Table => context.output.bytes(plan.to_string().as_bytes())?,
    }
    context.output.flush()?;
    context.note(format_args!(
        "{} requests would change something; none was sent",
        plan.steps().count()
    ));
    Ok(())
}
