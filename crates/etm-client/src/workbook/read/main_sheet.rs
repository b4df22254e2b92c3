//! The sheet `MAIN`: a row for each scenario.

use std::collections::BTreeMap;

use super::sheet::{Cell, Sheet};
use crate::inputs::check::did_you_mean;
use crate::workbook::model::{CellValue, MainRow, Origin};
use crate::workbook::place::{Placed, Problem};

/// The columns that say something. Others are left alone: exported workbooks have more.
const COLUMNS: [&str; 15] = [
    "short_name",
    "scenario_id",
    "session",
    "copy_from",
    "parent",
    "title",
    "source",
    "private",
    "keep_compatible",
    "area_code",
    "end_year",
    "custom_curves",
    "sortables",
    "session_id",
    "saved_scenario_id",
];

/// The columns of an export that say what is so anyhow. All further ones are the metadata of sessions.
const SHOWN: [&str; 7] = [
    "description",
    "template_id",
    "start_year",
    "url",
    "version",
    "created_at",
    "updated_at",
];

/// Where columns of that name begin to be about results.
const OUTPUT: &str = "output";

/// Where each column is.
struct Header {
    columns: BTreeMap<&'static str, u32>,
    /// Whether the first column has no name, as exports have it: it has the name of each scenario.
    is_exported: bool,
    /// The columns of an export that are metadata.
    metadata: Vec<(u32, String)>,
    /// The columns of any other workbook that mean nothing.
    unknown: Vec<(u32, String)>,
}

/// Reads the rows.
pub(super) fn read(sheet: &Sheet, problems: &mut Vec<Problem>, notes: &mut Vec<Problem>) -> Vec<MainRow> {
    let mut filled = sheet.filled();
    let Some(at) = filled.next() else {
        problems.push(sheet.problem(0, 0, "the sheet is empty; its first row names the columns"));
        return Vec::new();
    };
    let header = header(sheet, at, problems);
    if header.columns.is_empty() {
        let message = "the first row names none of the columns; they are short_name, scenario_id, session, copy_from, title, \
                       area_code, end_year, private, custom_curves and sortables";
        problems.push(sheet.problem(at, 0, message));
        return Vec::new();
    }
    for (column, name) in &header.unknown {
        let guess = did_you_mean(&name.to_lowercase(), COLUMNS.into_iter());
        let message = format!("the column {name:?} means nothing here and is left out{guess}");
        notes.push(sheet.problem(at, *column, message));
    }
    let rows: Vec<MainRow> = filled
        .filter_map(|row| scenario(sheet, &header, row, problems))
        .collect();
    if rows.is_empty() {
        notes.push(sheet.problem(at, 0, "the sheet has no scenario"));
    }
    twice(&rows, problems);
    rows
}

fn header(sheet: &Sheet, at: u32, problems: &mut Vec<Problem>) -> Header {
    let mut columns = BTreeMap::new();
    let mut others = Vec::new();
    let mut is_output = false;
    for column in sheet.columns() {
        let Some(written) = sheet.cell(at, column).text() else {
            continue;
        };
        let name = written.trim().to_lowercase().replace(' ', "_");
        is_output |= name == OUTPUT;
        let Some(known) = COLUMNS.into_iter().find(|known| *known == name) else {
            if !is_output && !SHOWN.contains(&name.as_str()) {
                others.push((column, written));
            }
            continue;
        };
        if is_output && matches!(known, "custom_curves" | "sortables") {
            continue;
        }
        if columns.contains_key(known) {
            problems.push(sheet.problem(at, column, format!("there is a column {known} already")));
        } else {
            columns.insert(known, column);
        }
    }
    let is_exported = sheet.cell(at, 0).text().is_none() && columns.contains_key("session_id");
    let (metadata, unknown) = match is_exported {
        true => (others, Vec::new()),
        false => (Vec::new(), others),
    };
    Header {
        columns,
        is_exported,
        metadata,
        unknown,
    }
}

/// The metadata of a row. Nothing depends on them, so what is no value is no problem either.
fn metadata(sheet: &Sheet, header: &Header, row: u32) -> Vec<(String, CellValue)> {
    let mut metadata = Vec::new();
    for (column, name) in &header.metadata {
        let value = match sheet.cell(row, *column) {
            Cell::Number(number) => CellValue::Number(number),
            Cell::Text(text) => CellValue::Text(text.to_owned()),
            Cell::Flag(flag) => CellValue::Flag(flag),
            Cell::Blank | Cell::Date | Cell::Formula | Cell::Error(_) => continue,
        };
        metadata.push((name.clone(), value));
    }
    metadata
}

/// A row. Nothing when no column that says something is filled.
fn scenario(sheet: &Sheet, header: &Header, row: u32, problems: &mut Vec<Problem>) -> Option<MainRow> {
    let before = problems.len();
    let at = |name: &str| header.columns.get(name).copied();
    let says_something = |column: &u32| !matches!(sheet.cell(row, *column), Cell::Blank);
    if !header.columns.values().any(says_something) {
        return None;
    }
    let session = at("session").and_then(|column| sheet.flag(row, column, problems));
    let (origin, session) = origin(sheet, header, row, session.map(|flag| flag.value), problems);
    // An export shows the id, a number, where a session has no title.
    let is_id = |column: u32| header.is_exported && matches!(sheet.cell(row, column), Cell::Number(_));
    let main = MainRow {
        place: sheet.place(row, 0),
        origin,
        session,
        short_name: at("short_name").and_then(|column| sheet.text(row, column, problems)),
        name: header.is_exported.then(|| sheet.text(row, 0, problems)).flatten(),
        title: at("title")
            .filter(|column| !is_id(*column))
            .and_then(|column| sheet.text(row, column, problems)),
        area_code: at("area_code").and_then(|column| sheet.text(row, column, problems)),
        end_year: at("end_year").and_then(|column| sheet.year(row, column, problems)),
        private: at("private").and_then(|column| sheet.flag(row, column, problems)),
        keep_compatible: at("keep_compatible").and_then(|column| sheet.flag(row, column, problems)),
        source: at("source").and_then(|column| sheet.text(row, column, problems)),
        custom_curves: at("custom_curves").and_then(|column| sheet.text(row, column, problems)),
        sortables: at("sortables").and_then(|column| sheet.text(row, column, problems)),
        exported: header.is_exported,
        metadata: metadata(sheet, header, row),
    };
    if main.origin == Origin::New && problems.len() == before {
        is_whole(&main, problems);
    }
    Some(main)
}

/// Where the scenario comes from, and whether it is a session. The first of these columns that is filled decides.
fn origin(
    sheet: &Sheet,
    header: &Header,
    row: u32,
    session: Option<bool>,
    problems: &mut Vec<Problem>,
) -> (Origin, bool) {
    let mut id = |name: &str| {
        let column = header.columns.get(name)?;
        sheet.id(row, *column, problems)
    };
    let is_session = session.unwrap_or(false);
    if let Some(id) = id("scenario_id") {
        return (Origin::Existing(id), is_session);
    }
    if let Some(id) = id("copy_from") {
        return (Origin::Copy(id), is_session);
    }
    if let Some(id) = id("parent") {
        return (Origin::Parent(id), true);
    }
    // What an export shows of scenarios that are there.
    if let Some(id) = id("saved_scenario_id") {
        return (Origin::Existing(id), false);
    }
    if let Some(id) = id("session_id") {
        return (Origin::Existing(id), true);
    }
    (Origin::New, is_session)
}

/// A new scenario needs an area and a year.
fn is_whole(row: &MainRow, problems: &mut Vec<Problem>) {
    let message = match (&row.area_code, &row.end_year) {
        (Some(_), Some(_)) => return,
        (Some(area), None) => {
            problems.push(area.problem("the row has an area_code and no end_year; a new scenario needs both"));
            return;
        }
        (None, Some(year)) => {
            problems.push(year.problem("the row has an end_year and no area_code; a new scenario needs both"));
            return;
        }
        (None, None) => {
            "the row names no scenario: fill in scenario_id or copy_from, or area_code and end_year for a new one"
        }
    };
    problems.push(Problem::at(&row.place, message));
}

/// Two rows of one name, or of one scenario, could not be told apart.
fn twice(rows: &[MainRow], problems: &mut Vec<Problem>) {
    let mut names: BTreeMap<&str, &Placed<String>> = BTreeMap::new();
    let mut ids: BTreeMap<(bool, i64), &Placed<i64>> = BTreeMap::new();
    for row in rows {
        if let Some(name) = &row.short_name {
            match names.get(name.value.as_str()) {
                Some(first) => {
                    let message = format!("the short name {:?} is taken by {}", name.value, first.place);
                    problems.push(name.problem(message));
                }
                None => {
                    names.insert(&name.value, name);
                }
            }
        }
        if let Origin::Existing(id) = &row.origin {
            match ids.get(&(row.session, id.value)) {
                Some(first) => {
                    let message = format!("the scenario {} stands in {} already", id.value, first.place);
                    problems.push(id.problem(message));
                }
                None => {
                    ids.insert((row.session, id.value), id);
                }
            }
        }
    }
}

/// Rows for labels that are ids of saved scenarios, where there is no `MAIN`.
pub(super) fn rows_of<'a>(
    labels: impl Iterator<Item = &'a Placed<String>>,
    problems: &mut Vec<Problem>,
) -> Vec<MainRow> {
    let mut rows = Vec::new();
    for label in labels {
        match label.value.parse::<i64>() {
            Ok(id) if id > 0 => rows.push(MainRow {
                place: label.place.clone(),
                origin: Origin::Existing(Placed::new(id, label.place.clone())),
                session: false,
                short_name: None,
                name: None,
                title: None,
                area_code: None,
                end_year: None,
                private: None,
                keep_compatible: None,
                source: None,
                custom_curves: None,
                sortables: None,
                exported: false,
                metadata: Vec::new(),
            }),
            _ => {
                let message = "without a sheet MAIN, columns are labelled with ids of saved scenarios";
                problems.push(label.problem(format!("{:?} is no id; {message}", label.value)));
            }
        }
    }
    rows
}
