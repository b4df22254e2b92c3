//! What the sandbox remembers of a request: never a secret.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Mutex;
use std::time::Duration;

use http::Uri;
use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde_json::Value;

use crate::state::lock;

/// One request as the sandbox saw it. Header values are not kept, so a token cannot leak from here.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RecordedRequest {
    /// `amun`, `origin` or `etm`; `None` when no route matched.
    pub service: Option<&'static str>,
    /// Operation that the route belongs to, or that the GraphQL document asks for; `None` when no route matched, or no
    /// operation asks like this document.
    pub operation: Option<&'static str>,
    /// HTTP method.
    pub method: String,
    /// Path without the query, as sent.
    pub path: String,
    /// Query without the question mark, as sent but for the value of `access_token`; empty when there is none.
    pub query: String,
    /// Status of the answer; `None` while there is none: the call is under way, was reset, or its client has gone.
    pub status: Option<u16>,
    /// Names of the request's headers in lower case, in the order sent.
    pub header_names: Vec<String>,
    /// Whether the request carried the token that the sandbox accepts.
    pub token_was_right: bool,
    /// Size of the request's body in bytes; 0 when it was not read.
    pub body_bytes: usize,
    /// Whether an injected fault shaped the answer.
    pub faulted: bool,
    /// Whether the request went to the object store.
    pub at_object_store: bool,
    /// Whether the request brought credentials to the object store, which refuses them: a client that does so would hand
    /// them to a third party.
    pub leaked_credentials: bool,
    /// What was asked, for a request to a GraphQL endpoint whose body was a JSON object with a query.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub graphql: Option<GraphQlRecord>,
}

/// The body of a GraphQL request. Credentials travel in headers, so there are none in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GraphQlRecord {
    /// `query`, as sent.
    pub document: String,
    /// `variables`; `None` when the body has no such member, `Some(Value::Null)` when it is null.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variables: Option<Value>,
    /// `operationName`, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation_name: Option<String>,
    /// Names of the root fields, in the order of the document; empty when it could not be parsed.
    pub root_fields: Vec<String>,
}

impl RecordedRequest {
    /// Whether the request carried a header of this name, whatever its case.
    pub fn has_header(&self, name: &str) -> bool {
        self.header_names.iter().any(|known| known.eq_ignore_ascii_case(name))
    }
}

/// How many requests are remembered; the oldest ones go first.
const KEPT: usize = 10_000;

/// The requests so far, in order of arrival.
#[derive(Default)]
pub(crate) struct Records(Mutex<Arrived>);

#[derive(Default)]
struct Arrived {
    count: u64,
    requests: VecDeque<(u64, RecordedRequest)>,
}

impl Records {
    /// Remembers a request and gives it a number.
    pub(crate) fn arrive(&self, request: RecordedRequest) -> u64 {
        let mut arrived = lock(&self.0);
        if arrived.requests.len() == KEPT {
            arrived.requests.pop_front();
        }
        let number = arrived.count;
        arrived.count += 1;
        arrived.requests.push_back((number, request));
        number
    }

    /// Changes a request, unless it was forgotten in the meantime.
    pub(crate) fn update(&self, number: u64, change: impl FnOnce(&mut RecordedRequest)) {
        let mut arrived = lock(&self.0);
        if let Some((_, request)) = arrived.requests.iter_mut().rfind(|(known, _)| *known == number) {
            change(request);
        }
    }

    pub(crate) fn all(&self) -> Vec<RecordedRequest> {
        lock(&self.0)
            .requests
            .iter()
            .map(|(_, request)| request.clone())
            .collect()
    }

    pub(crate) fn clear(&self) {
        lock(&self.0).requests.clear();
    }
}

/// A query in which the value of `access_token`, the one place of a URL that can hold a token, is starred out.
pub(crate) fn without_token(query: &str) -> String {
    let shown = |pair: &str| match pair.split_once('=') {
        Some((name, _)) if percent_decode_str(name).decode_utf8_lossy() == "access_token" => format!("{name}=***"),
        _ => pair.to_owned(),
    };
    query.split('&').map(shown).collect::<Vec<_>>().join("&")
}

/// The path of a request with its query, as [`without_token`] shows it.
pub(crate) fn target_of(uri: &Uri) -> String {
    match uri.query() {
        Some(query) => format!("{}?{}", uri.path(), without_token(query)),
        None => uri.path().to_owned(),
    }
}

/// One line for a log: `Display` gives `GET /amun/v1/turbines -> 200 in 3 ms, 9120 bytes (list_turbines)`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RequestLine {
    /// Operation that the route belongs to; `None` when no route matched.
    pub operation: Option<&'static str>,
    /// HTTP method.
    pub method: String,
    /// Path with its query.
    pub target: String,
    /// Status of the answer; `None` when the connection was reset instead.
    pub status: Option<u16>,
    /// Size of the answer's body in bytes.
    pub answer_bytes: u64,
    /// Time from the request's head to the answer's head.
    pub elapsed: Duration,
    /// Whether an injected fault shaped the answer.
    pub faulted: bool,
}

impl fmt::Display for RequestLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} -> ", self.method, self.target)?;
        match self.status {
            Some(status) => write!(f, "{status}")?,
            None => write!(f, "reset")?,
        }
        write!(f, " in {} ms, {} bytes", self.elapsed.as_millis(), self.answer_bytes)?;
        write!(f, " ({})", self.operation.unwrap_or("no such route"))?;
        if self.faulted {
            write!(f, " [fault]")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_operation_status_and_fault() {
        let line = RequestLine {
            operation: Some("list_turbines"),
            method: "GET".into(),
            target: "/amun/v1/turbines".into(),
            status: None,
            answer_bytes: 0,
            elapsed: Duration::from_millis(3),
            faulted: true,
        };
        assert_eq!(
            line.to_string(),
            "GET /amun/v1/turbines -> reset in 3 ms, 0 bytes (list_turbines) [fault]"
        );
    }
}
