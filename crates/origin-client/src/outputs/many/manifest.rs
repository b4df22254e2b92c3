//! The list of what is in a folder.

use std::collections::{BTreeMap, HashSet};
use std::io;
use std::path::{Component, Path, PathBuf};

use aurora_core::{Error, ErrorKind, Result};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::cache::{OutputKey, name, store};

/// The manifest's name in its folder.
pub const MANIFEST_NAME: &str = "manifest.json";

/// The version of the format that this library writes.
const VERSION: u32 = 1;

/// What is in a folder of downloaded files, and where it came from. Kept there as `manifest.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Manifest {
    /// The version of this format: 1.
    pub schema_version: u32,
    /// The base URL of the scenario service that all files were asked for at.
    pub base_url: String,
    /// The files by their paths in the folder, with `/` between folder and name.
    pub files: BTreeMap<String, ManifestEntry>,
}

/// A file of the manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ManifestEntry {
    /// What was asked for.
    pub request: OutputKey,
    /// The address that it came from, without its query: that holds a signature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its SHA-256 in lower-case hexadecimal digits.
    pub sha256: String,
    /// When it was complete, in UTC.
    #[cfg_attr(feature = "schemars", schemars(with = "String"))]
    pub fetched_at: Timestamp,
}

impl Manifest {
    /// Reads the manifest of a folder; `None` when it has none.
    ///
    /// # Errors
    ///
    /// Fails with `Io` when it cannot be read, with `Decode` when it is no manifest, and with `InvalidRequest` when a
    /// newer version of this library wrote it.
    pub fn read(folder: &Path) -> Result<Option<Self>> {
        let path = folder.join(MANIFEST_NAME);
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                let message = format!("cannot read {}", path.display());
                return Err(Error::new(ErrorKind::Io, message).with_source(error));
            }
        };
        let manifest: Self = serde_json::from_slice(&text).map_err(|error| {
            let message = format!("{} is no manifest of downloads", path.display());
            Error::new(ErrorKind::Decode, message)
                .with_source(error)
                .with_advice("choose another folder, or move the file away")
        })?;
        if manifest.schema_version > VERSION {
            let message = format!(
                "{} has the format {}, and this version of the library reads {VERSION}",
                path.display(),
                manifest.schema_version
            );
            return Err(Error::new(ErrorKind::InvalidRequest, message).with_advice("use a newer version"));
        }
        Ok(Some(manifest))
    }

    /// The manifest of a folder, or a new one.
    pub(super) fn open(folder: &Path, base_url: &str) -> Result<Self> {
        let Some(manifest) = Self::read(folder)? else {
            return Ok(Self {
                schema_version: VERSION,
                base_url: base_url.to_owned(),
                files: BTreeMap::new(),
            });
        };
        if manifest.base_url == base_url {
            return Ok(manifest);
        }
        let message = format!(
            "{} holds files from {}, and these would come from {base_url}",
            folder.display(),
            manifest.base_url
        );
        Err(Error::new(ErrorKind::InvalidRequest, message).with_advice("choose another folder"))
    }

    /// Puts the manifest in the folder, at once.
    pub(super) fn write(&self, folder: &Path) -> Result<()> {
        let path = folder.join(MANIFEST_NAME);
        let failed = store::unwritable(&path);
        let text = serde_json::to_vec_pretty(self).map_err(|error| failed(error.into()))?;
        store::replace(&path, &text).map_err(&failed)
    }
}

/// Gives each file a path of its own.
pub(super) struct Names {
    known: BTreeMap<OutputKey, String>,
    /// In lower case: many file systems do not tell it from upper case.
    taken: HashSet<String>,
}

impl Names {
    /// Names that leave the manifest's files alone.
    pub(super) fn beside(manifest: &Manifest) -> Self {
        let usable = || manifest.files.iter().filter(|(path, _)| is_inside(path));
        Self {
            known: usable()
                .map(|(path, entry)| (entry.request.clone(), path.clone()))
                .collect(),
            taken: usable().map(|(path, _)| path.to_lowercase()).collect(),
        }
    }

    /// The path of a file in the folder, with `/` in it.
    pub(super) fn of(&mut self, key: &OutputKey) -> Result<String> {
        if let Some(path) = self.known.get(key) {
            return Ok(path.clone());
        }
        let folder = name::folder(&key.scenario_id)?;
        let plain = format!("{folder}/{}", name::output(key));
        let path = if self.taken.insert(plain.to_lowercase()) {
            plain
        } else {
            let beside = format!("{folder}/{}", name::output_beside(key));
            self.taken.insert(beside.to_lowercase());
            beside
        };
        self.known.insert(key.clone(), path.clone());
        Ok(path)
    }
}

/// Whether a path of the manifest, which may come from anywhere, is a file in a folder in our folder.
fn is_inside(path: &str) -> bool {
    let mut parts = Path::new(path).components();
    let are_names = parts.clone().all(|part| matches!(part, Component::Normal(_)));
    are_names && parts.by_ref().count() == 2 && !path.contains('\\') && path.ends_with(".csv")
}

/// A path of the manifest on disk.
pub(super) fn on_disk(folder: &Path, path: &str) -> PathBuf {
    path.split('/')
        .fold(folder.to_owned(), |folder, part| folder.join(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(region: &str, node: Option<&str>) -> OutputKey {
        let mut key = OutputKey::new("s1", region, "nodal", "1h", "usd2024");
        key.node = node.map(str::to_owned);
        key
    }

    fn empty() -> Manifest {
        Manifest {
            schema_version: VERSION,
            base_url: "http://x".to_owned(),
            files: BTreeMap::new(),
        }
    }

    fn entry(request: OutputKey) -> ManifestEntry {
        ManifestEntry {
            request,
            source: None,
            bytes: 1,
            sha256: String::new(),
            fetched_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn names_that_differ_in_case_alone_get_different_files() {
        let mut names = Names::beside(&empty());
        let first = names.of(&key("erc", Some("North"))).unwrap();
        let second = names.of(&key("erc", Some("NORTH"))).unwrap();
        assert_eq!(first, "s1/erc-nodal-1h-usd2024-North.csv");
        assert_ne!(first.to_lowercase(), second.to_lowercase());
        assert!(second.starts_with("s1/erc-nodal-1h-usd2024-NORTH~"), "{second}");
        assert_eq!(names.of(&key("erc", Some("NORTH"))).unwrap(), second);
    }

    #[test]
    fn parts_that_run_together_get_different_files() {
        let mut names = Names::beside(&empty());
        let mut year = key("erc", None);
        year.year = Some(2030);
        let (year, node) = (names.of(&year).unwrap(), names.of(&key("erc", Some("2030"))).unwrap());
        assert_ne!(year, node);
    }

    #[test]
    fn a_file_of_the_manifest_keeps_its_name_and_nobody_else_gets_it() {
        let mut manifest = empty();
        let taken = "s1/erc-nodal-1h-usd2024-a.csv";
        manifest.files.insert(taken.to_owned(), entry(key("erc", Some("A"))));
        let mut names = Names::beside(&manifest);
        assert_ne!(names.of(&key("erc", Some("a"))).unwrap(), taken);
        assert_eq!(names.of(&key("erc", Some("A"))).unwrap(), taken);
    }

    #[test]
    fn a_path_that_leaves_the_folder_is_not_taken_from_the_manifest() {
        for path in [
            "../x.csv",
            "/etc/x.csv",
            "a/../x.csv",
            "x.csv",
            "a/b/x.csv",
            "a\\..\\x/y.csv",
            "s1/x.sh",
        ] {
            let mut manifest = empty();
            manifest.files.insert(path.to_owned(), entry(key("erc", None)));
            let mut names = Names::beside(&manifest);
            assert_eq!(
                names.of(&key("erc", None)).unwrap(),
                "s1/erc-nodal-1h-usd2024.csv",
                "{path}"
            );
        }
    }
}
