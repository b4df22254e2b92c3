//! `aurora origin inputs`.

use std::path::PathBuf;

use anyhow::Result;
use aurora_energy::origin::OriginClient;
use aurora_energy::origin::inputs::{CommodityQuery, DemandQuery, TechnologyQuery};
use serde::Serialize;
use serde_json::Value;

use crate::args::origin::inputs::InputsCommand;
use crate::context::Context;
use crate::output::column;
use crate::progress;

mod compare;
mod set;

pub(super) async fn run(command: InputsCommand, context: &mut Context) -> Result<()> {
    let origin = context.origin().await?;
    let shown = match command {
        InputsCommand::Set { command } => return set::run(command, &origin, context).await,
        InputsCommand::Workbook { scenario, out } => return workbook(&origin, &scenario, out, context).await,
        InputsCommand::Connections { scenario } => return connections(&origin, &scenario, context).await,
        InputsCommand::Session { scenario } => json(origin.inputs(scenario).session().await?)?,
        InputsCommand::Config => json(&*origin.inputs("").config().await?)?,
        InputsCommand::Technologies { scenario } => json(origin.inputs(scenario).groupings().await?)?,
        InputsCommand::Technology {
            scenario,
            name,
            region,
            sub_region,
            exogenous,
            subsidy,
            endogenous,
        } => {
            let mut query = TechnologyQuery::new(name, region);
            query.sub_region = sub_region;
            query.exogenous_sub_technology = exogenous;
            query.subsidy = subsidy;
            query.endogenous_sub_technology = endogenous;
            json(origin.inputs(scenario).technology(&query).await?)?
        }
        InputsCommand::DemandRegions { scenario } => json(origin.inputs(scenario).demand_regions().await?)?,
        InputsCommand::Demand {
            scenario,
            region,
            aggregate,
        } => {
            let query = match region.as_slice() {
                [] => DemandQuery::all(),
                regions => DemandQuery::regions(regions),
            };
            let query = if aggregate { query.aggregated() } else { query };
            json(origin.inputs(scenario).demand(&query).await?)?
        }
        InputsCommand::DemandTechnologyNames { scenario } => {
            json(origin.inputs(scenario).demand_technology_names(None).await?)?
        }
        InputsCommand::DemandTechnologies { scenario } => {
            json(origin.inputs(scenario).demand_technologies(None).await?)?
        }
        InputsCommand::Commodities {
            scenario,
            region,
            commodity,
            native_units,
        } => {
            let query = commodities(region, commodity, native_units);
            json(origin.inputs(scenario).commodities(&query).await?)?
        }
        InputsCommand::Interconnectors { scenario, from, to } => {
            json(origin.inputs(scenario).interconnectors(&from, &to).await?)?
        }
        InputsCommand::Rebase { scenario, reference } => {
            let result = origin.inputs(scenario).rebase_commodities(&reference).await?;
            context.note("the commodity prices have new originals; changes made before hold on top of them");
            json(result)?
        }
    };
    if shown.is_null() {
        context.note("the service has no data for this");
        return Ok(());
    }
    context.output.value(&shown)
}

fn json(answer: impl Serialize) -> Result<Value> {
    Ok(serde_json::to_value(answer)?)
}

fn commodities(regions: Vec<String>, commodities: Vec<String>, native_units: bool) -> CommodityQuery {
    let mut query = CommodityQuery::all();
    if !regions.is_empty() {
        query = query.with_regions(regions);
    }
    if !commodities.is_empty() {
        query = query.with_commodities(commodities);
    }
    if native_units {
        query.with_native_units(true)
    } else {
        query
    }
}

async fn connections(origin: &OriginClient, scenario: &str, context: &mut Context) -> Result<()> {
    #[derive(Serialize)]
    struct Row {
        region: String,
        neighbours: Vec<String>,
    }
    let map = origin.inputs(scenario).interconnector_connections().await?;
    let rows = map.into_iter().map(|(region, neighbours)| Row {
        region,
        neighbours: neighbours.into_iter().collect(),
    });
    context.output.items(
        &[column("region", "region"), column("connected with", "neighbours")],
        rows,
    )
}

async fn workbook(origin: &OriginClient, scenario: &str, out: Option<PathBuf>, context: &mut Context) -> Result<()> {
    let inputs = origin.inputs(scenario);
    let spinner = progress::spinner(context, "the service makes the workbook");
    let Some(path) = out else {
        let workbook = match inputs.workbook().await {
            Ok(job) => job.await,
            Err(error) => Err(error),
        };
        spinner.finish_and_clear();
        return context.output.line(workbook?.url.as_str());
    };
    let report = inputs.download_workbook(&path).await;
    spinner.finish_and_clear();
    context.note(format_args!(
        "{} bytes are written to {}",
        report?.bytes,
        path.display()
    ));
    Ok(())
}
