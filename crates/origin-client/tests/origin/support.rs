//! A server of both services, and a client of it on a clock that does not wait.

use std::sync::Arc;

use origin_client::auth::{MapEnv, Places};
use origin_client::clock::ManualClock;
use origin_client::{Cache, OriginClient, OriginClientBuilder};
use serde_json::{Value, json};
use wiremock::matchers::{body_string_contains, method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// What must never be seen anywhere but in the two headers.
pub(crate) const TOKEN: &str = "canary-token-7Qx";

pub(crate) const SCENARIO_PATH: &str = "/scenarioExplr/v1/graphql";
pub(crate) const INPUTS_PATH: &str = "/modelInputs/v1/graphql";

/// A builder whose bases are at this address, without cache, proxy and environment.
pub(crate) fn builder(address: &str) -> OriginClientBuilder<'static> {
    OriginClient::builder()
        .with_token(TOKEN)
        .with_scenario_base_url(format!("{address}/scenarioExplr"))
        .with_inputs_base_url(format!("{address}/modelInputs"))
        .with_cache(Cache::disabled())
        .without_proxy()
}

/// A client of the server, on a clock that does not wait.
pub(crate) fn client(server: &MockServer) -> (OriginClient, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::default());
    let env = MapEnv::new();
    let places = Places {
        env: &env,
        home: None,
        working_directory: None,
    };
    let client = builder(&server.uri())
        .with_places(places)
        .with_clock(Arc::<ManualClock>::clone(&clock))
        .build()
        .unwrap();
    (client, clock)
}

/// A server that answers each GraphQL document with this root field so.
pub(crate) async fn serving(root_field: &str, body: Value) -> MockServer {
    let server = MockServer::start().await;
    answer(&server, root_field, body).await;
    server
}

/// Adds an answer for GraphQL documents that hold this text.
pub(crate) async fn answer(server: &MockServer, part: &str, body: Value) {
    answer_text(server, part, body.to_string()).await;
}

/// As [`answer`], with the order of members as it stands in the text.
pub(crate) async fn answer_text(server: &MockServer, part: &str, body: String) {
    Mock::given(method("POST"))
        .and(body_string_contains(part))
        .respond_with(ResponseTemplate::new(200).set_body_raw(body, "application/json"))
        .mount(server)
        .await;
}

/// Adds an answer with another status for GraphQL documents that hold this text, so many times.
pub(crate) async fn refuse(server: &MockServer, part: &str, status: u16, times: u64) {
    Mock::given(method("POST"))
        .and(body_string_contains(part))
        .respond_with(ResponseTemplate::new(status).set_body_string("upstream went away"))
        .up_to_n_times(times)
        .with_priority(1)
        .mount(server)
        .await;
}

/// Adds an answer at a path of a GraphQL service, so many times, before all others.
pub(crate) async fn first(server: &MockServer, at: &str, body: Value, times: u64) {
    Mock::given(path(at))
        .respond_with(ResponseTemplate::new(200).set_body_json(body))
        .up_to_n_times(times)
        .with_priority(1)
        .mount(server)
        .await;
}

pub(crate) fn not_ready() -> Value {
    json!({"errors": [{"message": "still loading", "errorKey": "DataNotReady"}], "data": null})
}

/// All requests so far.
pub(crate) async fn requests(server: &MockServer) -> Vec<Request> {
    server.received_requests().await.unwrap()
}

/// The variables of each request so far.
pub(crate) async fn variables(server: &MockServer) -> Vec<Value> {
    let bodies = requests(server).await;
    bodies
        .iter()
        .map(|request| request.body_json::<Value>().unwrap()["variables"].clone())
        .collect()
}
