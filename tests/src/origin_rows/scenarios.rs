//! Scenarios.

use origin_client::{NewScenario, ScenarioField, ScenarioUpdate, ScenarioUpdateField};
use serde_json::json;

use super::{SCENARIO, root, run, scenario};
use crate::origin_wire::OriginRow;

pub(super) fn scenario_rows() -> Vec<OriginRow> {
    let mut rows = reads();
    rows.extend(writes());
    rows
}

fn reads() -> Vec<OriginRow> {
    vec![
        OriginRow {
            operation: "list_aurora_scenarios",
            sends: scenario(
                "query",
                &["getScenarios", "regions"],
                &["filter"],
                json!({"filter": {"scenarioType": "AURORA_SCENARIO"}}),
            ),
            answers: vec![root(
                "getScenarios",
                json!([{"scenarioGlobalId": "s", "name": "central"}]),
            )],
            call: |origin| {
                run(async move {
                    let found = origin.scenarios().list(None).await?;
                    assert_eq!(found[0].name.as_deref(), Some("central"));
                    Ok(())
                })
            },
        },
        OriginRow {
            operation: "get_scenario",
            sends: scenario(
                "query",
                &["getScenarios"],
                &["filter"],
                json!({"filter": {"scenarioGlobalId": SCENARIO}}),
            ),
            answers: vec![root("getScenarios", json!([{"defaultCurrency": "gbp2024"}]))],
            call: |origin| {
                run(async move {
                    let found = origin.scenarios().get(SCENARIO).await?;
                    assert_eq!(found.default_currency.as_deref(), Some("gbp2024"));
                    Ok(())
                })
            },
        },
        OriginRow {
            operation: "get_weather_years",
            sends: scenario(
                "query",
                &["getWeatherYearList", "years"],
                &["scenarioGlobalId"],
                json!({"scenarioGlobalId": SCENARIO}),
            ),
            answers: vec![root("getWeatherYearList", json!({"years": [2012, 2013]}))],
            call: |origin| {
                run(async move {
                    assert_eq!(origin.scenarios().weather_years(SCENARIO).await?, [2012, 2013]);
                    Ok(())
                })
            },
        },
    ]
}

fn writes() -> Vec<OriginRow> {
    vec![
        OriginRow {
            operation: "create_scenario",
            // What is set to null is sent as null, what is not set is left out.
            sends: scenario(
                "mutation",
                &["createScenario"],
                &["scenario"],
                json!({"scenario": {"projectGlobalId": "p", "name": "Mine", "description": null,
                    "useExogifiedInputs": true, "weatherYear": 2013}}),
            ),
            answers: vec![root("createScenario", json!({"scenarioGlobalId": "new"}))],
            call: |origin| {
                run(async move {
                    let wanted = NewScenario::new("p", "Mine")
                        .with_null(ScenarioField::Description)
                        .with_use_exogified_inputs(true)
                        .with_weather_year(2013_i64);
                    let made = origin.scenarios().create(&wanted).await?;
                    assert_eq!(made.scenario_global_id.as_deref(), Some("new"));
                    Ok(())
                })
            },
        },
        OriginRow {
            operation: "update_scenario",
            sends: scenario(
                "mutation",
                &["updateScenario"],
                &["scenario"],
                json!({"scenario": {"scenarioGlobalId": SCENARIO, "name": "Other", "description": null}}),
            ),
            answers: vec![root("updateScenario", json!({"name": "Other"}))],
            call: |origin| {
                run(async move {
                    let update = ScenarioUpdate::new(SCENARIO)
                        .with_name("Other")
                        .with_null(ScenarioUpdateField::Description);
                    let updated = origin.scenarios().update(&update).await?;
                    assert_eq!(updated.name.as_deref(), Some("Other"));
                    Ok(())
                })
            },
        },
        OriginRow {
            operation: "delete_scenario",
            sends: scenario(
                "mutation",
                &["deleteScenario"],
                &["scenarioGlobalId"],
                json!({"scenarioGlobalId": SCENARIO}),
            ),
            answers: vec![root("deleteScenario", json!("gone"))],
            call: |origin| {
                run(async move {
                    assert_eq!(origin.scenarios().delete(SCENARIO).await?, "gone");
                    Ok(())
                })
            },
        },
        OriginRow {
            operation: "launch_scenario",
            sends: scenario(
                "mutation",
                &["launchScenario"],
                &["scenarioGlobalId"],
                json!({"scenarioGlobalId": SCENARIO}),
            ),
            answers: vec![root("launchScenario", json!({"launchedByEmail": "a@example.com"}))],
            call: |origin| {
                run(async move {
                    let launched = origin.scenarios().launch(SCENARIO).await?;
                    assert!(launched.launched_by_email.is_some());
                    Ok(())
                })
            },
        },
    ]
}
