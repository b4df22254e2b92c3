//! `aurora origin projects`.

use anyhow::Result;
use aurora_energy::origin::{NewProject, OriginClient, ProjectUpdate};

use crate::args::origin::ProjectCommand;
use crate::context::Context;
use crate::output::{Column, column};

const COLUMNS: [Column; 4] = [
    column("id", "projectGlobalId"),
    column("name", "name"),
    column("pinned", "isProjectPinned"),
    column("description", "description"),
];

pub(super) async fn run(command: ProjectCommand, context: &mut Context) -> Result<()> {
    let origin = context.origin().await?;
    let projects = origin.projects();
    match command {
        ProjectCommand::List => {
            let list = projects.list().await?;
            context.output.items(&COLUMNS, list)
        }
        ProjectCommand::Get { project, by_name } => {
            let project = if by_name {
                projects.find_by_name(&project).await?
            } else {
                projects.get(&project).await?
            };
            context.output.record(&project)
        }
        ProjectCommand::Create {
            name,
            description,
            product,
            unless_exists,
            pin,
        } => {
            let project = new_project(name.clone(), description, product);
            create(&name, &project, unless_exists, pin, &origin, context).await
        }
        ProjectCommand::Update {
            id,
            name,
            description,
            product,
        } => {
            let project = projects.update(&changes(id, name, description, product)).await?;
            context.output.record(&project)
        }
        ProjectCommand::Delete { id } => {
            context.confirm(&format!("Delete project {id}?"))?;
            projects.delete(&id).await?;
            context.note(format_args!("project {id} is deleted"));
            Ok(())
        }
        ProjectCommand::Pin { id } => {
            let sent = projects.ensure_pinned(&id).await?;
            context.note(if sent {
                "the project is pinned"
            } else {
                "the project was pinned already"
            });
            Ok(())
        }
        ProjectCommand::Unpin { id } => {
            let sent = projects.ensure_unpinned(&id).await?;
            context.note(if sent {
                "the pin is off"
            } else {
                "the project was not pinned"
            });
            Ok(())
        }
    }
}

fn new_project(name: String, description: Option<String>, product: Option<String>) -> NewProject {
    let mut project = NewProject::new(name);
    if let Some(description) = description {
        project = project.with_description(description);
    }
    match product {
        Some(product) => project.with_product(product),
        None => project,
    }
}

fn changes(id: String, name: Option<String>, description: Option<String>, product: Option<String>) -> ProjectUpdate {
    let mut update = ProjectUpdate::new(id);
    if let Some(name) = name {
        update = update.with_name(name);
    }
    if let Some(description) = description {
        update = update.with_description(description);
    }
    match product {
        Some(product) => update.with_product(product),
        None => update,
    }
}

async fn create(
    name: &str,
    project: &NewProject,
    unless_exists: bool,
    pin: bool,
    origin: &OriginClient,
    context: &mut Context,
) -> Result<()> {
    if unless_exists {
        let project = origin.projects().get_or_create(name, project, pin).await?;
        return context.output.record(&project);
    }
    let created = origin.projects().create(project).await?;
    if let (true, Some(id)) = (pin, &created.project_global_id) {
        origin.projects().ensure_pinned(id).await?;
    }
    context.output.record(&created)
}
