use origin_client::ErrorKind;
use serde_json::json;
use wiremock::matchers::{any, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{client, requests, serving};

#[tokio::test]
async fn every_run_and_year_is_listed_by_the_runs_id_and_a_failure_stops_no_other() {
    let runs = json!([
        {"runGlobalId": "r1", "runType": "FYR", "years": [{"year": 2025}, {"year": 2026}]},
        {"runGlobalId": "r2", "runType": "FYR"},
        {"runGlobalId": "r3", "years": []},
    ]);
    let scenario = json!({"data": {"getScenarios": [{"scenarioGlobalId": "s", "runDetails": runs}]}});
    let server = serving("getScenarios", scenario).await;
    Mock::given(path("/scenarioExplr/v1/modelFiles/s"))
        .and(query_param("year", "2026"))
        .respond_with(ResponseTemplate::new(404).set_body_string("deleted"))
        .with_priority(1)
        .mount(&server)
        .await;
    Mock::given(path("/scenarioExplr/v1/modelFiles/s"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"files": ["a/b.csv"]})))
        .mount(&server)
        .await;
    let (client, _) = client(&server);
    let list = client.model_files().list("s").await.unwrap();
    let seen: Vec<_> = list
        .entries
        .iter()
        .map(|entry| (entry.run_id.as_str(), entry.year, entry.files.is_ok()))
        .collect();
    let expected = [
        ("r1", Some(2025), true),
        ("r1", Some(2026), false),
        ("r2", None, true),
        ("r3", None, true),
    ];
    assert_eq!(seen, expected);
    assert_eq!(list.of_run("r2").count(), 1);
    let failures: Vec<_> = list
        .failures()
        .map(|(entry, error)| (entry.year, error.kind()))
        .collect();
    assert_eq!(failures, [(Some(2026), ErrorKind::NotFound)]);
    let without_year = requests(&server)
        .await
        .iter()
        .filter(|r| r.url.query() == Some("runGlobalId=r2"))
        .count();
    assert_eq!(without_year, 1);
}

#[tokio::test]
async fn a_scenario_that_was_never_run_has_no_files_and_says_so() {
    let server = serving(
        "getScenarios",
        json!({"data": {"getScenarios": [{"scenarioGlobalId": "s", "runDetails": null}]}}),
    )
    .await;
    let (client, _) = client(&server);
    let error = client.model_files().list("s").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("it has to be run first"), "{error}");
}

#[tokio::test]
async fn a_location_is_told_without_fetching_the_file_and_the_token_stays_at_home() {
    let (server, store) = (MockServer::start().await, MockServer::start().await);
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200).set_body_string("a,b\n1,2\n"))
        .mount(&store)
        .await;
    let elsewhere = format!("{}/bucket/file.csv?signature=abc", store.uri());
    Mock::given(method("GET"))
        .and(path("/scenarioExplr/runs/r1/file.csv"))
        .respond_with(ResponseTemplate::new(302).insert_header("location", elsewhere.as_str()))
        .mount(&server)
        .await;
    Mock::given(path("/scenarioExplr/direct.csv"))
        .respond_with(ResponseTemplate::new(200).set_body_string("x"))
        .mount(&server)
        .await;
    let (client, _) = client(&server);
    let files = client.model_files();
    assert_eq!(files.location("runs/r1/file.csv").await.unwrap().as_str(), elsewhere);
    assert!(requests(&store).await.is_empty());
    let direct = files.location("/direct.csv").await.unwrap();
    assert_eq!(direct.as_str(), format!("{}/scenarioExplr/direct.csv", server.uri()));
    assert_eq!(
        files.location("gone.csv").await.unwrap_err().kind(),
        ErrorKind::NotFound
    );

    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("file.csv");
    let report = files.download("runs/r1/file.csv", &target).await.unwrap();
    assert_eq!(
        (report.bytes, std::fs::read_to_string(&target).unwrap().as_str()),
        (8, "a,b\n1,2\n")
    );
    for sent in requests(&store).await {
        assert!(sent.headers.get("private-token").is_none() && sent.headers.get("eos-cookie").is_none());
    }
}

#[tokio::test]
async fn an_address_that_leaves_the_service_is_refused_before_anything_is_sent() {
    let server = MockServer::start().await;
    let (client, _) = client(&server);
    for address in [
        "",
        "/",
        "../secret",
        "a/../../b",
        "https://elsewhere.example.com/x",
        "a//b",
    ] {
        let error = client.model_files().location(address).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{address}");
    }
    assert!(requests(&server).await.is_empty());
}
