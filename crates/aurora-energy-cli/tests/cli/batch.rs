//! `aurora amun load-factors batch`: input, files and failures.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use aurora_energy_cli::exit::Exit;
use serde_json::Value;

use crate::program::{Buffer, ClosedPipe, Program, Ran, failing_request, lines, request};

/// A batch in a folder of its own.
pub(crate) struct Batch {
    pub(crate) program: Program,
    input: PathBuf,
    pub(crate) out: PathBuf,
}

impl Batch {
    pub(crate) fn of(program: Program, requests: &[Value]) -> Self {
        let input = program.file("in.jsonl", &lines(requests));
        let out = program.home().join("out");
        Self { program, input, out }
    }

    fn arguments<'a>(&'a self, more: &[&'a str]) -> Vec<&'a str> {
        let all = [
            "amun",
            "load-factors",
            "batch",
            self.input.to_str().unwrap(),
            "--out",
            self.out.to_str().unwrap(),
        ];
        let quick: &[&str] = if more.contains(&"--interval") {
            &[]
        } else {
            &["--interval", "20ms"]
        };
        [&all[..], quick, more].concat()
    }

    pub(crate) async fn run(&self, more: &[&str]) -> Ran {
        self.program.run(&self.arguments(more)).await
    }

    /// A run whose standard output nobody reads.
    pub(crate) async fn run_unread(&self, more: &[&str]) -> Exit {
        self.program
            .run_into(&self.arguments(more), ClosedPipe, Buffer::default())
            .await
    }

    pub(crate) fn spawn(&self, more: &[&str]) -> Child {
        let mut command = self.program.command(&self.arguments(more));
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    pub(crate) fn submissions(&self) -> usize {
        self.program.sandbox.count("submit_load_factor")
    }

    pub(crate) fn state(&self) -> Option<Value> {
        serde_json::from_slice(&std::fs::read(self.out.join("batch-state.json")).ok()?).ok()
    }

    pub(crate) fn stages(&self) -> Vec<String> {
        let state = self.state().unwrap_or_default();
        let items = state["batch"]["items"].as_array().cloned().unwrap_or_default();
        items
            .iter()
            .map(|item| item["state"].as_str().unwrap().to_owned())
            .collect()
    }

    fn names(&self) -> HashSet<String> {
        let files = std::fs::read_dir(&self.out).unwrap();
        files
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .filter(|name| !name.starts_with('.'))
            .collect()
    }
}

/// Waits for another process, or for the sandbox.
pub(crate) async fn until(what: &str, condition: impl Fn() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < Duration::from_secs(20), "waited in vain: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

pub(crate) fn heights(count: u32) -> Vec<Value> {
    (0..count).map(|index| request(80.0 + f64::from(index))).collect()
}

#[tokio::test]
async fn every_request_gets_its_files_and_a_row_of_the_summary() {
    let mut named = request(120.0);
    named["name"] = "high".into();
    let batch = Batch::of(Program::start().await, &[request(80.0), named]);
    let rows = batch.run(&["-o", "json"]).await.json();
    assert_eq!((&rows[0]["name"], &rows[1]["name"]), (&"0001".into(), &"high".into()));
    assert!(rows[0]["meanLoadFactor"].as_f64() < rows[1]["meanLoadFactor"].as_f64());

    let expected = [
        "0001.csv",
        "0001.json",
        "high.csv",
        "high.json",
        "summary.csv",
        "summary.json",
        "batch-state.json",
    ];
    assert_eq!(batch.names(), expected.map(str::to_owned).into());
    let summary: Value = serde_json::from_slice(&std::fs::read(batch.out.join("summary.json")).unwrap()).unwrap();
    assert_eq!(summary, rows);
    let mut table = csv::Reader::from_path(batch.out.join("summary.csv")).unwrap();
    assert_eq!(
        table
            .records()
            .map(Result::unwrap)
            .filter(|row| &row[1] == "done")
            .count(),
        2
    );
}

#[tokio::test]
async fn results_come_as_the_files_that_are_asked_for() {
    let batch = Batch::of(Program::start().await, &heights(1));
    batch.run(&["--results", "csv"]).await.ok();
    assert!(batch.names().contains("0001.csv") && !batch.names().contains("0001.json"));
}

#[tokio::test]
async fn requests_come_from_csv_too() {
    let program = Program::start().await;
    program.file(
        "speeds.json",
        &serde_json::json!({ "speeds": vec![8.0; 8760] }).to_string(),
    );
    program.file("base.json", &request(100.0).to_string());
    let input = program.file(
        "in.csv",
        "name,file,windType,hubHeight,averageWindSpeed,measurementHeight,speedsFile,speedsHeight,uploadedWindStartTime\n\
         plain,base.json,,120,,,,,\n\
         mean,base.json,AverageWindSpeed,,7.1,90,,,\n\
         own,base.json,UploadedWind,,,,speeds.json,60,2018-01-01T00:00Z\n",
    );
    let out = program.home().join("out");
    let arguments = [
        "amun",
        "load-factors",
        "batch",
        input.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
        "-o",
        "json",
        "--interval=20ms",
    ];
    let rows = program.run(&arguments).await.json();
    let kinds: Vec<_> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["windType"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["Era5", "AverageWindSpeed", "UploadedWind"]);
}

#[tokio::test]
async fn one_failed_item_does_not_lose_the_others() {
    let batch = Batch::of(
        Program::start().await,
        &[request(80.0), failing_request(), request(90.0)],
    );
    let ran = batch.run(&["-o", "json"]).await;
    let rows: Value = serde_json::from_str(&ran.out).unwrap();
    ran.failed(Exit::Partial);
    let statuses: Vec<_> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["status"].as_str().unwrap())
        .collect();
    assert_eq!(statuses, ["done", "failed", "done"]);
    assert!(
        rows[1]["error"]
            .as_str()
            .unwrap()
            .contains("Wind speeds below minium value")
    );
}

#[tokio::test]
async fn a_batch_that_the_token_may_not_run_ends_with_the_code_of_credentials() {
    let program = Program::start().await.set("AURORA_API_KEY", "another-token");
    let batch = Batch::of(program, &heights(3));
    let err = batch.run(&[]).await.failed(Exit::Credentials);
    assert!(
        err.contains("3 of 3 calculations failed") && err.contains("401"),
        "{err}"
    );
}

#[cfg(unix)]
#[tokio::test]
async fn a_folder_that_cannot_be_written_stops_the_batch() {
    use std::os::unix::fs::PermissionsExt;

    let batch = Batch::of(Program::start().await, &heights(1));
    std::fs::create_dir(&batch.out).unwrap();
    std::fs::set_permissions(&batch.out, std::fs::Permissions::from_mode(0o500)).unwrap();
    if std::fs::write(batch.out.join("probe"), "").is_ok() {
        // The superuser writes everywhere; a file in the folder's place stops even it.
        std::fs::remove_file(batch.out.join("probe")).unwrap();
        std::fs::remove_dir(&batch.out).unwrap();
        std::fs::write(&batch.out, "no folder").unwrap();
    }
    let err = batch.run(&[]).await.failed(Exit::Failure);
    assert!(err.contains("out"), "{err}");
    assert_eq!(batch.submissions(), 0);
}

/// The vendor's sample files are not part of this repository; the shapes that they have are.
#[tokio::test]
async fn a_file_in_the_vendors_shape_is_accepted() {
    let program = Program::start().await;
    let values: Vec<f64> = (0..8760_u32).map(|hour| f64::from(hour % 288)).collect();
    let request = serde_json::json!({
        "windType": "rawgeneration", "longitude": 7.774, "latitude": 55.019, "regionCode": "deu", "turbineModelId": 1,
        "numberOfTurbines": 1, "usePowerCurveSmoothing": true, "hubHeight": 120, "obstacleHeight": 0,
        "startTimeUTC": "2012-12-31T23:00Z", "uploadGenerationStartTime": "2015-12-31T23:00Z", "smoothingCoefficient": 0.2,
        "granularityInMins": 60, "installedCapacity": 288, "uploadedGeneration": values,
    });
    let input = program.file("generation.json", &request.to_string());
    let out = program.home().join("out");
    run_in(&program, &input, &out).await;
    assert!(out.join("generation.csv").exists());
}

async fn run_in(program: &Program, input: &Path, out: &Path) {
    let paths = [input.to_str().unwrap(), "--out", out.to_str().unwrap()];
    program
        .run(&[&["amun", "load-factors", "batch", "--interval", "20ms"], &paths[..]].concat())
        .await
        .ok();
}
