use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use amun_client::batch::{BatchProgress, ItemStage, Stage};
use amun_client::{ErrorKind, LoadFactorRequest};
use futures_util::StreamExt;
use serde_json::{Value, json};
use wiremock::matchers::{method, path, path_regex};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::{client, request, result};

/// Answers jobs by the gross load factor of their request: the token is its text, the result its value.
#[derive(Clone, Default)]
pub(crate) struct Jobs {
    /// What a submission or a question gets instead of the usual answer, by token; the last answer stays.
    submissions: HashMap<String, ResponseTemplate>,
    questions: HashMap<String, Vec<ResponseTemplate>>,
    asked: Arc<Mutex<HashMap<String, usize>>>,
    pub(crate) arrivals: Arc<Mutex<Vec<Instant>>>,
    delay: Duration,
}

impl Jobs {
    pub(crate) fn submission(mut self, token: &str, answer: ResponseTemplate) -> Self {
        self.submissions.insert(token.to_owned(), answer);
        self
    }

    pub(crate) fn questions(mut self, token: &str, answers: Vec<ResponseTemplate>) -> Self {
        self.questions.insert(token.to_owned(), answers);
        self
    }

    pub(crate) async fn start(self) -> MockServer {
        let server = MockServer::start().await;
        Mock::given(method("PUT"))
            .and(path("/amun/v2/loadfactor"))
            .respond_with(self.clone())
            .mount(&server)
            .await;
        Mock::given(path_regex("^/amun/v2/loadfactor/.+"))
            .respond_with(self)
            .mount(&server)
            .await;
        server
    }

    fn submitted(&self, body: &Value) -> ResponseTemplate {
        self.arrivals.lock().unwrap().push(Instant::now());
        let token = body["p50GrossProduction"].to_string();
        let usual = || ResponseTemplate::new(202).set_body_json(json!({"token": token}));
        self.submissions
            .get(&token)
            .cloned()
            .unwrap_or_else(usual)
            .set_delay(self.delay)
    }

    fn asked(&self, token: &str) -> ResponseTemplate {
        let mut asked = self.asked.lock().unwrap();
        let count = asked.entry(token.to_owned()).or_default();
        *count += 1;
        match self.questions.get(token) {
            Some(answers) => answers[(*count - 1).min(answers.len() - 1)].clone(),
            None => complete(token.parse().unwrap()),
        }
    }
}

impl Respond for Jobs {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        match request.url.path().strip_prefix("/amun/v2/loadfactor/") {
            Some(token) => self.asked(token),
            None => self.submitted(&request.body_json().unwrap()),
        }
    }
}

pub(crate) fn complete(load_factor: f64) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({"status": "Complete", "result": result(load_factor)}))
}

pub(crate) fn running() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({"status": "Running"}))
}

fn errored() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({"status": "Errored", "error": "Wind speeds below minium value"}))
}

fn requests(gross_load_factors: &[f64]) -> Vec<LoadFactorRequest> {
    gross_load_factors.iter().map(|factor| request(*factor)).collect()
}

/// How many submissions and how many questions the server got.
pub(crate) async fn counts(server: &MockServer) -> (usize, usize) {
    let all = server.received_requests().await.unwrap();
    let submissions = all.iter().filter(|request| request.method.as_str() == "PUT").count();
    (submissions, all.len() - submissions)
}

#[tokio::test]
async fn one_failure_of_each_kind_loses_no_other_and_outcomes_are_in_the_order_of_the_requests() {
    let server = Jobs::default()
        .submission(
            "0.2",
            ResponseTemplate::new(400).set_body_json(json!({"error": "LonLatNotSupported"})),
        )
        .submission("0.3", ResponseTemplate::new(200).set_body_json(json!({})))
        .submission("0.4", ResponseTemplate::new(500))
        .questions("0.1", vec![running(), running(), complete(0.1)])
        .questions("0.5", vec![running(), errored()])
        .questions("0.6", vec![ResponseTemplate::new(404)])
        .start()
        .await;
    let (client, _) = client(&server);
    let batch = requests(&[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 7.0, 0.8]);
    let report = client.load_factors().batch(batch).run().await;

    assert_eq!(
        report.items.iter().map(|item| item.index).collect::<Vec<_>>(),
        [0, 1, 2, 3, 4, 5, 6, 7]
    );
    for (index, factor) in [(0, 0.1), (7, 0.8)] {
        let result = report.outcome(index).unwrap().as_ref().unwrap();
        assert_eq!(result.typical_hourly[0].load_factor, factor);
        assert_eq!(report.items[index].token.as_deref(), Some(factor.to_string().as_str()));
    }
    let failures: Vec<_> = report
        .failures()
        .map(|(index, error)| (index, error.stage, error.error.kind()))
        .collect();
    let expected = [
        (1, Stage::Refused, ErrorKind::InvalidRequest),
        (2, Stage::NoToken, ErrorKind::Service),
        (3, Stage::Submit, ErrorKind::Service),
        (4, Stage::Calculation, ErrorKind::Service),
        (5, Stage::Poll, ErrorKind::NotFound),
        (6, Stage::Refused, ErrorKind::InvalidRequest),
    ];
    assert_eq!(failures, expected);
    let shown = report.outcome(4).unwrap().as_ref().unwrap_err().to_string();
    assert!(shown.contains("Wind speeds below minium value"), "{shown}");
    assert!(!report.is_complete());
    assert_eq!(counts(&server).await.0, 7, "an invalid request is not sent");
}

#[tokio::test]
async fn rounds_grow_apart_and_every_running_job_is_asked_once_in_each() {
    let server = Jobs::default()
        .questions("0.1", vec![running(), running(), running(), complete(0.1)])
        .questions("0.2", vec![running(), complete(0.2)])
        .start()
        .await;
    let (client, clock) = client(&server);
    let report = client.load_factors().batch(requests(&[0.1, 0.2, 0.3])).run().await;
    assert!(report.is_complete());
    assert_eq!(clock.slept(), [1000, 1500, 2250, 3375].map(Duration::from_millis));
    assert_eq!(counts(&server).await, (3, 4 + 2 + 1));
}

#[tokio::test]
async fn equal_requests_with_equal_tokens_are_kept_apart() {
    let server = Jobs::default().start().await;
    let (client, _) = client(&server);
    let report = client.load_factors().batch(requests(&[0.4, 0.4, 0.4])).run().await;
    assert_eq!(report.items.len(), 3);
    assert!(report.is_complete());
}

#[tokio::test]
async fn an_empty_batch_sends_nothing_and_waits_for_nothing() {
    let server = Jobs::default().start().await;
    let (client, clock) = client(&server);
    assert!(client.load_factors().batch([]).run().await.items.is_empty());
    assert!(clock.slept().is_empty());
    assert_eq!(counts(&server).await, (0, 0));
}

#[tokio::test]
async fn no_more_submissions_are_under_way_than_allowed() {
    let jobs = Jobs {
        delay: Duration::from_millis(40),
        ..Jobs::default()
    };
    let arrivals = Arc::clone(&jobs.arrivals);
    let server = jobs.start().await;
    let (client, _) = client(&server);
    let batch = client
        .load_factors()
        .batch(requests(&[0.1, 0.2, 0.3, 0.4, 0.5, 0.6]))
        .with_concurrency(2);
    assert!(batch.run().await.is_complete());
    let arrivals = arrivals.lock().unwrap().clone();
    assert_eq!(arrivals.len(), 6);
    for pair in arrivals.windows(3) {
        assert!(
            pair[2] - pair[0] >= Duration::from_millis(35),
            "three at a time: {arrivals:?}"
        );
    }
}

#[tokio::test]
async fn a_stream_gives_outcomes_as_they_come_and_dropping_it_stops_everything() {
    let server = Jobs::default().questions("0.1", vec![running()]).start().await;
    let (client, _) = client(&server);
    let batch = client.load_factors().batch(requests(&[0.1, 0.2]));
    let mut stream = Box::pin(batch.into_stream());
    let first = stream.next().await.unwrap();
    assert_eq!((first.index, first.token.as_deref()), (1, Some("0.2")));
    drop(stream);
    // A question that left before the drop may still be on its way.
    tokio::time::sleep(Duration::from_millis(50)).await;
    let before = counts(&server).await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(counts(&server).await, before);
}

#[tokio::test]
async fn the_deadline_ends_a_batch_and_keeps_the_tokens() {
    let server = Jobs::default().questions("0.1", vec![running()]).start().await;
    let (client, clock) = client(&server);
    let states = Arc::new(Mutex::new(None));
    let last = Arc::clone(&states);
    let batch = client
        .load_factors()
        .batch(requests(&[0.1, 0.2]))
        .with_deadline(Duration::from_secs(60))
        .on_change(move |change| *last.lock().unwrap() = Some(change.state.clone()));
    let report = batch.run().await;
    let error = report.outcome(0).unwrap().as_ref().unwrap_err();
    assert_eq!((error.stage, error.error.kind()), (Stage::Deadline, ErrorKind::Timeout));
    assert!(report.outcome(1).unwrap().is_ok());
    assert_eq!(report.items[0].token.as_deref(), Some("0.1"));
    assert_eq!(clock.slept().iter().sum::<Duration>(), Duration::from_secs(60));
    let state = states.lock().unwrap().clone().unwrap();
    assert_eq!(
        state.items[0].stage,
        ItemStage::Submitted {
            token: "0.1".to_owned()
        }
    );
}

#[tokio::test]
async fn what_is_not_submitted_in_time_is_not_submitted_at_all() {
    let server = Jobs::default().start().await;
    let (client, _) = client(&server);
    let batch = client.load_factors().batch(requests(&[0.1, 0.2]));
    let report = batch.with_deadline(Duration::ZERO).run().await;
    assert!(report.failures().all(|(_, error)| error.stage == Stage::Deadline));
    assert_eq!((report.failures().count(), counts(&server).await), (2, (0, 0)));
}

#[tokio::test]
async fn questions_that_fail_for_a_passing_reason_are_asked_again_in_later_rounds() {
    let unavailable = || ResponseTemplate::new(503);
    let server = Jobs::default()
        .questions(
            "0.1",
            vec![
                unavailable(),
                unavailable(),
                unavailable(),
                unavailable(),
                unavailable(),
                complete(0.1),
            ],
        )
        .questions("0.2", vec![unavailable()])
        .start()
        .await;
    let (client, _) = client(&server);
    let report = client.load_factors().batch(requests(&[0.1, 0.2, 0.3])).run().await;
    assert!(report.outcome(0).unwrap().is_ok() && report.outcome(2).unwrap().is_ok());
    let error = report.outcome(1).unwrap().as_ref().unwrap_err();
    assert_eq!(
        (error.stage, error.error.status().unwrap().as_u16()),
        (Stage::Poll, 503)
    );
}

#[tokio::test]
async fn a_refused_token_is_not_tried_with_every_item() {
    let unauthorized = ResponseTemplate::new(401).set_body_string("who are you");
    let factors = [0.1, 0.2, 0.3, 0.4, 0.5];
    let jobs = factors.iter().fold(Jobs::default(), |jobs, factor| {
        jobs.submission(&factor.to_string(), unauthorized.clone())
    });
    let server = jobs.start().await;
    let (client, _) = client(&server);
    let report = client
        .load_factors()
        .batch(requests(&factors))
        .with_concurrency(1)
        .run()
        .await;
    assert_eq!(report.failures().count(), 5);
    assert!(
        report
            .failures()
            .all(|(_, error)| error.error.kind() == ErrorKind::Unauthorized)
    );
    assert_eq!(counts(&server).await, (1, 0));
}

#[tokio::test]
async fn progress_counts_every_item_once_in_every_place() {
    let server = Jobs::default().questions("0.2", vec![errored()]).start().await;
    let (client, _) = client(&server);
    let seen: Arc<Mutex<Vec<BatchProgress>>> = Arc::default();
    let all = Arc::clone(&seen);
    let batch = client.load_factors().batch(requests(&[0.1, 0.2, 3.0]));
    batch
        .on_progress(move |progress| all.lock().unwrap().push(progress))
        .run()
        .await;
    let seen = seen.lock().unwrap();
    assert!(
        seen.iter()
            .all(|p| p.total == 3 && p.waiting + p.running + p.ended() == 3),
        "{seen:?}"
    );
    let last = seen.last().unwrap();
    assert_eq!((seen[0].waiting, last.done, last.failed), (3, 1, 2));
}
