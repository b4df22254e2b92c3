//! Time and chance, injectable: every wait of the SDK and every random delay goes through these two traits, so that a
//! test of a thirty-minute wait takes no time and gives the same result on every run.

use std::fmt::Debug;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use futures_util::future::BoxFuture;

/// A source of time that can also wait.
pub trait Clock: Send + Sync + Debug {
    /// Monotonic time, for measuring.
    fn now(&self) -> Instant;

    /// The time of day, for dates in headers.
    fn system_now(&self) -> SystemTime;

    /// Waits for `duration`.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// The real clock, on tokio's timer: it stands still where tokio's time is paused.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }

    fn system_now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// The instant so long after another one; as far ahead as any limit means, where that cannot be counted.
pub(crate) fn later(from: tokio::time::Instant, duration: Duration) -> tokio::time::Instant {
    /// Far enough for every wait, and near enough for every operating system's clock.
    const THIRTY_YEARS: Duration = Duration::from_secs(30 * 365 * 24 * 60 * 60);
    from.checked_add(duration).unwrap_or_else(|| from + THIRTY_YEARS)
}

/// A clock for tests: a sleep moves it forward, is written down, and returns at once.
#[derive(Debug)]
pub struct ManualClock {
    start: Instant,
    system_start: SystemTime,
    state: Mutex<ManualState>,
}

#[derive(Debug, Default)]
struct ManualState {
    elapsed: Duration,
    slept: Vec<Duration>,
}

impl Default for ManualClock {
    fn default() -> Self {
        Self::new(SystemTime::UNIX_EPOCH)
    }
}

impl ManualClock {
    /// A clock whose time of day is `system_now` until something sleeps.
    #[must_use]
    pub fn new(system_now: SystemTime) -> Self {
        Self {
            start: Instant::now(),
            system_start: system_now,
            state: Mutex::default(),
        }
    }

    /// Every sleep so far, in order.
    #[must_use]
    pub fn slept(&self) -> Vec<Duration> {
        self.state().slept.clone()
    }

    /// Moves the clock forward without a sleep.
    pub fn advance(&self, duration: Duration) {
        self.state().elapsed += duration;
    }

    fn state(&self) -> MutexGuard<'_, ManualState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        self.start + self.state().elapsed
    }

    fn system_now(&self) -> SystemTime {
        self.system_start + self.state().elapsed
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let mut state = self.state();
        state.elapsed += duration;
        state.slept.push(duration);
        Box::pin(std::future::ready(()))
    }
}

/// A source of random fractions, for spreading retries.
pub trait Jitter: Send + Sync + Debug {
    /// A number from 0 (included) to 1 (excluded).
    fn fraction(&self) -> f64;
}

/// Real randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct RandomJitter;

impl Jitter for RandomJitter {
    fn fraction(&self) -> f64 {
        fastrand::f64()
    }
}

/// The same fraction every time, for tests.
#[derive(Clone, Copy, Debug)]
pub struct FixedJitter(
    /// The fraction, from 0 to 1.
    pub f64,
);

impl Jitter for FixedJitter {
    fn fraction(&self) -> f64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_manual_clock_moves_by_what_is_slept_and_by_nothing_else() {
        let clock = ManualClock::default();
        let before = clock.now();
        clock.sleep(Duration::from_secs(1800)).await;
        clock.advance(Duration::from_secs(1));
        assert_eq!(clock.now() - before, Duration::from_secs(1801));
        assert_eq!(clock.system_now(), SystemTime::UNIX_EPOCH + Duration::from_secs(1801));
        assert_eq!(clock.slept(), [Duration::from_secs(1800)]);
    }

    #[tokio::test(start_paused = true)]
    async fn the_system_clock_follows_tokios_paused_time() {
        let clock = SystemClock;
        let before = clock.now();
        clock.sleep(Duration::from_secs(3600)).await;
        assert_eq!(clock.now() - before, Duration::from_secs(3600));
    }

    #[test]
    fn random_fractions_stay_below_one() {
        assert!((0..1000).all(|_| (0.0..1.0).contains(&RandomJitter.fraction())));
    }
}
