//! Saved scenarios as objects.

use etm_client::objects::{Context, ErrorMode, NewScenario, Scenario};
use etm_client::sessions::CopyOptions;
use etm_client::{Curve, ErrorKind, EtmClient, NewSession, SavedScenarioUpdate};
use serde_json::{Value, json};
use wiremock::MockServer;

use crate::objects_session::of as session_of;
use crate::saved_scenarios::saved;
use crate::support::{answer, bodies, client, guest, lines, requests, serving, session};

/// A saved scenario object of a record with these members. Nothing is asked.
pub(crate) fn of(client: &EtmClient, id: i64, members: &Value) -> Scenario {
    Scenario::of_record(client, serde_json::from_value(saved(id, members)).unwrap()).unwrap()
}

#[tokio::test]
async fn a_saved_scenario_comes_with_its_session_and_nothing_else_is_asked() {
    let nested = session(7, &json!({"metadata": {"title": "Inner"}}));
    let record = saved(5, &json!({"scenario_id": 7, "scenario": nested, "title": "Outer"}));
    let server = serving("GET", "/saved_scenarios/5", record).await;
    let mut scenario = Scenario::load(&client(&server).0, 5).await.unwrap();
    assert_eq!(
        (scenario.id(), scenario.session_id(), scenario.title()),
        (5, Some(7), Some("Outer"))
    );
    assert_eq!(scenario.session().await.unwrap().title(), Some("Inner"));
    assert_eq!(
        (scenario.area_code(), scenario.end_year()),
        (Some("nl2023"), Some(2050))
    );
    assert_eq!(
        (scenario.private(), scenario.version().as_deref()),
        (Some(false), Some("latest"))
    );
    assert_eq!(
        (scenario.identifier(), scenario.label()),
        ("Outer".to_owned(), "Outer".to_owned())
    );
    scenario.session_mut().await.unwrap().set_short_name("S");
    assert_eq!(
        (scenario.identifier(), scenario.label()),
        ("Outer".to_owned(), "S".to_owned())
    );
    assert_eq!(lines(&server).await.len(), 1);
}

#[tokio::test]
async fn a_session_that_did_not_come_along_is_loaded_once() {
    let server = serving("GET", "/scenarios/7", session(7, &json!({}))).await;
    let scenario = of(
        &client(&server).0,
        5,
        &json!({"scenario_id": 7, "scenario": null, "title": ""}),
    );
    assert!(scenario.loaded_session().is_none());
    assert_eq!(scenario.session().await.unwrap().id(), 7);
    scenario.session().await.unwrap();
    assert_eq!(lines(&server).await, ["GET /api/v3/scenarios/7"]);
    assert_eq!(scenario.identifier(), "5");
    let none = of(&client(&server).0, 5, &json!({"scenario_id": null, "scenario": null}));
    assert_eq!(none.session().await.unwrap_err().kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn an_update_takes_the_answer_over_and_another_session_takes_the_place_of_the_old_one() {
    let same = saved(
        5,
        &json!({"scenario_id": 7, "title": "New", "version": "latest",
        "scenario": session(7, &json!({"private": true}))}),
    );
    let server = serving("PUT", "/saved_scenarios/5", same).await;
    let mut scenario = of(
        &client(&server).0,
        5,
        &json!({"scenario_id": 7, "scenario": session(7, &json!({}))}),
    );
    scenario.session_mut().await.unwrap().add_queries(["q"]);
    scenario
        .update(&SavedScenarioUpdate::new().with_title("New"))
        .await
        .unwrap();
    assert_eq!(scenario.title(), Some("New"));
    let own = scenario.loaded_session().unwrap();
    assert_eq!(
        (own.queries(), own.record().private),
        (&["q".to_owned()][..], Some(true))
    );

    let server = serving(
        "PUT",
        "/saved_scenarios/5",
        saved(5, &json!({"scenario_id": 8, "scenario": null})),
    )
    .await;
    answer(&server, "GET", "/scenarios/8", 200, session(8, &json!({}))).await;
    let mut scenario = of(
        &client(&server).0,
        5,
        &json!({"scenario_id": 7, "scenario": session(7, &json!({}))}),
    );
    scenario
        .update(&SavedScenarioUpdate::new().with_session(8))
        .await
        .unwrap();
    assert_eq!(scenario.session().await.unwrap().id(), 8);

    // The session alone tells, too: the new one has nothing of the old one.
    let nested = saved(5, &json!({"scenario_id": null, "scenario": session(8, &json!({}))}));
    let server = serving("PUT", "/saved_scenarios/5", nested).await;
    let mut scenario = of(
        &client(&server).0,
        5,
        &json!({"scenario_id": 7, "scenario": session(7, &json!({}))}),
    );
    scenario.session_mut().await.unwrap().add_queries(["q"]);
    scenario
        .update(&SavedScenarioUpdate::new().with_session(8))
        .await
        .unwrap();
    assert_eq!(scenario.session_id(), Some(8));
    let own = scenario.loaded_session().unwrap();
    assert_eq!((own.id(), own.queries().len()), (8, 0));
}

#[tokio::test]
async fn a_refresh_asks_for_the_record_and_for_the_session_only_if_it_did_not_come_along() {
    let nested = saved(
        5,
        &json!({"scenario_id": 7, "scenario": session(7, &json!({"source": "new"}))}),
    );
    let server = serving("GET", "/saved_scenarios/5", nested).await;
    let mut scenario = of(
        &client(&server).0,
        5,
        &json!({"scenario_id": 7, "scenario": session(7, &json!({}))}),
    );
    scenario.refresh().await.unwrap();
    assert_eq!(
        scenario.loaded_session().unwrap().record().source.as_deref(),
        Some("new")
    );
    assert_eq!(lines(&server).await.len(), 1);
}

#[tokio::test]
async fn deleting_takes_the_session_along_and_says_so_when_only_that_is_left() {
    let server = serving("DELETE", "/saved_scenarios/5", json!({})).await;
    answer(&server, "DELETE", "/scenarios/7", 200, json!({})).await;
    answer(&server, "DELETE", "/scenarios/8", 403, json!({"errors": ["no"]})).await;
    let (client, _) = client(&server);
    of(&client, 5, &json!({"scenario_id": 7, "scenario": null}))
        .delete()
        .await
        .unwrap();
    let other = of(&client, 5, &json!({"scenario_id": 8, "scenario": null}));
    let error = other.delete().await.unwrap_err().to_string();
    assert!(
        error.contains("saved scenario 5 is deleted, and its session 8 is not"),
        "{error}"
    );
}

#[tokio::test]
async fn a_copy_is_a_session_of_its_own_saved_under_a_title_of_its_own() {
    let server = serving("POST", "/scenarios", session(8, &json!({}))).await;
    answer(
        &server,
        "PUT",
        "/scenarios/8",
        200,
        json!({"scenario": session(8, &json!({})), "gqueries": {}}),
    )
    .await;
    answer(
        &server,
        "POST",
        "/saved_scenarios",
        201,
        saved(6, &json!({"scenario_id": 8})),
    )
    .await;
    let (client, _) = client(&server);
    let nested = json!({"scenario_id": 7, "title": "Green", "private": true, "scenario": session(7, &json!({}))});
    let scenario = of(&client, 5, &nested);
    let copy = scenario.copy(None, None, &CopyOptions::new()).await.unwrap();
    assert_eq!((copy.id(), copy.session_id()), (6, Some(8)));
    scenario
        .copy_with_template(Some("Mine"), Some(false), &CopyOptions::new())
        .await
        .unwrap();
    let saved: Vec<_> = bodies(&server)
        .await
        .into_iter()
        .filter(|body| body.get("title").is_some())
        .collect();
    let expected = [
        json!({"scenario_id": 8, "title": "Copy of Green", "private": true}),
        json!({"scenario_id": 8, "title": "Mine", "private": false}),
    ];
    assert_eq!(saved, expected);
    assert_eq!(requests(&server).await.len(), 5);
}

#[tokio::test]
async fn a_new_one_is_made_and_filled_and_what_cannot_be_set_is_a_warning() {
    let server = serving("POST", "/scenarios", session(7, &json!({}))).await;
    answer(
        &server,
        "POST",
        "/saved_scenarios",
        201,
        saved(5, &json!({"scenario_id": 7})),
    )
    .await;
    answer(
        &server,
        "GET",
        "/scenarios/7/inputs",
        200,
        json!({"a": {"min": 0, "max": 9, "unit": "MW"}}),
    )
    .await;
    answer(
        &server,
        "PUT",
        "/scenarios/7",
        200,
        json!({"scenario": session(7, &json!({})), "gqueries": {}}),
    )
    .await;
    answer(
        &server,
        "PUT",
        "/scenarios/7/custom_curves/c",
        422,
        json!({"errors": ["no such key"]}),
    )
    .await;
    answer(
        &server,
        "GET",
        "/scenarios/7/user_sortables",
        200,
        json!({"forecast_storage": ["x"]}),
    )
    .await;
    let new = NewScenario::new("T", NewSession::new("nl2019", 2050))
        .with_private(true)
        .with_value("a", 5)
        .with_value("b", 5)
        .with_curve("c", Curve::new(vec![1.0; 8760]).unwrap())
        .with_order("heat_network", ["x"]);
    let scenario = Scenario::new(&client(&server).0, &new).await.unwrap();
    let warnings = scenario.warnings();
    let fields: Vec<_> = warnings.iter().map(|warning| warning.field.as_str()).collect();
    assert_eq!(
        fields,
        ["custom_curves.c", "session.inputs.b", "session.sortables.heat_network"]
    );
    assert!(warnings.to_string().contains("no such key"), "{warnings}");
    let context = Context::new(&client(&server).0).with_error_mode(ErrorMode::Safe);
    let error = Scenario::new(context, &new).await.unwrap_err();
    assert!(error.to_string().contains("the saved scenario 5 is made"), "{error}");
}

#[tokio::test]
async fn a_session_that_cannot_be_saved_is_named() {
    let server = serving("POST", "/scenarios", session(7, &json!({}))).await;
    answer(
        &server,
        "POST",
        "/saved_scenarios",
        422,
        json!({"errors": ["title is odd"]}),
    )
    .await;
    let new = NewScenario::of_copy("T", 3);
    let error = Scenario::new(&client(&server).0, &new).await.unwrap_err();
    assert!(
        error.to_string().contains("session 7 is there, and not saved"),
        "{error}"
    );
    let error = Scenario::new(&guest(&server).0, &new).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert_eq!(requests(&server).await.len(), 2, "a guest sends nothing");
}

#[tokio::test]
async fn interpolated_sessions_are_saved_each_under_its_title() {
    let made = json!([
        session(20, &json!({"end_year": 2035})),
        session(21, &json!({"end_year": 2040}))
    ]);
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
    let scenario = |id, year: i64| {
        let nested = session(id, &json!({"end_year": year}));
        of(&client, id, &json!({"scenario_id": id, "scenario": nested}))
    };
    let (one, two) = (scenario(7, 2030), scenario(8, 2050));
    let saved = Scenario::interpolate(&[&one, &two], &[2035, 2040], None).await.unwrap();
    assert_eq!(saved.iter().map(|item| item.key).collect::<Vec<_>>(), [2035, 2040]);
    assert!(saved.is_complete());
    let mut titles: Vec<_> = bodies(&server).await[1..]
        .iter()
        .map(|body| body["title"].clone())
        .collect();
    titles.sort_by_key(ToString::to_string);
    assert_eq!(titles, ["Interpolated to 2035", "Interpolated to 2040"]);
    let wrong = Scenario::interpolate(&[&one, &two], &[2035, 2040], Some(&["only one"])).await;
    assert!(wrong.unwrap_err().to_string().contains("1 titles for 2 years"));
    assert_eq!(requests(&server).await.len(), 3);
}

#[tokio::test]
async fn saved_scenarios_are_equal_by_id_and_a_record_needs_one() {
    let server = MockServer::start().await;
    let (client, _) = client(&server);
    assert_eq!(of(&client, 5, &json!({})), of(&client, 5, &json!({"title": "x"})));
    assert_ne!(of(&client, 5, &json!({})), of(&client, 6, &json!({})));
    let record = serde_json::from_value(json!({"title": "x"})).unwrap();
    assert_eq!(
        Scenario::of_record(&client, record).unwrap_err().kind(),
        ErrorKind::Decode
    );
    assert_eq!(session_of(&client, 5, &json!({})).id(), of(&client, 5, &json!({})).id());
}
