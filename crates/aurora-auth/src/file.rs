//! Credential files: reading what editors leave in them, and writing so that nobody else can read.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::{AuthError, Source, Token, Warning};

/// Real tokens are below 4 KiB; whatever is larger than this is another file.
pub(crate) const MAX_BYTES: u64 = 64 * 1024;

/// The text of a file, without a byte order mark, and what others may do with it.
pub(crate) struct Contents {
    pub(crate) text: Zeroizing<String>,
    pub(crate) warnings: Vec<Warning>,
}

/// Reads a small text file; `None` when there is none.
pub(crate) fn read(path: &Path) -> Result<Option<Contents>, AuthError> {
    let unreadable = |why, io| AuthError::Unreadable {
        path: path.to_owned(),
        why,
        io,
    };
    let denied = |io| unreadable("check that you may read it", Some(io));
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(denied(error)),
    };
    // Opening a pipe would wait for a writer.
    if !metadata.is_file() {
        return Err(unreadable("it is not a regular file", None));
    }
    let file = File::open(path).map_err(denied)?;
    let warnings = readable_by_others(path, &file.metadata().map_err(denied)?)
        .into_iter()
        .collect();
    // Room for everything from the start: a buffer that grows leaves copies behind that nobody overwrites.
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_BYTES as usize + 1));
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(denied)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(unreadable(
            "it is larger than 64 KiB, so it cannot be a file of settings",
            None,
        ));
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| unreadable("it is not UTF-8 text; save it as UTF-8", None))?;
    let text = Zeroizing::new(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned());
    Ok(Some(Contents { text, warnings }))
}

/// Reads a token file: the first line that is not blank. `None` when there is no such file.
pub(crate) fn read_token(path: &Path) -> Result<Option<(Token, Vec<Warning>)>, AuthError> {
    let Some(Contents { text, mut warnings }) = read(path)? else {
        return Ok(None);
    };
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    // A file of blank lines gives the empty token, which is refused as such.
    let token = Token::from_source(lines.next().unwrap_or_default(), Source::File(path.to_owned()))?;
    let ignored = lines.count();
    if ignored > 0 {
        warnings.push(Warning::ExtraLines {
            path: path.to_owned(),
            ignored,
        });
    }
    Ok(Some((token, warnings)))
}

#[cfg(unix)]
fn readable_by_others(path: &Path, metadata: &Metadata) -> Option<Warning> {
    use std::os::unix::fs::PermissionsExt;

    let mode = metadata.permissions().mode() & 0o777;
    (mode & 0o044 != 0).then(|| Warning::ReadableByOthers {
        path: path.to_owned(),
        mode,
    })
}

/// Elsewhere the standard library does not tell who can read a file.
#[cfg(not(unix))]
fn readable_by_others(_: &Path, _: &Metadata) -> Option<Warning> {
    None
}

/// Writes a token file that only its owner can read, whole or not at all.
///
/// The token goes into a new file in the same folder, made with mode 0600 (on Unix; elsewhere with the folder's
/// defaults), which then takes the place of `path`. So the mode is 0600 whatever was there before, and nobody can see half
/// a token. When `path` is a symbolic link, the link is replaced by the file; what it pointed to keeps its content. No
/// line break is written: the Amun SDK for Python cannot read a token file that ends with one.
///
/// # Errors
///
/// Fails when the folder does not exist or cannot be written, or when `path` is a folder; the old file is then as it was.
pub fn write_token_file(path: &Path, token: &Token) -> Result<(), AuthError> {
    let unwritable = |io| AuthError::Unwritable {
        path: path.to_owned(),
        io,
    };
    let (file, temporary) = create_beside(path).map_err(unwritable)?;
    let written = fill(file, token).and_then(|()| fs::rename(&temporary, path));
    written.map_err(|error| match fs::remove_file(&temporary) {
        Ok(()) => unwritable(error),
        // A token that stays behind in a file nobody knows is worse than the failed write.
        Err(left) => AuthError::Unwritable {
            path: temporary,
            io: left,
        },
    })
}

fn fill(mut file: File, token: &Token) -> io::Result<()> {
    file.write_all(token.expose().as_bytes())?;
    file.sync_all()
}

/// A new file that no other process can have opened or guessed into place: `create_new` follows no link.
fn create_beside(path: &Path) -> io::Result<(File, PathBuf)> {
    let name = path
        .file_name()
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the path names no file"))?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    owner_only(&mut options);
    let mut number = 0_u32;
    loop {
        let mut temporary_name = std::ffi::OsString::from(".");
        temporary_name.push(name);
        temporary_name.push(format!(".{}-{number}.tmp", std::process::id()));
        let temporary = path.with_file_name(temporary_name);
        match options.open(&temporary) {
            Ok(file) => return Ok((file, temporary)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 100 => number += 1,
            Err(error) => return Err(error),
        }
    }
}

#[cfg(unix)]
fn owner_only(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;

    options.mode(0o600);
}

#[cfg(not(unix))]
fn owner_only(_: &mut OpenOptions) {}

/// Removes a token file. `false` when there was none.
///
/// # Errors
///
/// Fails when the file is there and cannot be removed.
pub fn remove_token_file(path: &Path) -> Result<bool, AuthError> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(io) => Err(AuthError::Unwritable {
            path: path.to_owned(),
            io,
        }),
    }
}

#[cfg(test)]
mod tests;
