//! Ports, tokens, unknown routes, and what the sandbox remembers of requests.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use aurora_sandbox::{Error, ROUTES, Sandbox};
use reqwest::Method;
use serde_json::json;

use crate::session::{http, start, start_with};

#[tokio::test]
async fn a_missing_or_wrong_token_is_401_and_the_forbidden_one_403_on_every_route() {
    let session = start().await;
    for route in ROUTES.iter().filter(|route| route.service == "amun") {
        let path = [
            "{turbine_id}",
            "{valuation_id}",
            "{token}",
            "{region_code}",
            "{windfarm_id}",
        ]
        .iter()
        .fold(route.path.to_owned(), |path, name| path.replace(name, "1"));
        let call = |token: Option<&str>| {
            let method = Method::from_bytes(route.method.as_bytes()).unwrap();
            let request = session.http.request(method, format!("{}{path}", session.sandbox.url()));
            match token {
                Some(token) => request.header("Private-Token", token),
                None => request,
            }
        };
        for (token, status, code) in [
            (None, 401, "Unauthorized"),
            (Some("another"), 401, "Unauthorized"),
            (Some(session.sandbox.forbidden_token()), 403, "Forbidden"),
        ] {
            let (given, body) = session.send(call(token)).await;
            assert_eq!((given, &body["error"]), (status, &json!(code)), "{}", route.operation);
        }
    }
}

#[tokio::test]
async fn a_content_type_on_verbs_without_a_body_is_tolerated() {
    let session = start().await;
    for (method, path) in [(Method::GET, "/v1/turbines"), (Method::DELETE, "/v1/valuations/1")] {
        let request = session.request(method, path).header("Content-Type", "application/json");
        let (status, _) = session.send(request).await;
        assert!([200, 404].contains(&status), "{path}: {status}");
    }
}

#[tokio::test]
async fn an_unknown_route_is_404_and_says_so_in_a_header() {
    let session = start().await;
    for (method, path) in [
        (Method::GET, "/v1/loadfactor"),
        (Method::GET, "/v1/valuations/30"),
        (Method::GET, "/v1/turbines/29"),
        (Method::GET, "/v1//turbines"),
        (Method::GET, "/v3/turbines"),
    ] {
        let response = session.request(method, path).send().await.unwrap();
        assert_eq!(response.status(), 404, "{path}");
        assert_eq!(response.headers()["x-sandbox"], "no such route", "{path}");
    }
    assert!(
        session
            .sandbox
            .requests()
            .iter()
            .all(|request| request.operation.is_none())
    );
    let unknown = session.get("/v1/turbines/999999/powerCurve").await;
    assert_eq!((unknown.0, &unknown.1["error"]), (404, &json!("NotFound")));
}

#[tokio::test]
async fn requests_are_remembered_without_any_secret() {
    let session = start().await;
    session.get("/v1/scenarios?region=gbr").await;
    let wrong = session
        .http
        .put(format!("{}/loadfactor", session.sandbox.amun_url()))
        .header("Private-Token", "canary-value");
    session.send(wrong.body("12345")).await;
    let requests = session.sandbox.requests();
    assert_eq!(requests[0].operation, Some("list_scenarios"));
    assert_eq!(
        (requests[0].method.as_str(), requests[0].path.as_str()),
        ("GET", "/amun/v1/scenarios")
    );
    assert_eq!(
        (requests[0].query.as_str(), requests[0].status),
        ("region=gbr", Some(200))
    );
    assert!(requests[0].token_was_right && requests[0].has_header("Private-Token"));
    assert!(!requests[1].token_was_right);
    assert_eq!((requests[1].status, requests[1].body_bytes), (Some(401), 5));
    let shown = format!("{requests:?} {:?}", session.sandbox);
    assert!(!shown.contains("canary-value") && !shown.contains(session.sandbox.token()));
    assert_eq!(session.sandbox.count("list_scenarios"), 1);
    session.sandbox.clear_requests();
    assert!(session.sandbox.requests().is_empty());
}

#[tokio::test]
async fn a_call_that_its_client_gives_up_is_remembered_without_a_status() {
    let session = start_with(Sandbox::builder().calculation_delay(Duration::from_secs(600))).await;
    let request = session.request(Method::PUT, "/v1/loadfactor").body("{}");
    let outcome = request.timeout(Duration::from_millis(100)).send().await;
    assert!(outcome.unwrap_err().is_timeout());
    assert_eq!(session.sandbox.count("run_load_factor"), 1);
    assert_eq!(session.sandbox.requests()[0].status, None);
}

#[test]
fn a_builder_shows_no_token() {
    let shown = format!(
        "{:?}",
        Sandbox::builder().token("canary-value").forbidden_token("canary-other")
    );
    assert!(!shown.contains("canary"), "{shown}");
}

#[tokio::test]
async fn the_log_gets_one_line_per_request() {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&lines);
    let session = start_with(Sandbox::builder().log(move |line| sink.lock().unwrap().push(line.to_string()))).await;
    session.get("/v1/windfarms?search=").await;
    session.get("/v1/nothing").await;
    let lines = lines.lock().unwrap();
    assert!(
        lines[0].starts_with("GET /amun/v1/windfarms?search= -> 200 in "),
        "{}",
        lines[0]
    );
    assert!(lines[0].ends_with("(search_windfarms)"), "{}", lines[0]);
    assert!(
        lines[1].contains("404") && lines[1].ends_with("(no such route)"),
        "{}",
        lines[1]
    );
    assert_eq!(lines.len(), 2);
}

#[tokio::test]
async fn a_stopped_sandbox_refuses_connections_and_frees_its_port() {
    let session = start().await;
    session.get("/v1/turbines").await;
    let url = format!("{}/turbines", session.sandbox.amun_url());
    let port = session.sandbox.url().rsplit(':').next().unwrap().parse().unwrap();
    session.sandbox.shutdown().await;
    let error = session.http.get(&url).send().await.unwrap_err();
    assert!(error.is_connect() || error.is_request(), "{error:?}");
    let again = Sandbox::builder().port(port).start().await.unwrap();
    assert_eq!(again.amun_url(), url.trim_end_matches("/turbines"));
}

#[tokio::test]
async fn dropping_the_sandbox_ends_calls_that_wait() {
    let session = start_with(Sandbox::builder().calculation_delay(Duration::from_secs(600))).await;
    let waiting = tokio::spawn(session.request(Method::PUT, "/v1/loadfactor").body("{}").send());
    tokio::time::sleep(Duration::from_millis(50)).await;
    drop(session);
    let outcome = tokio::time::timeout(Duration::from_secs(5), waiting)
        .await
        .unwrap()
        .unwrap();
    assert!(outcome.is_err());
}

#[tokio::test]
async fn a_taken_port_and_an_unusable_token_are_errors_that_say_what_to_do() {
    let first = Sandbox::start().await.unwrap();
    let port = first.url().rsplit(':').next().unwrap().parse().unwrap();
    let error = Sandbox::builder().port(port).start().await.unwrap_err();
    assert!(matches!(error, Error::Listen { port: taken, .. } if taken == port));
    assert!(error.to_string().contains("choose another port"));
    let error = Sandbox::builder().token("a\nb").start().await.unwrap_err();
    assert!(matches!(error, Error::Token { which: "token" }));
}

#[test]
fn a_sandbox_in_the_background_serves_callers_without_a_runtime_and_stops() {
    let sandbox = Sandbox::builder().start_in_background().unwrap();
    let url = format!("{}/turbines", sandbox.amun_url());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let client = http().build().unwrap();
    let status = runtime.block_on(client.get(&url).send()).unwrap().status();
    assert_eq!(status, 401);
    runtime.block_on(sandbox.shutdown());
    assert!(runtime.block_on(client.get(&url).send()).is_err());
}

#[tokio::test]
#[should_panic(expected = "no operation called \"list_turbine\"")]
async fn a_fault_for_an_operation_that_does_not_exist_fails_the_test_at_once() {
    start()
        .await
        .sandbox
        .fail_next("list_turbine", aurora_sandbox::Fault::BadJson);
}

#[tokio::test]
async fn a_body_without_end_is_turned_away() {
    let session = start().await;
    let url = format!("{}/loadfactor", session.sandbox.amun_url());
    let body = vec![b' '; 64 * 1024 * 1024 + 1];
    let request = session.http.put(url).header("Private-Token", session.sandbox.token());
    // The sandbox answers before it has read everything, so the client may see the connection end instead.
    let answer = request.body(body).send().await;
    assert!(answer.is_err() || answer.is_ok_and(|answer| answer.status() == 413));
    let status = session.sandbox.requests()[0].status;
    assert_eq!(status, Some(413));
}
