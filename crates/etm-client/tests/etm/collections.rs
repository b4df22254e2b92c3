mod refusals;

use etm_client::{CollectionUpdate, Environment, ErrorKind, EtmClient, NewCollection};
use futures_util::TryStreamExt;
use serde_json::{Value, json};
use wiremock::{MockServer, ResponseTemplate};

use crate::support::{TOKEN, answer, bodies, built, client, first, lines, reply_with, serving};

const AT_MY_ETM: &str = "/my/api/v1/collections";

/// A collection as the service shows it.
pub(crate) fn collection(id: i64, members: &Value) -> Value {
    let mut collection = json!({
        "id": id,
        "title": "Milestones",
        "created_at": "2026-07-27T13:45:32.417Z",
        "updated_at": "2026-07-27T13:45:32.417Z",
        "discarded_at": null,
        "discarded": false,
        "interpolation": false,
        "version": "latest",
        "owner": {"id": 1, "name": "John Doe"},
        "saved_scenario_ids": [5, 6],
        "scenario_ids": [12],
        "collections_app_url": "https://collections.energytransitionmodel.com/12,456789?locale=en&title=Milestones",
    });
    for (name, value) in members.as_object().into_iter().flatten() {
        collection[name] = value.clone();
    }
    collection
}

/// Adds saved scenarios of these versions.
pub(crate) async fn versions(server: &MockServer, base: &str, versions: &[(i64, Value)]) {
    for (id, version) in versions {
        answer(
            server,
            "GET",
            &format!("{base}/{id}"),
            200,
            json!({"id": id, "version": version}),
        )
        .await;
    }
}

#[tokio::test]
async fn the_list_is_read_in_the_forms_of_every_engine() {
    let items = json!([
        collection(1, &json!({})),
        collection(2, &json!({"id": "2", "scenario_ids": ["7"], "colour": "green"}))
    ]);
    for body in [
        json!({"collections": items}),
        json!({"collections": items, "data": null, "links": {}}),
        json!({"data": items, "links": {}}),
        items.clone(),
    ] {
        let server = serving("GET", "/collections", body).await;
        let list: Vec<_> = client(&server).0.collections().list().try_collect().await.unwrap();
        assert_eq!((list[0].id, list[1].id), (Some(1), Some(2)));
        assert_eq!(list[1].scenario_ids, Some(vec![7]));
        assert_eq!(list[1].extra["colour"], "green");
        assert_eq!(lines(&server).await, ["GET /api/v3/collections"]);
    }
    let server = serving("GET", "/collections", json!({"collections": []})).await;
    let list: Vec<_> = client(&server).0.collections().list().try_collect().await.unwrap();
    assert!(list.is_empty());
}

#[tokio::test]
async fn a_list_that_comes_in_pages_is_read_to_its_end() {
    let server = serving(
        "GET",
        "/collections",
        json!({"collections": [collection(3, &json!({}))]}),
    )
    .await;
    let body = json!({"collections": [], "links": {"next": "x"}});
    first(&server, "GET", "/collections", 200, body).await;
    let (etm, _) = client(&server);
    let list: Vec<_> = etm.collections().list().try_collect().await.unwrap();
    assert_eq!(list.len(), 1);
    let page = etm.collections().page(2, 25).await.unwrap();
    assert_eq!((page.items.len(), page.next), (1, None));
    let at = "GET /api/v3/collections";
    assert_eq!(
        lines(&server).await,
        [at.to_owned(), format!("{at}?page=2"), format!("{at}?limit=25&page=2")]
    );
}

#[tokio::test]
async fn a_transition_path_is_read_with_what_only_it_has() {
    let path = collection(
        1,
        &json!({"interpolation": true,
        "interpolation_params": {"area_code": null, "end_years": [2030, 2040, null]}}),
    );
    let server = serving("GET", "/collections/1", path).await;
    let path = client(&server).0.collections().get(1).await.unwrap();
    let params = path.interpolation_params.unwrap();
    assert_eq!(params.end_years, Some(vec![Some(2030), Some(2040), None]));
    assert_eq!(path.owner.unwrap().name.as_deref(), Some("John Doe"));
}

#[tokio::test]
async fn each_kind_is_made_by_one_request_after_the_versions_are_known() {
    let server = MockServer::start().await;
    answer(&server, "POST", "/collections", 200, collection(123, &json!({}))).await;
    versions(
        &server,
        "/saved_scenarios",
        &[(5, json!("latest")), (6, json!("latest")), (8, json!(null))],
    )
    .await;
    let (etm, _) = client(&server);
    let group = etm.collections();
    group.create(&NewCollection::of_sessions("s", [12, 13])).await.unwrap();
    group
        .create(&NewCollection::interpolated("p", [5]).with_sessions([12]))
        .await
        .unwrap();
    assert_eq!(
        lines(&server).await.len(),
        2,
        "one saved scenario is of one version, whichever it is"
    );
    let made = group.create(&NewCollection::of_saved("v", [5, 6, 8, 5])).await.unwrap();
    assert_eq!(made.id, Some(123));
    let expected = [
        json!({"collection": {"title": "s", "scenario_ids": [12, 13], "interpolation": false}}),
        json!({"collection": {"title": "p", "saved_scenario_ids": [5], "scenario_ids": [12], "interpolation": true}}),
        json!({"collection": {"title": "v", "saved_scenario_ids": [5, 6, 8], "interpolation": false}}),
    ];
    assert_eq!(bodies(&server).await, expected);
    assert_eq!(lines(&server).await.len(), 6);
}

#[tokio::test]
async fn an_update_sends_what_it_sets() {
    let server = serving(
        "GET",
        "/collections/1",
        collection(1, &json!({"saved_scenario_ids": ["5"]})),
    )
    .await;
    answer(
        &server,
        "PUT",
        "/collections/1",
        200,
        collection(1, &json!({"discarded": true})),
    )
    .await;
    let (etm, _) = client(&server);
    let group = etm.collections();
    group
        .update(1, &CollectionUpdate::new().with_title("t").with_sessions([3, 4]))
        .await
        .unwrap();
    assert_eq!(group.discard(1).await.unwrap().discarded, Some(true));
    answer(&server, "PUT", "/collections/2", 200, collection(2, &json!({}))).await;
    assert_eq!(group.restore(2).await.unwrap().discarded, Some(false));
    let expected = [
        json!({"collection": {"title": "t", "scenario_ids": [3, 4]}}),
        json!({"collection": {"discarded": true}}),
        json!({"collection": {"discarded": false}}),
    ];
    assert_eq!(bodies(&server).await, expected);
}

#[tokio::test]
async fn a_collection_is_deleted_by_an_empty_answer_of_either_status() {
    let server = MockServer::start().await;
    let empty = ResponseTemplate::new(200).set_body_raw("", "application/json");
    reply_with(&server, "DELETE", "/collections/1", empty).await;
    reply_with(
        &server,
        "DELETE",
        "/my/api/v1/collections/1",
        ResponseTemplate::new(204),
    )
    .await;
    let (etm, _) = client(&server);
    etm.collections().delete(1).await.unwrap();
    etm.myetm().collections().delete(1).await.unwrap();
    assert_eq!(
        lines(&server).await,
        ["DELETE /api/v3/collections/1", "DELETE /my/api/v1/collections/1"]
    );
}

#[tokio::test]
async fn the_old_name_has_the_same_methods() {
    let server = MockServer::start().await;
    let (all, one) = ("/transition_paths", "/transition_paths/1");
    answer(
        &server,
        "GET",
        all,
        200,
        json!({"collections": [collection(1, &json!({}))]}),
    )
    .await;
    answer(&server, "POST", all, 200, collection(1, &json!({}))).await;
    for verb in ["GET", "PUT", "DELETE"] {
        let notice = "transition_paths is deprecated; use /collections instead.";
        let reply = ResponseTemplate::new(200).set_body_json(collection(1, &json!({})));
        reply_with(&server, verb, one, reply.insert_header("Deprecation-Notice", notice)).await;
    }
    let (etm, _) = client(&server);
    let paths = etm.collections().transition_paths();
    let list: Vec<_> = paths.list().try_collect().await.unwrap();
    assert_eq!(list.len(), 1);
    paths.create(&NewCollection::of_sessions("t", [1])).await.unwrap();
    paths.get(1).await.unwrap();
    paths.update(1, &CollectionUpdate::new().with_title("u")).await.unwrap();
    paths.delete(1).await.unwrap();
    let expected = [("GET", all), ("POST", all), ("GET", one), ("PUT", one), ("DELETE", one)];
    assert_eq!(
        lines(&server).await,
        expected.map(|(verb, at)| format!("{verb} /api/v3{at}"))
    );
}

#[tokio::test]
async fn my_etm_is_told_the_version() {
    let server = serving("GET", AT_MY_ETM, json!({"collections": [collection(1, &json!({}))]})).await;
    answer(&server, "POST", AT_MY_ETM, 201, collection(1, &json!({}))).await;
    versions(
        &server,
        "/my/api/v1/saved_scenarios",
        &[(5, json!("2025-01")), (6, json!(null))],
    )
    .await;
    let (etm, _) = client(&server);
    let group = etm.myetm().collections();
    assert_eq!(group.list().try_collect::<Vec<_>>().await.unwrap().len(), 1);
    group.create(&NewCollection::of_saved("t", [5])).await.unwrap();
    group
        .create(&NewCollection::of_sessions("t", [7]).with_version("latest"))
        .await
        .unwrap();
    let error = group.create(&NewCollection::of_saved("t", [6])).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::InvalidRequest, Some("myetm_create_collection"))
    );
    assert!(error.to_string().contains("with_version"), "{error}");
    let sent: Vec<_> = bodies(&server)
        .await
        .iter()
        .map(|body| body["collection"]["version"].clone())
        .collect();
    assert_eq!(sent, ["2025-01", "latest"]);

    let builder = EtmClient::builder()
        .with_token(TOKEN)
        .with_environment(Environment::Production)
        .with_my_etm_url(format!("{}/my", server.uri()))
        .without_proxy();
    let (etm, _) = built(builder);
    etm.myetm()
        .collections()
        .create(&NewCollection::of_sessions("t", [7]))
        .await
        .unwrap();
    assert_eq!(bodies(&server).await.last().unwrap()["collection"]["version"], "latest");
}
