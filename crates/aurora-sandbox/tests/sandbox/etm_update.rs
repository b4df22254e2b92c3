//! The update: values, groups of shares, resets, queries, and what is rolled back.

use serde_json::{Value, json};

use crate::etm_session::{ADA, BEN, Etm, GUEST, errors, start};
use crate::session::Answer;

const ELECTRIC: &str = "transport_car_using_electricity_share";
const SMALL: &str = "land_use_impact_visual_wind_inland_small_scale";
const LARGE: &str = "land_use_impact_visual_wind_inland_large_scale";

async fn put(etm: &Etm, id: i64, body: Value) -> Answer {
    etm.ask(ADA, &format!("PUT /scenarios/{id}"), body).await
}

async fn set(etm: &Etm, id: i64, values: Value) -> Answer {
    put(etm, id, json!({"scenario": {"user_values": values}})).await
}

/// The scenario of an update that is accepted.
fn accepted((status, body): Answer) -> Value {
    assert_eq!(status, 200, "{body}");
    body["scenario"].clone()
}

fn refused(texts: &[&str]) -> Answer {
    (422, json!({"errors": texts}))
}

#[tokio::test]
async fn values_are_merged_and_a_text_that_is_a_number_is_one() {
    let etm = start().await;
    let id = etm.scenario(ADA, json!({})).await;
    accepted(set(&etm, id, json!({"costs_co2": "40.3", "costs_oil": 60})).await);
    let scenario = accepted(
        set(
            &etm,
            id,
            json!({"costs_co2": "1e3", "settings_weather_curve_set": "1987"}),
        )
        .await,
    );
    let expected = json!({"costs_co2": 1000.0, "costs_oil": 60.0, "settings_weather_curve_set": "1987"});
    assert_eq!(scenario["user_values"], expected);
    let response = etm.response(ADA, &format!("GET /scenarios/{id}"), Value::Null).await;
    assert!(response.text().await.unwrap().contains("\"costs_co2\":1000.0"));
}

#[tokio::test]
async fn each_wrong_value_has_its_text_and_all_of_them_come_at_once() {
    let etm = start().await;
    let id = etm.scenario(ADA, json!({})).await;
    let switch = "merit_order_subtype_of_energy_power_nuclear_uranium_oxide";
    let is_switch = |shown: &str| format!("Input '{switch}' had value '{shown}', but must be one 0 or 1");
    for (key, value, text) in [
        ("nothing", json!(1), "Input nothing does not exist".to_owned()),
        ("nothing", json!("reset"), "Input nothing does not exist".to_owned()),
        ("costs_co2", json!("abc"), "Input costs_co2 must be numeric".to_owned()),
        ("costs_co2", json!(""), "Input costs_co2 must be numeric".to_owned()),
        (
            "costs_co2",
            json!(-1),
            "Input costs_co2 cannot be less than 0.0".to_owned(),
        ),
        (
            "costs_co2",
            json!(3501),
            "Input costs_co2 cannot be greater than 3500.0".to_owned(),
        ),
        (switch, json!(1.5), is_switch("1.5")),
        (switch, json!("on"), is_switch("")),
    ] {
        assert_eq!(
            set(&etm, id, json!({key: value})).await,
            refused(&[&text]),
            "{key} {value}"
        );
    }
    let (_, body) = set(&etm, id, json!({"settings_weather_curve_set": "1812"})).await;
    let text = body["errors"][0].as_str().unwrap();
    assert!(
        text.starts_with("Input settings_weather_curve_set was \"1812\", but must be one of: \""),
        "{text}"
    );
    let both = json!({"scenario": {"user_values": {"costs_co2": -1, "nothing": 1}}, "gqueries": ["what"]});
    let texts = [
        "Input costs_co2 cannot be less than 0.0",
        "Input nothing does not exist",
        "Gquery what does not exist",
    ];
    assert_eq!(put(&etm, id, both).await, refused(&texts));
    for value in [json!(null), json!(true), json!([1]), json!({"a": 1})] {
        assert_eq!(set(&etm, id, json!({"costs_co2": value})).await.0, 500, "{value}");
    }
    assert_eq!(
        etm.get(ADA, &format!("/scenarios/{id}")).await.1["user_values"],
        json!({})
    );
}

#[tokio::test]
async fn a_share_that_is_set_moves_the_others_until_the_group_makes_a_hundred() {
    let etm = start().await;
    let id = etm.scenario(ADA, json!({})).await;
    let scenario = accepted(set(&etm, id, json!({ELECTRIC: 40})).await);
    assert_eq!(scenario["user_values"], json!({ELECTRIC: 40.0}));
    let balanced = scenario["balanced_values"].as_object().unwrap();
    assert_eq!(balanced.len(), 5);
    let sum: f64 = balanced.values().map(|value| value.as_f64().unwrap()).sum();
    assert!((sum - 60.0).abs() < 1e-12, "{sum}");
    // A member of two: the other one follows.
    let scenario = accepted(set(&etm, id, json!({SMALL: 30})).await);
    assert_eq!(scenario["balanced_values"][LARGE], 70.0);
    // Set later, it does not: the first one is fixed now.
    let text = format!(
        "\"wind_turbines_inland_scale\" group does not balance: group sums to 90.0 using {LARGE}=60.0 {SMALL}=30.0"
    );
    assert_eq!(set(&etm, id, json!({LARGE: 60})).await, refused(&[&text]));
    let scenario = accepted(set(&etm, id, json!({LARGE: 60, SMALL: "reset"})).await);
    assert_eq!(scenario["user_values"][LARGE], 60.0);
    assert_eq!(scenario["balanced_values"][SMALL], 40.0);
}

#[tokio::test]
async fn members_of_a_group_may_leave_their_limits_and_only_the_sum_counts() {
    let etm = start().await;
    let id = etm.scenario(ADA, json!({})).await;
    accepted(set(&etm, id, json!({SMALL: -50, LARGE: 150})).await);
    let (status, body) = set(&etm, id, json!({SMALL: 110, LARGE: "reset"})).await;
    assert_eq!(status, 422);
    assert!(
        body["errors"][0].as_str().unwrap().contains("group sums to 210.0"),
        "{body}"
    );
    let third = 33.33;
    let keys = [
        "energy_greengas_gasification_wet_biomass_share",
        "energy_biogas_fermentation_share",
    ];
    let rounded = json!({keys[0]: third, keys[1]: third, "energy_greengas_gasification_dry_biomass_share": third});
    assert_eq!(set(&etm, id, rounded).await.0, 422);
}

#[tokio::test]
async fn without_balancing_the_rest_of_the_group_stays_at_its_defaults() {
    let etm = start().await;
    let id = etm.scenario(ADA, json!({})).await;
    let body = |values: Value, balance: Value| json!({"scenario": {"user_values": values}, "autobalance": balance});
    for off in [json!(false), json!("false")] {
        assert_eq!(put(&etm, id, body(json!({SMALL: 30}), off)).await.0, 422);
    }
    let scenario = accepted(put(&etm, id, body(json!({SMALL: 30, LARGE: 70}), json!(false))).await);
    assert_eq!(scenario["balanced_values"], json!({}));
    let scenario = accepted(put(&etm, id, body(json!({LARGE: "reset", SMALL: "reset"}), json!("no"))).await);
    assert_eq!(
        (&scenario["user_values"], &scenario["balanced_values"]),
        (&json!({}), &json!({}))
    );
}

#[tokio::test]
async fn a_reset_goes_back_to_the_parents_values_or_to_none() {
    let etm = start().await;
    let parent = etm
        .scenario(ADA, json!({"user_values": {"costs_co2": 100, SMALL: 30}}))
        .await;
    let copy = etm.scenario(ADA, json!({"scenario_id": parent})).await;
    accepted(set(&etm, copy, json!({"costs_co2": 5, "costs_oil": 60})).await);
    let scenario = accepted(set(&etm, copy, json!({"costs_co2": "reset", "costs_oil": "reset"})).await);
    assert_eq!(scenario["user_values"], json!({"costs_co2": 100.0, SMALL: 30.0}));
    // What balanced the parent is an explicit value after a reset.
    let scenario = accepted(set(&etm, copy, json!({LARGE: "reset"})).await);
    assert_eq!(scenario["user_values"][LARGE], 70.0);
    let whole = json!({"reset": true, "scenario": {"user_values": {"costs_oil": 70}}});
    let scenario = accepted(put(&etm, copy, whole.clone()).await);
    assert_eq!(
        scenario["user_values"],
        json!({"costs_co2": 100.0, SMALL: 30.0, "costs_oil": 70.0})
    );
    assert_eq!(scenario["balanced_values"], json!({LARGE: 70.0}));
    let scenario = accepted(put(&etm, parent, whole).await);
    assert_eq!(scenario["user_values"], json!({"costs_oil": 70.0}));
    assert_eq!(scenario["balanced_values"], json!({}));
}

#[tokio::test]
async fn a_reader_may_reset_and_a_text_that_says_no_resets_too() {
    let etm = start().await;
    let id = etm.scenario(ADA, json!({"user_values": {"costs_co2": 100}})).await;
    let line = format!("PUT /scenarios/{id}");
    assert_eq!(
        etm.ask(BEN, &line, json!({"reset": false})).await.1["scenario"]["user_values"]["costs_co2"],
        100.0
    );
    assert_eq!(
        etm.ask(BEN, &line, json!({"reset": "false"})).await.1["scenario"]["user_values"],
        json!({})
    );
}

#[tokio::test]
async fn control_parameters_of_a_wrong_type_come_as_pairs() {
    let etm = start().await;
    let id = etm.scenario(ADA, json!({})).await;
    for (body, pair) in [
        (json!({"reset": "maybe"}), json!(["reset", ["must be boolean"]])),
        (json!({"reset": 3}), json!(["reset", ["must be boolean"]])),
        (json!({"reset": null}), json!(["reset", ["must be filled"]])),
        (json!({"reset": ""}), json!(["reset", ["must be filled"]])),
        (json!({"gqueries": [1]}), json!(["gqueries", ["must be a string"]])),
    ] {
        let answer = put(&etm, id, body.clone()).await;
        assert_eq!(answer, (422, json!({ "errors": [pair] })), "{body}");
    }
}

#[tokio::test]
async fn attributes_are_set_and_those_that_cannot_change_are_ignored() {
    let etm = start().await;
    let parent = etm.scenario(ADA, json!({})).await;
    let id = etm
        .scenario(ADA, json!({"scenario_id": parent, "metadata": {"a": 1}}))
        .await;
    let attributes = json!({
        "source": "x", "private": true, "keep_compatible": true, "metadata": {"b": [1, null]}, "area_code": "nl2023",
        "end_year": 2030, "preset_scenario_id": null,
    });
    let scenario = accepted(put(&etm, id, json!({ "scenario": attributes })).await);
    assert_eq!(
        (&scenario["area_code"], &scenario["end_year"]),
        (&json!("nl2019"), &json!(2050))
    );
    assert_eq!(
        (&scenario["private"], &scenario["keep_compatible"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(
        (&scenario["source"], &scenario["template"]),
        (&json!("x"), &Value::Null)
    );
    assert_eq!(scenario["metadata"], json!({"b": [1, null]}));
    let kept = accepted(put(&etm, id, json!({"scenario": {"metadata": null}})).await);
    assert_eq!(kept["metadata"], json!({"b": [1, null]}));
    let cleared = accepted(put(&etm, id, json!({"scenario": {"metadata": {}}})).await);
    assert_eq!(cleared["metadata"], json!({}));
    let large = json!({"scenario": {"metadata": {"a": "x".repeat(66_000)}}});
    assert_eq!(
        put(&etm, id, large).await,
        refused(&["Scenario: Metadata can not exceed 64Kb"])
    );
    let free = etm.scenario(GUEST, json!({})).await;
    let text = "Scenario: Private can not be true on an unowned scenario";
    assert_eq!(
        put(&etm, free, json!({"scenario": {"private": true}})).await,
        refused(&[text])
    );
}

#[tokio::test]
async fn queries_follow_the_change_of_the_same_call_and_keep_their_present_names() {
    let etm = start().await;
    let id = etm.scenario(ADA, json!({})).await;
    let keys = json!([
        "dashboard_renewability",
        "total_costs",
        "co2_emission_total",
        "merit_order_price_curve"
    ]);
    let before = put(&etm, id, json!({ "gqueries": keys })).await.1["gqueries"].clone();
    let wind = json!({"capacity_of_energy_power_wind_turbine_offshore": 30000});
    let after = put(&etm, id, json!({"scenario": {"user_values": wind}, "gqueries": keys}))
        .await
        .1["gqueries"]
        .clone();
    let future = |results: &Value, key: &str| results[key]["future"].as_f64().unwrap();
    assert!(future(&after, "dashboard_renewability") > future(&before, "dashboard_renewability"));
    assert!(future(&after, "total_co2_emissions") < future(&before, "total_co2_emissions"));
    assert_eq!(
        before["total_co2_emissions"]["present"],
        after["total_co2_emissions"]["present"]
    );
    assert_eq!(before["total_co2_emissions"]["unit"], "kg");
    let curve = &after["merit_order_price_curve"];
    assert_eq!((&curve["present"], &curve["unit"]), (&json!([]), &json!("curve")));
    assert_eq!(curve["future"].as_array().unwrap().len(), 8760);
    assert_eq!(put(&etm, id, json!({})).await.1["gqueries"], json!({}));
}

#[tokio::test]
async fn a_query_that_is_refused_takes_the_whole_change_back() {
    let etm = start().await;
    let id = etm.scenario(ADA, json!({})).await;
    for (key, text) in [
        ("what", "Gquery what does not exist"),
        (
            "turk_merit_domestic_producers",
            "turk_merit_domestic_producers may not be requested via the API",
        ),
    ] {
        let body = json!({"scenario": {"source": "x", "user_values": {"costs_co2": 10}}, "gqueries": [key]});
        assert_eq!(put(&etm, id, body).await, refused(&[text]));
        let line = format!("PUT /scenarios/{id}/dashboard");
        assert_eq!(etm.ask(ADA, &line, json!({"gqueries": [key]})).await, refused(&[text]));
    }
    let (_, scenario) = etm.get(ADA, &format!("/scenarios/{id}")).await;
    assert_eq!(
        (&scenario["source"], &scenario["user_values"]),
        (&Value::Null, &json!({}))
    );
    // The dashboard that succeeds breaks while it is printed.
    let line = format!("PUT /scenarios/{id}/dashboard");
    assert_eq!(etm.ask(ADA, &line, json!({"gqueries": ["total_costs"]})).await.0, 500);
}

#[tokio::test]
async fn coupled_inputs_switch_their_groups_on_but_not_those_that_were_switched_off() {
    let etm = start().await;
    let id = etm.scenario(ADA, json!({})).await;
    let food = "external_coupling_interconnector_1_must_run";
    let scenario = accepted(set(&etm, id, json!({food: 1})).await);
    let groups = json!(["external_model_interconnectors", "interconnector_1_must_run"]);
    assert_eq!(
        (&scenario["active_couplings"], &scenario["inactive_couplings"]),
        (&groups, &json!([]))
    );
    let off = json!({"groups": ["interconnector_1_must_run", "no_such_group"]});
    let (status, bare) = etm.ask(ADA, &format!("POST /scenarios/{id}/uncouple"), off).await;
    assert_eq!(
        (status, &bare["active_couplings"]),
        (200, &json!(["external_model_interconnectors"]))
    );
    assert_eq!(bare["inactive_couplings"], json!(["interconnector_1_must_run"]));
    let scenario = accepted(set(&etm, id, json!({food: 0})).await);
    assert_eq!(scenario["active_couplings"], json!(["external_model_interconnectors"]));
    let scenario = accepted(set(&etm, id, json!({food: "reset"})).await);
    assert_eq!(scenario["active_couplings"], json!(["external_model_interconnectors"]));
    assert_eq!(scenario["inactive_couplings"], json!([]));
}

#[tokio::test]
async fn groups_are_coupled_when_they_exist_and_forced_uncoupling_forgets_their_values() {
    let etm = start().await;
    let id = etm
        .scenario(
            ADA,
            json!({"user_values": {"external_coupling_interconnector_1_must_run": 1}}),
        )
        .await;
    let line = |verb: &str| format!("POST /scenarios/{id}/{verb}");
    let wrong = etm
        .ask(ADA, &line("couple"), json!({"groups": ["industry_chp", "what"]}))
        .await;
    assert_eq!(
        wrong,
        (422, json!({"errors": {"coupling_groups": ["invalid coupling"]}}))
    );
    assert_eq!(etm.ask(ADA, &line("couple"), json!({})).await.0, 500);
    let (_, bare) = etm.ask(ADA, &line("couple"), json!({"groups": ["industry_chp"]})).await;
    assert_eq!(bare["active_couplings"].as_array().unwrap().len(), 3);
    assert_eq!(
        etm.ask(ADA, &line("uncouple"), json!({})).await.1["active_couplings"],
        bare["active_couplings"]
    );
    // A text that says no chooses the forced way, and removes nothing.
    let (_, wrapped) = etm.ask(ADA, &line("uncouple"), json!({"force": "false"})).await;
    assert_eq!(wrapped["scenario"]["user_values"].as_object().unwrap().len(), 1);
    let pair = etm.ask(ADA, &line("uncouple"), json!({"force": "perhaps"})).await;
    assert_eq!(pair, (422, json!({"errors": [["force", ["must be boolean"]]]})));
    let (_, forced) = etm.ask(ADA, &line("uncouple"), json!({"force": true})).await;
    assert_eq!(
        (&forced["gqueries"], &forced["scenario"]["user_values"]),
        (&json!({}), &json!({}))
    );
    assert_eq!(forced["scenario"]["active_couplings"].as_array().unwrap().len(), 3);
    assert_eq!(forced["scenario"]["inactive_couplings"], json!([]));
}

#[tokio::test]
async fn an_update_of_what_is_not_there_says_so() {
    let etm = start().await;
    assert_eq!(put(&etm, 7, json!({})).await, (404, errors("No such scenario: 7")));
}
