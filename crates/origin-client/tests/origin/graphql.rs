use std::time::Duration;

use origin_client::inputs::{CommodityUpdate, YearlyTransform};
use origin_client::poll::PollPolicy;
use origin_client::{Change, ErrorKind, NewProject, Service};
use serde_json::{Value, json};
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{
    INPUTS_PATH, SCENARIO_PATH, answer, builder, client, first, not_ready, refuse, requests, serving,
};

const STEP: Duration = Duration::from_millis(2500);

#[tokio::test]
async fn null_data_missing_data_and_empty_errors_are_no_data_and_no_failure() {
    for body in [
        json!({"data": null}),
        json!({}),
        json!({"data": {}}),
        json!({"data": {"getProjects": null}}),
        json!({"data": {"getProjects": []}, "errors": []}),
        json!({"data": null, "errors": null}),
    ] {
        let server = serving("getProjects", body.clone()).await;
        let (client, clock) = client(&server);
        assert_eq!(client.projects().list().await.unwrap(), [], "{body}");
        assert_eq!((requests(&server).await.len(), clock.slept()), (1, vec![]));
    }
}

#[tokio::test]
async fn errors_keep_message_key_path_and_extensions_and_the_data_beside_them() {
    let body = json!({
        "errors": [{"message": "Cannot launch scenario: useExogifiedInputs must be set", "errorKey": "ValidationError",
                    "path": ["launchScenario"], "extensions": {"hint": 1}, "locations": [{"line": 1}]}],
        "data": {"launchScenario": {"scenarioGlobalId": "s"}},
    });
    let server = serving("launchScenario", body).await;
    let (client, _) = client(&server);
    let error = client.scenarios().launch("s").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::InvalidRequest, Some("launch_scenario"))
    );
    let found = &error.graphql_errors()[0];
    assert_eq!(found.key(), Some("ValidationError"));
    assert_eq!(found.path, Some(json!(["launchScenario"])));
    assert_eq!(found.extensions, Some(json!({"hint": 1})));
    assert!(error.to_string().contains("useExogifiedInputs must be set"), "{error}");
    let data = error.graphql_data().unwrap();
    assert_eq!(data["launchScenario"]["scenarioGlobalId"], "s");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
}

#[tokio::test]
async fn a_document_that_the_service_refuses_with_400_has_its_errors_too() {
    let server = MockServer::start().await;
    let body = json!({"errors": [{"message": "Unknown field", "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"}}]});
    Mock::given(path(SCENARIO_PATH))
        .respond_with(ResponseTemplate::new(400).set_body_json(body))
        .mount(&server)
        .await;
    let (client, _) = client(&server);
    let error = client.projects().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(error.graphql_errors()[0].key(), Some("GRAPHQL_VALIDATION_FAILED"));
    assert!(error.to_string().contains("Unknown field"), "{error}");
}

#[tokio::test]
async fn a_query_is_sent_again_after_503_and_a_mutation_is_not_after_502() {
    let server = serving("getProjects", json!({"data": {"getProjects": []}})).await;
    refuse(&server, "getProjects", 503, 2).await;
    let (origin, _) = client(&server);
    origin.projects().list().await.unwrap();
    assert_eq!(requests(&server).await.len(), 3);

    let server = MockServer::start().await;
    refuse(&server, "createProject", 502, 9).await;
    let (origin, _) = client(&server);
    let error = origin.projects().create(&NewProject::new("n")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
    assert_eq!(requests(&server).await.len(), 1);
}

#[tokio::test]
async fn data_that_is_not_ready_is_asked_for_again_every_two_and_a_half_seconds() {
    let below = json!({"errors": [{"message": "m", "extensions": {"errorKey": "DataNotReady"}}]});
    let twice = json!({"errors": [{"errorKey": "DataNotReady"}, {"extensions": {"code": "DataNotReady"}}]});
    let server = MockServer::start().await;
    for body in [not_ready(), below, twice] {
        first(&server, INPUTS_PATH, body, 1).await;
    }
    answer(
        &server,
        "getSession",
        json!({"data": {"getSession": {"modelMinYear": 2025}}}),
    )
    .await;
    let (client, clock) = client(&server);
    let session = client.inputs("s").session().await.unwrap().unwrap();
    assert_eq!(session.model_min_year, Some(2025));
    assert_eq!(clock.slept(), [STEP; 3]);
}

#[tokio::test]
async fn a_mutation_that_was_not_ready_is_sent_again_and_a_null_answer_to_it_is_not() {
    let server = serving("updateCommodity", json!({"data": {"updateCommodity": null}})).await;
    first(&server, INPUTS_PATH, not_ready(), 2).await;
    let (client, clock) = client(&server);
    let transform = YearlyTransform::years(2030..=2031, Change::percentage(10.0).unwrap());
    let update = CommodityUpdate::new("gas", transform);
    // Whether null is an error or nothing is the group's choice; it is no reason to ask again.
    let _outcome = client.inputs("s").update_commodity(&update).await;
    assert_eq!(requests(&server).await.len(), 3);
    assert_eq!(clock.slept(), [STEP; 2]);
}

#[tokio::test]
async fn other_errors_beside_it_end_the_waiting_at_once() {
    let mixed =
        json!({"errors": [{"errorKey": "DataNotReady"}, {"message": "no such scenario", "errorKey": "NotFound"}]});
    let server = serving("getSession", mixed).await;
    let (client, clock) = client(&server);
    let error = client.inputs("s").session().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(clock.slept().is_empty());
}

#[tokio::test]
async fn waiting_ends_at_the_deadline_and_says_how_long_it_was() {
    let server = serving("getSession", not_ready()).await;
    let clock = std::sync::Arc::new(origin_client::clock::ManualClock::default());
    let policy = PollPolicy::default()
        .with_first(STEP)
        .with_factor(1.0)
        .with_max(STEP)
        .with_deadline(Duration::from_secs(6));
    let client = builder(&server.uri())
        .with_ready_policy(policy)
        .with_clock(clock.clone())
        .build()
        .unwrap();
    let error = client.inputs("s").session().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotReady);
    assert!(error.to_string().contains("asked for 6 s"), "{error}");
    assert!(error.to_string().contains("still loading"), "{error}");
    assert_eq!(error.operation(), Some("get_inputs_session"));
    assert_eq!((error.attempts(), error.elapsed()), (4, Duration::from_secs(6)));
    assert_eq!(clock.slept(), [STEP, STEP, Duration::from_secs(1)]);
}

#[tokio::test]
async fn a_document_of_ones_own_gives_data_and_errors_together() {
    let server = serving(
        "getSession",
        json!({"data": {"a": [1, null]}, "errors": [{"message": "half"}]}),
    )
    .await;
    let (client, _) = client(&server);
    let answer = client
        .graphql(
            Service::Inputs,
            "query($s: String!) { getSession(sessionId: $s) { a } }",
            json!({"s": "x"}),
        )
        .await
        .unwrap();
    assert_eq!(answer.data, Some(json!({"a": [1, null]})));
    assert_eq!(answer.errors[0].message.as_deref(), Some("half"));
    let error = answer.into_result().unwrap_err();
    assert_eq!(error.graphql_data(), Some(&json!({"a": [1, null]})));
    let sent = &requests(&server).await[0];
    assert_eq!(sent.url.path(), INPUTS_PATH);
    assert_eq!(sent.body_json::<Value>().unwrap()["variables"], json!({"s": "x"}));
    let wrong = client.graphql(Service::Inputs, "{ a }", json!([1])).await.unwrap_err();
    assert_eq!(wrong.kind(), ErrorKind::InvalidRequest);
    assert_eq!(requests(&server).await.len(), 1);
}

#[tokio::test]
async fn a_mutation_of_ones_own_is_not_repeated_and_a_query_is() {
    for (document, sent) in [("mutation { x }", 1), ("{ x }", 2)] {
        let server = serving("x", json!({"data": {"x": 1}})).await;
        refuse(&server, "x", 502, 1).await;
        let (client, _) = client(&server);
        let answer = client.graphql(Service::Scenario, document, Value::Null).await;
        assert_eq!(answer.is_ok(), sent == 2, "{document}");
        assert_eq!(requests(&server).await.len(), sent, "{document}");
    }
}
