//! The workbooks of hourly curves and annual exports.

use etm_client::Export;
use etm_client::workbook::{ExportOptions, ExportSource};
use serde_json::json;
use tempfile::tempdir;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::export_support::{engine, export, mount, rows, sheet, sheets};

fn options() -> ExportOptions {
    ExportOptions::new().with_inputs(false)
}

#[tokio::test]
async fn all_columns_of_each_hourly_curve_are_there_and_curves_without_a_carrier_too() {
    let (server, folder) = (engine().await, tempdir().unwrap());
    let file = folder.path().join("results.xlsx");
    let sources = [ExportSource::saved(7), ExportSource::session(1001)];
    let export = export(&server).with_sources(sources);
    let options = options().with_hourly_curves(["electricity_price", "merit_order"]);
    let report = export.with_options(options).to_file(&file).await.unwrap();
    let hourly = folder.path().join("results_hourly_output_curves.xlsx");
    assert_eq!(report.files, [file, hourly.clone()]);
    assert_eq!(sheets(&hourly), ["ELECTRICITY", "ELECTRICITY_PRICE"]);
    let merit = sheet(&hourly, "ELECTRICITY");
    let (wind, coal) = (
        "electricity_profiles:wind.output (MW)",
        "electricity_profiles:coal.output (MW)",
    );
    let expected = [
        json!(["Scenario", "1001", "1001", "Plan A", "Plan A"]),
        json!(["hour", wind, coal, wind, coal]),
        json!([0.0, 0.0, 1001.0, 0.0, 1002.0]),
        json!([1.0, 1.0 / 3.0, 1001.0, 1.0 / 3.0, 1002.0]),
    ];
    assert_eq!(rows(&merit, 4), expected);
    assert_eq!(
        rows(&merit, 9000)[8761],
        json!([8759.0, 8759.0 / 3.0, 1001.0, 8759.0 / 3.0, 1002.0])
    );
    let price = rows(&sheet(&hourly, "ELECTRICITY_PRICE"), 3);
    assert_eq!(price[1], json!(["hour", "electricity_price", "electricity_price"]));
    assert_eq!(price[2], json!([0.0, 0.5, 0.5]));
}

#[tokio::test]
async fn annual_exports_stand_side_by_side_and_rows_are_found_by_their_key() {
    let (server, folder) = (engine().await, tempdir().unwrap());
    let file = folder.path().join("results.xlsx");
    let sources = [ExportSource::session(1002), ExportSource::session(1001)];
    let options = options().with_annual_exports([Export::EnergyFlow]);
    export(&server)
        .with_sources(sources)
        .with_options(options)
        .to_file(&file)
        .await
        .unwrap();
    let annual = folder.path().join("results_annual_exports.xlsx");
    assert_eq!(sheets(&annual), ["ENERGY_FLOW"]);
    let expected = [
        json!([null, "1001", "1001", "1002", "1002"]),
        json!(["key", "Output (MJ)", "Note", "Output (MJ)", "Note"]),
        json!(["node_a", 1001.0, "x", 1002.0, "x"]),
        json!(["node_b", "#N/A", "#N/A", "#N/A", "#N/A"]),
        json!(["node_1001", 2.0, "y", "#N/A", "#N/A"]),
        json!(["node_1002", "#N/A", "#N/A", 2.0, "y"]),
    ];
    assert_eq!(rows(&sheet(&annual, "ENERGY_FLOW"), 9), expected);
}

#[tokio::test]
async fn long_columns_are_on_disk_with_eight_bytes_for_each_number_and_gone_afterwards() {
    let (server, folder) = (engine().await, tempdir().unwrap());
    for id in 1..=6 {
        mount(&server, id, 1.0).await;
    }
    let temporary = tempdir().unwrap();
    let file = folder.path().join("results.xlsx");
    let export = export(&server).with_sources((1..=6).map(ExportSource::session));
    let options = options()
        .with_custom_curves(true)
        .with_hourly_curves(["electricity", "electricity_price"]);
    let export = export.with_options(options).with_temporary_folder(temporary.path());
    let report = export.to_file(&file).await.unwrap();
    // Two custom curves, and three columns of two hourly curves, of six sessions.
    assert_eq!(report.spooled_bytes, 6 * (2 + 3) * 8760 * 8);
    assert_eq!(std::fs::read_dir(temporary.path()).unwrap().count(), 0);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    // A folder holds one scenario at a time per workbook.
    let report = export.to_folder(folder.path().join("each")).await.unwrap();
    assert_eq!(report.spooled_bytes, (2 + 3) * 8760 * 8);
    assert_eq!(report.files.len(), 12);
}

#[tokio::test]
async fn more_columns_than_a_sheet_has_go_on_in_a_further_one() {
    let (server, folder) = (engine().await, tempdir().unwrap());
    let file = folder.path().join("results.xlsx");
    let columns: Vec<String> = (0..9000).map(|column| format!("c{column}")).collect();
    let flow = format!("key,{}\nnode{}\n", columns.join(","), ",1.5".repeat(9000));
    for id in [11, 12] {
        mount(&server, id, 1.0).await;
        replace(&server, &format!("/api/v3/scenarios/{id}/energy_flow"), flow.clone()).await;
    }
    let options = options().with_annual_exports([Export::EnergyFlow]);
    let export = export(&server)
        .with_sources([11, 12].map(ExportSource::session))
        .with_options(options);
    let report = export.to_file(&file).await.unwrap();
    let annual = folder.path().join("results_annual_exports.xlsx");
    assert_eq!(sheets(&annual), ["ENERGY_FLOW", "ENERGY_FLOW_2"]);
    let second = rows(&sheet(&annual, "ENERGY_FLOW_2"), 3);
    assert_eq!(
        (&second[0][1], &second[1][9000], &second[2][0], &second[2][9000]),
        (&json!("12"), &json!("c8999"), &json!("node"), &json!(1.5))
    );
    assert!(report.notes[0].contains("ENERGY_FLOW_2"), "{:?}", report.notes);
}

/// An answer in place of the one that is there.
async fn replace(server: &MockServer, at: &str, body: String) {
    let reply = ResponseTemplate::new(200).set_body_raw(body, "text/csv");
    let mock = Mock::given(path(at)).respond_with(reply).with_priority(1);
    mock.mount(server).await;
}
