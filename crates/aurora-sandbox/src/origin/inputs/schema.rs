//! The schema of the inputs service.

mod mutations;
mod queries;
mod types;

use std::sync::Arc;

use async_graphql::Error;
use async_graphql::dynamic::{ResolverContext, Schema, SchemaError};
use serde_json::Value;

use crate::origin::graphql::{argument, caller, json_scalar, refuse, text};
use crate::origin::state::{Facts, OriginState};

/// Builds the schema; its resolvers find the caller in the request's data.
pub(crate) fn build(state: Arc<OriginState>) -> Result<Schema, SchemaError> {
    let mutation = mutations::root(&state);
    let mut schema = Schema::build("Query", Some("Mutation"), None).register(json_scalar());
    for object in types::objects().into_iter().chain(queries::objects(&state)) {
        schema = schema.register(object);
    }
    for input in types::inputs() {
        schema = schema.register(input);
    }
    for names in types::enums() {
        schema = schema.register(names);
    }
    schema.register(mutation).finish()
}

/// The scenario of a session that the caller may see.
fn facts(state: &OriginState, ctx: &ResolverContext<'_>, id: &str) -> Result<Facts, Error> {
    state
        .facts(caller(ctx)?, id)
        .ok_or_else(|| refuse("NotFound", format!("no session for scenario {id}")))
}

/// The scenario of the argument `sessionId`, once its data are loaded.
fn loaded(state: &OriginState, ctx: &ResolverContext<'_>) -> Result<Facts, Error> {
    let facts = facts(state, ctx, &text(ctx, "sessionId"))?;
    state.readiness.require(&facts.id)?;
    Ok(facts)
}

/// A list of texts; `None` where it is absent or null.
fn texts(value: &Value) -> Option<Vec<String>> {
    let items = value.as_array()?;
    Some(items.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

/// A text argument that may be absent.
fn optional(ctx: &ResolverContext<'_>, name: &str) -> Option<String> {
    argument(ctx, name).as_str().map(str::to_owned)
}
