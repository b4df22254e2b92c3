use amun_client::types::{CalibratedGenerationUpload, RawGenerationUpload, WindUpload};
use amun_client::{Error, ErrorKind, SpeedAtHeight, StartTime, ValuationParameters, ValuationWind};
use serde_json::{Value, json};
use wiremock::matchers::{body_json, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::client;

fn parameters() -> ValuationParameters {
    ValuationParameters::new("Test farm", "Created by Api", 52.308479, -1.009191, 4)
        .with_wind(ValuationWind::AverageWindSpeed {
            speed: 7.5,
            height: 100.0,
        })
        .with_turbines(268, 10, 80.0)
        .with_reanalysis_correction(false)
        .with_power_curve_smoothing(true)
}

fn on_the_wire() -> Value {
    json!({"name": "Test farm", "description": "Created by Api", "longitude": -1.009191, "latitude": 52.308479,
        "windType": "averagewindspeed", "averageWindSpeed": 7.5, "measurementHeight": 100.0, "scenarioId": 4,
        "turbineModelId": 268, "numberOfTurbines": 10, "hubHeight": 80.0, "useReanalysisCorrection": false,
        "usePowerCurveSmoothing": true, "obstacleHeight": 0.0})
}

fn start() -> StartTime {
    "2017-11-01T00:00Z".parse().unwrap()
}

#[tokio::test]
async fn a_valuation_is_created_with_the_obstacle_height_and_everything_that_comes_back_is_kept() {
    let server = MockServer::start().await;
    let answer = json!({"id": 30, "name": "Test farm", "latitude": "52.3", "author": "ada", "windType": "Brand-New"});
    Mock::given(method("PUT"))
        .and(path("/amun/v1/valuations"))
        .and(body_json(on_the_wire()))
        .respond_with(ResponseTemplate::new(202).set_body_json(answer))
        .expect(1)
        .mount(&server)
        .await;
    let (client, _) = client(&server);
    let valuation = client.valuations().create(&parameters()).await.unwrap();
    assert_eq!((valuation.id, valuation.name.as_deref()), (30, Some("Test farm")));
    assert_eq!(valuation.latitude.map(|latitude| latitude.degrees()), Some(52.3));
    assert_eq!(valuation.wind_type.as_deref(), Some("Brand-New"));
    assert_eq!(valuation.extra["author"], "ada");
}

fn is_refused(error: &Error, part: &str) {
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(
        error.operation().is_some() && error.to_string().contains(part),
        "{error}"
    );
}

#[tokio::test]
async fn wrong_parameters_are_refused_before_anything_is_sent() {
    let server = MockServer::start().await;
    let (client, _) = client(&server);
    let valuations = client.valuations();
    let mut with_id = parameters();
    with_id.id = Some(30);
    is_refused(&valuations.create(&with_id).await.unwrap_err(), "id is 30");
    is_refused(
        &valuations.update(31, &with_id).await.unwrap_err(),
        "id is 30, but valuation 31",
    );
    let buried = parameters().with_hub_height(-1.0);
    is_refused(&valuations.create(&buried).await.unwrap_err(), "hubHeight is -1 m");
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn wrong_uploads_are_refused_before_anything_is_sent() {
    let server = MockServer::start().await;
    let (client, _) = client(&server);
    let valuations = client.valuations();
    let raw = RawGenerationUpload::new(start(), 0.0, vec![]);
    let error = valuations.upload_raw_generation(30, &raw).await.unwrap_err();
    is_refused(&error, "installedCapacity is 0 MW");
    let calibrated = CalibratedGenerationUpload::new(start(), 1.0, vec![], vec![]);
    let error = valuations
        .upload_calibrated_generation(30, &calibrated)
        .await
        .unwrap_err();
    is_refused(&error, "historicGeneration has 0 values");
    let wind = WindUpload::new(start(), SpeedAtHeight::new(59.0, vec![5.0; 100]));
    let error = valuations.upload_wind(30, &wind).await.unwrap_err();
    is_refused(&error, "lowHeight.speeds has 100 values");
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn an_update_sends_everything_with_the_id_and_takes_any_answer() {
    let server = MockServer::start().await;
    let mut expected = on_the_wire();
    expected["id"] = json!(30);
    Mock::given(method("POST"))
        .and(path("/amun/v1/valuations/30"))
        .and(body_json(expected))
        .respond_with(ResponseTemplate::new(200).set_body_string("updated"))
        .expect(1)
        .mount(&server)
        .await;
    let (client, _) = client(&server);
    assert_eq!(
        client.valuations().update(30, &parameters()).await.unwrap().0,
        json!("updated")
    );
}

#[tokio::test]
async fn any_success_deletes_and_a_refusal_keeps_its_body() {
    for status in [200, 202, 204] {
        let server = MockServer::start().await;
        Mock::given(method("DELETE"))
            .and(path("/amun/v1/valuations/30"))
            .respond_with(ResponseTemplate::new(status))
            .expect(1)
            .mount(&server)
            .await;
        client(&server).0.valuations().delete(30).await.unwrap();
    }
    let server = MockServer::start().await;
    let refusal = ResponseTemplate::new(403).set_body_string("not yours");
    Mock::given(method("DELETE"))
        .respond_with(refusal)
        .expect(1)
        .mount(&server)
        .await;
    let error = client(&server).0.valuations().delete(30).await.unwrap_err();
    assert_eq!((error.kind(), error.body()), (ErrorKind::Forbidden, Some("not yours")));
}

#[tokio::test]
async fn a_copy_is_asked_for_with_an_empty_object() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/amun/v1/valuations/30/copy"))
        .and(body_json(json!({})))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"id": 31})))
        .expect(1)
        .mount(&server)
        .await;
    assert_eq!(client(&server).0.valuations().copy(30).await.unwrap().id, 31);
}

#[tokio::test]
async fn a_search_text_is_sent_even_when_empty_and_left_out_when_not_given() {
    let server = MockServer::start().await;
    Mock::given(path("/amun/v1/valuations"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!([])))
        .mount(&server)
        .await;
    let (client, _) = client(&server);
    for search in [None, Some(""), Some("+farm é")] {
        client.valuations().list(search).await.unwrap();
    }
    let sent = server.received_requests().await.unwrap();
    let queries: Vec<_> = sent.iter().map(|request| request.url.query()).collect();
    assert_eq!(queries, [None, Some("searchText="), Some("searchText=%2Bfarm+%C3%A9")]);
}

#[tokio::test]
async fn uploads_take_any_answer_an_empty_one_too() {
    let server = MockServer::start().await;
    Mock::given(path("/amun/v1/valuations/30/rawGeneration"))
        .respond_with(ResponseTemplate::new(200))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(path("/amun/v1/valuations/30/calibratedGeneration"))
        .respond_with(ResponseTemplate::new(202).set_body_json(json!({"rows": 8784})))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(path("/amun/v1/valuations/30/wind"))
        .respond_with(ResponseTemplate::new(201).set_body_string("OK"))
        .expect(1)
        .mount(&server)
        .await;
    let (client, _) = client(&server);
    let valuations = client.valuations();
    let raw = RawGenerationUpload::new(start(), 26.65, vec![2.5; 8760]);
    assert_eq!(valuations.upload_raw_generation(30, &raw).await.unwrap().0, Value::Null);
    let calibrated = CalibratedGenerationUpload::new(start(), 240.0, vec![0.0; 8760], vec![162.75; 8784]);
    assert_eq!(
        valuations
            .upload_calibrated_generation(30, &calibrated)
            .await
            .unwrap()
            .0,
        json!({"rows": 8784})
    );
    let wind = WindUpload::new(start(), SpeedAtHeight::new(59.0, vec![5.29; 8760]));
    assert_eq!(valuations.upload_wind(30, &wind).await.unwrap().0, json!("OK"));
    let sent: Value = serde_json::from_slice(&server.received_requests().await.unwrap()[2].body).unwrap();
    assert_eq!((&sent["interval"], &sent["granularityInMins"]), (&json!(1), &json!(60)));
    assert_eq!(sent["startTime"], "2017-11-01T00:00:00.000Z");
}

#[tokio::test]
async fn a_stored_valuation_is_read_with_all_its_parameters_whatever_spelling_its_numbers_have() {
    let server = MockServer::start().await;
    let stored = json!([{
        "id": "30", "name": null, "latitude": "59.59", "longitude": -1, "scenarioId": "4", "turbineModelId": 268.0,
        "windType": "weibull", "weibullShape": 2, "weibullScale": 8.5, "measurementHeight": 90, "hubHeight": 80,
        "lossesWake": 0, "lossesAvailability": 0.02, "useReanalysisCorrection": null, "usePowerCurveSmoothing": true,
        "curtailmentThreshold": null, "timeBasedCurtailmentThresholds": null, "author": "someone",
    }]);
    Mock::given(path("/amun/v1/valuations"))
        .respond_with(ResponseTemplate::new(200).set_body_json(stored))
        .mount(&server)
        .await;
    let list = client(&server).0.valuations().list(None).await.unwrap();
    let read = &list[0];
    assert_eq!(
        (read.id, read.scenario_id, read.turbine_model_id),
        (30, Some(4), Some(268))
    );
    assert_eq!((read.weibull_shape, read.weibull_scale), (Some(2.0), Some(8.5)));
    assert_eq!((read.losses_wake, read.losses_availability), (Some(0.0), Some(0.02)));
    assert_eq!(
        (read.use_reanalysis_correction, read.use_power_curve_smoothing),
        (None, Some(true))
    );
    assert_eq!(read.extra["author"], "someone");
}
