//! From a workbook to the requests that it takes, with everything checked that can be known before.

mod curves;
mod known;
mod options;
mod row;
mod source;
mod step;
mod users;
mod values;

use std::fmt;

use aurora_core::Result;
use serde::Serialize;

pub use options::{Part, PlanOptions, Update};
pub use step::Step;
pub(super) use step::Task;
pub(super) use values::{Basis, Values};

use self::known::Known;
use super::ExportConfig;
use super::model::InputBook;
use super::place::{Place, Problem, Problems};
use crate::EtmClient;

/// What a workbook does, request by request. Nothing is changed before it is [executed](super::execute).
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Plan {
    /// The scenarios, in the order of the workbook.
    pub rows: Vec<RowPlan>,
    /// The queries of the workbook, to be run when its scenarios are exported.
    pub gqueries: Vec<String>,
    /// What should be exported, if the workbook says so.
    #[serde(skip)]
    pub export: Option<ExportConfig>,
    /// What is worth knowing and no problem.
    pub notes: Vec<Problem>,
}

/// What is done about one scenario.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct RowPlan {
    /// What the scenario is called: its short name, else its title or id, else its row.
    pub label: String,
    /// Its row.
    pub place: Place,
    /// Its session, if it is there.
    pub session_id: Option<i64>,
    /// Its saved scenario, if it is there.
    pub saved_scenario_id: Option<i64>,
    /// The changes, in the order in which they are made.
    pub steps: Vec<Step>,
    /// What the workbook has and is left out.
    pub skipped: Vec<Skipped>,
}

/// Something that a plan leaves out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Skipped {
    /// What: `scenario`, or as [`Step::what`] has it.
    pub what: &'static str,
    /// Why.
    pub reason: String,
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.what, self.reason)
    }
}

impl Plan {
    /// All changes, scenario by scenario. Each is one request; a step that changes users is up to three.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.rows.iter().flat_map(|row| &row.steps)
    }

    /// Whether nothing would be changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps().next().is_none()
    }
}

/// The requests, a line each, and what is left out.
impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for row in &self.rows {
            writeln!(f, "{} ({})", row.label, row.place)?;
            row.steps.iter().try_for_each(|step| writeln!(f, "  {step}"))?;
            row.skipped
                .iter()
                .try_for_each(|skipped| writeln!(f, "  left out: {skipped}"))?;
        }
        Ok(())
    }
}

/// Looks up what a workbook is about, checks all of it, and says what would be sent. Only reads.
///
/// Scenarios that exist, and those that are copied, are fetched; so is what is needed to check the data: inputs with their
/// limits and share groups, the items of orders, the keys of custom curves and those that are attached, areas, queries and users.
/// What is set already is left out. Inputs of a new scenario are checked against those of another session ([`PlanOptions::with_reference`]); if that has another area
/// or year, limits are checked once the new one is there, before its inputs are set.
///
/// # Errors
///
/// Fails with `InvalidRequest` when anything is wrong, with a message for each cell; and with the errors of any request.
pub async fn plan(client: &EtmClient, book: &InputBook, options: &PlanOptions) -> Result<Plan> {
    let mut problems = Vec::new();
    let known = Known::of_rows(client, book, options, &mut problems).await?;
    let data = source::data(book, &known.rows, &mut problems);
    let known = known
        .with_definitions(client, book, &data, options, &mut problems)
        .await?;
    let mut notes = book.notes.clone();
    notes.extend(known.notes.iter().cloned());
    known.note_queries(book, &mut notes);
    let mut rows = Vec::new();
    for (at, (main, data)) in book.rows.iter().zip(&data).enumerate() {
        let mut planner = row::Planner::new(client, options, &known, (at, main), data);
        planner.plan();
        rows.push(planner.plan);
        problems.extend(planner.problems);
        notes.extend(planner.notes);
    }
    if !problems.is_empty() {
        return Err(Problems::new(book.path.clone(), problems).into());
    }
    Ok(Plan {
        rows,
        gqueries: book.gqueries.iter().map(|query| query.value.clone()).collect(),
        export: book.export.clone(),
        notes,
    })
}
