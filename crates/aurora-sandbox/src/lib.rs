//! Aurora's services in memory, on one loopback port: stateful, seeded, with faults on request.
//!
//! The sandbox serves Amun (wind-farm valuation) below `/amun/v1` and `/amun/v2`, one route for each of the operations in
//! [`ROUTES`]. What is created is listed, what is uploaded is used, load factors and valuations are computed; the same
//! inputs and the same seed give the same numbers. It listens on `127.0.0.1` only and stops when it is dropped, and its
//! connections with it.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), aurora_sandbox::Error> {
//! use aurora_sandbox::{Fault, Sandbox};
//!
//! let sandbox = Sandbox::start().await?;
//! println!("AURORA_API_BASE_URL={}", sandbox.amun_url());
//! println!("AURORA_API_KEY={}", sandbox.token());
//! // The next two calls of this operation are turned away, the third one is answered.
//! sandbox.fail_times("list_turbines", 2, Fault::Status(503));
//! # Ok(())
//! # }
//! ```
//!
//! # Credentials
//!
//! The header `Private-Token` must hold [`Sandbox::token`] (`sandbox-token` unless set otherwise). A missing or another
//! token gets 401, [`Sandbox::forbidden_token`] gets 403. Neither is a secret.
//!
//! # What is real and what is not
//!
//! Routes, names, types, the series' layout and the arithmetic of the outputs follow what is known of the service. Where
//! nothing is known (bodies of errors, wind series, wind farms, answers of uploads, statuses) the sandbox makes a choice:
//! errors are `{"error": CODE, "message": TEXT}`, a v2 submission answers 202. Regions are rough boxes, turbines
//! and wind are synthetic: good for trying software, not for valuing a site.
//!
//! # How the numbers are made
//!
//! * Wind at 100 m: a Weibull-distributed autoregression for the place (to 0.01°) and calendar year, shaped by season and time
//!   of day; places near each other share calms and storms. Each dataset has a constant bias.
//! * Typical year: the hours of the weather year, each month scaled to the long-term mean of that month.
//! * Weather year: the calibrated typical year, each month scaled back by what the actual month had over its long-term mean.
//! * Height: `ln(h / z0) / ln(100 / z0)`, where an obstacle takes 0.7 of its height off the hub's.
//! * `AverageWindSpeed`: all speeds times one factor, so that their mean at the measurement height is the one asked for.
//! * `PowerDensity`: likewise for the mean of `0.5 × 1.225 × v³`.
//! * `Weibull`: each hour gets the speed of its rank in the distribution, at the measurement height.
//! * `P50Scaling`: all speeds times the smallest factor for which the mean of the power curve is the target before losses;
//!   `P50YieldScaling` turns GWh a year into that target by the capacity of all turbines.
//! * `UploadedWind`: for each calendar month the uploaded year nearest to that month's mean, scaled to the mean of all years;
//!   with two heights each hour is interpolated over the logarithm of height, with one the exponent is 1/7.
//! * `UploadedGeneration`: the same typical year of output over installed capacity, without a turbine.
//! * Load factor: power curve (straight between its points, over its own highest power; smoothed by a normal distribution of
//!   `coefficient × speed` where asked for and allowed) times the product of `1 - loss`, rounded to 4 decimals.
//! * Prices: a level per region and scenario, shaped by season, time of day and noise, lowered by the output of the region's
//!   wind fleet in that hour; hours below the curtailment threshold are not sold.
//!
//! # Control over HTTP
//!
//! For tests in other languages, without a token, and only on loopback; [`SandboxBuilder::control`] switches it off.
//! It can do no more than a user of this crate can: no token and no body of a request is ever shown.
//!
//! | request | effect |
//! |---|---|
//! | `GET /_sandbox/health` | version, seed, prefixes |
//! | `GET /_sandbox/requests` | the requests so far, as [`RecordedRequest`] in camel case; `DELETE` forgets them |
//! | `GET /_sandbox/faults` | the faults still to come; `DELETE` removes them |
//! | `POST /_sandbox/faults` | adds one: `{"operation": "list_turbines", "times": 2, "fault": {"kind": "status", "status": 503}}` |
//!
//! `operation` is a name of [`ROUTES`] or `*`, `times` is 1 when left out. The kinds are the variants of [`Fault`] in snake
//! case; their fields are `status`, `retryAfter`, `contentType`, `body`, `location`, `text`, `bytes` and `millis`
//! (for every duration). Example: `{"kind": "drip", "bytes": 100, "millis": 20}`.

mod amun;
mod builder;
mod control;
mod faults;
mod record;
mod reply;
mod routes;
mod sandbox;
mod server;
mod state;
mod times;
mod weather;

pub use builder::SandboxBuilder;
pub use faults::Fault;
pub use record::{RecordedRequest, RequestLine};
pub use routes::{ROUTES, Route};
pub use sandbox::{Error, Sandbox};
