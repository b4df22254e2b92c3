//! The users of a scenario.

use aurora_sandbox::EtmScopes;
use serde_json::{Value, json};

use crate::etm_session::{ADA, BEN, CLEO, Etm, GUEST, ROOT, errors, not_found, not_yours, only, start, start_2025};

async fn users(etm: &Etm, session: i64) -> Vec<Value> {
    let (status, list) = etm.get(ADA, &format!("/scenarios/{session}/users")).await;
    assert_eq!(status, 200, "{list}");
    list.as_array().unwrap().clone()
}

async fn send(etm: &Etm, method: &str, session: i64, entries: Value) -> (u16, Value) {
    let line = format!("{method} /scenarios/{session}/users");
    etm.ask(ADA, &line, json!({"scenario_users": entries})).await
}

#[tokio::test]
async fn who_creates_a_scenario_owns_it_and_an_invited_account_is_coupled_at_once() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let (status, added) = send(
        &etm,
        "POST",
        session,
        json!([{"user_email": "ben@example.org", "role": "scenario_viewer"},
               {"user_email": "later@example.com", "role": "scenario_collaborator", "invite": true}]),
    )
    .await;
    assert_eq!(status, 201);
    let listed = users(&etm, session).await;
    assert_eq!(listed.len(), 3);
    assert_eq!(listed[1..], *added.as_array().unwrap());
    let part = |user: &Value| {
        (
            user["user_id"].clone(),
            user["user_email"].clone(),
            user["role_id"].clone(),
        )
    };
    assert_eq!(part(&listed[0]), (json!(1), Value::Null, json!(3)));
    assert_eq!(part(&listed[1]), (json!(2), Value::Null, json!(1)));
    assert_eq!(part(&listed[2]), (Value::Null, json!("later@example.com"), json!(2)));
    assert_eq!(listed[2]["scenario_id"], session);
    assert_eq!(listed[2]["role"], "scenario_collaborator");
}

#[tokio::test]
async fn a_batch_does_what_it_can_and_says_whom_it_could_not_do() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let (status, answer) = send(
        &etm,
        "POST",
        session,
        json!([{"user_email": "v@example.com", "role": "scenario_viewer"},
               {"user_email": "nope", "role": "scenario_viewer"},
               {"user_email": "v@example.com", "role": "scenario_owner"},
               {"user_email": "w@example.com", "role": "boss"},
               {"user_id": 2, "role": "scenario_viewer"}]),
    )
    .await;
    assert_eq!(status, 422);
    assert_eq!(answer["success"].as_array().unwrap().len(), 1);
    assert_eq!(answer["success"][0]["user_email"], "v@example.com");
    assert_eq!(
        answer["errors"],
        json!({
            "nope": ["User email is invalid"],
            "v@example.com": ["duplicate"],
            "w@example.com": ["Role unknown"],
            "": ["Either user_id or user_email should be present."],
        })
    );
    assert_eq!(users(&etm, session).await.len(), 2);
}

#[tokio::test]
async fn a_link_is_found_by_id_by_user_and_by_address_coupled_or_not() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    etm.share(session, "ben@example.org", "scenario_viewer").await;
    etm.share(session, "v@example.com", "scenario_viewer").await;
    let ben = users(&etm, session).await[1]["id"].clone();
    let (status, answer) = send(
        &etm,
        "PUT",
        session,
        json!([{"id": ben, "role": "scenario_collaborator"},
               {"user_email": "v@example.com", "role": "scenario_owner"},
               {"user_email": "BEN@example.org", "role": "scenario_owner"},
               {"user_id": 2, "role": "scenario_viewer"}]),
    )
    .await;
    assert_eq!(status, 200, "{answer}");
    let roles: Vec<&Value> = answer.as_array().unwrap().iter().map(|link| &link["role_id"]).collect();
    assert_eq!(roles, [2, 3, 3, 1]);
    let (status, removed) = send(
        &etm,
        "DELETE",
        session,
        json!([{"user_id": "2"}, {"user_email": "v@example.com"}]),
    )
    .await;
    assert_eq!((status, removed.as_array().unwrap().len()), (200, 2));
    assert_eq!(users(&etm, session).await.len(), 1);
}

#[tokio::test]
async fn who_is_not_there_is_named_as_sent_and_the_last_owner_stays() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let unknown =
        json!([{"user_id": 77, "role": "scenario_viewer"}, {"user_email": "x@y.nl", "role": "scenario_viewer"}]);
    for method in ["PUT", "DELETE"] {
        let (status, answer) = send(&etm, method, session, unknown.clone()).await;
        let text = json!(["Scenario user not found"]);
        assert_eq!(status, 422);
        assert_eq!(answer, json!({"success": [], "errors": {"77": text, "x@y.nl": text}}));
        let (status, answer) = send(
            &etm,
            method,
            session,
            json!([{"user_id": 1, "role": "scenario_viewer"}]),
        )
        .await;
        assert_eq!(status, 422);
        assert_eq!(answer["errors"], json!({"": ["Last owner cannot be altered"]}));
    }
    // With a second owner the first one may go.
    etm.share(session, "ben@example.org", "scenario_owner").await;
    let (status, _) = send(&etm, "DELETE", session, json!([{"user_id": 1}])).await;
    assert_eq!(status, 200);
    assert_eq!(etm.get(ADA, &format!("/scenarios/{session}/users")).await, not_yours());
    assert_eq!(etm.get(BEN, &format!("/scenarios/{session}/users")).await.0, 200);
}

#[tokio::test]
async fn an_unknown_link_ends_the_request_and_what_came_before_it_stays() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    etm.share(session, "v@example.com", "scenario_viewer").await;
    let entries =
        json!([{"user_email": "v@example.com", "role": "scenario_owner"}, {"id": 9999, "role": "scenario_owner"}]);
    let (status, answer) = send(&etm, "PUT", session, entries).await;
    assert_eq!((status, answer), (404, json!({"status": 404, "error": "Not Found"})));
    assert_eq!(users(&etm, session).await[1]["role_id"], 3);
}

#[tokio::test]
async fn users_can_be_removed_by_a_query_and_lists_may_be_empty_but_not_missing() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    etm.share(session, "a@b.nl", "scenario_viewer").await;
    etm.share(session, "c@d.nl", "scenario_viewer").await;
    let query = "scenario_users[][user_email]=a%40b.nl&scenario_users[][user_email]=c%40d.nl";
    let line = format!("DELETE /scenarios/{session}/users?{query}");
    let (status, removed) = etm.ask(ADA, &line, Value::Null).await;
    assert_eq!((status, removed.as_array().unwrap().len()), (200, 2));
    for (method, success) in [("POST", 201), ("PUT", 200), ("DELETE", 200)] {
        assert_eq!(send(&etm, method, session, json!([])).await, (success, json!([])));
        let line = format!("{method} /scenarios/{session}/users");
        let (status, body) = etm.ask(ADA, &line, json!({})).await;
        assert_eq!(
            (status, body),
            (500, json!({"status": 500, "error": "Internal Server Error"}))
        );
    }
}

/// Every operation on users needs an owner with all three scopes.
#[tokio::test]
async fn only_owners_with_the_scope_to_delete_manage_users() {
    let etm = start().await;
    for private in [false, true] {
        let session = etm.scenario(ADA, json!({ "private": private })).await;
        etm.share(session, "ben@example.org", "scenario_collaborator").await;
        etm.share(session, "cleo@example.org", "scenario_viewer").await;
        let refused = if private { not_found() } else { not_yours() };
        let entry = json!({"scenario_users": [{"user_email": "ben@example.org", "role": "scenario_collaborator"}]});
        let operations = [
            (format!("GET /scenarios/{session}/users"), Value::Null, 200),
            (format!("PUT /scenarios/{session}/users"), entry.clone(), 200),
            (format!("DELETE /scenarios/{session}/users"), entry.clone(), 200),
            (format!("POST /scenarios/{session}/users"), entry, 201),
        ];
        let weak = [EtmScopes::Public, EtmScopes::Read, EtmScopes::Write].map(|scopes| only(ADA, scopes));
        for (line, body, success) in &operations {
            for who in [GUEST, BEN, CLEO].into_iter().chain(weak) {
                assert_eq!(etm.ask(who, line, body.clone()).await, refused, "{line} {who:?}");
            }
            let (status, answer) = etm.ask(ADA, line, body.clone()).await;
            assert_eq!(status, *success, "{line} {answer}");
        }
        let line = format!("GET /scenarios/{session}/users");
        assert_eq!(etm.ask(ROOT, &line, Value::Null).await.0, 200);
        // Nobody has the right that this route asks for.
        let line = format!("DELETE /scenarios/{session}/users/destroy_all");
        for who in [ADA, ROOT, GUEST] {
            assert_eq!(etm.ask(who, &line, Value::Null).await, refused);
        }
    }
}

#[tokio::test]
async fn a_scenario_that_is_not_there_is_said_in_one_way_and_a_broken_token_comes_after_it() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let missing = (404, errors("Scenario not found"));
    assert_eq!(etm.get(ADA, "/scenarios/1/users").await, missing);
    let broken = |path: String| {
        etm.request(GUEST, &format!("GET {path}"))
            .bearer_auth("etm_broken")
            .send()
    };
    let answer = broken("/scenarios/1/users".to_owned()).await.unwrap();
    assert_eq!(crate::etm_session::read(answer).await, missing);
    let answer = broken(format!("/scenarios/{session}/users")).await.unwrap();
    assert_eq!(
        crate::etm_session::read(answer).await,
        (401, errors("Invalid or expired token"))
    );
}

#[tokio::test]
async fn the_stable_version_names_attributes_instead_of_saying_sentences() {
    let etm = start_2025().await;
    let session = etm.scenario(ADA, json!({})).await;
    let entries = json!([{"user_email": "nope", "role": "scenario_viewer"}, {"user_email": "a@b.nl", "role": "boss"}, {"role": "scenario_viewer"}]);
    let (status, answer) = send(&etm, "POST", session, entries).await;
    assert_eq!(status, 422);
    assert_eq!(
        answer["errors"],
        json!({"nope": ["user_email"], "a@b.nl": ["role_id"], "": ["base"]})
    );
}
