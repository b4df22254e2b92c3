//! What is sent again, how often, and after which wait.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aurora_core::ErrorKind;
use aurora_core::call::CallOptions;
use aurora_core::clock::{Clock, ManualClock};
use aurora_core::limits::Limits;
use aurora_core::retry::{Backoff, RetryBudget, RetryPolicy};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{builder, manual, send, send_with};

async fn answering(template: ResponseTemplate, times: u64) -> MockServer {
    let server = MockServer::start().await;
    let mock = Mock::given(any()).respond_with(template);
    mock.up_to_n_times(times).expect(times).mount(&server).await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200).set_body_string("{}"))
        .mount(&server)
        .await;
    server
}

async fn count(server: &MockServer) -> usize {
    server.received_requests().await.unwrap().len()
}

fn millis(all: &[u64]) -> Vec<Duration> {
    all.iter().copied().map(Duration::from_millis).collect()
}

#[tokio::test]
async fn a_503_is_sent_again_until_it_succeeds() {
    let server = answering(ResponseTemplate::new(503), 2).await;
    let (transport, clock) = manual(&server.uri());
    let answer = send(&transport, "list_things").await.unwrap();
    assert_eq!(answer.attempts, 3);
    assert_eq!(clock.slept(), millis(&[1000, 2000]));
    assert_eq!(answer.elapsed, Duration::from_secs(3));
    assert_eq!(count(&server).await, 3);
}

#[tokio::test]
async fn a_lasting_503_is_reported_after_five_attempts() {
    let template = ResponseTemplate::new(503)
        .set_body_string("{\"message\": \"down\"}")
        .insert_header("x-request-id", "r-1");
    let server = answering(template, 5).await;
    let (transport, _clock) = manual(&server.uri());
    let error = send(&transport, "list_things").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Service, 5));
    assert_eq!(
        error.to_string(),
        "list_things: the service answered 503 Service Unavailable: down (request r-1) after 5 attempts in 15 s"
    );
    assert_eq!(count(&server).await, 5);
}

#[tokio::test]
async fn a_request_that_is_not_idempotent_is_sent_once_for_every_status_but_429() {
    for (status, kind) in [
        (408, ErrorKind::Timeout),
        (425, ErrorKind::NotReady),
        (500, ErrorKind::Service),
        (502, ErrorKind::OutcomeUnknown),
        (503, ErrorKind::Service),
        (504, ErrorKind::OutcomeUnknown),
    ] {
        let server = answering(ResponseTemplate::new(status), 1).await;
        let (transport, _clock) = manual(&server.uri());
        let error = send(&transport, "create_thing").await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (kind, 1), "{status}");
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert_eq!(count(&server).await, 1, "{status}");
    }
}

#[tokio::test]
async fn a_429_was_turned_away_unread_and_is_sent_again_with_the_same_body() {
    let server = answering(ResponseTemplate::new(429), 1).await;
    let (transport, _clock) = manual(&server.uri());
    assert_eq!(send(&transport, "create_thing").await.unwrap().attempts, 2);
    let requests = server.received_requests().await.unwrap();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].body, b"{\"name\":\"x\"}");
    assert_eq!(requests[0].body, requests[1].body);
}

#[tokio::test]
async fn retry_after_in_seconds_replaces_the_wait() {
    let server = answering(ResponseTemplate::new(429).insert_header("retry-after", "7"), 1).await;
    let (transport, clock) = manual(&server.uri());
    send(&transport, "list_things").await.unwrap();
    assert_eq!(clock.slept(), millis(&[7000]));
}

#[tokio::test]
async fn retry_after_as_a_date_is_measured_by_the_clock() {
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let date = httpdate::fmt_http_date(now + Duration::from_secs(11));
    let server = answering(
        ResponseTemplate::new(503).insert_header("retry-after", date.as_str()),
        1,
    )
    .await;
    let clock = Arc::new(ManualClock::new(now));
    let transport = builder(&server.uri()).clock(clock.clone()).build().unwrap();
    send(&transport, "list_things").await.unwrap();
    assert_eq!(clock.slept(), millis(&[11_000]));
    assert_eq!(clock.system_now(), now + Duration::from_secs(11));
}

#[tokio::test]
async fn a_retry_after_beyond_the_calls_time_ends_it_at_once_and_says_so() {
    let server = answering(ResponseTemplate::new(429).insert_header("retry-after", "3600"), 1).await;
    let (transport, clock) = manual(&server.uri());
    let error = send(&transport, "list_things").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::RateLimited, 1));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    assert!(error.to_string().contains("asks to wait 60 min"), "{error}");
    assert!(clock.slept().is_empty());
}

#[tokio::test]
async fn a_services_own_rhythm_outlasts_twenty_504s_and_costs_no_budget() {
    let server = answering(ResponseTemplate::new(504), 20).await;
    let clock = Arc::new(ManualClock::default());
    let budget = RetryBudget::new(10);
    let transport = builder(&server.uri())
        .clock(clock.clone())
        .retry_budget(budget.clone())
        .build()
        .unwrap();
    let policy = RetryPolicy::default()
        .with_max_attempts(21)
        .with_backoff(Backoff::Steps {
            first: Duration::ZERO,
            then: Duration::from_secs(10),
        });
    let options = CallOptions::default().with_retry(policy);
    let answer = send_with(&transport, "list_things", options).await.unwrap();
    assert_eq!(answer.attempts, 21);
    assert_eq!(answer.elapsed, Duration::from_secs(190));
    assert_eq!(clock.slept()[..3], millis(&[0, 10_000, 10_000]));
    assert_eq!(budget.available(), 10);
}

#[tokio::test]
async fn a_deadline_of_the_policy_stops_the_rhythm() {
    let server = answering(ResponseTemplate::new(504), 4).await;
    let (transport, clock) = manual(&server.uri());
    let policy = RetryPolicy::default()
        .with_max_attempts(21)
        .with_deadline(Duration::from_secs(25))
        .with_backoff(Backoff::Steps {
            first: Duration::ZERO,
            then: Duration::from_secs(10),
        });
    let options = CallOptions::default().with_retry(policy);
    let error = send_with(&transport, "list_things", options).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 4));
    assert_eq!(clock.slept(), millis(&[0, 10_000, 10_000]));
}

#[tokio::test]
async fn the_waits_of_one_call_stay_within_its_total_time() {
    let server = answering(ResponseTemplate::new(503), 3).await;
    let (transport, clock) = manual(&server.uri());
    let options = CallOptions::default().with_total(Duration::from_secs(4));
    let error = send_with(&transport, "list_things", options).await.unwrap_err();
    // 1 s and 2 s fit into 4 s, another 4 s do not.
    assert_eq!(error.attempts(), 3);
    assert_eq!(clock.slept(), millis(&[1000, 2000]));
}

#[tokio::test]
async fn an_empty_budget_sends_each_request_once_and_clones_share_it() {
    let server = answering(ResponseTemplate::new(500), 4).await;
    let transport = builder(&server.uri())
        .clock(Arc::new(ManualClock::default()))
        .retry_budget(RetryBudget::new(30))
        .build()
        .unwrap();
    let first = send(&transport.clone(), "list_things").await.unwrap_err();
    assert_eq!(first.attempts(), 3, "30 tokens pay for two retries at 14");
    assert!(
        first
            .to_string()
            .contains("too many requests of this client failed lately"),
        "{first}"
    );
    let second = send(&transport, "list_things").await.unwrap_err();
    assert_eq!(second.attempts(), 1);
}

#[tokio::test]
async fn statuses_that_no_repetition_changes_are_sent_once() {
    for (status, kind) in [
        (400, ErrorKind::InvalidRequest),
        (401, ErrorKind::Unauthorized),
        (403, ErrorKind::Forbidden),
        (404, ErrorKind::NotFound),
        (422, ErrorKind::InvalidRequest),
        (501, ErrorKind::Service),
    ] {
        let server = answering(ResponseTemplate::new(status), 1).await;
        let (transport, _clock) = manual(&server.uri());
        let error = send(&transport, "list_things").await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (kind, 1), "{status}");
        assert_eq!(count(&server).await, 1);
    }
}

#[tokio::test]
async fn a_body_that_is_a_stream_is_sent_once() {
    let server = answering(ResponseTemplate::new(429), 1).await;
    let (transport, _clock) = manual(&server.uri());
    let pieces = futures_util::stream::iter([Ok::<_, std::io::Error>("{}")]);
    let request = transport
        .reqwest()
        .post("http://service.invalid/v1/things")
        .body(aurora_core::reqwest::Body::wrap_stream(pieces))
        .build()
        .unwrap();
    let operation = transport.operation("create_thing").unwrap();
    let error = transport
        .execute(request, operation, &CallOptions::default())
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::RateLimited, 1));
}

#[tokio::test]
async fn dropping_the_future_stops_the_retries() {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(503).insert_header("retry-after", "0.02"))
        .mount(&server)
        .await;
    let transport = builder(&server.uri()).limits(Limits::default()).build().unwrap();
    let options = CallOptions::default().with_retry(RetryPolicy::default().with_max_attempts(1000));
    let call = send_with(&transport, "list_things", options);
    let dropped = tokio::time::timeout(Duration::from_millis(100), call).await;
    assert!(dropped.is_err(), "the call outlasts the timeout");
    // A request that was on its way when the future went may still be counted, but none follows it.
    tokio::time::sleep(Duration::from_millis(40)).await;
    let after_the_drop = count(&server).await;
    assert!(after_the_drop >= 2, "it was retried before");
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(count(&server).await, after_the_drop);
}
