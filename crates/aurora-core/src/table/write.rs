//! Tables as CSV and JSON.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::Write;

use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};

use super::{Column, HeaderRows, TIME_COLUMN, Table, Values};
use crate::{Error, ErrorKind, Result};

impl Table {
    /// Writes comma-separated text in UTF-8 with `\n` line ends, quoted only where needed.
    ///
    /// With a time index the first column is [`TIME_COLUMN`] (unit `UTC`), its values like `2030-01-01T00:00:00Z`. A gap
    /// is an empty cell. Each number is the shortest text that reads back as the same `f64`; it always has a point or
    /// an exponent, so that a column of numbers is not taken for whole ones.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Io`] when the writer does.
    pub fn to_csv(&self, writer: impl Write, headers: HeaderRows) -> Result<()> {
        let mut csv = csv::WriterBuilder::new().from_writer(writer);
        csv.write_record(self.header(TIME_COLUMN, |column| column.name.as_str()))
            .map_err(|error| failed(error.into()))?;
        if headers == HeaderRows::Two {
            let units = self.header("UTC", |column| column.unit.as_deref().unwrap_or_default());
            csv.write_record(units).map_err(|error| failed(error.into()))?;
        }
        for row in 0..self.rows() {
            if let Some(index) = self.index() {
                csv.write_field(index.at(row)?.to_string())
                    .map_err(|error| failed(error.into()))?;
            }
            for column in self.columns() {
                csv.write_field(cell(&column.values, row).as_bytes())
                    .map_err(|error| failed(error.into()))?;
            }
            csv.write_record(None::<&[u8]>).map_err(|error| failed(error.into()))?;
        }
        csv.flush().map_err(failed)
    }

    fn header<'a>(&'a self, time: &'a str, of: impl Fn(&'a Column) -> &'a str) -> Vec<&'a str> {
        let time = self.index().map(|_| time);
        time.into_iter().chain(self.columns().iter().map(of)).collect()
    }

    /// Writes a JSON array with one object per row, its keys the names of the columns in their order. With a time index
    /// the first key is [`TIME_COLUMN`]. A gap is `null`; units are not written.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::InvalidRequest`], before anything is written, when a number is NaN or infinite, which no
    /// JSON can hold, and when two columns have one name. Fails with [`ErrorKind::Io`] when the writer does.
    pub fn to_json(&self, mut writer: impl Write) -> Result<()> {
        self.check_names()?;
        for column in self.columns() {
            column.check_finite()?;
        }
        serde_json::to_writer(&mut writer, &Records(self)).map_err(|error| failed(error.into()))?;
        writer.flush().map_err(failed)
    }

    fn check_names(&self) -> Result<()> {
        let mut seen = HashSet::new();
        match self
            .header(TIME_COLUMN, |column| &column.name)
            .into_iter()
            .find(|name| !seen.insert(*name))
        {
            None => Ok(()),
            Some(name) => {
                let message = format!("two columns are named {name:?}, but the keys of a JSON object are unique");
                Err(Error::new(ErrorKind::InvalidRequest, message).with_advice("rename one, or write CSV"))
            }
        }
    }
}

impl Column {
    fn check_finite(&self) -> Result<()> {
        let Values::Number(values) = &self.values else {
            return Ok(());
        };
        match values
            .iter()
            .enumerate()
            .find_map(|(row, value)| value.filter(|v| !v.is_finite()).map(|v| (row, v)))
        {
            None => Ok(()),
            Some((row, value)) => {
                let message = format!(
                    "column {:?} is {value} in row {}, which JSON cannot hold",
                    self.name,
                    row + 1
                );
                Err(Error::new(ErrorKind::InvalidRequest, message).with_advice("write CSV, or leave a gap instead"))
            }
        }
    }
}

/// The text of a cell; empty for a gap.
fn cell(values: &Values, row: usize) -> Cow<'_, str> {
    match values {
        // `Debug` of a float is its shortest text that reads back the same, and shows that it is a float.
        Values::Number(values) => values[row].map(|value| format!("{value:?}").into()),
        Values::Integer(values) => values[row].map(|value| value.to_string().into()),
        Values::Text(values) => values[row].as_deref().map(Cow::Borrowed),
    }
    .unwrap_or_default()
}

fn failed(error: std::io::Error) -> Error {
    Error::new(ErrorKind::Io, "cannot write the table").with_source(error)
}

/// All rows, one after the other: no second copy of the table is made.
struct Records<'a>(&'a Table);

impl Serialize for Records<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(Some(self.0.rows()))?;
        for row in 0..self.0.rows() {
            rows.serialize_element(&Record { table: self.0, row })?;
        }
        rows.end()
    }
}

struct Record<'a> {
    table: &'a Table,
    row: usize,
}

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut record = serializer.serialize_map(None)?;
        if let Some(index) = self.table.index() {
            let instant = index.at(self.row).map_err(S::Error::custom)?;
            record.serialize_entry(TIME_COLUMN, &instant)?;
        }
        for column in self.table.columns() {
            match &column.values {
                Values::Number(values) => record.serialize_entry(&column.name, &values[self.row])?,
                Values::Integer(values) => record.serialize_entry(&column.name, &values[self.row])?,
                Values::Text(values) => record.serialize_entry(&column.name, &values[self.row])?,
            }
        }
        record.end()
    }
}
