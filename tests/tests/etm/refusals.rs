//! Each shape of error that the contract lists, provoked and read: kind, status, messages, and what to do.

use aurora_sandbox::{EtmQuirks, Fault, Sandbox};
use aurora_tests::etm_bench::{ADA, BEN, Bench, GUEST};
use aurora_tests::etm_wire::forced;
use etm_client::custom_curves::Curve;
use etm_client::esdl::EsdlDocument;
use etm_client::users::{Reason, State};
use etm_client::{
    CollectionUpdate, Error, ErrorKind, HourlyCurve, NewCollection, NewSavedScenario, NewSession, Role,
    SavedScenarioUpdate, SessionUpdate, UserChanges, UserUpdate,
};
use serde_json::{Value, json};

#[track_caller]
fn check(error: &Error, kind: ErrorKind, status: u16, messages: &[&str]) {
    assert_eq!(error.kind(), kind, "{error}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(status), "{error}");
    assert_eq!(error.messages(), messages, "{error}");
    for message in messages {
        assert!(error.to_string().contains(message), "{error}");
    }
}

#[tokio::test]
async fn lists_maps_and_pairs_under_errors() {
    use ErrorKind::{InvalidRequest, NotFound};
    let bench = Bench::start().await;
    let etm = bench.etm(ADA);
    let id = bench.session(ADA).await;
    let error = etm.sessions().get(99_999).await.unwrap_err();
    check(&error, NotFound, 404, &["No such scenario: 99999"]);
    let error = etm.sessions().version_tag(99_999).await.unwrap_err();
    check(&error, NotFound, 404, &["Scenario not found"]);
    let error = etm.areas().get("atlantis").await.unwrap_err();
    check(&error, NotFound, 404, &["Not found"]);
    let error = etm
        .sessions()
        .create(&NewSession::new("atlantis", 2050))
        .await
        .unwrap_err();
    check(&error, InvalidRequest, 422, &["area_code: is unknown or not supported"]);
    let error = etm
        .sessions()
        .create(&NewSession::new("nl2019", 2019))
        .await
        .unwrap_err();
    check(&error, InvalidRequest, 422, &["end_year: must be greater than 2019"]);
    let hidden = NewSession::new("nl2019", 2050).with_private(true);
    let error = bench.etm(GUEST).sessions().create(&hidden).await.unwrap_err();
    check(
        &error,
        InvalidRequest,
        422,
        &["private: can not be true on an unowned scenario"],
    );
    let error = etm
        .sessions()
        .copy(99_999, &etm_client::sessions::CopyOptions::new())
        .await
        .unwrap_err();
    check(&error, InvalidRequest, 422, &["scenario_id: does not exist"]);

    let error = etm.gqueries().of(id).run(&["no_such_query"]).await.unwrap_err();
    check(&error, InvalidRequest, 422, &["Gquery no_such_query does not exist"]);
    let error = etm
        .inputs(id)
        .update()
        .set("no_such_input", 1.0)
        .send()
        .await
        .unwrap_err();
    check(&error, InvalidRequest, 422, &["Input no_such_input does not exist"]);
    let error = etm.sessions().couple(id, &["no_such_group"]).await.unwrap_err();
    assert_eq!((error.kind(), error.messages().len()), (InvalidRequest, 1), "{error}");
    // The map that was made a list by accident.
    let request = etm.request("update_scenario").unwrap().path_param("scenario_id", id);
    let error = request.json(&json!({"reset": "perhaps"})).send().await.unwrap_err();
    check(&error, InvalidRequest, 422, &["reset: must be boolean"]);
    let update = SessionUpdate::new().with_metadata(json!({"text": "x".repeat(70_000)}).as_object().unwrap().clone());
    let error = etm.sessions().update(id, &update).await.unwrap_err();
    assert_eq!(error.kind(), InvalidRequest, "{error}");
    assert!(
        error.messages().iter().any(|message| message.contains("64Kb")),
        "{error}"
    );
}

#[tokio::test]
async fn the_framework_speaks_for_itself_and_fields_stand_without_a_root() {
    let bench = Bench::start().await;
    let etm = bench.etm(ADA);
    let id = bench.session(ADA).await;
    let dead = forced(&etm)
        .request("list_scenario_templates")
        .unwrap()
        .send()
        .await
        .unwrap_err();
    check(&dead, ErrorKind::NotFound, 404, &["Not Found"]);
    let error = etm
        .nodes(id)
        .stats(&etm_client::NodeStatsQuery::new().with_node("no_such_node"))
        .await
        .unwrap_err();
    check(&error, ErrorKind::Service, 500, &["Internal Server Error"]);
    assert!(error.to_string().contains("does not know"), "{error}");
    let long = UserUpdate::new().with_name("x".repeat(300));
    if let Err(error) = etm.me().update(&long).await {
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
    }
    let request = etm.request("update_user").unwrap().json(&json!({"user": {"name": ""}}));
    let error = request.send().await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(422), "{error}");
    assert!(
        error.messages().iter().all(|message| message.starts_with("name: ")),
        "{:?}",
        error.messages()
    );
    assert!(!error.messages().is_empty());
    let guest = bench
        .etm(GUEST)
        .me()
        .update(&UserUpdate::new().with_name("x"))
        .await
        .unwrap_err();
    assert_eq!((guest.kind(), guest.attempts()), (ErrorKind::Credential, 0));
    // A missing parameter.
    let request = etm
        .request("create_scenario_version_tag")
        .unwrap()
        .path_param("scenario_id", id);
    let error = request.json(&json!({})).send().await.unwrap_err();
    let told = "param is missing or the value is empty or invalid: scenario_version_tag";
    check(&error, ErrorKind::InvalidRequest, 400, &[told]);
}

#[tokio::test]
async fn plain_text_and_410_in_place_of_a_curve() {
    let bench = Bench::start().await;
    let etm = bench.etm(ADA);
    let id = bench.session(ADA).await;
    let text = |status, content_type: &str, body: &str| Fault::Body {
        status,
        content_type: content_type.to_owned(),
        body: body.to_owned(),
    };
    let off = "Merit order and time-resolved calculation are not enabled for this scenario";
    bench
        .sandbox
        .fail_next("download_hourly_curve", text(404, "text/plain", off));
    let error = etm.curves(id).csv(HourlyCurve::ResidualLoad).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(error.to_string().contains("not enabled"), "{error}");
    let gone = r#"{"errors":["Scenario uses an unsupported area code and is no longer available: nl2016"]}"#;
    bench
        .sandbox
        .fail_next("download_hourly_curve", text(410, "application/json", gone));
    let error = etm.curves(id).csv(HourlyCurve::ResidualLoad).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().map(|status| status.as_u16())),
        (ErrorKind::NotFound, Some(410))
    );
    assert!(error.messages()[0].ends_with("nl2016"), "{error}");
    let error = etm.curves(id).csv("no_such_curve").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(
        error.to_string().contains("electricity_price"),
        "it names what there is: {error}"
    );
}

#[tokio::test]
async fn uploads_are_refused_with_keys_beside_the_texts() {
    let bench = Bench::start().await;
    let etm = bench.etm(ADA);
    let id = bench.session(ADA).await;
    let mut values = vec![1.0; 8760];
    values[8758] = f64::NAN;
    let error = Curve::new(values).unwrap_err();
    assert!(error.to_string().contains("8759"), "the row is named: {error}");
    let error = etm
        .custom_curves(id)
        .upload("no/such/curve", &Curve::new(vec![1.0; 8760]).unwrap())
        .await
        .unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::NotFound | ErrorKind::InvalidRequest),
        "{error}"
    );
    assert!(!error.messages().is_empty(), "{error}");
    // What the client would not send, the engine refuses too: text, and a line too few.
    for content in ["a\nb\n".to_owned(), "1.0\n".repeat(8759)] {
        let request = etm
            .request("upload_custom_curve")
            .unwrap()
            .path_param("scenario_id", id);
        let part = etm_client::raw::Part::new("file", content).with_file_name("x.csv");
        let request = request
            .path_param("curve_key", "interconnector_1_price")
            .multipart([part]);
        let error = request.send().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status().map(|status| status.as_u16())),
            (ErrorKind::InvalidRequest, Some(422)),
            "{error}"
        );
        assert!(
            error.body().is_some_and(|body| body.contains("error_keys")),
            "{error:?}"
        );
        assert!(!error.messages().is_empty(), "{error}");
    }
    let bad = EsdlDocument::new("a.esdl", "no xml at all");
    if let Ok(bad) = bad {
        let error = etm.esdl(id).upload(&bad).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
    }
}

async fn quirky() -> Bench {
    Bench::of(Sandbox::builder().etm_quirks(EtmQuirks::all())).await
}

#[tokio::test]
async fn null_a_word_and_500_where_the_engine_loses_my_etms_reason() {
    let bench = quirky().await;
    let etm = bench.etm(ADA);
    let id = bench.session(ADA).await;
    let saved = bench.saved_of_ada(false, None).await;
    // `{"errors": "errors"}`
    let request = etm
        .request("update_saved_scenario")
        .unwrap()
        .path_param("id", saved)
        .json(&json!({"title": " "}));
    let error = request.send().await.unwrap_err();
    check(&error, ErrorKind::InvalidRequest, 422, &[]);
    let foreign = SavedScenarioUpdate::new().with_title("Mine");
    let error = bench
        .etm(BEN)
        .saved_scenarios()
        .update(saved, &foreign)
        .await
        .unwrap_err();
    check(&error, ErrorKind::Service, 500, &["Internal Server Error"]);
    assert!(error.to_string().contains("somebody else's"), "{error}");
    assert_eq!(error.attempts(), 5, "an update is repeatable, and a 500 may pass");
    // At MyETM the reason is there.
    let error = bench
        .etm(BEN)
        .myetm()
        .saved_scenarios()
        .update(saved, &foreign)
        .await
        .unwrap_err();
    check(&error, ErrorKind::Forbidden, 403, &["Scenario does not belong to you"]);
    // `{"errors": null}`
    let request = etm.request("create_collection").unwrap();
    let body = json!({"collection": {"title": "x", "scenario_ids": [], "saved_scenario_ids": []}});
    let error = request.json(&body).send().await.unwrap_err();
    check(&error, ErrorKind::InvalidRequest, 422, &[]);
    let collection = etm
        .collections()
        .create(&NewCollection::of_sessions("c", [id]))
        .await
        .unwrap()
        .id
        .unwrap();
    let error = bench.etm(BEN).collections().get(collection).await.unwrap_err();
    check(&error, ErrorKind::Service, 500, &["Internal Server Error"]);
}

#[tokio::test]
async fn a_batch_of_users_that_fails_in_part_is_an_outcome_in_both_nestings() {
    for bench in [Bench::start().await, quirky().await] {
        let etm = bench.etm(ADA);
        let saved = bench.saved_of_ada(false, None).await;
        let session = bench.session(ADA).await;
        let changes = UserChanges::new()
            .add("new@example.org", Role::Viewer)
            .add("ada@example.org", Role::Viewer);
        let outcome = etm.saved_scenarios().users(saved).set(&changes).await.unwrap();
        assert_eq!(outcome.done.len(), 1);
        let failure = &outcome.failed[0];
        assert_eq!(
            (failure.who.to_string().as_str(), failure.reason, failure.state),
            ("ada@example.org", Reason::AlreadyThere, State::NotMade)
        );
        let outcome = etm.users(session).set(&changes).await.unwrap();
        assert_eq!((outcome.done.len(), outcome.failed.len()), (1, 1));
        assert_eq!(outcome.failed[0].reason, Reason::AlreadyThere);
        let error = etm
            .saved_scenarios()
            .users(saved)
            .change(1, Role::Viewer)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "the last owner: {error}");
    }
}

#[tokio::test]
async fn fields_within_fields_and_bare_fields_of_collections() {
    let bench = Bench::start().await;
    let etm = bench.etm(ADA);
    let id = bench.session(ADA).await;
    let error = etm
        .collections()
        .create(&NewCollection::of_sessions("c", [id, 99_999]))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
    assert!(
        error
            .messages()
            .iter()
            .any(|message| message.contains("99999") && message.contains("does not exist")),
        "{error}"
    );
    // Directly at MyETM the fields have no root.
    let request = etm.request("myetm_create_collection").unwrap();
    let error = request
        .json(&json!({"collection": {"scenario_ids": [id], "version": "latest"}}))
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(422));
    assert!(
        error.messages().iter().any(|message| message.starts_with("title: ")),
        "{:?}",
        error.messages()
    );
    // Six at most, before anything is sent.
    bench.sandbox.clear_requests();
    let seven = NewCollection::of_sessions("c", 1..=7);
    let error = etm.collections().create(&seven).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 0));
    assert!(bench.sandbox.requests().is_empty());
    let missing = etm
        .collections()
        .update(99_999, &CollectionUpdate::new().with_title("x"))
        .await
        .unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn a_single_error_and_what_my_etm_says_in_sentences() {
    let bench = Bench::start().await;
    let etm = bench.etm(ADA);
    let error = etm.myetm().featured_scenario(99_999).await.unwrap_err();
    check(&error, ErrorKind::NotFound, 404, &["FeaturedScenario not found"]);
    let error = etm.myetm().saved_scenarios().get(99_999).await.unwrap_err();
    check(&error, ErrorKind::NotFound, 404, &["Saved scenario not found"]);
    let request = etm.request("myetm_create_saved_scenario").unwrap();
    let body: Value = json!({"saved_scenario": {"scenario_id": bench.session(ADA).await, "title": "", "version": "latest",
        "area_code": "nl2019", "end_year": 2050}});
    let error = request.json(&body).send().await.unwrap_err();
    check(&error, ErrorKind::InvalidRequest, 422, &["Title can't be blank"]);
    let error = etm
        .saved_scenarios()
        .create(&NewSavedScenario::new(1, " "))
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 0));
    bench.sandbox.fail_times(
        "list_saved_scenarios",
        9,
        Fault::Body {
            status: 503,
            content_type: "application/json".to_owned(),
            body: r#"{"errors":["Failed to connect to MyETM"]}"#.to_owned(),
        },
    );
    let error = etm.saved_scenarios().page(1, 10).await.unwrap_err();
    check(&error, ErrorKind::Service, 503, &["Failed to connect to MyETM"]);
    assert!(error.is_transient());
}
