//! A runtime that belongs to one client.

use std::future::Future;

use aurora_core::{Error, ErrorKind, Result};
use tokio::runtime::{Builder, Handle, Runtime};

/// Present until the client is dropped.
#[derive(Debug)]
pub(super) struct PrivateRuntime(Option<Runtime>);

impl PrivateRuntime {
    pub(super) fn new() -> Result<Self> {
        let built = Builder::new_current_thread().enable_all().build();
        built.map(|runtime| Self(Some(runtime))).map_err(|error| {
            Error::new(ErrorKind::Io, format!("no runtime for the blocking client: {error}")).with_source(error)
        })
    }

    /// Waits for a future; refuses where that would stall another runtime (tokio panics there).
    pub(super) fn wait<T>(&self, future: impl Future<Output = T>) -> Result<T> {
        if Handle::try_current().is_ok() {
            return Err(inside_a_runtime());
        }
        let runtime = self.0.as_ref().ok_or_else(inside_a_runtime)?;
        Ok(runtime.block_on(future))
    }
}

fn inside_a_runtime() -> Error {
    Error::new(
        ErrorKind::InvalidRequest,
        "the blocking client was called inside an async runtime, which it would stall",
    )
    .with_advice("use etm_client::EtmClient and .await there, or call this on a thread of its own (std::thread::spawn)")
}

impl Drop for PrivateRuntime {
    /// Without waiting: a runtime that waits for its end panics when it is dropped inside another one.
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
