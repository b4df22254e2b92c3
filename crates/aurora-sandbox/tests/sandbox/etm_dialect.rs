//! The stable engine 2025-01 where it differs.

use aurora_sandbox::EtmScopes;
use serde_json::{Value, json};

use crate::etm_session::{ADA, ROOT, errors, not_yours, only, start_2025};

#[tokio::test]
async fn routes_that_came_later_are_not_there() {
    let etm = start_2025().await;
    let id = etm.scenario(ADA, json!({})).await;
    for line in [
        "POST /scenarios/interpolate".to_owned(),
        "POST /scenarios/export".to_owned(),
        "POST /scenarios/load_dump".to_owned(),
        format!("GET /scenarios/{id}/dump"),
    ] {
        let answer = etm.ask(ROOT, &line, json!({"ids": [id]})).await;
        assert_eq!(answer, (404, json!({"status": 404, "error": "Not Found"})), "{line}");
    }
}

#[tokio::test]
async fn an_interpolation_that_breaks_a_rule_is_400_with_one_text_and_the_ends_are_allowed() {
    let etm = start_2025().await;
    let id = etm.scenario(ADA, json!({"end_year": 2050})).await;
    let line = format!("POST /scenarios/{id}/interpolate");
    let late = "Interpolated scenario must have an end year equal or prior to the original scenario (2050)";
    let early = "Interpolated scenario may not have an end year prior to the dataset analysis year (2019)";
    for (year, text) in [(2051, late), (2018, early)] {
        assert_eq!(
            etm.ask(ADA, &line, json!({"end_year": year})).await,
            (400, errors(text))
        );
    }
    for year in [2019, 2050] {
        let body = json!({"end_year": year, "start_scenario_id": 7});
        assert_eq!(etm.ask(ADA, &line, body).await.1["end_year"], year);
    }
}

#[tokio::test]
async fn a_new_scenario_takes_any_number_and_a_token_that_cannot_write_is_told_whose_it_is_not() {
    let etm = start_2025().await;
    let values = json!({"user_values": {"costs_co2": 9999, "nothing": "x"}});
    let (status, made) = etm.ask(ADA, "POST /scenarios", json!({ "scenario": values })).await;
    assert_eq!(
        (status, &made["user_values"]),
        (200, &json!({"costs_co2": 9999.0, "nothing": 0.0}))
    );
    let reader = only(ADA, EtmScopes::Read);
    assert_eq!(etm.ask(reader, "POST /scenarios", json!({})).await, not_yours());
}

#[tokio::test]
async fn shares_may_be_a_little_off_but_keep_their_own_limits() {
    let etm = start_2025().await;
    let id = etm.scenario(ADA, json!({})).await;
    let line = format!("PUT /scenarios/{id}");
    let set = |values: Value| etm.ask(ADA, &line, json!({"scenario": {"user_values": values}}));
    let thirds = json!({
        "energy_greengas_gasification_wet_biomass_share": 33.33,
        "energy_biogas_fermentation_share": 33.33,
        "energy_greengas_gasification_dry_biomass_share": 33.335,
    });
    assert_eq!(set(thirds).await.0, 200);
    let key = "land_use_impact_visual_wind_inland_small_scale";
    let text = format!("Input {key} cannot be less than 0.0");
    assert_eq!(set(json!({key: -50})).await, (422, errors(&text)));
}

#[tokio::test]
async fn texts_name_attributes_and_control_parameters_are_not_checked() {
    let etm = start_2025().await;
    let free = etm.scenario(None, json!({})).await;
    let own = etm.scenario(ADA, json!({})).await;
    let put = |id: i64, body: Value| async move { (id, body) };
    let (id, body) = put(free, json!({"scenario": {"private": true}})).await;
    let private = "Scenario private can not be true on an unowned scenario";
    assert_eq!(
        etm.ask(ADA, &format!("PUT /scenarios/{id}"), body).await,
        (422, errors(private))
    );
    let line = format!("PUT /scenarios/{own}");
    let large = json!({"scenario": {"metadata": {"a": "x".repeat(66_000)}}});
    assert_eq!(
        etm.ask(ADA, &line, large).await,
        (422, errors("Metadata can not exceed 64Kb"))
    );
    assert_eq!(etm.ask(ADA, &line, json!({"reset": "maybe"})).await.0, 200);
    let uncouple = format!("POST /scenarios/{own}/uncouple");
    assert_eq!(etm.ask(ADA, &uncouple, json!({})).await.0, 500);
    let tag = etm.ask(ADA, &format!("POST /scenarios/{own}/version"), json!({})).await;
    let missing = "param is missing or the value is empty: scenario_version_tag";
    assert_eq!(tag, (400, errors(missing)));
}

#[tokio::test]
async fn a_copy_leaves_the_orders_of_hydrogen_behind() {
    let etm = start_2025().await;
    let id = etm.scenario(ADA, json!({})).await;
    let hydrogen = json!({"order": ["energy_hydrogen_storage_salt_cavern"]});
    let storage = json!({"order": ["households_flexibility_p2p_electricity"]});
    let order = |id: i64, kind: &str| format!("/scenarios/{id}/{kind}_order");
    etm.ask(ADA, &format!("PUT {}", order(id, "hydrogen_supply")), hydrogen)
        .await;
    etm.ask(ADA, &format!("PUT {}", order(id, "forecast_storage")), storage)
        .await;
    let copy = etm.scenario(ADA, json!({"scenario_id": id})).await;
    let first = async |id: i64, kind: &str| etm.get(ADA, &order(id, kind)).await.1["order"][0].clone();
    assert_eq!(
        first(id, "hydrogen_supply").await,
        "energy_hydrogen_storage_salt_cavern"
    );
    assert_eq!(
        first(copy, "hydrogen_supply").await,
        "energy_hydrogen_storage_depleted_gas_field"
    );
    assert_eq!(
        first(copy, "forecast_storage").await,
        "households_flexibility_p2p_electricity"
    );
}
