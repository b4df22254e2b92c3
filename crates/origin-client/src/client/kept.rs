//! What is asked for once and then kept.

use std::future::Future;
use std::sync::Arc;

use aurora_core::Result;
use tokio::sync::Mutex;

/// A value that is fetched by the first who needs it; whoever comes meanwhile waits for the same answer. A failure is not
/// kept: the next one asks again.
#[derive(Debug)]
pub(crate) struct Kept<T>(Mutex<Option<Arc<T>>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T> Kept<T> {
    /// The kept value, else what `fetch` gives.
    pub(crate) async fn get_or<F>(&self, fetch: impl FnOnce() -> F) -> Result<Arc<T>>
    where
        F: Future<Output = Result<T>>,
    {
        // Held while asking, so that many callers at once send one request.
        let mut kept = self.0.lock().await;
        if let Some(value) = &*kept {
            return Ok(Arc::clone(value));
        }
        let value = Arc::new(fetch().await?);
        *kept = Some(Arc::clone(&value));
        Ok(value)
    }

    /// Fetches anew. When that fails, what was kept stays.
    pub(crate) async fn refresh<F>(&self, fetch: impl FnOnce() -> F) -> Result<Arc<T>>
    where
        F: Future<Output = Result<T>>,
    {
        let mut kept = self.0.lock().await;
        let value = Arc::new(fetch().await?);
        *kept = Some(Arc::clone(&value));
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::time::Duration;

    use aurora_core::{Error, ErrorKind};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn many_callers_at_once_share_one_answer() {
        let (kept, asked) = (Kept::default(), AtomicU32::new(0));
        let fetch = || async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            Ok(asked.fetch_add(1, Ordering::SeqCst))
        };
        let (a, b, c) = tokio::join!(kept.get_or(fetch), kept.get_or(fetch), kept.get_or(fetch));
        assert_eq!((*a.unwrap(), *b.unwrap(), *c.unwrap()), (0, 0, 0));
        assert_eq!(*kept.refresh(fetch).await.unwrap(), 1);
        assert_eq!(*kept.get_or(fetch).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn a_failure_is_not_kept_and_costs_nothing_that_was() {
        let kept = Kept::default();
        let fail = || async { Err(Error::new(ErrorKind::Service, "down")) };
        assert!(kept.get_or(fail).await.is_err());
        assert_eq!(*kept.get_or(|| async { Ok(1) }).await.unwrap(), 1);
        assert!(kept.refresh(fail).await.is_err());
        assert_eq!(*kept.get_or(fail).await.unwrap(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_caller_that_gives_up_leaves_the_door_open() {
        let kept = Kept::default();
        let slow = kept.get_or(|| async {
            tokio::time::sleep(Duration::from_secs(60)).await;
            Ok(1)
        });
        assert!(tokio::time::timeout(Duration::from_secs(1), slow).await.is_err());
        assert_eq!(*kept.get_or(|| async { Ok(2) }).await.unwrap(), 2);
    }
}
