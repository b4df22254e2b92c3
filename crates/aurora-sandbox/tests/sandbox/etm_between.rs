//! Merging and interpolating.

use serde_json::{Value, json};

use crate::etm_session::{ADA, BEN, Etm, GUEST, errors, start};
use crate::session::Answer;

const SMALL: &str = "land_use_impact_visual_wind_inland_small_scale";
const LARGE: &str = "land_use_impact_visual_wind_inland_large_scale";

async fn scenario(etm: &Etm, end_year: i64, values: Value) -> i64 {
    etm.scenario(ADA, json!({"end_year": end_year, "user_values": values}))
        .await
}

fn near(value: &Value, expected: f64) -> bool {
    (value.as_f64().unwrap() - expected).abs() < 1e-9
}

fn list(texts: &[&str]) -> Answer {
    (422, json!({ "errors": texts }))
}

fn field(name: &str, text: &str) -> Answer {
    (422, json!({"errors": {name: [text]}}))
}

async fn merge(etm: &Etm, sources: &[(i64, f64)]) -> Answer {
    let item = |(id, weight): &(i64, f64)| json!({"scenario_id": id.to_string(), "weight": weight});
    let sources: Vec<Value> = sources.iter().map(item).collect();
    etm.ask(ADA, "POST /scenarios/merge", json!({ "scenarios": sources }))
        .await
}

#[tokio::test]
async fn a_merger_weighs_values_fills_gaps_with_defaults_and_belongs_to_nobody() {
    let etm = start().await;
    let weather = json!({"settings_weather_curve_set": "1987"});
    let one = scenario(&etm, 2040, json!({SMALL: 25, "costs_oil": 100})).await;
    let two = scenario(&etm, 2040, json!({SMALL: 75, "costs_co2": 100})).await;
    let line = format!("PUT /scenarios/{one}");
    etm.ask(
        ADA,
        &line,
        json!({"scenario": {"user_values": weather, "private": true}}),
    )
    .await;
    let (status, merged) = merge(&etm, &[(one, 3.0), (two, 1.0)]).await;
    assert_eq!(status, 200, "{merged}");
    assert_eq!(merged["user_values"][SMALL], 37.5);
    assert_eq!(merged["balanced_values"][LARGE], 62.5);
    assert!(near(&merged["user_values"]["costs_co2"], 0.75 * 24.83 + 25.0));
    assert_eq!(merged["user_values"]["settings_weather_curve_set"], "1987");
    assert_eq!(
        (&merged["source"], &merged["template"]),
        (&json!("ETEngine Merger"), &Value::Null)
    );
    assert_eq!((&merged["private"], &merged["end_year"]), (&json!(false), &json!(2040)));
    let public = etm.get(GUEST, &format!("/scenarios/{}", merged["id"])).await.0;
    assert_eq!(
        (public, etm.get(ADA, "/scenarios").await.1["meta"]["total"].clone()),
        (200, json!(2))
    );
    let (_, copy) = merge(&etm, &[(two, 1.0)]).await;
    assert_eq!(
        (&copy["template"], &copy["user_values"][SMALL]),
        (&json!(two), &json!(75.0))
    );
}

#[tokio::test]
async fn mergers_are_refused_for_what_differs_and_ids_must_be_texts() {
    let etm = start().await;
    let one = scenario(&etm, 2040, json!({})).await;
    let later = scenario(&etm, 2050, json!({})).await;
    let german = etm
        .scenario(ADA, json!({"area_code": "DE_germany", "end_year": 2050}))
        .await;
    let texts = [
        "One or more scenarios have differing area codes",
        "One or more scenarios have differing end years",
    ];
    let refused = |texts: &[&str]| (422, json!({"errors": {"base": texts}}));
    assert_eq!(merge(&etm, &[(one, 1.0), (german, 1.0)]).await, refused(&texts));
    assert_eq!(merge(&etm, &[(one, 1.0), (later, 1.0)]).await, refused(&texts[1..]));
    let none = (
        400,
        json!({"errors": {"base": ["You must provide at least one scenario"]}}),
    );
    assert_eq!(merge(&etm, &[]).await, none);
    let numbers = json!({"scenarios": [{"scenario_id": one, "weight": 1}]});
    assert_eq!(etm.ask(ADA, "POST /scenarios/merge", numbers).await, none);
    assert_eq!(etm.ask(ADA, "POST /scenarios/merge", json!({})).await.0, 500);
    assert_eq!(merge(&etm, &[(-1, 1.0)]).await, (404, errors("No such scenario: -1")));
    let private = etm.scenario(BEN, json!({"private": true})).await;
    assert_eq!(merge(&etm, &[(private, 1.0)]).await, (404, errors("Not found")));
    // Without any weight there is no mean of them.
    let unweighted = json!({"scenarios": [{"scenario_id": one.to_string()}, {"scenario_id": one.to_string()}]});
    let value = json!({"scenario": {"user_values": {"costs_co2": 10}}});
    etm.ask(ADA, &format!("PUT /scenarios/{one}"), value).await;
    let (_, merged) = etm.ask(ADA, "POST /scenarios/merge", unweighted).await;
    assert_eq!(merged["user_values"], json!({"costs_co2": null}));
}

async fn interpolate(etm: &Etm, id: i64, body: Value) -> Answer {
    etm.ask(ADA, &format!("POST /scenarios/{id}/interpolate"), body).await
}

#[tokio::test]
async fn an_interpolation_lies_on_the_line_from_the_dataset_or_from_another_scenario() {
    let etm = start().await;
    let values = json!({"costs_co2": 124.83, "merit_order_subtype_of_energy_power_nuclear_uranium_oxide": 1});
    let source = etm
        .scenario(
            ADA,
            json!({"source": "x", "private": true, "metadata": {"a": 1}, "user_values": values}),
        )
        .await;
    let (status, made) = interpolate(&etm, source, json!({"end_year": "2029"})).await;
    assert_eq!((status, &made["end_year"]), (200, &json!(2029)), "{made}");
    assert!(near(&made["user_values"]["costs_co2"], 24.83 + 100.0 * 10.0 / 31.0));
    assert_eq!(
        made["user_values"]["merit_order_subtype_of_energy_power_nuclear_uranium_oxide"],
        1.0
    );
    assert_eq!((&made["source"], &made["metadata"]), (&json!("x"), &json!({})));
    assert_eq!((&made["template"], &made["private"]), (&Value::Null, &json!(true)));
    let start = scenario(&etm, 2030, json!({"costs_co2": 24.83, "costs_oil": 3})).await;
    let (_, made) = interpolate(&etm, source, json!({"end_year": 2040, "start_scenario_id": start})).await;
    assert!(near(&made["user_values"]["costs_co2"], 74.83));
    assert!(made["user_values"].get("costs_oil").is_none());
}

#[tokio::test]
async fn each_rule_of_an_interpolation_has_its_text() {
    let etm = start().await;
    let source = scenario(&etm, 2050, json!({})).await;
    let early = scenario(&etm, 2030, json!({})).await;
    let german = etm
        .scenario(ADA, json!({"area_code": "DE_germany", "end_year": 2050}))
        .await;
    let newer = etm
        .scenario(ADA, json!({"area_code": "nl2023", "end_year": 2030}))
        .await;
    let with = |year: i64, start: i64| json!({"end_year": year, "start_scenario_id": start});
    for (body, texts) in [
        (
            json!({"end_year": 2050}),
            &["must be prior to the original scenario end year"][..],
        ),
        (
            json!({"end_year": 2019}),
            &["must be posterior to the dataset analysis year"],
        ),
        (with(2030, early), &["must be posterior to the start scenario end year"]),
        (
            with(2040, source),
            &[
                "must be posterior to the start scenario end year",
                "start scenario must not be the same as the original scenario",
                "start scenario end year must be prior to original scenario end year",
            ],
        ),
        (
            with(2060, german),
            &[
                "must be prior to the original scenario end year",
                "start scenario end year must be prior to original scenario end year",
                "start scenario area code must match original scenario area code",
            ],
        ),
        (
            with(2040, newer),
            &[
                "start scenario start year must match original scenario start year",
                "start scenario area code must match original scenario area code",
            ],
        ),
    ] {
        assert_eq!(interpolate(&etm, source, body.clone()).await, list(texts), "{body}");
    }
    let missing = (400, errors("Interpolated scenario must have an end year"));
    assert_eq!(interpolate(&etm, source, json!({})).await, missing);
    assert_eq!(
        interpolate(&etm, source, with(2040, 7)).await,
        (404, errors("No such scenario: 7"))
    );
    assert_eq!(
        interpolate(&etm, 7, with(2040, 7)).await,
        (404, errors("No such scenario: 7"))
    );
    let private = etm.scenario(BEN, json!({"private": true, "end_year": 2030})).await;
    assert_eq!(
        interpolate(&etm, source, with(2040, private)).await,
        (404, errors("Not found"))
    );
}

async fn many(etm: &Etm, body: Value) -> Answer {
    etm.ask(ADA, "POST /scenarios/interpolate", body).await
}

#[tokio::test]
async fn many_years_come_in_order_each_between_its_neighbours() {
    let etm = start().await;
    let first = scenario(&etm, 2030, json!({"costs_co2": 44.83})).await;
    let last = scenario(&etm, 2050, json!({"costs_co2": 84.83})).await;
    let body = json!({"scenario_ids": [last, first], "end_years": [2040, 2029, 2030]});
    let (status, made) = many(&etm, body).await;
    assert_eq!(status, 200, "{made}");
    let made = made.as_array().unwrap();
    let years: Vec<i64> = made.iter().map(|one| one["end_year"].as_i64().unwrap()).collect();
    assert_eq!(years, [2029, 2030, 2040]);
    assert!(near(&made[0]["user_values"]["costs_co2"], 24.83 + 20.0 * 10.0 / 11.0));
    assert!(near(&made[2]["user_values"]["costs_co2"], 64.83));
    let single = many(&etm, json!({"scenario_ids": [last], "end_years": [2040]})).await;
    assert_eq!(single.1.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn many_years_are_refused_with_a_map() {
    let etm = start().await;
    let last = scenario(&etm, 2050, json!({})).await;
    let german = etm
        .scenario(ADA, json!({"area_code": "DE_germany", "end_year": 2050}))
        .await;
    let text = |name: &str| errors(&format!("param is missing or the value is empty or invalid: {name}"));
    for (body, expected) in [
        (json!({"end_years": [2040]}), (400, text("scenario_ids"))),
        (
            json!({"scenario_ids": [], "end_years": [2040]}),
            (400, text("scenario_ids")),
        ),
        (json!({"scenario_ids": [last]}), (400, text("end_years"))),
        (
            json!({"scenario_ids": [last, 999_999], "end_years": [2040]}),
            (404, errors("scenarios not found: [999999]")),
        ),
        (
            json!({"scenario_ids": [last, last], "end_years": [2040]}),
            (404, errors("scenarios not found: []")),
        ),
        (
            json!({"scenario_ids": [last, german], "end_years": [2040]}),
            field("scenario_ids", "all scenarios must have the same area code"),
        ),
        (
            json!({"scenario_ids": [last], "end_years": [2011, 2060]}),
            field("end_years", "2011 must be posterior to the first scenario start year"),
        ),
        (
            json!({"scenario_ids": [last], "end_years": [2055]}),
            field("end_years", "2055 must be prior to the latest scenario end year"),
        ),
    ] {
        assert_eq!(many(&etm, body.clone()).await, expected, "{body}");
    }
    let texts = json!({"scenario_ids": [last.to_string(), "7"], "end_years": [2040]});
    let shown = format!("scenarios not found: [\"{last}\", \"7\"]");
    assert_eq!(many(&etm, texts).await, (404, errors(&shown)));
    assert_eq!(
        many(&etm, json!({"scenario_ids": [last], "end_years": 2040})).await.0,
        500
    );
}
