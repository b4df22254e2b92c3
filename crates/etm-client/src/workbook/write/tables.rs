//! The sheets of the main workbook that have columns for each scenario.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use super::cell::Cell;
use super::grid::{Column, Grid, Labelled, Source};
use super::item::{InputRow, Item};
use crate::curves::HOURS;

/// Rows in the order in which they are met first.
#[derive(Debug)]
struct Rows<K> {
    positions: HashMap<K, usize>,
    keys: Vec<K>,
}

impl<K: Hash + Eq + Clone> Rows<K> {
    fn of(keys: impl Iterator<Item = K>) -> Self {
        let mut rows = Self {
            positions: HashMap::new(),
            keys: Vec::new(),
        };
        for key in keys {
            if !rows.positions.contains_key(&key) {
                rows.positions.insert(key.clone(), rows.keys.len());
                rows.keys.push(key);
            }
        }
        rows
    }

    /// A column with these cells in their rows, and `rest` in the others.
    fn column(&self, cells: impl Iterator<Item = (K, Cell)>, rest: &Cell) -> Vec<Cell> {
        let mut column = vec![rest.clone(); self.keys.len()];
        for (key, cell) in cells {
            if let Some(&at) = self.positions.get(&key) {
                column[at] = cell;
            }
        }
        column
    }
}

fn labelled(label: &Arc<str>, name: impl Into<String>, source: Source) -> Labelled {
    Labelled {
        label: Arc::clone(label),
        column: Column {
            name: name.into(),
            source,
        },
    }
}

fn texts<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<Cell> {
    texts.map(Cell::text).collect()
}

/// A column of `SLIDER_SETTINGS` or `INPUT_DETAILS`.
type Field = (&'static str, fn(&InputRow) -> &Cell);

const VALUE: Field = ("value", |input| &input.value);
const DEFAULTS: [Field; 2] = [
    ("default", |input| &input.default),
    ("permitted_values", |input| &input.permitted),
];
const LIMITS: [Field; 2] = [("min", |input| &input.min), ("max", |input| &input.max)];

/// `SLIDER_SETTINGS`.
pub(super) fn inputs(items: &[Item]) -> Grid {
    input_grid("SLIDER_SETTINGS", items, &[VALUE])
}

/// `INPUT_DETAILS`.
pub(super) fn input_details(items: &[Item], defaults: bool, limits: bool) -> Grid {
    let mut fields = vec![VALUE];
    fields.extend(DEFAULTS.into_iter().filter(|_| defaults));
    fields.extend(LIMITS.into_iter().filter(|_| limits));
    input_grid("INPUT_DETAILS", items, &fields)
}

fn input_grid(name: &str, items: &[Item], fields: &[Field]) -> Grid {
    let key = |input: &InputRow| (input.key.clone(), input.unit.clone());
    let rows = Rows::of(items.iter().flat_map(|item| item.inputs.iter().map(key)));
    let mut columns = Vec::new();
    for item in items.iter().filter(|item| !item.inputs.is_empty()) {
        for (name, field) in fields {
            let cells = item.inputs.iter().map(|input| (key(input), field(input).clone()));
            let column = rows.column(cells, &Cell::Missing);
            columns.push(labelled(&item.label, *name, Source::Memory(column)));
        }
    }
    Grid {
        name: name.to_owned(),
        corner: vec![(0, 1, "scenario"), (1, 0, "input"), (1, 1, "unit")],
        index: vec![
            texts(rows.keys.iter().map(|(key, _)| key.as_str())),
            texts(rows.keys.iter().map(|(_, unit)| unit.as_str())),
        ],
        rows: rows.keys.len(),
        columns,
        ..Grid::default()
    }
}

/// `SORTABLES`.
pub(super) fn sortables(items: &[Item]) -> Grid {
    let mut columns = Vec::new();
    for item in items {
        for (name, order) in &item.sortables {
            let cells = texts(order.iter().map(String::as_str));
            columns.push(labelled(&item.label, name, Source::Memory(cells)));
        }
    }
    let orders = items.iter().flat_map(|item| &item.sortables);
    let rows = orders.map(|(_, order)| order.len()).max().unwrap_or_default();
    Grid {
        name: "SORTABLES".to_owned(),
        index: vec![numbers(rows)],
        columns,
        rows,
        ..Grid::default()
    }
}

/// `CUSTOM_CURVES`: by curve, then by scenario.
pub(super) fn custom_curves(items: &[Item]) -> Grid {
    let keys = Rows::of(
        items
            .iter()
            .flat_map(|item| item.custom_curves.iter().map(|(key, _)| key)),
    );
    let mut columns = Vec::new();
    for key in keys.keys {
        for item in items {
            let own = item.custom_curves.iter().filter(|(own, _)| own == key);
            columns.extend(own.map(|(_, spooled)| labelled(&item.label, key, Source::Disk(*spooled))));
        }
    }
    let curves = items.iter().flat_map(|item| &item.custom_curves);
    let rows = curves.map(|(_, spooled)| spooled.rows()).max().unwrap_or(HOURS);
    Grid {
        name: "CUSTOM_CURVES".to_owned(),
        corner: vec![(0, 0, "Scenario"), (1, 0, "Curve")],
        index: vec![numbers(rows)],
        columns,
        rows,
        ..Grid::default()
    }
}

/// `GQUERIES`.
pub(super) fn queries(items: &[Item]) -> Grid {
    let results = items.iter().flat_map(|item| &item.queries);
    let rows = Rows::of(results.map(|row| (row.key.as_str(), row.unit.as_str())));
    let mut columns = Vec::new();
    for item in items.iter().filter(|item| !item.queries.is_empty()) {
        let cells = item
            .queries
            .iter()
            .map(|row| ((row.key.as_str(), row.unit.as_str()), row.future.clone()));
        let column = rows.column(cells, &Cell::Missing);
        columns.push(labelled(&item.label, "future", Source::Memory(column)));
    }
    Grid {
        name: "GQUERIES".to_owned(),
        corner: vec![(1, 0, "gquery"), (1, 1, "unit")],
        index: vec![
            texts(rows.keys.iter().map(|row| row.0)),
            texts(rows.keys.iter().map(|row| row.1)),
        ],
        rows: rows.keys.len(),
        columns,
        ..Grid::default()
    }
}

/// `USERS`. Whoever has no role on a scenario has a blank cell there.
pub(super) fn users(items: &[Item]) -> Grid {
    let rows = Rows::of(
        items
            .iter()
            .flat_map(|item| item.users.iter().map(|(who, _)| who.as_str())),
    );
    let mut columns = Vec::new();
    for item in items.iter().filter(|item| !item.users.is_empty()) {
        let cells = item.users.iter().map(|(who, role)| (who.as_str(), Cell::text(role)));
        let column = rows.column(cells, &Cell::Blank);
        columns.push(labelled(&item.label, "role", Source::Memory(column)));
    }
    Grid {
        name: "USERS".to_owned(),
        corner: vec![(0, 0, "scenario"), (1, 0, "field")],
        index: vec![texts(rows.keys.iter().copied())],
        rows: rows.keys.len(),
        columns,
        ..Grid::default()
    }
}

/// 0, 1, 2 and so on.
pub(super) fn numbers(rows: usize) -> Vec<Cell> {
    (0..rows)
        .map(|row| Cell::whole(i64::try_from(row).unwrap_or(i64::MAX)))
        .collect()
}
