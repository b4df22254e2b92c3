//! rustls with a provider of our own choice and the operating system's trust store.

use std::error::Error as StdError;
use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier};
use rustls_platform_verifier::Verifier;

pub(super) struct Backend {
    config: ClientConfig,
    unavailable: Option<String>,
}

#[cfg(feature = "aws-lc-rs")]
fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::aws_lc_rs::default_provider())
}

#[cfg(not(feature = "aws-lc-rs"))]
fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

impl Backend {
    pub(super) fn load(extra: Option<&[u8]>) -> Result<Self, String> {
        match verifier(extra)? {
            Ok(verifier) => {
                // "Dangerous" because it is not rustls' own; it is the operating system's.
                let config = builder()?
                    .dangerous()
                    .with_custom_certificate_verifier(Arc::new(verifier))
                    .with_no_client_auth();
                Ok(Self {
                    config,
                    unavailable: None,
                })
            }
            // With no trust store at all, every secure connection fails closed.
            Err(why) => Self::trusting_nobody().map(|nobody| Self {
                unavailable: Some(why),
                ..nobody
            }),
        }
    }

    pub(super) fn trusting_nobody() -> Result<Self, String> {
        let config = builder()?
            .with_root_certificates(RootCertStore::empty())
            .with_no_client_auth();
        Ok(Self {
            config,
            unavailable: None,
        })
    }

    pub(super) fn unavailable(&self) -> Option<&str> {
        self.unavailable.as_deref()
    }

    pub(super) fn apply(&self, builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        let mut config = self.config.clone();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        builder.tls_backend_preconfigured(config)
    }
}

fn builder() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, String> {
    ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())
}

/// The outer error is the caller's (a CA file that is none), the inner one the machine's (no trust store).
fn verifier(extra: Option<&[u8]>) -> Result<Result<Verifier, String>, String> {
    match extra {
        Some(pem) => with_extra(certificates(pem)?).map(Ok),
        None => Ok(Verifier::new(provider()).map_err(|error| error.to_string())),
    }
}

#[cfg(not(target_os = "android"))]
fn with_extra(certificates: Vec<CertificateDer<'static>>) -> Result<Verifier, String> {
    Verifier::new_with_extra_roots(certificates, provider()).map_err(|error| error.to_string())
}

#[cfg(target_os = "android")]
fn with_extra(_certificates: Vec<CertificateDer<'static>>) -> Result<Verifier, String> {
    Err("this platform takes no further certificates".to_owned())
}

fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, String> {
    let certificates = CertificateDer::pem_slice_iter(pem)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| error.to_string())?;
    if certificates.is_empty() {
        return Err("it holds no certificate".to_owned());
    }
    Ok(certificates)
}

pub(super) fn is_tls_error(error: &(dyn StdError + 'static)) -> bool {
    error.is::<rustls::Error>()
}
