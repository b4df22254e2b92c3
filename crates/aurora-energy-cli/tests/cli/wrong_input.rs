//! What the program says to input that cannot work. Nothing of it reaches the service.

use aurora_energy_cli::exit::Exit;
use serde_json::json;

use crate::program::{Program, failing_request, lines, request};

const RUN: [&str; 12] = [
    "amun",
    "load-factors",
    "run",
    "--lat",
    "52.3",
    "--lon",
    "-1",
    "--region",
    "gbr",
    "--hub-height",
    "100",
    "--start=2018-01-01",
];

async fn run(program: &Program, more: &[&str]) -> String {
    program.run(&[&RUN[..], more].concat()).await.failed(Exit::Usage)
}

#[tokio::test]
async fn a_latitude_of_95_names_field_value_and_limit() {
    let program = Program::start().await;
    let arguments = ["amun", "regions", "details", "--lat", "95", "--lon", "0"];
    let err = program.run(&arguments).await.failed(Exit::Usage);
    assert!(
        err.contains("latitude") && err.contains("95") && err.contains("90"),
        "{err}"
    );
    assert_eq!(program.sandbox.requests().len(), 0);
}

#[tokio::test]
async fn a_list_of_100_speeds_is_too_short() {
    let program = Program::start().await;
    let speeds = program.file("speeds.json", &json!({ "speeds": vec![7.5; 100] }).to_string());
    let speeds = speeds.to_str().unwrap();
    let series = [
        "--speeds",
        speeds,
        "--speeds-height",
        "60",
        "--data-start",
        "2018-01-01",
        "--turbine",
        "268",
    ];
    let err = run(&program, &series).await;
    assert!(
        err.contains("speeds") && err.contains("100") && err.contains("8760"),
        "{err}"
    );
    assert_eq!(program.sandbox.requests().len(), 0);
}

#[tokio::test]
async fn an_unknown_turbine_gets_near_matches() {
    let program = Program::start().await;
    let err = program
        .run(&["amun", "turbines", "find", "siemens swt-4.0-130"])
        .await
        .failed(Exit::NotFound);
    assert!(err.contains("did you mean \"Siemens SWT-4.0-130\" (id 268)"), "{err}");

    let err = program
        .run(&[&RUN[..], &["--turbine", "Simens SWT-4.0-130"]].concat())
        .await
        .failed(Exit::NotFound);
    assert!(err.contains("(id 268)"), "{err}");
}

#[tokio::test]
async fn a_point_with_several_regions_asks_which() {
    let program = Program::start().await;
    let run = [
        "amun",
        "load-factors",
        "run",
        "--lat",
        "50.757310",
        "--lon",
        "1.225665",
        "--hub-height",
        "90",
    ];
    let err = program
        .run(&[&run[..], &["--start", "2018-01-01", "--turbine", "268"]].concat())
        .await;
    let err = err.failed(Exit::Usage);
    assert!(err.contains("fra, gbr") && err.contains("--region"), "{err}");
}

#[tokio::test]
async fn wind_options_have_to_fit_the_wind_type() {
    let program = Program::start().await;
    let err = run(&program, &["--wind", "weibull", "--weibull-shape", "2"]).await;
    assert!(err.contains("wind type Weibull needs --weibull-scale"), "{err}");
    let err = run(&program, &["--wind", "era5", "--p50", "0.4"]).await;
    assert!(err.contains("--p50 does not belong to wind type \"Era5\""), "{err}");
    let err = run(&program, &["--wind", "p50-scaling", "--p50", "1.5"]).await;
    assert!(err.contains("p50GrossProduction") && err.contains("1.5"), "{err}");
}

#[tokio::test]
async fn a_start_that_is_no_time_is_refused() {
    let program = Program::start().await;
    let run = [
        "amun",
        "load-factors",
        "run",
        "--lat",
        "52",
        "--lon",
        "0",
        "--hub-height",
        "90",
        "--start",
        "New Year",
    ];
    let err = program.run(&run).await.failed(Exit::Usage);
    assert!(
        err.contains("--start \"New Year\" is no time: write 2018-01-01"),
        "{err}"
    );
}

#[tokio::test]
async fn a_wrong_item_stops_a_batch_before_anything_is_sent() {
    let program = Program::start().await;
    let mut wrong = request(90.0);
    wrong["latitude"] = 95.into();
    let mut worse = request(90.0);
    worse["regionCode"] = serde_json::Value::Null;
    let input = program.file("in.jsonl", &lines(&[request(80.0), wrong, worse]));
    let out = program.home().join("out");
    let arguments = [
        "amun",
        "load-factors",
        "batch",
        input.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ];
    let err = program.run(&arguments).await.failed(Exit::Usage);
    assert!(
        err.contains("in.jsonl line 2: ") && err.contains("95") && err.contains("(and 1 more)"),
        "{err}"
    );
    assert!(err.contains("hint: nothing was sent"), "{err}");
    assert_eq!(program.sandbox.count("submit_load_factor"), 0);
}

#[tokio::test]
async fn a_file_that_is_missing_or_of_another_kind_is_named() {
    let program = Program::start().await;
    let batch = async |file: &str| {
        let out = program.home().join("out");
        program
            .run(&["amun", "load-factors", "batch", file, "--out", out.to_str().unwrap()])
            .await
            .failed(Exit::Usage)
    };
    assert!(batch("no-such.jsonl").await.contains("no-such.jsonl cannot be read"));
    let text = program.file("in.txt", "hello");
    assert!(
        batch(text.to_str().unwrap())
            .await
            .contains("requests come as .json, .jsonl or .csv")
    );
    let empty = program.file("in.jsonl", "\n\n");
    assert!(batch(empty.to_str().unwrap()).await.contains("holds no request"));
    let list = program.file("in.json", "[1]");
    assert!(
        batch(list.to_str().unwrap())
            .await
            .contains("in.json item 1 is no JSON object")
    );
}

#[tokio::test]
async fn a_result_file_of_another_kind_is_refused_before_the_calculation() {
    let program = Program::start().await;
    let err = run(&program, &["--turbine", "268", "--out", "result.parquet"]).await;
    assert!(
        err.contains("result.parquet: results are written as .csv or .json"),
        "{err}"
    );
    assert_eq!(program.sandbox.requests().len(), 0);
}

#[tokio::test]
async fn a_failed_calculation_is_told_in_the_services_words() {
    let program = Program::start().await;
    let input = program.file("in.json", &failing_request().to_string());
    let ran = program
        .run(&["amun", "load-factors", "run", "--input", input.to_str().unwrap()])
        .await;
    assert!(ran.failed(Exit::Failure).contains("Wind speeds below minium value"));
}

#[tokio::test]
async fn a_place_without_data_is_told_in_the_services_words() {
    let program = Program::start().await;
    let run = [
        "amun",
        "load-factors",
        "run",
        "--lat",
        "84",
        "--lon",
        "0",
        "--region",
        "gbr",
        "--hub-height",
        "90",
    ];
    let ran = program
        .run(
            &[
                &run[..],
                &["--start", "2018-01-01", "--turbine", "268", "--turbines", "1"],
            ]
            .concat(),
        )
        .await;
    assert!(ran.failed(Exit::Failure).contains("LonLatNotSupported"));
}

#[tokio::test]
async fn a_file_that_is_no_workbook_is_not_uploaded() {
    let program = Program::start().await;
    let file = program.file("turbine.xlsx", "speed,power");
    let err = program
        .run(&["amun", "turbines", "upload", file.to_str().unwrap()])
        .await
        .failed(Exit::Usage);
    assert!(err.contains("turbine.xlsx"), "{err}");
    assert_eq!(program.sandbox.requests().len(), 0);
}

#[tokio::test]
async fn an_upload_that_is_too_short_names_the_field() {
    let program = Program::start().await;
    let body = json!({"startTime": "2018-01-01T00:00:00.000Z", "installedCapacity": 10, "generation": vec![1.0; 100]});
    let file = program.file("generation.json", &body.to_string());
    let arguments = [
        "amun",
        "valuations",
        "upload-raw-generation",
        "1",
        "--input",
        file.to_str().unwrap(),
    ];
    let err = program.run(&arguments).await.failed(Exit::Usage);
    assert!(err.contains("generation") && err.contains("100"), "{err}");
    assert_eq!(program.sandbox.requests().len(), 0);
}

#[tokio::test]
async fn a_field_that_nobody_knows_is_pointed_out() {
    let program = Program::start().await;
    let mut misspelt = request(100.0);
    misspelt["lossWake"] = 0.1.into();
    let input = program.file("in.json", &misspelt.to_string());
    let ran = program
        .run(&["amun", "load-factors", "run", "--input", input.to_str().unwrap()])
        .await;
    assert!(ran.err.contains("\"lossWake\" is not known"), "{}", ran.err);
    ran.ok();
}
