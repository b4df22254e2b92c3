//! Making the changes of a plan.

use std::sync::Mutex;
use std::time::Duration;

use etm_client::workbook::{
    ExecuteOptions, InputBook, PlanOptions, RowState, StepOutcome, execute, execute_with, plan,
};
use etm_client::{ErrorKind, EtmClient};
use serde_json::{Value, json};
use wiremock::matchers::{body_partial_json, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{answer, client, lines, requests, session};
use crate::workbook_plan::{book, data, server, with_session};
use crate::workbook_support::curve_rows;

/// Answers the creation of a session of this area with this id.
async fn creates(server: &MockServer, area: &str, id: i64) {
    Mock::given(method("POST"))
        .and(path("/api/v3/scenarios"))
        .and(body_partial_json(json!({"scenario": {"area_code": area}})))
        .respond_with(ResponseTemplate::new(200).set_body_json(session(id, &json!({"area_code": area}))))
        .mount(server)
        .await;
}

async fn updates(server: &MockServer, id: i64) {
    let updated = json!({"scenario": session(id, &json!({})), "gqueries": {}});
    answer(server, "PUT", &format!("/scenarios/{id}"), 200, updated).await;
}

async fn run(client: &EtmClient, book: &InputBook) -> etm_client::workbook::RunReport {
    let plan = plan(client, book, &PlanOptions::new()).await.unwrap();
    execute(client, &plan, &ExecuteOptions::new()).await
}

async fn changes(server: &MockServer) -> Vec<String> {
    let all = lines(server).await;
    all.into_iter().filter(|line| !line.starts_with("GET ")).collect()
}

#[tokio::test]
async fn everything_in_a_workbook_is_done_in_order() {
    let server = server().await;
    answer(&server, "POST", "/scenarios", 200, session(101, &json!({}))).await;
    answer(
        &server,
        "POST",
        "/saved_scenarios",
        200,
        json!({"id": 55, "scenario_id": 101, "title": "x"}),
    )
    .await;
    updates(&server, 101).await;
    answer(
        &server,
        "PUT",
        "/scenarios/101/user_sortables/hydrogen_supply",
        200,
        json!({"order": ["b", "a"]}),
    )
    .await;
    answer(
        &server,
        "PUT",
        "/scenarios/101/custom_curves/price",
        200,
        json!({"key": "price"}),
    )
    .await;
    answer(&server, "GET", "/saved_scenarios/55/users", 200, json!([])).await;
    let added = json!([{"id": 1, "user_email": "a@b.nl", "role": "scenario_viewer"}]);
    answer(&server, "POST", "/saved_scenarios/55/users", 201, added).await;
    let (client, _) = client(&server);
    let mut sheets = data(&["COPY"]);
    sheets.push(("USERS", json!([["email", "COPY"], ["a@b.nl", "viewer"]])));
    let row = json!(["COPY", null, null, 3, null, null, null, null, "CURVES", "ORDERS"]);
    let report = run(&client, &book(&[row], &sheets).read()).await;
    assert!(report.is_success(), "{report}");
    assert_eq!(
        report.to_string(),
        "1 created, 0 changed, 0 unchanged, 0 skipped, 0 failed"
    );
    let row = &report.rows[0];
    assert_eq!(
        (row.state, row.session_id, row.saved_scenario_id),
        (RowState::Created, Some(101), Some(55))
    );
    assert_eq!(
        changes(&server).await,
        [
            "POST /api/v3/scenarios",
            "PUT /api/v3/scenarios/101",
            "POST /api/v3/saved_scenarios",
            "PUT /api/v3/scenarios/101",
            "PUT /api/v3/scenarios/101/user_sortables/hydrogen_supply",
            "PUT /api/v3/scenarios/101/custom_curves/price",
            "POST /api/v3/saved_scenarios/55/users",
        ]
    );
    let sent = requests(&server).await;
    let saved = sent
        .iter()
        .find(|request| request.url.path().ends_with("/saved_scenarios") && request.method.as_str() == "POST");
    let body: Value = saved.unwrap().body_json().unwrap();
    assert_eq!(body, json!({"scenario_id": 101, "title": "Copy of Third"}));
    let values = serde_json::to_value(&report).unwrap();
    assert_eq!(
        values["rows"][0]["steps"][4]["request"],
        "PUT /scenarios/101/user_sortables/hydrogen_supply"
    );
    assert_eq!(values["rows"][0]["state"], "created");
}

#[tokio::test]
async fn data_follow_their_row_when_another_one_fails() {
    let server = server().await;
    creates(&server, "de", 102).await;
    updates(&server, 102).await;
    answer(
        &server,
        "GET",
        "/scenarios/102",
        200,
        session(102, &json!({"area_code": "de"})),
    )
    .await;
    answer(
        &server,
        "GET",
        "/scenarios/102/inputs",
        200,
        crate::workbook_support::inputs(),
    )
    .await;
    answer(
        &server,
        "POST",
        "/scenarios",
        422,
        json!({"errors": {"area_code": ["is unknown"]}}),
    )
    .await;
    let (client, _) = client(&server);
    let rows = [
        json!(["FIRST", null, true, null, null, "nl2019", 2050]),
        json!(["SECOND", null, true, null, null, "de", 2040]),
        json!(["THIRD", 12, true]),
    ];
    let sliders = json!([["input", "FIRST", "SECOND"], ["costs_co2", 11, 22]]);
    let report = run(&client, &book(&rows, &[("SLIDER_SETTINGS", sliders)]).read()).await;
    let states: Vec<_> = report.rows.iter().map(|row| row.state).collect();
    assert_eq!(states, [RowState::Failed, RowState::Created, RowState::Unchanged]);
    assert!(
        matches!(&report.rows[0].steps[1].outcome, StepOutcome::NotRun(reason) if *reason == "there is no session")
    );
    let (step, error) = report.rows[0].failures().next().unwrap();
    assert_eq!((step.what, error.kind()), ("session", ErrorKind::InvalidRequest));
    let sent = requests(&server).await;
    let puts: Vec<_> = sent.iter().filter(|request| request.method.as_str() == "PUT").collect();
    assert_eq!(puts.len(), 1);
    assert_eq!(puts[0].url.path(), "/api/v3/scenarios/102");
    assert_eq!(
        puts[0].body_json::<Value>().unwrap(),
        json!({"scenario": {"user_values": {"costs_co2": 22.0}}})
    );
    let shown = report.to_string();
    assert!(shown.contains("FIRST (MAIN!A2): session: "), "{shown}");
    assert!(
        shown.contains("FIRST (SLIDER_SETTINGS!B2): user_values: not done, there is no session"),
        "{shown}"
    );
    assert!(
        shown.ends_with("1 created, 0 changed, 1 unchanged, 0 skipped, 1 failed"),
        "{shown}"
    );
}

#[tokio::test]
async fn limits_of_a_new_area_are_checked_before_its_inputs_are_set() {
    let server = server().await;
    creates(&server, "de", 103).await;
    with_session(&server, &session(103, &json!({"area_code": "de"}))).await;
    let (client, _) = client(&server);
    let rows = [json!(["A", 12, true]), json!(["N", null, true, null, null, "de", 2040])];
    let sliders = json!([["input", "N"], ["costs_co2", 5000]]);
    let report = run(&client, &book(&rows, &[("SLIDER_SETTINGS", sliders)]).read()).await;
    let (step, error) = report.rows[1].failures().next().unwrap();
    assert_eq!(step.what, "user_values");
    assert!(
        error.messages()[0].starts_with("SLIDER_SETTINGS!B2: costs_co2 is 5000"),
        "{error}"
    );
    assert_eq!(
        report.rows[1].session_id,
        Some(103),
        "the session is there all the same"
    );
    assert_eq!(changes(&server).await, ["POST /api/v3/scenarios"]);
}

#[tokio::test]
async fn a_failing_part_leaves_the_other_parts_alone() {
    let server = server().await;
    updates(&server, 12).await;
    answer(
        &server,
        "PUT",
        "/scenarios/12/user_sortables/hydrogen_supply",
        422,
        json!({"errors": ["no"]}),
    )
    .await;
    answer(
        &server,
        "PUT",
        "/scenarios/12/custom_curves/price",
        200,
        json!({"key": "price"}),
    )
    .await;
    let (client, _) = client(&server);
    let row = json!(["A", 12, true, null, null, null, null, null, "CURVES", "ORDERS"]);
    let book = book(&[row], &data(&["A"])).read();
    let report = run(&client, &book).await;
    let done: Vec<_> = report.rows[0]
        .steps
        .iter()
        .map(|step| matches!(step.outcome, StepOutcome::Done))
        .collect();
    assert_eq!(done, [true, false, true]);
    assert_eq!((report.failed(), report.rows[0].state), (1, RowState::Failed));

    let plan = plan(&client, &book, &PlanOptions::new()).await.unwrap();
    let stopping = ExecuteOptions::new().with_stop_at_first_failure(true);
    let report = execute(&client, &plan, &stopping).await;
    let last = &report.rows[0].steps[2].outcome;
    assert!(
        matches!(last, StepOutcome::NotRun("an earlier change failed")),
        "{last:?}"
    );
}

#[tokio::test]
async fn after_the_deadline_nothing_is_begun() {
    let server = server().await;
    updates(&server, 12).await;
    let (client, _) = client(&server);
    let book = book(&[json!(["A", 12, true])], &data(&["A"])).read();
    let plan = plan(&client, &book, &PlanOptions::new()).await.unwrap();
    let report = execute(&client, &plan, &ExecuteOptions::new().with_deadline(Duration::ZERO)).await;
    assert!(matches!(
        &report.rows[0].steps[0].outcome,
        StepOutcome::NotRun("the time was over")
    ));
    assert_eq!((report.skipped(), changes(&server).await.len()), (1, 0));
    assert!(!report.is_success(), "what was not begun is not done");
}

#[tokio::test]
async fn rows_are_reported_as_they_finish_and_returned_in_order() {
    let server = server().await;
    for (id, wait) in [(21, 120), (22, 0), (23, 0)] {
        with_session(&server, &session(id, &json!({}))).await;
        let updated = json!({"scenario": session(id, &json!({})), "gqueries": {}});
        let reply = ResponseTemplate::new(200)
            .set_body_json(updated)
            .set_delay(Duration::from_millis(wait));
        crate::support::reply_with(&server, "PUT", &format!("/scenarios/{id}"), reply).await;
    }
    let (client, _) = client(&server);
    let rows = [json!(["A", 21, true]), json!(["B", 22, true]), json!(["C", 23, true])];
    let sliders = json!([["input", "A", "B", "C"], ["costs_co2", 1, 2, 3]]);
    let book = book(&rows, &[("SLIDER_SETTINGS", sliders)]).read();
    let plan = plan(&client, &book, &PlanOptions::new()).await.unwrap();
    let finished = Mutex::new(Vec::new());
    let report = execute_with(&client, &plan, &ExecuteOptions::new().with_concurrency(3), |row| {
        finished.lock().unwrap().push(row.label.clone());
    })
    .await;
    assert_eq!(finished.into_inner().unwrap().last().map(String::as_str), Some("A"));
    let labels: Vec<_> = report.rows.iter().map(|row| row.label.as_str()).collect();
    assert_eq!((labels, report.changed()), (vec!["A", "B", "C"], 3));
}

#[tokio::test]
async fn a_run_can_be_spawned_and_stops_when_it_is_dropped() {
    let server = server().await;
    let updated = json!({"scenario": session(12, &json!({})), "gqueries": {}});
    let slow = ResponseTemplate::new(200)
        .set_body_json(updated)
        .set_delay(Duration::from_secs(30));
    crate::support::reply_with(&server, "PUT", "/scenarios/12", slow).await;
    let (client, _) = client(&server);
    let row = json!(["A", 12, true, null, null, null, null, null, "CURVES", "ORDERS"]);
    let book = book(&[row], &data(&["A"])).read();
    let task = tokio::spawn(async move {
        let plan = plan(&client, &book, &PlanOptions::new()).await.unwrap();
        execute(&client, &plan, &ExecuteOptions::new()).await
    });
    while changes(&server).await.is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    assert_eq!(changes(&server).await, ["PUT /api/v3/scenarios/12"]);
}

#[cfg(feature = "blocking")]
#[tokio::test(flavor = "multi_thread")]
async fn a_program_without_a_runtime_runs_a_workbook() {
    let server = server().await;
    updates(&server, 12).await;
    let (client, _) = client(&server);
    let sliders = json!([["input", "A"], ["costs_co2", 99]]);
    let book = book(&[json!(["A", 12, true])], &[("SLIDER_SETTINGS", sliders)]).read();
    let work = move || {
        let etm = etm_client::blocking::EtmClient::new(client).unwrap();
        let plan = etm.plan_workbook(&book, &PlanOptions::new()).unwrap();
        let report = etm.run_workbook(&book, &PlanOptions::new(), &ExecuteOptions::new());
        (plan.steps().count(), report.unwrap().changed())
    };
    assert_eq!(std::thread::spawn(work).join().unwrap(), (1, 1));
    assert_eq!(changes(&server).await, ["PUT /api/v3/scenarios/12"]);
}

#[tokio::test]
async fn what_is_copied_is_the_scenario_before_the_workbook_changes_it() {
    let server = server().await;
    let copy = json!({"scenario": {"scenario_id": 12}});
    // Slow enough for everything else to come first, if it did not wait.
    let slow = ResponseTemplate::new(200).set_body_json(session(101, &json!({})));
    Mock::given(method("POST"))
        .and(path("/api/v3/scenarios"))
        .and(body_partial_json(copy))
        .respond_with(slow.set_delay(Duration::from_millis(100)))
        .mount(&server)
        .await;
    updates(&server, 12).await;
    updates(&server, 101).await;
    let (client, _) = client(&server);
    let rows = [
        json!(["OLD", 12, true, null, null, null, null, true]),
        json!(["COPY", null, true, 12]),
    ];
    let sheets = [("SLIDER_SETTINGS", json!([["input", "OLD"], ["costs_co2", 120]]))];
    let report = run(&client, &book(&rows, &sheets).read()).await;
    assert!(report.is_success(), "{report}");
    assert_eq!(
        changes(&server).await,
        [
            "POST /api/v3/scenarios",
            "PUT /api/v3/scenarios/101",
            "PUT /api/v3/scenarios/12",
            "PUT /api/v3/scenarios/12",
        ]
    );
    assert_eq!(
        report.rows.iter().map(|row| &*row.label).collect::<Vec<_>>(),
        ["OLD", "COPY"]
    );
}

#[tokio::test]
async fn a_row_that_names_no_sheets_gets_nothing_of_those_that_another_row_names() {
    let server = server().await;
    answer(
        &server,
        "PUT",
        "/scenarios/12/user_sortables/hydrogen_supply",
        200,
        json!({"order": ["b", "a"]}),
    )
    .await;
    answer(
        &server,
        "PUT",
        "/scenarios/12/custom_curves/price",
        200,
        json!({"key": "price"}),
    )
    .await;
    let (client, _) = client(&server);
    let rows = [
        json!([
            "A",
            12,
            true,
            null,
            null,
            null,
            null,
            null,
            "CUSTOM_CURVES",
            "SORTABLES"
        ]),
        json!(["B", 30, true]),
    ];
    let sheets = [
        ("SORTABLES", json!([["hydrogen_supply"], ["b"], ["a"]])),
        ("CUSTOM_CURVES", curve_rows(&["price"], 8760)),
    ];
    let report = run(&client, &book(&rows, &sheets).read()).await;
    assert!(report.is_success(), "{report}");
    assert_eq!(
        changes(&server).await,
        [
            "PUT /api/v3/scenarios/12/user_sortables/hydrogen_supply",
            "PUT /api/v3/scenarios/12/custom_curves/price",
        ]
    );
}
