//! Time and size limits of a call.

use std::time::Duration;

use crate::operation::TimeClass;

/// How long each part of a call may take, and how much may come back.
///
/// Every call ends: without a [`total`](Limits::total) of its own it is bounded by the first-byte limit times the number
/// of attempts.
///
/// ```
/// use std::time::Duration;
/// use aurora_core::limits::Limits;
///
/// let limits = Limits::default().with_total(Duration::from_secs(60));
/// assert_eq!(limits.connect, Duration::from_secs(5));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Name look-up, TCP and TLS handshake together. Default: 5 s. Taken from the client, not from the options of a
    /// single call: connections are shared between calls.
    pub connect: Duration,
    /// From the start of an attempt to the head of the answer. Default: 30 s. One second more is given for each 64 KiB
    /// of request body, so that a slow line can finish an upload.
    pub first_byte: Duration,
    /// The same for [`TimeClass::Slow`]. Default: 120 s.
    pub first_byte_slow: Duration,
    /// The same for [`TimeClass::Compute`]. Default: 20 min.
    pub first_byte_compute: Duration,
    /// Between two pieces of an answer's body, while the caller reads. Default: 30 s.
    pub idle: Duration,
    /// All attempts and waits of one call together; for a streamed answer, up to its head. Default: `None`, which means
    /// the first-byte limit times the attempts of the retry policy.
    pub total: Option<Duration>,
    /// The largest body of an answer that is read into memory, in bytes after decompression. Default: 256 MiB.
    pub json_body_cap: usize,
    /// How much of an error's body is read, in bytes after decompression. Default: 64 KiB.
    pub error_body_cap: usize,
    /// How many redirects are followed in one attempt. Default: 10.
    pub max_redirects: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            first_byte: Duration::from_secs(30),
            first_byte_slow: Duration::from_secs(120),
            first_byte_compute: Duration::from_secs(20 * 60),
            idle: Duration::from_secs(30),
            total: None,
            json_body_cap: 256 * 1024 * 1024,
            error_body_cap: 64 * 1024,
            max_redirects: 10,
        }
    }
}

impl Limits {
    /// Sets the limit for making a connection.
    #[must_use]
    pub fn with_connect(mut self, limit: Duration) -> Self {
        self.connect = limit;
        self
    }

    /// Sets the first-byte limit of ordinary operations.
    #[must_use]
    pub fn with_first_byte(mut self, limit: Duration) -> Self {
        self.first_byte = limit;
        self
    }

    /// Sets the first-byte limit of slow operations.
    #[must_use]
    pub fn with_first_byte_slow(mut self, limit: Duration) -> Self {
        self.first_byte_slow = limit;
        self
    }

    /// Sets the first-byte limit of operations that run a model.
    #[must_use]
    pub fn with_first_byte_compute(mut self, limit: Duration) -> Self {
        self.first_byte_compute = limit;
        self
    }

    /// Sets the longest silence inside a body.
    #[must_use]
    pub fn with_idle(mut self, limit: Duration) -> Self {
        self.idle = limit;
        self
    }

    /// Bounds all attempts and waits of one call together.
    #[must_use]
    pub fn with_total(mut self, limit: Duration) -> Self {
        self.total = Some(limit);
        self
    }

    /// Sets the largest body that is read into memory, in bytes after decompression.
    #[must_use]
    pub fn with_json_body_cap(mut self, bytes: usize) -> Self {
        self.json_body_cap = bytes;
        self
    }

    /// Sets how much of an error's body is read, in bytes after decompression.
    #[must_use]
    pub fn with_error_body_cap(mut self, bytes: usize) -> Self {
        self.error_body_cap = bytes;
        self
    }

    /// Sets how many redirects are followed in one attempt.
    #[must_use]
    pub fn with_max_redirects(mut self, hops: u32) -> Self {
        self.max_redirects = hops;
        self
    }

    /// The first-byte limit of an operation, by its class.
    #[must_use]
    pub fn first_byte_of(&self, class: TimeClass) -> Duration {
        match class {
            TimeClass::Default => self.first_byte,
            TimeClass::Slow => self.first_byte_slow,
            TimeClass::Compute => self.first_byte_compute,
        }
    }

    /// The bound of a whole call: [`total`](Limits::total), or `first_byte` times `attempts`.
    #[must_use]
    pub fn total_of(&self, first_byte: Duration, attempts: u32) -> Duration {
        self.total.unwrap_or_else(|| first_byte.saturating_mul(attempts.max(1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_the_documented_ones() {
        let limits = Limits::default();
        assert_eq!(limits.first_byte_of(TimeClass::Default).as_secs(), 30);
        assert_eq!(limits.first_byte_of(TimeClass::Slow).as_secs(), 120);
        assert_eq!(limits.first_byte_of(TimeClass::Compute).as_secs(), 1200);
        assert_eq!(limits.idle.as_secs(), 30);
        assert_eq!(limits.json_body_cap, 268_435_456);
        assert_eq!(limits.error_body_cap, 65_536);
        assert_eq!(limits.max_redirects, 10);
    }

    #[test]
    fn a_call_without_a_total_is_bounded_by_its_attempts() {
        let limits = Limits::default();
        assert_eq!(limits.total_of(limits.first_byte, 5).as_secs(), 150);
        assert_eq!(limits.total_of(limits.first_byte, 0).as_secs(), 30);
        let limits = limits.with_total(Duration::from_secs(7));
        assert_eq!(limits.total_of(limits.first_byte, 5).as_secs(), 7);
    }
}
