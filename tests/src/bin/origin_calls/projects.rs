//! Projects by name, and the scenarios in them. Python has a class for these that keeps what it read.

use aurora_core::ErrorKind;
use origin_client::{NewProject, NewScenario, ProjectField};

use crate::run::{Failure, Run, refused, there};

const NAME: &str = "Conformance by name";
const SECOND: &str = "Conformance by name 2";
const SCENARIO: &str = "First Case";

pub(crate) async fn project_unknown_by_name(run: &mut Run) -> Result<(), Failure> {
    refused(run.origin()?.projects().find_by_name(NAME).await, ErrorKind::NotFound)
}

pub(crate) async fn project_create(run: &mut Run) -> Result<(), Failure> {
    let origin = run.origin()?;
    let made = origin
        .projects()
        .create(&NewProject::new(NAME).with_null(ProjectField::Description))
        .await?;
    run.name_id("project by name", made.project_global_id.as_deref())?;
    origin.projects().get(&run.id("project by name")?).await?;
    Ok(())
}

pub(crate) async fn project_make(run: &mut Run) -> Result<(), Failure> {
    run.origin()?.projects().get(&run.id("project by name")?).await?;
    Ok(())
}

pub(crate) async fn project_by_name(run: &mut Run) -> Result<(), Failure> {
    run.origin()?.projects().find_by_name(NAME).await?;
    Ok(())
}

/// A field of what was read before.
pub(crate) async fn project_read_field(_: &mut Run) -> Result<(), Failure> {
    Ok(())
}

pub(crate) async fn project_pin(run: &mut Run) -> Result<(), Failure> {
    run.origin()?
        .projects()
        .ensure_pinned(&run.id("project by name")?)
        .await?;
    Ok(())
}

pub(crate) async fn project_refresh(run: &mut Run) -> Result<(), Failure> {
    let project = run.origin()?.projects().get(&run.id("project by name")?).await?;
    there(project.is_project_pinned.filter(|pinned| *pinned), "the pin").map(|_| ())
}

pub(crate) async fn project_pin_again(run: &mut Run) -> Result<(), Failure> {
    run.origin()?
        .projects()
        .ensure_pinned(&run.id("project by name")?)
        .await?;
    Ok(())
}

pub(crate) async fn project_refresh_again(run: &mut Run) -> Result<(), Failure> {
    project_refresh(run).await
}

pub(crate) async fn project_unpin(run: &mut Run) -> Result<(), Failure> {
    run.origin()?
        .projects()
        .ensure_unpinned(&run.id("project by name")?)
        .await?;
    Ok(())
}

pub(crate) async fn project_get_or_create_existing(run: &mut Run) -> Result<(), Failure> {
    let unused = NewProject::default().with_description("unused");
    run.origin()?.projects().get_or_create(NAME, &unused, false).await?;
    Ok(())
}

pub(crate) async fn project_get_or_create_new(run: &mut Run) -> Result<(), Failure> {
    let project = NewProject::default().with_description("Made and pinned");
    let made = run.origin()?.projects().get_or_create(SECOND, &project, true).await?;
    run.name_id("second project by name", made.project_global_id.as_deref())
}

pub(crate) async fn scenario_unknown_by_name(run: &mut Run) -> Result<(), Failure> {
    let found = run
        .origin()?
        .projects()
        .find_scenario(&run.id("project by name")?, SCENARIO)
        .await;
    refused(found, ErrorKind::NotFound)
}

pub(crate) async fn project_create_scenario(run: &mut Run) -> Result<(), Failure> {
    let origin = run.origin()?;
    let scenario = NewScenario::new(run.id("project by name")?, SCENARIO).with_base_scenario(run.id("base scenario")?);
    let made = origin.scenarios().create(&scenario).await?;
    run.name_id("scenario by name", made.scenario_global_id.as_deref())
}

pub(crate) async fn scenario_by_name(run: &mut Run) -> Result<(), Failure> {
    run.origin()?
        .projects()
        .find_scenario(&run.id("project by name")?, &SCENARIO.to_uppercase())
        .await?;
    Ok(())
}

pub(crate) async fn scenario_get_or_create_existing(run: &mut Run) -> Result<(), Failure> {
    let (project, base) = (run.id("project by name")?, run.id("base scenario")?);
    run.origin()?
        .projects()
        .get_or_create_scenario(&project, SCENARIO, &base)
        .await?;
    Ok(())
}

pub(crate) async fn scenario_get_or_create_new(run: &mut Run) -> Result<(), Failure> {
    let (project, base) = (run.id("project by name")?, run.id("base scenario")?);
    let made = run
        .origin()?
        .projects()
        .get_or_create_scenario(&project, "First Case 2", &base)
        .await?;
    run.name_id("second scenario by name", made.scenario_global_id.as_deref())
}

pub(crate) async fn projects_by_name_deleted(run: &mut Run) -> Result<(), Failure> {
    for project in ["project by name", "second project by name"] {
        run.origin()?.projects().delete(&run.id(project)?).await?;
    }
    Ok(())
}
