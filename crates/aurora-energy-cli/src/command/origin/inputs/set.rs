//! `aurora origin inputs set`: changes an input and shows it before and after.

use anyhow::Result;
use aurora_energy::origin::OriginClient;
use aurora_energy::origin::inputs::{
    Change, CommodityQuery, CommodityUpdate, ConstantTransform, DemandTechnologyUpdate, DemandUpdate,
    EndogenousTransform, EndogenousUpdate, ExogenousTransform, ExogenousUpdate, InterconnectorUpdate, MonthlyTransform,
    TechnologyQuery, YearlyTransform,
};

use super::compare::{self, Point, Times};
use crate::args::origin::inputs::{ChangeArgs, SetCommand, SetTechnology};
use crate::context::Context;
use crate::exit::Failure;

pub(super) async fn run(command: SetCommand, origin: &OriginClient, context: &mut Context) -> Result<()> {
    let times = Times::of(command.change());
    let (before, after) = match command {
        SetCommand::Exogenous {
            technology,
            subsidy,
            change,
        } => exogenous(origin, technology, subsidy, &change).await?,
        SetCommand::Endogenous { technology, change } => endogenous(origin, technology, &change).await?,
        SetCommand::Demand {
            scenario,
            region,
            variable,
            auto_capacity_market_target,
            change,
        } => {
            let mut update = DemandUpdate::new(region, variable, yearly(&change)?);
            update.auto_capacity_market_target = auto_capacity_market_target;
            demand(origin, &scenario, &update).await?
        }
        SetCommand::DemandTechnology {
            scenario,
            region,
            technology,
            variable,
            auto_capacity_market_target,
            change,
        } => {
            let mut update = DemandTechnologyUpdate::new(region, technology, variable, yearly(&change)?);
            update.auto_capacity_market_target = auto_capacity_market_target;
            demand_technology(origin, &scenario, &update).await?
        }
        SetCommand::Commodity {
            scenario,
            commodity,
            region,
            change,
        } => {
            let update = CommodityUpdate::new(commodity, yearly(&change)?).with_regions(region);
            price(origin, &scenario, &update).await?
        }
        SetCommand::Interconnector {
            scenario,
            from,
            to,
            variable,
            change,
        } => {
            let update = InterconnectorUpdate::new(from, to, variable, yearly(&change)?);
            interconnector(origin, &scenario, &update).await?
        }
    };
    compare::show(before, after, &times, context)
}

type BeforeAndAfter = (Vec<Point>, Vec<Point>);

async fn exogenous(
    origin: &OriginClient,
    technology: SetTechnology,
    subsidy: Option<String>,
    change: &ChangeArgs,
) -> Result<BeforeAndAfter> {
    let transform: ExogenousTransform = if change.month.is_empty() {
        yearly(change)?.into()
    } else {
        monthly(change)?.into()
    };
    let inputs = origin.inputs(&technology.scenario);
    let mut query = TechnologyQuery::new(&technology.technology, &technology.region);
    query.sub_region.clone_from(&technology.sub_region);
    query.exogenous_sub_technology.clone_from(&technology.sub_technology);
    query.subsidy.clone_from(&subsidy);
    let mut update = ExogenousUpdate::new(
        technology.technology,
        technology.region,
        &technology.parameter,
        transform,
    );
    update.sub_region = technology.sub_region;
    update.subsidy = subsidy;
    update.sub_technology = technology.sub_technology;
    let before = inputs.technology(&query).await?;
    let after = inputs.update_exogenous(&update).await?;
    let before = before
        .as_ref()
        .and_then(|plants| plants.exogenous(&technology.parameter));
    let after = after
        .as_ref()
        .and_then(|plants| plants.parameters.as_ref()?.get(&technology.parameter));
    Ok((
        compare::timed(before.unwrap_or_default()),
        compare::timed(after.map_or(&[][..], Vec::as_slice)),
    ))
}

async fn endogenous(origin: &OriginClient, technology: SetTechnology, change: &ChangeArgs) -> Result<BeforeAndAfter> {
    let transform: EndogenousTransform = match (change.year.is_empty(), change.month.is_empty()) {
        (true, _) => ConstantTransform::new(kind(change)?).into(),
        (false, true) => yearly(change)?.into(),
        (false, false) => monthly(change)?.into(),
    };
    let inputs = origin.inputs(&technology.scenario);
    let mut query = TechnologyQuery::new(&technology.technology, &technology.region);
    query.sub_region.clone_from(&technology.sub_region);
    query.endogenous_sub_technology.clone_from(&technology.sub_technology);
    let mut update = EndogenousUpdate::new(
        technology.technology,
        technology.region,
        &technology.parameter,
        transform,
    );
    update.sub_region = technology.sub_region;
    update.sub_technology = technology.sub_technology;
    let before = inputs
        .technology(&query)
        .await?
        .and_then(|plants| plants.get_endogenous);
    let after = inputs.update_endogenous(&update).await?;
    let points = |plants: &Option<aurora_energy::origin::types::EndogenousTechnology>| {
        let plants = plants.as_ref()?;
        let values = plants
            .parameters
            .as_ref()
            .and_then(|all| all.get(&technology.parameter));
        let definition = plants
            .definitions
            .as_ref()
            .and_then(|all| all.get(&technology.parameter));
        match (values, definition) {
            (Some(values), _) => Some(compare::timed(values)),
            (None, Some(value)) => Some(vec![compare::point(None, value)]),
            (None, None) => None,
        }
    };
    Ok((points(&before).unwrap_or_default(), points(&after).unwrap_or_default()))
}

async fn demand(origin: &OriginClient, scenario: &str, update: &DemandUpdate) -> Result<BeforeAndAfter> {
    let inputs = origin.inputs(scenario);
    let query = aurora_energy::origin::inputs::DemandQuery::regions(&update.regions).aggregated();
    let before = inputs.demand(&query).await?;
    let after = inputs.update_demand(update).await?;
    Ok((
        compare::variables(
            before.first().map(|demand| demand.variables.as_slice()),
            &update.variable,
        ),
        compare::variables(
            after.as_ref().map(|demand| demand.variables.as_slice()),
            &update.variable,
        ),
    ))
}

async fn demand_technology(
    origin: &OriginClient,
    scenario: &str,
    update: &DemandTechnologyUpdate,
) -> Result<BeforeAndAfter> {
    let inputs = origin.inputs(scenario);
    let before = inputs.demand_technologies(None).await?;
    let after = inputs.update_demand_technology(update).await?;
    let wanted = |technology: &&aurora_energy::origin::types::DemandTechnology| {
        let text = |value: &Option<aurora_energy::origin::types::OriginalValue>| {
            value
                .as_ref()
                .and_then(|value| value.original.as_ref()?.as_str().map(str::to_owned))
        };
        text(&technology.technology).as_deref() == Some(update.technology.as_str())
            && text(&technology.region).is_some_and(|region| update.regions.contains(&region))
    };
    Ok((
        compare::variables(
            before
                .iter()
                .find(wanted)
                .map(|technology| technology.variables.as_slice()),
            &update.variable,
        ),
        compare::variables(
            after.first().map(|technology| technology.variables.as_slice()),
            &update.variable,
        ),
    ))
}

async fn price(origin: &OriginClient, scenario: &str, update: &CommodityUpdate) -> Result<BeforeAndAfter> {
    let inputs = origin.inputs(scenario);
    let query = CommodityQuery::all()
        .with_commodities([&update.commodity])
        .with_regions(update.regions.clone().unwrap_or_default());
    let before = inputs.commodities(&query).await?;
    let after = inputs.update_commodity(update).await?;
    Ok((
        compare::timed(before.first().map_or(&[][..], |commodity| commodity.prices.as_slice())),
        compare::timed(after.as_ref().map_or(&[][..], |commodity| commodity.prices.as_slice())),
    ))
}

async fn interconnector(
    origin: &OriginClient,
    scenario: &str,
    update: &InterconnectorUpdate,
) -> Result<BeforeAndAfter> {
    let inputs = origin.inputs(scenario);
    let before = inputs.interconnectors(&update.from, &update.to).await?;
    let after = inputs.update_interconnector(update).await?;
    let direction = |line: &&aurora_energy::origin::types::Interconnector| {
        line.from.as_deref() == Some(update.from.as_str()) && line.to.as_deref() == Some(update.to.as_str())
    };
    Ok((
        compare::variables(
            before.iter().find(direction).map(|line| line.variables.as_slice()),
            &update.variable,
        ),
        compare::variables(after.as_ref().map(|line| line.variables.as_slice()), &update.variable),
    ))
}

fn kind(change: &ChangeArgs) -> Result<Change> {
    let change = match (change.kind.percentage, change.kind.delta, change.kind.absolute) {
        (Some(percent), ..) => Change::percentage(percent)?,
        (None, Some(difference), _) => Change::delta(difference)?,
        (None, None, Some(value)) => Change::absolute(value)?,
        (None, None, None) => return Err(Failure::usage("no change is given").into()),
    };
    Ok(change)
}

fn yearly(change: &ChangeArgs) -> Result<YearlyTransform> {
    if change.year.is_empty() {
        return Err(Failure::usage("the years are missing")
            .with_hint("add --year 2030, as often as needed")
            .into());
    }
    if !change.month.is_empty() {
        return Err(Failure::usage("this input has no months")
            .with_hint("leave --month out")
            .into());
    }
    Ok(YearlyTransform::years(change.year.iter().copied(), kind(change)?))
}

fn monthly(change: &ChangeArgs) -> Result<MonthlyTransform> {
    let kind = kind(change)?;
    let mut transform = MonthlyTransform::new();
    for year in &change.year {
        for month in &change.month {
            transform = transform.month(*year, *month, kind);
        }
    }
    Ok(transform)
}
