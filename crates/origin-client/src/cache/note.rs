//! The note beside a file.

use std::time::SystemTime;

use aurora_core::{Error, ErrorKind, Result};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{OutputKey, name};

/// The version of the format that this library writes.
const VERSION: u32 = 1;

/// What is known about a file of the cache. Kept beside it as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CacheNote {
    /// The version of this format: 1.
    pub schema_version: u32,
    /// The scenario service's base URL that it was asked for at.
    pub base_url: String,
    /// What was asked for; `None` for a region's metadata.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<OutputKey>,
    /// The address that it came from, without its query: that holds a signature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The length of the file in bytes.
    pub bytes: u64,
    /// Its SHA-256 in lower-case hexadecimal digits.
    pub sha256: String,
    /// When it was fetched, in UTC.
    #[cfg_attr(feature = "schemars", schemars(with = "String"))]
    pub fetched_at: Timestamp,
}

impl CacheNote {
    pub(super) fn new(base_url: &str, now: SystemTime, bytes: &[u8]) -> Result<Self> {
        let fetched_at = Timestamp::try_from(now).map_err(|error| {
            let message = "the clock of this machine shows a time that no calendar has";
            Error::new(ErrorKind::Io, message).with_source(error)
        })?;
        Ok(Self {
            schema_version: VERSION,
            base_url: base_url.to_owned(),
            output: None,
            source: None,
            bytes: bytes.len() as u64,
            sha256: name::hex(&Sha256::digest(bytes)),
            fetched_at,
        })
    }

    pub(super) fn of_output(mut self, key: OutputKey) -> Self {
        self.output = Some(key);
        self
    }

    pub(super) fn from(mut self, source: &str) -> Self {
        self.source = Some(source.to_owned());
        self
    }

    /// Whether these are the bytes that were stored.
    pub(super) fn fits(&self, bytes: &[u8]) -> bool {
        self.schema_version == VERSION
            && self.bytes == bytes.len() as u64
            && self.sha256 == name::hex(&Sha256::digest(bytes))
    }
}
