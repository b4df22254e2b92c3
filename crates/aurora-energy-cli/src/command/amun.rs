//! `aurora amun`.

use anyhow::Result;

use crate::args::amun::{AmunCommand, RegionCommand};
use crate::context::Context;
use crate::output::column;

pub mod load_factors;
mod scenarios;
mod turbines;
pub mod valuations;
mod wind;
mod windfarms;

/// Runs a command of Amun.
///
/// # Errors
///
/// Fails as the client does, and when the arguments do not fit together.
pub async fn run(command: AmunCommand, context: &mut Context) -> Result<()> {
    match command {
        AmunCommand::Turbines { command } => turbines::run(command, context).await,
        AmunCommand::Regions { command } => regions(&command, context).await,
        AmunCommand::Scenarios { command } => scenarios::run(command, context).await,
        AmunCommand::LoadFactors { command } => Box::pin(load_factors::run(*command, context)).await,
        AmunCommand::Valuations { command } => Box::pin(valuations::run(*command, context)).await,
        AmunCommand::Wind { command } => wind::run(command, context).await,
        AmunCommand::Windfarms { command } => windfarms::run(&command, context).await,
    }
}

async fn regions(command: &RegionCommand, context: &mut Context) -> Result<()> {
    let RegionCommand::Details { place } = command;
    let regions = context.amun().await?.regions().details(place.lat, place.lon).await?;
    if regions.is_empty() {
        context.note(format_args!(
            "no region covers latitude {}, longitude {}",
            place.lat, place.lon
        ));
    }
    let columns = [
        column("region", "pmfCode"),
        column("default wind", "defaultWind"),
        column("datasets", "availableDatasets"),
        column("ERA5 correction", "era5CorrectionEnabled"),
        column("curve smoothing", "powerCurveSmoothingEnabled"),
    ];
    context.output.items(&columns, regions)
}
