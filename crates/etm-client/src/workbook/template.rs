//! The workbook to begin with.

use std::path::Path;

use aurora_core::{Error, ErrorKind, Result};
use rust_xlsxwriter::{Color, Format, FormatBorder, Workbook, Worksheet, XlsxError};

/// The header of `MAIN`: pyetm's columns, in its order, and those that it reads beside them.
const MAIN: [&str; 12] = [
    "short_name",
    "scenario_id",
    "session",
    "copy_from",
    "title",
    "area_code",
    "end_year",
    "private",
    "custom_curves",
    "sortables",
    "keep_compatible",
    "source",
];

/// The header of `EXPORT_CONFIG`.
const EXPORT_CONFIG: [&str; 8] = [
    "inputs",
    "defaults",
    "min_max",
    "gqueries",
    "sortables",
    "custom_curves",
    "hourly_curves",
    "annual_exports",
];

/// The sheets that begin empty, and what the corner of each is for.
const EMPTY: [&str; 3] = ["USERS", "SLIDER_SETTINGS", "GQUERIES"];

/// The colour of headers.
const HEADER: u32 = 0x00D9_F1FF;

/// Writes a workbook with all sheets and headers and no scenario in it, for [`read`](super::read) and for pyetm.
///
/// # Errors
///
/// Fails with `Io` when the file cannot be written. What is at the path is replaced.
pub fn write_template(path: impl AsRef<Path>) -> Result<()> {
    let path = path.as_ref();
    let content = template().map_err(|error| failed(path, error))?;
    std::fs::write(path, content).map_err(|error| failed(path, error))
}

/// The same workbook in memory.
///
/// # Errors
///
/// Fails with `Io` when it cannot be put together.
pub fn template_content() -> Result<Vec<u8>> {
    template().map_err(|error| failed(Path::new("the template"), error))
}

fn failed(path: &Path, error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new(ErrorKind::Io, format!("cannot write {}", path.display())).with_source(error)
}

fn template() -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    with_header(book.add_worksheet(), "MAIN", &MAIN)?;
    with_header(book.add_worksheet(), "EXPORT_CONFIG", &EXPORT_CONFIG)?;
    for name in EMPTY {
        book.add_worksheet().set_name(name)?.set_column_width(0, 44)?;
    }
    book.save_to_buffer()
}

fn with_header(sheet: &mut Worksheet, name: &str, header: &[&str]) -> std::result::Result<(), XlsxError> {
    let format = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(HEADER))
        .set_border(FormatBorder::Thin);
    sheet.set_name(name)?.set_freeze_panes(1, 0)?;
    for (column, title) in (0..).zip(header) {
        sheet.write_string_with_format(0, column, *title, &format)?;
        sheet.set_column_width(column, 16)?;
    }
    Ok(())
}
