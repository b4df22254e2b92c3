//! Work on several things at once.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use etm_client::objects::{Bulk, Outcome, Severity, Warnings};
use etm_client::{Error, ErrorKind, Result};
use futures_util::StreamExt;

fn even(number: u64) -> Result<u64> {
    match number % 2 {
        0 => Ok(number),
        _ => Err(Error::new(ErrorKind::InvalidRequest, format!("{number} is odd"))),
    }
}

/// A task that takes the longer the smaller its number is, and says how many run at a time.
async fn slow(number: u64, running: &AtomicUsize, most: &AtomicUsize) -> Result<u64> {
    let now = running.fetch_add(1, Ordering::SeqCst) + 1;
    most.fetch_max(now, Ordering::SeqCst);
    tokio::time::sleep(Duration::from_secs(20 - number)).await;
    running.fetch_sub(1, Ordering::SeqCst);
    even(number)
}

#[tokio::test(start_paused = true)]
async fn results_are_in_the_order_of_the_input_whichever_is_ready_first() {
    let (running, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let items = Bulk::new()
        .with_concurrency(3)
        .each(0..10, |number| slow(number, &running, &most))
        .await;
    let keys: Vec<u64> = items.iter().map(|item| item.key).collect();
    assert_eq!(keys, (0..10).collect::<Vec<_>>());
    assert_eq!(most.load(Ordering::SeqCst), 3);
    assert_eq!(
        items.done().map(|(_, value)| *value).collect::<Vec<_>>(),
        [0, 2, 4, 6, 8]
    );
    assert!(!items.is_complete());
    let (done, failed) = items.into_halves();
    assert_eq!((done.len(), failed.len()), (5, 5));
    assert!(failed[0].1.to_string().starts_with("1 is odd"));
}

#[tokio::test(start_paused = true)]
async fn a_stream_gives_each_result_in_order_and_runs_no_further_ahead_than_it_may() {
    let begun = AtomicUsize::new(0);
    let task = |number: u64| {
        begun.fetch_add(1, Ordering::SeqCst);
        async move { Ok::<_, Error>(number) }
    };
    let entries = (0..10).map(|number| (number.to_string(), number));
    let mut stream = Box::pin(Bulk::new().with_concurrency(2).stream(entries, task));
    let first = stream.next().await.unwrap();
    assert_eq!((first.key.as_str(), first.outcome.unwrap()), ("0", 0));
    assert!(begun.load(Ordering::SeqCst) <= 3);
    let rest: Vec<_> = stream.collect().await;
    assert_eq!(rest.last().unwrap().key, "9");
}

#[tokio::test]
async fn nothing_stops_at_a_failure_unless_that_is_asked_for() {
    let items = Bulk::new().each(1..=5, |number| async move { even(number) }).await;
    assert_eq!(items.failed().count(), 3);
    let stopping = Bulk::new().with_concurrency(1).stop_at_first_failure(true);
    let items = stopping.each([2, 3, 4, 6], |number| async move { even(number) }).await;
    let kinds: Vec<_> = items
        .iter()
        .map(|item| item.outcome.as_ref().err().map(Error::kind))
        .collect();
    let cancelled = Some(ErrorKind::Cancelled);
    assert_eq!(kinds, [None, Some(ErrorKind::InvalidRequest), cancelled, cancelled]);
}

#[tokio::test]
async fn whoever_watches_hears_of_everything_that_is_finished() {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ear = Arc::clone(&heard);
    let bulk = Bulk::new().with_concurrency(1).with_watcher(move |progress| {
        ear.lock()
            .unwrap()
            .push((progress.finished, progress.failed, progress.total));
    });
    let items = bulk.each(1..=3, |number| async move { even(number) }).await;
    assert_eq!(items.len(), 3);
    assert_eq!(*heard.lock().unwrap(), [(1, 1, 3), (2, 1, 3), (3, 2, 3)]);
}

#[tokio::test(start_paused = true)]
async fn dropping_a_run_stops_it() {
    let begun = AtomicUsize::new(0);
    let task = |number: u64| {
        begun.fetch_add(1, Ordering::SeqCst);
        async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            even(number)
        }
    };
    let run = Bulk::new().with_concurrency(1).each(0..100, task);
    let stopped = tokio::time::timeout(Duration::from_millis(2500), run).await;
    assert!(stopped.is_err());
    tokio::time::sleep(Duration::from_secs(200)).await;
    assert_eq!(begun.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn all_results_or_one_error_with_a_message_for_each_failure() {
    let run = |numbers: Vec<u64>| Bulk::new().each(numbers, |number| async move { even(number) });
    assert_eq!(run(vec![2, 4]).await.into_result().unwrap(), [2, 4]);
    let error = run(vec![1, 2, 3]).await.into_result().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("2 of 3 failed"), "{error}");
    assert_eq!(error.messages(), ["1: 1 is odd", "3: 3 is odd"].map(advised));
    let error = run(vec![1]).await.into_result().unwrap_err();
    assert!(error.to_string().starts_with("1 is odd"), "{error}");
}

/// The general advice of the error's kind follows its words.
fn advised(text: &str) -> String {
    let error = Error::new(ErrorKind::InvalidRequest, text.to_owned());
    error.to_string()
}

#[tokio::test]
async fn warnings_stay_with_their_item_and_failures_are_among_all_of_them() {
    let task = |number: u64| async move {
        let mut warnings = Warnings::new();
        warnings.add(Severity::Info, "number", "seen");
        Outcome::new(even(number), warnings)
    };
    let items = Bulk::new().run([("two", 2), ("three", 3)], task).await;
    assert_eq!(items[0].warnings.len(), 1);
    let all = items.warnings();
    let fields: Vec<_> = all
        .iter()
        .map(|warning| (warning.field.as_str(), warning.severity))
        .collect();
    let expected = [
        ("two.number", Severity::Info),
        ("three.number", Severity::Info),
        ("three", Severity::Error),
    ];
    assert_eq!(fields, expected);
}

#[test]
fn nothing_at_a_time_is_one_at_a_time() {
    assert_eq!(Bulk::new().with_concurrency(0).concurrency(), 1);
    assert_eq!(Bulk::new().concurrency(), 4);
}
