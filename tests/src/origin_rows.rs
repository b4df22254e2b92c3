//! What each operation of Origin puts on the wire, written from the service's contract, not from the client.

mod edits;
mod files;
mod inputs;
mod projects;
mod scenarios;

use serde_json::{Value, json};

use crate::origin_wire::{OriginRow, Reply, Sends};
use crate::wire::Call;

/// The scenario, and so the session, of all rows.
pub(crate) const SCENARIO: &str = "c0f8c7a4-52b3-4a2e-9a51-8a3f3a6d7b22";
const SCENARIO_PATH: &str = "/scenarioExplr/v1/graphql";
const INPUTS_PATH: &str = "/modelInputs/v1/graphql";

/// One row per operation of `specs/origin.yaml`.
#[must_use]
pub fn rows() -> Vec<OriginRow> {
    [
        scenarios::scenario_rows(),
        projects::project_rows(),
        files::file_rows(),
        inputs::input_rows(),
        edits::edit_rows(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn run(call: impl Future<Output = Result<(), aurora_core::Error>> + Send + 'static) -> Call {
    Box::pin(call)
}

/// A document for the scenario service.
fn scenario(
    kind: &'static str,
    fields: &'static [&'static str],
    declares: &'static [&'static str],
    variables: Value,
) -> Sends {
    Sends::Document {
        path: SCENARIO_PATH,
        kind,
        fields,
        declares,
        variables,
    }
}

/// A document for the inputs service.
fn of_inputs(
    kind: &'static str,
    fields: &'static [&'static str],
    declares: &'static [&'static str],
    variables: Value,
) -> Sends {
    Sends::Document {
        path: INPUTS_PATH,
        kind,
        fields,
        declares,
        variables,
    }
}

/// An answer with this at the root.
fn root(field: &str, value: Value) -> Reply {
    Reply::Json(json!({"data": {field: value}}))
}

/// An answer with this below the session.
fn session(field: &str, value: Value) -> Reply {
    root("getSession", json!({field: value}))
}

/// The configuration of the inputs, from which documents are made whole.
fn config() -> Reply {
    let parameter = |name: &str, endogenous: bool, exogenous: bool, monthly: bool| {
        json!({"name": name, "appliesToEndoBui": endogenous, "appliesToExo": exogenous,
            "isMonthlyRegionTechParameter": monthly})
    };
    let variable = |name: &str| json!({"name": name, "type": "number", "units": "TWh"});
    let config = json!({
        "technology": {
            "definitions": [{"name": "onshoreWind"}],
            "parameters": [
                parameter("capacity", false, true, false),
                parameter("loadFactorAverage", true, true, true)
            ],
            "definitionParameters": [parameter("discountRate", true, false, false)]
        },
        "demand": {"demandVariables": [variable("totalDemand")], "demandTechnologyVariables": [variable("totalDemand")]},
        "commodities": {"commoditiesAvailable": [{"units": "p/therm", "name": "gas"}]},
        "interconnectors": {"variables": [{"name": "capacity", "units": "MW"}]}
    });
    root("getConfig", config)
}
