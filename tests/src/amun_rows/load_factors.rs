//! Load factors, at once and as jobs.

use amun_client::types::BuiltInDataset;
use amun_client::{BuiltInWindFlow, Flow, LoadFactorBase, LoadFactorRequest, Losses, SpeedAtHeight, StartTime};
use serde_json::{Value, json};

use super::{AmunRow, YEAR, run, with};
use crate::wire::{Answer, Row, Sent};

const START: &str = "2018-01-01T00:00:00.000Z";

fn farm() -> LoadFactorBase {
    let start: StartTime = START.parse().expect("the start is a time");
    let losses = Losses {
        availability: 0.1,
        ..Losses::default()
    };
    LoadFactorBase::new(59.59, 0.0, start, "gbr", 90.0)
        .with_turbines(268, 12)
        .with_power_curve_smoothing(false)
        .with_losses(losses)
}

/// The body of a load factor request with the flow's keys in front; unset values go out as null, as the vendor's client
/// sends them.
fn load_factor_body(flow: Value) -> Value {
    with(
        flow,
        json!({
            "turbineModelId": 268, "latitude": 59.59, "longitude": 0, "smoothingCoefficient": null, "startTimeUTC": START,
            "regionCode": "gbr", "hubHeight": 90, "obstacleHeight": 0.0, "numberOfTurbines": 12, "baseWindProfile": null,
            "usePowerCurveSmoothing": false, "lossesWake": 0, "lossesAvailability": 0.1, "lossesElectrical": 0.0,
            "lossesTurbinePerformance": 0.0, "lossesEnvironmental": 0.0, "lossesOtherCurtailment": 0.0
        }),
    )
}

fn result() -> Value {
    json!({
        "parameters": {"loadFactorRequestId": "00000000-0000-4000-8000-000000000001"},
        "appliedParams": {"smoothingCoefficient": 0},
        "typicalHourly": [{"dateTime": "2018-01-01T00:00Z", "windSpeed": 7.75208788280992, "loadFactor": 0.4198}],
        "weatherYearHourly": [{"dateTime": "2018-01-01T00:00Z", "windSpeed": 8, "loadFactor": 1}]
    })
}

pub(super) fn load_factor_rows() -> Vec<AmunRow> {
    vec![
        Row {
            operation: "run_load_factor",
            method: "PUT",
            path: "/amun/v1/loadfactor",
            query: &[],
            sent: Sent::Json(load_factor_body(json!({
                "windType": "Era5", "useReanalysisCorrection": true, "reanalysisScaleCorrectionDelta": null
            }))),
            answer: Answer::Json(result()),
            call: |amun| {
                run(async move {
                    let flow = BuiltInWindFlow::new(BuiltInDataset::Era5).with_reanalysis_correction(true);
                    let request = LoadFactorRequest::new(flow, farm());
                    let result = amun.load_factors().run(&request).await?;
                    assert_eq!(result.typical_hourly.len(), 1);
                    Ok(())
                })
            },
        },
        Row {
            operation: "submit_load_factor",
            method: "PUT",
            path: "/amun/v2/loadfactor",
            query: &[],
            sent: Sent::Json(load_factor_body(json!({
                "windType": "UploadedWind", "uploadedWindStartTime": START,
                "lowHeight": {"height": 10, "speeds": vec![6.5; YEAR]}, "highHeight": null, "granularityInMins": 60
            }))),
            answer: Answer::Json(json!({"token": "3f9c2b6e"})),
            call: |amun| {
                run(async move {
                    let start: StartTime = START.parse().expect("the start is a time");
                    let flow = Flow::uploaded_wind(start, SpeedAtHeight::new(10.0, vec![6.5; YEAR]));
                    let job = amun
                        .load_factors()
                        .submit(&LoadFactorRequest::new(flow, farm()))
                        .await?;
                    assert_eq!(job.id(), "3f9c2b6e");
                    Ok(())
                })
            },
        },
        Row {
            operation: "get_load_factor_status",
            method: "GET",
            path: "/amun/v2/loadfactor/a%2Ftoken%20of%20any%20kind",
            query: &[],
            sent: Sent::Nothing,
            answer: Answer::Json(
                json!({"status": "Complete", "expiryTime": "2026-01-18T12:00:00.000Z", "result": result()}),
            ),
            call: |amun| {
                run(async move {
                    let status = amun.load_factors().status("a/token of any kind").await?;
                    assert!(status.is_final(), "{status:?}");
                    Ok(())
                })
            },
        },
    ]
}
