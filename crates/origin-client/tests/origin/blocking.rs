use origin_client::ErrorKind;
use origin_client::blocking::OriginClient;
use origin_client::poll::Progress;
use serde_json::json;

use crate::support::{answer, client, requests, serving};

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
        let complete = json!([{"scenarioGlobalId": "s", "scenarioRunStatus": "Complete"}]);
        let server = serving("getScenarios", json!({"data": {"getScenarios": complete}})).await;
        answer(&server, "getProjects", json!({"data": {"getProjects": []}})).await;
        answer(
            &server,
            "getSession",
            json!({"data": {"getSession": {"modelMinYear": 2025}}}),
        )
        .await;
        server
    });
    let origin = OriginClient::new(client(&server).0).unwrap();
    assert_eq!(origin.scenarios().list(None).unwrap().len(), 1);
    assert_eq!(
        origin.projects().find_by_name("n").unwrap_err().kind(),
        ErrorKind::NotFound
    );
    assert_eq!(
        origin.inputs("s").session().unwrap().unwrap().model_min_year,
        Some(2025)
    );
    let run = origin.scenarios().wait("s");
    assert_eq!(run.id(), "s");
    assert_eq!(run.wait().unwrap().scenario_global_id.as_deref(), Some("s"));
    let steps: Vec<_> = origin.scenarios().wait("s").steps().collect();
    assert!(matches!(steps.as_slice(), [Ok(Progress::Done(_))]));
    let outputs = origin.clone().outputs().of("s").unwrap();
    assert!(outputs.regions().unwrap().is_empty());
}

#[tokio::test]
async fn inside_an_async_runtime_every_call_is_an_error_and_no_panic() {
    let server = serving("getProjects", json!({"data": null})).await;
    let origin = OriginClient::new(client(&server).0).unwrap();
    let errors = [
        origin.projects().list().unwrap_err(),
        origin.scenarios().wait("s").wait().unwrap_err(),
        origin.scenarios().wait("s").steps().next().unwrap().unwrap_err(),
        origin.inputs("s").workbook().unwrap_err(),
        origin.outputs().of("s").unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains("inside an async runtime"), "{error}");
    }
    drop(origin);
    assert!(requests(&server).await.is_empty());
}
