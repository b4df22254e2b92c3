//! Files that are not what one hopes for: marks, links, pipes, long names, two writers.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use aurora_energy_cli::exit::Exit;
use aurora_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::batch::{Batch, heights, until};
use crate::program::{CANARY, Program, failing_request, request};

#[tokio::test]
async fn a_byte_order_mark_is_no_part_of_any_input() {
    let program = Program::start().await;
    program.file("speeds.json", &format!("\u{feff}{:?}", vec![8.0; 8760]));
    let mut own = request(100.0);
    for (field, value) in [
        ("windType", json!("UploadedWind")),
        ("speedsFile", json!("speeds.json")),
        ("speedsHeight", json!(60)),
        ("uploadedWindStartTime", json!("2018-01-01T00:00Z")),
    ] {
        own[field] = value;
    }
    let file = program.file("own.json", &format!("\u{feff}{own}"));
    let file = file.to_str().unwrap();
    program
        .run(&["amun", "load-factors", "run", "--input", file])
        .await
        .ok();

    let plain = program.file("plain.json", &format!("\u{feff}{}", request(100.0)));
    let plain = plain.to_str().unwrap();
    program
        .run(&["api", "amun", "run_load_factor", "--input", plain])
        .await
        .ok();
}

#[tokio::test]
async fn a_file_that_is_not_utf_8_is_named_as_such() {
    let program = Program::start().await;
    let path = program.home().join("utf16.json");
    let units = request(100.0).to_string();
    let bytes: Vec<u8> = units.encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(&path, [&[0xff, 0xfe], &bytes[..]].concat()).unwrap();
    let path = path.to_str().unwrap();
    for arguments in [
        &["amun", "load-factors", "run", "--input", path][..],
        &["api", "amun", "run_load_factor", "--input", path],
    ] {
        let err = program.run(arguments).await.failed(Exit::Usage);
        assert!(err.contains("utf16.json is not UTF-8 text"), "{err}");
    }
}

#[tokio::test]
async fn a_place_for_the_result_that_is_not_there_is_told_before_the_calculation() {
    let program = Program::start().await;
    let input = program.file("in.json", &request(100.0).to_string());
    let nowhere = program.home().join("nowhere/result.csv");
    let (input, nowhere) = (input.to_str().unwrap(), nowhere.to_str().unwrap());
    for arguments in [
        &["amun", "load-factors", "run", "--input", input, "--out", nowhere][..],
        &["amun", "load-factors", "wait", "token", "--out", nowhere],
        &["amun", "valuations", "outputs", "1", "--out", nowhere],
        &["amun", "valuations", "outputs", "1", "--xlsx", "--out", nowhere],
        &["amun", "valuations", "outputs", "1", "--out", "result.txt"],
        &["api", "amun", "list_turbines", "--out", nowhere],
    ] {
        let err = program.run(arguments).await.failed(Exit::Usage);
        assert!(err.contains("nowhere") || err.contains(".csv or .json"), "{err}");
    }
    assert_eq!(program.sandbox.requests().len(), 0);
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_stays_a_link_and_its_target_gets_the_result() {
    let program = Program::start().await;
    let target = program.file("target.json", "old");
    let link = program.home().join("link.json");
    std::os::unix::fs::symlink(&target, &link).unwrap();
    let arguments = ["api", "amun", "list_turbines", "--out", link.to_str().unwrap()];
    program.run(&arguments).await.ok();
    assert!(link.symlink_metadata().unwrap().file_type().is_symlink());
    let turbines: Value = serde_json::from_slice(&std::fs::read(&target).unwrap()).unwrap();
    assert!(turbines.is_array());
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_pipe_is_written_to_and_not_replaced() {
    use std::os::unix::fs::FileTypeExt;

    let program = Program::start().await;
    let pipe = program.home().join("pipe");
    assert!(
        std::process::Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let reader = std::process::Command::new("cat")
        .arg(&pipe)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let arguments = ["api", "amun", "list_turbines", "--out", pipe.to_str().unwrap()];
    let ran = program.run(&arguments).await;
    let is_pipe = pipe.metadata().unwrap().file_type().is_fifo();
    if !is_pipe {
        // The reader waits for a writer that never comes.
        let mut reader = reader;
        reader.kill().unwrap();
        panic!("the pipe was replaced");
    }
    ran.ok();
    let read: Value = serde_json::from_slice(&reader.wait_with_output().unwrap().stdout).unwrap();
    assert!(read.is_array());
}

#[tokio::test]
async fn a_name_becomes_a_file_name_that_every_file_system_takes() {
    let mut long = request(80.0);
    long["name"] = "\u{20000}".repeat(90).into();
    let mut dashes = request(81.0);
    dashes["name"] = "../-rf".into();
    let batch = Batch::of(Program::start().await, &[long, dashes]);
    let rows = batch.run(&["-o", "json"]).await.json();
    let name = rows[0]["name"].as_str().unwrap();
    assert!(name.len() <= 200 && name.starts_with('\u{20000}'), "{name}");
    assert_eq!(rows[1]["name"], "rf");
    assert!(batch.out.join("rf.csv").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_runs_in_one_folder_do_not_both_submit() {
    let sandbox = Sandbox::builder()
        .token(CANARY)
        .calculation_delay(Duration::from_secs(30))
        .start()
        .await
        .unwrap();
    let batch = Batch::of(Program::with(sandbox), &heights(3));
    let mut first = batch.spawn(&[]);
    until("the first run has submitted", || {
        batch.stages().iter().filter(|stage| *stage == "submitted").count() == 3
    })
    .await;
    for start in ["--resume", "--overwrite"] {
        let err = batch.run(&[start]).await.failed(Exit::Usage);
        assert!(err.contains("another run"), "{err}");
    }
    first.kill().unwrap();
    first.wait().unwrap();
    assert_eq!(batch.submissions(), 3);
    // The lock goes with the process, however that ends.
    batch
        .run(&["--resume", "--deadline", "50ms"])
        .await
        .failed(Exit::Timeout);
}

#[tokio::test]
async fn a_failed_item_counts_even_if_nobody_reads_the_summary() {
    let batch = Batch::of(Program::start().await, &[request(80.0), failing_request()]);
    let exit = batch.run_unread(&[]).await;
    assert_eq!(exit, Exit::Partial);
}

#[tokio::test]
async fn the_demo_does_not_throw_away_a_batch_of_the_real_service() {
    let program = Program::start().await;
    let out = program.home().join("work");
    let batch = out.join("load-factors");
    std::fs::create_dir_all(&batch).unwrap();
    let state = json!({"format": 1, "baseUrl": "https://api.auroraer.com/amun/v1", "items": []}).to_string();
    std::fs::write(batch.join("batch-state.json"), &state).unwrap();
    let err = program
        .run(&["demo", "--out", out.to_str().unwrap()])
        .await
        .failed(Exit::Usage);
    assert!(
        err.contains("https://api.auroraer.com") && err.contains("--out"),
        "{err}"
    );
    assert_eq!(read(&batch.join("batch-state.json")), state);
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}
