//! What an export reports, and what it does when something cannot be fetched.

use std::sync::{Arc, Mutex};

use etm_client::objects::Severity;
use etm_client::types::SavedScenario;
use etm_client::workbook::{ExportOptions, ExportProgress, ExportReport, ExportSource};
use etm_client::{ErrorKind, Export};
use serde_json::json;
use tempfile::tempdir;

use crate::export_support::{engine, export, rows, sheet, sheets};
use crate::support::{answer, lines, session};

#[tokio::test]
async fn a_scenario_that_cannot_be_read_does_not_lose_the_others() {
    let (server, folder) = (engine().await, tempdir().unwrap());
    let path = folder.path().join("results.xlsx");
    let sources = [1001, 404, 1002].map(ExportSource::session);
    let report = export(&server).with_sources(sources).to_file(&path).await.unwrap();
    assert_eq!(
        rows(&sheet(&path, "SLIDER_SETTINGS"), 1)[0],
        json!([null, "scenario", "1001", "1002"])
    );
    let outcomes: Vec<_> = report
        .items
        .iter()
        .map(|item| item.error.as_ref().map(etm_client::Error::kind))
        .collect();
    assert_eq!(outcomes, [None, Some(ErrorKind::NotFound), None]);
    assert_eq!(report.items[2].label.as_deref(), Some("1002"));
    assert_eq!(report.to_string(), "2 of 3 scenarios exported, 1 files");
    assert!(
        report.items[1].to_string().starts_with("session 404: "),
        "{}",
        report.items[1]
    );
}

#[tokio::test]
async fn a_part_that_cannot_be_fetched_is_left_out_and_told() {
    let (server, folder) = (engine().await, tempdir().unwrap());
    let path = folder.path().join("results.xlsx");
    answer(&server, "GET", "/scenarios/9", 200, session(9, &json!({}))).await;
    answer(
        &server,
        "GET",
        "/scenarios/9/user_sortables",
        403,
        json!({"errors": ["no"]}),
    )
    .await;
    let sources = [ExportSource::session(9), ExportSource::session(1001)];
    let options = ExportOptions::new().with_inputs(false).with_sortables(true);
    let options = options.with_annual_exports([Export::EnergyFlow]);
    let export = export(&server).with_sources(sources).with_options(options);
    let report = export.to_file(&path).await.unwrap();
    let told: Vec<_> = report.items[0]
        .warnings
        .iter()
        .map(|warning| (warning.field.as_str(), warning.severity))
        .collect();
    assert_eq!(
        told,
        [
            ("sortables", Severity::Error),
            ("annual_exports.energy_flow", Severity::Warning)
        ]
    );
    assert!(!report.items[0].is_whole() && report.items[0].error.is_none() && report.items[1].is_whole());
    assert!(sheets(&path).contains(&"SORTABLES_1001".to_owned()));
    assert_eq!(rows(&sheet(&path, "MAIN"), 3)[1][0], "9");
    let stopping = export.with_stop_at_first_failure(true);
    let error = stopping.to_file(folder.path().join("none.xlsx")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Forbidden);
    assert!(!folder.path().join("none.xlsx").exists());
}

#[tokio::test]
async fn without_any_scenario_there_is_no_workbook() {
    let (server, folder) = (engine().await, tempdir().unwrap());
    let path = folder.path().join("results.xlsx");
    let error = export(&server).to_file(&path).await.unwrap_err();
    assert!(error.to_string().contains("no scenarios to export"), "{error}");
    let report = export(&server)
        .with_sources([ExportSource::session(404)])
        .to_file(&path)
        .await
        .unwrap();
    assert!(report.files.is_empty() && !path.exists());
    assert!(!report.is_whole());
}

#[tokio::test]
async fn what_was_fetched_already_is_not_fetched_again() {
    let (server, folder) = (engine().await, tempdir().unwrap());
    let saved: SavedScenario = serde_json::from_value(json!({
        "id": 7, "scenario_id": 1002, "title": "From a list", "scenario": session(1002, &json!({})),
    }))
    .unwrap();
    let options = ExportOptions::new().with_inputs(false);
    let export = export(&server).with_sources([saved]).with_options(options);
    let report = export.to_file(folder.path().join("results.xlsx")).await.unwrap();
    assert_eq!(report.items[0].label.as_deref(), Some("From a list"));
    assert!(lines(&server).await.is_empty());
}

#[tokio::test]
async fn progress_is_told_and_results_keep_their_order() {
    let (server, folder) = (engine().await, tempdir().unwrap());
    let told = Arc::new(Mutex::new(Vec::new()));
    let watcher = Arc::clone(&told);
    let sources = [ExportSource::session(1002), ExportSource::session(1001)];
    let export = export(&server).with_sources(sources).with_concurrency(1);
    let export = export.with_progress(move |progress| watcher.lock().unwrap().push(progress.clone()));
    let path = folder.path().join("results.xlsx");
    let report = tokio::spawn(async move { export.to_file(path).await })
        .await
        .unwrap()
        .unwrap();
    let labels: Vec<_> = report.items.iter().filter_map(|item| item.label.as_deref()).collect();
    assert_eq!(labels, ["1002", "1001"]);
    let told = told.lock().unwrap();
    assert_eq!(told.len(), 5);
    assert_eq!(told[1], ExportProgress::Found { finished: 2, total: 2 });
    assert!(matches!(&told[3], ExportProgress::Fetched { label, finished: 2, total: 2 } if &**label == "1001"));
    assert!(matches!(&told[4], ExportProgress::Writing { .. }));
}

#[cfg(feature = "blocking")]
#[test]
fn the_blocking_client_exports_too() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (server, folder) = (runtime.block_on(engine()), tempdir().unwrap());
    let export = export(&server).with_sources([ExportSource::session(1001)]);
    let client = etm_client::blocking::EtmClient::new(crate::support::client(&server).0).unwrap();
    let report: ExportReport = client.export_workbook(&export, folder.path().join("one.xlsx")).unwrap();
    assert_eq!(report.files.len(), 1);
    let report = client.export_workbooks(&export, folder.path().join("each")).unwrap();
    assert_eq!(report.files, [folder.path().join("each/1001.xlsx")]);
}
