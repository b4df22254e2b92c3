use amun_client::ErrorKind;
use amun_client::blocking::AmunClient;
use serde_json::json;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::batch::Jobs;
use crate::{client, request};

/// A server on a runtime that outlives the blocking calls.
fn serve<S>(start: impl Future<Output = S>) -> (tokio::runtime::Runtime, S) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let server = runtime.block_on(start);
    (runtime, server)
}

#[test]
fn the_same_methods_work_without_a_runtime_of_ones_own() {
    let (_runtime, server) = serve(async {
        let server = MockServer::start().await;
        Mock::given(path("/amun/v1/turbines"))
            .respond_with(ResponseTemplate::new(200).set_body_json(json!([])))
            .mount(&server)
            .await;
        server
    });
    let amun = AmunClient::new(client(&server).0).unwrap();
    assert_eq!(amun.turbines().list().unwrap(), []);
    assert_eq!(
        amun.turbines().find_by_name("none").unwrap_err().kind(),
        ErrorKind::NotFound
    );
    assert_eq!(
        amun.clone().regions().details(95.0, 0.0).unwrap_err().kind(),
        ErrorKind::InvalidRequest
    );
}

#[test]
fn jobs_and_batches_run_to_their_end() {
    let (_runtime, server) = serve(Jobs::default().start());
    let amun = AmunClient::new(client(&server).0).unwrap();
    let factors = amun.load_factors();
    let job = factors.submit(&request(0.4)).unwrap();
    assert_eq!(job.id(), "0.4");
    assert_eq!(job.wait().unwrap().typical_hourly.len(), 1);
    assert_eq!(factors.job("0.4").steps().count(), 1);
    let report = factors.run_batch(factors.batch([request(0.1), request(0.2)])).unwrap();
    assert!(report.is_complete());
    let mut indices: Vec<_> = factors
        .batch_items(factors.batch([request(0.1), request(0.2)]))
        .map(|item| item.unwrap().index)
        .collect();
    indices.sort_unstable();
    assert_eq!(indices, [0, 1]);
}

#[tokio::test]
async fn inside_an_async_runtime_every_call_is_an_error_and_no_panic() {
    let server = MockServer::start().await;
    let amun = AmunClient::new(client(&server).0).unwrap();
    let factors = amun.load_factors();
    let errors = [
        amun.turbines().list().unwrap_err(),
        factors.submit(&request(0.4)).unwrap_err(),
        factors.job("t").wait().unwrap_err(),
        factors.job("t").steps().next().unwrap().unwrap_err(),
        factors.run_batch(factors.batch([])).unwrap_err(),
        factors.batch_items(factors.batch([])).next().unwrap().unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains("inside an async runtime"), "{error}");
        // There too a runtime is at hand, and the call would fail again.
        assert!(!error.to_string().contains("spawn_blocking"), "{error}");
    }
    drop(amun);
    assert!(server.received_requests().await.unwrap().is_empty());
}
