use std::sync::Arc;

use origin_client::auth::{MapEnv, Places};
use origin_client::{Cache, ErrorKind, OriginClient, Universe};
use serde_json::{Value, json};
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{INPUTS_PATH, SCENARIO_PATH, TOKEN, answer_text, client, requests, serving};

fn places(env: &MapEnv) -> Places<'_> {
    Places {
        env,
        home: None,
        working_directory: None,
    }
}

#[tokio::test]
async fn the_token_goes_out_in_two_headers_and_the_body_has_two_keys() {
    let server = serving("getProjects", json!({"data": {"getProjects": []}})).await;
    let (client, _) = client(&server);
    assert_eq!(client.projects().list().await.unwrap(), []);
    let sent = &requests(&server).await[0];
    assert_eq!(sent.url.path(), SCENARIO_PATH);
    assert_eq!(sent.headers["private-token"], TOKEN);
    assert_eq!(sent.headers["eos-cookie"], TOKEN);
    assert_eq!(sent.headers["content-type"], "application/json");
    assert!(
        sent.headers["user-agent"]
            .to_str()
            .unwrap()
            .starts_with("aurora-energy/")
    );
    let body: Value = sent.body_json().unwrap();
    assert_eq!(
        body.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["query", "variables"]
    );
    assert_eq!(body["variables"], Value::Null);
    assert!(body["query"].as_str().unwrap().contains("isProjectPinned"));
    assert!(!body["query"].as_str().unwrap().contains("..."), "no fragment goes out");
}

#[tokio::test]
async fn each_service_has_its_own_address_and_a_request_without_body_no_content_type() {
    let (scenario, inputs) = (MockServer::start().await, MockServer::start().await);
    for server in [&scenario, &inputs] {
        Mock::given(wiremock::matchers::any())
            .respond_with(ResponseTemplate::new(200).set_body_json(json!({"data": null})))
            .mount(server)
            .await;
    }
    let origin = OriginClient::builder()
        .with_token(TOKEN)
        .with_scenario_base_url(format!("{}/a/", scenario.uri()))
        .with_inputs_base_url(format!("{}/b", inputs.uri()))
        .with_cache(Cache::disabled())
        .without_proxy()
        .build()
        .unwrap();
    origin.scenarios().list(None).await.unwrap();
    origin.inputs("s").session().await.unwrap();
    let file = origin
        .request("get_region_meta")
        .unwrap()
        .path_param("metaUrl", "x/meta.json");
    file.send().await.unwrap();
    let (first, second) = (requests(&scenario).await, requests(&inputs).await);
    assert_eq!(first[0].url.path(), "/a/v1/graphql");
    assert_eq!(second[0].url.path(), "/b/v1/graphql");
    assert_eq!(
        (first[1].url.path(), first[1].method.as_str()),
        ("/a/x/meta.json", "GET")
    );
    assert!(first[1].headers.get("content-type").is_none());
    assert_eq!(first[1].headers["eos-cookie"], TOKEN);
}

#[test]
fn a_universe_decides_addresses_and_the_tokens_names() {
    let env = MapEnv::from([
        ("AURORA_API_KEY", "plain-key"),
        ("AURORA_API_KEY_staging", "staging-key"),
    ]);
    let staging = OriginClient::builder()
        .with_universe(Universe::STAGING)
        .with_places(places(&env))
        .with_cache(Cache::disabled())
        .build()
        .unwrap();
    assert_eq!(
        staging.scenario_base_url().as_str(),
        "https://api-staging.auroraer.com/scenarioExplr"
    );
    assert_eq!(
        staging.inputs_base_url().as_str(),
        "https://api-staging.auroraer.com/modelInputs"
    );
    assert_eq!(staging.universe(), Some(Universe::STAGING));
    let plain = OriginClient::builder()
        .with_places(places(&env))
        .with_cache(Cache::disabled())
        .build()
        .unwrap();
    assert_eq!(
        plain.scenario_base_url().as_str(),
        "https://api.auroraer.com/scenarioExplr"
    );

    let only_plain = MapEnv::from([("AURORA_API_KEY", "plain-key")]);
    let error = OriginClient::builder()
        .with_universe(Universe::STAGING)
        .with_places(places(&only_plain))
        .build()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert!(error.to_string().contains("AURORA_API_KEY_staging"), "{error}");
}

#[test]
fn the_environment_names_the_addresses_and_an_explicit_one_goes_before() {
    let env = MapEnv::from([
        ("AURORA_API_KEY", "key-of-environment"),
        ("AURORA_ORIGIN_SCENARIO_API_BASE_URL", "http://localhost:1/s"),
        ("AURORA_ORIGIN_INPUTS_API_BASE_URL", "http://localhost:1/i"),
    ]);
    let client = OriginClient::builder()
        .with_places(places(&env))
        .with_inputs_base_url("http://localhost:2/i")
        .with_cache(Cache::disabled())
        .build()
        .unwrap();
    assert_eq!(client.scenario_base_url().as_str(), "http://localhost:1/s");
    assert_eq!(client.inputs_base_url().as_str(), "http://localhost:2/i");
    let shown = format!("{client:?} {:?}", client.transport());
    assert!(!shown.contains("key-of-environment"), "{shown}");
}

#[tokio::test]
async fn a_refusal_says_what_to_do_and_shows_no_character_of_the_token() {
    for (status, kind) in [(401, ErrorKind::Unauthorized), (403, ErrorKind::Forbidden)] {
        let server = MockServer::start().await;
        Mock::given(path(SCENARIO_PATH))
            .respond_with(ResponseTemplate::new(status).set_body_string(format!("bad token {TOKEN}")))
            .mount(&server)
            .await;
        let (client, _) = client(&server);
        let error = client.scenarios().get("s").await.unwrap_err();
        assert_eq!(error.kind(), kind);
        let all = format!("{error} {error:?} {:?} {:?}", error.body(), error.messages());
        // The vendor's client shows the last five characters.
        for part in [TOKEN, "-7Qx", "canary"] {
            assert!(!all.contains(part), "{all}");
        }
        assert!(error.to_string().contains("token"), "{error}");
        assert_eq!(requests(&server).await.len(), 1);
    }
}

#[tokio::test]
async fn a_token_that_comes_back_in_a_graphql_error_or_its_data_is_taken_out() {
    let echo = json!({
        "errors": [{"message": format!("no access with {TOKEN}"), "path": ["x", TOKEN], "extensions": {"t": TOKEN}}],
        "data": {"createScenario": {"name": TOKEN}},
    });
    let server = serving("createScenario", echo).await;
    let (client, _) = client(&server);
    let scenario = origin_client::NewScenario::new("p", "n");
    let error = client.scenarios().create(&scenario).await.unwrap_err();
    let all = format!(
        "{error} {error:?} {:?} {:?} {:?}",
        error.graphql_errors(),
        error.graphql_data(),
        error.body()
    );
    assert!(!all.contains("canary"), "{all}");
    assert!(error.to_string().contains("no access with [redacted]"), "{error}");
    let raw = client
        .graphql(
            origin_client::Service::Scenario,
            "mutation { createScenario }",
            Value::Null,
        )
        .await
        .unwrap();
    assert!(!format!("{:?}", raw.errors).contains("canary"));
}

#[tokio::test]
async fn the_configuration_is_asked_for_once_by_whoever_comes_first() {
    // As text: a JSON value would sort its members.
    let config = r#"{"data": {"getConfig": {
        "regionGroups": {"z": {"regionGroupCode": "gbr", "regions": {"gbr": {}}}, "a": {"regionGroupCode": "aus"}},
        "products": [{"productId": 7, "name": "SaaS"}]}}}"#;
    let server = MockServer::start().await;
    answer_text(&server, "getConfig", config.to_owned()).await;
    let (client, _) = client(&server);
    let clone = client.clone();
    let (a, b) = (client.config(), clone.config());
    let (dash, groups, products) = tokio::join!(a.dash(), b.region_groups(), b.products());
    assert_eq!(groups.unwrap().keys().collect::<Vec<_>>(), ["z", "a"]);
    assert_eq!(products.unwrap()[0].name.as_deref(), Some("SaaS"));
    assert!(Arc::ptr_eq(&dash.unwrap(), &client.config().dash().await.unwrap()));
    assert_eq!(requests(&server).await.len(), 1);
    client.config().refresh().await.unwrap();
    assert_eq!(client.config().fetch_region_groups().await.unwrap().len(), 2);
    let sent = requests(&server).await;
    assert_eq!(sent.len(), 3);
    let last: Value = sent[2].body_json().unwrap();
    assert!(!last["query"].as_str().unwrap().contains("products"));
}

#[tokio::test]
async fn a_configuration_of_nulls_is_empty() {
    for config in [
        json!(null),
        json!({}),
        json!({"getConfig": null}),
        json!({"getConfig": {"products": null}}),
    ] {
        let server = serving("getConfig", json!({"data": config})).await;
        let (client, _) = client(&server);
        assert!(client.config().products().await.unwrap().is_empty());
        assert!(client.config().region_groups().await.unwrap().is_empty());
    }
}

#[test]
fn the_inputs_service_has_the_other_path() {
    assert_ne!(SCENARIO_PATH, INPUTS_PATH);
    let env = MapEnv::new();
    let error = OriginClient::builder().with_places(places(&env)).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    let client = crate::support::builder("http://localhost:1").build().unwrap();
    let unknown = client.request("no_such_operation").unwrap_err();
    assert_eq!(unknown.kind(), ErrorKind::InvalidRequest);
}
