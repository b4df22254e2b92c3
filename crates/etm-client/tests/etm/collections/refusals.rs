//! What is refused, here and by the service.

use etm_client::{CollectionUpdate, ErrorKind, EtmClient, NewCollection};
use serde_json::json;
use wiremock::MockServer;

use super::{collection, versions};
use crate::support::{TOKEN, answer, bodies, built, client, lines, requests, serving};

#[tokio::test]
async fn more_than_six_scenarios_are_refused_before_anything_is_sent() {
    let server = MockServer::start().await;
    let (etm, _) = client(&server);
    let group = etm.collections();
    for new in [
        NewCollection::of_saved("t", 1..=7),
        NewCollection::of_sessions("t", 1..=4).with_saved(1..=3),
        NewCollection::interpolated("t", [1]).with_sessions(1..=6),
    ] {
        let error = group.create(&new).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::InvalidRequest, Some("create_collection"))
        );
        assert!(error.to_string().contains("7 scenarios"), "{error}");
    }
    let error = group
        .update(1, &CollectionUpdate::new().with_saved(1..=7))
        .await
        .unwrap_err();
    assert_eq!(error.operation(), Some("update_collection"));
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn an_update_counts_what_stays() {
    let now = collection(
        1,
        &json!({"saved_scenario_ids": [5, 6], "scenario_ids": [12, 13, 14, 15]}),
    );
    let server = serving("GET", "/collections/1", now).await;
    let path = collection(
        2,
        &json!({"saved_scenario_ids": [5], "scenario_ids": [], "interpolation": true}),
    );
    answer(&server, "GET", "/collections/2", 200, path).await;
    let (etm, _) = client(&server);
    let group = etm.collections();
    let error = group
        .update(1, &CollectionUpdate::new().with_saved([5, 6, 7]))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::InvalidRequest, Some("update_collection"))
    );
    assert!(error.to_string().contains("7 scenarios"), "{error}");
    let error = group
        .update(2, &CollectionUpdate::new().with_saved([5, 6]))
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("a transition path may have one saved scenario"),
        "{error}"
    );
    assert_eq!(
        lines(&server).await,
        ["GET /api/v3/collections/1", "GET /api/v3/collections/2"]
    );
}

#[tokio::test]
async fn saved_scenarios_of_several_versions_are_refused_before_the_collection_is_made() {
    let server = serving("GET", "/collections/1", collection(1, &json!({"scenario_ids": []}))).await;
    versions(
        &server,
        "/saved_scenarios",
        &[(5, json!("latest")), (6, json!(null)), (7, json!("2025-01"))],
    )
    .await;
    let (etm, _) = client(&server);
    let create = etm.collections().create(&NewCollection::of_saved("t", [5, 6, 7])).await;
    let update = etm
        .collections()
        .update(1, &CollectionUpdate::new().with_saved([5, 6, 7]))
        .await;
    for (error, operation) in [
        (create.unwrap_err(), "create_collection"),
        (update.unwrap_err(), "update_collection"),
    ] {
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::InvalidRequest, Some(operation))
        );
        let part = "saved scenario 5 is of version latest and 7 of 2025-01";
        assert!(error.to_string().contains(part), "{error}");
    }
    assert!(lines(&server).await.iter().all(|line| line.starts_with("GET")));
}

#[tokio::test]
async fn a_saved_scenario_that_is_not_there_is_named_by_its_own_error() {
    let server = MockServer::start().await;
    versions(&server, "/saved_scenarios", &[(5, json!("latest"))]).await;
    answer(
        &server,
        "GET",
        "/saved_scenarios/6",
        404,
        json!({"errors": ["Not found"]}),
    )
    .await;
    let error = client(&server)
        .0
        .collections()
        .create(&NewCollection::of_saved("t", [5, 6]))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::NotFound, Some("get_saved_scenario"))
    );
}

#[tokio::test]
async fn every_shape_of_a_refused_body_has_its_messages() {
    let engine_hides = "the engine hides MyETM's reasons";
    let rows = [
        (
            json!({"errors": {"scenario_ids": {"99": ["does not exist"]}}}),
            vec!["scenario_ids 99: does not exist"],
            "",
        ),
        (
            json!({"errors": {"scenario_ids": {}}}),
            vec![],
            "in the order of their end years",
        ),
        (json!({"errors": null}), vec![], engine_hides),
        (json!({"errors": "errors"}), vec![], engine_hides),
        (
            json!({"errors": {"scenarios": ["exceeds maximum of 6 scenarios"]}}),
            vec!["scenarios: exceeds maximum of 6 scenarios"],
            "",
        ),
        (json!({"title": ["is missing"]}), vec!["title: is missing"], ""),
        (json!({"error": "no"}), vec!["no"], ""),
        (json!({"errors": ["a", "b"]}), vec!["a", "b"], ""),
    ];
    for (body, messages, advice) in rows {
        let server = MockServer::start().await;
        answer(&server, "POST", "/collections", 422, body.clone()).await;
        let error = client(&server)
            .0
            .collections()
            .create(&NewCollection::of_sessions("t", [99]))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{body}");
        assert_eq!(error.messages(), messages, "{body}");
        assert!(error.to_string().contains(advice), "{error}");
    }
}

#[tokio::test]
async fn my_etm_says_what_is_wrong_without_a_wrapper() {
    let rows = [
        (json!({"title": ["must be filled"]}), "title: must be filled"),
        (
            json!({"scenario_ids": ["at least one scenario_id or saved_scenario_id should be present"]}),
            "scenario_ids: at least one scenario_id or saved_scenario_id should be present",
        ),
        (
            json!({"errors": {"scenario_ids": {"0": ["must be an integer"], "2": ["must be greater than 0"]}}}),
            "scenario_ids 0: must be an integer",
        ),
        (
            json!({"collection_saved_scenarios": ["is invalid"]}),
            "collection_saved_scenarios: is invalid",
        ),
    ];
    for (body, message) in rows {
        let server = MockServer::start().await;
        answer(&server, "PUT", "/my/api/v1/collections/1", 422, body.clone()).await;
        let error = client(&server).0.myetm().collections().discard(1).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.messages()[0].as_str()),
            (ErrorKind::InvalidRequest, message),
            "{body}"
        );
        assert!(!error.to_string().contains("the engine"), "{error}");
    }
}

#[tokio::test]
async fn somebody_elses_and_missing_ones_are_told_apart_as_far_as_the_service_does() {
    let server = MockServer::start().await;
    answer(
        &server,
        "GET",
        "/collections/1",
        500,
        json!({"status": 500, "error": "Internal Server Error"}),
    )
    .await;
    answer(&server, "GET", "/collections/2", 404, json!({"errors": ["Not found"]})).await;
    answer(
        &server,
        "GET",
        "/collections/3",
        200,
        json!({"errors": ["Collection not found"]}),
    )
    .await;
    answer(
        &server,
        "GET",
        "/my/api/v1/collections/1",
        403,
        json!({"errors": ["Collection does not belong to you"]}),
    )
    .await;
    let (etm, _) = client(&server);
    let error = etm.collections().get(1).await.unwrap_err();
    assert!(
        error.kind() == ErrorKind::Service && error.to_string().contains("somebody else's"),
        "{error}"
    );
    assert_eq!(etm.collections().get(2).await.unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(etm.collections().get(3).await.unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(
        etm.myetm().collections().get(1).await.unwrap_err().kind(),
        ErrorKind::Forbidden
    );
}

#[tokio::test]
async fn what_cannot_be_one_is_refused_before_anything_is_sent() {
    let server = MockServer::start().await;
    let (etm, _) = client(&server);
    let group = etm.collections();
    let errors = [
        group.get(0).await.unwrap_err(),
        group.create(&NewCollection::of_saved("", [5])).await.unwrap_err(),
        group.create(&NewCollection::of_saved("t", [])).await.unwrap_err(),
        group
            .create(&NewCollection::interpolated("t", [5, 6]))
            .await
            .unwrap_err(),
        group.update(1, &CollectionUpdate::new()).await.unwrap_err(),
        group
            .update(0, &CollectionUpdate::new().with_title("t"))
            .await
            .unwrap_err(),
        group
            .update(1, &CollectionUpdate::new().with_sessions([]))
            .await
            .unwrap_err(),
        group.delete(-1).await.unwrap_err(),
        group.page(0, 1).await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.operation().is_some(), "{error}");
    }
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn a_trash_that_the_engine_overlooks_is_asked_of_myetm() {
    let server = serving("PUT", "/collections/1", collection(1, &json!({}))).await;
    let done = collection(1, &json!({"discarded": true}));
    answer(&server, "PUT", "/my/api/v1/collections/1", 200, done).await;
    let (etm, _) = client(&server);
    assert_eq!(etm.collections().discard(1).await.unwrap().discarded, Some(true));
    let body = json!({"collection": {"discarded": true}});
    assert_eq!(bodies(&server).await, [body.clone(), body]);
    let expected = ["PUT /api/v3/collections/1", "PUT /my/api/v1/collections/1"];
    assert_eq!(lines(&server).await, expected);
}

#[tokio::test]
async fn a_collection_that_stays_out_of_the_trash_is_an_error() {
    let server = serving("PUT", "/collections/1", collection(1, &json!({}))).await;
    let engine_only = EtmClient::builder()
        .with_token(TOKEN)
        .with_engine_base_url(format!("{}/api/v3", server.uri()))
        .without_proxy();
    let (etm, _) = built(engine_only);
    let error = etm.collections().discard(1).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Service, Some("update_collection"))
    );
    assert!(
        error.to_string().contains("where it was") && error.to_string().contains("with_my_etm_url"),
        "{error}"
    );
    assert!(etm.collections().restore(1).await.is_ok());
}

#[tokio::test]
async fn an_engine_that_cannot_make_collections_says_where_it_is_possible() {
    let refusal = json!({"errors": {"version": ["is missing"]}});
    let server = serving("POST", "/collections", refusal).await;
    let (etm, _) = client(&server);
    let error = etm
        .collections()
        .create(&NewCollection::of_saved("t", [5]))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("make it at MyETM itself (myetm)"), "{error}");
}
