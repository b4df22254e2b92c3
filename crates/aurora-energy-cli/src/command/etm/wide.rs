//! Tables with a column for each scenario or query: known only when they are there.

use anyhow::Result;
use serde::Serialize;
use serde_json::Value;

use crate::args::Format;
use crate::context::Context;

/// A table, and what JSON has in its place: whole items.
pub(super) struct Wide<T> {
    headings: Vec<String>,
    rows: Vec<Vec<Value>>,
    items: Vec<T>,
}

impl<T: Serialize> Wide<T> {
    /// A table without rows.
    pub(super) fn new(headings: Vec<String>) -> Self {
        Self {
            headings,
            rows: Vec::new(),
            items: Vec::new(),
        }
    }

    /// Adds a row, and the item that it shows.
    pub(super) fn push(&mut self, row: Vec<Value>, item: T) {
        self.rows.push(row);
        self.items.push(item);
    }

    /// Prints it.
    pub(super) fn show(self, context: &mut Context) -> Result<()> {
        match context.output.format {
            Format::Json | Format::Jsonl => context.output.items(&[], self.items),
            Format::Table => context.output.grid(&self.headings, self.rows),
            Format::Csv => context.output.csv(&self.headings, self.rows),
        }
    }
}
