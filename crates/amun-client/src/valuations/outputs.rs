//! Results of a valuation, in the rhythm of its calculation.

use std::time::Duration;

use aurora_core::raw::RawRequest;
use aurora_core::retry::Backoff;
use aurora_core::transport::Answer;
use aurora_core::{Error, ErrorKind, Result, StatusCode};
use bytes::Bytes;
use serde_json::Value;

use crate::AmunClient;

/// How many requests follow the first one at most.
const RETRIES: u32 = 20;
const RHYTHM: Backoff = Backoff::Steps {
    first: Duration::ZERO,
    then: Duration::from_secs(10),
};
const DEADLINE: Duration = Duration::from_secs(30 * 60);

/// The signature of a zip archive, which every xlsx file is.
const ZIP_SIGNATURE: &[u8] = b"PK";

/// What to fetch of a valuation's results, and how long to wait for them.
///
/// ```
/// use std::time::Duration;
/// use amun_client::OutputsOptions;
///
/// let options = OutputsOptions::default().with_hourly_data(true).with_deadline(Duration::from_secs(3600));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct OutputsOptions {
    /// Whether the hourly series is wanted too. Default: no.
    pub hourly_data: bool,
    /// How many requests follow the first one while the calculation runs. Default: 20.
    pub retries: u32,
    /// The waits between them; a `Retry-After` replaces one. Default: none before the first, then 10 s each.
    pub rhythm: Backoff,
    /// The time for everything. Default: 30 min.
    pub deadline: Duration,
}

impl Default for OutputsOptions {
    fn default() -> Self {
        Self {
            hourly_data: false,
            retries: RETRIES,
            rhythm: RHYTHM,
            deadline: DEADLINE,
        }
    }
}

impl OutputsOptions {
    /// Sets whether the hourly series is wanted too.
    #[must_use]
    pub fn with_hourly_data(mut self, wanted: bool) -> Self {
        self.hourly_data = wanted;
        self
    }

    /// Sets how many requests follow the first one.
    #[must_use]
    pub fn with_retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// Sets the waits between them.
    #[must_use]
    pub fn with_rhythm(mut self, rhythm: Backoff) -> Self {
        self.rhythm = rhythm;
        self
    }

    /// Sets the time for everything.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }
}

/// Asks until there is an answer other than 504, which means that the calculation still runs. Everything else is repeated as
/// in any other call: a service that cannot be reached should not take as long to report as a calculation.
pub(super) async fn fetch(
    client: &AmunClient,
    valuation_id: i64,
    format: &str,
    options: OutputsOptions,
) -> Result<Answer> {
    let clock = client.transport().clock();
    let started = clock.now();
    let (mut retry, mut sent) = (0, 0);
    loop {
        let remaining = options
            .deadline
            .saturating_sub(clock.now().saturating_duration_since(started));
        let error = match request(client, valuation_id, format, &options, remaining)?.send().await {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        sent += error.attempts();
        retry += 1;
        let elapsed = clock.now().saturating_duration_since(started);
        let wait = error
            .retry_after()
            .unwrap_or_else(|| options.rhythm.wait(retry, false, 1.0));
        let still_runs = error.status() == Some(StatusCode::GATEWAY_TIMEOUT);
        let error = error.with_effort(sent, elapsed);
        if !still_runs {
            return Err(error);
        }
        if retry > options.retries || wait >= options.deadline.saturating_sub(elapsed) {
            return Err(
                error.with_advice("the calculation still runs: ask again later, or allow more retries and time")
            );
        }
        clock.sleep(wait).await;
    }
}

fn request(
    client: &AmunClient,
    valuation_id: i64,
    format: &str,
    options: &OutputsOptions,
    remaining: Duration,
) -> Result<RawRequest> {
    let mut call = client.options().clone();
    let mut policy = call
        .retry
        .take()
        .unwrap_or_else(|| client.transport().retry_policy().clone());
    policy
        .statuses
        .retain(|status| *status != StatusCode::GATEWAY_TIMEOUT.as_u16());
    let total = call.total.map_or(remaining, |total| total.min(remaining));
    let request = client
        .request("get_valuation_outputs")?
        .options(call.with_retry(policy).with_total(total));
    let request = request.path_param("valuation_id", valuation_id).query("format", format);
    // The vendor's spelling; whether the service knows another one is not known.
    Ok(if options.hourly_data {
        request.query("hourlyData", "True")
    } else {
        request
    })
}

/// Results that were asked for as a workbook.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum OutputsDocument {
    /// A workbook (xlsx).
    Workbook {
        /// Its bytes.
        bytes: Bytes,
        /// The content type that the service gave it.
        content_type: Option<String>,
    },
    /// JSON instead; perhaps the results, perhaps an address to fetch the workbook from.
    Json(Value),
}

impl OutputsDocument {
    pub(super) fn of(answer: &Answer) -> Result<Self> {
        let content_type = answer
            .headers
            .get("content-type")
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned);
        if answer.body.starts_with(ZIP_SIGNATURE) {
            return Ok(Self::Workbook {
                bytes: answer.body.clone(),
                content_type,
            });
        }
        if let Ok(value) = serde_json::from_slice(&answer.body) {
            return Ok(Self::Json(value));
        }
        let (bytes, kind) = (answer.body.len(), content_type.as_deref().unwrap_or("no content type"));
        let message = format!("the answer is neither a workbook nor JSON: {bytes} bytes of {kind}");
        Err(Error::new(ErrorKind::Decode, message)
            .with_operation("get_valuation_outputs")
            .with_status(answer.status)
            .with_effort(answer.attempts, answer.elapsed))
    }
}
