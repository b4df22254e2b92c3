//! Sheets with a row for each key and a column for each scenario: inputs, users; and the list of queries.

use std::collections::BTreeMap;

use super::sheet::Sheet;
use crate::users::{Action, Role, UserChange, Who};
use crate::workbook::model::{SliderCell, SliderColumn, UserColumn};
use crate::workbook::place::{Placed, Problem};

/// Columns that are no scenarios: what people note beside inputs.
const NOTES: [&str; 12] = [
    "unit",
    "scenario",
    "default",
    "min",
    "max",
    "step",
    "permitted_values",
    "share_group",
    "description",
    "label",
    "notes",
    "comment",
];

/// Where the columns of a grid are.
struct Grid {
    /// The columns of scenarios.
    columns: Vec<(u32, Placed<String>)>,
    /// The rows below the header, blank ones left out.
    rows: Vec<u32>,
    /// Whether there is a second row of headers, as in exports.
    is_exported: bool,
}

/// Reads the header of a grid. `corner` is what an export has in the first column of its second row, and `fields` are the columns of a
/// scenario that are wanted of it.
fn grid(sheet: &Sheet, corner: &str, fields: &[&str], problems: &mut Vec<Problem>) -> Option<Grid> {
    let mut rows: Vec<u32> = sheet.filled().collect();
    let at = *rows.first()?;
    rows.remove(0);
    let is = |row: u32, column: u32, text: &str| {
        let cell = sheet.cell(row, column).text();
        cell.is_some_and(|cell| cell.eq_ignore_ascii_case(text))
    };
    let second = rows
        .first()
        .copied()
        .filter(|second| is(*second, 0, corner) && !is(at, 0, corner));
    if second.is_some() {
        rows.remove(0);
    }
    let mut columns = Vec::new();
    for column in sheet.columns().skip(1) {
        if second.is_some_and(|second| !fields.iter().any(|field| is(second, column, field))) {
            continue;
        }
        let Some(label) = sheet.text(at, column, problems) else {
            unlabelled(sheet, at, column, &rows, problems);
            continue;
        };
        let is_note = NOTES.iter().any(|note| label.value.eq_ignore_ascii_case(note));
        if !is_note {
            columns.push((column, label));
        }
    }
    repeated(&columns, problems);
    Some(Grid {
        columns,
        rows,
        is_exported: second.is_some(),
    })
}

/// Values without a scenario.
fn unlabelled(sheet: &Sheet, at: u32, column: u32, rows: &[u32], problems: &mut Vec<Problem>) {
    if rows.iter().any(|row| sheet.cell(*row, column).text().is_some()) {
        let message = "the column has values, but its header names no scenario";
        problems.push(sheet.problem(at, column, message));
    }
}

fn repeated(columns: &[(u32, Placed<String>)], problems: &mut Vec<Problem>) {
    let mut first: BTreeMap<&str, &Placed<String>> = BTreeMap::new();
    for (_, label) in columns {
        match first.get(label.value.as_str()) {
            Some(first) => {
                problems.push(label.problem(format!("{:?} has a column already, {}", label.value, first.place)));
            }
            None => {
                first.insert(&label.value, label);
            }
        }
    }
}

impl Grid {
    /// The keys of the rows that have a value. A key that stands there twice is a problem.
    fn keys(&self, sheet: &Sheet, what: &str, problems: &mut Vec<Problem>) -> Vec<(u32, Placed<String>)> {
        let mut first: BTreeMap<String, Placed<String>> = BTreeMap::new();
        let mut keys = Vec::new();
        for row in &self.rows {
            let is_filled = |(column, _): &(u32, Placed<String>)| sheet.cell(*row, *column).text().is_some();
            let before = problems.len();
            let key = sheet.text(*row, 0, problems);
            match key {
                Some(key) if self.columns.iter().any(is_filled) => {
                    if let Some(first) = first.get(&key.value) {
                        let message = format!("{what} {:?} stands in {} already", key.value, first.place);
                        problems.push(key.problem(message));
                    } else {
                        first.insert(key.value.clone(), key.clone());
                    }
                    keys.push((*row, key));
                }
                // An unset value may still be one that cannot be read.
                Some(key) => keys.push((*row, key)),
                None if problems.len() == before && self.columns.iter().any(is_filled) => {
                    problems.push(sheet.problem(*row, 0, format!("the row has values, but no {what}")));
                }
                None => {}
            }
        }
        keys
    }
}

/// The inputs.
pub(super) fn sliders(sheet: &Sheet, problems: &mut Vec<Problem>) -> Vec<SliderColumn> {
    let Some(grid) = grid(sheet, "input", &["value", "user"], problems) else {
        return Vec::new();
    };
    let keys = grid.keys(sheet, "input", problems);
    let mut columns = Vec::new();
    for (column, label) in &grid.columns {
        let mut cells = Vec::new();
        for (row, key) in &keys {
            let value = sheet.value(*row, *column, problems);
            cells.extend(value.map(|value| SliderCell {
                key: key.clone(),
                value,
            }));
        }
        columns.push(SliderColumn {
            label: label.clone(),
            exported: grid.is_exported,
            cells,
        });
    }
    columns
}

/// The users.
pub(super) fn users(sheet: &Sheet, problems: &mut Vec<Problem>) -> Vec<UserColumn> {
    let Some(grid) = grid(sheet, "field", &["role"], problems) else {
        return Vec::new();
    };
    let mut people = Vec::new();
    for (row, key) in grid.keys(sheet, "user", problems) {
        match key.value.parse::<Who>() {
            Ok(who) => people.push((row, key.value, who)),
            Err(error) => problems.push(key.problem(error.to_string())),
        }
    }
    let mut columns = Vec::new();
    for (column, label) in &grid.columns {
        columns.push(UserColumn {
            label: label.clone(),
            changes: changes(sheet, *column, &people, problems),
        });
    }
    columns
}

/// The changes of a column. Who is written in two ways is one user all the same; who is written twice is told by the key.
fn changes(
    sheet: &Sheet,
    column: u32,
    people: &[(u32, String, Who)],
    problems: &mut Vec<Problem>,
) -> Vec<Placed<UserChange>> {
    let mut changes: Vec<Placed<UserChange>> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    for (row, name, who) in people {
        let Some(role) = sheet.text(*row, column, problems) else {
            continue;
        };
        let action = match action(&role.value) {
            Ok(action) => action,
            Err(message) => {
                problems.push(role.problem(message));
                continue;
            }
        };
        let mut others = changes.iter().zip(&names);
        if let Some((other, _)) = others.find(|(change, other)| *other != name && change.value.who.is(who)) {
            problems.push(role.problem(format!("{name:?} has a role in {} already", other.place)));
        }
        names.push(name);
        let who = who.clone();
        changes.push(Placed::new(UserChange { who, action }, role.place));
    }
    changes
}

fn action(role: &str) -> Result<Action, String> {
    if role.eq_ignore_ascii_case("remove") {
        return Ok(Action::Remove);
    }
    role.parse::<Role>()
        .map(Action::Ensure)
        .map_err(|_| format!("the role is {role:?}, but has to be owner, collaborator, viewer or remove"))
}

/// The queries, each once.
pub(super) fn gqueries(sheet: &Sheet, problems: &mut Vec<Problem>) -> Vec<Placed<String>> {
    let mut rows: Vec<u32> = sheet.filled().collect();
    let is_header = |row: &u32| {
        let text = sheet.cell(*row, 0).text().unwrap_or_default().to_lowercase();
        matches!(text.as_str(), "gquery" | "gqueries")
    };
    // In exports, the labels of scenarios stand above it.
    if let Some(header) = rows.iter().take(2).position(is_header) {
        rows.drain(..=header);
    }
    let mut found: Vec<Placed<String>> = Vec::new();
    for row in rows {
        let Some(key) = sheet.text(row, 0, problems) else {
            continue;
        };
        if !found.iter().any(|known| known.value == key.value) {
            found.push(key);
        }
    }
    found
}
