//! Turbines, regions and scenarios.

use amun_client::TurbineWorkbook;
use serde_json::json;

use super::{AmunRow, run};
use crate::wire::{Answer, Row, Sent};

const TURBINE: &str = "EWT Directwind 2000/96";
pub(super) fn market_rows() -> Vec<AmunRow> {
    vec![
        Row {
            operation: "list_turbines",
            method: "GET",
            path: "/amun/v1/turbines",
            query: &[],
            sent: Sent::Nothing,
            answer: Answer::Json(json!([{
                "id": 29, "manufacturer": "EWT Directwind", "name": TURBINE, "ratedCapacity": 2, "rotorDiameter": 96,
                "minHubHeight": null, "maxHubHeight": null, "cutInSpeed": 3.5, "cutOutSpeed": 25,
                "specSource": "custom", "type": "public", "a field of tomorrow": {}
            }])),
            call: |amun| {
                run(async move {
                    let turbines = amun.turbines().list().await?;
                    assert_eq!(turbines[0].name, TURBINE);
                    Ok(())
                })
            },
        },
        Row {
            operation: "upload_turbine",
            method: "PUT",
            path: "/amun/v1/turbines",
            query: &[],
            sent: Sent::Part {
                field: "name",
                file_name: "Turbine upload.xlsx",
                content: b"PK\x03\x04 and so on",
            },
            answer: Answer::Empty(200),
            call: |amun| {
                run(async move {
                    let workbook = TurbineWorkbook::new("Turbine upload.xlsx", &b"PK\x03\x04 and so on"[..])?;
                    amun.turbines().upload(&workbook).await.map(drop)
                })
            },
        },
        Row {
            operation: "get_turbine_power_curve",
            method: "GET",
            path: "/amun/v1/turbines/268/powerCurve",
            query: &[],
            sent: Sent::Nothing,
            answer: Answer::Json(json!([{"speed": 1, "power": 0}, {"speed": 3, "power": 79}])),
            call: |amun| {
                run(async move {
                    let curve = amun.turbines().power_curve(268).await?;
                    assert_eq!(curve.len(), 2);
                    Ok(())
                })
            },
        },
        Row {
            operation: "list_region_details",
            method: "GET",
            path: "/amun/v1/regions/details",
            query: &[("lat", "50.75731"), ("lon", "-1.225665")],
            sent: Sent::Nothing,
            answer: Answer::Json(json!([{
                "pmfCode": "gbr", "defaultWind": "Era5", "availableDatasets": ["Era5", "a dataset of tomorrow"],
                "era5CorrectionEnabled": true, "powerCurveSmoothingEnabled": true
            }])),
            call: |amun| {
                run(async move {
                    let regions = amun.regions().details(50.75731, -1.225665).await?;
                    assert_eq!(regions[0].pmf_code, "gbr");
                    Ok(())
                })
            },
        },
        Row {
            operation: "list_scenarios",
            method: "GET",
            path: "/amun/v1/scenarios",
            query: &[("region", "gbr")],
            sent: Sent::Nothing,
            answer: Answer::Json(json!([{
                "id": 4, "name": "Aurora Central - 2019 April", "description": null, "isRetired": false, "region": "gbr",
                "S3uri": null, "currency": "GBP", "currencyYear": 2018, "publicationDate": "2019-04-09T17:02:05.000Z",
                "type": "legacy", "scenarioVersion": 0, "hash": null, "hasFile": false
            }])),
            call: |amun| {
                run(async move {
                    let scenarios = amun.scenarios().list("gbr").await?;
                    assert_eq!(scenarios[0].id, 4);
                    Ok(())
                })
            },
        },
    ]
}
