use std::time::Duration;

use amun_client::poll::{PollPolicy, Progress};
use amun_client::{ErrorKind, Flow, JobStatus, LoadFactorRequest, StartTime};
use futures_util::StreamExt;
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::{client, request, result};

const STATUS: &str = "/amun/v2/loadfactor/job%20a%2Fb";
const JOB: &str = "job a/b";

async fn answers(server: &MockServer, answers: &[Value]) {
    let (last, first) = answers.split_last().unwrap();
    for answer in first {
        Mock::given(path(STATUS))
            .respond_with(ResponseTemplate::new(200).set_body_json(answer))
            .up_to_n_times(1)
            .mount(server)
            .await;
    }
    Mock::given(path(STATUS))
        .respond_with(ResponseTemplate::new(202).set_body_json(last))
        .mount(server)
        .await;
}

async fn token(server: &MockServer, answer: Value) {
    Mock::given(method("PUT"))
        .and(path("/amun/v2/loadfactor"))
        .respond_with(ResponseTemplate::new(202).set_body_json(answer))
        .expect(1)
        .mount(server)
        .await;
}

#[tokio::test]
async fn version_1_sends_the_request_as_it_serialises_and_reads_the_result() {
    let server = MockServer::start().await;
    Mock::given(method("PUT"))
        .and(path("/amun/v1/loadfactor"))
        .respond_with(ResponseTemplate::new(200).set_body_json(result(0.4198)))
        .expect(1)
        .mount(&server)
        .await;
    let (client, _) = client(&server);
    let result = client.load_factors().run(&request(0.4)).await.unwrap();
    assert_eq!(result.typical_hourly[0].load_factor, 0.4198);
    assert_eq!(result.typical_hourly[0].wind_speed, 7.0);
    assert_eq!(result.request_id(), Some("00000000-0000-4000-8000-000000000001"));
    let sent = &server.received_requests().await.unwrap()[0];
    assert_eq!(
        String::from_utf8_lossy(&sent.body),
        serde_json::to_string(&request(0.4)).unwrap()
    );
}

#[tokio::test]
async fn version_1_refuses_uploaded_generation_before_sending() {
    let server = MockServer::start().await;
    let (client, _) = client(&server);
    let start: StartTime = "2018-01-01T00:00Z".parse().unwrap();
    let flow = Flow::uploaded_generation(start, vec![1.0; 8760], 10.0);
    let request = LoadFactorRequest::new(flow, request(0.4).base);
    let error = client.load_factors().run(&request).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("submit it instead"), "{error}");
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_point_outside_the_region_is_refused_in_the_services_words() {
    let server = MockServer::start().await;
    Mock::given(path("/amun/v1/loadfactor"))
        .respond_with(ResponseTemplate::new(400).set_body_json(json!({"error": "LonLatNotSupported"})))
        .expect(1)
        .mount(&server)
        .await;
    let (client, _) = client(&server);
    let error = client.load_factors().run(&request(0.4)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("LonLatNotSupported"), "{error}");
    assert!(error.body().unwrap().contains("LonLatNotSupported"));
}

#[tokio::test]
async fn a_submitted_job_is_asked_about_until_it_is_complete() {
    let server = MockServer::start().await;
    token(&server, json!({"token": JOB})).await;
    let complete = json!({"status": "Complete", "expiryTime": "2024-01-18T12:00:00.000Z", "results": result(0.5)});
    answers(
        &server,
        &[
            json!({"status": "Running"}),
            json!({"status": "Queued", "place": 3}),
            complete,
        ],
    )
    .await;
    let (client, clock) = client(&server);
    let poller = client.load_factors().submit(&request(0.4)).await.unwrap();
    assert_eq!(poller.id(), JOB);
    assert_eq!(poller.await.unwrap().typical_hourly[0].load_factor, 0.5);
    assert_eq!(clock.slept(), [1000, 1000, 1500].map(Duration::from_millis));
}

#[tokio::test]
async fn progress_shows_the_services_word_for_states_that_are_not_known() {
    let server = MockServer::start().await;
    answers(
        &server,
        &[
            json!({"status": "Queued"}),
            json!({"status": "Complete", "result": result(0.5)}),
        ],
    )
    .await;
    let (client, _) = client(&server);
    let steps: Vec<_> = client.load_factors().job(JOB).into_stream().collect().await;
    assert!(matches!(&steps[0], Ok(Progress::Running(running)) if running.status == "Queued"));
    assert!(matches!(&steps[1], Ok(Progress::Done(_))));
    assert_eq!(steps.len(), 2);
}

#[tokio::test]
async fn a_failed_calculation_is_an_error_with_the_services_words_and_a_status_without_one() {
    let server = MockServer::start().await;
    answers(
        &server,
        &[json!({"status": "Errored", "error": "Wind speeds below minium value"})],
    )
    .await;
    let (client, _) = client(&server);
    let status = client.load_factors().status(JOB).await.unwrap();
    let message = Some("Wind speeds below minium value".to_owned());
    assert_eq!(status, JobStatus::Errored { message });
    let error = client.load_factors().job(JOB).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Service, Some("get_load_factor_status"))
    );
    assert_eq!(error.messages(), ["Wind speeds below minium value"]);
    assert!(error.to_string().contains("Wind speeds below minium value"), "{error}");
}

#[tokio::test]
async fn a_submission_without_a_token_created_nothing() {
    for answer in [json!({}), json!({"token": null}), json!({"token": ""})] {
        let server = MockServer::start().await;
        token(&server, answer).await;
        let (client, _) = client(&server);
        let error = client.load_factors().submit(&request(0.4)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Service);
        assert!(error.to_string().contains("without a token"), "{error}");
    }
}

#[tokio::test]
async fn a_job_that_never_ends_is_given_up_at_the_deadline_and_names_its_token() {
    let server = MockServer::start().await;
    answers(&server, &[json!({"status": "Running"})]).await;
    let (client, clock) = client(&server);
    let policy = PollPolicy::default().with_deadline(Duration::from_secs(60));
    let error = client.load_factors().job(JOB).with_policy(policy).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.to_string().contains(JOB), "{error}");
    assert_eq!(clock.slept().iter().sum::<Duration>(), Duration::from_secs(60));
}

#[tokio::test]
async fn a_submission_that_the_service_fails_to_answer_is_not_sent_twice() {
    let server = MockServer::start().await;
    Mock::given(method("PUT"))
        .respond_with(ResponseTemplate::new(503))
        .expect(2)
        .mount(&server)
        .await;
    let (client, _) = client(&server);
    client.load_factors().submit(&request(0.4)).await.unwrap_err();
    client.load_factors().run(&request(0.4)).await.unwrap_err();
}
