//! Configures a client.

use aurora_auth::{Places, Token, amun};
use aurora_core::call::CallOptions;
use aurora_core::settings::{ClientSettings, TokenInput};
use aurora_core::transport::{Credentials, Transport, TransportBuilder};
use aurora_core::{Result, Url};

use super::AmunClient;
use crate::generated;

/// The header that carries the token.
const TOKEN_HEADER: &str = "Private-Token";

/// Configures an [`AmunClient`].
///
/// ```
/// use std::time::Duration;
/// use amun_client::{AmunClient, limits::Limits};
///
/// let amun = AmunClient::builder()
///     .with_token("my-token")
///     .with_base_url("http://localhost:3001/amun/v1")
///     .with_limits(Limits::default().with_first_byte_compute(Duration::from_secs(3600)))
///     .build()?;
/// assert_eq!(amun.v2_base_url().map(|url| url.as_str()), Some("http://localhost:3001/amun/v2"));
/// # Ok::<(), amun_client::Error>(())
/// ```
#[derive(Debug, Default)]
#[must_use]
pub struct AmunClientBuilder<'a> {
    token: Option<TokenInput>,
    base_url: Option<String>,
    v2_base_url: Option<String>,
    settings: ClientSettings<'a>,
}

aurora_core::client_settings!(AmunClientBuilder);

impl AmunClientBuilder<'_> {
    /// Sets the token. Default: `AURORA_API_KEY`, else the first line of `~/.aurora-api-key`.
    pub fn with_token(mut self, token: impl Into<TokenInput>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Sets the base URL of version 1. Default: `AURORA_API_BASE_URL`, else `https://api.auroraer.com/amun/v1`.
    pub fn with_base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = Some(base_url.into());
        self
    }

    /// Sets the base URL of version 2. Default: that of version 1 with `v2` for its last segment `v1`.
    pub fn with_v2_base_url(mut self, base_url: impl Into<String>) -> Self {
        self.v2_base_url = Some(base_url.into());
        self
    }

    /// Makes the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// Fails with `Credential` when there is no usable token or address, naming the place that is wrong, or when the token
    /// would travel unencrypted to another machine; with `Tls` when no secure connections can be made.
    pub fn build(self) -> Result<AmunClient> {
        let places = self.settings.places();
        let base_url = amun::base_url(self.base_url.as_deref(), &places)?.value;
        let v2_base_url = match &self.v2_base_url {
            Some(given) => Some(amun::base_url(Some(given), &places)?.value),
            // Version 1 works without version 2; what needs it says so when it is called.
            None => amun::v2_base_url(&base_url).ok(),
        };
        let token = self.token(&places)?;
        let transport = self.transport(&token, &base_url, v2_base_url.as_ref()).build()?;
        let http = transport.reqwest().clone();
        Ok(AmunClient {
            generated: generated::Client::new_with_client(Transport::PLACEHOLDER_BASE, http, transport),
            base_url,
            v2_base_url,
            options: CallOptions::default(),
        })
    }

    fn token(&self, places: &Places<'_>) -> Result<Token> {
        let given = self.token.as_ref();
        if let Some(token) = given.and_then(TokenInput::as_token) {
            return Ok(token.clone());
        }
        let explicit = given.and_then(TokenInput::as_text);
        let resolved = amun::token(explicit, places)?;
        for warning in &resolved.warnings {
            tracing::warn!(target: "amun_client", "{warning}");
        }
        Ok(resolved.value)
    }

    fn transport(self, token: &Token, base_url: &Url, v2_base_url: Option<&Url>) -> TransportBuilder {
        let mut transport = Transport::builder("amun", generated::OPERATIONS)
            .credentials(Credentials::header(TOKEN_HEADER, token))
            .mount("/v1", base_url.clone());
        if let Some(v2_base_url) = v2_base_url {
            transport = transport.mount("/v2", v2_base_url.clone());
        }
        self.settings.apply(transport)
    }
}
