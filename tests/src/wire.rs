//! One row per operation: what a method must put on the wire, checked against the request that really arrived.

use std::future::Future;
use std::pin::Pin;

use serde_json::Value;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// What a row's call returns: whether the client accepted the answer.
pub type Call = Pin<Box<dyn Future<Output = Result<(), aurora_core::Error>> + Send>>;

/// The body that a request must have.
pub enum Sent {
    /// No bytes at all.
    Nothing,
    /// This document; numbers compare by value, keys must all be there and no others.
    Json(Value),
    /// One multipart part with this field name, file name and content, and no `Content-Type` of its own.
    Part {
        /// The form field.
        field: &'static str,
        /// The file name.
        file_name: &'static str,
        /// The bytes of the file.
        content: &'static [u8],
    },
}

/// What the service answers.
pub enum Answer {
    /// Status 200 with a JSON body.
    Json(Value),
    /// This status and no body.
    Empty(u16),
}

/// One operation of a spec on the wire.
pub struct Row<C> {
    /// The `operationId`.
    pub operation: &'static str,
    /// The HTTP verb.
    pub method: &'static str,
    /// The path with its parameters filled in, below the host.
    pub path: &'static str,
    /// All query parameters, in any order.
    pub query: &'static [(&'static str, &'static str)],
    /// The body.
    pub sent: Sent,
    /// The answer to give.
    pub answer: Answer,
    /// The client call.
    pub call: fn(C) -> Call,
}

/// Plays the service for one row and checks the one request that arrives.
///
/// `headers` are those that every request of the service must carry.
///
/// # Panics
///
/// Panics, naming the operation, when anything differs from the row.
pub async fn judge<C>(row: &Row<C>, headers: &[(&str, &str)], client: impl FnOnce(&str) -> C) {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(template(&row.answer))
        .mount(&server)
        .await;

    let outcome = (row.call)(client(&server.uri())).await;

    let operation = row.operation;
    assert!(outcome.is_ok(), "{operation}: the call failed: {outcome:?}");
    let requests = server.received_requests().await.expect("recording is on by default");
    assert_eq!(requests.len(), 1, "{operation}: number of requests");
    let request = &requests[0];
    assert_eq!(request.method.as_str(), row.method, "{operation}: method");
    assert_eq!(request.url.path(), row.path, "{operation}: path");
    assert_eq!(query(request), expected_query(row), "{operation}: query");
    check_headers(operation, request, headers);
    check_body(operation, request, &row.sent);
}

fn template(answer: &Answer) -> ResponseTemplate {
    match answer {
        Answer::Json(body) => ResponseTemplate::new(200).set_body_json(body),
        Answer::Empty(status) => ResponseTemplate::new(*status),
    }
}

fn query(request: &Request) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = request
        .url
        .query_pairs()
        .map(|(k, v)| (k.into_owned(), plain(&v)))
        .collect();
    pairs.sort();
    pairs
}

/// A value as it is, but a number without a fraction of zero: `40.0` and `40` are one coordinate.
fn plain(value: &str) -> String {
    match value.strip_suffix(".0") {
        Some(whole) if whole.parse::<i64>().is_ok() => whole.to_owned(),
        _ => value.to_owned(),
    }
}

fn expected_query<C>(row: &Row<C>) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = row
        .query
        .iter()
        .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
        .collect();
    pairs.sort();
    pairs
}

pub(crate) fn check_headers(operation: &str, request: &Request, headers: &[(&str, &str)]) {
    for (name, value) in headers {
        let sent: Vec<_> = request.headers.get_all(*name).iter().collect();
        assert_eq!(sent, [value], "{operation}: header {name}");
    }
    assert!(
        !request.headers.contains_key("authorization"),
        "{operation}: header authorization is sent"
    );
    check_manners(operation, request);
}

/// What every request of every service has, and has not.
pub(crate) fn check_manners(operation: &str, request: &Request) {
    for name in ["api-version", "cookie"] {
        assert!(
            !request.headers.contains_key(name),
            "{operation}: header {name} is sent"
        );
    }
    let agent = request
        .headers
        .get("user-agent")
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    assert!(agent.starts_with("aurora-energy/"), "{operation}: user-agent {agent:?}");
    let encoding = request
        .headers
        .get("accept-encoding")
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    assert!(encoding.contains("gzip"), "{operation}: accept-encoding {encoding:?}");
}

fn check_body(operation: &str, request: &Request, sent: &Sent) {
    let kind = request.headers.get("content-type").and_then(|v| v.to_str().ok());
    match sent {
        Sent::Nothing => assert!(
            request.body.is_empty(),
            "{operation}: a body of {} bytes is sent",
            request.body.len()
        ),
        Sent::Json(expected) => {
            assert_eq!(kind, Some("application/json"), "{operation}: content-type");
            let body: Value = serde_json::from_slice(&request.body).expect("the body is JSON");
            assert_eq!(by_value(body), by_value(expected.clone()), "{operation}: body");
        }
        Sent::Part {
            field,
            file_name,
            content,
        } => {
            let kind = kind.unwrap_or_default();
            let boundary = kind.strip_prefix("multipart/form-data; boundary=");
            let boundary = boundary.unwrap_or_else(|| panic!("{operation}: content-type {kind:?}"));
            let expected = [
                format!(
                    "--{boundary}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{file_name}\"\r\n\r\n"
                )
                .into_bytes(),
                content.to_vec(),
                format!("\r\n--{boundary}--\r\n").into_bytes(),
            ]
            .concat();
            assert_eq!(
                String::from_utf8_lossy(&request.body),
                String::from_utf8_lossy(&expected),
                "{operation}: multipart body"
            );
        }
    }
}

/// Writes every number as a double, so that `90` and `90.0` compare equal, as they do for the services.
pub(crate) fn by_value(value: Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().map_or(Value::Number(number), Value::from),
        Value::Array(items) => items.into_iter().map(by_value).collect(),
        Value::Object(members) => members.into_iter().map(|(key, value)| (key, by_value(value))).collect(),
        other => other,
    }
}
