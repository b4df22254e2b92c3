//! Each wind type calibrates what its name says.

use serde_json::{Value, json};

use crate::session::{Session, column, era5, hourly, load_factor_body, mean, start, with};

async fn typical(session: &Session, flow: Value) -> (Vec<f64>, Vec<f64>) {
    let result = session.load_factor(&load_factor_body(flow)).await;
    (
        column(&result["typicalHourly"], "windSpeed"),
        column(&result["typicalHourly"], "loadFactor"),
    )
}

#[tokio::test]
async fn every_built_in_dataset_has_a_wind_of_its_own() {
    let session = start().await;
    let mut means = Vec::new();
    for name in ["Era5", "merra2", "NEWA", "aurorawindatlas"] {
        means.push(mean(&typical(&session, json!({"windType": name})).await.0));
    }
    means.sort_by(f64::total_cmp);
    assert!(means.windows(2).all(|pair| pair[1] - pair[0] > 0.01), "{means:?}");
}

#[tokio::test]
async fn the_reanalysis_correction_scales_where_the_region_allows_it() {
    let session = start().await;
    let result = async |change: Value| session.load_factor(&with(era5(), change)).await;
    let plain = result(json!({"useReanalysisCorrection": false})).await;
    let given = result(json!({"reanalysisScaleCorrectionDelta": 0.1})).await;
    assert!(plain["appliedParams"]["reanalysisScaleCorrectionDelta"].is_null());
    assert_eq!(given["appliedParams"]["reanalysisScaleCorrectionDelta"], 0.1);
    let ratio =
        mean(&column(&given["typicalHourly"], "windSpeed")) / mean(&column(&plain["typicalHourly"], "windSpeed"));
    assert!((ratio - 1.1).abs() < 1e-9, "{ratio}");
    assert!(
        result(json!({})).await["appliedParams"]["reanalysisScaleCorrectionDelta"]
            .as_f64()
            .unwrap()
            > 0.0
    );
    let france = result(json!({"regionCode": "fra", "latitude": 48, "longitude": 2})).await;
    assert!(france["appliedParams"]["reanalysisScaleCorrectionDelta"].is_null());
}

#[tokio::test]
async fn the_average_wind_speed_is_met_at_the_measurement_height() {
    let session = start().await;
    let flow =
        |height: i64| json!({"windType": "AverageWindSpeed", "averageWindSpeed": 6.43, "measurementHeight": height});
    let (speeds, _) = typical(&session, flow(90)).await;
    assert!((mean(&speeds) - 6.43).abs() < 1e-9, "{}", mean(&speeds));
    let (from_below, _) = typical(&session, flow(50)).await;
    assert!(mean(&from_below) > 6.43, "the hub is above the mast");
}

#[tokio::test]
async fn the_power_density_is_met_at_the_measurement_height() {
    let session = start().await;
    let (speeds, _) = typical(
        &session,
        json!({"windType": "PowerDensity", "averagePowerDensity": 400.1, "measurementHeight": 90}),
    )
    .await;
    let density: Vec<f64> = speeds.iter().map(|speed| 0.5 * 1.225 * speed.powi(3)).collect();
    assert!((mean(&density) - 400.1).abs() < 1e-6, "{}", mean(&density));
}

/// Shape and scale by the straight line through `(ln v, ln(-ln(1 - F)))`.
fn weibull_of(mut speeds: Vec<f64>) -> (f64, f64) {
    speeds.sort_by(f64::total_cmp);
    let count = speeds.len() as f64;
    let points: Vec<(f64, f64)> = speeds
        .iter()
        .enumerate()
        .map(|(rank, speed)| (speed.ln(), (-(1.0 - (rank as f64 + 0.5) / count).ln()).ln()))
        .collect();
    let (x, y) = points.iter().fold((0.0, 0.0), |sum, point| {
        (sum.0 + point.0 / count, sum.1 + point.1 / count)
    });
    let covariance: f64 = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    let variance: f64 = points.iter().map(|point| (point.0 - x).powi(2)).sum();
    let shape = covariance / variance;
    (shape, (x - y / shape).exp())
}

#[tokio::test]
async fn shape_and_scale_of_a_weibull_are_recovered() {
    let session = start().await;
    for (shape, scale) in [(6.0, 12.0), (1.8, 7.5)] {
        let flow =
            json!({"windType": "Weibull", "weibullShape": shape, "weibullScale": scale, "measurementHeight": 90});
        let (found_shape, found_scale) = weibull_of(typical(&session, flow).await.0);
        assert!(
            (found_shape - shape).abs() < 1e-6 && (found_scale - scale).abs() < 1e-6,
            "{found_shape} {found_scale}"
        );
    }
}

#[tokio::test]
async fn an_annual_yield_is_a_p50_of_the_whole_farm() {
    let session = start().await;
    let flow = json!({"windType": "P50YieldScaling", "annualProductionInGWHours": 200});
    let (_, factors) = typical(&session, flow.clone()).await;
    let gross = 200_000.0 / (12.0 * 4.0 * 8760.0);
    assert!((mean(&factors) - gross * 0.9).abs() < 1e-4, "{}", mean(&factors));
    for change in [
        json!({"numberOfTurbines": null}),
        json!({"annualProductionInGWHours": 2000}),
        json!({"annualProductionInGWHours": 0}),
    ] {
        let body = with(load_factor_body(flow.clone()), change);
        assert_eq!(session.put("/v1/loadfactor", &body).await.0, 400);
    }
}

#[tokio::test]
async fn values_out_of_range_are_refused() {
    let session = start().await;
    for flow in [
        json!({"windType": "P50Scaling", "p50GrossProduction": 1}),
        json!({"windType": "P50Scaling", "p50GrossProduction": 0}),
        json!({"windType": "P50Scaling", "p50GrossProduction": 0.99}),
        json!({"windType": "P50Scaling"}),
        json!({"windType": "AverageWindSpeed", "averageWindSpeed": 7}),
        json!({"windType": "AverageWindSpeed", "averageWindSpeed": 7, "measurementHeight": 0}),
        json!({"windType": "PowerDensity", "averagePowerDensity": -1, "measurementHeight": 90}),
        json!({"windType": "Weibull", "weibullShape": 0, "weibullScale": 8, "measurementHeight": 90}),
    ] {
        let (status, answer) = session.put("/v1/loadfactor", &load_factor_body(flow.clone())).await;
        assert_eq!(status, 400, "{flow}: {answer}");
    }
}

fn uploaded_wind(low: &[f64], high: Option<&[f64]>) -> Value {
    json!({"windType": "UploadedWind", "uploadedWindStartTime": "2018-01-01T00:00:00.000Z",
        "lowHeight": {"height": 60, "speeds": low}, "highHeight": high.map(|speeds| json!({"height": 120, "speeds": speeds})),
        "granularityInMins": 60})
}

#[tokio::test]
async fn uploaded_speeds_at_hub_height_are_the_typical_year() {
    let session = start().await;
    let low = hourly(8760, 20.0);
    let body = with(load_factor_body(uploaded_wind(&low, None)), json!({"hubHeight": 60}));
    let result = session.load_factor(&body).await;
    for series in ["typicalHourly", "weatherYearHourly"] {
        let speeds = column(&result[series], "windSpeed");
        assert!(
            speeds
                .iter()
                .zip(&low)
                .all(|(given, wanted)| (given - wanted).abs() < 1e-9),
            "{series}"
        );
    }
}

#[tokio::test]
async fn with_two_heights_the_hub_lies_between_them() {
    let session = start().await;
    let low = hourly(8760, 10.0);
    let high: Vec<f64> = low.iter().map(|speed| speed + 3.0).collect();
    for (hub, lowest, highest) in [(60, 0.0, 0.0), (90, 1.0, 2.0), (120, 3.0, 3.0)] {
        let body = with(
            load_factor_body(uploaded_wind(&low, Some(&high))),
            json!({"hubHeight": hub}),
        );
        let speeds = column(&session.load_factor(&body).await["typicalHourly"], "windSpeed");
        let added = mean(&speeds) - mean(&low);
        assert!((lowest - 1e-9..=highest + 1e-9).contains(&added), "{hub}: {added}");
    }
}

#[tokio::test]
async fn uploaded_wind_is_checked() {
    let session = start().await;
    let year = hourly(8760, 20.0);
    for (flow, reason) in [
        (uploaded_wind(&year[..100], None), "one year"),
        (uploaded_wind(&year[..8759], None), "8759"),
        (uploaded_wind(&year, Some(&year[..8000])), "as many"),
        (
            with(
                uploaded_wind(&year, None),
                json!({"highHeight": {"height": 50, "speeds": year}}),
            ),
            "above",
        ),
        (
            with(uploaded_wind(&year, None), json!({"lowHeight": null})),
            "lowHeight",
        ),
        (
            with(
                uploaded_wind(&year, None),
                json!({"lowHeight": {"height": 10, "speeds": ["fast"]}}),
            ),
            "speeds[0]",
        ),
        (
            with(
                uploaded_wind(&year, None),
                json!({"lowHeight": {"height": 10, "speeds": vec![-1.0; 8760]}}),
            ),
            "below 0",
        ),
        (
            with(uploaded_wind(&year, None), json!({"uploadedWindStartTime": null})),
            "uploadedWindStartTime",
        ),
        (
            with(uploaded_wind(&year, None), json!({"granularityInMins": 7})),
            "granularityInMins",
        ),
    ] {
        let (status, answer) = session.put("/v1/loadfactor", &load_factor_body(flow)).await;
        assert_eq!(status, 400);
        assert!(
            answer["message"].as_str().unwrap().contains(reason),
            "{reason}: {answer}"
        );
    }
}
