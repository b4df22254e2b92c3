//! Valuations and their results.

use amun_client::{OutputsOptions, ValuationParameters};
use serde_json::{Value, json};

use super::{AmunRow, read, run, with};
use crate::wire::{Answer, Row, Sent};

fn parameters() -> Value {
    json!({
        "name": "Test farm", "description": "Created by a test", "longitude": -1.009191, "latitude": 52.308479,
        "windType": "averagewindspeed", "averageWindSpeed": 7.5, "measurementHeight": 100, "scenarioId": 4,
        "turbineModelId": 268, "numberOfTurbines": 10, "hubHeight": 80, "useReanalysisCorrection": false,
        "usePowerCurveSmoothing": true
    })
}

fn valuation() -> Value {
    json!({"id": 30, "name": "Test farm", "author": "somebody"})
}

pub(super) fn valuation_rows() -> Vec<AmunRow> {
    vec![
        Row {
            operation: "list_valuations",
            method: "GET",
            path: "/amun/v1/valuations",
            query: &[("searchText", "+farm -test")],
            sent: Sent::Nothing,
            answer: Answer::Json(json!([valuation()])),
            call: |amun| {
                run(async move {
                    let found = amun.valuations().list(Some("+farm -test")).await?;
                    assert_eq!(found[0].id, 30);
                    Ok(())
                })
            },
        },
        Row {
            operation: "create_valuation",
            method: "PUT",
            path: "/amun/v1/valuations",
            query: &[],
            // An obstacle height is always sent, as the vendor's own client does.
            sent: Sent::Json(with(parameters(), json!({"obstacleHeight": 0}))),
            answer: Answer::Json(valuation()),
            call: |amun| {
                run(async move {
                    let parameters: ValuationParameters = read(parameters());
                    let created = amun.valuations().create(&parameters).await?;
                    assert_eq!(created.id, 30);
                    Ok(())
                })
            },
        },
        Row {
            operation: "update_valuation",
            method: "POST",
            path: "/amun/v1/valuations/30",
            query: &[],
            sent: Sent::Json(with(parameters(), json!({"id": 30, "obstacleHeight": 0}))),
            answer: Answer::Json(valuation()),
            call: |amun| {
                run(async move {
                    let parameters: ValuationParameters = read(parameters());
                    amun.valuations().update(30, &parameters).await.map(drop)
                })
            },
        },
        Row {
            operation: "delete_valuation",
            method: "DELETE",
            path: "/amun/v1/valuations/30",
            query: &[],
            sent: Sent::Nothing,
            answer: Answer::Empty(204),
            call: |amun| run(async move { amun.valuations().delete(30).await.map(drop) }),
        },
        Row {
            operation: "copy_valuation",
            method: "POST",
            path: "/amun/v1/valuations/30/copy",
            query: &[],
            sent: Sent::Json(json!({})),
            answer: Answer::Json(with(valuation(), json!({"id": 31}))),
            call: |amun| {
                run(async move {
                    let copy = amun.valuations().copy(30).await?;
                    assert_eq!(copy.id, 31);
                    Ok(())
                })
            },
        },
        Row {
            operation: "get_valuation_outputs",
            method: "GET",
            path: "/amun/v1/valuations/30/outputs",
            // The spelling of the vendor's own client: whether `true` is understood is unknown.
            query: &[("format", "json"), ("hourlyData", "True")],
            sent: Sent::Nothing,
            answer: Answer::Json(json!({
                "valuation": {"id": 30, "name": "Test farm"},
                "forecast": {"yearly": [], "quarterly": [], "monthly": [], "hourly": []},
                "weatherYears": [], "appliedParams": {"smoothingCoefficient": 0, "reanalysisScaleCorrectionDelta": null},
                "warnings": []
            })),
            call: |amun| {
                run(async move {
                    let options = OutputsOptions::default().with_hourly_data(true);
                    amun.valuations().outputs(30, options).await.map(drop)
                })
            },
        },
    ]
}
