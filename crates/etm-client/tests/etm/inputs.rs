mod balance;
mod checks;

use etm_client::inputs::InputKind;
use etm_client::types::InputDefaults;
use etm_client::{ErrorKind, InputSet, InputsOptions};
use serde_json::{Value, json};

use crate::support::{answer, bodies, client, lines, serving, session};

/// Inputs as the engine lists them.
pub(crate) fn listed() -> Value {
    json!({
        "transport_car_using_diesel_mix_share": {
            "min": 0.0, "max": 100.0, "default": 24.25, "unit": "%", "disabled": false, "share_group": "transport_car_tech"},
        "transport_car_using_electricity_share": {
            "min": 0.0, "max": 100.0, "default": 75.75, "unit": "%", "disabled": false, "share_group": "transport_car_tech"},
        "costs_co2": {"min": 0.0, "max": 3500.0, "default": 24.83, "unit": "euro", "user": 120.0, "disabled": false},
        "settings_enable_merit_order": {"min": 0.0, "max": 1.0, "default": 1.0, "unit": "bool", "disabled": false},
        "settings_weather_curve_set": {
            "default": "default", "unit": "enum", "disabled": false, "permitted_values": ["1987", "1997", "2004", "default"]},
        "industry_useful_demand_for_other_food": {
            "min": 0.0, "max": 300, "default": 100.0, "unit": "%", "disabled": true, "coupling_disabled": true,
            "disabled_by_couplings": ["external_model_industry", "industry_other_food"]},
        "broken": {"min": null, "max": null, "default": null, "unit": "MW", "disabled": true, "cache_error": "Non-numeric GQL value: default"},
        "later": {"min": 0, "max": 1, "default": 0, "unit": "new unit", "disabled": null, "label": {"value": 5, "suffix": null}, "invented": [1]},
    })
}

#[tokio::test]
async fn every_kind_of_input_is_read() {
    let server = serving("GET", "/scenarios/7/inputs", listed()).await;
    let (client, _) = client(&server);
    let inputs = client.inputs(7).list(&InputsOptions::new()).await.unwrap();
    assert_eq!(inputs.len(), 8);
    let kind = |key: &str| InputKind::of(inputs.get(key).unwrap());
    assert_eq!(kind("costs_co2"), InputKind::Number);
    assert_eq!(kind("settings_enable_merit_order"), InputKind::Flag);
    assert_eq!(kind("settings_weather_curve_set"), InputKind::Choice);
    assert_eq!(kind("later"), InputKind::Number);
    assert_eq!(
        inputs.get("costs_co2").unwrap().user.as_ref().unwrap().as_number(),
        Some(120.0)
    );
    let weather = inputs.get("settings_weather_curve_set").unwrap();
    assert_eq!(
        (weather.default.as_ref().unwrap().as_text(), weather.min),
        (Some("default"), None)
    );
    let broken = inputs.get("broken").unwrap();
    assert_eq!((broken.min, broken.cache_error.is_some()), (None, true));
    assert_eq!(
        inputs.share_groups().into_iter().collect::<Vec<_>>(),
        ["transport_car_tech"]
    );
    assert_eq!(inputs.share_group("transport_car_tech").count(), 2);
    assert_eq!(inputs.keys().next(), Some("broken"));
}

#[tokio::test]
async fn the_options_of_a_list_go_into_its_query() {
    let server = serving("GET", "/scenarios/7/inputs", json!({})).await;
    answer(&server, "GET", "/inputs", 200, json!({})).await;
    let (client, _) = client(&server);
    let options = InputsOptions::new()
        .with_defaults(InputDefaults::Original)
        .with_extras(true);
    assert!(client.inputs(7).list(&options).await.unwrap().is_empty());
    client.inputs(7).list_global(&options).await.unwrap();
    client.inputs(7).list_global(&InputsOptions::new()).await.unwrap();
    let expected = [
        "GET /api/v3/scenarios/7/inputs?defaults=original&include_extras=true",
        "GET /api/v3/inputs?scenario_id=7&defaults=original&include_extras=true",
        "GET /api/v3/inputs?scenario_id=7",
    ];
    assert_eq!(lines(&server).await, expected);
}

#[tokio::test]
async fn one_input_comes_by_either_route() {
    let input =
        json!({"min": 0.0, "max": 100.0, "default": 24.25, "unit": "%", "disabled": false, "step": 0.1, "code": "a"});
    let server = serving("GET", "/scenarios/7/inputs/a", input.clone()).await;
    answer(&server, "GET", "/inputs/a", 200, input).await;
    let (client, _) = client(&server);
    assert_eq!(client.inputs(7).get("a").await.unwrap().step, Some(0.1));
    assert_eq!(
        client.inputs(7).get_global("a").await.unwrap().code.as_deref(),
        Some("a")
    );
    assert_eq!(lines(&server).await[1], "GET /api/v3/inputs/a?scenario_id=7");
    for key in ["", "a,b"] {
        let error = client.inputs(7).get(key).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::InvalidRequest, Some("get_scenario_input"))
        );
    }
    assert_eq!(lines(&server).await.len(), 2);
}

#[tokio::test]
async fn one_input_and_several_come_with_the_defaults_that_are_asked_for() {
    let of = |key: &str| json!({"unit": "%", "code": key});
    let server = serving("GET", "/scenarios/7/inputs/a%2Cb", json!([of("a"), of("b")])).await;
    answer(&server, "GET", "/scenarios/7/inputs/a", 200, of("a")).await;
    answer(&server, "GET", "/inputs/a", 200, of("a")).await;
    let (client, _) = client(&server);
    let inputs = client.inputs(7);
    let (parent, original) = (InputDefaults::Parent, InputDefaults::Original);
    inputs.get_with("a", original).await.unwrap();
    inputs.get_global_with("a", parent).await.unwrap();
    assert_eq!(inputs.several_with(&["a", "b"], original).await.unwrap().len(), 2);
    assert_eq!(inputs.several_with(&["a"], parent).await.unwrap().len(), 1);
    let expected = [
        "GET /api/v3/scenarios/7/inputs/a?defaults=original",
        "GET /api/v3/inputs/a?scenario_id=7&defaults=parent",
        "GET /api/v3/scenarios/7/inputs/a%2Cb?defaults=original",
        "GET /api/v3/scenarios/7/inputs/a?defaults=parent",
    ];
    assert_eq!(lines(&server).await, expected);
}

#[tokio::test]
async fn several_inputs_come_as_a_list_and_one_as_itself() {
    let of = |key: &str| json!({"unit": "%", "code": key});
    let server = serving("GET", "/scenarios/7/inputs/a%2Cb", json!([of("a"), {"unit": "MW"}])).await;
    answer(&server, "GET", "/scenarios/7/inputs/a", 200, of("a")).await;
    let (client, _) = client(&server);
    let inputs = client.inputs(7).several(&["a", "b", "a"]).await.unwrap();
    assert_eq!(
        inputs.get("b").unwrap().unit.as_deref(),
        Some("MW"),
        "by its place in the list"
    );
    assert_eq!(client.inputs(7).several(&["a"]).await.unwrap().len(), 1);
    assert!(client.inputs(7).several(&[]).await.is_err());
    let unknown = json!({"errors": ["ActiveRecord::RecordNotFound"]});
    answer(&server, "GET", "/scenarios/7/inputs/c%2Cd", 404, unknown).await;
    let error = client.inputs(7).several(&["c", "d"]).await.unwrap_err();
    assert_eq!((error.kind(), error.messages().len()), (ErrorKind::NotFound, 1));
}

#[tokio::test]
async fn many_inputs_are_asked_for_in_parts() {
    let server = wiremock::MockServer::start().await;
    wiremock::Mock::given(wiremock::matchers::any())
        .respond_with(wiremock::ResponseTemplate::new(200).set_body_json(json!([])))
        .mount(&server)
        .await;
    let (client, _) = client(&server);
    let keys: Vec<String> = (0..120).map(|n| format!("k{n}")).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    assert!(client.inputs(7).several(&keys).await.unwrap().is_empty());
    assert_eq!(lines(&server).await.len(), 3);
}

#[tokio::test]
async fn the_keys_of_all_inputs_are_texts() {
    let keys = json!([{"id": "costs_co2", "key": "costs_co2"}, {"id": "only_id"}, {"key": null, "id": null}]);
    let server = serving("GET", "/inputs/list", keys).await;
    let (client, _) = client(&server);
    assert_eq!(client.inputs(7).keys().await.unwrap(), ["costs_co2", "only_id"]);
    assert_eq!(lines(&server).await, ["GET /api/v3/inputs/list?scenario_id=7"]);
}

#[tokio::test]
async fn inputs_of_each_kind_are_set_and_taken_back_in_one_request_with_the_queries() {
    let after =
        json!({"scenario": session(7, &json!({})), "gqueries": {"q": {"present": 1, "future": 2, "unit": "PJ"}}});
    let server = serving("PUT", "/scenarios/7", after).await;
    let (client, _) = client(&server);
    let updated = client
        .inputs(7)
        .update()
        .set("costs_co2", 120.5)
        .set("settings_enable_merit_order", true)
        .set("settings_weather_curve_set", "1987")
        .set_all([("a", 1.0), ("b", 2.0)])
        .reset("costs_gas")
        .reset_all()
        .autobalance(false)
        .force(true)
        .with_query("q")
        .with_queries(["r", "s"])
        .send()
        .await
        .unwrap();
    assert_eq!((updated.scenario.id, updated.results.future("q")), (7, Some(2.0)));
    let expected = json!({
        "scenario": {"user_values": {
            "costs_co2": 120.5, "settings_enable_merit_order": 1.0, "settings_weather_curve_set": "1987",
            "a": 1.0, "b": 2.0, "costs_gas": "reset",
        }},
        "reset": true, "autobalance": false, "force": true, "gqueries": ["q", "r", "s"],
    });
    assert_eq!(bodies(&server).await, [expected]);
}

#[tokio::test]
async fn a_set_of_inputs_is_written_as_it_was_read() {
    let set: InputSet = serde_json::from_value(listed()).unwrap();
    let written = serde_json::to_value(&set).unwrap();
    assert_eq!(written["costs_co2"]["user"], json!(120.0));
    assert_eq!(written["later"]["invented"], json!([1]));
    assert_eq!(serde_json::from_value::<InputSet>(written).unwrap(), set);
    assert_eq!(set.into_iter().collect::<InputSet>().len(), 8);
}
