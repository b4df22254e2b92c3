//! Origin: scenarios, projects, model inputs and output files. A real GraphQL library parses, checks and runs what clients send.

pub(crate) mod access;
pub(crate) mod attribution;
pub(crate) mod book;
mod catalogue;
mod changes;
pub(crate) mod endpoint;
pub(crate) mod graphql;
pub(crate) mod inputs;
pub(crate) mod market;
pub(crate) mod options;
pub(crate) mod readiness;
pub(crate) mod regions;
pub(crate) mod rest;
mod scenario_schema;
pub(crate) mod scenarios;
pub(crate) mod state;
pub(crate) mod store;

use std::sync::{Arc, OnceLock};

use async_graphql::dynamic::{Schema, SchemaError};

use crate::state::Settings;
use crate::weather::Weather;

use attribution::Service;
use state::OriginState;

/// The state and the two schemas over it; a schema is made when it is first needed.
pub(crate) struct Origin {
    pub(crate) state: Arc<OriginState>,
    scenario: OnceLock<Schema>,
    inputs: OnceLock<Schema>,
}

impl Origin {
    pub(crate) fn new(settings: &Settings, weather: Arc<Weather>, store_url: &str) -> Origin {
        Origin {
            state: Arc::new(OriginState::new(settings, weather, store_url)),
            scenario: OnceLock::new(),
            inputs: OnceLock::new(),
        }
    }

    /// The schema of a service.
    pub(crate) fn schema(&self, service: Service) -> &Schema {
        match service {
            Service::Scenario => self.scenario.get_or_init(|| sound(scenario_schema::build(&self.state))),
            Service::Inputs => self
                .inputs
                .get_or_init(|| sound(inputs::schema::build(Arc::clone(&self.state)))),
        }
    }
}

fn sound(schema: Result<Schema, SchemaError>) -> Schema {
    schema.expect("the schemas are fixed, whatever the settings, and the tests build them both")
}
