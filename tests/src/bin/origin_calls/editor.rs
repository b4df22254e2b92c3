//! The inputs of the scenario that was made by name. Python has a class of its own for these, ours has not.

use origin_client::inputs::{
    Change, CommodityQuery, DemandTechnologyUpdate, DemandUpdate, EndogenousUpdate, ExogenousUpdate, TechnologyQuery,
};

use crate::inputs::{COMMODITY, TECHNOLOGY, gas, of_year};
use crate::run::{Failure, Run};
use crate::sessions::REGION;

macro_rules! inputs {
    ($run:ident) => {
        $run.origin()?.inputs(&$run.id("scenario by name")?)
    };
}

pub(crate) async fn editor_make(run: &mut Run) -> Result<(), Failure> {
    inputs!(run).session().await?;
    Ok(())
}

pub(crate) async fn editor_refresh(run: &mut Run) -> Result<(), Failure> {
    inputs!(run).session().await?;
    Ok(())
}

pub(crate) async fn editor_demand_regions(run: &mut Run) -> Result<(), Failure> {
    inputs!(run).demand_regions().await?;
    Ok(())
}

pub(crate) async fn editor_demand_for_region(run: &mut Run) -> Result<(), Failure> {
    inputs!(run).demand_for_region(REGION).await?;
    Ok(())
}

pub(crate) async fn editor_demand_technologies(run: &mut Run) -> Result<(), Failure> {
    inputs!(run).demand_technologies(None).await?;
    Ok(())
}

pub(crate) async fn editor_update_demand(run: &mut Run) -> Result<(), Failure> {
    let transform = of_year(run.number("year of demand")?, Change::percentage(2.0))?;
    inputs!(run)
        .update_demand(&DemandUpdate::new([REGION], "baseDemand", transform))
        .await?;
    Ok(())
}

pub(crate) async fn editor_update_demand_technology(run: &mut Run) -> Result<(), Failure> {
    let transform = of_year(run.number("year of demand")?, Change::delta(0.5))?;
    let technology = run.text("demand technology")?;
    let update = DemandTechnologyUpdate::new([REGION], technology, "totalDemand", transform);
    inputs!(run).update_demand_technology(&update).await?;
    Ok(())
}

pub(crate) async fn editor_technology_names(run: &mut Run) -> Result<(), Failure> {
    inputs!(run).groupings().await?;
    Ok(())
}

/// Nothing is asked again: whoever has the answer keeps it.
pub(crate) async fn editor_technology_names_again(_: &mut Run) -> Result<(), Failure> {
    Ok(())
}

pub(crate) async fn editor_technology(run: &mut Run) -> Result<(), Failure> {
    inputs!(run)
        .technology(&TechnologyQuery::new(TECHNOLOGY, REGION))
        .await?;
    Ok(())
}

pub(crate) async fn editor_update_exogenous(run: &mut Run) -> Result<(), Failure> {
    let transform = of_year(run.number("year")?, Change::percentage(3.0))?;
    inputs!(run)
        .update_exogenous(&ExogenousUpdate::new(TECHNOLOGY, REGION, "capacity", transform))
        .await?;
    Ok(())
}

pub(crate) async fn editor_update_endogenous(run: &mut Run) -> Result<(), Failure> {
    let transform = of_year(run.number("year")?, Change::percentage(4.0))?;
    inputs!(run)
        .update_endogenous(&EndogenousUpdate::new(TECHNOLOGY, REGION, "capex", transform))
        .await?;
    Ok(())
}

pub(crate) async fn editor_commodities(run: &mut Run) -> Result<(), Failure> {
    inputs!(run)
        .commodities(&CommodityQuery::all().with_commodities([COMMODITY]))
        .await?;
    Ok(())
}

pub(crate) async fn editor_update_commodity(run: &mut Run) -> Result<(), Failure> {
    inputs!(run)
        .update_commodity(&gas(run, Change::percentage(6.0))?)
        .await?;
    Ok(())
}

pub(crate) async fn editor_rebase_commodities(run: &mut Run) -> Result<(), Failure> {
    inputs!(run).rebase_commodities(&run.id("scenario")?).await?;
    Ok(())
}
