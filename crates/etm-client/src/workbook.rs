//! Workbooks: scenarios out of them, and results into them. With the feature `excel`.
//!
//! A workbook that was made for pyetm works as it is, and so does what pyetm or this crate has exported. It is used in three
//! steps, and nothing is changed before the third: [`read`] finds everything that is wrong with its cells, [`plan`] asks the
//! engine what there is and finds everything that is wrong with the values, and [`execute`] makes the changes.
//!
//! ```no_run
//! use etm_client::EtmClient;
//! use etm_client::workbook::{ExecuteOptions, PlanOptions, execute, plan, read};
//!
//! # async fn run(etm: EtmClient) -> etm_client::Result<()> {
//! let book = read("input.xlsx")?;
//! let plan = plan(&etm, &book, &PlanOptions::new()).await?;
//! for step in plan.steps() {
//!     println!("{step}");
//! }
//! let report = execute(&etm, &plan, &ExecuteOptions::new()).await;
//! println!("{report}");
//! # Ok(())
//! # }
//! ```
//!
//! # Sheets
//!
//! | sheet | what it has |
//! |---|---|
//! | `MAIN` | a row for each scenario: `short_name`, `scenario_id`, `session`, `copy_from`, `parent`, `title`, `area_code`, `end_year`, `private`, `keep_compatible`, `source`, `custom_curves`, `sortables` |
//! | `SLIDER_SETTINGS` | a row for each input, a column for each scenario |
//! | `GQUERIES` | a query in each row |
//! | `USERS` | a row for each user, a column for each scenario; cells are `owner`, `collaborator`, `viewer` or `remove` |
//! | `EXPORT_CONFIG` | what should be exported |
//! | those that `MAIN` names | a column for each order, or for each custom curve |
//!
//! A row of `MAIN` is an existing scenario (`scenario_id`), a copy (`copy_from`; `parent` for a session of a session), or
//! new (`area_code` and `end_year`). With `session` its ids are those of sessions; without, they are those of saved scenarios, and
//! what is made is saved. Other sheets name a scenario by its `short_name`, else by its title or id.

mod execute;
mod export;
mod export_config;
mod labels;
mod model;
mod place;
mod plan;
mod read;
mod template;
mod write;

pub use execute::{ExecuteOptions, RowReport, RowState, RunReport, StepOutcome, StepReport, execute, execute_with};
pub use export::{ExportOptions, ExportProgress, ExportReport, ExportSource, ExportedItem, WorkbookExport};
pub use export_config::{CARRIERS, ExportConfig, Selection};
pub use model::{
    CellValue, CurveColumn, InputBook, MainRow, OrderColumn, Origin, SliderCell, SliderColumn, UserColumn,
};
pub use place::{Place, Placed, Problem, Problems};
pub use plan::{Part, Plan, PlanOptions, RowPlan, Skipped, Step, Update, plan};
pub use read::{find, read, read_users};
pub use template::{template_content, write_template};
