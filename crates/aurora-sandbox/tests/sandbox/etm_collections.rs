//! Collections, and transition paths as they used to be called.

use aurora_sandbox::{EtmQuirks, EtmScopes, Sandbox};
use serde_json::{Value, json};

use crate::etm_session::{ADA, BEN, Etm, GUEST, errors, not_found, only, start, start_2025, start_with};

async fn create(etm: &Etm, members: Value) -> (u16, Value) {
    etm.ask(ADA, "POST /collections", json!({ "collection": members }))
        .await
}

async fn session(etm: &Etm, end_year: i64) -> i64 {
    etm.scenario(ADA, json!({"area_code": "nl2019", "end_year": end_year}))
        .await
}

#[tokio::test]
async fn a_collection_of_both_kinds_keeps_its_orders_and_says_where_to_look_at_it() {
    let etm = start().await;
    let (a, a_session) = etm.saved(ADA, "a").await;
    let (b, b_session) = etm.saved(ADA, "b").await;
    let loose = session(&etm, 2040).await;
    let members = json!({"title": "Mile stones & more", "saved_scenario_ids": [b, a, b], "scenario_ids": [loose]});
    let (status, made) = create(&etm, members.clone()).await;
    assert_eq!(status, 200, "{made}");
    assert_eq!(
        (&made["saved_scenario_ids"], &made["scenario_ids"]),
        (&json!([b, a]), &json!([loose]))
    );
    assert_eq!(made["interpolation"], false);
    assert!(made.get("interpolation_params").is_none());
    assert_eq!(
        (&made["version"], &made["discarded"]),
        (&json!("latest"), &json!(false))
    );
    assert_eq!(made["owner"], json!({"id": 1, "name": "Ada"}));
    assert_eq!(
        made["collections_app_url"],
        format!(
            "https://collections.energytransitionmodel.com/{loose},{b_session},{a_session}?locale=en&title=Mile+stones+%26+more"
        )
    );
    // A flat body does as well.
    let (status, second) = etm.ask(ADA, "POST /collections", members).await;
    assert_eq!(status, 200);
    let (_, list) = etm.get(ADA, "/collections").await;
    let ids: Vec<&Value> = list["collections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["id"])
        .collect();
    assert_eq!(ids, [&second["id"], &made["id"]]);
    assert_eq!(etm.get(ADA, &format!("/collections/{}", made["id"])).await, (200, made));
}

#[tokio::test]
async fn a_transition_path_takes_area_and_end_from_its_saved_scenario() {
    let etm = start().await;
    let (saved, _) = etm.saved(ADA, "a").await;
    let path = |extra: Value| {
        let mut members = json!({"title": "p", "interpolation": true, "saved_scenario_ids": [saved]});
        members
            .as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        members
    };
    let (_, made) = create(&etm, path(json!({}))).await;
    let expected = json!({"area_code": "nl2019", "end_years": [2030, 2040, 2050]});
    assert_eq!(made["interpolation_params"], expected);
    let (_, made) = create(&etm, path(json!({"area_code": "nl2023", "end_year": 2045}))).await;
    let expected = json!({"area_code": "nl2023", "end_years": [2030, 2040, 2045]});
    assert_eq!(made["interpolation_params"], expected);
    let loose = session(&etm, 2050).await;
    let (_, made) = create(
        &etm,
        json!({"title": "p", "interpolation": true, "scenario_ids": [loose]}),
    )
    .await;
    let expected = json!({"area_code": null, "end_years": [2030, 2040, null]});
    assert_eq!(made["interpolation_params"], expected);
}

#[tokio::test]
async fn what_a_collection_may_not_be_is_said_by_member() {
    let etm = start().await;
    let (saved, _) = etm.saved(ADA, "a").await;
    let (other, _) = etm.saved(ADA, "b").await;
    let (strange, _) = etm.saved(BEN, "strange").await;
    let hide = json!({"saved_scenario": {"private": true}});
    etm.ask(BEN, &format!("PUT /saved_scenarios/{strange}"), hide).await;
    let mut loose = Vec::new();
    for year in 2040..2046 {
        loose.push(session(&etm, year).await);
    }
    let cases = [
        (json!({"scenario_ids": loose[..1]}), json!({"title": ["is missing"]})),
        (
            json!({"title": "", "scenario_ids": loose[..1]}),
            json!({"title": ["must be filled"]}),
        ),
        (
            json!({"title": "t"}),
            json!({"scenario_ids": ["at least one scenario_id or saved_scenario_id should be present"]}),
        ),
        (
            json!({"title": "t", "scenario_ids": []}),
            json!({"scenario_ids": ["must be filled"]}),
        ),
        (
            json!({"title": "t", "saved_scenario_ids": ["x", saved, 0]}),
            json!({"saved_scenario_ids": {"0": ["must be an integer"], "2": ["must be greater than 0"]}}),
        ),
        (
            json!({"title": "t", "scenario_ids": loose, "saved_scenario_ids": [saved]}),
            json!({"scenarios": ["exceeds maximum of 6 scenarios"]}),
        ),
        (
            json!({"title": "t", "interpolation": true, "saved_scenario_ids": [saved, other]}),
            json!({"scenarios": ["interpolated collections cannot have more than 1 saved scenario"]}),
        ),
        (
            json!({"title": "t", "saved_scenario_ids": [strange]}),
            json!({"collection_saved_scenarios": ["is invalid"]}),
        ),
        (
            json!({"title": "t", "saved_scenario_ids": [7777]}),
            json!({"collection_saved_scenarios": ["is invalid"]}),
        ),
        // Featured, of the other version.
        (
            json!({"title": "t", "saved_scenario_ids": [2003]}),
            json!({"scenarios": ["must all belong to the collection's version (latest)"]}),
        ),
    ];
    for (members, faults) in cases {
        let answer = create(&etm, members.clone()).await;
        assert_eq!(answer, (422, json!({"errors": faults})), "{members}");
    }
    let six = json!({"title": "t", "scenario_ids": loose});
    assert_eq!(create(&etm, six).await.0, 200);
}

#[tokio::test]
async fn the_engine_wants_readable_sessions_in_the_order_of_their_end_years() {
    let etm = start().await;
    let early = session(&etm, 2030).await;
    let late = session(&etm, 2050).await;
    let later_made = session(&etm, 2040).await;
    let hidden = etm.scenario(BEN, json!({"private": true})).await;
    let answer = create(&etm, json!({"title": "t", "scenario_ids": [hidden, 99, early]})).await;
    let gone = json!({"scenario_ids": {hidden.to_string(): ["does not exist"], "99": ["does not exist"]}});
    assert_eq!(answer, (422, json!({"errors": gone})));
    for ids in [json!([early, early]), json!([late, later_made])] {
        let answer = create(&etm, json!({"title": "t", "scenario_ids": ids})).await;
        assert_eq!(answer, (422, json!({"errors": {"scenario_ids": {}}})));
    }
    let (status, made) = create(&etm, json!({"title": "t", "scenario_ids": [late, early]})).await;
    assert_eq!((status, &made["scenario_ids"]), (200, &json!([late, early])));
}

#[tokio::test]
async fn an_update_replaces_lists_trashes_restores_and_leaves_interpolation_alone() {
    let etm = start().await;
    let (first, second) = (session(&etm, 2040).await, session(&etm, 2050).await);
    let (_, made) = create(&etm, json!({"title": "t", "scenario_ids": [first], "discarded": true})).await;
    assert_eq!(made["discarded"], false);
    let line = format!("PUT /collections/{}", made["id"]);
    let change = |members: Value| etm.ask(ADA, &line, json!({ "collection": members }));
    let (status, changed) =
        change(json!({"title": "new", "scenario_ids": [first, second], "interpolation": true})).await;
    assert_eq!((status, &changed["title"]), (200, &json!("new")));
    assert_eq!(
        (&changed["scenario_ids"], &changed["interpolation"]),
        (&json!([first, second]), &json!(false))
    );
    let (_, trashed) = change(json!({"discarded": true})).await;
    assert!(trashed["discarded"] == true && trashed["discarded_at"].is_string());
    assert_eq!(etm.get(ADA, "/collections").await, (200, json!({"collections": []})));
    let (_, restored) = change(json!({"discarded": false})).await;
    assert_eq!(
        (&restored["discarded"], &restored["discarded_at"]),
        (&json!(false), &Value::Null)
    );
    let answer = change(json!({"scenario_ids": []})).await;
    assert_eq!(answer, (422, json!({"errors": {"scenario_ids": ["must be filled"]}})));
    let answer = etm
        .response(ADA, &format!("DELETE /collections/{}", made["id"]), Value::Null)
        .await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "application/json; charset=utf-8");
    assert_eq!(answer.text().await.unwrap(), "");
    assert_eq!(change(json!({})).await, not_found());
    assert_eq!(etm.get(ADA, &format!("/scenarios/{first}")).await.0, 200);
}

#[tokio::test]
async fn collections_have_one_owner_and_each_operation_its_scope() {
    let etm = start().await;
    let id = session(&etm, 2050).await;
    let (_, made) = create(&etm, json!({"title": "t", "scenario_ids": [id]})).await;
    let path = format!("/collections/{}", made["id"]);
    let foreign = (403, errors("Collection does not belong to you"));
    for who in [BEN, GUEST, only(ADA, EtmScopes::Public)] {
        assert_eq!(etm.get(who, &path).await, foreign);
    }
    assert_eq!(etm.get(only(ADA, EtmScopes::Read), &path).await.0, 200);
    assert_eq!(etm.get(GUEST, "/collections").await, not_found());
    let (put, delete) = (format!("PUT {path}"), format!("DELETE {path}"));
    for who in [BEN, GUEST] {
        assert_eq!(etm.ask(who, &put, json!({"title": "x"})).await, foreign);
    }
    assert_eq!(
        etm.ask(only(ADA, EtmScopes::Read), &put, json!({"title": "x"})).await,
        not_found()
    );
    assert_eq!(
        etm.ask(only(ADA, EtmScopes::Write), &put, json!({"title": "x"}))
            .await
            .0,
        200
    );
    for who in [GUEST, only(ADA, EtmScopes::Write)] {
        assert_eq!(etm.ask(who, &delete, Value::Null).await, not_found());
    }
    assert_eq!(etm.ask(BEN, &delete, Value::Null).await, foreign);
    for who in [GUEST, only(ADA, EtmScopes::Read)] {
        let body = json!({"title": "t", "scenario_ids": [id]});
        assert_eq!(etm.ask(who, "POST /collections", body).await, not_found());
    }
}

#[tokio::test]
async fn the_older_name_works_and_says_that_it_is_old() {
    let etm = start().await;
    let id = session(&etm, 2050).await;
    let body = json!({"title": "t", "scenario_ids": [id]});
    let answer = etm.response(ADA, "POST /transition_paths", body).await;
    assert_eq!(answer.status(), 200);
    let notice = "transition_paths is deprecated; use /collections instead.";
    assert_eq!(answer.headers()["deprecation-notice"], notice);
    let (_, made) = crate::etm_session::read(answer).await;
    let path = format!("/transition_paths/{}", made["id"]);
    assert_eq!(etm.get(ADA, &path).await, (200, made.clone()));
    assert_eq!(
        etm.ask(ADA, &format!("PUT {path}"), json!({"title": "u"})).await.1["title"],
        "u"
    );
    assert_eq!(
        etm.get(ADA, "/transition_paths").await.1["collections"][0]["id"],
        made["id"]
    );
    assert_eq!(etm.ask(ADA, &format!("DELETE {path}"), Value::Null).await.0, 200);
    let answer = etm.response(ADA, &format!("GET {path}"), Value::Null).await;
    assert_eq!(answer.status(), 404);
    assert_eq!(answer.headers()["deprecation-notice"], notice);
}

#[tokio::test]
async fn the_quirks_of_the_real_proxy_lose_what_myetm_said() {
    let etm = start_with(Sandbox::builder().etm_quirks(EtmQuirks::all())).await;
    assert_eq!(
        create(&etm, json!({"title": "t"})).await,
        (422, json!({"errors": null}))
    );
    let id = session(&etm, 2050).await;
    let (_, made) = create(&etm, json!({"title": "t", "scenario_ids": [id]})).await;
    let (status, body) = etm.get(BEN, &format!("/collections/{}", made["id"])).await;
    assert_eq!(
        (status, body),
        (500, json!({"status": 500, "error": "Internal Server Error"}))
    );
}

#[tokio::test]
async fn the_stable_version_lists_more_members_and_cannot_create() {
    let etm = start_2025().await;
    let id = session(&etm, 2050).await;
    let answer = create(&etm, json!({"title": "t", "scenario_ids": [id]})).await;
    assert_eq!(answer, (200, json!({"version": ["is missing"]})));
    let list = json!({"collections": [], "data": null, "links": {}});
    assert_eq!(etm.get(ADA, "/collections").await, (200, list));
}
