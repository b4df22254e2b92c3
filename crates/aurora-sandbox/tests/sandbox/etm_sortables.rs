//! Orders of technologies.

use aurora_sandbox::EtmScopes;
use serde_json::{Value, json};

use crate::etm_session::{ADA, BEN, CLEO, Etm, GUEST, ROOT, errors, not_found, not_yours, only, start};

const SUPPLY: [&str; 5] = [
    "energy_hydrogen_storage_depleted_gas_field",
    "energy_hydrogen_storage_salt_cavern",
    "energy_hydrogen_autothermal_reformer_dispatchable",
    "energy_hydrogen_steam_methane_reformer_dispatchable",
    "energy_hydrogen_ammonia_reformer_dispatchable",
];

async fn put(etm: &Etm, session: i64, path: &str, body: Value) -> (u16, Value) {
    etm.ask(ADA, &format!("PUT /scenarios/{session}/{path}"), body).await
}

async fn get(etm: &Etm, session: i64, path: &str) -> (u16, Value) {
    etm.get(ADA, &format!("/scenarios/{session}/{path}")).await
}

#[tokio::test]
async fn a_new_scenario_has_the_seven_defaults() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let (status, all) = get(&etm, session, "user_sortables").await;
    assert_eq!(status, 200);
    let count = |list: &Value| list.as_array().unwrap().len();
    let simple = [
        "forecast_storage",
        "hydrogen_supply",
        "hydrogen_demand",
        "space_heating",
    ]
    .map(|name| count(&all[name]));
    assert_eq!(simple, [9, 5, 2, 17]);
    let heat = ["lt", "mt", "ht"].map(|level| count(&all["heat_network"][level]));
    assert_eq!(heat, [7, 12, 9]);
    assert_eq!(all["hydrogen_supply"], json!(SUPPLY));
}

#[tokio::test]
async fn a_partial_order_is_filled_up_where_it_is_used_and_listed_as_it_is_stored() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let given = json!([SUPPLY[2], SUPPLY[1]]);
    let full = json!({"order": [SUPPLY[2], SUPPLY[1], SUPPLY[0], SUPPLY[3], SUPPLY[4]]});
    let path = "user_sortables/hydrogen_supply";
    assert_eq!(
        put(&etm, session, path, json!({ "order": given })).await,
        (200, full.clone())
    );
    assert_eq!(get(&etm, session, path).await, (200, full.clone()));
    assert_eq!(get(&etm, session, "hydrogen_supply_order").await, (200, full));
    assert_eq!(get(&etm, session, "user_sortables").await.1["hydrogen_supply"], given);
    // Nothing at all resets it.
    assert_eq!(
        put(&etm, session, path, json!({"order": []})).await,
        (200, json!({"order": SUPPLY}))
    );
    assert_eq!(
        get(&etm, session, "user_sortables").await.1["hydrogen_supply"],
        json!([])
    );
}

#[tokio::test]
async fn duplicates_are_reported_before_unknown_items_and_nothing_is_stored() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let body = json!({"order": [SUPPLY[1], "x", SUPPLY[1], "y"]});
    let refused =
        json!({"errors": ["Order contains an option more than once", "Order contains unknown options: x, y"]});
    assert_eq!(
        put(&etm, session, "user_sortables/hydrogen_supply", body).await,
        (422, refused)
    );
    let (_, order) = get(&etm, session, "user_sortables/hydrogen_supply").await;
    assert_eq!(order, json!({"order": SUPPLY}));
}

#[tokio::test]
async fn the_older_routes_take_the_order_flat_or_under_their_own_name() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    for (route, name) in [
        ("forecast_storage_order", "forecast_storage"),
        ("hydrogen_supply_order", "hydrogen_supply"),
        ("hydrogen_demand_order", "hydrogen_demand"),
        ("households_space_heating_producer_order", "space_heating"),
        ("heat_network_order", "heat_network"),
    ] {
        let (_, before) = get(&etm, session, route).await;
        let mut order = before["order"].as_array().unwrap().clone();
        order.reverse();
        let reversed = (200, json!({ "order": order }));
        assert_eq!(
            put(&etm, session, route, json!({ "order": order })).await,
            reversed,
            "{route}"
        );
        assert_eq!(get(&etm, session, &format!("user_sortables/{name}")).await, reversed);
        order.reverse();
        let back = put(
            &etm,
            session,
            &format!("user_sortables/{name}"),
            json!({route: {"order": order}}),
        )
        .await;
        assert_eq!(back, (200, before));
        let missing = errors(&format!("param is missing or the value is empty or invalid: {route}"));
        assert_eq!(put(&etm, session, route, json!({})).await, (400, missing));
        let invalid = put(&etm, session, route, json!({route: "x"})).await;
        assert_eq!(invalid, (400, errors("Invalid JSON payload")));
        assert_eq!(put(&etm, session, route, json!({"order": "x"})).await.0, 500);
    }
}

#[tokio::test]
async fn a_heat_network_has_an_order_for_each_level_and_the_middle_one_is_the_usual() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let burner = |level: &str| format!("energy_heat_burner_{level}_hydrogen");
    for level in ["lt", "mt", "ht"] {
        let body = json!({"order": [burner(level)], "subtype": level});
        let (status, order) = put(&etm, session, "user_sortables/heat_network", body).await;
        assert_eq!((status, &order["order"][0]), (200, &json!(burner(level))));
        let query = format!("heat_network_order?subtype={level}");
        assert_eq!(get(&etm, session, &query).await.1, order);
    }
    assert_eq!(
        get(&etm, session, "user_sortables/heat_network").await.1["order"][0],
        burner("mt")
    );
    for path in [
        "user_sortables/heat_network?subtype=xt",
        "user_sortables/hydrogen_supply?subtype=lt",
    ] {
        assert_eq!(get(&etm, session, path).await.0, 500, "{path}");
    }
    assert_eq!(get(&etm, session, "user_sortables/heat_network_lt").await, not_found());
}

#[tokio::test]
async fn an_order_may_be_patched_and_a_scenario_must_be_there() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let line = format!("PATCH /scenarios/{session}/hydrogen_demand_order");
    assert_eq!(etm.ask(ADA, &line, json!({"order": []})).await.0, 200);
    for path in ["user_sortables", "user_sortables/hydrogen_supply", "heat_network_order"] {
        assert_eq!(get(&etm, 1, path).await, (404, errors("Scenario not found")));
    }
    let (status, body) = get(&etm, session, "flexibility_order").await;
    assert_eq!((status, body), (404, json!({"status": 404, "error": "Not Found"})));
}

#[tokio::test]
async fn reading_and_changing_orders_need_different_roles() {
    let etm = start().await;
    for private in [false, true] {
        let session = etm.scenario(ADA, json!({ "private": private })).await;
        etm.share(session, "ben@example.org", "scenario_collaborator").await;
        etm.share(session, "cleo@example.org", "scenario_viewer").await;
        let refused = if private { not_found() } else { not_yours() };
        for path in ["user_sortables", "user_sortables/hydrogen_demand", "heat_network_order"] {
            let line = format!("GET /scenarios/{session}/{path}");
            let (status, _) = etm.ask(GUEST, &line, Value::Null).await;
            assert_eq!(status, if private { 404 } else { 200 });
            for who in [CLEO, BEN, ADA, ROOT] {
                assert_eq!(etm.ask(who, &line, Value::Null).await.0, 200);
            }
        }
        for path in ["user_sortables/hydrogen_demand", "hydrogen_supply_order"] {
            let line = format!("PUT /scenarios/{session}/{path}");
            let body = json!({"order": []});
            for who in [GUEST, CLEO, only(ADA, EtmScopes::Public), only(ADA, EtmScopes::Read)] {
                assert_eq!(etm.ask(who, &line, body.clone()).await, refused, "{who:?}");
            }
            for who in [BEN, ADA, ROOT, only(ADA, EtmScopes::Write)] {
                assert_eq!(etm.ask(who, &line, body.clone()).await.0, 200, "{who:?}");
            }
        }
        // The right that this route asks for was never given to anyone.
        for who in [GUEST, ADA, ROOT] {
            let path = format!("/scenarios/{session}/user_sortables/meta");
            assert_eq!(etm.get(who, &path).await, refused);
        }
    }
}
