//! A bound on how much of a client's traffic may be retries.

use std::sync::{Arc, Mutex, PoisonError};

/// A bucket of tokens that retries pay from, shared by all clones of a client.
///
/// While a service is down for everybody, retries only add to its load; once the bucket is empty, requests are sent
/// once. Each success pays a little back.
#[derive(Clone, Debug)]
pub struct RetryBudget {
    tokens: Arc<Mutex<u32>>,
    settings: Settings,
}

#[derive(Clone, Copy, Debug)]
struct Settings {
    capacity: u32,
    retry_cost: u32,
    throttle_cost: u32,
    success_gain: u32,
}

impl Default for RetryBudget {
    fn default() -> Self {
        Self::new(500)
    }
}

impl RetryBudget {
    /// A full bucket of `capacity` tokens. Default: 500. A retry costs 14, one after being throttled (425, 429, 503)
    /// costs 5, and a success gives 1 back.
    #[must_use]
    pub fn new(capacity: u32) -> Self {
        Self {
            tokens: Arc::new(Mutex::new(capacity)),
            settings: Settings {
                capacity,
                retry_cost: 14,
                throttle_cost: 5,
                success_gain: 1,
            },
        }
    }

    /// The tokens that are left.
    #[must_use]
    pub fn available(&self) -> u32 {
        *self.lock()
    }

    /// Pays for one retry; `false` when there is not enough left, and then nothing is taken.
    pub(crate) fn take(&self, throttled: bool) -> bool {
        let cost = if throttled {
            self.settings.throttle_cost
        } else {
            self.settings.retry_cost
        };
        let mut tokens = self.lock();
        match tokens.checked_sub(cost) {
            Some(left) => {
                *tokens = left;
                true
            }
            None => false,
        }
    }

    /// Pays back for a success.
    pub(crate) fn succeed(&self) {
        let mut tokens = self.lock();
        *tokens = tokens
            .saturating_add(self.settings.success_gain)
            .min(self.settings.capacity);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, u32> {
        // A panic elsewhere cannot leave a number half written.
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_bucket_refuses_and_a_success_refills_it_up_to_its_size() {
        let budget = RetryBudget::new(20);
        let clone = budget.clone();
        assert!(budget.take(false));
        assert_eq!(clone.available(), 6);
        assert!(!clone.take(false), "6 tokens do not pay for 14");
        assert!(clone.take(true));
        assert_eq!(budget.available(), 1);
        for _ in 0..50 {
            budget.succeed();
        }
        assert_eq!(budget.available(), 20);
    }

    #[test]
    fn the_default_pays_for_thirty_five_retries() {
        let budget = RetryBudget::default();
        let paid = (0..100).filter(|_| budget.take(false)).count();
        assert_eq!(paid, 35);
    }
}
