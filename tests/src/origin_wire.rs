//! One row per operation of Origin: what a method must put on the wire, checked against the request that really arrived.
//!
//! GraphQL sends nearly everything to one address, so that a row here says more than method and path: kind and fields of the
//! document, the variables that it declares, and the variables that go with it, where null and left out are two things.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use origin_client::auth::{MapEnv, Places};
use origin_client::clock::ManualClock;
use origin_client::{Cache, OriginClient};
use serde_json::{Map, Value};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::document::Document;
use crate::wire::{Call, by_value, check_headers};

/// The token of [`client`].
pub const TOKEN: &str = "test-token";

/// The headers that bring the token to the services, in lower case.
pub const TOKEN_HEADERS: [&str; 2] = ["private-token", "eos-cookie"];

/// The request that a row is about.
pub enum Sends {
    /// A GraphQL document with variables.
    Document {
        /// The path of the service.
        path: &'static str,
        /// `query` or `mutation`.
        kind: &'static str,
        /// The field at the root, and the one below it where the root is the session.
        fields: &'static [&'static str],
        /// The variables that the document declares, in any order; some are never sent.
        declares: &'static [&'static str],
        /// The variables, exactly: null is sent as null, and what is missing here must be missing there.
        variables: Value,
    },
    /// A GET at the service, with credentials.
    Get {
        /// The path.
        path: &'static str,
        /// The query as it stands in the address, none if empty.
        query: &'static str,
    },
    /// A GET at the object store, without credentials.
    FromStore {
        /// The path.
        path: &'static str,
        /// The query as it stands in the address.
        query: &'static str,
    },
}

/// What is answered to one request.
pub enum Reply {
    /// Status 200 with a JSON body.
    Json(Value),
    /// This status with an address in the object store as `Location`.
    Location(u16, &'static str),
    /// Status 200 with a CSV file.
    File(&'static str),
}

/// One operation of Origin on the wire.
pub struct OriginRow {
    /// The `operationId`.
    pub operation: &'static str,
    /// The request.
    pub sends: Sends,
    /// The answers: the last one to the request of the row, the others to those that the call has to make first.
    pub answers: Vec<Reply>,
    /// The client call, which also checks what it got.
    pub call: fn(OriginClient) -> Call,
}

/// A client of both services below this address, with [`TOKEN`], without cache, proxy and environment.
///
/// # Panics
///
/// Panics if the client cannot be built.
#[must_use]
pub fn client(server: &str) -> OriginClient {
    let env = MapEnv::new();
    let places = Places {
        env: &env,
        home: None,
        working_directory: None,
    };
    OriginClient::builder()
        .with_token(TOKEN)
        .with_scenario_base_url(format!("{server}/scenarioExplr"))
        .with_inputs_base_url(format!("{server}/modelInputs"))
        .with_cache(Cache::disabled())
        .with_clock(Arc::new(ManualClock::default()))
        .without_proxy()
        .with_places(places)
        .build()
        .expect("the addresses and the token are valid")
}

/// Plays service and object store for one row, checks the request, and gives it back.
///
/// # Panics
///
/// Panics, naming the operation, when anything differs from the row.
pub async fn judge(row: &OriginRow) -> Request {
    let operation = row.operation;
    let (service, store) = (MockServer::start().await, MockServer::start().await);
    let (at_store, at_service): (Vec<_>, Vec<_>) =
        row.answers.iter().partition(|reply| matches!(reply, Reply::File(_)));
    let counts = (at_service.len(), at_store.len());
    play(&service, &at_service, &store.uri()).await;
    play(&store, &at_store, &store.uri()).await;

    let outcome = (row.call)(client(&service.uri())).await;

    assert!(outcome.is_ok(), "{operation}: the call failed: {outcome:?}");
    let mut asked = received(&service).await;
    let mut fetched = received(&store).await;
    assert_eq!((asked.len(), fetched.len()), counts, "{operation}: number of requests");
    for request in &asked {
        check_headers(operation, request, &TOKEN_HEADERS.map(|name| (name, TOKEN)));
    }
    for request in &fetched {
        check_stranger(operation, request);
    }
    let request = match row.sends {
        Sends::FromStore { .. } => fetched.pop(),
        _ => asked.pop(),
    };
    let request = request.unwrap_or_else(|| panic!("{operation}: the row has no answer"));
    check(operation, &request, &row.sends);
    request
}

/// Prepared answers in turn, and then none.
struct Script(Mutex<VecDeque<ResponseTemplate>>);

impl Respond for Script {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        let next = self.0.lock().map(|mut answers| answers.pop_front());
        next.ok().flatten().unwrap_or_else(|| ResponseTemplate::new(501))
    }
}

async fn play(server: &MockServer, replies: &[&Reply], store: &str) {
    let answers = replies.iter().map(|reply| template(reply, store)).collect();
    Mock::given(any())
        .respond_with(Script(Mutex::new(answers)))
        .mount(server)
        .await;
}

fn template(reply: &Reply, store: &str) -> ResponseTemplate {
    match reply {
        Reply::Json(body) => ResponseTemplate::new(200).set_body_json(body),
        Reply::Location(status, place) => {
            ResponseTemplate::new(*status).insert_header("location", format!("{store}{place}").as_str())
        }
        Reply::File(text) => ResponseTemplate::new(200).set_body_raw(*text, "text/csv"),
    }
}

async fn received(server: &MockServer) -> Vec<Request> {
    server.received_requests().await.expect("recording is on by default")
}

/// The object store must not learn the token, in whatever header.
fn check_stranger(operation: &str, request: &Request) {
    for name in TOKEN_HEADERS.into_iter().chain(["authorization", "cookie"]) {
        assert!(
            !request.headers.contains_key(name),
            "{operation}: the store gets {name}"
        );
    }
    for (name, value) in &request.headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        assert!(!value.contains(TOKEN), "{operation}: the token is in {name}");
    }
}

fn check(operation: &str, request: &Request, sends: &Sends) {
    match sends {
        Sends::Document {
            path,
            kind,
            fields,
            declares,
            variables,
        } => {
            check_address(operation, request, "POST", path, "");
            let content = request
                .headers
                .get("content-type")
                .and_then(|value| value.to_str().ok());
            assert_eq!(content, Some("application/json"), "{operation}: content-type");
            let mut body: Map<String, Value> =
                serde_json::from_slice(&request.body).expect("the body is a JSON object");
            let sent = body.remove("variables");
            assert_eq!(
                sent.map(by_value),
                Some(by_value(variables.clone())),
                "{operation}: variables"
            );
            let text = body.remove("query").unwrap_or_default();
            assert!(body.is_empty(), "{operation}: more in the body: {body:?}");
            let document = Document::of(text.as_str().unwrap_or_default());
            assert_eq!(document.kind, *kind, "{operation}: kind of document");
            assert!(
                document.fields.starts_with(&owned(fields)),
                "{operation}: {:?}",
                document.fields
            );
            let (mut declared, mut expected) = (document.declares, owned(declares));
            declared.sort();
            expected.sort();
            assert_eq!(declared, expected, "{operation}: declared variables");
            assert!(!document.has_spreads, "{operation}: fragments are sent");
        }
        Sends::Get { path, query } | Sends::FromStore { path, query } => {
            check_address(operation, request, "GET", path, query);
            assert!(request.body.is_empty(), "{operation}: a body is sent");
        }
    }
}

fn check_address(operation: &str, request: &Request, method: &str, path: &str, query: &str) {
    assert_eq!(request.method.as_str(), method, "{operation}: method");
    assert_eq!(request.url.path(), path, "{operation}: path");
    assert_eq!(request.url.query().unwrap_or_default(), query, "{operation}: query");
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}
