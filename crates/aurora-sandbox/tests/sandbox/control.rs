//! Control over HTTP.

use aurora_sandbox::Sandbox;
use reqwest::Method;
use serde_json::{Value, json};

use crate::session::{Session, start, start_with};

async fn control(session: &Session, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
    let request = session
        .http
        .request(method, format!("{}/_sandbox{path}", session.sandbox.url()));
    let request = match body {
        Some(body) => request.json(&body),
        None => request,
    };
    session.send(request).await
}

#[tokio::test]
async fn faults_are_added_listed_served_and_removed() {
    let session = start().await;
    let order = json!({"operation": "list_turbines", "times": 2, "fault": {"kind": "status_with_retry_after", "status": 429, "retryAfter": "2"}});
    assert_eq!(
        control(&session, Method::POST, "/faults", Some(order.clone())).await,
        (201, order.clone())
    );
    assert_eq!(
        control(&session, Method::GET, "/faults", None).await,
        (200, json!([order]))
    );
    assert_eq!(session.get("/v1/turbines").await.0, 429);
    assert_eq!(control(&session, Method::GET, "/faults", None).await.1[0]["times"], 1);
    assert_eq!(control(&session, Method::DELETE, "/faults", None).await.0, 200);
    assert_eq!(session.get("/v1/turbines").await.0, 200);
}

#[tokio::test]
async fn a_wrong_order_is_refused_with_the_reason() {
    let session = start().await;
    for (order, reason) in [
        (
            json!({"operation": "list_turbine", "fault": {"kind": "bad_json"}}),
            "list_turbine",
        ),
        (json!({"operation": "*", "fault": {"kind": "status"}}), "needs status"),
        (
            json!({"operation": "*", "fault": {"kind": "status", "status": 42}}),
            "200 to 599",
        ),
        (json!({"operation": "*", "fault": {"kind": "nonsense"}}), "nonsense"),
        (
            json!({"operation": "*", "fault": {"kind": "oversized", "bytes": 1u64 << 60}}),
            "at most",
        ),
        (
            json!({"operation": "*", "fault": {"kind": "bad_json", "staus": 1}}),
            "staus",
        ),
        (json!({"operation": "*"}), "fault"),
    ] {
        let (status, answer) = control(&session, Method::POST, "/faults", Some(order.clone())).await;
        assert_eq!(status, 400, "{order}");
        assert!(answer["message"].as_str().unwrap().contains(reason), "{answer}");
    }
    assert_eq!(control(&session, Method::GET, "/faults", None).await.1, json!([]));
}

#[tokio::test]
async fn requests_can_be_read_and_forgotten_and_are_not_about_control() {
    let session = start().await;
    session.get("/v1/turbines").await;
    let (_, requests) = control(&session, Method::GET, "/requests", None).await;
    assert_eq!(requests.as_array().unwrap().len(), 1);
    assert_eq!(requests[0]["operation"], "list_turbines");
    assert_eq!(requests[0]["tokenWasRight"], true);
    assert!(!requests.to_string().contains(session.sandbox.token()));
    control(&session, Method::DELETE, "/requests", None).await;
    assert_eq!(control(&session, Method::GET, "/requests", None).await.1, json!([]));
    assert_eq!(control(&session, Method::GET, "/health", None).await.1["status"], "ok");
    assert_eq!(control(&session, Method::GET, "/nothing", None).await.0, 404);
}

#[tokio::test]
async fn control_can_be_switched_off() {
    let session = start_with(Sandbox::builder().control(false)).await;
    assert_eq!(control(&session, Method::GET, "/health", None).await.0, 404);
}
