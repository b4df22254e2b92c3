//! Hourly and yearly data: named columns, a unit per column, and the instants of the rows.
//!
//! A [`Table`] is what comes out of every service and goes into CSV and JSON. Numbers survive to the last bit: what
//! [`Table::to_csv`] writes, [`Table::from_csv`] reads back as the same `f64`, negative zero and subnormal numbers included.

mod index;
mod read;
mod write;

pub use index::{Calendar, TimeIndex};

use crate::{Error, ErrorKind, Result};

/// The name of the column that holds the instants of the rows, where there is one.
pub const TIME_COLUMN: &str = "time";

/// Columns of one length.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    columns: Vec<Column>,
    index: Option<TimeIndex>,
}

/// A named column.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Column {
    /// The name. Several columns may share one, as those of Origin's outputs do that differ in their unit.
    pub name: String,
    /// The unit of the values, or whatever else the second header row says. `None` when nothing is known.
    pub unit: Option<String>,
    /// The values, one per row; `None` where there is none.
    pub values: Values,
}

/// The values of a column, all of one type.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Values {
    /// Numbers. NaN and the infinities are kept, but JSON refuses them.
    Number(Vec<Option<f64>>),
    /// Whole numbers.
    Integer(Vec<Option<i64>>),
    /// Text.
    Text(Vec<Option<String>>),
}

/// How many rows of a CSV file come before the values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum HeaderRows {
    /// The names. Units are not written.
    #[default]
    One,
    /// The names, then the units.
    Two,
}

impl Table {
    /// A table without columns and rows.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same table with one column more.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::InvalidRequest`] when the table has columns and the new one is longer or shorter.
    pub fn with_column(mut self, column: Column) -> Result<Self> {
        let rows = self.rows();
        if !self.columns.is_empty() && column.values.len() != rows {
            let (name, length) = (&column.name, column.values.len());
            let message = format!("column {name:?} has {length} values, but the table has {rows} rows");
            return Err(Error::new(ErrorKind::InvalidRequest, message));
        }
        self.columns.push(column);
        Ok(self)
    }

    /// The same table with instants for its rows.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::InvalidRequest`] when the last row's instant lies beyond the year 9999.
    pub fn with_index(mut self, index: TimeIndex) -> Result<Self> {
        if let Some(last) = self.rows().checked_sub(1) {
            index.at(last)?;
        }
        self.index = Some(index);
        Ok(self)
    }

    /// The columns, in their order.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The columns themselves, without the index.
    #[must_use]
    pub fn into_columns(self) -> Vec<Column> {
        self.columns
    }

    /// The first column of that name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The instants of the rows, if they are known.
    #[must_use]
    pub fn index(&self) -> Option<&TimeIndex> {
        self.index.as_ref()
    }

    /// How many rows there are. A table without columns has none.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |column| column.values.len())
    }
}

impl Column {
    /// A column of numbers without gaps.
    #[must_use]
    pub fn numbers(name: impl Into<String>, values: impl IntoIterator<Item = f64>) -> Self {
        Self::new(name, Values::Number(values.into_iter().map(Some).collect()))
    }

    /// A column of these values.
    #[must_use]
    pub fn new(name: impl Into<String>, values: Values) -> Self {
        Self {
            name: name.into(),
            unit: None,
            values,
        }
    }

    /// The same column with a unit, for example `MW`.
    #[must_use]
    pub fn with_unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = Some(unit.into());
        self
    }
}

impl Values {
    /// How many values there are, gaps included.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Number(values) => values.len(),
            Self::Integer(values) => values.len(),
            Self::Text(values) => values.len(),
        }
    }

    /// Whether there is no row at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of a row as a number; `None` for a gap, for text, and beyond the last row. Whole numbers above 2⁵³ lose
    /// their last digits.
    #[must_use]
    pub fn number(&self, row: usize) -> Option<f64> {
        match self {
            Self::Number(values) => *values.get(row)?,
            Self::Integer(values) => values.get(row)?.map(|value| value as f64),
            Self::Text(_) => None,
        }
    }
}

#[cfg(test)]
mod tests;
