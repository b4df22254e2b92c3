//! Configures a client.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use aurora_auth::origin::{self, Universe};
use aurora_auth::{Places, Token};
use aurora_core::call::CallOptions;
use aurora_core::clock::{Clock, Jitter};
use aurora_core::limits::Limits;
use aurora_core::poll::PollPolicy;
use aurora_core::retry::RetryPolicy;
use aurora_core::transport::{Credentials, Transport, TransportBuilder};
use aurora_core::{Result, Url};

use super::{Memory, OriginClient};
use crate::cache::Cache;
use crate::{generated, graphql};

/// The headers that carry the token: the same one twice, as the vendor's client sends it.
const TOKEN_HEADERS: [&str; 2] = ["Private-Token", "EOS-Cookie"];

/// Where the paths of the specification that begin so live.
const SCENARIO_MOUNT: &str = "/scenarioExplr";
const INPUTS_MOUNT: &str = "/modelInputs";

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

/// Configures an [`OriginClient`].
///
/// ```
/// use std::time::Duration;
/// use origin_client::{OriginClient, limits::Limits};
///
/// let origin = OriginClient::builder()
///     .with_token("my-token")
///     .with_scenario_base_url("http://localhost:3001/scenarioExplr")
///     .with_inputs_base_url("http://localhost:3001/modelInputs")
///     .with_limits(Limits::default().with_idle(Duration::from_secs(60)))
///     .build()?;
/// assert_eq!(origin.inputs_base_url().as_str(), "http://localhost:3001/modelInputs");
/// # Ok::<(), origin_client::Error>(())
/// ```
#[derive(Debug)]
#[must_use]
pub struct OriginClientBuilder<'a> {
    token: Option<TokenInput>,
    universe: Option<Universe>,
    scenario_base_url: Option<String>,
    inputs_base_url: Option<String>,
    places: Option<Places<'a>>,
    limits: Option<Limits>,
    retry: Option<RetryPolicy>,
    ready: PollPolicy,
    cache: Option<Cache>,
    user_agent: Option<String>,
    extra_ca_file: Option<PathBuf>,
    allow_insecure_http: bool,
    no_proxy: bool,
    proxy: Option<Url>,
    clock: Option<Arc<dyn Clock>>,
    jitter: Option<Arc<dyn Jitter>>,
}

impl Default for OriginClientBuilder<'_> {
    fn default() -> Self {
        Self {
            token: None,
            universe: None,
            scenario_base_url: None,
            inputs_base_url: None,
            places: None,
            limits: None,
            retry: None,
            ready: graphql::ready_policy(),
            cache: None,
            user_agent: None,
            extra_ca_file: None,
            allow_insecure_http: false,
            no_proxy: false,
            proxy: None,
            clock: None,
            jitter: None,
        }
    }
}

impl<'a> OriginClientBuilder<'a> {
    /// Sets the token. Default: `AURORA_API_KEY`, else the first line of `~/.aurora-api-key`; with a universe, the variable and
    /// file that are named after it.
    pub fn with_token(mut self, token: impl Into<TokenInput>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Sets the universe, which decides the base URLs and where the token is looked for. Default: none, which is production
    /// with the token's names without suffix.
    pub fn with_universe(mut self, universe: Universe) -> Self {
        self.universe = Some(universe);
        self
    }

    /// Sets the base URL of the scenario service. Default: `AURORA_ORIGIN_SCENARIO_API_BASE_URL`, else the universe's, in
    /// production `https://api.auroraer.com/scenarioExplr`.
    pub fn with_scenario_base_url(mut self, base_url: impl Into<String>) -> Self {
        self.scenario_base_url = Some(base_url.into());
        self
    }

    /// Sets the base URL of the inputs service. Default: `AURORA_ORIGIN_INPUTS_API_BASE_URL`, else the universe's, in
    /// production `https://api.auroraer.com/modelInputs`.
    pub fn with_inputs_base_url(mut self, base_url: impl Into<String>) -> Self {
        self.inputs_base_url = Some(base_url.into());
        self
    }

    /// Sets where token and base URLs are looked for. Default: the environment and home directory of this process.
    pub fn with_places<'b>(self, places: Places<'b>) -> OriginClientBuilder<'b>
    where
        'a: 'b,
    {
        OriginClientBuilder {
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

    /// Sets how often and how long the inputs service is asked again while it says that a scenario's data is not ready.
    /// Default: every 2.5 s for 30 min. Its `tolerated_errors` has no part in this: any other error ends the call.
    pub fn with_ready_policy(mut self, policy: PollPolicy) -> Self {
        self.ready = policy;
        self
    }

    /// Sets the cache of output files and their metadata. Default: [`Cache::of_places`], the folder that the Python client uses
    /// too.
    pub fn with_cache(mut self, cache: Cache) -> Self {
        self.cache = Some(cache);
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
    /// would travel unencrypted to another machine; with `InvalidRequest` when the variable of the cache's folder is empty; with `Tls` when no secure connections can be made.
    pub fn build(self) -> Result<OriginClient> {
        let places = match &self.places {
            Some(places) => places.clone(),
            None => Places::of_process(),
        };
        let universe = self.universe;
        let scenario_base_url =
            origin::scenario_base_url(self.scenario_base_url.as_deref(), universe.as_ref(), &places)?.value;
        let inputs_base_url =
            origin::inputs_base_url(self.inputs_base_url.as_deref(), universe.as_ref(), &places)?.value;
        let token = self.token(&places)?;
        let ready = self.ready.clone();
        let cache = match &self.cache {
            Some(cache) => cache.clone(),
            None => Cache::of_places(&places)?,
        };
        let transport = self.transport(&token, &scenario_base_url, &inputs_base_url).build()?;
        let http = transport.reqwest().clone();
        Ok(OriginClient {
            generated: generated::Client::new_with_client(Transport::PLACEHOLDER_BASE, http, transport),
            scenario_base_url,
            inputs_base_url,
            universe,
            ready,
            options: CallOptions::default(),
            cache,
            memory: Arc::new(Memory::default()),
        })
    }

    fn token(&self, places: &Places<'_>) -> Result<Token> {
        let explicit = match &self.token {
            Some(TokenInput(Input::Token(token))) => return Ok(token.clone()),
            Some(TokenInput(Input::Text(text))) => Some(text.as_str()),
            None => None,
        };
        let resolved = origin::token(explicit, self.universe.as_ref(), places)?;
        for warning in &resolved.warnings {
            tracing::warn!(target: "origin_client", "{warning}");
        }
        Ok(resolved.value)
    }

    fn transport(self, token: &Token, scenario_base_url: &Url, inputs_base_url: &Url) -> TransportBuilder {
        let [first, second] = TOKEN_HEADERS;
        let mut transport = Transport::builder("origin", generated::OPERATIONS)
            .credentials(Credentials::header(first, token).and_header(second, token))
            .mount(SCENARIO_MOUNT, scenario_base_url.clone())
            .mount(INPUTS_MOUNT, inputs_base_url.clone())
            .limits(self.limits.unwrap_or_default())
            .retry(self.retry.unwrap_or_default())
            .allow_insecure_http(self.allow_insecure_http);
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
