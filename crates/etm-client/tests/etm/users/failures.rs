//! Requests that fail as a whole.

use etm_client::users::{Reason, State};
use etm_client::{ErrorKind, Role, UserChanges};
use serde_json::json;
use wiremock::{MockServer, ResponseTemplate};

use super::{USERS, all_kinds, user};
use crate::support::{answer, answer_raw, client, lines, reply_with, requests};

#[tokio::test]
async fn what_cannot_be_sent_is_refused_before_anything_is_sent() {
    let server = MockServer::start().await;
    let (etm, _) = client(&server);
    let rows = [
        (
            UserChanges::new().add("nope", Role::Viewer),
            "no e-mail address",
            "create_scenario_users",
        ),
        (
            UserChanges::new().change("a@b.nl", Role::Other("x".into())),
            "the role is \"x\"",
            "update_scenario_users",
        ),
        (
            UserChanges::new().add(3, Role::Viewer),
            "cannot be added by a number",
            "create_scenario_users",
        ),
        (UserChanges::new().remove(-1), "at least 1", "delete_scenario_users"),
    ];
    for (changes, part, operation) in rows {
        let error = etm.users(7).set(&changes).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::InvalidRequest, Some(operation))
        );
        assert!(error.to_string().contains(part), "{error}");
    }
    assert!(
        etm.users(0)
            .list()
            .await
            .unwrap_err()
            .to_string()
            .contains("the id of the session is 0")
    );
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn a_refusal_of_the_whole_is_an_error_in_each_of_its_shapes() {
    let rows = [
        (
            422,
            json!({"errors": ["No users provided"]}),
            ErrorKind::InvalidRequest,
            "No users provided",
        ),
        (422, json!({"errors": null}), ErrorKind::InvalidRequest, "422"),
        (422, json!({"errors": "errors"}), ErrorKind::InvalidRequest, "422"),
        (
            422,
            json!({"error": "not today"}),
            ErrorKind::InvalidRequest,
            "not today",
        ),
        (
            422,
            json!({"user_email": ["is invalid"]}),
            ErrorKind::InvalidRequest,
            "user_email: is invalid",
        ),
        (
            400,
            json!({"errors": ["param is missing"]}),
            ErrorKind::InvalidRequest,
            "param is missing",
        ),
        (
            401,
            json!({"errors": ["Invalid or expired token"]}),
            ErrorKind::Unauthorized,
            "Invalid or expired token",
        ),
        (
            403,
            json!({"errors": ["Scenario does not belong to you"]}),
            ErrorKind::Forbidden,
            "does not belong",
        ),
        (
            404,
            json!({"errors": ["Scenario not found"]}),
            ErrorKind::NotFound,
            "Scenario not found",
        ),
        (
            500,
            json!({"status": 500, "error": "Internal Server Error"}),
            ErrorKind::Service,
            "Internal Server Error",
        ),
        (
            200,
            json!({"errors": ["Scenario not found"]}),
            ErrorKind::NotFound,
            "refuses all the same",
        ),
        (
            200,
            json!({"errors": ["Invalid or expired token"]}),
            ErrorKind::Unauthorized,
            "refuses all the same",
        ),
        (
            200,
            json!({"unexpected": true}),
            ErrorKind::Decode,
            "does not say what became of the users",
        ),
    ];
    for (status, body, kind, part) in rows {
        let server = MockServer::start().await;
        answer(&server, "POST", USERS, status, body.clone()).await;
        let changes = UserChanges::new().add("a@b.nl", Role::Viewer).remove(8);
        let error = client(&server).0.users(7).set(&changes).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (kind, Some("create_scenario_users")),
            "{body}"
        );
        assert!(error.to_string().contains(part), "{error}");
        assert_eq!(
            lines(&server).await.len(),
            1,
            "nothing goes on after the first failed: {body}"
        );
    }
}

#[tokio::test]
async fn a_page_where_json_is_wanted_is_an_error_and_no_partial_success() {
    for (status, kind) in [
        (200, ErrorKind::Decode),
        (422, ErrorKind::Decode),
        (404, ErrorKind::NotFound),
    ] {
        let server = MockServer::start().await;
        answer_raw(
            &server,
            "DELETE",
            USERS,
            status,
            "text/html",
            "<!DOCTYPE html><html></html>",
        )
        .await;
        let error = client(&server).0.users(7).remove(8).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{status}");
    }
}

#[tokio::test]
async fn a_later_request_that_fails_is_part_of_the_outcome() {
    let rows = [
        (
            403,
            json!({"errors": ["Scenario does not belong to you"]}),
            State::NotMade,
            ErrorKind::Forbidden,
        ),
        (404, json!({}), State::Unknown, ErrorKind::NotFound),
        (
            500,
            json!({"status": 500, "error": "Internal Server Error"}),
            State::Unknown,
            ErrorKind::Service,
        ),
    ];
    for (status, body, state, kind) in rows {
        let server = MockServer::start().await;
        let records = json!([user(1, json!(2), json!(null), "x"), user(2, json!(3), json!(null), "y")]);
        answer(&server, "POST", USERS, 201, records).await;
        answer(&server, "PUT", USERS, status, body).await;
        let outcome = client(&server).0.users(7).set(&all_kinds()).await.unwrap();
        assert_eq!(outcome.done.len(), 2);
        let failed: Vec<_> = outcome
            .failed
            .iter()
            .map(|it| (it.who.to_string(), it.reason, it.state))
            .collect();
        let expected = [
            ("8".to_owned(), Reason::Request, state),
            ("cleo@example.com".to_owned(), Reason::Request, State::NotSent),
        ];
        assert_eq!(failed, expected);
        assert!(lines(&server).await.iter().all(|line| !line.starts_with("DELETE")));
        assert_eq!(outcome.stopped_by.as_ref().unwrap().kind(), kind);
        assert_eq!(outcome.into_result().unwrap_err().kind(), kind);
    }
}

#[tokio::test]
async fn one_user_who_is_not_there_may_hide_what_became_of_the_others() {
    let server = MockServer::start().await;
    reply_with(&server, "PUT", USERS, ResponseTemplate::new(404)).await;
    let (etm, _) = client(&server);
    let two = UserChanges::new().change(8, Role::Viewer).change(9, Role::Viewer);
    let error = etm.users(7).set(&two).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(
        error
            .to_string()
            .contains("the other changes may be made: list the users"),
        "{error}"
    );
    let error = etm.users(7).change(8, Role::Viewer).await.unwrap_err();
    assert!(!error.to_string().contains("other changes"), "{error}");
}

#[tokio::test]
async fn an_addition_whose_outcome_is_unknown_is_not_repeated_and_a_change_is() {
    let server = MockServer::start().await;
    for verb in ["POST", "PUT"] {
        reply_with(&server, verb, USERS, ResponseTemplate::new(502)).await;
    }
    let (etm, _) = client(&server);
    let error = etm.users(7).add("a@b.nl", Role::Viewer).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::OutcomeUnknown, 1));
    let error = etm.users(7).change(8, Role::Viewer).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Service, 5));
}
