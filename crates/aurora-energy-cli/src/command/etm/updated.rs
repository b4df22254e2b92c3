//! Setting inputs, and what comes of it: values in, results of queries out.

use anyhow::Result;
use aurora_energy::etm::{EtmClient, InputValue, QueryResult, QueryResults, QueryValue, SessionUpdate, SessionUpdated};
use serde::Serialize;

use super::sessions::texts;
use crate::args::Format;
use crate::args::etm::inputs::{How, QueriesCommand};
use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::output::{Column, column};

/// How results of queries are shown.
const COLUMNS: [Column; 4] = [
    column("query", "key"),
    column("present", "present"),
    column("future", "future"),
    column("unit", "unit"),
];

pub(super) async fn queries(command: QueriesCommand, etm: &EtmClient, context: &mut Context) -> Result<()> {
    match command {
        QueriesCommand::List { label } => {
            let queries = etm.gqueries().list(&texts(&label)).await?;
            let columns = [
                column("query", "key"),
                column("unit", "unit"),
                column("labels", "labels"),
                column("description", "description"),
            ];
            context.output.items(&columns, queries)
        }
        QueriesCommand::Run { id, key, known: false } => {
            let results = etm.gqueries().of(id).run(&texts(&key)).await?;
            show_results(&results, context)
        }
        QueriesCommand::Run { id, key, known: true } => {
            let (results, unknown) = etm.gqueries().of(id).run_known(&texts(&key)).await?;
            show_results(&results, context)?;
            if unknown.is_empty() {
                return Ok(());
            }
            let text = format!("the engine does not know {}", unknown.join(", "));
            Err(Failure::new(Exit::Partial, text)
                .with_hint("`aurora etm queries list` has all queries")
                .into())
        }
    }
}

/// A value as it is typed: a number, true or false, or a text.
pub(super) fn value(text: &str) -> InputValue {
    match (text.trim().parse::<f64>(), text.trim()) {
        (Ok(number), _) => number.into(),
        (Err(_), "true") => true.into(),
        (Err(_), "false") => false.into(),
        (Err(_no_number), text) => text.into(),
    }
}

/// An update that sets these inputs too, so.
pub(super) fn with_values(update: SessionUpdate, values: Vec<(String, String)>, how: &How) -> SessionUpdate {
    let mut update = values
        .into_iter()
        .fold(update, |update, (key, text)| update.with_value(key, value(&text)));
    if how.no_autobalance {
        update = update.with_autobalance(false);
    }
    if how.force {
        update = update.with_force(true);
    }
    update
}

/// Sends an update, checked against the definitions of the session's inputs first if that is wanted.
pub(super) async fn send(
    id: i64,
    update: SessionUpdate,
    how: &How,
    reset_all: bool,
    etm: &EtmClient,
) -> Result<SessionUpdated> {
    if how.check {
        let known = etm.inputs(id).for_checks().await?;
        let values = update.values().iter().map(|(key, value)| (key.as_str(), value.clone()));
        let checked = etm.inputs(id).update().set_all(values).autobalance(!how.no_autobalance);
        let checked = if reset_all { checked.reset_all() } else { checked };
        checked.checked_against(&known).validate()?;
    }
    Ok(etm.sessions().update(id, &update).await?)
}

/// Shows a session after a change: its queries' results if there are any, else the session itself; JSON has both.
pub(super) fn show(updated: &SessionUpdated, context: &mut Context) -> Result<()> {
    match context.output.format {
        Format::Json | Format::Jsonl => context.output.record(updated),
        Format::Table | Format::Csv if updated.results.is_empty() => context.output.record(&updated.scenario),
        Format::Table | Format::Csv => show_results(&updated.results, context),
    }
}

fn show_results(results: &QueryResults, context: &mut Context) -> Result<()> {
    #[derive(Serialize)]
    struct Row<'a> {
        key: &'a str,
        #[serde(flatten)]
        result: QueryResult,
    }
    let short = context.output.format == Format::Table;
    let rows = results.iter().map(|(key, result)| {
        let mut result = result.clone();
        if short {
            shorten(&mut result.present);
            shorten(&mut result.future);
        }
        Row { key, result }
    });
    context.output.items(&COLUMNS, rows)
}

/// A curve does not fit into a cell.
fn shorten(value: &mut QueryValue) {
    if let QueryValue::Curve(values) = value {
        *value = QueryValue::Text(format!("{} values", values.len()));
    }
}
