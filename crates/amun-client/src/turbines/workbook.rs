//! The workbook of a custom turbine.

use std::fs;
use std::path::Path;

use aurora_core::{Error, ErrorKind, Result};
use bytes::Bytes;

use crate::check::invalid;

/// Every xlsx file is a zip archive, and begins like one.
const ZIP_SIGNATURE: &[u8] = b"PK\x03\x04";

/// A filled-in custom-turbine workbook (xlsx), checked as far as that is possible without opening it.
///
/// The vendor's template has one sheet, `Sheet1`, with labels in column A and values in column B: rows 4 to 6 are
/// manufacturer, name and rotor diameter (m), rows 9 to 11 optional rated capacity (MW) and hub heights (m), and the power
/// curve starts at row 15 (wind speed in m/s, power in kW).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurbineWorkbook {
    file_name: String,
    bytes: Bytes,
}

impl TurbineWorkbook {
    /// A workbook in memory. `file_name` is what the service is told.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when the name does not end in `.xlsx`, or the bytes do not begin like an xlsx file.
    pub fn new(file_name: impl Into<String>, bytes: impl Into<Bytes>) -> Result<Self> {
        let (file_name, bytes) = (file_name.into(), bytes.into());
        let extension = Path::new(&file_name).extension();
        if !extension.is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx")) {
            return Err(invalid(format!("the file name {file_name:?} does not end in .xlsx")));
        }
        if !bytes.starts_with(ZIP_SIGNATURE) {
            let message = format!("{file_name} is no xlsx workbook: it does not begin with the signature PK of one");
            return Err(invalid(message));
        }
        Ok(Self { file_name, bytes })
    }

    /// Reads a workbook from a file.
    ///
    /// # Errors
    ///
    /// Fails with `Io` when the file cannot be read, else as [`new`](Self::new).
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let bytes = fs::read(path).map_err(|error| {
            let message = format!("cannot read {}: {error}", path.display());
            Error::new(ErrorKind::Io, message).with_source(error)
        })?;
        let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Self::new(file_name.unwrap_or_default(), bytes)
    }

    /// The name that the service is told.
    #[must_use]
    pub fn file_name(&self) -> &str {
        &self.file_name
    }

    /// The content.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_no_xlsx_is_refused_before_sending() {
        let rows: [(&str, &[u8], &str); 4] = [
            ("turbine.csv", b"PK\x03\x04", "does not end in .xlsx"),
            ("turbine", b"PK\x03\x04", "does not end in .xlsx"),
            ("turbine.xlsx", b"speed,power", "does not begin with the signature PK"),
            ("turbine.xlsx", b"", "does not begin with the signature PK"),
        ];
        for (name, bytes, message) in rows {
            let error = TurbineWorkbook::new(name, bytes).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidRequest);
            assert!(error.to_string().contains(message), "{error}");
        }
        assert_eq!(
            TurbineWorkbook::new("T.XLSX", &b"PK\x03\x04..."[..])
                .unwrap()
                .file_name(),
            "T.XLSX"
        );
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = TurbineWorkbook::from_file("no/such/turbine.xlsx").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Io);
        assert!(error.to_string().contains("no/such/turbine.xlsx"), "{error}");
    }
}
