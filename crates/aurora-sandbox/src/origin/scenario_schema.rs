//! The schema of the scenario service, inferred from what clients are known to send and read.

mod types;

use std::sync::Arc;

use async_graphql::Error;
use async_graphql::dynamic::{Field, FieldFuture, InputValue, Object, ResolverContext, Schema, SchemaError};
use serde_json::{Map, Value, json};

use crate::origin::graphql::{Caller, argument, caller, json_scalar, text, type_of, value};
use crate::origin::state::OriginState;

/// What a resolver of a root field computes.
type Step = fn(&OriginState, &Caller, &ResolverContext<'_>) -> Result<Value, Error>;

/// Builds the schema; its resolvers find the caller in the request's data.
pub(crate) fn build(state: &Arc<OriginState>) -> Result<Schema, SchemaError> {
    let schema = Schema::build("Query", Some("Mutation"), None)
        .register(json_scalar())
        .register(types::scenario_type());
    let schema = types::objects()
        .into_iter()
        .fold(schema, |schema, object| schema.register(object));
    let schema = types::inputs()
        .into_iter()
        .fold(schema, |schema, input| schema.register(input));
    schema.register(query(state)).register(mutation(state)).finish()
}

/// Name, type, argument with its type, and what it does.
struct Root(
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
    Step,
);

const ID: &[(&str, &str)] = &[("scenarioGlobalId", "String!")];
const PROJECT_ID: &[(&str, &str)] = &[("projectGlobalId", "String!")];

const QUERIES: &[Root] = &[
    Root(
        "getScenarios",
        "[Scenario]",
        &[("filter", "ScenarioFilter")],
        |state, caller, ctx| Ok(state.book().find(caller, &argument(ctx, "filter"), &state.options())),
    ),
    Root("getWeatherYearList", "WeatherYearList", ID, |state, caller, ctx| {
        Ok(json!({"years": state.weather_years(caller, &text(ctx, "scenarioGlobalId"))?}))
    }),
    Root("getProjects", "[Project]", &[], |state, caller, _| {
        Ok(state.list_projects(caller))
    }),
    Root("getProject", "Project", PROJECT_ID, |state, caller, ctx| {
        state.get_project(caller, &text(ctx, "projectGlobalId"))
    }),
    Root("getConfig", "Config", &[], |state, caller, _| {
        Ok(state.dash_config(caller))
    }),
];

const MUTATIONS: &[Root] = &[
    Root(
        "createScenario",
        "Scenario",
        &[("scenario", "InputScenario!")],
        |state, caller, ctx| state.create_scenario(caller, &input(ctx, "scenario")),
    ),
    Root(
        "updateScenario",
        "Scenario",
        &[("scenario", "UpdateScenarioInput!")],
        |state, caller, ctx| state.update_scenario(caller, &input(ctx, "scenario")),
    ),
    Root("deleteScenario", "JSON", ID, |state, caller, ctx| {
        state.delete_scenario(caller, &text(ctx, "scenarioGlobalId"))?;
        Ok(json!(true))
    }),
    Root("launchScenario", "Scenario", ID, |state, caller, ctx| {
        state.launch_scenario(caller, &text(ctx, "scenarioGlobalId"))
    }),
    Root(
        "createProject",
        "Project",
        &[("project", "InputProject!")],
        |state, caller, ctx| state.create_project(caller, &input(ctx, "project")),
    ),
    Root(
        "updateProject",
        "Project",
        &[("project", "UpdateProjectInputGroup!")],
        |state, caller, ctx| state.update_project(caller, &input(ctx, "project")),
    ),
    Root("deleteProject", "JSON", PROJECT_ID, |state, caller, ctx| {
        state.delete_project(caller, &text(ctx, "projectGlobalId"))?;
        Ok(json!(true))
    }),
    Root("createProjectPin", "JSON", PROJECT_ID, |state, caller, ctx| {
        state.pin_project(caller, &text(ctx, "projectGlobalId"), true)?;
        Ok(json!(true))
    }),
    Root("deleteProjectPin", "JSON", PROJECT_ID, |state, caller, ctx| {
        state.pin_project(caller, &text(ctx, "projectGlobalId"), false)?;
        Ok(json!(true))
    }),
];

fn input(ctx: &ResolverContext<'_>, name: &str) -> Map<String, Value> {
    match argument(ctx, name) {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

fn query(state: &Arc<OriginState>) -> Object {
    QUERIES
        .iter()
        .fold(Object::new("Query"), |object, root| object.field(field(state, root)))
}

fn mutation(state: &Arc<OriginState>) -> Object {
    MUTATIONS
        .iter()
        .fold(Object::new("Mutation"), |object, root| object.field(field(state, root)))
}

fn field(state: &Arc<OriginState>, root: &Root) -> Field {
    let Root(name, kind, arguments, step) = *root;
    let state = Arc::clone(state);
    let field = Field::new(name, type_of(kind), move |ctx| {
        let answer = caller(&ctx).and_then(|caller| step(&state, caller, &ctx));
        FieldFuture::new(async move { Ok(value(answer?, kind)) })
    });
    arguments.iter().fold(field, |field, (name, kind)| {
        field.argument(InputValue::new(*name, type_of(kind)))
    })
}
