//! Scenarios: published and own ones, their runs, their regions.

mod latest;
mod regions;
mod settings;

use std::time::Duration;

use aurora_core::poll::{PollPolicy, Polled, Poller, Status};
use aurora_core::{Error, ErrorKind, Result};
use serde_json::Value;

pub use latest::latest;
pub use regions::Regions;
pub use settings::{NewScenario, ScenarioField, ScenarioUpdate, ScenarioUpdateField};

use crate::check::not_empty;
use crate::graphql::run_once;
use crate::types::{
    CreateScenarioRequest, CreateScenarioVariables, DeleteScenarioRequest, DeleteScenarioVariables, GetScenarioRequest,
    GetScenarioVariables, GetWeatherYearsRequest, GetWeatherYearsVariables, LaunchScenarioRequest,
    LaunchScenarioVariables, ListAuroraScenariosRequest, ListAuroraScenariosVariables, Scenario, ScenarioFilter,
    ScenarioOwner, ScenarioRunStatus, ScenarioSummary, UpdateScenarioRequest, UpdateScenarioVariables,
};
use crate::{OriginClient, complete, empty_answer};

const LIST: &str = "list_aurora_scenarios";
const GET: &str = "get_scenario";
const CREATE: &str = "create_scenario";
const UPDATE: &str = "update_scenario";
const LAUNCH: &str = "launch_scenario";

/// Scenarios; see [`OriginClient::scenarios`].
#[derive(Clone, Copy, Debug)]
pub struct Scenarios<'a> {
    pub(crate) client: &'a OriginClient,
}

impl Scenarios<'_> {
    /// The scenarios that Aurora publishes, of one region group or of all. `region` is a code such as `gbr` or `aus`; a code that
    /// the service does not know has none.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when the code is empty; else the errors of any request.
    pub async fn list(&self, region: Option<&str>) -> Result<Vec<ScenarioSummary>> {
        self.list_of(ScenarioOwner::AuroraScenario, region).await
    }

    /// The account's own scenarios, of one region group or of all. Unverified: the vendor's client holds such a call switched
    /// off.
    ///
    /// # Errors
    ///
    /// As [`list`](Self::list).
    pub async fn list_own(&self, region: Option<&str>) -> Result<Vec<ScenarioSummary>> {
        self.list_of(ScenarioOwner::TenantedScenario, region).await
    }

    async fn list_of(&self, owner: ScenarioOwner, region: Option<&str>) -> Result<Vec<ScenarioSummary>> {
        let mut filter = ScenarioFilter::builder().scenario_type(owner);
        if let Some(region) = region {
            not_empty("region", region).map_err(|error| error.with_operation(LIST))?;
            filter = filter.region_group_code(region.to_owned());
        }
        let variables = ListAuroraScenariosVariables::builder().filter(complete::<ScenarioFilter, _>(filter));
        let variables: ListAuroraScenariosVariables = complete(variables);
        let body: ListAuroraScenariosRequest = complete(ListAuroraScenariosRequest::builder().variables(variables));
        let data = run_once!(self.client, list_aurora_scenarios, body).await?;
        Ok(data.get_scenarios.unwrap_or_default())
    }

    /// One scenario with all its details.
    ///
    /// # Errors
    ///
    /// Fails with `NotFound` when there is none of that id; with `InvalidRequest` before sending when the id is empty; else the
    /// errors of any request.
    pub async fn get(&self, scenario_id: &str) -> Result<Scenario> {
        not_empty("the scenario's id", scenario_id).map_err(|error| error.with_operation(GET))?;
        let filter: ScenarioFilter = complete(ScenarioFilter::builder().scenario_global_id(scenario_id.to_owned()));
        let variables: GetScenarioVariables = complete(GetScenarioVariables::builder().filter(filter));
        let body: GetScenarioRequest = complete(GetScenarioRequest::builder().variables(variables));
        let data = run_once!(self.client, get_scenario, body).await?;
        let found = data.get_scenarios.unwrap_or_default();
        found.into_iter().next().ok_or_else(|| {
            Error::new(ErrorKind::NotFound, format!("scenario not found: {scenario_id:?}")).with_operation(GET)
        })
    }

    /// Makes a scenario. It is not run before it is [`launch`](Self::launch)ed; what it still needs for that the service says
    /// then.
    ///
    /// # Errors
    ///
    /// Fails before sending as [`NewScenario::validate`]; else the errors of any request.
    pub async fn create(&self, scenario: &NewScenario) -> Result<Scenario> {
        scenario.validate().map_err(|error| error.with_operation(CREATE))?;
        let variables: CreateScenarioVariables =
            complete(CreateScenarioVariables::builder().scenario(scenario.clone()));
        let body: CreateScenarioRequest = complete(CreateScenarioRequest::builder().variables(variables));
        let data = run_once!(self.client, create_scenario, body).await?;
        data.create_scenario.ok_or_else(|| empty_answer(CREATE))
    }

    /// Changes a scenario: what the update sets, and nothing else.
    ///
    /// # Errors
    ///
    /// Fails before sending as [`ScenarioUpdate::validate`]; else the errors of any request.
    pub async fn update(&self, update: &ScenarioUpdate) -> Result<Scenario> {
        update.validate().map_err(|error| error.with_operation(UPDATE))?;
        let variables: UpdateScenarioVariables = complete(UpdateScenarioVariables::builder().scenario(update.clone()));
        let body: UpdateScenarioRequest = complete(UpdateScenarioRequest::builder().variables(variables));
        let data = run_once!(self.client, update_scenario, body).await?;
        data.update_scenario.ok_or_else(|| empty_answer(UPDATE))
    }

    /// Deletes a scenario, and gives what the service says to that. Unverified: the form of the answer.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when the id is empty; else the errors of any request.
    pub async fn delete(&self, scenario_id: &str) -> Result<Value> {
        check_id("delete_scenario", scenario_id)?;
        let variables: DeleteScenarioVariables =
            complete(DeleteScenarioVariables::builder().scenario_global_id(scenario_id.to_owned()));
        let body: DeleteScenarioRequest = complete(DeleteScenarioRequest::builder().variables(variables));
        let data = run_once!(self.client, delete_scenario, body).await?;
        Ok(data.delete_scenario.unwrap_or_default())
    }

    /// Starts the run of a scenario, and gives the scenario as it is then. [`wait`](Self::wait) waits for the end.
    ///
    /// # Errors
    ///
    /// Fails when the scenario lacks something for a run: the service's own messages say what. Else as [`get`](Self::get).
    pub async fn launch(&self, scenario_id: &str) -> Result<Scenario> {
        check_id("launch_scenario", scenario_id)?;
        let variables: LaunchScenarioVariables =
            complete(LaunchScenarioVariables::builder().scenario_global_id(scenario_id.to_owned()));
        let body: LaunchScenarioRequest = complete(LaunchScenarioRequest::builder().variables(variables));
        let data = run_once!(self.client, launch_scenario, body).await?;
        data.launch_scenario.ok_or_else(|| empty_answer(LAUNCH))
    }

    /// The weather years that a scenario can be run with; none where it cannot be chosen.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when the id is empty; else the errors of any request.
    pub async fn weather_years(&self, scenario_id: &str) -> Result<Vec<i64>> {
        check_id("get_weather_years", scenario_id)?;
        let variables: GetWeatherYearsVariables =
            complete(GetWeatherYearsVariables::builder().scenario_global_id(scenario_id.to_owned()));
        let body: GetWeatherYearsRequest = complete(GetWeatherYearsRequest::builder().variables(variables));
        let data = run_once!(self.client, get_weather_years, body).await?;
        Ok(data.get_weather_year_list.map(|list| list.years).unwrap_or_default())
    }

    /// The scenario of a region group that was published last, of those whose name holds all of `names`, whatever their
    /// case. Without names, the last of all. A scenario without a date of publication counts as the oldest.
    ///
    /// # Errors
    ///
    /// Fails with `NotFound` when there is none, and for a region that the service does not know; else as [`list`](Self::list) and
    /// [`get`](Self::get).
    pub async fn latest(&self, region: &str, names: &[&str]) -> Result<Scenario> {
        let scenarios = self.list(Some(region)).await?;
        let found = latest(&scenarios, names).and_then(|scenario| scenario.scenario_global_id.as_deref());
        match found {
            Some(id) => self.get(id).await,
            None => Err(latest::not_found(region, names, scenarios.len())),
        }
    }

    /// Waits for the end of a scenario's run; awaited, it gives the scenario. [`Poller::into_stream`] shows the run's status on the
    /// way. It asks after 5 s, then less often, at least once a minute, for at most 12 h; [`Poller::with_policy`] changes that.
    ///
    /// An unknown status counts as running. Awaiting fails with `Service` when the run failed, with `InvalidRequest` when the scenario
    /// was not launched, with `Timeout` when it takes too long, else as [`get`](Self::get).
    pub fn wait(&self, scenario_id: impl Into<String>) -> Poller<Scenario> {
        let (client, id) = (self.client.clone(), scenario_id.into());
        let asked = id.clone();
        Poller::new(id, move || {
            let (client, id) = (client.clone(), asked.clone());
            async move { state_of_run(client.scenarios().get(&id).await?) }
        })
        .with_operation(GET)
        .with_clock(self.client.clock().clone())
        .with_policy(run_policy())
    }

    /// The regions that a scenario has outputs of: its own, and further ones of the same region group.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get) and [`regions_of`](Self::regions_of).
    pub async fn regions(&self, scenario_id: &str) -> Result<Regions> {
        self.regions_of(&self.get(scenario_id).await?).await
    }

    /// As [`regions`](Self::regions), for a scenario that was fetched before. The configuration is asked for at the first need.
    ///
    /// # Errors
    ///
    /// As [`Config::region_groups`](crate::Config::region_groups). A scenario without regions needs no request.
    pub async fn regions_of(&self, scenario: &Scenario) -> Result<Regions> {
        let own = scenario.regions.clone().unwrap_or_default();
        if own.is_empty() {
            return Ok(Regions::default());
        }
        let groups = self.client.config().region_groups().await?;
        Ok(Regions::derive(own, &groups))
    }
}

fn run_policy() -> PollPolicy {
    PollPolicy::default()
        .with_first(Duration::from_secs(5))
        .with_max(Duration::from_secs(60))
        .with_deadline(Duration::from_secs(12 * 60 * 60))
}

fn check_id(operation: &'static str, scenario_id: &str) -> Result<()> {
    not_empty("the scenario's id", scenario_id).map_err(|error| error.with_operation(operation))
}

/// What the status of a run means for one who waits.
fn state_of_run(scenario: Scenario) -> Result<Polled<Scenario>> {
    let id = scenario.scenario_global_id.clone().unwrap_or_default();
    match &scenario.scenario_run_status {
        Some(ScenarioRunStatus::Complete) => Ok(Polled::Done(scenario)),
        Some(ScenarioRunStatus::Errored) => {
            let message = format!("the run of scenario {id} failed");
            Err(Error::new(ErrorKind::Service, message)
                .with_operation(GET)
                .with_advice("look at the scenario's inputs in the platform, then launch it again"))
        }
        Some(ScenarioRunStatus::NotLaunched) => {
            let message = format!("scenario {id} is not launched, so there is nothing to wait for");
            Err(Error::new(ErrorKind::InvalidRequest, message)
                .with_operation(GET)
                .with_advice("launch it first"))
        }
        status => {
            let word = status.as_ref().map(ToString::to_string);
            Ok(Polled::Running(Status::new(word.unwrap_or_default())))
        }
    }
}
