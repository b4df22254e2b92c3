//! `aurora etm sweep`: queries for each of several values.

use anyhow::Result;
use aurora_energy::core::Error;
use aurora_energy::etm::sessions::CopyOptions;
use aurora_energy::etm::{EtmClient, InputSet, QueryResults, QueryValue, SessionUpdate};
use futures_util::stream::{self, StreamExt as _};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::sessions::texts;
use super::updated::value;
use super::wide::Wide;
use crate::args::etm::workflows::SweepArgs;
use crate::context::Context;
use crate::exit::{self, Exit, Failure};
use crate::progress;

mod leftovers;
mod steps;

pub(crate) use leftovers::{Leftovers, clean_up};

use leftovers::Workshop;
use steps::{Axis, Step};

pub(super) async fn run(arguments: SweepArgs, etm: &EtmClient, context: &mut Context) -> Result<()> {
    let axes = steps::axes(&arguments.set)?;
    let steps = steps::steps(&axes)?;
    if etm.is_guest() && !arguments.keep {
        return Err(Failure::new(
            Exit::Credentials,
            "a guest's sessions cannot be deleted, and a sweep deletes its own",
        )
        .with_hint("`aurora auth login etm` stores a token; with --keep the sessions stay")
        .into());
    }
    check(&arguments, &steps, etm, context).await?;
    let (workshop, leftovers) = leftovers::open(etm);
    if !arguments.keep {
        context.leftovers = Some(leftovers);
    }
    let rows = tokio::select! {
        rows = all(&arguments, steps, &workshop, etm, context) => rows,
        interrupted = interrupted() => return Err(interrupted?.into()),
    };
    show(&rows, &axes, &arguments, context)?;
    outcome(&rows)
}

/// Everything that can be found out before a session is made.
async fn check(arguments: &SweepArgs, steps: &[Step], etm: &EtmClient, context: &Context) -> Result<()> {
    let known = etm.inputs(arguments.id).for_checks().await?;
    let mut problems: Vec<String> = Vec::new();
    for step in steps {
        for message in problems_of(arguments, step, &known, etm) {
            if !problems.contains(&message) {
                problems.push(message);
            }
        }
    }
    // Asking for results changes nothing.
    let queries = etm
        .gqueries()
        .of(arguments.id)
        .run_known(&texts(&arguments.query))
        .await?;
    problems.extend(
        queries
            .1
            .iter()
            .map(|key| format!("the engine does not know the query {key}")),
    );
    for problem in &problems {
        context.notes.line(problem);
    }
    match problems.len() {
        0 => Ok(()),
        count => Err(Failure::usage(format!("the sweep has {count} problems, and no session was made")).into()),
    }
}

fn problems_of(arguments: &SweepArgs, step: &Step, known: &InputSet, etm: &EtmClient) -> Vec<String> {
    let values = step.iter().map(|(key, text)| (key.as_str(), value(text)));
    let inputs = etm.inputs(arguments.id);
    let update = inputs.update().set_all(values).autobalance(!arguments.no_autobalance);
    match update.checked_against(known).validate() {
        Ok(()) => Vec::new(),
        Err(error) if error.messages().is_empty() => vec![error.to_string()],
        Err(error) => error.messages().to_vec(),
    }
}

/// What came of one step.
struct Row {
    step: Step,
    session: Option<i64>,
    outcome: Result<QueryResults>,
}

async fn all(
    arguments: &SweepArgs,
    steps: Vec<Step>,
    workshop: &Workshop,
    etm: &EtmClient,
    context: &Context,
) -> Vec<Row> {
    let bar = progress::bar(context, steps.len(), "sweep");
    let one = async |step: Step| {
        let row = one(arguments, step, workshop, etm).await;
        bar.inc(1);
        row
    };
    let rows = stream::iter(steps)
        .map(one)
        .buffered(usize::from(arguments.concurrency))
        .collect()
        .await;
    bar.finish_and_clear();
    rows
}

async fn one(arguments: &SweepArgs, step: Step, workshop: &Workshop, etm: &EtmClient) -> Row {
    let mut row = Row {
        step,
        session: None,
        outcome: Ok(QueryResults::default()),
    };
    let mut options = CopyOptions::new().with_source("aurora");
    if arguments.keep {
        options = options.with_title(title(&row.step));
    }
    let session = match workshop.copy(arguments.id, options).await {
        Ok(session) => session,
        Err(error) => {
            row.outcome = Err(error);
            return row;
        }
    };
    row.session = Some(session);
    let update = row.step.iter().fold(SessionUpdate::new(), |update, (key, text)| {
        update.with_value(key, value(text))
    });
    let update = match arguments.no_autobalance {
        true => update.with_autobalance(false),
        false => update,
    };
    let update = update.with_queries(arguments.query.iter().cloned());
    let updated = etm.sessions().update(session, &update).await;
    row.outcome = updated.map(|updated| updated.results).map_err(anyhow::Error::from);
    row
}

/// What a session is called that stays.
fn title(step: &Step) -> String {
    let values: Vec<String> = step.iter().map(|(key, text)| format!("{key}={text}")).collect();
    values.join(" ")
}

/// Ends when somebody ends the program.
async fn interrupted() -> Result<Failure> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut end = signal(SignalKind::terminate())?;
        tokio::select! {
            pressed = tokio::signal::ctrl_c() => pressed?,
            _ = end.recv() => {}
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await?;
    Ok(Failure::new(Exit::Failure, "the sweep was interrupted"))
}

/// What JSON has for a step.
#[derive(Serialize)]
struct Item<'a> {
    inputs: Map<String, Value>,
    session: Option<i64>,
    results: Option<&'a QueryResults>,
    error: Option<String>,
}

fn show(rows: &[Row], axes: &[Axis], arguments: &SweepArgs, context: &mut Context) -> Result<()> {
    let failed = rows.iter().any(|row| row.outcome.is_err());
    let mut headings: Vec<String> = axes.iter().map(|axis| axis.key.clone()).collect();
    if arguments.keep {
        headings.push("session".to_owned());
    }
    for key in &arguments.query {
        let unit = rows.iter().find_map(|row| row.outcome.as_ref().ok()?.unit(key));
        let unit = unit.map_or_else(String::new, |unit| format!(" [{unit}]"));
        if arguments.present {
            headings.push(format!("{key} today{unit}"));
        }
        headings.push(format!("{key}{unit}"));
    }
    if failed {
        headings.push("error".to_owned());
    }
    let mut wide = Wide::new(headings);
    for row in rows {
        wide.push(cells(row, failed, arguments), item(row, arguments));
    }
    wide.show(context)
}

fn cells(row: &Row, failed: bool, arguments: &SweepArgs) -> Vec<Value> {
    let mut cells: Vec<Value> = row.step.iter().map(|(_, text)| typed(text)).collect();
    if arguments.keep {
        cells.push(json!(row.session));
    }
    for key in &arguments.query {
        let result = row.outcome.as_ref().ok().and_then(|results| results.get(key));
        if arguments.present {
            cells.push(result.map_or(Value::Null, |result| shown(&result.present)));
        }
        cells.push(result.map_or(Value::Null, |result| shown(&result.future)));
    }
    if failed {
        cells.push(json!(row.outcome.as_ref().err().map(ToString::to_string)));
    }
    cells
}

/// A value as it was typed: 50 and not 50.0.
fn typed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| text.into())
}

/// A curve does not fit into a cell.
fn shown(value: &QueryValue) -> Value {
    match value {
        QueryValue::Curve(values) => format!("{} values", values.len()).into(),
        other => json!(other),
    }
}

fn item<'a>(row: &'a Row, arguments: &SweepArgs) -> Item<'a> {
    let inputs = row.step.iter().map(|(key, text)| (key.clone(), typed(text)));
    Item {
        inputs: inputs.collect(),
        session: row.session.filter(|_| arguments.keep),
        results: row.outcome.as_ref().ok(),
        error: row.outcome.as_ref().err().map(ToString::to_string),
    }
}

/// All went well, some did, or none.
fn outcome(rows: &[Row]) -> Result<()> {
    let mut failed = rows.iter().filter_map(|row| row.outcome.as_ref().err());
    let Some(first) = failed.next() else {
        return Ok(());
    };
    let count = 1 + failed.count();
    let code = match count == rows.len() {
        true => first.downcast_ref::<Error>().map_or(Exit::Failure, exit::of_client),
        false => Exit::Partial,
    };
    Err(Failure::new(
        code,
        format!("{count} of {} steps failed, the first one: {first}", rows.len()),
    )
    .into())
}
