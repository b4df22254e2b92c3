//! What comes one by one.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use aurora_core::Result;
use futures_util::stream::{Stream, StreamExt};

use super::runtime::PrivateRuntime;

/// The items of a list, fetched as they are taken. The iterator ends after an error.
pub struct Items<T> {
    stream: Option<Pin<Box<dyn Stream<Item = Result<T>> + Send>>>,
    runtime: Arc<PrivateRuntime>,
}

impl<T> Items<T> {
    pub(super) fn new(stream: impl Stream<Item = Result<T>> + Send + 'static, runtime: &Arc<PrivateRuntime>) -> Self {
        Self {
            stream: Some(Box::pin(stream)),
            runtime: Arc::clone(runtime),
        }
    }
}

impl<T> Iterator for Items<T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Self::Item> {
        let stream = self.stream.as_mut()?;
        let next = match self.runtime.wait(stream.next()) {
            Ok(next) => next,
            Err(error) => Some(Err(error)),
        };
        if !matches!(next, Some(Ok(_))) {
            self.stream = None;
        }
        next
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("ended", &self.stream.is_none())
            .finish_non_exhaustive()
    }
}
