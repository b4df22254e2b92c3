//! Scenarios, projects and configuration: what is created is there, what is launched runs, what is another's is not seen.

use std::collections::BTreeSet;

use aurora_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::origin_session::{Origin, refused, start, start_with};

#[tokio::test]
async fn published_scenarios_are_listed_by_group_and_an_unknown_group_or_id_is_an_empty_list() {
    let origin = start().await;
    let all = origin.list(json!({"scenarioType": "AURORA_SCENARIO"})).await;
    let groups: BTreeSet<_> = all
        .iter()
        .map(|known| known["regionGroupCode"].as_str().unwrap())
        .collect();
    assert!(
        ["gbr", "deu", "fra", "aus", "erc", "iberia"]
            .iter()
            .all(|group| groups.contains(group))
    );
    let ids: BTreeSet<_> = all
        .iter()
        .map(|known| known["scenarioGlobalId"].as_str().unwrap())
        .collect();
    assert_eq!(ids.len(), all.len());
    assert!(all.iter().any(|known| known["publicationDate"].is_null()));
    let aus = origin.published("aus").await;
    assert_eq!(
        aus["regions"].as_object().unwrap().keys().collect::<Vec<_>>(),
        ["nsw", "vic"]
    );
    let unknown = json!({"scenarioType": "AURORA_SCENARIO", "regionGroupCode": "xyz"});
    assert!(origin.list(unknown).await.is_empty());
    assert!(
        origin
            .scenario(&json!("00000000-0000-4000-8000-000000000000"))
            .await
            .is_none()
    );
}

#[tokio::test]
async fn for_the_python_client_every_published_scenario_has_a_date() {
    let origin = start_with(Sandbox::builder().python_compatible(true)).await;
    let all = origin.list(json!({"scenarioType": "AURORA_SCENARIO"})).await;
    assert!(all.len() > 100 && all.iter().all(|known| known["publicationDate"].is_string()));
}

#[tokio::test]
async fn a_published_scenario_has_runs_with_and_without_years() {
    let origin = start().await;
    let id = origin.published("gbr").await["scenarioGlobalId"].clone();
    let scenario = origin.scenario(&id).await.unwrap();
    let runs = scenario["runDetails"].as_array().unwrap();
    assert!(runs[0].get("years").is_none() && runs[1]["years"][0]["year"] == scenario["years"][0]);
    assert_eq!(scenario["defaultCurrency"], "gbp2024");
    assert_eq!(scenario["advancedSettings"]["retentionPolicy"], "Standard");
    assert_eq!(scenario["baseScenarioGlobalId"], Value::Null);
}

async fn status(origin: &Origin, id: &Value) -> Value {
    origin.scenario(id).await.unwrap()["scenarioRunStatus"].clone()
}

#[tokio::test]
async fn a_scenario_is_created_launched_and_read_until_it_is_complete() {
    let origin = start_with(Sandbox::builder().run_steps(2, 1)).await;
    let scenario = origin.created("gbr").await;
    let id = &scenario["scenarioGlobalId"];
    assert_eq!(scenario["scenarioRunStatus"], "NotLaunched");
    assert_eq!(
        (&scenario["scenarioLaunchable"], &scenario["regions"]),
        (&json!(true), &Value::Null)
    );
    let (code, launched) = origin.launch(id).await;
    assert_eq!(
        (code, &launched["data"]["launchScenario"]["scenarioRunStatus"]),
        (200, &json!("Queued"))
    );
    let mut seen = Vec::new();
    for _ in 0..5 {
        seen.push(status(&origin, id).await);
    }
    assert_eq!(seen, ["Queued", "Queued", "Running", "Complete", "Complete"]);
    let complete = origin.scenario(id).await.unwrap();
    assert_eq!(complete["scenarioOutputsAvailable"], true);
    assert!(
        complete["regions"]["gbr"]["metaUrl"]
            .as_str()
            .unwrap()
            .contains("/tenant/")
    );
    assert!(complete["runCompletedAtUTC"].as_str().unwrap().ends_with('Z'));
    assert!(!complete["runDetails"].as_array().unwrap().is_empty());
    assert_eq!(refused(origin.launch(id).await).1, "ValidationError");
}

#[tokio::test]
async fn a_run_that_fails_ends_in_errored_and_can_be_launched_again() {
    let origin = start_with(Sandbox::builder().run_steps(0, 0).runs_fail(true)).await;
    let id = origin.created("deu").await["scenarioGlobalId"].clone();
    origin.launch(&id).await;
    assert_eq!(status(&origin, &id).await, "Errored");
    assert_eq!(origin.scenario(&id).await.unwrap()["regions"], Value::Null);
    assert_eq!(origin.launch(&id).await.1.get("errors"), None);
}

#[tokio::test]
async fn creating_is_strict_about_its_input() {
    let origin = start().await;
    let project = origin.project("Study").await;
    let base = origin.published("gbr").await["scenarioGlobalId"].clone();
    let good = json!({"projectGlobalId": project, "name": "A", "baseScenarioGlobalId": base});
    for (change, key, reason) in [
        (
            json!({"baseScenarioGlobalId": null}),
            "ValidationError",
            "baseScenarioGlobalId",
        ),
        (json!({"baseScenarioGlobalId": "nope"}), "NotFound", "nope"),
        (json!({"projectGlobalId": "nope"}), "NotFound", "nope"),
        (json!({"name": " "}), "ValidationError", "name"),
        (json!({"regionGroupCode": "deu"}), "ValidationError", "gbr"),
        (json!({"scenarioRunType": "myr"}), "ValidationError", "myr"),
        (json!({"weatherYear": 2012}), "ValidationError", "useExogifiedInputs"),
        (
            json!({"weatherYear": 1999, "useExogifiedInputs": true}),
            "ValidationError",
            "1999",
        ),
        (json!({"defaultCurrency": "xyz2024"}), "ValidationError", "xyz2024"),
        (json!({"years": []}), "ValidationError", "years"),
    ] {
        let mut input = good.clone();
        input
            .as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        let (message, given) = refused(origin.create(input).await);
        assert!(given == key && message.contains(reason), "{change}: {given} {message}");
    }
    let mut input = good;
    let more = json!({"useExogifiedInputs": true, "weatherYear": 2012, "defaultCurrency": "eur2024", "description": "d", "advancedSettings": {"quickTry": true}});
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let made = origin.create(input).await.1["data"]["createScenario"].clone();
    assert_eq!(
        (&made["weatherYear"], &made["defaultCurrency"]),
        (&json!(2012), &json!("eur2024"))
    );
    assert_eq!(
        (&made["scenarioRunType"], &made["description"]),
        (&json!("FYR"), &json!("d"))
    );
    assert_eq!(made["advancedSettings"]["quickTry"], true);
}

#[tokio::test]
async fn updating_changes_what_is_given_and_published_scenarios_not_at_all() {
    let origin = start().await;
    let scenario = origin.created("gbr").await;
    let query = "mutation ($scenario: UpdateScenarioInput!) {
        updateScenario(scenario: $scenario) { name description useExogifiedInputs } }";
    let update = async |input: Value| origin.ask(query, json!({"scenario": input})).await;
    let id = &scenario["scenarioGlobalId"];
    let (_, answer) = update(json!({"scenarioGlobalId": id, "description": "Gas +25 %"})).await;
    let wanted = json!({"name": "High gas price", "description": "Gas +25 %", "useExogifiedInputs": false});
    assert_eq!(answer["data"]["updateScenario"], wanted);
    let published = origin.published("gbr").await["scenarioGlobalId"].clone();
    assert_eq!(
        refused(update(json!({"scenarioGlobalId": published, "name": "Mine"})).await).1,
        "Forbidden"
    );
    origin.launch(id).await;
    let (message, _) = refused(update(json!({"scenarioGlobalId": id, "name": "Late"})).await);
    assert!(message.contains("runs"), "{message}");
}

#[tokio::test]
async fn projects_are_created_changed_pinned_and_deleted_with_their_scenarios() {
    let origin = start().await;
    let scenario = origin.created("gbr").await;
    let project = &scenario["projectGlobalId"];
    let read = "query ($projectId: String!) { getProject(projectGlobalId: $projectId) {
        projectGlobalId name description productName productId isProjectPinned scenarios { name } } }";
    let update = "mutation ($project: UpdateProjectInputGroup!) {
        updateProject(project: $project) { projectGlobalId name description productId isProjectPinned } }";
    let input = json!({"project": {"projectGlobalId": project, "productId": 4, "description": "d"}});
    assert_eq!(origin.root(update, input).await["productId"], 4);
    let pin = "mutation ($projectGlobalId: String!) { createProjectPin(projectGlobalId: $projectGlobalId) }";
    let unpin = "mutation ($projectGlobalId: String!) { deleteProjectPin(projectGlobalId: $projectGlobalId) }";
    let variables = json!({"projectGlobalId": project});
    assert_eq!(origin.root(pin, variables.clone()).await, true);
    let found = origin.root(read, json!({"projectId": project})).await;
    assert_eq!(
        (&found["isProjectPinned"], &found["productName"]),
        (&json!(true), &json!("SaaS"))
    );
    assert_eq!(found["scenarios"], json!([{"name": "High gas price"}]));
    assert_eq!(origin.root(unpin, variables.clone()).await, true);
    let (message, _) = refused(
        origin
            .ask(
                update,
                json!({"project": {"projectGlobalId": project, "productId": "SaaS"}}),
            )
            .await,
    );
    assert!(message.contains("SaaS"));
    let delete = "mutation ($projectGlobalId: String!) { deleteProject(projectGlobalId: $projectGlobalId) }";
    assert_eq!(origin.root(delete, variables.clone()).await, true);
    assert!(origin.scenario(&scenario["scenarioGlobalId"]).await.is_none());
    assert_eq!(refused(origin.ask(delete, variables).await).1, "NotFound");
}

#[tokio::test]
async fn a_deleted_scenario_is_gone() {
    let origin = start().await;
    let id = origin.created("fra").await["scenarioGlobalId"].clone();
    let delete = "mutation ($scenarioGlobalId: String!) { deleteScenario(scenarioGlobalId: $scenarioGlobalId) }";
    assert_eq!(origin.root(delete, json!({"scenarioGlobalId": id})).await, true);
    assert!(origin.scenario(&id).await.is_none());
}

#[tokio::test]
async fn one_tenant_sees_nothing_of_another() {
    let origin = start().await;
    let scenario = origin.created("gbr").await;
    let other = origin.sandbox.second_tenant_token();
    let data = async |query: &str, variables: Value| origin.as_token(other, query, variables).await;
    let (_, projects) = data("{ getProjects { name } }", Value::Null).await;
    assert_eq!(projects["data"]["getProjects"], json!([]));
    let query = "query ($filter: ScenarioFilter) { getScenarios(filter: $filter) { name } }";
    let by_id = json!({"filter": {"scenarioGlobalId": scenario["scenarioGlobalId"]}});
    assert_eq!(data(query, by_id).await.1["data"]["getScenarios"], json!([]));
    let own = json!({"filter": {"scenarioType": "TENANTED_SCENARIO"}});
    assert_eq!(data(query, own.clone()).await.1["data"]["getScenarios"], json!([]));
    assert_eq!(origin.root(query, own).await, json!([{"name": "High gas price"}]));
    let read = "query ($p: String!) { getProject(projectGlobalId: $p) { name } }";
    assert_eq!(
        refused(data(read, json!({"p": scenario["projectGlobalId"]})).await).1,
        "NotFound"
    );
    let (_, config) = data("{ getConfig { products isAdvancedUser } }", Value::Null).await;
    assert_eq!(
        config["data"]["getConfig"],
        json!({"products": null, "isAdvancedUser": false})
    );
}

#[tokio::test]
async fn configuration_has_products_and_groups_whose_regions_are_objects() {
    let origin = start().await;
    let config = origin
        .root(
            "{ getConfig { regionGroups currencies sensitivities products isAuthor isAdvancedUser appsSupported } }",
            Value::Null,
        )
        .await;
    assert_eq!(config["products"][1], json!({"productId": 4, "name": "SaaS"}));
    let groups = &config["regionGroups"];
    assert!(groups["aus"]["regions"].as_object().unwrap().contains_key("qld"));
    assert_eq!(groups["iberia"]["regions"].as_object().unwrap().len(), 2);
    assert!(groups["erc"]["regions"].get("erc").is_none());
}

#[tokio::test]
async fn weather_years_exist_where_they_are_supported() {
    let origin = start().await;
    let query =
        "query ($scenarioGlobalId: String!) { getWeatherYearList(scenarioGlobalId: $scenarioGlobalId) { years } }";
    for (group, some) in [("gbr", true), ("aus", false)] {
        let id = origin.published(group).await["scenarioGlobalId"].clone();
        let years = origin.root(query, json!({"scenarioGlobalId": id})).await["years"].clone();
        assert_eq!(years.as_array().unwrap().is_empty(), !some, "{group}");
    }
    let unknown = origin.ask(query, json!({"scenarioGlobalId": "nope"})).await;
    assert_eq!(refused(unknown).1, "NotFound");
}
