//! One writer at a time. The lock belongs to the open file, so it goes with the process, however that ends.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// A lock that processes agree on through a file. It is held until it is dropped; the file stays behind.
#[derive(Debug)]
pub struct FileLock {
    _file: File,
}

impl FileLock {
    /// Takes the lock, making the file if need be. `None` when another process, or another part of this one, has it.
    ///
    /// # Errors
    ///
    /// Fails when the file cannot be made, and on file systems without locks.
    pub fn acquire(path: &Path) -> io::Result<Option<Self>> {
        Ok(open(path)?.map(|file| Self { _file: file }))
    }
}

/// Opens a file for reading and writing, making it if need be, and locks it. `None` when another one holds the lock.
pub(super) fn open(path: &Path) -> io::Result<Option<File>> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    open_locked(&options, path)
}

#[cfg(unix)]
fn open_locked(options: &OpenOptions, path: &Path) -> io::Result<Option<File>> {
    use std::os::unix::fs::{MetadataExt, OpenOptionsExt};

    use rustix::fs::{FlockOperation, OFlags, flock};

    // The name is known in advance, so in a folder that others can write to it could be a link of theirs.
    let no_link = i32::try_from(OFlags::NOFOLLOW.bits()).map_err(io::Error::other)?;
    let mut options = options.clone();
    options.custom_flags(no_link);
    loop {
        let file = options.open(path)?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {}
            Err(error) if error == rustix::io::Errno::WOULDBLOCK => return Ok(None),
            Err(error) => return Err(error.into()),
        }
        let identity = |metadata: std::fs::Metadata| (metadata.dev(), metadata.ino());
        let locked = identity(file.metadata()?);
        // Between opening and locking, the one before may have put the file in its target's place.
        match std::fs::symlink_metadata(path).map(identity) {
            Ok(at_path) if at_path == locked => return Ok(Some(file)),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(windows)]
fn open_locked(options: &OpenOptions, path: &Path) -> io::Result<Option<File>> {
    use std::os::windows::fs::OpenOptionsExt;

    /// Others may rename the file while it is open, and nothing else.
    const FILE_SHARE_DELETE: u32 = 4;
    /// Another one has it open.
    const ERROR_SHARING_VIOLATION: i32 = 32;

    match options.clone().share_mode(FILE_SHARE_DELETE).open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.raw_os_error() == Some(ERROR_SHARING_VIOLATION) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(not(any(unix, windows)))]
fn open_locked(_: &OpenOptions, _: &Path) -> io::Result<Option<File>> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_one_is_refused_until_the_first_lets_go() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("part");
        let first = open(&path).unwrap().unwrap();
        assert!(open(&path).unwrap().is_none());
        drop(first);
        assert!(open(&path).unwrap().is_some());
    }

    #[test]
    fn a_file_that_was_renamed_away_locks_nobody_out() {
        let folder = tempfile::tempdir().unwrap();
        let (path, target) = (folder.path().join("part"), folder.path().join("target"));
        let first = open(&path).unwrap().unwrap();
        std::fs::rename(&path, &target).unwrap();
        let second = open(&path).unwrap().unwrap();
        second.set_len(3).unwrap();
        assert_eq!(std::fs::metadata(&target).unwrap().len(), 0);
        drop(first);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (path, elsewhere) = (folder.path().join("part"), folder.path().join("elsewhere"));
        std::fs::write(&elsewhere, "precious").unwrap();
        std::os::unix::fs::symlink(&elsewhere, &path).unwrap();
        assert!(open(&path).is_err());
        assert_eq!(std::fs::read(&elsewhere).unwrap(), b"precious");
    }
}
