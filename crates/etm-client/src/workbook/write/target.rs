//! Where a workbook goes: beside its place first, so that what is there stays whole until the new one is.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use aurora_core::{Error, ErrorKind, Result};
use rust_xlsxwriter::Workbook;
use tempfile::NamedTempFile;

use super::sheet::refused;
use crate::check::invalid;

/// A place for a workbook.
#[derive(Clone, Debug)]
pub(in crate::workbook) struct Target {
    path: PathBuf,
    folder: PathBuf,
}

/// A workbook that is whole and not in its place yet. It is removed when it never gets there.
#[derive(Debug)]
pub(super) struct Part {
    file: NamedTempFile,
    target: Target,
}

impl Target {
    /// Looks whether a workbook can be put there, before anything is asked of a service. Makes the folder.
    pub(in crate::workbook) fn new(path: &Path) -> Result<Self> {
        let is_workbook = path
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"));
        if !is_workbook || path.file_stem().is_none() {
            return Err(invalid(format!(
                "{} is no workbook's name; it has to end in .xlsx",
                path.display()
            )));
        }
        // A link stays one, and what it points to is replaced.
        let path = match fs::symlink_metadata(path) {
            Ok(found) if found.is_symlink() => {
                fs::canonicalize(path).map_err(|error| blocked(path, &error.to_string()))?
            }
            _ => path.to_owned(),
        };
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        fs::create_dir_all(&folder).map_err(|error| {
            let message = format!("the folder {} cannot be made: {error}", folder.display());
            Error::new(ErrorKind::Io, message).with_source(error)
        })?;
        replaceable(&path)?;
        Ok(Self { path, folder })
    }

    /// The place beside this one for a further workbook: `<name>_<what>.xlsx`.
    pub(in crate::workbook) fn beside(&self, what: &str) -> Result<Self> {
        let part =
            |part: Option<&std::ffi::OsStr>| part.map(|part| part.to_string_lossy().into_owned()).unwrap_or_default();
        let (stem, ending) = (part(self.path.file_stem()), part(self.path.extension()));
        Self::new(&self.path.with_file_name(format!("{stem}_{what}.{ending}")))
    }

    pub(in crate::workbook) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(in crate::workbook) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a workbook to a file beside this place.
    pub(super) fn save(&self, workbook: &mut Workbook) -> Result<Part> {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut builder = tempfile::Builder::new();
        let prefix = format!(".{name}.");
        builder.prefix(&prefix).suffix(".part");
        // As any other file: what its owner's mask leaves. Temporary files are private otherwise.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut file = builder
            .tempfile_in(&self.folder)
            .map_err(|error| self.unwritten(error))?;
        workbook
            .save_to_writer(io::BufWriter::new(file.as_file_mut()))
            .map_err(refused)?;
        let written = file.as_file_mut().flush().and_then(|()| file.as_file().sync_all());
        written.map_err(|error| self.unwritten(error))?;
        Ok(Part {
            file,
            target: self.clone(),
        })
    }

    fn unwritten(&self, error: io::Error) -> Error {
        let message = format!("{} could not be written: {error}", self.path.display());
        Error::new(ErrorKind::Io, message).with_source(error)
    }
}

impl Part {
    /// Puts the workbook in its place.
    pub(super) fn place(self) -> Result<PathBuf> {
        // What was replaceable before everything was fetched may be open by now.
        replaceable(&self.target.path)?;
        let placed = self.file.persist(&self.target.path);
        placed.map_err(|error| self.target.unwritten(error.error))?;
        Ok(self.target.path)
    }
}

/// Refuses what cannot be replaced, or should not be.
fn replaceable(path: &Path) -> Result<()> {
    let found = match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return open_elsewhere(path),
        found => found.map_err(|error| blocked(path, &error.to_string()))?,
    };
    if found.is_dir() {
        return Err(blocked(path, "it is a folder"));
    }
    if !found.is_file() {
        return Err(blocked(path, "it is no ordinary file"));
    }
    if found.permissions().readonly() {
        return Err(blocked(path, "it is write-protected"));
    }
    OpenOptions::new()
        .write(true)
        .open(path)
        .map_err(|error| blocked(path, &error.to_string()))?;
    open_elsewhere(path)
}

/// Spreadsheet programs put a file beside a workbook while they have it open.
fn open_elsewhere(path: &Path) -> Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    for marker in [format!("~${name}"), format!(".~lock.{name}#")] {
        if path.with_file_name(&marker).exists() {
            let why = format!("a spreadsheet program has it open (there is a file {marker} beside it)");
            return Err(blocked(path, &why));
        }
    }
    Ok(())
}

fn blocked(path: &Path, why: &str) -> Error {
    Error::new(ErrorKind::Io, format!("{} cannot be replaced: {why}", path.display()))
        .with_advice("close it, or choose another name")
}
