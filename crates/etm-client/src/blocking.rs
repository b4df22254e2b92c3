//! The client for programs without an async runtime: the same groups and methods, each waiting for its answer.
//!
//! ```no_run
//! use etm_client::blocking::EtmClient;
//!
//! # fn run() -> etm_client::Result<()> {
//! let etm = EtmClient::from_env()?;
//! for session in etm.sessions().list() {
//!     let session = session?;
//!     println!("{} is about {:?}", session.id, session.area_code);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Each client has a runtime of its own on the calling thread. Inside an async runtime waiting like this would stall it, so
//! every method fails there with `InvalidRequest`, and says to use the async client.

#[macro_use]
mod twins;
mod areas;
mod collections;
mod curves;
mod custom_curves;
mod esdl;
mod exports;
mod gqueries;
mod inputs;
mod items;
mod me;
mod myetm;
mod nodes;
mod runtime;
mod saved_scenarios;
mod sessions;
mod sortables;
mod users;
#[cfg(feature = "excel")]
mod workbook;

use std::sync::Arc;

pub use areas::Areas;
pub use collections::Collections;
pub use curves::Curves;
pub use custom_curves::CustomCurves;
pub use esdl::Esdl;
pub use exports::Exports;
pub use gqueries::{Gqueries, SessionQueries};
pub use inputs::{Inputs, InputsUpdate};
pub use items::Items;
pub use me::Me;
pub use myetm::MyEtm;
pub use nodes::Nodes;
pub use saved_scenarios::SavedScenarios;
pub use sessions::Sessions;
pub use sortables::Sortables;
pub use users::{SavedScenarioUsers, Users};

use self::runtime::PrivateRuntime;
use crate::Result;

/// A client for the ETM that waits. Cheap to clone; clones share connections and runtime.
#[derive(Clone, Debug)]
pub struct EtmClient {
    client: crate::EtmClient,
    runtime: Arc<PrivateRuntime>,
}

impl EtmClient {
    /// A waiting client over an async one, which [`crate::EtmClient::builder`] configures.
    ///
    /// # Errors
    ///
    /// Fails with `Io` when the system gives no runtime.
    pub fn new(client: crate::EtmClient) -> Result<Self> {
        Ok(Self {
            client,
            runtime: Arc::new(PrivateRuntime::new()?),
        })
    }

    /// A client with the token and the engine of this process' environment; see [`crate::EtmClient::from_env`].
    ///
    /// # Errors
    ///
    /// As [`crate::EtmClient::from_env`] and [`new`](Self::new).
    pub fn from_env() -> Result<Self> {
        Self::new(crate::EtmClient::from_env()?)
    }

    /// The async client beneath.
    #[must_use]
    pub fn as_async(&self) -> &crate::EtmClient {
        &self.client
    }
}
