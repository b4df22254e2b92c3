//! What each Origin operation puts on the wire: method, path, query, headers, document, variables.

use aurora_sandbox::Sandbox;
use aurora_tests::origin_rows::rows;
use aurora_tests::origin_wire::{OriginRow, Sends, client, judge};
use serde_json::json;

#[tokio::test]
async fn each_origin_operation_sends_what_its_row_says() {
    for row in rows() {
        judge(&row).await;
    }
}

/// A client that sends what no schema accepts would pass every test against prepared answers.
#[tokio::test]
async fn the_sandbox_accepts_each_document_and_knows_its_operation() {
    let sandbox = Sandbox::start().await.unwrap();
    let http = client(sandbox.url()).transport().reqwest().clone();
    let mut count = 0;
    for row in rows() {
        let Sends::Document { path, .. } = row.sends else {
            continue;
        };
        let sent = judge(&row).await;
        let answer = http
            .post(format!("{}{path}", sandbox.url()))
            .header("private-token", sandbox.token())
            .header("content-type", "application/json")
            .body(sent.body)
            .send()
            .await
            .unwrap();
        let status = answer.status();
        assert_eq!(status, 200, "{}: {}", row.operation, answer.text().await.unwrap());
        assert_eq!(sandbox.requests().last().unwrap().operation, Some(row.operation));
        count += 1;
    }
    assert_eq!(count, 35);
}

fn row(operation: &str) -> OriginRow {
    rows()
        .into_iter()
        .find(|row| row.operation == operation)
        .expect("there is a row for each operation")
}

/// The row of a document, with one part of it changed.
fn changed(operation: &str, change: impl FnOnce(&mut Sends)) -> OriginRow {
    let mut row = row(operation);
    change(&mut row.sends);
    row
}

/// The judge has to be able to say no, or the tests above say nothing.
#[tokio::test]
async fn a_row_that_differs_in_anything_is_found_out() {
    let with_variables = |operation: &str, value| {
        changed(operation, |sends| match sends {
            Sends::Document { variables, .. } => *variables = value,
            _ => unreachable!("the operation sends a document"),
        })
    };
    let wrong = [
        with_variables("list_projects", json!({})),
        with_variables("get_workbook_status", json!({"sessionId": "x", "requestId": null})),
        with_variables(
            "list_aurora_scenarios",
            json!({"filter": {"scenarioType": "AURORA_SCENARIO", "regionGroupCode": null}}),
        ),
        changed("get_scenario", |sends| match sends {
            Sends::Document { path, .. } => *path = "/modelInputs/v1/graphql",
            _ => unreachable!("the operation sends a document"),
        }),
        changed("delete_project", |sends| match sends {
            Sends::Document { kind, .. } => *kind = "query",
            _ => unreachable!("the operation sends a document"),
        }),
        changed("pin_project", |sends| match sends {
            Sends::Document { fields, .. } => *fields = &["deleteProjectPin"],
            _ => unreachable!("the operation sends a document"),
        }),
        changed("get_demand", |sends| match sends {
            Sends::Document { declares, .. } => *declares = &["sessionId"],
            _ => unreachable!("the operation sends a document"),
        }),
        changed("get_output_location", |sends| match sends {
            Sends::Get { query, .. } => *query = "checkstatus=true&noredirect=true",
            _ => unreachable!("the operation sends a GET"),
        }),
        changed("download_output_file", |sends| match sends {
            Sends::FromStore { path, .. } => *path = "/bucket",
            _ => unreachable!("the operation asks the store"),
        }),
    ];
    for (index, row) in wrong.into_iter().enumerate() {
        let verdict = tokio::spawn(async move { judge(&row).await }).await;
        assert!(verdict.is_err_and(|error| error.is_panic()), "wrong row {index} passed");
    }
    let store_as_service = OriginRow {
        sends: Sends::Get {
            path: "/bucket/system.csv",
            query: "X-Amz-Signature=abc",
        },
        ..row("download_output_file")
    };
    let verdict = tokio::spawn(async move { judge(&store_as_service).await }).await;
    assert!(verdict.is_err_and(|error| error.is_panic()));
}
