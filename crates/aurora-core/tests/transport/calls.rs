//! Generated operations through the hook: options in, our error out. The client here has the shape of a generated one.

use std::time::Duration;

use aurora_core::call::{CallOptions, call, call_with_headers};
use aurora_core::retry::RetryPolicy;
use aurora_core::{Error, ErrorKind, Result, Transport};
use progenitor_client::{ClientHooks, ClientInfo, Error as Generated, OperationInfo, ResponseValue};
use serde::Deserialize;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{CANARY, Server, Step, builder, everything, manual};

struct Client {
    transport: Transport,
}

impl ClientInfo<Transport> for Client {
    fn api_version() -> &'static str {
        "1"
    }

    fn baseurl(&self) -> &str {
        Transport::PLACEHOLDER_BASE
    }

    fn client(&self) -> &reqwest::Client {
        self.transport.reqwest()
    }

    fn inner(&self) -> &Transport {
        &self.transport
    }
}

aurora_core::client_hooks!(Client);

#[derive(Debug, Deserialize, PartialEq)]
struct Thing {
    id: u64,
}

impl Client {
    /// What the generator writes for an operation, shortened.
    async fn get_thing(&self, id: &str) -> std::result::Result<ResponseValue<Thing>, Generated<()>> {
        let path = progenitor_client::encode_path(id);
        let request = self
            .client()
            .get(format!("{}/v1/things/{path}", self.baseurl()))
            .build()?;
        let info = OperationInfo {
            operation_id: "get_thing",
        };
        let response = self.exec(request, &info).await?;
        match response.status().as_u16() {
            200..=299 => ResponseValue::from_response(response).await,
            _ => Err(Generated::UnexpectedResponse(response)),
        }
    }
}

async fn get(transport: &Transport, id: &str, options: &CallOptions) -> Result<Thing> {
    let client = Client {
        transport: transport.clone(),
    };
    call(transport, "get_thing", options, client.get_thing(id)).await
}

async fn answering(template: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(template).mount(&server).await;
    server
}

#[tokio::test]
async fn a_generated_operation_gives_its_value() {
    let server = answering(ResponseTemplate::new(202).set_body_string("{\"id\": 7}")).await;
    let (transport, _clock) = manual(&server.uri());
    let thing = get(&transport, "a b/c", &CallOptions::default()).await.unwrap();
    assert_eq!(thing, Thing { id: 7 });
    let requests = server.received_requests().await.unwrap();
    assert_eq!(requests[0].url.path(), "/things/a%20b%2Fc");
    assert_eq!(requests[0].headers["private-token"], CANARY);
}

#[tokio::test]
async fn headers_and_status_are_there_for_those_who_ask() {
    let template = ResponseTemplate::new(201)
        .insert_header("location", "/x")
        .set_body_string("{\"id\": 7}");
    let server = answering(template).await;
    let (transport, _clock) = manual(&server.uri());
    let client = Client {
        transport: transport.clone(),
    };
    let options = CallOptions::default();
    let value = call_with_headers(&transport, "get_thing", &options, client.get_thing("7"))
        .await
        .unwrap();
    assert_eq!(value.status().as_u16(), 201);
    assert_eq!(value.headers()["location"], "/x");
}

#[tokio::test]
async fn the_options_of_a_call_reach_the_transport_through_the_hook() {
    let server = answering(ResponseTemplate::new(503)).await;
    let (transport, _clock) = manual(&server.uri());
    let options = CallOptions::default().with_retry(RetryPolicy::default().with_max_attempts(2));
    assert_eq!(get(&transport, "7", &options).await.unwrap_err().attempts(), 2);
    assert_eq!(
        get(&transport, "7", &CallOptions::default())
            .await
            .unwrap_err()
            .attempts(),
        5
    );
}

#[tokio::test]
async fn an_error_of_the_service_arrives_whole() {
    let template = ResponseTemplate::new(404)
        .insert_header("x-request-id", "r-9")
        .set_body_string("{\"error\": \"NotFound\"}");
    let server = answering(template).await;
    let (transport, _clock) = manual(&server.uri());
    let error = get(&transport, "7", &CallOptions::default()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::NotFound, Some("get_thing"))
    );
    assert_eq!((error.request_id(), error.attempts()), (Some("r-9"), 1));
    assert_eq!(error.messages(), ["NotFound"]);
    assert_eq!(error.body(), Some("{\"error\": \"NotFound\"}"));
}

#[tokio::test]
async fn a_failure_without_an_answer_arrives_too() {
    let server = Server::start(vec![Step::CloseRead; 5]).await;
    let (transport, _clock) = manual(&server.url);
    let error = get(&transport, "7", &CallOptions::default()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts(), error.status()),
        (ErrorKind::Connect, 5, None)
    );
}

#[tokio::test]
async fn a_path_that_does_not_fit_never_leaves() {
    let server = answering(ResponseTemplate::new(200)).await;
    let (transport, _clock) = manual(&server.uri());
    for id in ["", ".", ".."] {
        let error = get(&transport, id, &CallOptions::default()).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::InvalidRequest, 0),
            "{id:?}"
        );
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}

async fn undecodable(body: &str) -> Error {
    let template = ResponseTemplate::new(200)
        .insert_header("x-request-id", "r-5")
        .set_body_string(body);
    let server = answering(template).await;
    let (transport, _clock) = manual(&server.uri());
    get(&transport, "7", &CallOptions::default()).await.unwrap_err()
}

#[tokio::test]
async fn an_answer_that_does_not_fit_says_where_and_keeps_an_excerpt() {
    let error = undecodable("{\n \"id\": \"seven\"}").await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.status().unwrap().as_u16(), 200);
    assert_eq!((error.request_id(), error.attempts()), (Some("r-5"), 1));
    assert!(
        error
            .to_string()
            .starts_with("get_thing: the answer does not fit its description: "),
        "{error}"
    );
    assert!(error.to_string().contains("line 2 column 14"), "{error}");
    assert!(error.body().unwrap().contains("seven"));
}

#[tokio::test]
async fn html_emptiness_and_broken_json_are_told_apart() {
    for (body, expected) in [
        (
            "<html>Sign in</html>",
            "the answer is an HTML page where JSON is expected",
        ),
        ("", "the answer is empty where JSON is expected"),
        ("{\"id\": 7", "the answer is not valid JSON: EOF"),
        ("{\"id\" 7}", "the answer is not valid JSON: expected `:`"),
    ] {
        let error = undecodable(body).await;
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(
            error.to_string().starts_with(&format!("get_thing: {expected}")),
            "{error}"
        );
    }
}

#[tokio::test]
async fn an_undecodable_answer_that_echoes_the_token_is_shown_without_it() {
    let error = undecodable(&format!("{{\"id\": \"{CANARY}\"}}")).await;
    let text = everything(&error);
    assert!(!text.contains(CANARY) && text.contains("[redacted]"), "{text}");
}

#[tokio::test]
async fn without_call_the_generated_client_sees_the_services_own_answer() {
    let server = answering(ResponseTemplate::new(422).set_body_string("wrong")).await;
    let (transport, _clock) = manual(&server.uri());
    let client = Client { transport };
    match client.get_thing("7").await {
        Err(Generated::UnexpectedResponse(response)) => {
            assert_eq!(response.status().as_u16(), 422);
            assert_eq!(response.text().await.unwrap(), "wrong");
        }
        other => panic!("expected the answer, got {other:?}"),
    }
}

#[tokio::test]
async fn every_error_of_the_generated_code_has_its_translation() {
    let transport = builder("http://127.0.0.1:1").build().unwrap();
    let run = async |error: Generated<()>| {
        let failing = async { Err::<ResponseValue<()>, _>(error) };
        call(&transport, "get_thing", &CallOptions::default(), failing)
            .await
            .unwrap_err()
    };
    let error = run(Generated::InvalidRequest("conversion to `Id` for id failed".to_owned())).await;
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(error.to_string(), "get_thing: conversion to `Id` for id failed");
    assert_eq!(
        run(Generated::Custom("hook".to_owned())).await.kind(),
        ErrorKind::Service
    );
    let value = ResponseValue::new((), reqwest::StatusCode::FORBIDDEN, reqwest::header::HeaderMap::new());
    assert_eq!(run(Generated::ErrorResponse(value)).await.kind(), ErrorKind::Forbidden);
    let library = || {
        transport
            .reqwest()
            .get("not an address?secret-query")
            .build()
            .unwrap_err()
    };
    for error in [
        Generated::CommunicationError(library()),
        Generated::InvalidUpgrade(library()),
        Generated::ResponseBodyError(library()),
    ] {
        let error = run(error).await;
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::InvalidRequest, Some("get_thing"))
        );
        assert!(!everything(&error).contains("secret-query"), "{error:?}");
    }
}

#[tokio::test]
async fn a_call_can_be_spawned_on_another_thread() {
    let server = answering(ResponseTemplate::new(200).set_body_string("{\"id\": 1}")).await;
    let transport = builder(&server.uri()).build().unwrap();
    let task = tokio::spawn(async move {
        let options = CallOptions::default().with_total(Duration::from_secs(5));
        get(&transport, "1", &options).await
    });
    assert_eq!(task.await.unwrap().unwrap().id, 1);
}
