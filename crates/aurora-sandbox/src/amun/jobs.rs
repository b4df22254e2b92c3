//! Asynchronous load factors: a token per submission, a state that a caller polls.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::Serialize;
use serde_json::{Map, Value, json};
use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::Amun;
use super::calculation::{Series, calculate};
use super::fields::{self, Fields};
use super::load_factors::LoadFactorResult;
use super::request::{self, Inputs};
use crate::reply::{Refusal, Reply};
use crate::server::Call;
use crate::state::{Settings, lock};
use crate::times::minute_text;
use crate::weather::Weather;

/// The calculations of one sandbox, by token.
pub(super) struct Jobs {
    book: Mutex<Book>,
    /// Limits how many are computed ahead at a time, so that a large batch leaves threads for the calls that poll it.
    ahead: Arc<Semaphore>,
}

#[derive(Default)]
struct Book {
    submitted: u64,
    by_token: HashMap<String, Arc<Job>>,
    /// Token by request body, kept only when equal bodies share one.
    by_body: HashMap<String, String>,
}

impl Book {
    /// The token that an equal body got, while its result is kept.
    fn token_of(&self, body: &str) -> Option<&String> {
        self.by_body
            .get(body)
            .filter(|token| self.by_token.contains_key(*token))
    }
}

impl Jobs {
    pub(super) fn new() -> Jobs {
        Jobs {
            book: Mutex::default(),
            ahead: Arc::new(Semaphore::new(2)),
        }
    }

    pub(super) fn clear(&self) {
        let mut book = lock(&self.book);
        book.by_token.clear();
        book.by_body.clear();
    }

    /// Computes a job before anybody asks for it.
    fn start(&self, job: Arc<Job>) {
        let ahead = Arc::clone(&self.ahead);
        tokio::spawn(async move {
            // The semaphore is never closed, and a job that was not computed ahead is computed when it is asked for.
            if let Ok(_permit) = ahead.acquire().await {
                let _ = tokio::task::spawn_blocking(move || job.outcome().is_ok()).await;
            }
        });
    }
}

struct Job {
    parameters: Map<String, Value>,
    request_id: String,
    inputs: Inputs,
    weather: Arc<Weather>,
    /// How many more times the answer is `Running`, whatever the time.
    running: AtomicU32,
    /// `None` for a delay that no clock can count: it never is.
    ready: Option<Instant>,
    lifetime: Duration,
    outcome: OnceLock<Result<Finished, String>>,
}

/// A calculation that succeeded. It is printed anew for each call: the numbers take a fifth of the text's room.
struct Finished {
    series: Series,
    expiry_time: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Complete<'a> {
    status: &'static str,
    expiry_time: &'a str,
    result: LoadFactorResult,
}

impl Job {
    fn new(amun: &Amun, parameters: Map<String, Value>, inputs: Inputs, number: u64) -> Job {
        let Settings {
            running_answers,
            out_of_order,
            calculation_delay,
            result_lifetime,
            ..
        } = &amun.settings;
        let late = if *out_of_order && number.is_multiple_of(2) {
            2
        } else {
            0
        };
        Job {
            parameters,
            request_id: amun.uuid(),
            inputs,
            weather: Arc::clone(&amun.weather),
            running: AtomicU32::new(running_answers.saturating_add(late)),
            ready: Instant::now().checked_add(*calculation_delay),
            lifetime: *result_lifetime,
            outcome: OnceLock::new(),
        }
    }

    /// The outcome; computes it when nobody has yet, or waits for the thread that does.
    fn outcome(&self) -> &Result<Finished, String> {
        self.outcome.get_or_init(|| {
            let series = calculate(&self.inputs, &self.weather)?;
            Ok(Finished {
                series,
                expiry_time: expiry_text(self.lifetime),
            })
        })
    }

    fn answer(&self) -> Reply {
        match self.outcome() {
            Err(text) => Reply::ok(&json!({"status": "Errored", "error": text})),
            Ok(Finished { series, expiry_time }) => {
                let (parameters, request_id) = (self.parameters.clone(), self.request_id.clone());
                let result = LoadFactorResult::new(parameters, request_id, &self.inputs, series);
                Reply::ok(&Complete {
                    status: "Complete",
                    expiry_time,
                    result,
                })
            }
        }
    }

    fn expired(&self) -> bool {
        self.ready
            .and_then(|ready| ready.checked_add(self.lifetime))
            .is_some_and(|end| end <= Instant::now())
    }

    fn still_running(&self) -> bool {
        let counted = self
            .running
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        counted.is_ok() || self.ready.is_none_or(|ready| Instant::now() < ready)
    }
}

fn expiry_text(lifetime: Duration) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let minutes = now.saturating_add(lifetime).as_secs() / 60;
    // Whole minutes are precise enough for hours of keeping; the form is the one in which requests give times.
    minute_text(i64::try_from(minutes).unwrap_or(i64::MAX / 1_000_000)).replace('Z', ":00.000Z")
}

/// `submit_load_factor`: checks as v1 does, answers 202 with a token, and starts to compute.
pub(super) fn submit(amun: &Amun, call: &Call) -> Result<Reply, Refusal> {
    let parameters = fields::object(&call.body)?;
    let inputs = request::load_factor(amun, Fields::of(&parameters), 2)?;
    let body = amun
        .settings
        .equal_tokens
        .then(|| Value::Object(parameters.clone()).to_string());
    let mut book = lock(&amun.jobs.book);
    book.by_token.retain(|_, job| !job.expired());
    if let Some(token) = body.as_ref().and_then(|body| book.token_of(body)) {
        return Ok(Reply::json(202, &json!({"token": token})));
    }
    let token = amun.uuid();
    let job = Arc::new(Job::new(amun, parameters, inputs, book.submitted));
    book.submitted += 1;
    book.by_token.insert(token.clone(), Arc::clone(&job));
    if let Some(body) = body {
        book.by_body.insert(body, token.clone());
    }
    drop(book);
    amun.jobs.start(job);
    Ok(Reply::json(202, &json!({"token": token})))
}

/// `get_load_factor_status`.
pub(super) fn status(amun: &Amun, call: &Call) -> Result<Reply, Refusal> {
    let token = call.parameter("token");
    let job = lock(&amun.jobs.book).by_token.get(token).cloned();
    let Some(job) = job.filter(|job| !job.expired()) else {
        return Err(Refusal::not_found(
            "there is no calculation with this token, or its result has expired",
        ));
    };
    if job.still_running() {
        return Ok(Reply::ok(&json!({"status": "Running"})));
    }
    Ok(job.answer())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_expiry_time_has_seconds_and_milliseconds() {
        let text = expiry_text(Duration::from_secs(3600));
        assert_eq!(text.len(), "2024-01-18T12:00:00.000Z".len());
        assert!(text.ends_with(":00.000Z"));
    }
}
