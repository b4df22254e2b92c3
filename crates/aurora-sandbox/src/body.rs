//! Bodies of answers: whole, made while they are sent, dripped or broken off.

use std::io;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::channel::{Channel, Sender};
use http_body_util::{Either, Full};

use crate::faults::Fault;
use crate::origin::store::rows::Rows;

pub(crate) type Body = Either<Full<Bytes>, Channel<Bytes, io::Error>>;

/// Where the bytes of a body come from.
pub(crate) enum Source {
    Whole(Bytes),
    Rows(Rows),
}

impl Source {
    fn length(&self) -> u64 {
        match self {
            Source::Whole(bytes) => bytes.len() as u64,
            Source::Rows(rows) => rows.length,
        }
    }

    /// The next piece of at most `limit` bytes; `None` at the end.
    fn next(&mut self, limit: u64) -> Option<Bytes> {
        match self {
            Source::Rows(rows) => rows.next(limit),
            Source::Whole(bytes) if bytes.is_empty() => None,
            Source::Whole(bytes) => {
                let size = usize::try_from(limit).map_or(bytes.len(), |limit| limit.clamp(1, bytes.len()));
                Some(bytes.split_to(size))
            }
        }
    }
}

/// The body of an answer, bent by a fault that concerns it.
pub(crate) fn body_of(source: Source, fault: Option<&Fault>) -> Body {
    let (sender, channel) = Channel::new(1);
    match (fault, source) {
        (Some(Fault::Truncate), source) => tokio::spawn(break_off(sender, source)),
        (Some(Fault::Drip { bytes, interval }), source) => {
            tokio::spawn(drip(sender, source, (*bytes).max(1) as u64, *interval))
        }
        (_, Source::Whole(bytes)) => return Either::Left(Full::new(bytes)),
        (_, source) => tokio::spawn(pour(sender, source)),
    };
    Either::Right(channel)
}

/// Sends a body piece by piece, no faster than it is taken.
async fn pour(mut sender: Sender<Bytes, io::Error>, mut source: Source) {
    while let Some(next) = source.next(u64::MAX) {
        if sender.send_data(next).await.is_err() {
            return;
        }
    }
}

async fn break_off(mut sender: Sender<Bytes, io::Error>, mut source: Source) {
    let mut left = source.length() / 2;
    while left > 0 {
        let Some(next) = source.next(left) else {
            break;
        };
        left -= next.len() as u64;
        if sender.send_data(next).await.is_err() {
            return;
        }
    }
    // Hyper drops what it has not flushed when a body fails, so the half gets a moment to leave.
    tokio::time::sleep(Duration::from_millis(20)).await;
    sender.abort(io::Error::other("cut off by a fault"));
}

async fn drip(mut sender: Sender<Bytes, io::Error>, mut source: Source, piece: u64, interval: Duration) {
    loop {
        tokio::time::sleep(interval).await;
        let Some(next) = source.next(piece) else {
            return;
        };
        if sender.send_data(next).await.is_err() {
            return;
        }
    }
}
