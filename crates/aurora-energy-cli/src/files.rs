//! Writing files so that a reader, or a program that is killed, never leaves half of one.

use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Serialize;

/// Writes through a temporary file in the same folder, flushes it to the disk and renames it.
///
/// # Errors
///
/// Fails when the folder cannot be written to, or when `content` fails; a file that was there stays as it was.
pub fn write(path: &Path, content: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let attempt = || -> Result<()> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".aurora-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // Results are ordinary files; the temporary file would be readable by its owner only. The umask still holds.
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        let mut file = builder.tempfile_in(folder)?;
        {
            let mut writer = BufWriter::new(file.as_file_mut());
            content(&mut writer)?;
            writer.flush()?;
        }
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    };
    attempt().with_context(|| format!("{} cannot be written", path.display()))
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

    #[test]
    fn a_folder_that_is_missing_is_named() {
        let error = write_bytes(Path::new("no-such-folder/a"), b"x").unwrap_err();
        assert!(error.to_string().starts_with("no-such-folder/a cannot be written"));
    }
}
