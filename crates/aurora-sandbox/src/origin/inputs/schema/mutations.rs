//! What is changed.

use std::sync::Arc;

use async_graphql::Error;
use async_graphql::dynamic::{Field, FieldFuture, Object, ResolverContext};
use serde_json::{Value, json};

use super::queries::with_arguments;
use super::{facts, loaded, optional, texts};
use crate::origin::graphql::{argument, refuse, text, type_of, value};
use crate::origin::inputs::plants::{self, Plants};
use crate::origin::inputs::{demand, documents, prices, updates};
use crate::origin::market::world::{DEMAND_TECHNOLOGIES, DemandTechnology, Region};
use crate::origin::state::{Facts, OriginState};

type Update = fn(&OriginState, &ResolverContext<'_>) -> Result<Value, Error>;

fn update(
    state: &Arc<OriginState>,
    name: &str,
    kind: &'static str,
    arguments: &[(&str, &str)],
    update: Update,
) -> Field {
    let state = Arc::clone(state);
    let field = Field::new(name, type_of(kind), move |ctx| {
        let state = Arc::clone(&state);
        FieldFuture::new(async move { Ok(value(update(&state, &ctx)?, kind)) })
    });
    with_arguments(field, arguments)
}

pub(super) fn root(state: &Arc<OriginState>) -> Object {
    const TX: (&str, &str) = ("tx", "[OptionalYearlyNumberItemInput!]!");
    const PLANTS: [(&str, &str); 5] = [
        ("sessionId", "String!"),
        ("name", "String!"),
        ("region", "String!"),
        ("subRegion", "String"),
        ("subTechnology", "String"),
    ];
    let endogenous = [&PLANTS[..], &[TX, ("parameter", "EndogenousPlantVariable!")]].concat();
    let exogenous = [
        &PLANTS[..],
        &[TX, ("parameter", "ExogenousPlantVariable!"), ("subsidy", "String")],
    ]
    .concat();
    const REGIONS: [(&str, &str); 4] = [
        ("sessionId", "String!"),
        ("region", "String"),
        ("regions", "[String!]"),
        ("autoCapacityMarketTarget", "Boolean"),
    ];
    let system = [
        &REGIONS[..],
        &[
            ("technology", "EnumDemandTechnology"),
            ("variable", "String!"),
            ("tx", "[YearlyNumberItemInput]!"),
        ],
    ]
    .concat();
    let technology = [
        &REGIONS[..],
        &[
            ("technology", "String!"),
            ("variable", "EnumDemandTechnologyVariable!"),
            ("tx", "[YearlyNumberItemInput!]!"),
        ],
    ]
    .concat();
    Object::new("Mutation")
        .field(update(
            state,
            "updateEndogenousTechnologyParameter",
            "EndogenousPlants",
            &endogenous,
            |state, ctx| update_plants(state, ctx, true),
        ))
        .field(update(
            state,
            "updateExogenousTechnologyParameter",
            "ExogenousPlants",
            &exogenous,
            |state, ctx| update_plants(state, ctx, false),
        ))
        .field(update(state, "updateDemandVariable", "Demand", &system, update_demand))
        .field(update(
            state,
            "updateDemandTechnologyVariable",
            "DemandTechnology",
            &technology,
            update_demand_technology,
        ))
        .field(update(
            state,
            "updateCommodity",
            "Commodity",
            &[
                ("sessionId", "String!"),
                ("regions", "[String!]"),
                ("commodity", "String!"),
                ("tx", "[YearlyNumberItemInput!]!"),
                ("applyCommodityUnitConversionFactor", "Boolean"),
            ],
            update_commodity,
        ))
        .field(update(
            state,
            "updateInterconnectorVariable",
            "Interconnector",
            &[
                ("sessionId", "String!"),
                ("from", "String!"),
                ("to", "String!"),
                ("variable", "String!"),
                ("tx", "[YearlyNumberItemInput]!"),
            ],
            update_interconnector,
        ))
        .field(update(
            state,
            "rebaseCommodities",
            "RebaseResult",
            &[("sessionId", "String!"), ("rebaseReferenceId", "String!")],
            rebase,
        ))
}

fn update_plants(state: &OriginState, ctx: &ResolverContext<'_>, endogenous: bool) -> Result<Value, Error> {
    let facts = facts(state, ctx, &text(ctx, "sessionId"))?;
    // The official client does not repeat these two.
    if !state.options().python_compatible {
        state.readiness.require(&facts.id)?;
    }
    let (sub_region, subsidy, sub_technology) = (
        optional(ctx, "subRegion"),
        optional(ctx, "subsidy"),
        optional(ctx, "subTechnology"),
    );
    let part = [sub_region.as_deref(), subsidy.as_deref(), sub_technology.as_deref()];
    let plants = Plants::find(&facts, &text(ctx, "name"), &text(ctx, "region"), part)?;
    state.inputs.edit(state, &facts, |session| {
        session.update_plants(&plants, endogenous, &text(ctx, "parameter"), &argument(ctx, "tx"))?;
        Ok(plants.document(&session.assumptions, endogenous))
    })
}

/// The regions of an update of demand: `regions`, or the one of `region`.
fn named_regions(facts: &Facts, ctx: &ResolverContext<'_>) -> Result<Vec<&'static Region>, Error> {
    let codes = texts(&argument(ctx, "regions")).or_else(|| optional(ctx, "region").map(|code| vec![code]));
    let codes = codes.filter(|codes| !codes.is_empty());
    let codes = codes.ok_or_else(|| refuse("ValidationError", "the update names no region"))?;
    codes.iter().map(|code| plants::region(facts, code)).collect()
}

fn demand_technology(name: &str) -> Result<&'static DemandTechnology, Error> {
    DEMAND_TECHNOLOGIES
        .iter()
        .find(|known| known.name == name)
        .ok_or_else(|| {
            let names: Vec<_> = DEMAND_TECHNOLOGIES.iter().map(|known| known.name).collect();
            refuse(
                "NotFound",
                format!("no demand technology {name:?}: there are {}", names.join(", ")),
            )
        })
}

fn update_demand(state: &OriginState, ctx: &ResolverContext<'_>) -> Result<Value, Error> {
    let facts = loaded(state, ctx)?;
    let regions = named_regions(&facts, ctx)?;
    if optional(ctx, "technology").is_some() {
        return Err(refuse(
            "ValidationError",
            "demand of a technology is changed by updateDemandTechnologyVariable",
        ));
    }
    let scale_target = argument(ctx, "autoCapacityMarketTarget") == json!(true);
    state.inputs.edit(state, &facts, |session| {
        session.update_demand(&regions, &text(ctx, "variable"), scale_target, &argument(ctx, "tx"))?;
        Ok(demand::document(&session.assumptions, &regions))
    })
}

fn update_demand_technology(state: &OriginState, ctx: &ResolverContext<'_>) -> Result<Value, Error> {
    let facts = loaded(state, ctx)?;
    let regions = named_regions(&facts, ctx)?;
    let known = demand_technology(&text(ctx, "technology"))?;
    state.inputs.edit(state, &facts, |session| {
        session.update_demand_technology(&regions, known, &argument(ctx, "tx"))?;
        Ok(demand::technology(&session.assumptions, &regions, known))
    })
}

fn update_commodity(state: &OriginState, ctx: &ResolverContext<'_>) -> Result<Value, Error> {
    let facts = loaded(state, ctx)?;
    let commodity = prices::find(&text(ctx, "commodity"))?;
    let regions = prices::regions(commodity, texts(&argument(ctx, "regions")).as_deref())?;
    if regions.is_empty() {
        return Err(refuse(
            "ValidationError",
            format!("{} has no price in these regions", commodity.name),
        ));
    }
    let native = argument(ctx, "applyCommodityUnitConversionFactor") == json!(true);
    state.inputs.edit(state, &facts, |session| {
        session.update_commodity(commodity, &regions, native, &argument(ctx, "tx"))?;
        Ok(prices::document(&session.assumptions, commodity, &regions, native))
    })
}

fn update_interconnector(state: &OriginState, ctx: &ResolverContext<'_>) -> Result<Value, Error> {
    let facts = loaded(state, ctx)?;
    let link = updates::direction(&facts, &text(ctx, "from"), &text(ctx, "to"))?;
    state.inputs.edit(state, &facts, |session| {
        session.update_link(link, &text(ctx, "variable"), &argument(ctx, "tx"))?;
        Ok(documents::interconnector(&session.assumptions, link))
    })
}

/// Takes another scenario's prices as originals, keeps the changes, and lets the session load again.
fn rebase(state: &OriginState, ctx: &ResolverContext<'_>) -> Result<Value, Error> {
    let own = loaded(state, ctx)?;
    let reference = facts(state, ctx, &text(ctx, "rebaseReferenceId"))?;
    let prices = state
        .inputs
        .read(state, &reference, |session| session.assumptions.prices());
    state.inputs.edit(state, &own, |session| {
        session.assumptions.rebased = Some(Arc::new(prices));
        session.commodities = Some(reference.id.clone());
        Ok(())
    })?;
    state.readiness.unload(&own.id, 1);
    Ok(json!({"result": true}))
}
