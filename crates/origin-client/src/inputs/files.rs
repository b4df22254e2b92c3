//! The workbook of the inputs.

use std::path::Path;

use aurora_core::Result;
use aurora_core::download::{Download, DownloadReport};
use aurora_core::poll::{Polled, Poller};

use super::workbook::{self, RequestId, Workbook};
use super::{Inputs, rules};
use crate::types::{self, WorkbookStatus};
use crate::{OriginClient, complete, graphql};

impl Inputs<'_> {
    /// Requests a workbook of the inputs. The answer is the job's [`Poller`]: await it for the workbook, or keep its
    /// [`id`](Poller::id) and go on with [`workbook_job`](Self::workbook_job) later or elsewhere.
    ///
    /// The poller asks every 2.5 s for 30 minutes; [`Poller::with_policy`] changes that. A workbook may be ready at once;
    /// the poller then asks nothing. Unverified: whether requesting again gives the same one.
    ///
    /// ```no_run
    /// # async fn run(origin: origin_client::OriginClient) -> origin_client::Result<()> {
    /// let inputs = origin.inputs("c0f8c7a4-52b3-4a2e-9a51-8a3f3a6d7b22");
    /// let job = inputs.workbook().await?;
    /// println!("request {}", job.id());
    /// inputs.fetch_workbook(&job.await?, "inputs.xlsx").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Fails with `Service` when generation fails, here or in the poller: the error has the service's reasons among its
    /// messages and names both request ids, the one sent and the one answered. So it does when a completed workbook has no
    /// address, and when generation starts without an id to ask by. Else the errors of any request.
    pub async fn workbook(&self) -> Result<Poller<Workbook>> {
        let scenario_id = self.id()?.to_owned();
        let status = status(self.client, &scenario_id, None).await?;
        let id = status.as_ref().and_then(workbook::named).map(str::to_owned);
        match workbook::polled(&scenario_id, None, status)? {
            Polled::Running(_) => {
                let id = id.ok_or_else(|| workbook::nameless(&scenario_id))?;
                Ok(self.workbook_job(id).with_policy(workbook::policy_after_asking()))
            }
            Polled::Done(ready) => {
                let done = move || std::future::ready(Ok(Polled::Done(ready.clone())));
                Ok(self.poller(id.unwrap_or_default(), done))
            }
        }
    }

    /// The workbook of an earlier request, by its id. Nothing is asked before the poller is awaited or read.
    pub fn workbook_job(&self, request_id: impl Into<String>) -> Poller<Workbook> {
        let request_id = request_id.into();
        let last = RequestId::new(request_id.clone());
        let (client, scenario_id) = (self.client.clone(), self.scenario_id.clone());
        let question = move || {
            let (client, scenario_id, last) = (client.clone(), scenario_id.clone(), last.clone());
            async move {
                rules::named("the workbook's request id", &last.get())?;
                let asked = last.get();
                let status = status(&client, &scenario_id, Some(&asked)).await?;
                if let Some(status) = &status {
                    last.follow(status);
                }
                workbook::polled(&scenario_id, Some(&asked), status)
            }
        };
        self.poller(request_id, question)
    }

    /// Fetches a workbook that is ready, without the account's credentials: its address carries its own permission.
    ///
    /// The file is streamed to disk, must begin like an Excel workbook, and takes its name only when it is whole. What is
    /// at the path stays until then.
    ///
    /// # Errors
    ///
    /// Fails with `Decode` when the address gives something else, such as a page that says it has expired; else as
    /// [`Download::run`].
    pub async fn fetch_workbook(&self, workbook: &Workbook, path: impl AsRef<Path>) -> Result<DownloadReport> {
        let client = self.client;
        let mut download = Download::to(path.as_ref())
            .with_head_check(workbook::looks_like_a_workbook)
            .with_clock(client.clock().clone());
        if let Some(id) = &workbook.request_id {
            download = download.with_identity(format!("inputs workbook {id}"));
        }
        crate::outputs::fetch(client, &workbook.url, &download)
            .await
            .map_err(|error| error.with_operation("download_output_file"))
    }

    /// Requests a workbook, waits until it is ready, and fetches it.
    ///
    /// # Errors
    ///
    /// As [`workbook`](Self::workbook) and [`fetch_workbook`](Self::fetch_workbook).
    pub async fn download_workbook(&self, path: impl AsRef<Path>) -> Result<DownloadReport> {
        let workbook = self.workbook().await?.await?;
        self.fetch_workbook(&workbook, path).await
    }

    fn poller<F, Fut>(&self, id: String, question: F) -> Poller<Workbook>
    where
        F: FnMut() -> Fut + Send + 'static,
        Fut: Future<Output = Result<Polled<Workbook>>> + Send + 'static,
    {
        Poller::new(id, question)
            .with_operation(workbook::OPERATION)
            .with_policy(workbook::policy())
            .with_clock(self.client.clock().clone())
    }
}

/// Asks once; without a request id, that starts generation.
async fn status(client: &OriginClient, scenario_id: &str, request_id: Option<&str>) -> Result<Option<WorkbookStatus>> {
    let variables = types::GetWorkbookStatusVariables::builder().session_id(scenario_id);
    let variables = variables.request_id(request_id.map(str::to_owned));
    let body: types::GetWorkbookStatusRequest =
        complete(types::GetWorkbookStatusRequest::builder().variables(variables));
    let send = || client.generated().get_workbook_status().body(body.clone()).send();
    let data = graphql::run_when_ready(client, workbook::OPERATION, client.options(), send).await?;
    Ok(data.get_session.and_then(|session| session.get_workbook_status))
}
