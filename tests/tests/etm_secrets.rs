//! One test, one process: everything logged while a canary token is in use, and everything that is printed of it.

use std::sync::Arc;

use aurora_sandbox::{EtmUser, Fault, Sandbox};
use aurora_tests::etm_bench::base64url;
use aurora_tests::etm_wire::{builder, built};
use aurora_tests::log::catch_everything;
use etm_client::clock::ManualClock;
use etm_client::{Error, EtmClient, EtmClientBuilder, NewSession};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

/// In the signature and in a claim: neither the token nor a part of it may be seen.
const CANARY: &str = "canary-5f3e9b7a1c";

/// A token that has expired, so that there is something to warn about.
fn token() -> String {
    let claims = format!(r#"{{"sub":1,"exp":1000,"scopes":["scenarios:read"],"jti":"{CANARY}"}}"#);
    let [header, claims] = [r#"{"alg":"RS256"}"#, claims.as_str()].map(|text| base64url(text.as_bytes()));
    format!("etm_{header}.{claims}.{CANARY}")
}

fn client_of(sandbox: &Sandbox) -> EtmClientBuilder<'static> {
    builder(sandbox.url()).with_token(token())
}

fn faults(elsewhere: &str) -> [Fault; 8] {
    let echo = Fault::Body {
        status: 401,
        content_type: "application/json".to_owned(),
        body: format!(r#"{{"errors": ["token {} is not known"]}}"#, token()),
    };
    let away = |status| Fault::Redirect {
        status,
        location: format!("{elsewhere}/object?access_token={CANARY}-signature"),
    };
    [
        away(302),
        away(307),
        echo,
        Fault::Status(403),
        Fault::HtmlPage,
        Fault::BadJson,
        Fault::ResetAfterRead,
        Fault::Truncate,
    ]
}

/// Errors of reading, of a file, of a change and of MyETM.
async fn provoke(etm: &EtmClient, sandbox: &Sandbox, id: i64, elsewhere: &str) -> Vec<Error> {
    let mut errors = Vec::new();
    for fault in faults(elsewhere) {
        for operation in [
            "etm.get_scenario",
            "download_hourly_curve",
            "etm.update_scenario",
            "get_token_info",
        ] {
            sandbox.fail_times(operation, 99, fault.clone());
        }
        errors.extend(etm.sessions().get(id).await.err());
        errors.extend(etm.curves(id).csv("electricity_price").await.err());
        errors.extend(etm.gqueries().of(id).run(&["dashboard_emissions"]).await.err());
        errors.extend(etm.me().token_info().await.err());
        sandbox.clear_faults();
    }
    errors
}

fn printed(error: &Error) -> Vec<String> {
    let mut texts = Vec::new();
    let mut chain: Option<&dyn std::error::Error> = Some(error);
    while let Some(link) = chain {
        texts.extend([format!("{link}"), format!("{link:?}")]);
        chain = link.source();
    }
    texts.push(error.body().unwrap_or_default().to_owned());
    texts.extend(error.messages().iter().cloned());
    texts
}

#[tokio::test]
async fn a_canary_token_is_in_no_log_no_debug_no_error_and_no_request_to_another_origin() {
    let caught = catch_everything();
    let scopes = ["scenarios:read", "scenarios:write", "scenarios:delete"];
    let sandbox = Sandbox::builder()
        .etm_token(token(), EtmUser::Ada, scopes)
        .start()
        .await
        .unwrap();
    let (elsewhere, other_my_etm) = (stranger().await, stranger().await);
    let debugged_builder = format!("{:?}", client_of(&sandbox));
    let etm = built(client_of(&sandbox).with_clock(Arc::new(ManualClock::new(std::time::SystemTime::now()))));
    let id = etm
        .sessions()
        .create(&NewSession::new("nl2019", 2050))
        .await
        .unwrap()
        .id;
    assert_eq!(
        etm.me().token_info().await.unwrap().resource_owner_id,
        Some(1),
        "the token is right"
    );
    assert!(!etm.warnings().is_empty(), "the token has expired");

    let mut texts = vec![
        debugged_builder,
        format!("{etm:?}"),
        format!("{:?}", etm.transport()),
        format!("{:?} {:?}", etm.warnings(), etm.token_info_local()),
        etm.warnings().iter().map(ToString::to_string).collect(),
        format!("{:?} {:?}", etm.sessions(), etm.users(id)),
        format!("{:?}", etm.request("get_scenario").unwrap()),
    ];
    let errors = provoke(&etm, &sandbox, id, &elsewhere.uri()).await;
    assert!(errors.len() >= 28, "most faults are errors: {}", errors.len());
    texts.extend(errors.iter().flat_map(printed));
    let unusable = EtmClient::builder()
        .with_token(format!("{CANARY}.x"))
        .build()
        .unwrap_err();
    texts.extend(printed(&unusable));
    for request in sandbox.requests() {
        texts.push(format!("{request:?}"));
    }
    let payload = token().split('.').nth(1).unwrap_or_default().to_owned();
    for text in &texts {
        assert!(!text.contains(CANARY) && !text.contains(&payload), "{text}");
    }
    let log = caught.text();
    assert!(log.contains("get_scenario"), "the log caught our spans");
    assert_eq!(
        log.lines()
            .find(|line| line.contains(CANARY) || line.contains(&payload)),
        None
    );
    no_canary(&elsewhere).await;
    assert_eq!(sandbox.leaks(), []);

    my_etm_of_another_host(&sandbox, &other_my_etm).await;
}

async fn stranger() -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(403))
        .mount(&server)
        .await;
    server
}

async fn no_canary(elsewhere: &MockServer) {
    let strangers = elsewhere.received_requests().await.expect("recording is on by default");
    assert!(!strangers.is_empty(), "the redirect was followed");
    for request in &strangers {
        for (name, value) in &request.headers {
            assert_ne!(name.as_str(), "authorization");
            assert!(!String::from_utf8_lossy(value.as_bytes()).contains(CANARY), "{name}");
        }
        assert!(!String::from_utf8_lossy(&request.body).contains(CANARY));
    }
}

/// MyETM at a host of its own is one that was named, so that it gets the token; but one that it redirects to does not, and nor
/// does the engine get what is meant for it.
async fn my_etm_of_another_host(sandbox: &Sandbox, my_etm: &MockServer) {
    let elsewhere = stranger().await;
    my_etm.reset().await;
    let away = format!("{}/oauth/token/info", elsewhere.uri());
    Mock::given(any())
        .respond_with(ResponseTemplate::new(302).insert_header("location", away.as_str()))
        .mount(my_etm)
        .await;
    let etm = built(client_of(sandbox).with_my_etm_url(my_etm.uri()));
    sandbox.clear_requests();
    assert!(etm.me().token_info().await.is_err(), "the stranger answers 403");
    let asked = my_etm.received_requests().await.expect("recording is on by default");
    assert_eq!(
        asked[0].headers["authorization"],
        format!("Bearer {}", token()).as_str()
    );
    no_canary(&elsewhere).await;
    assert!(sandbox.requests().is_empty(), "the engine is not asked");
}
