//! A batch that goes on: after a kill, after a failure, after a deadline.

use std::time::Duration;

use aurora_energy_cli::exit::Exit;
use aurora_sandbox::{Fault, Sandbox};
use serde_json::Value;

use crate::batch::{Batch, heights, until};
use crate::program::{CANARY, Program, lines};

#[tokio::test]
async fn a_folder_with_a_state_file_is_not_overwritten_unasked() {
    let batch = Batch::of(Program::start().await, &heights(1));
    batch.run(&[]).await.ok();
    let err = batch.run(&[]).await.failed(Exit::Usage);
    assert!(
        err.contains("--resume goes on with it, --overwrite starts afresh"),
        "{err}"
    );
    assert_eq!(batch.submissions(), 1);
    batch.run(&["--overwrite"]).await.ok();
    assert_eq!(batch.submissions(), 2);
}

#[tokio::test]
async fn a_finished_batch_is_resumed_without_any_request() {
    let batch = Batch::of(Program::start().await, &heights(2));
    let rows = batch.run(&["-o", "json"]).await.json();
    let before = batch.program.sandbox.requests().len();
    assert_eq!(batch.run(&["--resume", "-o", "json"]).await.json(), rows);
    assert_eq!(batch.program.sandbox.requests().len(), before);
}

#[tokio::test]
async fn a_resume_needs_the_same_input_and_the_same_service() {
    let batch = Batch::of(Program::start().await, &heights(2));
    let err = batch.run(&["--resume"]).await.failed(Exit::Usage);
    assert!(err.contains("there is no run to resume"), "{err}");
    batch.run(&[]).await.ok();

    batch.program.file("in.jsonl", &lines(&heights(3)));
    let err = batch.run(&["--resume"]).await.failed(Exit::Usage);
    assert!(err.contains("the input is not the one that"), "{err}");

    batch.program.file("in.jsonl", &lines(&heights(2)));
    let other = Sandbox::builder().token(CANARY).start().await.unwrap();
    let err = batch
        .run(&["--resume", "--base-url", other.amun_url()])
        .await
        .failed(Exit::Usage);
    assert!(err.contains("belongs to") && err.contains("--base-url"), "{err}");
}

#[tokio::test]
async fn what_failed_is_repeated_on_demand_only() {
    let batch = Batch::of(Program::start().await, &heights(2));
    batch
        .program
        .sandbox
        .fail_next("submit_load_factor", Fault::Status(400));
    batch.run(&[]).await.failed(Exit::Partial);
    batch.run(&["--resume"]).await.failed(Exit::Partial);
    assert_eq!(batch.submissions(), 2);
    batch.run(&["--resume", "--retry-failed"]).await.ok();
    assert_eq!(batch.submissions(), 3);
}

#[tokio::test]
async fn a_submission_that_may_have_arrived_is_not_repeated_unasked() {
    let batch = Batch::of(Program::start().await, &heights(2));
    batch
        .program
        .sandbox
        .fail_next("submit_load_factor", Fault::ResetAfterRead);
    batch.run(&[]).await.failed(Exit::Partial);
    assert_eq!(batch.submissions(), 2);
    let err = batch.run(&["--resume"]).await.failed(Exit::Partial);
    assert!(err.contains("--retry-failed"), "{err}");
    assert_eq!(batch.submissions(), 2);
    batch.run(&["--resume", "--retry-failed"]).await.ok();
    assert_eq!(batch.submissions(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_batch_goes_on_and_repeats_no_submission() {
    let sandbox = Sandbox::builder()
        .token(CANARY)
        .calculation_delay(Duration::from_millis(900))
        .start()
        .await
        .unwrap();
    let batch = Batch::of(Program::with(sandbox), &heights(6));
    let mut child = batch.spawn(&["--concurrency", "2"]);
    until("all are submitted", || {
        batch.stages().iter().filter(|stage| *stage == "submitted").count() == 6
    })
    .await;
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(batch.submissions(), 6);

    let rows = batch.run(&["--resume", "-o", "json"]).await.json();
    assert!(
        rows.as_array().unwrap().iter().all(|row| row["status"] == "done"),
        "{rows}"
    );
    assert_eq!(batch.submissions(), 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_while_submitting_it_never_submits_an_item_twice_unasked() {
    let batch = Batch::of(Program::start().await, &heights(6));
    // Each answer takes a while, so that the kill hits submissions that are on their way.
    batch
        .program
        .sandbox
        .fail_times("submit_load_factor", 6, Fault::Delay(Duration::from_millis(150)));
    let mut child = batch.spawn(&["--concurrency", "1"]);
    until("some are submitted", || {
        batch.stages().iter().filter(|stage| *stage == "submitted").count() >= 2
    })
    .await;
    child.kill().unwrap();
    child.wait().unwrap();
    batch.program.sandbox.clear_faults();
    let unknown = batch.stages().iter().filter(|stage| *stage == "sent").count();

    let ran = batch.run(&["--resume", "-o", "json"]).await;
    let rows: Value = serde_json::from_str(&ran.out).unwrap();
    let done = rows
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["status"] == "done")
        .count();
    assert_eq!(done, 6 - unknown, "{rows}");
    // One submission per item: those of unknown outcome were not sent a second time.
    assert!(batch.submissions() <= 6, "{}", batch.submissions());
    let rows = batch.run(&["--resume", "--retry-failed", "-o", "json"]).await.json();
    assert!(
        rows.as_array().unwrap().iter().all(|row| row["status"] == "done"),
        "{rows}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_were_not_written_before_the_kill_are_written_later() {
    let batch = Batch::of(Program::start().await, &heights(1));
    batch.run(&[]).await.ok();
    // As after a kill between the answer and the file: the result was fetched, but nothing says that it was written.
    let mut state = batch.state().unwrap();
    state["items"][0].as_object_mut().unwrap().remove("figures");
    std::fs::write(batch.out.join("batch-state.json"), state.to_string()).unwrap();
    std::fs::remove_file(batch.out.join("0001.csv")).unwrap();
    batch.run(&["--resume"]).await.ok();
    assert!(batch.out.join("0001.csv").exists());
    assert_eq!(batch.submissions(), 1);
}

#[tokio::test]
async fn a_deadline_leaves_what_is_running_for_a_resume() {
    let sandbox = Sandbox::builder()
        .token(CANARY)
        .running_answers(6)
        .start()
        .await
        .unwrap();
    let batch = Batch::of(Program::with(sandbox), &heights(2));
    batch
        .run(&["--deadline", "150ms", "--interval", "50ms"])
        .await
        .failed(Exit::Timeout);
    let rows = batch.run(&["--resume", "-o", "json"]).await.json();
    assert!(
        rows.as_array().unwrap().iter().all(|row| row["status"] == "done"),
        "{rows}"
    );
    assert_eq!(batch.submissions(), 2);
}
