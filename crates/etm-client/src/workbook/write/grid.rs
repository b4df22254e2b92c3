//! Sheets with columns for each scenario.

use std::ops::Range;
use std::sync::Arc;

use aurora_core::Result;
use rust_xlsxwriter::Workbook;

use super::cell::{Cell, Formats, Shade, Style};
use super::names::Taken;
use super::sheet::{Absent, Sheet, refused};
use super::spool::{Spool, Spooled};

/// The most columns that a sheet may have.
const MOST_COLUMNS: usize = 16_384;

/// How many cells are in memory at once, unless a single row has more.
const CELLS_AT_ONCE: usize = 1 << 18;

/// The rows above the values: labels of scenarios, then names of columns.
const HEADERS: u32 = 2;

/// Columns for each scenario, beside one or two that name the rows.
#[derive(Debug, Default)]
pub(super) struct Grid {
    pub(super) name: String,
    /// What stands above the columns that name the rows.
    pub(super) corner: Vec<(u32, u16, &'static str)>,
    /// The columns that name the rows.
    pub(super) index: Vec<Vec<Cell>>,
    /// A column before those of the scenarios that looks like theirs, in place of an index.
    pub(super) lead: Option<Column>,
    pub(super) columns: Vec<Labelled>,
    pub(super) rows: usize,
}

/// A column of a scenario.
#[derive(Debug)]
pub(super) struct Labelled {
    pub(super) label: Arc<str>,
    pub(super) column: Column,
}

/// A column.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) source: Source,
}

/// Where the values of a column are.
#[derive(Debug)]
pub(super) enum Source {
    Memory(Vec<Cell>),
    Disk(Spooled),
    /// On disk, in another order: the row there for each row here.
    Mapped(Spooled, Arc<[Option<usize>]>),
}

impl Source {
    /// Some rows of it; those past its end are missing.
    pub(super) fn read(&self, spool: &Spool, rows: Range<usize>) -> Result<Vec<Cell>> {
        match self {
            Self::Memory(cells) => {
                let cell = |row| cells.get(row).cloned().unwrap_or(Cell::Missing);
                Ok(rows.map(cell).collect())
            }
            Self::Disk(spooled) => spool.read(spooled, rows),
            Self::Mapped(spooled, map) => {
                let one = |row: usize| match map.get(row).copied().flatten() {
                    Some(at) => spool.read(spooled, at..at + 1),
                    None => Ok(vec![Cell::Missing]),
                };
                let cells: Result<Vec<_>> = rows.map(one).collect();
                Ok(cells?.concat())
            }
        }
    }

    fn is_numbers(&self) -> bool {
        match self {
            Self::Memory(cells) => cells.iter().all(|cell| matches!(cell, Cell::Number(_) | Cell::Missing)),
            Self::Disk(spooled) | Self::Mapped(spooled, _) => spooled.is_numbers(),
        }
    }
}

/// What has become of a grid.
#[derive(Debug, Default)]
pub(super) struct Put {
    /// The sheets: more than one where there are too many columns for one.
    pub(super) sheets: usize,
    /// Texts that lost their end.
    pub(super) cut: usize,
}

impl Grid {
    /// Writes the grid to as many sheets as it needs. Its name is taken already.
    pub(super) fn write(
        &self,
        workbook: &mut Workbook,
        formats: &Formats,
        taken: &mut Taken,
        spool: &Spool,
    ) -> Result<Put> {
        let mut put = Put::default();
        let before = self.index.len() + usize::from(self.lead.is_some());
        for range in split(&self.columns, MOST_COLUMNS - before) {
            let name = match put.sheets {
                0 => self.name.clone(),
                more => taken.sheet(&format!("{}_{}", self.name, more + 1)),
            };
            let columns = &self.columns[range];
            put.cut += self.write_sheet(workbook, formats, &name, columns, spool)?;
            put.sheets += 1;
        }
        Ok(put)
    }

    fn write_sheet(
        &self,
        workbook: &mut Workbook,
        formats: &Formats,
        name: &str,
        columns: &[Labelled],
        spool: &Spool,
    ) -> Result<usize> {
        let index = number_of(self.index.len())?;
        let sheet = Sheet::add(workbook, formats, name, (HEADERS, index))?;
        let mut sheet = sheet.with_absent(self.absent());
        let lead = self.lead.iter().map(|column| ("", column));
        let shown: Vec<(&str, &Column)> = lead
            .chain(columns.iter().map(|entry| (&*entry.label, &entry.column)))
            .collect();
        sheet.widen(index + number_of(shown.len())?)?;
        let shades = shades(shown.iter().map(|(label, _)| *label));
        self.headers(&mut sheet, &shown, &shades)?;
        for rows in chunks(self.rows, shown.len() + self.index.len()) {
            let values: Result<Vec<Vec<Cell>>> = shown
                .iter()
                .map(|(_, column)| column.source.read(spool, rows.clone()))
                .collect();
            let values = values?;
            for (offset, row) in rows.enumerate() {
                let at = row_at(row)?;
                for (position, cells) in self.index.iter().enumerate() {
                    sheet.put(
                        at,
                        number_of(position)?,
                        cells.get(row).unwrap_or(&Cell::Blank),
                        Style::Plain,
                    )?;
                }
                for (position, (cells, shade)) in values.iter().zip(&shades).enumerate() {
                    sheet.put(at, index + number_of(position)?, &cells[offset], Style::Data(*shade))?;
                }
            }
        }
        Ok(sheet.cut())
    }

    fn headers(&self, sheet: &mut Sheet<'_>, shown: &[(&str, &Column)], shades: &[Shade]) -> Result<()> {
        let index = number_of(self.index.len())?;
        for row in 0..HEADERS {
            for (_, column, text) in self.corner.iter().filter(|(at, ..)| *at == row) {
                sheet.put(row, *column, &Cell::text(*text), Style::Bold)?;
            }
            for (position, ((label, column), shade)) in shown.iter().zip(shades).enumerate() {
                let text = if row == 0 { label } else { column.name.as_str() };
                let cell = if text.is_empty() { Cell::Blank } else { Cell::text(text) };
                sheet.put(row, index + number_of(position)?, &cell, Style::Header(*shade))?;
            }
        }
        Ok(())
    }

    fn absent(&self) -> Absent {
        let sources = self.lead.iter().chain(self.columns.iter().map(|entry| &entry.column));
        let only_numbers = sources.into_iter().all(|column| column.source.is_numbers());
        if only_numbers {
            Absent::NoNumber
        } else {
            Absent::NotAvailable
        }
    }
}

/// The columns of each sheet. A scenario is not torn apart unless it needs more than one sheet by itself.
fn split(columns: &[Labelled], room: usize) -> Vec<Range<usize>> {
    let (mut sheets, mut start) = (Vec::new(), 0);
    for run in columns.chunk_by(|one, two| one.label == two.label) {
        let used = sheets.last().map_or(0, |last: &Range<usize>| last.len());
        let mut rest = start..start + run.len();
        start = rest.end;
        if let Some(last) = sheets.last_mut().filter(|_| used + rest.len() <= room) {
            last.end = rest.end;
            continue;
        }
        while !rest.is_empty() {
            let end = rest.end.min(rest.start + room);
            sheets.push(rest.start..end);
            rest.start = end;
        }
    }
    sheets
}

/// Which rows are in memory together.
pub(super) fn chunks(rows: usize, columns: usize) -> impl Iterator<Item = Range<usize>> {
    let step = (CELLS_AT_ONCE / columns.max(1)).max(1);
    (0..rows).step_by(step).map(move |from| from..rows.min(from + step))
}

/// Another background wherever the label changes.
fn shades<'l>(labels: impl Iterator<Item = &'l str>) -> Vec<Shade> {
    let mut last: Option<(&str, Shade)> = None;
    let mut shade = |label| {
        let shade = match last {
            None => Shade::White,
            Some((before, shade)) if before == label => shade,
            Some((_, shade)) => shade.other(),
        };
        last = Some((label, shade));
        shade
    };
    labels.map(&mut shade).collect()
}

pub(super) fn number_of(columns: usize) -> Result<u16> {
    u16::try_from(columns).map_err(|_| refused(rust_xlsxwriter::XlsxError::RowColumnLimitError))
}

fn row_at(row: usize) -> Result<u32> {
    let row = u32::try_from(row).ok().and_then(|row| row.checked_add(HEADERS));
    row.ok_or_else(|| refused(rust_xlsxwriter::XlsxError::RowColumnLimitError))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labelled(runs: &[(&str, usize)]) -> Vec<Labelled> {
        let column = |label: &str| Labelled {
            label: label.into(),
            column: Column {
                name: "x".to_owned(),
                source: Source::Memory(Vec::new()),
            },
        };
        runs.iter()
            .flat_map(|(label, count)| (0..*count).map(|_| column(label)))
            .collect()
    }

    #[test]
    fn scenarios_go_to_the_next_sheet_whole_unless_one_is_too_wide() {
        let columns = labelled(&[("a", 3), ("b", 3), ("c", 4), ("d", 12)]);
        assert_eq!(split(&columns, 7), [0..6, 6..10, 10..17, 17..22]);
        assert_eq!(split(&columns, 100), vec![0..22; 1]);
        assert!(split(&[], 5).is_empty());
    }

    #[test]
    fn the_rows_in_memory_become_fewer_as_columns_become_more() {
        for columns in [1, 100, 8_500, MOST_COLUMNS] {
            let chunks: Vec<_> = chunks(8760, columns).collect();
            let largest = chunks.iter().map(ExactSizeIterator::len).max().unwrap();
            assert!(largest * columns <= CELLS_AT_ONCE, "{columns} columns: {largest} rows");
            assert_eq!(chunks.first().unwrap().start, 0);
            assert_eq!(chunks.last().unwrap().end, 8760);
            assert!(chunks.windows(2).all(|pair| pair[0].end == pair[1].start));
        }
    }

    #[test]
    fn the_background_changes_with_the_label() {
        let shades = shades(["", "a", "a", "b", "a"].into_iter());
        let grey: Vec<bool> = shades.into_iter().map(|shade| shade == Shade::Grey).collect();
        assert_eq!(grey, [false, true, true, false, true]);
    }
}
