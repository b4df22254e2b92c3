//! The parameters of a new valuation from options.

use anyhow::Result;
use aurora_energy::amun::{AmunClient, ValuationParameters};
use serde_json::Value;

use crate::args::load_factors::WindKind;
use crate::args::valuations::CreateArgs;
use crate::command::amun::load_factors::{losses, put, put_wind};
use crate::command::amun::{scenarios, turbines};
use crate::command::input::{self, Fields};
use crate::context::Context;
use crate::exit::Failure;

pub(super) async fn build(
    arguments: &CreateArgs,
    client: &AmunClient,
    context: &mut Context,
) -> Result<ValuationParameters> {
    let mut fields = match &arguments.input {
        Some(file) => input::object(file, context)?,
        None => Fields::new(),
    };
    texts(arguments, &mut fields);
    numbers(arguments, &mut fields);
    wind(arguments, &mut fields)?;
    if let Some(turbine) = &arguments.turbine {
        fields.insert("turbineModelId".to_owned(), turbines::id(client, turbine).await?.into());
    }
    if let Some(scenario) = &arguments.scenario {
        let id = scenarios::id(client, scenario, arguments.region.as_deref()).await?;
        fields.insert("scenarioId".to_owned(), id.into());
    }
    parameters(fields)
}

/// The typed parameters of these fields.
pub(super) fn parameters(fields: Fields) -> Result<ValuationParameters> {
    serde_json::from_value(Value::Object(fields))
        .map_err(|error| Failure::usage(format!("the valuation: {error}")).into())
}

fn texts(arguments: &CreateArgs, fields: &mut Fields) {
    if let Some(name) = &arguments.name {
        fields.insert("name".to_owned(), name.as_str().into());
    }
    if let Some(description) = &arguments.description {
        fields.insert("description".to_owned(), description.as_str().into());
    }
    // The service wants one, even if there is nothing to say.
    fields.entry("description").or_insert("".into());
}

fn numbers(arguments: &CreateArgs, fields: &mut Fields) {
    put(fields, "latitude", arguments.lat);
    put(fields, "longitude", arguments.lon);
    put(fields, "numberOfTurbines", arguments.turbines.map(f64::from));
    put(fields, "hubHeight", arguments.hub_height);
    put(fields, "obstacleHeight", arguments.obstacle_height);
    put(fields, "curtailmentThreshold", arguments.curtailment_threshold);
    if arguments.smoothing {
        fields.insert("usePowerCurveSmoothing".to_owned(), true.into());
    }
    losses(&arguments.losses, fields);
}

/// Valuations spell wind types in lower case, and have none when data is uploaded afterwards.
fn wind(arguments: &CreateArgs, fields: &mut Fields) -> Result<()> {
    if matches!(
        arguments.wind.wind,
        Some(WindKind::UploadedWind | WindKind::UploadedGeneration)
    ) {
        return Err(Failure::usage("a valuation of uploaded data has no wind type")
            .with_hint("create it without --wind, then use `aurora amun valuations upload-…`")
            .into());
    }
    put_wind(&arguments.wind, false, fields)?;
    if let Some(Value::String(kind)) = fields.get_mut("windType") {
        *kind = kind.to_lowercase();
    }
    Ok(())
}
