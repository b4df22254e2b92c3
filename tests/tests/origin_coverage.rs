//! Coverage is a test, not a promise: what the spec names is sent, served, reachable and written down.

use std::collections::{BTreeMap, BTreeSet};

use aurora_sandbox::ROUTES;
use aurora_tests::origin_rows::rows;
use aurora_tests::origin_wire::{Sends, client};
use origin_client::OPERATIONS;
use origin_client::operation::Operation;
use serde_json::Value;

const SPEC: &str = include_str!("../../specs/origin.yaml");
const PAGE: &str = include_str!("../../docs/operations.md");

/// The operations of the spec file by id: method, path, and what is said of them.
fn spec() -> BTreeMap<String, (String, String, Value)> {
    let document: Value = yaml_serde::from_str(SPEC).expect("the spec is YAML");
    let paths = document["paths"].as_object().expect("the spec has paths");
    let mut found = BTreeMap::new();
    for (path, item) in paths {
        for (method, operation) in item.as_object().expect("a path has methods") {
            let Some(id) = operation["operationId"].as_str() else {
                continue;
            };
            let entry = (method.to_uppercase(), path.clone(), operation.clone());
            assert!(found.insert(id.to_owned(), entry).is_none(), "{id} is there twice");
        }
    }
    found
}

fn operation(id: &str) -> &'static Operation {
    let found = OPERATIONS.iter().find(|operation| operation.id == id);
    found.unwrap_or_else(|| panic!("{id} is in no table"))
}

#[test]
fn the_spec_and_the_table_hold_the_same_40_operations() {
    let spec = spec();
    assert_eq!((spec.len(), OPERATIONS.len()), (40, 40));
    for (id, (method, path, _)) in &spec {
        let known = operation(id);
        assert_eq!((known.method, known.path), (method.as_str(), path.as_str()), "{id}");
    }
}

#[test]
fn every_operation_names_its_method_and_its_command_and_stands_on_the_page_of_operations() {
    let page = PAGE.split_once("\n## Origin\n").unwrap().1;
    let mut methods = BTreeSet::new();
    for (id, (http, path, operation)) in spec() {
        let method = operation["x-method"].as_str().unwrap_or_default();
        let command = operation["x-command"].as_str().unwrap_or_default();
        assert!(
            methods.insert(method.to_owned()),
            "{id}: {method:?} is that of another one"
        );
        assert!(command.starts_with("aurora origin "), "{id}: {command:?}");
        let start = format!("| `{id}` | `{http} {path}`");
        let mut lines = page.lines().filter(|line| line.starts_with(&start));
        let line = lines.next().unwrap_or_else(|| panic!("{id} is not on the page"));
        assert_eq!(lines.next(), None, "{id} is there twice");
        for part in [method, command, &format!("aurora api origin {id}")] {
            assert!(line.contains(&format!("`{part}`")), "{id}: {part} is not in {line}");
        }
    }
    assert_eq!(page.lines().filter(|line| line.starts_with("| `")).count(), 40);
}

#[test]
fn the_sandbox_has_a_route_for_every_operation_and_no_other() {
    let routes: Vec<_> = ROUTES.iter().filter(|route| route.service == "origin").collect();
    let served: BTreeSet<_> = routes.iter().map(|route| (route.operation, route.method)).collect();
    let wanted: BTreeSet<_> = OPERATIONS.iter().map(|known| (known.id, known.method)).collect();
    assert_eq!(served, wanted);
    assert_eq!(routes.len(), OPERATIONS.len());
    for route in routes.iter().filter(|route| route.method == "POST") {
        assert_eq!(
            route.path,
            operation(route.operation).wire_path(),
            "{}",
            route.operation
        );
    }
}

#[test]
fn every_operation_has_exactly_one_wire_row_that_agrees_with_the_spec_on_its_address() {
    let rows = rows();
    let ids: BTreeSet<_> = rows.iter().map(|row| row.operation).collect();
    assert_eq!(ids, OPERATIONS.iter().map(|known| known.id).collect());
    assert_eq!(rows.len(), OPERATIONS.len());
    for row in &rows {
        let known = operation(row.operation);
        match row.sends {
            Sends::Document { path, .. } => assert_eq!((known.method, known.wire_path()), ("POST", path)),
            Sends::Get { path, .. } => {
                assert_eq!(known.method, "GET");
                assert!(path.starts_with("/scenarioExplr/"), "{}: {path}", row.operation);
            }
            Sends::FromStore { .. } => assert!(known.path.starts_with("/objectStore/"), "{}", row.operation),
        }
    }
}

#[test]
fn every_operation_can_be_sent_by_its_id() {
    let origin = client("http://127.0.0.1:9");
    for known in OPERATIONS {
        assert!(origin.request(known.id).is_ok(), "{}", known.id);
    }
    assert!(origin.request("no_such_operation").is_err());
}
