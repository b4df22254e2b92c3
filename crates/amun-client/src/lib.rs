//! Client for Amun, Aurora Energy Research's load factors and valuations of wind farms.
//!
//! [`AmunClient`] has one method per operation of the service, in groups: [`turbines`](AmunClient::turbines),
//! [`regions`](AmunClient::regions), [`scenarios`](AmunClient::scenarios), [`load_factors`](AmunClient::load_factors),
//! [`valuations`](AmunClient::valuations), [`wind`](AmunClient::wind), [`windfarms`](AmunClient::windfarms). Inputs are checked
//! before they are sent; answers are read leniently, and fields that this version does not know are kept (but for those of
//! single hours and of points of a power curve).
//!
//! ```no_run
//! use amun_client::{AmunClient, Flow, LoadFactorBase, LoadFactorRequest, StartTime};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let amun = AmunClient::from_env()?;
//! let turbine = amun.turbines().find_by_name("Siemens SWT-4.0-130").await?;
//! let start: StartTime = "2018-01-01T00:00Z".parse()?;
//! let farm = LoadFactorBase::new(59.59, 0.0, start, "gbr", 90.0).with_turbines(turbine.id, 12);
//! let request = LoadFactorRequest::new(Flow::average_wind_speed(6.43, 90.0), farm);
//! let result = amun.load_factors().submit(&request).await?.await?;
//! println!("{:?}", amun_client::series::mean_load_factor(&result.typical_hourly));
//! # Ok(())
//! # }
//! ```
//!
//! # Token and address
//!
//! | | first | second | third |
//! |---|---|---|---|
//! | token | [`with_token`](AmunClientBuilder::with_token) | `AURORA_API_KEY` | first line of `~/.aurora-api-key` |
//! | base URL | [`with_base_url`](AmunClientBuilder::with_base_url) | `AURORA_API_BASE_URL` | `https://api.auroraer.com/amun/v1` |
//!
//! A place that is there and wrong is an error and never falls through to the next one. Version 2 of the API, which
//! serves load factor jobs, lives beside version 1: its base URL is the same with `v2` for the last segment, or what
//! [`with_v2_base_url`](AmunClientBuilder::with_v2_base_url) says.
//!
//! # Coming from Python
//!
//! | method of `AmunSession` | here |
//! |---|---|
//! | `AmunSession(base_url, token)` | [`AmunClient::builder`], [`AmunClient::from_env`] |
//! | `get_turbines` | [`Turbines::list`] |
//! | `get_turbine_by_name` | [`Turbines::find_by_name`], [`turbines::find_by_name`] |
//! | `get_power_curve` | [`Turbines::power_curve`] |
//! | (turbine upload by hand) | [`Turbines::upload`] |
//! | `get_region_details` | [`Regions::details`] |
//! | `get_scenarios` | [`Scenarios::list`] |
//! | `get_scenario_by_name` | [`Scenarios::find_by_name`], [`scenarios::find_by_name`] |
//! | `run_load_factor_calculation`, `run_load_factor_for_parameters` with `version=1` | [`LoadFactors::run`] |
//! | the same with `version=2` | [`LoadFactors::submit`], then `.await` |
//! | `submit_load_factor_calculations` | [`LoadFactors::submit`] for one, [`LoadFactors::batch`] for many |
//! | `get_load_factor_calculation` | [`LoadFactors::status`] |
//! | `track_load_factor_calculation` | [`LoadFactors::job`]; for many, [`BatchBuilder::resume`](batch::BatchBuilder::resume) |
//! | `run_load_factors_in_batch`, `run_load_factors_for_parameters_batch` | [`LoadFactors::batch`] |
//! | flow and base parameter classes | [`Flow`], [`LoadFactorBase`], [`LoadFactorRequest`] |
//! | `get_valuations` | [`Valuations::list`] |
//! | `create_valuation` | [`Valuations::create`] |
//! | `update_valuation` | [`Valuations::update`] |
//! | `copy_valuation` | [`Valuations::copy`] |
//! | `delete_valuation` | [`Valuations::delete`] |
//! | `get_valuation_results` | [`Valuations::outputs`], [`Valuations::outputs_xlsx`] |
//! | `send_production_for_calibration` | [`Valuations::upload_raw_generation`] |
//! | `send_calibrated_production` | [`Valuations::upload_calibrated_generation`] |
//! | `send_custom_wind` | [`Valuations::upload_wind`] |
//! | `get_wind` | [`Wind::series`] |
//! | `get_wind_atlas` | [`Wind::atlas_average_speed`] |
//! | `get_windfarms` | [`Windfarms::search`] |
//! | `get_windfarm` | [`Windfarms::get`] |
//! | `save_to_json` | `serde_json::to_writer`, or [`series::to_table`] for CSV |
//!
//! What differs: a failed calculation is an `Err` and no text in place of a result; a batch keeps every outcome; nothing waits
//! without end; what may have been acted on is not sent twice.
//!
//! # Features
//!
//! | feature | what it does |
//! |---|---|
//! | `rustls-tls` (default), `aws-lc-rs`, `native-tls` | which TLS library is used |
//! | `blocking` | `blocking::AmunClient`, for programs without an async runtime |
//! | `schemars` | JSON Schemas of all request and result types |

mod answers;
pub mod batch;
#[cfg(feature = "blocking")]
pub mod blocking;
mod check;
mod client;
mod coordinate;
mod hooks;
mod load_factors;
mod lookup;
mod losses;
mod regions;
pub mod scenarios;
pub mod series;
pub mod time;
pub mod turbines;
mod valuations;
mod wind;
mod wind_type;
mod windfarms;

/// The client as generated from the specification of the service, for whoever wants the bare operations.
#[allow(missing_docs, unreachable_pub, clippy::all, clippy::unwrap_used)]
pub mod generated {
    include!(concat!(env!("OUT_DIR"), "/generated.rs"));
}

pub use aurora_auth as auth;
pub use aurora_core::call::CallOptions;
pub use aurora_core::{Error, ErrorKind, Result, clock, limits, operation, poll, raw, retry, table, transport};

pub use crate::client::{AmunClient, AmunClientBuilder, TokenInput};
pub use crate::coordinate::Coordinate;
pub use crate::generated::{OPERATIONS, types};
pub use crate::load_factors::{Expiry, Flow, JobStatus, LoadFactorRequest, LoadFactors};
pub use crate::losses::Losses;
pub use crate::regions::Regions;
pub use crate::scenarios::Scenarios;
pub use crate::time::{HourlyTime, StartTime};
pub use crate::turbines::{TurbineWorkbook, Turbines};
pub use crate::types::{
    AverageWindSpeedFlow, BuiltInWindFlow, LoadFactorBase, LoadFactorResult, P50ScalingFlow, P50YieldScalingFlow,
    PowerDensityFlow, SpeedAtHeight, UploadedGenerationFlow, UploadedWindFlow, ValuationParameters, WeibullFlow,
};
pub use crate::valuations::{OutputsDocument, OutputsOptions, ValuationWind, Valuations};
pub use crate::wind::{AtlasArea, Wind};
pub use crate::wind_type::WindType;
pub use crate::windfarms::Windfarms;

/// A generated type from a builder whose required fields are all set.
fn complete<T, B>(builder: B) -> T
where
    B: TryInto<T>,
    B::Error: std::fmt::Debug,
{
    builder
        .try_into()
        .expect("the constructor sets every required field, and fields of this type convert into themselves")
}
