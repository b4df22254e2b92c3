use std::sync::{Arc, Mutex};

use amun_client::batch::{BatchState, ItemStage, Stage};
use amun_client::{AmunClient, ErrorKind};
use serde_json::{Value, json};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use wiremock::ResponseTemplate;

use crate::batch::{Jobs, counts, running};
use crate::{client, client_at, request};

/// The state of these items, as it would be read from a file.
fn state(client: &AmunClient, factors: &[f64], stages: &[Value]) -> BatchState {
    let fresh = client
        .load_factors()
        .batch(factors.iter().map(|factor| request(*factor)));
    let mut state = serde_json::to_value(fresh.state()).unwrap();
    for (item, stage) in state["items"].as_array_mut().unwrap().iter_mut().zip(stages) {
        item.as_object_mut().unwrap().remove("state");
        item.as_object_mut().unwrap().extend(stage.as_object().unwrap().clone());
    }
    serde_json::from_value(state).unwrap()
}

const FACTORS: [f64; 5] = [0.1, 0.2, 0.3, 0.4, 0.5];

fn saved(client: &AmunClient) -> BatchState {
    let stages = [
        json!({"state": "waiting"}),
        json!({"state": "sent"}),
        json!({"state": "submitted", "token": "0.3"}),
        json!({"state": "done", "token": "0.4"}),
        json!({"state": "failed", "at": "calculation", "message": "too windy"}),
    ];
    state(client, &FACTORS, &stages)
}

#[tokio::test]
async fn what_was_submitted_is_asked_about_and_nothing_is_submitted_twice() {
    let server = Jobs::default().start().await;
    let (client, _) = client(&server);
    let batch = client
        .load_factors()
        .batch(FACTORS.map(request))
        .resume(saved(&client))
        .unwrap();
    let report = batch.run().await;
    for index in [0, 2, 3] {
        assert_eq!(
            report.outcome(index).unwrap().as_ref().unwrap().typical_hourly[0].load_factor,
            FACTORS[index]
        );
    }
    let failures: Vec<_> = report
        .failures()
        .map(|(index, error)| (index, error.stage, error.error.kind()))
        .collect();
    assert_eq!(
        failures,
        [
            (1, Stage::Submit, ErrorKind::OutcomeUnknown),
            (4, Stage::Calculation, ErrorKind::Service)
        ]
    );
    assert!(
        report
            .outcome(4)
            .unwrap()
            .as_ref()
            .unwrap_err()
            .to_string()
            .contains("too windy")
    );
    assert_eq!(counts(&server).await, (1, 3));
}

#[tokio::test]
async fn unknown_and_failed_items_are_submitted_again_only_when_asked_and_done_ones_can_be_left_out() {
    let server = Jobs::default().start().await;
    let (client, _) = client(&server);
    let batch = client
        .load_factors()
        .batch(FACTORS.map(request))
        .resume(saved(&client))
        .unwrap();
    let report = batch
        .with_repeat_unknown(true)
        .with_repeat_failed(true)
        .with_skip_done(true)
        .run()
        .await;
    assert!(report.is_complete());
    assert_eq!((report.items.len(), report.skipped.as_slice()), (4, &[3][..]));
    assert!(report.outcome(3).is_none());
    assert_eq!(counts(&server).await, (3, 4));
}

#[tokio::test]
async fn a_state_of_other_requests_is_refused() {
    let server = Jobs::default().start().await;
    let (client, _) = client(&server);
    let resume = |factors: &[f64], state: BatchState| {
        let batch = client
            .load_factors()
            .batch(factors.iter().map(|factor| request(*factor)));
        batch.resume(state).map(|_batch| ()).unwrap_err()
    };
    let mut newer = saved(&client);
    newer.version = 99;
    let rows = [
        (
            resume(&FACTORS[..4], saved(&client)),
            "has 5 items, but there are 4 requests",
        ),
        (
            resume(&[0.1, 0.2, 0.9, 0.4, 0.5], saved(&client)),
            "request 2 (counted from 0)",
        ),
        (resume(&FACTORS, newer), "version 99"),
    ];
    for (error, part) in rows {
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains(part), "{error}");
    }
}

#[tokio::test]
async fn an_item_is_marked_as_sent_before_its_request_leaves() {
    let jobs = Jobs::default();
    let arrivals = Arc::clone(&jobs.arrivals);
    let server = jobs.start().await;
    let (client, _) = client(&server);
    let changes: Arc<Mutex<Vec<(ItemStage, usize)>>> = Arc::default();
    let all = Arc::clone(&changes);
    let batch = client.load_factors().batch([request(0.1)]).on_change(move |change| {
        assert_eq!(change.state.items[change.index], *change.item);
        all.lock()
            .unwrap()
            .push((change.item.stage.clone(), arrivals.lock().unwrap().len()));
    });
    assert!(batch.run().await.is_complete());
    let token = "0.1".to_owned();
    let expected = [
        (ItemStage::Sent, 0),
        (ItemStage::Submitted { token: token.clone() }, 1),
        (ItemStage::Done { token }, 1),
    ];
    assert_eq!(*changes.lock().unwrap(), expected);
}

#[tokio::test]
async fn a_lost_answer_leaves_the_item_marked_as_sent_and_a_refused_connection_leaves_it_waiting() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move {
        // Reads the request, then closes without an answer; afterwards nobody listens.
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut buffer = [0; 4096];
        let read = stream.read(&mut buffer).await.unwrap();
        assert!(read > 0);
    });
    let (client, _) = client_at(&format!("http://{address}/amun/v1"));
    for (stage, kind) in [
        (ItemStage::Sent, ErrorKind::OutcomeUnknown),
        (ItemStage::Waiting, ErrorKind::Connect),
    ] {
        let states = Arc::new(Mutex::new(None));
        let last = Arc::clone(&states);
        let batch = client.load_factors().batch([request(0.1)]);
        let batch = batch.on_change(move |change| *last.lock().unwrap() = Some(change.item.stage.clone()));
        let report = batch.run().await;
        let error = report.outcome(0).unwrap().as_ref().unwrap_err();
        assert_eq!((error.stage, error.error.kind()), (Stage::Submit, kind), "{error}");
        assert_eq!(states.lock().unwrap().clone(), Some(stage));
    }
    server.await.unwrap();
}

#[tokio::test]
async fn an_address_that_is_wrong_leaves_the_items_waiting() {
    let server = Jobs::default()
        .submission("0.1", ResponseTemplate::new(404))
        .start()
        .await;
    let (not_there, _) = client(&server);
    let (no_v2, _) = client_at(&server.uri());
    for (client, kind) in [(not_there, ErrorKind::NotFound), (no_v2, ErrorKind::InvalidRequest)] {
        let states = Arc::new(Mutex::new(ItemStage::Waiting));
        let last = Arc::clone(&states);
        let batch = client.load_factors().batch([request(0.1)]);
        let batch = batch.on_change(move |change| *last.lock().unwrap() = change.item.stage.clone());
        let report = batch.run().await;
        let error = report.outcome(0).unwrap().as_ref().unwrap_err();
        assert_eq!((error.stage, error.error.kind()), (Stage::Submit, kind), "{error}");
        assert_eq!(*states.lock().unwrap(), ItemStage::Waiting);
    }
}

#[tokio::test]
async fn a_batch_that_is_stopped_goes_on_from_its_last_state() {
    let server = Jobs::default()
        .questions("0.1", vec![running(), running(), running()])
        .submission("0.2", ResponseTemplate::new(429))
        .start()
        .await;
    let (client, _) = client(&server);
    let states: Arc<Mutex<Option<String>>> = Arc::default();
    let last = Arc::clone(&states);
    let batch = client
        .load_factors()
        .batch([request(0.1), request(0.2)])
        .with_deadline(std::time::Duration::from_secs(1))
        .on_change(move |change| *last.lock().unwrap() = Some(serde_json::to_string(change.state).unwrap()));
    assert_eq!(batch.run().await.failures().count(), 2);

    let state: BatchState = serde_json::from_str(states.lock().unwrap().as_deref().unwrap()).unwrap();
    let other = Jobs::default().start().await;
    let (client, _) = crate::client(&other);
    let report = client
        .load_factors()
        .batch([request(0.1), request(0.2)])
        .resume(state)
        .unwrap()
        .run()
        .await;
    assert!(report.is_complete());
    assert_eq!(counts(&other).await, (1, 2), "only what was throttled is submitted");
}
