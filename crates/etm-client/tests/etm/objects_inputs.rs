//! Setting inputs through an object: what is left out, what is sent, and what the error modes make of it.

use etm_client::ErrorKind;
use etm_client::objects::{Context, ErrorMode, Session, Severity};
use serde_json::{Value, json};
use wiremock::MockServer;

use crate::objects_session::of;
use crate::support::{answer, bodies, client, lines, session};

fn inputs() -> Value {
    json!({
        "price": {"min": 0, "max": 200, "default": 40, "unit": "eur"},
        "merit": {"min": 0, "max": 1, "default": 0, "unit": "bool"},
        "weather": {"permitted_values": ["default", "1987"], "default": "default", "unit": "enum"},
        "half": {"min": 0, "max": 100, "default": 50, "unit": "%", "share_group": "g"},
        "rest": {"min": 0, "max": 30, "default": 50, "unit": "%", "share_group": "g"},
    })
}

async fn served() -> MockServer {
    let server = MockServer::start().await;
    answer(&server, "GET", "/scenarios/7/inputs", 200, inputs()).await;
    let updated = json!({"scenario": session(7, &json!({"user_values": {"price": 120}})), "gqueries": {}});
    answer(&server, "PUT", "/scenarios/7", 200, updated).await;
    server
}

const LIST: &str = "GET /api/v3/scenarios/7/inputs?defaults=original";
const PUT: &str = "PUT /api/v3/scenarios/7";

#[tokio::test]
async fn what_is_right_is_sent_in_one_request_and_the_rest_is_left_out_with_warnings() {
    let server = served().await;
    let mut session = of(&client(&server).0, 7, &json!({}));
    let values = [
        ("price", "120"),
        ("merit", "yes"),
        ("weather", "1988"),
        ("prise", "1"),
        ("half", "reset"),
    ];
    let set = session.set_inputs(values).await.unwrap();
    assert_eq!(set.set, ["price", "merit", "half"]);
    let expected = json!({"scenario": {"user_values": {"price": 120.0, "merit": 1.0, "half": "reset"}}});
    assert_eq!(bodies(&server).await, [expected]);
    let warnings = session.warnings();
    let fields: Vec<_> = warnings.iter().map(|warning| warning.field.as_str()).collect();
    assert_eq!(fields, ["inputs.weather", "inputs.prise"]);
    assert!(warnings.to_string().contains("did you mean \"price\"?"), "{warnings}");
    assert_eq!((warnings.worst(), set.left_out.len()), (Some(Severity::Warning), 2));
    assert_eq!(session.user_values().count(), 1, "the answer's record is taken over");
    session.clear_warnings();
    assert!(session.warnings().is_empty());
}

#[tokio::test]
async fn inputs_are_fetched_once_and_again_after_a_change() {
    let server = served().await;
    let mut session = of(&client(&server).0, 7, &json!({}));
    let before = session.inputs().await.unwrap();
    session.inputs().await.unwrap();
    session.set_inputs([("price", 120)]).await.unwrap();
    session.inputs().await.unwrap();
    session.inputs().await.unwrap();
    assert_eq!(lines(&server).await, [LIST, PUT, LIST]);
    assert_eq!(before.len(), 5, "what was fetched stays");
}

#[tokio::test]
async fn with_nothing_left_nothing_is_sent() {
    let server = served().await;
    let mut session = of(&client(&server).0, 7, &json!({}));
    let set = session.set_inputs([("prise", 1)]).await.unwrap();
    assert!(set.set.is_empty());
    session.set_inputs::<&str, f64>([]).await.unwrap();
    assert_eq!(lines(&server).await, [LIST]);
}

#[tokio::test]
async fn inputs_are_taken_back() {
    let server = served().await;
    let mut session = of(&client(&server).0, 7, &json!({}));
    session.reset_inputs(["price", "half"]).await.unwrap();
    let expected = json!({"scenario": {"user_values": {"price": "reset", "half": "reset"}}});
    assert_eq!(bodies(&server).await, [expected]);
}

#[tokio::test]
async fn a_share_group_that_cannot_add_up_is_refused_before_anything_is_sent() {
    let server = served().await;
    let mut session = of(&client(&server).0, 7, &json!({}));
    let error = session.set_inputs([("half", 60)]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(
        error.to_string().contains("share group \"g\" adds up to at most 90"),
        "{error}"
    );
    assert_eq!(lines(&server).await, [LIST]);
}

#[tokio::test]
async fn in_the_safe_mode_a_warning_is_an_error_and_nothing_is_sent() {
    let server = served().await;
    let context = Context::new(&client(&server).0).with_error_mode(ErrorMode::Safe);
    let mut session = of(context.client(), 7, &json!({}));
    session.set_context(&context);
    let error = session
        .set_inputs([("prise", 1), ("price", 2), ("weather", 3)])
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.messages().len()), (ErrorKind::InvalidRequest, 2));
    assert!(error.to_string().contains("session 7 has warnings"), "{error}");
    assert!(error.messages()[0].starts_with("inputs.prise: "));
    assert_eq!(session.warnings().len(), 2);
    assert_eq!(lines(&server).await, [LIST]);
}

#[tokio::test]
async fn a_refusal_of_the_engine_is_an_error_in_every_mode() {
    for mode in [ErrorMode::Safe, ErrorMode::Default, ErrorMode::Dangerous] {
        let server = MockServer::start().await;
        answer(&server, "GET", "/scenarios/7/inputs", 200, inputs()).await;
        answer(
            &server,
            "PUT",
            "/scenarios/7",
            422,
            json!({"errors": ["price is frozen"]}),
        )
        .await;
        let context = Context::new(&client(&server).0).with_error_mode(mode);
        let record = serde_json::from_value(crate::support::session(7, &json!({}))).unwrap();
        let mut session = Session::of_record(&context, record);
        let error = session.set_inputs([("price", 2)]).await.unwrap_err();
        assert_eq!(error.messages(), ["price is frozen"], "{mode}");
    }
}

/// What was set stays as it is when the engine balances a group; what the engine filled in does not.
#[tokio::test]
async fn values_that_were_set_count_for_a_share_group_as_far_as_they_are_known() {
    let server = MockServer::start().await;
    let mut inputs = inputs();
    inputs["rest"]["user"] = json!(20);
    inputs["half"]["user"] = json!(80);
    answer(&server, "GET", "/scenarios/7/inputs", 200, inputs).await;
    let updated = json!({"scenario": session(7, &json!({})), "gqueries": {}});
    answer(&server, "PUT", "/scenarios/7", 200, updated).await;
    let (client, _) = client(&server);
    let mut session = of(&client, 7, &json!({"user_values": {"half": 80, "rest": 20}}));
    let error = session.set_inputs([("half", 90)]).await.unwrap_err();
    assert!(error.to_string().contains("adds up to 110"), "{error}");
    let mut session = of(
        &client,
        7,
        &json!({"user_values": {"half": 80}, "balanced_values": {"rest": 20}}),
    );
    session.set_inputs([("half", 90)]).await.unwrap();
}
