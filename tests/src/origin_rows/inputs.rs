//! Reading the inputs of a scenario.

use origin_client::{CommodityQuery, DemandQuery, TechnologyQuery};
use serde_json::{Value, json};

use super::{SCENARIO, config, of_inputs, root, run, session};
use crate::origin_wire::OriginRow;

pub(super) fn input_rows() -> Vec<OriginRow> {
    let mut rows = whole();
    rows.extend(technologies());
    rows.extend(demand());
    rows.extend(prices_and_lines());
    rows
}

fn whole() -> Vec<OriginRow> {
    let status =
        json!({"generationStatus": "Completed", "downloadURL": "https://store.test/wb.xlsx", "requestId": "w"});
    vec![
        OriginRow {
            operation: "get_inputs_session",
            sends: of_inputs(
                "query",
                &["getSession", "meta"],
                &["sessionId"],
                json!({"sessionId": SCENARIO}),
            ),
            answers: vec![session("modelMinYear", json!(2025))],
            call: |origin| {
                run(async move {
                    let found = origin.inputs(SCENARIO).session().await?;
                    assert_eq!(found.and_then(|session| session.model_min_year), Some(2025));
                    Ok(())
                })
            },
        },
        OriginRow {
            operation: "get_inputs_config",
            sends: of_inputs("query", &["getConfig", "technology"], &[], Value::Null),
            answers: vec![config()],
            call: |origin| {
                run(async move {
                    assert!(origin.inputs(SCENARIO).config().await?.interconnectors.is_some());
                    Ok(())
                })
            },
        },
        OriginRow {
            operation: "get_workbook_status",
            // The first question has no id to ask by, and says so with null.
            sends: of_inputs(
                "query",
                &["getSession", "getWorkbookStatus"],
                &["sessionId", "requestId"],
                json!({"sessionId": SCENARIO, "requestId": null}),
            ),
            answers: vec![session("getWorkbookStatus", status)],
            call: |origin| {
                run(async move {
                    let workbook = origin.inputs(SCENARIO).workbook().await?.await?;
                    assert_eq!(workbook.url.as_str(), "https://store.test/wb.xlsx");
                    Ok(())
                })
            },
        },
    ]
}

fn technologies() -> Vec<OriginRow> {
    let nulls = json!({"sessionId": SCENARIO, "techName": "onshoreWind", "region": "gbr", "subregion": null,
        "exoSubTechnology": null, "subsidy": null, "endoSubTechnology": null});
    vec![
        OriginRow {
            operation: "get_technology_groupings",
            sends: of_inputs(
                "query",
                &["getSession", "getTechnologyGroupings"],
                &["sessionId"],
                json!({"sessionId": SCENARIO}),
            ),
            answers: vec![session("getTechnologyGroupings", json!({"gbr": {"ccgt": {}}}))],
            call: |origin| {
                run(async move {
                    assert!(origin.inputs(SCENARIO).groupings().await?["gbr"].contains_key("ccgt"));
                    Ok(())
                })
            },
        },
        OriginRow {
            operation: "get_technology",
            sends: of_inputs(
                "query",
                &["getSession", "getTechnology", "name"],
                &[
                    "sessionId",
                    "techName",
                    "region",
                    "subregion",
                    "exoSubTechnology",
                    "subsidy",
                    "endoSubTechnology",
                ],
                nulls,
            ),
            answers: vec![
                config(),
                session("getTechnology", json!({"name": "onshoreWind", "isRenewable": true})),
            ],
            call: |origin| {
                run(async move {
                    let query = TechnologyQuery::new("onshoreWind", "gbr");
                    let found = origin.inputs(SCENARIO).technology(&query).await?;
                    assert_eq!(found.and_then(|technology| technology.is_renewable), Some(true));
                    Ok(())
                })
            },
        },
    ]
}

fn demand() -> Vec<OriginRow> {
    let technology = json!([{"region": {"original": "gbr"}, "originTechnology": {"original": "electricVehicles"}}]);
    vec![
        OriginRow {
            operation: "list_demand_regions",
            sends: of_inputs(
                "query",
                &["getSession", "getDemand", "region"],
                &["sessionId"],
                json!({"sessionId": SCENARIO}),
            ),
            answers: vec![session("getDemand", json!([{"region": "gbr"}]))],
            call: |origin| {
                run(async move {
                    assert_eq!(origin.inputs(SCENARIO).demand_regions().await?, ["gbr"]);
                    Ok(())
                })
            },
        },
        OriginRow {
            operation: "get_demand",
            sends: of_inputs(
                "query",
                &["getSession", "getDemand", "region"],
                &["sessionId", "demandFilter", "aggregateRegions"],
                json!({"sessionId": SCENARIO, "demandFilter": null, "aggregateRegions": false}),
            ),
            answers: vec![config(), session("getDemand", json!([{"peakLoadDemand": 61.3}]))],
            call: |origin| {
                run(async move {
                    let found = origin.inputs(SCENARIO).demand(&DemandQuery::all()).await?;
                    assert_eq!(found[0].peak_load_demand, Some(61.3));
                    Ok(())
                })
            },
        },
        OriginRow {
            operation: "list_demand_technology_names",
            sends: of_inputs(
                "query",
                &["getSession", "getDemandTechnologies", "region"],
                &["sessionId", "demTechFilter"],
                json!({"sessionId": SCENARIO, "demTechFilter": null}),
            ),
            answers: vec![session("getDemandTechnologies", technology.clone())],
            call: |origin| {
                run(async move {
                    let found = origin.inputs(SCENARIO).demand_technology_names(None).await?;
                    assert!(found[0].origin_technology.is_some());
                    Ok(())
                })
            },
        },
        OriginRow {
            operation: "list_demand_technologies",
            // The flag is declared and not sent.
            sends: of_inputs(
                "query",
                &["getSession", "getDemandTechnologies", "region"],
                &["sessionId", "demTechFilter", "aggregateRegions"],
                json!({"sessionId": SCENARIO, "demTechFilter": null}),
            ),
            answers: vec![config(), session("getDemandTechnologies", technology)],
            call: |origin| {
                run(async move {
                    let found = origin.inputs(SCENARIO).demand_technologies(None).await?;
                    assert!(found[0].origin_technology.is_some());
                    Ok(())
                })
            },
        },
    ]
}

fn prices_and_lines() -> Vec<OriginRow> {
    let filter = json!({"OR": [{"from": "gbr", "to": "fra"}, {"from": "fra", "to": "gbr"}]});
    vec![
        OriginRow {
            operation: "get_commodities",
            // What is not asked for is left out.
            sends: of_inputs(
                "query",
                &["getSession", "commodities", "commodity"],
                &["sessionId", "regions", "nativeUnitsFlag", "commodities"],
                json!({"sessionId": SCENARIO}),
            ),
            answers: vec![session(
                "commodities",
                json!([{"commodity": "gas", "regions": ["gbr"]}]),
            )],
            call: |origin| {
                run(async move {
                    let found = origin.inputs(SCENARIO).commodities(&CommodityQuery::all()).await?;
                    assert_eq!(found[0].regions, ["gbr"]);
                    Ok(())
                })
            },
        },
        OriginRow {
            operation: "list_interconnector_ends",
            // The filter is declared and not sent.
            sends: of_inputs(
                "query",
                &["getSession", "getInterconnectors", "ends"],
                &["sessionId", "interconnectorFilter"],
                json!({"sessionId": SCENARIO}),
            ),
            answers: vec![session("getInterconnectors", json!([{"ends": ["gbr", "fra"]}]))],
            call: |origin| {
                run(async move {
                    let found = origin.inputs(SCENARIO).interconnector_connections().await?;
                    assert!(found["gbr"].contains("fra"));
                    Ok(())
                })
            },
        },
        OriginRow {
            operation: "get_interconnectors",
            sends: of_inputs(
                "query",
                &["getSession", "getInterconnectors", "ends"],
                &["sessionId", "interconnectorFilter"],
                json!({"sessionId": SCENARIO, "interconnectorFilter": filter}),
            ),
            answers: vec![
                config(),
                session("getInterconnectors", json!([{"from": "gbr", "to": "fra"}])),
            ],
            call: |origin| {
                run(async move {
                    let found = origin.inputs(SCENARIO).interconnectors("gbr", "fra").await?;
                    assert_eq!(found[0].from.as_deref(), Some("gbr"));
                    Ok(())
                })
            },
        },
        OriginRow {
            operation: "rebase_commodities",
            sends: of_inputs(
                "mutation",
                &["rebaseCommodities", "result"],
                &["sessionId", "rebaseReferenceId"],
                json!({"sessionId": SCENARIO, "rebaseReferenceId": "other"}),
            ),
            answers: vec![root("rebaseCommodities", json!({"result": "done"}))],
            call: |origin| {
                run(async move {
                    assert_eq!(origin.inputs(SCENARIO).rebase_commodities("other").await?, "done");
                    Ok(())
                })
            },
        },
    ]
}
