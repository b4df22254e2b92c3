//! The vendor's own sample files, when they lie beside the checkout. They are not part of this repository.

use std::fs;
use std::path::PathBuf;

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::session::{Session, column, load_factor_body, mean, start, valuation_body, with, without};

/// A sample file, or nothing when the samples are not there.
fn sample(name: &str) -> Option<Vec<u8>> {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "../../../shared/data/amun", name]
        .iter()
        .collect();
    let bytes = fs::read(&path).ok();
    if bytes.is_none() {
        println!("skipped: there is no {}", path.display());
    }
    bytes
}

fn json_sample(name: &str) -> Option<Value> {
    sample(name).map(|bytes| serde_json::from_slice(&bytes).unwrap())
}

async fn complete(session: &Session, body: &Value) -> Value {
    let (status, answer) = session.put("/v2/loadfactor", body).await;
    assert_eq!(status, 202, "{answer}");
    let (_, answer) = session
        .get(&format!("/v2/loadfactor/{}", answer["token"].as_str().unwrap()))
        .await;
    assert_eq!(answer["status"], "Complete", "{}", answer["error"]);
    answer["result"].clone()
}

#[tokio::test]
async fn the_sample_turbine_is_accepted_and_runs() {
    let Some(workbook) = sample("Turbine_upload_api_example.xlsx") else {
        return;
    };
    let session = start().await;
    let form = Form::new().part(
        "name",
        Part::bytes(workbook).file_name("Turbine_upload_api_example.xlsx"),
    );
    let (status, turbine) = session
        .send(session.request(Method::PUT, "/v1/turbines").multipart(form))
        .await;
    assert_eq!(
        (status, &turbine["name"]),
        (200, &json!("API Test Turbine ")),
        "{turbine}"
    );
    assert_eq!(
        (&turbine["ratedCapacity"], &turbine["rotorDiameter"]),
        (&json!(7.9), &json!(60))
    );
    let (_, curve) = session.get(&format!("/v1/turbines/{}/powerCurve", turbine["id"])).await;
    assert_eq!(
        (curve.as_array().unwrap().len(), &curve[10]),
        (31, &json!({"speed": 10, "power": 1633}))
    );
    let body = load_factor_body(json!({"windType": "Era5", "turbineModelId": turbine["id"]}));
    let factors = column(&session.load_factor(&body).await["typicalHourly"], "loadFactor");
    assert!((0.1..0.6).contains(&mean(&factors)), "{}", mean(&factors));
}

#[tokio::test]
async fn the_sample_load_factor_request_runs_and_keeps_its_mean() {
    let Some(body) = json_sample("example_loadfactor_generation_request.json") else {
        return;
    };
    let session = start().await;
    let result = complete(&session, &body).await;
    assert_eq!(result["typicalHourly"][0]["dateTime"], "2012-12-31T23:00Z");
    let uploaded: Vec<f64> = serde_json::from_value(body["uploadedGeneration"].clone()).unwrap();
    let factors = column(&result["typicalHourly"], "loadFactor");
    assert!(
        (mean(&factors) - mean(&uploaded) / 288.0).abs() < 0.01,
        "{}",
        mean(&factors)
    );
    assert_eq!(result["parameters"]["uploadedGeneration"], body["uploadedGeneration"]);
}

#[tokio::test]
async fn the_sample_generation_runs_as_a_load_factor() {
    let Some(file) = json_sample("generation.json") else {
        return;
    };
    let session = start().await;
    let flow = json!({"windType": "UploadedGeneration", "uploadGenerationStartTime": "2015-12-31T23:00:00.000Z",
        "uploadedGeneration": file["generation"], "installedCapacity": 288, "granularityInMins": 60,
        "latitude": 55.019, "longitude": 7.774, "hubHeight": 120, "turbineModelId": null, "numberOfTurbines": null,
        "lossesAvailability": 0, "startTimeUTC": "2013-01-01T00:00:00.000Z"});
    let result = complete(&session, &load_factor_body(flow)).await;
    let factors = column(&result["typicalHourly"], "loadFactor");
    // The service's own answer has a mean of 0.4954: it adjusts the upload to the long term of real weather. The sandbox
    // has no such weather and keeps the mean of what was uploaded.
    let uploaded: Vec<f64> = serde_json::from_value(file["generation"].clone()).unwrap();
    assert!(
        (mean(&factors) - mean(&uploaded) / 288.0).abs() < 0.01,
        "{}",
        mean(&factors)
    );
}

#[tokio::test]
async fn the_sample_wind_speeds_run_as_a_load_factor() {
    let Some(file) = json_sample("example_windSpeed.json") else {
        return;
    };
    let session = start().await;
    let flow = json!({"windType": "UploadedWind", "uploadedWindStartTime": "2017-01-01T00:00:00.000Z",
        "lowHeight": {"height": 10, "speeds": file["speeds"]}, "highHeight": null, "granularityInMins": 60});
    let result = session.load_factor(&load_factor_body(flow)).await;
    let speeds: Vec<f64> = serde_json::from_value(file["speeds"].clone()).unwrap();
    assert!(mean(&column(&result["typicalHourly"], "windSpeed")) > mean(&speeds));
}

#[tokio::test]
async fn the_sample_uploads_are_accepted_and_their_valuations_run() {
    let session = start().await;
    let bare = without(valuation_body(), "windType");
    let no_turbine = without(without(bare.clone(), "turbineModelId"), "numberOfTurbines");
    let calibrated = without(with(no_turbine.clone(), json!({"windType": "era5"})), "hubHeight");
    for (name, operation, body, extra) in [
        (
            "example_wind_request.json",
            "wind",
            bare,
            json!({"granularityInMins": 60}),
        ),
        (
            "example_generation_request.json",
            "rawGeneration",
            no_turbine,
            json!({"granularityInMins": 60}),
        ),
        (
            "example_calibratedGeneration.json",
            "calibratedGeneration",
            calibrated,
            json!({}),
        ),
    ] {
        let Some(data) = json_sample(name) else { return };
        let id = session.valuation(&body).await;
        let (status, answer) = session
            .post(&format!("/v1/valuations/{id}/{operation}"), &with(data, extra))
            .await;
        assert_eq!(status, 200, "{name}: {answer}");
        let (status, outputs) = session
            .get(&format!("/v1/valuations/{id}/outputs?format=json&hourlyData=True"))
            .await;
        assert_eq!(status, 200, "{name}: {outputs}");
        assert!(outputs["forecast"]["yearly"][0]["production"].as_f64().unwrap() > 0.0);
    }
}

/// The recorded answer has the keys of ours, at every level that has named fields.
#[tokio::test]
async fn the_recorded_outputs_and_load_factor_have_the_shape_of_ours() {
    let (Some(outputs), Some(result)) = (
        json_sample("recorded_valuation_outputs.json"),
        json_sample("recorded_load_factor_result_truncated.json"),
    ) else {
        return;
    };
    let session = start().await;
    let id = session.valuation(&valuation_body()).await;
    let (_, ours) = session
        .get(&format!("/v1/valuations/{id}/outputs?format=json&hourlyData=True"))
        .await;
    let sent = without(result["parameters"].clone(), "loadFactorRequestId");
    let sent = with(sent, json!({"uploadedGeneration": vec![100.0; 8760]}));
    let computed = complete(&session, &sent).await;
    assert_eq!(keys(&outputs), keys(&ours));
    assert_eq!(keys(&outputs["forecast"]), keys(&ours["forecast"]));
    for list in ["yearly", "quarterly", "monthly", "hourly"] {
        assert_eq!(
            keys(&outputs["forecast"][list][0]),
            keys(&ours["forecast"][list][0]),
            "{list}"
        );
        let length = |outputs: &Value| outputs["forecast"][list].as_array().unwrap().len();
        assert_eq!(length(&outputs), length(&ours), "{list}");
    }
    assert_eq!(keys(&result), keys(&computed));
    assert_eq!(keys(&result["parameters"]), keys(&computed["parameters"]));
    assert_eq!(keys(&result["typicalHourly"][0]), keys(&computed["typicalHourly"][0]));
    assert_eq!(result["appliedParams"], computed["appliedParams"]);
}

fn keys(object: &Value) -> Vec<&String> {
    let mut keys: Vec<_> = object.as_object().unwrap().keys().collect();
    keys.sort();
    keys
}
