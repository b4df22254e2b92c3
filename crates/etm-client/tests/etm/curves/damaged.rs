//! What comes in place of a curve, in memory and on the way to disk.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use etm_client::ErrorKind;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use wiremock::MockServer;

use super::{curve, serving_csv};
use crate::support::{answer, answer_raw, builder, built, client};

const AT: &str = "/scenarios/7/curves/residual_load";

#[tokio::test]
async fn a_bad_value_is_told_with_its_line_and_column() {
    let bad = |row: usize| if row == 8758 { "1.0,n/a" } else { "1.0,2.0" }.to_owned();
    let server = serving_csv("residual_load", curve(2050, "a (MW),b (MW)", bad)).await;
    let (client, _) = client(&server);
    let error = client.curves(7).get("residual_load").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let expected = "line 8760 of the curve has \"n/a\" in column \"b (MW)\", which is no number";
    assert!(error.to_string().contains(expected), "{error}");
    assert_eq!(error.operation(), Some("download_hourly_curve"));
}

#[tokio::test]
async fn rows_and_hours_that_are_missing_are_told() {
    let whole = curve(2050, "a (MW)", |_| "1".to_owned());
    let cut = |rows: usize| {
        whole
            .lines()
            .take(rows + 1)
            .map(|line| format!("{line}\n"))
            .collect::<String>()
    };
    for (text, expected) in [
        (cut(8759), "the curve has 8759 hours, but has to have 8760"),
        (cut(0), "the curve has 0 hours"),
        (
            whole.replace("2050-12-31 22:00,1\n", "2050-12-31 22:00,1,9\n"),
            "line 8760 of the table has 3 cells",
        ),
        (
            whole.replace("12-31 22:00", "12-31 23:00"),
            "line 8760 of the curve is about \"2050-12-31 23:00\", but has to be about 2050-12-31 22:00",
        ),
        (
            whole.replace("2050-01-01 00:00", "first"),
            "line 2 of the curve is about \"first\"",
        ),
        (whole.replace(",1\n", "\n").replace("Time,a (MW)", "Time"), "no values"),
    ] {
        let server = serving_csv("residual_load", text).await;
        let (client, _) = client(&server);
        let error = client.curves(7).get("residual_load").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert!(error.to_string().contains(expected), "{expected:?} is not in {error}");
    }
}

#[tokio::test]
async fn pages_and_messages_with_status_200_never_pass_as_a_curve() {
    let off = "Merit order and time-resolved calculation are not enabled for this scenario";
    let rows = [
        ("text/html", "<!DOCTYPE html><p>Sign in", ErrorKind::Decode, "a page"),
        ("text/csv", "<!DOCTYPE html><p>Sign in", ErrorKind::Decode, "a page"),
        (
            "application/json",
            "{\"errors\":[\"no such curve\"]}",
            ErrorKind::Decode,
            "no such curve",
        ),
        ("text/plain", "We are back soon", ErrorKind::Decode, "We are back soon"),
        ("text/plain", off, ErrorKind::NotFound, "no hourly data"),
        ("text/csv", "", ErrorKind::Decode, "nothing"),
    ];
    for (content_type, body, kind, expected) in rows {
        let server = MockServer::start().await;
        answer_raw(&server, "GET", AT, 200, content_type, body).await;
        let (client, _) = client(&server);
        for error in [
            client.curves(7).csv("residual_load").await.unwrap_err(),
            client.curves(7).get("residual_load").await.unwrap_err(),
        ] {
            assert_eq!(error.kind(), kind, "{error}");
            let told = format!("{error} {:?}", error.messages());
            assert!(told.contains(expected), "{expected:?} is not in {told}");
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("curve.csv");
        std::fs::write(&path, "old").unwrap();
        let error = client.curves(7).download("residual_load", &path).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert_eq!(error.operation(), Some("download_hourly_curve"));
        assert_eq!(std::fs::read(&path).unwrap(), b"old");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}

#[tokio::test]
async fn every_refusal_of_a_curve_says_what_to_do() {
    let off = "Merit order and time-resolved calculation are not enabled for this scenario";
    let rows = [
        (404, "text/plain", off.to_owned(), ErrorKind::NotFound, "no hourly data"),
        (
            404,
            "application/json",
            json!({"errors": ["Scenario not found"]}).to_string(),
            ErrorKind::NotFound,
            "Scenario not found",
        ),
        (
            403,
            "application/json",
            json!({"errors": ["Scenario does not belong to you"]}).to_string(),
            ErrorKind::Forbidden,
            "does not belong to you",
        ),
        (
            410,
            "application/json",
            json!({"errors": ["Scenario uses an unsupported area code and is no longer available: nl2011"]})
                .to_string(),
            ErrorKind::NotFound,
            "unsupported area code",
        ),
        (
            404,
            "text/html",
            "<!DOCTYPE html><h1>404".to_owned(),
            ErrorKind::NotFound,
            "this engine has no hourly curve residual_load",
        ),
        (
            404,
            "application/json",
            json!({"status": 404, "error": "Not Found"}).to_string(),
            ErrorKind::NotFound,
            "this engine has no hourly curve",
        ),
        (
            401,
            "application/json",
            json!({"errors": ["Invalid or expired token"]}).to_string(),
            ErrorKind::Unauthorized,
            "token",
        ),
    ];
    for (status, content_type, body, kind, expected) in rows {
        let server = MockServer::start().await;
        answer_raw(&server, "GET", AT, status, content_type, body).await;
        let (client, _) = client(&server);
        let folder = tempfile::tempdir().unwrap();
        for error in [
            client.curves(7).csv("residual_load").await.unwrap_err(),
            client
                .curves(7)
                .download("residual_load", folder.path().join("x"))
                .await
                .unwrap_err(),
        ] {
            assert_eq!(error.kind(), kind, "{error}");
            assert!(error.to_string().contains(expected), "{expected:?} is not in {error}");
            assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        }
    }
    let server = MockServer::start().await;
    answer(&server, "GET", "/scenarios/7/curves/electricity_price", 406, json!({})).await;
    let (client, _) = client(&server);
    assert_eq!(
        client
            .curves(7)
            .prices()
            .await
            .unwrap_err()
            .status()
            .map(|s| s.as_u16()),
        Some(406)
    );
}

#[tokio::test]
async fn a_curve_goes_to_disk_when_it_is_whole_and_not_before() {
    let whole = curve(2050, "a (MW)", |row| format!("{row}.5"));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("curve.csv");
    let server = serving_csv("residual_load", whole.clone()).await;
    let report = client(&server)
        .0
        .curves(7)
        .download("residual_load", &path)
        .await
        .unwrap();
    assert_eq!(report.bytes, whole.len() as u64);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), whole);

    let short: String = whole.lines().take(8760).map(|line| format!("{line}\n")).collect();
    let server = serving_csv("residual_load", short).await;
    let error = client(&server)
        .0
        .curves(7)
        .download("residual_load", &path)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("the curve has 8759 hours"), "{error}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), whole, "the old file stays");
}

/// A server that sends half of a body on its first connections, and all of it afterwards.
async fn breaking_off(text: String, times: usize) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let seen = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&seen);
    tokio::spawn(async move {
        while let Ok((mut connection, _)) = listener.accept().await {
            let mut request = vec![0; 16 * 1024];
            let _head = connection.read(&mut request).await;
            let is_broken = count.fetch_add(1, Ordering::SeqCst) < times;
            let body = if is_broken { &text[..text.len() / 2] } else { &text[..] };
            let length = text.len();
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
            );
            connection.write_all(format!("{head}{body}").as_bytes()).await.ok();
        }
    });
    (address, seen)
}

#[tokio::test]
async fn a_curve_that_breaks_off_is_fetched_again() {
    let text = curve(2050, "a (MW)", |_| "1".to_owned());
    let (address, seen) = breaking_off(text.clone(), 1).await;
    let (client, _) = built(builder(&address));
    assert_eq!(client.curves(7).csv("residual_load").await.unwrap(), text);
    assert_eq!(seen.load(Ordering::SeqCst), 2);

    let (address, seen) = breaking_off(text.clone(), 2).await;
    let (client, _) = built(builder(&address));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("curve.csv");
    client.curves(7).download("residual_load", &path).await.unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    assert_eq!(seen.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_curve_that_always_breaks_off_is_an_error_and_leaves_nothing() {
    let text = curve(2050, "a (MW)", |_| "1".to_owned());
    let (address, _) = breaking_off(text, usize::MAX).await;
    let (client, _) = built(builder(&address));
    let error = client.curves(7).get("residual_load").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("curve.csv");
    assert!(client.curves(7).download("residual_load", &path).await.is_err());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
