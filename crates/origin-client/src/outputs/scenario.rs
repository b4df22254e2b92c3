//! The outputs of one scenario.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aurora_core::download::DownloadReport;
use aurora_core::table::{HeaderRows, Table};
use aurora_core::{Error, ErrorKind, Result, Url};
use bytes::Bytes;
use tokio::sync::OnceCell;
use tokio::task::spawn_blocking;

use super::link::{Link, meta_request};
use super::{OutputRequest, address, choose, fetch};
use crate::cache::{Asker, Cache, OutputKey};
use crate::types::{DataDefinition, RegionEntry, RegionMeta, Scenario};
use crate::{OriginClient, Regions};

/// The outputs of one scenario, which was fetched once; see [`Outputs::of`](super::Outputs::of).
///
/// Regions and metadata are fetched when they are needed, and kept. Clones share them.
#[derive(Clone)]
pub struct ScenarioOutputs {
    client: OriginClient,
    scenario_id: String,
    scenario: Arc<Scenario>,
    regions: Arc<OnceCell<Regions>>,
    metas: Arc<Mutex<BTreeMap<String, Arc<RegionMeta>>>>,
    /// Whether metadata of the cache may be used.
    cached_metas: bool,
}

impl ScenarioOutputs {
    pub(super) async fn fetch(client: &OriginClient, scenario_id: &str) -> Result<Self> {
        let scenario = client.scenarios().get(scenario_id).await?;
        Ok(Self {
            client: client.clone(),
            scenario_id: scenario_id.to_owned(),
            scenario: Arc::new(scenario),
            regions: Arc::default(),
            metas: Arc::default(),
            cached_metas: true,
        })
    }

    /// The scenario, as it was when it was fetched.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// Its id.
    #[must_use]
    pub fn scenario_id(&self) -> &str {
        &self.scenario_id
    }

    /// A request for a file of this scenario.
    pub fn request(
        &self,
        region: impl Into<String>,
        kind: impl Into<String>,
        granularity: impl Into<String>,
    ) -> OutputRequest {
        OutputRequest::new(&self.scenario_id, region, kind, granularity)
    }

    /// The regions whose files can be asked for: the scenario's own, and the others of its group, whose files may not
    /// exist.
    ///
    /// # Errors
    ///
    /// As [`Scenarios::regions_of`](crate::Scenarios::regions_of).
    pub async fn regions(&self) -> Result<&Regions> {
        self.regions
            .get_or_try_init(|| async { self.client.scenarios().regions_of(&self.scenario).await })
            .await
    }

    /// What files a region has, in the order of its metadata.
    ///
    /// # Errors
    ///
    /// As [`meta`](Self::meta), and with `Decode` when the metadata has no list of them.
    pub async fn types(&self, region: &str) -> Result<Vec<DataDefinition>> {
        self.meta(region).await?.data_definitions.clone().ok_or_else(|| {
            let message = format!("the metadata of region {region:?} lists no downloads");
            Error::new(ErrorKind::Decode, message).with_operation("get_region_meta")
        })
    }

    /// The years of those files of a region that hold one year each; none when the metadata says nothing of them.
    ///
    /// # Errors
    ///
    /// As [`meta`](Self::meta), and with `Decode` when what the metadata says is no list of years.
    pub async fn years(&self, region: &str) -> Result<Vec<i64>> {
        choose::years(self.meta(region).await?.as_ref(), region)
    }

    /// The metadata of a region: from memory, else from the cache, else from the service.
    ///
    /// # Errors
    ///
    /// Fails with `NotFound` when the scenario has no such region; with `Decode` when what comes is no metadata; else
    /// the errors of any request.
    pub async fn meta(&self, region: &str) -> Result<Arc<RegionMeta>> {
        self.meta_from(region, true).await
    }

    /// Fetches the scenario again, and forgets regions and metadata; those of the cache are not looked at any more.
    ///
    /// # Errors
    ///
    /// As [`Scenarios::get`](crate::Scenarios::get). Everything stays as it was then.
    pub async fn refresh(&mut self) -> Result<()> {
        let fresh = Self::fetch(&self.client, &self.scenario_id).await?;
        *self = Self {
            cached_metas: false,
            ..fresh
        };
        Ok(())
    }

    /// An address that the file can be fetched from for a short time, without credentials. While the file is being
    /// made, asks every 15 s until the deadline of [`OriginClient::ready_policy`]. The cache of files has no part in
    /// this.
    ///
    /// # Errors
    ///
    /// Fails before the question with `NotFound` or `Ambiguous` when not exactly one download fits the request, and
    /// with `InvalidRequest` when its year or node is missing, superfluous or not valid; the message has the valid
    /// values. Fails with `Timeout` when the file is not made in time, with `Service` when the answer has no address;
    /// else as [`meta`](Self::meta).
    pub async fn location(&self, request: &OutputRequest) -> Result<Url> {
        self.link(request).await?.locate().await
    }

    /// The file as it is: comma-separated, in UTF-8, with two header rows. From the cache, if it is there, else from
    /// the service, and then it is stored in the cache. A cache that cannot be written is a warning in the log.
    ///
    /// A file of the cache is handed out without a check of the request against the metadata.
    ///
    /// # Errors
    ///
    /// As [`location`](Self::location); with `Decode` when what comes is no output file, with `TooLarge` when it is
    /// larger than the body limit ([`download`](Self::download) has none); else the errors of any request.
    pub async fn csv(&self, request: &OutputRequest) -> Result<Bytes> {
        let key = self.key(request)?;
        if let Some(bytes) = cached(&self.client, request, &key).await? {
            return Ok(bytes);
        }
        let link = self.link(request).await?;
        let bytes = fetch::to_memory(&self.client, &link).await?;
        let (asker, source) = (asker(&self.client), link.source().unwrap_or_default());
        let stored = bytes.clone();
        in_cache(&self.client, move |cache| {
            cache.store_output(&key, &asker, &source, &stored)
        })
        .await
        .unwrap_or_else(|error| not_stored(&error));
        Ok(bytes)
    }

    /// The file as text.
    ///
    /// # Errors
    ///
    /// As [`csv`](Self::csv), and with `Decode` when it is not UTF-8.
    pub async fn text(&self, request: &OutputRequest) -> Result<String> {
        utf8(self.csv(request).await?)
    }

    /// The file as columns, with the units of its second header row.
    ///
    /// # Errors
    ///
    /// As [`csv`](Self::csv) and [`Table::from_csv`].
    pub async fn table(&self, request: &OutputRequest) -> Result<Table> {
        parsed(self.csv(request).await?).await
    }

    /// Streams the file to disk, in constant memory. It takes its name only when it is whole and looks like an output
    /// file; what is at the path stays until then. A later call goes on with what an earlier one left, where the store
    /// allows it.
    ///
    /// The cache of files has no part in this.
    ///
    /// # Errors
    ///
    /// As [`location`](Self::location) and [`Download::run`](aurora_core::download::Download::run).
    pub async fn download(&self, request: &OutputRequest, path: impl AsRef<Path>) -> Result<DownloadReport> {
        let link = self.link(request).await?;
        fetch::run(&fetch::to_disk(&self.client, &link, path.as_ref()), &link).await
    }

    /// Checks a request in the order in which the Python client does, which decides the error that a request with
    /// several faults gets.
    async fn link(&self, request: &OutputRequest) -> Result<Link<'_>> {
        let key = self.key(request)?;
        let meta = self.meta_from(&request.region, request.from_cache).await?;
        let definition = choose::definition(&meta, request)?;
        let entry = self.entry(&request.region).await?;
        let template = choose::template(definition)?;
        choose::check(&meta, template, request)?;
        self.link_to(&entry, template, key, &request.params)
    }

    /// The link to a file whose request is known to be right.
    pub(super) fn link_to(
        &self,
        entry: &RegionEntry,
        template: &str,
        key: OutputKey,
        params: &[(String, String)],
    ) -> Result<Link<'_>> {
        let Some(base) = entry.data_url_base.as_deref().filter(|base| !base.is_empty()) else {
            let message = format!("region {:?} has no address for its files", key.region);
            return Err(Error::new(ErrorKind::Decode, message).with_operation("get_scenario"));
        };
        let question = address::question(base, &address::filled(template, &key), params)?;
        Ok(Link::new(&self.client, key, question))
    }

    pub(super) fn client(&self) -> &OriginClient {
        &self.client
    }

    fn key(&self, request: &OutputRequest) -> Result<OutputKey> {
        if request.scenario_id != self.scenario_id {
            let (asked, held) = (&request.scenario_id, &self.scenario_id);
            let message = format!("the request is for scenario {asked}, but these are the outputs of {held}");
            return Err(Error::new(ErrorKind::InvalidRequest, message));
        }
        request
            .key(self.scenario.default_currency.as_deref())
            .ok_or_else(|| no_currency(&self.scenario_id))
    }

    pub(super) async fn entry(&self, region: &str) -> Result<RegionEntry> {
        let regions = self.regions().await?;
        regions.get(region).cloned().ok_or_else(|| {
            let message = format!(
                "region {region:?} was not found for the scenario with id {}",
                self.scenario_id
            );
            let advice = match regions.is_empty() {
                true => "the scenario has no outputs; wait until its run is complete".to_owned(),
                false => format!(
                    "ask for one of its regions: {}",
                    choose::listed(regions.codes().map(str::to_owned))
                ),
            };
            Error::new(ErrorKind::NotFound, message).with_advice(advice)
        })
    }

    async fn meta_from(&self, region: &str, from_cache: bool) -> Result<Arc<RegionMeta>> {
        if let Some(meta) = self.metas().get(region).filter(|_| from_cache) {
            return Ok(Arc::clone(meta));
        }
        let cached = match from_cache && self.cached_metas {
            true => self.cached_meta(region).await?,
            false => None,
        };
        let meta = match cached {
            Some(meta) => meta,
            None => self.fetched_meta(region).await?,
        };
        let meta = Arc::new(meta);
        self.metas().insert(region.to_owned(), Arc::clone(&meta));
        Ok(meta)
    }

    async fn cached_meta(&self, region: &str) -> Result<Option<RegionMeta>> {
        let (id, region, asker) = (self.scenario_id.clone(), region.to_owned(), asker(&self.client));
        let bytes = in_cache(&self.client, move |cache| cache.meta(&id, &region, &asker)).await?;
        // What does not fit the description is fetched again.
        Ok(bytes
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .filter(|meta| !is_error(meta)))
    }

    async fn fetched_meta(&self, region: &str) -> Result<RegionMeta> {
        let entry = self.entry(region).await?;
        let Some(meta_url) = entry.meta_url.as_deref().filter(|url| !url.is_empty()) else {
            let message = format!("region {region:?} has no address for its metadata");
            return Err(Error::new(ErrorKind::Decode, message).with_operation("get_scenario"));
        };
        let answer = meta_request(&self.client, meta_url)?.send().await?;
        let meta: RegionMeta = answer.json()?;
        if is_error(&meta) {
            let message = format!("what came for region {region:?} is an error, no metadata");
            return Err(answer.error(ErrorKind::Decode, message));
        }
        let (id, region, asker) = (self.scenario_id.clone(), region.to_owned(), asker(&self.client));
        in_cache(&self.client, move |cache| {
            cache.store_meta(&id, &region, &asker, &answer.body)
        })
        .await
        .unwrap_or_else(|error| not_stored(&error));
        Ok(meta)
    }

    fn metas(&self) -> MutexGuard<'_, BTreeMap<String, Arc<RegionMeta>>> {
        self.metas.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for ScenarioOutputs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScenarioOutputs")
            .field("scenario_id", &self.scenario_id)
            .finish_non_exhaustive()
    }
}

pub(super) fn no_currency(scenario_id: &str) -> Error {
    let message = format!("scenario {scenario_id} has no default currency");
    Error::new(ErrorKind::InvalidRequest, message).with_advice("name one, for example gbp2024")
}

/// The file of a request, if it may come from the cache and is there.
pub(super) async fn cached(client: &OriginClient, request: &OutputRequest, key: &OutputKey) -> Result<Option<Bytes>> {
    if !request.from_cache {
        return Ok(None);
    }
    let (key, asker) = (key.clone(), asker(client));
    in_cache(client, move |cache| cache.output(&key, &asker)).await
}

/// Whether this was an error that came with status 200. Everything in the metadata may be missing, so it would pass for
/// the metadata of a region without files, and be kept as that.
fn is_error(meta: &RegionMeta) -> bool {
    let says_nothing = meta.data_definitions.is_none() && meta.years.is_none();
    says_nothing && ["errors", "error"].iter().any(|key| meta.extra.contains_key(*key))
}

pub(super) fn utf8(bytes: Bytes) -> Result<String> {
    String::from_utf8(bytes.into()).map_err(|error| {
        let message = format!(
            "the file is not UTF-8 from byte {} on",
            error.utf8_error().valid_up_to()
        );
        Error::new(ErrorKind::Decode, message)
    })
}

pub(super) async fn parsed(bytes: Bytes) -> Result<Table> {
    off_the_runtime(move || Table::from_csv(&*bytes, HeaderRows::Two)).await
}

fn asker(client: &OriginClient) -> Asker {
    Asker {
        base_url: client.scenario_base_url().as_str().trim_end_matches('/').to_owned(),
        now: client.clock().system_now(),
    }
}

/// Works on the cache where it may block.
async fn in_cache<T: Send + 'static>(
    client: &OriginClient,
    work: impl FnOnce(&Cache) -> Result<T> + Send + 'static,
) -> Result<T> {
    let cache = client.cache().clone();
    off_the_runtime(move || work(&cache)).await
}

pub(super) async fn off_the_runtime<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    spawn_blocking(work).await.unwrap_or_else(|stopped| {
        let message = "the work on the disk was stopped";
        Err(Error::new(ErrorKind::Io, message).with_source(io::Error::from(stopped)))
    })
}

/// The caller has what was asked for; that it is not kept concerns the next time.
fn not_stored(error: &Error) {
    tracing::warn!(target: "origin_client::cache", %error, "the cache cannot be written");
}
