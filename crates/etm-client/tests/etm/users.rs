mod failures;
mod saved;

use etm_client::users::{Reason, State};
use etm_client::{Action, ErrorKind, Role, UserChanges, Who};
use serde_json::{Value, json};
use wiremock::MockServer;

use crate::support::{answer, bodies, client, first, lines, reply_with, requests, serving};

pub(crate) const USERS: &str = "/scenarios/7/users";

pub(crate) fn user(id: i64, user_id: Value, email: Value, role: &str) -> Value {
    json!({"id": id, "scenario_id": 7, "role_id": 1, "user_id": user_id, "user_email": email, "role": role})
}

/// Changes of every kind.
fn all_kinds() -> UserChanges {
    UserChanges::new()
        .remove("cleo@example.com")
        .change(8, Role::Viewer)
        .add("ben@example.com", Role::Collaborator)
        .add("dan@example.com", Role::Owner)
}

#[tokio::test]
async fn users_are_listed_with_whatever_role_they_have() {
    let list = json!([
        user(12, json!(7), json!(null), "scenario_owner"),
        user(13, json!(null), json!("v@example.com"), "scenario_auditor"),
        {"id": "14", "user_id": "9", "role": "viewer", "since": 2026}
    ]);
    let server = serving("GET", USERS, list).await;
    let users = client(&server).0.users(7).list().await.unwrap();
    assert_eq!((users[0].user_id, users[0].role.clone()), (Some(7), Some(Role::Owner)));
    assert_eq!(users[1].role, Some(Role::Other("scenario_auditor".to_owned())));
    assert_eq!(users[1].user_email.as_deref(), Some("v@example.com"));
    assert_eq!(
        (users[2].id, users[2].user_id, users[2].role.clone()),
        (Some(14), Some(9), Some(Role::Viewer))
    );
}

#[tokio::test]
async fn changes_go_out_in_one_request_of_each_kind() {
    let server = MockServer::start().await;
    let ben = user(1, json!(null), json!("ben@example.com"), "scenario_collaborator");
    let dan = user(2, json!(4), json!(null), "scenario_owner");
    answer(&server, "POST", USERS, 201, json!([ben, dan])).await;
    answer(
        &server,
        "PUT",
        USERS,
        200,
        json!([user(3, json!(8), json!(null), "scenario_viewer")]),
    )
    .await;
    answer(
        &server,
        "DELETE",
        USERS,
        200,
        json!([user(4, json!(9), json!(null), "scenario_viewer")]),
    )
    .await;
    let outcome = client(&server).0.users(7).set(&all_kinds()).await.unwrap();
    assert!(outcome.is_complete() && outcome.stopped_by.is_none());
    let all = ["POST", "PUT", "DELETE"].map(|verb| format!("{verb} /api/v3{USERS}"));
    assert_eq!(lines(&server).await, all);
    let expected = [
        json!({"scenario_users": [{"user_email": "ben@example.com", "role": "scenario_collaborator"},
            {"user_email": "dan@example.com", "role": "scenario_owner"}]}),
        json!({"scenario_users": [{"user_id": 8, "role": "scenario_viewer"}]}),
        json!({"scenario_users": [{"user_email": "cleo@example.com"}]}),
    ];
    assert_eq!(bodies(&server).await, expected);
    let who: Vec<_> = outcome.done.iter().map(|done| done.who.to_string()).collect();
    assert_eq!(who, ["ben@example.com", "dan@example.com", "8", "cleo@example.com"]);
    assert_eq!(
        outcome.done[1].user.as_ref().unwrap().user_id,
        Some(4),
        "the account of an address"
    );
    assert_eq!(outcome.into_result().unwrap().len(), 4);
}

#[tokio::test]
async fn nothing_to_do_sends_nothing() {
    let server = MockServer::start().await;
    let outcome = client(&server).0.users(7).set(&UserChanges::new()).await.unwrap();
    assert!(outcome.is_complete() && outcome.done.is_empty());
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn what_succeeded_is_kept_beside_what_failed() {
    let server = MockServer::start().await;
    let record = user(31, json!(null), json!("V@example.com"), "scenario_viewer");
    let body = json!({"success": [record], "errors": {"nope@": ["User email is invalid"], "a@b.nl": ["duplicate"]}});
    answer(&server, "POST", USERS, 422, body).await;
    answer(
        &server,
        "PUT",
        USERS,
        422,
        json!({"success": [], "errors": {"": ["Last owner cannot be altered"]}}),
    )
    .await;
    answer(
        &server,
        "DELETE",
        USERS,
        422,
        json!({"success": [], "errors": {"99": ["Scenario user not found"]}}),
    )
    .await;
    let changes = UserChanges::new()
        .add("A@B.NL", Role::Viewer)
        .add("v@example.com", Role::Viewer)
        .add("nope@x", Role::Viewer)
        .change(7, Role::Viewer)
        .remove(Who::Entry(99));
    let outcome = client(&server).0.users(7).set(&changes).await.unwrap();
    assert_eq!(outcome.done.len(), 1);
    assert_eq!(outcome.done[0].who, Who::from("v@example.com"));
    let failed: Vec<_> = outcome
        .failed
        .iter()
        .map(|failure| (failure.who.to_string(), failure.reason))
        .collect();
    let expected = [
        ("A@B.NL", Reason::AlreadyThere),
        ("nope@x", Reason::InvalidEmail),
        ("7", Reason::LastOwner),
        ("entry:99", Reason::NotFound),
    ];
    assert_eq!(failed, expected.map(|(who, reason)| (who.to_owned(), reason)));
    assert!(outcome.failed.iter().all(|failure| failure.state == State::NotMade));
    let error = outcome.into_result().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("4 of 5 changes failed"), "{error}");
    assert!(
        error
            .to_string()
            .contains("A@B.NL (add as scenario_viewer): has access already"),
        "{error}"
    );
}

#[tokio::test]
async fn the_oldest_engine_names_attributes_instead() {
    let server = MockServer::start().await;
    let errors = json!({"a@b.nl": ["user_email"], "c@d.nl": ["role_id"]});
    answer(&server, "POST", USERS, 422, json!({"success": [], "errors": errors})).await;
    answer(
        &server,
        "DELETE",
        USERS,
        422,
        json!({"success": [], "errors": {"": ["base"]}}),
    )
    .await;
    let changes = UserChanges::new()
        .add("a@b.nl", Role::Viewer)
        .add("c@d.nl", Role::Viewer)
        .remove(7);
    let outcome = client(&server).0.users(7).set(&changes).await.unwrap();
    let reasons: Vec<_> = outcome.failed.iter().map(|failure| failure.reason).collect();
    assert_eq!(reasons, [Reason::InvalidEmail, Reason::UnknownRole, Reason::LastOwner]);
    assert_eq!(outcome.failed[0].messages, ["user_email"]);
}

#[tokio::test]
async fn a_long_report_is_read_to_its_end() {
    let server = MockServer::start().await;
    let address = |number: usize| format!("somebody.with.a.long.name.{number}@example.com");
    let errors: serde_json::Map<_, _> = (0..300).map(|number| (address(number), json!(["duplicate"]))).collect();
    let body =
        json!({"success": [user(1, json!(null), json!("new@example.com"), "scenario_viewer")], "errors": errors});
    assert!(body.to_string().len() > 16_000);
    answer(&server, "POST", USERS, 422, body).await;
    let changes = (0..300).fold(UserChanges::new(), |changes, number| {
        changes.add(address(number), Role::Viewer)
    });
    let changes = changes.add("new@example.com", Role::Viewer);
    let outcome = client(&server).0.users(7).set(&changes).await.unwrap();
    assert_eq!((outcome.done.len(), outcome.failed.len()), (1, 300));
    assert!(
        outcome
            .failed
            .iter()
            .all(|failure| failure.reason == Reason::AlreadyThere)
    );
}

#[tokio::test]
async fn an_answer_without_a_body_is_a_success_without_records() {
    let server = MockServer::start().await;
    reply_with(&server, "DELETE", USERS, wiremock::ResponseTemplate::new(204)).await;
    let done = client(&server).0.users(7).remove(8).await.unwrap();
    assert_eq!((done.who, done.action, done.user), (Who::User(8), Action::Remove, None));
}

#[tokio::test]
async fn a_role_is_ensured_by_whichever_request_it_takes() {
    let list = json!([
        user(12, json!("8"), json!(null), "scenario_owner"),
        user(13, json!(null), json!("pending@example.com"), "scenario_viewer"),
        user(14, json!(null), json!("same@example.com"), "scenario_viewer")
    ]);
    let server = serving("GET", USERS, list).await;
    let errors = json!({"Coupled@example.com": ["duplicate"]});
    let added = user(15, json!(null), json!("new@example.com"), "scenario_viewer");
    answer(
        &server,
        "POST",
        USERS,
        422,
        json!({"success": [added], "errors": errors}),
    )
    .await;
    let changed = [
        user(12, json!(8), json!(null), "scenario_viewer"),
        user(13, json!(null), json!("pending@example.com"), "scenario_owner"),
        user(16, json!(5), json!(null), "scenario_viewer"),
    ];
    answer(&server, "PUT", USERS, 200, json!(changed)).await;
    let changes = UserChanges::new()
        .ensure(8, Role::Viewer)
        .ensure("PENDING@example.com", Role::Owner)
        .ensure("same@example.com", Role::Viewer)
        .ensure("new@example.com", Role::Viewer)
        .ensure("coupled@example.com", Role::Viewer)
        .ensure(99, Role::Viewer);
    let outcome = client(&server).0.users(7).set(&changes).await.unwrap();
    let verbs: Vec<_> = lines(&server)
        .await
        .iter()
        .map(|line| line[..4].trim().to_owned())
        .collect();
    assert_eq!(verbs, ["GET", "POST", "PUT"]);
    let sent = bodies(&server).await;
    let role = "scenario_viewer";
    let expected = [
        json!({"scenario_users": [{"user_email": "new@example.com", "role": role},
            {"user_email": "coupled@example.com", "role": role}]}),
        json!({"scenario_users": [{"user_id": 8, "role": role},
            {"user_email": "PENDING@example.com", "role": "scenario_owner"},
            {"user_email": "coupled@example.com", "role": role}]}),
    ];
    assert_eq!(sent, expected);
    assert_eq!(outcome.done.len(), 5);
    let failure = &outcome.failed[0];
    assert_eq!((failure.who.clone(), failure.reason), (Who::User(99), Reason::NotFound));
    assert!(failure.to_string().contains("added by e-mail"), "{failure}");
}

#[tokio::test]
async fn one_change_is_a_value_or_an_error() {
    let server = MockServer::start().await;
    let record = user(1, json!(null), json!("a@b.nl"), "scenario_viewer");
    first(&server, "POST", USERS, 201, json!([record])).await;
    answer(
        &server,
        "POST",
        USERS,
        422,
        json!({"success": [], "errors": {"a@b.nl": ["duplicate"]}}),
    )
    .await;
    answer(
        &server,
        "PUT",
        USERS,
        422,
        json!({"success": [], "errors": {"a@b.nl": ["Scenario user not found"]}}),
    )
    .await;
    let (etm, _) = client(&server);
    let users = etm.users(7);
    let done = users.add("a@b.nl", Role::Viewer).await.unwrap();
    assert_eq!(done.user.unwrap().id, Some(1));
    let error = users.add("a@b.nl", Role::Viewer).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::InvalidRequest, Some("create_scenario_users"))
    );
    let message =
        "create_scenario_users: the change was refused: a@b.nl (add as scenario_viewer): has access already: duplicate";
    assert_eq!(error.to_string(), message);
    let error = users.change("a@b.nl", Role::Owner).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::NotFound, Some("update_scenario_users"))
    );
}
