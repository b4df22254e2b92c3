//! What is sent again when the answer is lost, and what is not.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use etm_client::sessions::{CopyOptions, Merge, SessionUpdate};
use etm_client::types::{ScenarioDump, ScenarioExportLine};
use etm_client::{ErrorKind, EtmClient, NewSession};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::support::{builder, built};

/// A server that reads each request whole and then hangs up, and how many it has read.
async fn hanging_up() -> (EtmClient, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&count);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            read_request(stream).await;
            seen.fetch_add(1, Ordering::SeqCst);
        }
    });
    let (client, _) = built(builder(&address));
    (client, count)
}

/// Reads head and body, and lets the connection fall.
async fn read_request(mut stream: TcpStream) {
    let (mut held, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        let text = String::from_utf8_lossy(&held).to_ascii_lowercase();
        if let Some(end) = text.find("\r\n\r\n") {
            let length = text
                .lines()
                .find_map(|line| line.strip_prefix("content-length: ")?.trim().parse().ok());
            if held.len() >= end + 4 + length.unwrap_or(0) {
                break;
            }
        }
        match stream.read(&mut piece).await {
            Ok(0) | Err(_) => break,
            Ok(count) => held.extend_from_slice(&piece[..count]),
        }
    }
    // Without an answer; an error here means that the client hung up first.
    let _gone = stream.shutdown().await;
}

#[tokio::test]
async fn what_makes_a_session_is_not_sent_again() {
    let (client, count) = hanging_up().await;
    let sessions = client.sessions();
    let merge = Merge::new().with_session(1, 1.0);
    let errors = [
        sessions.create(&NewSession::default()).await.unwrap_err(),
        sessions.copy(1, &CopyOptions::new()).await.unwrap_err(),
        sessions.merge(&merge).await.unwrap_err(),
        sessions.interpolate(1, 2040, None).await.unwrap_err(),
        sessions.create_version_tag(1, None).await.unwrap_err(),
    ];
    for error in &errors {
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::OutcomeUnknown, 1),
            "{error}"
        );
        assert!(error.to_string().contains("may have been acted on"), "{error}");
    }
    assert_eq!(count.load(Ordering::SeqCst), errors.len());
}

#[tokio::test]
async fn what_has_the_same_effect_twice_is_sent_again() {
    let (client, count) = hanging_up().await;
    let sessions = client.sessions();
    let update = SessionUpdate::new().with_value("costs_co2", 1.0);
    let errors = [
        sessions.get(1).await.unwrap_err(),
        sessions.update(1, &update).await.unwrap_err(),
        sessions.delete(1).await.unwrap_err(),
    ];
    for error in &errors {
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 5), "{error}");
    }
    assert_eq!(count.load(Ordering::SeqCst), 5 * errors.len());
}

#[test]
fn a_line_of_an_export_becomes_a_dump_without_the_metadata_of_the_export() {
    let line: ScenarioExportLine = serde_json::from_value(json!({
        "area_code": "nl2019", "start_year": 2019, "end_year": 2050, "private": false, "keep_compatible": true,
        "user_values": {"costs_co2": 120.0}, "balanced_values": {}, "active_couplings": [], "inactive_couplings": [],
        "user_sortables": {"HydrogenSupplyOrder": {"order": ["a"]}}, "user_curves": {"weather/air_temperature": [4.1]},
        "metadata": {"id": 7, "source": "x"},
    }))
    .unwrap();
    let expected = json!({
        "area_code": "nl2019", "end_year": 2050, "private": false, "keep_compatible": true, "metadata": {},
        "user_values": {"costs_co2": 120.0}, "balanced_values": {}, "active_couplings": [],
        "user_sortables": {"HydrogenSupplyOrder": {"order": ["a"]}}, "user_curves": {"weather/air_temperature": [4.1]},
    });
    assert_eq!(serde_json::to_value(ScenarioDump::from(line)).unwrap(), expected);
}
