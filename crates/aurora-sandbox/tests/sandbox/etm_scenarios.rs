//! Scenarios: making, copying, listing, loading and tagging them.

use aurora_sandbox::EtmScopes;
use serde_json::{Value, json};

use crate::etm_session::{ADA, BEN, CLEO, Etm, GUEST, errors, only, read, start};

async fn created(etm: &Etm, attributes: Value) -> (u16, Value) {
    etm.ask(ADA, "POST /scenarios", json!({"scenario": attributes})).await
}

fn field(name: &str, texts: &[&str]) -> (u16, Value) {
    (422, json!({"errors": {name: texts}}))
}

#[tokio::test]
async fn a_scenario_of_nothing_has_every_member_and_the_documented_defaults() {
    let etm = start().await;
    let response = etm.request(GUEST, "POST /scenarios").send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "application/json; charset=utf-8");
    let (status, mut scenario) = read(response).await;
    let id = scenario["id"].as_i64().unwrap();
    let members = scenario.as_object_mut().unwrap();
    for time in ["created_at", "updated_at"] {
        let time = members.remove(time).unwrap();
        assert!(time.as_str().unwrap().ends_with(".000Z"), "{time}");
    }
    assert_eq!(status, 200);
    assert_eq!(
        scenario,
        json!({
            "id": id, "area_code": "nl2019", "start_year": 2019, "end_year": 2050,
            "url": format!("{}/scenarios/{id}", etm.sandbox.etm_url()),
            "source": null, "template": null, "scaling": null, "private": false, "keep_compatible": false,
            "user_values": {}, "balanced_values": {}, "metadata": {}, "active_couplings": [], "inactive_couplings": [],
        })
    );
    let (_, shown) = etm.get(GUEST, &format!("/scenarios/{id}")).await;
    assert_eq!(shown["url"], scenario["url"]);
}

#[tokio::test]
async fn each_attribute_that_is_wrong_is_named_with_its_text() {
    let etm = start().await;
    let large = "x".repeat(66_000);
    let unknown = "is unknown or not supported";
    for (attributes, name, texts) in [
        (json!({"area_code": ""}), "area_code", &["can't be blank", unknown][..]),
        (json!({"area_code": null}), "area_code", &["can't be blank", unknown]),
        (json!({"area_code": "atlantis"}), "area_code", &[unknown]),
        (json!({"area_code": "nl2016"}), "area_code", &[unknown]),
        (json!({"end_year": null}), "end_year", &["can't be blank"]),
        (json!({"end_year": "abc"}), "end_year", &["is not a number"]),
        (json!({"end_year": 2040.5}), "end_year", &["must be an integer"]),
        (json!({"end_year": 2019}), "end_year", &["must be greater than 2019"]),
        (
            json!({"area_code": "nl2023", "end_year": 2020}),
            "end_year",
            &["must be greater than 2023"],
        ),
        (json!({"metadata": {"a": large}}), "metadata", &["can not exceed 64Kb"]),
        (json!({"scenario_id": 7}), "scenario_id", &["does not exist"]),
        (json!({"scenario_id": null}), "scenario_id", &["does not exist"]),
        (json!({"preset_scenario_id": "x"}), "scenario_id", &["does not exist"]),
        (
            json!({"scale": {"area_attribute": "hats", "value": 3}}),
            "scaler",
            &["is invalid"],
        ),
    ] {
        assert_eq!(
            created(&etm, attributes.clone()).await,
            field(name, texts),
            "{attributes}"
        );
    }
    let guest = etm
        .ask(GUEST, "POST /scenarios", json!({"scenario": {"private": true}}))
        .await;
    assert_eq!(guest, field("private", &["can not be true on an unowned scenario"]));
    let (_, both) = created(&etm, json!({"area_code": "atlantis", "end_year": "x"})).await;
    assert_eq!(both["errors"].as_object().unwrap().len(), 2);
    let empty = "param is missing or the value is empty or invalid: scale";
    assert_eq!(created(&etm, json!({"scale": {}})).await, (400, errors(empty)));
    assert_eq!(etm.get(ADA, "/scenarios").await.1["meta"]["total"], 0);
}

#[tokio::test]
async fn what_breaks_the_service_breaks_the_sandbox() {
    let etm = start().await;
    let crash = (500, json!({"status": 500, "error": "Internal Server Error"}));
    assert_eq!(created(&etm, json!({"saved_scenario_users": []})).await, crash);
    for value in [json!(true), json!([1]), json!({"a": 1})] {
        let values = json!({"user_values": {"costs_co2": value}});
        assert_eq!(created(&etm, values.clone()).await, crash, "{values}");
    }
    let null = json!({"scenario": {"private": null}});
    assert_eq!(etm.ask(GUEST, "POST /scenarios", null.clone()).await, crash);
    assert_eq!(etm.ask(ADA, "POST /scenarios", null).await.0, 200);
}

#[tokio::test]
async fn values_of_a_new_scenario_are_numbers_first_and_then_checked() {
    let etm = start().await;
    let (status, made) = created(
        &etm,
        json!({"user_values": {"costs_co2": "120.5 euro", "costs_oil": null}}),
    )
    .await;
    assert_eq!(
        (status, &made["user_values"]),
        (200, &json!({"costs_co2": 120.5, "costs_oil": 0.0}))
    );
    let (status, body) = created(&etm, json!({"user_values": {"costs_co2": 9999, "nothing": 1}})).await;
    assert_eq!(status, 422);
    let texts = [
        "Input costs_co2 cannot be greater than 3500.0",
        "Input nothing does not exist",
    ];
    assert_eq!(body, json!({"errors": {"base": texts}}));
    let (_, body) = created(&etm, json!({"user_values": {"settings_weather_curve_set": "1987"}})).await;
    let text = body["errors"]["base"][0].as_str().unwrap();
    let start = "Input settings_weather_curve_set was \"1987.0\", but must be one of: \"";
    assert!(text.starts_with(start), "{text}");
    let (_, made) = created(
        &etm,
        json!({"user_values": {"transport_car_using_electricity_share": 40}}),
    )
    .await;
    assert_eq!(made["balanced_values"].as_object().unwrap().len(), 5);
}

#[tokio::test]
async fn a_copy_takes_what_the_parent_is_made_of_and_a_link_takes_nothing() {
    let etm = start().await;
    let attributes = json!({
        "area_code": "nl2023", "end_year": 2040, "source": "parent", "metadata": {"a": 1}, "keep_compatible": true,
        "user_values": {"costs_co2": 100, "external_coupling_interconnector_1_must_run": 1},
    });
    let parent = etm.scenario(ADA, attributes).await;
    let copy = json!({"scenario_id": parent, "area_code": "nl2019", "end_year": 2060, "user_values": {"costs_co2": 5}});
    let (_, copy) = created(&etm, copy).await;
    assert_eq!(
        (&copy["template"], &copy["area_code"]),
        (&json!(parent), &json!("nl2023"))
    );
    assert_eq!((&copy["end_year"], &copy["source"]), (&json!(2040), &Value::Null));
    assert_eq!(copy["user_values"]["costs_co2"], 100.0);
    assert_eq!(
        (&copy["metadata"], &copy["keep_compatible"]),
        (&json!({}), &json!(false))
    );
    assert_eq!(copy["active_couplings"].as_array().unwrap().len(), 2);
    let link = json!({"preset_scenario_id": parent, "end_year": 2060, "user_values": {"costs_co2": 5}});
    let (_, link) = created(&etm, link).await;
    assert_eq!(
        (&link["template"], &link["area_code"]),
        (&json!(parent), &json!("nl2019"))
    );
    assert_eq!((&link["end_year"], &link["user_values"]), (&json!(2060), &json!({})));
}

#[tokio::test]
async fn visibility_comes_from_the_parent_for_its_owner_and_from_the_account_for_others() {
    let etm = start().await;
    let private = etm.scenario(ADA, json!({"private": true})).await;
    let public = etm.scenario(ADA, json!({})).await;
    let free = etm.scenario(GUEST, json!({})).await;
    let account = json!({"user": {"private_scenarios": true}});
    assert_eq!(etm.ask(BEN, "PUT /user", account).await.1["private_scenarios"], true);
    for (who, attributes, expected) in [
        (ADA, json!({"scenario_id": private}), true),
        (ADA, json!({"scenario_id": public}), false),
        (BEN, json!({"scenario_id": public}), true),
        (BEN, json!({"scenario_id": public, "private": false}), false),
        (BEN, json!({"scenario_id": free}), false),
        (CLEO, json!({"scenario_id": public}), false),
        (GUEST, json!({"scenario_id": public}), false),
        (BEN, json!({}), true),
        (CLEO, json!({}), false),
    ] {
        let body = json!({"scenario": attributes});
        let (_, made) = etm.ask(who, "POST /scenarios", body.clone()).await;
        assert_eq!(made["private"], expected, "{who:?} {body}");
    }
    let stolen = etm
        .ask(BEN, "POST /scenarios", json!({"scenario": {"scenario_id": private}}))
        .await;
    assert_eq!(stolen, field("scenario_id", &["does not exist"]));
}

#[tokio::test]
async fn scaling_multiplies_what_depends_on_size_and_descaling_takes_it_back() {
    let etm = start().await;
    let values = json!({"costs_co2": 100, "capacity_of_energy_power_wind_turbine_inland": 1000});
    let parent = etm.scenario(ADA, json!({"user_values": values})).await;
    let scale = json!({"area_attribute": "number_of_inhabitants", "value": 1_728_216.3});
    let (_, scaled) = created(&etm, json!({"scenario_id": parent, "scale": scale})).await;
    assert_eq!(scaled["scaling"]["base_value"], 17_282_163.0);
    assert_eq!(
        (&scaled["scaling"]["has_energy"], &scaled["scaling"]["has_industry"]),
        (&json!(true), &json!(false))
    );
    let wind = |scenario: &Value| {
        let value = &scenario["user_values"]["capacity_of_energy_power_wind_turbine_inland"];
        value.as_f64().unwrap()
    };
    assert!((wind(&scaled) - 100.0).abs() < 1e-9);
    assert_eq!(scaled["user_values"]["costs_co2"], 100.0);
    let (_, back) = created(&etm, json!({"scenario_id": scaled["id"], "descale": true})).await;
    assert!((wind(&back) - 1000.0).abs() < 1e-9 && back["scaling"].is_null());
    let line = format!("POST /scenarios/{}/interpolate", scaled["id"]);
    let refused = etm.ask(ADA, &line, json!({"end_year": 2040})).await;
    assert_eq!(refused, (422, errors("cannot interpolate scaled scenarios")));
    let merge = json!({"scenarios": [{"scenario_id": scaled["id"].to_string()}]});
    let refused = etm.ask(ADA, "POST /scenarios/merge", merge).await;
    assert_eq!(
        refused,
        field("base", &["Cannot merge scenarios which have been scaled down"])
    );
}

#[tokio::test]
async fn the_list_comes_in_pages_newest_first_and_only_with_the_callers_own() {
    let etm = start().await;
    let mut ids = Vec::new();
    for at in 0..5 {
        ids.push(etm.scenario(ADA, json!({"private": at == 4})).await);
    }
    etm.scenario(BEN, json!({})).await;
    etm.scenario(GUEST, json!({})).await;
    let (_, page) = etm.get(ADA, "/scenarios?limit=2&page=2").await;
    let url = |page: usize| json!(format!("{}/scenarios?limit=2&page={page}", etm.sandbox.etm_url()));
    assert_eq!(
        page["links"],
        json!({"first": url(1), "prev": url(1), "next": url(3), "last": url(3)})
    );
    assert_eq!(
        page["meta"],
        json!({"limit": 2, "count": 2, "total": 5, "current_page": 2, "total_pages": 3})
    );
    let shown = |page: &Value| -> Vec<i64> {
        page["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["id"].as_i64().unwrap())
            .collect()
    };
    assert_eq!(shown(&page), [ids[2], ids[1]]);
    let (_, beyond) = etm.get(ADA, "/scenarios?limit=2&page=9").await;
    assert_eq!((&beyond["meta"]["count"], &beyond["data"]), (&json!(0), &json!([])));
    assert_eq!(
        (&beyond["links"]["prev"], &beyond["links"]["next"]),
        (&Value::Null, &Value::Null)
    );
    let (_, public) = etm.get(only(ADA, EtmScopes::Public), "/scenarios").await;
    assert_eq!(shown(&public), [ids[3], ids[2], ids[1], ids[0]]);
    let (_, none) = etm.get(CLEO, "/scenarios").await;
    assert_eq!(none["meta"]["total_pages"], 0);
    assert!(none["links"]["last"].as_str().unwrap().ends_with("limit=25&page=0"));
}

#[tokio::test]
async fn limits_and_pages_that_make_no_sense_are_put_right_and_per_page_is_not_read() {
    let etm = start().await;
    etm.scenario(ADA, json!({})).await;
    for (query, limit, page) in [
        ("limit=0", 1, 1),
        ("limit=abc", 1, 1),
        ("limit=500", 100, 1),
        ("limit=&page=", 25, 1),
        ("per_page=3", 25, 1),
        ("page=-2", 25, 1),
        ("page=x", 25, 1),
        ("page=2", 25, 2),
        ("page=2x&limit=3.7", 3, 2),
    ] {
        let (_, body) = etm.get(ADA, &format!("/scenarios?{query}")).await;
        let meta = &body["meta"];
        assert_eq!(
            (&meta["limit"], &meta["current_page"]),
            (&json!(limit), &json!(page)),
            "{query}"
        );
    }
}

#[tokio::test]
async fn a_batch_needs_its_first_id_and_leaves_out_what_it_cannot_show() {
    let etm = start().await;
    let [one, two] = [etm.scenario(ADA, json!({})).await, etm.scenario(ADA, json!({})).await];
    let (_, batch) = etm
        .get(ADA, &format!("/scenarios/{two},{one},999999,{two}/batch"))
        .await;
    let ids: Vec<i64> = batch
        .as_array()
        .unwrap()
        .iter()
        .map(|each| each["id"].as_i64().unwrap())
        .collect();
    assert_eq!(ids, [one, two]);
    let missing = etm.get(ADA, &format!("/scenarios/999999,{one}/batch")).await;
    assert_eq!(missing, (404, errors(&format!("No such scenario: 999999,{one}"))));
}
