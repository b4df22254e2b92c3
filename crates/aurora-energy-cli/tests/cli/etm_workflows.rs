//! `aurora etm init`, `run`, `import`, `users sync`.

use aurora_energy_cli::exit::Exit;
use aurora_sandbox::Fault;
use serde_json::{Value, json};

use crate::etm::{json, run, session};
use crate::etm_workflows_books::{book, changes, fresh, main, row, session_with, sheet, sheets};
use crate::program::{ETM_CANARY, Program};

#[tokio::test]
async fn init_makes_settings_that_only_their_owner_may_read_and_a_workbook() {
    let program = Program::start().await.unset("ETM_API_TOKEN").unset("BASE_URL");
    let err = program.run(&["etm", "init", "--environment", "beta"]).await;
    assert!(err.err.contains("auth login etm"), "{}", err.err);
    assert_eq!(err.exit, Exit::Ok);
    let settings = program.home().join(".env");
    let text = std::fs::read_to_string(&settings).unwrap();
    assert!(text.lines().any(|line| line == "ENVIRONMENT=beta"), "{text}");
    assert!(text.lines().any(|line| line.starts_with("# ETM_API_TOKEN=")), "{text}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(settings.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
    let status = program.run(&["auth", "status", "-o", "json"]).await.json();
    assert_eq!(
        status["etmBaseUrl"],
        "https://beta.engine.energytransitionmodel.com/api/v3"
    );
    assert_eq!(status["etmToken"], "none, which makes you a guest");
    let workbook = program.home().join("excel/input.xlsx");
    assert_eq!(sheets(&workbook)[..2], ["MAIN", "EXPORT_CONFIG"]);
    assert_eq!(sheet(&workbook, "MAIN")[0][0], "short_name");
    assert!(program.sandbox.requests().is_empty());
}

#[tokio::test]
async fn init_asks_on_a_terminal_and_replaces_nothing_unasked() {
    let program = Program::start().await.terminal(true).input("2025-01\n");
    let ran = program.run(&["etm", "init"]).await;
    assert!(
        ran.err.contains("Environment of the ETM") && ran.err.contains("[pro]"),
        "{}",
        ran.err
    );
    ran.ok();
    let settings = program.home().join(".env");
    let before = std::fs::read_to_string(&settings).unwrap();
    assert!(before.contains("\nENVIRONMENT=2025-01\n"), "{before}");

    let program = program.input("n\nn\n");
    let ran = program.run(&["etm", "init", "--environment", "pro"]).await;
    assert_eq!(ran.err.matches("stays as it is").count(), 2, "{}", ran.err);
    assert_eq!(std::fs::read_to_string(&settings).unwrap(), before);

    let program = program.terminal(false);
    let err = program.run(&["etm", "init"]).await.failed(Exit::Usage);
    assert!(err.contains("--force"), "{err}");
    let err = program.run(&["etm", "init", "--sandbox"]).await.failed(Exit::Usage);
    assert!(err.contains("sandbox serve"), "{err}");
}

#[tokio::test]
async fn init_takes_the_token_of_the_old_settings_over() {
    let program = Program::start()
        .await
        .unset("ETM_API_TOKEN")
        .unset("BASE_URL")
        .unset("MY_ETM_URL");
    program.file(".env", &format!("ENVIRONMENT=beta\nETM_API_TOKEN={ETM_CANARY}\n"));
    let (engine, my_etm) = (
        program.sandbox.etm_url().to_owned(),
        program.sandbox.my_etm_url().to_owned(),
    );
    let ran = program
        .run(&["etm", "init", "--force", "--base-url", &engine, "--my-etm-url", &my_etm])
        .await;
    assert!(!ran.err.contains(ETM_CANARY));
    ran.ok();
    // What was written is what the program reads.
    json(&program, &["saved-scenarios", "list"]).await;
    json(&program, &["my", "versions"]).await;
}

#[tokio::test]
async fn a_workbook_is_run_and_its_results_are_beside_it() {
    let program = Program::start().await;
    book(
        &program,
        "in.xlsx",
        &[
            main(&[fresh("low"), fresh("high")]),
            (
                "SLIDER_SETTINGS",
                json!([["input", "low", "high"], ["costs_co2", 30, 130]]),
            ),
            ("GQUERIES", json!([["dashboard_emissions"]])),
        ],
    );
    let ran = run(&program, &["run", "in.xlsx"]).await;
    assert!(
        ran.err
            .contains("2 created, 0 changed, 0 unchanged, 0 skipped, 0 failed"),
        "{}",
        ran.err
    );
    let report = ran.json();
    assert_eq!(report["summary"]["created"], 2);
    assert_eq!(report["scenarios"][0]["state"], "created");
    let results = program.home().join("in_results.xlsx");
    assert_eq!(report["exported"]["files"], json!([results]));
    assert_eq!(
        row(&sheet(&results, "SLIDER_SETTINGS"), "costs_co2")[2..],
        ["30", "130"]
    );
    assert_eq!(row(&sheet(&results, "GQUERIES"), "dashboard_emissions").len(), 4);
    let id = report["scenarios"][1]["session_id"].to_string();
    let shown = json(&program, &["sessions", "get", &id]).await;
    assert_eq!(shown["user_values"], json!({"costs_co2": 130.0}));
    assert_eq!(shown["source"], "aurora");
}

#[tokio::test]
async fn the_results_go_where_they_are_wanted_and_the_report_is_printed_so() {
    let program = Program::start().await;
    book(&program, "in.xlsx", &[main(&[fresh("A")])]);
    let arguments = ["etm", "run", "in.xlsx", "--output", "out/r.xlsx", "-o", "csv"];
    let out = program.run(&arguments).await.ok();
    assert!(out.starts_with("scenario,place,state,session_id"), "{out}");
    assert!(out.contains("A,MAIN!A2,created,"), "{out}");
    assert!(program.home().join("out/r.xlsx").exists());
    for (wrong, why) in [("r.csv", ".xlsx"), ("in.xlsx", "replace the workbook")] {
        let err = program
            .run(&["etm", "run", "in.xlsx", "--output", wrong])
            .await
            .failed(Exit::Usage);
        assert!(err.contains(why), "{wrong}: {err}");
    }
    // Elsewhere it names a format, and nothing else.
    let err = program
        .run(&["etm", "areas", "list", "-o", "r.xlsx"])
        .await
        .failed(Exit::Usage);
    assert!(err.contains("jsonl"), "{err}");
}

#[tokio::test]
async fn a_dry_run_prints_each_request_and_sends_none_that_changes_something() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let id_number: i64 = id.parse().unwrap();
    book(
        &program,
        "in.xlsx",
        &[
            main(&[fresh("new"), json!(["old", id_number, true])]),
            (
                "SLIDER_SETTINGS",
                json!([["input", "new", "old"], ["costs_co2", 30, 130]]),
            ),
        ],
    );
    program.sandbox.clear_requests();
    let out = program.run(&["etm", "run", "in.xlsx", "--dry-run"]).await.ok();
    for line in [
        "POST /scenarios {",
        "PUT /scenarios/<new> {",
        &format!("PUT /scenarios/{id} {{"),
    ] {
        assert!(out.contains(line), "{line} is not in {out}");
    }
    let steps = program
        .run(&["etm", "run", "in.xlsx", "--dry-run", "-o", "jsonl"])
        .await
        .ok();
    assert_eq!(steps.lines().count(), 3, "{steps}");
    assert!(changes(&program).is_empty(), "{:?}", changes(&program));
    assert!(!program.sandbox.requests().is_empty());
    assert!(!program.home().join("in_results.xlsx").exists());
}

#[tokio::test]
async fn without_updates_nothing_is_changed_and_existing_scenarios_have_results() {
    let program = Program::start().await;
    let id = session_with(&program, &["costs_co2=77"]).await;
    let id: i64 = id.parse().unwrap();
    book(
        &program,
        "in.xlsx",
        &[
            main(&[fresh("new"), json!(["old", id, true])]),
            (
                "SLIDER_SETTINGS",
                json!([["input", "new", "old"], ["costs_co2", 30, 130]]),
            ),
        ],
    );
    program.sandbox.clear_requests();
    let ran = run(&program, &["run", "in.xlsx", "--no-update"]).await;
    assert!(ran.err.contains("1 skipped"), "{}", ran.err);
    assert_eq!(ran.json()["exported"]["scenarios"].as_array().unwrap().len(), 1);
    assert!(changes(&program).is_empty(), "{:?}", changes(&program));
    let results = program.home().join("in_results.xlsx");
    assert_eq!(row(&sheet(&results, "SLIDER_SETTINGS"), "costs_co2")[2..], ["77"]);
}

#[tokio::test]
async fn one_scenario_that_fails_does_not_stop_the_others_and_shows_in_the_exit_code() {
    let program = Program::start().await;
    book(
        &program,
        "in.xlsx",
        &[
            main(&[fresh("A"), fresh("B")]),
            ("SLIDER_SETTINGS", json!([["input", "A", "B"], ["costs_co2", 30, 130]])),
        ],
    );
    let refusal = || Fault::Status(422);
    program.sandbox.fail_next("etm.update_scenario", refusal());
    let ran = run(&program, &["run", "in.xlsx", "--concurrency", "1"]).await;
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["summary"]["failed"], 1);
    assert_eq!(report["summary"]["created"], 1);
    let err = ran.failed(Exit::Partial);
    assert!(
        err.contains("A (SLIDER_SETTINGS!") && err.contains("1 of 2 scenarios failed"),
        "{err}"
    );
    // In the safe mode, the first failure is the last request, and there are no results.
    std::fs::remove_file(program.home().join("in_results.xlsx")).unwrap();
    program.sandbox.clear_requests();
    program.sandbox.fail_next("etm.create_scenario", refusal());
    let program = program.set("PYETM_ERROR_MODE", "safe");
    run(&program, &["run", "in.xlsx", "--concurrency", "1"])
        .await
        .failed(Exit::Partial);
    assert_eq!(program.sandbox.count("etm.create_scenario"), 1);
    assert!(!program.home().join("in_results.xlsx").exists());
    // The flag goes before the variable.
    run(&program, &["run", "in.xlsx", "--error-mode", "dangerous"])
        .await
        .ok();
}

#[tokio::test]
async fn what_was_done_is_told_even_if_the_results_cannot_be_written() {
    let program = Program::start().await;
    book(&program, "in.xlsx", &[main(&[fresh("A")])]);
    program.file("out", "a file where a folder is needed");
    let ran = run(&program, &["run", "in.xlsx", "--output", "out/r.xlsx"]).await;
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["summary"]["created"], 1);
    let err = ran.failed(Exit::Failure);
    assert!(err.contains("/out"), "{err}");
    // Also when a scenario failed, which is what the exit code is about.
    book(&program, "two.xlsx", &[main(&[fresh("A"), fresh("B")])]);
    program.sandbox.fail_next("etm.create_scenario", Fault::Status(422));
    let ran = run(
        &program,
        &["run", "two.xlsx", "--output", "out/r.xlsx", "--concurrency", "1"],
    )
    .await;
    let err = ran.failed(Exit::Partial);
    assert!(
        err.contains("1 of 2 scenarios failed") && err.contains("no results are written: ") && err.contains("/out"),
        "{err}"
    );
}

#[tokio::test]
async fn import_makes_scenarios_anew_whatever_their_ids() {
    let program = Program::start().await;
    let id = session_with(&program, &["costs_co2=77"]).await;
    let out = program.home().join("all.xlsx");
    run(&program, &["export", &id, "--out", out.to_str().unwrap()])
        .await
        .ok();
    program.sandbox.clear_requests();
    let dry = program.run(&["etm", "import", "all.xlsx", "--dry-run"]).await.ok();
    assert!(dry.contains("POST /scenarios {"), "{dry}");
    assert!(changes(&program).is_empty());
    let report = json(&program, &["import", "all.xlsx"]).await;
    let copy = report["scenarios"][0]["session_id"].to_string();
    assert_ne!(copy, id);
    let shown = json(&program, &["sessions", "get", &copy]).await;
    assert_eq!(shown["user_values"], json!({"costs_co2": 77.0}));
}

#[tokio::test]
async fn users_of_a_workbook_get_their_roles_and_nothing_else_changes() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let id_number: i64 = id.parse().unwrap();
    book(
        &program,
        "users.xlsx",
        &[
            main(&[json!(["A", id_number, true, null, "Another title"])]),
            ("SLIDER_SETTINGS", json!([["input", "A"], ["costs_co2", 30]])),
            ("USERS", json!([["user", "A"], ["new@example.org", "viewer"]])),
        ],
    );
    program.sandbox.clear_requests();
    let report = json(&program, &["users", "sync", "users.xlsx"]).await;
    assert_eq!(report["summary"]["changed"], 1);
    let sent = changes(&program);
    assert!(sent.iter().all(|request| request.path.ends_with("/users")), "{sent:?}");
    let users = json(&program, &["users", "list", &id]).await;
    let roles = users
        .as_array()
        .unwrap()
        .iter()
        .map(|user| (&user["user_email"], &user["role"]));
    assert!(
        roles
            .clone()
            .any(|user| user == (&json!("new@example.org"), &json!("scenario_viewer"))),
        "{users}"
    );
    let again = json(&program, &["users", "sync", "users.xlsx"]).await;
    assert_eq!(again["summary"]["unchanged"], 1);
}
