//! The operating system's TLS library (OpenSSL on Linux) with its own trust store.

use std::error::Error as StdError;

use reqwest::Certificate;

pub(super) enum Backend {
    System { extra: Vec<Certificate> },
    Nobody,
}

impl Backend {
    pub(super) fn load(extra: Option<&[u8]>) -> Result<Self, String> {
        let extra = match extra {
            Some(pem) => certificates(pem)?,
            None => Vec::new(),
        };
        Ok(Self::System { extra })
    }

    pub(super) fn trusting_nobody() -> Result<Self, String> {
        Ok(Self::Nobody)
    }

    /// The library says so itself, at the handshake.
    pub(super) fn unavailable(&self) -> Option<&str> {
        None
    }

    pub(super) fn apply(&self, builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        let builder = builder.tls_backend_native();
        match self {
            Self::System { extra } => builder.tls_certs_merge(extra.iter().cloned()),
            Self::Nobody => builder.tls_certs_only([]),
        }
    }
}

fn certificates(pem: &[u8]) -> Result<Vec<Certificate>, String> {
    let certificates = Certificate::from_pem_bundle(pem).map_err(|error| {
        let cause = StdError::source(&error).map(ToString::to_string);
        cause.unwrap_or_else(|| error.to_string())
    })?;
    if certificates.is_empty() {
        return Err("it holds no certificate".to_owned());
    }
    Ok(certificates)
}

pub(super) fn is_tls_error(error: &(dyn StdError + 'static)) -> bool {
    // An I/O error beneath means that the connection broke, not that a certificate was refused.
    let mut beneath = error.source();
    while let Some(cause) = beneath {
        if cause.is::<std::io::Error>() {
            return false;
        }
        beneath = cause.source();
    }
    error.is::<native_tls::Error>()
}
