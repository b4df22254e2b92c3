//! Services with several operations on one path, addresses that a service hands out, and two hosts.

use aurora_core::call::CallOptions;
use aurora_core::operation::{Location, Operation, Parameter, TimeClass};
use aurora_core::retry::RetryPolicy;
use aurora_core::transport::Credentials;
use aurora_core::{Error, ErrorKind, Transport, Url};
use http::HeaderMap;
use serde_json::json;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::{CANARY, token};

const META: Parameter = Parameter {
    name: "metaUrl",
    location: Location::Path,
    required: true,
    description: "The address.",
    multi_segment: true,
};

const META_OPERATION: Operation = Operation {
    id: "get_meta",
    method: "GET",
    path: "/market/{metaUrl}",
    summary: "Gets a description.",
    tag: "files",
    idempotent: true,
    time_class: TimeClass::Default,
    parameters: &[META],
    request_content: &[],
    response_content: &["application/json"],
    hand_written: true,
    status: None,
};

static FILES: &[Operation] = &[
    META_OPERATION,
    Operation {
        id: "get_location",
        path: "/market/{folder}{file}",
        parameters: &[
            Parameter { name: "folder", ..META },
            Parameter {
                name: "file",
                multi_segment: false,
                ..META
            },
        ],
        response_content: &[],
        ..META_OPERATION
    },
    Operation {
        id: "download",
        path: "/objectStore/{signedUrl}",
        parameters: &[Parameter {
            name: "signedUrl",
            ..META
        }],
        response_content: &["text/csv"],
        ..META_OPERATION
    },
    Operation {
        id: "get_market",
        method: "POST",
        path: "/market/v1/graphql#get_market",
        parameters: &[],
        request_content: &["application/json"],
        ..META_OPERATION
    },
    Operation {
        id: "get_inputs",
        method: "POST",
        path: "/inputs/v1/graphql#get_inputs",
        parameters: &[],
        request_content: &["application/json"],
        ..META_OPERATION
    },
];

async fn answering(template: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(template).mount(&server).await;
    server
}

fn ok() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_string("{}")
}

fn transport(market: &MockServer, inputs: &MockServer) -> Transport {
    Transport::builder("market", FILES)
        .mount(
            "/market",
            Url::parse(&market.uri()).unwrap().join("base/scenarios").unwrap(),
        )
        .mount(
            "/inputs",
            Url::parse(&inputs.uri()).unwrap().join("modelInputs/").unwrap(),
        )
        .credentials(Credentials::header("Private-Token", &token()))
        .build()
        .unwrap()
}

async fn paths(server: &MockServer) -> Vec<String> {
    let requests = server.received_requests().await.unwrap();
    requests.iter().map(|request| request.url.path().to_owned()).collect()
}

fn has_token(request: &Request) -> bool {
    request
        .headers
        .get("private-token")
        .is_some_and(|value| value == CANARY)
}

async fn meta(transport: &Transport, value: &str) -> Result<(), Error> {
    let operation = transport.operation("get_meta").unwrap();
    transport
        .request(operation)
        .param("metaUrl", value)
        .send()
        .await
        .map(drop)
}

#[tokio::test]
async fn operations_on_one_path_go_to_the_hosts_of_their_mounts_and_no_fragment_is_sent() {
    let (market, inputs) = (answering(ok()).await, answering(ok()).await);
    let transport = transport(&market, &inputs);
    for id in ["get_market", "get_inputs"] {
        let operation = transport.operation(id).unwrap();
        transport
            .request(operation)
            .json(&json!({ "query": id }))
            .send()
            .await
            .unwrap();
    }
    assert_eq!(paths(&market).await, ["/base/scenarios/v1/graphql"]);
    assert_eq!(paths(&inputs).await, ["/modelInputs/v1/graphql"]);
    let sent = inputs.received_requests().await.unwrap().remove(0);
    assert_eq!(sent.url.fragment(), None);
    assert!(has_token(&sent), "both hosts are the service");
    assert_eq!(
        sent.body_json::<serde_json::Value>().unwrap(),
        json!({ "query": "get_inputs" })
    );
}

#[tokio::test]
async fn a_relative_address_that_the_service_handed_out_keeps_its_slashes_and_its_encoding() {
    let market = answering(ok()).await;
    let transport = transport(&market, &market);
    for value in ["v1/meta/a%20b%2Fc.json", "one", "a b/50%/ü;x=1"] {
        meta(&transport, value).await.unwrap();
    }
    let operation = transport.operation("get_location").unwrap();
    transport
        .request(operation)
        .path_param("folder", "v1/download/")
        .path_param("file", "node #1/2?.csv")
        .send()
        .await
        .unwrap();
    assert_eq!(
        paths(&market).await,
        [
            "/base/scenarios/v1/meta/a%20b%2Fc.json",
            "/base/scenarios/one",
            "/base/scenarios/a%20b/50%25/%C3%BC;x=1",
            "/base/scenarios/v1/download/node%20%231%2F2%3F.csv",
        ]
    );
}

#[tokio::test]
async fn an_address_that_would_leave_the_service_is_refused_before_sending() {
    let market = answering(ok()).await;
    let transport = transport(&market, &market);
    for value in [
        "",
        "/",
        "/v1/meta",
        "//evil.example.com/x",
        "https://evil.example.com/x",
        "a/../../../admin",
        "..",
        "./x",
        "a/%2e%2e/b",
        "a/.%2E",
        "a/%252e%252e/b",
        "a\\..\\b",
        "a//b",
        "a/",
        "a%0d%0ab",
        "a\nb",
        "a?b=c",
        "a#b",
    ] {
        let error = meta(&transport, value).await.expect_err(value);
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{value}");
        assert_eq!(error.operation(), Some("get_meta"), "{value}");
        assert!(value.len() < 3 || !error.to_string().contains(value), "{error}");
    }
    let operation = transport.operation("get_location").unwrap();
    let split = transport
        .request(operation)
        .path_param("folder", "a/.")
        .path_param("file", "./b")
        .send()
        .await
        .unwrap_err();
    assert_eq!(split.kind(), ErrorKind::InvalidRequest);
    assert!(paths(&market).await.is_empty());
}

#[tokio::test]
async fn a_location_can_be_read_off_any_answer() {
    for status in [200, 201, 302, 307] {
        let template = ResponseTemplate::new(status).insert_header("location", "https://store.invalid/key?sig=1");
        let market = answering(template).await;
        let transport = transport(&market, &market);
        let operation = transport.operation("get_location").unwrap();
        let answer = transport
            .request(operation)
            .path_param("folder", "download/")
            .path_param("file", "a.csv")
            .options(CallOptions::default().with_redirects_as_answers())
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status.as_u16(), status);
        assert_eq!(answer.headers["location"], "https://store.invalid/key?sig=1");
        assert_eq!(paths(&market).await.len(), 1, "{status}");
    }
}

#[tokio::test]
async fn a_425_reaches_who_turned_its_repetition_off() {
    let market = answering(ResponseTemplate::new(425)).await;
    let transport = transport(&market, &market);
    let others = RetryPolicy::default()
        .statuses
        .into_iter()
        .filter(|status| *status != 425);
    for retry in [RetryPolicy::never(), RetryPolicy::default().with_statuses(others)] {
        let error = transport
            .request(transport.operation("get_location").unwrap())
            .path_param("folder", "download/")
            .path_param("file", "a.csv")
            .options(CallOptions::default().with_retry(retry).with_redirects_as_answers())
            .send()
            .await
            .unwrap_err();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(425));
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::NotReady, 1));
    }
    assert_eq!(paths(&market).await.len(), 2);
}

#[tokio::test]
async fn an_operation_without_a_base_url_gets_what_the_service_handed_out_without_the_token() {
    let (market, store) = (answering(ok()).await, answering(ok()).await);
    let transport = transport(&market, &market);
    let operation = transport.operation("download").unwrap();
    let get = |url: String, options: CallOptions| {
        let transport = transport.clone();
        async move {
            let url = Url::parse(&url).unwrap();
            transport.stream_url(url, HeaderMap::new(), operation, &options).await
        }
    };
    get(
        format!("{}/bucket/key.csv?sig=secret-signature", store.uri()),
        CallOptions::default(),
    )
    .await
    .unwrap();
    let sent = store.received_requests().await.unwrap().remove(0);
    assert!(!has_token(&sent));
    assert_eq!(sent.url.path(), "/bucket/key.csv");

    // A store at the service's own origin gets the token, unless the caller says that the address is permission enough.
    get(format!("{}/bucket/a", market.uri()), CallOptions::default())
        .await
        .unwrap();
    let anonymous = CallOptions::default().without_credentials();
    get(format!("{}/bucket/b", market.uri()), anonymous).await.unwrap();
    let sent = market.received_requests().await.unwrap();
    assert_eq!(sent.iter().map(has_token).collect::<Vec<_>>(), [true, false]);
}

#[tokio::test]
async fn a_refusal_of_the_store_names_the_operation_and_no_base_url_is_needed_for_that() {
    let market = answering(ok()).await;
    let store = answering(ResponseTemplate::new(403).set_body_string("<Error><Code>AccessDenied</Code></Error>")).await;
    let transport = transport(&market, &market);
    let operation = transport.operation("download").unwrap();
    let url = Url::parse(&format!("{}/key?sig=secret-signature", store.uri())).unwrap();
    let options = CallOptions::default();
    let error = transport
        .stream_url(url, HeaderMap::new(), operation, &options)
        .await
        .map(drop)
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Forbidden, Some("download"))
    );
    assert!(!format!("{error} {error:?}").contains("secret-signature"), "{error:?}");
    let unmounted = transport.request(operation).path_param("signedUrl", "key").send().await;
    assert!(unmounted.unwrap_err().to_string().contains("no base URL is configured"));
}
