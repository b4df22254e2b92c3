use etm_client::{ErrorKind, InputSet, InputValue};
use serde_json::json;

use crate::inputs::listed;
use crate::support::{answer, bodies, client, lines, serving, session};

fn known() -> InputSet {
    serde_json::from_value(listed()).unwrap()
}

/// What a check says to these values.
async fn messages(values: &[(&str, InputValue)]) -> Vec<String> {
    let server = serving("GET", "/none", json!({})).await;
    let (client, _) = client(&server);
    let known = known();
    let update = client.inputs(7).update().set_all(values.iter().cloned());
    match update.checked_against(&known).send().await {
        // Nothing answers: it was sent.
        Err(error) if error.status().is_some() => Vec::new(),
        Err(error) => {
            assert_eq!(
                (error.kind(), error.operation()),
                (ErrorKind::InvalidRequest, Some("update_scenario"))
            );
            assert_eq!(lines(&server).await.len(), 0);
            error.messages().to_vec()
        }
        Ok(_) => panic!("there is no such answer"),
    }
}

/// Each of these values is refused with these words.
async fn refused(expected: &[(&str, InputValue, &str)]) {
    for (key, value, words) in expected {
        let messages = messages(&[(*key, value.clone())]).await;
        assert_eq!(messages.len(), 1, "{key}: {messages:?}");
        assert!(messages[0].contains(words), "{messages:?}");
    }
}

#[tokio::test]
async fn an_input_that_there_is_not_or_that_has_no_limits_is_named() {
    let guess = "there is no input \"costs_co3\"; did you mean \"costs_co2\"?";
    let broken = "the engine could not compute its limits (Non-numeric GQL value: default)";
    let expected = [
        ("costs_co3", 1.0.into(), guess),
        ("zzz", 1.0.into(), "there is no input \"zzz\""),
        ("broken", 1.0.into(), broken),
    ];
    refused(&expected).await;
}

#[tokio::test]
async fn each_value_that_the_engine_would_refuse_is_named() {
    let (merit, weather) = ("settings_enable_merit_order", "settings_weather_curve_set");
    let range = "costs_co2 is 3500.5 euro, but has to be from 0 to 3500 euro";
    let permitted = "has to be one of \"1987\", \"1997\", \"2004\", \"default\"";
    let expected = [
        ("costs_co2", 3500.5.into(), range),
        ("costs_co2", (-0.5).into(), "costs_co2 is -0.5 euro"),
        (
            "costs_co2",
            "much".into(),
            "costs_co2 is \"much\", but has to be a number",
        ),
        (merit, 0.5.into(), "has to be 0 or 1 (false or true)"),
        (weather, "1988".into(), permitted),
        (
            weather,
            1987.into(),
            "settings_weather_curve_set is 1987, but has to be one of",
        ),
    ];
    refused(&expected).await;
}

#[tokio::test]
async fn everything_that_is_wrong_is_named_at_once() {
    let messages = messages(&[
        ("costs_co2", 9999.0.into()),
        ("zzz", 1.0.into()),
        ("broken", 1.0.into()),
    ])
    .await;
    assert_eq!(messages.len(), 3, "{messages:?}");
}

#[tokio::test]
async fn what_the_engine_takes_passes() {
    for (key, value) in [
        ("costs_co2", InputValue::from(0)),
        ("costs_co2", 3500.0.into()),
        ("costs_co2", "40.3".into()),
        ("costs_co2", "1e3".into()),
        ("costs_co2", "reset".into()),
        ("settings_enable_merit_order", false.into()),
        ("settings_enable_merit_order", 1.0.into()),
        ("settings_weather_curve_set", "2004".into()),
        ("settings_weather_curve_set", "reset".into()),
        ("broken", "reset".into()),
        // Disabled: stored, without effect.
        ("industry_useful_demand_for_other_food", 50.0.into()),
        ("later", 0.5.into()),
    ] {
        let messages = messages(&[(key, value)]).await;
        assert!(messages.is_empty(), "{key}: {messages:?}");
    }
}

#[tokio::test]
async fn what_is_needed_for_checks_takes_two_requests() {
    let server = serving(
        "GET",
        "/scenarios/7",
        session(7, &json!({"user_values": {"costs_co2": 120.0}})),
    )
    .await;
    answer(&server, "GET", "/scenarios/7/inputs", 200, listed()).await;
    let after = json!({"scenario": session(7, &json!({})), "gqueries": {}});
    answer(&server, "PUT", "/scenarios/7", 200, after).await;
    let (client, _) = client(&server);
    let known = client.inputs(7).for_checks().await.unwrap();
    assert_eq!(
        lines(&server).await,
        ["GET /api/v3/scenarios/7", "GET /api/v3/scenarios/7/inputs"]
    );
    let update = client
        .inputs(7)
        .update()
        .set("transport_car_using_electricity_share", 40.0)
        .checked_against(&known);
    assert!(update.validate().is_ok());
    assert_eq!(update.as_update().values().len(), 1);
    update.send().await.unwrap();
    let expected = json!({"scenario": {"user_values": {"transport_car_using_electricity_share": 40.0}}});
    assert_eq!(bodies(&server).await, [expected]);
}
