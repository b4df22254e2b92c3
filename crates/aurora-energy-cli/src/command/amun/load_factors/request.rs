//! A load-factor request from options.

use std::path::Path;

use anyhow::Result;
use aurora_energy::amun::{AmunClient, LoadFactorRequest};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Number, Value};

use super::wind;
use crate::args::load_factors::{LossArgs, RequestArgs, SeriesArgs};
use crate::command::amun::turbines;
use crate::command::input::{self, Fields};
use crate::context::Context;
use crate::exit::Failure;

/// The request that file and options describe, complete: turbine looked up by name, region by point.
pub(super) async fn build(arguments: &RequestArgs, context: &mut Context) -> Result<LoadFactorRequest> {
    let mut fields = match &arguments.input {
        Some(file) => input::request(file, context)?,
        None => Fields::new(),
    };
    let client = context.amun().await?;
    place(arguments, &mut fields);
    times_and_series(arguments, &mut fields)?;
    wind::put(&arguments.wind, arguments.input.is_none(), &mut fields)?;
    losses(&arguments.losses, &mut fields);
    if let Some(turbine) = &arguments.turbine {
        let id = turbines::id(&client, turbine).await?;
        fields.insert("turbineModelId".to_owned(), id.into());
    }
    if !fields.contains_key("regionCode") {
        fields.insert("regionCode".to_owned(), region(arguments, &client).await?.into());
    }
    let request = input::checked(fields, "the request")?;
    input::warn_of_unknown_fields(std::slice::from_ref(&request), context);
    Ok(request)
}

fn place(arguments: &RequestArgs, fields: &mut Fields) {
    put(fields, "latitude", arguments.lat);
    put(fields, "longitude", arguments.lon);
    put(fields, "hubHeight", arguments.hub_height);
    put(fields, "obstacleHeight", arguments.obstacle_height);
    put(fields, "numberOfTurbines", arguments.turbines.map(f64::from));
    put(fields, "smoothingCoefficient", arguments.smoothing_coefficient);
    let texts = [
        ("regionCode", &arguments.region),
        ("baseWindProfile", &arguments.base_wind_profile),
    ];
    for (field, text) in texts {
        if let Some(text) = text {
            fields.insert(field.to_owned(), text.as_str().into());
        }
    }
    if arguments.smoothing {
        fields.insert("usePowerCurveSmoothing".to_owned(), true.into());
    }
}

fn times_and_series(arguments: &RequestArgs, fields: &mut Fields) -> Result<()> {
    if let Some(start) = &arguments.start {
        fields.insert("startTimeUTC".to_owned(), instant("--start", start)?.into());
    }
    let SeriesArgs {
        speeds,
        speeds_height,
        generation,
        installed_capacity,
        data_start,
    } = &arguments.series;
    let start = data_start
        .as_deref()
        .map(|start| instant("--data-start", start))
        .transpose()?;
    if let (Some(file), Some(start)) = (speeds, &start) {
        put(fields, "speedsHeight", *speeds_height);
        fields.insert("speedsFile".to_owned(), file.display().to_string().into());
        fields.insert("uploadedWindStartTime".to_owned(), start.as_str().into());
        fields.entry("windType").or_insert("UploadedWind".into());
    }
    if let (Some(file), Some(start)) = (generation, &start) {
        put(fields, "installedCapacity", *installed_capacity);
        fields.insert("generationFile".to_owned(), file.display().to_string().into());
        fields.insert("uploadGenerationStartTime".to_owned(), start.as_str().into());
        fields.entry("windType").or_insert("UploadedGeneration".into());
    }
    *fields = input::resolved(std::mem::take(fields), Path::new(""), "the options")?;
    Ok(())
}

/// The losses that were given.
pub(in crate::command::amun) fn losses(losses: &LossArgs, fields: &mut Fields) {
    put(fields, "lossesWake", losses.losses_wake);
    put(fields, "lossesAvailability", losses.losses_availability);
    put(fields, "lossesElectrical", losses.losses_electrical);
    put(fields, "lossesTurbinePerformance", losses.losses_turbine_performance);
    put(fields, "lossesEnvironmental", losses.losses_environmental);
    put(fields, "lossesOtherCurtailment", losses.losses_other_curtailment);
}

/// Sets a field if there is a number; whole numbers are written without a point, as ids and counts need it.
pub(in crate::command::amun) fn put(fields: &mut Fields, field: &str, number: Option<f64>) {
    let Some(number) = number else { return };
    let value = if number.fract() == 0.0 && number.abs() < 1e15 {
        // Exact: whole, and far inside what 64 bits hold.
        Value::from(number as i64)
    } else {
        // Text for infinities, which the check of the request then refuses by name.
        Number::from_f64(number).map_or_else(|| Value::from(number.to_string()), Value::Number)
    };
    fields.insert(field.to_owned(), value);
}

/// `2018-01-01`, `2018-01-01T00:00Z` or any RFC 3339 time, as the service writes it.
fn instant(option: &str, text: &str) -> Result<String> {
    let midnight = |date: Date| date.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp());
    let time: Timestamp = match text.parse::<Timestamp>() {
        Ok(time) => time,
        Err(_) => text.parse::<Date>().and_then(midnight).map_err(|_| {
            Failure::usage(format!(
                "{option} {text:?} is no time: write 2018-01-01 or 2018-01-01T00:00Z"
            ))
        })?,
    };
    Ok(time.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string())
}

async fn region(arguments: &RequestArgs, client: &AmunClient) -> Result<String> {
    let (Some(lat), Some(lon)) = (arguments.lat, arguments.lon) else {
        return Err(Failure::usage("the request names no regionCode")
            .with_hint("add --region")
            .into());
    };
    let regions = client.regions().details(lat, lon).await?;
    match regions.as_slice() {
        [only] => Ok(only.pmf_code.clone()),
        [] => Err(Failure::new(
            crate::exit::Exit::NotFound,
            format!("no region covers latitude {lat}, longitude {lon}"),
        )
        .into()),
        several => {
            let codes: Vec<_> = several.iter().map(|region| region.pmf_code.as_str()).collect();
            Err(
                Failure::usage(format!("several regions cover the point: {}", codes.join(", ")))
                    .with_hint("choose one with --region")
                    .into(),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_sent_as_the_service_writes_them() {
        for text in [
            "2018-01-01",
            "2018-01-01T00:00Z",
            "2018-01-01T00:00:00Z",
            "2018-01-01T01:00:00+01:00",
        ] {
            assert_eq!(instant("--start", text).unwrap(), "2018-01-01T00:00:00.000Z", "{text}");
        }
        assert!(instant("--start", "2018").is_err());
    }

    #[test]
    fn whole_numbers_have_no_point() {
        let mut fields = Fields::new();
        put(&mut fields, "a", Some(10.0));
        put(&mut fields, "b", Some(-1.5));
        put(&mut fields, "c", None);
        assert_eq!(Value::Object(fields).to_string(), r#"{"a":10,"b":-1.5}"#);
    }
}
