//! The model inputs of a scenario: technologies, demand, commodities, interconnectors, and edits of them.
//!
//! A scenario's inputs are loaded when they are first asked for. Until then the service answers `DataNotReady`, and every
//! method here waits and asks again: every 2.5 s for 30 minutes, or as
//! [`with_ready_policy`](crate::OriginClientBuilder::with_ready_policy) says. A `null` in place of an answer is no data: an
//! `Option` is `None`, a list is empty.
//!
//! ```no_run
//! use origin_client::inputs::{Change, ExogenousUpdate, TechnologyQuery, YearlyTransform};
//! use origin_client::OriginClient;
//!
//! # async fn run() -> origin_client::Result<()> {
//! let origin = OriginClient::from_env()?;
//! let inputs = origin.inputs("c0f8c7a4-52b3-4a2e-9a51-8a3f3a6d7b22");
//! if let Some(wind) = inputs.technology(&TechnologyQuery::new("onshoreWind", "gbr")).await? {
//!     for value in wind.exogenous("capacity").unwrap_or_default() {
//!         println!("{:?}: {:?} MW, edited {:?} MW", value.year, value.original_number(), value.edited());
//!     }
//! }
//! let tenth_more = YearlyTransform::years(2030..=2035, Change::percentage(10.0)?);
//! inputs.update_exogenous(&ExogenousUpdate::new("onshoreWind", "gbr", "capacity", tenth_more)).await?;
//! # Ok(())
//! # }
//! ```

mod change;
mod connections;
mod document;
mod edits;
mod files;
mod queries;
mod rules;
mod selection;
mod state;
mod transform;
mod updates;
mod values;
mod workbook;

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::sync::Arc;

use aurora_core::graphql::Reply;
use aurora_core::{Error, ErrorKind, Result};
use progenitor_client::ResponseValue;
use serde_json::{Map, Value};

pub use change::{Change, ChangeKind};
pub use queries::{CommodityQuery, DemandQuery, TechnologyQuery};
pub use transform::{ConstantTransform, EndogenousTransform, ExogenousTransform, MonthlyTransform, YearlyTransform};
pub use updates::{
    CommodityUpdate, DemandTechnologyUpdate, DemandUpdate, EndogenousUpdate, ExogenousUpdate, InterconnectorUpdate,
};
pub use values::{ByName, TechnologyDefinitions, TechnologyParameters, UpdatedDemandTechnologies, YearVariables};
pub use workbook::Workbook;

pub(crate) use state::Horizons;

use self::queries::{demand_filter, either_way};
use self::selection::Selections;
use crate::generated::documents;
use crate::types::{
    self, Commodity, Demand, DemandTechnology, InputsConfig, InputsSession, Interconnector, Technology,
};
use crate::{OriginClient, complete, graphql};

/// The technologies of each region, with the parts that each has.
pub type Groupings = BTreeMap<String, BTreeMap<String, types::TechnologyGrouping>>;

/// The model inputs of a scenario; see [`OriginClient::inputs`] and the [module](self).
#[derive(Clone, Debug)]
pub struct Inputs<'a> {
    client: &'a OriginClient,
    scenario_id: String,
}

impl<'a> Inputs<'a> {
    pub(crate) fn new(client: &'a OriginClient, scenario_id: impl Into<String>) -> Self {
        Self {
            client,
            scenario_id: scenario_id.into(),
        }
    }

    /// The scenario's id, which the inputs service calls its session.
    #[must_use]
    pub fn scenario_id(&self) -> &str {
        &self.scenario_id
    }

    /// The scenario's session: its main region, model years, data groups and the history of its edits. Asking makes the
    /// service load the inputs (as the vendor documents).
    ///
    /// The client remembers the model years: updates of the same scenario that name others are refused from then on.
    /// Which data groups there are may be complete only after data was read once (as the vendor's tests do).
    ///
    /// # Errors
    ///
    /// Fails with `NotReady` when the data is not ready in time; else the errors of any request.
    pub async fn session(&self) -> Result<Option<InputsSession>> {
        let variables = types::GetInputsSessionVariables::builder().session_id(self.id()?);
        let body: types::GetInputsSessionRequest =
            complete(types::GetInputsSessionRequest::builder().variables(variables));
        let send = || self.generated().get_inputs_session().body(body.clone()).send();
        let session = self.ask("get_inputs_session", send).await?.get_session;
        if let Some(session) = &session {
            self.client.memory().horizons.learn(&self.scenario_id, session);
        }
        Ok(session)
    }

    /// Which parameters and variables there are, with units and limits. It is the same for all scenarios, fetched once
    /// per client, and shared by its clones.
    ///
    /// # Errors
    ///
    /// Fails with `Service` when the service gives none: nothing else of this group could be asked for without it. Else as
    /// [`session`](Self::session).
    pub async fn config(&self) -> Result<Arc<InputsConfig>> {
        self.client.memory().inputs.get_or(|| self.fetch_config()).await
    }

    /// Fetches the configuration anew. When that fails, the one before stays.
    ///
    /// # Errors
    ///
    /// As [`config`](Self::config).
    pub async fn refresh_config(&self) -> Result<Arc<InputsConfig>> {
        self.client.memory().inputs.refresh(|| self.fetch_config()).await
    }

    async fn fetch_config(&self) -> Result<InputsConfig> {
        let operation = "get_inputs_config";
        let body: types::GetInputsConfigRequest = complete(types::GetInputsConfigRequest::builder());
        let send = || self.generated().get_inputs_config().body(body.clone()).send();
        self.ask(operation, send).await?.get_config.ok_or_else(|| {
            Error::new(ErrorKind::Service, "the inputs service gives no configuration")
                .with_operation(operation)
                .with_advice("try again; without it the names of parameters are not known")
        })
    }

    /// The technologies of each region, with their sub-regions, subsidies and sub-technologies.
    ///
    /// # Errors
    ///
    /// As [`session`](Self::session).
    pub async fn groupings(&self) -> Result<Groupings> {
        let variables = types::GetTechnologyGroupingsVariables::builder().session_id(self.id()?);
        let body: types::GetTechnologyGroupingsRequest =
            complete(types::GetTechnologyGroupingsRequest::builder().variables(variables));
        let send = || self.generated().get_technology_groupings().body(body.clone()).send();
        let data = self.ask("get_technology_groupings", send).await?;
        Ok(data
            .get_session
            .and_then(|session| session.get_technology_groupings)
            .unwrap_or_default())
    }

    /// The values of a technology: of its exogenous plants, which are given, and of its endogenous ones, which the model
    /// builds. Every parameter of the configuration is asked for; those that do not apply come back empty.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when technology or region are empty; else as [`config`](Self::config).
    pub async fn technology(&self, query: &TechnologyQuery) -> Result<Option<Technology>> {
        let operation = "get_technology";
        rules::named("the technology", &query.technology)
            .and_then(|()| rules::named("the region", &query.region))
            .map_err(|error| error.with_operation(operation))?;
        let variables = types::GetTechnologyVariables::builder()
            .session_id(self.id()?)
            .tech_name(&query.technology)
            .region(&query.region)
            .subregion(query.sub_region.clone())
            .exo_sub_technology(query.exogenous_sub_technology.clone())
            .subsidy(query.subsidy.clone())
            .endo_sub_technology(query.endogenous_sub_technology.clone());
        let document = self.filled(documents::GET_TECHNOLOGY).await?;
        let body = types::GetTechnologyRequest::builder().query(document);
        let body: types::GetTechnologyRequest = complete(body.variables(variables));
        let send = || self.generated().get_technology().body(body.clone()).send();
        let data = self.ask(operation, send).await?;
        Ok(data.get_session.and_then(|session| session.get_technology))
    }

    /// The regions that have demand. Which these are depends on the scenario's main region (as the vendor documents).
    ///
    /// # Errors
    ///
    /// As [`session`](Self::session).
    pub async fn demand_regions(&self) -> Result<Vec<String>> {
        let variables = types::ListDemandRegionsVariables::builder().session_id(self.id()?);
        let body: types::ListDemandRegionsRequest =
            complete(types::ListDemandRegionsRequest::builder().variables(variables));
        let send = || self.generated().list_demand_regions().body(body.clone()).send();
        let data = self.ask("list_demand_regions", send).await?;
        let regions = data
            .get_session
            .and_then(|session| session.get_demand)
            .unwrap_or_default();
        Ok(regions.into_iter().filter_map(|entry| entry.region).collect())
    }

    /// The demand of regions: one document each, or one for all of them together. Years without data have `null` in
    /// place of a variable.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when a region is empty; else as [`config`](Self::config).
    pub async fn demand(&self, query: &DemandQuery) -> Result<Vec<Demand>> {
        let operation = "get_demand";
        let filter = demand_filter(query).map_err(|error| error.with_operation(operation))?;
        let variables = types::GetDemandVariables::builder()
            .session_id(self.id()?)
            .demand_filter(filter)
            .aggregate_regions(query.aggregated);
        let document = self.filled(documents::GET_DEMAND).await?;
        let body = types::GetDemandRequest::builder().query(document);
        let body: types::GetDemandRequest = complete(body.variables(variables));
        let send = || self.generated().get_demand().body(body.clone()).send();
        let data = self.ask(operation, send).await?;
        Ok(data
            .get_session
            .and_then(|session| session.get_demand)
            .unwrap_or_default())
    }

    /// The demand of one region; `None` when there is none.
    ///
    /// # Errors
    ///
    /// As [`demand`](Self::demand).
    pub async fn demand_for_region(&self, region: &str) -> Result<Option<Demand>> {
        let demand = self.demand(&DemandQuery::region(region)).await?;
        Ok(demand.into_iter().next())
    }

    /// The demand technologies by their names and regions alone.
    ///
    /// The service is known to answer this with status 500 (as the vendor's tests note);
    /// [`demand_technologies`](Self::demand_technologies) has the same names.
    ///
    /// # Errors
    ///
    /// As [`session`](Self::session).
    pub async fn demand_technology_names(&self, filter: Option<&Map<String, Value>>) -> Result<Vec<DemandTechnology>> {
        let variables = types::ListDemandTechnologyNamesVariables::builder()
            .session_id(self.id()?)
            .dem_tech_filter(filter.cloned().map(Into::into));
        let body = types::ListDemandTechnologyNamesRequest::builder().variables(variables);
        let body: types::ListDemandTechnologyNamesRequest = complete(body);
        let send = || {
            self.generated()
                .list_demand_technology_names()
                .body(body.clone())
                .send()
        };
        let data = self.ask("list_demand_technology_names", send).await?;
        Ok(data
            .get_session
            .and_then(|session| session.get_demand_technologies)
            .unwrap_or_default())
    }

    /// The demand technologies, such as electric vehicles, of all regions, or of those that a filter lets through.
    ///
    /// Unverified: what a filter may hold; the vendor's package never sends one. It is passed on as it is.
    ///
    /// # Errors
    ///
    /// As [`config`](Self::config).
    pub async fn demand_technologies(&self, filter: Option<&Map<String, Value>>) -> Result<Vec<DemandTechnology>> {
        let variables = types::ListDemandTechnologiesVariables::builder()
            .session_id(self.id()?)
            .dem_tech_filter(filter.cloned().map(Into::into));
        let document = self.filled(documents::LIST_DEMAND_TECHNOLOGIES).await?;
        let body = types::ListDemandTechnologiesRequest::builder().query(document);
        let body: types::ListDemandTechnologiesRequest = complete(body.variables(variables));
        let send = || self.generated().list_demand_technologies().body(body.clone()).send();
        let data = self.ask("list_demand_technologies", send).await?;
        Ok(data
            .get_session
            .and_then(|session| session.get_demand_technologies)
            .unwrap_or_default())
    }

    /// The prices of commodities.
    ///
    /// # Errors
    ///
    /// As [`session`](Self::session).
    pub async fn commodities(&self, query: &CommodityQuery) -> Result<Vec<Commodity>> {
        let variables = types::GetCommoditiesVariables::builder()
            .session_id(self.id()?)
            .regions(query.regions.clone())
            .commodities(query.commodities.clone())
            .native_units_flag(query.native_units);
        let body: types::GetCommoditiesRequest = complete(types::GetCommoditiesRequest::builder().variables(variables));
        let send = || self.generated().get_commodities().body(body.clone()).send();
        let data = self.ask("get_commodities", send).await?;
        Ok(data
            .get_session
            .and_then(|session| session.commodities)
            .unwrap_or_default())
    }

    /// Which regions are connected with which, each pair in both directions.
    ///
    /// # Errors
    ///
    /// As [`session`](Self::session).
    pub async fn interconnector_connections(&self) -> Result<BTreeMap<String, BTreeSet<String>>> {
        let variables = types::ListInterconnectorEndsVariables::builder().session_id(self.id()?);
        let body: types::ListInterconnectorEndsRequest =
            complete(types::ListInterconnectorEndsRequest::builder().variables(variables));
        let send = || self.generated().list_interconnector_ends().body(body.clone()).send();
        let data = self.ask("list_interconnector_ends", send).await?;
        let ends = data
            .get_session
            .and_then(|session| session.get_interconnectors)
            .unwrap_or_default();
        Ok(connections::map(ends.iter().map(|own| own.ends.as_slice())))
    }

    /// The interconnectors between two regions: none, one, or one for each direction.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when a region is empty; else as [`config`](Self::config).
    pub async fn interconnectors(&self, a: &str, b: &str) -> Result<Vec<Interconnector>> {
        let operation = "get_interconnectors";
        [a, b]
            .into_iter()
            .try_for_each(|region| rules::named("a region", region))
            .map_err(|error| error.with_operation(operation))?;
        let variables = types::GetInterconnectorsVariables::builder();
        let variables = variables.session_id(self.id()?).interconnector_filter(either_way(a, b));
        let document = self.filled(documents::GET_INTERCONNECTORS).await?;
        let body = types::GetInterconnectorsRequest::builder().query(document);
        let body: types::GetInterconnectorsRequest = complete(body.variables(variables));
        let send = || self.generated().get_interconnectors().body(body.clone()).send();
        let data = self.ask(operation, send).await?;
        Ok(data
            .get_session
            .and_then(|session| session.get_interconnectors)
            .unwrap_or_default())
    }
}

impl Inputs<'_> {
    fn generated(&self) -> &crate::generated::Client {
        self.client.generated()
    }

    /// The scenario's id, unless it is empty.
    fn id(&self) -> Result<&str> {
        rules::named("the scenario's id", &self.scenario_id)?;
        Ok(&self.scenario_id)
    }

    /// A document with the selections that follow from the configuration.
    async fn filled(&self, template: &str) -> Result<String> {
        Selections::of(&*self.config().await?)?.fill(template)
    }

    /// Runs an operation, and again while the data is not ready.
    async fn ask<R, E, F, Fut>(&self, operation: &'static str, send: F) -> Result<R::Data>
    where
        R: Reply,
        R::Data: Default,
        F: FnMut() -> Fut,
        Fut: Future<Output = std::result::Result<ResponseValue<R>, progenitor_client::Error<E>>>,
    {
        graphql::run_when_ready(self.client, operation, self.client.options(), send).await
    }
}
