//! One sheet, by absolute rows and columns.

use std::ops::Range as Span;
use std::sync::Arc;

use calamine::{CellErrorType, Data, Range};

use crate::sortables::Sortable;
use crate::workbook::model::CellValue;
use crate::workbook::place::{Place, Placed, Problem};

/// What stands in cells that hold nothing, as pandas reads them for pyetm.
const BLANKS: [&str; 14] = [
    "", "#N/A", "#N/A N/A", "#NA", "N/A", "NA", "n/a", "NULL", "null", "NaN", "nan", "-NaN", "None", "<NA>",
];

/// A sheet.
pub(super) struct Sheet {
    name: Arc<str>,
    cells: Range<Data>,
    formulas: Range<String>,
}

/// What is in a cell.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cell<'a> {
    Blank,
    Number(f64),
    Text(&'a str),
    Flag(bool),
    Date,
    /// A formula that nobody has worked out: its value is not in the file.
    Formula,
    Error(&'a CellErrorType),
}

impl Sheet {
    pub(super) fn new(name: &str, cells: Range<Data>, formulas: Range<String>) -> Self {
        Self {
            name: name.into(),
            cells,
            formulas,
        }
    }

    pub(super) fn place(&self, row: u32, column: u32) -> Place {
        Place::new(Arc::<str>::clone(&self.name), row, column)
    }

    pub(super) fn problem(&self, row: u32, column: u32, message: impl Into<String>) -> Problem {
        Problem::at(&self.place(row, column), message)
    }

    /// All rows, from the first of the sheet.
    pub(super) fn rows(&self) -> Span<u32> {
        0..self.cells.end().map_or(0, |end| end.0 + 1)
    }

    /// All columns, from the first of the sheet.
    pub(super) fn columns(&self) -> Span<u32> {
        0..self.cells.end().map_or(0, |end| end.1 + 1)
    }

    pub(super) fn cell(&self, row: u32, column: u32) -> Cell<'_> {
        match self.cells.get_value((row, column)) {
            None | Some(Data::Empty) => match self.formulas.get_value((row, column)) {
                Some(formula) if !formula.is_empty() => Cell::Formula,
                _ => Cell::Blank,
            },
            // pyetm writes a missing number as one of these two.
            Some(Data::Error(CellErrorType::NA | CellErrorType::Num)) => Cell::Blank,
            Some(Data::Int(number)) => Cell::Number(*number as f64),
            Some(Data::Float(number)) => Cell::Number(*number),
            Some(Data::Bool(flag)) => Cell::Flag(*flag),
            Some(Data::String(text)) => {
                let text = text.trim();
                if BLANKS.contains(&text) {
                    Cell::Blank
                } else {
                    Cell::Text(text)
                }
            }
            Some(Data::DateTime(_) | Data::DateTimeIso(_) | Data::DurationIso(_)) => Cell::Date,
            Some(Data::Error(error)) => Cell::Error(error),
        }
    }

    /// The rows that are not blank.
    pub(super) fn filled(&self) -> impl Iterator<Item = u32> {
        self.rows().filter(|row| !self.is_blank_row(*row))
    }

    pub(super) fn is_blank_row(&self, row: u32) -> bool {
        self.columns()
            .all(|column| matches!(self.cell(row, column), Cell::Blank))
    }

    pub(super) fn is_blank(&self) -> bool {
        self.filled().next().is_none()
    }

    /// Whether the columns have the labels of scenarios above their names, as exports have: there are only names of orders in the
    /// second row, or the first column says so.
    pub(super) fn is_labelled(&self) -> bool {
        let mut filled = self.filled();
        let (Some(first), Some(second)) = (filled.next(), filled.next()) else {
            return false;
        };
        let corner = (self.cell(first, 0).text(), self.cell(second, 0).text());
        if let (Some(above), Some(below)) = (&corner.0, &corner.1) {
            return above.eq_ignore_ascii_case("scenario") && below.eq_ignore_ascii_case("curve");
        }
        let names = |row| -> Vec<String> {
            let others = self.columns().skip(1);
            others.filter_map(|column| self.cell(row, column).text()).collect()
        };
        let (above, below) = (names(first), names(second));
        !below.is_empty() && below.iter().all(|name| is_order(name)) && !above.iter().any(|name| is_order(name))
    }

    /// The text of a cell, without an error in it.
    pub(super) fn text(&self, row: u32, column: u32, problems: &mut Vec<Problem>) -> Option<Placed<String>> {
        self.converted(row, column, problems, |cell| match cell {
            Cell::Date | Cell::Formula | Cell::Error(_) => Err(format!("{}, but has to be a text", cell.shown())),
            other => Ok(other.text()),
        })
    }

    /// An id: a whole number above 0.
    pub(super) fn id(&self, row: u32, column: u32, problems: &mut Vec<Problem>) -> Option<Placed<i64>> {
        self.converted(row, column, problems, |cell| {
            whole(cell, 1..=1_000_000_000_000, "an id above 0")
        })
    }

    /// A year.
    pub(super) fn year(&self, row: u32, column: u32, problems: &mut Vec<Problem>) -> Option<Placed<i32>> {
        let year =
            |cell: Cell<'_>| Ok(whole(cell, 1900..=2200, "a year such as 2050")?.and_then(|year| year.try_into().ok()));
        self.converted(row, column, problems, year)
    }

    /// Yes or no.
    pub(super) fn flag(&self, row: u32, column: u32, problems: &mut Vec<Problem>) -> Option<Placed<bool>> {
        self.converted(row, column, problems, |cell| match cell.flag() {
            None if !matches!(cell, Cell::Blank) => Err(format!("{}, but has to be true or false", cell.shown())),
            flag => Ok(flag),
        })
    }

    /// Any value.
    pub(super) fn value(&self, row: u32, column: u32, problems: &mut Vec<Problem>) -> Option<Placed<CellValue>> {
        self.converted(row, column, problems, |cell| match cell {
            Cell::Blank => Ok(None),
            Cell::Number(number) => Ok(Some(CellValue::Number(number))),
            Cell::Text(text) => Ok(Some(CellValue::Text(text.to_owned()))),
            Cell::Flag(flag) => Ok(Some(CellValue::Flag(flag))),
            Cell::Date | Cell::Formula | Cell::Error(_) => Err(format!("{}, but has to be a value", cell.shown())),
        })
    }

    fn converted<T>(
        &self,
        row: u32,
        column: u32,
        problems: &mut Vec<Problem>,
        convert: impl FnOnce(Cell<'_>) -> Result<Option<T>, String>,
    ) -> Option<Placed<T>> {
        match convert(self.cell(row, column)) {
            Ok(value) => value.map(|value| Placed::new(value, self.place(row, column))),
            Err(message) => {
                problems.push(self.problem(row, column, message));
                None
            }
        }
    }
}

/// Whether pyetm or the engine has an order of this name.
fn is_order(name: &str) -> bool {
    name.starts_with("heat_network") || !matches!(Sortable::from(name), Sortable::Other(_))
}

impl Cell<'_> {
    /// The cell as a text; a whole number without decimals. Nothing for what is none.
    pub(super) fn text(&self) -> Option<String> {
        match self {
            Self::Number(number) => Some(number.to_string()),
            Self::Text(text) => Some((*text).to_owned()),
            Self::Flag(flag) => Some(flag.to_string()),
            Self::Blank | Self::Date | Self::Formula | Self::Error(_) => None,
        }
    }

    /// The cell as yes or no; nothing for what is neither.
    pub(super) fn flag(&self) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(*flag),
            Self::Number(number) if *number == 1.0 => Some(true),
            Self::Number(number) if *number == 0.0 => Some(false),
            Self::Text(text) => match text.to_ascii_lowercase().as_str() {
                "true" | "yes" | "y" | "1" => Some(true),
                "false" | "no" | "n" | "0" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// What is in it, at the beginning of a message.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Blank => "the cell is blank".to_owned(),
            Self::Number(number) => format!("the cell is {number}"),
            Self::Text(text) => format!("the cell is {:?}", text.chars().take(40).collect::<String>()),
            Self::Flag(flag) => format!("the cell is {flag}"),
            Self::Date => "the cell is a date".to_owned(),
            Self::Formula => {
                "the cell has a formula without its result (a spreadsheet program works it out and saves it)".to_owned()
            }
            Self::Error(error) => format!("the cell has the error {error}"),
        }
    }
}

/// A whole number out of a number, or out of a text that is one.
fn whole(cell: Cell<'_>, range: std::ops::RangeInclusive<i64>, what: &str) -> Result<Option<i64>, String> {
    let number = match cell {
        Cell::Blank => return Ok(None),
        Cell::Number(number) => Some(number),
        Cell::Text(text) => text.parse::<f64>().ok(),
        Cell::Flag(_) | Cell::Date | Cell::Formula | Cell::Error(_) => None,
    };
    let number = number.filter(|number| number.fract() == 0.0 && number.abs() < 1e15);
    let whole = number
        .map(|number| number as i64)
        .filter(|number| range.contains(number));
    match whole {
        Some(whole) => Ok(Some(whole)),
        None => Err(format!("{}, but has to be {what}", cell.shown())),
    }
}
