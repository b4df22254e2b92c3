//! A sandbox and a plain HTTP client that carries its token.

use aurora_sandbox::{Sandbox, SandboxBuilder};
use reqwest::{Client, ClientBuilder, Method, RequestBuilder};
use serde_json::{Value, json};

pub(crate) struct Session {
    pub(crate) sandbox: Sandbox,
    pub(crate) http: Client,
}

/// Status and JSON body of an answer; a body that is not JSON is `Value::Null`.
pub(crate) type Answer = (u16, Value);

pub(crate) async fn start() -> Session {
    start_with(Sandbox::builder()).await
}

pub(crate) async fn start_with(builder: SandboxBuilder) -> Session {
    Session {
        sandbox: builder.start().await.unwrap(),
        http: http().build().unwrap(),
    }
}

/// A client in the making. Features add up over a build: beside a crate that switches rustls on without a provider, the
/// library makes no client, not even one for plain http, before there is one.
pub(crate) fn http() -> ClientBuilder {
    // Every call but the first finds the provider there.
    let _there_already = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy()
}

impl Session {
    /// A request with the token; the path starts with `/v1` or `/v2`.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}/amun{path}", self.sandbox.url());
        self.http
            .request(method, url)
            .header("Private-Token", self.sandbox.token())
    }

    pub(crate) async fn send(&self, request: RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let body = response.bytes().await.unwrap();
        (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::PUT, path).json(body)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    /// The result of a v1 calculation that succeeds.
    pub(crate) async fn load_factor(&self, body: &Value) -> Value {
        let (status, result) = self.put("/v1/loadfactor", body).await;
        assert_eq!(status, 200, "{result}");
        result
    }

    /// The id of a valuation that is accepted.
    pub(crate) async fn valuation(&self, body: &Value) -> i64 {
        let (status, valuation) = self.put("/v1/valuations", body).await;
        assert_eq!(status, 200, "{valuation}");
        valuation["id"].as_i64().unwrap()
    }
}

/// An object with the fields of another put over it.
pub(crate) fn with(mut base: Value, changes: Value) -> Value {
    for (name, value) in changes.as_object().unwrap() {
        base[name] = value.clone();
    }
    base
}

pub(crate) fn without(mut base: Value, name: &str) -> Value {
    base.as_object_mut().unwrap().remove(name).unwrap();
    base
}

/// A load-factor body as the vendor's client sends it, nulls included, with these fields of its flow.
pub(crate) fn load_factor_body(flow: Value) -> Value {
    let base = json!({
        "turbineModelId": 268, "latitude": 52.308479, "longitude": -1.009191, "smoothingCoefficient": null,
        "startTimeUTC": "2018-01-01T00:00:00.000Z", "regionCode": "gbr", "hubHeight": 90, "obstacleHeight": 0.0,
        "numberOfTurbines": 12, "baseWindProfile": null, "usePowerCurveSmoothing": false, "lossesWake": 0,
        "lossesAvailability": 0.1, "lossesElectrical": 0.0, "lossesTurbinePerformance": 0.0,
        "lossesEnvironmental": 0.0, "lossesOtherCurtailment": 0.0,
    });
    with(base, flow)
}

pub(crate) fn era5() -> Value {
    load_factor_body(
        json!({"windType": "Era5", "useReanalysisCorrection": true, "reanalysisScaleCorrectionDelta": null}),
    )
}

pub(crate) fn p50() -> Value {
    load_factor_body(json!({"windType": "P50Scaling", "p50GrossProduction": 0.4}))
}

/// A valuation body for the place and turbine of [`load_factor_body`].
pub(crate) fn valuation_body() -> Value {
    json!({
        "name": "Test farm", "description": "Created by Api", "longitude": "-1.009191", "latitude": 52.308479,
        "windType": "era5", "scenarioId": 4, "turbineModelId": 268, "numberOfTurbines": 12, "hubHeight": 90,
        "obstacleHeight": 0, "useReanalysisCorrection": true, "usePowerCurveSmoothing": false, "lossesAvailability": 0.1,
    })
}

/// A column of the rows of a result.
pub(crate) fn column(rows: &Value, name: &str) -> Vec<f64> {
    rows.as_array()
        .unwrap()
        .iter()
        .map(|row| row[name].as_f64().unwrap())
        .collect()
}

pub(crate) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// A year and a little of made-up hourly values between 0 and `top`.
pub(crate) fn hourly(hours: usize, top: f64) -> Vec<f64> {
    (0..hours)
        .map(|hour| top * (0.5 + 0.5 * (hour as f64 / 37.0).sin()))
        .collect()
}
