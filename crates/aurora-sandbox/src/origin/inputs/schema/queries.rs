//! What is asked: the configuration, and a session with everything below it.

use std::sync::Arc;

use async_graphql::Error;
use async_graphql::dynamic::{Field, FieldFuture, InputValue, Object, ResolverContext};
use serde_json::{Value, json};

use super::{facts, optional, texts};
use crate::origin::graphql::{argument, object, text, type_of, value};
use crate::origin::inputs::plants::Plants;
use crate::origin::inputs::{demand, documents, parameters, plants, prices, workbook};
use crate::origin::market::world::{COMMODITIES, DEMAND_TECHNOLOGIES, Region, input_regions};
use crate::origin::state::{Facts, OriginState};

type Answer = fn(&OriginState, &Facts, &ResolverContext<'_>) -> Result<Value, Error>;

/// A field of the session that needs its data.
fn child(
    state: &Arc<OriginState>,
    name: &str,
    kind: &'static str,
    arguments: &[(&str, &str)],
    data: bool,
    answer: Answer,
) -> Field {
    let state = Arc::clone(state);
    let field = Field::new(name, type_of(kind), move |ctx| {
        let state = Arc::clone(&state);
        FieldFuture::new(async move {
            let facts = parent(&state, &ctx)?;
            if data {
                state.readiness.require(&facts.id)?;
            }
            Ok(value(answer(&state, &facts, &ctx)?, kind))
        })
    });
    with_arguments(field, arguments)
}

pub(super) fn with_arguments(field: Field, arguments: &[(&str, &str)]) -> Field {
    let add = |field: Field, (name, kind): &(&str, &str)| field.argument(InputValue::new(*name, type_of(kind)));
    arguments.iter().fold(field, add)
}

/// The scenario that the parent belongs to.
fn parent(state: &OriginState, ctx: &ResolverContext<'_>) -> Result<Facts, Error> {
    let session = ctx.parent_value.try_downcast_ref::<Value>()?;
    let id = session
        .pointer("/meta/sessionId")
        .and_then(Value::as_str)
        .unwrap_or_default();
    facts(state, ctx, id)
}

pub(super) fn objects(state: &Arc<OriginState>) -> Vec<Object> {
    vec![root(state), session(state), technology(state)]
}

fn root(state: &Arc<OriginState>) -> Object {
    let config = Field::new("getConfig", type_of("InputsConfig"), |_| {
        FieldFuture::new(async { Ok(value(parameters::config(), "InputsConfig")) })
    });
    let state = Arc::clone(state);
    let session = Field::new("getSession", type_of("Session"), move |ctx| {
        let state = Arc::clone(&state);
        FieldFuture::new(async move {
            let facts = facts(&state, &ctx, &text(&ctx, "sessionId"))?;
            let session = state
                .inputs
                .read(&state, &facts, |session| documents::session(&state, &facts, session));
            Ok(value(session, "Session"))
        })
    });
    Object::new("Query")
        .field(config)
        .field(with_arguments(session, &[("sessionId", "String!")]))
}

fn session(state: &Arc<OriginState>) -> Object {
    let own = object(
        "Session",
        &[
            ("meta", "SessionMeta"),
            ("dataGroups", "JSON"),
            ("currencyInformation", "JSON"),
            ("defaultCurrency", "String"),
            ("productRegionInformation", "ProductRegionInformation"),
            ("dataGroupEligibility", "JSON"),
            ("modelMaxYear", "Int"),
            ("modelMinYear", "Int"),
            ("transforms", "[SessionTransform]"),
        ],
    );
    own.field(child(
        state,
        "getTechnologyGroupings",
        "JSON",
        &[],
        true,
        |_, facts, _| Ok(plants::groupings(facts)),
    ))
    .field(child(
        state,
        "getTechnology",
        "Technology",
        &[("name", "String!"), ("region", "String!"), ("subRegion", "String")],
        true,
        |_, facts, ctx| {
            let sub_region = optional(ctx, "subRegion");
            let plants = Plants::find(
                facts,
                &text(ctx, "name"),
                &text(ctx, "region"),
                [sub_region.as_deref(), None, None],
            )?;
            let mut description = plants.description();
            description["meta"] = json!({"sessionId": facts.id});
            description["subRegion"] = json!(sub_region);
            Ok(description)
        },
    ))
    .field(child(
        state,
        "getDemand",
        "[Demand]",
        &[
            ("filter", "GetDemandFilterDemandInput"),
            ("aggregateRegions", "Boolean"),
        ],
        true,
        get_demand,
    ))
    .field(child(
        state,
        "getDemandTechnologies",
        "[DemandTechnology]",
        &[
            ("filter", "GetDemandTechFilterDemandTechnologyInput"),
            ("aggregateRegions", "Boolean"),
        ],
        true,
        get_demand_technologies,
    ))
    .field(child(
        state,
        "commodities",
        "[Commodity]",
        &[
            ("regions", "[String]"),
            ("commodities", "[String!]"),
            ("applyCommodityUnitConversionFactor", "Boolean"),
        ],
        true,
        get_commodities,
    ))
    .field(child(
        state,
        "getInterconnectors",
        "[Interconnector]",
        &[("filter", "GetInterconnectorsFilterInterconnectorInput")],
        true,
        get_interconnectors,
    ))
    .field(child(
        state,
        "getWorkbookStatus",
        "WorkbookStatus",
        &[("requestId", "String")],
        false,
        |state, facts, ctx| workbook::status(state, facts, optional(ctx, "requestId").as_deref()),
    ))
}

/// The technology's two sides have arguments of their own.
fn technology(state: &Arc<OriginState>) -> Object {
    fn side(state: &OriginState, facts: &Facts, ctx: &ResolverContext<'_>, endogenous: bool) -> Result<Value, Error> {
        let parent = ctx.parent_value.try_downcast_ref::<Value>()?;
        let of = |name: &str| parent.get(name).and_then(Value::as_str);
        let (subsidy, sub_technology) = (optional(ctx, "subsidy"), optional(ctx, "subTechnology"));
        let plants = Plants::find(
            facts,
            of("name").unwrap_or_default(),
            of("region").unwrap_or_default(),
            [of("subRegion"), subsidy.as_deref(), sub_technology.as_deref()],
        )?;
        Ok(state.inputs.read(state, facts, |session| {
            plants.document(&session.assumptions, endogenous)
        }))
    }
    object(
        "Technology",
        &[
            ("name", "String"),
            ("region", "String"),
            ("isRenewable", "Boolean"),
            ("technologyGrouping", "String"),
        ],
    )
    .field(child(
        state,
        "getExogenous",
        "ExogenousPlants",
        &[("subTechnology", "String"), ("subsidy", "String")],
        false,
        |state, facts, ctx| side(state, facts, ctx, false),
    ))
    .field(child(
        state,
        "getEndogenous",
        "EndogenousPlants",
        &[("subTechnology", "String")],
        false,
        |state, facts, ctx| side(state, facts, ctx, true),
    ))
}

/// The regions of a filter, in its order; all of the session where it names none.
fn filtered(facts: &Facts, filter: &Value) -> Result<Vec<&'static Region>, Error> {
    let one = filter
        .get("region")
        .and_then(Value::as_str)
        .map(|code| vec![code.to_owned()]);
    match one.or_else(|| filter.get("regions").and_then(texts)) {
        Some(codes) => codes.iter().map(|code| plants::region(facts, code)).collect(),
        None => Ok(input_regions(facts.group)),
    }
}

/// Each region alone, or all of them as one.
fn grouped(regions: Vec<&'static Region>, together: bool) -> Vec<Vec<&'static Region>> {
    match together {
        true => vec![regions],
        false => regions.into_iter().map(|region| vec![region]).collect(),
    }
}

fn get_demand(state: &OriginState, facts: &Facts, ctx: &ResolverContext<'_>) -> Result<Value, Error> {
    let regions = filtered(facts, &argument(ctx, "filter"))?;
    let together = argument(ctx, "aggregateRegions") == json!(true);
    Ok(state.inputs.read(state, facts, |session| {
        let groups = grouped(regions, together);
        groups
            .iter()
            .map(|regions| demand::document(&session.assumptions, regions))
            .collect()
    }))
}

fn get_demand_technologies(state: &OriginState, facts: &Facts, ctx: &ResolverContext<'_>) -> Result<Value, Error> {
    let filter = argument(ctx, "filter");
    let regions = filtered(facts, &filter)?;
    let named = filter.get("technology").and_then(Value::as_str);
    let together = argument(ctx, "aggregateRegions") == json!(true);
    Ok(state.inputs.read(state, facts, |session| {
        let mut found = Vec::new();
        for regions in grouped(regions, together) {
            let known = DEMAND_TECHNOLOGIES
                .iter()
                .filter(|known| named.is_none_or(|name| name == known.name));
            found.extend(known.map(|known| demand::technology(&session.assumptions, &regions, known)));
        }
        Value::Array(found)
    }))
}

fn get_commodities(state: &OriginState, facts: &Facts, ctx: &ResolverContext<'_>) -> Result<Value, Error> {
    let codes = texts(&argument(ctx, "regions"));
    let native = argument(ctx, "applyCommodityUnitConversionFactor") == json!(true);
    let commodities = match texts(&argument(ctx, "commodities")) {
        Some(names) => names
            .iter()
            .map(|name| prices::find(name))
            .collect::<Result<Vec<_>, _>>()?,
        None => COMMODITIES.iter().collect(),
    };
    let mut found = Vec::new();
    for commodity in commodities {
        let regions = prices::regions(commodity, codes.as_deref())?;
        found.push(state.inputs.read(state, facts, |session| {
            prices::document(&session.assumptions, commodity, &regions, native)
        }));
    }
    Ok(Value::Array(found))
}

fn get_interconnectors(state: &OriginState, facts: &Facts, ctx: &ResolverContext<'_>) -> Result<Value, Error> {
    let filter = argument(ctx, "filter");
    Ok(state.inputs.read(state, facts, |session| {
        documents::links(facts)
            .filter(|(_, from, to)| fits(&filter, from, to))
            .map(|link| documents::interconnector(&session.assumptions, link))
            .collect()
    }))
}

/// Whether a direction is what a filter asks for: all of `from` and `to`, and one of `OR`.
fn fits(filter: &Value, from: &str, to: &str) -> bool {
    let is = |name: &str, code: &str| {
        filter
            .get(name)
            .and_then(Value::as_str)
            .is_none_or(|wanted| wanted == code)
    };
    let alternatives = filter.get("OR").and_then(Value::as_array);
    is("from", from)
        && is("to", to)
        && alternatives.is_none_or(|filters| filters.iter().any(|filter| fits(filter, from, to)))
}
