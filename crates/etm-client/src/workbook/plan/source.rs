//! What rows are looked up as, and what data they have.

use std::collections::BTreeMap;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};

use aurora_core::{Error, ErrorKind, Result};

use super::options::{PlanOptions, Update};
use super::values::Cells;
use crate::EtmClient;
use crate::types::{SavedScenario, Scenario};
use crate::users::UserChange;
use crate::workbook::labels;
use crate::workbook::model::{CurveColumn, InputBook, MainRow, OrderColumn, Origin};
use crate::workbook::place::{Placed, Problem};

/// What there is of a row: the scenario itself, or the one that it is copied from.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) session: Option<Scenario>,
    pub(super) saved: Option<SavedScenario>,
}

/// Whether a row becomes a new scenario.
pub(super) fn is_made(row: &MainRow, options: &PlanOptions) -> bool {
    options.fresh || !matches!(row.origin, Origin::Existing(_))
}

/// Whether a row is left out: it would be made, and nothing is.
pub(super) fn is_left_out(row: &MainRow, options: &PlanOptions) -> bool {
    is_made(row, options) && (options.update == Update::None || !options.creation)
}

/// Looks up all rows. One that is not there is a problem; everything else that goes wrong is an error.
pub(super) async fn find(
    client: &EtmClient,
    book: &InputBook,
    options: &PlanOptions,
    problems: &mut Vec<Problem>,
) -> Result<Vec<Found>> {
    // In a list of their own: futures out of a closure could not move between threads.
    let mut lookups = Vec::new();
    for row in &book.rows {
        lookups.push(find_row(client, row, options));
    }
    let found: Vec<_> = stream::iter(lookups)
        .buffered(options.concurrency)
        .try_collect()
        .await?;
    let mut rows = Vec::new();
    for row in found {
        rows.push(row.unwrap_or_else(|problem| {
            problems.push(problem);
            Found::default()
        }));
    }
    Ok(rows)
}

async fn find_row(
    client: &EtmClient,
    row: &MainRow,
    options: &PlanOptions,
) -> Result<std::result::Result<Found, Problem>> {
    let id = match &row.origin {
        _ if options.fresh || is_left_out(row, options) => return Ok(Ok(Found::default())),
        Origin::New => return Ok(Ok(Found::default())),
        Origin::Existing(id) | Origin::Copy(id) | Origin::Parent(id) => id,
    };
    let found = match row.session {
        true => client.sessions().get(id.value).await.map(|session| Found {
            session: Some(session),
            saved: None,
        }),
        false => saved(client, id.value).await,
    };
    match found {
        Ok(found) => Ok(Ok(found)),
        Err(error) if is_missing(&error) => Ok(Err(id.problem(missing(client, row, id.value)))),
        Err(error) => Err(error),
    }
}

async fn saved(client: &EtmClient, id: i64) -> Result<Found> {
    let saved = client.saved_scenarios().get(id).await?;
    let session = match (&saved.scenario, saved.scenario_id) {
        (Some(session), _) => Some(session.clone()),
        (None, Some(id)) => Some(client.sessions().get(id).await?),
        (None, None) => None,
    };
    if session.is_none() {
        let message = format!("the saved scenario {id} has no session");
        return Err(Error::new(ErrorKind::NotFound, message));
    }
    Ok(Found {
        session,
        saved: Some(saved),
    })
}

pub(super) fn is_missing(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Forbidden)
}

fn missing(client: &EtmClient, row: &MainRow, id: i64) -> String {
    let hint = match (client.is_guest(), row.session) {
        (true, _) => "; without a token, only public ones are shown",
        (false, true) => "",
        (false, false) => "; if it is the id of a session, set the column session to true",
    };
    let what = if row.session { "session" } else { "saved scenario" };
    format!("there is no {what} {id}, or the token may not see it{hint}")
}

/// The data of a row.
#[derive(Debug, Default)]
pub(super) struct RowData<'b> {
    pub(super) values: Cells,
    pub(super) orders: Vec<&'b OrderColumn>,
    pub(super) curves: Vec<&'b CurveColumn>,
    pub(super) users: Vec<&'b Placed<UserChange>>,
}

/// Finds out whose columns are whose.
pub(super) fn data<'b>(book: &'b InputBook, rows: &[Found], problems: &mut Vec<Problem>) -> Vec<RowData<'b>> {
    // Of a copy, what is found is the original.
    let is_there = |row: &MainRow| matches!(row.origin, Origin::Existing(_));
    let row_of = |label: &str| {
        book.row_of(label)
            .or_else(|| (0..rows.len()).find(|at| is_there(&book.rows[*at]) && rows[*at].is_called(label)))
    };
    problems.extend(labels::unknown(book, |label| row_of(label).is_some()));
    let mut data: Vec<RowData<'b>> = book.rows.iter().map(|_| RowData::default()).collect();
    let labels = book.sliders.iter().map(|column| &column.label);
    for (at, column) in once_each(labels, &row_of, problems).into_iter().zip(&book.sliders) {
        if let Some(at) = at {
            data[at].values.exported = column.exported;
            data[at].values.cells.extend(column.cells.iter().cloned());
        }
    }
    let labels = book.users.iter().map(|column| &column.label);
    for (at, column) in once_each(labels, &row_of, problems).into_iter().zip(&book.users) {
        if let Some(at) = at {
            data[at].users.extend(&column.changes);
        }
    }
    for (at, (row, data)) in book.rows.iter().zip(&mut data).enumerate() {
        let is_mine =
            |label: &Option<Placed<String>>| label.as_ref().is_none_or(|label| row_of(&label.value) == Some(at));
        let orders = book.orders_for(row).filter(|column| is_mine(&column.label));
        data.orders.extend(orders);
        let curves = book.curves_for(row).filter(|column| is_mine(&column.label));
        data.curves.extend(curves);
    }
    data
}

/// The row of each label. A row that is labelled twice, by its name and its id perhaps, is a problem.
fn once_each<'b>(
    labels: impl Iterator<Item = &'b Placed<String>>,
    row_of: &dyn Fn(&str) -> Option<usize>,
    problems: &mut Vec<Problem>,
) -> Vec<Option<usize>> {
    let mut first: BTreeMap<usize, &Placed<String>> = BTreeMap::new();
    let mut rows = Vec::new();
    for label in labels {
        let row = row_of(&label.value);
        if let Some(other) = row.and_then(|row| first.insert(row, label)) {
            problems.push(label.problem(format!("this scenario has a column already, {}", other.place)));
        }
        rows.push(row);
    }
    rows
}

impl Found {
    /// Whether the service calls it so.
    fn is_called(&self, label: &str) -> bool {
        let label = label.trim();
        let saved = self.saved.as_ref();
        let titles = [
            saved.and_then(|saved| saved.title.as_deref()),
            self.session.as_ref().and_then(title),
        ];
        let ids = [
            saved.and_then(|saved| saved.id),
            self.session.as_ref().map(|session| session.id),
        ];
        titles.contains(&Some(label)) || ids.into_iter().flatten().any(|id| id.to_string() == label)
    }
}

/// The title of a session, which is a part of its metadata.
pub(super) fn title(session: &Scenario) -> Option<&str> {
    session.metadata.as_ref()?.get("title")?.as_str()
}
