//! `aurora origin`.

use anyhow::Result;
use aurora_energy::origin::ModelFileList;
use serde::Serialize;
use serde_json::Value;

use crate::args::origin::{ConfigCommand, ModelFileCommand, OriginCommand};
use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::output::column;

mod inputs;
pub mod outputs;
mod projects;
mod scenarios;

/// Runs a command of Origin.
///
/// # Errors
///
/// Fails as the client does, and when the arguments do not fit together.
pub async fn run(command: OriginCommand, context: &mut Context) -> Result<()> {
    match command {
        OriginCommand::Scenarios { command } => Box::pin(scenarios::run(*command, context)).await,
        OriginCommand::Projects { command } => Box::pin(projects::run(command, context)).await,
        OriginCommand::Outputs { command } => Box::pin(outputs::run(*command, context)).await,
        OriginCommand::Inputs { command } => Box::pin(inputs::run(*command, context)).await,
        OriginCommand::ModelFiles { command } => Box::pin(model_files(command, context)).await,
        OriginCommand::Config { command } => Box::pin(config(&command, context)).await,
    }
}

async fn model_files(command: ModelFileCommand, context: &mut Context) -> Result<()> {
    let origin = context.origin().await?;
    match command {
        ModelFileCommand::List { scenario } => {
            let files = origin.model_files().list(&scenario).await?;
            show_files(&files, context)
        }
        ModelFileCommand::Url { file } => {
            let url = origin.model_files().location(&file).await?;
            context.output.line(url.as_str())
        }
        ModelFileCommand::Download { file, out } => {
            let report = origin.model_files().download(&file, &out).await?;
            context.note(format_args!("{} bytes are written to {}", report.bytes, out.display()));
            Ok(())
        }
    }
}

/// The answers of the service, run by run. Their content is not documented, so it is shown as it comes.
fn show_files(list: &ModelFileList, context: &mut Context) -> Result<()> {
    #[derive(Serialize)]
    struct Row<'a> {
        run: &'a str,
        kind: Option<&'a str>,
        year: Option<i64>,
        files: Option<&'a Value>,
        error: Option<String>,
    }
    let rows = list.entries.iter().map(|entry| Row {
        run: &entry.run_id,
        kind: entry.run_type.as_deref(),
        year: entry.year,
        files: entry.files.as_ref().ok(),
        error: entry.files.as_ref().err().map(ToString::to_string),
    });
    let columns = [
        column("run", "run"),
        column("kind", "kind"),
        column("year", "year"),
        column("files", "files"),
        column("error", "error"),
    ];
    context.output.items(&columns, rows)?;
    match list.failures().count() {
        0 => Ok(()),
        failed => Err(Failure::new(Exit::Partial, format!("{failed} lists of model files could not be had")).into()),
    }
}

async fn config(command: &ConfigCommand, context: &mut Context) -> Result<()> {
    let origin = context.origin().await?;
    match command {
        ConfigCommand::Show => {
            let config = origin.config().dash().await?;
            context.output.record(&*config)
        }
        ConfigCommand::Products => {
            let products = origin.config().products().await?;
            context
                .output
                .items(&[column("id", "productId"), column("name", "name")], products)
        }
        ConfigCommand::Regions => {
            let groups = origin.config().region_groups().await?;
            context.output.value(&serde_json::to_value(&groups)?)
        }
    }
}
