//! Output files and metadata on disk, in a folder that this client and the Python one share.
//!
//! The folder, its sub-folders and the names in it are those of the Python client, so either finds what the other
//! fetched:
//!
//! ```text
//! <folder>/<scenario id>/meta_<region>.json
//! <folder>/<scenario id>/<region>-<type>-<granularity>-<currency>[-<year>][-subtype-<sub type>][-<node>].csv
//! ```
//!
//! # What is served
//!
//! A hidden note beside each file that this client writes (`.NAME.note.json`) says what was asked for, at which base
//! URL, and which bytes came: a file that differs from its note in one bit, that belongs to another base URL, or that
//! another request's name happens to equal, is not served but fetched again. A file without a note comes from the
//! Python client. It is served when it is whole as far as can be told: comma-separated, all rows as long as the two
//! header rows, a line end at the end; [`Cache::with_unknown_files`] turns that off. An error page that the Python
//! client stored as a file is never served. Where it stored text in the wrong encoding (`Â£/MWh` for `£/MWh`), the text
//! is put right on reading. What it cannot be asked is which base URL a file came from: who uses several with it should
//! keep a folder for each.
//!
//! # What differs in the names
//!
//! Extra query parameters are part of a name as a hash that is the same in every process; the Python client's changes
//! with each, so those files are not shared. In a region, node or other part of a name, the characters that mean
//! something in addresses or that not every file system takes (`/ \ : * ? " < > | # %` and control characters) are
//! percent-encoded; for such names the Python client fetches the wrong file, or none.
//!
//! # Writing
//!
//! Files are written under a name of their own and then renamed, note first: whatever stops a program, and however many
//! write at once, no reader sees half a file.

mod content;
mod directory;
mod key;
pub(crate) mod name;
mod note;
pub(crate) mod store;
mod survey;

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use aurora_auth::Places;
use aurora_core::Result;
use bytes::Bytes;

pub use directory::DIRECTORY_VARIABLE;
pub use key::OutputKey;
pub use note::CacheNote;
pub use survey::{CacheEntry, EntryContent, EntryState, Prune, Pruned, Verified};

pub(crate) use content::{check_head, check_output};

/// How long metadata is served before it is fetched again, unless a cache says otherwise.
const META_TTL: Duration = Duration::from_secs(24 * 60 * 60);

/// A folder of fetched files; see [`cache`](crate::cache).
///
/// ```
/// use std::time::Duration;
/// use origin_client::cache::Cache;
///
/// let cache = Cache::at("/srv/origin").with_output_ttl(Some(Duration::from_secs(7 * 24 * 3600)));
/// assert!(cache.directory().is_some());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cache {
    directory: Option<PathBuf>,
    meta_ttl: Duration,
    output_ttl: Option<Duration>,
    unknown_files: bool,
}

/// Who asks, and when: what is served depends on both.
#[derive(Clone, Debug)]
pub(crate) struct Asker {
    /// The scenario service's base URL.
    pub(crate) base_url: String,
    pub(crate) now: SystemTime,
}

impl Cache {
    /// A cache in this folder. It is made when the first file is stored.
    #[must_use]
    pub fn at(directory: impl Into<PathBuf>) -> Self {
        Self {
            directory: Some(directory.into()),
            ..Self::disabled()
        }
    }

    /// A cache that holds nothing and keeps nothing.
    #[must_use]
    pub fn disabled() -> Self {
        Self {
            directory: None,
            meta_ttl: META_TTL,
            output_ttl: None,
            unknown_files: true,
        }
    }

    /// The cache in the folder that the Python client uses too: `AURORA_ORIGIN_CACHE_DIRECTORY`, else the platform's
    /// place for a user's data, which is `$XDG_DATA_HOME/aer-origin-sdk` or `~/.local/share/aer-origin-sdk` on Linux,
    /// `~/Library/Application Support/aer-origin-sdk` on macOS and `%LOCALAPPDATA%\auroraenergyresearch\aer-origin-sdk`
    /// on Windows. Where the system tells no such place, the cache is a [`disabled`](Self::disabled) one.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when the variable is set and empty.
    pub fn of_places(places: &Places<'_>) -> Result<Self> {
        let directory = directory::resolve(places)?;
        Ok(Self {
            directory,
            ..Self::disabled()
        })
    }

    /// Sets how long metadata is served before it is fetched again. Default: 24 hours. Zero fetches it each time.
    #[must_use]
    pub fn with_meta_ttl(mut self, ttl: Duration) -> Self {
        self.meta_ttl = ttl;
        self
    }

    /// Sets how long output files are served before they are fetched again. Default: `None`, for ever, because the
    /// outputs of a finished run do not change.
    #[must_use]
    pub fn with_output_ttl(mut self, ttl: Option<Duration>) -> Self {
        self.output_ttl = ttl;
        self
    }

    /// Sets whether files without a note of this client are served, such as those of the Python client. Default: yes,
    /// when they look whole.
    #[must_use]
    pub fn with_unknown_files(mut self, serve: bool) -> Self {
        self.unknown_files = serve;
        self
    }

    /// The folder; `None` for a cache that keeps nothing.
    #[must_use]
    pub fn directory(&self) -> Option<&Path> {
        self.directory.as_deref()
    }

    /// Where the file of a request is, or would be; `None` for a cache that keeps nothing.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when the scenario id cannot be the name of a folder.
    pub fn path_of(&self, key: &OutputKey) -> Result<Option<PathBuf>> {
        let Some(directory) = &self.directory else {
            return Ok(None);
        };
        Ok(Some(
            directory.join(name::folder(&key.scenario_id)?).join(name::output(key)),
        ))
    }

    fn path_of_meta(&self, scenario_id: &str, region: &str) -> Result<Option<PathBuf>> {
        let Some(directory) = &self.directory else {
            return Ok(None);
        };
        Ok(Some(
            directory.join(name::folder(scenario_id)?).join(name::meta(region)),
        ))
    }

    /// The file of a request, if it is there and can be trusted.
    pub(crate) fn output(&self, key: &OutputKey, asker: &Asker) -> Result<Option<Bytes>> {
        let Some(path) = self.path_of(key)? else {
            return Ok(None);
        };
        let wanted = store::Wanted {
            base_url: &asker.base_url,
            output: Some(key),
            now: asker.now,
            ttl: self.output_ttl,
            unknown_files: self.unknown_files,
        };
        Ok(store::read(&path, &wanted, content::known_or_whole))
    }

    /// The metadata of a region, if it is there and can be trusted.
    pub(crate) fn meta(&self, scenario_id: &str, region: &str, asker: &Asker) -> Result<Option<Bytes>> {
        let Some(path) = self.path_of_meta(scenario_id, region)? else {
            return Ok(None);
        };
        let wanted = store::Wanted {
            base_url: &asker.base_url,
            output: None,
            now: asker.now,
            ttl: Some(self.meta_ttl),
            unknown_files: self.unknown_files,
        };
        Ok(store::read(&path, &wanted, content::json_object))
    }

    /// Stores the file of a request. `source` is the address it came from, without its signature.
    pub(crate) fn store_output(&self, key: &OutputKey, asker: &Asker, source: &str, bytes: &[u8]) -> Result<()> {
        let Some(path) = self.path_of(key)? else {
            return Ok(());
        };
        let note = CacheNote::new(&asker.base_url, asker.now, bytes)?
            .of_output(key.clone())
            .from(source);
        store::write_noted(&path, &note, bytes)
    }

    /// Stores the metadata of a region.
    pub(crate) fn store_meta(&self, scenario_id: &str, region: &str, asker: &Asker, bytes: &[u8]) -> Result<()> {
        let Some(path) = self.path_of_meta(scenario_id, region)? else {
            return Ok(());
        };
        store::write_noted(&path, &CacheNote::new(&asker.base_url, asker.now, bytes)?, bytes)
    }

    /// The files in the cache, in the order of their names. Files that are neither this client's nor the Python
    /// client's are left out. Reads the disk, so asynchronous programs should call it where they may block.
    ///
    /// # Errors
    ///
    /// Fails with `Io` when the folder cannot be read. A folder that does not exist is an empty cache.
    pub fn list(&self) -> Result<Vec<CacheEntry>> {
        survey::list(self.directory())
    }

    /// Reads every file of the cache, and tells the whole ones from the damaged ones. Reads the disk, as
    /// [`list`](Self::list).
    ///
    /// # Errors
    ///
    /// As [`list`](Self::list).
    pub fn verify(&self) -> Result<Vec<Verified>> {
        survey::verify(self.directory())
    }

    /// Deletes files from the cache, and what programs that were stopped left in it. Other files in the folder are not
    /// touched. Works on the disk, as [`list`](Self::list).
    ///
    /// # Errors
    ///
    /// As [`list`](Self::list), and with `Io` when a file cannot be deleted.
    pub fn prune(&self, what: &Prune) -> Result<Pruned> {
        survey::prune(self.directory(), what, SystemTime::now())
    }
}

#[cfg(test)]
mod tests;
