//! Reads an answer's body under limits.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http::header::CONTENT_ENCODING;
use reqwest::Response;
use tokio::time::{Instant, timeout_at};

use super::failure::Because;
use crate::clock::later;
use crate::error::display::Seconds;
use crate::{Error, ErrorKind};

/// The limits of one body.
#[derive(Clone, Copy, Debug)]
pub(super) struct BodyLimits {
    /// In bytes, after decompression.
    pub(super) cap: usize,
    pub(super) idle: Duration,
    /// The end of the whole call; `None` for a stream, which may go on for as long as it moves.
    pub(super) end: Option<Instant>,
}

/// Why a body could not be read to its end.
#[derive(Debug)]
pub(super) enum BodyFailure {
    TooLarge {
        cap: usize,
    },
    /// No further byte within the idle limit.
    Stalled {
        idle: Duration,
    },
    /// The call's time ran out while bytes still came.
    OutOfTime,
    /// Compressed in a way that was not asked for and cannot be undone.
    Coded,
    /// Cut off, or damaged in its compression.
    Broken(Because),
}

impl BodyFailure {
    pub(super) fn into_error(self) -> Error {
        match self {
            Self::TooLarge { cap } => Error::new(
                ErrorKind::TooLarge,
                format!("the answer is larger than the limit of {cap} bytes"),
            ),
            Self::Stalled { idle } => Error::new(
                ErrorKind::Timeout,
                format!("the answer stopped coming for {}", Seconds(idle)),
            ),
            Self::OutOfTime => Error::new(
                ErrorKind::Timeout,
                "the time for the whole call ran out while the answer was coming",
            ),
            Self::Coded => Error::new(
                ErrorKind::Decode,
                "the answer is compressed in a way that was not asked for",
            )
            .with_advice(
                "something between here and the service may have changed it: check the base URL and the proxy",
            ),
            Self::Broken(because) => {
                Error::new(ErrorKind::Connect, "the answer was cut off or damaged on its way").with_source(because)
            }
        }
    }
}

/// The next piece of a body; `None` at its end.
pub(super) async fn piece(response: &mut Response, limits: &BodyLimits) -> Result<Option<Bytes>, BodyFailure> {
    let stalled = later(Instant::now(), limits.idle);
    let (until, failure) = match limits.end {
        Some(end) if end < stalled => (end, BodyFailure::OutOfTime),
        _ => (stalled, BodyFailure::Stalled { idle: limits.idle }),
    };
    match timeout_at(until, response.chunk()).await {
        Ok(Ok(piece)) => Ok(piece),
        Ok(Err(error)) => Err(BodyFailure::Broken(Because::of(&error.without_url()))),
        Err(_elapsed) => Err(failure),
    }
}

/// A whole body.
pub(super) async fn whole(response: &mut Response, limits: &BodyLimits) -> Result<Bytes, BodyFailure> {
    let cap = limits.cap;
    let announced = response.content_length().unwrap_or(0);
    if announced > u64::try_from(cap).unwrap_or(u64::MAX) {
        return Err(BodyFailure::TooLarge { cap });
    }
    let coded = is_coded(response.headers());
    let mut body = BytesMut::new();
    while let Some(piece) = piece(response, limits).await? {
        // An empty body may name any coding.
        if coded && !piece.is_empty() {
            return Err(BodyFailure::Coded);
        }
        if body.len() + piece.len() > cap {
            return Err(BodyFailure::TooLarge { cap });
        }
        body.extend_from_slice(&piece);
    }
    Ok(body.freeze())
}

/// Whether a body is still compressed. The HTTP library undoes what it asks for (gzip), and takes the header away.
pub(crate) fn is_coded(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_ENCODING)
        .is_some_and(|coding| !coding.as_bytes().trim_ascii().eq_ignore_ascii_case(b"identity"))
}

/// The beginning of an error's body: whatever comes before a limit, a stall or a cut. Nothing of one that is no text.
pub(super) async fn beginning(response: &mut Response, limits: &BodyLimits) -> Bytes {
    let mut body = BytesMut::new();
    if is_coded(response.headers()) {
        return body.freeze();
    }
    // The status is the error; a body that breaks off only makes its explanation shorter.
    while let Ok(Some(piece)) = piece(response, limits).await {
        let room = limits.cap - body.len();
        body.extend_from_slice(&piece[..piece.len().min(room)]);
        if body.len() == limits.cap {
            break;
        }
    }
    body.freeze()
}
