//! A server of engine and MyETM, and a client of it on a clock that does not wait.

use std::sync::Arc;

use etm_client::auth::{MapEnv, Places};
use etm_client::clock::ManualClock;
use etm_client::{EtmClient, EtmClientBuilder};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// What must never be seen anywhere but in the header.
pub(crate) const TOKEN: &str = "etm_canary-7Qx";

/// Where the engine's paths begin.
pub(crate) const ENGINE: &str = "/api/v3";

/// A builder whose addresses are at this one (the engine below `/api/v3`, MyETM below `/my`), with the token, without proxy.
pub(crate) fn builder(address: &str) -> EtmClientBuilder<'static> {
    EtmClient::builder()
        .with_token(TOKEN)
        .with_engine_base_url(format!("{address}/api/v3"))
        .with_my_etm_url(format!("{address}/my"))
        .without_proxy()
}

/// A client of the server, on a clock that does not wait.
pub(crate) fn client(server: &MockServer) -> (EtmClient, Arc<ManualClock>) {
    built(builder(&server.uri()))
}

/// A client of the server without a token.
pub(crate) fn guest(server: &MockServer) -> (EtmClient, Arc<ManualClock>) {
    built(builder(&server.uri()).without_token())
}

/// A client from a builder, on a clock that does not wait, with nothing in its environment.
pub(crate) fn built(builder: EtmClientBuilder<'static>) -> (EtmClient, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::default());
    let env = MapEnv::new();
    let places = Places {
        env: &env,
        home: None,
        working_directory: None,
    };
    let client = builder
        .with_places(places)
        .with_clock(Arc::<ManualClock>::clone(&clock))
        .build()
        .unwrap();
    (client, clock)
}

/// A server that answers this method and path (below the engine's base unless it begins with `/my/`) with this JSON.
pub(crate) async fn serving(verb: &str, at: &str, body: Value) -> MockServer {
    let server = MockServer::start().await;
    answer(&server, verb, at, 200, body).await;
    server
}

/// Adds an answer of JSON.
pub(crate) async fn answer(server: &MockServer, verb: &str, at: &str, status: u16, body: Value) {
    let reply = ResponseTemplate::new(status).set_body_json(body);
    reply_with(server, verb, at, reply).await;
}

/// Adds an answer of any content.
pub(crate) async fn answer_raw(
    server: &MockServer,
    verb: &str,
    at: &str,
    status: u16,
    content_type: &str,
    body: impl Into<Vec<u8>>,
) {
    let reply = ResponseTemplate::new(status).set_body_raw(body, content_type);
    reply_with(server, verb, at, reply).await;
}

/// Adds an answer that is used once, before those that were added without this.
pub(crate) async fn first(server: &MockServer, verb: &str, at: &str, status: u16, body: Value) {
    Mock::given(method(verb))
        .and(path(full(at)))
        .respond_with(ResponseTemplate::new(status).set_body_json(body))
        .up_to_n_times(1)
        .with_priority(1)
        .mount(server)
        .await;
}

/// Adds an answer.
pub(crate) async fn reply_with(server: &MockServer, verb: &str, at: &str, reply: ResponseTemplate) {
    Mock::given(method(verb))
        .and(path(full(at)))
        .respond_with(reply)
        .mount(server)
        .await;
}

fn full(at: &str) -> String {
    if at.starts_with("/my/") {
        at.to_owned()
    } else {
        format!("{ENGINE}{at}")
    }
}

/// All requests so far.
pub(crate) async fn requests(server: &MockServer) -> Vec<Request> {
    server.received_requests().await.unwrap()
}

/// Method and path of each request so far, with its query.
pub(crate) async fn lines(server: &MockServer) -> Vec<String> {
    let requests = requests(server).await;
    requests
        .iter()
        .map(|request| {
            let query = request.url.query().map(|query| format!("?{query}")).unwrap_or_default();
            format!("{} {}{query}", request.method, request.url.path())
        })
        .collect()
}

/// The JSON bodies of the requests that have one.
pub(crate) async fn bodies(server: &MockServer) -> Vec<Value> {
    let requests = requests(server).await;
    requests
        .iter()
        .filter(|request| !request.body.is_empty())
        .map(|request| request.body_json().unwrap())
        .collect()
}

/// A session as the engine shows it, with these members in place of the usual ones.
pub(crate) fn session(id: i64, members: &Value) -> Value {
    let mut session = json!({
        "id": id,
        "area_code": "nl2019",
        "start_year": 2019,
        "end_year": 2050,
        "url": format!("https://engine.energytransitionmodel.com/api/v3/scenarios/{id}"),
        "source": null,
        "template": null,
        "scaling": null,
        "private": false,
        "keep_compatible": false,
        "created_at": "2021-07-16T09:23:00.000Z",
        "updated_at": "2021-07-16T09:23:00.000Z",
        "user_values": {},
        "balanced_values": {},
        "metadata": {},
        "active_couplings": [],
        "inactive_couplings": [],
    });
    for (name, value) in members.as_object().into_iter().flatten() {
        session[name] = value.clone();
    }
    session
}
