//! Users, saved scenarios, collections, the caller, and MyETM.

use etm_client::blocking::EtmClient;
use etm_client::{
    CollectionUpdate, ErrorKind, NewCollection, NewSavedScenario, Role, SavedScenarioUpdate, UserChanges, UserUpdate,
};
use serde_json::{Value, json};
use wiremock::matchers::{any, path_regex};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{client, lines, requests};

/// A server whose lists of users are lists, whose other lists have one record, and which answers one record else.
async fn serve() -> MockServer {
    let server = MockServer::start().await;
    let record = json!({"id": 5, "version": "latest", "saved_scenario_ids": [], "scenario_ids": [], "sub": "7"});
    let lists = [
        (r"/users$", json!([{"id": 1, "user_id": 8, "role": "scenario_viewer"}])),
        (r"/(saved_scenarios|scenarios)$", json!([record])),
        (
            r"/(collections|transition_paths)$",
            json!({"collections": [record], "id": 5}),
        ),
        (r"/featured_scenarios$", json!({"featured_scenarios": [record]})),
        (r"/versions$", json!({"versions": [{"tag": "latest"}]})),
    ];
    for (at, body) in lists {
        let reply = ResponseTemplate::new(200).set_body_json(body);
        Mock::given(path_regex(at)).respond_with(reply).mount(&server).await;
    }
    mount_post(&server, &record).await;
    let reply = ResponseTemplate::new(200).set_body_json(record);
    Mock::given(any())
        .respond_with(reply)
        .with_priority(9)
        .mount(&server)
        .await;
    server
}

/// What is made is answered as a record, also where the list is.
async fn mount_post(server: &MockServer, record: &Value) {
    let reply = ResponseTemplate::new(200).set_body_json(record);
    Mock::given(wiremock::matchers::method("POST"))
        .and(path_regex(r"/(saved_scenarios|collections|transition_paths)$"))
        .respond_with(reply)
        .with_priority(1)
        .mount(server)
        .await;
}

/// Runs something beside the runtime, as a program without one would.
fn apart<T: Send + 'static>(server: &MockServer, work: impl FnOnce(EtmClient) -> T + Send + 'static) -> T {
    let client = EtmClient::new(client(server).0).unwrap();
    std::thread::spawn(move || work(client)).join().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn users_are_listed_and_changed() {
    let server = serve().await;
    apart(&server, |etm| {
        let users = etm.users(7);
        assert_eq!(users.list().unwrap()[0].role, Some(Role::Viewer));
        assert!(users.set(&UserChanges::new().remove(8)).unwrap().is_complete());
        users.add("a@b.nl", Role::Viewer).unwrap();
        users.change(8, Role::Owner).unwrap();
        users.ensure(8, Role::Owner).unwrap();
        assert_eq!(users.remove(8).unwrap().user.unwrap().user_id, Some(8));
        for users in [etm.saved_scenarios().users(7), etm.myetm().saved_scenarios().users(7)] {
            assert_eq!(users.list().unwrap().len(), 1);
            assert!(users.set(&UserChanges::new().remove(8)).unwrap().is_complete());
            users.add("a@b.nl", Role::Viewer).unwrap();
            users.change(8, Role::Owner).unwrap();
            users.ensure(8, Role::Viewer).unwrap();
            users.remove(8).unwrap();
        }
    });
    assert_eq!(lines(&server).await.len(), 7 + 6 + 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn saved_scenarios_and_collections_have_all_their_methods() {
    let server = serve().await;
    apart(&server, |etm| {
        for group in [etm.saved_scenarios(), etm.myetm().saved_scenarios()] {
            assert_eq!(group.list().next().unwrap().unwrap().id, Some(5));
            assert_eq!(group.page(1, 5).unwrap().items.len(), 1);
            assert_eq!(group.get(5).unwrap().id, Some(5));
            let new = NewSavedScenario::new(7, "t").with_dataset("nl2023", 2050);
            assert_eq!(group.create(&new).unwrap().id, Some(5));
            group.update(5, &SavedScenarioUpdate::new().with_title("u")).unwrap();
            group.set_session(5, 8).unwrap();
            group.discard(5).unwrap();
            group.restore(5).unwrap();
            group.delete(5).unwrap();
        }
        etm.saved_scenarios().from_session(7, "t").unwrap();
        let collections = etm.collections();
        for group in [collections, collections.transition_paths(), etm.myetm().collections()] {
            assert_eq!(group.list().next().unwrap().unwrap().id, Some(5));
            assert_eq!(group.page(1, 5).unwrap().items.len(), 1);
            assert_eq!(group.get(5).unwrap().id, Some(5));
            group
                .create(&NewCollection::of_sessions("t", [1]).with_version("latest"))
                .unwrap();
            group.update(5, &CollectionUpdate::new().with_title("u")).unwrap();
            group.discard(5).unwrap();
            group.restore(5).unwrap();
            group.delete(5).unwrap();
        }
    });
    assert_eq!(lines(&server).await.len(), 2 * 9 + 1 + 3 * 8);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_caller_and_my_etm_have_all_their_methods() {
    let server = serve().await;
    apart(&server, |etm| {
        etm.me().update(&UserUpdate::new().with_name("Ada")).unwrap();
        etm.me().delete().unwrap();
        etm.me().token_info().unwrap();
        assert_eq!(etm.me().user_info().unwrap().sub.as_deref(), Some("7"));
        let my = etm.myetm();
        assert_eq!(my.readable_saved_scenarios().list().count(), 1);
        assert_eq!(my.featured(None).unwrap().len(), 1);
        assert_eq!(my.featured_scenario(5).unwrap().id, Some(5));
        assert_eq!(my.featured_sessions(None).unwrap().len(), 1);
        assert_eq!(my.versions(None).unwrap().len(), 1);
        assert_eq!(my.newest_versions().unwrap().len(), 1);
    });
    assert_eq!(lines(&server).await.len(), 10);
}

#[tokio::test]
async fn inside_an_async_runtime_each_is_an_error_and_no_panic() {
    let server = serve().await;
    let etm = EtmClient::new(client(&server).0).unwrap();
    let errors = [
        etm.users(7).list().unwrap_err(),
        etm.saved_scenarios().list().next().unwrap().unwrap_err(),
        etm.saved_scenarios().users(7).remove(8).unwrap_err(),
        etm.collections().get(1).unwrap_err(),
        etm.me().delete().unwrap_err(),
        etm.myetm().versions(None).unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains("inside an async runtime"), "{error}");
    }
    drop(etm);
    assert!(requests(&server).await.is_empty());
}
