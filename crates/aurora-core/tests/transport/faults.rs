//! Broken connections and broken answers, with counts of attempts, idempotent and not.

use std::sync::Arc;
use std::time::Duration;

use aurora_core::ErrorKind;
use aurora_core::clock::ManualClock;
use aurora_core::limits::Limits;

use crate::support::{Server, Step, builder, everything, manual, message, send};

/// An address at which nothing listens.
async fn dead() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}/v1", listener.local_addr().unwrap())
}

#[tokio::test]
async fn a_refused_connection_is_tried_again_for_every_operation() {
    let base = dead().await;
    for id in ["list_things", "create_thing"] {
        let (transport, clock) = manual(&base);
        let error = send(&transport, id).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 5), "{id}");
        assert_eq!(clock.slept().len(), 4);
        assert!(error.is_transient());
        let text = everything(&error);
        assert!(text.to_lowercase().contains("connection refused"), "{text}");
        assert!(error.to_string().contains("127.0.0.1"), "{error}");
    }
}

#[tokio::test]
async fn a_host_that_does_not_exist_is_named() {
    let clock = Arc::new(ManualClock::default());
    // Plain http, because a machine without a trust store says first that there is no https at all.
    let transport = builder("http://service.invalid/v1").allow_insecure_http(true);
    let transport = transport.clock(clock).no_proxy().build().unwrap();
    let error = send(&transport, "create_thing").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 5));
    assert!(error.to_string().contains("http://service.invalid"), "{error}");
}

#[tokio::test]
async fn a_connection_closed_before_or_after_reading_is_repeated_only_if_idempotent() {
    for step in [Step::CloseUnread, Step::CloseRead] {
        let server = Server::start([step.clone(), step.clone(), Step::json("{}")]).await;
        let (transport, _clock) = manual(&server.url);
        let answer = send(&transport, "list_things").await.unwrap();
        assert_eq!(answer.attempts, 3, "{step:?}");
        assert_eq!(server.count(), 3, "{step:?}");

        let server = Server::start([step.clone(), Step::json("{}")]).await;
        let (transport, _clock) = manual(&server.url);
        let error = send(&transport, "create_thing").await.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::OutcomeUnknown, 1),
            "{step:?}"
        );
        assert!(!error.is_transient());
        assert_eq!(server.count(), 1, "{step:?}");
        let line = error.to_string();
        assert!(
            line.contains("may have been acted on") && line.contains("look whether it took effect"),
            "{line}"
        );
    }
}

#[tokio::test]
async fn a_kept_connection_that_breaks_is_repeated_only_if_idempotent() {
    let first = Step::KeepAlive(message(200, "", b"{}"));
    let server = Server::start([first.clone(), Step::CloseRead, Step::json("{}")]).await;
    let (transport, _clock) = manual(&server.url);
    assert_eq!(send(&transport, "list_things").await.unwrap().attempts, 1);
    assert_eq!(send(&transport, "list_things").await.unwrap().attempts, 2);
    assert_eq!(server.count(), 3);

    let server = Server::start([first, Step::CloseRead, Step::json("{}")]).await;
    let (transport, _clock) = manual(&server.url);
    send(&transport, "list_things").await.unwrap();
    let error = send(&transport, "create_thing").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::OutcomeUnknown, 1));
    assert_eq!(server.count(), 2);
}

fn damaged_gzip() -> Step {
    // A gzip head, and then no deflate stream.
    let body = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03not deflate at all";
    Step::Bytes(message(200, "content-encoding: gzip\r\n", body))
}

#[tokio::test]
async fn a_body_cut_off_or_damaged_is_asked_for_again_only_if_idempotent() {
    for step in [Step::truncated("{\"a\": 1"), damaged_gzip()] {
        let server = Server::start([step.clone(), Step::json("{\"a\": 1}")]).await;
        let (transport, _clock) = manual(&server.url);
        let answer = send(&transport, "list_things").await.unwrap();
        assert_eq!((answer.attempts, &answer.body[..]), (2, &b"{\"a\": 1}"[..]));

        let server = Server::start([step, Step::json("{}")]).await;
        let (transport, _clock) = manual(&server.url);
        let error = send(&transport, "create_thing").await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::OutcomeUnknown, 1));
        assert_eq!(error.status().unwrap().as_u16(), 200);
        assert_eq!(server.count(), 1);
    }
}

#[tokio::test]
async fn a_body_that_never_gets_whole_is_a_connection_error_after_five_attempts() {
    let server = Server::start(vec![Step::truncated("{"); 5]).await;
    let (transport, _clock) = manual(&server.url);
    let error = send(&transport, "list_things").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 5));
    assert_eq!(server.count(), 5);
}

fn drip() -> Step {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{".to_vec();
    Step::Drip(vec![head, b"  ".to_vec()], Duration::from_millis(10))
}

#[tokio::test]
async fn a_body_that_stalls_is_asked_for_again_only_if_idempotent() {
    let limits = Limits::default().with_idle(Duration::from_millis(60));
    let server = Server::start([drip(), Step::json("{}")]).await;
    let with_limits = || {
        builder(&server.url)
            .limits(limits.clone())
            .clock(Arc::new(ManualClock::default()))
    };
    let answer = send(&with_limits().build().unwrap(), "list_things").await.unwrap();
    assert_eq!(answer.attempts, 2);

    let server = Server::start([drip(), Step::json("{}")]).await;
    let transport = builder(&server.url).limits(limits).build().unwrap();
    let error = send(&transport, "create_thing").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::OutcomeUnknown, 1));
    assert!(error.to_string().contains("stopped coming for 60 ms"), "{error}");
}

#[tokio::test]
async fn a_silent_service_is_a_timeout_if_idempotent_and_an_unknown_outcome_if_not() {
    let limits = Limits::default().with_first_byte(Duration::from_millis(50));
    let server = Server::start(vec![Step::Silence; 5]).await;
    let clock = Arc::new(ManualClock::default());
    let transport = builder(&server.url)
        .limits(limits.clone())
        .clock(clock)
        .build()
        .unwrap();
    let error = send(&transport, "list_things").await.unwrap_err();
    // Two waits of 50 and 100 ms fit into the total of 5 × 50 ms; the third would end beyond it.
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 3));
    assert!(error.to_string().contains("no answer within 50 ms"), "{error}");

    let server = Server::start(vec![Step::Silence; 2]).await;
    let transport = builder(&server.url).limits(limits).build().unwrap();
    let error = send(&transport, "create_thing").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::OutcomeUnknown, 1));
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn an_html_page_with_status_200_is_named_as_such() {
    let server = Server::start([Step::answer(200, "text/html", "<!DOCTYPE html><title>Sign in</title>")]).await;
    let (transport, _clock) = manual(&server.url);
    let answer = send(&transport, "list_things").await.unwrap();
    let error = answer.json::<Vec<String>>().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(
        error.to_string().starts_with("list_things: the answer is an HTML page"),
        "{error}"
    );
    assert!(error.body().unwrap().contains("Sign in"));
}

#[tokio::test]
async fn a_success_that_is_a_refusal_by_its_content_makes_an_error_with_all_that_is_known() {
    let body = r#"{"errors": [{"message": "no such region"}]}"#;
    let server = Server::start([Step::Bytes(message(200, "x-request-id: r-3\r\n", body.as_bytes()))]).await;
    let (transport, _clock) = manual(&server.url);
    let answer = send(&transport, "list_things").await.unwrap();
    let error = answer.error(ErrorKind::InvalidRequest, "the service refused the query");
    assert_eq!(
        error.to_string(),
        "list_things: the service refused the query: no such region (request r-3)"
    );
    assert_eq!(error.body(), Some(body));
}

#[tokio::test]
async fn an_error_page_keeps_its_status_and_gives_no_message() {
    let server = Server::start([Step::answer(404, "text/html", "<html><h1>nginx</h1></html>")]).await;
    let (transport, _clock) = manual(&server.url);
    let error = send(&transport, "list_things").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(error.messages().is_empty());
    assert!(!error.to_string().contains("nginx"), "{error}");
    assert_eq!(error.body(), Some("<html><h1>nginx</h1></html>"));
}

#[tokio::test]
async fn an_error_whose_body_breaks_off_keeps_its_status() {
    let bytes = b"HTTP/1.1 403 Forbidden\r\ncontent-length: 500\r\n\r\nnot for you".to_vec();
    let server = Server::start([Step::Bytes(bytes)]).await;
    let (transport, _clock) = manual(&server.url);
    let error = send(&transport, "list_things").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Forbidden, 1));
    assert_eq!(error.messages(), ["not for you"]);
}

#[tokio::test]
async fn a_reply_that_is_not_http_is_a_connection_error() {
    let server = Server::start(vec![Step::Shout(b"SSH-2.0-OpenSSH\r\n"); 5]).await;
    let (transport, _clock) = manual(&server.url);
    let error = send(&transport, "list_things").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 5));
}

#[tokio::test]
async fn a_body_in_a_coding_that_was_not_asked_for_is_named_as_such() {
    let coded = |status| Step::Bytes(message(status, "content-encoding: br\r\n", b"\x8b\x02\x80{}\x03"));
    for id in ["list_things", "create_thing"] {
        let server = Server::start([coded(200)]).await;
        let (transport, _clock) = manual(&server.url);
        let error = send(&transport, id).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Decode, 1), "{error}");
        assert_eq!(error.status().unwrap().as_u16(), 200);
        assert!(error.to_string().contains("not asked for"), "{error}");
    }
    let server = Server::start([coded(400)]).await;
    let (transport, _clock) = manual(&server.url);
    let error = send(&transport, "list_things").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.messages().is_empty(), "{error}");
}

#[tokio::test]
async fn an_empty_answer_is_a_success_whatever_coding_it_names() {
    let kept = b"HTTP/1.1 204 No Content\r\ncontent-encoding: br\r\n\r\n".to_vec();
    for step in [
        Step::Bytes(message(200, "content-encoding: br\r\n", b"")),
        Step::Bytes(kept),
    ] {
        let server = Server::start([step]).await;
        let (transport, _clock) = manual(&server.url);
        let answer = send(&transport, "list_things").await.unwrap();
        assert!(answer.body.is_empty());
        let error = answer.json::<u64>().unwrap_err();
        assert!(error.to_string().contains("the answer is empty"), "{error}");
    }
}

#[tokio::test]
async fn a_304_and_an_early_hint_are_no_success_of_their_own() {
    let hinted =
        b"HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".to_vec();
    let unchanged = b"HTTP/1.1 304 Not Modified\r\n\r\n".to_vec();
    let server = Server::start([Step::Bytes(hinted), Step::Bytes(unchanged)]).await;
    let (transport, _clock) = manual(&server.url);
    assert_eq!(send(&transport, "list_things").await.unwrap().status.as_u16(), 200);
    let error = send(&transport, "list_things").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Service, 1));
    assert_eq!(error.status().unwrap().as_u16(), 304);
}

#[cfg(all(not(feature = "native-tls"), any(feature = "rustls-tls", feature = "aws-lc-rs")))]
#[tokio::test]
async fn a_tls_failure_after_the_request_began_leaves_the_outcome_of_a_mutation_open() {
    let server = Server::start([Step::CloseRead]).await;
    let (transport, _clock) = manual(&server.url);
    let pieces = futures_util::stream::iter([Ok("{"), Err(rustls::Error::DecryptError)]);
    let request = transport
        .reqwest()
        .post("http://service.invalid/v1/things")
        .body(aurora_core::reqwest::Body::wrap_stream(pieces))
        .build()
        .unwrap();
    let operation = transport.operation("create_thing").unwrap();
    let options = aurora_core::call::CallOptions::default();
    let error = transport.execute(request, operation, &options).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::OutcomeUnknown, 1),
        "{error}"
    );
    assert!(everything(&error).contains("decrypt"), "{error:?}");
}
