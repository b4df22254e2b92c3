mod refusals;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use etm_client::auth::{MapEnv, Places, Token};
use etm_client::clock::ManualClock;
use etm_client::{Environment, ErrorKind, EtmClient, EtmClientBuilder, NewSession, Warning};
use serde_json::json;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{TOKEN, answer, builder, built, client, lines, requests, serving, session};

/// Valid until 2027-01-15T08:00:00Z, for reading only.
pub(crate) const JWT: &str = "etm_eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjE4MDAwMDAwMDAsInN1YiI6IjciLCJzY29wZXMiOlsicHVibGljIiwic2NlbmFyaW9zOnJlYWQiXX0.c2ln";
const JWT_END: u64 = 1_800_000_000;

fn places(env: &MapEnv) -> Places<'_> {
    Places {
        env,
        home: None,
        working_directory: None,
    }
}

fn at(seconds: u64) -> Arc<ManualClock> {
    Arc::new(ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)))
}

fn alone() -> EtmClientBuilder<'static> {
    static NOTHING: std::sync::LazyLock<MapEnv> = std::sync::LazyLock::new(MapEnv::new);
    EtmClient::builder().with_places(places(&NOTHING)).without_proxy()
}

#[tokio::test]
async fn the_token_goes_out_as_bearer_to_the_engine_and_to_its_my_etm() {
    let server = serving("GET", "/scenarios/7", session(7, &json!({}))).await;
    answer(&server, "GET", "/my/oauth/userinfo", 200, json!({"sub": "1"})).await;
    let (client, _) = client(&server);
    assert_eq!(client.sessions().get(7).await.unwrap().id, 7);
    client.request("get_userinfo").unwrap().send().await.unwrap();
    for sent in requests(&server).await {
        assert_eq!(sent.headers["authorization"], format!("Bearer {TOKEN}"));
        assert!(
            sent.headers["user-agent"]
                .to_str()
                .unwrap()
                .starts_with("aurora-energy/")
        );
        assert!(sent.headers.get("api-version").is_none());
    }
    assert_eq!(
        lines(&server).await,
        ["GET /api/v3/scenarios/7", "GET /my/oauth/userinfo"]
    );
}

#[tokio::test]
async fn a_guest_sends_no_token_even_if_there_is_one() {
    let server = serving("GET", "/scenarios/7", session(7, &json!({}))).await;
    let env = MapEnv::from([("ETM_API_TOKEN", TOKEN)]);
    let guest = builder(&server.uri())
        .without_token()
        .with_places(places(&env))
        .build()
        .unwrap();
    guest.sessions().get(7).await.unwrap();
    assert!(guest.is_guest());
    assert!(requests(&server).await[0].headers.get("authorization").is_none());
    let found = alone().with_places(places(&env)).build().unwrap();
    assert!(!found.is_guest());
}

#[test]
fn each_environment_has_its_engine_and_its_my_etm() {
    for (name, engine, my_etm) in [
        (
            "pro",
            "https://engine.energytransitionmodel.com/api/v3",
            Some("https://my.energytransitionmodel.com/"),
        ),
        (
            "beta",
            "https://beta.engine.energytransitionmodel.com/api/v3",
            Some("https://beta.my.energytransitionmodel.com/"),
        ),
        ("local", "http://localhost:3000/api/v3", Some("http://localhost:3002/")),
        (
            "2025-01",
            "https://2025-01.engine.energytransitionmodel.com/api/v3",
            Some("https://my.energytransitionmodel.com/"),
        ),
        (
            "tyndp2024",
            "https://tyndp2024.engine.energytransitionmodel.com/api/v3",
            None,
        ),
    ] {
        let environment = Environment::parse(name).unwrap();
        let client = alone().with_environment(environment.clone()).build().unwrap();
        assert_eq!(client.engine_base_url().as_str(), engine);
        assert_eq!(client.my_etm_url().map(|url| url.as_str()), my_etm, "{name}");
        assert_eq!(client.environment(), Some(environment));
        let env = MapEnv::from([("ENVIRONMENT", name)]);
        let found = alone().with_places(places(&env)).build().unwrap();
        assert_eq!(found.engine_base_url().as_str(), engine);
    }
}

#[test]
fn an_address_goes_before_the_environment_and_what_is_explicit_before_what_is_found() {
    let env = MapEnv::from([("BASE_URL", "http://localhost:1/api/v3"), ("ENVIRONMENT", "beta")]);
    let found = alone().with_places(places(&env)).build().unwrap();
    assert_eq!(found.engine_base_url().as_str(), "http://localhost:1/api/v3");
    let chosen = alone()
        .with_places(places(&env))
        .with_environment(Environment::Production)
        .build()
        .unwrap();
    assert_eq!(
        chosen.engine_base_url().as_str(),
        "https://engine.energytransitionmodel.com/api/v3"
    );
    let mixed = alone()
        .with_environment(Environment::Beta)
        .with_engine_base_url("http://localhost:5/api/v3")
        .build()
        .unwrap();
    assert_eq!(mixed.engine_base_url().as_str(), "http://localhost:5/api/v3");
    assert_eq!(
        mixed.my_etm_url().unwrap().as_str(),
        "https://beta.my.energytransitionmodel.com/"
    );
    let error = alone().with_engine_base_url("engine.example.com").build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
}

#[tokio::test]
async fn without_an_address_of_my_etm_the_engine_works_and_my_etm_says_what_is_missing() {
    let server = serving("GET", "/scenarios/7", session(7, &json!({}))).await;
    let client = alone()
        .with_engine_base_url(format!("{}/api/v3", server.uri()))
        .build()
        .unwrap();
    assert!(client.my_etm_url().is_none());
    client.sessions().get(7).await.unwrap();
    let error = client.request("get_userinfo").unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::InvalidRequest, Some("get_userinfo"))
    );
    assert!(error.to_string().contains("with_my_etm_url"), "{error}");
}

#[test]
fn what_cannot_be_a_token_is_refused_and_not_shown() {
    for token in [
        "canary",
        "etm_",
        "etm_beta_",
        "etm_-canary",
        "etm_canary.x",
        "etm_a.canary.c.d",
        " ",
    ] {
        let error = alone().with_token(token).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credential, "{token}");
        assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
    }
    let foreign = Token::new("canary-of-another-service").unwrap();
    let error = alone().with_token(foreign).build().unwrap_err();
    assert!(error.to_string().contains("starts with `etm_`"), "{error}");
}

#[test]
fn a_token_that_is_over_or_soon_will_be_is_a_warning_and_no_error() {
    let over = alone().with_token(JWT).with_clock(at(JWT_END + 1)).build().unwrap();
    assert!(
        matches!(over.warnings(), [Warning::Expired { .. }]),
        "{:?}",
        over.warnings()
    );
    let soon = alone().with_token(JWT).with_clock(at(JWT_END - 3600)).build().unwrap();
    assert!(
        matches!(soon.warnings(), [Warning::ExpiresSoon { .. }]),
        "{:?}",
        soon.warnings()
    );
    assert!(
        soon.warnings()[0].to_string().contains("2027-01-15T08:00:00Z"),
        "{}",
        soon.warnings()[0]
    );
    let early = alone()
        .with_token(JWT)
        .with_clock(at(JWT_END - 90 * 24 * 3600))
        .build()
        .unwrap();
    assert_eq!(early.warnings(), []);
    let claims = early.token_info_local().unwrap();
    assert_eq!(
        (claims.user_id, claims.may_read(), claims.may_write()),
        (Some(7), true, false)
    );
    let opaque = alone().with_token(TOKEN).with_clock(at(JWT_END + 1)).build().unwrap();
    assert_eq!((opaque.token_info_local(), opaque.warnings().len()), (None, 0));
}

#[test]
fn a_token_of_another_engine_is_a_warning() {
    let wrong = alone().with_token("etm_beta_abc").build().unwrap();
    assert!(
        matches!(wrong.warnings(), [Warning::Token(_)]),
        "{:?}",
        wrong.warnings()
    );
    assert!(
        wrong.warnings()[0].to_string().contains("beta engine"),
        "{}",
        wrong.warnings()[0]
    );
    let right = alone()
        .with_token("etm_beta_abc")
        .with_environment(Environment::Beta)
        .build()
        .unwrap();
    assert_eq!(right.warnings(), []);
}

#[tokio::test]
async fn nothing_that_is_shown_holds_the_token() {
    let server = MockServer::start().await;
    let echo = json!({"errors": [format!("bad {TOKEN}")]});
    answer(&server, "GET", "/scenarios/7", 401, echo).await;
    let (client, _) = client(&server);
    let error = client.sessions().get(7).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.messages()),
        (ErrorKind::Unauthorized, &["bad [redacted]".to_owned()][..])
    );
    let configured = builder(&server.uri());
    let shown = format!(
        "{client:?} {configured:?} {error} {error:?} {:?} {:?}",
        error.body(),
        client.transport()
    );
    assert!(!shown.contains("canary") && !shown.contains("7Qx"), "{shown}");
}

#[tokio::test]
async fn the_token_does_not_follow_a_redirect_to_another_host() {
    let (home, foreign) = (MockServer::start().await, MockServer::start().await);
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200).set_body_json(session(7, &json!({}))))
        .mount(&foreign)
        .await;
    let away = ResponseTemplate::new(302).insert_header("location", format!("{}/elsewhere", foreign.uri()));
    Mock::given(any()).respond_with(away).mount(&home).await;
    let (client, _) = client(&home);
    assert_eq!(client.sessions().get(7).await.unwrap().id, 7);
    assert_eq!(
        requests(&home).await[0].headers["authorization"],
        format!("Bearer {TOKEN}")
    );
    assert!(requests(&foreign).await[0].headers.get("authorization").is_none());
    let error = client.sessions().create(&NewSession::default()).await.unwrap_err();
    assert_eq!(requests(&foreign).await.len(), 1, "a body goes nowhere else: {error}");
}

#[tokio::test]
async fn clients_of_several_engines_live_side_by_side() {
    let (one, two) = (MockServer::start().await, MockServer::start().await);
    for (server, id) in [(&one, 1), (&two, 2)] {
        answer(server, "GET", "/scenarios/9", 200, session(id, &json!({}))).await;
    }
    let (first, _) = client(&one);
    let (second, _) = built(builder(&two.uri()).with_token("etm_other"));
    let (a, b) = (first.sessions(), second.sessions());
    let (a, b) = tokio::join!(a.get(9), b.get(9));
    assert_eq!((a.unwrap().id, b.unwrap().id), (1, 2));
    assert_eq!(requests(&two).await[0].headers["authorization"], "Bearer etm_other");
}

#[test]
fn an_unknown_operation_is_refused() {
    let client = alone().build().unwrap();
    assert_eq!(
        client.request("no_such_operation").unwrap_err().kind(),
        ErrorKind::InvalidRequest
    );
    assert!(client.operations().len() > 100);
}
