//! Projects, and the scenarios in them.

mod product;
mod settings;

use aurora_core::{Error, ErrorKind, Result};
use serde_json::Value;

pub use product::ProductId;
pub use settings::{NewProject, ProjectField, ProjectUpdate, ProjectUpdateField};

use crate::check::not_empty;
use crate::graphql::run_once;
use crate::types::{
    CreateProjectRequest, CreateProjectVariables, DeleteProjectRequest, DeleteProjectVariables, GetProjectRequest,
    GetProjectVariables, ListProjectsRequest, PinProjectRequest, PinProjectVariables, Project, ProjectSummary,
    Scenario, UnpinProjectRequest, UnpinProjectVariables, UpdateProjectRequest, UpdateProjectVariables,
};
use crate::{NewScenario, OriginClient, complete, empty_answer};

const LIST: &str = "list_projects";
const GET: &str = "get_project";
const CREATE: &str = "create_project";
const UPDATE: &str = "update_project";

/// Projects; see [`OriginClient::projects`].
///
/// Where several have the name that is looked for, the first in the service's order is taken, as the vendor's client does.
#[derive(Clone, Copy, Debug)]
pub struct Projects<'a> {
    pub(crate) client: &'a OriginClient,
}

impl Projects<'_> {
    /// All projects, without their scenarios and products.
    ///
    /// # Errors
    ///
    /// The errors of any request.
    pub async fn list(&self) -> Result<Vec<ProjectSummary>> {
        let data = run_once!(self.client, list_projects, ListProjectsRequest::default()).await?;
        Ok(data.get_projects.unwrap_or_default())
    }

    /// One project with its scenarios.
    ///
    /// # Errors
    ///
    /// Fails with `NotFound` when the service gives none; with `InvalidRequest` before sending when the id is empty; else the
    /// errors of any request.
    pub async fn get(&self, project_id: &str) -> Result<Project> {
        not_empty("the project's id", project_id).map_err(|error| error.with_operation(GET))?;
        let variables: GetProjectVariables = complete(GetProjectVariables::builder().project_id(project_id.to_owned()));
        let body: GetProjectRequest = complete(GetProjectRequest::builder().variables(variables));
        let data = run_once!(self.client, get_project, body).await?;
        data.get_project.ok_or_else(|| {
            let message = format!("project not found: {project_id:?}");
            Error::new(ErrorKind::NotFound, message).with_operation(GET)
        })
    }

    /// The first project of exactly this name, upper and lower case included.
    ///
    /// # Errors
    ///
    /// Fails with `NotFound` when there is none; else as [`list`](Self::list) and [`get`](Self::get).
    pub async fn find_by_name(&self, name: &str) -> Result<Project> {
        match self.id_of(name).await? {
            Some(id) => self.get(&id).await,
            None => Err(Error::new(
                ErrorKind::NotFound,
                format!("project not found: none is named {name:?}"),
            )
            .with_operation(LIST)
            .with_advice("list the projects; names are compared exactly, upper and lower case included")),
        }
    }

    async fn id_of(&self, name: &str) -> Result<Option<String>> {
        let projects = self.list().await?;
        let mut named = projects
            .into_iter()
            .filter(|project| project.name.as_deref() == Some(name));
        Ok(named.find_map(|project| project.project_global_id))
    }

    /// Makes a project, and gives it without its scenarios and pin. Its product may be given by id or name; it is looked up in the configuration, once per client.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when the name is missing; with `NotFound` when there is no such product; else the
    /// errors of any request.
    pub async fn create(&self, project: &NewProject) -> Result<Project> {
        project.validate().map_err(|error| error.with_operation(CREATE))?;
        let mut project = project.clone();
        if let Some(given) = project.get(ProjectField::Product).cloned() {
            project = match self.resolved(given).await? {
                Some(id) => project.with_product(id),
                None => project.without(ProjectField::Product),
            };
        }
        let variables: CreateProjectVariables = complete(CreateProjectVariables::builder().project(project));
        let body: CreateProjectRequest = complete(CreateProjectRequest::builder().variables(variables));
        let data = run_once!(self.client, create_project, body).await?;
        data.create_project.ok_or_else(|| empty_answer(CREATE))
    }

    /// Changes a project: what the update sets, and nothing else; gives it without its scenarios. Its product may be given as in [`create`](Self::create).
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when the id is missing or nothing is changed; with `NotFound` when there is no such
    /// product; else the errors of any request.
    pub async fn update(&self, update: &ProjectUpdate) -> Result<Project> {
        update.validate().map_err(|error| error.with_operation(UPDATE))?;
        let mut update = update.clone();
        if let Some(given) = update.get(ProjectUpdateField::Product).cloned() {
            update = match self.resolved(given).await? {
                Some(id) => update.with_product(id),
                None => update.without(ProjectUpdateField::Product),
            };
        }
        let variables: UpdateProjectVariables = complete(UpdateProjectVariables::builder().project(update));
        let body: UpdateProjectRequest = complete(UpdateProjectRequest::builder().variables(variables));
        let data = run_once!(self.client, update_project, body).await?;
        data.update_project.ok_or_else(|| empty_answer(UPDATE))
    }

    /// The id of a product that was given by id or name. Null stands for none.
    async fn resolved(&self, given: Value) -> Result<Option<ProductId>> {
        if given.is_null() {
            return Ok(None);
        }
        self.product_id(product::read(given)?).await.map(Some)
    }

    /// The id of a product, by its id or its name. Both are compared exactly: upper and lower case, and the text `"7"` is not the
    /// number 7.
    ///
    /// # Errors
    ///
    /// Fails with `NotFound` when there is no such product, and lists those that there are; else as
    /// [`Config::dash`](crate::Config::dash).
    pub async fn product_id(&self, id_or_name: impl Into<ProductId>) -> Result<ProductId> {
        let wanted = id_or_name.into();
        let config = self.client.config().dash().await?;
        product::find(&config.products, &wanted)
    }

    /// Deletes a project, and gives what the service says to that. Unverified: the form of the answer.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when the id is empty; else the errors of any request.
    pub async fn delete(&self, project_id: &str) -> Result<Value> {
        check_id("delete_project", project_id)?;
        let variables: DeleteProjectVariables =
            complete(DeleteProjectVariables::builder().project_global_id(project_id.to_owned()));
        let body: DeleteProjectRequest = complete(DeleteProjectRequest::builder().variables(variables));
        let data = run_once!(self.client, delete_project, body).await?;
        Ok(data.delete_project.unwrap_or_default())
    }

    /// Pins a project, whether it is pinned or not, and gives what the service says to that. Unverified: the form of the
    /// answer, and what the service makes of a second pin; [`ensure_pinned`](Self::ensure_pinned) looks first.
    ///
    /// # Errors
    ///
    /// As [`delete`](Self::delete).
    pub async fn pin(&self, project_id: &str) -> Result<Value> {
        check_id("pin_project", project_id)?;
        let variables: PinProjectVariables =
            complete(PinProjectVariables::builder().project_global_id(project_id.to_owned()));
        let body: PinProjectRequest = complete(PinProjectRequest::builder().variables(variables));
        let data = run_once!(self.client, pin_project, body).await?;
        Ok(data.create_project_pin.unwrap_or_default())
    }

    /// Unpins a project, whether it is pinned or not; else as [`pin`](Self::pin).
    ///
    /// # Errors
    ///
    /// As [`delete`](Self::delete).
    pub async fn unpin(&self, project_id: &str) -> Result<Value> {
        check_id("unpin_project", project_id)?;
        let variables: UnpinProjectVariables =
            complete(UnpinProjectVariables::builder().project_global_id(project_id.to_owned()));
        let body: UnpinProjectRequest = complete(UnpinProjectRequest::builder().variables(variables));
        let data = run_once!(self.client, unpin_project, body).await?;
        Ok(data.delete_project_pin.unwrap_or_default())
    }

    /// Pins a project unless it is pinned now, and tells whether it had to.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get) and [`pin`](Self::pin).
    pub async fn ensure_pinned(&self, project_id: &str) -> Result<bool> {
        let needed = self.get(project_id).await?.is_project_pinned != Some(true);
        if needed {
            self.pin(project_id).await?;
        }
        Ok(needed)
    }

    /// Unpins a project if it is pinned now, and tells whether it had to.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get) and [`unpin`](Self::unpin).
    pub async fn ensure_unpinned(&self, project_id: &str) -> Result<bool> {
        let needed = self.get(project_id).await?.is_project_pinned == Some(true);
        if needed {
            self.unpin(project_id).await?;
        }
        Ok(needed)
    }

    /// The first project of exactly this name, or a new one of it. `project` is what a new one is made of; a name of its own
    /// goes before `name`. With `pin` it is pinned afterwards, if it is not yet.
    ///
    /// # Errors
    ///
    /// As [`find_by_name`](Self::find_by_name), [`create`](Self::create) and [`pin`](Self::pin).
    pub async fn get_or_create(&self, name: &str, project: &NewProject, pin: bool) -> Result<Project> {
        let id = match self.id_of(name).await? {
            Some(id) => id,
            None => {
                let made = self.create(&project.clone().or_named(name)).await?;
                made.project_global_id.ok_or_else(|| empty_answer(CREATE))?
            }
        };
        let mut project = self.get(&id).await?;
        if pin && project.is_project_pinned != Some(true) {
            self.pin(&id).await?;
            project.is_project_pinned = Some(true);
        }
        Ok(project)
    }

    /// The first scenario of this name in a project, whatever its case, as the project is now.
    ///
    /// # Errors
    ///
    /// Fails with `NotFound` when there is none; else as [`get`](Self::get) and [`Scenarios::get`](crate::Scenarios::get).
    pub async fn find_scenario(&self, project_id: &str, name: &str) -> Result<Scenario> {
        let project = self.get(project_id).await?;
        match scenario_of(&project, name) {
            Some(id) => self.client.scenarios().get(id).await,
            None => {
                let project = project.name.as_deref().unwrap_or(project_id);
                let message = format!("scenario not found: none is named {name:?} in the project {project:?}");
                Err(Error::new(ErrorKind::NotFound, message)
                    .with_operation(GET)
                    .with_advice("look at the project's scenarios; upper and lower case do not matter"))
            }
        }
    }

    /// The first scenario of this name in a project, whatever its case, or a new one of it that copies the base scenario.
    ///
    /// # Errors
    ///
    /// As [`find_scenario`](Self::find_scenario) and [`Scenarios::create`](crate::Scenarios::create).
    pub async fn get_or_create_scenario(
        &self,
        project_id: &str,
        name: &str,
        base_scenario_id: &str,
    ) -> Result<Scenario> {
        let project = self.get(project_id).await?;
        if let Some(id) = scenario_of(&project, name) {
            return self.client.scenarios().get(id).await;
        }
        let scenario = NewScenario::new(project_id, name).with_base_scenario(base_scenario_id);
        let made = self.client.scenarios().create(&scenario).await?;
        let id = made.scenario_global_id.ok_or_else(|| empty_answer("create_scenario"))?;
        self.client.scenarios().get(&id).await
    }
}

fn scenario_of<'p>(project: &'p Project, name: &str) -> Option<&'p str> {
    let wanted = name.to_lowercase();
    let is_named = |name: &Option<String>| name.as_deref().map(str::to_lowercase).as_ref() == Some(&wanted);
    let mut named = project.scenarios.iter().filter(|scenario| is_named(&scenario.name));
    named.find_map(|scenario| scenario.scenario_global_id.as_deref())
}

fn check_id(operation: &'static str, project_id: &str) -> Result<()> {
    not_empty("the project's id", project_id).map_err(|error| error.with_operation(operation))
}
