//! Orders: what is stored, what is used, resets, levels, and the older addresses.

use etm_client::sortables::{HeatLevel, Sortable};
use etm_client::{CallOptions, ErrorKind};
use serde_json::json;
use wiremock::MockServer;

use crate::support::{answer, bodies, client, lines, requests, serving};

#[tokio::test]
async fn what_is_stored_is_listed_with_orders_that_are_new() {
    let body = json!({
        "forecast_storage": ["a"], "hydrogen_supply": [], "hydrogen_demand": null,
        "heat_network": {"lt": ["x"], "mt": [], "ht": ["z"], "xt": ["new"]}, "brand_new": ["b"],
    });
    let server = serving("GET", "/scenarios/7/user_sortables", body).await;
    let list = client(&server).0.sortables(7).list().await.unwrap();
    assert_eq!(list.forecast_storage.unwrap(), ["a"]);
    assert!(list.hydrogen_supply.unwrap().is_empty());
    assert!(list.hydrogen_demand.is_none() && list.space_heating.is_none());
    assert_eq!(list.heat_network.unwrap().ht.unwrap(), ["z"]);
    assert_eq!(list.extra["brand_new"], json!(["b"]));
}

#[tokio::test]
async fn an_order_is_read_and_set_by_its_kind_and_level() {
    let server = MockServer::start().await;
    let used = json!({"order": ["c", "b", "a"]});
    for kind in ["forecast_storage", "heat_network", "space_heating", "brand_new"] {
        for verb in ["GET", "PUT"] {
            answer(
                &server,
                verb,
                &format!("/scenarios/7/user_sortables/{kind}"),
                200,
                used.clone(),
            )
            .await;
        }
    }
    let (client, _) = client(&server);
    let sortables = client.sortables(7);
    let order = sortables.get(Sortable::ForecastStorage, None).await.unwrap();
    assert_eq!(order.order.unwrap(), ["c", "b", "a"]);
    sortables.get("heat_network_order", Some(HeatLevel::Low)).await.unwrap();
    sortables.get(Sortable::HeatNetwork, None).await.unwrap();
    sortables
        .set("households_space_heating_producer_order", None, &["c"])
        .await
        .unwrap();
    sortables
        .set("brand_new", Some(HeatLevel::High), &["c".to_owned(), "b".to_owned()])
        .await
        .unwrap();
    sortables
        .reset(Sortable::HeatNetwork, Some(HeatLevel::Medium))
        .await
        .unwrap();
    let base = "/api/v3/scenarios/7/user_sortables";
    let expected = [
        format!("GET {base}/forecast_storage"),
        format!("GET {base}/heat_network?subtype=lt"),
        format!("GET {base}/heat_network"),
        format!("PUT {base}/space_heating"),
        format!("PUT {base}/brand_new?subtype=ht"),
        format!("PUT {base}/heat_network?subtype=mt"),
    ];
    assert_eq!(lines(&server).await, expected);
    let expected = [
        json!({"order": ["c"]}),
        json!({"order": ["c", "b"]}),
        json!({"order": []}),
    ];
    assert_eq!(bodies(&server).await, expected);
}

#[tokio::test]
async fn the_older_addresses_do_the_same() {
    let server = MockServer::start().await;
    let kinds = [
        "forecast_storage_order",
        "hydrogen_supply_order",
        "hydrogen_demand_order",
        "households_space_heating_producer_order",
        "heat_network_order",
    ];
    for kind in kinds {
        for verb in ["GET", "PUT"] {
            answer(
                &server,
                verb,
                &format!("/scenarios/7/{kind}"),
                200,
                json!({"order": ["a"]}),
            )
            .await;
        }
    }
    let (client, _) = client(&server);
    let sortables = client.sortables(7);
    let (low, high) = (Some(HeatLevel::Low), Some(HeatLevel::High));
    for order in [
        sortables.forecast_storage_order().await.unwrap(),
        sortables.set_forecast_storage_order(&["a"]).await.unwrap(),
        sortables.hydrogen_supply_order().await.unwrap(),
        sortables.set_hydrogen_supply_order(&["a"]).await.unwrap(),
        sortables.hydrogen_demand_order().await.unwrap(),
        sortables.set_hydrogen_demand_order(&["a"]).await.unwrap(),
        sortables.households_space_heating_producer_order().await.unwrap(),
        sortables
            .set_households_space_heating_producer_order(&["a"])
            .await
            .unwrap(),
        sortables.heat_network_order(low).await.unwrap(),
        sortables.set_heat_network_order(high, &["a"]).await.unwrap(),
        sortables.heat_network_order(None).await.unwrap(),
    ] {
        assert_eq!(order.order.unwrap(), ["a"]);
    }
    let mut expected: Vec<String> = kinds[..4]
        .iter()
        .flat_map(|kind| ["GET", "PUT"].map(|verb| format!("{verb} /api/v3/scenarios/7/{kind}")))
        .collect();
    expected.extend(["GET ?subtype=lt", "PUT ?subtype=ht", "GET "].map(|line| {
        let (verb, query) = line.split_once(' ').unwrap();
        format!("{verb} /api/v3/scenarios/7/heat_network_order{query}")
    }));
    assert_eq!(lines(&server).await, expected);
}

#[tokio::test]
async fn an_order_that_cannot_be_right_is_refused_before_anything_is_sent() {
    let server = MockServer::start().await;
    let (client, _) = client(&server);
    let sortables = client.sortables(7);
    for (error, expected) in [
        (
            sortables
                .set("hydrogen_supply", None, &["a", "b", "a"])
                .await
                .unwrap_err(),
            "the order has \"a\" more than once",
        ),
        (
            sortables.set_hydrogen_supply_order(&["a", " "]).await.unwrap_err(),
            "item 2 of the order is empty",
        ),
        (
            sortables
                .get("hydrogen_supply", Some(HeatLevel::Low))
                .await
                .unwrap_err(),
            "the order hydrogen_supply has no level lt",
        ),
        (
            sortables
                .reset(Sortable::SpaceHeating, Some(HeatLevel::Low))
                .await
                .unwrap_err(),
            "the order space_heating has no level lt",
        ),
        (sortables.get("..", None).await.unwrap_err(), "sortable_type"),
    ] {
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains(expected), "{error}");
    }
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn what_the_engine_refuses_keeps_its_messages() {
    for (status, messages, kind) in [
        (
            422,
            vec![
                "Order contains an option more than once",
                "Order contains unknown options: x, y",
            ],
            ErrorKind::InvalidRequest,
        ),
        (
            400,
            vec!["param is missing or the value is empty or invalid: forecast_storage_order"],
            ErrorKind::InvalidRequest,
        ),
        (400, vec!["Invalid JSON payload"], ErrorKind::InvalidRequest),
        (404, vec!["Scenario not found"], ErrorKind::NotFound),
        (404, vec!["Not found"], ErrorKind::NotFound),
        (403, vec!["Scenario does not belong to you"], ErrorKind::Forbidden),
    ] {
        let server = MockServer::start().await;
        let at = "/scenarios/7/user_sortables/forecast_storage";
        answer(&server, "PUT", at, status, json!({"errors": messages})).await;
        let error = client(&server)
            .0
            .sortables(7)
            .set(Sortable::ForecastStorage, None, &["x"])
            .await
            .unwrap_err();
        assert_eq!(error.kind(), kind);
        assert_eq!(error.messages(), messages);
    }
}

#[tokio::test]
async fn the_list_of_orders_is_asked_for_only_when_forced() {
    let at = "/scenarios/7/user_sortables/meta";
    let server = serving("GET", at, json!({"types": ["a"], "heat_network_subtypes": ["lt"]})).await;
    let (client, _) = client(&server);
    let error = client.sortables(7).meta().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(requests(&server).await.is_empty());
    let forced = client.with_options(CallOptions::default().with_forced(true));
    assert_eq!(forced.sortables(7).meta().await.unwrap().types.unwrap(), ["a"]);
}

#[cfg(feature = "blocking")]
#[test]
fn the_waiting_client_sets_the_same_orders() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let at = "/scenarios/7/user_sortables/hydrogen_demand";
    let server = runtime.block_on(serving("PUT", at, json!({"order": ["b", "a"]})));
    let blocking = etm_client::blocking::EtmClient::new(client(&server).0).unwrap();
    let order = blocking.sortables(7).set("hydrogen_demand", None, &["b"]).unwrap();
    assert_eq!(order.order.unwrap(), ["b", "a"]);
    assert_eq!(
        blocking
            .sortables(7)
            .reset("hydrogen_demand", None)
            .unwrap()
            .order
            .unwrap(),
        ["b", "a"]
    );
}
