//! Coverage is a test, not a promise: what the spec names is sent, served, reachable and written down, or said to be dead.

use std::collections::{BTreeMap, BTreeSet};

use aurora_sandbox::{ROUTES, Sandbox};
use aurora_tests::etm_rows::rows;
use aurora_tests::etm_wire::{built, client, judge};
use etm_client::OPERATIONS;
use etm_client::operation::Operation;
use reqwest::Method;
use serde_json::Value;

const SPEC: &str = include_str!("../../specs/etm.yaml");
const PAGE: &str = include_str!("../../docs/operations.md");
const COUNT: usize = 120;

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
fn the_spec_and_the_table_hold_the_same_operations_and_call_the_same_ones_dead() {
    let spec = spec();
    assert_eq!((spec.len(), OPERATIONS.len()), (COUNT, COUNT));
    for (id, (method, path, said)) in &spec {
        let known = operation(id);
        assert_eq!((known.method, known.path), (method.as_str(), path.as_str()), "{id}");
        let status = known
            .status
            .map(|status| format!("{}: {}", status.as_str(), status.what_happens()));
        let marked = said["x-status"].as_str().map(str::trim_end);
        assert_eq!(status.as_deref(), marked, "{id}");
    }
}

#[test]
fn every_operation_names_its_method_or_why_there_is_none() {
    let mut methods = BTreeSet::new();
    for (id, (.., said)) in spec() {
        let method = said["x-method"].as_str().unwrap_or_default();
        if let Some(reason) = method.strip_prefix("none: ") {
            assert!(reason.len() > 15, "{id}: {reason:?} is no reason");
            assert!(
                operation(&id).status.is_some(),
                "{id} has no method although it is alive"
            );
            continue;
        }
        assert!(
            methods.insert(method.to_owned()),
            "{id}: {method:?} is that of another one"
        );
        let (group, name) = method.rsplit_once('.').unwrap_or_default();
        assert!(group.contains('(') && !name.is_empty(), "{id}: {method:?}");
    }
    assert_eq!(methods.len(), COUNT - 5);
}

/// An operation has a command of its own, or is reached by its id with `aurora api etm`.
#[test]
fn every_operation_stands_once_on_the_page_of_operations_with_method_command_and_state() {
    let page = PAGE.split_once("\n## ETM\n").expect("the page has the service").1;
    let page = page.split("\n## ").next().unwrap_or_default();
    for (id, (http, path, said)) in spec() {
        let start = format!("| `{id}` | `{http} {path}`");
        let mut lines = page.lines().filter(|line| line.starts_with(&start));
        let line = lines.next().unwrap_or_else(|| panic!("{id} is not on the page"));
        assert_eq!(lines.next(), None, "{id} is there twice");
        let mut parts = vec![format!("`aurora api etm {id}`")];
        match said["x-method"]
            .as_str()
            .and_then(|method| method.strip_prefix("none: "))
        {
            Some(reason) => parts.push(reason.to_owned()),
            None => parts.push(format!("`{}`", said["x-method"].as_str().unwrap_or_default())),
        }
        if let Some(command) = said["x-command"].as_str() {
            assert!(command.starts_with("aurora etm "), "{id}: {command:?}");
            parts.push(format!("`{command}`"));
        }
        if let Some(status) = operation(&id).status {
            parts.push(status.what_happens().to_owned());
        }
        for part in parts {
            assert!(line.contains(&part), "{id}: {part} is not in {line}");
        }
    }
    assert_eq!(page.lines().filter(|line| line.starts_with("| `")).count(), COUNT);
}

#[test]
fn only_routes_that_are_dead_double_or_old_have_no_command_of_their_own() {
    let without: Vec<_> = spec()
        .into_iter()
        .filter(|(_, (.., said))| said.get("x-command").is_none())
        .map(|(id, _)| id)
        .collect();
    for id in &without {
        let is_old = id.ends_with("_order") || id.contains("transition_path");
        let is_double = matches!(id.as_str(), "list_inputs" | "get_input");
        assert!(
            operation(id).status.is_some() || is_old || is_double,
            "{id} has no command"
        );
    }
    assert_eq!(
        without.len(),
        7 + 2 + 10 + 5,
        "dead ones, doubles, orders, transition paths"
    );
}

#[test]
fn the_sandbox_has_a_route_for_every_operation_and_no_other() {
    let routes: Vec<_> = ROUTES.iter().filter(|route| route.service == "etm").collect();
    let served: BTreeSet<_> = routes.iter().map(|route| (route.operation, route.method)).collect();
    let wanted: BTreeSet<_> = OPERATIONS.iter().map(|known| (known.id, known.method)).collect();
    assert_eq!(served, wanted);
    assert_eq!(routes.len(), COUNT);
    for route in routes {
        let path = route.path.split_once('#').map_or(route.path, |(path, _)| path);
        assert_eq!(path, operation(route.operation).wire_path(), "{}", route.operation);
    }
}

#[test]
fn every_operation_has_exactly_one_wire_row_that_agrees_with_the_spec_on_its_address() {
    let rows = rows();
    let ids: BTreeSet<_> = rows.iter().map(|row| row.operation).collect();
    assert_eq!(ids, OPERATIONS.iter().map(|known| known.id).collect());
    assert_eq!(rows.len(), COUNT);
    for row in &rows {
        let known = operation(row.operation);
        assert_eq!(row.method, known.method, "{}", row.operation);
        assert!(
            fits(&row.path, known.wire_path()),
            "{}: {} is no {}",
            row.operation,
            row.path,
            known.path
        );
        let content = known.response_content.first().copied().unwrap_or("*/*");
        assert_eq!(row.accept, content, "{}: accept", row.operation);
    }
}

/// Whether a path is one of a template, whose last parameter may take several segments.
fn fits(path: &str, template: &str) -> bool {
    let (real, expected): (Vec<_>, Vec<_>) = (path.split('/').collect(), template.split('/').collect());
    let is_open = expected.last() == Some(&"{curve_key}");
    let counts = real.len() == expected.len() || (is_open && real.len() > expected.len());
    let mut pairs = real.iter().zip(&expected);
    counts && pairs.all(|(real, expected)| expected.starts_with('{') || real == expected)
}

/// Asks over HTTP with what the client really sends, so that a route which stands in the table but not in the router, or which
/// another one hides, is found.
#[tokio::test]
async fn the_sandbox_knows_each_request_of_the_client_for_its_operation() {
    let sandbox = Sandbox::start().await.unwrap();
    let http = client(sandbox.url()).transport().reqwest().clone();
    for row in rows() {
        let sent = judge(&row).await;
        let method = Method::from_bytes(row.method.as_bytes()).unwrap();
        let url = format!("{}{}", sandbox.url(), &sent.url[url::Position::BeforePath..]);
        let mut request = http.request(method, url).body(sent.body);
        for name in ["accept", "content-type"] {
            if let Some(value) = sent.headers.get(name) {
                request = request.header(name, value);
            }
        }
        request.send().await.unwrap();
        assert_eq!(
            sandbox.requests().last().unwrap().operation,
            Some(row.operation),
            "{}",
            row.path
        );
    }
}

#[test]
fn every_operation_can_be_asked_for_by_its_id() {
    let etm = client("http://127.0.0.1:9");
    let alone = built(
        etm_client::EtmClient::builder()
            .with_engine_base_url("http://127.0.0.1:9/api/v3")
            .without_token()
            .without_proxy(),
    );
    for known in OPERATIONS {
        assert!(etm.request(known.id).is_ok(), "{}", known.id);
        let needs_my_etm = known.path.starts_with("/my/");
        assert_eq!(alone.request(known.id).is_err(), needs_my_etm, "{}", known.id);
    }
    assert!(etm.request("no_such_operation").is_err());
    assert_eq!(etm.operations().len(), COUNT);
}
