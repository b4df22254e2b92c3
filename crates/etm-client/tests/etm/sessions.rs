mod combine;
mod dialects;
mod list;
mod mutations;
mod updates;
mod versions;

use std::time::Duration;

use etm_client::sessions::{CopyOptions, Scale, SessionUpdate};
use etm_client::{ErrorKind, InputValue, NewSession};
use serde_json::{Map, Value, json};
use wiremock::MockServer;

use crate::support::{answer, bodies, client, first, lines, serving, session};

#[tokio::test]
async fn a_session_is_read_with_odd_ids_nulls_new_fields_and_times() {
    let odd = json!({
        "id": "12345",
        "end_year": "2050",
        "start_year": 2019.0,
        "template": "11111",
        "scaling": {"area_attribute": "number_of_inhabitants", "value": 5, "base_value": 17.5, "new": true},
        "private": null,
        "created_at": "2021-07-16T09:23:00.417Z",
        "user_values": {"costs_co2": 120, "settings_weather_curve_set": "1987", "odd": null},
        "balanced_values": null,
        "metadata": {"title": "x", "deep": {"a": [1]}},
        "active_couplings": null,
        "invented": {"later": 1},
    });
    let server = serving("GET", "/scenarios/12345", session(1, &odd)).await;
    let (client, _) = client(&server);
    let read = client.sessions().get(12345).await.unwrap();
    assert_eq!(
        (read.id, read.end_year, read.start_year, read.template),
        (12345, Some(2050), Some(2019), Some(11111))
    );
    assert_eq!(read.created_at.unwrap().to_string(), "2021-07-16T09:23:00.417Z");
    let values = read.user_values.unwrap();
    assert_eq!(values["costs_co2"].as_number(), Some(120.0));
    assert_eq!(values["settings_weather_curve_set"].as_text(), Some("1987"));
    assert_eq!(values["odd"], InputValue::Other(json!(null)));
    assert_eq!(read.scaling.unwrap().base_value, Some(17.5));
    assert_eq!(
        (read.private, read.balanced_values, read.active_couplings),
        (None, None, None)
    );
}

#[tokio::test]
async fn a_session_is_made_under_its_root_with_what_was_set_and_nothing_else() {
    let server = serving("POST", "/scenarios", session(1, &json!({}))).await;
    let (client, _) = client(&server);
    let mut metadata = Map::new();
    metadata.insert("title".to_owned(), json!("Mine"));
    let full = NewSession::new("nl2023", 2040)
        .with_source("my-app")
        .with_private(true)
        .with_keep_compatible(true)
        .with_metadata(metadata)
        .with_scale(&Scale::inhabitants(5000.0).with_industry(true))
        .with_value("costs_co2", 120.0)
        .with_value("settings_enable_merit_order", true)
        .with_value("costs_gas", "40.5");
    client.sessions().create(&full).await.unwrap();
    client.sessions().create(&NewSession::default()).await.unwrap();
    client
        .sessions()
        .create(&NewSession::default().with_template(5))
        .await
        .unwrap();
    let sent = bodies(&server).await;
    let expected = json!({"scenario": {
        "area_code": "nl2023", "end_year": 2040, "source": "my-app", "private": true, "keep_compatible": true,
        "metadata": {"title": "Mine"},
        "scale": {"area_attribute": "number_of_inhabitants", "value": 5000.0, "has_industry": true},
        "user_values": {"costs_co2": 120.0, "settings_enable_merit_order": 1.0, "costs_gas": "40.5"},
    }});
    assert_eq!(sent[0], expected);
    assert_eq!(sent[1], json!({"scenario": {}}));
    assert_eq!(sent[2], json!({"scenario": {"preset_scenario_id": 5}}));
}

#[tokio::test]
async fn what_the_engine_would_quietly_get_wrong_is_refused_before_sending() {
    let server = serving("POST", "/scenarios", session(1, &json!({}))).await;
    let (client, _) = client(&server);
    for (new, words) in [
        (NewSession::new(" ", 2050), "the area code is empty"),
        (NewSession::default().with_value("weather", "1987a"), "numbers only"),
        (NewSession::default().with_value("x", f64::NAN), "x is NaN"),
        (
            NewSession::default().with_value("", 1.0),
            "the key of an input is empty",
        ),
        (
            NewSession::default().with_value("x", 1.0).with_template(7),
            "would ignore them",
        ),
    ] {
        let error = client.sessions().create(&new).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::InvalidRequest, Some("create_scenario"))
        );
        assert!(error.to_string().contains(words), "{error}");
    }
    let many = (0..4097).fold(NewSession::default(), |new, n| new.with_value(format!("k{n}"), 1.0));
    let error = client.sessions().create(&many).await.unwrap_err();
    assert!(error.to_string().contains("4097 inputs"), "{error}");
    // The area, the year and each entry of the metadata count as well.
    let mut metadata = Map::new();
    metadata.insert("tags".to_owned(), json!(["a", "b"]));
    let most = (0..4092).fold(NewSession::new("nl2019", 2050).with_metadata(metadata), |new, n| {
        new.with_value(format!("k{n}"), 1.0)
    });
    assert!(most.validate().is_ok());
    assert!(most.with_value("one_more", 1.0).validate().is_err());
    assert!(lines(&server).await.is_empty());
}

#[tokio::test]
async fn a_copy_names_the_original_and_what_is_its_own() {
    let server = serving("POST", "/scenarios", session(2, &json!({"template": 1}))).await;
    let (client, _) = client(&server);
    let options = CopyOptions::new()
        .with_source("copy")
        .with_private(false)
        .with_keep_compatible(false)
        .with_metadata(Map::new())
        .with_descale(true)
        .with_users(true);
    assert_eq!(client.sessions().copy(1, &options).await.unwrap().template, Some(1));
    client.sessions().copy(1, &CopyOptions::new()).await.unwrap();
    let sent = bodies(&server).await;
    let expected = json!({"scenario": {
        "scenario_id": 1, "source": "copy", "private": false, "keep_compatible": false, "metadata": {},
        "descale": true, "set_preset_roles": true,
    }});
    assert_eq!(sent, [expected, json!({"scenario": {"scenario_id": 1}})]);
    let error = client.sessions().copy(0, &CopyOptions::new()).await.unwrap_err();
    assert!(error.to_string().contains("ids are above 0"), "{error}");
}

/// Refused creations: status, body, and the messages in it.
fn refusals() -> [(u16, Value, &'static str); 6] {
    let unsupported = json!({"errors": {"area_code": ["can't be blank", "is unknown or not supported"]}});
    let unknown = json!({"errors": {"base": ["Input x does not exist"]}});
    let no_parent = json!({"errors": {"scenario_id": ["does not exist"]}});
    let crash = json!({"status": 500, "error": "Internal Server Error"});
    [
        (
            422,
            unsupported,
            "area_code: can't be blank|area_code: is unknown or not supported",
        ),
        (422, unknown, "base: Input x does not exist"),
        (422, no_parent, "scenario_id: does not exist"),
        (
            400,
            json!({"errors": ["unexpected token at ''"]}),
            "unexpected token at ''",
        ),
        (404, json!({"errors": ["Not found"]}), "Not found"),
        (500, crash, "Internal Server Error"),
    ]
}

#[tokio::test]
async fn each_shape_of_refusal_on_creation_gives_its_messages() {
    for (status, body, messages) in refusals() {
        let server = MockServer::start().await;
        answer(&server, "POST", "/scenarios", status, body).await;
        let (client, _) = client(&server);
        let new = NewSession::new("xx", 2050);
        let error = client.sessions().create(&new).await.unwrap_err();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        assert_eq!(error.messages().join("|"), messages);
        assert_eq!(lines(&server).await.len(), 1, "{status} is not sent again");
    }
}

#[tokio::test]
async fn a_session_is_deleted_by_an_empty_answer() {
    let server = serving("GET", "/none", json!({})).await;
    crate::support::answer_raw(&server, "DELETE", "/scenarios/7", 200, "application/json", "").await;
    let (client, _) = client(&server);
    client.sessions().delete(7).await.unwrap();
    assert_eq!(lines(&server).await, ["DELETE /api/v3/scenarios/7"]);
}

#[tokio::test]
async fn a_reset_is_an_update_that_sets_nothing() {
    let answer = json!({"scenario": session(7, &json!({})), "gqueries": {}});
    let server = serving("PUT", "/scenarios/7", answer).await;
    let (client, _) = client(&server);
    assert_eq!(client.sessions().reset(7).await.unwrap().id, 7);
    assert_eq!(bodies(&server).await, [json!({"reset": true})]);
    client
        .sessions()
        .update(7, &SessionUpdate::new().with_reset(false))
        .await
        .unwrap();
    assert_eq!(
        bodies(&server).await[1],
        json!({"reset": false}),
        "a boolean, since any text counts as true"
    );
}

#[tokio::test]
async fn the_merit_order_is_read_with_and_without_curves() {
    let full = json!({
        "curves": {"flat": [0.5, 1.0]},
        "participants": [
            {"type": "must_run", "key": "a", "curve": "flat", "availability": 0.9, "full_load_hours": 100, "later": 1},
            {"type": "a_new_type", "key": "b", "marginal_costs": null, "volume_per_unit": null},
        ],
    });
    let server = serving("GET", "/scenarios/7/merit", full).await;
    let (client, _) = client(&server);
    let merit = client.sessions().merit(7, true).await.unwrap();
    assert_eq!(merit.curves.unwrap()["flat"], [0.5, 1.0]);
    assert_eq!(merit.participants.unwrap()[1].type_.as_deref(), Some("a_new_type"));
    client.sessions().merit(7, false).await.unwrap();
    let expected = [
        "GET /api/v3/scenarios/7/merit?include_curves=true",
        "GET /api/v3/scenarios/7/merit?include_curves=false",
    ];
    assert_eq!(lines(&server).await, expected);
}

#[tokio::test]
async fn a_gateway_that_is_busy_is_asked_again() {
    let server = serving("GET", "/scenarios/7", session(7, &json!({}))).await;
    first(
        &server,
        "GET",
        "/scenarios/7",
        503,
        json!({"errors": ["Failed to connect to MyETM"]}),
    )
    .await;
    let (client, clock) = client(&server);
    client.sessions().get(7).await.unwrap();
    assert_eq!(lines(&server).await.len(), 2);
    assert!(clock.slept().iter().all(|wait| *wait <= Duration::from_secs(20)));
}
