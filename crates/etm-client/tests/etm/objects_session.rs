//! Sessions as objects: what they are, and how they are made.

use etm_client::objects::{MetadataChanges, Session};
use etm_client::sessions::CopyOptions;
use etm_client::{ErrorKind, EtmClient, NewSession, SessionUpdate};
use serde_json::{Value, json};
use wiremock::MockServer;

use crate::saved_scenarios::saved;
use crate::support::{answer, bodies, client, first, guest, lines, requests, serving, session};

/// A session object of a record with these members. Nothing is asked.
pub(crate) fn of(client: &EtmClient, id: i64, members: &Value) -> Session {
    let record = serde_json::from_value(session(id, members)).unwrap();
    Session::of_record(client, record)
}

#[tokio::test]
async fn a_session_is_loaded_and_tells_what_it_is() {
    let record = session(
        7,
        &json!({"metadata": {"title": "Green"}, "user_values": {"a": 5}, "template": 3}),
    );
    let server = serving("GET", "/scenarios/7", record).await;
    let (client, _) = client(&server);
    let mut session = Session::load(&client, 7).await.unwrap();
    assert_eq!(
        (session.id(), session.area_code(), session.end_year()),
        (7, Some("nl2019"), Some(2050))
    );
    assert_eq!((session.start_year(), session.template_id()), (Some(2019), Some(3)));
    assert_eq!(
        (session.title(), session.identifier()),
        (Some("Green"), "Green".to_owned())
    );
    assert_eq!(session.user_values().next().unwrap(), ("a", &5.0.into()));
    session.set_short_name("G");
    assert_eq!(
        (session.short_name(), session.identifier()),
        (Some("G"), "G".to_owned())
    );
    assert!(session.warnings().is_empty());
}

#[tokio::test]
async fn a_session_without_a_title_goes_by_its_id() {
    let server = MockServer::start().await;
    let (client, _) = client(&server);
    for metadata in [json!({}), json!({"title": " "}), json!({"title": 5}), json!(null)] {
        assert_eq!(of(&client, 7, &json!({"metadata": metadata})).identifier(), "7");
    }
    assert_eq!(of(&client, 7, &json!({"title": "Old"})).title(), Some("Old"));
}

#[tokio::test]
async fn the_version_is_told_by_the_address() {
    let server = MockServer::start().await;
    let (client, _) = client(&server);
    for (url, version) in [
        (
            json!("https://engine.energytransitionmodel.com/api/v3/scenarios/7"),
            Some("latest"),
        ),
        (
            json!("https://2025-01.engine.energytransitionmodel.com/api/v3/scenarios/7"),
            Some("2025-01"),
        ),
        (json!("https://beta.engine.energytransitionmodel.com/x"), Some("beta")),
        (json!("http://localhost:3000/api/v3/scenarios/7"), Some("latest")),
        (json!(null), None),
    ] {
        let session = of(&client, 7, &json!({"url": url}));
        assert_eq!(session.version().as_deref(), version, "{url}");
    }
}

#[tokio::test]
async fn sessions_are_equal_when_they_are_the_same_one_of_the_same_engine() {
    let (one, two) = (MockServer::start().await, MockServer::start().await);
    let ((here, _), (there, _)) = (client(&one), client(&two));
    let session = of(&here, 7, &json!({}));
    assert_eq!(session, of(&here, 7, &json!({"private": true})));
    assert_ne!(session, of(&here, 8, &json!({})));
    assert_ne!(session, of(&there, 7, &json!({})));
}

#[tokio::test]
async fn a_copy_stands_on_its_own_and_one_with_a_template_does_not() {
    let server = serving("POST", "/scenarios", session(8, &json!({"template": 7}))).await;
    let cut = json!({"scenario": session(8, &json!({"template": null})), "gqueries": {}});
    answer(&server, "PUT", "/scenarios/8", 200, cut).await;
    let (client, _) = client(&server);
    let original = of(&client, 7, &json!({}));
    let options = CopyOptions::new().with_title("Copy");
    let copy = original.copy(&options).await.unwrap();
    assert_eq!((copy.id(), copy.template_id()), (8, None));
    let linked = original.copy_with_template(&CopyOptions::new()).await.unwrap();
    assert_eq!(linked.template_id(), Some(7));
    let expected = [
        json!({"scenario": {"scenario_id": 7, "metadata": {"title": "Copy"}}}),
        json!({"scenario": {"preset_scenario_id": null}}),
        json!({"scenario": {"scenario_id": 7}}),
    ];
    assert_eq!(bodies(&server).await, expected);
}

#[tokio::test]
async fn a_copy_whose_link_cannot_be_cut_is_named() {
    let server = serving("POST", "/scenarios", session(8, &json!({"template": 7}))).await;
    answer(&server, "PUT", "/scenarios/8", 422, json!({"errors": ["no"]})).await;
    let (client, _) = client(&server);
    let error = of(&client, 7, &json!({})).copy(&CopyOptions::new()).await.unwrap_err();
    assert!(error.to_string().contains("the copy is session 8"), "{error}");
}

#[tokio::test]
async fn sessions_of_one_area_and_several_years_are_interpolated() {
    let made = json!([
        session(20, &json!({"end_year": 2035})),
        session(21, &json!({"end_year": 2040}))
    ]);
    let server = serving("POST", "/scenarios/interpolate", made).await;
    let (client, _) = client(&server);
    let session = |id, area: &str, year: i64| of(&client, id, &json!({"area_code": area, "end_year": year}));
    let (one, two) = (session(7, "nl2019", 2030), session(8, "nl2019", 2050));
    let between = Session::interpolate(&[&one, &two], &[2035, 2040]).await.unwrap();
    assert_eq!(
        between.iter().map(Session::end_year).collect::<Vec<_>>(),
        [Some(2035), Some(2040)]
    );
    let expected = json!({"scenario_ids": [7, 8], "end_years": [2035, 2040]});
    assert_eq!(bodies(&server).await, [expected]);
    for (other, part) in [
        (
            session(9, "de2019", 2050),
            "of one area, and these are of de2019, nl2019",
        ),
        (session(9, "nl2019", 2030), "sessions 7 and 9 are both about 2030"),
    ] {
        let error = Session::interpolate(&[&one, &other], &[2035]).await.unwrap_err();
        assert!(error.to_string().contains(part), "{error}");
    }
    assert!(Session::interpolate(&[], &[2035]).await.is_err());
    assert_eq!(requests(&server).await.len(), 1);
}

#[tokio::test]
async fn a_session_is_saved_under_a_title_or_its_own() {
    let server = serving(
        "POST",
        "/saved_scenarios",
        saved(5, &json!({"scenario_id": 7, "title": "Green"})),
    )
    .await;
    let (client, _) = client(&server);
    let session = of(&client, 7, &json!({"metadata": {"title": "Green"}, "private": true}));
    let scenario = session.save(None, None).await.unwrap();
    assert_eq!((scenario.id(), scenario.session_id()), (5, Some(7)));
    assert_eq!(scenario.loaded_session(), Some(&session));
    session.save(Some("Else"), Some(false)).await.unwrap();
    let bodies = bodies(&server).await;
    assert_eq!(bodies[0], json!({"scenario_id": 7, "title": "Green", "private": true}));
    assert_eq!(bodies[1], json!({"scenario_id": 7, "title": "Else", "private": false}));
    let error = of(&client, 7, &json!({})).save(None, None).await.unwrap_err();
    assert!(error.to_string().contains("session 7 has no title"), "{error}");
}

#[tokio::test]
async fn a_guest_saves_nothing_and_hears_why() {
    let server = MockServer::start().await;
    let (client, _) = guest(&server);
    let error = of(&client, 7, &json!({})).save(Some("T"), None).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert!(error.to_string().contains("ETM_API_TOKEN"), "{error}");
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn one_entry_of_the_metadata_is_changed_and_the_others_stay() {
    let metadata = json!({"title": "Green", "author": "Ada", "old": 1});
    let server = MockServer::start().await;
    let (client, _) = client(&server);
    let mut session = of(&client, 7, &json!({"metadata": metadata}));
    let after =
        json!({"scenario": crate::support::session(7, &json!({"metadata": {"title": "Blue"}})), "gqueries": {}});
    answer(&server, "PUT", "/scenarios/7", 200, after).await;
    let changes = MetadataChanges::new()
        .with_title("Blue")
        .without("old")
        .with("end_year", 2040)
        .with_private(true)
        .with_template(None);
    session.update_metadata(&changes).await.unwrap();
    let expected = json!({"scenario": {"private": true, "preset_scenario_id": null,
        "metadata": {"title": "Blue", "author": "Ada", "end_year": 2040}}});
    assert_eq!(bodies(&server).await, [expected]);
    assert_eq!(session.title(), Some("Blue"));
    assert!(session.warnings().has("metadata.end_year"));
    session
        .update_metadata(&MetadataChanges::new().with_source(Some("me")))
        .await
        .unwrap();
    assert_eq!(bodies(&server).await[1], json!({"scenario": {"source": "me"}}));
    session.update_metadata(&MetadataChanges::new()).await.unwrap();
    assert_eq!(requests(&server).await.len(), 2);
}

#[tokio::test]
async fn metadata_that_is_not_known_is_looked_up_before_it_is_replaced() {
    let server = serving(
        "GET",
        "/scenarios/7",
        session(7, &json!({"metadata": {"author": "Ada"}})),
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
    let (client, _) = client(&server);
    let mut session = of(&client, 7, &json!({"metadata": null}));
    session
        .update_metadata(&MetadataChanges::new().with_title("T"))
        .await
        .unwrap();
    let expected = json!({"scenario": {"metadata": {"author": "Ada", "title": "T"}}});
    assert_eq!(bodies(&server).await, [expected]);
}

#[tokio::test]
async fn a_new_session_may_be_changed_in_one_request_refreshed_and_deleted() {
    let server = serving("POST", "/scenarios", session(7, &json!({}))).await;
    let updated = json!({"scenario": session(7, &json!({"private": true})),
        "gqueries": {"q": {"present": 1, "future": 2, "unit": "MJ"}}});
    answer(&server, "PUT", "/scenarios/7", 200, updated).await;
    first(
        &server,
        "GET",
        "/scenarios/7",
        200,
        session(7, &json!({"source": "else"})),
    )
    .await;
    answer(&server, "DELETE", "/scenarios/7", 200, json!({})).await;
    let (client, _) = client(&server);
    let new = NewSession::new("nl2019", 2050).with_title("T");
    let mut session = Session::new(&client, &new).await.unwrap();
    let update = SessionUpdate::new().with_private(true).with_query("q");
    let results = session.update(&update).await.unwrap();
    assert_eq!((results.future("q"), session.record().private), (Some(2.0), Some(true)));
    session.refresh().await.unwrap();
    assert_eq!(session.record().source.as_deref(), Some("else"));
    session.delete().await.unwrap();
    let lines = lines(&server).await;
    let verbs: Vec<_> = lines.iter().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(verbs, ["POST", "PUT", "GET", "DELETE"]);
    assert_eq!(bodies(&server).await[0]["scenario"]["metadata"], json!({"title": "T"}));
}
