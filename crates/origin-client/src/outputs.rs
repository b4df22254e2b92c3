//! Output files of scenarios: what there is, where it is, and fetching it, one at a time or many at once.
//!
//! ```no_run
//! use origin_client::{OriginClient, OutputRequest};
//!
//! # async fn run(origin: OriginClient) -> origin_client::Result<()> {
//! let outputs = origin.outputs().of("5b1f3c52-6a0e-4f55-9f0c-2f2d1f6c9a11").await?;
//! for definition in outputs.types("gbr").await? {
//!     println!("{:?} {:?} {:?}", definition.type_, definition.granularity, definition.sub_type);
//! }
//! let table = outputs.table(&outputs.request("gbr", "system", "1y")).await?;
//! for column in table.columns() {
//!     println!("{} in {:?}", column.name, column.unit);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # How a file comes
//!
//! The service gives a short-lived address of another host, or answers 425 while another machine makes the file; then
//! it is asked again every 15 s until the deadline of
//! [`OriginClient::ready_policy`](crate::OriginClient::ready_policy). The file is fetched from that address without the
//! account's credentials. When the address has expired, a new one is asked for, once for each attempt. Pages and
//! messages that come in place of a file are errors, whatever their status.
//!
//! # Memory and disk
//!
//! [`csv`](Outputs::csv), [`text`](Outputs::text) and [`table`](Outputs::table) hold the file in memory and go through
//! the [cache](crate::cache); a file larger than the body limit is refused there. [`download`](Outputs::download) and
//! [`download_all`](Outputs::download_all) stream to disk in constant memory and leave the cache of files alone, so
//! that nothing is stored twice.

mod address;
mod choose;
mod fetch;
mod link;
pub mod many;
mod request;
mod scenario;

use std::path::Path;

use aurora_core::download::DownloadReport;
use aurora_core::table::Table;
use aurora_core::{Result, Url};
use bytes::Bytes;

pub use many::{DownloadAll, DownloadAllReport, FileOutcome, FileState, Manifest, ManifestEntry, Selection};
pub use request::OutputRequest;
pub use scenario::ScenarioOutputs;

pub(crate) use fetch::fetch;

use crate::OriginClient;
use crate::cache::Cache;

/// Output files; see [`OriginClient::outputs`] and [`outputs`](crate::outputs).
///
/// Each method that takes a request fetches the scenario first, unless the cache has the file and the request names a
/// currency; for several files of one scenario, [`of`](Self::of) fetches it once.
#[derive(Clone, Copy, Debug)]
pub struct Outputs<'a> {
    pub(crate) client: &'a OriginClient,
}

impl Outputs<'_> {
    /// The outputs of one scenario. The scenario is fetched now, and metadata when it is needed.
    ///
    /// # Errors
    ///
    /// As [`Scenarios::get`](crate::Scenarios::get).
    pub async fn of(&self, scenario_id: &str) -> Result<ScenarioOutputs> {
        ScenarioOutputs::fetch(self.client, scenario_id).await
    }

    /// As [`ScenarioOutputs::location`].
    ///
    /// # Errors
    ///
    /// As [`of`](Self::of) and [`ScenarioOutputs::location`].
    pub async fn location(&self, request: &OutputRequest) -> Result<Url> {
        self.of(&request.scenario_id).await?.location(request).await
    }

    /// As [`ScenarioOutputs::csv`].
    ///
    /// # Errors
    ///
    /// As [`of`](Self::of) and [`ScenarioOutputs::csv`].
    pub async fn csv(&self, request: &OutputRequest) -> Result<Bytes> {
        // A cached file that needs nothing of the scenario costs no request.
        if let Some(key) = request.key(None)
            && let Some(bytes) = scenario::cached(self.client, request, &key).await?
        {
            return Ok(bytes);
        }
        self.of(&request.scenario_id).await?.csv(request).await
    }

    /// As [`ScenarioOutputs::text`].
    ///
    /// # Errors
    ///
    /// As [`of`](Self::of) and [`ScenarioOutputs::text`].
    pub async fn text(&self, request: &OutputRequest) -> Result<String> {
        scenario::utf8(self.csv(request).await?)
    }

    /// As [`ScenarioOutputs::table`].
    ///
    /// # Errors
    ///
    /// As [`of`](Self::of) and [`ScenarioOutputs::table`].
    pub async fn table(&self, request: &OutputRequest) -> Result<Table> {
        scenario::parsed(self.csv(request).await?).await
    }

    /// As [`ScenarioOutputs::download`].
    ///
    /// # Errors
    ///
    /// As [`of`](Self::of) and [`ScenarioOutputs::download`].
    pub async fn download(&self, request: &OutputRequest, path: impl AsRef<Path>) -> Result<DownloadReport> {
        self.of(&request.scenario_id).await?.download(request, path).await
    }

    /// Many files at once, to a folder; see [`many`].
    pub fn download_all(&self, selection: Selection) -> DownloadAll {
        DownloadAll::new(self.client.clone(), selection)
    }

    /// The cache: its folder, what is in it, and how to clean it.
    #[must_use]
    pub fn cache(&self) -> &Cache {
        self.client.cache()
    }
}
