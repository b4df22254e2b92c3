//! Downloads: to disk, checked, whole or not at all, and resumed where the server allows it.
//!
//! A [`Download`] writes to a hidden file beside its target, `.NAME.part`, and puts it in the target's place only when
//! everything about it is right. What is at the target stays until then. A note in `.NAME.part.json` says which version of
//! which file the part belongs to, so that a later run, or another process, goes on where this one stopped.
//!
//! The part is locked while it is written, so two processes cannot mix their bytes: the second one is refused. The lock goes
//! with the process, however that ends. On file systems without locks the download fails instead of going unprotected.

mod answer;
mod memory;
mod part;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use http::header::{ACCEPT_ENCODING, HeaderName, IF_RANGE, RANGE};
use http::{HeaderMap, HeaderValue, StatusCode};

pub use memory::InMemory;
pub use part::FileLock;

use self::answer::{Plan, Start, wrong_length};
use self::part::Part;
use crate::clock::{Clock, SystemClock};
use crate::raw::RawRequest;
use crate::retry::Backoff;
use crate::transport::StreamingAnswer;
use crate::{Error, ErrorKind, Result};

/// The most of a file's beginning that a check of the caller sees, in bytes.
pub const HEAD_BYTES: usize = 4096;

type HeadCheck = Arc<dyn Fn(&[u8]) -> Result<()> + Send + Sync>;
type WholeCheck = Arc<dyn Fn(&Path) -> Result<()> + Send + Sync>;
type Watcher = Arc<dyn Fn(&DownloadProgress) + Send + Sync>;

/// A file to be fetched.
///
/// ```no_run
/// # use aurora_core::{Error, ErrorKind, Result, download::Download, operation::Operation, transport::Transport};
/// # async fn run(transport: Transport, operation: &'static Operation) -> Result<()> {
/// let report = Download::to("prices.csv")
///     .with_content_type("text/csv")
///     .with_head_check(|head| match head.starts_with(b"Time,") {
///         true => Ok(()),
///         false => Err(Error::new(ErrorKind::Decode, "the first column is not named Time")),
///     })
///     .run_request(|| transport.request(operation).path_param("scenario_id", 7))
///     .await?;
/// println!("{} bytes, sha256 {}", report.bytes, report.sha256);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a download does nothing until it is run"]
pub struct Download {
    target: PathBuf,
    identity: Option<String>,
    content_types: Vec<String>,
    head_check: Option<HeadCheck>,
    whole_check: Option<WholeCheck>,
    watcher: Option<Watcher>,
    attempts: u32,
    clock: Arc<dyn Clock>,
}

/// How far a download is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DownloadProgress {
    /// Bytes on disk, those of earlier runs included.
    pub bytes: u64,
    /// The bytes of the whole file, if the server says so.
    pub total: Option<u64>,
}

/// A finished download.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DownloadReport {
    /// Where the file is.
    pub path: PathBuf,
    /// Its length in bytes.
    pub bytes: u64,
    /// The SHA-256 of the whole file, in lower-case hexadecimal digits.
    pub sha256: String,
    /// How many bytes were there when the last request began; `None` when it fetched the whole file.
    pub resumed_from: Option<u64>,
}

/// Headers that are added to a request.
type Extra = Vec<(HeaderName, String)>;

/// How one request of a download ended.
enum Ended {
    /// Every byte is on disk.
    Complete,
    /// Another request may bring the rest.
    Again {
        error: Error,
        /// Whether the server should be left alone for a while first.
        wait: bool,
    },
}

impl Download {
    /// A download to this path. A file that is there is replaced when everything was fetched and checked.
    pub fn to(target: impl Into<PathBuf>) -> Self {
        Self {
            target: target.into(),
            identity: None,
            content_types: Vec::new(),
            head_check: None,
            whole_check: None,
            watcher: None,
            attempts: 5,
            clock: Arc::new(SystemClock),
        }
    }

    /// Names what is fetched, for example `scenario 7, gbr, system, 1h`: a part of something else at the same target is
    /// then not gone on with. Default: no name, and the server's `ETag` or `Last-Modified` alone decides.
    pub fn with_identity(mut self, identity: impl Into<String>) -> Self {
        self.identity = Some(identity.into());
        self
    }

    /// Adds a content type that the file may have, for example `text/csv`. Answers that are pages or messages (HTML, JSON,
    /// XML) are refused unless they were added here; other types are accepted, because object stores name them freely.
    /// Without any, only HTML is refused.
    pub fn with_content_type(mut self, essence: impl Into<String>) -> Self {
        self.content_types.push(essence.into());
        self
    }

    /// Sets a check of the file's beginning: its first [`HEAD_BYTES`] bytes, or all of a shorter file. What it refuses is
    /// deleted, and the target stays as it was.
    pub fn with_head_check(mut self, check: impl Fn(&[u8]) -> Result<()> + Send + Sync + 'static) -> Self {
        self.head_check = Some(Arc::new(check));
        self
    }

    /// Sets a check of the whole file, given the path at which it lies before it takes its name. It runs where it may block.
    /// What it refuses is deleted, and the target stays as it was.
    pub fn with_whole_check(mut self, check: impl Fn(&Path) -> Result<()> + Send + Sync + 'static) -> Self {
        self.whole_check = Some(Arc::new(check));
        self
    }

    /// Sets what is told about each piece that was written.
    pub fn with_progress(mut self, watcher: impl Fn(&DownloadProgress) + Send + Sync + 'static) -> Self {
        self.watcher = Some(Arc::new(watcher));
        self
    }

    /// Sets how many requests one run may send when the body breaks off; 0 counts as 1. Default: 5, with waits of 1 s, 2 s,
    /// 4 s, … in between.
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets the clock that waits go through.
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Where the file goes.
    #[must_use]
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Fetches the file with requests to an operation; `request` makes a new one each time.
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run).
    pub async fn run_request(&self, mut request: impl FnMut() -> RawRequest) -> Result<DownloadReport> {
        let mut operation = None;
        let report = self.go(|extra| {
            let mut request = request();
            operation = Some(request.operation().id);
            for (name, value) in extra {
                request = request.header(name.as_str(), value);
            }
            request.stream()
        });
        let result = report.await;
        result.map_err(|error| match operation {
            Some(id) if error.operation().is_none() => error.with_operation(id),
            _ => error,
        })
    }

    /// Fetches the file. `fetch` sends the request with these headers added and gives its answer; it is called again when
    /// the body breaks off.
    ///
    /// There is no limit on the whole time, only the idle limit of the transport on the silence between two pieces.
    ///
    /// # Errors
    ///
    /// Fails as `fetch` and the check of the beginning do; with [`ErrorKind::Decode`] when the answer is a page or
    /// message instead of the file, or not as long as it says; with [`ErrorKind::NotReady`] on status 202; with
    /// [`ErrorKind::Io`] when the disk does not take it, or when another download to the same target is running. Unless the
    /// answer was wrong, what came is kept for the next run.
    pub async fn run<F, Fut>(&self, mut fetch: F) -> Result<DownloadReport>
    where
        F: FnMut(HeaderMap) -> Fut,
        Fut: Future<Output = Result<StreamingAnswer>>,
    {
        self.go(|extra| {
            let asked = header_map(extra).map(&mut fetch);
            async move { asked?.await }
        })
        .await
    }

    async fn go<F, Fut>(&self, mut fetch: F) -> Result<DownloadReport>
    where
        F: FnMut(Extra) -> Fut,
        Fut: Future<Output = Result<StreamingAnswer>>,
    {
        let mut part = Part::open(&self.target, self.identity.clone()).await?;
        let mut attempt = 1;
        loop {
            let error = match self.attempt(&mut part, &mut fetch).await {
                Ok(Ended::Complete) => match self.check_whole(&mut part).await {
                    Ok(()) => return part.finish().await,
                    Err(error) => error,
                },
                Ok(Ended::Again { error, .. }) if attempt >= self.attempts => error,
                Ok(Ended::Again { wait, .. }) => {
                    if wait {
                        self.clock.sleep(Backoff::default().wait(attempt, true, 1.0)).await;
                    }
                    attempt += 1;
                    continue;
                }
                Err(error) => error,
            };
            return Err(part.give_up(error).await);
        }
    }

    /// One request, from what is on disk to the end of its body.
    async fn attempt<F, Fut>(&self, part: &mut Part, fetch: &mut F) -> Result<Ended>
    where
        F: FnMut(Extra) -> Fut,
        Fut: Future<Output = Result<StreamingAnswer>>,
    {
        let mut answer = match fetch(extra(part)).await {
            Ok(answer) => answer,
            Err(error) if error.status() == Some(StatusCode::RANGE_NOT_SATISFIABLE) && part.offset() > 0 => {
                part.discard().await?;
                return Ok(Ended::Again { error, wait: false });
            }
            Err(error) => return Err(error),
        };
        let plan = Plan::of(&answer, part.offset() > 0, &self.content_types)?;
        match plan.start {
            Start::Whole => part.restart(&plan).await?,
            Start::At(_) if part.is_continued_by(&plan) => part.resume(),
            Start::At(_) => {
                part.discard().await?;
                let message = "the server went on with another version of the file";
                return Ok(Ended::Again {
                    error: Error::new(ErrorKind::Service, message),
                    wait: false,
                });
            }
        }
        self.body(part, &plan, &mut answer).await
    }

    async fn body(&self, part: &mut Part, plan: &Plan, answer: &mut StreamingAnswer) -> Result<Ended> {
        let total = plan.total.or(part.noted_total());
        loop {
            match answer.chunk().await {
                Ok(Some(piece)) => {
                    part.write(&piece).await?;
                    self.check_head(part, false).await?;
                    if let Some(watcher) = &self.watcher {
                        watcher(&DownloadProgress {
                            bytes: part.offset(),
                            total,
                        });
                    }
                }
                Ok(None) => break,
                Err(error) if error.is_transient() => {
                    part.flush().await?;
                    return Ok(Ended::Again { error, wait: true });
                }
                Err(error) => return Err(error),
            }
        }
        part.flush().await?;
        match total {
            Some(total) if part.offset() < total => Ok(Ended::Again {
                error: wrong_length(part.offset(), total),
                wait: true,
            }),
            Some(total) if part.offset() > total => {
                let error = wrong_length(part.offset(), total);
                part.discard().await?;
                Err(error)
            }
            _ => {
                self.check_head(part, true).await?;
                Ok(Ended::Complete)
            }
        }
    }

    /// Runs the caller's check of the whole file.
    async fn check_whole(&self, part: &mut Part) -> Result<()> {
        let Some(check) = self.whole_check.clone() else {
            return Ok(());
        };
        let path = part.path().to_owned();
        let checked = tokio::task::spawn_blocking(move || check(&path)).await;
        let checked = checked.unwrap_or_else(|stopped| {
            let stopped = std::io::Error::from(stopped);
            Err(Error::new(ErrorKind::Io, "the check of the file was stopped").with_source(stopped))
        });
        if checked.is_err() {
            part.discard().await?;
        }
        checked
    }

    /// Runs the caller's check once, as soon as there is enough to look at.
    async fn check_head(&self, part: &mut Part, ended: bool) -> Result<()> {
        let Some(check) = &self.head_check else {
            return Ok(());
        };
        let Some(head) = part.unchecked_head(ended) else {
            return Ok(());
        };
        if let Err(error) = check(head) {
            part.discard().await?;
            return Err(error);
        }
        part.mark_checked();
        Ok(())
    }
}

/// What a request needs beside its own headers.
fn extra(part: &Part) -> Extra {
    // Compressed bytes could neither be counted nor resumed.
    let mut headers = vec![(ACCEPT_ENCODING, "identity".to_owned())];
    if let Some(validator) = part.validator() {
        headers.push((RANGE, format!("bytes={}-", part.offset())));
        // Without it a file that changed meanwhile would be glued together from two versions.
        headers.push((IF_RANGE, validator.to_owned()));
    }
    headers
}

fn header_map(extra: Extra) -> Result<HeaderMap> {
    let value = |(name, text)| match HeaderValue::try_from(text) {
        Ok(value) => Ok((name, value)),
        Err(_) => Err(Error::new(
            ErrorKind::InvalidRequest,
            format!("the header {name} cannot be sent"),
        )),
    };
    extra.into_iter().map(value).collect()
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("target", &self.target)
            .field("identity", &self.identity)
            .field("content_types", &self.content_types)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
