//! The client against a server that answers what the tests tell it to.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests unwrap like tests: the panic is the message"
)]

mod batch;
mod batch_resume;
#[cfg(feature = "blocking")]
mod blocking;
mod client;
mod contract;
mod load_factors;
mod outputs;
mod valuations;

use std::sync::Arc;

use amun_client::auth::{MapEnv, Places};
use amun_client::clock::ManualClock;
use amun_client::{AmunClient, Flow, LoadFactorBase, LoadFactorRequest, StartTime};
use serde_json::{Value, json};
use wiremock::MockServer;

const TOKEN: &str = "test-token";

/// A client of the server, on a clock that does not wait.
fn client(server: &MockServer) -> (AmunClient, Arc<ManualClock>) {
    client_at(&format!("{}/amun/v1", server.uri()))
}

fn client_at(base_url: &str) -> (AmunClient, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::default());
    let env = MapEnv::new();
    let places = Places {
        env: &env,
        home: None,
        working_directory: None,
    };
    let client = AmunClient::builder()
        .with_token(TOKEN)
        .with_base_url(base_url)
        .with_places(places)
        .with_clock(Arc::<ManualClock>::clone(&clock))
        .without_proxy()
        .build()
        .unwrap();
    (client, clock)
}

/// A request that is told from others by its gross load factor.
fn request(gross_load_factor: f64) -> LoadFactorRequest {
    let start: StartTime = "2018-01-01T00:00:00.000Z".parse().unwrap();
    let farm = LoadFactorBase::new(59.59, 0.0, start, "gbr", 90.0).with_turbines(268, 12);
    LoadFactorRequest::new(Flow::p50_scaling(gross_load_factor), farm)
}

/// A result whose only hour has this load factor.
fn result(load_factor: f64) -> Value {
    json!({
        "parameters": {"loadFactorRequestId": "00000000-0000-4000-8000-000000000001"},
        "appliedParams": {"smoothingCoefficient": 0},
        "typicalHourly": [{"dateTime": "2018-01-01T00:00Z", "windSpeed": 7, "loadFactor": load_factor}],
        "weatherYearHourly": [],
    })
}
