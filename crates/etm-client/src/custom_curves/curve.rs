//! Curves that are uploaded.

use std::path::Path;

use aurora_core::raw::Part;
use aurora_core::{Error, ErrorKind, Result};

use crate::curves::HOURS;

/// Where in a file the engine looks for a header with prices, in bytes.
const HEADER_WITHIN: usize = 1024;

/// How much of a wrong line is shown, in characters.
const SHOWN: usize = 40;

/// A curve to upload: 8760 finite values, one for each hour from 1 January 00:00 on, without 29 February.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    values: Vec<f64>,
    name: Option<String>,
    source: Option<CurveSource>,
}

/// The scenario that a curve comes from, as the ETM shows it. The engine takes all five or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurveSource {
    /// The session.
    pub scenario_id: i64,
    /// Its title.
    pub scenario_title: String,
    /// The saved scenario that it belongs to.
    pub saved_scenario_id: i64,
    /// The area's code, for example `nl2019`.
    pub dataset_key: String,
    /// The end year.
    pub end_year: i64,
}

impl Curve {
    /// A curve of these values.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::InvalidRequest`], naming the first wrong one, when a value is not finite; and when there are
    /// not 8760.
    pub fn new(values: impl Into<Vec<f64>>) -> Result<Self> {
        let values = values.into();
        if let Some((at, value)) = values.iter().enumerate().find(|(_, value)| !value.is_finite()) {
            let message = format!(
                "value {} of the curve is {value}, but has to be a finite number",
                at + 1
            );
            return Err(refused(message));
        }
        if values.len() != HOURS {
            return Err(wrong_length(values.len()));
        }
        Ok(Self {
            values,
            name: None,
            source: None,
        })
    }

    /// A curve from text with one number per line, as the engine reads it: a byte order mark, blank lines, `\r\n`, quotes
    /// around a number and a comma after it are fine. Where the text begins with a header that has a column with `price` in its
    /// name, that column is taken, so that a downloaded electricity price can be uploaded as it is.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::InvalidRequest`], naming the first wrong line, when one holds no finite number or more than
    /// one; and when there are not 8760.
    pub fn from_csv(text: &str) -> Result<Self> {
        let text = text.trim_start_matches('\u{feff}');
        let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
        let column = price_column(text);
        if column.is_some() {
            lines.next();
        }
        let values: Vec<f64> = lines
            .map(|(number, line)| value(number, line, column))
            .collect::<Result<_>>()?;
        Self::new(values)
    }

    /// A curve from a file, read as [`from_csv`](Self::from_csv) does. Its name is that of the file, without the ending.
    ///
    /// # Errors
    ///
    /// As [`from_csv`](Self::from_csv), and with [`ErrorKind::Io`] when the file cannot be read or is not UTF-8.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let text = std::fs::read_to_string(path).map_err(|error| {
            let message = format!("cannot read the curve in {}", path.display());
            Error::new(ErrorKind::Io, message).with_source(error)
        })?;
        let curve = Self::from_csv(&text)?;
        Ok(match path.file_stem() {
            Some(stem) => curve.with_name(stem.to_string_lossy()),
            None => curve,
        })
    }

    /// Sets the name under which the ETM shows the curve, without an ending. Default: the key.
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Says where the curve comes from. Only prices and temperatures show it. Default: nothing, and an upload without it
    /// forgets what an earlier one said.
    #[must_use]
    pub fn with_source(mut self, source: CurveSource) -> Self {
        self.source = Some(source);
        self
    }

    /// The values.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The values themselves.
    #[must_use]
    pub fn into_values(self) -> Vec<f64> {
        self.values
    }

    /// The parts of the form. Numbers are written anew, so that no engine sees a header or a mark that it does not know.
    pub(super) fn parts(&self, key: &str) -> Vec<Part> {
        let mut text = String::with_capacity(HOURS * 12);
        for value in &self.values {
            text.push_str(&format!("{value:?}\n"));
        }
        // A separator in a file's name would cut it.
        let name = self.name.as_deref().unwrap_or(key).replace(['/', '\\'], "-");
        let mut parts = vec![Part::new("file", text).with_file_name(format!("{name}.csv"))];
        if let Some(source) = &self.source {
            parts.extend(source.parts());
        }
        parts
    }
}

impl CurveSource {
    fn parts(&self) -> [Part; 5] {
        let part = |name, value: String| Part::new(format!("metadata[source_{name}]"), value);
        [
            part("scenario_id", self.scenario_id.to_string()),
            part("scenario_title", self.scenario_title.clone()),
            part("saved_scenario_id", self.saved_scenario_id.to_string()),
            part("dataset_key", self.dataset_key.clone()),
            part("end_year", self.end_year.to_string()),
        ]
    }
}

/// Reads a downloaded file before it takes its name.
pub(super) fn check_file(path: &Path) -> Result<()> {
    Curve::from_file(path).map(drop).map_err(|error| match error.kind() {
        ErrorKind::InvalidRequest => error.with_kind(ErrorKind::Decode),
        _ => error,
    })
}

/// The position of the first column with `price` in its name, where the text begins with a header.
fn price_column(text: &str) -> Option<usize> {
    let header = text.lines().find(|line| !line.trim().is_empty())?;
    let within = header.len() <= HEADER_WITHIN;
    let position = header
        .split(',')
        .position(|name| name.to_ascii_lowercase().contains("price"));
    position.filter(|_| within)
}

/// The number in a line: in its column, or the only one.
fn value(number: usize, line: &str, column: Option<usize>) -> Result<f64> {
    let cells: Vec<&str> = line
        .split(',')
        .map(|cell| cell.trim().trim_matches('"').trim())
        .collect();
    let cell = match column {
        Some(column) => cells.get(column).copied().unwrap_or_default(),
        None if cells.iter().skip(1).any(|cell| !cell.is_empty()) => {
            let message = format!("line {number} of the curve has several values, {}", shown(line));
            return Err(refused(message).with_advice("write one number per line, with a point before its decimals"));
        }
        None => cells.first().copied().unwrap_or_default(),
    };
    match cell.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        _ => {
            let message = format!(
                "line {number} of the curve is {}, but has to be a finite number",
                shown(cell)
            );
            Err(refused(message))
        }
    }
}

fn shown(text: &str) -> String {
    format!("{:?}", text.trim().chars().take(SHOWN).collect::<String>())
}

fn wrong_length(values: usize) -> Error {
    refused(format!(
        "the curve has {values} values, but has to have {HOURS}, one for each hour of a year without 29 February"
    ))
}

fn refused(message: String) -> Error {
    Error::new(ErrorKind::InvalidRequest, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(count: usize) -> Vec<String> {
        (0..count).map(|hour| format!("{hour}.5")).collect()
    }

    fn message(result: Result<Curve>) -> String {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        error.to_string()
    }

    #[test]
    fn the_first_bad_line_is_named_even_when_it_is_the_last_but_one() {
        let mut text = lines(HOURS);
        for bad in ["n/a", "NaN", "inf", "1;2", "1e999", "--1"] {
            text[8758] = bad.to_owned();
            let told = message(Curve::from_csv(&text.join("\n")));
            assert_eq!(
                told,
                format!("line 8759 of the curve is {bad:?}, but has to be a finite number")
            );
        }
        text[8758] = "1,5".to_owned();
        let told = message(Curve::from_csv(&text.join("\n")));
        assert!(
            told.starts_with("line 8759 of the curve has several values, \"1,5\""),
            "{told}"
        );
        let mut values = vec![1.0; HOURS];
        values[8758] = f64::NAN;
        values[8759] = f64::INFINITY;
        assert!(message(Curve::new(values)).starts_with("value 8759 of the curve is NaN"));
    }

    #[test]
    fn a_curve_has_a_value_for_each_hour() {
        for count in [0, 1, 8759, 8761, 8784] {
            let told = message(Curve::from_csv(&lines(count).join("\n")));
            assert!(
                told.starts_with(&format!("the curve has {count} values, but has to have 8760")),
                "{told}"
            );
            assert!(Curve::new(vec![0.0; count]).is_err());
        }
    }

    #[test]
    fn text_is_read_as_the_engine_reads_it() {
        let mut text = lines(HOURS);
        text[0] = "\u{feff}\"45.4669\"".to_owned();
        text[1] = "  21.4558,".to_owned();
        text[2] = "-1.5e-3\r".to_owned();
        text[3] = "\n\n7".to_owned();
        let curve = Curve::from_csv(&text.join("\n")).unwrap();
        assert_eq!(curve.values()[..5], [45.4669, 21.4558, -0.0015, 7.0, 4.5]);
    }

    #[test]
    fn a_downloaded_price_is_taken_from_its_column() {
        let mut text = vec!["Time,Price (Euros)".to_owned()];
        text.extend((0..HOURS).map(|hour| format!("2050-01-01 00:00,{hour}")));
        let curve = Curve::from_csv(&text.join("\n")).unwrap();
        assert_eq!((curve.values()[0], curve.values()[8759]), (0.0, 8759.0));
        text[8759] = "2050-12-31 22:00,free".to_owned();
        let told = message(Curve::from_csv(&text.join("\n")));
        assert!(told.starts_with("line 8760 of the curve is \"free\""), "{told}");
        text[8759] = "2050-12-31 22:00".to_owned();
        let told = message(Curve::from_csv(&text.join("\n")));
        assert!(told.starts_with("line 8760 of the curve is \"\""), "{told}");
    }

    #[test]
    fn a_file_gives_its_name_and_one_that_is_not_there_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("my price.csv");
        std::fs::write(&path, lines(HOURS).join("\n")).unwrap();
        assert_eq!(Curve::from_file(&path).unwrap().name.as_deref(), Some("my price"));
        assert!(check_file(&path).is_ok());
        std::fs::write(&path, "1\n2\n").unwrap();
        assert_eq!(check_file(&path).unwrap_err().kind(), ErrorKind::Decode);
        let gone = Curve::from_file(folder.path().join("gone.csv")).unwrap_err();
        assert_eq!(gone.kind(), ErrorKind::Io);
    }
}
