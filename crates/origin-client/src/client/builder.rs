//! Configures a client.

use std::sync::Arc;

use aurora_auth::origin::{self, Universe};
use aurora_auth::{Places, Token};
use aurora_core::call::CallOptions;
use aurora_core::poll::PollPolicy;
use aurora_core::settings::{ClientSettings, TokenInput};
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
    ready: PollPolicy,
    cache: Option<Cache>,
    settings: ClientSettings<'a>,
}

impl Default for OriginClientBuilder<'_> {
    fn default() -> Self {
        Self {
            token: None,
            universe: None,
            scenario_base_url: None,
            inputs_base_url: None,
            ready: graphql::ready_policy(),
            cache: None,
            settings: ClientSettings::default(),
        }
    }
}

aurora_core::client_settings!(OriginClientBuilder);

impl OriginClientBuilder<'_> {
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

    /// Makes the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// Fails with `Credential` when there is no usable token or address, naming the place that is wrong, or when the token
    /// would travel unencrypted to another machine; with `InvalidRequest` when the variable of the cache's folder is empty; with `Tls` when no secure connections can be made.
    pub fn build(self) -> Result<OriginClient> {
        let places = self.settings.places();
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
        let given = self.token.as_ref();
        if let Some(token) = given.and_then(TokenInput::as_token) {
            return Ok(token.clone());
        }
        let explicit = given.and_then(TokenInput::as_text);
        let resolved = origin::token(explicit, self.universe.as_ref(), places)?;
        for warning in &resolved.warnings {
            tracing::warn!(target: "origin_client", "{warning}");
        }
        Ok(resolved.value)
    }

    fn transport(self, token: &Token, scenario_base_url: &Url, inputs_base_url: &Url) -> TransportBuilder {
        let [first, second] = TOKEN_HEADERS;
        let transport = Transport::builder("origin", generated::OPERATIONS)
            .credentials(Credentials::header(first, token).and_header(second, token))
            .mount(SCENARIO_MOUNT, scenario_base_url.clone())
            .mount(INPUTS_MOUNT, inputs_base_url.clone());
        self.settings.apply(transport)
    }
}
