//! Output files.

use std::path::Path;
use std::sync::Arc;

use aurora_core::Url;
use aurora_core::download::DownloadReport;
use aurora_core::table::Table;
use bytes::Bytes;

use super::OriginClient;
use super::groups::{group, twins};
use super::jobs::Steps;
use super::runtime::PrivateRuntime;
use crate::cache::Cache;
use crate::outputs::{DownloadAll, DownloadAllReport, FileOutcome, OutputRequest, Selection};
use crate::types::{DataDefinition, RegionMeta, Scenario};
use crate::{Regions, Result};

group! {
    /// Output files, one or many, and their cache.
    Outputs
}

twins! {
    Outputs, group => group.client.client.outputs();
    location(request: &OutputRequest) -> Url;
    csv(request: &OutputRequest) -> Bytes;
    text(request: &OutputRequest) -> String;
    table(request: &OutputRequest) -> Table;
    download(request: &OutputRequest, path: impl AsRef<Path>) -> DownloadReport;
}

impl Outputs<'_> {
    /// The outputs of a scenario, whose details are fetched once; see [`of`](crate::Outputs::of) of the async client.
    ///
    /// # Errors
    ///
    /// As there; `InvalidRequest` inside an async runtime.
    pub fn of(&self, scenario_id: &str) -> Result<ScenarioOutputs> {
        let outputs = self
            .client
            .runtime
            .wait(self.client.client.outputs().of(scenario_id))??;
        Ok(ScenarioOutputs {
            outputs,
            runtime: Arc::clone(&self.client.runtime),
        })
    }

    /// Many files in the making, to be fetched by [`run_all`](Self::run_all) or [`all_outcomes`](Self::all_outcomes).
    pub fn download_all(&self, selection: Selection) -> DownloadAll {
        self.client.client.outputs().download_all(selection)
    }

    /// Fetches many files, to the end.
    ///
    /// # Errors
    ///
    /// As [`DownloadAll::run`]; `InvalidRequest` inside an async runtime.
    pub fn run_all(&self, download: DownloadAll) -> Result<DownloadAllReport> {
        self.client.runtime.wait(download.run())?
    }

    /// Fetches many files as their outcomes are read. Dropping it ends the fetching.
    #[must_use]
    pub fn all_outcomes(&self, download: DownloadAll) -> Steps<FileOutcome> {
        Steps::new(download.into_stream(), Arc::clone(&self.client.runtime))
    }

    /// The cache of output files.
    #[must_use]
    pub fn cache(&self) -> &Cache {
        self.client.client.cache()
    }
}

/// The outputs of one scenario; see [`crate::outputs::ScenarioOutputs`].
#[derive(Debug)]
pub struct ScenarioOutputs {
    outputs: crate::outputs::ScenarioOutputs,
    runtime: Arc<PrivateRuntime>,
}

macro_rules! methods {
    ($($method:ident($($argument:ident: $type:ty),*) -> $result:ty;)*) => {
        impl ScenarioOutputs {
            $(
                #[doc = concat!("As [`", stringify!($method), "`](crate::outputs::ScenarioOutputs::",
                    stringify!($method), ") of the async client.")]
                ///
                /// # Errors
                ///
                /// As there; `InvalidRequest` inside an async runtime.
                pub fn $method(&self, $($argument: $type),*) -> Result<$result> {
                    self.runtime.wait(self.outputs.$method($($argument),*))?
                }
            )*
        }
    };
}

methods! {
    types(region: &str) -> Vec<DataDefinition>;
    years(region: &str) -> Vec<i64>;
    meta(region: &str) -> Arc<RegionMeta>;
    location(request: &OutputRequest) -> Url;
    csv(request: &OutputRequest) -> Bytes;
    text(request: &OutputRequest) -> String;
    table(request: &OutputRequest) -> Table;
    download(request: &OutputRequest, path: impl AsRef<Path>) -> DownloadReport;
}

impl ScenarioOutputs {
    /// The scenario as it was when it was fetched.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        self.outputs.scenario()
    }

    /// The regions whose files can be asked for; see [`regions`](crate::outputs::ScenarioOutputs::regions) of the async client.
    ///
    /// # Errors
    ///
    /// As there; `InvalidRequest` inside an async runtime.
    pub fn regions(&self) -> Result<&Regions> {
        self.runtime.wait(self.outputs.regions())?
    }

    /// Fetches the scenario anew; see [`refresh`](crate::outputs::ScenarioOutputs::refresh) of the async client.
    ///
    /// # Errors
    ///
    /// As there; `InvalidRequest` inside an async runtime.
    pub fn refresh(&mut self) -> Result<()> {
        self.runtime.wait(self.outputs.refresh())?
    }
}
