//! Aurora's services in memory, on loopback ports: stateful, seeded, with faults on request.
//!
//! The sandbox serves Amun (wind-farm valuation) below `/amun/v1` and `/amun/v2`, Origin (market scenarios) below
//! `/scenarioExplr` and `/modelInputs`, and the Energy Transition Model (ETM) below `/api/v3` and `/my`, every operation in
//! [`ROUTES`]. What is created is listed, what is uploaded is used,
//! load factors, valuations and output files are computed; the same inputs and the same seed give the same numbers. It listens
//! on `127.0.0.1` only and stops when it is dropped, and its connections with it.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), aurora_sandbox::Error> {
//! use aurora_sandbox::{EtmScopes, EtmUser, Fault, Sandbox};
//!
//! let sandbox = Sandbox::start().await?;
//! println!("AURORA_API_BASE_URL={}", sandbox.amun_url());
//! println!("AURORA_ORIGIN_SCENARIO_API_BASE_URL={}", sandbox.origin_scenario_url());
//! println!("AURORA_ORIGIN_INPUTS_API_BASE_URL={}", sandbox.origin_inputs_url());
//! println!("AURORA_API_KEY={}", sandbox.token());
//! println!("BASE_URL={}", sandbox.etm_url());
//! println!("ETM_API_TOKEN={}", sandbox.etm_token(EtmUser::Ada, EtmScopes::Delete));
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
//! Origin knows more: [`Sandbox::read_only_token`] gets 403 for mutations, [`Sandbox::second_tenant_token`] belongs to another
//! tenant, whose projects and scenarios are its own, and a header `EOS-Cookie` may be left out but must not differ.
//! The object store is another origin, as it is in life: a request that carries `Private-Token`, `EOS-Cookie` or
//! `Authorization` to it gets 403 and is kept by [`Sandbox::leaks`].
//!
//! # Origin
//!
//! * Both services run a GraphQL library over schemas inferred from what clients send and read: documents are parsed and
//!   checked, and only the selected fields come back. A document that does not fit is HTTP 400 with `errors`; a rule of the
//!   service is HTTP 200 with `errors`, each with its `errorKey` beside the message. `variables` may be missing or null.
//! * A document belongs to one of the operations in [`ROUTES`] by its root field, the field below `getSession`, the filter and
//!   the selection; faults and [`RecordedRequest`] go by that. A document of no operation runs all the same.
//! * Published scenarios: seven region groups (`gbr`, `deu`, `fra`, `iberia`, `aus`, `erc`, `peu`), four variants, four dates
//!   and one scenario without a date. `aus` and `erc` scenarios list fewer regions than their group has; all are served.
//! * A tenant's scenario needs a project and a base. Launched, it is `Queued` for one read by id, `Running` for the next,
//!   and then `Complete` ([`SandboxBuilder::run_steps`]); only then it has regions, runs and output files.
//! * An output file is asked for at the scenario service, which answers 425 while it is made ([`SandboxBuilder::too_early`]) and
//!   then 200 with `Location` (302 without `noredirect=true`). The link is good for five minutes
//!   ([`SandboxBuilder::link_lifetime`]), for anyone; the store answers `Range` with 206 and an `ETag`, and CSV without a
//!   charset.
//! * [`SandboxBuilder::synthetic_output`] puts a made-up CSV of any size in the place of every output file, streamed.
//!
//! # The Energy Transition Model
//!
//! * The engine is below `/api/v3`, MyETM below `/my/api/v1` and `/my/oauth`; both share one state. The engine starts with the
//!   few scenarios behind MyETM's featured ones, which nobody who has a token owns, and with scenario 2016, a public one of
//!   nobody in an area that is no longer offered (`nl2016`): its curves are 410. The area `eu` has no hourly curves at all.
//! * `Authorization: Bearer` holds a token of [`Sandbox::etm_token`]: `etm_sandbox-USER-LEVEL`, where the user is `ada`, `ben`,
//!   `cleo` or `root` (an administrator) and the level `public`, `read`, `write` or `delete`. `etm_sandbox-ada-delete` may do
//!   whatever a user may. Without a token a request is a guest's; [`SandboxBuilder::etm_token`] adds others.
//! * Rights, refusals and the many shapes of errors are the engine's own, odd ones included: a token that cannot write may do
//!   less than a guest, a private scenario of somebody else is 404, a value of `null` is 500.
//! * An update checks values, fills share groups up to 100, switches couplings, answers queries, and takes everything back when
//!   any of it fails. [`EtmDialect`] chooses the generation of the engine, [`EtmQuirks`] a few faults of it.
//! * A path may end in `.json` or `.csv`, parameters come from query and body, forms nest (`scenario[end_year]=2040`), and a
//!   form or query of more than 4096 parameters is turned down.
//! * Inputs, queries, areas and curves have their real keys, but are a part of the real ones; the energy model behind them is a
//!   small one of the sandbox's own: demand by use and technology, heat networks, a merit order of electricity with storage,
//!   neighbours and electrolysis, hydrogen and gas, all hour by hour. Curves, exports and queries are read off the same year,
//!   so they agree; values, orders, couplings and attached curves move it.
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
//! It can do no more than a user of this crate can: no token is ever shown, and of bodies only GraphQL documents with their
//! variables.
//!
//! | request | effect |
//! |---|---|
//! | `GET /_sandbox/health` | version, seed, prefixes |
//! | `GET /_sandbox/requests` | the requests so far, as [`RecordedRequest`] in camel case; `DELETE` forgets them |
//! | `GET /_sandbox/faults` | the faults still to come; `DELETE` removes them |
//! | `POST /_sandbox/faults` | adds one: `{"operation": "list_turbines", "times": 2, "fault": {"kind": "status", "status": 503}}` |
//! | `GET /_sandbox/options` | how Origin behaves; `PATCH` changes the members that it is given |
//! | `POST /_sandbox/links/expire` | [`Sandbox::expire_links`] |
//! | `POST /_sandbox/outputs/renew` | [`Sandbox::renew_outputs`] |
//!
//! The options are `dataNotReady`, `tooEarly`, `queuedReads`, `runningReads`, `runsFail`, `workbookAnswers`, `workbookFails`,
//! `linkLifetimeMillis`, `syntheticOutputBytes` (a number or null), `pythonCompatible` and `faithful`: what
//! [`SandboxBuilder`] sets before the start.
//!
//! `operation` is a name of [`ROUTES`] or `*`, with or without its service (`origin.get_scenario`; operations of the Energy
//! Transition Model that another service has too need it: `etm.get_scenario`); `times` is 1 when left out. The kinds are the variants of [`Fault`] in snake
//! case; their fields are `status`, `retryAfter`, `contentType`, `body`, `location`, `text`, `bytes`, `millis`
//! (for every duration) and `errors`. Example: `{"kind": "drip", "bytes": 100, "millis": 20}`.

mod amun;
mod body;
mod builder;
mod control;
mod etm;
mod faults;
mod multipart;
mod origin;
mod record;
mod reply;
mod routes;
mod sandbox;
mod server;
mod state;
mod times;
mod weather;

pub use builder::SandboxBuilder;
pub use etm::settings::{EtmDialect, EtmQuirks, EtmScopes, EtmUser};
pub use faults::Fault;
pub use record::{GraphQlRecord, RecordedRequest, RequestLine};
pub use routes::{ROUTES, Route};
pub use sandbox::{Error, Sandbox};
