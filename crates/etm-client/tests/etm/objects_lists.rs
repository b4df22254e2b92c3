//! Several objects at once: lists, and collections.

use etm_client::objects::{
    AnyScenario, Bulk, Collection, Context, ErrorMode, NewScenario, Scenario, Scenarios, Session, Sessions,
};
use etm_client::{CollectionUpdate, ErrorKind, Export, NewCollection, NewSession};
use serde_json::{Value, json};
use wiremock::MockServer;

use crate::objects_scenario::of as saved_of;
use crate::objects_session::of;
use crate::saved_scenarios::saved;
use crate::support::{answer, answer_raw, bodies, client, first, lines, requests, serving, session};

fn page(ids: [i64; 2], more: bool) -> Value {
    let next = more.then_some("https://example.com/?page=2");
    let total = if more { 2 } else { 1 };
    json!({"data": ids.map(|id| session(id, &json!({}))), "links": {"next": next}, "meta": {"total_pages": total}})
}

#[tokio::test]
async fn all_sessions_are_loaded_and_filtered() {
    let server = serving("GET", "/scenarios", page([1, 2], false)).await;
    let (client, _) = client(&server);
    let sessions = Sessions::load_all(&client).await.unwrap();
    assert_eq!((sessions.len(), requests(&server).await.len()), (2, 1));
    let mut sessions = sessions.filter(|session| session.id() == 2);
    sessions.push(of(&client, 3, &json!({})));
    sessions.extend([of(&client, 4, &json!({}))]);
    let ids: Vec<_> = sessions.iter().map(Session::id).collect();
    assert_eq!(
        (ids, sessions.get(1).map(Session::id), sessions.get(9).is_none()),
        (vec![2, 3, 4], Some(3), true)
    );
    for session in sessions.iter_mut() {
        session.set_short_name("s");
    }
    assert_eq!(sessions.get_mut(0).unwrap().identifier(), "s");
    let page = Sessions::load_page(&client, 1, 50).await.unwrap();
    assert_eq!(page.into_iter().count(), 2);
    assert!(
        lines(&server).await[1].ends_with("limit=50&page=1"),
        "{:?}",
        lines(&server).await
    );
}

#[tokio::test]
async fn a_list_that_breaks_off_has_what_came_before_and_says_so() {
    let server = MockServer::start().await;
    first(&server, "GET", "/scenarios", 200, page([1, 2], true)).await;
    answer(&server, "GET", "/scenarios", 403, json!({"errors": ["no"]})).await;
    let (client, _) = client(&server);
    let sessions = Sessions::load_all(&client).await.unwrap();
    assert_eq!(sessions.len(), 2);
    assert!(
        sessions
            .warnings()
            .to_string()
            .contains("[ERROR] the list ends after 2"),
        "{}",
        sessions.warnings()
    );
    let error = Sessions::load_all(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Forbidden, "with nothing before it");
    first(&server, "GET", "/scenarios", 200, page([1, 2], true)).await;
    let safe = Context::new(&client).with_error_mode(ErrorMode::Safe);
    assert!(Sessions::load_all(safe).await.is_err());
}

#[tokio::test]
async fn many_sessions_are_loaded_in_one_request_and_those_that_are_missing_are_named() {
    let found = json!([session(1, &json!({})), session(3, &json!({}))]);
    let server = serving("GET", "/scenarios/3%2C2%2C1/batch", found).await;
    let (client, _) = client(&server);
    let items = Sessions::load_many(&client, &[3, 2, 1]).await.unwrap();
    assert_eq!(items.iter().map(|item| item.key).collect::<Vec<_>>(), [3, 2, 1]);
    assert_eq!(items[1].outcome.as_ref().unwrap_err().kind(), ErrorKind::NotFound);
    let safe = Context::new(&client).with_error_mode(ErrorMode::Safe);
    let list = Sessions::gather(&client, items).unwrap();
    assert_eq!(list.iter().map(Session::id).collect::<Vec<_>>(), [3, 1]);
    assert!(list.warnings().has("2"));
    let items = Sessions::load_many(&client, &[3, 2, 1]).await.unwrap();
    assert!(Sessions::gather(&safe, items).is_err());
    assert!(Sessions::load_many(&client, &[]).await.unwrap().is_empty());
}

#[tokio::test]
async fn many_sessions_are_made_and_deleted_and_each_is_reported() {
    let server = MockServer::start().await;
    first(
        &server,
        "POST",
        "/scenarios",
        422,
        json!({"errors": {"area_code": ["is unknown"]}}),
    )
    .await;
    answer(&server, "POST", "/scenarios", 200, session(8, &json!({}))).await;
    answer(&server, "DELETE", "/scenarios/8", 200, json!({})).await;
    let context = Context::new(&client(&server).0).with_bulk(Bulk::new().with_concurrency(1));
    let new = [
        ("a", NewSession::new("xx", 2050)),
        ("b", NewSession::new("nl2019", 2050)),
    ];
    let made = Sessions::create_many(&context, new).await;
    assert_eq!((made[0].key, made[0].outcome.is_err()), ("a", true));
    assert_eq!((made[1].key, made[1].outcome.as_ref().unwrap().id()), ("b", 8));
    let deleted = Sessions::delete_many(&context, &[8, 9]).await;
    assert_eq!((deleted[0].outcome.is_ok(), deleted[1].outcome.is_ok()), (true, false));
}

#[tokio::test]
async fn saved_scenarios_and_sessions_stand_in_one_list() {
    let items = json!([
        saved(1, &json!({"title": "A"})),
        saved(2, &json!({"title": "B", "scenario": null, "scenario_id": 7}))
    ]);
    let server = serving("GET", "/saved_scenarios", items).await;
    answer(&server, "GET", "/scenarios/7", 404, json!({"errors": ["Not found"]})).await;
    let flow = "key,input_of_coal (MJ)\na,0.5\n";
    answer_raw(&server, "GET", "/scenarios/456789/energy_flow", 200, "text/csv", flow).await;
    let (client, _) = client(&server);
    let mut list = Scenarios::load_all(&client).await.unwrap();
    list.push(of(&client, 9, &json!({"metadata": {"title": "C"}})));
    let labels: Vec<_> = list.iter().map(AnyScenario::label).collect();
    assert_eq!(
        (labels, list.saved().count()),
        (vec!["A".into(), "B".into(), "C".into()], 2)
    );
    let sessions = list.sessions().await;
    let ids: Vec<_> = sessions
        .done()
        .map(|(label, session)| (label.as_str(), session.id()))
        .collect();
    assert_eq!(ids, [("A", 456_789), ("C", 9)]);
    let exports = list.export(Export::EnergyFlow).await;
    let done: Vec<_> = exports.iter().map(|item| item.outcome.is_ok()).collect();
    assert_eq!(done, [true, false, false]);
    let curves = list.hourly("electricity").await;
    assert_eq!((curves.len(), curves.failed().count()), (3, 3));
    assert!(Scenarios::new().sessions().await.is_empty() && Scenarios::new().hourly("heat").await.is_empty());
    let only = list.get_mut(2).unwrap();
    only.session_mut().await.unwrap().set_short_name("S");
    assert_eq!(
        (only.label(), only.id(), only.as_saved().is_none()),
        ("S".into(), 9, true)
    );
    assert_eq!(
        (only.area_code(), only.end_year(), only.identifier()),
        (Some("nl2019"), Some(2050), "S".into())
    );
}

#[tokio::test]
async fn data_goes_to_the_scenario_that_it_was_given_for_although_another_one_failed() {
    let server = MockServer::start().await;
    answer(
        &server,
        "POST",
        "/saved_scenarios",
        201,
        saved(5, &json!({"scenario_id": 8})),
    )
    .await;
    first(
        &server,
        "POST",
        "/scenarios",
        422,
        json!({"errors": {"area_code": ["is unknown"]}}),
    )
    .await;
    answer(&server, "POST", "/scenarios", 200, session(8, &json!({}))).await;
    answer(
        &server,
        "GET",
        "/scenarios/8/inputs",
        200,
        json!({"a": {"min": 0, "max": 9, "unit": "MW"}}),
    )
    .await;
    answer(
        &server,
        "PUT",
        "/scenarios/8",
        200,
        json!({"scenario": session(8, &json!({})), "gqueries": {}}),
    )
    .await;
    let context = Context::new(&client(&server).0).with_bulk(Bulk::new().with_concurrency(1));
    let new = |title: &str, value: i32| {
        NewScenario::new(title, NewSession::new("nl2019", 2050))
            .with_value("a", value)
            .with_value("b", 1)
    };
    let made = Scenarios::create_many(&context, [new("one", 1), new("two", 2)]).await;
    assert!(made[0].outcome.is_err() && made[1].outcome.is_ok());
    assert_eq!(made[1].key, "two");
    assert!(made[1].warnings.has("session.inputs.b"));
    let values: Vec<_> = bodies(&server)
        .await
        .into_iter()
        .filter(|body| body["scenario"]["user_values"].is_object())
        .collect();
    assert_eq!(values, [json!({"scenario": {"user_values": {"a": 2.0}}})]);
}

#[tokio::test]
async fn many_saved_scenarios_are_loaded_and_discarded() {
    let server = serving("GET", "/saved_scenarios/1", saved(1, &json!({}))).await;
    answer(&server, "PUT", "/saved_scenarios/1/discard", 200, json!({})).await;
    let (client, _) = client(&server);
    let loaded = Scenarios::load_many(&client, &[1, 2]).await;
    assert_eq!((loaded.done().count(), loaded.failed().count()), (1, 1));
    let list = Scenarios::gather(&client, loaded).unwrap();
    assert_eq!((list.len(), list.warnings().has("2")), (1, true));
    let (done, failed) = Scenarios::discard_many(&client, &[1, 2]).await.into_halves();
    assert_eq!((done[0].0, failed[0].0), (1, 2));
}

#[tokio::test]
async fn a_list_is_interpolated() {
    let made = json!([session(20, &json!({"end_year": 2035}))]);
    let server = serving("POST", "/scenarios/interpolate", made).await;
    answer(
        &server,
        "POST",
        "/saved_scenarios",
        201,
        saved(6, &json!({"scenario_id": 20})),
    )
    .await;
    let (client, _) = client(&server);
    let years = [(7, 2030), (8, 2050)];
    let sessions: Sessions = years
        .iter()
        .map(|(id, year)| of(&client, *id, &json!({"end_year": year})))
        .collect();
    assert_eq!(sessions.interpolate(&[2035]).await.unwrap().len(), 1);
    let saved = years.map(|(id, year)| {
        let nested = session(id, &json!({"end_year": year}));
        saved_of(&client, id, &json!({"scenario_id": id, "scenario": nested}))
    });
    let scenarios: Scenarios = saved.into_iter().collect();
    let made = scenarios.interpolate(&[2035], Some(&["Half way"])).await.unwrap();
    assert_eq!(made.into_result().unwrap()[0].session_id(), Some(20));
    assert_eq!(bodies(&server).await[2]["title"], "Half way");
}

#[tokio::test]
async fn a_collection_is_made_changed_and_deleted_and_gives_its_scenarios() {
    let record =
        json!({"id": 3, "title": "Two", "saved_scenario_ids": [1, 2], "scenario_ids": [7], "interpolation": false});
    let server = serving("POST", "/collections", record.clone()).await;
    answer(&server, "GET", "/collections", 200, json!({"collections": [record]})).await;
    answer(&server, "GET", "/collections/3", 200, record).await;
    answer(
        &server,
        "PUT",
        "/collections/3",
        200,
        json!({"id": 3, "title": "New", "discarded": true}),
    )
    .await;
    answer(&server, "DELETE", "/collections/3", 200, json!({})).await;
    answer(&server, "GET", "/saved_scenarios/1", 200, saved(1, &json!({}))).await;
    answer(&server, "GET", "/scenarios/7", 200, session(7, &json!({}))).await;
    let (client, _) = client(&server);
    let new = NewCollection::of_saved("Two", [1]);
    let mut collection = Collection::create(&client, &new).await.unwrap();
    assert_eq!((collection.id(), collection.title()), (3, Some("Two")));
    assert_eq!(
        (collection.saved_scenario_ids(), collection.session_ids()),
        (&[1, 2][..], &[7][..])
    );
    assert_eq!(collection, Collection::load(&client, 3).await.unwrap());
    assert_eq!(Collection::load_all(&client).await.unwrap(), [collection.clone()]);
    let scenarios = collection.scenarios().await;
    assert_eq!(scenarios.done().map(|(id, _)| *id).collect::<Vec<_>>(), [1]);
    assert_eq!(collection.sessions().await.into_result().unwrap()[0].id(), 7);
    collection
        .update(&CollectionUpdate::new().with_title("New"))
        .await
        .unwrap();
    assert_eq!(collection.title(), Some("New"));
    collection.discard().await.unwrap();
    collection.restore().await.unwrap();
    collection.refresh().await.unwrap();
    assert_eq!(collection.record().interpolation, Some(false));
    collection.delete().await.unwrap();
    let changes: Vec<_> = bodies(&server).await[1..]
        .iter()
        .map(|body| body["collection"].clone())
        .collect();
    assert_eq!(
        changes,
        [
            json!({"title": "New"}),
            json!({"discarded": true}),
            json!({"discarded": false})
        ]
    );
}

/// Programs run these on several threads.
#[test]
fn whatever_waits_can_be_sent_to_another_thread() {
    fn send<T: Send>(_: &T) {}
    fn check(client: &etm_client::EtmClient, session: &mut Session, scenario: &mut Scenario, list: &Scenarios) {
        send(&Sessions::load_all(client));
        send(&Scenarios::create_many(client, Vec::new()));
        send(&Scenarios::discard_many(client, &[1]));
        send(&list.hourly("heat"));
        send(&list.sessions());
        send(&session.set_inputs([("a", 1.0)]));
        send(&session.set_orders([("a", Vec::new())]));
        send(&session.upload_curves::<String>([]));
        send(&session.apply_pending_users());
        send(&session.hourly_curves(etm_client::HourlyCurve::all()));
        send(&scenario.apply_pending_users());
        send(&scenario.session_mut());
        send(session);
        send(scenario);
    }
    let _compiles = check;
}
