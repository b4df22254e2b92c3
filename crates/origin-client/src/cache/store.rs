//! Files that appear whole, and reading that trusts none of them blindly.

use std::borrow::Cow;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use aurora_core::{Error, ErrorKind, Result};
use bytes::Bytes;

use super::{CacheNote, OutputKey};

/// How temporary names end, so that what a stopped program left is recognised.
pub(super) const TEMPORARY: &str = ".aurora-tmp";

/// What a file has to be to be served.
pub(super) struct Wanted<'a> {
    pub(super) base_url: &'a str,
    /// `None` for metadata.
    pub(super) output: Option<&'a OutputKey>,
    pub(super) now: SystemTime,
    pub(super) ttl: Option<Duration>,
    pub(super) unknown_files: bool,
}

/// The hidden note of a file: `.NAME.note.json`.
pub(super) fn note_path(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.note.json"))
}

/// What is said about a file.
pub(super) enum Noted {
    /// Nothing: it is not ours.
    Nothing,
    /// This.
    This(Box<CacheNote>),
    /// Something that cannot be understood.
    Unclear,
}

pub(super) fn noted(path: &Path) -> io::Result<Noted> {
    match fs::read(note_path(path)) {
        Ok(text) => Ok(serde_json::from_slice(&text).map_or(Noted::Unclear, |note| Noted::This(Box::new(note)))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Noted::Nothing),
        Err(error) => Err(error),
    }
}

/// The bytes of a file, if it is there and fits. A cache that cannot be read is one that has nothing: the file is
/// fetched again, and the log says why.
pub(super) fn read(
    path: &Path,
    wanted: &Wanted<'_>,
    check: impl Fn(Vec<u8>, bool) -> std::result::Result<Bytes, Cow<'static, str>>,
) -> Option<Bytes> {
    match read_or_reason(path, wanted, check) {
        Ok(Ok(bytes)) => Some(bytes),
        Ok(Err(reason)) => {
            tracing::debug!(target: "origin_client::cache", path = %path.display(), %reason, "not served");
            None
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => {
            tracing::warn!(target: "origin_client::cache", path = %path.display(), %error, "the cache cannot be read");
            None
        }
    }
}

fn read_or_reason(
    path: &Path,
    wanted: &Wanted<'_>,
    check: impl Fn(Vec<u8>, bool) -> std::result::Result<Bytes, Cow<'static, str>>,
) -> io::Result<std::result::Result<Bytes, Cow<'static, str>>> {
    // The note first, as when writing: a file that is replaced in between then differs from it.
    let note = noted(path)?;
    let stored_at = match &note {
        Noted::Unclear => return Ok(Err("its note cannot be understood".into())),
        Noted::Nothing if !wanted.unknown_files => return Ok(Err("it has no note".into())),
        Noted::Nothing => fs::metadata(path)?.modified()?,
        Noted::This(note) if note.base_url != wanted.base_url => {
            return Ok(Err("it comes from another base URL".into()));
        }
        Noted::This(note) if note.output.as_ref() != wanted.output => {
            return Ok(Err("it is the file of another request".into()));
        }
        Noted::This(note) => note.fetched_at.into(),
    };
    // A file from the future is as young as can be.
    let age = wanted.now.duration_since(stored_at).unwrap_or_default();
    if wanted.ttl.is_some_and(|ttl| age >= ttl) {
        return Ok(Err("it is too old".into()));
    }
    let bytes = fs::read(path)?;
    let known = match &note {
        Noted::This(note) if !note.fits(&bytes) => return Ok(Err("it differs from its note".into())),
        Noted::This(_) => true,
        _ => false,
    };
    Ok(check(bytes, known))
}

/// Writes a file and its note, the note first: a file is never without it, and one that is not in place yet is a file
/// that differs from its note.
pub(super) fn write_noted(path: &Path, note: &CacheNote, bytes: &[u8]) -> Result<()> {
    let failed = unwritable(path);
    let text = serde_json::to_vec_pretty(note).map_err(|error| failed(error.into()))?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(&failed)?;
    }
    replace(&note_path(path), &text).map_err(&failed)?;
    replace(path, bytes).map_err(&failed)
}

/// Puts a file in place at once: whoever reads finds the old one or the new one.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = temporary_beside(path);
    let written = write_new(&temporary, bytes).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        // The failure is what the caller has to hear; what stays behind is swept up by `prune`.
        if let Err(error) = fs::remove_file(&temporary) {
            tracing::debug!(target: "origin_client::cache", path = %temporary.display(), %error, "stays behind");
        }
    }
    written
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    // Without it a crash of the machine can leave an empty file under the final name.
    file.sync_all()
}

/// A name that no other writer has: of this process by the count, of others by the process id, and of those that had
/// the same id by the time.
fn temporary_beside(path: &Path) -> PathBuf {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let nanoseconds = since.unwrap_or_default().subsec_nanos();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let unique = format!("{:x}-{count:x}-{nanoseconds:x}", std::process::id());
    path.with_file_name(format!(".{name}.{unique}{TEMPORARY}"))
}

pub(crate) fn unwritable(path: &Path) -> impl Fn(io::Error) -> Error {
    let message = format!("cannot write {}", path.display());
    move |error| {
        Error::new(ErrorKind::Io, message.clone())
            .with_source(error)
            .with_advice("check that you may write there and that the disk has room")
    }
}
