//! One row per operation of the ETM: what a method must put on the wire, checked against the request that really arrived.
//!
//! A row whose route is dead is judged twice: the client must not send it at all, and must send it as written when forced.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use etm_client::auth::{MapEnv, Places};
use etm_client::clock::ManualClock;
use etm_client::{CallOptions, ErrorKind, EtmClient, EtmClientBuilder};
use serde_json::Value;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::wire::{Call, by_value, check_manners};

/// The token of [`client`].
pub const TOKEN: &str = "etm_test-token";

/// The body that a request must have.
pub enum Sends {
    /// No bytes at all.
    Nothing,
    /// This document; numbers compare by value, keys must all be there and no others.
    Json(Value),
    /// A form of these parts, in this order.
    Form(Vec<FormPart>),
}

/// A part of a form, without a `Content-Type` of its own.
pub struct FormPart {
    /// The field.
    pub field: &'static str,
    /// The file name, none for a plain field.
    pub file_name: Option<&'static str>,
    /// The content.
    pub content: String,
}

/// What is answered to one request.
pub enum Reply {
    /// Status 200 with a JSON body.
    Json(Value),
    /// Status 200 with a body of this type.
    Text(&'static str, String),
    /// This status and no body.
    Empty(u16),
}

/// One operation of the ETM on the wire.
pub struct EtmRow {
    /// The `operationId`.
    pub operation: &'static str,
    /// The HTTP verb.
    pub method: &'static str,
    /// The path with its parameters filled in, below the host.
    pub path: String,
    /// All query parameters, in any order, decoded.
    pub query: &'static [(&'static str, &'static str)],
    /// What is accepted as an answer.
    pub accept: &'static str,
    /// The body.
    pub sends: Sends,
    /// The answers: the last one to the request of the row, the others to those that the call has to make first.
    pub answers: Vec<Reply>,
    /// Whether the route is dead, so that it is sent only when forced.
    pub dead: bool,
    /// The client call, which also checks what it got.
    pub call: fn(EtmClient) -> Call,
}

impl EtmRow {
    /// A row of the engine, whose path is given below `/api/v3`.
    #[must_use]
    pub fn engine(operation: &'static str, method: &'static str, path: &str, call: fn(EtmClient) -> Call) -> Self {
        Self::new(operation, method, format!("/api/v3{path}"), call)
    }

    /// A row of MyETM, whose path is given below `/my`.
    #[must_use]
    pub fn my_etm(operation: &'static str, method: &'static str, path: &str, call: fn(EtmClient) -> Call) -> Self {
        Self::new(operation, method, format!("/my{path}"), call)
    }

    fn new(operation: &'static str, method: &'static str, path: String, call: fn(EtmClient) -> Call) -> Self {
        Self {
            operation,
            method,
            path,
            query: &[],
            accept: "application/json",
            sends: Sends::Nothing,
            answers: Vec::new(),
            dead: false,
            call,
        }
    }

    /// The query.
    #[must_use]
    pub fn query(mut self, query: &'static [(&'static str, &'static str)]) -> Self {
        self.query = query;
        self
    }

    /// The body, as JSON.
    #[must_use]
    pub fn json(mut self, body: Value) -> Self {
        self.sends = Sends::Json(body);
        self
    }

    /// The body, as a form.
    #[must_use]
    pub fn form(mut self, parts: Vec<FormPart>) -> Self {
        self.sends = Sends::Form(parts);
        self
    }

    /// One more answer, of JSON.
    #[must_use]
    pub fn answer(self, body: Value) -> Self {
        self.reply(Reply::Json(body))
    }

    /// One more answer.
    #[must_use]
    pub fn reply(mut self, reply: Reply) -> Self {
        self.answers.push(reply);
        self
    }

    /// What is accepted, where that is not JSON.
    #[must_use]
    pub fn accepts(mut self, content: &'static str) -> Self {
        self.accept = content;
        self
    }

    /// Marks the route as dead.
    #[must_use]
    pub fn dead(mut self) -> Self {
        self.dead = true;
        self
    }
}

/// A builder for engine and MyETM below this address, on a clock that does not wait, without proxy.
pub fn builder(server: &str) -> EtmClientBuilder<'static> {
    EtmClient::builder()
        .with_engine_base_url(format!("{server}/api/v3"))
        .with_my_etm_url(format!("{server}/my"))
        .with_clock(Arc::new(ManualClock::default()))
        .without_proxy()
}

/// Builds a client that finds nothing in its environment.
///
/// # Panics
///
/// Panics if the client cannot be built.
#[must_use]
pub fn built(builder: EtmClientBuilder<'_>) -> EtmClient {
    let env = MapEnv::new();
    let places = Places {
        env: &env,
        home: None,
        working_directory: None,
    };
    builder
        .with_places(places)
        .build()
        .expect("the addresses and the token are valid")
}

/// A client of both services below this address, with [`TOKEN`].
#[must_use]
pub fn client(server: &str) -> EtmClient {
    built(builder(server).with_token(TOKEN))
}

/// The same client, which sends what is dead.
#[must_use]
pub fn forced(etm: &EtmClient) -> EtmClient {
    etm.with_options(CallOptions::default().with_forced(true))
}

/// Plays the service for one row, checks the request, and gives it back.
///
/// # Panics
///
/// Panics, naming the operation, when anything differs from the row.
pub async fn judge(row: &EtmRow) -> Request {
    let operation = row.operation;
    let server = MockServer::start().await;
    let answers = row.answers.iter().map(template).collect();
    Mock::given(any())
        .respond_with(Script(Mutex::new(answers)))
        .mount(&server)
        .await;
    let mut etm = client(&server.uri());
    if row.dead {
        refused_unless_forced(row, &etm, &server).await;
        etm = forced(&etm);
    }

    let outcome = (row.call)(etm).await;

    assert!(outcome.is_ok(), "{operation}: the call failed: {outcome:?}");
    let mut requests = server.received_requests().await.expect("recording is on by default");
    assert_eq!(requests.len(), row.answers.len(), "{operation}: number of requests");
    for request in &requests {
        check_headers(operation, request);
    }
    let request = requests
        .pop()
        .unwrap_or_else(|| panic!("{operation}: the row has no answer"));
    check(row, &request);
    request
}

async fn refused_unless_forced(row: &EtmRow, etm: &EtmClient, server: &MockServer) {
    let operation = row.operation;
    let error = (row.call)(etm.clone()).await.expect_err("the route is dead");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{operation}: {error}");
    assert_eq!(error.operation(), Some(operation));
    assert_eq!(error.attempts(), 0, "{operation}");
    let text = error.to_string();
    assert!(text.contains("with_forced(true)"), "{operation}: {text}");
    let sent = server.received_requests().await.expect("recording is on by default");
    assert!(sent.is_empty(), "{operation}: it was sent all the same");
}

/// Prepared answers in turn, and then none.
struct Script(Mutex<VecDeque<ResponseTemplate>>);

impl Respond for Script {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        let next = self.0.lock().map(|mut answers| answers.pop_front());
        next.ok().flatten().unwrap_or_else(|| ResponseTemplate::new(501))
    }
}

fn template(reply: &Reply) -> ResponseTemplate {
    match reply {
        Reply::Json(body) => ResponseTemplate::new(200).set_body_json(body),
        Reply::Text(kind, text) => ResponseTemplate::new(200).set_body_raw(text.as_str(), kind),
        Reply::Empty(status) => ResponseTemplate::new(*status),
    }
}

fn check_headers(operation: &str, request: &Request) {
    let sent: Vec<_> = request.headers.get_all("authorization").iter().collect();
    assert_eq!(sent, [&format!("Bearer {TOKEN}")], "{operation}: header authorization");
    for name in ["private-token", "eos-cookie"] {
        assert!(!request.headers.contains_key(name), "{operation}: header {name}");
    }
    check_manners(operation, request);
    let line = request.url.as_str();
    assert!(!line.contains(TOKEN), "{operation}: the token is in the address");
    assert!(
        !String::from_utf8_lossy(&request.body).contains(TOKEN),
        "{operation}: the token is in the body"
    );
}

fn check(row: &EtmRow, request: &Request) {
    let operation = row.operation;
    assert_eq!(request.method.as_str(), row.method, "{operation}: method");
    assert_eq!(request.url.path(), row.path, "{operation}: path");
    let mut query: Vec<_> = request.url.query_pairs().collect();
    query.sort();
    let mut expected = row.query.to_vec();
    expected.sort_unstable();
    let pairs: Vec<_> = query
        .iter()
        .map(|(key, value)| (key.as_ref(), value.as_ref()))
        .collect();
    assert_eq!(pairs, expected, "{operation}: query");
    let accepted = request.headers.get("accept").and_then(|value| value.to_str().ok());
    assert_eq!(accepted, Some(row.accept), "{operation}: accept");
    let kind = request
        .headers
        .get("content-type")
        .and_then(|value| value.to_str().ok());
    match &row.sends {
        Sends::Nothing => {
            assert!(request.body.is_empty(), "{operation}: a body is sent");
            assert_eq!(kind, None, "{operation}: content-type");
        }
        Sends::Json(expected) => {
            assert_eq!(kind, Some("application/json"), "{operation}: content-type");
            let body: Value = serde_json::from_slice(&request.body).expect("the body is JSON");
            assert_eq!(by_value(body), by_value(expected.clone()), "{operation}: body");
        }
        Sends::Form(parts) => check_form(operation, kind.unwrap_or_default(), &request.body, parts),
    }
}

fn check_form(operation: &str, kind: &str, body: &[u8], parts: &[FormPart]) {
    let boundary = kind.strip_prefix("multipart/form-data; boundary=");
    let boundary = boundary.unwrap_or_else(|| panic!("{operation}: content-type {kind:?}"));
    let mut expected = String::new();
    for part in parts {
        let file_name = part.file_name.map(|name| format!("; filename=\"{name}\""));
        expected.push_str(&format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"{}\r\n\r\n{}\r\n",
            part.field,
            file_name.unwrap_or_default(),
            part.content
        ));
    }
    expected.push_str(&format!("--{boundary}--\r\n"));
    assert_eq!(String::from_utf8_lossy(body), expected, "{operation}: form");
}
