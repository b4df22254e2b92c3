//! What is wrong with values is told before anything is sent, all of it at once.

use etm_client::ErrorKind;
use serde_json::json;

use super::{book, planned, problems, server};
use crate::support::{answer, client, guest, requests, session};
use crate::workbook_support::curve_rows;

#[tokio::test]
async fn every_bad_value_is_told_with_its_cell_and_nothing_is_sent() {
    let server = server().await;
    let (client, _) = client(&server);
    let rows = [
        json!(["A", 12, true, null, null, null, null, null, "CURVES", "ORDERS"]),
        json!(["B", 404, true]),
        json!(["C", 3]),
        json!(["D", null, true, null, null, "nl2018", 2050]),
        json!(["E", null, true, null, null, "nl2019", 2019]),
        json!(["F", null, true, null, null, "nl2019", 2050]),
    ];
    let sheets = [
        (
            "SLIDER_SETTINGS",
            json!([
                ["input", "A", "C", "F", "X"],
                ["costs_co3", 1, null, null, null],
                ["costs_co2", 2000, "1,5", true, 1],
                ["merit_order", 2, "perhaps", null, null],
                ["weather", "1988", null, null, null],
                ["share_a", 70, 60, 70, null],
                ["share_b", 20, 40, 20, null],
            ]),
        ),
        ("ORDERS", json!([["hydrogen_supply"], ["b"], ["x"]])),
        ("CURVES", curve_rows(&["prices", "weather/wind"], 8760)),
    ];
    let book = book(&rows, &sheets).read();
    let told = problems(&client, &book).await;
    let expected = [
        "MAIN!B3: there is no session 404, or the token may not see it",
        "MAIN!F5: there is no area \"nl2018\"; did you mean \"nl2019\"?",
        "MAIN!G6: the year is 2019, but has to be after 2019, the year of the area's data",
        "SLIDER_SETTINGS!E1: no scenario is called \"X\"; the scenarios of MAIN are \"A\", \"B\", \"C\", \"D\", \"E\", \"F\"",
        "SLIDER_SETTINGS!A2: there is no input \"costs_co3\"; did you mean \"costs_co2\"?",
        "SLIDER_SETTINGS!B3: costs_co2 is 2000",
        "SLIDER_SETTINGS!C3: costs_co2 is \"1,5\", but has to be a number; write a point before decimals",
        "SLIDER_SETTINGS!D3: costs_co2 is true, but has to be a number",
        "SLIDER_SETTINGS!B4: merit_order is 2, but has to be 0 or 1",
        "SLIDER_SETTINGS!C4: merit_order is \"perhaps\", but has to be true or false",
        "SLIDER_SETTINGS!B5: weather is 1988, but has to be one of \"default\", \"1987\"",
        "SLIDER_SETTINGS!B6: the share group \"cars\" adds up to 90 with share_a=70, share_b=20, but has to add up to 100",
        "SLIDER_SETTINGS!D6: the share group \"cars\" adds up to 90",
        "ORDERS!A3: the order hydrogen_supply has no item \"x\"",
        "CURVES!A1: there is no custom curve \"prices\"; did you mean \"price\"?",
    ];
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    for (told, expected) in told.iter().zip(expected) {
        assert!(told.starts_with(expected), "{told}");
    }
    assert!(
        requests(&server)
            .await
            .iter()
            .all(|request| request.method.as_str() == "GET")
    );
}

#[tokio::test]
async fn against_another_area_limits_are_left_for_later_and_the_rest_is_checked() {
    let server = server().await;
    let (client, _) = client(&server);
    let rows = [json!(["A", 12, true]), json!(["N", null, true, null, null, "de", 2040])];
    let sliders = |values: [serde_json::Value; 4]| {
        let [co2, merit, a, b] = values;
        let sheet = json!([
            ["input", "N"],
            ["costs_co2", co2],
            ["merit_order", merit],
            ["share_a", a],
            ["share_b", b]
        ]);
        book(&rows, &[("SLIDER_SETTINGS", sheet)]).read()
    };
    let fine = sliders([json!(5000), json!("yes"), json!(70), json!(null)]);
    assert_eq!(planned(&client, &fine).await.unwrap().rows[1].steps.len(), 2);
    let bad = sliders([json!("much"), json!(3), json!(70), json!(40)]);
    let told = problems(&client, &bad).await;
    assert_eq!(told.len(), 3, "{told:#?}");
    assert!(
        told[2].starts_with("SLIDER_SETTINGS!B4: the share group \"cars\" adds up to 110"),
        "{told:#?}"
    );
}

#[tokio::test]
async fn what_needs_a_token_is_told_to_a_guest() {
    let server = server().await;
    let (guest, _) = guest(&server);
    answer(
        &server,
        "GET",
        "/saved_scenarios/9",
        404,
        json!({"errors": ["Not found"]}),
    )
    .await;
    let rows = [json!(["A", null, null, null, null, "nl2019", 2050]), json!(["B", 9])];
    let told = problems(&guest, &book(&rows, &[]).read()).await;
    assert_eq!(
        told,
        [
            "MAIN!A2: a saved scenario needs a token: set ETM_API_TOKEN, or the column session to true",
            "MAIN!B3: there is no saved scenario 9, or the token may not see it; without a token, only public ones are shown",
        ]
    );
}

#[tokio::test]
async fn an_order_that_the_engine_has_not_and_users_that_may_not_be_listed_are_told() {
    let server = server().await;
    answer(
        &server,
        "GET",
        "/scenarios/12/users",
        403,
        json!({"errors": ["Scenario does not belong to you"]}),
    )
    .await;
    let (client, _) = client(&server);
    let row = json!(["A", 12, true, null, null, null, null, null, null, "ORDERS"]);
    let sheets = [
        ("ORDERS", json!([["steel_supply"], ["b"]])),
        ("USERS", json!([["email", "A"], ["a@b.nl", "viewer"]])),
    ];
    let told = problems(&client, &book(&[row], &sheets).read()).await;
    assert_eq!(
        told,
        [
            "USERS!B2: the users may not be changed: only owners may, with a token that may delete",
            "ORDERS!A1: the engine has no order \"steel_supply\"",
        ]
    );
}

#[tokio::test]
async fn an_engine_that_fails_is_no_problem_of_the_workbook() {
    let server = server().await;
    answer(&server, "GET", "/scenarios/14", 200, session(14, &json!({}))).await;
    answer(&server, "GET", "/scenarios/14/inputs", 500, json!({})).await;
    let (client, _) = client(&server);
    let sliders = json!([["input", "A"], ["costs_co2", 1]]);
    let book = book(&[json!(["A", 14, true])], &[("SLIDER_SETTINGS", sliders)]).read();
    assert_eq!(planned(&client, &book).await.unwrap_err().kind(), ErrorKind::Service);
}

#[tokio::test]
async fn queries_that_are_not_listed_are_noted() {
    let server = server().await;
    answer(
        &server,
        "GET",
        "/gqueries",
        200,
        json!([{"key": "dashboard_emissions"}]),
    )
    .await;
    let (client, _) = client(&server);
    let queries = json!([["dashboard_emissions"], ["dashboard_emission"]]);
    let plan = planned(
        &client,
        &book(&[json!(["A", 12, true])], &[("GQUERIES", queries)]).read(),
    )
    .await
    .unwrap();
    assert_eq!(plan.gqueries, ["dashboard_emissions", "dashboard_emission"]);
    let note = plan.notes[0].to_string();
    assert!(
        note.starts_with("GQUERIES!A2: the engine lists no query \"dashboard_emission\"; did you mean"),
        "{note}"
    );
}
