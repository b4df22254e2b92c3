//! `aurora amun scenarios`.

use anyhow::Result;
use aurora_energy::amun::AmunClient;

use crate::args::amun::ScenarioCommand;
use crate::context::Context;
use crate::exit::Failure;
use crate::output::{Column, column};

const COLUMNS: [Column; 6] = [
    column("id", "id"),
    column("name", "name"),
    column("region", "region"),
    column("retired", "isRetired"),
    column("currency", "currency"),
    column("price base", "currencyYear"),
];

pub(super) async fn run(command: ScenarioCommand, context: &mut Context) -> Result<()> {
    let client = context.amun().await?;
    match command {
        ScenarioCommand::List { region } => {
            let scenarios = client.scenarios().list(&region).await?;
            context.output.items(&COLUMNS, scenarios)
        }
        ScenarioCommand::Find { region, name } => {
            let scenario = client.scenarios().find_by_name(&region, &name).await?;
            context.output.record(&scenario)
        }
    }
}

/// The id of a scenario that is given by id, or by exact name within a region.
pub(super) async fn id(client: &AmunClient, scenario: &str, region: Option<&str>) -> Result<i64> {
    if let Ok(id) = scenario.trim().parse() {
        return Ok(id);
    }
    let region = region.ok_or_else(|| {
        Failure::usage("a scenario is looked up by name within a region").with_hint("add --region, e.g. --region gbr")
    })?;
    Ok(client.scenarios().find_by_name(region, scenario).await?.id)
}
