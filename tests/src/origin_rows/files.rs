//! Output files and model files.

use origin_client::OutputRequest;
use serde_json::json;

use super::{SCENARIO, root, run};
use crate::origin_wire::{OriginRow, Reply, Sends};

const FILE: &str = "Year,Baseload price\n,£/MWh\n2028,71.42\n";
const LINK: &str = "/bucket/system.csv?X-Amz-Signature=abc";

fn outputs() -> OutputRequest {
    OutputRequest::new(SCENARIO, "gbr", "system", "1y")
}

/// The scenario, the account's regions, and which files a region has.
fn lookups() -> Vec<Reply> {
    let region = json!({"regionCode": "gbr", "metaUrl": "v1/out/gbr/meta.json", "dataUrlBase": "v1/out/gbr/"});
    let scenario = json!({"scenarioGlobalId": SCENARIO, "defaultCurrency": "gbp2024", "regions": {"gbr": region}});
    let definition = json!({"type": "system", "granularity": "1y", "filename": "system_{currency}.csv"});
    vec![
        root("getScenarios", json!([scenario])),
        root("getConfig", json!({"regionGroups": {}})),
        Reply::Json(json!({"years": [2028], "dataDefinitions": [definition]})),
    ]
}

fn with(mut replies: Vec<Reply>, more: impl IntoIterator<Item = Reply>) -> Vec<Reply> {
    replies.extend(more);
    replies
}

pub(super) fn file_rows() -> Vec<OriginRow> {
    let mut rows = output_rows();
    rows.extend(model_file_rows());
    rows
}

fn output_rows() -> Vec<OriginRow> {
    vec![
        OriginRow {
            operation: "get_region_meta",
            sends: Sends::Get {
                path: "/scenarioExplr/v1/out/gbr/meta.json",
                query: "",
            },
            answers: lookups(),
            call: |origin| {
                run(async move {
                    let outputs = origin.outputs().of(SCENARIO).await?;
                    assert_eq!(outputs.years("gbr").await?, [2028]);
                    Ok(())
                })
            },
        },
        OriginRow {
            operation: "get_output_location",
            // Nothing stands between folder and file, and the order of the query is the service's.
            sends: Sends::Get {
                path: "/scenarioExplr/v1/out/gbr/system_gbp2024.csv",
                query: "noredirect=true&checkstatus=true",
            },
            answers: with(lookups(), [Reply::Location(200, LINK)]),
            call: |origin| {
                run(async move {
                    let link = origin.outputs().location(&outputs()).await?;
                    assert!(link.as_str().ends_with(LINK));
                    Ok(())
                })
            },
        },
        OriginRow {
            operation: "download_output_file",
            sends: Sends::FromStore {
                path: "/bucket/system.csv",
                query: "X-Amz-Signature=abc",
            },
            answers: with(lookups(), [Reply::Location(200, LINK), Reply::File(FILE)]),
            call: |origin| {
                run(async move {
                    let folder = tempfile::tempdir().expect("a temporary folder can be made");
                    let target = folder.path().join("system.csv");
                    origin.outputs().download(&outputs(), &target).await?;
                    let text = std::fs::read_to_string(&target);
                    assert_eq!(text.ok().as_deref(), Some(FILE));
                    Ok(())
                })
            },
        },
    ]
}

fn model_file_rows() -> Vec<OriginRow> {
    let runs = json!([{"runGlobalId": "r1", "years": [{"year": 2025}]}]);
    vec![
        OriginRow {
            operation: "list_model_files",
            sends: Sends::Get {
                path: "/scenarioExplr/v1/modelFiles/c0f8c7a4-52b3-4a2e-9a51-8a3f3a6d7b22",
                query: "runGlobalId=r1&year=2025",
            },
            answers: vec![
                root(
                    "getScenarios",
                    json!([{"scenarioGlobalId": SCENARIO, "runDetails": runs}]),
                ),
                Reply::Json(json!({"files": ["a/b.csv"]})),
            ],
            call: |origin| {
                run(async move {
                    let list = origin.model_files().list(SCENARIO).await?;
                    assert_eq!((list.entries.len(), list.failures().count()), (1, 0));
                    Ok(())
                })
            },
        },
        OriginRow {
            operation: "get_model_file_location",
            sends: Sends::Get {
                path: "/scenarioExplr/runs/r1/b.csv",
                query: "",
            },
            answers: vec![Reply::Location(302, LINK)],
            call: |origin| {
                run(async move {
                    let link = origin.model_files().location("runs/r1/b.csv").await?;
                    assert!(link.as_str().ends_with(LINK));
                    Ok(())
                })
            },
        },
    ]
}
