//! What an object has fetched and keeps.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aurora_core::Result;
use tokio::sync::OnceCell;

/// Something that is fetched when it is first asked for. A failure is not kept. Whoever asks meanwhile waits for the same
/// answer.
pub(super) struct Part<T>(OnceCell<Arc<T>>);

impl<T> Part<T> {
    /// The future of the fetch is large, and would stand in that of everything around it several times: so it is boxed.
    pub(super) fn get(&self, fetch: impl Future<Output = Result<T>>) -> impl Future<Output = Result<Arc<T>>> {
        let fetch = Box::pin(fetch);
        async move {
            let kept = self.0.get_or_try_init(|| async { fetch.await.map(Arc::new) }).await?;
            Ok(Arc::clone(kept))
        }
    }

    /// What is there already.
    pub(super) fn kept(&self) -> Option<&Arc<T>> {
        self.0.get()
    }

    pub(super) fn forget(&mut self) {
        self.0 = OnceCell::new();
    }
}

impl<T> Default for Part<T> {
    fn default() -> Self {
        Self(OnceCell::new())
    }
}

impl<T> Clone for Part<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> fmt::Debug for Part<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.kept().is_some() { "kept" } else { "not fetched" })
    }
}

type Cells<K, V> = HashMap<K, Arc<OnceCell<Arc<V>>>>;

/// Several things of a kind, each fetched when it is first asked for.
pub(super) struct Shelf<K, V>(Mutex<Cells<K, V>>);

impl<K: Clone + Eq + Hash, V> Shelf<K, V> {
    pub(super) fn get(&self, key: &K, fetch: impl Future<Output = Result<V>>) -> impl Future<Output = Result<Arc<V>>> {
        let cell = Arc::clone(self.lock().entry(key.clone()).or_default());
        let fetch = Box::pin(fetch);
        async move {
            let kept = cell.get_or_try_init(|| async { fetch.await.map(Arc::new) }).await?;
            Ok(Arc::clone(kept))
        }
    }

    pub(super) fn forget_one(&mut self, key: &K) {
        self.lock().remove(key);
    }
}

impl<K, V> Shelf<K, V> {
    pub(super) fn forget(&mut self) {
        self.lock().clear();
    }

    /// Nothing is left half done while it is locked, so a panic elsewhere does no harm.
    fn lock(&self) -> MutexGuard<'_, Cells<K, V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K, V> Default for Shelf<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Clone, V> Clone for Shelf<K, V> {
    fn clone(&self) -> Self {
        Self(Mutex::new(self.lock().clone()))
    }
}

impl<K: fmt::Debug, V> fmt::Debug for Shelf<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.lock().keys()).finish()
    }
}
