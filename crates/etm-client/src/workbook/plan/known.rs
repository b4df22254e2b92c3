//! What is asked of the engine to check a workbook.

use std::collections::{BTreeMap, BTreeSet};

use aurora_core::{ErrorKind, Result};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};

use super::curves;
use super::options::{Part, PlanOptions};
use super::source::{self, Found, RowData, is_left_out, is_made};
use super::users::{self, UserEntry};
use super::values::Basis;
use crate::EtmClient;
use crate::custom_curves::CustomCurvesOptions;
use crate::inputs::{InputSet, InputsOptions};
use crate::sortables::{HeatLevel, Sortable};
use crate::types::{Area, InputDefaults, Scenario};
use crate::workbook::model::{InputBook, MainRow};
use crate::workbook::place::Problem;

/// How many of the user's sessions are looked through for one that is like a new scenario.
const LOOKED_THROUGH: u32 = 25;

/// Everything that is known.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// What there is of each row.
    pub(super) rows: Vec<Found>,
    /// The definitions of each row, and how well they fit.
    definitions: Vec<Option<(Key, Basis)>>,
    all: BTreeMap<Key, Definitions>,
    pub(super) areas: Option<Vec<Area>>,
    queries: Option<BTreeSet<String>>,
    /// Who uses each row's scenario, where that matters.
    pub(super) users: Vec<Option<Vec<UserEntry>>>,
    /// The custom curves that are attached as the workbook has them, by row and key.
    pub(super) unchanged: BTreeSet<(usize, String)>,
    /// What could not be asked, and is no reason to stop.
    pub(super) notes: Vec<Problem>,
}

/// A session, and whether it stands for one that is still to be made.
type Key = (i64, bool);

/// What a session can be given.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    pub(super) inputs: Option<InputSet>,
    pub(super) curves: Option<Vec<String>>,
    /// The custom curves that are attached, and the inputs that each of them sets.
    pub(super) attached: BTreeMap<String, Vec<String>>,
    /// The items of orders by their name; `None` for orders that the engine does not have.
    pub(super) orders: BTreeMap<String, Option<Vec<String>>>,
}

/// What of it is needed.
#[derive(Debug, Default)]
struct Needs {
    inputs: bool,
    exported: bool,
    curves: bool,
    orders: BTreeMap<String, (Sortable, Option<HeatLevel>)>,
}

impl Needs {
    fn of(data: &[&RowData<'_>], options: &PlanOptions) -> Self {
        let mut needs = Self::default();
        for data in data {
            needs.inputs |= options.update.has(Part::UserValues) && !data.values.cells.is_empty();
            needs.exported |= data.values.exported;
            needs.curves |= options.update.has(Part::CustomCurves) && !data.curves.is_empty();
            if options.update.has(Part::Sortables) {
                let orders = data.orders.iter();
                needs
                    .orders
                    .extend(orders.map(|order| (order.name(), (order.sortable.value.clone(), order.level))));
            }
        }
        needs
    }

    fn is_empty(&self) -> bool {
        !self.inputs && !self.curves && self.orders.is_empty()
    }
}

impl Known {
    pub(super) async fn of_rows(
        client: &EtmClient,
        book: &InputBook,
        options: &PlanOptions,
        problems: &mut Vec<Problem>,
    ) -> Result<Self> {
        Ok(Self {
            rows: source::find(client, book, options, problems).await?,
            ..Self::default()
        })
    }

    /// Adds what the data have to be checked against.
    pub(super) async fn with_definitions(
        mut self,
        client: &EtmClient,
        book: &InputBook,
        data: &[RowData<'_>],
        options: &PlanOptions,
        problems: &mut Vec<Problem>,
    ) -> Result<Self> {
        self.users = users::list(client, book, &self.rows, data, options, problems).await?;
        let is_new = |(at, row): &(usize, &MainRow)| {
            is_made(row, options) && !is_left_out(row, options) && self.rows[*at].session.is_none()
        };
        let new: BTreeSet<usize> = book.rows.iter().enumerate().filter(is_new).map(|(at, _)| at).collect();
        if !new.is_empty() {
            self.areas = Some(client.areas().list(false).await?);
        }
        let references = self.references(client, book, data, &new, options).await?;
        let mut fetches = Vec::new();
        for (key, (data, session)) in self.wanted(data, references) {
            let needs = Needs::of(&data, options);
            fetches.push(fetch(client, key, session, needs));
        }
        self.all = stream::iter(fetches)
            .buffered(options.concurrency)
            .try_collect()
            .await?;
        self.unchanged = curves::unchanged(client, book, &self, data, options).await?;
        if !book.gqueries.is_empty() {
            let queries = client.gqueries().list(&[]).await?;
            self.queries = Some(queries.into_iter().filter_map(|query| query.key).collect());
        }
        Ok(self)
    }

    /// The sessions whose definitions are needed, each with the data that are checked against it.
    fn wanted<'d, 'b>(
        &mut self,
        data: &'d [RowData<'b>],
        mut references: BTreeMap<usize, (Scenario, Basis)>,
    ) -> BTreeMap<Key, (Vec<&'d RowData<'b>>, Scenario)> {
        let mut wanted: BTreeMap<Key, (Vec<&RowData<'_>>, Scenario)> = BTreeMap::new();
        for (at, data) in data.iter().enumerate() {
            let found = match (&self.rows[at].session, references.remove(&at)) {
                (Some(session), _) => Some(((session.id, false), Basis::Exact, session.clone())),
                (None, Some((session, basis))) => Some(((session.id, true), basis, session)),
                (None, None) => None,
            };
            let basis = found.as_ref().map(|(key, basis, _)| (*key, *basis));
            self.definitions.push(basis);
            if let Some((key, _, session)) = found {
                wanted.entry(key).or_insert_with(|| (Vec::new(), session)).0.push(data);
            }
        }
        wanted
    }

    /// What a row is checked against.
    pub(super) fn definitions_of(&self, row: usize) -> Option<(&Definitions, Basis)> {
        let (key, basis) = self.definitions.get(row)?.as_ref()?;
        Some((self.all.get(key)?, *basis))
    }

    /// Notes queries that the engine does not list. It may know them all the same, by an older name.
    pub(super) fn note_queries(&self, book: &InputBook, notes: &mut Vec<Problem>) {
        let Some(known) = &self.queries else { return };
        for query in book.gqueries.iter().filter(|query| !known.contains(&query.value)) {
            let guess = crate::inputs::check::did_you_mean(&query.value, known.iter().map(String::as_str));
            notes.push(query.problem(format!("the engine lists no query {:?}{guess}", query.value)));
        }
    }

    /// For each new scenario with data, a session that stands for it.
    async fn references(
        &mut self,
        client: &EtmClient,
        book: &InputBook,
        data: &[RowData<'_>],
        new: &BTreeSet<usize>,
        options: &PlanOptions,
    ) -> Result<BTreeMap<usize, (Scenario, Basis)>> {
        let with_data = new.iter().copied();
        let with_data: Vec<usize> = with_data
            .filter(|at| !Needs::of(&[&data[*at]], options).is_empty())
            .collect();
        if with_data.is_empty() {
            return Ok(BTreeMap::new());
        }
        let rows: Vec<&MainRow> = with_data.iter().map(|at| &book.rows[*at]).collect();
        let candidates = self.candidates(client, &rows, options).await?;
        let best = |at: usize| {
            let row = &book.rows[at];
            // The first of several that fit as well, so that few are fetched.
            let best = candidates.iter().rev().max_by_key(|session| fits(session, row))?;
            let basis = match fits(best, row) {
                2 => Basis::Exact,
                _ => Basis::Alike,
            };
            Some((at, (best.clone(), basis)))
        };
        Ok(with_data.into_iter().filter_map(best).collect())
    }

    /// Sessions that may stand for these rows.
    async fn candidates(
        &mut self,
        client: &EtmClient,
        rows: &[&MainRow],
        options: &PlanOptions,
    ) -> Result<Vec<Scenario>> {
        let mut candidates: Vec<Scenario> = Vec::new();
        if let Some(id) = options.reference {
            candidates.push(client.sessions().get(id).await?);
        }
        candidates.extend(self.rows.iter().filter_map(|found| found.session.clone()));
        let has_its_like = |row: &&MainRow| candidates.iter().any(|session| fits(session, row) == 2);
        if options.reference.is_none() && !rows.iter().all(has_its_like) {
            let is_needed = candidates.is_empty();
            candidates.extend(others(client, is_needed, &mut self.notes).await?);
        }
        Ok(candidates)
    }
}

/// How much a session is like what a row asks for: 2 is the same area and year.
fn fits(session: &Scenario, row: &MainRow) -> u8 {
    let area = row.area_code.as_ref().map(|area| area.value.as_str());
    let year = row.end_year.as_ref().map(|year| i64::from(year.value));
    match (session.area_code.as_deref() == area, session.end_year == year) {
        (true, true) if session.scaling.is_none() => 2,
        (true, _) => 1,
        (false, _) => 0,
    }
}

/// Sessions outside of the workbook: the user's, else a featured one if there has to be one.
async fn others(client: &EtmClient, is_needed: bool, notes: &mut Vec<Problem>) -> Result<Vec<Scenario>> {
    if !client.is_guest() {
        match client.sessions().page(1, LOOKED_THROUGH).await {
            Ok(page) if !page.items.is_empty() => return Ok(page.items),
            Ok(_) => {}
            // A token that may not list is no reason to stop.
            Err(error) if source::is_missing(&error) => {}
            Err(error) => return Err(error),
        }
    }
    if !is_needed || client.my_etm_url().is_none() {
        return Ok(Vec::new());
    }
    match featured(client).await {
        Ok(session) => Ok(session.into_iter().collect()),
        Err(error) => {
            notes.push(Problem::of_file(format!(
                "new scenarios are checked when they are there: no session to compare them with was found ({error})"
            )));
            Ok(Vec::new())
        }
    }
}

/// A session that is there for everybody.
async fn featured(client: &EtmClient) -> Result<Option<Scenario>> {
    let featured = client.myetm().featured_sessions(None).await?;
    match featured.into_iter().find_map(|session| session.id) {
        Some(id) => client.sessions().get(id).await.map(Some),
        None => Ok(None),
    }
}

async fn fetch(client: &EtmClient, key: Key, session: Scenario, needs: Needs) -> Result<(Key, Definitions)> {
    let (id, stands_in) = key;
    let mut definitions = Definitions::default();
    if needs.inputs {
        // Exports show the defaults of the area, whatever the template of a session has.
        let options = match stands_in || needs.exported {
            true => InputsOptions::new().with_defaults(InputDefaults::Original),
            false => InputsOptions::new(),
        };
        let inputs = client.inputs(id).list(&options).await?;
        definitions.inputs = Some(match stands_in {
            true => untouched(inputs),
            false => inputs.with_session(&session),
        });
    }
    if needs.curves {
        let all = CustomCurvesOptions::default().with_unattached(true).with_internal(true);
        let curves = client.custom_curves(id).list(&all).await?;
        let attached = curves.iter().filter(|curve| curve.attached == Some(true));
        let attached =
            attached.filter_map(|curve| Some((curve.key.clone()?, curve.overrides.clone().unwrap_or_default())));
        definitions.attached = attached.collect();
        definitions.curves = Some(curves.into_iter().filter_map(|curve| curve.key).collect());
    }
    for (name, (sortable, level)) in needs.orders {
        let items = match client.sortables(id).get(sortable, level).await {
            Ok(order) => Some(order.order.unwrap_or_default()),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        definitions.orders.insert(name, items);
    }
    Ok((key, definitions))
}

/// The inputs as a new scenario has them.
fn untouched(inputs: InputSet) -> InputSet {
    let inputs = inputs.into_iter().map(|(key, mut input)| {
        input.user = None;
        (key, input)
    });
    inputs.collect()
}
