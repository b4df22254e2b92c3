//! `aurora amun wind`.

use anyhow::Result;
use aurora_energy::amun::AtlasArea;
use aurora_energy::amun::types::WindSeries;
use serde_json::Value;

use crate::args::Format;
use crate::args::amun::WindCommand;
use crate::context::Context;
use crate::exit::Failure;
use crate::files;

pub(super) async fn run(command: WindCommand, context: &mut Context) -> Result<()> {
    let client = context.amun().await?;
    match command {
        WindCommand::Series {
            place,
            year,
            dataset,
            out,
        } => {
            let dataset = dataset.parse().map_err(|_| {
                Failure::usage(format!("there is no dataset {dataset:?}")).with_hint("use Era5, Merra2 or NEWA")
            })?;
            if let Some(path) = &out {
                files::ready(path)?;
            }
            let series = client.wind().series(place.lat, place.lon, year, dataset).await?;
            match out {
                None => show(&series, context),
                Some(path) => {
                    files::write_json(&path, &series)?;
                    context.note(format_args!("written to {}", path.display()));
                    Ok(())
                }
            }
        }
        WindCommand::Atlas {
            region,
            place,
            radius,
            turbines,
            rotor_diameter,
        } => {
            let area = area(radius, turbines, rotor_diameter)?;
            let answer = client
                .wind()
                .atlas_average_speed(&region, place.lat, place.lon, area)
                .await?;
            context.output.record(&answer)
        }
    }
}

/// The hours, one per row, where rows are asked for and there are any: the shape of the answer is not known for sure.
fn show(answer: &WindSeries, context: &mut Context) -> Result<()> {
    let rows = match (context.output.format, answer.get("series")) {
        (Format::Table | Format::Csv, Some(rows @ Value::Array(_))) => rows,
        _ => answer,
    };
    context.output.value(rows)
}

fn area(radius: Option<u32>, turbines: Option<u32>, rotor_diameter: Option<u32>) -> Result<AtlasArea> {
    match (radius, turbines) {
        (Some(radius), _) => Ok(AtlasArea::Radius(radius.into())),
        (None, Some(number)) => Ok(AtlasArea::Turbines {
            number: number.into(),
            rotor_diameter: rotor_diameter.map(Into::into),
        }),
        (None, None) => Err(Failure::usage("the atlas needs --radius or --turbines").into()),
    }
}
