//! Model inputs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use aurora_core::download::DownloadReport;
use serde_json::{Map, Value};

use super::OriginClient;
use super::groups::twins;
use super::jobs::Job;
use crate::Result;
use crate::inputs::{
    CommodityQuery, CommodityUpdate, DemandQuery, DemandTechnologyUpdate, DemandUpdate, EndogenousUpdate,
    ExogenousUpdate, Groupings, InterconnectorUpdate, TechnologyQuery, Workbook,
};
use crate::types::{
    Commodity, Demand, DemandTechnology, EndogenousTechnology, ExogenousTechnology, InputsConfig, InputsSession,
    Interconnector, Technology,
};

/// The model inputs of a scenario.
#[derive(Clone, Debug)]
pub struct Inputs<'a> {
    pub(super) client: &'a OriginClient,
    pub(super) scenario_id: String,
}

twins! {
    Inputs, group => group.client.client.inputs(group.scenario_id.as_str());
    session() -> Option<InputsSession>;
    config() -> Arc<InputsConfig>;
    refresh_config() -> Arc<InputsConfig>;
    groupings() -> Groupings;
    technology(query: &TechnologyQuery) -> Option<Technology>;
    demand_regions() -> Vec<String>;
    demand(query: &DemandQuery) -> Vec<Demand>;
    demand_for_region(region: &str) -> Option<Demand>;
    demand_technology_names(filter: Option<&Map<String, Value>>) -> Vec<DemandTechnology>;
    demand_technologies(filter: Option<&Map<String, Value>>) -> Vec<DemandTechnology>;
    commodities(query: &CommodityQuery) -> Vec<Commodity>;
    interconnector_connections() -> BTreeMap<String, BTreeSet<String>>;
    interconnectors(a: &str, b: &str) -> Vec<Interconnector>;
    update_exogenous(update: &ExogenousUpdate) -> Option<ExogenousTechnology>;
    update_endogenous(update: &EndogenousUpdate) -> Option<EndogenousTechnology>;
    update_demand(update: &DemandUpdate) -> Option<Demand>;
    update_demand_technology(update: &DemandTechnologyUpdate) -> Vec<DemandTechnology>;
    update_commodity(update: &CommodityUpdate) -> Option<Commodity>;
    update_interconnector(update: &InterconnectorUpdate) -> Option<Interconnector>;
    rebase_commodities(scenario_id: &str) -> Value;
    fetch_workbook(workbook: &Workbook, path: impl AsRef<Path>) -> DownloadReport;
    download_workbook(path: impl AsRef<Path>) -> DownloadReport;
}

impl Inputs<'_> {
    /// Requests a workbook; see [`workbook`](crate::Inputs::workbook) of the async client.
    ///
    /// # Errors
    ///
    /// As there; `InvalidRequest` inside an async runtime.
    pub fn workbook(&self) -> Result<Job<Workbook>> {
        let inputs = self.client.client.inputs(self.scenario_id.as_str());
        let poller = self.client.runtime.wait(inputs.workbook())??;
        Ok(Job::new(poller, Arc::clone(&self.client.runtime)))
    }

    /// The workbook of an earlier request. Nothing is asked before the job is waited for.
    pub fn workbook_job(&self, request_id: impl Into<String>) -> Job<Workbook> {
        let inputs = self.client.client.inputs(self.scenario_id.as_str());
        Job::new(inputs.workbook_job(request_id), Arc::clone(&self.client.runtime))
    }

    /// The scenario's id.
    #[must_use]
    pub fn scenario_id(&self) -> &str {
        &self.scenario_id
    }
}
