//! Load factors of version 1: the shape of the result, the checks, and the numbers that were recorded.

use aurora_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::session::{column, era5, hourly, load_factor_body, mean, p50, start, start_with, with, without};

#[tokio::test]
async fn a_result_has_8760_hours_from_the_start_an_hour_apart_without_seconds() {
    let session = start().await;
    for (start_time, first, last) in [
        ("2018-01-01T00:00:00.000Z", "2018-01-01T00:00Z", "2018-12-31T23:00Z"),
        ("2012-12-31T23:00Z", "2012-12-31T23:00Z", "2013-12-31T22:00Z"),
        ("2020-01-01T00:00:00Z", "2020-01-01T00:00Z", "2020-12-30T23:00Z"),
        ("2018-01-01T00:30:00.000Z", "2018-01-01T00:30Z", "2018-12-31T23:30Z"),
    ] {
        let result = session
            .load_factor(&with(era5(), json!({"startTimeUTC": start_time})))
            .await;
        for series in ["typicalHourly", "weatherYearHourly"] {
            let rows = result[series].as_array().unwrap();
            assert_eq!(rows.len(), 8760);
            assert_eq!(
                (&rows[0]["dateTime"], &rows[8759]["dateTime"]),
                (&json!(first), &json!(last))
            );
            let times: Vec<_> = rows.iter().map(|row| row["dateTime"].as_str().unwrap()).collect();
            assert!(times.is_sorted() && times.windows(2).all(|pair| pair[0][14..16] == pair[1][14..16]));
        }
    }
}

#[tokio::test]
async fn load_factors_have_four_decimals_between_0_and_1_and_winds_are_plausible() {
    let session = start().await;
    let result = session.load_factor(&era5()).await;
    for series in ["typicalHourly", "weatherYearHourly"] {
        for factor in column(&result[series], "loadFactor") {
            assert!(
                (0.0..=0.9).contains(&factor) && (factor * 1e4 - (factor * 1e4).round()).abs() < 1e-8,
                "{factor}"
            );
        }
        let speeds = column(&result[series], "windSpeed");
        assert!((5.0..11.0).contains(&mean(&speeds)), "{}", mean(&speeds));
        assert!(speeds.iter().all(|speed| (0.0..45.0).contains(speed)));
    }
    assert_ne!(result["typicalHourly"], result["weatherYearHourly"]);
}

#[tokio::test]
async fn the_echo_holds_exactly_the_keys_sent_and_a_request_id_that_differs_per_run() {
    let session = start().await;
    let sent = with(
        era5(),
        json!({"roughnessLength": null, "useIntradayCalibration": true, "lossesWake": 0.05}),
    );
    let mut echo = session.load_factor(&sent).await["parameters"].clone();
    let id = echo.as_object_mut().unwrap().remove("loadFactorRequestId").unwrap();
    // 0.0 comes back as 0, so the two are compared as numbers.
    let expected: Value = serde_json::from_str(&sent.to_string().replace("0.0,", "0,").replace("0.0}", "0}")).unwrap();
    assert_eq!(echo, expected);
    let again = session.load_factor(&sent).await;
    assert_ne!(again["parameters"]["loadFactorRequestId"], id);
    assert_eq!(id.as_str().unwrap().len(), 36);
}

#[tokio::test]
async fn the_echo_prints_zero_without_decimals() {
    let session = start().await;
    let request = session.request(reqwest::Method::PUT, "/v1/loadfactor").json(&p50());
    let text = request.send().await.unwrap().text().await.unwrap();
    assert!(text.contains("\"lossesElectrical\":0,") && text.contains("\"smoothingCoefficient\":null"));
}

/// The recorded facts: a gross target of 0.4 with 10 % losses gives 0.36 on average and never more than 0.9, and only the
/// typical year is brought to the target.
#[tokio::test]
async fn a_p50_of_0_4_with_a_tenth_lost_is_0_36_net_with_a_maximum_of_0_9() {
    let session = start().await;
    let recorded_place = json!({"latitude": -22.71539, "longitude": 151.303711, "regionCode": "aus_qld"});
    for body in [p50(), with(p50(), recorded_place)] {
        let result = session.load_factor(&body).await;
        let typical = column(&result["typicalHourly"], "loadFactor");
        assert!((mean(&typical) - 0.36).abs() < 1e-4, "{}", mean(&typical));
        assert!((typical.iter().sum::<f64>() - 3153.6).abs() < 0.1);
        assert_eq!(typical.iter().copied().fold(0.0, f64::max), 0.9);
        let weather = column(&result["weatherYearHourly"], "loadFactor");
        assert!((mean(&weather) - 0.36).abs() > 1e-3, "{}", mean(&weather));
        assert_eq!(result["appliedParams"], json!({"smoothingCoefficient": 0}));
    }
}

#[tokio::test]
async fn equal_inputs_give_equal_series_and_another_seed_another_world() {
    let one = start().await;
    let same = start().await;
    let other = start_with(Sandbox::builder().seed(2)).await;
    let first = one.load_factor(&era5()).await;
    for series in ["typicalHourly", "weatherYearHourly"] {
        assert_eq!(first[series], one.load_factor(&era5()).await[series]);
        assert_eq!(first[series], same.load_factor(&era5()).await[series]);
        assert_ne!(first[series], other.load_factor(&era5()).await[series]);
    }
}

#[tokio::test]
async fn losses_multiply() {
    let session = start().await;
    let none = session
        .load_factor(&with(era5(), json!({"lossesAvailability": 0})))
        .await;
    let some = json!({"lossesWake": 0.2, "lossesAvailability": 0.02, "lossesElectrical": 0.01, "lossesTurbinePerformance": 0.1,
        "lossesEnvironmental": 0.05, "lossesOtherCurtailment": 0.5});
    let lossy = session.load_factor(&with(era5(), some)).await;
    let kept = 0.8 * 0.98 * 0.99 * 0.9 * 0.95 * 0.5;
    let (before, after) = (
        column(&none["typicalHourly"], "loadFactor"),
        column(&lossy["typicalHourly"], "loadFactor"),
    );
    assert!(
        before
            .iter()
            .zip(&after)
            .all(|(before, after)| (before * kept - after).abs() <= 1e-4)
    );
}

#[tokio::test]
async fn a_higher_hub_sees_more_wind_and_an_obstacle_takes_some() {
    let session = start().await;
    let speed = async |change: Value| {
        let result = session.load_factor(&with(era5(), change)).await;
        mean(&column(&result["typicalHourly"], "windSpeed"))
    };
    let usual = speed(json!({})).await;
    assert!(speed(json!({"hubHeight": 150})).await > usual);
    assert!(speed(json!({"obstacleHeight": 20})).await < usual);
}

#[tokio::test]
async fn smoothing_needs_both_the_switch_and_the_region() {
    let session = start().await;
    let applied = async |change: Value| {
        session.load_factor(&with(era5(), change)).await["appliedParams"]["smoothingCoefficient"].clone()
    };
    assert_eq!(applied(json!({"smoothingCoefficient": 0.1})).await, 0);
    assert_eq!(applied(json!({"usePowerCurveSmoothing": true})).await, 0.2);
    assert_eq!(
        applied(json!({"usePowerCurveSmoothing": true, "smoothingCoefficient": 0.1})).await,
        0.1
    );
    let france = json!({"usePowerCurveSmoothing": true, "regionCode": "fra", "latitude": 48, "longitude": 2});
    assert_eq!(applied(france).await, 0);
}

#[tokio::test]
async fn smoothed_output_differs_but_reaches_the_same_p50() {
    let session = start().await;
    let smooth = session
        .load_factor(&with(p50(), json!({"usePowerCurveSmoothing": true})))
        .await;
    let factors = column(&smooth["typicalHourly"], "loadFactor");
    assert!((mean(&factors) - 0.36).abs() < 1e-4);
    assert_ne!(
        smooth["typicalHourly"],
        session.load_factor(&p50()).await["typicalHourly"]
    );
}

#[tokio::test]
async fn a_point_outside_the_region_is_lon_lat_not_supported_in_both_versions() {
    let session = start().await;
    for latitude in [json!(84), json!(159.59), json!("159.59"), json!(-52)] {
        for path in ["/v1/loadfactor", "/v2/loadfactor"] {
            let (status, answer) = session.put(path, &with(era5(), json!({"latitude": latitude}))).await;
            assert_eq!(
                (status, &answer["error"]),
                (400, &json!("LonLatNotSupported")),
                "{latitude}"
            );
        }
    }
}

#[tokio::test]
async fn an_impossible_average_wind_speed_is_an_error_with_the_recorded_text() {
    let session = start().await;
    for speed in [-11.0, 0.0] {
        let body = load_factor_body(
            json!({"windType": "AverageWindSpeed", "averageWindSpeed": speed, "measurementHeight": 90}),
        );
        let (status, answer) = session.put("/v1/loadfactor", &body).await;
        assert_eq!(status, 400);
        assert!(
            answer["message"]
                .as_str()
                .unwrap()
                .contains("Wind speeds below minium value"),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn uploaded_generation_needs_version_2() {
    let session = start().await;
    for name in ["UploadedGeneration", "rawgeneration"] {
        let body = load_factor_body(
            json!({"windType": name, "uploadGenerationStartTime": "2017-01-01T00:00:00.000Z",
            "uploadedGeneration": hourly(8760, 20.0), "installedCapacity": 20, "granularityInMins": 60}),
        );
        let (status, answer) = session.put("/v1/loadfactor", &body).await;
        assert_eq!(status, 400);
        assert!(answer["message"].as_str().unwrap().contains("version 2"), "{answer}");
        assert_eq!(session.put("/v2/loadfactor", &body).await.0, 202);
    }
}

#[tokio::test]
async fn wrong_requests_are_refused_and_the_message_names_the_field() {
    let session = start().await;
    for (change, named) in [
        (json!({"regionCode": "xyz"}), "xyz"),
        (json!({"regionCode": "GBR"}), "lower case"),
        (json!({"turbineModelId": 999_999}), "999999"),
        (json!({"turbineModelId": null}), "turbineModelId"),
        (json!({"windType": "Era6"}), "Era6"),
        (json!({"windType": "Generation"}), "Generation"),
        (json!({"windType": null}), "windType"),
        (
            json!({"baseWindProfile": "CFSR", "windType": "P50Scaling", "p50GrossProduction": 0.3}),
            "baseWindProfile",
        ),
        (
            json!({"windType": "NEWA", "regionCode": "aus_qld", "latitude": -22, "longitude": 150}),
            "NEWA",
        ),
        (json!({"startTimeUTC": "last year"}), "startTimeUTC"),
        (json!({"startTimeUTC": "0001-01-01T00:00Z"}), "startTimeUTC"),
        (json!({"hubHeight": 0}), "hubHeight"),
        (json!({"hubHeight": null}), "hubHeight"),
        (json!({"obstacleHeight": 95}), "obstacleHeight"),
        (json!({"lossesWake": 1}), "lossesWake"),
        (json!({"lossesElectrical": -0.1}), "lossesElectrical"),
        (json!({"numberOfTurbines": 0}), "numberOfTurbines"),
        (json!({"numberOfTurbines": 1.5}), "numberOfTurbines"),
        (json!({"latitude": "north"}), "latitude"),
        (json!({"longitude": null}), "longitude"),
        (json!({"usePowerCurveSmoothing": "yes"}), "usePowerCurveSmoothing"),
        (
            json!({"usePowerCurveSmoothing": true, "smoothingCoefficient": 2}),
            "smoothingCoefficient",
        ),
    ] {
        for path in ["/v1/loadfactor", "/v2/loadfactor"] {
            let (status, answer) = session.put(path, &with(era5(), change.clone())).await;
            assert_eq!(status, 400, "{change}");
            assert!(
                answer["message"].as_str().unwrap().contains(named),
                "{change}: {answer}"
            );
        }
    }
    let text = session.request(reqwest::Method::PUT, "/v1/loadfactor").body("[1, 2");
    assert_eq!(session.send(text).await.0, 400);
}

#[tokio::test]
async fn null_and_absent_are_alike_strings_pass_for_coordinates_and_case_does_not_matter() {
    let session = start().await;
    let usual = session.load_factor(&era5()).await["typicalHourly"].clone();
    let optional = [
        "smoothingCoefficient",
        "obstacleHeight",
        "numberOfTurbines",
        "baseWindProfile",
        "usePowerCurveSmoothing",
        "lossesWake",
        "reanalysisScaleCorrectionDelta",
    ];
    let bare = optional.iter().fold(era5(), |body, name| without(body, name));
    let nulls = optional
        .iter()
        .fold(era5(), |body, name| with(body, json!({*name: null})));
    let text = with(
        era5(),
        json!({"latitude": "52.308479", "longitude": " -1.009191", "windType": "eRA5"}),
    );
    for body in [bare, nulls, text] {
        assert_eq!(session.load_factor(&body).await["typicalHourly"], usual);
    }
}
