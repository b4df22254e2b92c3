//! The work of a batch: submissions and rounds of questions side by side, in one task.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use aurora_core::poll::PollPolicy;
use aurora_core::{Error, ErrorKind};
use futures_util::future;
use futures_util::stream::{self, StreamExt};
use tokio::sync::Notify;

use super::ledger::{Job, Ledger, failed_at};
use super::report::{ItemError, Stage};
use super::state::{FirstStep, ItemStage, Resumption};
use crate::load_factors::{calculation_failed, no_token};
use crate::{AmunClient, JobStatus, LoadFactorRequest};

pub(super) struct Engine {
    client: AmunClient,
    requests: Vec<LoadFactorRequest>,
    concurrency: usize,
    policy: PollPolicy,
    started: Instant,
    ledger: Mutex<Ledger>,
    /// A job was added, or there will be no more.
    news: Notify,
}

impl Engine {
    pub(super) fn new(
        client: AmunClient,
        requests: Vec<LoadFactorRequest>,
        concurrency: usize,
        policy: PollPolicy,
        ledger: Ledger,
    ) -> Self {
        let started = client.transport().clock().now();
        Self {
            client,
            requests,
            concurrency,
            policy,
            started,
            ledger: Mutex::new(ledger),
            news: Notify::new(),
        }
    }

    pub(super) async fn run(&self, resumption: &Resumption) {
        let waiting = self.begin(resumption);
        future::join(self.submit_all(waiting), self.ask_until_done()).await;
    }

    /// Enters all items into the books, and gives those that have to be submitted.
    fn begin(&self, resumption: &Resumption) -> Vec<usize> {
        let mut ledger = self.ledger();
        let items = ledger.state().items.clone();
        let mut waiting = Vec::new();
        let mut failures = Vec::new();
        for (index, item) in items.iter().enumerate() {
            match item.first_step(resumption) {
                FirstStep::Skip => {}
                FirstStep::Submit => {
                    ledger.begin(false);
                    waiting.push(index);
                }
                FirstStep::Ask(token) => {
                    ledger.begin(true);
                    ledger.ask_about(index, token);
                }
                FirstStep::Fail(error) => {
                    ledger.begin(false);
                    failures.push((index, error));
                }
            }
        }
        ledger.begun();
        for (index, error) in failures {
            ledger.failed(index, error, None, true);
        }
        waiting
    }

    async fn submit_all(&self, waiting: Vec<usize>) {
        stream::iter(waiting)
            .for_each_concurrent(self.concurrency, |index| self.submit(index))
            .await;
        self.ledger().submitting = false;
        self.news.notify_one();
    }

    async fn submit(&self, index: usize) {
        let request = &self.requests[index];
        if let Some((error, stage)) = self.reason_not_to_submit(request) {
            self.ledger().failed(index, error, stage, true);
            return;
        }
        self.ledger().sending(index);
        match self.client_in_time().load_factors().submit_for_token(request).await {
            Ok(Some(token)) => {
                self.ledger().submitted(index, token);
                self.news.notify_one();
            }
            Ok(None) => {
                let error = no_token();
                let stage = failed_at(Stage::NoToken, error.to_string());
                self.ledger()
                    .failed(index, ItemError::new(Stage::NoToken, error), Some(stage), false);
            }
            Err(error) => self.submission_failed(index, error),
        }
    }

    /// Why nothing should be sent for an item, and what its state becomes.
    fn reason_not_to_submit(&self, request: &LoadFactorRequest) -> Option<(ItemError, Option<ItemStage>)> {
        if let Err(error) = self.client.needs_v2("submit_load_factor") {
            return Some((ItemError::new(Stage::Submit, error), None));
        }
        if let Err(error) = request.validate() {
            let stage = failed_at(Stage::Refused, error.to_string());
            return Some((ItemError::new(Stage::Refused, error), Some(stage)));
        }
        if self.ledger().token_refused {
            let message = "not sent, because the service refused the token for another item";
            let error = Error::new(ErrorKind::Unauthorized, message);
            return Some((ItemError::new(Stage::Submit, error), None));
        }
        if self.remaining().is_zero() {
            let error = Error::new(
                ErrorKind::Timeout,
                "the batch's time was over before this item was submitted",
            );
            return Some((ItemError::new(Stage::Deadline, error), None));
        }
        None
    }

    fn submission_failed(&self, index: usize, error: Error) {
        let mut ledger = self.ledger();
        ledger.token_refused |= matches!(error.kind(), ErrorKind::Unauthorized);
        let (at, stage) = match error.kind() {
            // The service said no: the same request would be refused again.
            ErrorKind::InvalidRequest => (Stage::Refused, Some(failed_at(Stage::Refused, error.to_string()))),
            // Surely no job: it can be submitted again without asking. Not found is the address, and no word on the request.
            ErrorKind::NotFound
            | ErrorKind::Connect
            | ErrorKind::Tls
            | ErrorKind::RateLimited
            | ErrorKind::Unauthorized
            | ErrorKind::Forbidden
            | ErrorKind::Credential => (Stage::Submit, Some(ItemStage::Waiting)),
            // A job may exist: the state stays "sent".
            _ => (Stage::Submit, None),
        };
        ledger.failed(index, ItemError::new(at, error), stage, false);
    }

    async fn ask_until_done(&self) {
        let mut round = 0;
        while self.has_jobs().await {
            round += 1;
            let wait = self.policy.wait(round).min(self.remaining());
            if !wait.is_zero() {
                self.client.transport().clock().sleep(wait).await;
            }
            let jobs = self.ledger().jobs();
            stream::iter(jobs)
                .for_each_concurrent(self.concurrency, |(index, job)| self.ask(index, job))
                .await;
            if self.remaining().is_zero() {
                self.give_up_on_jobs();
            }
        }
    }

    /// Waits until there is a job to ask about; `false` when there will be none.
    async fn has_jobs(&self) -> bool {
        loop {
            {
                let ledger = self.ledger();
                if ledger.has_jobs() {
                    return true;
                }
                if !ledger.submitting {
                    return false;
                }
            }
            self.news.notified().await;
        }
    }

    async fn ask(&self, index: usize, job: Job) {
        let answer = self.client_in_time().load_factors().status(&job.token).await;
        let mut ledger = self.ledger();
        match answer {
            Ok(JobStatus::Complete { result, .. }) => ledger.done(index, job.token, *result),
            Ok(JobStatus::Errored { message }) => {
                let stage = failed_at(Stage::Calculation, message.clone().unwrap_or_default());
                let error = ItemError::new(Stage::Calculation, calculation_failed(message));
                ledger.failed(index, error, Some(stage), false);
            }
            Ok(_running) => ledger.still_running(index),
            Err(error) if error.is_transient() && ledger.question_failed(index) <= self.policy.tolerated_errors => {}
            Err(error) => {
                // An unknown token will not become known; after anything else the job can be asked about later.
                let is_gone = matches!(error.kind(), ErrorKind::NotFound);
                let stage = is_gone.then(|| failed_at(Stage::Poll, error.to_string()));
                ledger.failed(index, ItemError::new(Stage::Poll, error), stage, false);
            }
        }
    }

    fn give_up_on_jobs(&self) {
        let mut ledger = self.ledger();
        for (index, job) in ledger.jobs() {
            let message = format!("job {} was not done when the batch's time was over", job.token);
            let advice = "it may go on at the service: resume the batch, or allow a longer deadline";
            let error = Error::new(ErrorKind::Timeout, message).with_advice(advice);
            ledger.failed(index, ItemError::new(Stage::Deadline, error), None, false);
        }
    }

    fn remaining(&self) -> Duration {
        let elapsed = self
            .client
            .transport()
            .clock()
            .now()
            .saturating_duration_since(self.started);
        self.policy.deadline.saturating_sub(elapsed)
    }

    /// The client with calls that end with the batch; the last ones have as long as the longest wait.
    fn client_in_time(&self) -> AmunClient {
        let time = self.remaining().max(self.policy.max);
        let options = self.client.options().clone();
        let total = options.total.map_or(time, |own| own.min(time));
        self.client.with_options(options.with_total(total))
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
