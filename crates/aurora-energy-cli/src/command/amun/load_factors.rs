//! `aurora amun load-factors`.

use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use aurora_energy::amun::types::LoadFactorResult;
use aurora_energy::amun::{AmunClient, JobStatus};
use aurora_energy::core::poll::PollPolicy;
use serde::Serialize;

use crate::args::Format;
use crate::args::load_factors::{LoadFactorCommand, RunArgs};
use crate::context::Context;
use crate::exit::Failure;
use crate::output::column;
use crate::progress;

pub mod batch;
mod request;
pub mod series;
pub mod summary;
mod wind;

pub(super) use request::{losses, put};
pub(super) use wind::put as put_wind;

use summary::{Figures, Summary};

pub(super) async fn run(command: LoadFactorCommand, context: &mut Context) -> Result<()> {
    match command {
        LoadFactorCommand::Run(arguments) => Box::pin(calculate(arguments, context)).await,
        LoadFactorCommand::Submit { request } => {
            let request = request::build(&request, context).await?;
            let poller = context.amun().await?.load_factors().submit(&request).await?;
            context.output.record(&Submitted { token: poller.id() })
        }
        LoadFactorCommand::Status { token } => {
            let status = context.amun().await?.load_factors().status(&token).await?;
            context.output.record(&Progress::of(&status))
        }
        LoadFactorCommand::Wait { token, out, deadline } => {
            if let Some(path) = &out {
                series::ready(path)?;
            }
            let client = context.amun().await?;
            let result = wait(&client, &token, deadline, context).await?;
            show(&result, out.as_deref(), context)
        }
        LoadFactorCommand::Batch(arguments) => Box::pin(batch::run(arguments, context)).await,
    }
}

/// What `submit` prints.
#[derive(Serialize)]
struct Submitted<'a> {
    token: &'a str,
}

/// What `status` prints.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Progress<'a> {
    status: &'a str,
    error: Option<&'a str>,
    expiry: Option<&'a str>,
    mean_load_factor: Option<f64>,
}

impl<'a> Progress<'a> {
    fn of(status: &'a JobStatus) -> Self {
        let mut progress = Self {
            status: status.as_str(),
            error: None,
            expiry: None,
            mean_load_factor: None,
        };
        match status {
            JobStatus::Complete { result, expiry } => {
                progress.expiry = expiry.as_ref().map(aurora_energy::amun::Expiry::as_str);
                progress.mean_load_factor = Figures::of(result).mean_load_factor;
            }
            JobStatus::Errored { message } => progress.error = message.as_deref(),
            _ => {}
        }
        progress
    }
}

async fn calculate(arguments: RunArgs, context: &mut Context) -> Result<()> {
    // Looked at first: minutes of calculation are lost otherwise.
    if let Some(path) = &arguments.out {
        series::ready(path)?;
    }
    let request = request::build(&arguments.request, context).await?;
    let client = context.amun().await?;
    let result = if arguments.synchronous {
        let spinner = progress::spinner(context, "calculating");
        let result = client.load_factors().run(&request).await;
        spinner.finish_and_clear();
        result?
    } else {
        let poller = client.load_factors().submit(&request).await?;
        let token = poller.id().to_owned();
        context.note(format_args!(
            "submitted as {token}; if this stops, `aurora amun load-factors wait {token}` goes on"
        ));
        wait(&client, &token, arguments.deadline, context).await?
    };
    show(&result, arguments.out.as_deref(), context)
}

async fn wait(
    client: &AmunClient,
    token: &str,
    deadline: Option<Duration>,
    context: &Context,
) -> Result<LoadFactorResult> {
    let mut policy = PollPolicy::default();
    if let Some(deadline) = deadline {
        policy = policy.with_deadline(deadline);
    }
    let spinner = progress::spinner(context, "calculating");
    let result = client.load_factors().job(token).with_policy(policy).await;
    spinner.finish_and_clear();
    Ok(result?)
}

fn show(result: &LoadFactorResult, out: Option<&Path>, context: &mut Context) -> Result<()> {
    let summary = Summary::of(result);
    if let Some(path) = out {
        series::write(path, result)?;
        context.note(format_args!("the hourly series are in {}", path.display()));
    }
    match context.output.format {
        Format::Json | Format::Jsonl => context.output.record(&summary),
        Format::Csv => months(&summary, context),
        Format::Table => {
            context.output.line(&headline(&summary))?;
            months(&summary, context)
        }
    }
}

fn headline(summary: &Summary) -> String {
    let figures = &summary.figures;
    let percent = |share: Option<f64>| share.map_or("no".to_owned(), |share| format!("{:.2} %", share * 100.0));
    let speed = figures
        .mean_wind_speed
        .map_or("no".to_owned(), |speed| format!("{speed:.2} m/s"));
    format!(
        "{}: mean load factor {} ({:.0} full-load hours), mean wind speed {speed}; weather year {}",
        figures.wind_type.as_deref().unwrap_or("result"),
        percent(figures.mean_load_factor),
        figures.full_load_hours,
        percent(figures.weather_year_mean_load_factor),
    )
}

fn months(summary: &Summary, context: &mut Context) -> Result<()> {
    let columns = [
        column("month", "month"),
        column("typical year", "typical").with_decimals(4),
        column("weather year", "weatherYear").with_decimals(4),
    ];
    context.output.items(&columns, &summary.monthly)
}

/// Ends with a usage error that names the endings that are known.
fn unknown_ending(path: &Path) -> Failure {
    Failure::usage(format!("{}: results are written as .csv or .json", path.display()))
}
