//! One sheet, written row by row.

use aurora_core::{Error, ErrorKind, Result};
use rust_xlsxwriter::{Formula, Workbook, Worksheet, XlsxError};

use super::cell::{Cell, Formats, Style};

/// How wide columns are, in characters.
const WIDTH: f64 = 18.0;

/// The longest text of a cell, in characters.
pub(super) const LONGEST: usize = 32_767;

/// The longest name of a sheet, in characters.
pub(super) const LONGEST_NAME: usize = 31;

/// What a value that there is none of is written as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Absent {
    /// `#N/A`, where texts stand beside numbers.
    #[default]
    NotAvailable,
    /// `#NUM!`, where all other values are numbers.
    NoNumber,
}

/// A sheet that is being written. Rows that are done are on disk: go on to the next row, never back.
pub(super) struct Sheet<'w> {
    sheet: &'w mut Worksheet,
    formats: &'w Formats,
    absent: Absent,
    cut: usize,
}

impl<'w> Sheet<'w> {
    /// A sheet at the end of a workbook, with panes frozen below `rows` rows and right of `columns` columns.
    pub(super) fn add(
        workbook: &'w mut Workbook,
        formats: &'w Formats,
        name: &str,
        (rows, columns): (u32, u16),
    ) -> Result<Self> {
        let sheet = workbook.add_worksheet_with_constant_memory().map_err(refused)?;
        sheet.set_name(name).map_err(refused)?;
        sheet.set_freeze_panes(rows, columns).map_err(refused)?;
        Ok(Self {
            sheet,
            formats,
            absent: Absent::default(),
            cut: 0,
        })
    }

    pub(super) fn with_absent(mut self, absent: Absent) -> Self {
        self.absent = absent;
        self
    }

    /// Widens this many columns.
    pub(super) fn widen(&mut self, columns: u16) -> Result<()> {
        let Some(last) = columns.checked_sub(1) else {
            return Ok(());
        };
        self.sheet
            .set_column_range_width(0, last, WIDTH)
            .map(drop)
            .map_err(refused)
    }

    /// Writes a cell.
    pub(super) fn put(&mut self, row: u32, column: u16, cell: &Cell, style: Style) -> Result<()> {
        let written = match (cell, self.formats.of(style)) {
            (Cell::Number(number), _) if !number.is_finite() => return self.put(row, column, &Cell::Missing, style),
            (Cell::Number(number), None) => self.sheet.write_number(row, column, *number),
            (Cell::Number(number), Some(look)) => self.sheet.write_number_with_format(row, column, *number, look),
            (Cell::Text(text), look) => {
                let fitting = fitting(text);
                self.cut += usize::from(fitting.len() < text.len());
                match look {
                    None => self.sheet.write_string(row, column, fitting),
                    Some(look) => self.sheet.write_string_with_format(row, column, fitting, look),
                }
            }
            (Cell::Flag(flag), None) => self.sheet.write_boolean(row, column, *flag),
            (Cell::Flag(flag), Some(look)) => self.sheet.write_boolean_with_format(row, column, *flag, look),
            (Cell::Blank, None) => return Ok(()),
            (Cell::Blank, Some(look)) => self.sheet.write_blank(row, column, look),
            (Cell::Missing, None) => self.sheet.write_formula(row, column, self.formula()),
            (Cell::Missing, Some(look)) => {
                let formula = self.formula();
                self.sheet.write_formula_with_format(row, column, formula, look)
            }
        };
        written.map(drop).map_err(refused)
    }

    /// How many texts were too long for their cell and lost their end.
    pub(super) fn cut(&self) -> usize {
        self.cut
    }

    fn formula(&self) -> Formula {
        match self.absent {
            Absent::NotAvailable => Formula::new("=NA()").set_result("#N/A"),
            Absent::NoNumber => Formula::new("=#NUM!").set_result("#NUM!"),
        }
    }
}

/// As much of a text as fits in a cell.
fn fitting(text: &str) -> &str {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

/// Why a workbook could not be written.
pub(super) fn refused(error: XlsxError) -> Error {
    let message = format!("the workbook could not be written: {error}");
    match error {
        XlsxError::IoError(cause) => Error::new(ErrorKind::Io, message).with_source(cause),
        other => Error::new(ErrorKind::Io, message).with_source(other),
    }
}
