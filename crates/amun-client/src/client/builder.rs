//! Configures a client.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use aurora_auth::{Places, Token, amun};
use aurora_core::call::CallOptions;
use aurora_core::clock::{Clock, Jitter};
use aurora_core::limits::Limits;
use aurora_core::retry::RetryPolicy;
use aurora_core::transport::{Credentials, Transport, TransportBuilder};
use aurora_core::{Result, Url};

use super::AmunClient;
use crate::generated;

/// The header that carries the token.
const TOKEN_HEADER: &str = "Private-Token";

/// A token in whichever form the caller has it.
pub struct TokenInput(Input);

enum Input {
    Token(Token),
    Text(String),
}

impl From<Token> for TokenInput {
    fn from(token: Token) -> Self {
        Self(Input::Token(token))
    }
}

impl From<&str> for TokenInput {
    fn from(text: &str) -> Self {
        Self(Input::Text(text.to_owned()))
    }
}

impl From<String> for TokenInput {
    fn from(text: String) -> Self {
        Self(Input::Text(text))
    }
}

/// Never the value.
impl fmt::Debug for TokenInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenInput([redacted])")
    }
}

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
    places: Option<Places<'a>>,
    limits: Option<Limits>,
    retry: Option<RetryPolicy>,
    user_agent: Option<String>,
    extra_ca_file: Option<PathBuf>,
    allow_insecure_http: bool,
    no_proxy: bool,
    proxy: Option<Url>,
    clock: Option<Arc<dyn Clock>>,
    jitter: Option<Arc<dyn Jitter>>,
}

impl<'a> AmunClientBuilder<'a> {
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

    /// Sets where token and base URL are looked for. Default: the environment and home directory of this process.
    pub fn with_places<'b>(self, places: Places<'b>) -> AmunClientBuilder<'b>
    where
        'a: 'b,
    {
        AmunClientBuilder {
            places: Some(places),
            ..self
        }
    }

    /// Sets time and size limits. Default: those of [`Limits`].
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = Some(limits);
        self
    }

    /// Sets when failed requests are sent again. Default: that of [`RetryPolicy`].
    pub fn with_retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = Some(retry);
        self
    }

    /// Sets the name that the program goes by. Default: `aurora-energy/` and the version.
    pub fn with_user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Trusts the certificate authorities of a PEM file beside the operating system's. Default: none.
    pub fn with_extra_ca_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.extra_ca_file = Some(path.into());
        self
    }

    /// Lets the token travel over plain http to another machine. Default: `false`; on this machine it may in any case.
    pub fn with_allow_insecure_http(mut self, allow: bool) -> Self {
        self.allow_insecure_http = allow;
        self
    }

    /// Sends everything but loopback traffic through this proxy. Default: the proxy variables of the environment.
    pub fn with_proxy(mut self, proxy: Url) -> Self {
        self.proxy = Some(proxy);
        self
    }

    /// Uses no proxy, whatever the environment says.
    pub fn without_proxy(mut self) -> Self {
        self.no_proxy = true;
        self
    }

    /// Sets the clock that all waits go through. Default: the real one.
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Sets the randomness of the waits. Default: real randomness.
    pub fn with_jitter(mut self, jitter: Arc<dyn Jitter>) -> Self {
        self.jitter = Some(jitter);
        self
    }

    /// Makes the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// Fails with `Credential` when there is no usable token or address, naming the place that is wrong, or when the token
    /// would travel unencrypted to another machine; with `Tls` when no secure connections can be made.
    pub fn build(self) -> Result<AmunClient> {
        let places = match &self.places {
            Some(places) => places.clone(),
            None => Places::of_process(),
        };
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
        let explicit = match &self.token {
            Some(TokenInput(Input::Token(token))) => return Ok(token.clone()),
            Some(TokenInput(Input::Text(text))) => Some(text.as_str()),
            None => None,
        };
        let resolved = amun::token(explicit, places)?;
        for warning in &resolved.warnings {
            tracing::warn!(target: "amun_client", "{warning}");
        }
        Ok(resolved.value)
    }

    fn transport(self, token: &Token, base_url: &Url, v2_base_url: Option<&Url>) -> TransportBuilder {
        let mut transport = Transport::builder("amun", generated::OPERATIONS)
            .credentials(Credentials::header(TOKEN_HEADER, token))
            .mount("/v1", base_url.clone())
            .limits(self.limits.unwrap_or_default())
            .retry(self.retry.unwrap_or_default())
            .allow_insecure_http(self.allow_insecure_http);
        if let Some(v2_base_url) = v2_base_url {
            transport = transport.mount("/v2", v2_base_url.clone());
        }
        if let Some(user_agent) = self.user_agent {
            transport = transport.user_agent(user_agent);
        }
        if let Some(path) = self.extra_ca_file {
            transport = transport.extra_ca_file(path);
        }
        if let Some(proxy) = self.proxy {
            transport = transport.proxy(proxy);
        }
        if self.no_proxy {
            transport = transport.no_proxy();
        }
        if let Some(clock) = self.clock {
            transport = transport.clock(clock);
        }
        match self.jitter {
            Some(jitter) => transport.jitter(jitter),
            None => transport,
        }
    }
}
