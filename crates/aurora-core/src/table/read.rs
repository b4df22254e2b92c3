//! Tables from CSV.

use std::io::Read;
use std::time::Duration;

use jiff::Timestamp;

use super::{Calendar, Column, HeaderRows, TIME_COLUMN, Table, TimeIndex, Values};
use crate::{Error, ErrorKind, Result};

impl Table {
    /// Reads comma-separated text in UTF-8 with one header row (names) or two (names and units).
    ///
    /// A byte order mark, `\r\n` line ends, blank lines and white space around names and numbers are accepted; a blank
    /// cell is a gap. The type of a column is the narrowest that fits all its cells: whole numbers, numbers (NaN and
    /// the infinities by those names), text. Numbers with leading zeros are text, because codes are written that way. A first
    /// column named `time` that holds instants at equal steps, at least two, becomes the time index, also where the
    /// steps are equal only because 29 February is left out ([`Calendar::NoLeapDay`]).
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Decode`], naming the line, when a row has more or fewer cells than the header, when a quote
    /// is out of place, or when the text is not UTF-8; and when there is no header. Fails with [`ErrorKind::Io`] when the
    /// reader does.
    pub fn from_csv(mut reader: impl Read, headers: HeaderRows) -> Result<Self> {
        let mut bytes = Vec::new();
        let unread = |error| Error::new(ErrorKind::Io, "cannot read the table").with_source(error);
        reader.read_to_end(&mut bytes).map_err(unread)?;
        // Spreadsheets begin their files with a byte order mark.
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        check_quotes(text)?;
        let mut csv = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
        let mut records = csv.records();
        let mut header = || records.next().transpose().map_err(|error| unreadable(&error, text));
        let names = header()?.ok_or_else(|| missing("a row of names"))?;
        let units = match headers {
            HeaderRows::One => None,
            HeaderRows::Two => Some(header()?.ok_or_else(|| missing("a row of units"))?),
        };
        let mut cells: Vec<Vec<String>> = vec![Vec::new(); names.len()];
        for record in records {
            let record = record.map_err(|error| unreadable(&error, text))?;
            for (column, cell) in cells.iter_mut().zip(&record) {
                column.push(cell.to_owned());
            }
        }
        let columns = names.iter().zip(cells).enumerate().map(|(at, (name, cells))| {
            let unit = units
                .as_ref()
                .and_then(|units| units.get(at))
                .map(str::trim)
                .filter(|unit| !unit.is_empty());
            Column {
                name: name.trim().to_owned(),
                unit: unit.map(str::to_owned),
                values: typed(cells),
            }
        });
        Ok(Self {
            columns: columns.collect(),
            index: None,
        }
        .with_time_column())
    }

    /// Turns a first column of instants into the index.
    fn with_time_column(mut self) -> Self {
        self.index = self.columns.first().and_then(index_of);
        if self.index.is_some() {
            self.columns.remove(0);
        }
        self
    }
}

fn index_of(column: &Column) -> Option<TimeIndex> {
    let Values::Text(values) = &column.values else {
        return None;
    };
    if !column.name.eq_ignore_ascii_case(TIME_COLUMN) {
        return None;
    }
    let instants: Vec<Timestamp> = values
        .iter()
        .map(|value| value.as_deref()?.trim().parse().ok())
        .collect::<Option<_>>()?;
    let step = |pair: &[Timestamp]| Duration::try_from(pair[1].duration_since(pair[0])).ok();
    let first = step(instants.get(..2)?).filter(|step| !step.is_zero())?;
    let all_days = TimeIndex::new(instants[0], first).ok()?;
    // The two differ only around the end of February, so the first one that fits is meant.
    [Calendar::Gregorian, Calendar::NoLeapDay]
        .into_iter()
        .filter_map(|calendar| all_days.with_calendar(calendar).ok())
        .find(|index| fits(index, &instants))
}

fn fits(index: &TimeIndex, instants: &[Timestamp]) -> bool {
    let mut rows = instants.iter().enumerate();
    rows.all(|(row, instant)| index.at(row).is_ok_and(|expected| expected == *instant))
}

/// The narrowest type that fits every cell.
fn typed(cells: Vec<String>) -> Values {
    fn all<T>(cells: &[String], read: impl Fn(&str) -> Option<T>) -> Option<Vec<Option<T>>> {
        let read = |cell: &String| match cell.trim() {
            "" => Some(None),
            cell => read(cell).map(Some),
        };
        cells.iter().map(read).collect()
    }
    // A column of nothing but gaps says nothing about its type; numbers are what it would hold.
    if let Some(values) = all(&cells, integer) {
        return if values.iter().all(Option::is_none) {
            Values::Number(vec![None; values.len()])
        } else {
            Values::Integer(values)
        };
    }
    if let Some(values) = all(&cells, number) {
        return Values::Number(values);
    }
    Values::Text(
        cells
            .into_iter()
            .map(|cell| (!cell.trim().is_empty()).then_some(cell))
            .collect(),
    )
}

fn integer(cell: &str) -> Option<i64> {
    // An `i64` has no negative zero.
    if has_leading_zero(cell) || cell == "-0" {
        return None;
    }
    cell.parse().ok()
}

fn number(cell: &str) -> Option<f64> {
    if has_leading_zero(cell) {
        return None;
    }
    cell.parse().ok()
}

fn has_leading_zero(cell: &str) -> bool {
    let digits = cell.strip_prefix(['-', '+']).unwrap_or(cell).as_bytes();
    digits.len() > 1 && digits[0] == b'0' && digits[1].is_ascii_digit()
}

/// Where in a cell the text is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Start,
    Bare,
    Quoted,
    /// After a quote inside a quoted cell: its end, or the first of two that mean one.
    Closed,
}

/// Refuses quotes that the reader beneath takes silently: it would swallow all that follows into one cell.
fn check_quotes(text: &[u8]) -> Result<()> {
    let Some(line) = misplaced_quote(text) else {
        return Ok(());
    };
    let message = format!("line {line} of the table has a quote out of place");
    Err(Error::new(ErrorKind::Decode, message).with_advice(ADVICE))
}

/// The line of the first quote that neither encloses a whole cell nor stands doubled inside one that is enclosed, or of
/// the one that is never closed.
fn misplaced_quote(text: &[u8]) -> Option<usize> {
    let (mut at, mut line, mut opened) = (At::Start, 1, 1);
    for byte in text {
        at = match (at, byte) {
            (At::Quoted, b'"') => At::Closed,
            (At::Quoted, _) | (At::Closed, b'"') => At::Quoted,
            (_, b',' | b'\n' | b'\r') => At::Start,
            (At::Start, b'"') => {
                opened = line;
                At::Quoted
            }
            (At::Closed, _) | (_, b'"') => return Some(line),
            (At::Start | At::Bare, _) => At::Bare,
        };
        line += usize::from(*byte == b'\n');
    }
    (at == At::Quoted).then_some(opened)
}

fn missing(what: &str) -> Error {
    Error::new(ErrorKind::Decode, format!("the table has no header: {what} is missing")).with_advice(ADVICE)
}

const ADVICE: &str = "compare the file with the format it should have";

/// What is wrong with a line, without quoting it.
fn unreadable(error: &csv::Error, text: &[u8]) -> Error {
    let line = error.position().map_or(1, |position| line_of(text, position.byte()));
    let message = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("line {line} of the table has {len} cells, but its header has {expected_len}")
        }
        csv::ErrorKind::Utf8 { err, .. } => {
            format!("line {line} of the table is not UTF-8 in cell {}", err.field() + 1)
        }
        _ => format!("line {line} of the table is not comma-separated text"),
    };
    Error::new(ErrorKind::Decode, message).with_advice(ADVICE)
}

/// The line on which a record begins. The reader's own count is short by the blank lines and the half line end before it.
fn line_of(text: &[u8], offset: u64) -> usize {
    let offset = usize::try_from(offset).unwrap_or(text.len()).min(text.len());
    let blank = text[offset..]
        .iter()
        .take_while(|byte| matches!(byte, b'\r' | b'\n'))
        .count();
    text[..offset + blank].iter().filter(|byte| **byte == b'\n').count() + 1
}
