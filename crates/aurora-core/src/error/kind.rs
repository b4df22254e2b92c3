//! The kinds of failure.

use http::StatusCode;

/// What kind of failure an [`Error`](crate::Error) is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// No usable token or address was found, or the token may not be sent where it should go.
    Credential,
    /// The service does not accept the token (401).
    Unauthorized,
    /// The token is valid but may not do this (403).
    Forbidden,
    /// There is no such thing (404, 410).
    NotFound,
    /// The request is wrong: refused before sending, or by the service (other 4xx).
    InvalidRequest,
    /// Too many requests (429).
    RateLimited,
    /// The data is still being made (425, or a service's own sign).
    NotReady,
    /// No answer in time: by our limits, or by the service's own (408, 504).
    Timeout,
    /// No connection, or one that broke.
    Connect,
    /// No secure connection: no trusted certificates, or one that was refused.
    Tls,
    /// The service failed (5xx), or answered in a way that no description covers.
    Service,
    /// The answer does not fit its description.
    Decode,
    /// The answer is larger than the limit.
    TooLarge,
    /// More than one thing fits where exactly one is needed.
    Ambiguous,
    /// The caller, or the service on its behalf, cancelled the work.
    Cancelled,
    /// The request may have been acted on, but the answer is lost, and repeating it is not safe.
    OutcomeUnknown,
    /// A file could not be read or written.
    Io,
}

impl ErrorKind {
    /// The kind in one word of `snake_case`, for logs and machine-readable output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Credential => "credential",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::InvalidRequest => "invalid_request",
            Self::RateLimited => "rate_limited",
            Self::NotReady => "not_ready",
            Self::Timeout => "timeout",
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Service => "service",
            Self::Decode => "decode",
            Self::TooLarge => "too_large",
            Self::Ambiguous => "ambiguous",
            Self::Cancelled => "cancelled",
            Self::OutcomeUnknown => "outcome_unknown",
            Self::Io => "io",
        }
    }

    /// The kind that an answer's status stands for.
    #[must_use]
    pub fn of_status(status: StatusCode) -> Self {
        match status.as_u16() {
            401 => Self::Unauthorized,
            403 => Self::Forbidden,
            404 | 410 => Self::NotFound,
            408 | 504 => Self::Timeout,
            425 => Self::NotReady,
            429 => Self::RateLimited,
            400..=499 => Self::InvalidRequest,
            _ => Self::Service,
        }
    }

    /// What to do about it, where one sentence fits all cases.
    pub(crate) fn advice(self) -> Option<&'static str> {
        Some(match self {
            Self::Unauthorized => "check that the token is the right one, is complete, and has not expired",
            Self::Forbidden => "the token is known but its user may not do this; ask whoever manages your access",
            Self::NotFound => "check the id or name, and that this token may see it",
            Self::RateLimited => "wait and try again, or send fewer requests at a time",
            Self::NotReady => "the service is still preparing this; try again later",
            Self::Timeout => "try again, or allow more time",
            Self::Connect => "check the address, the network and the proxy settings",
            Self::Tls => "check the certificates; behind a company proxy, pass its CA file",
            Self::Decode => "the service may have changed; look at the body, and report this with the operation's name",
            Self::TooLarge => "ask for less at a time, or raise the body limit",
            Self::OutcomeUnknown => {
                "look whether it took effect before you send it again: it is not repeated by itself"
            }
            Self::Credential | Self::InvalidRequest | Self::Service | Self::Ambiguous | Self::Cancelled | Self::Io => {
                return None;
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_status_has_its_kind() {
        let table = [
            (400, ErrorKind::InvalidRequest),
            (401, ErrorKind::Unauthorized),
            (403, ErrorKind::Forbidden),
            (404, ErrorKind::NotFound),
            (408, ErrorKind::Timeout),
            (409, ErrorKind::InvalidRequest),
            (410, ErrorKind::NotFound),
            (422, ErrorKind::InvalidRequest),
            (425, ErrorKind::NotReady),
            (429, ErrorKind::RateLimited),
            (302, ErrorKind::Service),
            (500, ErrorKind::Service),
            (503, ErrorKind::Service),
            (504, ErrorKind::Timeout),
        ];
        for (status, kind) in table {
            assert_eq!(
                ErrorKind::of_status(StatusCode::from_u16(status).unwrap()),
                kind,
                "{status}"
            );
        }
    }
}
