//! `aurora etm inputs`.

use std::path::Path;

use anyhow::Result;
use aurora_energy::etm::types::{Input, InputDefaults};
use aurora_energy::etm::{EtmClient, InputSet, InputsOptions, SessionUpdate};
use serde::Serialize;
use serde_json::Value;

use super::sessions::texts;
use super::{names, updated};
use crate::args::etm::inputs::{Defaults, InputsCommand, SetInputs};
use crate::command::input;
use crate::context::Context;
use crate::exit::Failure;
use crate::output::{Column, column};

const COLUMNS: [Column; 9] = [
    column("input", "key"),
    column("unit", "unit"),
    column("set to", "user"),
    column("default", "default"),
    column("lowest", "min"),
    column("highest", "max"),
    column("permitted", "permitted_values"),
    column("share group", "share_group"),
    column("disabled", "disabled"),
];

pub(super) async fn run(command: InputsCommand, etm: &EtmClient, context: &mut Context) -> Result<()> {
    match command {
        InputsCommand::List {
            id,
            defaults,
            extras,
            changed,
            search,
        } => {
            let mut options = InputsOptions::new().with_extras(extras);
            if let Some(defaults) = defaults {
                options = options.with_defaults(match defaults {
                    Defaults::Parent => InputDefaults::Parent,
                    Defaults::Original => InputDefaults::Original,
                });
            }
            let inputs = etm.inputs(id).list(&options).await?;
            let wanted = |key: &str, input: &Input| {
                (!changed || input.user.is_some()) && search.as_ref().is_none_or(|text| key.contains(text.as_str()))
            };
            show(&inputs, wanted, context)
        }
        InputsCommand::Get { id, key } => {
            if let [key] = &key[..] {
                let input = etm.inputs(id).get(key).await?;
                return context.output.record(&Row { key, input: &input });
            }
            let inputs = etm.inputs(id).several(&texts(&key)).await?;
            show(&inputs, |_, _| true, context)
        }
        InputsCommand::Keys { id } => {
            let keys = etm.inputs(id).keys().await?;
            names("input", keys, context)
        }
        InputsCommand::Set(arguments) => set(*arguments, etm, context).await,
    }
}

#[derive(Serialize)]
struct Row<'a> {
    key: &'a str,
    #[serde(flatten)]
    input: &'a Input,
}

fn show(inputs: &InputSet, wanted: impl Fn(&str, &Input) -> bool, context: &mut Context) -> Result<()> {
    let rows = inputs.iter().filter(|(key, input)| wanted(key, input));
    let rows = rows.map(|(key, input)| Row { key, input });
    context.output.items(&COLUMNS, rows)
}

async fn set(arguments: SetInputs, etm: &EtmClient, context: &mut Context) -> Result<()> {
    let mut values = match &arguments.file {
        Some(path) => of_file(path, context)?,
        None => Vec::new(),
    };
    values.extend(arguments.values);
    if values.is_empty() && arguments.reset.is_empty() && !arguments.reset_all {
        return Err(Failure::usage("no input is to be set")
            .with_hint("write KEY=VALUE, or use --file, --reset or --reset-all")
            .into());
    }
    let mut update = updated::with_values(SessionUpdate::new(), values, &arguments.how);
    for key in arguments.reset {
        update = update.with_value_reset(key);
    }
    if arguments.reset_all {
        update = update.with_reset(true);
    }
    let update = update.with_queries(arguments.query);
    let updated = updated::send(arguments.id, update, &arguments.how, arguments.reset_all, etm).await?;
    updated::show(&updated, context)
}

/// Inputs from a file: CSV if it says so in its name, else JSON.
fn of_file(path: &Path, context: &mut Context) -> Result<Vec<(String, String)>> {
    let bytes = context.read_file(path)?;
    let name = path.display();
    if path
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("csv"))
    {
        return of_csv(&name, input::text(&name, &bytes)?);
    }
    let Value::Object(members) = input::json(&name, &bytes)? else {
        return Err(Failure::usage(format!("{name} holds no JSON object of inputs")).into());
    };
    let text = |(key, value): (String, Value)| match value {
        Value::String(text) => Ok((key, text)),
        Value::Number(number) => Ok((key, number.to_string())),
        Value::Bool(flag) => Ok((key, flag.to_string())),
        other => Err(Failure::usage(format!("{name}: {key} is {other}, and no input can be")).into()),
    };
    members.into_iter().map(text).collect()
}

fn of_csv(name: &impl std::fmt::Display, text: &str) -> Result<Vec<(String, String)>> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let wrong = |error: csv::Error| Failure::usage(format!("{name}: {error}"));
    let headers = reader.headers().map_err(wrong)?.clone();
    let position = |heading: &str| {
        headers
            .iter()
            .position(|header| header == heading)
            .ok_or_else(|| Failure::usage(format!("{name} has no column {heading:?}")))
    };
    let (key, value) = (position("key")?, position("value")?);
    let mut values = Vec::new();
    for row in reader.records() {
        let row = row.map_err(wrong)?;
        let cell = |at| row.get(at).unwrap_or_default().to_owned();
        values.push((cell(key), cell(value)));
    }
    Ok(values)
}
