//! The inputs service.

use aurora_core::Result as ClientResult;
use origin_client::inputs::{
    Change, CommodityQuery, CommodityUpdate, ConstantTransform, DemandQuery, DemandTechnologyUpdate, DemandUpdate,
    EndogenousUpdate, ExogenousUpdate, InterconnectorUpdate, MonthlyTransform, TechnologyQuery, YearlyTransform,
};
use serde_json::{Value, json};

use crate::run::{Failure, Run, there};
use crate::sessions::REGION;

pub(crate) const TECHNOLOGY: &str = "onshoreWind";
pub(crate) const COMMODITY: &str = "gas";
const NEIGHBOUR: &str = "fra";

/// The inputs of the scenario that an earlier step made.
macro_rules! inputs {
    ($run:ident) => {
        $run.origin()?.inputs(&$run.id("scenario")?)
    };
}

/// One change of one year.
pub(crate) fn of_year(year: i64, change: ClientResult<Change>) -> ClientResult<YearlyTransform> {
    Ok(YearlyTransform::new().year(year, change?))
}

pub(crate) async fn inputs_session(run: &mut Run) -> Result<(), Failure> {
    inputs!(run).session().await?;
    Ok(())
}

pub(crate) async fn technology_names(run: &mut Run) -> Result<(), Failure> {
    inputs!(run).groupings().await?;
    Ok(())
}

pub(crate) async fn technology(run: &mut Run) -> Result<(), Failure> {
    let found = inputs!(run)
        .technology(&TechnologyQuery::new(TECHNOLOGY, REGION))
        .await?;
    let found = there(found, "the technology")?;
    let capacity = there(found.exogenous("capacity"), "capacity")?;
    let years: Vec<i64> = capacity.iter().filter_map(|item| item.year).collect();
    run.keep("year", *there(years.last(), "the last year")?);
    run.keep("years", years);
    let definitions = found
        .get_endogenous
        .as_ref()
        .and_then(|plants| plants.definitions.as_ref());
    let first = definitions.and_then(|definitions| definitions.names().next());
    run.keep("definition", there(first, "a definition")?);
    Ok(())
}

pub(crate) async fn technology_of_subregion(run: &mut Run) -> Result<(), Failure> {
    let query = TechnologyQuery::new(TECHNOLOGY, REGION)
        .with_sub_region("scotland")
        .with_subsidy("cfd");
    inputs!(run).technology(&query).await?;
    Ok(())
}

pub(crate) async fn update_exogenous(run: &mut Run) -> Result<(), Failure> {
    let mut years: Vec<i64> = serde_json::from_value(run.fact("years")?.clone())?;
    years.sort_unstable();
    let transform = YearlyTransform::new()
        .year(*there(years.first(), "a year")?, Change::absolute(15200.5)?)
        .year(*there(years.get(1), "a second year")?, Change::percentage(10.0)?);
    let update = ExogenousUpdate::new(TECHNOLOGY, REGION, "capacity", transform);
    inputs!(run).update_exogenous(&update).await?;
    Ok(())
}

pub(crate) async fn update_exogenous_of_subregion(run: &mut Run) -> Result<(), Failure> {
    let transform = of_year(run.number("year")?, Change::delta(-5.0))?;
    let update = ExogenousUpdate::new(TECHNOLOGY, REGION, "capacity", transform)
        .with_sub_region("scotland")
        .with_subsidy("cfd");
    inputs!(run).update_exogenous(&update).await?;
    Ok(())
}

pub(crate) async fn update_endogenous(run: &mut Run) -> Result<(), Failure> {
    let transform = of_year(run.number("year")?, Change::percentage(-12.5))?;
    let update = EndogenousUpdate::new(TECHNOLOGY, REGION, "capex", transform);
    inputs!(run).update_endogenous(&update).await?;
    Ok(())
}

pub(crate) async fn update_endogenous_month(run: &mut Run) -> Result<(), Failure> {
    let transform = MonthlyTransform::new().month(run.number("year")?, 2, Change::delta(0.01)?);
    let update = EndogenousUpdate::new(TECHNOLOGY, REGION, "loadFactorAverage", transform);
    inputs!(run).update_endogenous(&update).await?;
    Ok(())
}

pub(crate) async fn update_endogenous_definition(run: &mut Run) -> Result<(), Failure> {
    let transform = ConstantTransform::new(Change::absolute(9.25)?);
    let update = EndogenousUpdate::new(TECHNOLOGY, REGION, run.text("definition")?, transform);
    inputs!(run).update_endogenous(&update).await?;
    Ok(())
}

pub(crate) async fn demand_regions(run: &mut Run) -> Result<(), Failure> {
    inputs!(run).demand_regions().await?;
    Ok(())
}

pub(crate) async fn demand_of_all(run: &mut Run) -> Result<(), Failure> {
    let found = inputs!(run).demand(&DemandQuery::all()).await?;
    let last = found.first().and_then(|demand| demand.variables.last());
    run.keep("year of demand", there(last, "a year of demand")?.year);
    Ok(())
}

pub(crate) async fn demand_of_region(run: &mut Run) -> Result<(), Failure> {
    inputs!(run).demand(&DemandQuery::region(REGION)).await?;
    Ok(())
}

pub(crate) async fn demand_aggregated(run: &mut Run) -> Result<(), Failure> {
    inputs!(run)
        .demand(&DemandQuery::regions([REGION, NEIGHBOUR]).aggregated())
        .await?;
    Ok(())
}

pub(crate) async fn update_demand(run: &mut Run) -> Result<(), Failure> {
    let transform = of_year(run.number("year of demand")?, Change::percentage(10.0))?;
    inputs!(run)
        .update_demand(&DemandUpdate::new([REGION], "totalDemand", transform))
        .await?;
    Ok(())
}

pub(crate) async fn update_demand_of_several(run: &mut Run) -> Result<(), Failure> {
    let transform = of_year(run.number("year of demand")?, Change::delta(1.5))?;
    let update = DemandUpdate::new([REGION, NEIGHBOUR], "baseDemand", transform).with_auto_capacity_market_target(true);
    inputs!(run).update_demand(&update).await?;
    Ok(())
}

pub(crate) async fn demand_technology_names(run: &mut Run) -> Result<(), Failure> {
    inputs!(run).demand_technology_names(None).await?;
    Ok(())
}

pub(crate) async fn demand_technologies(run: &mut Run) -> Result<(), Failure> {
    let found = inputs!(run).demand_technologies(None).await?;
    // As JSON, so that it does not matter how the client types the texts that the service wraps in `original`.
    let found = serde_json::to_value(found)?;
    let items = found.as_array().map(Vec::as_slice).unwrap_or_default();
    let own = items.iter().find(|item| item["region"]["original"] == json!(REGION));
    let name = there(own, "a demand technology of the region")?["originTechnology"]["original"].clone();
    run.keep("demand technology", name);
    Ok(())
}

pub(crate) async fn update_demand_technology(run: &mut Run) -> Result<(), Failure> {
    let transform = of_year(run.number("year of demand")?, Change::percentage(5.0))?;
    let technology = run.text("demand technology")?;
    let update = DemandTechnologyUpdate::new([REGION], technology, "totalDemand", transform);
    inputs!(run).update_demand_technology(&update).await?;
    Ok(())
}

pub(crate) async fn update_demand_technology_of_several(run: &mut Run) -> Result<(), Failure> {
    let transform = of_year(run.number("year of demand")?, Change::absolute(3.0))?;
    let technology = run.text("demand technology")?;
    let update = DemandTechnologyUpdate::new([REGION], technology, "totalDemand", transform)
        .with_auto_capacity_market_target(false);
    inputs!(run).update_demand_technology(&update).await?;
    Ok(())
}

pub(crate) async fn commodities(run: &mut Run) -> Result<(), Failure> {
    inputs!(run).commodities(&CommodityQuery::all()).await?;
    Ok(())
}

pub(crate) async fn commodities_of_region(run: &mut Run) -> Result<(), Failure> {
    let query = CommodityQuery::all()
        .with_regions([REGION])
        .with_commodities([COMMODITY])
        .with_native_units(true);
    let found = inputs!(run).commodities(&query).await?;
    let gas = there(found.first(), "gas")?;
    run.keep("commodity regions", gas.regions.clone());
    run.keep(
        "commodity year",
        there(gas.prices.last().and_then(|price| price.year), "a year")?,
    );
    Ok(())
}

/// A change of the gas price in the regions that the service named.
pub(crate) fn gas(run: &Run, change: ClientResult<Change>) -> Result<CommodityUpdate, Failure> {
    let regions: Vec<String> = serde_json::from_value(run.fact("commodity regions")?.clone())?;
    let transform = of_year(run.number("commodity year")?, change)?;
    Ok(CommodityUpdate::new(COMMODITY, transform).with_regions(regions))
}

pub(crate) async fn update_commodity(run: &mut Run) -> Result<(), Failure> {
    inputs!(run)
        .update_commodity(&gas(run, Change::percentage(25.0))?)
        .await?;
    Ok(())
}

pub(crate) async fn update_commodity_native(run: &mut Run) -> Result<(), Failure> {
    let update = gas(run, Change::absolute(40.0))?.with_native_units(true);
    inputs!(run).update_commodity(&update).await?;
    Ok(())
}

pub(crate) async fn rebase_commodities(run: &mut Run) -> Result<(), Failure> {
    inputs!(run).rebase_commodities(&run.id("base scenario")?).await?;
    Ok(())
}

pub(crate) async fn read_after_rebase(run: &mut Run) -> Result<(), Failure> {
    inputs!(run)
        .commodities(&CommodityQuery::all().with_commodities([COMMODITY]))
        .await?;
    inputs!(run).session().await?;
    Ok(())
}

pub(crate) async fn interconnector_connections(run: &mut Run) -> Result<(), Failure> {
    inputs!(run).interconnector_connections().await?;
    Ok(())
}

pub(crate) async fn interconnectors(run: &mut Run) -> Result<(), Failure> {
    let found = inputs!(run).interconnectors(REGION, NEIGHBOUR).await?;
    let line = serde_json::to_value(there(found.first(), "an interconnector")?)?;
    run.keep("line", line);
    Ok(())
}

pub(crate) async fn update_interconnector(run: &mut Run) -> Result<(), Failure> {
    let line = run.fact("line")?;
    let last = there(line["variables"].as_array().and_then(|years| years.last()), "a year")?;
    let names = last.as_object().into_iter().flat_map(|fields| fields.keys());
    let variable = there(names.filter(|name| *name != "year").min(), "a variable")?;
    let transform = of_year(there(last["year"].as_i64(), "the year")?, Change::delta(250.0))?;
    let end = |name: &str| there(line[name].as_str(), name);
    let update = InterconnectorUpdate::new(end("from")?, end("to")?, variable, transform);
    inputs!(run).update_interconnector(&update).await?;
    Ok(())
}

pub(crate) async fn workbook(run: &mut Run) -> Result<(), Failure> {
    inputs!(run).workbook().await?.await?;
    let arrived = run.requests().await?;
    let asked = arrived
        .get(1)
        .map(|request| &request["graphql"]["variables"]["requestId"]);
    let id = asked.and_then(Value::as_str).map(str::to_owned);
    run.name_id("workbook", id.as_deref())
}

pub(crate) async fn edits_are_listed(run: &mut Run) -> Result<(), Failure> {
    inputs!(run).session().await?;
    Ok(())
}

pub(crate) async fn data_not_ready(run: &mut Run) -> Result<(), Failure> {
    run.fault("get_technology_groupings", 2, "data_not_ready").await?;
    inputs!(run).groupings().await?;
    Ok(())
}

pub(crate) async fn data_not_ready_on_a_write(run: &mut Run) -> Result<(), Failure> {
    run.fault("update_commodity", 1, "data_not_ready").await?;
    inputs!(run)
        .update_commodity(&gas(run, Change::absolute(41.0))?)
        .await?;
    Ok(())
}
