//! `aurora api`.

use aurora_energy::amun::OPERATIONS;
use aurora_energy::core::operation::{Location, Operation};
use aurora_energy_cli::args::Cli;
use aurora_energy_cli::exit::Exit;
use clap::CommandFactory;
use serde_json::{Value, json};

use crate::program::{Program, request};

#[tokio::test]
async fn the_list_names_every_operation() {
    let program = Program::start().await;
    let list = program.run(&["api", "amun", "--list", "-o", "json"]).await.json();
    let names: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        OPERATIONS.iter().map(|operation| operation.id).collect::<Vec<_>>()
    );
}

#[test]
fn the_commands_that_the_operations_page_names_exist() {
    let page = include_str!("../../../../docs/operations.md");
    let commands: Vec<&str> = page.split('`').filter(|text| text.starts_with("aurora ")).collect();
    for (prefix, operations) in [
        ("aurora amun ", OPERATIONS),
        ("aurora origin ", aurora_energy::origin::OPERATIONS),
    ] {
        let own = commands.iter().filter(|command| command.starts_with(prefix)).count();
        assert_eq!(own, operations.len(), "one command per operation beside `aurora api`");
    }
    let etm = commands
        .iter()
        .filter(|command| command.starts_with("aurora etm "))
        .count();
    assert!(etm > 90, "most of the ETM's operations have a command: {etm}");
    let etm = commands
        .iter()
        .filter(|command| command.starts_with("aurora api etm "))
        .count();
    assert_eq!(etm, aurora_energy::etm::OPERATIONS.len());
    for command in commands.iter().filter(|command| !command.starts_with("aurora api ")) {
        let mut level = Cli::command();
        for word in command.split(' ').skip(1) {
            let next = level.find_subcommand(word).cloned();
            level = next.unwrap_or_else(|| panic!("`{command}`: no command {word}"));
        }
        assert!(!level.has_subcommands(), "`{command}` is only a group");
    }
}

/// A value for each parameter of Amun that the sandbox accepts.
fn value(parameter: &str, valuation: i64, token: &str, windfarm: &str) -> String {
    match parameter {
        "lat" => "52.308479",
        "lon" => "-1.009191",
        "region" | "region_code" => "gbr",
        "year" => "2016",
        "dataset" => "Era5",
        "radius" => "10",
        "format" => "json",
        "turbine_id" => "268",
        "token" => token,
        "windfarm_id" => windfarm,
        "valuation_id" => return valuation.to_string(),
        other => panic!("no value for {other}"),
    }
    .to_owned()
}

fn body(operation: &str, valuation: i64) -> Value {
    let series = vec![5.0; 8760];
    let start = "2018-01-01T00:00:00.000Z";
    match operation {
        "copy_valuation" => json!({}),
        "create_valuation" | "update_valuation" => json!({
            "id": valuation, "name": "Farm", "description": "", "latitude": 52.308479, "longitude": -1.009191,
            "scenarioId": 4, "windType": "era5", "turbineModelId": 268, "numberOfTurbines": 10, "hubHeight": 100
        }),
        "upload_raw_generation" => json!({"startTime": start, "installedCapacity": 40, "generation": series}),
        "upload_calibrated_generation" => json!({
            "startTime": start, "installedCapacity": 40, "historicGeneration": series, "calibratedGeneration": series
        }),
        "upload_wind" => json!({"startTime": start, "lowHeight": {"height": 60, "speeds": series}}),
        "run_load_factor" | "submit_load_factor" => request(100.0),
        other => panic!("no body for {other}"),
    }
}

#[tokio::test]
async fn every_operation_is_reached() {
    let program = Program::start().await;
    let api = async |operation: &str, fields: &[String], input: Option<&Value>| {
        let mut arguments = vec!["api", "amun", operation, "-o", "json"];
        for field in fields {
            arguments.extend(["-f", field]);
        }
        let file = program.home().join("body.json");
        if let Some(body) = input {
            std::fs::write(&file, body.to_string()).unwrap();
            arguments.extend(["--input", file.to_str().unwrap()]);
        }
        program.run(&arguments).await.ok()
    };
    let read = |text: String| serde_json::from_str::<Value>(&text).unwrap();
    let valuation = read(api("create_valuation", &[], Some(&body("create_valuation", 0))).await)["id"]
        .as_i64()
        .unwrap();
    let token = read(api("submit_load_factor", &[], Some(&request(90.0))).await)["token"]
        .as_str()
        .unwrap()
        .to_owned();
    let farm = read(api("search_windfarms", &[], None).await)[0]["uuid"]
        .as_str()
        .unwrap()
        .to_owned();

    // Deleted last: the others need it.
    let (last, first): (Vec<&Operation>, Vec<&Operation>) = OPERATIONS
        .iter()
        .partition(|operation| operation.id == "delete_valuation");
    for operation in first.into_iter().chain(last) {
        if operation.id == "upload_turbine" {
            continue;
        }
        let needed = operation
            .parameters
            .iter()
            .filter(|parameter| parameter.required || parameter.name == "radius");
        let fields: Vec<_> = needed
            .map(|needed| format!("{}={}", needed.name, value(needed.name, valuation, &token, &farm)))
            .collect();
        let input = (!operation.request_content.is_empty()).then(|| body(operation.id, valuation));
        api(operation.id, &fields, input.as_ref()).await;
        assert!(program.sandbox.count(operation.id) > 0, "{}", operation.id);
    }
}

#[tokio::test]
async fn a_workbook_is_sent_as_a_form() {
    let program = Program::start().await;
    let file = program.home().join("turbine.xlsx");
    std::fs::write(&file, b"PK\x03\x04 and no workbook").unwrap();
    // The sandbox opens it and finds no workbook, which it can only say when the form arrived.
    let ran = program
        .run(&["api", "amun", "upload_turbine", "--input", file.to_str().unwrap()])
        .await;
    assert_eq!(
        program.sandbox.requests().last().unwrap().operation,
        Some("upload_turbine")
    );
    assert!(program.sandbox.requests().last().unwrap().body_bytes > 100);
    assert!(ran.failed(Exit::Failure).contains("upload_turbine"));
}

#[tokio::test]
async fn an_answer_goes_to_a_file_byte_for_byte() {
    let program = Program::start().await;
    let created = program.file("v.json", &body("create_valuation", 0).to_string());
    let valuation = program
        .run(&[
            "api",
            "amun",
            "create_valuation",
            "--input",
            created.to_str().unwrap(),
            "-o",
            "json",
        ])
        .await
        .json();
    let id = format!("valuation_id={}", valuation["id"]);
    let out = program.home().join("outputs.xlsx");
    let arguments = [
        "api",
        "amun",
        "get_valuation_outputs",
        "-f",
        &id,
        "-f",
        "format=xlsx",
        "--out",
    ];
    program
        .run(&[&arguments[..], &[out.to_str().unwrap()]].concat())
        .await
        .ok();
    assert!(std::fs::read(out).unwrap().starts_with(b"PK"));
}

#[tokio::test]
async fn a_body_comes_from_the_standard_input_too() {
    let program = Program::start().await.input(&request(90.0).to_string());
    let answer = program
        .run(&["api", "amun", "submit_load_factor", "--input", "-", "-o", "json"])
        .await
        .json();
    assert!(answer["token"].is_string(), "{answer}");
}

#[tokio::test]
async fn what_is_missing_or_too_much_is_said_before_anything_is_sent() {
    let program = Program::start().await;
    for (arguments, says) in [
        (&["nonsense"][..], "no operation \"nonsense\""),
        (
            &["list_region_details", "-f", "lat=1"],
            "list_region_details needs -f lon=…",
        ),
        (
            &["list_turbines", "-f", "lat=1"],
            "list_turbines has no parameter \"lat\"",
        ),
        (&["create_valuation"], "needs a body"),
        (&["list_turbines", "--input", "-"], "takes no body"),
        (&["get_turbine_power_curve", "-f", "turbine_id=.."], "turbine_id"),
    ] {
        let err = program
            .run(&[&["api", "amun"], arguments].concat())
            .await
            .failed(Exit::Usage);
        assert!(err.contains(says), "{arguments:?}: {err}");
    }
    assert_eq!(program.sandbox.requests().len(), 0);
}

#[test]
fn every_parameter_of_amun_has_its_place() {
    for operation in OPERATIONS {
        for parameter in operation
            .parameters
            .iter()
            .filter(|parameter| parameter.location == Location::Path)
        {
            assert!(
                operation.path.contains(&format!("{{{}}}", parameter.name)),
                "{}",
                operation.id
            );
        }
    }
}
