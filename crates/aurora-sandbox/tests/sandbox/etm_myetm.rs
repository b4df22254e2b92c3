//! MyETM's own routes.

use aurora_sandbox::{EtmScopes, EtmUser, Sandbox};
use serde_json::{Value, json};

use crate::etm_session::{ADA, BEN, CLEO, GUEST, errors, not_found, not_yours, only, start, start_2025, start_with};

const SAVED: &str = "/my/api/v1/saved_scenarios";
const COLLECTIONS: &str = "/my/api/v1/collections";

fn body(title: &str) -> Value {
    json!({"saved_scenario": {"scenario_id": 7, "title": title, "version": "2025-01", "description": "d", "area_code": "nl2019", "end_year": 2050}})
}

#[tokio::test]
async fn a_nested_body_keeps_version_and_description_and_a_flat_one_loses_them() {
    let etm = start().await;
    let (status, saved) = etm.ask(ADA, &format!("POST {SAVED}"), body("t")).await;
    assert_eq!(status, 201, "{saved}");
    assert_eq!(
        (&saved["version"], &saved["description"]),
        (&json!("2025-01"), &json!("d"))
    );
    assert!(saved.get("scenario").is_none());
    let (_, flat) = etm
        .ask(ADA, &format!("POST {SAVED}"), body("t")["saved_scenario"].clone())
        .await;
    assert_eq!(
        (&flat["version"], &flat["description"]),
        (&json!("latest"), &Value::Null)
    );
    let (status, list) = etm.get(ADA, SAVED).await;
    assert_eq!((status, list.as_array().unwrap().len()), (200, 2));
    assert_eq!(etm.get(GUEST, SAVED).await, (200, json!([])));
    // Everything that can be read: the two, and what is featured.
    let (_, all) = etm.get(GUEST, &format!("{SAVED}?scope=all")).await;
    assert_eq!(all.as_array().unwrap().len(), 5);
}

#[tokio::test]
async fn what_is_missing_is_said_in_full_sentences() {
    let etm = start().await;
    let line = format!("POST {SAVED}");
    let (status, answer) = etm.ask(ADA, &line, json!({"saved_scenario": {"private": true}})).await;
    let sentences = [
        "Title can't be blank",
        "Scenario can't be blank",
        "Area code can't be blank",
        "End year can't be blank",
    ];
    assert_eq!((status, answer), (422, json!({"errors": sentences})));
    let missing = errors("param is missing or the value is empty or invalid: saved_scenario");
    assert_eq!(etm.ask(ADA, &line, json!({})).await, (400, missing));
    for who in [GUEST, only(ADA, EtmScopes::Read)] {
        assert_eq!(etm.ask(who, &line, body("t")).await, not_found());
    }
}

#[tokio::test]
async fn an_update_may_discard_and_restore_and_not_change_the_version() {
    let etm = start().await;
    let (_, saved) = etm.ask(ADA, &format!("POST {SAVED}"), body("t")).await;
    let path = format!("{SAVED}/{}", saved["id"]);
    let patch = format!("PATCH {path}");
    let change = |members: Value| etm.ask(ADA, &patch, json!({"saved_scenario": members}));
    let (status, changed) = change(json!({"discarded": true, "version": "latest", "title": "u"})).await;
    assert_eq!(
        (status, &changed["title"], &changed["version"]),
        (200, &json!("u"), &json!("2025-01"))
    );
    assert!(changed["discarded_at"].is_string());
    let (_, restored) = change(json!({"discarded": false})).await;
    assert_eq!(restored["discarded_at"], Value::Null);
    let (status, answer) = etm.ask(ADA, &format!("PUT {path}/discard"), Value::Null).await;
    assert_eq!(
        (status, answer),
        (200, json!({"message": "Scenario discarded successfully"}))
    );
    assert_eq!(
        change(json!({"title": " "})).await,
        (422, errors("Title can't be blank"))
    );
    let (status, answer) = etm.ask(ADA, &format!("DELETE {path}"), Value::Null).await;
    assert_eq!(
        (status, answer),
        (200, json!({"message": "Scenario deleted successfully"}))
    );
    assert_eq!(etm.get(ADA, &path).await, (404, errors("Saved scenario not found")));
}

#[tokio::test]
async fn public_things_of_others_are_forbidden_and_private_ones_not_found() {
    let etm = start().await;
    let (_, saved) = etm.ask(ADA, &format!("POST {SAVED}"), body("t")).await;
    let path = format!("{SAVED}/{}", saved["id"]);
    let change = json!({"saved_scenario": {"title": "x"}});
    assert_eq!(etm.get(GUEST, &path).await.0, 200);
    for who in [GUEST, BEN, only(ADA, EtmScopes::Read)] {
        assert_eq!(etm.ask(who, &format!("PUT {path}"), change.clone()).await, not_yours());
        assert_eq!(etm.ask(who, &format!("DELETE {path}"), Value::Null).await, not_yours());
        assert_eq!(etm.get(who, &format!("{path}/users")).await, not_yours());
    }
    etm.ask(
        ADA,
        &format!("PUT {path}"),
        json!({"saved_scenario": {"private": true}}),
    )
    .await;
    for who in [GUEST, BEN, only(ADA, EtmScopes::Public)] {
        assert_eq!(etm.get(who, &path).await, not_found());
        assert_eq!(etm.ask(who, &format!("PUT {path}"), change.clone()).await, not_found());
    }
}

#[tokio::test]
async fn users_are_kept_at_myetm_itself() {
    let etm = start().await;
    let (_, saved) = etm.ask(ADA, &format!("POST {SAVED}"), body("t")).await;
    let path = format!("{SAVED}/{}/users", saved["id"]);
    let one = |email: &str, role: &str| json!({"saved_scenario_users": [{"user_email": email, "role": role}]});
    let (status, added) = etm
        .ask(ADA, &format!("POST {path}"), one("v@example.com", "scenario_viewer"))
        .await;
    assert_eq!((status, &added[0]["user_email"]), (201, &json!("v@example.com")));
    let (status, answer) = etm
        .ask(ADA, &format!("PUT {path}"), one("x@example.com", "scenario_owner"))
        .await;
    // The engine would say no more than that something was not found.
    assert_eq!(
        (status, answer),
        (
            404,
            json!({"success": [], "errors": {"x@example.com": ["User not found"]}})
        )
    );
    let (status, _) = etm
        .ask(ADA, &format!("PUT {path}"), one("v@example.com", "scenario_owner"))
        .await;
    assert_eq!(status, 200);
    let (status, _) = etm.ask(ADA, &format!("DELETE {path}"), one("v@example.com", "")).await;
    assert_eq!(status, 200);
    assert_eq!(etm.get(ADA, &path).await.1.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn collections_need_a_version_here_and_their_faults_stand_bare() {
    let etm = start().await;
    let line = format!("POST {COLLECTIONS}");
    let members = json!({"title": "t", "scenario_ids": [7], "version": "latest"});
    let (status, made) = etm.ask(ADA, &line, members.clone()).await;
    assert_eq!(status, 201, "{made}");
    let mut lacking = members;
    lacking.as_object_mut().unwrap().remove("version");
    let answer = etm.ask(ADA, &line, json!({"collection": lacking})).await;
    assert_eq!(answer, (422, json!({"version": ["is missing"]})));
    let path = format!("{COLLECTIONS}/{}", made["id"]);
    assert_eq!(
        etm.get(CLEO, &path).await,
        (403, errors("Collection does not belong to you"))
    );
    assert_eq!(
        etm.get(ADA, &format!("{COLLECTIONS}/99")).await,
        (404, errors("Collection not found"))
    );
    assert_eq!(etm.get(GUEST, COLLECTIONS).await, not_found());
    assert_eq!(etm.get(ADA, COLLECTIONS).await.1["collections"][0]["id"], made["id"]);
    assert_eq!(
        etm.ask(ADA, &format!("PUT {path}"), json!({"title": "u"})).await.1["title"],
        "u"
    );
    assert_eq!(
        etm.ask(ADA, &format!("DELETE {path}"), Value::Null).await,
        (204, Value::Null)
    );
}

#[tokio::test]
async fn featured_scenarios_are_shown_to_everyone_and_their_sessions_are_there() {
    let etm = start().await;
    let (status, answer) = etm.get(GUEST, "/my/api/v1/featured_scenarios?version=latest").await;
    let featured = answer["featured_scenarios"].as_array().unwrap();
    assert_eq!((status, featured.len()), (200, 2));
    assert_eq!(featured[0]["study_en"], "Sandbox outlook 2050");
    assert_eq!(
        (&featured[1]["study_nl"], &featured[1]["author"]),
        (&json!(""), &json!("No author"))
    );
    let path = format!("/my/api/v1/featured_scenarios/{}", featured[0]["id"]);
    assert_eq!(etm.get(GUEST, &path).await, (200, featured[0].clone()));
    let missing = (404, json!({"error": "FeaturedScenario not found"}));
    assert_eq!(etm.get(GUEST, "/my/api/v1/featured_scenarios/99").await, missing);
    let (_, sessions) = etm
        .get(GUEST, "/my/api/v1/featured_scenarios/scenarios?version=latest")
        .await;
    for session in sessions.as_array().unwrap() {
        assert_eq!(etm.get(GUEST, &format!("/scenarios/{}", session["id"])).await.0, 200);
    }
    let (_, saved) = etm
        .get(GUEST, &format!("/saved_scenarios/{}", featured[0]["saved_scenario_id"]))
        .await;
    assert_eq!(saved["title"], featured[0]["title_en"]);
    assert_eq!(saved["scenario"]["id"], sessions[0]["id"]);
    // One of another version lives on another engine.
    let (_, other) = etm.get(GUEST, "/my/api/v1/featured_scenarios?version=2025-01").await;
    let id = &other["featured_scenarios"][0]["saved_scenario_id"];
    assert_eq!(
        etm.get(GUEST, &format!("/saved_scenarios/{id}")).await.1["scenario"],
        Value::Null
    );
}

#[tokio::test]
async fn versions_name_the_sandbox_as_the_engine_of_its_own() {
    let etm = start().await;
    let (_, all) = etm.get(GUEST, "/my/api/v1/versions").await;
    let tags = |answer: &Value| {
        let versions = answer["versions"].as_array().unwrap();
        versions
            .iter()
            .map(|one| one["tag"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(tags(&all), ["latest", "2025-01"]);
    assert_eq!(all["versions"][0]["engine_url"], etm.sandbox.url());
    assert_eq!(
        all["versions"][1]["collections_url"],
        "https://2025-01-collections.energytransitionmodel.com"
    );
    assert_eq!(
        tags(&etm.get(GUEST, "/my/api/v1/versions?sort=desc").await.1),
        ["2025-01", "latest"]
    );
    assert_eq!(
        tags(&etm.get(GUEST, "/my/api/v1/versions?tag=2025-01").await.1),
        ["2025-01"]
    );
    let stable = start_2025().await;
    let (_, all) = stable.get(GUEST, "/my/api/v1/versions").await;
    assert_eq!(all["versions"][1]["engine_url"], stable.sandbox.url());
}

#[tokio::test]
async fn a_token_tells_its_holder_what_it_is_good_for() {
    let etm = start_with(Sandbox::builder().etm_token("etm_sandbox-plain", EtmUser::Cleo, ["public", "email"])).await;
    let (status, info) = etm.get(only(BEN, EtmScopes::Read), "/my/oauth/token/info").await;
    assert_eq!((status, &info["resource_owner_id"]), (200, &json!(2)));
    assert_eq!(
        info["scope"],
        json!(["openid", "public", "profile", "email", "scenarios:read"])
    );
    assert_eq!(info["application"], json!({"uid": null}));
    let left = info["expires_in"].as_i64().unwrap();
    assert!((2_591_000..=2_592_000).contains(&left), "{left}");
    let user = json!({"sub": "2", "email": "ben@example.org", "name": "Ben"});
    assert_eq!(etm.get(BEN, "/my/oauth/userinfo").await, (200, user));
    let plain = etm
        .request(GUEST, "GET /my/oauth/userinfo")
        .bearer_auth("etm_sandbox-plain");
    assert_eq!(plain.send().await.unwrap().status(), 403);
    for path in ["/my/oauth/token/info", "/my/oauth/userinfo"] {
        let (status, refused) = etm.get(GUEST, path).await;
        assert_eq!((status, &refused["error"]), (401, &json!("invalid_token")));
    }
    let broken = etm
        .request(GUEST, &format!("GET {SAVED}"))
        .bearer_auth("etm_broken")
        .send()
        .await
        .unwrap();
    assert_eq!(broken.status(), 401);
}
