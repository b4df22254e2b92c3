//! The commands of Amun, one after another.

use aurora_energy_cli::exit::Exit;
use serde_json::{Value, json};

use crate::program::{Program, request};

const FARM: [&str; 14] = [
    "--name",
    "Farm",
    "--lat",
    "52.308479",
    "--lon",
    "-1.009191",
    "--scenario",
    "4",
    "--turbine",
    "268",
    "--turbines",
    "10",
    "--hub-height",
    "100",
];

async fn json(program: &Program, arguments: &[&str]) -> Value {
    program.run(&[arguments, &["-o", "json"]].concat()).await.json()
}

async fn create(program: &Program) -> String {
    let created = json(
        program,
        &[&["amun", "valuations", "create", "--wind", "era5"], &FARM[..]].concat(),
    )
    .await;
    created["id"].to_string()
}

#[tokio::test]
async fn turbines_regions_and_scenarios_are_found() {
    let program = Program::start().await;
    let curve = json(&program, &["amun", "turbines", "power-curve", "Siemens SWT-4.0-130"]).await;
    assert!(curve.as_array().unwrap().len() > 20);
    assert_eq!(curve, json(&program, &["amun", "turbines", "power-curve", "268"]).await);

    let regions = json(
        &program,
        &["amun", "regions", "details", "--lat", "50.757310", "--lon", "1.225665"],
    )
    .await;
    let codes: Vec<_> = regions
        .as_array()
        .unwrap()
        .iter()
        .map(|region| region["pmfCode"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["fra", "gbr"]);

    let scenarios = json(&program, &["amun", "scenarios", "list", "--region", "gbr"]).await;
    let live = scenarios
        .as_array()
        .unwrap()
        .iter()
        .find(|scenario| scenario["id"] == 4)
        .unwrap();
    let name = live["name"].as_str().unwrap();
    let found = json(&program, &["amun", "scenarios", "find", "--region", "gbr", name]).await;
    assert_eq!(&found, live);
}

#[tokio::test]
async fn load_factors_from_options_are_summed_up_and_written() {
    let program = Program::start().await;
    let csv = program.home().join("series.csv");
    let run = [
        "amun",
        "load-factors",
        "run",
        "--lat",
        "52.308479",
        "--lon",
        "-1.009191",
        "--turbine",
        "Siemens SWT-4.0-130",
        "--turbines",
        "10",
        "--hub-height",
        "100",
        "--start",
        "2018-01-01",
        "--wind",
        "p50-scaling",
        "--p50",
        "0.4",
        "--losses-availability",
        "0.1",
        "--out",
        csv.to_str().unwrap(),
    ];
    let summary = json(&program, &run).await;
    assert_eq!(
        (&summary["windType"], &summary["hours"]),
        (&json!("P50Scaling"), &json!(8760))
    );
    let mean = summary["meanLoadFactor"].as_f64().unwrap();
    assert!((mean - 0.36).abs() < 1e-3, "the P50 is gross, the result net: {mean}");
    assert_eq!(summary["monthly"].as_array().unwrap().len(), 12);

    let text = std::fs::read_to_string(csv).unwrap();
    assert_eq!(text.lines().count(), 8761);
    assert!(text.lines().nth(1).unwrap().starts_with("2018-01-01T00:00Z,"));
    let sum: f64 = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').nth(2).unwrap().parse::<f64>().unwrap())
        .sum();
    assert!((sum - summary["fullLoadHours"].as_f64().unwrap()).abs() < 1e-9);
}

#[tokio::test]
async fn both_versions_give_the_same_result() {
    let program = Program::start().await;
    let input = program.file("request.json", &request(100.0).to_string());
    let run = ["amun", "load-factors", "run", "--input", input.to_str().unwrap()];
    let mut one = json(&program, &run).await;
    let mut two = json(&program, &[&run[..], &["--synchronous"]].concat()).await;
    assert_eq!(
        (
            program.sandbox.count("run_load_factor"),
            program.sandbox.count("submit_load_factor")
        ),
        (1, 1)
    );
    // The one thing that differs from run to run.
    one["loadFactorRequestId"].take();
    two["loadFactorRequestId"].take();
    assert_eq!(one, two);
}

#[tokio::test]
async fn an_option_replaces_a_value_of_the_file() {
    let program = Program::start().await;
    let input = program.file("request.json", &request(100.0).to_string());
    let run = ["amun", "load-factors", "run", "--input", input.to_str().unwrap()];
    let low = json(&program, &run).await;
    let high = json(&program, &[&run[..], &["--hub-height", "140"]].concat()).await;
    assert!(
        low["meanWindSpeed"].as_f64() < high["meanWindSpeed"].as_f64(),
        "wind grows with height"
    );
}

#[tokio::test]
async fn a_submission_is_followed_by_its_token() {
    let program = Program::start().await;
    let input = program.file("request.json", &request(100.0).to_string());
    let submitted = json(
        &program,
        &["amun", "load-factors", "submit", "--input", input.to_str().unwrap()],
    )
    .await;
    let token = submitted["token"].as_str().unwrap();
    let waited = json(&program, &["amun", "load-factors", "wait", token]).await;
    let status = json(&program, &["amun", "load-factors", "status", token]).await;
    assert_eq!(status["status"], "Complete");
    assert_eq!(status["meanLoadFactor"], waited["meanLoadFactor"]);
}

#[tokio::test]
async fn own_series_come_from_files() {
    let program = Program::start().await;
    let speeds = program.file("speeds.json", &json!({ "speeds": vec![8.0; 8760] }).to_string());
    let run = [
        "amun",
        "load-factors",
        "run",
        "--lat",
        "52.308479",
        "--lon",
        "-1.009191",
        "--hub-height",
        "100",
        "--start",
        "2018-01-01",
        "--data-start",
        "2018-01-01",
    ];
    let wind = [
        "--turbine",
        "268",
        "--turbines",
        "1",
        "--speeds-height",
        "60",
        "--speeds",
        speeds.to_str().unwrap(),
    ];
    assert_eq!(
        json(&program, &[&run[..], &wind].concat()).await["windType"],
        "UploadedWind"
    );

    let values: Vec<f64> = (0..8760_u32).map(|hour| f64::from(hour % 41)).collect();
    let generation = program.file("generation.json", &json!(values).to_string());
    let own = [
        "--installed-capacity",
        "40",
        "--generation",
        generation.to_str().unwrap(),
    ];
    assert_eq!(
        json(&program, &[&run[..], &own].concat()).await["windType"],
        "UploadedGeneration"
    );
}

#[tokio::test]
async fn a_valuation_lives_from_creation_to_deletion() {
    let program = Program::start().await;
    let id = create(&program).await;
    let copy = json(&program, &["amun", "valuations", "copy", &id]).await["id"].to_string();
    assert_ne!(id, copy);

    program
        .run(&["amun", "valuations", "delete", &id, &copy, "--yes"])
        .await
        .ok();
    let left = json(&program, &["amun", "valuations", "list"]).await;
    assert!(
        left.as_array()
            .unwrap()
            .iter()
            .all(|valuation| ![&id, &copy].contains(&&valuation["id"].to_string()))
    );
}

#[tokio::test]
async fn the_outputs_of_a_valuation_are_printed_and_written() {
    let program = Program::start().await;
    let id = create(&program).await;
    let outputs = async |more: &[&str]| {
        let command = ["amun", "valuations", "outputs", &id];
        program.run(&[&command[..], more].concat()).await.ok()
    };
    let yearly = outputs(&["-o", "csv"]).await;
    assert!(yearly.starts_with("year,production,"), "{yearly}");

    let files = ["all.json", "months.csv", "book.xlsx"].map(|name| program.home().join(name));
    let path = |index: usize| files[index].to_str().unwrap();
    outputs(&["--hourly", "--out", path(0)]).await;
    outputs(&["--period", "monthly", "--out", path(1)]).await;
    outputs(&["--xlsx", "--out", path(2)]).await;
    let all: Value = serde_json::from_slice(&std::fs::read(path(0)).unwrap()).unwrap();
    assert_eq!(all["forecast"]["hourly"].as_array().unwrap().len(), 8760);
    let months = std::fs::read_to_string(path(1)).unwrap().lines().count();
    assert_eq!(months, 1 + all["forecast"]["monthly"].as_array().unwrap().len());
    assert!(std::fs::read(path(2)).unwrap().starts_with(b"PK"));
}

#[tokio::test]
async fn deleting_needs_a_yes() {
    let program = Program::start().await;
    let id = create(&program).await;
    let err = program
        .run(&["amun", "valuations", "delete", &id])
        .await
        .failed(Exit::Usage);
    assert!(err.contains("--yes"), "{err}");
    assert_eq!(program.sandbox.count("delete_valuation"), 0);

    let asked = program.terminal(true).input("no\n");
    let err = asked
        .run(&["amun", "valuations", "delete", &id])
        .await
        .failed(Exit::Failure);
    assert!(err.contains(&format!("Delete valuation {id}? [y/N]")), "{err}");
    assert_eq!(asked.sandbox.count("delete_valuation"), 0);
}

#[tokio::test]
async fn a_valuation_is_updated_from_a_file() {
    let program = Program::start().await;
    let id = create(&program).await;
    let listed = json(&program, &["amun", "valuations", "list", "--search", "Farm"]).await;
    let mut parameters = listed
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"].as_i64() == id.parse().ok())
        .unwrap()
        .clone();
    parameters["name"] = "Renamed".into();
    let input = program.file("parameters.json", &parameters.to_string());
    program
        .run(&["amun", "valuations", "update", &id, "--input", input.to_str().unwrap()])
        .await
        .ok();
    let renamed = json(&program, &["amun", "valuations", "list", "--search", "Renamed"]).await;
    assert_eq!(renamed[0]["id"].to_string(), id);
}

#[tokio::test]
async fn measured_data_is_uploaded_and_valued() {
    let program = Program::start().await;
    let farm = [
        "--name",
        "Own data",
        "--lat",
        "52.308479",
        "--lon",
        "-1.009191",
        "--scenario",
        "4",
        "--hub-height",
        "100",
    ];
    let created = json(&program, &[&["amun", "valuations", "create"], &farm[..]].concat()).await;
    let id = created["id"].to_string();
    let values: Vec<f64> = (0..8760_u32).map(|hour| f64::from(hour % 41)).collect();
    let body = json!({"startTime": "2018-01-01T00:00:00.000Z", "installedCapacity": 40, "generation": values});
    let input = program.file("generation.json", &body.to_string());
    program
        .run(&[
            "amun",
            "valuations",
            "upload-raw-generation",
            &id,
            "--input",
            input.to_str().unwrap(),
        ])
        .await
        .ok();
    program.run(&["amun", "valuations", "outputs", &id]).await.ok();
}

#[tokio::test]
async fn wind_and_wind_farms_are_shown() {
    let program = Program::start().await;
    let place = ["--lat", "52.308479", "--lon", "-1.009191"];
    let series = json(
        &program,
        &[&["amun", "wind", "series", "--year", "2016"], &place[..]].concat(),
    )
    .await;
    assert!(series.is_object() || series.is_array());
    let atlas = json(
        &program,
        &[
            &["amun", "wind", "atlas", "--region", "gbr", "--radius", "5"],
            &place[..],
        ]
        .concat(),
    )
    .await;
    assert!(atlas["averageWindSpeed"].as_f64().unwrap() > 0.0);
    let farms = json(&program, &["amun", "windfarms", "search"]).await;
    let id = farms[0]["uuid"].as_str().unwrap();
    assert_eq!(json(&program, &["amun", "windfarms", "get", id]).await["uuid"], id);
}

#[tokio::test]
async fn the_sandbox_inside_needs_neither_token_nor_network() {
    let program = Program::start()
        .await
        .unset("AURORA_API_KEY")
        .set("AURORA_API_BASE_URL", "http://127.0.0.1:9/v1");
    let found = json(
        &program,
        &["--sandbox", "amun", "turbines", "find", "Siemens SWT-4.0-130"],
    )
    .await;
    assert_eq!(found["id"], 268);
    assert_eq!(program.sandbox.requests().len(), 0);
}
