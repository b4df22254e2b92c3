//! What came of a workbook: a row for each scenario, a summary, and the exit code.

use anyhow::Result;
use aurora_energy::core::Error;
use aurora_energy::etm::workbook::{Plan, RowReport, RowState, RunReport, StepOutcome};
use serde::Serialize;

use super::export::{self, Exported};
use crate::args::Format;
use crate::context::Context;
use crate::exit::{self, Exit, Failure};
use crate::output::{Column, column};

/// How what came of scenarios is shown.
const COLUMNS: [Column; 6] = [
    column("scenario", "scenario"),
    column("row", "place"),
    column("what happened", "state"),
    column("session", "session_id"),
    column("saved scenario", "saved_scenario_id"),
    column("error", "error"),
];

/// What was done, and what was written.
pub(super) struct Outcome {
    pub(super) report: RunReport,
    exported: Option<Exported>,
}

#[derive(Serialize)]
struct Row<'a> {
    scenario: &'a str,
    place: String,
    state: RowState,
    session_id: Option<i64>,
    saved_scenario_id: Option<i64>,
    error: Option<String>,
}

/// What JSON has.
#[derive(Serialize)]
struct Document<'a> {
    scenarios: &'a [RowReport],
    summary: Counts,
    #[serde(skip_serializing_if = "Option::is_none")]
    exported: Option<export::Document>,
}

#[derive(Serialize)]
struct Counts {
    created: usize,
    changed: usize,
    unchanged: usize,
    skipped: usize,
    failed: usize,
}

impl Outcome {
    pub(super) fn new(report: RunReport) -> Self {
        Self { report, exported: None }
    }

    pub(super) fn with_export(mut self, exported: Option<Exported>) -> Self {
        self.exported = exported;
        self
    }

    pub(super) fn failed(&self) -> usize {
        self.report.failed()
    }

    /// Prints everything, and fails if something failed.
    pub(super) fn finish(self, context: &mut Context) -> Result<()> {
        self.show(context)?;
        context.output.flush()?;
        self.explain(context);
        let total = self.report.rows.len();
        let exported = match &self.exported {
            Some(exported) => exported.outcome(),
            None => Ok(()),
        };
        match self.report.failed() {
            0 => exported,
            failed => Err(Failure::new(self.code(), format!("{failed} of {total} scenarios failed")).into()),
        }
    }

    fn show(&self, context: &mut Context) -> Result<()> {
        if context.output.format == Format::Json {
            return context.output.record(&Document {
                scenarios: &self.report.rows,
                summary: self.counts(),
                exported: self.exported.as_ref().map(Exported::document),
            });
        }
        let rows = self.report.rows.iter().map(|row| Row {
            scenario: &row.label,
            place: row.place.to_string(),
            state: row.state,
            session_id: row.session_id,
            saved_scenario_id: row.saved_scenario_id,
            error: row
                .failures()
                .next()
                .map(|(step, error)| format!("{}: {error}", step.what)),
        });
        context.output.items(&COLUMNS, rows)
    }

    fn counts(&self) -> Counts {
        Counts {
            created: self.report.created(),
            changed: self.report.changed(),
            unchanged: self.report.unchanged(),
            skipped: self.report.skipped(),
            failed: self.report.failed(),
        }
    }

    /// Failures a line each, also those of which the table has no room, then the summary.
    fn explain(&self, context: &Context) {
        for row in &self.report.rows {
            for skipped in &row.skipped {
                context.note(format_args!("{} ({}): left out: {skipped}", row.label, row.place));
            }
            for step in &row.steps {
                match &step.outcome {
                    StepOutcome::Failed(error) => failed(row, step.place.to_string(), step.what, error, context),
                    StepOutcome::NotRun(why) => {
                        context.note(format_args!(
                            "{} ({}): {}: not done, {why}",
                            row.label, step.place, step.what
                        ));
                    }
                    _ => {}
                }
            }
        }
        if let Some(exported) = &self.exported {
            exported.explain(context);
        }
        let counts = self.counts();
        context.note(format_args!(
            "{} created, {} changed, {} unchanged, {} skipped, {} failed",
            counts.created, counts.changed, counts.unchanged, counts.skipped, counts.failed
        ));
    }

    /// Nothing but one kind of failure has the code of that; something that worked, or several kinds, are a partial success.
    fn code(&self) -> Exit {
        let errors = self
            .report
            .rows
            .iter()
            .flat_map(|row| row.failures().map(|(_, error)| error));
        let mut codes: Vec<Exit> = errors.map(of_item).collect();
        codes.dedup();
        match &codes[..] {
            [code] if self.report.failed() == self.report.rows.len() => *code,
            _ => Exit::Partial,
        }
    }
}

/// A refusal while changes are made is no misuse of the program.
fn of_item(error: &Error) -> Exit {
    match exit::of_client(error) {
        Exit::Usage => Exit::Partial,
        code => code,
    }
}

fn failed(row: &RowReport, place: String, what: &str, error: &Error, context: &Context) {
    context
        .notes
        .line(format_args!("{} ({place}): {what}: {error}", row.label));
    // The text of an error has three of them.
    for message in error.messages().iter().skip(3) {
        context
            .notes
            .line(format_args!("{} ({place}): {what}: {message}", row.label));
    }
}

/// What a plan would send, a row for each request.
pub(super) fn steps(plan: &Plan, context: &mut Context) -> Result<()> {
    let columns = [
        column("scenario", "label"),
        column("cell", "place"),
        column("method", "method"),
        column("path", "path"),
        column("body", "body"),
    ];
    context.output.items(&columns, plan.steps())
}
