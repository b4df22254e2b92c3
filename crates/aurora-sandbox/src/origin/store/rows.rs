//! A CSV of any size that is made while it is sent: the memory that it takes does not depend on its size.

use bytes::{Bytes, BytesMut};

/// Size of a row with its line break, in bytes; headers included.
pub(crate) const ROW: u64 = 64;

/// What is made at a time, in bytes.
const PIECE: u64 = 64 * 1024;

/// A size rounded up to whole rows, two header rows at least.
pub(crate) fn whole(bytes: u64) -> u64 {
    bytes.max(2 * ROW).div_ceil(ROW).saturating_mul(ROW)
}

/// A part of the file that is still to be sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rows {
    pub(crate) start: u64,
    pub(crate) length: u64,
}

impl Rows {
    /// The next piece of at most `limit` bytes; `None` at the end.
    pub(crate) fn next(&mut self, limit: u64) -> Option<Bytes> {
        let size = self.length.min(PIECE).min(limit.max(1));
        if size == 0 {
            return None;
        }
        let first = self.start / ROW;
        let last = (self.start + size - 1) / ROW;
        let mut text = BytesMut::with_capacity(((last - first + 1) * ROW) as usize);
        for number in first..=last {
            text.extend_from_slice(row(number).as_bytes());
        }
        let skipped = (self.start - first * ROW) as usize;
        let piece = text.freeze().slice(skipped..skipped + size as usize);
        self.start += size;
        self.length -= size;
        Some(piece)
    }
}

fn row(number: u64) -> String {
    let text = match number {
        0 => "Row,Price".to_owned(),
        1 => ",GBP/MWh".to_owned(),
        number => format!("{},{}", number - 2, number % 997),
    };
    // A second comma and blanks make a third, empty column and the row as long as every other.
    format!("{text},{:width$}\n", "", width = ROW as usize - 2 - text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_any_size_and_start_make_up_the_same_file() {
        let all = |start, length, limit| {
            let mut rows = Rows { start, length };
            let mut text = Vec::new();
            while let Some(piece) = rows.next(limit) {
                text.extend_from_slice(&piece);
            }
            text
        };
        let total = whole(200_000);
        let file = all(0, total, u64::MAX);
        assert_eq!(file.len() as u64, total);
        assert!(file.starts_with(b"Row,Price,") && file.ends_with(b"\n"));
        assert!(file.chunks(ROW as usize).all(|row| row.ends_with(b"\n")));
        assert_eq!(all(0, total, 777), file);
        assert_eq!(all(12_345, total - 12_345, 5_000), file[12_345..]);
    }
}
