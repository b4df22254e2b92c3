//! The client and how it is made.

mod advice;
mod builder;
mod claims;
mod warning;

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use aurora_auth::etm::Environment;
use aurora_core::call::{self, CallOptions};
use aurora_core::operation::Operation;
use aurora_core::raw::RawRequest;
use aurora_core::transport::{Answer, StreamingAnswer, Transport};
use aurora_core::{Error, ErrorKind, Result, Url};
use progenitor_client::{ClientInfo as _, ResponseValue};

pub use builder::EtmClientBuilder;
pub use claims::TokenClaims;
pub use warning::Warning;

use crate::{Gqueries, Inputs, Sessions, generated};

/// A client for the Energy Transition Model: one engine, and the MyETM that belongs to it. Cheap to clone; clones share
/// their connections. Clients of several engines, and with several tokens, live side by side.
///
/// ```no_run
/// use etm_client::{EtmClient, NewSession};
///
/// # async fn run() -> etm_client::Result<()> {
/// let etm = EtmClient::from_env()?;
/// let session = etm.sessions().create(&NewSession::new("nl2019", 2050)).await?;
/// let results = etm.gqueries().of(session.id).run(&["dashboard_emissions"]).await?;
/// println!("{:?}", results.future("dashboard_emissions"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct EtmClient {
    generated: generated::Client,
    engine_base_url: Url,
    my_etm_url: Option<Url>,
    options: CallOptions,
    token: Arc<AboutToken>,
}

/// What is known about the token without asking anyone.
#[derive(Debug, Default)]
struct AboutToken {
    claims: Option<TokenClaims>,
    warnings: Vec<Warning>,
}

impl EtmClient {
    /// Starts to configure a client.
    pub fn builder() -> EtmClientBuilder<'static> {
        EtmClientBuilder::default()
    }

    /// A client with the token and the engine of this process' environment or of `.env` in its working directory:
    /// `ETM_API_TOKEN`, else a guest; `BASE_URL`, else the environment that `ENVIRONMENT` names, else production.
    ///
    /// # Errors
    ///
    /// As [`EtmClientBuilder::build`].
    pub fn from_env() -> Result<Self> {
        Self::builder().build()
    }

    /// Sessions: the scenarios of the engine.
    #[must_use]
    pub fn sessions(&self) -> Sessions<'_> {
        Sessions { client: self }
    }

    /// The inputs (sliders) of a session: reading and changing them. Nothing is asked before a method is called.
    #[must_use]
    pub fn inputs(&self, session_id: i64) -> Inputs<'_> {
        Inputs {
            client: self,
            session_id,
        }
    }

    /// Queries: what the engine can calculate, and the results for a session.
    #[must_use]
    pub fn gqueries(&self) -> Gqueries<'_> {
        Gqueries { client: self }
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

    /// The base URL of the engine, `/api/v3` included.
    #[must_use]
    pub fn engine_base_url(&self) -> &Url {
        &self.engine_base_url
    }

    /// The root of the MyETM that belongs to the engine. `None` when none was given and nothing is known about the engine's
    /// host; what needs MyETM fails then, before anything is sent.
    #[must_use]
    pub fn my_etm_url(&self) -> Option<&Url> {
        self.my_etm_url.as_ref()
    }

    /// The environment that the engine's address belongs to; `None` for a host that is none of the ETM's.
    #[must_use]
    pub fn environment(&self) -> Option<Environment> {
        Environment::of_engine(&self.engine_base_url)
    }

    /// Whether requests go out without a token.
    #[must_use]
    pub fn is_guest(&self) -> bool {
        self.transport().credentials().is_empty()
    }

    /// What the token says about itself, read here and not verified: until when it is valid, and what it allows. `None` for
    /// a guest, and for a token that is no JWT. Nothing is asked; what the server thinks of the token it says itself
    /// (`me().token_info()`).
    #[must_use]
    pub fn token_info_local(&self) -> Option<&TokenClaims> {
        self.token.claims.as_ref()
    }

    /// What the user should hear about the token. Nothing here stops the work; it has been logged too.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.token.warnings
    }

    /// All operations of the engine and of MyETM.
    #[must_use]
    pub fn operations(&self) -> &'static [Operation] {
        generated::OPERATIONS
    }

    /// Starts a request to an operation by its id and its parameters' names on the wire: the door to every operation.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when there is no such operation, and when it is one of MyETM's, whose address is not
    /// known.
    pub fn request(&self, operation_id: &str) -> Result<RawRequest> {
        let operation = self.transport().operation(operation_id)?;
        self.needs_address(operation)?;
        Ok(self.transport().request(operation).options(self.options.clone()))
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

    /// Runs a generated operation.
    pub(crate) async fn call<T, E>(
        &self,
        operation_id: &str,
        future: impl Future<Output = std::result::Result<ResponseValue<T>, progenitor_client::Error<E>>>,
    ) -> Result<T> {
        self.needs_address(self.transport().operation(operation_id)?)?;
        let result = call::call(self.transport(), operation_id, &self.options, future).await;
        result.map_err(|error| self.advise(error))
    }

    /// Sends a request that was put together by hand, and reads the whole answer.
    pub(crate) async fn send(&self, request: RawRequest) -> Result<Answer> {
        request.send().await.map_err(|error| self.advise(error))
    }

    /// Sends a request that was put together by hand, and hands over the answer as soon as its head is there.
    pub(crate) async fn stream(&self, request: RawRequest) -> Result<StreamingAnswer> {
        request.stream().await.map_err(|error| self.advise(error))
    }

    /// Fails where MyETM has no address.
    fn needs_address(&self, operation: &Operation) -> Result<()> {
        if self.my_etm_url.is_some() || !operation.path.starts_with(builder::MY_ETM) {
            return Ok(());
        }
        let message = format!(
            "this needs MyETM, and which one belongs to the engine {} is not known",
            self.engine_base_url.host_str().unwrap_or_default()
        );
        Err(Error::new(ErrorKind::InvalidRequest, message)
            .with_operation(operation.id)
            .with_advice(
                "set its address, for example https://my.energytransitionmodel.com (in the builder: with_my_etm_url)",
            ))
    }

    fn advise(&self, error: Error) -> Error {
        advice::advise(error, self.is_guest(), self.token.claims.as_ref())
    }
}

/// No token is shown.
impl fmt::Debug for EtmClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EtmClient")
            .field("engine_base_url", &self.engine_base_url.as_str())
            .field("my_etm_url", &self.my_etm_url.as_ref().map(Url::as_str))
            .field("transport", self.transport())
            .finish_non_exhaustive()
    }
}
