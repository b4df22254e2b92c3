//! Wind series, the wind atlas and wind farms.

use amun_client::AtlasArea;
use amun_client::types::WindSeriesDataset;
use serde_json::json;

use super::{AmunRow, run};
use crate::wire::{Answer, Row, Sent};

pub(super) fn wind_rows() -> Vec<AmunRow> {
    vec![
        Row {
            operation: "get_wind_series",
            method: "GET",
            path: "/amun/v1/wind/series",
            query: &[("lat", "40"), ("lon", "-80.5"), ("year", "2016"), ("dataset", "NEWA")],
            sent: Sent::Nothing,
            answer: Answer::Json(json!({"series": []})),
            call: |amun| {
                run(async move {
                    amun.wind()
                        .series(40.0, -80.5, 2016, WindSeriesDataset::Newa)
                        .await
                        .map(drop)
                })
            },
        },
        Row {
            operation: "get_wind_atlas_average_speed",
            method: "GET",
            path: "/amun/v1/wind/atlas/gbr/averagewindspeed",
            query: &[
                ("lat", "51.5"),
                ("lon", "-1.25"),
                ("numberOfTurbines", "12"),
                ("rotorDiameterInMeters", "130"),
            ],
            sent: Sent::Nothing,
            answer: Answer::Json(json!({"averageWindSpeed": 6.9})),
            call: |amun| {
                run(async move {
                    let farm = AtlasArea::Turbines {
                        number: 12,
                        rotor_diameter: Some(130),
                    };
                    let atlas = amun.wind().atlas_average_speed("gbr", 51.5, -1.25, farm).await?;
                    assert_eq!(atlas.average_wind_speed, Some(6.9));
                    Ok(())
                })
            },
        },
        Row {
            operation: "search_windfarms",
            method: "GET",
            path: "/amun/v1/windfarms",
            query: &[("search", "")],
            sent: Sent::Nothing,
            answer: Answer::Json(json!([{"uuid": "6e64363f-b167-4b01-a72b-3fb331916651"}])),
            call: |amun| {
                run(async move {
                    let farms = amun.windfarms().search("").await?;
                    assert_eq!(farms.len(), 1);
                    Ok(())
                })
            },
        },
        Row {
            operation: "get_windfarm",
            method: "GET",
            path: "/amun/v1/windfarms/6e64363f-b167-4b01-a72b-3fb331916651",
            query: &[],
            sent: Sent::Nothing,
            answer: Answer::Json(json!({"name": "Example farm"})),
            call: |amun| {
                run(async move {
                    let farm = amun.windfarms().get("6e64363f-b167-4b01-a72b-3fb331916651").await?;
                    assert_eq!(farm.text("name"), Some("Example farm"));
                    Ok(())
                })
            },
        },
    ]
}
