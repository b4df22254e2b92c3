//! What each ETM operation puts on the wire: method, path, query, headers, body; and that dead routes are not sent.

use std::collections::BTreeSet;

use aurora_tests::etm_rows::rows;
use aurora_tests::etm_wire::{EtmRow, Sends, forced, judge};
use serde_json::json;

#[tokio::test]
async fn each_etm_operation_sends_what_its_row_says() {
    for row in rows() {
        judge(&row).await;
    }
}

fn row(operation: &str) -> EtmRow {
    rows()
        .into_iter()
        .find(|row| row.operation == operation)
        .expect("there is a row for each operation")
}

#[test]
fn exactly_the_routes_that_the_table_calls_dead_have_dead_rows() {
    let dead: BTreeSet<_> = rows().iter().filter(|row| row.dead).map(|row| row.operation).collect();
    let marked = etm_client::OPERATIONS.iter().filter(|known| known.status.is_some());
    assert_eq!(dead, marked.map(|known| known.id).collect());
    assert_eq!(dead.len(), 7);
}

/// The judge has to be able to say no, or the tests above say nothing.
#[tokio::test]
async fn a_row_that_differs_in_anything_is_found_out() {
    let mut form = row("update_esdl_file");
    if let Sends::Form(parts) = &mut form.sends {
        parts[0].file_name = None;
    }
    let wrong = [
        EtmRow {
            method: "POST",
            ..row("get_scenario")
        },
        EtmRow {
            path: "/api/v3/scenarios/8".to_owned(),
            ..row("get_scenario")
        },
        EtmRow {
            query: &[("page", "1")],
            ..row("list_scenarios")
        },
        EtmRow {
            query: &[("page", "1")],
            ..row("get_scenario")
        },
        EtmRow {
            accept: "application/json",
            ..row("export_sankey")
        },
        row("create_scenario").json(json!({"scenario": {}})),
        EtmRow {
            sends: Sends::Nothing,
            ..row("create_scenario")
        },
        row("delete_scenario").json(json!({})),
        form,
        row("get_scenario").answer(json!({"id": 7})),
        row("get_scenario").dead(),
        EtmRow {
            dead: false,
            ..row("dump_scenario")
        },
    ];
    for (index, row) in wrong.into_iter().enumerate() {
        let verdict = tokio::spawn(async move { judge(&row).await }).await;
        assert!(verdict.is_err_and(|error| error.is_panic()), "wrong row {index} passed");
    }
}

#[tokio::test]
async fn the_refusal_of_a_dead_route_says_what_really_happens() {
    let etm = aurora_tests::etm_wire::client("http://127.0.0.1:9");
    for row in rows().into_iter().filter(|row| row.dead) {
        let known = etm_client::OPERATIONS.iter().find(|known| known.id == row.operation);
        let status = known.and_then(|known| known.status).expect("a dead route has a status");
        let text = (row.call)(etm.clone()).await.unwrap_err().to_string();
        assert!(text.contains(status.what_happens()), "{text}");
        assert!(text.contains(row.operation), "{text}");
    }
    // Forced, it is sent: here to where nobody listens.
    let sent = (row("dump_scenario").call)(forced(&etm)).await.unwrap_err();
    assert_eq!(sent.kind(), etm_client::ErrorKind::Connect);
}
