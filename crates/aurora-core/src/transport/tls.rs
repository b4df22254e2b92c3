//! Which TLS library is used, and which certificates it trusts.
//!
//! Cargo features add up, so several may be on at once. The rule: what is not the default wins, because somebody asked
//! for it. `native-tls` goes before `aws-lc-rs`, and `aws-lc-rs` before `rustls-tls`. Nothing is installed process-wide.

#[cfg(feature = "native-tls")]
#[path = "tls/native.rs"]
mod backend;
#[cfg(all(not(feature = "native-tls"), not(any(feature = "rustls-tls", feature = "aws-lc-rs"))))]
#[path = "tls/none.rs"]
mod backend;
#[cfg(all(not(feature = "native-tls"), any(feature = "rustls-tls", feature = "aws-lc-rs")))]
#[path = "tls/rustls.rs"]
mod backend;

use std::error::Error as StdError;
use std::fs;
use std::path::Path;

use crate::{Error, ErrorKind, Result};

/// The certificates and settings for secure connections.
pub(super) struct Tls {
    backend: backend::Backend,
}

impl Tls {
    /// Loads the operating system's trust store and, if given, a PEM file of further certificate authorities.
    pub(super) fn load(extra_ca_file: Option<&Path>) -> Result<Self> {
        let extra = extra_ca_file.map(read).transpose()?;
        let backend = backend::Backend::load(extra.as_deref()).map_err(|why| match extra_ca_file {
            Some(path) => {
                let file = path.display();
                Error::new(ErrorKind::Tls, format!("the CA file {file} cannot be used: {why}"))
                    .with_advice("it must hold one or more certificates in PEM form")
            }
            None => Error::new(ErrorKind::Tls, why),
        })?;
        Ok(Self { backend })
    }

    /// Settings under which every secure connection fails; for plain http to this machine.
    pub(super) fn trusting_nobody() -> Result<Self> {
        let backend = backend::Backend::trusting_nobody().map_err(|why| Error::new(ErrorKind::Tls, why))?;
        Ok(Self { backend })
    }

    /// Why no secure connection can be made at all, if that is so.
    pub(super) fn unavailable(&self) -> Option<&str> {
        self.backend.unavailable()
    }

    pub(super) fn apply(&self, builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        self.backend.apply(builder)
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| {
        let file = path.display();
        Error::new(ErrorKind::Tls, format!("the CA file {file} cannot be read"))
            .with_advice("check the path and its permissions")
            .with_source(error)
    })
}

/// Whether a failure is the TLS library's own word (a refused certificate, say) and not a broken connection beneath it.
pub(super) fn is_tls_error(error: &(dyn StdError + 'static)) -> bool {
    backend::is_tls_error(error)
}
