//! `aurora etm inputs` and `aurora etm queries` against the sandbox.

use aurora_energy_cli::exit::Exit;
use serde_json::{Value, json};

use crate::etm::{ids, json, run, session};
use crate::program::Program;

#[tokio::test]
async fn inputs_are_listed_found_and_shown() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    run(&program, &["inputs", "set", &id, "costs_co2=120"]).await.ok();
    let all = json(&program, &["inputs", "list", &id]).await;
    assert!(all.as_array().unwrap().len() > 50);
    let costs = json(
        &program,
        &[
            "inputs",
            "list",
            &id,
            "--search",
            "costs_",
            "--extras",
            "--defaults",
            "original",
        ],
    )
    .await;
    assert!(
        ids(&costs, "key")
            .iter()
            .all(|key| key.as_str().unwrap().contains("costs_"))
    );
    let changed = json(&program, &["inputs", "list", &id, "--changed"]).await;
    assert_eq!(
        (ids(&changed, "key"), &changed[0]["user"]),
        (vec![json!("costs_co2")], &json!(120.0))
    );
    let one = json(&program, &["inputs", "get", &id, "costs_co2"]).await;
    assert_eq!((&one["key"], &one["unit"]), (&json!("costs_co2"), &json!("euro")));
    let two = json(&program, &["inputs", "get", &id, "costs_gas", "costs_co2"]).await;
    assert_eq!(ids(&two, "key"), ["costs_co2", "costs_gas"]);
    let keys = json(&program, &["inputs", "keys", &id]).await;
    assert_eq!(keys.as_array().unwrap().len(), all.as_array().unwrap().len());
    run(&program, &["inputs", "get", &id, "no_such_input"])
        .await
        .failed(Exit::NotFound);
}

#[tokio::test]
async fn inputs_are_set_taken_back_and_queried_in_one_request() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let set = json(
        &program,
        &[
            "inputs",
            "set",
            &id,
            "costs_co2=120",
            "settings_enable_merit_order=true",
            "--force",
            "--query",
            "dashboard_total_costs",
            "dashboard_emissions",
        ],
    )
    .await;
    assert_eq!(
        set["scenario"]["user_values"],
        json!({"costs_co2": 120.0, "settings_enable_merit_order": 1.0})
    );
    assert_eq!(set["gqueries"].as_object().unwrap().len(), 2);
    assert_eq!(program.sandbox.count("etm.update_scenario"), 1);
    let back = json(&program, &["inputs", "set", &id, "--reset", "costs_co2"]).await;
    assert_eq!(
        back["scenario"]["user_values"],
        json!({"settings_enable_merit_order": 1.0})
    );
    let only = json(&program, &["inputs", "set", &id, "costs_gas=20", "--reset-all"]).await;
    assert_eq!(only["scenario"]["user_values"], json!({"costs_gas": 20.0}));
    let table = program.run(&["etm", "inputs", "set", &id, "costs_gas=21"]).await.ok();
    assert!(table.contains("user_values"), "{table}");
}

#[tokio::test]
async fn inputs_come_from_files_too() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let document = program.file(
        "a.json",
        r#"{"costs_co2": 50, "settings_enable_merit_order": true, "costs_gas": "30"}"#,
    );
    let sheet = program.file("b.csv", "key,value\ncosts_coal, 12.5\ncosts_co2,reset\n");
    let set = json(&program, &["inputs", "set", &id, "--file", document.to_str().unwrap()]).await;
    assert_eq!(
        set["scenario"]["user_values"],
        json!({"costs_co2": 50.0, "settings_enable_merit_order": 1.0, "costs_gas": 30.0})
    );
    let set = json(
        &program,
        &["inputs", "set", &id, "--file", sheet.to_str().unwrap(), "costs_gas=31"],
    )
    .await;
    assert_eq!(
        set["scenario"]["user_values"],
        json!({"costs_coal": 12.5, "settings_enable_merit_order": 1.0, "costs_gas": 31.0})
    );
    let nameless = program.file("c.csv", "input,value\na,1\n");
    let err = run(&program, &["inputs", "set", &id, "--file", nameless.to_str().unwrap()])
        .await
        .failed(Exit::Usage);
    assert!(err.contains("no column \"key\""), "{err}");
    let nested = program.file("d.json", r#"{"costs_co2": [1]}"#);
    let err = run(&program, &["inputs", "set", &id, "--file", nested.to_str().unwrap()])
        .await
        .failed(Exit::Usage);
    assert!(err.contains("costs_co2 is [1]"), "{err}");
    run(&program, &["inputs", "set", &id]).await.failed(Exit::Usage);
}

#[tokio::test]
async fn what_is_out_of_range_is_refused_by_the_engine_or_before_it_is_asked() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let set = ["inputs", "set", &*id, "costs_co2=100000"];
    let err = run(&program, &set).await.failed(Exit::Failure);
    assert!(err.contains("costs_co2") && err.contains("422"), "{err}");
    assert_eq!(program.sandbox.count("etm.update_scenario"), 1);
    let err = run(&program, &[&set[..], &["--check"]].concat())
        .await
        .failed(Exit::Usage);
    assert!(err.contains("costs_co2"), "{err}");
    assert_eq!(
        program.sandbox.count("etm.update_scenario"),
        1,
        "the check sends no update"
    );
    run(&program, &["inputs", "set", &id, "costs_co2=nan"])
        .await
        .failed(Exit::Usage);
}

#[tokio::test]
async fn a_share_group_is_filled_in_unless_that_is_switched_off() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let list = json(&program, &["inputs", "list", &id]).await;
    let member = list
        .as_array()
        .unwrap()
        .iter()
        .find(|input| {
            let movable = input["disabled"] != json!(true) && input["default"].as_f64() < Some(90.0);
            input["share_group"].as_str().is_some_and(|group| !group.is_empty()) && movable
        })
        .unwrap();
    let key = member["key"].as_str().unwrap();
    let set = format!("{key}={}", member["default"].as_f64().unwrap() + 5.0);
    run(&program, &["inputs", "set", &id, &set, "--no-autobalance"])
        .await
        .failed(Exit::Failure);
    let balanced = json(&program, &["inputs", "set", &id, &set]).await;
    assert!(
        balanced["scenario"]["balanced_values"]
            .as_object()
            .is_some_and(|values| !values.is_empty()),
        "{balanced}"
    );
}

#[tokio::test]
async fn queries_are_listed_by_label_and_run() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let all = json(&program, &["queries", "list"]).await;
    let dashboard = json(&program, &["queries", "list", "--label", "dashboard"]).await;
    let (some, every) = (dashboard.as_array().unwrap(), all.as_array().unwrap());
    assert!(!some.is_empty() && some.len() < every.len());
    let rows = json(&program, &["queries", "run", &id, "dashboard_emissions", "total_costs"]).await;
    assert_eq!(ids(&rows, "key"), ["dashboard_emissions", "total_costs"]);
    assert!(rows[1]["present"].is_number() && rows[1]["unit"] == "euro", "{rows}");
    let csv = program
        .run(&["etm", "queries", "run", &id, "total_costs", "-o", "csv"])
        .await
        .ok();
    assert!(csv.starts_with("key,present,future,unit\ntotal_costs,"), "{csv}");
    let curve = ["etm", "queries", "run", &*id, "merit_order_price_curve"];
    assert!(program.run(&curve).await.ok().contains("8760 values"));
    let whole = run(&program, &curve[1..]).await.json();
    assert_eq!(whole[0]["future"].as_array().map(Vec::len), Some(8760));
}

#[tokio::test]
async fn unknown_queries_fail_all_of_them_or_are_left_out_and_named() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let keys = ["queries", "run", &*id, "total_costs", "no_such_query"];
    let err = run(&program, &keys).await.failed(Exit::Failure);
    assert!(err.contains("no_such_query"), "{err}");
    let known = run(&program, &[&keys[..], &["--known"]].concat()).await;
    let rows: Value = serde_json::from_str(&known.out).unwrap();
    assert_eq!(ids(&rows, "key"), ["total_costs"]);
    assert!(known.failed(Exit::Partial).contains("no_such_query"));
}
