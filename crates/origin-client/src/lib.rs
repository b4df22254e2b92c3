//! Client for Origin, Aurora Energy Research's power market scenarios: their inputs, runs and outputs.
//!
//! [`OriginClient`] has one method per operation of the two services, in groups: [`scenarios`](OriginClient::scenarios),
//! [`projects`](OriginClient::projects), [`inputs`](OriginClient::inputs), [`outputs`](OriginClient::outputs),
//! [`model_files`](OriginClient::model_files), [`config`](OriginClient::config). Requests are checked before they are sent; answers
//! are read leniently: every field may be missing or null, and unknown fields and values are kept.
//!
//! ```no_run
//! use origin_client::OriginClient;
//! use origin_client::outputs::OutputRequest;
//!
//! # async fn run() -> origin_client::Result<()> {
//! let origin = OriginClient::from_env()?;
//! let central = origin.scenarios().latest("gbr", &["central"]).await?;
//! if let Some(id) = &central.scenario_global_id {
//!     let table = origin.outputs().table(&OutputRequest::new(id, "gbr", "system", "1y")).await?;
//!     println!("{} rows of {:?}", table.rows(), central.name);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Token and addresses
//!
//! | | first | second | third |
//! |---|---|---|---|
//! | token | [`with_token`](OriginClientBuilder::with_token) | `AURORA_API_KEY` | first line of `~/.aurora-api-key` |
//! | scenario service | [`with_scenario_base_url`](OriginClientBuilder::with_scenario_base_url) | `AURORA_ORIGIN_SCENARIO_API_BASE_URL` | `https://api.auroraer.com/scenarioExplr` |
//! | inputs service | [`with_inputs_base_url`](OriginClientBuilder::with_inputs_base_url) | `AURORA_ORIGIN_INPUTS_API_BASE_URL` | `https://api.auroraer.com/modelInputs` |
//!
//! A place that is there and wrong is an error and never falls through to the next one. With a
//! [universe](OriginClientBuilder::with_universe) the third column is that universe's, and the token's variable and file are those
//! named after it, such as `AURORA_API_KEY_staging`. The token goes to these two services and nowhere else: output files
//! are fetched from where the service sends us without it.
//!
//! # Coming from Python
//!
//! | method of `OriginSession` | here |
//! |---|---|
//! | `OriginSession(config)` | [`OriginClient::builder`], [`OriginClient::from_env`] |
//! | `get_aurora_scenarios` | [`Scenarios::list`]; for one's own, [`Scenarios::list_own`] |
//! | `get_scenario_by_id` | [`Scenarios::get`] |
//! | `create_scenario` | [`Scenarios::create`] |
//! | `update_scenario` | [`Scenarios::update`] |
//! | `delete_scenario` | [`Scenarios::delete`] |
//! | `launch_scenario` | [`Scenarios::launch`], then [`Scenarios::wait`] |
//! | `get_weather_year_list` | [`Scenarios::weather_years`] |
//! | `get_projects` | [`Projects::list`] |
//! | `get_project` | [`Projects::get`] |
//! | `create_project` | [`Projects::create`] |
//! | `update_project` | [`Projects::update`] |
//! | `delete_project` | [`Projects::delete`] |
//! | `pin_project`, `unpin_project` | [`Projects::pin`], [`Projects::unpin`] |
//! | `get_project_product_id` | [`Projects::product_id`], [`Config::products`] |
//! | `_get_regions` | [`Config::region_groups`] |
//! | `get_meta_json` | [`ScenarioOutputs::meta`](outputs::ScenarioOutputs::meta) |
//! | `get_model_files` | [`ModelFiles::list`] |
//! | `get_model_file_download_url` | [`ModelFiles::location`], [`ModelFiles::download`] |
//! | `get_inputs_session` | [`Inputs::session`] |
//! | (configuration, kept private there) | [`Inputs::config`] |
//! | `get_technology_names` | [`Inputs::groupings`] |
//! | `get_technology` | [`Inputs::technology`] |
//! | `update_technology_exogenous` | [`Inputs::update_exogenous`] |
//! | `update_technology_endogenous` | [`Inputs::update_endogenous`] |
//! | `get_demand_regions` | [`Inputs::demand_regions`] |
//! | `get_demand` | [`Inputs::demand`] |
//! | `update_system_demand` | [`Inputs::update_demand`] |
//! | `get_demand_technology_names` | [`Inputs::demand_technology_names`] |
//! | `get_demand_technologies` | [`Inputs::demand_technologies`] |
//! | `update_demand_technology_variable` | [`Inputs::update_demand_technology`] |
//! | `get_commodities` | [`Inputs::commodities`] |
//! | `update_commodity_price` | [`Inputs::update_commodity`] |
//! | `change_base_commodities_assumptions` | [`Inputs::rebase_commodities`] |
//! | `get_interconnectors_connections` | [`Inputs::interconnector_connections`] |
//! | `get_interconnectors` | [`Inputs::interconnectors`] |
//! | `update_interconnectors` | [`Inputs::update_interconnector`] |
//! | `get_workbook_download_url` | [`Inputs::workbook`], [`Inputs::download_workbook`] |
//!
//! | method of `Scenario` | here |
//! |---|---|
//! | `Scenario(id, session)` | [`Outputs::of`] |
//! | `get_latest_scenario_from_region` | [`Scenarios::latest`] |
//! | `refresh` | [`ScenarioOutputs::refresh`](outputs::ScenarioOutputs::refresh) |
//! | `get(key)` | the fields of [`Scenario`](types::Scenario) |
//! | `get_downloadable_regions`, `get_scenario_regions`, `get_scenario_region` | [`Scenarios::regions`], [`ScenarioOutputs::regions`](outputs::ScenarioOutputs::regions) |
//! | `get_download_types` | [`ScenarioOutputs::types`](outputs::ScenarioOutputs::types) |
//! | `get_download_years` | [`ScenarioOutputs::years`](outputs::ScenarioOutputs::years) |
//! | `get_scenario_data_download_url` | [`Outputs::location`] |
//! | `get_scenario_data_csv` | [`Outputs::csv`], [`Outputs::download`]; for many files, [`Outputs::download_all`] |
//! | `get_scenario_dataframe` | [`Outputs::table`] |
//!
//! | method of `Project` | here |
//! |---|---|
//! | `Project(id, session)`, `refresh`, `get(key)` | [`Projects::get`] and the fields of [`Project`](types::Project) |
//! | `get_project_by_name` | [`Projects::find_by_name`] |
//! | `create` | [`Projects::create`], then [`Projects::get`] |
//! | `get_or_create_project_by_name` | [`Projects::get_or_create`] |
//! | `create_scenario` | [`Scenarios::create`] |
//! | `get_scenario_by_name` | [`Projects::find_scenario`] |
//! | `get_or_create_scenario_by_name` | [`Projects::get_or_create_scenario`] |
//! | `pin`, `unpin` | [`Projects::ensure_pinned`], [`Projects::ensure_unpinned`] |
//!
//! | method of `InputsEditor` | here |
//! |---|---|
//! | `InputsEditor(scenario_id, session)`, `refresh` | [`OriginClient::inputs`], [`Inputs::session`] |
//! | `get_demand_for_region` | [`Inputs::demand_for_region`] |
//! | `update_system_demand_variable` | [`Inputs::update_demand`] |
//! | `get_supply_technology` | [`Inputs::technology`] |
//! | `update_exogenous_technology_variable`, `update_endogenous_technology_variable` | [`Inputs::update_exogenous`], [`Inputs::update_endogenous`] |
//! | its other methods | those of the same name above |
//!
//! What differs: nothing waits without end, and null is never a reason to ask again; a misspelt universe is an error; a GraphQL error
//! keeps its key, path and partial data ([`Error::graphql_errors`], [`Error::graphql_data`]); the token goes to no object store; a
//! failed download is an error and is not stored.
//!
//! # Features
//!
//! | feature | what it does |
//! |---|---|
//! | `rustls-tls` (default), `aws-lc-rs`, `native-tls` | which TLS library is used |
//! | `blocking` | `blocking::OriginClient`, for programs without an async runtime |
//! | `schemars` | JSON Schemas of all request and result types |

#[cfg(feature = "blocking")]
pub mod blocking;
pub mod cache;
mod check;
mod client;
mod config;
mod dates;
pub mod graphql;
mod hooks;
pub mod inputs;
mod model_files;
mod ordered;
pub mod outputs;
mod projects;
pub mod scenarios;
mod settings;

/// The client as generated from the specification of the service, for whoever wants the bare operations.
#[allow(missing_docs, unreachable_pub, clippy::all, clippy::unwrap_used)]
pub mod generated {
    include!(concat!(env!("OUT_DIR"), "/generated.rs"));
}

pub use aurora_auth as auth;
pub use aurora_auth::origin::Universe;
pub use aurora_core::call::CallOptions;
pub use aurora_core::{
    Error, ErrorKind, Result, clock, download, limits, operation, poll, raw, retry, table, transport,
};

pub use crate::cache::{Cache, OutputKey};
pub use crate::client::{OriginClient, OriginClientBuilder, TokenInput};
pub use crate::config::Config;
pub use crate::generated::{OPERATIONS, types};
pub use crate::graphql::{Answer, Service};
pub use crate::inputs::{
    Change, CommodityQuery, CommodityUpdate, ConstantTransform, DemandQuery, DemandTechnologyUpdate, DemandUpdate,
    EndogenousUpdate, ExogenousUpdate, Inputs, InterconnectorUpdate, MonthlyTransform, TechnologyQuery, Workbook,
    YearlyTransform,
};
pub use crate::model_files::{ModelFileEntry, ModelFileList, ModelFiles};
pub use crate::ordered::OrderedMap;
pub use crate::outputs::{DownloadAll, OutputRequest, Outputs, ScenarioOutputs, Selection};
pub use crate::projects::{NewProject, ProductId, ProjectField, ProjectUpdate, ProjectUpdateField, Projects};
pub use crate::scenarios::{NewScenario, Regions, ScenarioField, ScenarioUpdate, ScenarioUpdateField, Scenarios};

/// The regions of a scenario by their codes, in the service's order.
pub type RegionEntries = OrderedMap<types::RegionEntry>;

/// The region groups by the service's own keys, in its order.
pub type RegionGroups = OrderedMap<types::RegionGroup>;

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

/// An answer without what was asked for, and without an error.
fn empty_answer(operation: &'static str) -> Error {
    Error::new(ErrorKind::Service, "the service answered null and no error").with_operation(operation)
}
