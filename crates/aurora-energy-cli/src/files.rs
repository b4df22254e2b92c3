//! Writing files so that a reader, or a program that is killed, never leaves half of one.

use std::fs::{File, OpenOptions, Permissions};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Serialize;

use crate::exit::Failure;

pub mod lock;

/// Writes through a temporary file in the same folder, flushes it to the disk and renames it.
///
/// The target of a link is replaced, not the link; what is no ordinary file, such as a pipe, is written to as it is.
///
/// # Errors
///
/// Fails when the folder cannot be written to, or when `content` fails; a file that was there stays as it was.
pub fn write(path: &Path, content: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let attempt = || match path.metadata() {
        Ok(there) if there.is_file() => replace(&path.canonicalize()?, Some(there.permissions()), content),
        Ok(there) if !there.is_dir() => fill(&mut OpenOptions::new().write(true).open(path)?, content),
        _ => replace(path, None, content),
    };
    attempt().with_context(|| format!("{} cannot be written", path.display()))
}

fn replace(
    path: &Path,
    permissions: Option<Permissions>,
    content: impl FnOnce(&mut dyn Write) -> Result<()>,
) -> Result<()> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".aurora-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Results are ordinary files; the temporary file would be readable by its owner only. The umask still holds.
        builder.permissions(permissions.unwrap_or_else(|| Permissions::from_mode(0o666)));
    }
    #[cfg(not(unix))]
    let _ = permissions;
    let mut file = builder.tempfile_in(folder(path))?;
    fill(file.as_file_mut(), content)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

fn fill(file: &mut File, content: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let mut writer = BufWriter::new(file);
    content(&mut writer)?;
    Ok(writer.flush()?)
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Looks whether a file can be put there, before there is anything to lose.
///
/// # Errors
///
/// Fails when its folder is missing, or when it is a folder itself.
pub fn ready(path: &Path) -> Result<()> {
    let folder = folder(path);
    if !folder.is_dir() {
        let text = format!(
            "{} cannot be written: there is no folder {}",
            path.display(),
            folder.display()
        );
        return Err(Failure::usage(text).with_hint("make the folder first").into());
    }
    if path.is_dir() {
        return Err(Failure::usage(format!("{} cannot be written: it is a folder", path.display())).into());
    }
    Ok(())
}

/// Writes bytes.
///
/// # Errors
///
/// As [`write()`].
pub fn write_bytes(path: &Path, bytes: &[u8]) -> Result<()> {
    write(path, |writer| Ok(writer.write_all(bytes)?))
}

/// Writes a JSON document, readable for people.
///
/// # Errors
///
/// As [`write()`].
pub fn write_json(path: &Path, value: &impl Serialize) -> Result<()> {
    write(path, |writer| {
        serde_json::to_writer_pretty(&mut *writer, value)?;
        Ok(writer.write_all(b"\n")?)
    })
}

/// Writes a JSON document on one line, for the big ones.
///
/// # Errors
///
/// As [`write()`].
pub fn write_compact_json(path: &Path, value: &impl Serialize) -> Result<()> {
    write(path, |writer| {
        serde_json::to_writer(&mut *writer, value)?;
        Ok(writer.write_all(b"\n")?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_write_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        write_bytes(&path, b"old").unwrap();
        let error = write(&path, |writer| {
            writer.write_all(b"half")?;
            anyhow::bail!("no more")
        });
        assert!(error.unwrap_err().to_string().contains("a.json cannot be written"));
        assert_eq!(std::fs::read(&path).unwrap(), b"old");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_only_its_owner_may_read_stays_so() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        write_bytes(&path, b"old").unwrap();
        std::fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        write_bytes(&path, b"new").unwrap();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_folder_that_is_missing_is_named() {
        let error = write_bytes(Path::new("no-such-folder/a"), b"x").unwrap_err();
        assert!(error.to_string().starts_with("no-such-folder/a cannot be written"));
    }
}
