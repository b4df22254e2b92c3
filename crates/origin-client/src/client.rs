//! The client and how it is made.

mod builder;
pub(crate) mod kept;

use std::fmt;
use std::sync::Arc;

use aurora_auth::origin::Universe;
use aurora_core::call::CallOptions;
use aurora_core::clock::Clock;
use aurora_core::operation::Operation;
use aurora_core::poll::PollPolicy;
use aurora_core::raw::RawRequest;
use aurora_core::transport::Transport;
use aurora_core::{Result, Url};
use progenitor_client::ClientInfo as _;
use serde_json::Value;

pub use aurora_core::settings::TokenInput;
pub use builder::OriginClientBuilder;

use self::kept::Kept;
use crate::cache::Cache;
use crate::graphql::{self, Answer, Service};
use crate::inputs::Horizons;
use crate::types::{DashConfig, InputsConfig};
use crate::{Config, Inputs, ModelFiles, Outputs, Projects, Scenarios, generated};

/// A client for Origin. Cheap to clone; clones share their connections and what was kept of the services' configuration.
///
/// ```no_run
/// use origin_client::OriginClient;
///
/// # async fn run() -> origin_client::Result<()> {
/// let origin = OriginClient::from_env()?;
/// let central = origin.scenarios().latest("gbr", &["central"]).await?;
/// println!("{:?} in {:?}", central.name, central.default_currency);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct OriginClient {
    generated: generated::Client,
    scenario_base_url: Url,
    inputs_base_url: Url,
    universe: Option<Universe>,
    ready: PollPolicy,
    options: CallOptions,
    memory: Arc<Memory>,
    cache: Cache,
}

/// What a client and its clones remember.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// The configuration of the scenario service.
    pub(crate) dash: Kept<DashConfig>,
    /// The configuration of the inputs service.
    pub(crate) inputs: Kept<InputsConfig>,
    /// The model years of scenarios whose session was read.
    pub(crate) horizons: Horizons,
}

impl OriginClient {
    /// Starts to configure a client.
    pub fn builder() -> OriginClientBuilder<'static> {
        OriginClientBuilder::default()
    }

    /// A client with the token and the addresses of this process' environment: `AURORA_API_KEY`, else
    /// `~/.aurora-api-key`; `AURORA_ORIGIN_SCENARIO_API_BASE_URL` and `AURORA_ORIGIN_INPUTS_API_BASE_URL`, else production.
    ///
    /// # Errors
    ///
    /// As [`OriginClientBuilder::build`].
    pub fn from_env() -> Result<Self> {
        Self::builder().build()
    }

    /// Scenarios: published and own ones, their runs, their regions.
    #[must_use]
    pub fn scenarios(&self) -> Scenarios<'_> {
        Scenarios { client: self }
    }

    /// Projects, and the scenarios in them.
    #[must_use]
    pub fn projects(&self) -> Projects<'_> {
        Projects { client: self }
    }

    /// The configuration of the scenario service: products, region groups.
    #[must_use]
    pub fn config(&self) -> Config<'_> {
        Config { client: self }
    }

    /// The files that model runs leave behind.
    #[must_use]
    pub fn model_files(&self) -> ModelFiles<'_> {
        ModelFiles { client: self }
    }

    /// Output files: their addresses, their content, many at once, and the cache of them.
    #[must_use]
    pub fn outputs(&self) -> Outputs<'_> {
        Outputs { client: self }
    }

    /// The model inputs of a scenario: reading and changing them. Nothing is asked before a method is called.
    #[must_use]
    pub fn inputs(&self, scenario_id: impl Into<String>) -> Inputs<'_> {
        Inputs::new(self, scenario_id)
    }

    /// The client as generated from the specification: every operation but the hand-written ones, without checks. Run what
    /// it gives through [`aurora_core::call::call`] to get this crate's errors.
    #[must_use]
    pub fn generated(&self) -> &generated::Client {
        &self.generated
    }

    /// The transport that all requests go through.
    #[must_use]
    pub fn transport(&self) -> &Transport {
        self.generated.inner()
    }

    /// The base URL of the scenario service.
    #[must_use]
    pub fn scenario_base_url(&self) -> &Url {
        &self.scenario_base_url
    }

    /// The base URL of the inputs service.
    #[must_use]
    pub fn inputs_base_url(&self) -> &Url {
        &self.inputs_base_url
    }

    /// The universe, if one was chosen.
    #[must_use]
    pub fn universe(&self) -> Option<Universe> {
        self.universe
    }

    /// How often and how long the inputs service is asked again while data is not ready.
    #[must_use]
    pub fn ready_policy(&self) -> &PollPolicy {
        &self.ready
    }

    /// The cache of output files and their metadata.
    #[must_use]
    pub fn cache(&self) -> &Cache {
        &self.cache
    }

    /// All operations of the two services.
    #[must_use]
    pub fn operations(&self) -> &'static [Operation] {
        generated::OPERATIONS
    }

    /// Starts a request to an operation by its id and its parameters' names on the wire: the door to every operation.
    /// A GraphQL operation takes a body with `query` and `variables`; [`documents`](generated::documents) has the texts.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when there is no such operation.
    pub fn request(&self, operation_id: &str) -> Result<RawRequest> {
        let operation = self.transport().operation(operation_id)?;
        Ok(self.transport().request(operation).options(self.options.clone()))
    }

    /// Sends a GraphQL document of one's own, with `variables` as an object or null. Errors in the answer are part of the
    /// [`Answer`], and so is the data that comes beside them; nothing is waited for.
    ///
    /// A document with a `mutation` or `subscription` is sent again only where it surely was not acted on.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when `variables` is neither an object nor null; with `Decode` when the
    /// answer is no JSON object; else the errors of any request.
    pub async fn graphql(&self, service: Service, document: &str, variables: Value) -> Result<Answer<Value>> {
        graphql::raw(self, service, document, variables).await
    }

    /// The same client with other limits and retries; `options` that are not set are the client's.
    #[must_use]
    pub fn with_options(&self, options: CallOptions) -> Self {
        Self {
            options,
            ..self.clone()
        }
    }

    /// The options of all calls.
    pub(crate) fn options(&self) -> &CallOptions {
        &self.options
    }

    pub(crate) fn memory(&self) -> &Memory {
        &self.memory
    }

    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        self.transport().clock()
    }
}

/// No token is shown.
impl fmt::Debug for OriginClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OriginClient")
            .field("scenario_base_url", &self.scenario_base_url.as_str())
            .field("inputs_base_url", &self.inputs_base_url.as_str())
            .field("universe", &self.universe.map(Universe::name))
            .field("transport", self.transport())
            .finish_non_exhaustive()
    }
}
