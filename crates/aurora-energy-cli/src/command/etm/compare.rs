//! `aurora etm compare`: inputs and results of scenarios side by side.

use anyhow::Result;
use aurora_energy::etm::types::{Input, Scenario};
use aurora_energy::etm::{EtmClient, InputSet, InputsOptions, QueryResults};
use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};
use serde::Serialize;
use serde_json::{Value, json};

use super::sessions::texts;
use super::wide::Wide;
use crate::args::etm::workflows::{CompareArgs, Reference};
use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::progress;

/// How many scenarios are fetched at a time.
const CONCURRENCY: usize = 4;

pub(super) async fn run(arguments: CompareArgs, etm: &EtmClient, context: &mut Context) -> Result<()> {
    let bar = progress::bar(context, arguments.id.len(), "scenarios");
    let fetch = async |reference: Reference| {
        let side = Side::fetch(reference, &arguments, etm).await?;
        bar.inc(1);
        Ok::<_, anyhow::Error>(side)
    };
    let sides: Vec<Side> = stream::iter(arguments.id.iter().copied())
        .map(fetch)
        .buffered(CONCURRENCY)
        .try_collect()
        .await?;
    bar.finish_and_clear();
    let comparison = Comparison::of(&sides, &arguments.query);
    let hidden = comparison.show(&sides, arguments.only_different, context)?;
    if hidden > 0 {
        context.note(format_args!("{hidden} rows are the same in all scenarios"));
    }
    unknown(&sides)
}

/// A scenario that is compared.
struct Side {
    label: String,
    session: Scenario,
    inputs: InputSet,
    results: QueryResults,
    unknown: Vec<String>,
}

impl Side {
    async fn fetch(reference: Reference, arguments: &CompareArgs, etm: &EtmClient) -> Result<Self> {
        let is_saved = reference.is_saved(arguments.saved);
        let session = match is_saved {
            true => super::workbook::session_of(etm.saved_scenarios().get(reference.id).await?, etm).await?,
            false => etm.sessions().get(reference.id).await?,
        };
        let inputs = etm.inputs(session.id).list(&InputsOptions::new()).await?;
        let (results, unknown) = match arguments.query.is_empty() {
            true => (QueryResults::default(), Vec::new()),
            false => {
                etm.gqueries()
                    .of(session.id)
                    .run_known(&texts(&arguments.query))
                    .await?
            }
        };
        Ok(Self {
            label: label(reference, is_saved),
            session,
            inputs,
            results,
            unknown,
        })
    }
}

fn label(reference: Reference, is_saved: bool) -> String {
    match (is_saved, reference.saved) {
        (true, _) => format!("saved:{}", reference.id),
        (false, _) => reference.id.to_string(),
    }
}

/// All rows.
struct Comparison {
    rows: Vec<Row>,
}

/// What is compared, with a value for each scenario.
#[derive(Serialize)]
struct Row {
    kind: &'static str,
    key: String,
    unit: Option<String>,
    different: bool,
    values: Vec<Cell>,
}

/// What one scenario has.
#[derive(Serialize)]
struct Cell {
    scenario: String,
    value: Value,
    /// Whether an input was set, and is no default.
    #[serde(skip_serializing_if = "Option::is_none")]
    set: Option<bool>,
}

impl Comparison {
    fn of(sides: &[Side], queries: &[String]) -> Self {
        let mut rows = vec![
            property("area_code", sides, |session| json!(session.area_code)),
            property("end_year", sides, |session| json!(session.end_year)),
        ];
        let mut inputs: Vec<&str> = sides.iter().flat_map(|side| side.inputs.keys()).collect();
        inputs.sort_unstable();
        inputs.dedup();
        rows.extend(inputs.into_iter().map(|key| input(key, sides)));
        let mut known: Vec<&str> = sides
            .iter()
            .flat_map(|side| side.results.iter())
            .map(|(key, _)| key)
            .collect();
        // As they were asked for; what the engine has under another name comes last.
        known.sort_by_key(|key| {
            (
                queries.iter().position(|query| query == key).unwrap_or(usize::MAX),
                *key,
            )
        });
        known.dedup();
        rows.extend(known.into_iter().map(|key| query(key, sides)));
        Self { rows }
    }

    /// Prints the rows, and says how many were left out.
    fn show(self, sides: &[Side], only_different: bool, context: &mut Context) -> Result<usize> {
        let labels = sides.iter().map(|side| side.label.clone());
        let headings = ["kind", "key", "unit"].map(str::to_owned).into_iter();
        let mut wide = Wide::new(headings.chain(labels).collect());
        let mut hidden = 0;
        for row in self.rows {
            if only_different && !row.different {
                hidden += 1;
                continue;
            }
            let cells = row.values.iter().map(|cell| shown(&cell.value));
            let start = [json!(row.kind), json!(row.key), json!(row.unit)];
            wide.push(start.into_iter().chain(cells).collect(), row);
        }
        wide.show(context)?;
        Ok(hidden)
    }
}

/// A value as it fits into a cell.
fn shown(value: &Value) -> Value {
    match value {
        Value::Array(values) => format!("{} values", values.len()).into(),
        other => other.clone(),
    }
}

fn row(
    kind: &'static str,
    key: &str,
    unit: Option<String>,
    sides: &[Side],
    of: impl Fn(&Side) -> (Value, Option<bool>),
) -> Row {
    let cell = |side: &Side| {
        let (value, set) = of(side);
        Cell {
            scenario: side.label.clone(),
            value,
            set,
        }
    };
    let values: Vec<Cell> = sides.iter().map(cell).collect();
    Row {
        kind,
        key: key.to_owned(),
        unit: unit.filter(|unit| !unit.is_empty()),
        different: values.windows(2).any(|pair| pair[0].value != pair[1].value),
        values,
    }
}

fn property(name: &str, sides: &[Side], of: impl Fn(&Scenario) -> Value) -> Row {
    row("property", name, None, sides, |side| (of(&side.session), None))
}

fn input(key: &str, sides: &[Side]) -> Row {
    let unit = sides.iter().find_map(|side| side.inputs.get(key)?.unit.clone());
    let value = |input: &Input| json!(input.user.as_ref().or(input.default.as_ref()));
    row("input", key, unit, sides, |side| match side.inputs.get(key) {
        Some(input) => (value(input), Some(input.user.is_some())),
        None => (Value::Null, None),
    })
}

fn query(key: &str, sides: &[Side]) -> Row {
    let unit = sides.iter().find_map(|side| side.results.unit(key));
    row("query", key, unit.map(str::to_owned), sides, |side| {
        (json!(side.results.get(key).map(|result| &result.future)), None)
    })
}

fn unknown(sides: &[Side]) -> Result<()> {
    let mut unknown: Vec<&str> = sides
        .iter()
        .flat_map(|side| &side.unknown)
        .map(String::as_str)
        .collect();
    unknown.sort_unstable();
    unknown.dedup();
    if unknown.is_empty() {
        return Ok(());
    }
    Err(Failure::new(
        Exit::Partial,
        format!("the engine does not know {}", unknown.join(", ")),
    )
    .with_hint("`aurora etm queries list` has all queries")
    .into())
}
