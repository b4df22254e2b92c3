//! Scenarios, projects and model files.

use aurora_core::ErrorKind;
use origin_client::cache::Cache;
use origin_client::{
    NewProject, NewScenario, OriginClient, ProjectUpdate, ProjectUpdateField, ScenarioUpdate, ScenarioUpdateField,
};
use serde_json::Value;

use crate::run::{Failure, Run, refused, there};

pub(crate) const REGION: &str = "gbr";
const PRODUCT: &str = "SaaS";

pub(crate) async fn make_session(run: &mut Run) -> Result<(), Failure> {
    let origin = OriginClient::builder()
        .with_scenario_base_url(&run.scenario_url)
        .with_inputs_base_url(&run.inputs_url)
        .with_cache(Cache::at(&run.cache))
        .with_clock(run.clock.clone())
        .build()?;
    run.set_origin(origin);
    Ok(())
}

pub(crate) async fn list_published(run: &mut Run) -> Result<(), Failure> {
    run.origin()?.scenarios().list(None).await?;
    Ok(())
}

pub(crate) async fn list_published_of_region(run: &mut Run) -> Result<(), Failure> {
    let found = run.origin()?.scenarios().list(Some(REGION)).await?;
    // Timestamps of one form: the order of the texts is that of the times. Of equal ones the first, as the other side does.
    let newest = found
        .iter()
        .rev()
        .max_by(|a, b| a.publication_date.cmp(&b.publication_date));
    let newest = there(newest, "a scenario")?;
    run.name_id("base scenario", newest.scenario_global_id.as_deref())
}

pub(crate) async fn list_published_of_unknown_region(run: &mut Run) -> Result<(), Failure> {
    run.origin()?.scenarios().list(Some("atlantis")).await?;
    Ok(())
}

pub(crate) async fn get_scenario(run: &mut Run) -> Result<(), Failure> {
    let found = run.origin()?.scenarios().get(&run.id("base scenario")?).await?;
    let entry = found.regions.as_ref().and_then(|regions| regions.get(REGION));
    let url = there(
        entry.and_then(|entry| entry.meta_url.clone()),
        "the address of the description",
    )?;
    run.keep("meta url", url);
    Ok(())
}

pub(crate) async fn get_unknown_scenario(run: &mut Run) -> Result<(), Failure> {
    let found = run
        .origin()?
        .scenarios()
        .get("00000000-0000-4000-8000-000000000000")
        .await;
    refused(found, ErrorKind::NotFound)
}

/// The bare operation: outputs have their own cached way to it, which later steps take.
pub(crate) async fn get_meta(run: &mut Run) -> Result<(), Failure> {
    let url = run.text("meta url")?;
    run.origin()?
        .request("get_region_meta")?
        .path_param("metaUrl", url)
        .send()
        .await?;
    Ok(())
}

pub(crate) async fn product_by_name(run: &mut Run) -> Result<(), Failure> {
    let product = run.origin()?.projects().product_id(PRODUCT).await?;
    run.keep("product", serde_json::to_value(product)?);
    Ok(())
}

pub(crate) async fn product_by_id(run: &mut Run) -> Result<(), Failure> {
    let product: origin_client::ProductId = serde_json::from_value(run.fact("product")?.clone())?;
    run.origin()?.projects().product_id(product).await?;
    Ok(())
}

pub(crate) async fn product_unknown(run: &mut Run) -> Result<(), Failure> {
    let found = run.origin()?.projects().product_id("none of them").await;
    match found {
        Err(error) if error.to_string().contains(PRODUCT) => Ok(()),
        other => Err(format!("the error should list the products: {other:?}").into()),
    }
}

pub(crate) async fn create_project(run: &mut Run) -> Result<(), Failure> {
    let project = NewProject::new("Conformance")
        .with_description("Made by a check")
        .with_product(PRODUCT);
    let made = run.origin()?.projects().create(&project).await?;
    run.name_id("project", made.project_global_id.as_deref())
}

pub(crate) async fn list_projects(run: &mut Run) -> Result<(), Failure> {
    run.origin()?.projects().list().await?;
    Ok(())
}

pub(crate) async fn get_project(run: &mut Run) -> Result<(), Failure> {
    run.origin()?.projects().get(&run.id("project")?).await?;
    Ok(())
}

pub(crate) async fn update_project(run: &mut Run) -> Result<(), Failure> {
    let update = ProjectUpdate::new(run.id("project")?)
        .with_name("Conformance 2")
        .with_null(ProjectUpdateField::Description)
        .with_product(PRODUCT);
    run.origin()?.projects().update(&update).await?;
    Ok(())
}

pub(crate) async fn pin_project(run: &mut Run) -> Result<(), Failure> {
    run.origin()?.projects().pin(&run.id("project")?).await?;
    Ok(())
}

pub(crate) async fn unpin_project(run: &mut Run) -> Result<(), Failure> {
    run.origin()?.projects().unpin(&run.id("project")?).await?;
    Ok(())
}

pub(crate) async fn create_scenario(run: &mut Run) -> Result<(), Failure> {
    let scenario = NewScenario::new(run.id("project")?, "Fixed capacities")
        .with_base_scenario(run.id("base scenario")?)
        .with_region_group(REGION)
        .with_use_exogified_inputs(true)
        .with_default_currency("gbp2024");
    let made = run.origin()?.scenarios().create(&scenario).await?;
    run.name_id("scenario", made.scenario_global_id.as_deref())
}

pub(crate) async fn update_scenario(run: &mut Run) -> Result<(), Failure> {
    let update = ScenarioUpdate::new(run.id("scenario")?)
        .with_description("Changed")
        .with_null(ScenarioUpdateField::WeatherYear);
    run.origin()?.scenarios().update(&update).await?;
    Ok(())
}

pub(crate) async fn weather_years(run: &mut Run) -> Result<(), Failure> {
    run.origin()?.scenarios().weather_years(&run.id("scenario")?).await?;
    Ok(())
}

pub(crate) async fn project_lists_its_scenario(run: &mut Run) -> Result<(), Failure> {
    run.origin()?.projects().get(&run.id("project")?).await?;
    Ok(())
}

pub(crate) async fn launch_scenario(run: &mut Run) -> Result<(), Failure> {
    run.origin()?.scenarios().launch(&run.id("scenario")?).await?;
    Ok(())
}

pub(crate) async fn wait_for_run(run: &mut Run) -> Result<(), Failure> {
    run.origin()?.scenarios().wait(run.id("scenario")?).await?;
    Ok(())
}

pub(crate) async fn model_files(run: &mut Run) -> Result<(), Failure> {
    let list = run.origin()?.model_files().list(&run.id("scenario")?).await?;
    if let Some((entry, error)) = list.failures().next() {
        return Err(format!("files of run {}: {error}", entry.run_id).into());
    }
    let file = list
        .entries
        .iter()
        .find_map(|entry| entry.files.as_ref().ok().and_then(first_file_url));
    let file = there(file, "a file's address")?;
    run.keep("file", file);
    Ok(())
}

pub(crate) async fn model_file_location(run: &mut Run) -> Result<(), Failure> {
    run.origin()?.model_files().location(&run.text("file")?).await?;
    Ok(())
}

pub(crate) async fn model_file_unknown(run: &mut Run) -> Result<(), Failure> {
    let found = run
        .origin()?
        .model_files()
        .location("v1/modelFiles/download/no/such/file.zip")
        .await;
    refused(found, ErrorKind::NotFound)
}

pub(crate) async fn delete_scenario(run: &mut Run) -> Result<(), Failure> {
    run.origin()?.scenarios().delete(&run.id("scenario")?).await?;
    Ok(())
}

pub(crate) async fn delete_project(run: &mut Run) -> Result<(), Failure> {
    run.origin()?.projects().delete(&run.id("project")?).await?;
    Ok(())
}

/// The first `fileUrl` anywhere in a listing, whose shape is not documented.
fn first_file_url(value: &Value) -> Option<String> {
    match value {
        Value::Object(fields) => match fields.get("fileUrl").and_then(Value::as_str) {
            Some(url) => Some(url.to_owned()),
            None => fields.values().find_map(first_file_url),
        },
        Value::Array(items) => items.iter().find_map(first_file_url),
        _ => None,
    }
}
