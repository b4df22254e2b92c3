//! `MAIN`, a row for each scenario; and the sheets that make an export an input again.

use aurora_core::Result;
use rust_xlsxwriter::Workbook;

use super::cell::{Cell, Formats, Shade, Style};
use super::grid::{Source, number_of};
use super::item::Item;
use super::names::Taken;
use super::sheet::Sheet;
use super::spool::Spool;

/// The columns that come first, if any scenario has them.
const FIRST: [&str; 15] = [
    "title",
    "session_id",
    "saved_scenario_id",
    "description",
    "template_id",
    "area_code",
    "start_year",
    "end_year",
    "keep_compatible",
    "private",
    "source",
    "url",
    "version",
    "created_at",
    "updated_at",
];

/// What is never a column: it would say the same again.
const NEVER: [&str; 4] = ["id", "identifier", "scenario_id", "preset"];

/// The columns that a reader takes for instructions: no member of the metadata may be one of them.
const INSTRUCTIONS: [&str; 6] = [
    "scenario_id",
    "session",
    "copy_from",
    "parent",
    "custom_curves",
    "sortables",
];

/// Whatever is right of a column of this name is no instruction to pyetm.
const LAST: &str = "output";

/// The sheets of a scenario in the form of an input.
#[derive(Debug, Default)]
pub(super) struct Own {
    pub(super) custom_curves: Option<String>,
    pub(super) sortables: Option<String>,
}

/// Whether a member of a session's metadata has a column of its own. Those that are left out and say something are told.
pub(in crate::workbook) fn is_instruction(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    INSTRUCTIONS.contains(&name.as_str())
}

/// Writes `MAIN`. With `own`, also what makes the rows an input.
pub(super) fn write(workbook: &mut Workbook, formats: &Formats, items: &[Item], own: Option<&[Own]>) -> Result<usize> {
    let columns = columns(items, own.is_some());
    let mut sheet = Sheet::add(workbook, formats, "MAIN", (1, 1))?;
    sheet.widen(number_of(columns.len() + 1)?)?;
    for (position, column) in columns.iter().enumerate() {
        sheet.put(
            0,
            number_of(position + 1)?,
            &Cell::text(*column),
            Style::Header(Shade::White),
        )?;
    }
    for (position, item) in items.iter().enumerate() {
        let row = u32::from(number_of(position + 1)?);
        sheet.put(row, 0, &Cell::text(&item.name), Style::Plain)?;
        for (at, column) in columns.iter().enumerate() {
            let cell = cell(item, column, own.and_then(|own| own.get(position)));
            sheet.put(row, number_of(at + 1)?, &cell, Style::Data(Shade::of(position)))?;
        }
    }
    Ok(sheet.cut())
}

fn columns(items: &[Item], is_input: bool) -> Vec<&str> {
    let mut met: Vec<&str> = Vec::new();
    for (name, _) in items.iter().flat_map(|item| &item.main) {
        if !NEVER.contains(&name.as_str()) && !met.contains(&name.as_str()) {
            met.push(name);
        }
    }
    let mut columns: Vec<&str> = FIRST.into_iter().filter(|name| met.contains(name)).collect();
    let is_last = |name: &str| name.trim().eq_ignore_ascii_case(LAST);
    columns.extend(met.iter().filter(|name| !FIRST.contains(name) && !is_last(name)));
    if is_input {
        columns.retain(|name| !is_instruction(name));
        columns.extend(["scenario_id", "session", "custom_curves", "sortables"]);
    }
    columns.extend(met.iter().filter(|name| is_last(name)));
    columns
}

fn cell(item: &Item, column: &str, own: Option<&Own>) -> Cell {
    let sheet = |name: &Option<String>| name.as_ref().map_or(Cell::Blank, Cell::text);
    match (column, own) {
        ("scenario_id", Some(_)) => Cell::whole(item.id),
        ("session", Some(_)) => Cell::Flag(item.is_session),
        ("custom_curves", Some(own)) => sheet(&own.custom_curves),
        ("sortables", Some(own)) => sheet(&own.sortables),
        _ => {
            let found = item.main.iter().find(|(name, _)| name == column);
            found.map_or(Cell::Missing, |(_, cell)| cell.clone())
        }
    }
}

/// Writes a sheet with one header row and a row of values, as `EXPORT_CONFIG` is.
pub(super) fn write_row(workbook: &mut Workbook, formats: &Formats, name: &str, row: &[(&str, Cell)]) -> Result<()> {
    let mut sheet = Sheet::add(workbook, formats, name, (1, 0))?;
    sheet.widen(number_of(row.len())?)?;
    for (at, (header, _)) in row.iter().enumerate() {
        sheet.put(0, number_of(at)?, &Cell::text(*header), Style::Bold)?;
    }
    for (at, (_, cell)) in row.iter().enumerate() {
        sheet.put(1, number_of(at)?, cell, Style::Plain)?;
    }
    Ok(())
}

/// The names of the sheets that [`write_own`] writes, for each scenario.
pub(super) fn own(items: &[Item], taken: &mut Taken) -> Vec<Own> {
    let mut name = |has: bool, what: &str, item: &Item| has.then(|| taken.sheet(&format!("{what}_{}", item.label)));
    let own = |item: &Item| Own {
        sortables: name(
            item.sortables.iter().any(|(_, order)| !order.is_empty()),
            "SORTABLES",
            item,
        ),
        custom_curves: name(!item.custom_curves.is_empty(), "CUSTOM_CURVES", item),
    };
    items.iter().map(own).collect()
}

/// Writes the orders and the custom curves of each scenario in the form of an input: a sheet with one header row.
pub(super) fn write_own(
    workbook: &mut Workbook,
    formats: &Formats,
    items: &[Item],
    own: &[Own],
    spool: &Spool,
) -> Result<()> {
    for (item, own) in items.iter().zip(own) {
        if let Some(name) = &own.sortables {
            let order = |(name, order): &(String, Vec<String>)| {
                let cells = order.iter().map(Cell::text).collect();
                (name.clone(), order.len(), Source::Memory(cells))
            };
            let columns: Vec<_> = item.sortables.iter().map(order).collect();
            write_columns(workbook, formats, name, &columns, spool)?;
        }
        if let Some(name) = &own.custom_curves {
            let curves = item.custom_curves.iter();
            let columns: Vec<_> = curves
                .map(|(key, spooled)| (key.clone(), spooled.rows(), Source::Disk(*spooled)))
                .collect();
            write_columns(workbook, formats, name, &columns, spool)?;
        }
    }
    Ok(())
}

fn write_columns(
    workbook: &mut Workbook,
    formats: &Formats,
    name: &str,
    columns: &[(String, usize, Source)],
    spool: &Spool,
) -> Result<()> {
    let mut sheet = Sheet::add(workbook, formats, name, (1, 0))?;
    sheet.widen(number_of(columns.len())?)?;
    for (at, (header, ..)) in columns.iter().enumerate() {
        sheet.put(0, number_of(at)?, &Cell::text(header), Style::Bold)?;
    }
    let rows = columns.iter().map(|(_, rows, _)| *rows).max().unwrap_or_default();
    for chunk in super::grid::chunks(rows, columns.len()) {
        let values: Result<Vec<_>> = columns
            .iter()
            .map(|(.., source)| source.read(spool, chunk.clone()))
            .collect();
        let values = values?;
        for (offset, row) in chunk.enumerate() {
            for (at, (cells, (_, rows, _))) in values.iter().zip(columns).enumerate() {
                if row < *rows {
                    sheet.put(
                        u32::from(number_of(row + 1)?),
                        number_of(at)?,
                        &cells[offset],
                        Style::Plain,
                    )?;
                }
            }
        }
    }
    Ok(())
}
