//! Long columns on disk, until their sheet is written.
//!
//! A sheet has a column for each scenario and is written row by row, so nothing of it can be written before all scenarios are
//! there. Until then their columns lie in one file, each in one piece, from which any run of rows can be read.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use aurora_core::table::Values;
use aurora_core::{Error, ErrorKind, Result};

use super::cell::{Cell, exact};

/// The bytes of a number, and of the position of a text.
const WORD: usize = 8;

/// What stands for a number that there is none of: a NaN that no calculation gives.
const NOTHING: u64 = 0x7FF8_0000_6E6F_6E65;

/// Columns on disk. The file has no name, so it is gone with the program, however that ends.
#[derive(Debug)]
pub(in crate::workbook) struct Spool {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    file: File,
    end: u64,
}

/// Where a column lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::workbook) struct Spooled {
    at: u64,
    rows: usize,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A word for each row.
    Numbers,
    /// A word for each row and one more, which say where texts begin and end, and then the texts.
    Texts,
}

impl Spooled {
    pub(in crate::workbook) fn rows(&self) -> usize {
        self.rows
    }

    pub(super) fn is_numbers(&self) -> bool {
        self.kind == Kind::Numbers
    }
}

impl Spool {
    /// An empty one, in a folder.
    pub(in crate::workbook) fn in_folder(folder: &Path) -> Result<Self> {
        let file = tempfile::tempfile_in(folder).map_err(|error| {
            let message = format!("no temporary file can be made in {}: {error}", folder.display());
            Error::new(ErrorKind::Io, message).with_source(error)
        })?;
        Ok(Self {
            state: Mutex::new(State { file, end: 0 }),
        })
    }

    /// How many bytes it holds.
    pub(in crate::workbook) fn bytes(&self) -> u64 {
        self.locked().end
    }

    /// Takes a column.
    pub(in crate::workbook) fn push(&self, values: &Values) -> Result<Spooled> {
        match values {
            Values::Number(numbers) => self.numbers(numbers.iter().copied()),
            Values::Integer(numbers) => {
                let exact: Option<Vec<Option<f64>>> = numbers
                    .iter()
                    .map(|number| number.map(exact).map_or(Some(None), |n| n.map(Some)))
                    .collect();
                match exact {
                    Some(exact) => self.numbers(exact.into_iter()),
                    None => self.texts(numbers.iter().map(|number| number.map(|number| number.to_string()))),
                }
            }
            Values::Text(texts) => self.texts(texts.iter().map(Option::as_deref)),
            _ => Err(Error::new(
                ErrorKind::Decode,
                "a column is of a kind that no cell can hold",
            )),
        }
    }

    /// Takes a column of numbers.
    pub(in crate::workbook) fn numbers(&self, numbers: impl ExactSizeIterator<Item = Option<f64>>) -> Result<Spooled> {
        let rows = numbers.len();
        let mut bytes = Vec::with_capacity(rows * WORD);
        for number in numbers {
            let word = number.map_or(NOTHING, f64::to_bits);
            bytes.extend_from_slice(&word.to_le_bytes());
        }
        self.append(&bytes, rows, Kind::Numbers)
    }

    fn texts<T: AsRef<str>>(&self, texts: impl ExactSizeIterator<Item = Option<T>>) -> Result<Spooled> {
        let rows = texts.len();
        let (mut words, mut bytes) = (Vec::with_capacity((rows + 1) * WORD), Vec::new());
        for text in texts {
            // The highest bit says that there is a text, be it an empty one.
            let flag = if text.is_some() { PRESENT } else { 0 };
            words.extend_from_slice(&(flag | bytes.len() as u64).to_le_bytes());
            bytes.extend_from_slice(text.as_ref().map_or("", AsRef::as_ref).as_bytes());
        }
        words.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        words.append(&mut bytes);
        self.append(&words, rows, Kind::Texts)
    }

    fn append(&self, bytes: &[u8], rows: usize, kind: Kind) -> Result<Spooled> {
        let mut state = self.locked();
        let at = state.end;
        let written = state
            .file
            .seek(SeekFrom::Start(at))
            .and_then(|_| state.file.write_all(bytes));
        written.map_err(|error| unusable("written", error))?;
        state.end += bytes.len() as u64;
        Ok(Spooled { at, rows, kind })
    }

    /// Some rows of a column. Those past its end are missing.
    pub(super) fn read(&self, column: &Spooled, rows: Range<usize>) -> Result<Vec<Cell>> {
        let wanted = rows.len();
        let rows = rows.start.min(column.rows)..rows.end.min(column.rows);
        let mut cells = match column.kind {
            _ if rows.is_empty() => Vec::new(),
            Kind::Numbers => self
                .words(column, rows.start, rows.len())?
                .into_iter()
                .map(number)
                .collect(),
            Kind::Texts => self.read_texts(column, rows)?,
        };
        cells.resize(wanted, Cell::Missing);
        Ok(cells)
    }

    fn read_texts(&self, column: &Spooled, rows: Range<usize>) -> Result<Vec<Cell>> {
        let words = self.words(column, rows.start, rows.len() + 1)?;
        let base = words.first().map_or(0, |word| word & !PRESENT);
        let end = words.last().map_or(0, |word| word & !PRESENT);
        let texts = column.at + ((column.rows + 1) * WORD) as u64;
        let bytes = self.bytes_at(texts + base, size(end - base)?)?;
        let cell = |pair: &[u64]| {
            if pair[0] & PRESENT == 0 {
                return Ok(Cell::Missing);
            }
            let (from, to) = (size((pair[0] & !PRESENT) - base)?, size((pair[1] & !PRESENT) - base)?);
            Ok(Cell::Text(String::from_utf8_lossy(&bytes[from..to]).into_owned()))
        };
        words.windows(2).map(cell).collect()
    }

    fn words(&self, column: &Spooled, from: usize, count: usize) -> Result<Vec<u64>> {
        let bytes = self.bytes_at(column.at + (from * WORD) as u64, count * WORD)?;
        let word = |bytes: &[u8]| bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte));
        Ok(bytes.chunks_exact(WORD).map(word).collect())
    }

    fn bytes_at(&self, at: u64, count: usize) -> Result<Vec<u8>> {
        let mut bytes = vec![0; count];
        let mut state = self.locked();
        let read = state
            .file
            .seek(SeekFrom::Start(at))
            .and_then(|_| state.file.read_exact(&mut bytes));
        read.map_err(|error| unusable("read", error))?;
        Ok(bytes)
    }

    fn locked(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Marks a text that there is.
const PRESENT: u64 = 1 << 63;

fn number(word: u64) -> Cell {
    if word == NOTHING {
        Cell::Missing
    } else {
        Cell::Number(f64::from_bits(word))
    }
}

fn size(bytes: u64) -> Result<usize> {
    usize::try_from(bytes).map_err(|error| {
        Error::new(
            ErrorKind::TooLarge,
            "a column is too large for the memory of this machine",
        )
        .with_source(error)
    })
}

fn unusable(what: &str, error: std::io::Error) -> Error {
    let message = format!("the temporary file of the export could not be {what}: {error}");
    Error::new(ErrorKind::Io, message)
        .with_source(error)
        .with_advice("see whether its folder has space left; another one can be set")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spool() -> Spool {
        Spool::in_folder(&std::env::temp_dir()).unwrap()
    }

    #[test]
    fn numbers_come_back_to_the_last_bit_and_gaps_as_gaps() {
        let spool = spool();
        let values = [Some(0.1 + 0.2), None, Some(-0.0), Some(f64::MIN_POSITIVE), Some(1e300)];
        spool.numbers([Some(7.0); 3].into_iter()).unwrap();
        let column = spool.push(&Values::Number(values.to_vec())).unwrap();
        let cells = spool.read(&column, 0..5).unwrap();
        for (cell, value) in cells.iter().zip(values) {
            match (cell, value) {
                (Cell::Number(read), Some(value)) => assert_eq!(read.to_bits(), value.to_bits()),
                (cell, value) => assert_eq!((cell, value), (&Cell::Missing, None)),
            }
        }
        assert_eq!(spool.bytes(), 8 * 8);
    }

    #[test]
    fn texts_come_back_with_empty_ones_told_from_missing_ones() {
        let spool = spool();
        let texts = ["é", "", "three"].map(|text| Some(text.to_owned()));
        let column = spool.push(&Values::Text([&texts[..], &[None]].concat())).unwrap();
        let expected = [
            Cell::text("é"),
            Cell::text(""),
            Cell::text("three"),
            Cell::Missing,
            Cell::Missing,
        ];
        assert_eq!(spool.read(&column, 0..5).unwrap(), expected);
        assert_eq!(spool.read(&column, 2..3).unwrap(), expected[2..3]);
        assert_eq!(spool.read(&column, 7..8).unwrap(), [Cell::Missing]);
    }

    #[test]
    fn whole_numbers_that_a_cell_would_change_are_kept_as_texts() {
        let spool = spool();
        let small = spool.push(&Values::Integer(vec![Some(3), None])).unwrap();
        assert_eq!(spool.read(&small, 0..2).unwrap(), [Cell::Number(3.0), Cell::Missing]);
        let large = spool.push(&Values::Integer(vec![Some(i64::MAX)])).unwrap();
        assert_eq!(spool.read(&large, 0..1).unwrap(), [Cell::text("9223372036854775807")]);
    }
}
