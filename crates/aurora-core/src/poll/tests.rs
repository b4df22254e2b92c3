use std::pin::pin;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use http::StatusCode;

use super::*;
use crate::clock::ManualClock;

type Answers = Vec<Result<Polled<&'static str>>>;

/// A poller that gets these answers in order and the last state for ever after, on a clock that does not wait.
fn poller(answers: Answers) -> (Poller<&'static str>, Arc<ManualClock>, Arc<AtomicU32>) {
    let clock = Arc::new(ManualClock::default());
    let asked = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&asked);
    let answers = Mutex::new(answers.into_iter());
    let poller = Poller::new("job-7", move || {
        counter.fetch_add(1, Ordering::Relaxed);
        let answer = answers.lock().unwrap().next();
        async move { answer.unwrap_or_else(|| running("Running")) }
    });
    (poller.with_clock(Arc::<ManualClock>::clone(&clock)), clock, asked)
}

fn running(text: &str) -> Result<Polled<&'static str>> {
    Ok(Polled::Running(Status::new(text)))
}

fn hinted(seconds: u64) -> Result<Polled<&'static str>> {
    Ok(Polled::Running(
        Status::new("Running").with_retry_after(Some(Duration::from_secs(seconds))),
    ))
}

fn unavailable() -> Result<Polled<&'static str>> {
    Err(Error::new(ErrorKind::Service, "unavailable").with_status(StatusCode::SERVICE_UNAVAILABLE))
}

fn seconds(waits: &[Duration]) -> Vec<f64> {
    waits.iter().map(Duration::as_secs_f64).collect()
}

#[tokio::test]
async fn awaiting_gives_the_result_after_growing_waits() {
    let mut answers: Answers = (0..9).map(|_| running("Running")).collect();
    answers.push(Ok(Polled::Done("result")));
    let (poller, clock, asked) = poller(answers);
    assert_eq!(poller.await.unwrap(), "result");
    assert_eq!(asked.load(Ordering::Relaxed), 10);
    let waits = seconds(&clock.slept());
    assert_eq!(waits, [1.0, 1.5, 2.25, 3.375, 5.0625, 7.59375, 10.0, 10.0, 10.0]);
}

#[tokio::test]
async fn a_job_that_is_done_costs_one_question_and_no_wait() {
    let (poller, clock, asked) = poller(vec![Ok(Polled::Done("result"))]);
    assert_eq!(poller.await.unwrap(), "result");
    assert_eq!((asked.load(Ordering::Relaxed), clock.slept()), (1, Vec::new()));
}

#[tokio::test]
async fn the_stream_shows_each_answer_and_ends_after_the_result() {
    let answers = vec![running("Queued"), unavailable(), hinted(30), Ok(Polled::Done("result"))];
    let (poller, _clock, _) = poller(answers);
    let policy = PollPolicy::default().with_initial(Duration::from_secs(5));
    let steps: Vec<_> = poller
        .with_policy(policy)
        .into_stream()
        .map(Result::unwrap)
        .collect()
        .await;

    let mut seen = Vec::new();
    for step in &steps[..3] {
        let Progress::Running(step) = step else {
            panic!("{step:?}")
        };
        let waits = seconds(&[step.elapsed, step.waited, step.next_in]);
        seen.push((step.polls, waits, step.status.as_str(), step.error.is_some()));
    }
    assert_eq!(seen[0], (1, vec![5.0, 5.0, 1.0], "Queued", false));
    // The failed question keeps the word that the service said last.
    assert_eq!(seen[1], (2, vec![6.0, 6.0, 1.5], "Queued", true));
    assert_eq!(seen[2], (3, vec![7.5, 7.5, 30.0], "Running", false));
    assert!(matches!(steps[3], Progress::Done("result")), "{steps:?}");
    assert_eq!(steps.len(), 4);
}

#[tokio::test]
async fn a_hint_of_the_service_replaces_the_wait_but_never_asks_faster_than_the_first_one() {
    let (poller, clock, _) = poller(vec![
        hinted(42),
        hinted(0),
        running("Running"),
        Ok(Polled::Done("result")),
    ]);
    poller.await.unwrap();
    assert_eq!(seconds(&clock.slept()), [42.0, 1.0, 2.25]);
}

#[tokio::test]
async fn the_deadline_ends_the_asking_with_the_id_to_resume_with() {
    let (poller, clock, asked) = poller(Vec::new());
    let policy = PollPolicy::default().with_deadline(Duration::from_secs(10));
    let error = poller
        .with_policy(policy)
        .with_operation("get_load_factor_status")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!((error.attempts(), error.elapsed()), (6, Duration::from_secs(10)));
    let text = error.to_string();
    assert!(
        text.starts_with("get_load_factor_status: job job-7 is not done in time"),
        "{text}"
    );
    assert!(
        text.contains("\"Running\"") && text.contains("resume it with the id job-7"),
        "{text}"
    );
    // 1 + 1.5 + 2.25 + 3.375 leave 1.875 s: the last wait is cut so that the last question is asked at the deadline.
    assert_eq!(seconds(&clock.slept()), [1.0, 1.5, 2.25, 3.375, 1.875]);
    assert_eq!(asked.load(Ordering::Relaxed), 6);
}

#[tokio::test]
async fn a_job_that_ends_just_before_the_deadline_is_not_missed() {
    let (poller, _, _) = poller(vec![running("Running"), Ok(Polled::Done("result"))]);
    let policy = PollPolicy::default().with_deadline(Duration::from_millis(500));
    assert_eq!(poller.with_policy(policy).await.unwrap(), "result");
}

#[tokio::test(start_paused = true)]
async fn a_question_that_is_never_answered_ends_at_the_deadline() {
    let poller: Poller<()> = Poller::new("job-7", std::future::pending);
    let started = tokio::time::Instant::now();
    let error = poller.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(started.elapsed(), Duration::from_secs(30 * 60));
    assert!(error.to_string().contains("resume it with the id job-7"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn waits_follow_the_real_clock_by_default() {
    let answers = Mutex::new(vec![Polled::Done(1), Polled::Running(Status::default())]);
    let poller = Poller::new("job-7", move || {
        let answer = answers.lock().unwrap().pop().unwrap();
        async move { Ok(answer) }
    });
    let started = tokio::time::Instant::now();
    assert_eq!(poller.await.unwrap(), 1);
    assert_eq!(started.elapsed(), Duration::from_secs(1));
}

#[tokio::test]
async fn passing_failures_are_tolerated_as_long_as_not_too_many_come_in_a_row() {
    let three = || [unavailable(), unavailable(), unavailable()];
    let mut answers: Answers = three().into();
    answers.push(running("Running"));
    answers.extend(three());
    answers.push(Ok(Polled::Done("result")));
    let (tolerant, _, asked) = poller(answers);
    assert_eq!(tolerant.await.unwrap(), "result");
    assert_eq!(asked.load(Ordering::Relaxed), 8);

    let mut answers: Answers = three().into();
    answers.extend([unavailable(), Ok(Polled::Done("result"))]);
    let (impatient, _, asked) = poller(answers);
    let error = impatient.await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Service, Some(StatusCode::SERVICE_UNAVAILABLE))
    );
    assert!(error.to_string().contains("resume it with the id job-7"), "{error}");
    assert_eq!(asked.load(Ordering::Relaxed), 4);
}

#[tokio::test]
async fn a_lasting_failure_is_reported_at_once_and_ends_the_stream() {
    let (poller, _, asked) = poller(vec![
        running("Running"),
        Err(Error::new(ErrorKind::NotFound, "no such job")),
        Ok(Polled::Done("result")),
    ]);
    let mut steps = pin!(poller.into_stream());
    assert!(matches!(steps.next().await, Some(Ok(Progress::Running(_)))));
    assert_eq!(steps.next().await.unwrap().unwrap_err().kind(), ErrorKind::NotFound);
    assert!(steps.next().await.is_none());
    assert!(steps.next().await.is_none());
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn the_failure_of_the_last_question_is_the_cause_of_the_timeout() {
    let (poller, _, _) = poller(vec![running("Running"), unavailable()]);
    let policy = PollPolicy::default().with_deadline(Duration::from_secs(1));
    let error = poller.with_policy(policy).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let cause = std::error::Error::source(&error).unwrap();
    assert!(cause.to_string().contains("unavailable"), "{cause}");
}

#[tokio::test]
async fn dropping_stops_the_asking() {
    let (poller, _, asked) = poller(Vec::new());
    {
        let mut steps = pin!(poller.into_stream());
        steps.next().await.unwrap().unwrap();
        steps.next().await.unwrap().unwrap();
    }
    assert_eq!(asked.load(Ordering::Relaxed), 2);
    // Only the closure holds the other end: it is gone together with the stream.
    assert_eq!(Arc::strong_count(&asked), 1);
}

#[test]
fn a_wait_is_never_longer_than_the_maximum_whatever_the_policy() {
    let policy = PollPolicy::default();
    for question in [0, 1, 7, 1000, u32::MAX] {
        assert!(
            (policy.first..=policy.max).contains(&policy.wait(question)),
            "{question}"
        );
    }
    for factor in [0.0, -3.0, f64::NAN] {
        assert_eq!(
            PollPolicy::default().with_factor(factor).wait(9),
            Duration::from_secs(1),
            "{factor}"
        );
    }
    assert_eq!(
        PollPolicy::default().with_factor(f64::INFINITY).wait(9),
        Duration::from_secs(10)
    );
}

#[test]
fn debug_shows_the_id_and_not_the_closure() {
    let text = format!("{:?}", poller(Vec::new()).0);
    assert!(text.contains("job-7"), "{text}");
}
