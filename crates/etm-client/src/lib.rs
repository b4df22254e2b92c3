//! Client for the Energy Transition Model: scenarios of the engine, their inputs, queries, curves and exports, and the saved
//! scenarios and collections of MyETM.
//!
//! [`EtmClient`] has the operations of an engine and of the MyETM that belongs to it, in groups. What the engine calls a
//! scenario is a session here; what MyETM keeps for its users, and shows as a scenario, is a saved scenario. Requests are checked before they
//! are sent; answers are read leniently: fields may be missing or null, ids may be texts, and unknown fields and values are kept.
//!
//! ```no_run
//! use etm_client::{EtmClient, Environment, NewSession};
//!
//! # async fn run() -> etm_client::Result<()> {
//! // A guest: no token is needed for public sessions.
//! let etm = EtmClient::builder().with_environment(Environment::Production).without_token().build()?;
//! let session = etm.sessions().create(&NewSession::new("nl2019", 2050).with_source("my-program")).await?;
//! let updated = etm
//!     .inputs(session.id)
//!     .update()
//!     .set("transport_car_using_electricity_share", 80.0)
//!     .with_query("dashboard_emissions")
//!     .send()
//!     .await?;
//! println!("{:?}", updated.results.future("dashboard_emissions"));
//! # Ok(())
//! # }
//! ```
//!
//! | group | what it has |
//! |---|---|
//! | [`sessions`](EtmClient::sessions) | making, reading, changing, copying, merging, interpolating and exporting sessions; couplings, version tags, the merit order |
//! | [`inputs`](EtmClient::inputs) | the inputs of a session, and setting them |
//! | [`gqueries`](EtmClient::gqueries) | queries and their results |
//! | [`curves`](EtmClient::curves), [`exports`](EtmClient::exports) | hourly curves and annual tables of a session |
//! | [`custom_curves`](EtmClient::custom_curves), [`sortables`](EtmClient::sortables), [`esdl`](EtmClient::esdl) | what else a session can be given |
//! | [`nodes`](EtmClient::nodes), [`areas`](EtmClient::areas) | the energy graph of a session, and the data to start from |
//! | [`users`](EtmClient::users) | who may read and change a session |
//! | [`saved_scenarios`](EtmClient::saved_scenarios), [`collections`](EtmClient::collections) | MyETM's, through the engine |
//! | [`myetm`](EtmClient::myetm), [`me`](EtmClient::me) | MyETM itself, and the account |
//!
//! # Token and addresses
//!
//! | | first | second | third |
//! |---|---|---|---|
//! | token | [`with_token`](EtmClientBuilder::with_token) | `ETM_API_TOKEN`, in the environment, else in `.env` of the working directory | none: a guest |
//! | engine | [`with_engine_base_url`](EtmClientBuilder::with_engine_base_url), [`with_environment`](EtmClientBuilder::with_environment) | `BASE_URL`, then `ENVIRONMENT`, both as above | production |
//! | MyETM | [`with_my_etm_url`](EtmClientBuilder::with_my_etm_url) | the one of the environment | the one that the engine's host implies |
//!
//! A place that is there and wrong is an error and never falls through to the next one. Tokens begin with `etm_` (production and stable
//! engines) or `etm_beta_` (beta), and end after a year at most; a token that is over, soon will be, or is of
//! another engine is a [warning](EtmClient::warnings). The token goes to the engine and its MyETM, and nowhere else.
//!
//! A token with too few scopes allows less than none: a guest may make sessions, a token without `scenarios:write` may not. The
//! engine hides what is private: most refusals are `NotFound`.
//!
//! # Coming from Python
//!
//! [`python`] has a table of every call of `pyetm` and what it is here.
//!
//! # Features
//!
//! | feature | what it does |
//! |---|---|
//! | `rustls-tls` (default), `aws-lc-rs`, `native-tls` | which TLS library is used |
//! | `blocking` | `blocking::EtmClient`, for programs without an async runtime |
//! | `excel` | `workbook`: scenarios out of workbooks, and results into them |
//! | `schemars` | JSON Schemas of all request and result types |

mod areas;
#[cfg(feature = "blocking")]
pub mod blocking;
mod check;
mod client;
pub mod collections;
mod csv_file;
pub mod curves;
pub mod custom_curves;
pub mod esdl;
pub mod exports;
pub mod gqueries;
mod hooks;
pub mod inputs;
mod lists;
mod me;
pub mod myetm;
mod nodes;
pub mod objects;
pub mod python;
mod refusal;
pub mod saved_scenarios;
pub mod sessions;
pub mod sortables;
pub mod users;
mod values;
#[cfg(feature = "excel")]
pub mod workbook;

/// The client as generated from the specification of the service, for whoever wants the bare operations.
#[allow(missing_docs, unreachable_pub, clippy::all, clippy::unwrap_used)]
pub mod generated {
    include!(concat!(env!("OUT_DIR"), "/generated.rs"));
}

pub use aurora_auth as auth;
pub use aurora_auth::etm::Environment;
pub use aurora_core::call::CallOptions;
pub use aurora_core::settings::TokenInput;
pub use aurora_core::{
    Error, ErrorKind, Result, clock, download, limits, operation, page, poll, raw, retry, settings, table, transport,
};

pub use crate::areas::Areas;
pub use crate::client::{EtmClient, EtmClientBuilder, TokenClaims, Warning};
pub use crate::collections::{CollectionUpdate, Collections, NewCollection};
pub use crate::curves::{Curves, HourlyCurve};
pub use crate::custom_curves::{Curve, CustomCurves};
pub use crate::esdl::Esdl;
pub use crate::exports::{Export, Exports};
pub use crate::generated::{OPERATIONS, types};
pub use crate::gqueries::{Gqueries, QueryResult, QueryResults, QueryValue};
pub use crate::inputs::{InputSet, Inputs, InputsOptions};
pub use crate::me::{Me, UserUpdate};
pub use crate::myetm::MyEtm;
pub use crate::nodes::{NodeStatsQuery, Nodes};
pub use crate::saved_scenarios::{NewSavedScenario, SavedScenarioUpdate, SavedScenarios};
pub use crate::sessions::{NewSession, SessionUpdate, SessionUpdated, Sessions};
pub use crate::sortables::{HeatLevel, Sortable, Sortables};
pub use crate::users::{
    Action, Role, SavedScenarioUsers, UserChange, UserChanges, UserDone, UserFailure, UserOutcome, Users, Who,
};
pub use crate::values::InputValue;
