//! Cells, and what is wrong in them.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aurora_core::{Error, ErrorKind};
use serde::{Serialize, Serializer};

/// A cell of a sheet. Written as spreadsheets do: `MAIN!B3`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    sheet: Arc<str>,
    row: u32,
    column: u32,
}

impl Place {
    /// A cell by row and column, both counted from 0.
    #[must_use]
    pub fn new(sheet: impl Into<Arc<str>>, row: u32, column: u32) -> Self {
        Self {
            sheet: sheet.into(),
            row,
            column,
        }
    }

    /// The name of the sheet.
    #[must_use]
    pub fn sheet(&self) -> &str {
        &self.sheet
    }

    /// The row, counted from 0.
    #[must_use]
    pub fn row(&self) -> u32 {
        self.row
    }

    /// The column, counted from 0.
    #[must_use]
    pub fn column(&self) -> u32 {
        self.column
    }

    /// The cell without its sheet: `B3`.
    #[must_use]
    pub fn cell(&self) -> String {
        format!("{}{}", letters(self.column), self.row + 1)
    }
}

/// The name of a column: `A` to `Z`, then `AA`.
fn letters(column: u32) -> String {
    let mut name = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        name.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    name.iter().rev().collect()
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}!{}", self.sheet, self.cell())
    }
}

/// As a text.
impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A value, and the cell that it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// The cell.
    pub place: Place,
}

impl<T> Placed<T> {
    /// A value out of a cell.
    #[must_use]
    pub fn new(value: T, place: Place) -> Self {
        Self { value, place }
    }

    /// What is wrong with it.
    pub(super) fn problem(&self, message: impl Into<String>) -> Problem {
        Problem::at(&self.place, message)
    }
}

/// Something that is wrong with a workbook, or worth knowing about it: one line, `sheet!cell: message`. What concerns no single cell
/// has no place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Problem {
    /// The cell.
    pub place: Option<Place>,
    /// What is wrong, and what to do about it.
    pub message: String,
}

impl Problem {
    /// Something about a cell.
    pub fn at(place: &Place, message: impl Into<String>) -> Self {
        Self {
            place: Some(place.clone()),
            message: message.into(),
        }
    }

    /// Something about the whole workbook.
    pub fn of_file(message: impl Into<String>) -> Self {
        Self {
            place: None,
            message: message.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Some(place) => write!(f, "{place}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

/// Everything that is wrong with a workbook. Nothing was sent.
///
/// As an [`Error`] it is an `InvalidRequest` with a message for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems {
    file: Option<PathBuf>,
    problems: Vec<Problem>,
}

impl Problems {
    /// What is wrong with a workbook; `file` is where it lies, if it lies somewhere.
    pub(super) fn new(file: Option<PathBuf>, mut problems: Vec<Problem>) -> Self {
        // Sheets stay as they were come upon; within one, cells are told row by row.
        let mut sheets: Vec<String> = Vec::new();
        for place in problems.iter().filter_map(|problem| problem.place.as_ref()) {
            if !sheets.iter().any(|sheet| sheet == place.sheet()) {
                sheets.push(place.sheet().to_owned());
            }
        }
        problems.sort_by_key(|problem| {
            let place = problem.place.as_ref()?;
            let sheet = sheets.iter().position(|sheet| sheet == place.sheet());
            Some((sheet, place.row(), place.column()))
        });
        Self { file, problems }
    }

    /// The workbook.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// The problems: those of no cell, then sheet by sheet and row by row.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.problems.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.problems.len()
    }

    /// Whether there are none, which no error says.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    fn headline(&self) -> String {
        let name = self.file.as_deref().and_then(Path::file_name);
        let name = name.map_or_else(String::new, |name| format!(" {}", name.to_string_lossy()));
        match self.len() {
            1 => format!("the workbook{name} has a problem, and nothing was sent"),
            count => format!("the workbook{name} has {count} problems, and nothing was sent"),
        }
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// A line for each problem, after one that says how many there are.
impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.headline())?;
        self.problems.iter().try_for_each(|problem| write!(f, "\n{problem}"))
    }
}

impl std::error::Error for Problems {}

impl From<Problems> for Error {
    fn from(problems: Problems) -> Self {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Error::new(ErrorKind::InvalidRequest, problems.headline())
            .with_messages(lines)
            .with_source(problems)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_spreadsheets_do() {
        let rows = [
            (0, 0, "A1"),
            (2, 25, "Z3"),
            (9, 26, "AA10"),
            (0, 701, "ZZ1"),
            (0, 702, "AAA1"),
        ];
        for (row, column, name) in rows {
            let place = Place::new("MAIN", row, column);
            assert_eq!(place.cell(), name);
            assert_eq!(place.to_string(), format!("MAIN!{name}"));
        }
    }

    #[test]
    fn an_error_has_a_message_for_each_problem() {
        let problem = Problem::at(&Place::new("MAIN", 1, 1), "is no id");
        let problems = Problems::new(
            Some("in/book.xlsx".into()),
            vec![problem, Problem::of_file("there is no sheet MAIN")],
        );
        assert_eq!(
            problems.to_string(),
            "the workbook book.xlsx has 2 problems, and nothing was sent\nthere is no sheet MAIN\nMAIN!B2: is no id"
        );
        let error = Error::from(problems);
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(error.messages(), ["there is no sheet MAIN", "MAIN!B2: is no id"]);
    }
}
