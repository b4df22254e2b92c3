//! Editing the inputs of a scenario.

use origin_client::{
    Change, CommodityUpdate, DemandTechnologyUpdate, DemandUpdate, EndogenousUpdate, ExogenousUpdate,
    InterconnectorUpdate, MonthlyTransform, YearlyTransform,
};
use serde_json::{Value, json};

use super::{SCENARIO, config, of_inputs, root, run};
use crate::origin_wire::OriginRow;

pub(super) fn edit_rows() -> Vec<OriginRow> {
    let mut rows = technologies();
    rows.extend(demand());
    rows.extend(others());
    rows
}

fn tenth_more() -> Result<YearlyTransform, aurora_core::Error> {
    Ok(YearlyTransform::new().year(2030, Change::percentage(10.0)?))
}

/// What `tenth_more` is on the wire.
fn sent() -> Value {
    json!([{"year": 2030, "transform": {"type": "Percentage", "value": 10}}])
}

fn technologies() -> Vec<OriginRow> {
    let month = json!([{"year": 2025, "month": 2, "transform": {"type": "Delta", "value": 0.01}}]);
    vec![
        OriginRow {
            operation: "update_endogenous_technology",
            sends: of_inputs(
                "mutation",
                &["updateEndogenousTechnologyParameter", "parameters"],
                &[
                    "sessionId",
                    "parameter",
                    "tx",
                    "name",
                    "region",
                    "subRegion",
                    "subTechnology",
                ],
                json!({"sessionId": SCENARIO, "parameter": "loadFactorAverage", "tx": month, "name": "onshoreWind",
                    "region": "gbr", "subRegion": null, "subTechnology": null}),
            ),
            answers: vec![
                config(),
                root(
                    "updateEndogenousTechnologyParameter",
                    json!({"parameters": {}, "definitions": {}}),
                ),
            ],
            call: |origin| {
                run(async move {
                    let transform = MonthlyTransform::new().month(2025, 2, Change::delta(0.01)?);
                    let update = EndogenousUpdate::new("onshoreWind", "gbr", "loadFactorAverage", transform);
                    let updated = origin.inputs(SCENARIO).update_endogenous(&update).await?;
                    assert!(updated.is_some_and(|technology| technology.definitions.is_some()));
                    Ok(())
                })
            },
        },
        OriginRow {
            operation: "update_exogenous_technology",
            sends: of_inputs(
                "mutation",
                &["updateExogenousTechnologyParameter", "parameters"],
                &[
                    "sessionId",
                    "parameter",
                    "tx",
                    "name",
                    "region",
                    "subRegion",
                    "subsidy",
                    "subTechnology",
                ],
                json!({"sessionId": SCENARIO, "parameter": "capacity", "tx": sent(), "name": "onshoreWind",
                    "region": "gbr", "subRegion": null, "subsidy": null, "subTechnology": null}),
            ),
            answers: vec![
                config(),
                root(
                    "updateExogenousTechnologyParameter",
                    json!({"parameters": {"capacity": []}}),
                ),
            ],
            call: |origin| {
                run(async move {
                    let update = ExogenousUpdate::new("onshoreWind", "gbr", "capacity", tenth_more()?);
                    let updated = origin.inputs(SCENARIO).update_exogenous(&update).await?;
                    assert!(updated.is_some_and(|technology| technology.parameters.is_some()));
                    Ok(())
                })
            },
        },
    ]
}

fn demand() -> Vec<OriginRow> {
    let technology = json!({"originTechnology": {"original": "electricVehicles"}});
    vec![
        OriginRow {
            operation: "update_demand_variable",
            // Region and technology are declared and not sent.
            sends: of_inputs(
                "mutation",
                &["updateDemandVariable", "region"],
                &[
                    "sessionId",
                    "technology",
                    "region",
                    "regions",
                    "variable",
                    "autoCapacityMarketTarget",
                    "tx",
                ],
                json!({"sessionId": SCENARIO, "regions": ["gbr"], "variable": "totalDemand",
                    "autoCapacityMarketTarget": null, "tx": sent()}),
            ),
            answers: vec![config(), root("updateDemandVariable", json!({"region": "gbr"}))],
            call: |origin| {
                run(async move {
                    let update = DemandUpdate::new(["gbr"], "totalDemand", tenth_more()?);
                    let updated = origin.inputs(SCENARIO).update_demand(&update).await?;
                    assert_eq!(updated.and_then(|demand| demand.region).as_deref(), Some("gbr"));
                    Ok(())
                })
            },
        },
        OriginRow {
            operation: "update_demand_technology_variable",
            // The region is declared and not sent.
            sends: of_inputs(
                "mutation",
                &["updateDemandTechnologyVariable", "region"],
                &[
                    "sessionId",
                    "technology",
                    "region",
                    "regions",
                    "variable",
                    "autoCapacityMarketTarget",
                    "tx",
                ],
                json!({"sessionId": SCENARIO, "regions": ["gbr"], "variable": "totalDemand",
                    "technology": "electricVehicles", "autoCapacityMarketTarget": null, "tx": sent()}),
            ),
            answers: vec![config(), root("updateDemandTechnologyVariable", technology)],
            call: |origin| {
                run(async move {
                    let update = DemandTechnologyUpdate::new(["gbr"], "electricVehicles", "totalDemand", tenth_more()?);
                    let updated = origin.inputs(SCENARIO).update_demand_technology(&update).await?;
                    assert!(updated[0].origin_technology.is_some());
                    Ok(())
                })
            },
        },
    ]
}

fn others() -> Vec<OriginRow> {
    vec![
        OriginRow {
            operation: "update_commodity",
            sends: of_inputs(
                "mutation",
                &["updateCommodity", "commodity"],
                &["sessionId", "commodity", "regions", "nativeUnitsFlag", "tx"],
                json!({"sessionId": SCENARIO, "commodity": "gas", "regions": ["gbr"], "tx": sent()}),
            ),
            answers: vec![root("updateCommodity", json!({"commodity": "gas"}))],
            call: |origin| {
                run(async move {
                    let update = CommodityUpdate::new("gas", tenth_more()?).with_regions(["gbr"]);
                    let updated = origin.inputs(SCENARIO).update_commodity(&update).await?;
                    assert_eq!(updated.and_then(|gas| gas.commodity).as_deref(), Some("gas"));
                    Ok(())
                })
            },
        },
        OriginRow {
            operation: "update_interconnector_variable",
            sends: of_inputs(
                "mutation",
                &["updateInterconnectorVariable", "ends"],
                &["sessionId", "from", "to", "variable", "tx"],
                json!({"sessionId": SCENARIO, "from": "gbr", "to": "fra", "variable": "capacity", "tx": sent()}),
            ),
            answers: vec![
                config(),
                root("updateInterconnectorVariable", json!({"from": "gbr", "to": "fra"})),
            ],
            call: |origin| {
                run(async move {
                    let update = InterconnectorUpdate::new("gbr", "fra", "capacity", tenth_more()?);
                    let updated = origin.inputs(SCENARIO).update_interconnector(&update).await?;
                    assert_eq!(updated.and_then(|line| line.to).as_deref(), Some("fra"));
                    Ok(())
                })
            },
        },
    ]
}
