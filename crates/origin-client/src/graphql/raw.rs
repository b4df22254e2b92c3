//! Documents of one's own.

use std::fmt;

use aurora_core::graphql::{self as core, GraphQlError};
use aurora_core::operation::{Operation, TimeClass};
use aurora_core::reqwest::{Method, Request};
use aurora_core::transport::Transport;
use aurora_core::{Error, ErrorKind, Result, Url};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{document, with_errors_of_body};
use crate::OriginClient;
use crate::check::invalid;

/// One of Origin's two GraphQL services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Service {
    /// Scenarios, projects, configuration: `{scenario base URL}/v1/graphql`.
    Scenario,
    /// Model inputs: `{inputs base URL}/v1/graphql`.
    Inputs,
}

impl Service {
    /// The service's word: `scenario` or `inputs`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Scenario => "scenario",
            Self::Inputs => "inputs",
        }
    }

    fn operation(self, repeatable: bool) -> &'static Operation {
        match (self, repeatable) {
            (Self::Scenario, true) => &SCENARIO_QUERY,
            (Self::Scenario, false) => &SCENARIO_MUTATION,
            (Self::Inputs, true) => &INPUTS_QUERY,
            (Self::Inputs, false) => &INPUTS_MUTATION,
        }
    }
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What a GraphQL document of one's own gave.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Answer<T> {
    /// The fields that were asked for; `None` where the service gives null or nothing.
    pub data: Option<T>,
    /// What went wrong, in the service's words; empty when nothing did.
    pub errors: Vec<GraphQlError>,
}

impl<T: Serialize> Answer<T> {
    /// The data, or the error that the answer stands for.
    ///
    /// # Errors
    ///
    /// Fails when there are errors; the data beside them is in [`Error::graphql_data`].
    pub fn into_result(self) -> Result<Option<T>> {
        if self.errors.is_empty() {
            return Ok(self.data);
        }
        let partial = self.data.and_then(|data| serde_json::to_value(data).ok());
        Err(core::failure(self.errors, partial))
    }
}

static SCENARIO_QUERY: Operation = operation("graphql_scenario", "/scenarioExplr/v1/graphql", true);
static SCENARIO_MUTATION: Operation = operation("graphql_scenario", "/scenarioExplr/v1/graphql", false);
static INPUTS_QUERY: Operation = operation("graphql_inputs", "/modelInputs/v1/graphql", true);
static INPUTS_MUTATION: Operation = operation("graphql_inputs", "/modelInputs/v1/graphql", false);

const fn operation(id: &'static str, path: &'static str, idempotent: bool) -> Operation {
    Operation {
        id,
        method: "POST",
        path,
        summary: "A GraphQL document of the caller's own",
        tag: "graphql",
        idempotent,
        time_class: TimeClass::Default,
        parameters: &[],
        request_content: &["application/json"],
        response_content: &["application/json"],
        hand_written: true,
        status: None,
    }
}

#[derive(Deserialize)]
struct Body {
    #[serde(default)]
    data: Option<Value>,
    #[serde(default)]
    errors: Option<Vec<GraphQlError>>,
}

/// Sends a document, and reads the answer without judging it.
pub(crate) async fn raw(
    client: &OriginClient,
    service: Service,
    document: &str,
    variables: Value,
) -> Result<Answer<Value>> {
    let operation = service.operation(document::only_reads(document));
    if !variables.is_null() && !variables.is_object() {
        return Err(invalid("variables have to be an object or null").with_operation(operation.id));
    }
    let body = json!({"query": document, "variables": variables});
    let transport = client.transport();
    let answer = transport
        .execute(request(operation, &body)?, operation, client.options())
        .await
        .map_err(with_errors_of_body)?;
    let body: Body = answer.json()?;
    let clean = |text: &str| transport.redact(text);
    let errors = body.errors.unwrap_or_default();
    Ok(Answer {
        data: body.data,
        errors: errors.into_iter().map(|error| error.map_texts(&clean)).collect(),
    })
}

fn request(operation: &Operation, body: &Value) -> Result<Request> {
    let url = format!("{}{}", Transport::PLACEHOLDER_BASE, operation.path);
    let url = Url::parse(&url).map_err(|error| Error::new(ErrorKind::InvalidRequest, error.to_string()))?;
    let mut request = Request::new(Method::POST, url);
    let json = aurora_core::http::HeaderValue::from_static("application/json");
    request
        .headers_mut()
        .insert(aurora_core::http::header::CONTENT_TYPE, json);
    *request.body_mut() = Some(body.to_string().into());
    Ok(request)
}
