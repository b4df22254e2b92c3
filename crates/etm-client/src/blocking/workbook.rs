//! Workbooks.

use std::path::Path;

use super::EtmClient;
use crate::Result;
use crate::workbook::{ExportReport, WorkbookExport};

impl EtmClient {
    /// Exports scenarios to a workbook; see [`WorkbookExport::to_file`]. The export is one of [`as_async`](Self::as_async).
    ///
    /// # Errors
    ///
    /// As there, and with `InvalidRequest` inside an async runtime.
    pub fn export_workbook(&self, export: &WorkbookExport, path: impl AsRef<Path>) -> Result<ExportReport> {
        self.runtime.wait(export.to_file(path))?
    }

    /// Exports each scenario to a workbook of its own; see [`WorkbookExport::to_folder`]. The export is one of
    /// [`as_async`](Self::as_async).
    ///
    /// # Errors
    ///
    /// As there, and with `InvalidRequest` inside an async runtime.
    pub fn export_workbooks(&self, export: &WorkbookExport, folder: impl AsRef<Path>) -> Result<ExportReport> {
        self.runtime.wait(export.to_folder(folder))?
    }
}
