//! What each operation of Amun puts on the wire, written from the service's contract, not from the client.

use amun_client::types::{
    BuiltInDataset, CalibratedGenerationUpload, RawGenerationUpload, WindSeriesDataset, WindUpload,
};
use amun_client::{
    AmunClient, AtlasArea, BuiltInWindFlow, Flow, LoadFactorBase, LoadFactorRequest, Losses, OutputsOptions,
    SpeedAtHeight, StartTime, TurbineWorkbook, ValuationParameters,
};
use serde_json::{Value, json};

use crate::wire::{Answer, Call, Row, Sent};

/// A row of Amun.
pub type AmunRow = Row<AmunClient>;

/// Headers of every request to Amun, for a client whose token is `test-token`.
pub const HEADERS: &[(&str, &str)] = &[("private-token", "test-token")];

/// A client for a server at this address, with the token that [`HEADERS`] expects.
///
/// # Panics
///
/// Panics if the client cannot be built.
#[must_use]
pub fn client(server: &str) -> AmunClient {
    AmunClient::builder()
        .with_token("test-token")
        .with_base_url(format!("{server}/amun/v1"))
        .build()
        .expect("the address and the token are valid")
}

/// One row per operation of `specs/amun.yaml`.
#[must_use]
pub fn rows() -> Vec<AmunRow> {
    [
        market_rows(),
        valuation_rows(),
        upload_rows(),
        load_factor_rows(),
        wind_rows(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

const TURBINE: &str = "EWT Directwind 2000/96";
const YEAR: usize = 8760;
const START: &str = "2018-01-01T00:00:00.000Z";

fn market_rows() -> Vec<AmunRow> {
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

fn parameters() -> Value {
    json!({
        "name": "Test farm", "description": "Created by a test", "longitude": -1.009191, "latitude": 52.308479,
        "windType": "averagewindspeed", "averageWindSpeed": 7.5, "measurementHeight": 100, "scenarioId": 4,
        "turbineModelId": 268, "numberOfTurbines": 10, "hubHeight": 80, "useReanalysisCorrection": false,
        "usePowerCurveSmoothing": true
    })
}

fn with(mut document: Value, members: Value) -> Value {
    if let (Value::Object(document), Value::Object(members)) = (&mut document, members) {
        document.extend(members);
    }
    document
}

fn valuation() -> Value {
    json!({"id": 30, "name": "Test farm", "author": "somebody"})
}

fn valuation_rows() -> Vec<AmunRow> {
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

fn upload_rows() -> Vec<AmunRow> {
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

fn load_factor_rows() -> Vec<AmunRow> {
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

fn wind_rows() -> Vec<AmunRow> {
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

fn run(call: impl Future<Output = Result<(), aurora_core::Error>> + Send + 'static) -> Call {
    Box::pin(call)
}

fn read<T: serde::de::DeserializeOwned>(document: Value) -> T {
    serde_json::from_value(document).expect("the document has the type's form")
}
