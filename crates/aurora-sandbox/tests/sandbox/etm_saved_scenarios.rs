//! Saved scenarios and their users, as the engine has them.

use aurora_sandbox::{EtmQuirks, EtmScopes, Sandbox};
use serde_json::{Value, json};

use crate::etm_session::{
    ADA, BEN, CLEO, Etm, GUEST, ROOT, errors, not_found, not_yours, only, start, start_2025, start_with,
};

pub(crate) async fn users(etm: &Etm, method: &str, id: i64, entries: Value) -> (u16, Value) {
    let line = format!("{method} /saved_scenarios/{id}/users");
    etm.ask(ADA, &line, json!({"saved_scenario_users": entries})).await
}

#[tokio::test]
async fn a_scenario_is_saved_nested_or_flat_and_its_session_follows() {
    let etm = start().await;
    let session = etm
        .scenario(ADA, json!({"area_code": "nl2023", "end_year": 2040}))
        .await;
    let flat =
        json!({"scenario_id": session, "title": "Mine", "description": "why", "version": "127", "discarded": true});
    for body in [json!({"saved_scenario": flat.clone()}), flat] {
        let (status, saved) = etm.ask(ADA, "POST /saved_scenarios", body).await;
        assert_eq!(status, 200, "{saved}");
        for (name, value) in [
            ("scenario_id", json!(session)),
            ("scenario_id_history", json!([])),
            ("title", json!("Mine")),
            ("area_code", json!("nl2023")),
            ("end_year", json!(2040)),
            ("private", json!(false)),
            ("discarded_at", Value::Null),
            ("version", json!("latest")),
            ("description", json!("why")),
            (
                "saved_scenario_users",
                json!([{"user_id": 1, "role": "scenario_owner"}]),
            ),
        ] {
            assert_eq!(saved[name], value, "{name}");
        }
        let scenario = &saved["scenario"];
        assert_eq!(scenario["id"], session);
        assert_eq!(scenario["keep_compatible"], true);
        assert_eq!(scenario["metadata"]["saved_scenario_id"], saved["id"]);
    }
    let (_, tag) = etm.get(ADA, &format!("/scenarios/{session}/version")).await;
    assert_eq!((&tag["user_id"], &tag["description"]), (&json!(1), &Value::Null));
}

#[tokio::test]
async fn every_member_is_checked_and_strings_are_no_numbers() {
    let etm = start().await;
    let hidden = etm.scenario(BEN, json!({"private": true})).await;
    let session = etm.scenario(ADA, json!({})).await;
    let cases = [
        (json!({"title": "a"}), json!({"scenario_id": ["is missing"]})),
        (
            json!({"description": "a"}),
            json!({"scenario_id": ["is missing"], "title": ["is missing"]}),
        ),
        (
            json!({"scenario_id": 7, "title": "a"}),
            json!({"scenario_id": ["does not exist"]}),
        ),
        (
            json!({"scenario_id": hidden, "title": "a"}),
            json!({"scenario_id": ["does not exist"]}),
        ),
        (
            json!({"scenario_id": "7", "title": ""}),
            json!({"scenario_id": ["must be an integer"], "title": ["must be filled"]}),
        ),
        (
            json!({"scenario_id": null, "title": 5}),
            json!({"scenario_id": ["must be filled"], "title": ["must be a string"]}),
        ),
        (
            json!({"scenario_id": session, "title": "a", "private": "yes"}),
            json!({"private": ["must be boolean"]}),
        ),
    ];
    for (body, faults) in cases {
        let answer = etm
            .ask(ADA, "POST /saved_scenarios", json!({"saved_scenario": body}))
            .await;
        assert_eq!(answer, (422, json!({"errors": faults})));
    }
    let missing = errors("param is missing or the value is empty or invalid: saved_scenario");
    assert_eq!(etm.ask(ADA, "POST /saved_scenarios", json!({})).await, (400, missing));
    // What only MyETM finds wrong is passed on.
    let blank = json!({"scenario_id": session, "title": "  "});
    assert_eq!(
        etm.ask(ADA, "POST /saved_scenarios", blank).await,
        (422, errors("Title can't be blank"))
    );
}

#[tokio::test]
async fn what_the_engine_does_not_pass_on_changes_nothing_flat_or_nested() {
    let etm = start().await;
    let (id, _) = etm.saved(ADA, "kept").await;
    let line = format!("PUT /saved_scenarios/{id}");
    for body in [
        json!({"discarded": true}),
        json!({"saved_scenario": {"discarded": true}}),
        json!({"version": "2025-01"}),
    ] {
        let (status, saved) = etm.ask(ADA, &line, body.clone()).await;
        assert_eq!((status, &saved["discarded_at"]), (200, &Value::Null), "{body}");
        assert_eq!(
            (&saved["version"], &saved["title"]),
            (&json!("latest"), &json!("kept")),
            "{body}"
        );
    }
    let (status, faults) = etm.ask(ADA, "POST /saved_scenarios", json!({"discarded": true})).await;
    assert_eq!(status, 422);
    assert_eq!(
        faults["errors"],
        json!({"scenario_id": ["is missing"], "title": ["is missing"]})
    );
}

#[tokio::test]
async fn the_list_has_ones_own_and_shared_ones_the_last_changed_first_on_one_page() {
    let etm = start().await;
    let (first, _) = etm.saved(ADA, "first").await;
    let (second, _) = etm.saved(ADA, "second").await;
    etm.saved(BEN, "strange").await;
    let line = format!("PUT /saved_scenarios/{first}");
    assert_eq!(
        etm.ask(ADA, &line, json!({"saved_scenario": {"title": "first, again"}}))
            .await
            .0,
        200
    );
    let (status, list) = etm.get(ADA, "/saved_scenarios?page=2&limit=1").await;
    assert_eq!((status, &list["links"]), (200, &json!({})));
    let ids: Vec<&Value> = list["data"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    assert_eq!(ids, [first, second]);
    assert_eq!(list["data"][0]["scenario"]["area_code"], "nl2019");
    let shared = json!([{"user_email": "cleo@example.org", "role": "scenario_viewer"}]);
    assert_eq!(users(&etm, "POST", second, shared).await.0, 201);
    let (_, list) = etm.get(CLEO, "/saved_scenarios").await;
    assert_eq!(
        (list["data"].as_array().unwrap().len(), &list["data"][0]["id"]),
        (1, &json!(second))
    );
    assert_eq!(
        etm.get(GUEST, "/saved_scenarios").await,
        (200, json!({"data": [], "links": {}}))
    );
    // A token outside the header does not reach MyETM.
    let query = format!(
        "/saved_scenarios?access_token={}",
        etm.sandbox.etm_token(aurora_sandbox::EtmUser::Ada, EtmScopes::Delete)
    );
    assert_eq!(etm.get(GUEST, &query).await.1["data"], json!([]));
}

#[tokio::test]
async fn another_session_makes_history_and_an_old_one_takes_it_back() {
    let etm = start().await;
    let (id, first) = etm.saved(ADA, "title").await;
    let line = format!("PUT /saved_scenarios/{id}");
    let second = etm
        .scenario(ADA, json!({"area_code": "nl2023", "end_year": 2035}))
        .await;
    let third = etm.scenario(ADA, json!({})).await;
    for session in [second, third, third] {
        assert_eq!(etm.ask(ADA, &line, json!({"scenario_id": session})).await.0, 200);
    }
    let (_, saved) = etm.get(ADA, &format!("/saved_scenarios/{id}")).await;
    assert_eq!(saved["scenario_id_history"], json!([first, second]));
    let (_, saved) = etm
        .ask(ADA, &line, json!({"saved_scenario": {"scenario_id": second}}))
        .await;
    assert_eq!(
        (&saved["scenario_id"], &saved["scenario_id_history"]),
        (&json!(second), &json!([first]))
    );
    assert_eq!(
        (&saved["area_code"], &saved["end_year"]),
        (&json!("nl2023"), &json!(2035))
    );
    let (status, answer) = etm.ask(ADA, &line, json!({"scenario_id": 5})).await;
    assert_eq!(
        (status, answer),
        (422, json!({"errors": {"scenario_id": ["does not exist"]}}))
    );
    let (_, saved) = etm
        .ask(
            ADA,
            &line,
            json!({"saved_scenario": {"discarded": true, "private": true}}),
        )
        .await;
    assert_eq!(
        (&saved["discarded_at"], &saved["private"]),
        (&Value::Null, &json!(true))
    );
}

#[tokio::test]
async fn discarding_hides_deleting_removes_and_the_session_stays() {
    let etm = start().await;
    let (id, session) = etm.saved(ADA, "title").await;
    let discard = format!("PUT /saved_scenarios/{id}/discard");
    let done = (200, json!({"message": "Scenario discarded successfully"}));
    assert_eq!(etm.ask(ADA, &discard, Value::Null).await, done);
    let (_, saved) = etm.get(ADA, &format!("/saved_scenarios/{id}")).await;
    let at = saved["discarded_at"].clone();
    assert!(at.is_string());
    assert_eq!(etm.ask(ADA, &discard, Value::Null).await, done);
    assert_eq!(
        etm.get(ADA, &format!("/saved_scenarios/{id}")).await.1["discarded_at"],
        at
    );
    assert_eq!(etm.get(ADA, "/saved_scenarios").await.1["data"], json!([]));
    let delete = format!("DELETE /saved_scenarios/{id}");
    let done = (200, json!({"message": "Scenario deleted successfully"}));
    assert_eq!(etm.ask(ADA, &delete, Value::Null).await, done);
    assert_eq!(etm.ask(ADA, &delete, Value::Null).await, not_found());
    assert_eq!(etm.get(ADA, &format!("/saved_scenarios/{id}")).await, not_found());
    assert_eq!(etm.get(ADA, &format!("/scenarios/{session}")).await.0, 200);
}

/// A saved scenario of Ada, shared with Ben and Cleo, and how those are refused who may not do something with it: the engine's
/// gate comes first (404), then MyETM's own rule (403 for what is public, 404 for what is private).
pub(crate) async fn shared(etm: &Etm, private: bool) -> (i64, (u16, Value)) {
    let (id, _) = etm.saved(ADA, "title").await;
    let line = format!("PUT /saved_scenarios/{id}");
    let hide = json!({"saved_scenario": {"private": private}});
    assert_eq!(etm.ask(ADA, &line, hide).await.0, 200);
    let roles = json!([
        {"user_email": "ben@example.org", "role": "scenario_collaborator"},
        {"user_email": "cleo@example.org", "role": "scenario_viewer"},
    ]);
    assert_eq!(users(etm, "POST", id, roles).await.0, 201);
    (id, if private { not_found() } else { not_yours() })
}

#[tokio::test]
async fn collaborators_update_and_viewers_read() {
    let etm = start().await;
    for private in [false, true] {
        let (id, refused) = shared(&etm, private).await;
        let line = format!("PUT /saved_scenarios/{id}");
        let update = json!({"saved_scenario": {"title": "new"}});
        for who in [GUEST, CLEO] {
            assert_eq!(etm.ask(who, &line, update.clone()).await, refused);
        }
        for scopes in [EtmScopes::Public, EtmScopes::Read] {
            assert_eq!(etm.ask(only(ADA, scopes), &line, update.clone()).await, not_found());
        }
        for who in [BEN, ADA, ROOT, only(BEN, EtmScopes::Write)] {
            assert_eq!(etm.ask(who, &line, update.clone()).await.0, 200);
        }
        let path = format!("/saved_scenarios/{id}");
        for who in [GUEST, only(CLEO, EtmScopes::Public)] {
            assert_eq!(etm.get(who, &path).await.0, if private { 404 } else { 200 });
        }
        assert_eq!(etm.get(only(CLEO, EtmScopes::Read), &path).await.0, 200);
    }
    let session = etm.scenario(ADA, json!({})).await;
    let body = json!({"saved_scenario": {"scenario_id": session, "title": "t"}});
    for who in [GUEST, only(ADA, EtmScopes::Read), only(ADA, EtmScopes::Public)] {
        assert_eq!(etm.ask(who, "POST /saved_scenarios", body.clone()).await, not_found());
    }
}

#[tokio::test]
async fn an_account_that_hides_its_scenarios_saves_them_hidden() {
    let etm = start().await;
    let account = json!({"user": {"private_scenarios": true}});
    assert_eq!(etm.ask(BEN, "PUT /user", account).await.0, 200);
    let (id, _) = etm.saved(BEN, "title").await;
    let path = format!("/saved_scenarios/{id}");
    assert_eq!(etm.get(BEN, &path).await.1["private"], true);
    assert_eq!(etm.get(ADA, &path).await, not_found());
}

#[tokio::test]
async fn the_quirks_of_the_real_proxy_can_be_switched_on() {
    let etm = start_with(Sandbox::builder().etm_quirks(EtmQuirks::all())).await;
    let (id, session) = etm.saved(ADA, "title").await;
    let line = format!("DELETE /saved_scenarios/{id}");
    let broken = (500, json!({"status": 500, "error": "Internal Server Error"}));
    assert_eq!(etm.ask(BEN, &line, Value::Null).await, broken);
    let blank = json!({"scenario_id": session, "title": " "});
    assert_eq!(
        etm.ask(ADA, "POST /saved_scenarios", blank).await,
        (422, json!({"errors": "errors"}))
    );
    let (status, answer) = users(&etm, "DELETE", id, json!([{"user_id": 1}])).await;
    assert_eq!((status, &answer["success"]), (422, &json!({"value": []})));
    // The engine says no to users in MyETM's own words.
    assert_eq!(etm.get(BEN, &format!("/saved_scenarios/{id}/users")).await, not_yours());
}

#[tokio::test]
async fn the_stable_version_takes_flat_bodies_and_answers_200_whatever_happens() {
    let etm = start_2025().await;
    let session = etm.scenario(ADA, json!({})).await;
    let flat = json!({"scenario_id": session, "title": "t"});
    let nested = json!({"errors": {"scenario_id": ["is missing"], "title": ["is missing"]}});
    let answer = etm
        .ask(ADA, "POST /saved_scenarios", json!({"saved_scenario": flat.clone()}))
        .await;
    assert_eq!(answer, (422, nested));
    let (status, saved) = etm.ask(ADA, "POST /saved_scenarios", flat).await;
    assert_eq!((status, &saved["version"]), (200, &json!("2025-01")));
    let id = saved["id"].as_i64().unwrap();
    let missing = json!({"errors": ["Saved scenario not found"], "scenario": null});
    assert_eq!(etm.get(ADA, "/saved_scenarios/77").await, (200, missing));
    let refused = json!({"errors": ["Scenario does not belong to you"], "scenario": null});
    assert_eq!(
        etm.ask(BEN, &format!("DELETE /saved_scenarios/{id}"), Value::Null)
            .await,
        (200, refused)
    );
    for line in [
        format!("PUT /saved_scenarios/{id}/discard"),
        format!("GET /saved_scenarios/{id}/users"),
    ] {
        let gone = (404, json!({"status": 404, "error": "Not Found"}));
        assert_eq!(etm.ask(ADA, &line, Value::Null).await, gone);
    }
}
