//! Requests that come another way than usual: routes of single users, lists in `Accept`, encoded slashes, tokens without prefix.

use aurora_sandbox::{EtmScopes, EtmUser};
use reqwest::Response;
use serde_json::{Value, json};

use crate::etm_custom_curves::upload;
use crate::etm_session::{ADA, Etm, GUEST, errors, not_yours, read, start, start_2025};

#[tokio::test]
async fn the_route_of_one_user_does_what_the_route_of_all_does_whoever_it_names() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    etm.share(session, "v@example.com", "scenario_viewer").await;
    let named = |role: &str| json!({"scenario_users": [{"user_email": "v@example.com", "role": role}]});
    for (method, role) in [("PUT", "scenario_collaborator"), ("PATCH", "scenario_owner")] {
        let line = format!("{method} /scenarios/{session}/users/77");
        assert_eq!(etm.ask(GUEST, &line, named(role)).await, not_yours());
        let (status, changed) = etm.ask(ADA, &line, named(role)).await;
        assert_eq!((status, &changed[0]["role"]), (200, &json!(role)), "{changed}");
    }
    let line = format!("DELETE /scenarios/{session}/users/77");
    let (status, removed) = etm.ask(ADA, &line, named("scenario_owner")).await;
    assert_eq!((status, &removed[0]["user_email"]), (200, &json!("v@example.com")));
    // One of the names is a route of its own, whose right nobody has.
    let all = format!("DELETE /scenarios/{session}/users/destroy_all");
    assert_eq!(etm.ask(ADA, &all, Value::Null).await, not_yours());
    let (status, _) = etm.get(ADA, &format!("/scenarios/{session}/users/77")).await;
    assert_eq!(status, 404);
}

async fn fetch(etm: &Etm, path: &str, accept: &str) -> Response {
    let url = format!("{}{path}", etm.sandbox.etm_url());
    let token = etm.sandbox.etm_token(EtmUser::Ada, EtmScopes::Delete);
    let request = etm.http.get(url).header("Accept", accept).bearer_auth(token);
    request.send().await.unwrap()
}

#[tokio::test]
async fn the_first_type_of_a_list_counts_unless_a_wildcard_is_in_it() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let price = format!("/scenarios/{session}/curves/electricity_price");
    for (accept, kind) in [
        ("application/json, text/csv", "application/json; charset=utf-8"),
        ("text/csv, application/json", "text/csv"),
        ("text/csv;q=0.2, application/json", "application/json; charset=utf-8"),
    ] {
        let answer = fetch(&etm, &price, accept).await;
        assert_eq!(answer.headers()["content-type"], kind, "{accept}");
    }
    let answer = fetch(&etm, &price, "application/json, */*").await;
    assert_eq!(answer.status(), 406);

    upload(&etm, session, "interconnector_1_price", "1.5\n".repeat(8760)).await;
    let curve = format!("/scenarios/{session}/custom_curves/interconnector_1_price");
    for (accept, kind) in [
        ("text/csv", "text/csv"),
        ("text/csv, */*", "application/json; charset=utf-8"),
        ("text/csv, application/json", "application/json; charset=utf-8"),
    ] {
        let answer = fetch(&etm, &curve, accept).await;
        assert_eq!(answer.headers()["content-type"], kind, "{accept}");
    }
}

#[tokio::test]
async fn the_stable_engine_does_not_read_a_key_with_an_encoded_slash() {
    let etm = start_2025().await;
    let session = etm.scenario(ADA, json!({})).await;
    let path = |key: &str| format!("/scenarios/{session}/custom_curves/{key}");
    let plain = etm.get(ADA, &path("weather/air_temperature")).await;
    assert_eq!(plain, (404, errors("Not found")));
    let encoded = etm.get(ADA, &path("weather%2fair_temperature")).await;
    assert_eq!(encoded, (404, json!({"status": 404, "error": "Not Found"})));
}

#[tokio::test]
async fn a_token_counts_with_either_prefix_and_without_one() {
    let etm = start().await;
    let whole = etm.sandbox.etm_token(EtmUser::Ada, EtmScopes::Delete);
    let bare = whole.strip_prefix("etm_").unwrap();
    for token in [&whole, bare, &format!("etm_beta_{bare}")] {
        let list = etm.request(None, "GET /scenarios").bearer_auth(token);
        assert_eq!(list.send().await.unwrap().status(), 200, "{token}");
    }
    let twice = etm.request(None, "GET /scenarios").bearer_auth(format!("etm_{whole}"));
    let refused = read(twice.send().await.unwrap()).await;
    assert_eq!(refused, (401, errors("Invalid or expired token")));
}

#[tokio::test]
async fn a_query_that_fails_says_in_which_periods_and_an_update_says_more_than_the_dashboard() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({"area_code": "eu"})).await;
    let body = json!({"scenario": {"source": "x"}, "gqueries": ["total_costs", "loss_of_load_expectation"]});
    let periods = ["present", "future"]
        .map(|period| format!("loss_of_load_expectation/{period} - hourly calculation is not enabled for this area"));
    let line = format!("PUT /scenarios/{session}");
    let (status, refused) = etm.ask(ADA, &line, body.clone()).await;
    assert_eq!(status, 422);
    for (text, period) in refused["errors"].as_array().unwrap().iter().zip(&periods) {
        let (message, trace) = text.as_str().unwrap().split_once(" | ").unwrap();
        assert_eq!(message, period);
        assert!(!trace.is_empty());
    }
    let dashboard = etm.ask(ADA, &format!("{line}/dashboard"), body).await;
    assert_eq!(dashboard, (422, json!({"errors": periods})));
    let (_, scenario) = etm.get(ADA, &format!("/scenarios/{session}")).await;
    assert_eq!(scenario["source"], Value::Null);
}
