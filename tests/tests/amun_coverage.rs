//! Coverage is a test, not a promise: what the spec names is sent, served and reachable.

use std::collections::BTreeSet;

use amun_client::OPERATIONS;
use aurora_sandbox::{ROUTES, Sandbox};
use aurora_tests::amun_rows::{client, rows};
use reqwest::Method;

fn spec() -> BTreeSet<&'static str> {
    OPERATIONS.iter().map(|operation| operation.id).collect()
}

#[test]
fn the_table_holds_the_21_operations_of_the_contract_once_each() {
    assert_eq!(OPERATIONS.len(), 21);
    assert_eq!(spec().len(), 21);
}

#[test]
fn every_operation_has_exactly_one_wire_row() {
    let rows: Vec<_> = rows().iter().map(|row| row.operation).collect();
    assert_eq!(rows.iter().copied().collect::<BTreeSet<_>>(), spec());
    assert_eq!(rows.len(), OPERATIONS.len());
}

#[test]
fn a_wire_row_agrees_with_the_spec_on_method_and_path() {
    for row in rows() {
        let operation = OPERATIONS
            .iter()
            .find(|operation| operation.id == row.operation)
            .unwrap();
        assert_eq!(row.method, operation.method, "{}", row.operation);
        let path = row.path.strip_prefix("/amun").unwrap();
        let fits = path.split('/').count() == operation.path.split('/').count()
            && path
                .split('/')
                .zip(operation.path.split('/'))
                .all(|(real, template)| template.starts_with('{') || real == template);
        assert!(fits, "{}: {path} is no {}", row.operation, operation.path);
    }
}

#[test]
fn the_sandbox_has_a_route_for_every_operation_and_no_other() {
    let served: BTreeSet<_> = ROUTES
        .iter()
        .filter(|route| route.service == "amun")
        .map(|route| (route.operation, route.method, route.path.to_owned()))
        .collect();
    let wanted: BTreeSet<_> = OPERATIONS
        .iter()
        .map(|operation| (operation.id, operation.method, format!("/amun{}", operation.path)))
        .collect();
    assert_eq!(served, wanted);
}

/// Asks over HTTP, so that a route which stands in the table but not in the router is found.
#[tokio::test]
async fn the_sandbox_answers_every_operation() {
    let sandbox = Sandbox::start().await.unwrap();
    let http = client(sandbox.url()).transport().reqwest().clone();
    for row in rows() {
        let method = Method::from_bytes(row.method.as_bytes()).unwrap();
        let url = format!("{}{}", sandbox.url(), row.path);
        let answer = http
            .request(method, url)
            .query(row.query)
            .header("private-token", sandbox.token())
            .send()
            .await;
        let answer = answer.unwrap();
        assert!(
            !answer.headers().contains_key("x-sandbox"),
            "{}: {}",
            row.operation,
            answer.status()
        );
        assert_eq!(sandbox.requests().last().unwrap().operation, Some(row.operation));
    }
}

#[test]
fn every_operation_can_be_sent_by_its_id() {
    let amun = client("http://127.0.0.1:9");
    for operation in OPERATIONS {
        assert!(amun.request(operation.id).is_ok(), "{}", operation.id);
    }
    assert!(amun.request("no_such_operation").is_err());
}
