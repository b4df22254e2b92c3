use etm_client::{ErrorKind, EtmClient};
use serde_json::json;
use wiremock::MockServer;

use crate::support::{answer, built, client, guest, lines, requests, serving};

#[tokio::test]
async fn featured_scenarios_are_read_by_guests_and_by_version() {
    let featured = json!({"id": 3, "saved_scenario_id": 123, "owner_id": null, "group": "provincial", "title_en": "A - B",
        "title_nl": "A - B", "version": "latest", "end_year": 2050, "area_code": "nl2023", "author": "No author",
        "study_en": "A", "study_nl": "", "stars": 5});
    let server = serving(
        "GET",
        "/my/api/v1/featured_scenarios",
        json!({"featured_scenarios": [featured]}),
    )
    .await;
    answer(&server, "GET", "/my/api/v1/featured_scenarios/3", 200, featured).await;
    let (etm, _) = guest(&server);
    let list = etm.myetm().featured(None).await.unwrap();
    assert_eq!((list[0].group.as_deref(), list[0].owner_id), (Some("provincial"), None));
    assert_eq!(list[0].extra["stars"], 5);
    assert_eq!(etm.myetm().featured(Some("2025-01")).await.unwrap().len(), 1);
    assert_eq!(
        etm.myetm().featured_scenario(3).await.unwrap().saved_scenario_id,
        Some(123)
    );
    let at = "GET /my/api/v1/featured_scenarios";
    assert_eq!(
        lines(&server).await,
        [at.to_owned(), format!("{at}?version=2025-01"), format!("{at}/3")]
    );
    assert!(
        requests(&server)
            .await
            .iter()
            .all(|request| !request.headers.contains_key("authorization"))
    );
}

#[tokio::test]
async fn a_featured_scenario_that_is_not_there_is_not_found() {
    let server = MockServer::start().await;
    answer(
        &server,
        "GET",
        "/my/api/v1/featured_scenarios/9",
        404,
        json!({"error": "FeaturedScenario not found"}),
    )
    .await;
    let (etm, _) = client(&server);
    let error = etm.myetm().featured_scenario(9).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.messages()),
        (ErrorKind::NotFound, &["FeaturedScenario not found".to_owned()][..])
    );
    let error = etm.myetm().featured_scenario(0).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::InvalidRequest, Some("myetm_get_featured_scenario"))
    );
    assert_eq!(requests(&server).await.len(), 1);
}

#[tokio::test]
async fn the_sessions_behind_them_are_a_bare_list() {
    let server = serving(
        "GET",
        "/my/api/v1/featured_scenarios/scenarios",
        json!([{"id": "456789", "title": "x"}]),
    )
    .await;
    let (etm, _) = client(&server);
    assert_eq!(etm.myetm().featured_sessions(None).await.unwrap()[0].id, Some(456_789));
    etm.myetm().featured_sessions(Some("latest")).await.unwrap();
    assert_eq!(
        lines(&server).await[1],
        "GET /my/api/v1/featured_scenarios/scenarios?version=latest"
    );
}

#[tokio::test]
async fn versions_are_filtered_and_sorted_by_the_service() {
    let versions = json!({"versions": [{"tag": "latest", "engine_url": "https://engine.energytransitionmodel.com"},
        {"tag": "2025-01", "engine_url": null}]});
    let server = serving("GET", "/my/api/v1/versions", versions).await;
    let (etm, _) = client(&server);
    let list = etm.myetm().versions(None).await.unwrap();
    assert_eq!((list.len(), list[1].tag.as_deref()), (2, Some("2025-01")));
    etm.myetm().versions(Some("2025-01")).await.unwrap();
    etm.myetm().newest_versions().await.unwrap();
    let at = "GET /my/api/v1/versions";
    assert_eq!(
        lines(&server).await,
        [at.to_owned(), format!("{at}?tag=2025-01"), format!("{at}?sort=desc")]
    );
}

#[tokio::test]
async fn an_engine_whose_my_etm_nobody_knows_is_told_so() {
    let (etm, _) = built(
        EtmClient::builder()
            .with_engine_base_url("https://etm.example.com/api/v3")
            .without_token(),
    );
    let errors = [
        etm.myetm().versions(None).await.unwrap_err(),
        etm.myetm().featured(None).await.unwrap_err(),
        etm.myetm().collections().get(1).await.unwrap_err(),
        etm.myetm().saved_scenarios().get(1).await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains("etm.example.com"), "{error}");
    }
}

#[tokio::test]
async fn a_list_that_goes_on_is_an_error_and_no_shorter_list() {
    let server = MockServer::start().await;
    for (at, name) in [
        ("versions", "versions"),
        ("saved_scenarios", "data"),
        ("collections", "collections"),
    ] {
        let body = json!({name: [{"id": 1}], "links": {"next": "x"}});
        answer(&server, "GET", &format!("/my/api/v1/{at}"), 200, body).await;
    }
    let (etm, _) = client(&server);
    let my = etm.myetm();
    for error in [
        my.versions(None).await.unwrap_err(),
        my.saved_scenarios().page(1, 5).await.unwrap_err(),
        my.collections().page(1, 5).await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Service);
        assert!(error.to_string().contains("the list goes on"), "{error}");
    }
}
