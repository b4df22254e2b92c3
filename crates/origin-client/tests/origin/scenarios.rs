use std::time::Duration;

use futures_util::StreamExt;
use origin_client::poll::{PollPolicy, Progress};
use origin_client::{ErrorKind, NewScenario, ScenarioField, ScenarioUpdate, ScenarioUpdateField};
use serde_json::{Value, json};
use wiremock::MockServer;

use crate::support::{SCENARIO_PATH, answer, answer_text, client, first, requests, serving, variables};

fn found(scenario: Value) -> Value {
    json!({"data": {"getScenarios": [scenario]}})
}

fn with_status(status: Value) -> Value {
    found(json!({"scenarioGlobalId": "s", "scenarioRunStatus": status}))
}

#[tokio::test]
async fn published_and_own_scenarios_differ_by_the_filter() {
    let server = serving("getScenarios", json!({"data": {"getScenarios": []}})).await;
    let (client, _) = client(&server);
    client.scenarios().list(None).await.unwrap();
    client.scenarios().list(Some("gbr")).await.unwrap();
    client.scenarios().list_own(Some("aus")).await.unwrap();
    let expected = [
        json!({"filter": {"scenarioType": "AURORA_SCENARIO"}}),
        json!({"filter": {"scenarioType": "AURORA_SCENARIO", "regionGroupCode": "gbr"}}),
        json!({"filter": {"scenarioType": "TENANTED_SCENARIO", "regionGroupCode": "aus"}}),
    ];
    assert_eq!(variables(&server).await, expected);
}

#[tokio::test]
async fn an_unknown_id_is_a_scenario_not_found() {
    for body in [
        json!({"data": {"getScenarios": []}}),
        json!({"data": {"getScenarios": null}}),
        json!({"data": null}),
    ] {
        let server = serving("getScenarios", body).await;
        let (client, _) = client(&server);
        let error = client.scenarios().get("nope").await.unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::NotFound, Some("get_scenario"))
        );
        assert!(error.to_string().contains("scenario not found: \"nope\""), "{error}");
        assert_eq!(
            variables(&server).await,
            [json!({"filter": {"scenarioGlobalId": "nope"}})]
        );
    }
}

/// Every field that the contract names, with a value of its kind.
fn everything() -> Value {
    json!({
        "scenarioGlobalId": "s", "name": "n", "description": "d", "regionGroupCode": "gbr", "publishType": "x",
        "publicationDate": "2022-04-01T00:00:00.000Z", "scenarioRunStatus": "Complete",
        "scenarioTransformStatus": "NotStarted", "inputTypesSupported": "EXOGENOUS_ONLY",
        "scenarioType": "AURORA_SCENARIO", "scenarioRunType": "FYR", "useExogifiedInputs": true,
        "projectGlobalId": "p", "scenarioInputsAvailable": true, "scenarioOutputsAvailable": true,
        "scenarioLaunchable": false, "baseInputReference": "b", "baseInputReferenceType": "t",
        "runStartedAtUTC": "2022-04-01T00:00:00Z", "runCompletedAtUTC": "2022-04-01T01:00:00Z",
        "launchedByUserName": "u", "modelPriceSpikiness": "None", "years": [2025, 2026.0], "weatherYear": 2013,
        "supportsExogenousInputs": true, "modelType": "aeres", "lastUpdated": "2022-04-01T00:00:00Z",
        "runDetails": [{"runGlobalId": "r", "runType": "FYR", "years": [{"year": 2025}]}],
        "defaultCurrency": "gbp2024", "sensitivity": "central",
        "regions": {"gbr": {"regionCode": "gbr", "metaUrl": "m/gbr/meta.json", "dataUrlBase": "d/gbr/"}},
        "baseScenarioGlobalId": "b", "appReleaseStatus": {"any": 1}, "launchedByEmail": "e", "userInputReference": "u",
        "userInputRepository": "u", "inputImportStatus": "i", "currencies": ["gbp2024"],
        "advancedSettings": {"modelReference": "m", "controlFileName": "c", "stateFile": "s", "quickTry": false,
            "retentionPolicy": "Standard", "numIterations": "3", "serverName": "Hastur", "isHistoricRun": "false",
            "isPriorityRun": true, "moduloOfYearToConfigForFYR": 1, "originMarketScenarioGlobalId": "o",
            "simulationMode": "EUROPEAN_NETWORK", "baseInputRepository": "b"},
    })
}

#[tokio::test]
async fn every_field_may_be_null_or_missing_or_of_an_unknown_value() {
    let full = everything();
    let mut bodies = vec![full.clone(), json!({})];
    for field in full.as_object().unwrap().keys() {
        let mut null = full.clone();
        null[field] = Value::Null;
        bodies.push(null);
        let mut missing = full.clone();
        missing.as_object_mut().unwrap().remove(field);
        bodies.push(missing);
    }
    for field in full["advancedSettings"].as_object().unwrap().keys() {
        let mut null = full.clone();
        null["advancedSettings"][field] = Value::Null;
        bodies.push(null);
    }
    for field in [
        "scenarioRunStatus",
        "scenarioTransformStatus",
        "inputTypesSupported",
        "scenarioType",
        "scenarioRunType",
        "modelPriceSpikiness",
        "modelType",
    ] {
        let mut new = full.clone();
        new[field] = json!("BRAND_NEW");
        bodies.push(new);
    }
    for (field, value) in [
        ("supportsExogenousInputs", json!("true")),
        ("regions", json!({})),
        ("regions", json!({"gbr": {"metaUrl": null}})),
        (
            "runDetails",
            json!([{"runGlobalId": "r", "years": null}, {"runGlobalId": null}]),
        ),
        ("brandNew", json!([1])),
    ] {
        let mut odd = full.clone();
        odd[field] = value;
        bodies.push(odd);
    }
    let server = MockServer::start().await;
    let (client, _) = client(&server);
    for body in bodies {
        server.reset().await;
        answer(&server, "getScenarios", found(body.clone())).await;
        let read = client
            .scenarios()
            .get("s")
            .await
            .map_err(|error| format!("{error} for {body}"));
        assert_eq!(read.unwrap().name.as_deref(), body["name"].as_str());
        let listed = client
            .scenarios()
            .list(None)
            .await
            .map_err(|error| format!("{error} for {body}"));
        assert_eq!(listed.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn create_and_update_send_null_where_null_was_set_and_nothing_where_nothing_was() {
    let server = serving(
        "createScenario",
        json!({"data": {"createScenario": {"scenarioGlobalId": "new"}}}),
    )
    .await;
    answer(
        &server,
        "updateScenario",
        json!({"data": {"updateScenario": {"scenarioGlobalId": "s"}}}),
    )
    .await;
    let (client, _) = client(&server);
    let new = NewScenario::new("p", "n")
        .with_base_scenario("b")
        .with_use_exogified_inputs(true)
        .with_weather_year(2013)
        .with_null(ScenarioField::Description);
    let made = client.scenarios().create(&new).await.unwrap();
    assert_eq!(made.scenario_global_id.as_deref(), Some("new"));
    let update = ScenarioUpdate::new("s").with_null(ScenarioUpdateField::WeatherYear);
    client.scenarios().update(&update).await.unwrap();
    let expected = [
        json!({"scenario": {"projectGlobalId": "p", "name": "n", "baseScenarioGlobalId": "b", "useExogifiedInputs": true,
                            "weatherYear": 2013, "description": null}}),
        json!({"scenario": {"scenarioGlobalId": "s", "weatherYear": null}}),
    ];
    assert_eq!(variables(&server).await, expected);
}

#[tokio::test]
async fn what_is_surely_wrong_is_refused_before_anything_is_sent() {
    let server = MockServer::start().await;
    let (client, _) = client(&server);
    let scenarios = client.scenarios();
    let errors = [
        (
            scenarios
                .create(&NewScenario::new("p", "n").with_weather_year(2013))
                .await
                .unwrap_err(),
            "weatherYear is 2013",
        ),
        (
            scenarios.update(&ScenarioUpdate::new("s")).await.unwrap_err(),
            "changes nothing",
        ),
        (scenarios.get(" ").await.unwrap_err(), "id is empty"),
        (scenarios.list(Some("")).await.unwrap_err(), "region is empty"),
        (scenarios.delete("").await.unwrap_err(), "id is empty"),
    ];
    for (error, part) in errors {
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains(part), "{error}");
    }
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn whatever_a_deletion_answers_is_handed_on_and_a_null_scenario_is_an_error() {
    for value in [json!(true), json!("s"), json!(null)] {
        let server = serving("deleteScenario", json!({"data": {"deleteScenario": value}})).await;
        let (client, _) = client(&server);
        assert_eq!(client.scenarios().delete("s").await.unwrap(), value);
    }
    let server = serving("launchScenario", json!({"data": {"launchScenario": null}})).await;
    let (client, _) = client(&server);
    let error = client.scenarios().launch("s").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Service);
    assert_eq!(requests(&server).await.len(), 1);
}

#[tokio::test]
async fn weather_years_may_be_none() {
    for (list, years) in [
        (json!({"years": [2012, 2013.0]}), vec![2012, 2013]),
        (json!({"years": []}), vec![]),
        (json!({"years": null}), vec![]),
        (json!(null), vec![]),
    ] {
        let server = serving("getWeatherYearList", json!({"data": {"getWeatherYearList": list}})).await;
        let (client, _) = client(&server);
        assert_eq!(client.scenarios().weather_years("s").await.unwrap(), years);
    }
}

#[tokio::test]
async fn the_latest_is_by_instant_nulls_last_and_names_in_any_case() {
    let scenario =
        |id: &str, name: Value, date: Value| json!({"scenarioGlobalId": id, "name": name, "publicationDate": date});
    let list = json!({"data": {"getScenarios": [
        scenario("undated", json!("Central"), json!(null)),
        scenario("odd", json!("Central"), json!("soon")),
        scenario("noon", json!("GBR Central Apr"), json!("2022-04-01T12:00:00Z")),
        scenario("zone", json!("GBR Net Zero"), json!("2022-04-01T12:30:00+02:00")),
        scenario("tie", json!("GBR central apr"), json!("2022-04-01T14:00:00+02:00")),
        scenario("nameless", json!(null), json!("2021-01-01T00:00:00Z")),
    ]}});
    for (names, id) in [
        (&[][..], Some("noon")),
        (&["CENTRAL", "apr"], Some("noon")),
        (&["net zero"], Some("zone")),
        (&["low"], None),
    ] {
        let server = serving("ListAuroraScenarios", list.clone()).await;
        answer(&server, "GetScenario(", found(json!({"scenarioGlobalId": "chosen"}))).await;
        let (client, _) = client(&server);
        let latest = client.scenarios().latest("gbr", names).await;
        match id {
            Some(id) => {
                latest.unwrap();
                assert_eq!(
                    variables(&server).await[1]["filter"]["scenarioGlobalId"],
                    id,
                    "{names:?}"
                );
            }
            None => {
                let error = latest.unwrap_err();
                assert_eq!(error.kind(), ErrorKind::NotFound);
                let text = error.to_string();
                assert!(
                    text.contains("scenario not found for region \"gbr\"") && text.contains("low"),
                    "{text}"
                );
            }
        }
    }
    let server = serving("getScenarios", json!({"data": {"getScenarios": []}})).await;
    let error = client(&server).0.scenarios().latest("xyz", &[]).await.unwrap_err();
    assert!(error.to_string().contains("check the region's code"), "{error}");
}

#[tokio::test]
async fn a_run_is_waited_for_through_every_state_that_is_no_end() {
    let server = MockServer::start().await;
    for status in [
        json!("Queued"),
        json!(null),
        json!("Rehearsing"),
        json!("Running"),
        json!("Complete"),
    ] {
        first(&server, SCENARIO_PATH, with_status(status), 1).await;
    }
    let (client, clock) = client(&server);
    let steps: Vec<_> = client.scenarios().wait("s").into_stream().collect().await;
    let words: Vec<String> = steps
        .into_iter()
        .map(|step| match step.unwrap() {
            Progress::Running(running) => running.status,
            Progress::Done(scenario) => format!("done: {}", scenario.scenario_run_status.unwrap()),
            _ => "new".to_owned(),
        })
        .collect();
    assert_eq!(words, ["Queued", "", "Rehearsing", "Running", "done: Complete"]);
    assert_eq!(clock.slept()[0], Duration::from_secs(5));
}

#[tokio::test]
async fn a_failed_run_and_one_that_was_not_launched_are_errors_at_once() {
    for (status, kind, part) in [
        ("Errored", ErrorKind::Service, "the run of scenario s failed"),
        ("NotLaunched", ErrorKind::InvalidRequest, "launch it first"),
    ] {
        let server = serving("getScenarios", with_status(json!(status))).await;
        let (client, clock) = client(&server);
        let error = client.scenarios().wait("s").await.unwrap_err();
        assert_eq!(error.kind(), kind);
        assert!(error.to_string().contains(part), "{error}");
        assert!(clock.slept().is_empty());
    }
}

#[tokio::test]
async fn a_run_that_never_ends_is_given_up_at_the_deadline() {
    let server = serving("getScenarios", with_status(json!("Running"))).await;
    let (client, _) = client(&server);
    let policy = PollPolicy::default().with_deadline(Duration::from_secs(60));
    let error = client.scenarios().wait("s").with_policy(policy).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.to_string().contains("Running"), "{error}");
}

#[tokio::test]
async fn regions_are_the_own_ones_and_those_of_the_first_ones_group_in_the_services_order() {
    // As text: a JSON value would sort its members.
    let own = r#"{"vic": {"regionCode": "vic", "metaUrl": "t/vic/meta.json", "dataUrlBase": "t/vic/"},
                  "nsw": {"regionCode": "nsw", "metaUrl": "t/nsw/meta.json", "dataUrlBase": "t/nsw/"}}"#;
    let groups = r#"{"b": {"regionGroupCode": "nsw", "regions": {"x": {}}},
                     "a": {"regionGroupCode": "aus", "regions": {"nsw": {}, "vic": {}, "qld": {}}}}"#;
    let server = MockServer::start().await;
    let scenario = format!(r#"{{"data": {{"getScenarios": [{{"scenarioGlobalId": "s", "regions": {own}}}]}}}}"#);
    answer_text(&server, "getScenarios", scenario).await;
    let config = format!(r#"{{"data": {{"getConfig": {{"regionGroups": {groups}}}}}}}"#);
    answer_text(&server, "getConfig", config).await;
    let (client, _) = client(&server);
    let regions = client.scenarios().regions("s").await.unwrap();
    assert_eq!(regions.own.keys().collect::<Vec<_>>(), ["vic", "nsw"]);
    assert_eq!(regions.additional.keys().collect::<Vec<_>>(), ["qld"]);
    assert_eq!(regions.get("qld").unwrap().meta_url.as_deref(), Some("t/qld/meta.json"));
}

#[tokio::test]
async fn a_scenario_without_regions_has_none_and_costs_no_further_request() {
    for own in [json!(null), json!({})] {
        let server = serving("getScenarios", found(json!({"scenarioGlobalId": "s", "regions": own}))).await;
        let (client, _) = client(&server);
        assert!(client.scenarios().regions("s").await.unwrap().is_empty());
        assert_eq!(requests(&server).await.len(), 1);
    }
}
