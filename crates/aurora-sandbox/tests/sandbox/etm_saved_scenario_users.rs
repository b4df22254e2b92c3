//! The users of a saved scenario, as the engine has them.

use aurora_sandbox::EtmScopes;
use serde_json::{Value, json};

use crate::etm_saved_scenarios::{shared, users};
use crate::etm_session::{ADA, BEN, CLEO, GUEST, ROOT, errors, not_found, only, start};

#[tokio::test]
async fn owners_manage_users_and_discard_and_delete() {
    let etm = start().await;
    for private in [false, true] {
        let (id, refused) = shared(&etm, private).await;
        let path = format!("/saved_scenarios/{id}/users");
        let body = json!({"saved_scenario_users": [{"user_id": 3, "role": "scenario_viewer"}]});
        for method in ["GET", "POST", "PUT", "DELETE"] {
            let line = format!("{method} {path}");
            let body = if method == "GET" { Value::Null } else { body.clone() };
            for who in [GUEST, BEN, CLEO] {
                assert_eq!(etm.ask(who, &line, body.clone()).await, refused, "{line}");
            }
            assert_eq!(etm.ask(only(ADA, EtmScopes::Read), &line, body).await, not_found());
        }
        for who in [only(ADA, EtmScopes::Write), ROOT] {
            assert_eq!(etm.get(who, &path).await.0, 200);
        }
        let discard = format!("PUT /saved_scenarios/{id}/discard");
        for who in [GUEST, only(ADA, EtmScopes::Write)] {
            assert_eq!(etm.ask(who, &discard, Value::Null).await, not_found());
        }
        assert_eq!(etm.ask(BEN, &discard, Value::Null).await, refused);
        let delete = format!("DELETE /saved_scenarios/{id}");
        for who in [GUEST, BEN, CLEO, only(ADA, EtmScopes::Write)] {
            assert_eq!(etm.ask(who, &delete, Value::Null).await, refused);
        }
        assert_eq!(etm.ask(ADA, &delete, Value::Null).await.0, 200);
    }
}

#[tokio::test]
async fn users_of_a_saved_scenario_come_to_its_sessions_too() {
    let etm = start().await;
    let (id, first) = etm.saved(ADA, "title").await;
    let second = etm.scenario(ADA, json!({})).await;
    etm.ask(
        ADA,
        &format!("PUT /saved_scenarios/{id}"),
        json!({"scenario_id": second}),
    )
    .await;
    let entries = json!([{"user_email": "ben@example.org", "role": "scenario_viewer"}, {"user_email": "v@example.com", "role": "scenario_owner"}]);
    let (status, added) = users(&etm, "POST", id, entries).await;
    assert_eq!(status, 201, "{added}");
    assert_eq!(
        (&added[0]["user_id"], &added[0]["user_email"]),
        (&json!(2), &Value::Null)
    );
    assert_eq!(added[1]["user_email"], "v@example.com");
    for session in [first, second] {
        let (_, list) = etm.get(ADA, &format!("/scenarios/{session}/users")).await;
        assert_eq!(list.as_array().unwrap().len(), 3, "{list}");
    }
    let (status, _) = users(
        &etm,
        "PUT",
        id,
        json!([{"user_id": 2, "role": "scenario_collaborator"}]),
    )
    .await;
    assert_eq!(status, 200);
    let (_, list) = etm.get(ADA, &format!("/scenarios/{first}/users")).await;
    assert_eq!(list[1]["role"], "scenario_collaborator");
    let (status, removed) = users(&etm, "DELETE", id, json!([{"user_email": "v@example.com"}])).await;
    assert_eq!(status, 200);
    assert_eq!(removed[0]["_destroyed_object"]["saved_scenario_id"], id);
    assert_eq!(removed[0]["_destroyed_object"]["role_id"], 3);
    assert_eq!(
        (&removed[0]["role"], &removed[0]["user_email"]),
        (&json!("scenario_owner"), &json!("v@example.com"))
    );
    let (_, list) = etm.get(ADA, &format!("/scenarios/{second}/users")).await;
    assert_eq!(list.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn failures_among_users_are_told_in_their_many_shapes() {
    let etm = start().await;
    let (id, _) = etm.saved(ADA, "title").await;
    let viewer = "scenario_viewer";
    let (status, answer) = users(
        &etm,
        "POST",
        id,
        json!([{"user_email": "v@example.com", "role": viewer}, {"user_email": "v@example.com", "role": viewer},
               {"user_email": "nope", "role": viewer}, {"user_email": "a@b.nl", "role": "boss"}, {"user_id": 2, "role": viewer}]),
    )
    .await;
    assert_eq!((status, answer["success"].as_array().unwrap().len()), (422, 1));
    assert_eq!(
        answer["errors"],
        json!({
            "v@example.com": ["duplicate"],
            "nope": ["User email is invalid"],
            "a@b.nl": ["Role is not included in the list"],
            "ben@example.org": ["Either user_id or user_email should be present."],
        })
    );
    // Who is coupled is not found by address; what was valid is done all the same.
    let entries = json!([{"user_email": "ada@example.org", "role": viewer}, {"user_email": "v@example.com", "role": "scenario_owner"}]);
    assert_eq!(users(&etm, "PUT", id, entries).await, not_found());
    let (_, list) = etm.get(ADA, &format!("/saved_scenarios/{id}/users")).await;
    assert_eq!(list[1]["role_id"], 3);
    let (status, answer) = users(&etm, "DELETE", id, json!([{"user_email": "x@y.nl"}])).await;
    assert_eq!(
        (status, &answer["errors"]),
        (422, &json!({"x@y.nl": [["x@y.nl", ["User not found"]]]}))
    );
    for method in ["POST", "PUT", "DELETE"] {
        let none = (422, errors("No users provided"));
        assert_eq!(users(&etm, method, id, json!([])).await, none);
        let stranger = json!([{"user_id": 77, "role": viewer}]);
        assert_eq!(users(&etm, method, id, stranger).await, not_found());
    }
    users(&etm, "DELETE", id, json!([{"user_email": "v@example.com"}])).await;
    for method in ["PUT", "DELETE"] {
        let (status, answer) = users(&etm, method, id, json!([{"user_id": 1, "role": viewer}])).await;
        assert_eq!(
            (status, &answer["errors"]),
            (422, &json!({"1": ["Last owner cannot be altered"]}))
        );
    }
}
