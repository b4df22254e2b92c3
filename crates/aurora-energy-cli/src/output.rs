//! Results on the standard output, in the format that was asked for.

use std::io::{self, Write};

use anyhow::Result;
use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, TableComponent, presets};
use serde::Serialize;
use serde_json::Value;

use crate::args::Format;
use crate::exit::ClosedPipe;

mod fields;

use fields::Fields;

/// A column of a list: heading and the field that it shows (`parameters.id` for a nested one).
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Heading in a table, with the unit.
    pub heading: &'static str,
    /// Path of the field, and the heading in CSV.
    pub field: &'static str,
    /// Digits after the point in a table; without it a number is shown as it is. Other formats never round.
    pub decimals: Option<usize>,
}

impl Column {
    /// Rounds numbers in tables.
    #[must_use]
    pub const fn with_decimals(mut self, decimals: usize) -> Self {
        self.decimals = Some(decimals);
        self
    }
}

/// Makes a column.
#[must_use]
pub const fn column(heading: &'static str, field: &'static str) -> Column {
    Column {
        heading,
        field,
        decimals: None,
    }
}

/// The standard output with its format.
pub struct Output {
    writer: Box<dyn Write + Send>,
    /// The format that was asked for.
    pub format: Format,
    /// Whether tables may be bent to the terminal's width.
    on_terminal: bool,
}

impl Output {
    /// Output in this format.
    #[must_use]
    pub fn new(writer: Box<dyn Write + Send>, format: Format, on_terminal: bool) -> Self {
        Self {
            writer,
            format,
            on_terminal,
        }
    }

    /// Writes bytes as they are.
    ///
    /// # Errors
    ///
    /// Fails when the output cannot be written; a closed pipe is a [`ClosedPipe`].
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<()> {
        closed_pipe(self.writer.write_all(bytes))
    }

    /// Writes one line of text, whatever the format.
    ///
    /// # Errors
    ///
    /// Fails when the output cannot be written.
    pub fn line(&mut self, text: &str) -> Result<()> {
        closed_pipe(writeln!(self.writer, "{text}"))
    }

    /// Hands over what is still buffered.
    ///
    /// # Errors
    ///
    /// Fails when the output cannot be written.
    pub fn flush(&mut self) -> Result<()> {
        closed_pipe(self.writer.flush())
    }

    /// Writes one thing: a table of field and value, a JSON document, or a CSV header with one row.
    ///
    /// # Errors
    ///
    /// Fails when the output cannot be written.
    pub fn record(&mut self, item: &impl Serialize) -> Result<()> {
        match self.format {
            Format::Json => {
                let text = serde_json::to_string_pretty(item)?;
                self.line(&text)
            }
            Format::Jsonl => {
                let text = serde_json::to_string(item)?;
                self.line(&text)
            }
            // An answer of unknown shape may be anything.
            Format::Table | Format::Csv if !serde_json::to_value(item)?.is_object() => {
                let value = serde_json::to_value(item)?;
                self.line(&text(Some(&value)))
            }
            Format::Table => self.sheet(&Fields::of(item)?),
            Format::Csv => {
                let Fields(fields) = Fields::of(item)?;
                self.csv_row(fields.iter().map(|(name, _)| name))?;
                self.csv_row(fields.iter().map(|(_, value)| text(Some(value))))
            }
        }
    }

    fn sheet(&mut self, fields: &Fields) -> Result<()> {
        let mut table = self.table();
        for (field, value) in &fields.0 {
            table.add_row([Cell::new(field), Cell::new(text(Some(value)))]);
        }
        self.print(&mut table)
    }

    /// Without the spaces at the end of lines, which a terminal may wrap and a diff shows.
    fn print(&mut self, table: &mut Table) -> Result<()> {
        for column in table.column_iter_mut() {
            column.set_padding((0, 2));
        }
        self.line(&table.trim_fmt())
    }

    /// Starts a list with these columns. JSON formats print whole items, whatever the columns.
    pub fn list<'a>(&'a mut self, columns: &[Column]) -> List<'a> {
        let columns = columns.iter().map(|column| Shown {
            heading: column.heading.to_owned(),
            field: column.field.to_owned(),
            decimals: column.decimals,
        });
        let columns = columns.collect();
        List {
            output: self,
            columns,
            rows: Vec::new(),
            count: 0,
        }
    }

    /// Writes any JSON value: a list of objects with a column per field, everything else as a record.
    ///
    /// # Errors
    ///
    /// Fails when the output cannot be written.
    pub fn value(&mut self, value: &Value) -> Result<()> {
        let Value::Array(items) = value else {
            return self.record(value);
        };
        let mut columns: Vec<Shown> = Vec::new();
        for field in items.iter().filter_map(Value::as_object).flat_map(|item| item.keys()) {
            if !columns.iter().any(|known| known.field == *field) {
                columns.push(Shown {
                    heading: field.clone(),
                    field: field.clone(),
                    decimals: None,
                });
            }
        }
        if columns.is_empty() && !items.is_empty() {
            columns.push(Shown {
                heading: "value".to_owned(),
                field: String::new(),
                decimals: None,
            });
        }
        let mut list = List {
            output: self,
            columns,
            rows: Vec::new(),
            count: 0,
        };
        for item in items {
            list.push(item)?;
        }
        list.finish()
    }

    /// Writes a whole list.
    ///
    /// # Errors
    ///
    /// Fails when the output cannot be written.
    pub fn items<T: Serialize>(&mut self, columns: &[Column], items: impl IntoIterator<Item = T>) -> Result<()> {
        let mut list = self.list(columns);
        for item in items {
            list.push(&item)?;
        }
        list.finish()
    }

    /// Writes a table for people with headings that are known only now, such as those of a file.
    ///
    /// # Errors
    ///
    /// Fails when the output cannot be written.
    pub fn grid(&mut self, headings: &[String], rows: impl IntoIterator<Item = Vec<Value>>) -> Result<()> {
        let mut table = self.table();
        table.set_header(headings);
        table.add_rows(
            rows.into_iter()
                .map(|row| row.iter().map(|value| cell(Some(value), None)).collect::<Vec<_>>()),
        );
        self.print(&mut table)
    }

    /// Writes CSV with a header that is known only now.
    ///
    /// # Errors
    ///
    /// Fails when the output cannot be written.
    pub fn csv(&mut self, header: &[String], rows: impl IntoIterator<Item = Vec<Value>>) -> Result<()> {
        self.csv_row(header)?;
        rows.into_iter()
            .try_for_each(|row| self.csv_row(row.iter().map(|value| text(Some(value)))))
    }

    fn csv_row<S: AsRef<[u8]>>(&mut self, fields: impl IntoIterator<Item = S>) -> Result<()> {
        let mut line = csv::WriterBuilder::new().from_writer(Vec::new());
        line.write_record(fields)?;
        let bytes = line
            .into_inner()
            .map_err(|error| anyhow::anyhow!("a CSV row cannot be made: {error}"))?;
        self.bytes(&bytes)
    }

    fn table(&self) -> Table {
        let mut table = Table::new();
        table
            .load_preset(presets::NOTHING)
            .set_style(TableComponent::HeaderLines, '─')
            .set_style(TableComponent::MiddleHeaderIntersections, '─')
            .set_content_arrangement(ContentArrangement::Disabled);
        if self.on_terminal {
            table.set_content_arrangement(ContentArrangement::Dynamic);
        }
        table
    }
}

/// A column of a list that is being printed.
struct Shown {
    heading: String,
    field: String,
    decimals: Option<usize>,
}

/// A list that is being printed. All formats but the table print each item as it comes.
pub struct List<'a> {
    output: &'a mut Output,
    columns: Vec<Shown>,
    rows: Vec<Vec<Cell>>,
    count: usize,
}

impl List<'_> {
    /// Adds an item.
    ///
    /// # Errors
    ///
    /// Fails when the output cannot be written.
    pub fn push(&mut self, item: &impl Serialize) -> Result<()> {
        self.count += 1;
        match self.output.format {
            Format::Json => self.push_json(item),
            Format::Jsonl => {
                self.output.line(&serde_json::to_string(item)?)?;
                self.output.flush()
            }
            Format::Csv => {
                if self.count == 1 {
                    self.csv_header()?;
                }
                let value = serde_json::to_value(item)?;
                let row: Vec<_> = self
                    .columns
                    .iter()
                    .map(|column| text(at(&value, &column.field)))
                    .collect();
                self.output.csv_row(row)?;
                self.output.flush()
            }
            Format::Table => {
                let value = serde_json::to_value(item)?;
                self.rows.push(
                    self.columns
                        .iter()
                        .map(|column| cell(at(&value, &column.field), column.decimals))
                        .collect(),
                );
                Ok(())
            }
        }
    }

    fn push_json(&mut self, item: &impl Serialize) -> Result<()> {
        let start = if self.count == 1 { "[\n" } else { ",\n" };
        self.output.bytes(start.as_bytes())?;
        let text = serde_json::to_string_pretty(item)?;
        self.output.bytes(indented(&text).as_bytes())?;
        self.output.flush()
    }

    fn csv_header(&mut self) -> Result<()> {
        let header: Vec<_> = self.columns.iter().map(|column| column.field.clone()).collect();
        self.output.csv_row(header)
    }

    /// Ends the list.
    ///
    /// # Errors
    ///
    /// Fails when the output cannot be written.
    pub fn finish(mut self) -> Result<()> {
        match self.output.format {
            Format::Json if self.count == 0 => self.output.line("[]"),
            Format::Json => self.output.line("\n]"),
            Format::Jsonl => Ok(()),
            Format::Csv if self.count == 0 => self.csv_header(),
            Format::Csv => Ok(()),
            Format::Table => {
                let mut table = self.output.table();
                table.set_header(self.columns.iter().map(|column| &column.heading));
                table.add_rows(std::mem::take(&mut self.rows));
                self.output.print(&mut table)
            }
        }?;
        // Notes that follow on the standard error come after the list on a terminal too.
        self.output.flush()
    }
}

fn indented(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(|line| format!("  {line}")).collect();
    lines.join("\n")
}

/// The value at a path; the empty path is the value itself.
fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    if path.is_empty() {
        return Some(value);
    }
    path.split('.').try_fold(value, |value, field| value.get(field))
}

/// The text of a value in a row: nothing for null, no quotes, nested values as compact JSON.
fn text(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(items)) if items.iter().all(Value::is_string) => {
            items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ")
        }
        Some(other) => other.to_string(),
    }
}

fn cell(value: Option<&Value>, decimals: Option<usize>) -> Cell {
    match (value.and_then(Value::as_f64), decimals) {
        (Some(number), Some(decimals)) => Cell::new(format!("{number:.decimals$}")).set_alignment(CellAlignment::Right),
        (Some(_), None) => Cell::new(text(value)).set_alignment(CellAlignment::Right),
        (None, _) => Cell::new(text(value)),
    }
}

fn closed_pipe(result: io::Result<()>) -> Result<()> {
    result.map_err(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => anyhow::Error::from(ClosedPipe),
        _ => anyhow::Error::from(error).context("the output cannot be written"),
    })
}
