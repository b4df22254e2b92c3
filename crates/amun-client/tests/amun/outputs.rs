use std::time::Duration;

use amun_client::{ErrorKind, OutputsDocument, OutputsOptions};
use serde_json::json;
use wiremock::matchers::{path, query_param, query_param_is_missing};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::client;

const OUTPUTS: &str = "/amun/v1/valuations/30/outputs";

fn seconds(waits: &[Duration]) -> Vec<u64> {
    waits.iter().map(Duration::as_secs).collect()
}

async fn gateway_timeouts(server: &MockServer, count: u64) {
    Mock::given(path(OUTPUTS))
        .respond_with(ResponseTemplate::new(504))
        .up_to_n_times(count)
        .expect(count)
        .mount(server)
        .await;
}

async fn answer(server: &MockServer, template: ResponseTemplate) {
    Mock::given(path(OUTPUTS)).respond_with(template).mount(server).await;
}

#[tokio::test]
async fn a_504_is_asked_again_at_once_and_then_every_ten_seconds() {
    let server = MockServer::start().await;
    gateway_timeouts(&server, 4).await;
    answer(
        &server,
        ResponseTemplate::new(200).set_body_json(json!({"valuation": {"id": 30}})),
    )
    .await;
    let (client, clock) = client(&server);
    let outputs = client
        .valuations()
        .outputs(30, OutputsOptions::default())
        .await
        .unwrap();
    assert_eq!(outputs.valuation.unwrap().id, Some(30));
    assert_eq!(seconds(&clock.slept()), [0, 10, 10, 10]);
    let sent = server.received_requests().await.unwrap();
    assert!(sent.iter().all(|request| request.url.query() == Some("format=json")));
    assert_eq!(sent.len(), 5);
}

#[tokio::test]
async fn retry_after_replaces_a_wait() {
    let server = MockServer::start().await;
    for wait in ["7", "3"] {
        let template = ResponseTemplate::new(504).insert_header("Retry-After", wait);
        Mock::given(path(OUTPUTS))
            .respond_with(template)
            .up_to_n_times(1)
            .mount(&server)
            .await;
    }
    answer(&server, ResponseTemplate::new(202).set_body_json(json!({}))).await;
    let (client, clock) = client(&server);
    client
        .valuations()
        .outputs(30, OutputsOptions::default())
        .await
        .unwrap();
    assert_eq!(seconds(&clock.slept()), [7, 3]);
}

#[tokio::test]
async fn twenty_retries_are_the_end_and_status_and_body_are_kept() {
    let server = MockServer::start().await;
    let template = ResponseTemplate::new(504).set_body_string("still computing");
    Mock::given(path(OUTPUTS))
        .respond_with(template)
        .expect(21)
        .mount(&server)
        .await;
    let (client, clock) = client(&server);
    let error = client
        .valuations()
        .outputs(30, OutputsOptions::default())
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Timeout, 504)
    );
    assert_eq!((error.attempts(), error.body()), (21, Some("still computing")));
    assert!(error.to_string().contains("the calculation still runs"), "{error}");
    assert_eq!(clock.slept().iter().sum::<Duration>(), Duration::from_secs(190));
}

#[tokio::test]
async fn the_deadline_ends_it_before_the_retries_do() {
    let server = MockServer::start().await;
    Mock::given(path(OUTPUTS))
        .respond_with(ResponseTemplate::new(504))
        .expect(4)
        .mount(&server)
        .await;
    let (client, _) = client(&server);
    let options = OutputsOptions::default()
        .with_deadline(Duration::from_secs(25))
        .with_retries(100);
    assert_eq!(
        client.valuations().outputs(30, options).await.unwrap_err().kind(),
        ErrorKind::Timeout
    );
}

#[tokio::test]
async fn other_failures_have_the_clients_own_rhythm_and_end_soon() {
    for status in [500, 503] {
        let server = MockServer::start().await;
        Mock::given(path(OUTPUTS))
            .respond_with(ResponseTemplate::new(status))
            .expect(5)
            .mount(&server)
            .await;
        let (client, clock) = client(&server);
        let error = client
            .valuations()
            .outputs(30, OutputsOptions::default())
            .await
            .unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (status, 5));
        assert!(clock.slept().iter().sum::<Duration>() < Duration::from_secs(60));
    }
    let server = MockServer::start().await;
    Mock::given(path(OUTPUTS))
        .respond_with(ResponseTemplate::new(422))
        .expect(1)
        .mount(&server)
        .await;
    client(&server)
        .0
        .valuations()
        .outputs(30, OutputsOptions::default())
        .await
        .unwrap_err();
}

#[tokio::test]
async fn hourly_data_is_asked_for_with_a_capital_t_or_not_at_all() {
    let server = MockServer::start().await;
    let hours =
        json!({"forecast": {"hourly": [{"dateTime": "2013-01-01T00:00Z", "windSpeed": 13.3, "loadFactor": 0.9}]}});
    Mock::given(path(OUTPUTS))
        .and(query_param("hourlyData", "True"))
        .respond_with(ResponseTemplate::new(200).set_body_json(hours))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(path(OUTPUTS))
        .and(query_param_is_missing("hourlyData"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"forecast": {"yearly": []}})))
        .expect(1)
        .mount(&server)
        .await;
    let (client, _) = client(&server);
    let with = client
        .valuations()
        .outputs(30, OutputsOptions::default().with_hourly_data(true))
        .await
        .unwrap();
    assert_eq!(with.forecast.unwrap().hourly.len(), 1);
    let without = client
        .valuations()
        .outputs(30, OutputsOptions::default())
        .await
        .unwrap();
    assert!(without.forecast.unwrap().hourly.is_empty());
}

#[tokio::test]
async fn a_workbook_is_given_as_bytes_json_as_json_and_a_web_page_is_an_error() {
    let workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let rows = [
        (
            ResponseTemplate::new(200).set_body_raw("PK\u{3}\u{4}...", workbook),
            Ok(true),
        ),
        (
            ResponseTemplate::new(200).set_body_raw("PK\u{3}\u{4}...", "application/octet-stream"),
            Ok(true),
        ),
        (
            ResponseTemplate::new(200).set_body_json(json!({"url": "https://example.com"})),
            Ok(false),
        ),
        (
            ResponseTemplate::new(200).set_body_raw("<html>sign in</html>", "text/html"),
            Err(ErrorKind::Decode),
        ),
    ];
    for (template, expected) in rows {
        let server = MockServer::start().await;
        gateway_timeouts(&server, 2).await;
        answer(&server, template).await;
        let (client, _) = client(&server);
        let document = client.valuations().outputs_xlsx(30, OutputsOptions::default()).await;
        match document {
            Ok(OutputsDocument::Workbook { bytes, content_type }) => {
                assert_eq!(expected, Ok(true));
                assert!(bytes.starts_with(b"PK") && content_type.is_some());
            }
            Ok(OutputsDocument::Json(value)) => {
                assert_eq!(expected, Ok(false));
                assert_eq!(value, json!({"url": "https://example.com"}));
            }
            Ok(other) => panic!("unexpected {other:?}"),
            Err(error) => assert_eq!(expected, Err(error.kind()), "{error}"),
        }
        let sent = server.received_requests().await.unwrap();
        assert!(sent.iter().all(|request| request.url.query() == Some("format=xlsx")));
    }
}

#[tokio::test]
async fn a_web_page_in_place_of_json_is_an_error_that_names_the_operation() {
    let server = MockServer::start().await;
    answer(
        &server,
        ResponseTemplate::new(200).set_body_raw("<html>sign in</html>", "text/html"),
    )
    .await;
    let (client, _) = client(&server);
    let error = client
        .valuations()
        .outputs(30, OutputsOptions::default())
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Decode, Some("get_valuation_outputs"))
    );
}
