//! The client for programs without an async runtime: the same groups and methods, each waiting for its answer.
//!
//! ```no_run
//! use origin_client::blocking::OriginClient;
//!
//! # fn run() -> origin_client::Result<()> {
//! let origin = OriginClient::from_env()?;
//! for scenario in origin.scenarios().list(Some("gbr"))? {
//!     println!("{:?}", scenario.name);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Each client has a runtime of its own on the calling thread. Inside an async runtime waiting like this would stall it, so
//! every method fails there with `InvalidRequest`, and says to use the async client.

mod groups;
mod inputs;
mod jobs;
mod outputs;
mod runtime;

use std::sync::Arc;

pub use groups::{Config, ModelFiles, Projects, Scenarios};
pub use inputs::Inputs;
pub use jobs::{Job, Steps};
pub use outputs::{Outputs, ScenarioOutputs};
use serde_json::Value;

use self::runtime::PrivateRuntime;
use crate::{Answer, Result, Service};

/// A client for Origin that waits. Cheap to clone; clones share connections and runtime.
#[derive(Clone, Debug)]
pub struct OriginClient {
    client: crate::OriginClient,
    runtime: Arc<PrivateRuntime>,
}

impl OriginClient {
    /// A waiting client over an async one, which [`crate::OriginClient::builder`] configures.
    ///
    /// # Errors
    ///
    /// Fails with `Io` when the system gives no runtime.
    pub fn new(client: crate::OriginClient) -> Result<Self> {
        Ok(Self {
            client,
            runtime: Arc::new(PrivateRuntime::new()?),
        })
    }

    /// A client with the token and the addresses of this process' environment; see [`crate::OriginClient::from_env`].
    ///
    /// # Errors
    ///
    /// As [`crate::OriginClient::from_env`] and [`new`](Self::new).
    pub fn from_env() -> Result<Self> {
        Self::new(crate::OriginClient::from_env()?)
    }

    /// The async client beneath.
    #[must_use]
    pub fn as_async(&self) -> &crate::OriginClient {
        &self.client
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

    /// The configuration of the scenario service.
    #[must_use]
    pub fn config(&self) -> Config<'_> {
        Config { client: self }
    }

    /// The files that model runs leave behind.
    #[must_use]
    pub fn model_files(&self) -> ModelFiles<'_> {
        ModelFiles { client: self }
    }

    /// Output files, one or many, and their cache.
    #[must_use]
    pub fn outputs(&self) -> Outputs<'_> {
        Outputs { client: self }
    }

    /// The model inputs of a scenario.
    #[must_use]
    pub fn inputs(&self, scenario_id: impl Into<String>) -> Inputs<'_> {
        Inputs {
            client: self,
            scenario_id: scenario_id.into(),
        }
    }

    /// Sends a GraphQL document of one's own; see [`crate::OriginClient::graphql`].
    ///
    /// # Errors
    ///
    /// As there; `InvalidRequest` inside an async runtime.
    pub fn graphql(&self, service: Service, document: &str, variables: Value) -> Result<Answer<Value>> {
        self.runtime.wait(self.client.graphql(service, document, variables))?
    }
}
