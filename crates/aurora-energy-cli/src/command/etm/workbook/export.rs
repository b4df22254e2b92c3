//! `aurora etm export`, and the results of `aurora etm run`.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::Result;
use aurora_energy::etm::EtmClient;
use aurora_energy::etm::objects::{ErrorMode, Severity};
use aurora_energy::etm::workbook::{
    ExportOptions, ExportProgress, ExportReport, ExportSource, ExportedItem, RunReport, WorkbookExport,
};
use futures_util::TryStreamExt as _;
use indicatif::ProgressBar;
use serde::Serialize;

use super::{EXTENSION, Planned};
use crate::args::Format;
use crate::args::etm::workflows::{ExportArgs, Parts, Policy};
use crate::context::Context;
use crate::exit::{self, Exit, Failure};
use crate::output::{Column, column};
use crate::progress;

/// How exported scenarios are shown.
const COLUMNS: [Column; 4] = [
    column("scenario", "scenario"),
    column("label", "label"),
    column("file", "file"),
    column("problem", "problem"),
];

pub(in crate::command::etm) async fn export(
    arguments: ExportArgs,
    etm: &EtmClient,
    context: &mut Context,
) -> Result<()> {
    let policy = Policy {
        error_mode: Some(context.error_mode(arguments.policy.error_mode)?),
        ..arguments.policy
    };
    check_out(&arguments.out)?;
    let sources = sources(&arguments, etm, context).await?;
    if sources.is_empty() {
        context.note("there are no scenarios, so nothing is written");
        return show_nothing(context);
    }
    let export = WorkbookExport::new(etm)
        .with_sources(sources)
        .with_options(options(&arguments.parts))
        .with_queries(arguments.parts.query.iter().cloned())
        .with_input_form(!arguments.parts.pyetm_layout);
    let exported = write(export, &arguments.out, policy, context).await?;
    exported.show(context)?;
    context.output.flush()?;
    exported.explain(context);
    exported.outcome()
}

/// A program that reads the report finds one, without scenarios.
fn show_nothing(context: &mut Context) -> Result<()> {
    match context.output.format {
        Format::Json => context.output.record(&Document {
            files: Vec::new(),
            scenarios: Vec::new(),
            notes: Vec::new(),
        }),
        _ => context.output.items(&COLUMNS, std::iter::empty::<Row>()),
    }
}

/// Refuses what would become a folder with the name of another kind of table, and a workbook in place of a folder.
fn check_out(out: &Path) -> Result<()> {
    const TABLES: [&str; 5] = ["csv", "ods", "xls", "xlsb", "xlsm"];
    let is_folder = out.is_dir();
    if is_workbook(out) && is_folder {
        return Err(Failure::usage(format!("{} is a folder", out.display())).into());
    }
    let extension = out.extension().and_then(OsStr::to_str);
    if !is_folder && extension.is_some_and(|name| TABLES.iter().any(|table| name.eq_ignore_ascii_case(table))) {
        return Err(Failure::usage(format!("{} is no .{EXTENSION} file", out.display()))
            .with_hint("write FILE.xlsx for one workbook, or name a folder for a workbook of each")
            .into());
    }
    Ok(())
}

fn is_workbook(path: &Path) -> bool {
    let extension = path.extension().and_then(OsStr::to_str);
    extension.is_some_and(|name| name.eq_ignore_ascii_case(EXTENSION))
}

async fn sources(arguments: &ExportArgs, etm: &EtmClient, context: &Context) -> Result<Vec<ExportSource>> {
    if !arguments.all {
        let source = |id, is_saved| match is_saved {
            true => ExportSource::saved(id),
            false => ExportSource::session(id),
        };
        let ids = arguments.id.iter();
        return Ok(ids
            .map(|reference| source(reference.id, reference.is_saved(arguments.saved)))
            .collect());
    }
    let spinner = progress::spinner(context, "listing the scenarios");
    let found = match arguments.saved {
        true => {
            etm.saved_scenarios()
                .list()
                .map_ok(ExportSource::from)
                .try_collect()
                .await
        }
        false => etm.sessions().list().map_ok(ExportSource::from).try_collect().await,
    };
    spinner.finish_and_clear();
    Ok(found?)
}

/// Sets a part of what is exported.
type Setter = fn(ExportOptions, bool) -> ExportOptions;

fn options(parts: &Parts) -> ExportOptions {
    let mut options = match parts.everything {
        true => ExportOptions::everything(),
        false => ExportOptions::new(),
    };
    let flags: [(bool, Setter); 6] = [
        (parts.defaults, ExportOptions::with_input_defaults),
        (parts.min_max, ExportOptions::with_input_min_max),
        (parts.sortables, ExportOptions::with_sortables),
        (parts.custom_curves, ExportOptions::with_custom_curves),
        (!parts.query.is_empty(), ExportOptions::with_gqueries),
        (parts.users, ExportOptions::with_users),
    ];
    for (_, set) in flags.into_iter().filter(|(wanted, _)| *wanted) {
        options = set(options, true);
    }
    if parts.no_inputs {
        options = options.with_inputs(false);
    }
    match parts.hourly() {
        None => {}
        Some(all) if all.is_empty() => options = options.with_hourly_output(true),
        Some(curves) => options = options.with_hourly_curves(curves),
    }
    match parts.annual() {
        none if none.is_empty() => options,
        exports => options.with_annual_exports(exports),
    }
}

/// Writes the results of a run, as its workbook wants them.
pub(super) async fn results(
    planned: &Planned,
    report: &RunReport,
    output: &Path,
    policy: Policy,
    etm: &EtmClient,
    context: &Context,
) -> Result<Option<Exported>> {
    let mut sources: Vec<ExportSource> = Vec::new();
    for (row, name) in report.rows.iter().zip(&planned.short_names) {
        let source = match (row.saved_scenario_id, row.session_id) {
            (Some(id), _) => ExportSource::saved(id),
            (None, Some(id)) => ExportSource::session(id),
            (None, None) => continue,
        };
        sources.push(match name {
            Some(name) => source.with_short_name(name),
            None => source,
        });
    }
    if sources.is_empty() {
        context.note("there is no scenario that could have results, so no results are written");
        return Ok(None);
    }
    let plan = &planned.plan;
    let mut options = ExportOptions::new();
    if plan.export.is_none() && !plan.gqueries.is_empty() {
        // Who names queries and does not say what to export wants their results.
        options = options.with_gqueries(true);
    }
    let export = WorkbookExport::new(etm)
        .with_sources(sources)
        .with_options(options)
        .with_config(plan.export.clone())
        .with_queries(plan.gqueries.iter().cloned());
    write(export, output, policy, context).await.map(Some)
}

async fn write(export: WorkbookExport, out: &Path, policy: Policy, context: &Context) -> Result<Exported> {
    let mode = policy.error_mode.unwrap_or_default();
    let bar = progress::bar(context, 0, "exporting");
    let watched = bar.clone();
    let export = export
        .with_concurrency(usize::from(policy.concurrency))
        .with_stop_at_first_failure(mode.stops(Severity::Error, true))
        .with_progress(move |progress| follow(progress, &watched));
    let report = match is_workbook(out) {
        true => export.to_file(out).await,
        false => export.to_folder(out).await,
    };
    bar.finish_and_clear();
    Ok(Exported { report: report?, mode })
}

fn follow(progress: &ExportProgress, bar: &ProgressBar) {
    match progress {
        ExportProgress::Fetched { label, finished, total } => {
            bar.set_length(u64::try_from(*total).unwrap_or_default());
            bar.set_position(u64::try_from(*finished).unwrap_or_default());
            bar.set_message(label.to_string());
        }
        ExportProgress::Writing { path } => bar.set_message(format!("writing {}", path.display())),
        _ => {}
    }
}

/// What came of an export.
pub(super) struct Exported {
    report: ExportReport,
    mode: ErrorMode,
}

/// What JSON has.
#[derive(Serialize)]
pub(super) struct Document {
    files: Vec<PathBuf>,
    scenarios: Vec<Row>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct Row {
    scenario: String,
    label: Option<String>,
    file: Option<PathBuf>,
    problem: Option<String>,
}

impl Exported {
    pub(super) fn document(&self) -> Document {
        Document {
            files: self.report.files.clone(),
            scenarios: self.report.items.iter().map(row).collect(),
            notes: self.report.notes.clone(),
        }
    }

    fn show(&self, context: &mut Context) -> Result<()> {
        match context.output.format {
            Format::Json => context.output.record(&self.document()),
            _ => context.output.items(&COLUMNS, self.report.items.iter().map(row)),
        }
    }

    /// What was written, and what is missing there.
    pub(super) fn explain(&self, context: &Context) {
        for item in &self.report.items {
            if self.has_failed(item) {
                context.notes.line(item);
            } else if !item.warnings.is_empty() {
                context.note(format_args!("warning: {item}"));
            }
        }
        for note in &self.report.notes {
            context.note(format_args!("note: {note}"));
        }
        for file in &self.report.files {
            context.note(format_args!("written: {}", file.display()));
        }
        context.note(&self.report);
    }

    /// In the safe mode a warning is a failure.
    fn has_failed(&self, item: &ExportedItem) -> bool {
        let stops = |severity| self.mode.stops(severity, true);
        !item.is_whole() || item.warnings.iter().any(|warning| stops(warning.severity))
    }

    /// Whether all of it is there.
    pub(super) fn outcome(&self) -> Result<()> {
        let failed = self.report.items.iter().filter(|item| self.has_failed(item)).count();
        let total = self.report.items.len();
        if failed == 0 {
            return Ok(());
        }
        let text = format!("{failed} of {total} scenarios were not exported as a whole");
        let mut codes: Vec<Exit> = self.report.items.iter().filter_map(lost).collect();
        codes.dedup();
        let code = match &codes[..] {
            [code] if self.report.files.is_empty() => *code,
            _ => Exit::Partial,
        };
        Err(Failure::new(code, text).into())
    }
}

fn lost(item: &ExportedItem) -> Option<Exit> {
    item.error.as_ref().map(exit::of_client)
}

fn row(item: &ExportedItem) -> Row {
    let warnings: Vec<String> = item.warnings.iter().map(ToString::to_string).collect();
    let problem = match &item.error {
        Some(error) => Some(error.to_string()),
        None => Some(warnings.join("; ")).filter(|text| !text.is_empty()),
    };
    Row {
        scenario: item.source.to_string(),
        label: item.label.as_deref().map(str::to_owned),
        file: item.file.clone(),
        problem,
    }
}
