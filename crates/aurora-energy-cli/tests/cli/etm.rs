//! `aurora etm sessions` and `aurora etm version-tags` against the sandbox.

use aurora_energy_cli::args::Cli;
use aurora_energy_cli::exit::Exit;
use clap::CommandFactory as _;
use serde_json::{Value, json};

use crate::program::{Program, Ran};

/// Runs `aurora etm`, with JSON as the format.
pub(crate) async fn run(program: &Program, arguments: &[&str]) -> Ran {
    let mut all = vec!["--yes", "etm"];
    all.extend(arguments);
    all.extend(["-o", "json"]);
    program.run(&all).await
}

pub(crate) async fn json(program: &Program, arguments: &[&str]) -> Value {
    run(program, arguments).await.json()
}

/// A session of the Netherlands in 2050: its id as it is typed.
pub(crate) async fn session(program: &Program, more: &[&str]) -> String {
    let create = [
        &["sessions", "create", "--area", "nl2019", "--end-year", "2050"][..],
        more,
    ]
    .concat();
    json(program, &create).await["id"].to_string()
}

pub(crate) fn ids(list: &Value, field: &str) -> Vec<Value> {
    list.as_array().unwrap().iter().map(|row| row[field].clone()).collect()
}

#[test]
fn the_arguments_of_all_commands_fit_together() {
    Cli::command().debug_assert();
}

#[tokio::test]
async fn a_session_is_made_with_its_properties_shown_and_deleted() {
    let program = Program::start().await;
    let metadata = program.file("metadata.json", r#"{"owner": "me"}"#);
    let made = json(
        &program,
        &[
            "sessions",
            "create",
            "--area",
            "nl2019",
            "--end-year",
            "2045",
            "--title",
            "First",
            "--source",
            "tests",
            "--private",
            "--keep-compatible",
            "--metadata",
            metadata.to_str().unwrap(),
        ],
    )
    .await;
    let id = made["id"].to_string();
    let shown = json(&program, &["sessions", "get", &id]).await;
    assert_eq!(shown["area_code"], "nl2019");
    assert_eq!(shown["end_year"], 2045);
    assert_eq!(
        (&shown["private"], &shown["keep_compatible"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(shown["metadata"], json!({"owner": "me", "title": "First"}));
    let refused = program.run(&["etm", "sessions", "delete", &id]).await;
    assert!(refused.failed(Exit::Usage).contains("--yes"));
    run(&program, &["sessions", "delete", &id]).await.ok();
    run(&program, &["sessions", "get", &id]).await.failed(Exit::NotFound);
}

#[tokio::test]
async fn inputs_and_queries_go_with_a_new_session() {
    let program = Program::start().await;
    let made = json(
        &program,
        &[
            "sessions",
            "create",
            "--area",
            "nl2019",
            "--end-year",
            "2050",
            "--set",
            "costs_co2=120",
            "costs_gas=30.5",
            "--query",
            "dashboard_emissions",
            "--check",
        ],
    )
    .await;
    assert_eq!(
        made["scenario"]["user_values"],
        json!({"costs_co2": 120.0, "costs_gas": 30.5})
    );
    assert!(made["gqueries"]["dashboard_emissions"]["future"].is_number(), "{made}");
    assert_eq!(program.sandbox.count("etm.create_scenario"), 1);
    assert_eq!(program.sandbox.count("etm.update_scenario"), 1);
}

#[tokio::test]
async fn a_session_whose_inputs_are_refused_is_named() {
    let program = Program::start().await;
    let wrong = [
        "sessions",
        "create",
        "--area",
        "nl2019",
        "--end-year",
        "2050",
        "--set",
        "no_such_input=1",
    ];
    let err = run(&program, &wrong).await.failed(Exit::Failure);
    let list = json(&program, &["sessions", "list"]).await;
    assert!(err.contains(&format!("session {} is made", list[0]["id"])), "{err}");
    assert!(err.contains("no_such_input"), "{err}");
    let checked = [&wrong[..], &["--check"]].concat();
    run(&program, &checked).await.failed(Exit::Usage);
}

#[tokio::test]
async fn the_list_comes_page_by_page_or_all_at_once() {
    let program = Program::start().await;
    for _ in 0..3 {
        session(&program, &[]).await;
    }
    let first = run(&program, &["sessions", "list", "--limit", "2"]).await;
    assert!(
        first.err.contains("--page 2") && first.err.contains("--all"),
        "{}",
        first.err
    );
    assert_eq!(first.json().as_array().unwrap().len(), 2);
    let second = run(&program, &["sessions", "list", "--limit", "2", "--page", "2"]).await;
    assert_eq!(second.json().as_array().unwrap().len(), 1);
    let all = json(&program, &["sessions", "list", "--all"]).await;
    assert_eq!(all.as_array().unwrap().len(), 3);
    let csv = program.run(&["etm", "sessions", "list", "-o", "csv"]).await.ok();
    assert_eq!(csv.lines().count(), 4, "{csv}");
    run(&program, &["sessions", "list", "--limit", "101"])
        .await
        .failed(Exit::Usage);
}

#[tokio::test]
async fn several_sessions_are_shown_and_those_that_are_missing_are_named() {
    let program = Program::start().await;
    let (one, other) = (session(&program, &[]).await, session(&program, &[]).await);
    let both = json(&program, &["sessions", "get", &other, &one]).await;
    assert_eq!(
        ids(&both, "id").iter().map(Value::to_string).collect::<Vec<_>>(),
        [&*other, &*one]
    );
    let some = run(&program, &["sessions", "get", &one, "7"]).await;
    assert!(some.out.contains(&one), "{}", some.out);
    assert!(
        some.failed(Exit::Partial)
            .contains("not there, or not yours to read: 7")
    );
    run(&program, &["sessions", "get", "7", "8"])
        .await
        .failed(Exit::NotFound);
}

#[tokio::test]
async fn a_session_is_changed_copied_and_reset() {
    let program = Program::start().await;
    let id = session(&program, &["--title", "Old", "--source", "tests"]).await;
    let changed = json(
        &program,
        &[
            "sessions",
            "update",
            &id,
            "--title",
            "New",
            "--no-source",
            "--set",
            "costs_co2=99",
            "--query",
            "total_costs",
        ],
    )
    .await;
    assert_eq!(changed["scenario"]["metadata"]["title"], "New");
    assert_eq!(changed["scenario"]["user_values"], json!({"costs_co2": 99.0}));
    assert!(changed["gqueries"]["total_costs"]["present"].is_number());
    let copy = json(
        &program,
        &["sessions", "copy", &id, "--with-users", "--title", "Copy", "--private"],
    )
    .await;
    assert_eq!(
        (&copy["user_values"], &copy["private"]),
        (&json!({"costs_co2": 99.0}), &json!(true))
    );
    assert_eq!(copy["template"].to_string(), id);
    let copied = copy["id"].to_string();
    let cut = json(&program, &["sessions", "update", &copied, "--no-template", "--public"]).await;
    assert_eq!(
        (&cut["scenario"]["template"], &cut["scenario"]["private"]),
        (&Value::Null, &json!(false))
    );
    let reset = json(&program, &["sessions", "reset", &id]).await;
    assert_eq!(reset["user_values"], json!({}));
    let err = run(&program, &["sessions", "update", &id]).await.failed(Exit::Usage);
    assert!(err.contains("nothing is to be changed"), "{err}");
}

#[tokio::test]
async fn sessions_are_merged_and_interpolated() {
    let program = Program::start().await;
    let one = session(&program, &["--source", "one"]).await;
    let other = session(&program, &[]).await;
    for (id, value) in [(&one, "costs_co2=100"), (&other, "costs_co2=200")] {
        run(&program, &["inputs", "set", id, value]).await.ok();
    }
    let merged = json(
        &program,
        &["sessions", "merge", &format!("{one}=3"), &format!("{other}=1")],
    )
    .await;
    assert_eq!(merged["user_values"]["costs_co2"], 125.0, "{merged}");
    let between = json(&program, &["sessions", "interpolate", &other, "--end-year", "2030"]).await;
    assert_eq!(between["end_year"], 2030);
    let start = between["id"].to_string();
    let later = json(
        &program,
        &[
            "sessions",
            "interpolate",
            &other,
            "--end-year",
            "2040",
            "--start",
            &start,
        ],
    )
    .await;
    assert_eq!(later["end_year"], 2040);
    let many = json(
        &program,
        &["sessions", "interpolate-many", &other, "--end-year", "2025", "2035"],
    )
    .await;
    assert_eq!(ids(&many, "end_year"), [json!(2025), json!(2035)]);
    let err = run(&program, &["sessions", "merge", "a=1"]).await.failed(Exit::Usage);
    assert!(err.contains("ID=WEIGHT"), "{err}");
}

#[tokio::test]
async fn couplings_are_turned_on_and_off() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let coupled = json(&program, &["sessions", "couple", &id, "external_model_industry"]).await;
    assert!(
        ids_of(&coupled["active_couplings"]).contains(&"external_model_industry".to_owned()),
        "{coupled}"
    );
    let off = json(&program, &["sessions", "uncouple", &id, "external_model_industry"]).await;
    assert!(
        !ids_of(&off["active_couplings"]).contains(&"external_model_industry".to_owned()),
        "{off}"
    );
    let all = json(&program, &["sessions", "uncouple", &id, "--all"]).await;
    assert_eq!(all["active_couplings"], json!([]));
    run(&program, &["sessions", "uncouple", &id]).await.failed(Exit::Usage);
}

fn ids_of(list: &Value) -> Vec<String> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|id| id.as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn the_merit_order_is_a_table_or_a_document_with_curves() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let table = program.run(&["etm", "sessions", "merit", &id]).await.ok();
    assert!(
        table.contains("marginal costs (EUR/MWh)") && table.lines().count() > 4,
        "{table}"
    );
    let plain = json(&program, &["sessions", "merit", &id]).await;
    assert!(plain["participants"].as_array().is_some_and(|list| !list.is_empty()));
    let path = program.home().join("merit.json");
    run(&program, &["sessions", "merit", &id, "--out", path.to_str().unwrap()])
        .await
        .ok();
    let file: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let curve = file["curves"].as_object().unwrap().values().next().unwrap();
    assert_eq!(curve.as_array().unwrap().len(), 8760);
}

#[tokio::test]
async fn what_is_exported_can_be_loaded_by_an_administrator() {
    let program = Program::start().await;
    let id = session(&program, &["--source", "tests"]).await;
    run(&program, &["inputs", "set", &id, "costs_co2=77"]).await.ok();
    let line = program.run(&["etm", "sessions", "export", &id]).await.ok();
    assert_eq!(line.lines().count(), 1);
    let exported: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(exported["user_values"]["costs_co2"], 77.0, "{exported}");
    let path = program.home().join("dump.json");
    run(&program, &["sessions", "export", &id, "--out", path.to_str().unwrap()])
        .await
        .ok();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), line);
    let load = ["sessions", "load-dump", path.to_str().unwrap()];
    run(&program, &load).await.failed(Exit::Credentials);
    let root = program
        .sandbox
        .etm_token(aurora_sandbox::EtmUser::Root, aurora_sandbox::EtmScopes::Delete);
    let program = program.set("ETM_API_TOKEN", &root);
    let loaded = json(&program, &load).await;
    assert_eq!(loaded["user_values"]["costs_co2"], 77.0, "{loaded}");
    assert_ne!(loaded["id"].to_string(), id);
}

#[tokio::test]
async fn version_tags_are_written_and_listed() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let made = json(&program, &["version-tags", "create", &id, "first draft"]).await;
    assert_eq!(made["description"], "first draft");
    let changed = json(&program, &["version-tags", "update", &id, "second draft"]).await;
    assert_eq!(changed["description"], "second draft");
    assert_eq!(
        json(&program, &["version-tags", "get", &id]).await["description"],
        "second draft"
    );
    let list = json(&program, &["version-tags", "list", &id]).await;
    assert_eq!(
        (list[0]["session"].to_string(), &list[0]["description"]),
        (id, &json!("second draft"))
    );
}
