use futures_util::StreamExt;
use origin_client::ErrorKind;
use origin_client::poll::Progress;
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{SCENARIO, STEP, World, not_ready, session};

fn status(word: &str, id: Value, url: Value) -> Value {
    let status = json!({"generationStatus": word, "generationErrors": null, "downloadURL": url, "requestId": id});
    session("getWorkbookStatus", status)
}

fn requested(id: &str) -> Value {
    status("Requested", json!(id), json!(null))
}

fn asked(id: Value) -> Value {
    json!({"sessionId": SCENARIO, "requestId": id})
}

async fn variables(world: &World) -> Vec<Value> {
    world.sent().await.into_iter().map(|(_, variables)| variables).collect()
}

#[tokio::test]
async fn a_workbook_is_started_with_a_null_id_and_asked_for_by_the_last_one_named() {
    let answers = [
        requested("wb-1"),
        requested("wb-1"),
        requested("wb-2"),
        status("Requested", json!(null), json!(null)),
        status("Completed", json!("wb-2"), json!("https://store.test/wb.xlsx?sig=x")),
    ];
    let world = World::with(answers).await;
    let job = world.inputs().workbook().await.unwrap();
    assert_eq!(job.id(), "wb-1");
    let workbook = job.await.unwrap();
    assert_eq!(workbook.url.as_str(), "https://store.test/wb.xlsx?sig=x");
    assert_eq!(workbook.request_id.as_deref(), Some("wb-2"));
    let ids = [json!(null), json!("wb-1"), json!("wb-1"), json!("wb-2"), json!("wb-2")];
    assert_eq!(variables(&world).await, ids.map(asked));
    assert_eq!(world.clock.slept(), [STEP; 4]);
}

#[tokio::test]
async fn a_workbook_that_is_ready_at_once_is_not_asked_about_again() {
    let world = World::with([status("Completed", json!("wb-1"), json!("https://store.test/wb.xlsx"))]).await;
    let workbook = world.inputs().workbook().await.unwrap().await.unwrap();
    assert_eq!(workbook.request_id.as_deref(), Some("wb-1"));
    assert_eq!(variables(&world).await, [asked(json!(null))]);
    assert!(world.clock.slept().is_empty());
}

#[tokio::test]
async fn an_earlier_request_is_picked_up_by_its_id_and_shows_its_steps() {
    let done = status("Completed", json!(null), json!("https://store.test/wb.xlsx"));
    let world = World::with([requested("wb-7"), done]).await;
    let steps: Vec<_> = world.inputs().workbook_job("wb-7").into_stream().collect().await;
    assert_eq!(steps.len(), 2);
    assert!(matches!(&steps[0], Ok(Progress::Running(running)) if running.status == "Requested"));
    assert!(matches!(&steps[1], Ok(Progress::Done(workbook)) if workbook.request_id.as_deref() == Some("wb-7")));
    assert_eq!(variables(&world).await, [asked(json!("wb-7")), asked(json!("wb-7"))]);
    let error = world.inputs().workbook_job("").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
}

#[tokio::test]
async fn a_failure_at_any_point_has_its_reasons_and_is_not_waited_for() {
    let failed =
        json!({"generationStatus": "Failed", "generationErrors": ["Could not read demand data"], "requestId": "wb-1"});
    let failed = session("getWorkbookStatus", failed);
    let world = World::with([failed.clone()]).await;
    let error = world.inputs().workbook().await.unwrap_err();
    assert_eq!(error.messages(), ["Could not read demand data"]);
    assert!(error.to_string().contains("sent: none, answered: \"wb-1\""), "{error}");
    let world = World::with([requested("wb-1"), failed]).await;
    let error = world.inputs().workbook().await.unwrap().await.unwrap_err();
    assert!(error.to_string().contains(SCENARIO), "{error}");
    assert!(
        error.to_string().contains("sent: \"wb-1\", answered: \"wb-1\""),
        "{error}"
    );
    assert_eq!(world.sent().await.len(), 2);
}

#[tokio::test]
async fn a_workbook_without_address_name_or_answer_is_an_error() {
    for (answer, part) in [
        (status("Completed", json!("wb"), json!(null)), "gives no address"),
        (status("Requested", json!(null), json!(null)), "gives no id to ask with"),
        (session("getWorkbookStatus", json!(null)), "says nothing"),
        (json!({"data": {"getSession": null}}), "says nothing"),
        (json!({"data": null}), "says nothing"),
    ] {
        let world = World::with([answer]).await;
        let error = world.inputs().workbook().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Service);
        assert!(error.to_string().contains(part), "{error}");
        assert_eq!(world.sent().await.len(), 1);
    }
}

#[tokio::test]
async fn a_workbook_that_never_comes_ends_at_the_deadline_and_can_be_resumed() {
    let world = World::with([requested("wb-1")]).await;
    let job = world.inputs().workbook().await.unwrap();
    let policy = job.policy().clone().with_deadline(std::time::Duration::from_secs(10));
    let error = job.with_policy(policy).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.to_string().contains("resume it with the id wb-1"), "{error}");
}

#[tokio::test]
async fn data_that_is_not_ready_is_waited_for_here_too() {
    let done = status("Completed", json!("wb"), json!("https://store.test/wb.xlsx"));
    let world = World::with([not_ready(), requested("wb"), not_ready(), done]).await;
    world.inputs().workbook().await.unwrap().await.unwrap();
    assert_eq!(world.clock.slept(), [STEP; 3]);
    let ids = [json!(null), json!(null), json!("wb"), json!("wb")];
    assert_eq!(variables(&world).await, ids.map(asked));
}

/// An object store on another port that gives this for `/wb.xlsx`.
async fn store(body: &[u8]) -> MockServer {
    let store = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/wb.xlsx"))
        .respond_with(ResponseTemplate::new(200).set_body_raw(body, "application/octet-stream"))
        .mount(&store)
        .await;
    store
}

#[tokio::test]
async fn the_file_is_fetched_without_the_token() {
    let store = store(b"PK\x03\x04workbook").await;
    let url = format!("{}/wb.xlsx?sig=x%2Fy", store.uri());
    let world = World::with([requested("wb"), status("Completed", json!("wb"), json!(url))]).await;
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("inputs.xlsx");
    let report = world.inputs().download_workbook(&target).await.unwrap();
    assert_eq!(report.bytes, 12);
    assert_eq!(std::fs::read(&target).unwrap(), b"PK\x03\x04workbook");
    let requests = store.received_requests().await.unwrap();
    assert_eq!(requests[0].url.query(), Some("sig=x%2Fy"));
    let headers = format!("{:?}", requests[0].headers).to_lowercase();
    assert!(
        !headers.contains(super::TOKEN) && !headers.contains("private-token"),
        "{headers}"
    );
}

#[tokio::test]
async fn what_is_no_workbook_leaves_no_file() {
    let store = store(b"<Error><Code>AccessDenied</Code></Error>").await;
    let url = format!("{}/wb.xlsx?sig=canary-signature", store.uri());
    let world = World::with([status("Completed", json!("wb"), json!(url))]).await;
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("inputs.xlsx");
    let error = world.inputs().download_workbook(&target).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(
        error.to_string().contains("no Excel workbook") && !error.to_string().contains("canary"),
        "{error}"
    );
    assert!(!target.exists());
}
