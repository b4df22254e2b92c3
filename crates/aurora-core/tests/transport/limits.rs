//! Bounds of time and size.

use std::io::Write as _;
use std::time::{Duration, Instant};

use aurora_core::ErrorKind;
use aurora_core::call::CallOptions;
use aurora_core::limits::Limits;
use futures_util::TryStreamExt;

use crate::support::{Server, Step, builder, manual, message, send, send_with};

#[tokio::test]
async fn a_body_over_the_cap_is_refused_without_another_attempt() {
    let announced = Step::json(&"x".repeat(2000));
    let chunked = format!(
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n7d0\r\n{}\r\n0\r\n\r\n",
        "x".repeat(2000)
    );
    for step in [announced, Step::Bytes(chunked.into_bytes())] {
        for id in ["list_things", "create_thing"] {
            let server = Server::start([step.clone()]).await;
            let limits = Limits::default().with_json_body_cap(1999);
            let transport = builder(&server.url).limits(limits).build().unwrap();
            let error = send(&transport, id).await.unwrap_err();
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::TooLarge, 1));
            assert!(error.to_string().contains("1999 bytes"), "{error}");
            assert_eq!(server.count(), 1);
        }
    }
}

#[tokio::test]
async fn a_body_of_exactly_the_cap_is_read() {
    let server = Server::start([Step::json(&"x".repeat(2000))]).await;
    let limits = Limits::default().with_json_body_cap(2000);
    let transport = builder(&server.url).limits(limits).build().unwrap();
    assert_eq!(send(&transport, "list_things").await.unwrap().body.len(), 2000);
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn compression_is_asked_for_and_taken_off() {
    let body = message(200, "content-encoding: gzip\r\n", &gzip(b"{\"a\": 1}"));
    let server = Server::start([Step::Bytes(body)]).await;
    let (transport, _clock) = manual(&server.url);
    let answer = send(&transport, "list_things").await.unwrap();
    assert_eq!(&answer.body[..], b"{\"a\": 1}");
    assert!(server.requests()[0].to_lowercase().contains("accept-encoding: gzip"));
}

#[tokio::test]
async fn a_small_body_that_unpacks_to_a_large_one_counts_as_large() {
    let bomb = gzip(&vec![b' '; 4 * 1024 * 1024]);
    assert!(bomb.len() < 10_000);
    let step = |status| Step::Bytes(message(status, "content-encoding: gzip\r\n", &bomb));
    let server = Server::start([step(200), step(400)]).await;
    let limits = Limits::default()
        .with_json_body_cap(1024 * 1024)
        .with_error_body_cap(1000);
    let transport = builder(&server.url).limits(limits).build().unwrap();
    assert_eq!(
        send(&transport, "list_things").await.unwrap_err().kind(),
        ErrorKind::TooLarge
    );
    let error = send(&transport, "list_things").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(error.body().unwrap().len(), 1000);
}

#[tokio::test]
async fn of_an_error_body_only_the_beginning_is_kept() {
    let server = Server::start([Step::answer(400, "text/plain", &"ä".repeat(100_000))]).await;
    let (transport, _clock) = manual(&server.url);
    let error = send(&transport, "list_things").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(error.body().unwrap().len(), 4096);
}

#[tokio::test]
async fn the_total_time_bounds_attempts_and_waits_together() {
    let server = Server::start(vec![Step::Silence; 50]).await;
    let limits = Limits::default().with_first_byte(Duration::from_millis(40));
    let transport = builder(&server.url).limits(limits).build().unwrap();
    let options = CallOptions::default().with_total(Duration::from_millis(190));
    let started = Instant::now();
    let error = send_with(&transport, "list_things", options).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
    assert!(error.attempts() >= 2, "{error}");
}

#[tokio::test]
async fn a_total_shorter_than_the_first_byte_limit_is_named_as_the_reason() {
    let server = Server::start([Step::Silence]).await;
    let transport = builder(&server.url).build().unwrap();
    let options = CallOptions::default().with_total(Duration::from_millis(50));
    let error = send_with(&transport, "list_things", options).await.unwrap_err();
    assert!(
        error.to_string().contains("the time for the whole call ran out"),
        "{error}"
    );
}

#[tokio::test]
async fn a_body_that_drips_past_the_total_time_is_stopped() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n".to_vec();
    let pieces = std::iter::once(head).chain(vec![b" ".to_vec(); 100]).collect();
    let server = Server::start([Step::Drip(pieces, Duration::from_millis(10))]).await;
    let transport = builder(&server.url).build().unwrap();
    let options = CallOptions::default().with_total(Duration::from_millis(100));
    let error = send_with(&transport, "list_things", options).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 1));
    assert!(error.to_string().contains("while the answer was coming"), "{error}");
}

#[tokio::test]
async fn a_stream_may_take_longer_than_the_total_as_long_as_it_moves() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n".to_vec();
    let pieces = std::iter::once(head).chain(vec![b"x".to_vec(); 12]).collect();
    let server = Server::start([Step::Drip(pieces, Duration::from_millis(12))]).await;
    let limits = Limits::default().with_idle(Duration::from_millis(100));
    let transport = builder(&server.url).limits(limits).build().unwrap();
    let answer = transport
        .request(transport.operation("list_things").unwrap())
        .options(CallOptions::default().with_total(Duration::from_millis(90)))
        .stream()
        .await
        .unwrap();
    assert_eq!(answer.content_length(), Some(12));
    let pieces: Vec<_> = answer.into_stream().try_collect().await.unwrap();
    assert_eq!(pieces.concat(), [b'x'; 12]);
}

#[tokio::test]
async fn a_stream_that_stalls_or_breaks_ends_with_an_error_and_nothing_after_it() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\nabc".to_vec();
    let stall = Step::Drip(vec![head], Duration::ZERO);
    for (step, kind) in [
        (stall, ErrorKind::Timeout),
        (Step::truncated("abc"), ErrorKind::Connect),
    ] {
        let server = Server::start([step]).await;
        let limits = Limits::default().with_idle(Duration::from_millis(50));
        let transport = builder(&server.url).limits(limits).build().unwrap();
        let operation = transport.operation("list_things").unwrap();
        let mut stream = Box::pin(transport.request(operation).stream().await.unwrap().into_stream());
        assert_eq!(stream.try_next().await.unwrap().unwrap(), "abc");
        let error = stream.try_next().await.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (kind, Some("list_things")));
        assert!(stream.try_next().await.unwrap().is_none());
    }
}

#[tokio::test]
async fn the_longest_limits_there_are_are_no_limits_and_no_panic() {
    let drip = [&b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{"[..], b"}"].map(<[u8]>::to_vec);
    let server = Server::start([Step::Drip(drip.to_vec(), Duration::ZERO)]).await;
    let limits = Limits::default()
        .with_connect(Duration::MAX)
        .with_first_byte(Duration::MAX)
        .with_idle(Duration::MAX)
        .with_total(Duration::MAX);
    let transport = builder(&server.url).limits(limits).build().unwrap();
    let large = serde_json::json!({ "name": "x".repeat(200_000) });
    let operation = transport.operation("create_thing").unwrap();
    let answer = transport.request(operation).json(&large).send().await.unwrap();
    assert_eq!(&answer.body[..], b"{}");
}
