//! The groups of methods.

use std::path::Path;
use std::sync::Arc;

use aurora_core::Url;
use aurora_core::download::DownloadReport;
use serde_json::Value;

use super::OriginClient;
use super::jobs::Job;
use crate::types::{DashConfig, Product, Project, ProjectSummary, Scenario, ScenarioSummary};
use crate::{
    ModelFileList, NewProject, NewScenario, ProductId, ProjectUpdate, RegionGroups, Regions, Result, ScenarioUpdate,
};

/// Writes methods that wait for those of the same name in the async group.
macro_rules! twins {
    (
        $group:ident, $this:ident => $async_group:expr;
        $($method:ident($($argument:ident: $type:ty),*) -> $result:ty;)*
    ) => {
        impl $group<'_> {
            $(
                #[doc = concat!("As [`", stringify!($method), "`](crate::", stringify!($group), "::",
                    stringify!($method), ") of the async client.")]
                ///
                /// # Errors
                ///
                /// As there; `InvalidRequest` inside an async runtime.
                pub fn $method(&self, $($argument: $type),*) -> Result<$result> {
                    let $this = self;
                    $this.client.runtime.wait($async_group.$method($($argument),*))?
                }
            )*
        }
    };
}

pub(super) use twins;

/// Writes a group over the client.
macro_rules! group {
    ($(#[$doc:meta])* $group:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $group<'a> {
            pub(super) client: &'a OriginClient,
        }
    };
}

pub(super) use group;

group! {
    /// Scenarios: published and own ones, their runs, their regions.
    Scenarios
}

twins! {
    Scenarios, group => group.client.client.scenarios();
    list(region: Option<&str>) -> Vec<ScenarioSummary>;
    list_own(region: Option<&str>) -> Vec<ScenarioSummary>;
    get(scenario_id: &str) -> Scenario;
    create(scenario: &NewScenario) -> Scenario;
    update(update: &ScenarioUpdate) -> Scenario;
    delete(scenario_id: &str) -> Value;
    launch(scenario_id: &str) -> Scenario;
    weather_years(scenario_id: &str) -> Vec<i64>;
    latest(region: &str, names: &[&str]) -> Scenario;
    regions(scenario_id: &str) -> Regions;
    regions_of(scenario: &Scenario) -> Regions;
}

impl Scenarios<'_> {
    /// The end of a scenario's run; see [`wait`](crate::Scenarios::wait) of the async client. Nothing is asked before the job is
    /// waited for.
    pub fn wait(&self, scenario_id: impl Into<String>) -> Job<Scenario> {
        let poller = self.client.client.scenarios().wait(scenario_id);
        Job::new(poller, Arc::clone(&self.client.runtime))
    }
}

group! {
    /// Projects, and the scenarios in them.
    Projects
}

twins! {
    Projects, group => group.client.client.projects();
    list() -> Vec<ProjectSummary>;
    get(project_id: &str) -> Project;
    find_by_name(name: &str) -> Project;
    create(project: &NewProject) -> Project;
    update(update: &ProjectUpdate) -> Project;
    product_id(id_or_name: impl Into<ProductId>) -> ProductId;
    delete(project_id: &str) -> Value;
    pin(project_id: &str) -> Value;
    unpin(project_id: &str) -> Value;
    ensure_pinned(project_id: &str) -> bool;
    ensure_unpinned(project_id: &str) -> bool;
    get_or_create(name: &str, project: &NewProject, pin: bool) -> Project;
    find_scenario(project_id: &str, name: &str) -> Scenario;
    get_or_create_scenario(project_id: &str, name: &str, base_scenario_id: &str) -> Scenario;
}

group! {
    /// The configuration of the scenario service.
    Config
}

twins! {
    Config, group => group.client.client.config();
    dash() -> Arc<DashConfig>;
    products() -> Vec<Product>;
    region_groups() -> RegionGroups;
    fetch_region_groups() -> RegionGroups;
    refresh() -> Arc<DashConfig>;
}

group! {
    /// The files that model runs leave behind.
    ModelFiles
}

twins! {
    ModelFiles, group => group.client.client.model_files();
    list(scenario_id: &str) -> ModelFileList;
    location(file_url: &str) -> Url;
    download(file_url: &str, path: impl AsRef<Path>) -> DownloadReport;
}
