//! What became of a plan.

use std::fmt;

use aurora_core::Error;
use serde::{Serialize, Serializer};

use crate::workbook::place::Place;
use crate::workbook::plan::Skipped;

/// What became of a plan.
#[derive(Debug, Default, Serialize)]
#[non_exhaustive]
#[must_use = "some of it may have failed"]
pub struct RunReport {
    /// The scenarios, in the order of the workbook.
    pub rows: Vec<RowReport>,
}

/// What became of one scenario.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct RowReport {
    /// What it is called in the workbook.
    pub label: String,
    /// Its row.
    pub place: Place,
    /// Its session; `None` when there is none.
    pub session_id: Option<i64>,
    /// Its saved scenario; `None` when it is a session, or there is none.
    pub saved_scenario_id: Option<i64>,
    /// What became of it as a whole.
    pub state: RowState,
    /// What became of each change.
    pub steps: Vec<StepReport>,
    /// What the plan left out.
    pub skipped: Vec<Skipped>,
}

/// What became of a scenario as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RowState {
    /// It was made.
    Created,
    /// It was there, and was changed.
    Changed,
    /// It was there, and has all that the workbook wants.
    Unchanged,
    /// It was left out.
    Skipped,
    /// At least one change failed. It may have been made, and other changes may have been.
    Failed,
}

/// What became of a change.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct StepReport {
    /// What it was about, as [`Step::what`](crate::workbook::Step::what) has it.
    pub what: &'static str,
    /// The request, without its body.
    pub request: String,
    /// The cell that it comes from.
    pub place: Place,
    /// What became of it.
    pub outcome: StepOutcome,
}

/// What became of a change.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StepOutcome {
    /// It was made.
    Done,
    /// It failed. Serialized as its text.
    Failed(#[serde(serialize_with = "text")] Error),
    /// It was not begun, and why.
    NotRun(&'static str),
}

fn text<S: Serializer>(error: &Error, serializer: S) -> Result<S::Ok, S::Error> {
    let lines: Vec<String> = std::iter::once(error.to_string())
        .chain(error.messages().iter().cloned())
        .collect();
    match error.messages().len() {
        // The text has the first ones.
        0..=3 => serializer.collect_str(error),
        _ => serializer.serialize_str(&lines.join("\n")),
    }
}

impl RunReport {
    /// How many scenarios were made, without those of which a change failed.
    #[must_use]
    pub fn created(&self) -> usize {
        self.count(RowState::Created)
    }

    /// How many were there and were changed.
    #[must_use]
    pub fn changed(&self) -> usize {
        self.count(RowState::Changed)
    }

    /// How many have all that the workbook wants.
    #[must_use]
    pub fn unchanged(&self) -> usize {
        self.count(RowState::Unchanged)
    }

    /// How many were left out.
    #[must_use]
    pub fn skipped(&self) -> usize {
        self.count(RowState::Skipped)
    }

    /// Of how many a change failed.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.count(RowState::Failed)
    }

    /// Whether nothing failed, and nothing that was planned was not begun.
    #[must_use]
    pub fn is_success(&self) -> bool {
        let mut steps = self.rows.iter().flat_map(|row| &row.steps);
        self.failed() == 0 && steps.all(|step| matches!(step.outcome, StepOutcome::Done))
    }

    fn count(&self, state: RowState) -> usize {
        self.rows.iter().filter(|row| row.state == state).count()
    }
}

impl RowReport {
    /// The changes that failed, each with its error.
    pub fn failures(&self) -> impl Iterator<Item = (&StepReport, &Error)> {
        self.steps.iter().filter_map(|step| match &step.outcome {
            StepOutcome::Failed(error) => Some((step, error)),
            StepOutcome::Done | StepOutcome::NotRun(_) => None,
        })
    }
}

/// A line for each change that failed or was not begun, then how many scenarios were created, changed, skipped and failed.
impl fmt::Display for RunReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for row in &self.rows {
            for step in &row.steps {
                match &step.outcome {
                    StepOutcome::Done => {}
                    StepOutcome::Failed(error) => {
                        writeln!(f, "{} ({}): {}: {error}", row.label, step.place, step.what)?
                    }
                    StepOutcome::NotRun(reason) => {
                        writeln!(f, "{} ({}): {}: not done, {reason}", row.label, step.place, step.what)?;
                    }
                }
            }
        }
        write!(
            f,
            "{} created, {} changed, {} unchanged, {} skipped, {} failed",
            self.created(),
            self.changed(),
            self.unchanged(),
            self.skipped(),
            self.failed()
        )
    }
}
