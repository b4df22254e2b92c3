//! One attempt that did not succeed: what it means for a retry, and how it is told.

use std::error::Error as StdError;
use std::fmt;
use std::io;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use url::Url;

use super::mounts::shown;
use super::tls::is_tls_error;
use crate::error::redact::one_line;
use crate::retry::Outcome;
use crate::{Error, ErrorKind};

/// A failed attempt.
pub(super) struct Failure {
    pub(super) outcome: Outcome,
    pub(super) error: Error,
    /// The answer as it came, for callers that read it themselves.
    pub(super) answer: Option<Box<RawAnswer>>,
}

/// An answer that is no success.
pub(super) struct RawAnswer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Failure {
    pub(super) fn new(outcome: Outcome, error: Error) -> Self {
        Self {
            outcome,
            error,
            answer: None,
        }
    }

    /// Something that no further attempt changes.
    pub(super) fn last(error: Error) -> Self {
        Self::new(Outcome::Final, error)
    }
}

/// A failure before the head of an answer came.
pub(super) fn before_answer(error: reqwest::Error, url: &Url) -> Failure {
    let error = error.without_url();
    let host = shown(url);
    let because = Because::of(&error);
    if chain(&error).any(is_tls_error) {
        // Once the connection stands, the request may have been read before it broke.
        let (outcome, message) = if error.is_connect() {
            (Outcome::Refused, format!("no secure connection to {host}"))
        } else {
            let message = format!("the secure connection to {host} broke before the answer");
            (Outcome::Unanswered, message)
        };
        let error = Error::new(ErrorKind::Tls, message).with_source(because);
        return Failure::new(outcome, error);
    }
    if error.is_builder() {
        let message = format!("no request can be made to {host}");
        let error = Error::new(ErrorKind::InvalidRequest, message).with_source(because);
        return Failure::last(error);
    }
    let (outcome, message) = if error.is_dns() {
        (Outcome::NotSent, format!("the address of {host} cannot be found"))
    } else if error.is_connect() && error.is_timeout() {
        (Outcome::NotSent, format!("no connection to {host} in time"))
    } else if error.is_connect() {
        (Outcome::NotSent, format!("no connection to {host}"))
    } else {
        (
            Outcome::Unanswered,
            format!("the connection to {host} broke before the answer"),
        )
    };
    Failure::new(outcome, Error::new(ErrorKind::Connect, message).with_source(because))
}

/// The innermost reason of a chain of errors, as text: the libraries' own errors may hold an address with its query.
#[derive(Debug)]
pub(super) struct Because(String);

impl Because {
    pub(super) fn of(error: &(dyn StdError + 'static)) -> Self {
        let innermost = chain(error).last().map(ToString::to_string);
        Self(one_line(&innermost.unwrap_or_default(), 300))
    }
}

impl fmt::Display for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl StdError for Because {}

/// An error and everything behind it, I/O wrappers opened.
fn chain<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn StdError + 'static)| {
        let error: &'a (dyn StdError + 'static) = *error;
        // An I/O error that wraps another one names it only here; its `source` skips over it.
        let wrapped = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
            .map(|inner| inner as &(dyn StdError + 'static));
        wrapped.or_else(|| error.source())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_is_the_innermost_one_on_one_line() {
        let inner = io::Error::other("certificate\n expired");
        let outer = io::Error::new(io::ErrorKind::InvalidData, inner);
        assert_eq!(Because::of(&outer).to_string(), "certificate expired");
    }
}
