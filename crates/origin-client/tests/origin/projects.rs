use origin_client::{ErrorKind, NewProject, ProductId, ProjectField, ProjectUpdate};
use serde_json::{Value, json};
use wiremock::MockServer;

use crate::support::{answer, client, requests, serving, variables};

/// A service with projects `Twin` (twice) and `twin`, each with the scenarios given.
async fn service(pinned: Value, scenarios: Value) -> MockServer {
    let item = |id: &str, name: &str| json!({"projectGlobalId": id, "name": name, "description": null, "isProjectPinned": null});
    let list = json!([item("p0", "twin"), item("p1", "Twin"), item("p2", "Twin")]);
    let server = serving("getProjects", json!({"data": {"getProjects": list}})).await;
    let project = json!({"projectGlobalId": "p1", "name": "Twin", "isProjectPinned": pinned, "scenarios": scenarios});
    answer(&server, "getProject(", json!({"data": {"getProject": project}})).await;
    let config = json!({"products": [{"productId": 7, "name": "SaaS"}, {"productId": "x", "name": null}]});
    answer(&server, "getConfig", json!({"data": {"getConfig": config}})).await;
    answer(
        &server,
        "createProject(",
        json!({"data": {"createProject": {"projectGlobalId": "new", "productId": 7}}}),
    )
    .await;
    answer(
        &server,
        "updateProject(",
        json!({"data": {"updateProject": {"projectGlobalId": "p1", "productId": "7"}}}),
    )
    .await;
    answer(&server, "createProjectPin", json!({"data": {"createProjectPin": true}})).await;
    answer(
        &server,
        "deleteProjectPin",
        json!({"data": {"deleteProjectPin": "gone"}}),
    )
    .await;
    answer(
        &server,
        "getScenarios",
        json!({"data": {"getScenarios": [{"scenarioGlobalId": "found"}]}}),
    )
    .await;
    answer(
        &server,
        "createScenario",
        json!({"data": {"createScenario": {"scenarioGlobalId": "made"}}}),
    )
    .await;
    server
}

#[tokio::test]
async fn of_several_projects_of_one_name_the_first_is_taken_and_case_counts() {
    let server = service(json!(false), json!([])).await;
    let (client, _) = client(&server);
    let found = client.projects().find_by_name("Twin").await.unwrap();
    assert!(found.scenarios.is_empty());
    assert_eq!(variables(&server).await, [json!(null), json!({"projectId": "p1"})]);
    let error = client.projects().find_by_name("TWIN").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(error.to_string().contains("none is named \"TWIN\""), "{error}");
}

#[tokio::test]
async fn a_project_that_is_null_is_not_found() {
    let server = serving("getProject(", json!({"data": {"getProject": null}})).await;
    let (client, _) = client(&server);
    assert_eq!(
        client.projects().get("p").await.unwrap_err().kind(),
        ErrorKind::NotFound
    );
    assert_eq!(
        client.projects().get("").await.unwrap_err().kind(),
        ErrorKind::InvalidRequest
    );
    assert_eq!(requests(&server).await.len(), 1);
}

#[tokio::test]
async fn a_product_is_sent_by_its_id_and_asked_for_once() {
    let server = service(json!(null), json!(null)).await;
    let (client, _) = client(&server);
    let projects = client.projects();
    let new = NewProject::new("n").with_product("SaaS");
    let made = projects.create(&new).await.unwrap();
    assert_eq!(made.product_id, Some(ProductId::Number(7)));
    let update = ProjectUpdate::new("p1").with_product(7).with_name("m");
    assert_eq!(
        projects.update(&update).await.unwrap().product_id,
        Some(ProductId::from("7"))
    );
    projects
        .create(&NewProject::new("n").with_null(ProjectField::Product))
        .await
        .unwrap();
    let expected = [
        json!(null),
        json!({"project": {"name": "n", "productId": 7}}),
        json!({"project": {"projectGlobalId": "p1", "name": "m", "productId": 7}}),
        json!({"project": {"name": "n"}}),
    ];
    assert_eq!(variables(&server).await, expected);
    assert_eq!(
        new,
        NewProject::new("n").with_product("SaaS"),
        "what the caller has stays as it is"
    );
}

#[tokio::test]
async fn an_unknown_product_is_refused_with_those_that_there_are() {
    let server = service(json!(null), json!(null)).await;
    let (client, _) = client(&server);
    let error = client
        .projects()
        .create(&NewProject::new("n").with_product("saas"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(error.to_string().contains("7 (SaaS)"), "{error}");
    assert_eq!(
        client.projects().product_id("SaaS").await.unwrap(),
        ProductId::Number(7)
    );
    assert_eq!(
        client.projects().product_id("7").await.unwrap_err().kind(),
        ErrorKind::NotFound
    );
    assert_eq!(requests(&server).await.len(), 1, "only the configuration was asked for");
}

#[tokio::test]
async fn a_pin_is_sent_only_if_needed_by_the_state_of_now() {
    for (pinned, pins, unpins) in [
        (json!(true), false, true),
        (json!(false), true, false),
        (json!(null), true, false),
    ] {
        let server = service(pinned.clone(), json!([])).await;
        let (client, _) = client(&server);
        assert_eq!(client.projects().ensure_pinned("p1").await.unwrap(), pins, "{pinned}");
        assert_eq!(
            client.projects().ensure_unpinned("p1").await.unwrap(),
            unpins,
            "{pinned}"
        );
        assert_eq!(requests(&server).await.len(), 3);
        assert_eq!(client.projects().pin("p1").await.unwrap(), json!(true));
        assert_eq!(client.projects().unpin("p1").await.unwrap(), json!("gone"));
    }
}

#[tokio::test]
async fn a_project_is_made_only_when_there_is_none_of_its_name() {
    let server = service(json!(false), json!([])).await;
    let (client, _) = client(&server);
    let template = NewProject::default().with_description("d");
    let there = client.projects().get_or_create("Twin", &template, true).await.unwrap();
    assert_eq!(there.is_project_pinned, Some(true));
    client
        .projects()
        .get_or_create("Other", &template, false)
        .await
        .unwrap();
    let expected = [
        json!(null),
        json!({"projectId": "p1"}),
        json!({"projectGlobalId": "p1"}),
        json!(null),
        json!({"project": {"name": "Other", "description": "d"}}),
        json!({"projectId": "new"}),
    ];
    assert_eq!(variables(&server).await, expected);
}

#[tokio::test]
async fn a_scenario_of_a_project_is_found_whatever_its_case_and_the_first_is_taken() {
    let scenarios = json!([{"scenarioGlobalId": "a", "name": null}, {"scenarioGlobalId": "b", "name": "High GAS"},
                           {"scenarioGlobalId": "c", "name": "high gas"}]);
    let server = service(json!(false), scenarios).await;
    let (client, _) = client(&server);
    client.projects().find_scenario("p1", "HIGH gas").await.unwrap();
    assert_eq!(
        variables(&server).await[1],
        json!({"filter": {"scenarioGlobalId": "b"}})
    );
    let error = client.projects().find_scenario("p1", "low gas").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(
        error.to_string().contains("\"low gas\" in the project \"Twin\""),
        "{error}"
    );
    client
        .projects()
        .get_or_create_scenario("p1", "high gas", "base")
        .await
        .unwrap();
    client
        .projects()
        .get_or_create_scenario("p1", "low gas", "base")
        .await
        .unwrap();
    let sent = variables(&server).await;
    let made = json!({"scenario": {"projectGlobalId": "p1", "name": "low gas", "baseScenarioGlobalId": "base"}});
    assert_eq!(
        sent[sent.len() - 2..],
        [made, json!({"filter": {"scenarioGlobalId": "made"}})]
    );
}

#[tokio::test]
async fn a_project_without_a_name_or_a_change_is_refused_before_anything_is_sent() {
    let server = MockServer::start().await;
    let (client, _) = client(&server);
    for error in [
        client.projects().create(&NewProject::default()).await.unwrap_err(),
        client.projects().update(&ProjectUpdate::new("p")).await.unwrap_err(),
        client.projects().delete(" ").await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    }
    assert!(requests(&server).await.is_empty());
}
