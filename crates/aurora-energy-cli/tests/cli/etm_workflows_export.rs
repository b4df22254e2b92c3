//! `aurora etm export` and `aurora etm compare`.

use aurora_energy_cli::exit::Exit;
use aurora_sandbox::Fault;
use serde_json::{Value, json};

use crate::etm::{json, run, session};
use crate::etm_workflows_books::{changes, row, session_with, sheet, sheets};
use crate::program::Program;

async fn saved(program: &Program, session: &str, title: &str) -> String {
    let create = ["saved-scenarios", "create", "--session", session, "--title", title];
    json(program, &create).await["id"].to_string()
}

#[tokio::test]
async fn sessions_and_saved_scenarios_go_into_one_workbook() {
    let program = Program::start().await;
    let one = session_with(&program, &["costs_co2=50"]).await;
    let two = session(&program, &[]).await;
    let saved = saved(&program, &two, "Mine").await;
    program.sandbox.clear_requests();
    let out = program.home().join("all.xlsx");
    let reference = format!("saved:{saved}");
    let ran = run(&program, &["export", &one, &reference, "--out", out.to_str().unwrap()]).await;
    assert!(ran.err.contains("2 of 2 scenarios exported"), "{}", ran.err);
    assert_eq!(ran.json()["files"], json!([out]));
    assert_eq!(sheet(&out, "MAIN").len(), 3);
    assert_eq!(sheet(&out, "SLIDER_SETTINGS")[0][2..], [one.as_str(), "Mine"]);
    assert!(!sheets(&out).contains(&"SORTABLES".to_owned()));
    assert!(changes(&program).is_empty());
    // The same id means something else with --saved.
    let again = run(&program, &["export", &saved, "--saved", "--out", out.to_str().unwrap()])
        .await
        .json();
    assert_eq!(again["scenarios"][0]["label"], "Mine");
}

#[tokio::test]
async fn everything_that_is_asked_for_is_in_the_workbooks() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let out = program.home().join("all.xlsx");
    let path = out.to_str().unwrap();
    let arguments = [
        "export",
        &id,
        "--out",
        path,
        "--defaults",
        "--min-max",
        "--sortables",
        "--users",
        "--query",
        "dashboard_emissions",
        "--hourly-curves=heat,electricity_price",
        "--annual-exports=energy_flow",
    ];
    let report = run(&program, &arguments).await.json();
    assert_eq!(report["files"].as_array().unwrap().len(), 3);
    for name in [
        "MAIN",
        "SLIDER_SETTINGS",
        "INPUT_DETAILS",
        "SORTABLES",
        "GQUERIES",
        "USERS",
    ] {
        assert!(sheets(&out).contains(&name.to_owned()), "{name} is missing");
    }
    let hourly = sheets(&program.home().join("all_hourly_output_curves.xlsx"));
    assert_eq!(hourly, ["HEAT", "ELECTRICITY_PRICE"]);
    assert_eq!(sheets(&program.home().join("all_annual_exports.xlsx")), ["ENERGY_FLOW"]);
    let details = sheet(&out, "INPUT_DETAILS");
    assert!(details[1].contains(&"max".to_owned()), "{:?}", details[1]);
    row(&sheet(&out, "GQUERIES"), "dashboard_emissions");
    let err = run(&program, &["export", &id, "--out", path, "--annual-exports=nothing"]).await;
    assert!(err.failed(Exit::Usage).contains("nothing"));
}

#[tokio::test]
async fn all_of_them_go_into_a_folder_with_a_workbook_each() {
    let program = Program::start().await;
    let mut expected = [session(&program, &[]).await, session(&program, &[]).await].map(|id| format!("{id}.xlsx"));
    expected.sort();
    let folder = program.home().join("books");
    run(
        &program,
        &["export", "--all", "--out", folder.to_str().unwrap(), "--no-inputs"],
    )
    .await
    .ok();
    let mut names: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, expected);
    let ran = run(
        &program,
        &["export", "--all", "--saved", "--out", folder.to_str().unwrap()],
    )
    .await;
    assert!(ran.err.contains("no scenarios"), "{}", ran.err);
    assert_eq!(ran.json()["scenarios"], json!([]));
    run(&program, &["export", "--all", "5", "--out", "x.xlsx"])
        .await
        .failed(Exit::Usage);
}

#[tokio::test]
async fn a_scenario_that_cannot_be_read_is_left_out_and_shows_in_the_exit_code() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let out = program.home().join("all.xlsx");
    let path = out.to_str().unwrap();
    let ran = run(&program, &["export", &id, "999999", "--out", path]).await;
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["scenarios"][1]["file"], Value::Null);
    let err = ran.failed(Exit::Partial);
    assert!(err.contains("session 999999"), "{err}");
    assert_eq!(sheet(&out, "MAIN").len(), 2);
    std::fs::remove_file(&out).unwrap();
    run(&program, &["export", "999999", "--out", path])
        .await
        .failed(Exit::NotFound);
    let safe = ["export", &id, "999999", "--out", path, "--error-mode", "safe"];
    run(&program, &safe).await.failed(Exit::NotFound);
    assert!(!out.exists());
}

#[tokio::test]
async fn a_part_that_cannot_be_fetched_is_named() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let out = program.home().join("all.xlsx");
    program.sandbox.fail_times("list_scenario_users", 9, Fault::Status(403));
    let ran = run(&program, &["export", &id, "--users", "--out", out.to_str().unwrap()]).await;
    let err = ran.failed(Exit::Partial);
    assert!(err.contains("users"), "{err}");
    assert!(out.exists());
}

#[tokio::test]
async fn scenarios_stand_side_by_side() {
    let program = Program::start().await;
    let one = session_with(&program, &["costs_co2=50"]).await;
    let two = session_with(&program, &["costs_co2=150", "costs_gas=20"]).await;
    let saved = format!("saved:{}", saved(&program, &two, "Mine").await);
    let compare = [
        "compare",
        &one,
        &two,
        &saved,
        "--query",
        "dashboard_emissions",
        "--only-different",
    ];
    let rows = json(&program, &compare).await;
    let keys: Vec<_> = rows.as_array().unwrap().iter().map(|row| &row["key"]).collect();
    assert_eq!(keys, ["costs_co2", "costs_gas", "dashboard_emissions"]);
    assert_eq!(
        rows[0]["values"][0],
        json!({"scenario": one, "value": 50.0, "set": true})
    );
    assert_eq!(rows[1]["values"][0]["set"], false);
    assert_eq!(rows[2]["values"][1]["value"], rows[2]["values"][2]["value"]);
    assert_ne!(rows[2]["values"][0]["value"], rows[2]["values"][1]["value"]);

    let csv = program.run(&["etm", "compare", &one, &two, "-o", "csv"]).await.ok();
    assert!(csv.starts_with(&format!("kind,key,unit,{one},{two}\n")), "{csv}");
    assert!(csv.contains("property,end_year,,2050,2050\n"), "{csv}");
    let table = program.run(&["etm", "compare", &one, &two, "--only-different"]).await;
    assert!(table.err.contains("rows are the same"), "{}", table.err);
    assert!(table.ok().contains("costs_gas"));

    let err = run(&program, &["compare", &one, &two, "--query", "no_such"])
        .await
        .failed(Exit::Partial);
    assert!(err.contains("no_such"), "{err}");
    run(&program, &["compare", &one]).await.failed(Exit::Usage);
    run(&program, &["compare", &one, "999999"]).await.failed(Exit::NotFound);
}

#[tokio::test]
async fn what_is_neither_a_workbook_nor_a_folder_is_refused_before_anything_is_asked() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    std::fs::create_dir(program.home().join("old.xlsx")).unwrap();
    program.sandbox.clear_requests();
    for (name, part) in [
        ("all.csv", "no .xlsx file"),
        ("all.XLS", "no .xlsx file"),
        ("old.xlsx", "is a folder"),
    ] {
        let out = program.home().join(name);
        let ran = run(&program, &["export", &id, "--out", out.to_str().unwrap()]).await;
        let err = ran.failed(Exit::Usage);
        assert!(err.contains(part), "{err}");
    }
    assert!(!program.home().join("all.csv").exists());
    assert!(changes(&program).is_empty());
    assert_eq!(program.sandbox.count("etm.get_scenario"), 0);
}
