use etm_client::ErrorKind;
use serde_json::json;

use crate::support::{answer, bodies, client, lines, serving, session};

#[tokio::test]
async fn tags_come_by_the_ids_of_their_sessions() {
    let tags = json!({
        "12345": {"user_id": "1", "description": "My description", "last_updated_at": "2021-07-16T09:23:00.000Z"},
        "12346": {"last_updated_at": "2021-07-17T09:23:00.000Z", "new": 1},
    });
    let server = serving("GET", "/scenarios/versions", tags).await;
    let (client, _) = client(&server);
    let tags = client.sessions().version_tags(&[12345, 12346, 1]).await.unwrap();
    assert_eq!(tags.keys().copied().collect::<Vec<_>>(), [12345, 12346]);
    assert_eq!((tags[&12345].user_id, tags[&12346].user_id), (Some(1), None));
    let query = "GET /api/v3/scenarios/versions?scenarios%5B%5D=12345&scenarios%5B%5D=12346&scenarios%5B%5D=1";
    assert_eq!(lines(&server).await, [query]);
    let error = client.sessions().version_tags(&[]).await.unwrap_err();
    assert!(error.to_string().contains("no ids of sessions"), "{error}");
}

#[tokio::test]
async fn many_tags_are_asked_for_in_parts() {
    let server = serving("GET", "/scenarios/versions", json!({"7": {}})).await;
    let (client, _) = client(&server);
    let ids: Vec<i64> = (1..=401).collect();
    assert_eq!(client.sessions().version_tags(&ids).await.unwrap().len(), 1);
    assert_eq!(lines(&server).await.len(), 3);
}

#[tokio::test]
async fn a_tag_is_read_made_and_changed_under_its_root() {
    let tag = json!({"user_id": 1, "description": "x", "last_updated_at": "2021-07-16T09:23:00.000Z"});
    let server = serving("GET", "/scenarios/7/version", tag.clone()).await;
    answer(&server, "POST", "/scenarios/7/version", 200, tag.clone()).await;
    answer(&server, "PUT", "/scenarios/7/version", 200, tag).await;
    let (client, _) = client(&server);
    let sessions = client.sessions();
    assert_eq!(sessions.version_tag(7).await.unwrap().description.as_deref(), Some("x"));
    sessions.create_version_tag(7, Some("x")).await.unwrap();
    sessions.create_version_tag(7, None).await.unwrap();
    sessions.update_version_tag(7, Some("y")).await.unwrap();
    let root = |text: serde_json::Value| json!({"scenario_version_tag": {"description": text}});
    assert_eq!(
        bodies(&server).await,
        [root(json!("x")), root(json!(null)), root(json!("y"))]
    );
}

#[tokio::test]
async fn a_tag_that_was_not_stored_is_an_error_although_the_engine_says_200() {
    let server = serving(
        "POST",
        "/scenarios/7/version",
        json!({"last_updated_at": "2021-07-16T09:23:00.000Z"}),
    )
    .await;
    let (client, _) = client(&server);
    let error = client.sessions().create_version_tag(7, Some("x")).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Forbidden, Some("create_scenario_version_tag"))
    );
    let long = "ä".repeat(60_001);
    let error = client.sessions().update_version_tag(7, Some(&long)).await.unwrap_err();
    assert!(error.to_string().contains("60001 characters"), "{error}");
    assert_eq!(lines(&server).await.len(), 1);
}

#[tokio::test]
async fn a_refused_tag_gives_its_messages() {
    let server = serving("GET", "/none", json!({})).await;
    answer(
        &server,
        "POST",
        "/scenarios/7/version",
        422,
        json!({"errors": ["A version was already tagged"]}),
    )
    .await;
    answer(
        &server,
        "PUT",
        "/scenarios/7/version",
        404,
        json!({"errors": ["Scenario version tag not found"]}),
    )
    .await;
    answer(
        &server,
        "GET",
        "/scenarios/7/version",
        404,
        json!({"errors": ["Scenario not found"]}),
    )
    .await;
    let (client, _) = client(&server);
    let error = client.sessions().create_version_tag(7, None).await.unwrap_err();
    assert_eq!(error.messages(), ["A version was already tagged"]);
    let error = client.sessions().update_version_tag(7, None).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.messages()),
        (ErrorKind::NotFound, &["Scenario version tag not found".to_owned()][..])
    );
    let error = client.sessions().version_tag(7).await.unwrap_err();
    assert_eq!(error.messages(), ["Scenario not found"]);
}

#[tokio::test]
async fn groups_are_coupled_and_uncoupled_by_name() {
    let coupled = session(7, &json!({"active_couplings": ["external_model_industry"]}));
    let server = serving("POST", "/scenarios/7/couple", coupled).await;
    let forced = json!({"scenario": session(8, &json!({})), "gqueries": {}});
    let bare = session(7, &json!({}));
    crate::support::first(&server, "POST", "/scenarios/7/uncouple", 200, bare).await;
    answer(&server, "POST", "/scenarios/7/uncouple", 200, forced).await;
    let (client, _) = client(&server);
    let groups = ["external_model_industry"];
    let after = client.sessions().couple(7, &groups).await.unwrap();
    assert_eq!(after.active_couplings.unwrap(), groups);
    assert_eq!(
        client
            .sessions()
            .uncouple(7, &groups)
            .await
            .unwrap()
            .active_couplings
            .unwrap()
            .len(),
        0
    );
    assert_eq!(client.sessions().uncouple_all(7).await.unwrap().scenario.id, 8);
    let named = json!({"groups": groups});
    assert_eq!(bodies(&server).await, [named.clone(), named, json!({"force": true})]);
    for error in [
        client.sessions().couple(7, &[]).await.unwrap_err(),
        client.sessions().uncouple(7, &[]).await.unwrap_err(),
        client.sessions().couple(7, &[" "]).await.unwrap_err(),
    ] {
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::InvalidRequest, 0),
            "{error}"
        );
    }
}

#[tokio::test]
async fn an_unknown_group_is_refused_with_its_field() {
    let server = serving("GET", "/none", json!({})).await;
    let body = json!({"errors": {"coupling_groups": ["invalid coupling"]}});
    answer(&server, "POST", "/scenarios/7/couple", 422, body).await;
    let (client, _) = client(&server);
    let error = client.sessions().couple(7, &["nonsense"]).await.unwrap_err();
    assert_eq!(error.messages(), ["coupling_groups: invalid coupling"]);
}
