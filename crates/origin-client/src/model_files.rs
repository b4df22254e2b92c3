//! The files that model runs leave behind.

use std::path::Path;

use aurora_core::call::CallOptions;
use aurora_core::download::{Download, DownloadReport};
use aurora_core::http::header::LOCATION;
use aurora_core::raw::RawRequest;
use aurora_core::{Error, ErrorKind, Result, Url};
use futures_util::stream::{self, StreamExt};
use serde_json::Value;

use crate::OriginClient;
use crate::check::{invalid, not_empty};
use crate::types::{RunDetail, Scenario};

const LIST: &str = "list_model_files";
const LOCATE: &str = "get_model_file_location";

/// No more lists than this are asked for at once.
const AT_ONCE: usize = 4;

/// The files that model runs leave behind; see [`OriginClient::model_files`]. Meant for Aurora's own users; the files are deleted
/// when their time of retention is over.
#[derive(Clone, Copy, Debug)]
pub struct ModelFiles<'a> {
    pub(crate) client: &'a OriginClient,
}

/// The files of a scenario's runs.
#[derive(Debug)]
#[non_exhaustive]
pub struct ModelFileList {
    /// One entry for each run and, where a run has years, for each of its years; in the service's order.
    pub entries: Vec<ModelFileEntry>,
}

/// The files of one run, or of one year of it.
#[derive(Debug)]
#[non_exhaustive]
pub struct ModelFileEntry {
    /// The run's id.
    pub run_id: String,
    /// The kind of run, where the service says it. Two runs may be of one kind.
    pub run_type: Option<String>,
    /// The year; `None` for a run that does not list years.
    pub year: Option<i64>,
    /// The list as the service gives it, in a form of its own, or why there is none. Somewhere in it are the relative addresses that
    /// [`ModelFiles::location`] takes.
    pub files: Result<Value>,
}

impl ModelFileList {
    /// The entries of a run.
    pub fn of_run(&self, run_id: &str) -> impl Iterator<Item = &ModelFileEntry> {
        self.entries.iter().filter(move |entry| entry.run_id == run_id)
    }

    /// The entries whose list could not be had, with the reason.
    pub fn failures(&self) -> impl Iterator<Item = (&ModelFileEntry, &Error)> {
        let entries = self.entries.iter();
        entries.filter_map(|entry| Some((entry, entry.files.as_ref().err()?)))
    }
}

impl ModelFiles<'_> {
    /// The files of all runs of a scenario. A list that cannot be had is an entry with its error, and stops no other.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when the scenario has no run details, as one that was never run; else as
    /// [`Scenarios::get`](crate::Scenarios::get).
    pub async fn list(&self, scenario_id: &str) -> Result<ModelFileList> {
        let scenario = self.client.scenarios().get(scenario_id).await?;
        let asked = wanted(&scenario)?;
        let entries = stream::iter(asked.into_iter().map(|entry| self.fetch(scenario_id, entry)))
            .buffered(AT_ONCE)
            .collect()
            .await;
        Ok(ModelFileList { entries })
    }

    async fn fetch(&self, scenario_id: &str, wanted: Wanted) -> ModelFileEntry {
        let files = self.fetch_one(scenario_id, &wanted).await;
        let Wanted { run_id, run_type, year } = wanted;
        ModelFileEntry {
            run_id,
            run_type,
            year,
            files,
        }
    }

    async fn fetch_one(&self, scenario_id: &str, wanted: &Wanted) -> Result<Value> {
        not_empty("the run's id", &wanted.run_id).map_err(|error| error.with_operation(LIST))?;
        let mut request = self
            .client
            .request(LIST)?
            .path_param("scenarioGlobalId", scenario_id)
            .query("runGlobalId", wanted.run_id.as_str());
        if let Some(year) = wanted.year {
            request = request.query("year", year);
        }
        request.send().await?.json()
    }

    /// Where a file can be fetched from, without fetching it. `file_url` is a relative address out of a list.
    ///
    /// The service's answer redirects to a signed address elsewhere, which is given as it is; it works for a short time, for whoever
    /// has it. Where it does not redirect, the address is that of the file at the service itself, which wants the token.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when the address is empty or leaves the service; with `NotFound` when the file is
    /// gone; else the errors of any request.
    pub async fn location(&self, file_url: &str) -> Result<Url> {
        let options = self.client.options().clone().with_redirects_as_answers();
        let home = self.home_of(file_url)?;
        // Only the head is waited for: the file itself may be the answer.
        let answer = self.request(file_url, options)?.stream().await?;
        if !answer.status.is_redirection() {
            return Ok(home);
        }
        let location = answer.headers.get(LOCATION).and_then(|value| value.to_str().ok());
        location.and_then(|location| home.join(location).ok()).ok_or_else(|| {
            let message = "the service redirects without a usable address";
            Error::new(ErrorKind::Service, message)
                .with_operation(LOCATE)
                .with_status(answer.status)
        })
    }

    /// Fetches a file to `path`: streamed, whole or not at all, and without the token where the service sends it elsewhere.
    ///
    /// # Errors
    ///
    /// As [`location`](Self::location) and [`Download::run`].
    pub async fn download(&self, file_url: &str, path: impl AsRef<Path>) -> Result<DownloadReport> {
        let options = self.client.options();
        let request = || self.request(file_url, options.clone());
        Download::to(path.as_ref())
            .with_identity(format!("model file {file_url}"))
            .with_content_type("application/json")
            .with_clock(self.client.clock().clone())
            .run(|headers| {
                let request = request();
                async move {
                    let mut request = request?;
                    for (name, value) in &headers {
                        request = request.header(name.as_str(), String::from_utf8_lossy(value.as_bytes()));
                    }
                    request.stream().await
                }
            })
            .await
    }

    fn request(&self, file_url: &str, options: CallOptions) -> Result<RawRequest> {
        let request = self.client.request(LOCATE)?;
        Ok(request.path_param("fileUrl", relative(file_url)?).options(options))
    }

    /// The address at the service.
    fn home_of(&self, file_url: &str) -> Result<Url> {
        let base = self.client.scenario_base_url().as_str().trim_end_matches('/');
        Url::parse(&format!("{base}/{}", relative(file_url)?))
            .map_err(|error| invalid(format!("the file's address cannot be used: {error}")).with_operation(LOCATE))
    }
}

/// The address without a slash at its beginning, which the base URL has at its end.
fn relative(file_url: &str) -> Result<&str> {
    let relative = file_url.trim_start_matches('/');
    not_empty("the file's address", relative).map_err(|error| error.with_operation(LOCATE))?;
    if relative.contains("://") {
        let message = "the file's address has to be a relative one, as the list of files has it";
        return Err(invalid(message).with_operation(LOCATE));
    }
    Ok(relative)
}

/// What is asked for in one request.
struct Wanted {
    run_id: String,
    run_type: Option<String>,
    year: Option<i64>,
}

fn wanted(scenario: &Scenario) -> Result<Vec<Wanted>> {
    let Some(runs) = &scenario.run_details else {
        let id = scenario.scenario_global_id.as_deref().unwrap_or_default();
        return Err(invalid(format!("scenario {id} has no run details"))
            .with_operation(LIST)
            .with_advice("it has to be run first"));
    };
    Ok(runs.iter().flat_map(of_run).collect())
}

fn of_run(run: &RunDetail) -> Vec<Wanted> {
    let one = |year| Wanted {
        run_id: run.run_global_id.clone().unwrap_or_default(),
        run_type: run.run_type.clone(),
        year,
    };
    let years: Vec<_> = run.years.iter().flatten().filter_map(|year| year.year).collect();
    match years.as_slice() {
        [] => vec![one(None)],
        years => years.iter().map(|year| one(Some(*year))).collect(),
    }
}
