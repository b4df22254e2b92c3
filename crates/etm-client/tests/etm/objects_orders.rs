//! Storing orders through an object: what is checked, and against what.

use etm_client::objects::{Context, ErrorMode, OrderName};
use etm_client::{HeatLevel, Sortable};
use serde_json::json;
use wiremock::MockServer;

use crate::objects_session::of;
use crate::support::{answer, bodies, client, lines};

const STORED: &str = "GET /api/v3/scenarios/7/user_sortables";

async fn served() -> MockServer {
    let server = MockServer::start().await;
    let stored = json!({"forecast_storage": ["a"], "hydrogen_supply": [],
        "heat_network": {"lt": ["d"], "mt": [], "ht": []}, "ammonia": ["x"]});
    answer(&server, "GET", "/scenarios/7/user_sortables", 200, stored).await;
    for name in ["forecast_storage", "hydrogen_supply", "heat_network", "ammonia"] {
        let at = format!("/scenarios/7/user_sortables/{name}");
        answer(&server, "GET", &at, 200, json!({"order": ["a", "b", "c"]})).await;
        answer(&server, "PUT", &at, 200, json!({"order": ["c", "b", "a"]})).await;
    }
    server
}

fn strings<const N: usize>(items: [&str; N]) -> Vec<String> {
    items.map(str::to_owned).to_vec()
}

#[tokio::test]
async fn an_order_of_stored_items_is_sent_as_it_is_and_one_of_others_after_a_look_at_the_whole() {
    let server = served().await;
    let mut session = of(&client(&server).0, 7, &json!({}));
    let orders = [
        ("forecast_storage", strings(["a"])),
        ("hydrogen_supply", strings(["c", "b"])),
        ("heat_network_lt", strings(["d"])),
        ("ammonia", strings(["x"])),
    ];
    let stored = session.set_orders(orders).await.unwrap();
    assert!(stored.is_complete() && session.warnings().is_empty());
    assert_eq!(stored[1].key, OrderName::from(Sortable::HydrogenSupply));
    assert_eq!(stored[1].outcome.as_ref().unwrap(), &["c", "b", "a"]);
    let base = "/api/v3/scenarios/7/user_sortables";
    let expected = [
        STORED.to_owned(),
        format!("GET {base}/hydrogen_supply"),
        format!("PUT {base}/forecast_storage"),
        format!("PUT {base}/hydrogen_supply"),
        format!("PUT {base}/heat_network?subtype=lt"),
        format!("PUT {base}/ammonia"),
    ];
    assert_eq!(lines(&server).await, expected);
    assert_eq!(bodies(&server).await[1], json!({"order": ["c", "b"]}));
}

#[tokio::test]
async fn what_cannot_be_an_order_is_not_sent_and_says_why() {
    let rows = [
        (
            OrderName::from("heat_network"),
            strings(["d"]),
            "an order for each level: heat_network_lt",
        ),
        (
            OrderName::from("hydrogen"),
            strings(["d"]),
            "there is no order hydrogen; there are forecast_storage",
        ),
        (
            OrderName::from("forecast_storage"),
            strings(["a", "a"]),
            "has a more than once",
        ),
        (
            OrderName::from("forecast_storage"),
            strings(["a", "z"]),
            "there is no z in the order forecast_storage",
        ),
        (
            OrderName::new(Sortable::HydrogenSupply, Some(HeatLevel::Low)),
            strings(["a"]),
            "hydrogen_supply has no levels",
        ),
    ];
    for (name, items, part) in rows {
        let server = served().await;
        let mut session = of(&client(&server).0, 7, &json!({}));
        let ok = ("forecast_storage".into(), strings(["a"]));
        let stored = session.set_orders([(name.clone(), items), ok]).await.unwrap();
        let failed: Vec<_> = stored.failed().map(|(_, error)| error.to_string()).collect();
        assert!(failed.len() == 1 && failed[0].contains(part), "{failed:?}");
        assert!(stored[1].outcome.is_ok(), "{name}");
        assert!(
            session.warnings().has(&format!("sortables.{name}")),
            "{}",
            session.warnings()
        );
        let sent = lines(&server).await;
        assert_eq!(
            sent.iter().filter(|line| line.starts_with("PUT")).count(),
            1,
            "{sent:?}"
        );
    }
}

#[tokio::test]
async fn in_the_safe_mode_nothing_is_sent_when_one_order_is_wrong() {
    let server = served().await;
    let mut session = of(&client(&server).0, 7, &json!({}));
    session.set_context(Context::new(&client(&server).0).with_error_mode(ErrorMode::Safe));
    let orders = [("forecast_storage", strings(["a"])), ("hydrogen", strings(["a"]))];
    session.set_orders(orders).await.unwrap_err();
    assert_eq!(lines(&server).await, [STORED]);
}

#[tokio::test]
async fn a_reset_sends_an_empty_order() {
    let server = served().await;
    let mut session = of(&client(&server).0, 7, &json!({}));
    let reset = session.reset_orders(["heat_network_lt"]).await.unwrap();
    assert_eq!(reset.into_result().unwrap(), [["c", "b", "a"]]);
    assert_eq!(bodies(&server).await, [json!({"order": []})]);
}

#[tokio::test]
async fn one_that_the_engine_refuses_does_not_stop_the_others() {
    let server = MockServer::start().await;
    let stored = json!({"forecast_storage": ["a"], "hydrogen_supply": ["b"]});
    answer(&server, "GET", "/scenarios/7/user_sortables", 200, stored).await;
    answer(
        &server,
        "PUT",
        "/scenarios/7/user_sortables/forecast_storage",
        422,
        json!({"errors": ["no"]}),
    )
    .await;
    answer(
        &server,
        "PUT",
        "/scenarios/7/user_sortables/hydrogen_supply",
        200,
        json!({"order": ["b"]}),
    )
    .await;
    let mut session = of(&client(&server).0, 7, &json!({}));
    let orders = [
        ("forecast_storage", strings(["a"])),
        ("hydrogen_supply", strings(["b"])),
    ];
    let stored = session.set_orders(orders).await.unwrap();
    assert_eq!(stored[0].outcome.as_ref().unwrap_err().messages(), ["no"]);
    assert!(stored[1].outcome.is_ok());
}
