//! Load factors: the synchronous operation, and the result object that both versions share.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::calculation::{Hour, Series, calculate};
use super::fields::{self, Fields};
use super::request::{self, Flow, Inputs};
use super::{Amun, calculation};
use crate::reply::{Refusal, Reply};
use crate::server::Call;
use crate::times::minute_text;

/// One hour as both load factors and outputs print it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct HourlyPoint {
    date_time: String,
    wind_speed: f64,
    load_factor: f64,
}

impl HourlyPoint {
    /// Rows from a start in minutes since 1970, one hour apart.
    pub(super) fn rows(start: i64, hours: &[Hour]) -> Vec<HourlyPoint> {
        let row = |(index, hour): (usize, &Hour)| HourlyPoint {
            date_time: minute_text(start + index as i64 * 60),
            wind_speed: hour.wind_speed,
            load_factor: hour.load_factor,
        };
        hours.iter().enumerate().map(row).collect()
    }

    /// A number rounded to so many decimals.
    pub(super) fn round(value: f64, decimals: i32) -> f64 {
        calculation::round(value, decimals)
    }
}

/// A finished calculation, as v1 answers it and v2 holds it under `result`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LoadFactorResult {
    parameters: Map<String, Value>,
    applied_params: Value,
    typical_hourly: Vec<HourlyPoint>,
    weather_year_hourly: Vec<HourlyPoint>,
}

impl LoadFactorResult {
    /// The echo holds exactly the keys that were sent, and `loadFactorRequestId`.
    pub(super) fn new(
        mut parameters: Map<String, Value>,
        request_id: String,
        inputs: &Inputs,
        series: &Series,
    ) -> LoadFactorResult {
        parameters.insert("loadFactorRequestId".to_owned(), Value::String(request_id));
        LoadFactorResult {
            parameters,
            applied_params: applied(inputs),
            typical_hourly: HourlyPoint::rows(inputs.start, &series.typical),
            weather_year_hourly: HourlyPoint::rows(inputs.start, &series.weather),
        }
    }
}

/// What was applied: the smoothing always, the correction for wind straight from a dataset.
fn applied(inputs: &Inputs) -> Value {
    let mut applied = json!({"smoothingCoefficient": inputs.smoothing});
    if matches!(inputs.flow, Flow::BuiltIn) {
        applied["reanalysisScaleCorrectionDelta"] = json!(inputs.correction);
    }
    applied
}

/// `run_load_factor`: the answer is the result itself, a failed calculation is a 400.
pub(super) fn run(amun: &Amun, call: &Call) -> Result<Reply, Refusal> {
    let parameters = fields::object(&call.body)?;
    let inputs = request::load_factor(amun, Fields::of(&parameters), 1)?;
    let series = calculate(&inputs, &amun.weather).map_err(|text| Refusal::bad("CalculationFailed", text))?;
    Ok(Reply::ok(&LoadFactorResult::new(
        parameters,
        amun.uuid(),
        &inputs,
        &series,
    )))
}
