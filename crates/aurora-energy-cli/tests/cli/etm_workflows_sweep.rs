//! `aurora etm sweep`: a session for each step, and none left.

use std::time::Duration;

use aurora_energy_cli::exit::Exit;
use aurora_sandbox::Fault;
use serde_json::{Value, json};

use crate::etm::{ids, json, run, session};
use crate::etm_workflows_books::session_with;
use crate::program::Program;

const QUERY: [&str; 2] = ["--query", "dashboard_emissions"];

async fn sweep(program: &Program, id: &str, more: &[&str]) -> crate::program::Ran {
    run(program, &[&["sweep", id][..], more, &QUERY].concat()).await
}

async fn left(program: &Program) -> Vec<Value> {
    ids(&json(program, &["sessions", "list", "--all"]).await, "id")
}

#[tokio::test]
async fn each_step_has_its_results_and_no_session_is_left() {
    let program = Program::start().await;
    let id = session_with(&program, &["costs_gas=20"]).await;
    let before = left(&program).await;
    let ran = sweep(&program, &id, &["--set", "costs_co2=50..150:50", "costs_gas=20,40"]).await;
    assert!(ran.err.contains("6 sessions of the sweep are deleted"), "{}", ran.err);
    let rows = ran.json();
    let inputs: Vec<_> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["inputs"].clone())
        .collect();
    assert_eq!(inputs.len(), 6);
    assert_eq!(inputs[1], json!({"costs_co2": 50, "costs_gas": 40}));
    assert_eq!(inputs[4], json!({"costs_co2": 150, "costs_gas": 20}));
    let future = |at: usize| rows[at]["results"]["dashboard_emissions"]["future"].as_f64().unwrap();
    assert!(future(0) > future(4), "{rows}");
    // The same by hand.
    run(&program, &["inputs", "set", &id, "costs_co2=150"]).await.ok();
    let by_hand = json(&program, &["queries", "run", &id, "dashboard_emissions"]).await;
    assert_eq!(by_hand[0]["future"].as_f64().unwrap(), future(4));
    assert_eq!(left(&program).await, before);
    assert_eq!(program.sandbox.count("etm.delete_scenario"), 6);
}

#[tokio::test]
async fn a_table_has_a_column_for_each_input_and_query() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let arguments = [
        "etm",
        "sweep",
        &id,
        "--set",
        "costs_co2=1,2",
        "--query",
        "dashboard_emissions",
        "--present",
        "-o",
        "csv",
    ];
    let csv = program.run(&arguments).await.ok();
    let lines: Vec<_> = csv.lines().collect();
    assert_eq!(
        lines[0],
        "costs_co2,dashboard_emissions today [factor],dashboard_emissions [factor]"
    );
    assert_eq!(lines.len(), 3);
    assert!(lines[1].starts_with("1,0.") && lines[2].starts_with("2,0."), "{csv}");
}

#[tokio::test]
async fn sessions_can_be_kept() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let rows = sweep(&program, &id, &["--set", "costs_co2=60,70", "--keep"])
        .await
        .json();
    assert_eq!(program.sandbox.count("etm.delete_scenario"), 0);
    let kept = json(&program, &["sessions", "get", &rows[1]["session"].to_string()]).await;
    assert_eq!(kept["user_values"], json!({"costs_co2": 70.0}));
    assert_eq!(kept["metadata"]["title"], "costs_co2=70");
}

#[tokio::test]
async fn what_is_wrong_is_found_before_a_session_is_made() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    program.sandbox.clear_requests();
    let err = sweep(
        &program,
        &id,
        &["--set", "costs_co2=1,x", "no_such=1", "--query", "no_query"],
    )
    .await;
    let err = err.failed(Exit::Usage);
    for part in ["costs_co2 is \"x\"", "\"no_such\"", "no_query", "3 problems"] {
        assert!(err.contains(part), "{part}: {err}");
    }
    for wrong in ["costs_co2=1..2:0", "costs_co2=1..9999", "costs_co2="] {
        sweep(&program, &id, &["--set", wrong]).await.failed(Exit::Usage);
    }
    assert_eq!(program.sandbox.count("etm.create_scenario"), 0);
    sweep(&program, "999999", &["--set", "costs_co2=1"])
        .await
        .failed(Exit::NotFound);
    let guest = program.unset("ETM_API_TOKEN");
    let err = sweep(&guest, &id, &["--set", "costs_co2=1"])
        .await
        .failed(Exit::Credentials);
    assert!(err.contains("--keep"), "{err}");
}

#[tokio::test]
async fn a_step_that_fails_is_named_and_its_session_deleted_too() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let before = left(&program).await;
    // The first update is the check of the queries.
    program.sandbox.clear_requests();
    let arguments = ["--set", "costs_co2=60,70", "--concurrency", "1"];
    program.sandbox.fail_next("etm.create_scenario", Fault::Status(422));
    let ran = sweep(&program, &id, &arguments).await;
    let rows: Value = serde_json::from_str(&ran.out).unwrap();
    assert!(rows[0]["error"].is_string() && rows[1]["error"].is_null(), "{rows}");
    assert!(ran.failed(Exit::Partial).contains("1 of 2 steps failed"));
    assert_eq!(left(&program).await, before);
}

#[tokio::test]
async fn a_session_that_cannot_be_deleted_is_named() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    program.sandbox.fail_next("etm.delete_scenario", Fault::Status(403));
    let err = sweep(&program, &id, &["--set", "costs_co2=60,70"])
        .await
        .failed(Exit::Partial);
    let left = left(&program).await;
    assert_eq!(left.len(), 2);
    assert!(err.contains(&format!("session {} is still there", left[0])), "{err}");
}

#[tokio::test]
async fn a_sweep_that_is_out_of_time_leaves_no_session() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let before = left(&program).await;
    program
        .sandbox
        .fail_times("etm.create_scenario", 3, Fault::Delay(Duration::from_millis(150)));
    let ran = sweep(&program, &id, &["--set", "costs_co2=1..3", "--timeout", "100ms"]).await;
    ran.failed(Exit::Timeout);
    assert_eq!(
        program.sandbox.count("etm.delete_scenario"),
        program.sandbox.count("etm.create_scenario") - 1
    );
    assert_eq!(left(&program).await, before);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_sweep_that_is_interrupted_leaves_no_session() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let before = left(&program).await;
    program.sandbox.clear_requests();
    program
        .sandbox
        .fail_times("etm.create_scenario", 3, Fault::Delay(Duration::from_millis(200)));
    let child = program
        .command(&[
            "etm",
            "sweep",
            &id,
            "--set",
            "costs_co2=1..3",
            "--query",
            "dashboard_emissions",
        ])
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    while program.sandbox.count("etm.create_scenario") == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let sent = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
    let ended = tokio::task::spawn_blocking(|| child.wait_with_output())
        .await
        .unwrap()
        .unwrap();
    let err = String::from_utf8(ended.stderr).unwrap();
    assert!(err.contains("the sweep was interrupted"), "{err}");
    assert_eq!(ended.status.code(), Some(1));
    let made = program.sandbox.count("etm.create_scenario");
    assert!(made > 0 && program.sandbox.count("etm.delete_scenario") == made);
    assert_eq!(left(&program).await, before);
}
