//! `aurora amun valuations`.

use std::path::Path;

use anyhow::Result;
use aurora_energy::amun::{AmunClient, ValuationParameters};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::args::valuations::{UploadArgs, ValuationCommand};
use crate::command::input;
use crate::context::Context;
use crate::exit::Failure;
use crate::output::{Column, column};

mod create;
pub mod outputs;

const COLUMNS: [Column; 5] = [
    column("id", "id"),
    column("name", "name"),
    column("wind type", "windType"),
    column("scenario", "scenarioId"),
    column("description", "description"),
];

pub(super) async fn run(command: ValuationCommand, context: &mut Context) -> Result<()> {
    let client = context.amun().await?;
    match command {
        ValuationCommand::List { search } => {
            let valuations = client.valuations().list(search.as_deref()).await?;
            context.output.items(&COLUMNS, valuations)
        }
        ValuationCommand::Create(arguments) => {
            let parameters = create::build(&arguments, &client, context).await?;
            let valuation = client.valuations().create(&parameters).await?;
            context.output.record(&valuation)
        }
        ValuationCommand::Update { id, input } => {
            let parameters: ValuationParameters = body(&input, context)?;
            let answer = client.valuations().update(id, &parameters).await?;
            context.output.record(&answer)
        }
        ValuationCommand::Delete { id } => delete(&id, &client, context).await,
        ValuationCommand::Copy { id } => {
            let copy = client.valuations().copy(id).await?;
            context.output.record(&copy)
        }
        ValuationCommand::Outputs(arguments) => outputs::run(arguments, &client, context).await,
        ValuationCommand::UploadRawGeneration(file) => upload_raw_generation(&file, &client, context).await,
        ValuationCommand::UploadCalibratedGeneration(file) => {
            upload_calibrated_generation(&file, &client, context).await
        }
        ValuationCommand::UploadWind(file) => upload_wind(&file, &client, context).await,
    }
}

async fn upload_raw_generation(file: &UploadArgs, client: &AmunClient, context: &mut Context) -> Result<()> {
    let body = body(&file.input, context)?;
    let answer = client.valuations().upload_raw_generation(file.id, &body).await?;
    uploaded(file, &answer, context)
}

async fn upload_calibrated_generation(file: &UploadArgs, client: &AmunClient, context: &mut Context) -> Result<()> {
    let body = body(&file.input, context)?;
    let valuations = client.valuations();
    let answer = valuations.upload_calibrated_generation(file.id, &body).await?;
    uploaded(file, &answer, context)
}

async fn upload_wind(file: &UploadArgs, client: &AmunClient, context: &mut Context) -> Result<()> {
    let body = body(&file.input, context)?;
    let answer = client.valuations().upload_wind(file.id, &body).await?;
    uploaded(file, &answer, context)
}

async fn delete(ids: &[i64], client: &AmunClient, context: &mut Context) -> Result<()> {
    let list: Vec<_> = ids.iter().map(ToString::to_string).collect();
    let what = if ids.len() == 1 { "valuation" } else { "valuations" };
    context.confirm(&format!("Delete {what} {}?", list.join(", ")))?;
    for id in ids {
        client.valuations().delete(*id).await?;
        context.note(format_args!("valuation {id} is deleted"));
    }
    Ok(())
}

fn uploaded(arguments: &UploadArgs, answer: &Value, context: &mut Context) -> Result<()> {
    context.note(format_args!(
        "{} is uploaded; `aurora amun valuations outputs {}` calculates with it",
        arguments.input.display(),
        arguments.id
    ));
    if answer.is_null() {
        Ok(())
    } else {
        context.output.record(answer)
    }
}

/// A typed body from a JSON file.
fn body<T: DeserializeOwned>(file: &Path, context: &mut Context) -> Result<T> {
    let fields = input::object(file, context)?;
    serde_json::from_value(Value::Object(fields))
        .map_err(|error| Failure::usage(format!("{}: {error}", file.display())).into())
}
