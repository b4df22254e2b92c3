//! Inputs, queries, areas and nodes.

use serde_json::{Value, json};

use crate::etm_session::{ADA, BEN, Etm, GUEST, errors, start};

async fn index(etm: &Etm, id: i64, query: &str) -> Value {
    let (status, inputs) = etm.get(ADA, &format!("/scenarios/{id}/inputs?{query}")).await;
    assert_eq!(status, 200, "{inputs}");
    inputs
}

#[tokio::test]
async fn an_input_has_its_limits_its_group_and_the_value_in_force() {
    let etm = start().await;
    let values = json!({"costs_co2": 120, "transport_car_using_electricity_share": 40, "costs_oil": 60});
    let id = etm.scenario(ADA, json!({ "user_values": values })).await;
    let inputs = index(&etm, id, "").await;
    assert_eq!(
        inputs["costs_co2"],
        json!({"min": 0.0, "max": 3500.0, "default": 24.83, "unit": "euro", "user": 120.0, "disabled": false})
    );
    let diesel = &inputs["transport_car_using_diesel_mix_share"];
    assert_eq!(
        (&diesel["share_group"], &diesel["unit"]),
        (&json!("transport_car_tech"), &json!("%"))
    );
    assert!(diesel["user"].is_number());
    assert!(inputs["transport_trains_efficiency"].get("user").is_none());
    let weather = &inputs["settings_weather_curve_set"];
    assert!(weather.get("min").is_none() && weather["default"] == "default");
    assert!(weather["permitted_values"].as_array().unwrap().contains(&json!("1987")));
    let extra = index(&etm, id, "include_extras=true").await;
    assert_eq!(
        (&extra["costs_co2"]["code"], &extra["costs_co2"]["step"]),
        (&json!("costs_co2"), &json!(1.0))
    );
    assert!(extra["settings_weather_curve_set"].get("step").is_none());
    assert_eq!(index(&etm, id, "include_extras=off").await, inputs);
    let (_, global) = etm.get(ADA, &format!("/inputs?scenario_id={id}")).await;
    assert_eq!(global, inputs);
}

#[tokio::test]
async fn defaults_come_from_the_parent_unless_the_dataset_is_asked_for() {
    let etm = start().await;
    let parent = etm.scenario(ADA, json!({"user_values": {"costs_co2": 100}})).await;
    let id = etm.scenario(ADA, json!({"scenario_id": parent})).await;
    for (query, default) in [
        ("", 100.0),
        ("defaults=parent", 100.0),
        ("defaults=original", 24.83),
        ("defaults=x", 24.83),
    ] {
        assert_eq!(index(&etm, id, query).await["costs_co2"]["default"], default, "{query}");
    }
    let line = format!("PUT /scenarios/{parent}");
    etm.ask(ADA, &line, json!({"scenario": {"user_values": {"costs_co2": 200}}}))
        .await;
    assert_eq!(index(&etm, id, "").await["costs_co2"]["default"], 200.0);
}

#[tokio::test]
async fn one_input_is_an_object_and_several_are_a_list_in_the_order_asked_for() {
    let etm = start().await;
    let id = etm.scenario(ADA, json!({})).await;
    let (_, one) = etm.get(ADA, &format!("/scenarios/{id}/inputs/costs_co2")).await;
    assert_eq!((&one["code"], &one["step"]), (&json!("costs_co2"), &json!(1.0)));
    let (_, several) = etm
        .get(ADA, &format!("/scenarios/{id}/inputs/costs_oil,costs_co2,costs_oil"))
        .await;
    assert_eq!(several.as_array().unwrap().len(), 2);
    assert_eq!((&several[0]["code"], &several[1]), (&json!("costs_oil"), &one));
    assert_eq!(
        etm.get(ADA, &format!("/inputs/costs_co2?scenario_id={id}")).await.1,
        one
    );
    let (_, list) = etm
        .get(ADA, &format!("/inputs/costs_co2,costs_oil?scenario_id={id}"))
        .await;
    assert_eq!(list[0], one);
    for keys in ["nothing", "costs_co2,nothing"] {
        let answer = etm.get(ADA, &format!("/scenarios/{id}/inputs/{keys}")).await;
        assert_eq!(answer, (404, errors("ActiveRecord::RecordNotFound")));
    }
    assert_eq!(etm.sandbox.count("get_scenario_inputs_by_keys"), 2);
    assert_eq!(etm.sandbox.count("get_scenario_input"), 2);
    let (_, keys) = etm.get(ADA, &format!("/inputs/list?scenario_id={id}")).await;
    assert!(
        keys.as_array()
            .unwrap()
            .contains(&json!({"id": "costs_co2", "key": "costs_co2"}))
    );
    assert_eq!(
        keys.as_array().unwrap().len(),
        index(&etm, id, "").await.as_object().unwrap().len()
    );
}

#[tokio::test]
async fn every_input_of_somebody_elses_scenario_looks_disabled() {
    let etm = start().await;
    let id = etm.scenario(ADA, json!({})).await;
    for who in [BEN, GUEST] {
        let (_, input) = etm.get(who, &format!("/scenarios/{id}/inputs/costs_co2")).await;
        assert_eq!(
            (&input["disabled"], input.get("coupling_disabled")),
            (&json!(true), None)
        );
    }
}

#[tokio::test]
async fn couplings_switch_inputs_on_and_off() {
    let etm = start().await;
    let id = etm.scenario(ADA, json!({})).await;
    let (food, must_run) = (
        "industry_useful_demand_for_other_food",
        "external_coupling_interconnector_1_must_run",
    );
    let states = async || {
        let inputs = index(&etm, id, "").await;
        [food, must_run].map(|key| {
            (
                inputs[key]["disabled"].clone(),
                inputs[key].get("coupling_disabled").cloned(),
            )
        })
    };
    let (on, off) = ((json!(false), None), (json!(true), Some(json!(true))));
    assert_eq!(states().await, [on.clone(), off.clone()]);
    let groups = [
        "external_model_industry",
        "industry_other_food",
        "external_model_interconnectors",
        "interconnector_1_must_run",
    ];
    etm.ask(ADA, &format!("POST /scenarios/{id}/couple"), json!({"groups": groups}))
        .await;
    assert_eq!(states().await, [off, on]);
    // A disabled input takes a value all the same.
    let line = format!("PUT /scenarios/{id}");
    let body = json!({"scenario": {"user_values": {food: 120}}});
    assert_eq!(etm.ask(ADA, &line, body).await.0, 200);
}

#[tokio::test]
async fn queries_are_listed_by_all_of_their_labels_and_need_no_caller() {
    let etm = start().await;
    let (_, all) = etm.get(GUEST, "/gqueries").await;
    let (_, some) = etm.get(GUEST, "/gqueries?labels[]=general&labels[]=area").await;
    let (all, some) = (all.as_array().unwrap(), some.as_array().unwrap());
    assert!(!some.is_empty() && some.len() < all.len());
    assert!(
        some.iter()
            .all(|query| query["labels"].as_array().unwrap().contains(&json!("area")))
    );
    assert_eq!(
        etm.get(GUEST, "/gqueries?labels[]=general&labels[]=nothing").await.1,
        json!([])
    );
    let emissions = all.iter().find(|query| query["key"] == "total_co2_emissions").unwrap();
    assert_eq!(
        (&emissions["unit"], emissions.get("description").is_some()),
        (&json!("kg"), true)
    );
}

#[tokio::test]
async fn areas_are_listed_when_enabled_and_shown_in_any_case() {
    let etm = start().await;
    let (_, full) = etm.get(GUEST, "/areas").await;
    let (_, sparse) = etm.get(GUEST, "/areas?detailed=no").await;
    let codes = |areas: &Value| -> Vec<String> {
        areas
            .as_array()
            .unwrap()
            .iter()
            .map(|area| area["area"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(codes(&full), codes(&sparse));
    assert!(codes(&full).contains(&"DE_germany".to_owned()) && !codes(&full).contains(&"nl2016".to_owned()));
    assert!(full[0].as_object().unwrap().len() > sparse[0].as_object().unwrap().len());
    assert_eq!(etm.get(GUEST, "/areas/nl2016").await.0, 200);
    assert_eq!(etm.get(GUEST, "/areas/atlantis").await, (404, errors("Not found")));
}

#[tokio::test]
async fn nodes_are_found_or_not_and_wrong_statistics_break_the_service() {
    let etm = start().await;
    let id = etm.scenario(ADA, json!({})).await;
    let (status, node) = etm
        .get(ADA, &format!("/scenarios/{id}/nodes/energy_power_wind_turbine_inland"))
        .await;
    assert_eq!(
        (status, &node["key"]),
        (200, &json!("energy_power_wind_turbine_inland"))
    );
    let missing = etm.get(ADA, &format!("/scenarios/{id}/nodes/nothing")).await;
    assert_eq!(missing, (404, errors("Not found")));
    let (_, topology) = etm.get(ADA, &format!("/scenarios/{id}/nodes/topology")).await;
    assert!(!topology["nodes"].as_array().unwrap().is_empty());
    let line = format!("POST /scenarios/{id}/nodes/stats");
    let asked = json!({"keys": {"energy_power_wind_turbine_inland": ["number_of_units"]}});
    let (status, stats) = etm.ask(ADA, &line, asked).await;
    assert_eq!(status, 200, "{stats}");
    assert!(stats["nodes"]["energy_power_wind_turbine_inland"]["number_of_units"]["future"].is_number());
    for wrong in [
        json!({}),
        json!({"keys": {"nothing": null}}),
        json!({"keys": {"energy_power_wind_turbine_inland": ["x"]}}),
    ] {
        assert_eq!(etm.ask(ADA, &line, wrong.clone()).await.0, 500, "{wrong}");
    }
}

#[tokio::test]
async fn the_merit_order_has_its_curves_unless_they_are_refused_by_text() {
    let etm = start().await;
    let id = etm.scenario(ADA, json!({})).await;
    let (_, whole) = etm.get(ADA, &format!("/scenarios/{id}/merit")).await;
    assert!(whole["curves"].is_object() && !whole["participants"].as_array().unwrap().is_empty());
    let (_, short) = etm
        .get(ADA, &format!("/scenarios/{id}/merit?include_curves=false"))
        .await;
    assert!(short.get("curves").is_none());
    let (_, other) = etm
        .ask(
            ADA,
            &format!("GET /scenarios/{id}/merit"),
            json!({"include_curves": false}),
        )
        .await;
    assert!(other["curves"].is_object());
}
