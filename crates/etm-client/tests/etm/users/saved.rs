//! The users of saved scenarios, through the engine and at MyETM.

use etm_client::users::Reason;
use etm_client::{ErrorKind, EtmClient, Role, UserChanges, Who};
use serde_json::{Value, json};
use wiremock::{MockServer, ResponseTemplate};

use crate::support::{TOKEN, answer, bodies, built, client, lines, reply_with, serving};

const USERS: &str = "/saved_scenarios/123/users";
const AT_MY_ETM: &str = "/my/api/v1/saved_scenarios/123/users";

fn user(id: i64, user_id: Value, email: Value, role: &str) -> Value {
    json!({"id": id, "saved_scenario_id": 123, "role_id": 1, "user_id": user_id, "user_email": email, "role": role})
}

#[tokio::test]
async fn a_removed_user_comes_unwrapped() {
    let server = MockServer::start().await;
    let record = user(3, json!(null), json!("viewer@example.com"), "scenario_viewer");
    let wrapped = json!([{"user_id": null, "user_email": "viewer@example.com", "role": "scenario_viewer",
        "_destroyed_object": record}]);
    answer(&server, "DELETE", USERS, 200, wrapped).await;
    let done = client(&server)
        .0
        .saved_scenarios()
        .users(123)
        .remove("Viewer@example.com")
        .await
        .unwrap();
    assert_eq!(done.user.unwrap().saved_scenario_id, Some(123));
    assert_eq!(
        bodies(&server).await,
        [json!({"saved_scenario_users": [{"user_email": "Viewer@example.com"}]})]
    );
}

#[tokio::test]
async fn successes_one_level_deeper_and_failures_in_pairs_are_read() {
    let server = MockServer::start().await;
    let record = user(3, json!(8), json!(null), "scenario_viewer");
    let body = json!({"success": {"value": [record]}, "errors": {"a@b.nl": ["Role is not included in the list"]}});
    answer(&server, "POST", USERS, 422, body).await;
    let body = json!({"success": {"value": []}, "errors": {"x@y.nl": [["x@y.nl", ["User not found"]]]}});
    answer(&server, "DELETE", USERS, 422, body).await;
    let changes = UserChanges::new()
        .add("a@b.nl", Role::Viewer)
        .add("c@d.nl", Role::Viewer)
        .remove("x@y.nl");
    let outcome = client(&server)
        .0
        .saved_scenarios()
        .users(123)
        .set(&changes)
        .await
        .unwrap();
    assert_eq!(outcome.done[0].who, Who::from("c@d.nl"));
    let failed: Vec<_> = outcome
        .failed
        .iter()
        .map(|it| (it.reason, it.messages.clone()))
        .collect();
    let expected = [
        (Reason::UnknownRole, vec!["Role is not included in the list".to_owned()]),
        (Reason::NotFound, vec!["User not found".to_owned()]),
    ];
    assert_eq!(failed, expected);
}

#[tokio::test]
async fn an_account_is_not_found_by_its_address_so_a_duplicate_stays_one() {
    let server = serving("GET", USERS, json!([user(3, json!(8), json!(null), "scenario_viewer")])).await;
    let body = json!({"success": {"value": []}, "errors": {"a@b.nl": ["duplicate"]}});
    answer(&server, "POST", USERS, 422, body).await;
    answer(
        &server,
        "PUT",
        USERS,
        200,
        json!([user(3, json!(8), json!(null), "scenario_owner")]),
    )
    .await;
    let (etm, _) = client(&server);
    let users = etm.saved_scenarios().users(123);
    let error = users.ensure("a@b.nl", Role::Owner).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("has access already"), "{error}");
    let done = users.ensure(8, Role::Owner).await.unwrap();
    assert_eq!(done.user.unwrap().role, Some(Role::Owner));
    let verbs: Vec<_> = lines(&server)
        .await
        .iter()
        .map(|line| line[..4].trim().to_owned())
        .collect();
    assert_eq!(verbs, ["GET", "POST", "GET", "PUT"]);
}

#[tokio::test]
async fn an_engine_that_does_not_pass_it_on_is_passed_by() {
    let server = MockServer::start().await;
    for verb in ["GET", "POST"] {
        reply_with(
            &server,
            verb,
            USERS,
            ResponseTemplate::new(404).set_body_string("<!DOCTYPE html>"),
        )
        .await;
    }
    answer(
        &server,
        "GET",
        AT_MY_ETM,
        200,
        json!([user(3, json!(8), json!(null), "scenario_viewer")]),
    )
    .await;
    let added = user(4, json!(null), json!("a@b.nl"), "scenario_viewer");
    answer(&server, "POST", AT_MY_ETM, 201, json!([added])).await;
    let (etm, _) = client(&server);
    let users = etm.saved_scenarios().users(123);
    assert_eq!(users.list().await.unwrap().len(), 1);
    users.add("a@b.nl", Role::Viewer).await.unwrap();
    let expected = [
        format!("GET /api/v3{USERS}"),
        format!("GET {AT_MY_ETM}"),
        format!("POST /api/v3{USERS}"),
        format!("POST {AT_MY_ETM}"),
    ];
    assert_eq!(lines(&server).await, expected);
}

#[tokio::test]
async fn without_an_address_of_my_etm_there_is_no_way_around() {
    let server = MockServer::start().await;
    reply_with(&server, "GET", USERS, ResponseTemplate::new(404)).await;
    let builder = EtmClient::builder()
        .with_token(TOKEN)
        .with_engine_base_url(format!("{}/api/v3", server.uri()))
        .without_proxy();
    let (etm, _) = built(builder);
    let error = etm.saved_scenarios().users(123).list().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::NotFound, Some("list_saved_scenario_users"))
    );
    let error = etm.myetm().saved_scenarios().users(123).list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
}

#[tokio::test]
async fn a_saved_scenario_that_is_not_there_is_not_asked_for_twice() {
    let server = MockServer::start().await;
    for verb in ["GET", "PUT"] {
        answer(&server, verb, USERS, 404, json!({"errors": ["Not found"]})).await;
    }
    let (etm, _) = client(&server);
    let users = etm.saved_scenarios().users(123);
    assert_eq!(users.list().await.unwrap_err().kind(), ErrorKind::NotFound);
    let two = UserChanges::new()
        .change(8, Role::Viewer)
        .change("gone@example.com", Role::Viewer);
    let error = users.set(&two).await.unwrap_err();
    assert!(error.to_string().contains("the other changes may be made"), "{error}");
    assert_eq!(lines(&server).await.len(), 2);
}

#[tokio::test]
async fn refusals_of_the_whole_are_errors_through_the_engine_and_directly() {
    let rows = [
        (
            422,
            json!({"errors": ["No users provided"]}),
            ErrorKind::InvalidRequest,
            "No users provided",
        ),
        (422, json!({"errors": null}), ErrorKind::InvalidRequest, "422"),
        (
            200,
            json!({"errors": ["Saved scenario not found"], "scenario": null}),
            ErrorKind::NotFound,
            "not found",
        ),
        (
            403,
            json!({"errors": ["Scenario does not belong to you"]}),
            ErrorKind::Forbidden,
            "does not belong",
        ),
        (
            503,
            json!({"errors": ["Failed to connect to MyETM"]}),
            ErrorKind::Service,
            "Failed to connect",
        ),
    ];
    for (status, body, kind, part) in rows {
        let server = MockServer::start().await;
        answer(&server, "PUT", USERS, status, body.clone()).await;
        answer(&server, "PUT", AT_MY_ETM, status, body.clone()).await;
        let (etm, _) = client(&server);
        for (group, place) in [(etm.saved_scenarios(), ""), (etm.myetm().saved_scenarios(), "myetm_")] {
            let error = group.users(123).change(8, Role::Viewer).await.unwrap_err();
            assert_eq!(error.kind(), kind, "{body}");
            assert_eq!(
                error.operation().unwrap(),
                format!("{place}update_saved_scenario_users")
            );
            assert!(error.to_string().contains(part), "{error}");
        }
    }
}

#[tokio::test]
async fn a_list_with_errors_and_status_200_is_a_failure() {
    let server = serving(
        "GET",
        USERS,
        json!({"errors": ["Saved scenario not found"], "scenario": null}),
    )
    .await;
    let error = client(&server).0.saved_scenarios().users(123).list().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::NotFound, 200)
    );
    assert_eq!(error.messages(), ["Saved scenario not found"]);
}
