//! The client and how it is made.

mod builder;

use std::fmt;
use std::future::Future;

use aurora_core::call::{self, CallOptions};
use aurora_core::operation::Operation;
use aurora_core::raw::RawRequest;
use aurora_core::transport::Transport;
use aurora_core::{Error, Result, Url};
use progenitor_client::{ClientInfo as _, ResponseValue};

pub use aurora_core::settings::TokenInput;
pub use builder::AmunClientBuilder;

use crate::{LoadFactors, Regions, Scenarios, Turbines, Valuations, Wind, Windfarms, generated};

/// A client for Amun. Cheap to clone; clones share their connections.
///
/// ```no_run
/// use amun_client::AmunClient;
///
/// # async fn run() -> amun_client::Result<()> {
/// let amun = AmunClient::from_env()?;
/// let turbine = amun.turbines().find_by_name("Siemens SWT-4.0-130").await?;
/// println!("{} has a rotor of {} m", turbine.name, turbine.rotor_diameter);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct AmunClient {
    generated: generated::Client,
    base_url: Url,
    v2_base_url: Option<Url>,
    options: CallOptions,
}

impl AmunClient {
    /// Starts to configure a client.
    pub fn builder() -> AmunClientBuilder<'static> {
        AmunClientBuilder::default()
    }

    /// A client with the token and the address of this process' environment: `AURORA_API_KEY`, else
    /// `~/.aurora-api-key`; `AURORA_API_BASE_URL`, else `https://api.auroraer.com/amun/v1`.
    ///
    /// # Errors
    ///
    /// As [`AmunClientBuilder::build`].
    pub fn from_env() -> Result<Self> {
        Self::builder().build()
    }

    /// Turbine models.
    #[must_use]
    pub fn turbines(&self) -> Turbines<'_> {
        Turbines { client: self }
    }

    /// Market regions.
    #[must_use]
    pub fn regions(&self) -> Regions<'_> {
        Regions { client: self }
    }

    /// Market scenarios.
    #[must_use]
    pub fn scenarios(&self) -> Scenarios<'_> {
        Scenarios { client: self }
    }

    /// Load factor calculations, one or many.
    #[must_use]
    pub fn load_factors(&self) -> LoadFactors<'_> {
        LoadFactors { client: self }
    }

    /// Valuations, their uploads and their results.
    #[must_use]
    pub fn valuations(&self) -> Valuations<'_> {
        Valuations { client: self }
    }

    /// Wind series and the wind atlas.
    #[must_use]
    pub fn wind(&self) -> Wind<'_> {
        Wind { client: self }
    }

    /// Existing wind farms.
    #[must_use]
    pub fn windfarms(&self) -> Windfarms<'_> {
        Windfarms { client: self }
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

    /// The base URL of version 1.
    #[must_use]
    pub fn base_url(&self) -> &Url {
        &self.base_url
    }

    /// The base URL of version 2. `None` when none was given and the base of version 1 does not end in `/v1`; everything that
    /// needs version 2 fails then, before anything is sent.
    #[must_use]
    pub fn v2_base_url(&self) -> Option<&Url> {
        self.v2_base_url.as_ref()
    }

    /// All operations of the service.
    #[must_use]
    pub fn operations(&self) -> &'static [Operation] {
        generated::OPERATIONS
    }

    /// Starts a request to an operation by its id and its parameters' names on the wire: the door to every operation.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when there is no such operation.
    pub fn request(&self, operation_id: &str) -> Result<RawRequest> {
        let operation = self.transport().operation(operation_id)?;
        if operation.path.starts_with("/v2/") {
            self.needs_v2(operation.id)?;
        }
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

    pub(crate) async fn call<T, E>(
        &self,
        operation_id: &str,
        future: impl Future<Output = std::result::Result<ResponseValue<T>, progenitor_client::Error<E>>>,
    ) -> Result<T> {
        call::call(self.transport(), operation_id, &self.options, future).await
    }

    /// Fails where version 2 has no address. A guess would silently send the request to version 1.
    pub(crate) fn needs_v2(&self, operation: &'static str) -> Result<()> {
        if self.v2_base_url.is_some() {
            return Ok(());
        }
        let message =
            "this needs version 2 of the API, whose base URL is not known: that of version 1 does not end in /v1";
        Err(Error::new(aurora_core::ErrorKind::InvalidRequest, message)
            .with_operation(operation)
            .with_advice("set it, for example https://api.auroraer.com/amun/v2 (in the builder: with_v2_base_url)"))
    }
}

/// No token is shown.
impl fmt::Debug for AmunClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AmunClient")
            .field("base_url", &self.base_url.as_str())
            .field("v2_base_url", &self.v2_base_url.as_ref().map(Url::as_str))
            .field("transport", self.transport())
            .finish_non_exhaustive()
    }
}
