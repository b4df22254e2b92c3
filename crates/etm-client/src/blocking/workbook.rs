//! Workbooks.

use std::path::Path;

use super::EtmClient;
use crate::Result;
use crate::workbook::{
    ExecuteOptions, ExportReport, InputBook, Plan, PlanOptions, RunReport, WorkbookExport, execute, plan,
};

impl EtmClient {
    /// Looks up what a workbook is about, and says what would be sent; see [`plan`].
    ///
    /// # Errors
    ///
    /// As there, and with `InvalidRequest` inside an async runtime.
    pub fn plan_workbook(&self, book: &InputBook, options: &PlanOptions) -> Result<Plan> {
        self.runtime.wait(plan(&self.client, book, options))?
    }

    /// Makes the changes of a workbook: [`plan`], then [`execute`].
    ///
    /// # Errors
    ///
    /// As [`plan`], and with `InvalidRequest` inside an async runtime. What fails afterwards is part of the report.
    pub fn run_workbook(
        &self,
        book: &InputBook,
        options: &PlanOptions,
        execution: &ExecuteOptions,
    ) -> Result<RunReport> {
        let plan = self.plan_workbook(book, options)?;
        self.runtime.wait(execute(&self.client, &plan, execution))
    }

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
