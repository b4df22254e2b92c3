//! The main workbook, cell by cell.

use etm_client::types::Scenario;
use etm_client::workbook::{ExportConfig, ExportOptions, ExportSource};
use serde_json::json;
use tempfile::tempdir;

use crate::export_support::{engine, export, main_cell, rows, sheet, sheets};
use crate::support::{lines, session};

fn both() -> [ExportSource; 2] {
    [ExportSource::session(1001), ExportSource::saved(7)]
}

fn options() -> ExportOptions {
    let options = ExportOptions::new().with_input_defaults(true).with_input_min_max(true);
    options
        .with_sortables(true)
        .with_custom_curves(true)
        .with_gqueries(true)
        .with_users(true)
}

#[tokio::test]
async fn every_sheet_stands_in_pyetms_order_and_those_that_make_it_an_input_follow() {
    let (server, folder) = (engine().await, tempdir().unwrap());
    let path = folder.path().join("results.xlsx");
    let all = export(&server)
        .with_sources(both())
        .with_options(options())
        .with_queries(["demand"]);
    let report = all.to_file(&path).await.unwrap();
    assert!(report.is_whole(), "{:?}", report.items);
    assert_eq!(report.files, std::slice::from_ref(&path));
    let pyetm = [
        "MAIN",
        "SLIDER_SETTINGS",
        "INPUT_DETAILS",
        "SORTABLES",
        "CUSTOM_CURVES",
        "GQUERIES",
        "USERS",
    ];
    let own = [
        "EXPORT_CONFIG",
        "SORTABLES_1001",
        "CUSTOM_CURVES_1001",
        "SORTABLES_Plan A",
        "CUSTOM_CURVES_Plan A",
    ];
    assert_eq!(sheets(&path), [&pyetm[..], &own[..]].concat());
    let bare = folder.path().join("bare.xlsx");
    all.with_input_form(false).to_file(&bare).await.unwrap();
    assert_eq!(sheets(&bare), pyetm);
    let header = rows(&sheet(&bare, "MAIN"), 1);
    assert!(
        !header[0].as_array().unwrap().contains(&json!("scenario_id")),
        "{header:?}"
    );
}

#[tokio::test]
async fn main_has_a_row_for_each_scenario_and_says_where_it_comes_from() {
    let (server, folder) = (engine().await, tempdir().unwrap());
    let path = folder.path().join("results.xlsx");
    let export = export(&server).with_sources(both()).with_options(options());
    let report = export.to_file(&path).await.unwrap();
    let main = sheet(&path, "MAIN");
    let header = [
        "title",
        "session_id",
        "saved_scenario_id",
        "template_id",
        "area_code",
        "start_year",
        "end_year",
    ];
    let header = [
        &[""],
        &header[..],
        &["keep_compatible", "private", "source", "url", "version"],
    ]
    .concat();
    let metadata = ["created_at", "updated_at", "a_key", "b_key"];
    let header = [
        &header[..],
        &metadata[..],
        &["scenario_id", "session", "custom_curves", "sortables"],
    ]
    .concat();
    let mut expected = json!(header);
    expected[0] = json!(null);
    assert_eq!(rows(&main, 1)[0], expected);
    for (name, session, saved) in [
        ("title", json!(1001.0), json!("Plan A")),
        ("session_id", json!(1001.0), json!(1002.0)),
        ("saved_scenario_id", json!(null), json!(7.0)),
        ("template_id", json!(null), json!("#N/A")),
        ("end_year", json!(2050.0), json!(2050.0)),
        ("private", json!(false), json!(true)),
        ("source", json!("tests"), json!(null)),
        ("version", json!("latest"), json!("latest")),
        (
            "created_at",
            json!("2021-07-16 09:23:00+00:00"),
            json!("2021-07-16 09:23:00+00:00"),
        ),
        ("a_key", json!("1, two"), json!("#N/A")),
        ("scenario_id", json!(1001.0), json!(7.0)),
        ("session", json!(true), json!(false)),
        ("sortables", json!("SORTABLES_1001"), json!("SORTABLES_Plan A")),
    ] {
        assert_eq!(
            (main_cell(&main, 1, name), main_cell(&main, 2, name)),
            (session, saved),
            "{name}"
        );
    }
    assert_eq!(
        (&rows(&main, 3)[1][0], &rows(&main, 3)[2][0]),
        (&json!("1001"), &json!("7"))
    );
    let warnings = &report.items[0].warnings;
    assert!(warnings[0].to_string().contains("copy_from"), "{warnings:?}");
}

#[tokio::test]
async fn inputs_stand_in_the_engines_order_with_exact_values() {
    let (server, folder) = (engine().await, tempdir().unwrap());
    let path = folder.path().join("results.xlsx");
    export(&server)
        .with_sources(both())
        .with_options(options())
        .to_file(&path)
        .await
        .unwrap();
    let expected = [
        json!([null, "scenario", "1001", "Plan A"]),
        json!(["input", "unit", "value", "value"]),
        json!(["z_share", "%", 3.5, 3.5]),
        json!(["costs_co2", "€", 10.5, 0.1 + 0.2]),
        json!(["a_switch", "bool", 1.0, 1.0]),
        json!(["a_choice", "enum", "on", "on"]),
    ];
    assert_eq!(rows(&sheet(&path, "SLIDER_SETTINGS"), 9), expected);
    let details = rows(&sheet(&path, "INPUT_DETAILS"), 9);
    let labels = [
        "1001", "1001", "1001", "1001", "1001", "Plan A", "Plan A", "Plan A", "Plan A", "Plan A",
    ];
    assert_eq!(details[0].as_array().unwrap()[2..], labels.map(|label| json!(label)));
    let fields = json!(["input", "unit", "value", "default", "permitted_values", "min", "max"]);
    assert_eq!(details[1].as_array().unwrap()[..7], fields.as_array().unwrap()[..]);
    assert_eq!(
        details[3].as_array().unwrap()[..7],
        [
            json!("costs_co2"),
            json!("€"),
            json!(10.5),
            json!(8.0),
            json!("#N/A"),
            json!(0.0),
            json!(500.0)
        ]
    );
    assert_eq!(details[4][5], "#N/A");
    assert_eq!(
        details[5].as_array().unwrap()[2..7],
        [json!("on"), json!("on"), json!("on, off"), json!("#N/A"), json!("#N/A")]
    );
    let requests = lines(&server).await;
    assert!(
        requests.contains(&"GET /api/v3/scenarios/1001/inputs?defaults=original".to_owned()),
        "{requests:?}"
    );
}

#[tokio::test]
async fn orders_and_curves_are_there_in_both_forms() {
    let (server, folder) = (engine().await, tempdir().unwrap());
    let path = folder.path().join("results.xlsx");
    export(&server)
        .with_sources(both())
        .with_options(options())
        .to_file(&path)
        .await
        .unwrap();
    let orders = rows(&sheet(&path, "SORTABLES"), 9);
    let names = [
        "forecast_storage",
        "hydrogen_supply",
        "hydrogen_demand",
        "space_heating",
        "heat_network_lt",
        "heat_network_mt",
        "heat_network_ht",
    ];
    assert_eq!(orders[0][1], "1001");
    assert_eq!(orders[0][8], "Plan A");
    assert_eq!(orders[1].as_array().unwrap()[1..8], names.map(|name| json!(name)));
    assert_eq!(
        orders[2].as_array().unwrap()[..4],
        [json!(0.0), json!("battery"), json!("h1"), json!("#N/A")]
    );
    assert_eq!((orders.len(), &orders[4][4]), (5, &json!("wood")));
    let own = rows(&sheet(&path, "SORTABLES_Plan A"), 9);
    assert_eq!(own[0], json!(names));
    assert_eq!(own[2], json!(["flow", null, null, "gas", null, "burner", null]));
    let curves = sheet(&path, "CUSTOM_CURVES");
    let top = rows(&curves, 4);
    assert_eq!(top[0], json!(["Scenario", "1001", "Plan A", "1001", "Plan A"]));
    let key = "interconnector_1_price";
    assert_eq!(top[1], json!(["Curve", key, key, "weather/wind", "weather/wind"]));
    assert_eq!(top[3], json!([1.0, 0.125, 0.125, 0.125, 0.125]));
    assert_eq!(curves.height(), 8762);
    let own = sheet(&path, "CUSTOM_CURVES_1001");
    assert_eq!(
        rows(&own, 3),
        [json!([key, "weather/wind"]), json!([0.0, 0.0]), json!([0.125, 0.125])]
    );
    assert_eq!(own.height(), 8761);
}

#[tokio::test]
async fn results_users_and_the_configuration_are_there() {
    let (server, folder) = (engine().await, tempdir().unwrap());
    let path = folder.path().join("results.xlsx");
    let options = options().with_hourly_curves(["electricity", "electricity_price"]);
    let export = export(&server).with_sources(both()).with_options(options);
    let export = export.with_queries(["has_coal", "demand", "has_coal"]);
    export.to_file(&path).await.unwrap();
    let results = [
        json!([null, null, "1001", "Plan A"]),
        json!(["gquery", "unit", "future", "future"]),
        json!(["has_coal", null, false, false]),
        json!(["demand", "MJ", 10.5, 0.1 + 0.2]),
    ];
    assert_eq!(rows(&sheet(&path, "GQUERIES"), 9), results);
    let users = [
        json!(["scenario", "1001", "Plan A"]),
        json!(["field", "role", "role"]),
        json!(["bob@example.com", "collaborator", null]),
        json!(["anna@example.com", null, "owner"]),
        json!(["42", null, "viewer"]),
    ];
    assert_eq!(rows(&sheet(&path, "USERS"), 9), users);
    let config = sheet(&path, "EXPORT_CONFIG");
    for (name, expected) in [
        ("inputs", json!(true)),
        ("gqueries", json!(true)),
        ("hourly_curves", json!("electricity")),
        ("other_curves", json!("electricity_price")),
        ("annual_exports", json!(false)),
        ("users", json!(true)),
    ] {
        assert_eq!(main_cell(&config, 1, name), expected, "{name}");
    }
}

#[tokio::test]
async fn the_configuration_of_a_workbook_counts_where_nothing_else_was_said() {
    let (server, folder) = (engine().await, tempdir().unwrap());
    let path = folder.path().join("results.xlsx");
    let mut config = ExportConfig::default();
    (config.inputs, config.sortables, config.users) = (Some(false), Some(true), Some(true));
    let options = ExportOptions::new().with_users(false);
    let export = export(&server).with_sources(both()).with_options(options);
    export
        .with_config(config)
        .with_input_form(false)
        .to_file(&path)
        .await
        .unwrap();
    assert_eq!(sheets(&path), ["MAIN", "SORTABLES"]);
    assert!(
        !lines(&server)
            .await
            .iter()
            .any(|line| line.contains("inputs") || line.contains("users"))
    );
}

#[tokio::test]
async fn scenarios_of_one_name_have_their_ids_with_it_on_every_sheet() {
    let (server, folder) = (engine().await, tempdir().unwrap());
    let path = folder.path().join("results.xlsx");
    let sources = [1001, 1002].map(|id| ExportSource::session(id).with_short_name("twin"));
    export(&server).with_sources(sources).to_file(&path).await.unwrap();
    let top = rows(&sheet(&path, "SLIDER_SETTINGS"), 1);
    assert_eq!(top[0], json!([null, "scenario", "twin (1001)", "twin (1002)"]));
    let main = sheet(&path, "MAIN");
    assert_eq!(main_cell(&main, 2, "short_name"), "twin (1002)");
}

#[tokio::test]
async fn a_session_is_called_by_its_id_and_shows_its_title() {
    let (server, folder) = (engine().await, tempdir().unwrap());
    let path = folder.path().join("results.xlsx");
    let session = session(1001, &json!({"metadata": {"title": "Shown"}}));
    let session: Scenario = serde_json::from_value(session).unwrap();
    let export = export(&server).with_sources([session]);
    export.to_file(&path).await.unwrap();
    let main = sheet(&path, "MAIN");
    assert_eq!(main_cell(&main, 1, "title"), "Shown");
    assert_eq!(rows(&main, 2)[1][0], "1001");
    assert_eq!(rows(&sheet(&path, "SLIDER_SETTINGS"), 1)[0][2], "1001");
}
