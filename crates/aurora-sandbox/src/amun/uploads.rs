//! Data uploaded to valuations: checked at once, remembered, used by the outputs.

use std::sync::Arc;

use serde_json::json;

use super::Amun;
use super::fields::{self, Fields};
use super::hourly_upload::HourlyUpload;
use super::request::{self, Flow};
use super::valuations::id_of;
use crate::reply::{Refusal, Reply};
use crate::server::Call;

/// The last data that a valuation got.
#[derive(Clone, Debug)]
pub(super) struct Upload {
    pub(super) flow: Flow,
    /// MW; for generation only.
    pub(super) capacity: Option<f64>,
}

/// The three uploads. The answer's shape is the sandbox's own choice.
pub(super) fn store(amun: &Amun, call: &Call) -> Result<Reply, Refusal> {
    let id = id_of(call)?;
    amun.valuations.with(id, |_| ())?;
    let body = fields::object(&call.body)?;
    let fields = Fields::of(&body);
    let upload = match call.operation {
        "upload_wind" => Upload {
            flow: wind(fields)?,
            capacity: None,
        },
        "upload_raw_generation" => Upload {
            flow: request::uploaded_generation(fields, "startTime", "generation")?,
            capacity: fields.number("installedCapacity")?,
        },
        _ => Upload {
            flow: calibrated(fields)?,
            capacity: fields.number("installedCapacity")?,
        },
    };
    amun.valuations.with(id, |valuation| {
        valuation.upload = Some(upload);
        valuation.changed(amun.settings.gateway_timeouts);
    })?;
    Ok(Reply::ok(&json!({"valuationId": id, "status": "stored"})))
}

/// `interval`, in hours, must not contradict `granularityInMins`; the vendor's example sends both.
fn wind(fields: Fields) -> Result<Flow, Refusal> {
    let interval = fields.integer("interval")?;
    let granularity = fields.integer("granularityInMins")?;
    if let (Some(hours), Some(minutes)) = (interval, granularity)
        && hours * 60 != minutes
    {
        return Err(Refusal::invalid(format!(
            "interval ({hours} h) and granularityInMins ({minutes}) contradict each other"
        )));
    }
    request::uploaded_wind(fields, "startTime")
}

/// The calibrated year is used as it is; which calendar year it stands for is unknown, so it starts on 1 January of a
/// leap year when it has a leap year's hours, else of a common one. The historic output is checked and otherwise unused,
/// since the shape of weather-year results is unknown.
fn calibrated(fields: Fields) -> Result<Flow, Refusal> {
    let start = fields.time("startTime")?;
    let capacity = fields.positive("installedCapacity")?;
    if fields.get("historicGeneration").is_some() {
        HourlyUpload::new("historicGeneration", start, &fields.numbers("historicGeneration")?, 60)?;
    }
    let values = fields.numbers("calibratedGeneration")?;
    let year = if values.len() >= 8784 { 2012 } else { 2013 };
    let upload = HourlyUpload::new(
        "calibratedGeneration",
        crate::times::year_start(year) * 1440,
        &values,
        60,
    )?;
    Ok(Flow::CalibratedGeneration(Arc::new(request::per_unit(
        &upload,
        capacity,
        "calibratedGeneration",
    )?)))
}
