use etm_client::{ErrorKind, QueryValue};
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::{answer, bodies, client, first, guest, lines, serving, session};

/// An engine that gives 1 and 2 for each query.
async fn calculating() -> MockServer {
    let server = MockServer::start().await;
    let reply = |request: &Request| {
        let body: Value = request.body_json().unwrap();
        let keys = body["gqueries"].as_array().unwrap();
        let results: serde_json::Map<String, Value> = keys
            .iter()
            .map(|key| {
                (
                    key.as_str().unwrap().to_owned(),
                    json!({"present": 1, "future": 2.0, "unit": "PJ"}),
                )
            })
            .collect();
        let body = json!({"scenario": session(7, &json!({})), "gqueries": results});
        ResponseTemplate::new(200).set_body_json(body)
    };
    Mock::given(any()).respond_with(reply).mount(&server).await;
    server
}

#[tokio::test]
async fn results_have_a_present_a_future_and_a_unit() {
    let curve: Vec<f64> = (0..8760).map(f64::from).collect();
    let results = json!({
        "dashboard_renewability": {"present": 0.0871, "future": 0.4123, "unit": "factor"},
        "merit_order_price_curve": {"present": [], "future": curve, "unit": "curve"},
        "policy_goal_onshore_coast_reached": {"present": false, "future": true, "unit": "boolean"},
        "dashboard_profitability": {"present": {"a": 1}, "future": null, "unit": "hash", "later": 1},
    });
    let server = serving(
        "PUT",
        "/scenarios/7",
        json!({"scenario": session(7, &json!({})), "gqueries": results}),
    )
    .await;
    let (guest, _) = guest(&server);
    let keys = ["dashboard_renewability", "merit_order_price_curve"];
    let results = guest.gqueries().of(7).run(&keys).await.unwrap();
    assert_eq!(results.present("dashboard_renewability"), Some(0.0871));
    assert_eq!(results.unit("dashboard_renewability"), Some("factor"));
    let curve = results.get("merit_order_price_curve").unwrap();
    assert_eq!(curve.future.as_curve().unwrap().len(), 8760);
    assert_eq!(curve.present.as_curve(), Some(&[][..]));
    assert_eq!(
        results
            .get("policy_goal_onshore_coast_reached")
            .unwrap()
            .future
            .as_flag(),
        Some(true)
    );
    let odd = results.get("dashboard_profitability").unwrap();
    assert!(odd.future.is_null() && matches!(odd.present, QueryValue::Other(_)));
    assert_eq!(
        bodies(&server).await,
        [json!({"gqueries": keys})],
        "nothing but queries: whoever may read may ask"
    );
}

#[tokio::test]
async fn no_request_has_more_parameters_than_the_engine_takes() {
    let server = calculating().await;
    let (client, _) = client(&server);
    let keys: Vec<String> = (0..10_000).map(|n| format!("q{n}")).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let results = client.gqueries().of(7).run(&keys).await.unwrap();
    assert_eq!(results.len(), 10_000);
    let sizes: Vec<usize> = bodies(&server)
        .await
        .iter()
        .map(|body| body["gqueries"].as_array().unwrap().len())
        .collect();
    assert_eq!(sizes, [4096, 4096, 1808]);
    client.gqueries().of(7).run(&keys[..4096]).await.unwrap();
    assert_eq!(lines(&server).await.len(), 4);
}

#[tokio::test]
async fn an_unknown_query_fails_the_others_unless_only_known_ones_are_wanted() {
    let server = calculating().await;
    let refusal = json!({"errors": ["Gquery a does not exist", "Gquery c does not exist"]});
    first(&server, "PUT", "/scenarios/7", 422, refusal.clone()).await;
    let (client, _) = client(&server);
    let error = client.gqueries().of(7).run(&["a", "b", "c"]).await.unwrap_err();
    assert_eq!((error.kind(), error.messages().len()), (ErrorKind::InvalidRequest, 2));
    first(&server, "PUT", "/scenarios/7", 422, refusal).await;
    let (results, unknown) = client.gqueries().of(7).run_known(&["a", "b", "c"]).await.unwrap();
    assert_eq!((results.future("b"), results.len()), (Some(2.0), 1));
    assert_eq!(unknown, ["a", "c"]);
    assert_eq!(bodies(&server).await.last().unwrap()["gqueries"], json!(["b"]));
}

#[tokio::test]
async fn another_refusal_is_not_taken_for_an_unknown_query() {
    for message in [
        "turk_merit_domestic_producers may not be requested via the API",
        "x/present - undefined method | trace",
    ] {
        let server = serving("GET", "/none", json!({})).await;
        let body = json!({"errors": ["Gquery a does not exist", message]});
        answer(&server, "PUT", "/scenarios/7", 422, body).await;
        let (client, _) = client(&server);
        let error = client.gqueries().of(7).run_known(&["a", "x"]).await.unwrap_err();
        assert_eq!(error.messages()[1], message);
        assert_eq!(lines(&server).await.len(), 1);
    }
}

#[tokio::test]
async fn a_refusal_that_names_none_of_the_queries_ends_the_call() {
    let server = serving("GET", "/none", json!({})).await;
    answer(
        &server,
        "PUT",
        "/scenarios/7",
        422,
        json!({"errors": ["Gquery other does not exist"]}),
    )
    .await;
    let (client, _) = client(&server);
    let error = client.gqueries().of(7).run_known(&["a"]).await.unwrap_err();
    assert!(error.to_string().contains("does not know other"), "{error}");
    assert_eq!(lines(&server).await.len(), 1);
}

#[tokio::test]
async fn queries_without_a_key_are_refused_before_sending() {
    let server = calculating().await;
    let (client, _) = client(&server);
    for keys in [&[][..], &["a", " "][..]] {
        for error in [
            client.gqueries().of(7).run(keys).await.unwrap_err(),
            client.gqueries().of(7).run_known(keys).await.unwrap_err(),
        ] {
            assert_eq!(
                (error.kind(), error.attempts()),
                (ErrorKind::InvalidRequest, 0),
                "{error}"
            );
        }
    }
    assert!(client.gqueries().list(&[""]).await.is_err());
    assert!(lines(&server).await.is_empty());
}

#[tokio::test]
async fn what_can_be_asked_for_is_listed_by_labels() {
    let list = json!([
        {"key": "areable_land", "unit": "km2", "description": "total", "labels": ["general", "area"], "later": 1},
        {"key": "odd", "unit": null, "description": null, "labels": null},
    ]);
    let server = serving("GET", "/gqueries", list).await;
    let (client, _) = client(&server);
    let list = client.gqueries().list(&["general", "area"]).await.unwrap();
    assert_eq!(list[0].unit.as_deref(), Some("km2"));
    assert_eq!((list[1].unit.as_ref(), list.len()), (None, 2));
    client.gqueries().list(&[]).await.unwrap();
    let expected = [
        "GET /api/v3/gqueries?labels%5B%5D=general&labels%5B%5D=area",
        "GET /api/v3/gqueries",
    ];
    assert_eq!(lines(&server).await, expected);
}
