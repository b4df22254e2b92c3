//! The client for programs without an async runtime: the same groups and methods, each waiting for its answer.
//!
//! ```no_run
//! use amun_client::blocking::AmunClient;
//!
//! # fn run() -> amun_client::Result<()> {
//! let amun = AmunClient::from_env()?;
//! for region in amun.regions().details(51.753081, -1.250017)? {
//!     println!("{}", region.pmf_code);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Each client has a runtime of its own on the calling thread. Inside an async runtime waiting like this would stall it, so
//! every method fails there with `InvalidRequest`, and says to use the async client.

mod groups;
mod jobs;
mod runtime;

use std::sync::Arc;

pub use groups::{LoadFactors, Regions, Scenarios, Turbines, Valuations, Wind, Windfarms};
pub use jobs::{BatchItems, Job, Steps};

use self::runtime::PrivateRuntime;
use crate::Result;

/// A client for Amun that waits. Cheap to clone; clones share connections and runtime.
#[derive(Clone, Debug)]
pub struct AmunClient {
    client: crate::AmunClient,
    runtime: Arc<PrivateRuntime>,
}

impl AmunClient {
    /// A waiting client over an async one, which [`crate::AmunClient::builder`] configures.
    ///
    /// # Errors
    ///
    /// Fails with `Io` when the system gives no runtime.
    pub fn new(client: crate::AmunClient) -> Result<Self> {
        Ok(Self {
            client,
            runtime: Arc::new(PrivateRuntime::new()?),
        })
    }

    /// A client with the token and the address of this process' environment; see [`crate::AmunClient::from_env`].
    ///
    /// # Errors
    ///
    /// As [`crate::AmunClient::from_env`] and [`new`](Self::new).
    pub fn from_env() -> Result<Self> {
        Self::new(crate::AmunClient::from_env()?)
    }

    /// The async client beneath.
    #[must_use]
    pub fn as_async(&self) -> &crate::AmunClient {
        &self.client
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
}
