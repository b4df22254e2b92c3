mod refusals;

use etm_client::{Environment, ErrorKind, EtmClient, NewSavedScenario, Role, SavedScenarioUpdate};
use futures_util::TryStreamExt;
use serde_json::{Value, json};
use wiremock::{MockServer, ResponseTemplate};

use crate::support::{
    TOKEN, answer, bodies, built, client, first, guest, lines, reply_with, requests, serving, session,
};

const AT_MY_ETM: &str = "/my/api/v1/saved_scenarios";

/// A saved scenario as the engine shows it.
pub(crate) fn saved(id: i64, members: &Value) -> Value {
    let mut saved = json!({
        "id": id,
        "scenario_id": 456_789,
        "scenario_id_history": [],
        "title": "My saved scenario",
        "area_code": "nl2023",
        "end_year": 2050,
        "private": false,
        "discarded_at": null,
        "created_at": "2026-08-01T09:00:00.417Z",
        "updated_at": "2026-08-01T09:00:00.417Z",
        "version": "latest",
        "description": null,
        "saved_scenario_users": [{"user_id": 7, "role": "scenario_owner"}],
        "scenario": session(456_789, &json!({})),
    });
    for (name, value) in members.as_object().into_iter().flatten() {
        saved[name] = value.clone();
    }
    saved
}

#[tokio::test]
async fn the_list_is_read_in_each_of_its_forms_with_one_request() {
    let items = json!([saved(1, &json!({})), saved(2, &json!({"scenario": null}))]);
    for body in [
        json!({"data": items, "links": {}}),
        items.clone(),
        json!({"data": items, "links": {"next": null}}),
    ] {
        let server = serving("GET", "/saved_scenarios", body).await;
        let list: Vec<_> = client(&server).0.saved_scenarios().list().try_collect().await.unwrap();
        let ids: Vec<_> = list.iter().map(|saved| saved.id).collect();
        assert_eq!(ids, [Some(1), Some(2)]);
        assert!(list[0].scenario.is_some() && list[1].scenario.is_none());
        assert_eq!(lines(&server).await, ["GET /api/v3/saved_scenarios"]);
    }
}

#[tokio::test]
async fn an_empty_list_ends_at_once_and_a_page_with_a_next_one_goes_on() {
    let server = serving("GET", "/saved_scenarios", json!({"data": [], "links": {}})).await;
    let list: Vec<_> = guest(&server).0.saved_scenarios().list().try_collect().await.unwrap();
    assert!(list.is_empty());

    let server = serving(
        "GET",
        "/saved_scenarios",
        json!({"data": [saved(3, &json!({}))], "links": {"next": null}}),
    )
    .await;
    let more = json!({"next": "https://example.com/saved_scenarios?page=2"});
    first(
        &server,
        "GET",
        "/saved_scenarios",
        200,
        json!({"data": [saved(1, &json!({}))], "links": more}),
    )
    .await;
    first(
        &server,
        "GET",
        "/saved_scenarios",
        200,
        json!({"data": [], "links": more}),
    )
    .await;
    let list: Vec<_> = client(&server).0.saved_scenarios().list().try_collect().await.unwrap();
    assert_eq!(list.len(), 2, "an empty page in the middle does not end the list");
    let at = "GET /api/v3/saved_scenarios";
    assert_eq!(
        lines(&server).await,
        [at.to_owned(), format!("{at}?page=2"), format!("{at}?page=3")]
    );
}

#[tokio::test]
async fn one_page_is_asked_for_with_its_limit() {
    let server = serving(
        "GET",
        "/saved_scenarios",
        json!({"data": [saved(1, &json!({}))], "links": {}}),
    )
    .await;
    let (etm, _) = client(&server);
    let page = etm.saved_scenarios().page(3, 10).await.unwrap();
    assert_eq!((page.items.len(), page.next), (1, None));
    assert_eq!(lines(&server).await, ["GET /api/v3/saved_scenarios?limit=10&page=3"]);
    for (number, limit) in [(0, 10), (1, 0)] {
        let error = etm.saved_scenarios().page(number, limit).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    }
    assert_eq!(requests(&server).await.len(), 1);
}

#[tokio::test]
async fn a_saved_scenario_is_read_with_ids_as_texts_and_what_is_new_in_it() {
    let odd = saved(
        1,
        &json!({"id": "1", "scenario_id": "2", "end_year": "2050", "scenario_id_history": ["9", 5.0],
        "saved_scenario_users": [{"user_id": "7", "role": "scenario_auditor"}], "colour": "green"}),
    );
    let server = serving("GET", "/saved_scenarios/1", odd).await;
    let saved = client(&server).0.saved_scenarios().get(1).await.unwrap();
    assert_eq!(
        (saved.id, saved.scenario_id, saved.end_year),
        (Some(1), Some(2), Some(2050))
    );
    assert_eq!(saved.scenario_id_history, Some(vec![9, 5]));
    let user = &saved.saved_scenario_users.unwrap()[0];
    assert_eq!(
        (user.user_id, user.role.clone()),
        (Some(7), Some(Role::Other("scenario_auditor".to_owned())))
    );
    assert_eq!(saved.extra["colour"], "green");
}

#[tokio::test]
async fn bodies_through_the_engine_are_flat_and_without_a_version() {
    let server = MockServer::start().await;
    answer(&server, "POST", "/saved_scenarios", 200, saved(123, &json!({}))).await;
    answer(&server, "PUT", "/saved_scenarios/123", 200, saved(123, &json!({}))).await;
    let (etm, _) = client(&server);
    let group = etm.saved_scenarios();
    assert_eq!(group.from_session(456_789, "Mine").await.unwrap().id, Some(123));
    let new = NewSavedScenario::new(7, "Mine")
        .with_description("d")
        .with_private(true)
        .with_dataset("nl2023", 2050)
        .with_version("2025-01");
    group.create(&new).await.unwrap();
    group
        .update(123, &SavedScenarioUpdate::new().with_title("t").with_private(false))
        .await
        .unwrap();
    group.set_session(123, 8).await.unwrap();
    let expected = [
        json!({"scenario_id": 456_789, "title": "Mine"}),
        json!({"scenario_id": 7, "title": "Mine", "description": "d", "private": true}),
        json!({"title": "t", "private": false}),
        json!({"scenario_id": 8}),
    ];
    assert_eq!(bodies(&server).await, expected);
}

#[tokio::test]
async fn bodies_at_my_etm_are_nested_and_have_what_it_cannot_know() {
    let server = serving(
        "GET",
        "/scenarios/7",
        session(7, &json!({"area_code": "de", "end_year": 2040})),
    )
    .await;
    answer(&server, "POST", AT_MY_ETM, 201, saved(123, &json!({"scenario": null}))).await;
    answer(
        &server,
        "PUT",
        "/my/api/v1/saved_scenarios/123",
        200,
        saved(123, &json!({})),
    )
    .await;
    let (etm, _) = client(&server);
    let group = etm.myetm().saved_scenarios();
    group
        .create(&NewSavedScenario::new(7, "t").with_description("d"))
        .await
        .unwrap();
    let new = NewSavedScenario::new(7, "t")
        .with_dataset("nl2023", 2050)
        .with_version("2025-01");
    group.create(&new).await.unwrap();
    group.set_session(123, 8).await.unwrap();
    let expected = [
        json!({"saved_scenario": {"scenario_id": 7, "title": "t", "description": "d", "area_code": "de", "end_year": 2040}}),
        json!({"saved_scenario": {"scenario_id": 7, "title": "t", "area_code": "nl2023", "end_year": 2050, "version": "2025-01"}}),
        json!({"saved_scenario": {"scenario_id": 8}}),
    ];
    assert_eq!(bodies(&server).await, expected);
    let all = lines(&server).await;
    assert_eq!(
        all[..2],
        ["GET /api/v3/scenarios/7".to_owned(), format!("POST {AT_MY_ETM}")]
    );
    assert_eq!(all.len(), 4, "a dataset that is given is not asked for");
}

#[tokio::test]
async fn lists_at_my_etm_are_bare_and_may_have_everything_readable() {
    let server = serving("GET", AT_MY_ETM, json!([saved(1, &json!({}))])).await;
    let (etm, _) = client(&server);
    let own: Vec<_> = etm.myetm().saved_scenarios().list().try_collect().await.unwrap();
    let all: Vec<_> = etm
        .myetm()
        .readable_saved_scenarios()
        .list()
        .try_collect()
        .await
        .unwrap();
    let page = etm.myetm().saved_scenarios().page(1, 5).await.unwrap();
    assert_eq!((own.len(), all.len(), page.next), (1, 1, None));
    assert_eq!(
        lines(&server).await,
        [
            format!("GET {AT_MY_ETM}"),
            format!("GET {AT_MY_ETM}?scope=all"),
            format!("GET {AT_MY_ETM}")
        ]
    );
}

#[tokio::test]
async fn discarding_and_deleting_go_through_the_engine_and_restoring_does_not() {
    let server = MockServer::start().await;
    let message = json!({"message": "Scenario discarded successfully"});
    answer(&server, "PUT", "/saved_scenarios/123/discard", 200, message).await;
    answer(
        &server,
        "DELETE",
        "/saved_scenarios/123",
        200,
        json!({"message": "Scenario deleted successfully"}),
    )
    .await;
    answer(
        &server,
        "PUT",
        "/my/api/v1/saved_scenarios/123",
        200,
        saved(123, &json!({})),
    )
    .await;
    let (etm, _) = client(&server);
    let group = etm.saved_scenarios();
    group.discard(123).await.unwrap();
    assert_eq!(group.restore(123).await.unwrap().discarded_at, None);
    group.delete(123).await.unwrap();
    let expected = [
        "PUT /api/v3/saved_scenarios/123/discard",
        "PUT /my/api/v1/saved_scenarios/123",
        "DELETE /api/v3/saved_scenarios/123",
    ];
    assert_eq!(lines(&server).await, expected);
    assert_eq!(bodies(&server).await, [json!({"saved_scenario": {"discarded": false}})]);
}

#[tokio::test]
async fn an_engine_that_cannot_discard_is_passed_by() {
    let rows = [
        ResponseTemplate::new(404).set_body_string("<!DOCTYPE html><html></html>"),
        ResponseTemplate::new(404).set_body_json(json!({"status": 404, "error": "Not Found"})),
    ];
    for reply in rows {
        let server = MockServer::start().await;
        reply_with(&server, "PUT", "/saved_scenarios/123/discard", reply).await;
        answer(
            &server,
            "PUT",
            "/my/api/v1/saved_scenarios/123/discard",
            200,
            json!({"message": "done"}),
        )
        .await;
        client(&server).0.saved_scenarios().discard(123).await.unwrap();
        assert_eq!(lines(&server).await.len(), 2);
    }
    let server = MockServer::start().await;
    answer(
        &server,
        "PUT",
        "/saved_scenarios/123/discard",
        404,
        json!({"errors": ["Not found"]}),
    )
    .await;
    let error = client(&server).0.saved_scenarios().discard(123).await.unwrap_err();
    assert_eq!((error.kind(), lines(&server).await.len()), (ErrorKind::NotFound, 1));
}

#[tokio::test]
async fn restoring_without_an_address_of_my_etm_says_what_is_missing() {
    let server = MockServer::start().await;
    let builder = EtmClient::builder()
        .with_token(TOKEN)
        .with_engine_base_url(format!("{}/api/v3", server.uri()))
        .without_proxy();
    let (etm, _) = built(builder);
    let error = etm.saved_scenarios().restore(123).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("with_my_etm_url"), "{error}");
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn the_version_of_the_engine_goes_along_to_my_etm() {
    let server = MockServer::start().await;
    answer(&server, "POST", AT_MY_ETM, 201, saved(1, &json!({}))).await;
    for (environment, version) in [
        (Environment::Stable("2025-01".into()), "2025-01"),
        (Environment::Production, "latest"),
    ] {
        let builder = EtmClient::builder()
            .with_token(TOKEN)
            .with_environment(environment)
            .with_my_etm_url(format!("{}/my", server.uri()))
            .without_proxy();
        let (etm, _) = built(builder);
        let new = NewSavedScenario::new(7, "t").with_dataset("nl2023", 2050);
        etm.myetm().saved_scenarios().create(&new).await.unwrap();
        assert_eq!(
            bodies(&server).await.last().unwrap()["saved_scenario"]["version"],
            version
        );
    }
}
