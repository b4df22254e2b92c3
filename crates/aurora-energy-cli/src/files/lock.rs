//! One writer at a time. The lock belongs to the open file, so it goes with the process, however that ends.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// Name of the file that is locked; it stays behind, empty.
pub const FILE: &str = ".batch-lock";

/// What became of a lock.
#[derive(Debug)]
pub enum Lock {
    /// It is held until this value is dropped.
    Held(File),
    /// Another process holds it.
    Taken,
    /// The file system has no locks.
    Unsupported,
}

/// Locks a folder.
///
/// # Errors
///
/// Fails when nothing can be written there.
pub fn folder(folder: &Path) -> io::Result<Lock> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    open_locked(&options, &folder.join(FILE))
}

#[cfg(unix)]
fn open_locked(options: &OpenOptions, path: &Path) -> io::Result<Lock> {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;

    let file = options.open(path)?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(Lock::Held(file)),
        Err(Errno::WOULDBLOCK) => Ok(Lock::Taken),
        Err(Errno::NOSYS | Errno::NOTSUP | Errno::NOLCK) => Ok(Lock::Unsupported),
        Err(error) => Err(error.into()),
    }
}

#[cfg(windows)]
fn open_locked(options: &OpenOptions, path: &Path) -> io::Result<Lock> {
    use std::os::windows::fs::OpenOptionsExt;

    /// Another one has it open.
    const ERROR_SHARING_VIOLATION: i32 = 32;

    match options.clone().share_mode(0).open(path) {
        Ok(file) => Ok(Lock::Held(file)),
        Err(error) if error.raw_os_error() == Some(ERROR_SHARING_VIOLATION) => Ok(Lock::Taken),
        Err(error) => Err(error),
    }
}

#[cfg(not(any(unix, windows)))]
fn open_locked(_: &OpenOptions, _: &Path) -> io::Result<Lock> {
    Ok(Lock::Unsupported)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_second_one_is_refused_until_the_first_lets_go() {
        let place = tempfile::tempdir().unwrap();
        let first = folder(place.path()).unwrap();
        assert!(matches!(first, Lock::Held(_)));
        assert!(matches!(folder(place.path()).unwrap(), Lock::Taken));
        drop(first);
        assert!(matches!(folder(place.path()).unwrap(), Lock::Held(_)));
    }
}
