//! Amun: state and handlers. Handlers are plain functions that may compute for a while; the server runs them off its tasks.

mod calculation;
mod dataset;
mod fields;
mod forecast;
mod hourly_upload;
mod jobs;
mod load_factors;
mod outputs;
mod power_curve;
mod regions;
mod request;
mod scenarios;
mod turbines;
mod uploads;
mod valuations;
mod wind;
mod windfarms;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use http::{HeaderMap, HeaderValue};

use crate::reply::{Refusal, Reply};
use crate::server::Call;
use crate::state::Settings;
use crate::weather::{Weather, mix};

pub(crate) use scenarios::uuid;

use jobs::Jobs;
use scenarios::Scenario;
use turbines::Turbines;
use valuations::Valuations;

/// Amun's state.
pub(crate) struct Amun {
    settings: Settings,
    weather: Arc<Weather>,
    turbines: Turbines,
    scenarios: Vec<Scenario>,
    valuations: Valuations,
    jobs: Jobs,
    issued: AtomicU64,
}

impl Amun {
    pub(crate) fn new(settings: &Settings, weather: Arc<Weather>) -> Amun {
        Amun {
            settings: settings.clone(),
            weather,
            turbines: Turbines::new(),
            scenarios: scenarios::scenarios(settings.seed),
            valuations: Valuations::default(),
            jobs: Jobs::new(),
            issued: AtomicU64::new(0),
        }
    }

    /// 401 for a missing or wrong `Private-Token`, 403 for the one that may do nothing.
    pub(crate) fn authorize(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let (status, code, message) = match headers.get("private-token").map(HeaderValue::as_bytes) {
            Some(given) if given == self.settings.token.as_bytes() => return Ok(()),
            Some(given) if given == self.settings.forbidden_token.as_bytes() => {
                (403, "Forbidden", "this token is valid, but may not use the service")
            }
            Some(_) => (
                401,
                "Unauthorized",
                "the token in the header Private-Token is not known",
            ),
            None => (401, "Unauthorized", "the header Private-Token is missing"),
        };
        Err(Refusal {
            status,
            code,
            message: message.to_owned(),
        })
    }

    /// How long an operation lets its caller wait before it does anything.
    pub(crate) fn delay_of(&self, operation: &str) -> Duration {
        if operation == "run_load_factor" {
            self.settings.calculation_delay
        } else {
            Duration::ZERO
        }
    }

    /// Carries out one call. It blocks while it computes.
    pub(crate) fn answer(&self, call: &Call) -> Reply {
        self.dispatch(call).unwrap_or_else(Reply::from)
    }

    fn dispatch(&self, call: &Call) -> Result<Reply, Refusal> {
        match call.operation {
            "list_turbines" => Ok(self.turbines.list()),
            "upload_turbine" => self.turbines.upload(call),
            "get_turbine_power_curve" => self.turbines.power_curve(call),
            "list_region_details" => regions::details(call),
            "list_scenarios" => scenarios::list(&self.scenarios, call),
            "list_valuations" => Ok(self.valuations.list(call)),
            "create_valuation" => valuations::create(self, call),
            "update_valuation" => valuations::update(self, call),
            "delete_valuation" => valuations::delete(self, call),
            "copy_valuation" => valuations::copy(self, call),
            "get_valuation_outputs" => outputs::get(self, call),
            "upload_raw_generation" | "upload_calibrated_generation" | "upload_wind" => uploads::store(self, call),
            "run_load_factor" => load_factors::run(self, call),
            "submit_load_factor" => jobs::submit(self, call),
            "get_load_factor_status" => jobs::status(self, call),
            "get_wind_series" => wind::series(&self.weather, call),
            "get_wind_atlas_average_speed" => wind::atlas(&self.weather, call),
            "search_windfarms" => Ok(windfarms::search(call)),
            "get_windfarm" => windfarms::get(call),
            other => Err(Refusal {
                status: 501,
                code: "NotServed",
                message: format!("the sandbox has no handler for {other}"),
            }),
        }
    }

    /// Lets every finished result expire.
    pub(crate) fn expire_results(&self) {
        self.jobs.clear();
    }

    /// A UUID that this sandbox gives out once.
    fn uuid(&self) -> String {
        let number = self.issued.fetch_add(1, Ordering::Relaxed);
        uuid(
            mix(&[self.settings.seed, 6, number]),
            mix(&[self.settings.seed, 7, number]),
        )
    }

    fn scenario(&self, id: i64) -> Result<&Scenario, Refusal> {
        self.scenarios
            .iter()
            .find(|scenario| scenario.id == id)
            .ok_or_else(|| Refusal::bad("ScenarioNotFound", format!("there is no scenario {id}")))
    }
}
