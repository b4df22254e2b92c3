//! Hourly load factors of a wind farm.

mod base;
mod fields;
mod flow;
mod request;
mod result;
mod status;

use std::time::Duration;

use aurora_core::poll::{PollPolicy, Polled, Poller, Status};
use aurora_core::{Error, ErrorKind, Result, check as core_check};

pub use flow::Flow;
pub(crate) use flow::{annual_production, measurement_height, p50_gross_production, two_heights};
pub use request::LoadFactorRequest;
pub use status::{Expiry, JobStatus};

use crate::batch::BatchBuilder;
use crate::types::LoadFactorResult;
use crate::{AmunClient, check};

const SUBMIT: &str = "submit_load_factor";
const STATUS: &str = "get_load_factor_status";

/// Load factor calculations; see [`AmunClient::load_factors`].
#[derive(Clone, Copy, Debug)]
pub struct LoadFactors<'a> {
    pub(crate) client: &'a AmunClient,
}

impl LoadFactors<'_> {
    /// Computes load factors and waits for them on one open connection, 2 to 15 minutes (version 1).
    ///
    /// Load factors are from 0 to 1 and net of losses, wind speeds in m/s; hours are UTC and name the hour's start. The series
    /// begin at the request's start and have 8760 hours (recorded; unverified for starts in a leap year). For anything but a
    /// quick look, [`submit`](Self::submit) survives a lost connection.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when a value is out of range, or when the wind is uploaded generation, which
    /// version 1 does not compute. The service refuses a point that the region does not cover (the body contains
    /// `LonLatNotSupported`) and a wind speed below the minimum (`Wind speeds below minium value`, spelled so). The request
    /// is not repeated when its outcome is unknown: the first calculation may still be running.
    pub async fn run(&self, request: &LoadFactorRequest) -> Result<LoadFactorResult> {
        let operation = "run_load_factor";
        if request.needs_v2() {
            let message = "uploaded generation is not computed by version 1 of the API";
            let advice = "submit it instead (version 2)";
            return Err(check::invalid(message).with_operation(operation).with_advice(advice));
        }
        request.validate().map_err(|error| error.with_operation(operation))?;
        let call = self.client.generated().run_load_factor().body(request.clone());
        self.client.call(operation, call.send()).await
    }

    /// Submits a calculation as a job (version 2). The answer is the job's [`Poller`]: await it for the result, or keep its
    /// [`id`](Poller::id) and go on with [`job`](Self::job) later or elsewhere.
    ///
    /// The poller first waits 1 s, then asks at intervals that grow by half each up to 10 s, for 30 minutes;
    /// [`Poller::with_policy`] changes that.
    ///
    /// ```no_run
    /// # async fn run(amun: amun_client::AmunClient, request: amun_client::LoadFactorRequest) -> amun_client::Result<()> {
    /// let job = amun.load_factors().submit(&request).await?;
    /// println!("job {}", job.id());
    /// let result = job.await?;
    /// println!("{} hours", result.typical_hourly.len());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when a value is out of range or the address of version 2 is not known, with
    /// `Service` when the answer has no token (the job was not created), and with `OutcomeUnknown` when the job may have
    /// been created but no answer came. A calculation that fails later is an error of the poller, of the kind `Service`, with
    /// the service's text among its messages.
    pub async fn submit(&self, request: &LoadFactorRequest) -> Result<Poller<LoadFactorResult>> {
        let token = self.submit_for_token(request).await?.ok_or_else(no_token)?;
        let policy = PollPolicy::default().with_initial(Duration::from_secs(1));
        Ok(self.job(token).with_policy(policy))
    }

    /// The job of an earlier submission. Nothing is asked before the poller is awaited or read.
    pub fn job(&self, token: impl Into<String>) -> Poller<LoadFactorResult> {
        let token = token.into();
        let client = self.client.clone();
        let clock = self.client.transport().clock().clone();
        let question = {
            let token = token.clone();
            move || {
                let (client, token) = (client.clone(), token.clone());
                async move { polled(client.load_factors().status(&token).await?) }
            }
        };
        Poller::new(token, question).with_operation(STATUS).with_clock(clock)
    }

    /// Asks once how far a job is.
    ///
    /// A failed calculation is a state here, and no error. Unverified: what an unknown or expired token gives.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when the token is none, or the address of version 2 is not known; with `Decode` when a
    /// complete job comes without a result; else the errors of any request.
    pub async fn status(&self, token: &str) -> Result<JobStatus> {
        self.client.needs_v2(STATUS)?;
        core_check::path_segment("the token", token)?;
        let request = self.client.generated().get_load_factor_status().token(token);
        self.client.call(STATUS, request.send()).await?.try_into()
    }

    /// Many calculations at once: submitted eight at a time, asked about together, and one that fails loses no other.
    ///
    /// See [`batch`](crate::batch) for what it does and how it resumes.
    pub fn batch(&self, requests: impl IntoIterator<Item = LoadFactorRequest>) -> BatchBuilder {
        BatchBuilder::new(self.client.clone(), requests.into_iter().collect())
    }

    /// Submits, and gives the token of the job; none means that no job was created.
    pub(crate) async fn submit_for_token(&self, request: &LoadFactorRequest) -> Result<Option<String>> {
        self.client.needs_v2(SUBMIT)?;
        request.validate().map_err(|error| error.with_operation(SUBMIT))?;
        let call = self.client.generated().submit_load_factor().body(request.clone());
        let answer = self.client.call(SUBMIT, call.send()).await?;
        Ok(answer.token.filter(|token| !token.is_empty()))
    }
}

/// What a success without a token means, by the vendor's package: nothing was created.
pub(crate) fn no_token() -> Error {
    Error::new(
        ErrorKind::Service,
        "the service answered without a token: the job was not created",
    )
    .with_operation(SUBMIT)
    .with_advice("submit it again")
}

/// A calculation that failed, in the service's words.
pub(crate) fn calculation_failed(message: Option<String>) -> Error {
    Error::new(ErrorKind::Service, "the calculation failed")
        .with_operation(STATUS)
        .with_messages(message)
}

fn polled(status: JobStatus) -> Result<Polled<LoadFactorResult>> {
    match status {
        JobStatus::Complete { result, .. } => Ok(Polled::Done(*result)),
        JobStatus::Errored { message } => Err(calculation_failed(message)),
        running => Ok(Polled::Running(Status::new(running.as_str()))),
    }
}
