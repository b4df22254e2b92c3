//! Asynchronous load factors.

use std::time::Duration;

use aurora_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::session::{Session, column, era5, hourly, load_factor_body, mean, p50, start, start_with, with, without};

async fn submit(session: &Session, body: &Value) -> String {
    let (status, answer) = session.put("/v2/loadfactor", body).await;
    assert_eq!(status, 202, "{answer}");
    answer["token"].as_str().unwrap().to_owned()
}

async fn poll(session: &Session, token: &str) -> (u16, Value) {
    session.get(&format!("/v2/loadfactor/{token}")).await
}

#[tokio::test]
async fn a_job_is_complete_with_the_result_that_version_1_gives() {
    let session = start().await;
    let token = submit(&session, &p50()).await;
    let (status, answer) = poll(&session, &token).await;
    assert_eq!((status, &answer["status"]), (200, &json!("Complete")));
    let expiry = answer["expiryTime"].as_str().unwrap();
    assert!(expiry.ends_with(".000Z") && expiry.len() == 24, "{expiry}");
    let direct = session.load_factor(&p50()).await;
    let same = |part: &str| assert_eq!(answer["result"][part], direct[part], "{part}");
    same("typicalHourly");
    same("weatherYearHourly");
    same("appliedParams");
    assert_eq!(
        without(answer["result"]["parameters"].clone(), "loadFactorRequestId"),
        without(direct["parameters"].clone(), "loadFactorRequestId")
    );
    assert_eq!(poll(&session, &token).await.1, answer, "a result can be fetched again");
}

#[tokio::test]
async fn running_is_answered_as_often_as_configured() {
    let session = start_with(Sandbox::builder().running_answers(2)).await;
    let token = submit(&session, &p50()).await;
    let mut states = Vec::new();
    for _ in 0..4 {
        states.push(poll(&session, &token).await.1["status"].clone());
    }
    assert_eq!(states, ["Running", "Running", "Complete", "Complete"]);
}

#[tokio::test]
async fn a_calculation_takes_the_time_configured_in_both_versions() {
    let session = start_with(Sandbox::builder().calculation_delay(Duration::from_millis(150))).await;
    let token = submit(&session, &p50()).await;
    assert_eq!(poll(&session, &token).await.1, json!({"status": "Running"}));
    let started = std::time::Instant::now();
    session.load_factor(&p50()).await;
    assert!(started.elapsed() >= Duration::from_millis(150));
    assert_eq!(poll(&session, &token).await.1["status"], "Complete");
}

#[tokio::test]
async fn a_failed_calculation_is_a_state_and_not_a_status() {
    let session = start().await;
    let body =
        load_factor_body(json!({"windType": "AverageWindSpeed", "averageWindSpeed": -11, "measurementHeight": 90}));
    let token = submit(&session, &body).await;
    let (status, answer) = poll(&session, &token).await;
    assert_eq!((status, &answer["status"]), (200, &json!("Errored")));
    assert!(
        answer["error"]
            .as_str()
            .unwrap()
            .contains("Wind speeds below minium value")
    );
    assert!(answer.get("result").is_none() && answer.get("expiryTime").is_none());
}

#[tokio::test]
async fn unknown_and_expired_tokens_are_404() {
    let session = start_with(Sandbox::builder().result_lifetime(Duration::from_millis(100))).await;
    assert_eq!(poll(&session, "None").await.0, 404);
    let token = submit(&session, &p50()).await;
    tokio::time::sleep(Duration::from_millis(120)).await;
    let (status, answer) = poll(&session, &token).await;
    assert_eq!((status, &answer["error"]), (404, &json!("NotFound")));
    let lasting = start().await;
    let token = submit(&lasting, &p50()).await;
    assert_eq!(poll(&lasting, &token).await.0, 200);
    lasting.sandbox.expire_results();
    assert_eq!(poll(&lasting, &token).await.0, 404);
}

#[tokio::test]
async fn equal_bodies_share_a_token_only_when_asked_to() {
    let usual = start().await;
    assert_ne!(submit(&usual, &p50()).await, submit(&usual, &p50()).await);
    let sharing = start_with(Sandbox::builder().equal_tokens(true)).await;
    let first = submit(&sharing, &p50()).await;
    assert_eq!(first, submit(&sharing, &p50()).await);
    assert_ne!(first, submit(&sharing, &era5()).await);
}

#[tokio::test]
async fn jobs_can_finish_out_of_order() {
    let session = start_with(Sandbox::builder().out_of_order(true)).await;
    let first = submit(&session, &p50()).await;
    let second = submit(&session, &era5()).await;
    let mut finished = Vec::new();
    for _ in 0..3 {
        for token in [&first, &second] {
            if !finished.contains(&token) && poll(&session, token).await.1["status"] == "Complete" {
                finished.push(token);
            }
        }
    }
    assert_eq!(finished, [&second, &first]);
}

#[tokio::test]
async fn uploaded_generation_needs_no_turbine_and_keeps_its_mean() {
    let session = start().await;
    let generation = hourly(2 * 8760, 250.0);
    let expected = mean(&generation) / 288.0 * 0.9;
    let body = load_factor_body(
        json!({"windType": "UploadedGeneration", "uploadGenerationStartTime": "2015-12-31T23:00:00.000Z",
        "uploadedGeneration": generation, "installedCapacity": 288, "granularityInMins": 60}),
    );
    let body = with(body, json!({"turbineModelId": null, "numberOfTurbines": null}));
    let token = submit(&session, &body).await;
    let (_, answer) = poll(&session, &token).await;
    assert_eq!(answer["status"], "Complete", "{answer}");
    let factors = column(&answer["result"]["typicalHourly"], "loadFactor");
    assert!(
        (mean(&factors) - expected).abs() < 0.005,
        "{} {expected}",
        mean(&factors)
    );
    assert_eq!(
        answer["result"]["parameters"]["uploadedGeneration"]
            .as_array()
            .unwrap()
            .len(),
        2 * 8760
    );
    let short = with(body.clone(), json!({"uploadedGeneration": hourly(8759, 200.0)}));
    assert_eq!(
        session.put("/v2/loadfactor", &short).await.1["error"],
        "InsufficientData"
    );
    let huge = with(body, json!({"installedCapacity": 1}));
    assert_eq!(
        session.put("/v2/loadfactor", &huge).await.1["error"],
        "GenerationMismatch"
    );
}

#[tokio::test]
async fn many_jobs_at_a_time_do_not_block_other_calls() {
    let session = start().await;
    for year in 2000..2012 {
        submit(
            &session,
            &with(p50(), json!({"startTimeUTC": format!("{year}-01-01T00:00:00.000Z")})),
        )
        .await;
    }
    let started = std::time::Instant::now();
    assert_eq!(session.get("/v1/windfarms").await.0, 200);
    assert!(
        started.elapsed() < Duration::from_millis(500),
        "{:?}",
        started.elapsed()
    );
}

#[tokio::test]
async fn a_calculation_may_never_end() {
    let endless = Sandbox::builder().calculation_delay(Duration::MAX);
    let counted = Sandbox::builder().running_answers(u32::MAX).out_of_order(true);
    for builder in [endless, counted] {
        let session = start_with(builder).await;
        let token = submit(&session, &p50()).await;
        assert_eq!(poll(&session, &token).await, (200, json!({"status": "Running"})));
    }
}
