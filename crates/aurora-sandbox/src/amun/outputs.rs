//! Outputs of a valuation: launched and fetched by one call, as JSON or as a workbook.

mod workbook;

use std::sync::Arc;

use serde::Serialize;
use serde_json::{Value, json};

use super::Amun;
use super::calculation::{Hour, calculate};
use super::fields::Fields;
use super::forecast::{Farm, Forecast, Market, Threshold};
use super::load_factors::HourlyPoint;
use super::request::{self, Inputs, Kind, Site};
use super::scenarios::REFERENCE_YEAR;
use super::valuations::{Valuation, id_of, scenario_of};
use crate::reply::{Refusal, Reply};
use crate::server::Call;
use crate::times::year_start;

/// Content type of a workbook.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What a valuation came to.
#[derive(Debug)]
pub(super) struct Results {
    forecast: Forecast,
    hours: Vec<Hour>,
    applied: Value,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ValuationOutputs<'a> {
    valuation: Value,
    forecast: ForecastAnswer<'a>,
    weather_years: [(); 0],
    applied_params: &'a Value,
    warnings: [(); 0],
}

#[derive(Serialize)]
struct ForecastAnswer<'a> {
    #[serde(flatten)]
    periods: &'a Forecast,
    #[serde(skip_serializing_if = "Option::is_none")]
    hourly: Option<Vec<HourlyPoint>>,
}

/// What the query asks for.
struct Query {
    workbook: bool,
    hourly: bool,
}

impl Query {
    fn read(call: &Call) -> Result<Query, Refusal> {
        let workbook = match call.query("format") {
            None | Some("json") => false,
            Some("xlsx") => true,
            Some(other) => return Err(Refusal::invalid(format!("format must be json or xlsx, not {other:?}"))),
        };
        let hourly = match call.query("hourlyData") {
            None => false,
            Some(text) if text.eq_ignore_ascii_case("true") => true,
            Some(text) if text.eq_ignore_ascii_case("false") => false,
            Some(text) => return Err(Refusal::invalid(format!("hourlyData must be True, not {text:?}"))),
        };
        Ok(Query { workbook, hourly })
    }
}

/// `get_valuation_outputs`: `format` is `json` (also when left out) or `xlsx`; `hourlyData` is `True` or `true`.
pub(super) fn get(amun: &Amun, call: &Call) -> Result<Reply, Refusal> {
    let id = id_of(call)?;
    let valuation = amun.valuations.with(id, |valuation| valuation.clone())?;
    let query = Query::read(call)?;
    let order = Order::new(amun, &valuation)?;
    if amun.valuations.with(id, Valuation::takes_a_timeout)? {
        let page = "<html><body><h1>504 Gateway Time-out</h1></body></html>";
        return Ok(Reply::new(504, "text/html", page));
    }
    let results = results(amun, id, &valuation, &order)?;
    let rows = query
        .hourly
        .then(|| HourlyPoint::rows(order.inputs.start, &results.hours));
    if query.workbook {
        return workbook::write(&results.forecast, rows.as_deref())
            .map(|bytes| Reply::new(200, XLSX, bytes))
            .map_err(|error| Refusal::failed(error.to_string()));
    }
    Ok(Reply::ok(&ValuationOutputs {
        valuation: json!({"id": id, "name": valuation.parameters.get("name")}),
        forecast: ForecastAnswer {
            periods: &results.forecast,
            hourly: rows,
        },
        weather_years: [],
        applied_params: &results.applied,
        warnings: [],
    }))
}

/// The results of this state of a valuation, computed once.
fn results(amun: &Amun, id: i64, valuation: &Valuation, order: &Order) -> Result<Arc<Results>, Refusal> {
    if let Some(known) = &valuation.results {
        return Ok(Arc::clone(known));
    }
    let made = Arc::new(order.run(amun)?);
    amun.valuations.with(id, |stored| {
        // An update or an upload in the meantime has its own results to come.
        if stored.revision == valuation.revision {
            stored.results = Some(Arc::clone(&made));
        }
    })?;
    Ok(made)
}

/// Everything that the outputs of one valuation are computed from.
struct Order {
    inputs: Inputs,
    farm: Farm,
    region: &'static super::regions::Region,
    scenario: i64,
}

impl Order {
    fn new(amun: &Amun, valuation: &Valuation) -> Result<Order, Refusal> {
        let fields = Fields::of(&valuation.parameters);
        let scenario = scenario_of(amun, fields)?;
        let region = scenario.region()?;
        let site = Site::read(amun, fields, region)?;
        let thresholds = thresholds(fields)?;
        let kind = fields.text("windType")?.map(Kind::named).transpose()?;
        let (flow, dataset, capacity) = match (&valuation.upload, kind) {
            (Some(upload), kind) => {
                let capacity = match upload.capacity {
                    Some(capacity) => capacity,
                    None => site.capacity_mw()?,
                };
                (upload.flow.clone(), kind.and_then(Kind::dataset), capacity)
            }
            (None, Some(kind)) => (
                request::named_flow(fields, kind, &site)?,
                kind.dataset(),
                site.capacity_mw()?,
            ),
            (None, None) => {
                return Err(Refusal::bad(
                    "NoWindData",
                    "the valuation has no windType, and no data were uploaded to it",
                ));
            }
        };
        let start = year_start(REFERENCE_YEAR) * 1440;
        let inputs = request::inputs(fields, site, dataset, start, flow)?;
        Ok(Order {
            inputs,
            farm: Farm { capacity, thresholds },
            region,
            scenario: scenario.id,
        })
    }

    fn run(&self, amun: &Amun) -> Result<Results, Refusal> {
        let series = calculate(&self.inputs, &amun.weather).map_err(|text| Refusal::bad("CalculationFailed", text))?;
        let market = Market::new(&amun.weather, amun.settings.seed, self.region, self.scenario);
        Ok(Results {
            forecast: Forecast::new(&market, &self.farm, &series.typical),
            hours: series.typical,
            applied: json!({
                "smoothingCoefficient": self.inputs.smoothing,
                "reanalysisScaleCorrectionDelta": self.inputs.correction,
            }),
        })
    }
}

/// The prices below which the farm is switched off, each with the hour from which it holds; the first one holds from ever.
pub(super) fn thresholds(fields: Fields) -> Result<Vec<Threshold>, Refusal> {
    let first = Threshold {
        from: i64::MIN,
        price: fields.number("curtailmentThreshold")?.unwrap_or(0.0),
    };
    let mut thresholds = vec![first];
    let items = match fields.get("timeBasedCurtailmentThresholds") {
        None => return Ok(thresholds),
        Some(Value::Array(items)) => items,
        Some(_) => {
            return Err(Refusal::invalid("timeBasedCurtailmentThresholds must be an array"));
        }
    };
    for item in items {
        let Value::Object(item) = item else {
            return Err(Refusal::invalid("timeBasedCurtailmentThresholds must hold objects"));
        };
        let fields = Fields::of(item);
        let from = fields.time("timeValidFrom")?.div_euclid(60);
        if thresholds.last().is_some_and(|last| last.from >= from) {
            return Err(Refusal::invalid(
                "timeBasedCurtailmentThresholds must be in ascending order of timeValidFrom",
            ));
        }
        thresholds.push(Threshold {
            from,
            price: fields.required_number("threshold")?,
        });
    }
    Ok(thresholds)
}
