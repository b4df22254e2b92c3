//! Reading the part of a request that says where the wind or the output comes from.

use std::sync::Arc;

use super::{Flow, Kind, Site, UploadedWind};
use crate::amun::fields::Fields;
use crate::amun::hourly_upload::HourlyUpload;
use crate::reply::Refusal;

/// The flow of a kind that needs no upload.
pub(in crate::amun) fn named_flow(fields: Fields, kind: Kind, site: &Site) -> Result<Flow, Refusal> {
    let height = || fields.positive("measurementHeight");
    Ok(match kind {
        Kind::BuiltIn(_) => Flow::BuiltIn,
        // The service finds an impossible mean speed only when it computes, so it is not refused here.
        Kind::AverageWindSpeed => Flow::AverageWindSpeed {
            speed: fields.required_number("averageWindSpeed")?,
            height: height()?,
        },
        Kind::P50Scaling => Flow::P50 {
            share: share("p50GrossProduction", fields.required_number("p50GrossProduction")?)?,
        },
        Kind::P50YieldScaling => {
            let energy = fields.positive("annualProductionInGWHours")?;
            if energy >= 1_000_000.0 {
                return Err(Refusal::invalid("annualProductionInGWHours must be below 1000000"));
            }
            let full = site.capacity_mw()? * 8.760;
            Flow::P50 {
                share: share("annualProductionInGWHours over the farm's full output", energy / full)?,
            }
        }
        Kind::PowerDensity => Flow::PowerDensity {
            density: fields.positive("averagePowerDensity")?,
            height: height()?,
        },
        Kind::Weibull => Flow::Weibull {
            shape: fields.positive("weibullShape")?,
            scale: fields.positive("weibullScale")?,
            height: height()?,
        },
        Kind::UploadedWind | Kind::UploadedGeneration => {
            return Err(Refusal::bad(
                "WindTypeNotSupported",
                "data are uploaded to a valuation, not named as its windType",
            ));
        }
    })
}

fn share(name: &str, value: f64) -> Result<f64, Refusal> {
    if value > 0.0 && value < 1.0 {
        return Ok(value);
    }
    Err(Refusal::invalid(format!(
        "{name} must lie between 0 and 1, not at {value}"
    )))
}

/// Speeds at `lowHeight` and perhaps `highHeight`, from a start time of this name.
pub(in crate::amun) fn uploaded_wind(fields: Fields, start: &str) -> Result<Flow, Refusal> {
    let start = fields.time(start)?;
    let granularity = fields.integer("granularityInMins")?.unwrap_or(60);
    let low = fields
        .fields("lowHeight")?
        .ok_or_else(|| Refusal::invalid("lowHeight is missing"))?;
    let low_height = low.positive("height")?;
    let low_speeds = speeds(low, "lowHeight")?;
    let high = match fields.fields("highHeight")? {
        None => None,
        Some(high) => {
            let height = high.positive("height")?;
            if height <= low_height {
                return Err(Refusal::invalid("highHeight must be above lowHeight"));
            }
            let speeds = speeds(high, "highHeight")?;
            if speeds.len() != low_speeds.len() {
                return Err(Refusal::invalid("highHeight must have as many speeds as lowHeight"));
            }
            Some((
                height,
                HourlyUpload::new("highHeight.speeds", start, &speeds, granularity)?,
            ))
        }
    };
    let low = (
        low_height,
        HourlyUpload::new("lowHeight.speeds", start, &low_speeds, granularity)?,
    );
    Ok(Flow::UploadedWind(Arc::new(UploadedWind { low, high })))
}

fn speeds(fields: Fields, name: &str) -> Result<Vec<f64>, Refusal> {
    let speeds = fields.numbers("speeds")?;
    match speeds.iter().find(|speed| **speed < 0.0) {
        Some(speed) => Err(Refusal::invalid(format!("{name} holds a speed below 0: {speed}"))),
        None => Ok(speeds),
    }
}

/// Hourly output in MW, from a start time and in an array of these names.
pub(in crate::amun) fn uploaded_generation(fields: Fields, start: &str, values: &str) -> Result<Flow, Refusal> {
    let start = fields.time(start)?;
    let granularity = fields.integer("granularityInMins")?.unwrap_or(60);
    let capacity = fields.positive("installedCapacity")?;
    let upload = HourlyUpload::new(values, start, &fields.numbers(values)?, granularity)?;
    Ok(Flow::UploadedGeneration(Arc::new(per_unit(&upload, capacity, values)?)))
}

/// Output as a share of capacity; small negatives and a slight overshoot occur in real data and are cut.
pub(in crate::amun) fn per_unit(upload: &HourlyUpload, capacity: f64, name: &str) -> Result<HourlyUpload, Refusal> {
    if upload.mean() > capacity || upload.mean() <= 0.0 {
        let message = format!(
            "{name} has a mean of {} MW, which does not fit a capacity of {capacity} MW",
            upload.mean()
        );
        return Err(Refusal::bad("GenerationMismatch", message));
    }
    Ok(upload.map(|_, value| (value / capacity).clamp(0.0, 1.0)))
}
