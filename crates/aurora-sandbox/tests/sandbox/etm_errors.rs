//! Tokens, parameters, and the shapes of what goes wrong before an operation has its say.

use aurora_sandbox::{EtmScopes, EtmUser, Fault};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::etm_session::{ADA, errors, read, start, start_2025};

const BROKEN: &str = "etm_nobody";

#[tokio::test]
async fn a_broken_token_is_401_once_somebody_asks_who_it_is() {
    let etm = start().await;
    let id = etm.scenario(ADA, json!({})).await;
    let with = |line: &str| etm.request(None, line).bearer_auth(BROKEN);
    let broken = (401, errors("Invalid or expired token"));
    for line in [
        "GET /scenarios".to_owned(),
        "POST /scenarios".to_owned(),
        "PUT /user".to_owned(),
        "DELETE /user".to_owned(),
        "POST /scenarios/merge".to_owned(),
        "POST /scenarios/load_dump".to_owned(),
        format!("GET /scenarios/{id}"),
        format!("PUT /scenarios/{id}"),
        format!("GET /scenarios/{id}/inputs"),
        format!("GET /scenarios/{id}/batch"),
        format!("GET /inputs?scenario_id={id}"),
    ] {
        assert_eq!(read(with(&line).send().await.unwrap()).await, broken, "{line}");
    }
    // The record is looked for first.
    let missing = read(with("GET /scenarios/7").send().await.unwrap()).await;
    assert_eq!(missing, (404, errors("No such scenario: 7")));
    for line in ["GET /areas", "GET /areas/nl2019", "GET /gqueries"] {
        assert_eq!(with(line).send().await.unwrap().status(), StatusCode::OK, "{line}");
    }
}

#[tokio::test]
async fn the_token_may_come_as_a_parameter_or_a_cookie_but_not_to_the_stable_engine() {
    for (etm, taken) in [(start().await, true), (start_2025().await, false)] {
        let token = etm.sandbox.etm_token(EtmUser::Ada, EtmScopes::Delete);
        let cookie = format!("theme=dark; etm_session={token}");
        let line = format!("GET /scenarios?access_token={token}");
        let by_query = etm.request(None, &line).send().await.unwrap();
        let by_cookie = etm.request(None, "GET /scenarios").header("Cookie", cookie);
        let expected = if taken { 200 } else { 403 };
        assert_eq!(by_query.status().as_u16(), expected);
        assert_eq!(by_cookie.send().await.unwrap().status().as_u16(), expected);
        // Another scheme is no token: the caller is a guest.
        let basic = etm.request(None, "GET /scenarios").basic_auth("ada", Some("x"));
        let refused = (403, errors("You must be authenticated to access this resource"));
        assert_eq!(read(basic.send().await.unwrap()).await, refused);
        let shown = format!("{:?}", etm.sandbox.requests());
        assert!(!shown.contains(&token) && shown.contains("access_token=***"), "{shown}");
    }
}

#[tokio::test]
async fn records_tell_the_services_operations_apart_and_hold_no_token() {
    let etm = start().await;
    let id = etm.scenario(ADA, json!({})).await;
    etm.get(ADA, &format!("/scenarios/{id}")).await;
    etm.get(None, "/areas").await;
    let requests = etm.sandbox.requests();
    assert_eq!(
        (requests[1].service, requests[1].operation),
        (Some("etm"), Some("get_scenario"))
    );
    assert!(requests[1].token_was_right && !requests[2].token_was_right);
    assert_eq!(etm.sandbox.count("etm.get_scenario"), 1);
    assert_eq!(etm.sandbox.count("origin.get_scenario"), 0);
    assert_eq!(etm.sandbox.count("list_areas"), 1);
    assert!(!format!("{requests:?}").contains("etm_sandbox"));
}

#[tokio::test]
async fn a_fault_for_an_operation_of_this_service_leaves_those_of_the_others_alone() {
    let etm = start().await;
    etm.sandbox.fail_next("etm.list_scenarios", Fault::Status(503));
    let amun = etm.http.get(format!("{}/scenarios?region=gbr", etm.sandbox.amun_url()));
    let amun = amun.header("Private-Token", etm.sandbox.token()).send().await.unwrap();
    assert_eq!(amun.status(), StatusCode::OK);
    assert_eq!(etm.get(ADA, "/scenarios").await.0, 503);
    assert_eq!(etm.get(ADA, "/scenarios").await.0, 200);
}

#[tokio::test]
async fn faults_and_health_over_http_know_the_service() {
    let etm = start().await;
    let control = |method: Method, path: &str| {
        etm.http
            .request(method, format!("{}/_sandbox{path}", etm.sandbox.url()))
    };
    let order = json!({"operation": "etm.get_area", "times": 1, "fault": {"kind": "html_page"}});
    let (status, added) = read(control(Method::POST, "/faults").json(&order).send().await.unwrap()).await;
    assert_eq!((status, &added["operation"]), (201, &json!("etm.get_area")));
    let page = etm.response(None, "GET /areas/nl2019", Value::Null).await;
    assert!(
        page.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/html")
    );
    let (_, health) = read(control(Method::GET, "/health").send().await.unwrap()).await;
    assert_eq!(health["services"]["etm"], json!(["/api/v3", "/my/api/v1", "/my/oauth"]));
}

#[tokio::test]
async fn a_path_that_is_no_route_is_the_frameworks_404_as_json_or_as_a_page() {
    let etm = start().await;
    let json = etm.response(None, "GET /nothing", Value::Null).await;
    assert_eq!(json.headers()["x-sandbox"], "no such route");
    assert_eq!(read(json).await, (404, json!({"status": 404, "error": "Not Found"})));
    let page = etm
        .http
        .get(format!("{}/nothing", etm.sandbox.etm_url()))
        .send()
        .await
        .unwrap();
    assert_eq!(page.status(), StatusCode::NOT_FOUND);
    assert!(
        page.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/html")
    );
    assert!(page.text().await.unwrap().starts_with("<!DOCTYPE html>"));
    // The route of the templates is there, what it led to is not.
    let templates = etm.get(ADA, "/scenarios/templates").await;
    assert_eq!(templates, (404, json!({"status": 404, "error": "Not Found"})));
    assert_eq!(etm.sandbox.count("list_scenario_templates"), 1);
}

#[tokio::test]
async fn malformed_json_is_400_with_the_parsers_words() {
    let etm = start().await;
    let request = etm
        .request(ADA, "POST /scenarios")
        .header("Content-Type", "application/json");
    let (status, body) = read(request.body("{\"scenario\": ").send().await.unwrap()).await;
    assert_eq!(status, 400);
    assert!(body["errors"][0].as_str().unwrap().contains("EOF"), "{body}");
}

#[tokio::test]
async fn more_than_4096_form_parameters_are_too_many_in_a_body_as_in_a_query() {
    let form = |count: usize| vec!["gqueries[]=total_costs"; count].join("&");
    let etm = start().await;
    let id = etm.scenario(ADA, json!({})).await;
    let put = |count: usize| {
        let request = etm.request(ADA, &format!("PUT /scenarios/{id}"));
        let request = request.header("Content-Type", "application/x-www-form-urlencoded");
        async move { read(request.body(form(count)).send().await.unwrap()).await }
    };
    let text =
        |count| format!("Invalid request parameters: total number of query parameters ({count}) exceeds limit (4096)");
    assert_ne!(put(4096).await.0, 400);
    assert_eq!(put(4097).await, (400, errors(&text(4097))));
    assert_eq!(put(15_002).await, (400, errors(&text(15_002))));
    let query = vec!["labels[]"; 4097].join("&");
    assert_eq!(
        etm.get(None, &format!("/gqueries?{query}")).await,
        (400, errors(&text(4097)))
    );
    // A JSON body is no form.
    let many: Vec<String> = (0..5000).map(|_| "total_costs".to_owned()).collect();
    let (status, _) = etm
        .ask(ADA, &format!("PUT /scenarios/{id}"), json!({"gqueries": many}))
        .await;
    assert_ne!(status, 400);
    // The stable engine leaves the matter to the framework.
    let stable = start_2025().await;
    let (status, body) = stable.get(None, &format!("/gqueries?{query}")).await;
    assert_eq!((status, body), (400, json!({"status": 400, "error": "Bad Request"})));
}

#[tokio::test]
async fn parameters_of_query_and_body_are_one_and_the_body_wins() {
    let etm = start().await;
    let (status, scenario) = etm
        .ask(
            ADA,
            "POST /scenarios?scenario[end_year]=2030&scenario[source]=query",
            json!({"scenario": {"end_year": 2045}}),
        )
        .await;
    assert_eq!((status, &scenario["end_year"]), (200, &json!(2045)));
    let form = etm
        .request(ADA, "POST /scenarios?scenario[end_year]=2030")
        .send()
        .await
        .unwrap();
    assert_eq!(read(form).await.1["end_year"], 2030);
    let request = etm
        .request(ADA, "POST /scenarios")
        .header("Content-Type", "application/x-www-form-urlencoded");
    let body = "scenario[area_code]=DE_germany&scenario[end_year]=2040&scenario[metadata][tag]=a%20b";
    let (_, scenario) = read(request.body(body).send().await.unwrap()).await;
    assert_eq!(
        (&scenario["area_code"], &scenario["end_year"]),
        (&json!("DE_germany"), &json!(2040))
    );
    assert_eq!(scenario["metadata"], json!({"tag": "a b"}));
}

#[tokio::test]
async fn a_json_body_without_the_root_is_wrapped_but_only_its_columns_are() {
    let etm = start().await;
    let parent = etm.scenario(ADA, json!({})).await;
    let flat = json!({"end_year": 2040, "scenario_id": parent, "metadata": {"a": 1}});
    let (_, scenario) = etm.ask(ADA, "POST /scenarios", flat).await;
    assert_eq!(
        (&scenario["end_year"], &scenario["template"]),
        (&json!(2040), &Value::Null)
    );
    assert_eq!(scenario["metadata"], json!({"a": 1}));
    let tag = format!("POST /scenarios/{parent}/version");
    let required = "param is missing or the value is empty or invalid: scenario_version_tag";
    assert_eq!(etm.ask(ADA, &tag, json!({})).await, (400, errors(required)));
    let (status, told) = etm.ask(ADA, &tag, json!({"description": null})).await;
    assert_eq!(
        (status, &told["user_id"], &told["description"]),
        (200, &json!(1), &Value::Null)
    );
    let (_, user) = etm.ask(ADA, "PUT /user", json!({"name": "Countess"})).await;
    assert_eq!(user["name"], "Countess");
}

#[tokio::test]
async fn suffixes_change_nothing_and_ids_are_read_up_to_the_first_letter() {
    let etm = start().await;
    let id = etm.scenario(ADA, json!({})).await;
    assert_eq!(etm.get(ADA, &format!("/scenarios/{id}.json")).await.1["id"], id);
    assert_eq!(etm.get(ADA, &format!("/scenarios/{id}x")).await.1["id"], id);
    assert_eq!(etm.get(ADA, "/areas.json").await.0, 200);
    for wrong in ["abc", "100000000000", "0"] {
        let answer = etm.get(ADA, &format!("/scenarios/{wrong}")).await;
        assert_eq!(answer, (404, errors(&format!("No such scenario: {wrong}"))));
    }
    let unknown = (404, errors("Scenario not found"));
    assert_eq!(etm.get(ADA, "/scenarios/7/version").await, unknown);
    assert_eq!(etm.get(ADA, "/inputs").await, (404, errors("No such scenario: ")));
}

#[tokio::test]
async fn an_update_may_come_as_a_form() {
    let etm = start().await;
    let id = etm.scenario(ADA, json!({})).await;
    let request = etm.request(ADA, &format!("PATCH /scenarios/{id}"));
    let request = request.header("Content-Type", "application/x-www-form-urlencoded");
    let body = "scenario[user_values][costs_co2]=120.5&scenario[private]=true&gqueries[]=total_costs&autobalance=false";
    let (status, answer) = read(request.body(body).send().await.unwrap()).await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(answer["scenario"]["user_values"], json!({"costs_co2": 120.5}));
    assert_eq!(answer["scenario"]["private"], true);
    assert_eq!(answer["gqueries"]["total_costs"]["unit"], "euro");
}
