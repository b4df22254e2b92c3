//! Faults, each seen by a client.

use std::time::{Duration, Instant};

use aurora_sandbox::{Fault, Sandbox};
use reqwest::{Method, redirect};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::session::{http, p50, start, valuation_body};

#[tokio::test]
async fn a_status_comes_as_often_as_asked_for_and_only_for_its_operation() {
    let session = start().await;
    session.sandbox.fail_times("list_turbines", 2, Fault::Status(503));
    assert_eq!(session.get("/v1/windfarms").await.0, 200);
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(session.get("/v1/turbines").await.0);
    }
    assert_eq!(statuses, [503, 503, 200]);
    session.sandbox.fail_next("*", Fault::Status(418));
    assert_eq!(session.get("/v1/windfarms").await.0, 418);
    session.sandbox.fail_next("*", Fault::Status(418));
    session.sandbox.clear_faults();
    assert_eq!(session.get("/v1/windfarms").await.0, 200);
}

#[tokio::test]
async fn retry_after_comes_as_seconds_and_as_a_date() {
    let session = start().await;
    session
        .sandbox
        .fail_next("list_turbines", Fault::StatusWithRetryAfter(429, "7".into()));
    session
        .sandbox
        .fail_next("list_turbines", Fault::StatusWithRetryDate(503, Duration::from_secs(5)));
    let first = session.request(Method::GET, "/v1/turbines").send().await.unwrap();
    assert_eq!(
        (
            first.status().as_u16(),
            first.headers()["retry-after"].to_str().unwrap()
        ),
        (429, "7")
    );
    let second = session.request(Method::GET, "/v1/turbines").send().await.unwrap();
    assert_eq!(second.status(), 503);
    assert!(second.headers()["retry-after"].to_str().unwrap().ends_with(" GMT"));
}

#[tokio::test]
async fn bodies_that_are_not_what_they_should_be() {
    let session = start().await;
    let answer = async |fault: Fault| {
        session.sandbox.fail_next("list_turbines", fault);
        let response = session.request(Method::GET, "/v1/turbines").send().await.unwrap();
        let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
        (response.status().as_u16(), kind, response.text().await.unwrap())
    };
    let (status, kind, body) = answer(Fault::HtmlPage).await;
    assert!(status == 200 && kind.starts_with("text/html") && body.contains("<title>"));
    let (status, kind, body) = answer(Fault::BadJson).await;
    assert!(status == 200 && kind.starts_with("application/json"));
    assert!(serde_json::from_str::<Value>(&body).is_err());
    assert_eq!(answer(Fault::EmptyBody).await.2, "");
    assert_eq!(answer(Fault::Oversized(100_000)).await.2.len(), 100_000);
    let exact = Fault::Body {
        status: 404,
        content_type: "text/plain".into(),
        body: "gone".into(),
    };
    assert_eq!(answer(exact).await, (404, "text/plain".into(), "gone".into()));
}

#[tokio::test]
async fn a_reset_before_the_body_is_read_runs_nothing_and_one_after_it_has_run() {
    let session = start().await;
    for (fault, created) in [(Fault::ResetBeforeRead, 0), (Fault::ResetAfterRead, 1)] {
        session.sandbox.fail_next("create_valuation", fault.clone());
        let outcome = session
            .request(Method::PUT, "/v1/valuations")
            .json(&valuation_body())
            .send()
            .await;
        assert!(outcome.is_err(), "{fault:?}");
        let (_, valuations) = session.get("/v1/valuations").await;
        assert_eq!(valuations.as_array().unwrap().len(), created, "{fault:?}");
    }
    let statuses: Vec<_> = session
        .sandbox
        .requests()
        .iter()
        .map(|request| (request.operation, request.status))
        .collect();
    assert_eq!(statuses[0], (Some("create_valuation"), None));
    assert_eq!(statuses[2], (Some("create_valuation"), None));
    assert_eq!(session.sandbox.requests()[0].body_bytes, 0);
    assert!(session.sandbox.requests()[2].body_bytes > 100);
}

/// Sends a bare request and reads until the connection ends.
async fn raw(sandbox: &Sandbox) -> (Vec<u8>, std::io::Result<usize>) {
    let address = sandbox.url().trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!(
        "GET /amun/v1/turbines HTTP/1.1\r\nHost: {address}\r\nPrivate-Token: {}\r\n\r\n",
        sandbox.token()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    let outcome = stream.read_to_end(&mut bytes).await;
    (bytes, outcome)
}

#[tokio::test]
async fn a_reset_is_a_real_one() {
    let session = start().await;
    for fault in [Fault::ResetBeforeRead, Fault::ResetAfterRead] {
        session.sandbox.fail_next("list_turbines", fault);
        let (bytes, outcome) = raw(&session.sandbox).await;
        assert!(bytes.is_empty());
        assert_eq!(outcome.unwrap_err().kind(), std::io::ErrorKind::ConnectionReset);
    }
}

#[tokio::test]
async fn a_truncated_body_ends_at_half_of_its_content_length() {
    let session = start().await;
    session.sandbox.fail_next("list_turbines", Fault::Truncate);
    let (bytes, _) = raw(&session.sandbox).await;
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let length = head
        .lines()
        .find_map(|line| line.to_lowercase().strip_prefix("content-length: ").map(str::to_owned));
    let length: usize = length.unwrap().parse().unwrap();
    assert!(head.starts_with("HTTP/1.1 200"));
    assert_eq!(body.len(), length / 2);
    session.sandbox.fail_next("list_turbines", Fault::Truncate);
    let response = session.request(Method::GET, "/v1/turbines").send().await.unwrap();
    assert!(response.bytes().await.is_err());
}

#[tokio::test]
async fn a_drip_takes_its_time_and_arrives_whole() {
    let session = start().await;
    let (_, whole) = session.get("/v1/turbines/268/powerCurve").await;
    session.sandbox.fail_next(
        "get_turbine_power_curve",
        Fault::Drip {
            bytes: 100,
            interval: Duration::from_millis(5),
        },
    );
    let started = Instant::now();
    let (status, dripped) = session.get("/v1/turbines/268/powerCurve").await;
    assert_eq!((status, dripped), (200, whole));
    assert!(
        started.elapsed() >= Duration::from_millis(40),
        "{:?}",
        started.elapsed()
    );
}

#[tokio::test]
async fn a_delayed_answer_is_the_right_one_and_others_do_not_wait_for_it() {
    let session = start().await;
    session
        .sandbox
        .fail_next("list_turbines", Fault::Delay(Duration::from_millis(150)));
    let started = Instant::now();
    let slow = session.request(Method::GET, "/v1/turbines").send();
    let quick = async {
        session.get("/v1/windfarms").await;
        started.elapsed()
    };
    let (slow, quick) = tokio::join!(slow, quick);
    assert_eq!(slow.unwrap().status(), 200);
    assert!(quick < Duration::from_millis(140) && started.elapsed() >= Duration::from_millis(150));
}

#[tokio::test]
async fn a_redirect_leads_to_another_origin() {
    let session = start().await;
    let elsewhere = Sandbox::start().await.unwrap();
    let location = format!("{}/turbines", elsewhere.amun_url());
    session.sandbox.fail_next(
        "list_turbines",
        Fault::Redirect {
            status: 307,
            location: location.clone(),
        },
    );
    let client = http().redirect(redirect::Policy::none()).build().unwrap();
    let request = client.get(format!("{}/turbines", session.sandbox.amun_url()));
    let response = request
        .header("Private-Token", session.sandbox.token())
        .send()
        .await
        .unwrap();
    assert_eq!(
        (
            response.status().as_u16(),
            response.headers()["location"].to_str().unwrap()
        ),
        (307, location.as_str())
    );
}

#[tokio::test]
async fn answers_of_asynchronous_load_factors_are_bent() {
    let session = start().await;
    session.sandbox.fail_next("submit_load_factor", Fault::NoToken);
    assert_eq!(session.put("/v2/loadfactor", &p50()).await, (202, json!({})));
    let (_, submitted) = session.put("/v2/loadfactor", &p50()).await;
    let path = format!("/v2/loadfactor/{}", submitted["token"].as_str().unwrap());
    session
        .sandbox
        .fail_next("get_load_factor_status", Fault::ResultsSpelling);
    let (_, bent) = session.get(&path).await;
    assert!(bent["results"]["typicalHourly"].is_array() && bent.get("result").is_none());
    session
        .sandbox
        .fail_next("get_load_factor_status", Fault::StatusText("Queued".into()));
    assert_eq!(session.get(&path).await.1["status"], "Queued");
    let (_, straight) = session.get(&path).await;
    assert_eq!(straight["status"], "Complete");
    assert_eq!(straight["result"], bent["results"]);
}
