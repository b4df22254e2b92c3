//! The workbooks beside the main one: hourly curves and annual exports.

use std::collections::HashMap;
use std::sync::Arc;

use super::cell::Cell;
use super::grid::{Column, Grid, Labelled, Source};
use super::item::{Annual, Item};
use super::spool::Spooled;
use super::tables::numbers;
use crate::{Export, HourlyCurve};

/// The name of a curve's sheet: its carrier where it has one.
fn sheet_of(curve: &HourlyCurve) -> String {
    let carrier = match curve {
        HourlyCurve::ElectricityProfiles => "electricity",
        HourlyCurve::DistrictHeatingProfiles => "heat",
        HourlyCurve::HydrogenProfiles => "hydrogen",
        HourlyCurve::NetworkGasProfiles => "methane",
        other => other.as_str(),
    };
    carrier.to_uppercase()
}

/// Whether a curve is that of a carrier.
pub(in crate::workbook) fn has_carrier(curve: &HourlyCurve) -> bool {
    !sheet_of(curve).eq_ignore_ascii_case(curve.as_str())
}

/// The name of the carrier, else of the curve.
pub(in crate::workbook) fn carrier(curve: &HourlyCurve) -> String {
    sheet_of(curve).to_lowercase()
}

/// The items in order of their labels.
fn sorted(items: &[Item]) -> Vec<&Item> {
    let mut items: Vec<&Item> = items.iter().collect();
    items.sort_by(|one, two| one.label.cmp(&two.label));
    items
}

/// The sheets of hourly curves, those of carriers first.
pub(super) fn hourly(items: &[Item]) -> Vec<Grid> {
    let items = sorted(items);
    let mut curves: Vec<&HourlyCurve> = Vec::new();
    for (curve, _) in items.iter().flat_map(|item| &item.hourly) {
        if !curves.contains(&curve) {
            curves.push(curve);
        }
    }
    curves.sort_by_key(|curve| !has_carrier(curve));
    curves.into_iter().map(|curve| hourly_grid(curve, &items)).collect()
}

fn hourly_grid(curve: &HourlyCurve, items: &[&Item]) -> Grid {
    let (mut columns, mut rows) = (Vec::new(), 0);
    for item in items {
        let own = item.hourly.iter().find(|(own, _)| own == curve);
        let own = own.map(|(_, columns)| columns.as_slice()).unwrap_or_default();
        for (name, spooled) in own {
            // A curve of one column needs no more than its own name.
            let name = if own.len() == 1 {
                curve.to_string()
            } else {
                format!("{curve}:{name}")
            };
            rows = rows.max(spooled.rows());
            columns.push(labelled(item, name, Source::Disk(*spooled)));
        }
    }
    Grid {
        name: sheet_of(curve),
        corner: vec![(0, 0, "Scenario"), (1, 0, "hour")],
        index: vec![numbers(rows)],
        columns,
        rows,
        ..Grid::default()
    }
}

/// The sheets of annual exports, in order of their names.
pub(super) fn annual(items: &[Item]) -> Vec<Grid> {
    let items = sorted(items);
    let mut exports: Vec<Export> = items
        .iter()
        .flat_map(|item| item.annual.iter().map(|(export, _)| *export))
        .collect();
    exports.sort_by_key(|export| export.as_str());
    exports.dedup();
    exports.into_iter().map(|export| annual_grid(export, &items)).collect()
}

fn annual_grid(export: Export, items: &[&Item]) -> Grid {
    let of = |item: &Item| item.annual.iter().position(|(own, _)| *own == export);
    let tables: Vec<(&Item, &Annual)> = items
        .iter()
        .filter_map(|item| Some((*item, &item.annual[of(item)?].1)))
        .collect();
    let (keys, maps) = aligned(tables.iter().map(|(_, table)| table.keys.as_ref()));
    let mut columns = Vec::new();
    for ((item, table), map) in tables.iter().zip(maps) {
        let source = |spooled: Spooled| match &map {
            Some(map) => Source::Mapped(spooled, Arc::clone(map)),
            None => Source::Disk(spooled),
        };
        columns.extend(
            table
                .columns
                .iter()
                .map(|(name, spooled)| labelled(item, name.clone(), source(*spooled))),
        );
    }
    let header = tables
        .first()
        .map(|(_, table)| table.header.clone())
        .unwrap_or_default();
    Grid {
        name: export.as_str().to_uppercase(),
        rows: keys.len(),
        lead: Some(Column {
            name: header,
            source: Source::Memory(keys.into_iter().map(Cell::text).collect()),
        }),
        columns,
        ..Grid::default()
    }
}

/// For each table, which of its rows belongs to which row of the sheet; `None` where they are the same.
type Maps = Vec<Option<Arc<[Option<usize>]>>>;

/// The rows of all tables together, by their first column; a value that comes several times stands for several rows. Rows that the
/// first table does not have come last.
fn aligned<'k>(tables: impl Iterator<Item = &'k [String]> + Clone) -> (Vec<&'k str>, Maps) {
    let mut keys: Vec<&str> = Vec::new();
    let mut rows: HashMap<(&str, usize), usize> = HashMap::new();
    let mut own: Vec<Vec<usize>> = Vec::new();
    for table in tables {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        let mut positions = Vec::with_capacity(table.len());
        for key in table {
            let count = seen.entry(key).or_default();
            let row = *rows.entry((key, *count)).or_insert_with(|| {
                keys.push(key);
                keys.len() - 1
            });
            *count += 1;
            positions.push(row);
        }
        own.push(positions);
    }
    let map = |positions: Vec<usize>| {
        if positions.iter().copied().eq(0..positions.len()) {
            return None;
        }
        let mut map = vec![None; keys.len()];
        for (at, row) in positions.into_iter().enumerate() {
            map[row] = Some(at);
        }
        Some(map.into())
    };
    let maps = own.into_iter().map(map).collect();
    (keys, maps)
}

fn labelled(item: &Item, name: String, source: Source) -> Labelled {
    Labelled {
        label: Arc::clone(&item.label),
        column: Column { name, source },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_aligned_by_key_and_repeated_keys_by_their_number() {
        let owned = |keys: &[&str]| -> Vec<String> { keys.iter().map(|&key| key.to_owned()).collect() };
        let tables = [
            owned(&["a", "b", "a"]),
            owned(&["a", "b", "a"]),
            owned(&["b", "c", "a", "a", "a"]),
            owned(&["a"]),
        ];
        let (keys, maps) = aligned(tables.iter().map(Vec::as_slice));
        assert_eq!(keys, ["a", "b", "a", "c", "a"]);
        let maps: Vec<Option<Vec<_>>> = maps.into_iter().map(|map| map.map(|map| map.to_vec())).collect();
        let third = vec![Some(2), Some(0), Some(3), Some(1), Some(4)];
        assert_eq!(maps, [None, None, Some(third), None]);
    }

    #[test]
    fn four_curves_have_a_carrier() {
        let carriers: Vec<String> = HourlyCurve::all()
            .iter()
            .filter(|curve| has_carrier(curve))
            .map(carrier)
            .collect();
        assert_eq!(carriers, ["electricity", "heat", "hydrogen", "methane"]);
    }
}
