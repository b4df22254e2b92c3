//! Data that valuations are calculated from.

use amun_client::types::{CalibratedGenerationUpload, RawGenerationUpload, WindUpload};
use serde_json::{Value, json};

use super::{AmunRow, YEAR, read, run};
use crate::wire::{Answer, Row, Sent};

fn raw_generation() -> Value {
    json!({
        "startTime": "2017-11-01T00:00:00.000Z", "installedCapacity": 26.65, "generation": vec![1.5; YEAR],
        "granularityInMins": 60
    })
}

fn calibrated_generation() -> Value {
    json!({
        "startTime": "2010-01-01T00:00:00.000Z", "installedCapacity": 240, "historicGeneration": vec![10.0; 2 * YEAR],
        "calibratedGeneration": vec![162.75; 8784]
    })
}

fn wind_upload() -> Value {
    json!({
        "startTime": "2017-11-01T00:00:00.000Z", "interval": 1, "lowHeight": {"height": 59, "speeds": vec![5.29; YEAR]},
        "granularityInMins": 60
    })
}

pub(super) fn upload_rows() -> Vec<AmunRow> {
    vec![
        Row {
            operation: "upload_raw_generation",
            method: "POST",
            path: "/amun/v1/valuations/30/rawGeneration",
            query: &[],
            sent: Sent::Json(raw_generation()),
            answer: Answer::Empty(200),
            call: |amun| {
                run(async move {
                    let upload: RawGenerationUpload = read(raw_generation());
                    amun.valuations().upload_raw_generation(30, &upload).await.map(drop)
                })
            },
        },
        Row {
            operation: "upload_calibrated_generation",
            method: "POST",
            path: "/amun/v1/valuations/30/calibratedGeneration",
            query: &[],
            sent: Sent::Json(calibrated_generation()),
            answer: Answer::Json(json!({"ok": true})),
            call: |amun| {
                run(async move {
                    let upload: CalibratedGenerationUpload = read(calibrated_generation());
                    amun.valuations()
                        .upload_calibrated_generation(30, &upload)
                        .await
                        .map(drop)
                })
            },
        },
        Row {
            operation: "upload_wind",
            method: "POST",
            path: "/amun/v1/valuations/30/wind",
            query: &[],
            sent: Sent::Json(wind_upload()),
            answer: Answer::Empty(202),
            call: |amun| {
                run(async move {
                    let upload: WindUpload = read(wind_upload());
                    amun.valuations().upload_wind(30, &upload).await.map(drop)
                })
            },
        },
    ]
}
