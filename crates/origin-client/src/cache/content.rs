//! Whether bytes are what they should be.

use std::borrow::Cow;

use aurora_core::{Error, ErrorKind, Result};
use bytes::Bytes;
use serde_json::Value;

/// The byte order mark that spreadsheets write.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Why bytes are no output file.
type Damage = Cow<'static, str>;

/// Checks a fetched file: an output has two header rows of equal length, and is no page or message.
pub(crate) fn check_output(bytes: &[u8]) -> Result<()> {
    headers(bytes, true).map_err(|why| no_output(&why))
}

/// The same for the beginning of a file whose rest is still to come.
pub(crate) fn check_head(head: &[u8]) -> Result<()> {
    let whole = head.len() < aurora_core::download::HEAD_BYTES;
    headers(head, whole).map_err(|why| no_output(&why))
}

fn no_output(why: &Damage) -> Error {
    Error::new(ErrorKind::Decode, format!("what came is no output file: {why}"))
        .with_advice("ask for it again; if it stays so, report it with the request's details")
}

/// What the cache serves of an output file: with a note (`known`) the bytes are those that were checked when they came;
/// without one they have to look whole, and text in the wrong encoding is put right.
pub(super) fn known_or_whole(bytes: Vec<u8>, known: bool) -> std::result::Result<Bytes, Damage> {
    if known {
        return Ok(bytes.into());
    }
    whole(&bytes)?;
    Ok(match undo_double_encoding(&bytes) {
        Some(right) => right.into(),
        None => bytes.into(),
    })
}

/// What the cache serves of metadata: an object in JSON, whoever wrote it.
pub(super) fn json_object(bytes: Vec<u8>, _known: bool) -> std::result::Result<Bytes, Damage> {
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(_)) => Ok(bytes.into()),
        Ok(_) => Err("it is JSON, but no object".into()),
        Err(_) => Err("it is no JSON".into()),
    }
}

/// Two header rows with the same number of cells; of a beginning, as much of that as can be seen.
fn headers(bytes: &[u8], is_whole: bool) -> std::result::Result<(), Damage> {
    let text = bytes.strip_prefix(MARK).unwrap_or(bytes);
    first_character(text)?;
    let mut lines = reader(text).into_byte_records();
    let mut lengths = Vec::new();
    for _ in 0..2 {
        match lines.next() {
            // The last row of a beginning may go on.
            Some(Ok(row)) if is_whole || is_before_end(&row, &lines, text) => lengths.push(row.len()),
            Some(Ok(_)) => return Ok(()),
            Some(Err(_)) => return Err("its header rows are not comma-separated".into()),
            None if is_whole => return Err("it has less than two header rows".into()),
            None => return Ok(()),
        }
    }
    match lengths[..] {
        [names, units] if names != units => {
            Err(format!("its first header row has {names} cells and its second has {units}").into())
        }
        _ => Ok(()),
    }
}

/// Whether a row ends before the text does.
fn is_before_end(_row: &csv::ByteRecord, lines: &csv::ByteRecordsIntoIter<&[u8]>, text: &[u8]) -> bool {
    usize::try_from(lines.reader().position().byte()).is_ok_and(|end| end < text.len())
}

fn first_character(text: &[u8]) -> std::result::Result<(), Damage> {
    match text.iter().find(|byte| !byte.is_ascii_whitespace()) {
        None => Err("it is empty".into()),
        Some(b'<') => Err("it is a page or a message in XML".into()),
        Some(b'{' | b'[') => Err("it is a message in JSON".into()),
        Some(_) => Ok(()),
    }
}

/// As much as can be told without a note: UTF-8, no page or message, all rows as long as the two header rows, at least
/// one below them, and a line end at the end, without which the last row may be cut off.
pub(super) fn whole(bytes: &[u8]) -> std::result::Result<(), Damage> {
    let text = bytes.strip_prefix(MARK).unwrap_or(bytes);
    headers(text, true)?;
    if std::str::from_utf8(text).is_err() {
        return Err("it is not UTF-8".into());
    }
    let mut reader = reader(text);
    let mut row = csv::ByteRecord::new();
    let (mut cells, mut rows) = (None, 0);
    loop {
        match reader.read_byte_record(&mut row) {
            Ok(false) => break,
            Ok(true) if *cells.get_or_insert(row.len()) == row.len() => rows += 1,
            Ok(true) | Err(_) => return Err("its rows have different lengths".into()),
        }
    }
    match text.last() {
        _ if rows < 3 => Err("it ends with its header rows".into()),
        Some(b'\n' | b'\r') => Ok(()),
        _ => Err("its last line does not end".into()),
    }
}

fn reader(text: &[u8]) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text)
}

/// The text behind UTF-8 that was read as Latin-1 and then written as UTF-8; `None` when it was not.
///
/// Text that is right does not look like this: a letter such as `Â` would have to stand before each special character,
/// all of them would have to be below U+0100, and together they would have to be UTF-8.
fn undo_double_encoding(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?;
    if text.is_ascii() {
        return None;
    }
    let single: Vec<u8> = text
        .chars()
        .map(|character| u8::try_from(u32::from(character)).ok())
        .collect::<Option<_>>()?;
    std::str::from_utf8(&single).is_ok().then_some(single)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "Year,Price,Note\n,£/MWh,\n2028,71.4,a\n";

    #[test]
    fn a_whole_file_is_taken_and_damaged_ones_are_not() {
        let rows = [
            (FILE, true),
            ("\u{feff}Year,Price\r\n,£/MWh\r\n2028,71.4\r\n", true),
            ("Year,Price\n,\"£,MWh\"\n2028,1\n", true),
            ("Year,Price\n,£/MWh\n", false),
            ("", false),
            ("  \n", false),
            ("Year,Price\n", false),
            ("Year,Price,Note\n,£/MWh\n", false),
            ("Year,Price\n,£/MWh\n2028,71.4\n2029", false),
            ("Year,Price\n,£/MWh\n2028,71", false),
            (
                "<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code></Error>\n",
                false,
            ),
            ("\n <!DOCTYPE html>\n<html></html>\n", false),
            ("{\"message\": \"no\"}\n{}\n", false),
            ("[1,\n2]\n", false),
        ];
        for (text, expected) in rows {
            assert_eq!(whole(text.as_bytes()).is_ok(), expected, "{text:?}");
        }
        assert!(whole(b"Year,Price\n,\xa3/MWh\n").is_err());
    }

    #[test]
    fn a_beginning_is_judged_by_what_can_be_seen_of_it() {
        let long = format!("Year,{}", "x".repeat(5000));
        let head = &long.as_bytes()[..aurora_core::download::HEAD_BYTES];
        assert!(check_head(head).is_ok());
        let second_is_cut = format!("Year,Price\n,{}", "x".repeat(5000));
        assert!(check_head(&second_is_cut.as_bytes()[..aurora_core::download::HEAD_BYTES]).is_ok());
        let uneven = format!("Year,Price\n,a,b\n{}", "1,2\n".repeat(2000));
        assert!(check_head(&uneven.as_bytes()[..aurora_core::download::HEAD_BYTES]).is_err());
        assert!(check_head(b"Year,Price\n").is_err());
        assert!(check_head(b"Year,Price\n,").is_ok());
        let page = format!("<html>{}", "x".repeat(5000));
        assert!(check_head(&page.as_bytes()[..aurora_core::download::HEAD_BYTES]).is_err());
    }

    #[test]
    fn text_in_the_wrong_encoding_is_put_right_and_right_text_stays() {
        let wrong: String = FILE.bytes().map(char::from).collect();
        assert!(wrong.contains("Â£/MWh"));
        let right = known_or_whole(wrong.clone().into_bytes(), false).unwrap();
        assert_eq!(right, FILE.as_bytes());
        for text in [FILE, "a,b\n,°C\n1,2\n", "Ä,b\n,€\n1,2\n"] {
            assert_eq!(known_or_whole(text.into(), false).unwrap(), text.as_bytes(), "{text}");
        }
        // What has a note is handed out byte for byte.
        assert_eq!(known_or_whole(wrong.clone().into(), true).unwrap(), wrong.as_bytes());
    }

    #[test]
    fn metadata_is_an_object_in_json() {
        for (text, expected) in [
            ("{\"years\": null}", true),
            ("[]", false),
            ("{\"years\":", false),
            ("", false),
        ] {
            assert_eq!(json_object(text.into(), true).is_ok(), expected, "{text}");
        }
    }
}
