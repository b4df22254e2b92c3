//! No TLS feature is on: plain http only.

use std::error::Error as StdError;

const WHY: &str = "this build has no TLS: switch on one of the features rustls-tls, aws-lc-rs or native-tls";

pub(super) struct Backend;

impl Backend {
    pub(super) fn load(extra: Option<&[u8]>) -> Result<Self, String> {
        match extra {
            Some(_) => Err(WHY.to_owned()),
            None => Ok(Self),
        }
    }

    pub(super) fn trusting_nobody() -> Result<Self, String> {
        Ok(Self)
    }

    pub(super) fn unavailable(&self) -> Option<&str> {
        Some(WHY)
    }

    pub(super) fn apply(&self, builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        builder
    }
}

pub(super) fn is_tls_error(_error: &(dyn StdError + 'static)) -> bool {
    false
}
