//! What the service says no to, and how.

use etm_client::{ErrorKind, NewSavedScenario, SavedScenarioUpdate};
use futures_util::{StreamExt, TryStreamExt};
use serde_json::json;
use wiremock::{MockServer, ResponseTemplate};

use super::saved;
use crate::support::{answer, answer_raw, client, lines, reply_with, requests, serving};

#[tokio::test]
async fn a_refusal_with_status_200_is_a_failure_in_every_method() {
    let server = MockServer::start().await;
    let refusal = json!({"errors": ["Saved scenario not found"], "scenario": null});
    for (verb, at) in [
        ("GET", "/saved_scenarios"),
        ("POST", "/saved_scenarios"),
        ("GET", "/saved_scenarios/1"),
        ("PUT", "/saved_scenarios/1"),
        ("DELETE", "/saved_scenarios/1"),
        ("PUT", "/saved_scenarios/1/discard"),
    ] {
        answer(&server, verb, at, 200, refusal.clone()).await;
    }
    let (etm, _) = client(&server);
    let group = etm.saved_scenarios();
    let errors = [
        group.list().try_collect::<Vec<_>>().await.unwrap_err(),
        group.page(1, 10).await.unwrap_err(),
        group.get(1).await.unwrap_err(),
        group.from_session(7, "t").await.unwrap_err(),
        group.set_session(1, 7).await.unwrap_err(),
        group.discard(1).await.unwrap_err(),
        group.delete(1).await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(
            (error.kind(), error.status().unwrap().as_u16()),
            (ErrorKind::NotFound, 200),
            "{error}"
        );
        assert_eq!(error.messages(), ["Saved scenario not found"]);
        assert!(
            error.to_string().contains("answered 200, and refuses all the same"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn the_list_ends_after_an_error() {
    let server = MockServer::start().await;
    answer(
        &server,
        "GET",
        "/saved_scenarios",
        401,
        json!({"errors": ["Invalid or expired token"]}),
    )
    .await;
    let results: Vec<_> = client(&server).0.saved_scenarios().list().collect().await;
    assert_eq!(results.len(), 1);
    assert_eq!(results[0].as_ref().unwrap_err().kind(), ErrorKind::Unauthorized);
}

#[tokio::test]
async fn every_shape_of_a_refused_body_has_its_messages() {
    let rows = [
        (
            422,
            json!({"errors": {"scenario_id": ["does not exist"]}}),
            vec!["scenario_id: does not exist"],
        ),
        (
            422,
            json!({"errors": {"scenario_id": ["is missing"], "title": ["is missing", "must be a string"]}}),
            vec![
                "scenario_id: is missing",
                "title: is missing",
                "title: must be a string",
            ],
        ),
        (
            422,
            json!({"errors": ["Title can't be blank"]}),
            vec!["Title can't be blank"],
        ),
        (422, json!({"errors": "errors"}), vec![]),
        (422, json!({"errors": null}), vec![]),
        (
            422,
            json!({"error": "Failed to delete scenario"}),
            vec!["Failed to delete scenario"],
        ),
        (422, json!({"title": ["must be filled"]}), vec!["title: must be filled"]),
        (200, json!({"title": ["is missing"]}), vec!["title: is missing"]),
        (
            200,
            json!({"errors": {"title": ["is missing"]}, "scenario": null}),
            vec!["title: is missing"],
        ),
        (200, json!({"error": "no"}), vec!["no"]),
    ];
    for (status, body, messages) in rows {
        let server = MockServer::start().await;
        answer(&server, "POST", "/saved_scenarios", status, body.clone()).await;
        let error = client(&server)
            .0
            .saved_scenarios()
            .from_session(7, "t")
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::InvalidRequest, Some("create_saved_scenario")),
            "{body}"
        );
        assert_eq!(error.messages(), messages, "{body}");
        if messages.is_empty() {
            assert!(
                error.to_string().contains("the engine hides MyETM's reasons"),
                "{error}"
            );
        }
    }
}

#[tokio::test]
async fn a_500_may_mean_that_the_record_is_somebody_elses() {
    let server = MockServer::start().await;
    answer(
        &server,
        "GET",
        "/saved_scenarios/1",
        500,
        json!({"status": 500, "error": "Internal Server Error"}),
    )
    .await;
    let error = client(&server).0.saved_scenarios().get(1).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Service);
    assert!(error.to_string().contains("somebody else's"), "{error}");
}

#[tokio::test]
async fn my_etm_itself_says_it_plainly() {
    let server = MockServer::start().await;
    let at = "/my/api/v1/saved_scenarios/1";
    answer(&server, "GET", at, 404, json!({"errors": ["Saved scenario not found"]})).await;
    answer(
        &server,
        "PUT",
        at,
        403,
        json!({"errors": ["Scenario does not belong to you"]}),
    )
    .await;
    answer(
        &server,
        "DELETE",
        at,
        422,
        json!({"error": "Failed to delete scenario"}),
    )
    .await;
    let (etm, _) = client(&server);
    let group = etm.myetm().saved_scenarios();
    let rows = [
        (
            group.get(1).await.unwrap_err(),
            ErrorKind::NotFound,
            "Saved scenario not found",
        ),
        (
            group.set_session(1, 2).await.unwrap_err(),
            ErrorKind::Forbidden,
            "Scenario does not belong to you",
        ),
        (
            group.delete(1).await.unwrap_err(),
            ErrorKind::InvalidRequest,
            "Failed to delete scenario",
        ),
    ];
    for (error, kind, message) in rows {
        assert_eq!((error.kind(), error.messages()), (kind, &[message.to_owned()][..]));
        assert!(!error.to_string().contains("engine"), "{error}");
    }
}

#[tokio::test]
async fn what_is_no_list_and_no_json_is_told() {
    for body in [json!({"data": null, "links": {}}), json!("text"), json!({"data": [1]})] {
        let server = serving("GET", "/saved_scenarios", body.clone()).await;
        let error = client(&server).0.saved_scenarios().page(1, 10).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::Decode, Some("list_saved_scenarios")),
            "{body}"
        );
    }
    let server = MockServer::start().await;
    answer_raw(
        &server,
        "GET",
        "/saved_scenarios/1",
        200,
        "text/html",
        "<!DOCTYPE html>",
    )
    .await;
    let error = client(&server).0.saved_scenarios().get(1).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn a_creation_whose_outcome_is_unknown_is_not_repeated() {
    let server = MockServer::start().await;
    reply_with(&server, "POST", "/saved_scenarios", ResponseTemplate::new(502)).await;
    let error = client(&server)
        .0
        .saved_scenarios()
        .from_session(7, "t")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
    assert_eq!(lines(&server).await.len(), 1);
}

#[tokio::test]
async fn what_cannot_be_one_is_refused_before_anything_is_sent() {
    let server = serving("GET", "/saved_scenarios/0", saved(0, &json!({}))).await;
    let (etm, _) = client(&server);
    let group = etm.saved_scenarios();
    let errors = [
        group.get(0).await.unwrap_err(),
        group.from_session(7, " ").await.unwrap_err(),
        group.create(&NewSavedScenario::new(-1, "t")).await.unwrap_err(),
        group.update(1, &SavedScenarioUpdate::new()).await.unwrap_err(),
        group.set_session(1, 0).await.unwrap_err(),
        group.discard(-5).await.unwrap_err(),
        group.restore(0).await.unwrap_err(),
        group.delete(0).await.unwrap_err(),
        group.users(0).list().await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.operation().is_some(), "{error}");
    }
    assert!(requests(&server).await.is_empty());
}
