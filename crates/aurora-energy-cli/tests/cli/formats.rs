//! Each output format, and output that nobody reads any more.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use aurora_energy_cli::exit::Exit;
use serde_json::Value;

use crate::program::{Buffer, ClosedPipe, Program};

const LIST: [&str; 3] = ["amun", "turbines", "list"];

#[tokio::test]
async fn a_table_has_headings_with_units_and_one_line_per_item() {
    let program = Program::start().await;
    let out = program.run(&LIST).await.ok();
    let mut lines = out.lines();
    assert!(lines.next().unwrap().contains("rated MW"), "{out}");
    assert!(lines.next().unwrap().starts_with("──"), "{out}");
    assert!(
        lines
            .clone()
            .any(|line| line.contains("Siemens SWT-4.0-130") && line.contains("268")),
        "{out}"
    );
    assert!(lines.all(|line| line == line.trim_end()), "{out}");
}

#[tokio::test]
async fn json_is_one_document_with_all_fields() {
    let program = Program::start().await;
    let turbines = program
        .run(&["amun", "turbines", "list", "--output", "json"])
        .await
        .json();
    let siemens = turbines
        .as_array()
        .unwrap()
        .iter()
        .find(|turbine| turbine["id"] == 268)
        .unwrap();
    assert_eq!(siemens["name"], "Siemens SWT-4.0-130");
    assert!(siemens["rotorDiameter"].is_number());
}

#[tokio::test]
async fn jsonl_and_csv_have_one_line_per_item() {
    let program = Program::start().await;
    let count = program
        .run(&["amun", "turbines", "list", "-o", "json"])
        .await
        .json()
        .as_array()
        .unwrap()
        .len();

    let jsonl = program.run(&["amun", "turbines", "list", "-o", "jsonl"]).await.ok();
    let items: Vec<Value> = jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(items.len(), count);

    let csv = program.run(&["amun", "turbines", "list", "-o", "csv"]).await.ok();
    assert!(csv.starts_with("id,manufacturer,name,ratedCapacity,"), "{csv}");
    assert_eq!(
        csv::Reader::from_reader(csv.as_bytes())
            .records()
            .map(Result::unwrap)
            .count(),
        count
    );
}

#[tokio::test]
async fn an_empty_list_is_still_a_document() {
    let program = Program::start().await;
    let details = [
        "amun",
        "regions",
        "details",
        "--lat",
        "50.75731",
        "--lon",
        "-50.225665",
        "-o",
    ];
    let run = async |format| program.run(&[&details[..], &[format]].concat()).await;
    assert_eq!(run("json").await.json(), serde_json::json!([]));
    assert_eq!(run("jsonl").await.ok(), "");
    assert_eq!(run("csv").await.ok().lines().count(), 1);
    let table = run("table").await;
    assert!(table.err.contains("no region covers"), "{}", table.err);
}

#[tokio::test]
async fn one_thing_is_a_document_in_every_format() {
    let program = Program::start().await;
    let find = ["amun", "turbines", "find", "Siemens SWT-4.0-130", "-o"];
    let run = async |format| program.run(&[&find[..], &[format]].concat()).await;
    assert_eq!(run("json").await.json()["id"], 268);
    assert_eq!(run("jsonl").await.ok().lines().count(), 1);
    assert_eq!(run("csv").await.ok().lines().count(), 2);
    assert!(
        run("table")
            .await
            .ok()
            .lines()
            .any(|line| line.starts_with("id") && line.ends_with("268"))
    );
}

#[tokio::test]
async fn data_is_on_the_standard_output_and_notes_are_not() {
    let program = Program::start().await;
    let ran = program
        .run(&[
            "amun",
            "regions",
            "details",
            "--lat",
            "50.75731",
            "--lon",
            "-50.225665",
            "-q",
        ])
        .await;
    assert_eq!((ran.exit, ran.err.as_str()), (Exit::Ok, ""));
}

#[tokio::test]
async fn a_closed_pipe_is_no_error_in_any_format() {
    let program = Program::start().await;
    for format in ["table", "json", "jsonl", "csv"] {
        let err = Buffer::default();
        let exit = program
            .run_into(&["amun", "turbines", "list", "-o", format], ClosedPipe, err.clone())
            .await;
        assert_eq!((exit, err.text().as_str()), (Exit::Ok, ""), "{format}");
    }
    let err = Buffer::default();
    assert_eq!(program.run_into(&["--help"], ClosedPipe, err.clone()).await, Exit::Ok);
    assert_eq!(
        program
            .run_into(&["completions", "bash"], ClosedPipe, err.clone())
            .await,
        Exit::Ok
    );
    assert_eq!(err.text(), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_real_program_stops_quietly_when_its_reader_goes_away() {
    let program = Program::start().await;
    let mut child = program
        .command(&["amun", "load-factors", "--help"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut first)
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0), "{first}");
}

#[tokio::test]
async fn completions_know_every_command() {
    let program = Program::start().await;
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = program.run(&["completions", shell]).await.ok();
        assert!(
            script.contains("load-factors") && script.contains("valuations") && script.contains("custom-curves"),
            "{shell}"
        );
    }
}

#[tokio::test]
async fn the_version_says_how_the_program_was_built() {
    let program = Program::start().await;
    let version = program.run(&["version", "-o", "json"]).await.json();
    assert_eq!(version["version"], env!("CARGO_PKG_VERSION"));
    let operations = aurora_energy::amun::OPERATIONS.len()
        + aurora_energy::etm::OPERATIONS.len()
        + aurora_energy::origin::OPERATIONS.len();
    assert_eq!(version["operations"], operations);
}

#[tokio::test]
async fn every_schema_is_a_json_schema_or_a_list_of_columns() {
    let program = Program::start().await;
    let names = program.run(&["schema", "-o", "json"]).await.json();
    for name in names
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["name"].as_str().unwrap())
    {
        let schema = program.run(&["schema", name, "-o", "json"]).await.json();
        match name.ends_with("csv") {
            true => assert!(
                schema
                    .as_array()
                    .unwrap()
                    .iter()
                    .all(|column| column["column"].is_string()),
                "{name}"
            ),
            false => assert!(schema["$schema"].is_string(), "{name}"),
        }
    }
}

#[tokio::test]
async fn a_wind_series_has_one_row_per_hour() {
    let program = Program::start().await;
    let series = async |format: &str| {
        let place = ["--lat", "52", "--lon", "-1", "--year", "2015", "-o", format];
        let ran = program.run(&[&["amun", "wind", "series"], &place[..]].concat()).await;
        ran.ok()
    };
    let mut table = csv::Reader::from_reader(std::io::Cursor::new(series("csv").await));
    assert_eq!(table.headers().unwrap(), vec!["dateTime", "windSpeed"]);
    assert_eq!(table.records().map(Result::unwrap).count(), 8760);
    assert_eq!(series("table").await.lines().count(), 8762);
    let document: serde_json::Value = serde_json::from_str(&series("json").await).unwrap();
    assert_eq!(document["series"].as_array().unwrap().len(), 8760);
}

#[tokio::test]
async fn the_schema_of_a_batch_item_demands_no_field_that_another_file_may_hold() {
    let program = Program::start().await;
    let item = program.run(&["schema", "batch-item"]).await.json();
    assert_eq!(item.get("required"), None);
    assert!(
        item["anyOf"]
            .as_array()
            .unwrap()
            .contains(&serde_json::json!({"required": ["file"]}))
    );
    for field in ["name", "file", "speedsFile", "latitude"] {
        assert!(item["properties"][field].is_object(), "{field}");
    }
}
