use etm_client::sessions::SessionUpdate;
use etm_client::{ErrorKind, QueryValue};
use serde_json::{Map, Value, json};

use crate::support::{answer, bodies, client, lines, serving, session};

fn updated(queries: Value) -> Value {
    json!({"scenario": session(7, &json!({"updated_at": "2021-07-16T10:00:00.000Z"})), "gqueries": queries})
}

#[tokio::test]
async fn attributes_inputs_and_queries_go_out_together() {
    let answer = updated(json!({"dashboard_emissions": {"present": 0.5, "future": 0.1, "unit": "factor"}}));
    let server = serving("PUT", "/scenarios/7", answer).await;
    let (client, _) = client(&server);
    let mut metadata = Map::new();
    metadata.insert("title".to_owned(), json!("New"));
    let update = SessionUpdate::new()
        .with_private(true)
        .with_keep_compatible(false)
        .with_source(None)
        .with_metadata(metadata)
        .with_value("costs_co2", 120)
        .with_value_reset("costs_gas")
        .with_autobalance(false)
        .with_force(true)
        .with_query("dashboard_emissions");
    let after = client.sessions().update(7, &update).await.unwrap();
    assert_eq!(after.scenario.id, 7);
    assert_eq!(after.results.future("dashboard_emissions"), Some(0.1));
    let expected = json!({
        "scenario": {
            "private": true, "keep_compatible": false, "source": null, "metadata": {"title": "New"},
            "user_values": {"costs_co2": 120.0, "costs_gas": "reset"},
        },
        "autobalance": false, "force": true, "gqueries": ["dashboard_emissions"],
    });
    assert_eq!(bodies(&server).await, [expected]);
}

#[tokio::test]
async fn the_link_to_the_template_is_set_and_cut_with_a_null() {
    let server = serving("PUT", "/scenarios/7", updated(json!({}))).await;
    let (client, _) = client(&server);
    for update in [
        SessionUpdate::new().with_template(5).with_users_of_template(),
        SessionUpdate::new().without_template(),
        SessionUpdate::new(),
    ] {
        client.sessions().update(7, &update).await.unwrap();
    }
    let expected = [
        json!({"scenario": {"preset_scenario_id": 5, "set_preset_roles": true}}),
        json!({"scenario": {"preset_scenario_id": null}}),
        json!({}),
    ];
    assert_eq!(bodies(&server).await, expected);
}

#[tokio::test]
async fn results_may_be_missing_or_null() {
    for queries in [json!(null), json!({})] {
        let server = serving("PUT", "/scenarios/7", updated(queries)).await;
        let (client, _) = client(&server);
        let after = client.sessions().update(7, &SessionUpdate::new()).await.unwrap();
        assert!(after.results.is_empty());
    }
    let server = serving("PUT", "/scenarios/7", json!({"scenario": {"id": "7"}, "new": 1})).await;
    let (client, _) = client(&server);
    assert_eq!(
        client
            .sessions()
            .update(7, &SessionUpdate::new())
            .await
            .unwrap()
            .scenario
            .id,
        7
    );
}

#[tokio::test]
async fn what_crashes_the_engine_is_refused_before_sending() {
    let server = serving("PUT", "/scenarios/7", updated(json!({}))).await;
    let (client, _) = client(&server);
    let nothing: etm_client::InputValue = serde_json::from_value(Value::Null).unwrap();
    for (update, words) in [
        (SessionUpdate::new().with_value("x", nothing), "x is null"),
        (SessionUpdate::new().with_value("x", f64::INFINITY), "x is inf"),
        (SessionUpdate::new().with_value("x", ""), "x is empty"),
        (
            SessionUpdate::new().with_value(" ", 1.0),
            "the key of an input is empty",
        ),
        (SessionUpdate::new().with_query(""), "the key of a query is empty"),
        (
            (0..4097).fold(SessionUpdate::new(), |update, n| {
                update.with_value(format!("k{n}"), 1.0)
            }),
            "at most 4096 parameters",
        ),
    ] {
        let error = client.sessions().update(7, &update).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::InvalidRequest, Some("update_scenario"))
        );
        assert!(error.to_string().contains(words), "{error}");
    }
    assert!(lines(&server).await.is_empty());
}

#[tokio::test]
async fn queries_that_do_not_fit_beside_the_change_follow_in_requests_that_change_nothing() {
    let server = serving(
        "PUT",
        "/scenarios/7",
        updated(json!({"q": {"present": 1, "future": 2, "unit": null}})),
    )
    .await;
    let (client, _) = client(&server);
    let update = (0..90).fold(SessionUpdate::new().with_private(true), |update, n| {
        update.with_value(format!("k{n}"), 1.0)
    });
    let update = update.with_queries((0..5000).map(|n| format!("q{n}")));
    client.sessions().update(7, &update).await.unwrap();
    let sent = bodies(&server).await;
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0]["gqueries"].as_array().unwrap().len(), 4096 - 91);
    assert_eq!(sent[1]["gqueries"].as_array().unwrap().len(), 5000 - (4096 - 91));
    assert_eq!(sent[1]["gqueries"][0], "q4005");
    assert!(sent[1].get("scenario").is_none());
}

#[tokio::test]
async fn a_change_that_fills_a_request_goes_out_without_any_query() {
    let server = serving("PUT", "/scenarios/7", updated(json!({}))).await;
    let (client, _) = client(&server);
    let full = (0..4096).fold(SessionUpdate::new(), |update, n| {
        update.with_value(format!("k{n}"), 1.0)
    });
    client.sessions().update(7, &full.with_query("q")).await.unwrap();
    let sent = bodies(&server).await;
    assert_eq!(sent[0]["scenario"]["user_values"].as_object().unwrap().len(), 4096);
    assert_eq!(sent[0].get("gqueries"), None);
    assert_eq!(sent[1], json!({"gqueries": ["q"]}));
}

#[tokio::test]
async fn each_shape_of_refusal_gives_its_messages() {
    for (status, body, messages) in [
        (
            422,
            json!({"errors": ["Input a does not exist", "Input b cannot be greater than 3500.0"]}),
            vec!["Input a does not exist", "Input b cannot be greater than 3500.0"],
        ),
        (
            422,
            json!({"errors": [["reset", ["must be boolean"]], ["gqueries", ["must be an array"]]]}),
            vec!["reset: must be boolean", "gqueries: must be an array"],
        ),
        (
            422,
            json!({"errors": ["\"cars\" group does not balance: group sums to 110.0 using a=50.0 b=60.0"]}),
            vec!["\"cars\" group does not balance: group sums to 110.0 using a=50.0 b=60.0"],
        ),
        (
            400,
            json!({"errors": ["Invalid request parameters: total number of query parameters (15002) exceeds limit (4096)"]}),
            vec!["Invalid request parameters: total number of query parameters (15002) exceeds limit (4096)"],
        ),
        (
            403,
            json!({"errors": ["Scenario does not belong to you"]}),
            vec!["Scenario does not belong to you"],
        ),
    ] {
        let server = serving("GET", "/none", json!({})).await;
        answer(&server, "PUT", "/scenarios/7", status, body).await;
        let (client, _) = client(&server);
        let error = client
            .sessions()
            .update(7, &SessionUpdate::new().with_value("a", 1.0))
            .await
            .unwrap_err();
        assert_eq!(error.messages(), messages);
    }
}

#[tokio::test]
async fn the_dashboard_is_refused_unless_forced() {
    let server = serving("PUT", "/scenarios/7/dashboard", updated(json!({"q": {"future": "x"}}))).await;
    let (client, _) = client(&server);
    let error = client.sessions().dashboard(7, &["q"]).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::InvalidRequest, Some("query_scenario_dashboard"))
    );
    assert!(error.to_string().contains("500"), "{error}");
    assert!(lines(&server).await.is_empty());
    let forced = client.with_options(etm_client::CallOptions::default().with_forced(true));
    let after = forced.sessions().dashboard(7, &["q"]).await.unwrap();
    assert_eq!(after.results.get("q").unwrap().future, QueryValue::Text("x".to_owned()));
    for gone in ["list_scenario_templates", "dump_scenario"] {
        let request = client.request(gone).unwrap();
        let request = match gone {
            "dump_scenario" => request.path_param("scenario_id", 7),
            _ => request,
        };
        let error = request.send().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::InvalidRequest, 0),
            "{error}"
        );
    }
}
