//! What becomes of rows.

use etm_client::workbook::{Part, PlanOptions, Update, plan};
use serde_json::json;

use super::{book, data, lines, planned, server};
use crate::support::{answer, client, guest, requests, session};

#[tokio::test]
async fn each_kind_of_row_becomes_its_requests_and_nothing_is_sent() {
    let server = server().await;
    let (client, _) = client(&server);
    let rows = [
        json!(["OLD", 12, true, null, "Twelve", null, null, null, "CURVES", "ORDERS"]),
        json!(["SAVED", 3, null, null, "Another name", null, null, true]),
        json!(["COPY", null, true, 12, null, null, null, true]),
        json!(["COPY2", null, false, 3]),
        json!(["NEW", null, "yes", null, "Mine", "nl2019", 2050]),
        json!(["NEW2", null, null, null, null, "de", 2040, false]),
    ];
    let book = book(&rows, &data(&["OLD", "NEW"])).read();
    let plan = planned(&client, &book).await.unwrap();
    assert_eq!(
        lines(&plan),
        [
            "PUT /scenarios/12 {\"scenario\":{\"user_values\":{\"costs_co2\":120.0,\"weather\":\"1987\"}}}",
            "PUT /scenarios/12/user_sortables/hydrogen_supply {\"order\":[\"b\",\"a\"]}",
            "PUT /scenarios/12/custom_curves/price (file price.csv, 8760 values)",
            "POST /scenarios {\"scenario\":{\"private\":true,\"scenario_id\":12}}",
            "PUT /scenarios/<COPY> {\"scenario\":{\"preset_scenario_id\":null}}",
            "POST /scenarios {\"scenario\":{\"scenario_id\":30}}",
            "PUT /scenarios/<COPY2> {\"scenario\":{\"preset_scenario_id\":null}}",
            "POST /saved_scenarios {\"scenario_id\":\"<COPY2>\",\"title\":\"Copy of Third\"}",
            "POST /scenarios {\"scenario\":{\"area_code\":\"nl2019\",\"end_year\":2050,\"metadata\":{\"title\":\"Mine\"}}}",
            "PUT /scenarios/<NEW> {\"scenario\":{\"user_values\":{\"costs_co2\":120.0,\"weather\":\"1987\"}}}",
            "POST /scenarios {\"scenario\":{\"area_code\":\"de\",\"end_year\":2040,\"private\":false}}",
            "POST /saved_scenarios {\"private\":false,\"scenario_id\":\"<NEW2>\",\"title\":\"Scenario de 2040\"}",
        ]
    );
    let ids: Vec<_> = plan
        .rows
        .iter()
        .map(|row| (row.session_id, row.saved_scenario_id))
        .collect();
    assert_eq!(ids[..3], [(Some(12), None), (Some(30), Some(3)), (None, None)]);
    let notes: Vec<_> = plan.notes.iter().map(ToString::to_string).collect();
    assert_eq!(
        notes,
        [
            "MAIN!E3: the saved scenario keeps its title \"Third\"",
            "MAIN!H3: whether a saved scenario that exists is private is not changed by a workbook",
        ]
    );
    assert!(
        requests(&server)
            .await
            .iter()
            .all(|request| request.method.as_str() == "GET")
    );
    let shown = plan.to_string();
    assert!(shown.contains("OLD (MAIN!A2)\n  PUT /scenarios/12 "), "{shown}");
}

#[tokio::test]
async fn what_is_set_already_is_left_out() {
    let server = server().await;
    let current = session(
        13,
        &json!({"private": true, "user_values": {"costs_co2": 120.0}, "metadata": {"title": "T", "note": 1}}),
    );
    super::with_session(&server, &current).await;
    let mut inputs = crate::workbook_support::inputs();
    inputs["costs_co2"]["user"] = json!(120.0);
    server.reset().await;
    answer(&server, "GET", "/scenarios/13", 200, current).await;
    answer(&server, "GET", "/scenarios/13/inputs", 200, inputs).await;
    let (client, _) = client(&server);
    let sliders = |value: f64| [("SLIDER_SETTINGS", json!([["input", "A"], ["costs_co2", value]]))];
    let row = json!(["A", 13, true, null, "T", null, null, true]);
    let plan = planned(&client, &book(&[row], &sliders(120.0)).read()).await.unwrap();
    assert_eq!(lines(&plan), [""; 0]);
    assert_eq!(plan.rows[0].skipped[0].to_string(), "user_values: all are set already");
    let row = json!(["A", 13, true, null, "U", null, null, false]);
    let plan = planned(&client, &book(&[row], &sliders(130.0)).read()).await.unwrap();
    assert_eq!(
        lines(&plan),
        [
            "PUT /scenarios/13 {\"scenario\":{\"metadata\":{\"note\":1,\"title\":\"U\"},\"private\":false}}",
            "PUT /scenarios/13 {\"scenario\":{\"user_values\":{\"costs_co2\":130.0}}}",
        ]
    );
}

#[tokio::test]
async fn an_exported_workbook_changes_only_what_was_changed_in_it() {
    let server = server().await;
    let (client, _) = client(&server);
    let main = json!([
        [
            null,
            "title",
            "session_id",
            "saved_scenario_id",
            "area_code",
            "end_year",
            "private"
        ],
        ["12", "12", 12, null, "nl2019", 2050, false],
    ]);
    let sliders = json!([
        [null, "scenario", "12"],
        ["input", "unit", "value"],
        ["costs_co2", "euro", 10.000_000_000_1],
        ["share_a", "%", 60],
        ["merit_order", "bool", 0],
        ["weather", "enum", "default"],
    ]);
    let book = crate::workbook_support::Book::new(&[("MAIN", main), ("SLIDER_SETTINGS", sliders)]).read();
    let plan = planned(&client, &book).await.unwrap();
    assert_eq!(
        lines(&plan),
        ["PUT /scenarios/12 {\"scenario\":{\"user_values\":{\"merit_order\":0.0}}}"]
    );

    let fresh = PlanOptions::new()
        .with_fresh(true)
        .with_reference(12)
        .with_source("aurora");
    let plan = etm_client::workbook::plan(&client, &book, &fresh).await.unwrap();
    assert_eq!(
        lines(&plan),
        [
            "POST /scenarios {\"scenario\":{\"area_code\":\"nl2019\",\"end_year\":2050,\"metadata\":{\"title\":\"12\"},\
             \"private\":false}}",
            "PUT /scenarios/<12> {\"scenario\":{\"user_values\":{\"merit_order\":0.0}}}",
        ]
    );
}

#[tokio::test]
async fn what_is_imported_has_the_metadata_that_were_exported() {
    let server = server().await;
    let (client, _) = client(&server);
    let main = json!([
        [
            null,
            "title",
            "session_id",
            "area_code",
            "start_year",
            "end_year",
            "url",
            "updated_at",
            "Note",
            "count",
            "weight",
            "kept"
        ],
        [
            "12",
            "Twelve",
            12,
            "nl2019",
            2019,
            2050,
            "http://x/12",
            "2026-01-01",
            "a text",
            3,
            0.1,
            true
        ],
        [
            "13",
            null,
            13,
            "nl2019",
            2019,
            2040,
            "http://x/13",
            "2026-01-01",
            null,
            "=NA()",
            null,
            null
        ],
    ]);
    let book = crate::workbook_support::Book::new(&[("MAIN", main)]).read();
    let fresh = PlanOptions::new().with_fresh(true).with_source("aurora");
    let plan = etm_client::workbook::plan(&client, &book, &fresh).await.unwrap();
    let bodies: Vec<_> = plan.steps().filter_map(|step| step.body()).collect();
    let metadata = json!({"title": "Twelve", "Note": "a text", "count": 3, "weight": 0.1, "kept": true});
    assert_eq!(
        bodies,
        [
            json!({"scenario": {"area_code": "nl2019", "end_year": 2050, "metadata": metadata}}),
            json!({"scenario": {"area_code": "nl2019", "end_year": 2040}}),
        ]
    );
}

#[tokio::test]
async fn only_the_parts_that_are_asked_for_are_changed() {
    let server = server().await;
    let (client, _) = client(&server);
    let rows = [
        json!(["OLD", 12, true, null, "New title", null, null, null, "CURVES", "ORDERS"]),
        json!(["NEW", null, true, null, null, "de", 2040]),
    ];
    let book = book(&rows, &data(&["OLD"])).read();
    let with = async |options: PlanOptions| lines(&plan(&client, &book, &options).await.unwrap());
    let only = |parts: Vec<Part>| PlanOptions::new().with_update(Update::Only(parts));
    let found = with(only(vec![Part::Sortables])).await;
    assert!(
        found[0].starts_with("PUT /scenarios/12 {\"scenario\":{\"metadata\""),
        "{found:?}"
    );
    assert_eq!(
        found[1],
        "PUT /scenarios/12/user_sortables/hydrogen_supply {\"order\":[\"b\",\"a\"]}"
    );
    assert_eq!(found.len(), 3, "{found:?}");
    let found = with(only(vec![Part::CustomCurves]).with_creation(false)).await;
    assert_eq!(
        found,
        ["PUT /scenarios/12/custom_curves/price (file price.csv, 8760 values)"]
    );

    let none = PlanOptions::new().with_update(Update::None);
    let plan = plan(&client, &book, &none).await.unwrap();
    assert!(plan.is_empty());
    let skipped: Vec<_> = plan
        .rows
        .iter()
        .flat_map(|row| &row.skipped)
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        skipped,
        [
            "user_values: not asked for",
            "sortables: not asked for",
            "custom_curves: not asked for",
            "scenario: it would have to be made, and nothing is",
        ]
    );
    assert_eq!("users".parse::<Part>().unwrap(), Part::Users);
    assert!(
        "inputs"
            .parse::<Part>()
            .unwrap_err()
            .to_string()
            .contains("user_values, sortables")
    );
}

#[tokio::test]
async fn labels_may_be_titles_and_ids_of_the_service() {
    let server = server().await;
    let (client, _) = client(&server);
    let sliders = json!([["input", "Twelve", "30"], ["costs_co2", 120, 130]]);
    let rows = [json!(["A", 12, true]), json!(["B", 3])];
    let plan = planned(&client, &book(&rows, &[("SLIDER_SETTINGS", sliders)]).read())
        .await
        .unwrap();
    assert_eq!(plan.rows[0].steps.len(), 1);
    assert!(lines(&plan)[1].starts_with("PUT /scenarios/30 "), "{plan}");
}

#[tokio::test]
async fn users_who_have_their_roles_are_left_out() {
    let server = server().await;
    let users = json!([
        {"id": 1, "user_email": "a@b.nl", "role": "scenario_viewer"},
        {"id": 2, "user_email": "c@d.nl", "role": "scenario_viewer"},
    ]);
    answer(&server, "GET", "/scenarios/12/users", 200, users).await;
    let (client, _) = client(&server);
    let sheet = json!([
        ["email", "A"],
        ["A@b.nl", "viewer"],
        ["c@d.nl", "owner"],
        ["e@f.nl", "viewer"],
        ["g@h.nl", "remove"]
    ]);
    let book = book(&[json!(["A", 12, true])], &[("USERS", sheet)]).read();
    let plan = planned(&client, &book).await.unwrap();
    let expected = "POST/PUT /scenarios/12/users [\"make scenario_owner c@d.nl\",\"make scenario_viewer e@f.nl\"]";
    assert_eq!(lines(&plan), [expected]);
    let (guest, _) = guest(&server);
    let told = planned(&guest, &book).await.unwrap_err();
    assert_eq!(
        told.messages(),
        ["USERS!B2: users are changed with a token only: set ETM_API_TOKEN"]
    );
}

#[tokio::test]
async fn a_new_scenario_is_checked_against_one_of_the_user_or_a_featured_one() {
    let server = server().await;
    let listed = json!({"data": [session(30, &json!({"area_code": "de"})), session(12, &json!({}))], "meta": {"total_pages": 1}});
    answer(&server, "GET", "/scenarios", 200, listed).await;
    let (client, _) = client(&server);
    let rows = [json!(["NEW", null, true, null, null, "nl2019", 2050])];
    let sliders = json!([["input", "NEW"], ["costs_co2", 5000]]);
    let read = book(&rows, &[("SLIDER_SETTINGS", sliders.clone())]).read();
    let told = super::problems(&client, &read).await;
    assert!(told[0].starts_with("SLIDER_SETTINGS!B2: costs_co2 is 5000"), "{told:?}");

    let (guest, _) = guest(&server);
    let featured = json!({"featured_scenarios": [{"id": 12, "title": "x"}]});
    let at = "/my/api/v1/featured_scenarios/etm_scenarios";
    let operation = guest
        .operations()
        .iter()
        .find(|own| own.id == "myetm_list_featured_scenario_sessions")
        .unwrap();
    let at = if operation.path == at { at } else { operation.path };
    answer(&server, "GET", at, 200, featured).await;
    assert_eq!(super::problems(&guest, &read).await.len(), 1);

    // Without any session to compare with, the check waits.
    let empty = wiremock::MockServer::start().await;
    answer(&empty, "GET", "/areas", 200, json!([{"area": "nl2019"}])).await;
    let (guest, _) = crate::support::guest(&empty);
    let plan = planned(&guest, &read).await.unwrap();
    assert_eq!(plan.rows[0].steps.len(), 2);
    let note = plan.notes[0].to_string();
    assert!(
        note.starts_with("new scenarios are checked when they are there"),
        "{note}"
    );
}

#[tokio::test]
async fn what_rounding_adds_to_a_share_group_is_taken_back() {
    let server = server().await;
    let (client, _) = client(&server);
    let main = json!([[null, "title", "session_id"], ["12", "12", 12]]);
    let sliders = json!([
        [null, "scenario", "12"],
        ["input", "unit", "value"],
        ["share_a", "%", 33.333_333_333_4],
        ["share_b", "%", 66.666_666_666_7],
    ]);
    let book = crate::workbook_support::Book::new(&[("MAIN", main), ("SLIDER_SETTINGS", sliders)]).read();
    let plan = planned(&client, &book).await.unwrap();
    let body = plan.steps().next().unwrap().body().unwrap();
    let value = |key: &str| body["scenario"]["user_values"][key].as_f64().unwrap();
    assert_eq!(value("share_a"), 33.333_333_333_4);
    assert_eq!(value("share_a") + value("share_b"), 100.0);
}

#[tokio::test]
async fn a_scenario_that_is_named_in_two_ways_is_a_problem() {
    let server = server().await;
    let (client, _) = client(&server);
    let sliders = json!([["input", "A", "12"], ["costs_co2", 1, 2]]);
    let users = json!([["email", "12", "A"], ["a@b.nl", "owner", "viewer"]]);
    let sheets = [("SLIDER_SETTINGS", sliders), ("USERS", users)];
    answer(&server, "GET", "/scenarios/12/users", 200, json!([])).await;
    let told = super::problems(&client, &book(&[json!(["A", 12, true])], &sheets).read()).await;
    let expected = ["SLIDER_SETTINGS!C1", "USERS!C1"];
    assert_eq!(told.len(), 2, "{told:?}");
    for (told, cell) in told.iter().zip(expected) {
        assert!(
            told.starts_with(&format!("{cell}: this scenario has a column already")),
            "{told}"
        );
    }
}

#[tokio::test]
async fn a_copy_is_not_called_as_its_original() {
    let server = server().await;
    let (client, _) = client(&server);
    let sliders = json!([["input", "Twelve"], ["costs_co2", 1]]);
    let rows = [json!(["A", null, true, 12]), json!(["B", 3])];
    let told = super::problems(&client, &book(&rows, &[("SLIDER_SETTINGS", sliders)]).read()).await;
    assert!(
        told[0].starts_with("SLIDER_SETTINGS!B1: no scenario is called \"Twelve\""),
        "{told:?}"
    );
}
