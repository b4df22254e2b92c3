//! What each Amun operation puts on the wire: method, path, query, headers, body.

use aurora_tests::amun_rows::{AmunRow, HEADERS, client, rows};
use aurora_tests::wire::{Sent, judge};
use serde_json::json;

#[tokio::test]
async fn each_amun_operation_sends_what_its_row_says() {
    for row in rows() {
        judge(&row, HEADERS, client).await;
    }
}

fn row(operation: &str) -> AmunRow {
    rows()
        .into_iter()
        .find(|row| row.operation == operation)
        .expect("there is a row for each operation")
}

/// The judge has to be able to say no, or the test above says nothing.
#[tokio::test]
async fn a_row_that_differs_in_anything_is_found_out() {
    let wrong = [
        AmunRow {
            method: "POST",
            ..row("list_turbines")
        },
        AmunRow {
            path: "/amun/v2/turbines",
            ..row("list_turbines")
        },
        AmunRow {
            query: &[("search", " ")],
            ..row("search_windfarms")
        },
        AmunRow {
            query: &[],
            ..row("search_windfarms")
        },
        AmunRow {
            sent: Sent::Json(json!({"id": 30})),
            ..row("copy_valuation")
        },
        AmunRow {
            sent: Sent::Nothing,
            ..row("copy_valuation")
        },
        AmunRow {
            sent: Sent::Json(json!({})),
            ..row("delete_valuation")
        },
        AmunRow {
            sent: Sent::Part {
                field: "file",
                file_name: "t.xlsx",
                content: b"PK",
            },
            ..row("upload_turbine")
        },
    ];
    for (index, row) in wrong.into_iter().enumerate() {
        let verdict = tokio::spawn(async move { judge(&row, HEADERS, client).await }).await;
        assert!(verdict.is_err_and(|error| error.is_panic()), "wrong row {index} passed");
    }
    let other_token = tokio::spawn(async { judge(&row("list_turbines"), &[("private-token", "x")], client).await });
    assert!(other_token.await.is_err_and(|error| error.is_panic()));
}
