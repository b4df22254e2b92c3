//! Output files of scenarios.

use aurora_core::ErrorKind;
use origin_client::OutputRequest;
use origin_client::outputs::ScenarioOutputs;

use crate::run::{Failure, Run, refused, there};
use crate::sessions::REGION;

/// The outputs that the first step fetched.
fn held(run: &Run) -> Result<ScenarioOutputs, Failure> {
    there(run.outputs.clone(), "the scenario's outputs")
}

/// A file of the published scenario.
fn file(run: &Run, kind: &str, granularity: &str) -> Result<OutputRequest, Failure> {
    Ok(OutputRequest::new(run.id("base scenario")?, REGION, kind, granularity))
}

async fn fetch(run: &Run, request: OutputRequest) -> Result<(), Failure> {
    let bytes = held(run)?.csv(&request).await?;
    match bytes.iter().filter(|byte| **byte == b'\n').count() {
        lines if lines > 2 => Ok(()),
        lines => Err(format!("a file of {lines} lines").into()),
    }
}

pub(crate) async fn make_scenario(run: &mut Run) -> Result<(), Failure> {
    run.outputs = Some(run.origin()?.outputs().of(&run.id("base scenario")?).await?);
    Ok(())
}

/// A field of what was read before.
pub(crate) async fn read_field(run: &mut Run) -> Result<(), Failure> {
    there(held(run)?.scenario().default_currency.as_ref(), "the currency").map(|_| ())
}

pub(crate) async fn refresh(run: &mut Run) -> Result<(), Failure> {
    run.origin()?.scenarios().get(&run.id("base scenario")?).await?;
    Ok(())
}

pub(crate) async fn downloadable_regions(run: &mut Run) -> Result<(), Failure> {
    let outputs = held(run)?;
    there(
        outputs
            .scenario()
            .regions
            .as_ref()
            .and_then(|regions| regions.get(REGION)),
        "the region",
    )
    .map(|_| ())
}

pub(crate) async fn scenario_regions(run: &mut Run) -> Result<(), Failure> {
    let outputs = held(run)?;
    there(outputs.regions().await?.get(REGION), "the region").map(|_| ())
}

pub(crate) async fn scenario_region(run: &mut Run) -> Result<(), Failure> {
    let outputs = held(run)?;
    match outputs.regions().await?.get("atlantis") {
        None => Ok(()),
        Some(_) => Err("there is no such region".into()),
    }
}

pub(crate) async fn download_types(run: &mut Run) -> Result<(), Failure> {
    held(run)?.types(REGION).await?;
    Ok(())
}

pub(crate) async fn download_years(run: &mut Run) -> Result<(), Failure> {
    let years = held(run)?.years(REGION).await?;
    run.keep("output year", *there(years.first(), "a year")?);
    Ok(())
}

pub(crate) async fn output_url(run: &mut Run) -> Result<(), Failure> {
    held(run)?.location(&file(run, "system", "1y")?).await?;
    Ok(())
}

pub(crate) async fn output_csv(run: &mut Run) -> Result<(), Failure> {
    fetch(run, file(run, "system", "1y")?).await
}

pub(crate) async fn output_csv_again(run: &mut Run) -> Result<(), Failure> {
    fetch(run, file(run, "system", "1y")?).await
}

pub(crate) async fn output_csv_without_cache(run: &mut Run) -> Result<(), Failure> {
    fetch(run, file(run, "system", "1y")?.without_cache()).await
}

pub(crate) async fn output_with_currency(run: &mut Run) -> Result<(), Failure> {
    fetch(run, file(run, "system", "1y")?.with_currency("eur2024")).await
}

pub(crate) async fn output_with_params(run: &mut Run) -> Result<(), Failure> {
    fetch(run, file(run, "system", "1m")?.with_param("sensitivity", "base & more")).await
}

pub(crate) async fn output_with_sub_type(run: &mut Run) -> Result<(), Failure> {
    fetch(
        run,
        file(run, "technology", "30M")?.with_sub_type("generation_pre_curtailment"),
    )
    .await
}

pub(crate) async fn output_of_year(run: &mut Run) -> Result<(), Failure> {
    fetch(
        run,
        file(run, "interconnector", "1h")?.with_year(run.number("output year")?),
    )
    .await
}

pub(crate) async fn output_too_early(run: &mut Run) -> Result<(), Failure> {
    run.fault("get_output_location", 2, "too_early").await?;
    held(run)?.location(&file(run, "technology", "1y")?).await?;
    Ok(())
}

pub(crate) async fn data_frame(run: &mut Run) -> Result<(), Failure> {
    held(run)?.table(&file(run, "technology", "1y")?).await?;
    Ok(())
}

pub(crate) async fn refused_requests(run: &mut Run) -> Result<(), Failure> {
    let (outputs, year) = (held(run)?, run.number("output year")?);
    let atlantis = OutputRequest::new(run.id("base scenario")?, "atlantis", "system", "1y");
    for (request, kind) in [
        (file(run, "weather", "1y")?, ErrorKind::NotFound),
        (file(run, "technology", "30M")?, ErrorKind::Ambiguous),
        (file(run, "interconnector", "1h")?, ErrorKind::InvalidRequest),
        (file(run, "system", "1y")?.with_year(year), ErrorKind::InvalidRequest),
        (
            file(run, "interconnector", "1h")?.with_year(1066),
            ErrorKind::InvalidRequest,
        ),
        (file(run, "system", "1y")?.with_node("BUS_1"), ErrorKind::InvalidRequest),
        (atlantis, ErrorKind::NotFound),
    ] {
        refused(outputs.location(&request).await, kind).map_err(|failure| format!("{request:?}: {failure}"))?;
    }
    Ok(())
}

pub(crate) async fn latest(run: &mut Run) -> Result<(), Failure> {
    run.origin()?.scenarios().latest(REGION, &[]).await?;
    Ok(())
}

pub(crate) async fn latest_by_name(run: &mut Run) -> Result<(), Failure> {
    run.origin()?.scenarios().latest(REGION, &["CENTRAL", "gbr"]).await?;
    Ok(())
}

pub(crate) async fn latest_of_unknown_region(run: &mut Run) -> Result<(), Failure> {
    refused(
        run.origin()?.scenarios().latest("atlantis", &[]).await,
        ErrorKind::NotFound,
    )
}

pub(crate) async fn nodal_scenario(run: &mut Run) -> Result<(), Failure> {
    let origin = run.origin()?;
    let found = origin.scenarios().latest("erc", &[]).await?;
    run.name_id("nodal scenario", found.scenario_global_id.as_deref())?;
    let regions = origin.scenarios().regions_of(&found).await?;
    run.keep("nodal region", there(regions.own.keys().next(), "an own region")?);
    run.keep("hub", there(regions.additional.keys().min(), "a hub")?);
    run.outputs = Some(origin.outputs().of(&run.id("nodal scenario")?).await?);
    Ok(())
}

fn node(run: &Run) -> Result<OutputRequest, Failure> {
    Ok(OutputRequest::new(
        run.id("nodal scenario")?,
        run.text("nodal region")?,
        "nodal",
        "1h",
    ))
}

pub(crate) async fn output_of_node(run: &mut Run) -> Result<(), Failure> {
    fetch(run, node(run)?.with_node("ZONDWD_6_B1")).await
}

pub(crate) async fn node_missing(run: &mut Run) -> Result<(), Failure> {
    refused(held(run)?.location(&node(run)?).await, ErrorKind::InvalidRequest)
}

pub(crate) async fn output_of_additional_region(run: &mut Run) -> Result<(), Failure> {
    held(run)?.types(&run.text("hub")?).await?;
    Ok(())
}

pub(crate) async fn output_of_own_run(run: &mut Run) -> Result<(), Failure> {
    let request = OutputRequest::new(run.id("scenario")?, REGION, "technology", "1y");
    run.origin()?.outputs().csv(&request).await?;
    Ok(())
}
