//! Users that wait to be changed together.

use etm_client::objects::{PendingUsers, Scenario, access};
use etm_client::{Action, ErrorKind, EtmClient, Role, UserChange, Who};
use serde_json::{Value, json};
use wiremock::MockServer;

use crate::objects_session::of;
use crate::saved_scenarios::saved;
use crate::support::{answer, bodies, client, lines};

fn user(user_id: Value, email: Value, role: &str) -> Value {
    json!({"id": 1, "user_id": user_id, "user_email": email, "role": role})
}

fn pending() -> Vec<UserChange> {
    let mut pending = PendingUsers::new();
    pending.ensure("new@example.com", Role::Viewer);
    pending.say("old@example.com", "owner").unwrap();
    pending.say("gone@example.com", " Remove ").unwrap();
    pending.iter().cloned().collect()
}

fn scenario(client: &EtmClient) -> Scenario {
    let record = serde_json::from_value(saved(123, &json!({"scenario_id": 7, "scenario": null}))).unwrap();
    Scenario::of_record(client, record).unwrap()
}

#[test]
fn what_is_to_happen_is_read_from_a_text() {
    assert_eq!(access(" scenario_OWNER").unwrap(), Action::Ensure(Role::Owner));
    assert_eq!(access("REMOVE").unwrap(), Action::Remove);
    let error = access("boss").unwrap_err().to_string();
    assert!(error.contains("scenario_viewer") && error.contains("remove"), "{error}");
}

#[test]
fn whoever_is_named_again_gets_the_later_change_only() {
    let mut pending = PendingUsers::new();
    pending.ensure("a@b.nl", Role::Viewer);
    pending.ensure("A@B.nl", Role::Owner);
    assert_eq!(pending.len(), 1);
    pending.remove(7);
    assert!(pending.say("a@b.nl", "nobody").is_err());
    let shown: Vec<_> = pending.iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["make scenario_owner A@B.nl", "remove 7"]);
    pending.clear();
    assert!(pending.is_empty());
}

#[tokio::test]
async fn all_that_waits_goes_out_in_one_request_of_each_kind_and_what_fails_goes_on_waiting() {
    const USERS: &str = "/scenarios/7/users";
    let server = MockServer::start().await;
    let old = user(json!(null), json!("old@example.com"), "scenario_viewer");
    answer(&server, "GET", USERS, 200, json!([old])).await;
    let failed = json!({"success": [], "errors": {"new@example.com": ["User email is invalid"]}});
    answer(&server, "POST", USERS, 422, failed).await;
    answer(
        &server,
        "PUT",
        USERS,
        200,
        json!([user(json!(null), json!("old@example.com"), "scenario_owner")]),
    )
    .await;
    answer(
        &server,
        "DELETE",
        USERS,
        200,
        json!([user(json!(3), json!(null), "scenario_owner")]),
    )
    .await;
    let mut session = of(&client(&server).0, 7, &json!({}));
    session.users().await.unwrap();
    session.pending_users_mut().extend(pending());
    let outcome = session.apply_pending_users().await.unwrap();
    assert_eq!((outcome.done.len(), outcome.failed.len()), (2, 1));
    let verbs: Vec<_> = lines(&server)
        .await
        .iter()
        .map(|line| line.split(' ').next().unwrap().to_owned())
        .collect();
    assert_eq!(verbs, ["GET", "GET", "POST", "PUT", "DELETE"]);
    let waiting: Vec<_> = session.pending_users().iter().map(ToString::to_string).collect();
    assert_eq!(waiting, ["make scenario_viewer new@example.com"]);
    session.users().await.unwrap();
    assert_eq!(lines(&server).await.len(), 6, "the list is fetched anew after a change");
}

#[tokio::test]
async fn when_nothing_gets_through_everything_goes_on_waiting() {
    let server = MockServer::start().await;
    answer(
        &server,
        "GET",
        "/scenarios/7/users",
        403,
        json!({"errors": ["Scenario does not belong to you"]}),
    )
    .await;
    let mut session = of(&client(&server).0, 7, &json!({}));
    session.pending_users_mut().extend(pending());
    let error = session.apply_pending_users().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Forbidden);
    assert_eq!(session.pending_users().len(), 3);
}

#[tokio::test]
async fn nobody_waiting_asks_nothing() {
    let server = MockServer::start().await;
    let (client, _) = client(&server);
    of(&client, 7, &json!({}))
        .apply_pending_users()
        .await
        .unwrap()
        .into_result()
        .unwrap();
    scenario(&client)
        .apply_pending_users()
        .await
        .unwrap()
        .into_result()
        .unwrap();
    assert!(lines(&server).await.is_empty());
}

/// MyETM finds people with an account by their ids only, and lists them without an e-mail address.
#[tokio::test]
async fn people_with_an_account_are_changed_in_a_saved_scenario_although_they_are_named_by_email() {
    const SAVED: &str = "/saved_scenarios/123/users";
    let server = MockServer::start().await;
    answer(
        &server,
        "GET",
        SAVED,
        200,
        json!([user(json!(8), json!(null), "scenario_viewer")]),
    )
    .await;
    let duplicate = json!({"success": {"value": []}, "errors": {"ben@example.com": ["duplicate"]}});
    answer(&server, "POST", SAVED, 422, duplicate).await;
    let unknown = json!({"success": {"value": []},
        "errors": {"cleo@example.com": [["cleo@example.com", ["User not found"]]]}});
    crate::support::first(&server, "DELETE", SAVED, 422, unknown).await;
    answer(
        &server,
        "PUT",
        "/scenarios/7/users",
        200,
        json!([user(json!(8), json!(null), "scenario_owner")]),
    )
    .await;
    answer(
        &server,
        "DELETE",
        "/scenarios/7/users",
        200,
        json!([user(json!(9), json!(null), "scenario_owner")]),
    )
    .await;
    answer(
        &server,
        "PUT",
        SAVED,
        200,
        json!([user(json!(8), json!(null), "scenario_owner")]),
    )
    .await;
    answer(
        &server,
        "DELETE",
        SAVED,
        200,
        json!([user(json!(9), json!(null), "scenario_viewer")]),
    )
    .await;
    let mut scenario = scenario(&client(&server).0);
    scenario.pending_users_mut().ensure("ben@example.com", Role::Owner);
    scenario.pending_users_mut().remove("cleo@example.com");
    let outcome = scenario.apply_pending_users().await.unwrap();
    assert!(outcome.is_complete(), "{:?}", outcome.failed);
    let who: Vec<_> = outcome.done.iter().map(|done| done.who.clone()).collect();
    assert_eq!(who, [Who::from("ben@example.com"), Who::from("cleo@example.com")]);
    assert!(scenario.pending_users().is_empty());
    let expected = [
        json!({"saved_scenario_users": [{"user_email": "ben@example.com", "role": "scenario_owner"}]}),
        json!({"saved_scenario_users": [{"user_email": "cleo@example.com"}]}),
        json!({"scenario_users": [{"user_email": "ben@example.com", "role": "scenario_owner"}]}),
        json!({"scenario_users": [{"user_email": "cleo@example.com"}]}),
        json!({"saved_scenario_users": [{"user_id": 8, "role": "scenario_owner"}]}),
        json!({"saved_scenario_users": [{"user_id": 9}]}),
    ];
    assert_eq!(bodies(&server).await, expected);
}

#[tokio::test]
async fn an_account_that_the_session_does_not_tell_goes_on_waiting_with_the_reason() {
    const SAVED: &str = "/saved_scenarios/123/users";
    let server = MockServer::start().await;
    answer(&server, "GET", SAVED, 200, json!([])).await;
    let duplicate = json!({"success": {"value": []}, "errors": {"ben@example.com": ["duplicate"]}});
    answer(&server, "POST", SAVED, 422, duplicate).await;
    answer(
        &server,
        "PUT",
        "/scenarios/7/users",
        403,
        json!({"errors": ["Scenario does not belong to you"]}),
    )
    .await;
    let mut scenario = scenario(&client(&server).0);
    scenario.pending_users_mut().ensure("ben@example.com", Role::Owner);
    let outcome = scenario.apply_pending_users().await.unwrap();
    let failure = outcome.failed[0].to_string();
    assert!(failure.contains("session 7 does not tell the account"), "{failure}");
    assert_eq!(scenario.pending_users().len(), 1);
}

#[tokio::test]
async fn users_of_the_session_are_asked_for_anew_after_those_of_the_saved_scenario_have_changed() {
    const SAVED: &str = "/saved_scenarios/123/users";
    let server = MockServer::start().await;
    let ben = user(json!(null), json!("ben@example.com"), "scenario_viewer");
    answer(&server, "GET", "/scenarios/7/users", 200, json!([])).await;
    answer(&server, "GET", SAVED, 200, json!([])).await;
    answer(&server, "POST", SAVED, 201, json!([ben])).await;
    let record = saved(
        123,
        &json!({"scenario_id": 7, "scenario": crate::support::session(7, &json!({}))}),
    );
    let mut scenario = Scenario::of_record(&client(&server).0, serde_json::from_value(record).unwrap()).unwrap();
    scenario.session().await.unwrap().users().await.unwrap();
    scenario.pending_users_mut().ensure("ben@example.com", Role::Viewer);
    assert!(scenario.apply_pending_users().await.unwrap().is_complete());
    scenario.session().await.unwrap().users().await.unwrap();
    let asked = lines(&server).await;
    let of_session = asked.iter().filter(|line| line.ends_with("/scenarios/7/users"));
    assert_eq!(of_session.count(), 2, "{asked:?}");
}
