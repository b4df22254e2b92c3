//! Opening the file.

use std::fs;
use std::io::{Cursor, ErrorKind};
use std::path::{Path, PathBuf};

use calamine::{Reader as _, Xlsx, XlsxError};

use super::sheet::Sheet;
use crate::workbook::place::Problem;

/// How a file of packed parts begins, as workbooks are.
const PACKED: &[u8] = b"PK";

/// How older workbooks begin, and those with a password.
const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];

/// An open workbook. All of it is in memory, so that nobody changes it meanwhile.
pub(super) struct Book {
    file: Xlsx<Cursor<Vec<u8>>>,
    names: Vec<String>,
}

impl Book {
    /// The names of the sheets.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether there is a sheet of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The sheet of that name, if there is one.
    pub(super) fn sheet(&mut self, name: &str) -> Option<Result<Sheet, Problem>> {
        let name = self.find(name)?.to_owned();
        let read = self.file.worksheet_range(&name);
        let read = read.and_then(|cells| Ok((cells, self.file.worksheet_formula(&name)?)));
        Some(
            read.map(|(cells, formulas)| Sheet::new(&name, cells, formulas))
                .map_err(|error| Problem::of_file(format!("the sheet {name} cannot be read: {error}"))),
        )
    }

    /// The name itself, else one that differs in case only.
    fn find(&self, name: &str) -> Option<&str> {
        let name = name.trim();
        let exact = self.names.iter().find(|own| *own == name);
        let alike = || self.names.iter().find(|own| own.trim().eq_ignore_ascii_case(name));
        exact.or_else(alike).map(String::as_str)
    }
}

/// Opens a workbook.
pub(super) fn open(path: &Path) -> Result<Book, Problem> {
    if is_lock(path) {
        let message = "this is what a spreadsheet program leaves beside a workbook that it has open, and no workbook";
        return Err(Problem::of_file(message));
    }
    let content = fs::read(path).map_err(|error| unreadable(path, &error))?;
    let found = check(&content).and_then(|()| Xlsx::new(Cursor::new(content)).map_err(|error| damaged(&error)));
    let file = found.map_err(|message| match lock_beside(path) {
        Some(note) => Problem::of_file(format!("{message}; {}", note.message)),
        None => Problem::of_file(message),
    })?;
    let names = file.sheet_names();
    Ok(Book { file, names })
}

/// A note that the workbook is open in a spreadsheet program.
pub(super) fn lock_beside(path: &Path) -> Option<Problem> {
    let name = path.file_name()?.to_string_lossy();
    let locks = [format!("~${name}"), format!(".~lock.{name}#")];
    let lock: PathBuf = locks
        .iter()
        .map(|lock| path.with_file_name(lock))
        .find(|lock| lock.exists())?;
    Some(Problem::of_file(format!(
        "it is open in a spreadsheet program ({} lies beside it), and what is not saved there is not read",
        lock.file_name()?.to_string_lossy()
    )))
}

fn is_lock(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with("~$") || name.starts_with(".~lock.")
}

fn unreadable(path: &Path, error: &std::io::Error) -> Problem {
    Problem::of_file(match error.kind() {
        ErrorKind::NotFound => format!("there is no file {}", path.display()),
        _ if path.is_dir() => format!("{} is a folder", path.display()),
        ErrorKind::PermissionDenied => format!(
            "{} may not be read ({error}); if it is open in a spreadsheet program, close it there",
            path.display()
        ),
        _ => format!(
            "{} cannot be read ({error}); if it is open in a spreadsheet program, close it there",
            path.display()
        ),
    })
}

/// Tells what is no workbook of today by how it begins.
fn check(content: &[u8]) -> Result<(), String> {
    if content.is_empty() {
        return Err("the file is empty: it was not written to its end".to_owned());
    }
    if content.starts_with(COMPOUND) {
        return Err("the file has a password or is of an old format; save it as .xlsx without a password".to_owned());
    }
    match content.starts_with(PACKED) {
        true => Ok(()),
        false => Err("the file is no workbook; save it as .xlsx".to_owned()),
    }
}

fn damaged(error: &XlsxError) -> String {
    match error {
        XlsxError::Password => "the file has a password; save it without one".to_owned(),
        XlsxError::Zip(_) | XlsxError::Io(_) => {
            format!("the file is damaged or was not written to its end ({error})")
        }
        XlsxError::FileNotFound(part) => format!("the file is no workbook: it has no part {part}"),
        other => format!("the file cannot be read as a workbook ({other})"),
    }
}
