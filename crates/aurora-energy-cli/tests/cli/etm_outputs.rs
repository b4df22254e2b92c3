//! `aurora etm`: curves, exports, orders, the ESDL file, areas and nodes, against the sandbox.

use aurora_energy_cli::exit::Exit;
use serde_json::{Value, json};

use crate::etm::{json, run, session};
use crate::program::Program;

#[tokio::test]
async fn an_hourly_curve_is_printed_written_and_known_by_its_older_name() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let get = |curve: &'static str| ["etm", "curves", "get", &*id, curve];
    let raw = program
        .run(&[&get("electricity_profiles")[..], &["--raw"]].concat())
        .await
        .ok();
    assert_eq!(raw.lines().count(), 8761);
    let path = program.home().join("merit.csv");
    let out = path.to_str().unwrap();
    let ran = program.run(&[&get("merit_order")[..], &["--out", out]].concat()).await;
    assert!(ran.err.contains("are written to"), "{}", ran.err);
    ran.ok();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), raw);
    let table = program.run(&get("electricity_price")).await.ok();
    let mut lines = table.lines();
    assert!(lines.next().unwrap().starts_with("time"), "{}", &table[..200]);
    assert!(
        lines.nth(1).unwrap().starts_with("2050-01-01T00:00:00Z"),
        "{}",
        &table[..400]
    );
    let csv = program
        .run(&[&get("electricity_price")[..], &["-o", "csv"]].concat())
        .await
        .ok();
    assert_eq!(csv.lines().count(), 8761);
    let err = program.run(&get("no_such_curve")).await.failed(Exit::NotFound);
    assert!(err.contains("electricity_profiles"), "the known ones are named: {err}");
}

#[tokio::test]
async fn all_curves_go_into_a_folder_and_prices_are_a_list() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let folder = program.home().join("curves");
    let rows = json(
        &program,
        &["curves", "get", &id, "--all", "--out", folder.to_str().unwrap()],
    )
    .await;
    assert_eq!(rows.as_array().unwrap().len(), 10);
    for row in rows.as_array().unwrap() {
        let file = std::fs::read_to_string(row["file"].as_str().unwrap()).unwrap();
        assert_eq!(file.lines().count(), 8761, "{row}");
    }
    run(&program, &["curves", "get", &id, "--all"])
        .await
        .failed(Exit::Usage);
    let prices = json(&program, &["curves", "prices", &id]).await;
    assert_eq!(prices.as_array().unwrap().len(), 8760);
    assert!(prices[8759]["hour"] == 8759 && prices[8759]["price"].is_number());
}

#[tokio::test]
async fn a_custom_curve_is_attached_shown_fetched_and_taken_off() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let numbers: String = (0..8760).map(|hour| format!("{}\n", hour % 24)).collect();
    let file = program.file("prices.csv", &numbers);
    let path = file.to_str().unwrap();
    let attached = json(
        &program,
        &["custom-curves", "upload", &id, "interconnector_1_price", path],
    )
    .await;
    assert_eq!(
        (&attached["attached"], &attached["name"]),
        (&json!(true), &json!("prices"))
    );
    let shown = json(&program, &["custom-curves", "get", &id, "interconnector_1_price"]).await;
    assert_eq!(shown["key"], "interconnector_1_price");
    let list = json(&program, &["custom-curves", "list", &id]).await;
    assert_eq!(list.as_array().unwrap().len(), 1);
    let all = json(&program, &["custom-curves", "list", &id, "--unattached", "--internal"]).await;
    assert!(all.as_array().unwrap().len() > 100);
    let raw = program
        .run(&[
            "etm",
            "custom-curves",
            "download",
            &id,
            "interconnector_1_price",
            "--raw",
        ])
        .await
        .ok();
    assert!(raw.lines().count() >= 8760);
    let out = program.home().join("back.csv");
    run(
        &program,
        &[
            "custom-curves",
            "download",
            &id,
            "interconnector_1_price",
            "--out",
            out.to_str().unwrap(),
        ],
    )
    .await
    .ok();
    assert_eq!(std::fs::read_to_string(&out).unwrap(), raw);
    let delete = ["etm", "custom-curves", "delete", &*id, "interconnector_1_price"];
    program.run(&delete).await.failed(Exit::Usage);
    run(&program, &delete[1..]).await.ok();
    assert_eq!(json(&program, &["custom-curves", "list", &id]).await, json!([]));
}

#[tokio::test]
async fn a_curve_key_may_hold_a_slash_and_a_bad_line_is_named() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let numbers = "0.5\n".repeat(8760);
    let key = "weather/solar_pv_on_roof_households";
    let program = program.input(&numbers);
    let attached = json(&program, &["custom-curves", "upload", &id, key, "-", "--name", "sun"]).await;
    assert_eq!((&attached["key"], &attached["name"]), (&json!(key), &json!("sun")));
    let table = json(&program, &["custom-curves", "download", &id, key]).await;
    assert_eq!(table.as_array().unwrap().len(), 8760);
    let broken = program.file("broken.csv", &format!("{}x\n", "0.5\n".repeat(8759)));
    let err = run(
        &program,
        &["custom-curves", "upload", &id, key, broken.to_str().unwrap()],
    )
    .await
    .failed(Exit::Usage);
    assert!(err.contains("8760") && err.contains("broken.csv"), "{err}");
}

#[tokio::test]
async fn an_export_is_printed_and_written() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let raw = program
        .run(&["etm", "exports", "get", &id, "energy_flow", "--raw"])
        .await
        .ok();
    assert!(raw.lines().count() > 10, "{raw}");
    let csv = program
        .run(&["etm", "exports", "get", &id, "energy_flow", "-o", "csv"])
        .await
        .ok();
    assert_eq!(csv.lines().count(), raw.lines().count());
    let path = program.home().join("flows.csv");
    run(
        &program,
        &["exports", "get", &id, "energy_flow", "--out", path.to_str().unwrap()],
    )
    .await
    .ok();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), raw);
    let err = run(&program, &["exports", "get", &id, "everything"])
        .await
        .failed(Exit::Usage);
    assert!(err.contains("energy_flow"), "the known ones are named: {err}");
}

#[tokio::test]
async fn an_order_is_shown_changed_and_reset() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let order = |value: &Value| -> Vec<String> {
        let items = value["order"].as_array().unwrap();
        items.iter().map(|item| item.as_str().unwrap().to_owned()).collect()
    };
    let before = order(&json(&program, &["sortables", "get", &id, "forecast_storage"]).await);
    let last = before.last().unwrap();
    let after = order(&json(&program, &["sortables", "set", &id, "forecast_storage", last]).await);
    assert_eq!(after.first(), Some(last));
    let table = program.run(&["etm", "sortables", "list", &id]).await.ok();
    assert!(
        table.contains("forecast_storage") && table.contains("heat_network"),
        "{table}"
    );
    let listed = json(&program, &["sortables", "list", &id]).await;
    assert_eq!(listed["forecast_storage"][0], json!(last));
    let reset = order(&json(&program, &["sortables", "set", &id, "forecast_storage", "--reset"]).await);
    assert_eq!(reset, before);
    let heat = json(&program, &["sortables", "get", &id, "heat_network", "--level", "ht"]).await;
    assert!(!order(&heat).is_empty());
    let csv = program
        .run(&["etm", "sortables", "get", &id, "hydrogen_supply", "-o", "csv"])
        .await
        .ok();
    assert_eq!(csv.lines().next(), Some("key"));
    let wrong = run(&program, &["sortables", "set", &id, "forecast_storage", "nothing"]).await;
    assert!(wrong.failed(Exit::Failure).contains("nothing"));
}

#[tokio::test]
async fn an_esdl_file_is_attached_and_comes_back_as_it_was() {
    const ESDL: &str = "<?xml version='1.0'?>\n<esdl:EnergySystem xmlns:esdl=\"http://www.tno.nl/esdl\"/>\n";

    let program = Program::start().await;
    let id = session(&program, &[]).await;
    run(&program, &["esdl", "get", &id]).await.failed(Exit::NotFound);
    let file = program.file("region.esdl", ESDL);
    let upload = run(&program, &["esdl", "upload", &id, file.to_str().unwrap()]).await;
    assert!(upload.err.contains("region.esdl is attached"), "{}", upload.err);
    upload.ok();
    assert_eq!(program.run(&["etm", "esdl", "get", &id]).await.ok(), ESDL);
    let out = program.home().join("back.esdl");
    run(&program, &["esdl", "get", &id, "--out", out.to_str().unwrap()])
        .await
        .ok();
    assert_eq!(std::fs::read_to_string(&out).unwrap(), ESDL);
    let other = program.file("other.txt", "no document");
    run(&program, &["esdl", "upload", &id, other.to_str().unwrap()])
        .await
        .failed(Exit::Usage);
}

#[tokio::test]
async fn areas_are_listed_and_shown() {
    let program = Program::start().await;
    let list = json(&program, &["areas", "list"]).await;
    let codes: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|area| area["area"].clone())
        .collect();
    assert!(codes.contains(&json!("nl2019")), "{list}");
    let detailed = json(&program, &["areas", "list", "--detailed"]).await;
    assert!(detailed.to_string().len() > list.to_string().len());
    let area = json(&program, &["areas", "get", "nl2019"]).await;
    assert_eq!(area["analysis_year"], 2019);
    run(&program, &["areas", "get", "atlantis"])
        .await
        .failed(Exit::NotFound);
}

#[tokio::test]
async fn nodes_are_shown_with_their_figures() {
    const NODE: &str = "energy_power_wind_turbine_inland";

    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let node = json(&program, &["nodes", "get", &id, NODE]).await;
    assert_eq!(node["key"], NODE);
    let table = program.run(&["etm", "nodes", "get", &id, NODE]).await.ok();
    assert!(table.lines().count() > 3, "{table}");
    let stats = json(
        &program,
        &["nodes", "stats", &id, NODE, "--attribute", "demand", "number_of_units"],
    )
    .await;
    assert_eq!(stats["nodes"][NODE].as_object().unwrap().len(), 2, "{stats}");
    let csv = program
        .run(&["etm", "nodes", "stats", &id, NODE, "-o", "csv"])
        .await
        .ok();
    assert!(
        csv.starts_with("node,figure,present,future\n") && csv.lines().count() > 2,
        "{csv}"
    );
    let topology = json(&program, &["nodes", "topology", &id]).await;
    assert!(topology["edges"].as_array().is_some_and(|edges| !edges.is_empty()));
    let table = program.run(&["etm", "nodes", "topology", &id]).await.ok();
    assert!(table.contains(NODE), "{table}");
}
