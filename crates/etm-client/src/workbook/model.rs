//! What is in a workbook of scenarios, without any request.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use super::ExportConfig;
use super::place::{Place, Placed, Problem};
use crate::custom_curves::Curve;
use crate::sortables::{HeatLevel, Sortable};
use crate::users::UserChange;

/// A workbook of scenarios as [`read`](super::read) has read it: every value with its cell.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct InputBook {
    /// Where it lies.
    pub path: Option<PathBuf>,
    /// The scenarios: the rows of `MAIN`.
    pub rows: Vec<MainRow>,
    /// What should be exported, if the workbook says so.
    pub export: Option<ExportConfig>,
    /// The inputs, a column for each scenario: `SLIDER_SETTINGS`.
    pub sliders: Vec<SliderColumn>,
    /// The queries, each once: `GQUERIES`.
    pub gqueries: Vec<Placed<String>>,
    /// The orders, by the name of their sheet.
    pub sortables: BTreeMap<String, Vec<OrderColumn>>,
    /// The custom curves, by the name of their sheet.
    pub custom_curves: BTreeMap<String, Vec<CurveColumn>>,
    /// The users, a column for each scenario: `USERS`.
    pub users: Vec<UserColumn>,
    /// What is worth knowing and no problem.
    pub notes: Vec<Problem>,
}

/// The sheet of the orders of a workbook whose rows name none.
pub(super) const SORTABLES: &str = "SORTABLES";

/// The sheet of the custom curves of a workbook whose rows name none.
pub(super) const CUSTOM_CURVES: &str = "CUSTOM_CURVES";

impl InputBook {
    /// Whether the workbook has no scenario.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row that a label means: by short name, then by title or name, then by the id of an existing scenario.
    #[must_use]
    pub fn row_of(&self, label: &str) -> Option<usize> {
        let label = label.trim();
        let by = |is: &dyn Fn(&MainRow) -> bool| self.rows.iter().position(is);
        let is = |text: &Option<Placed<String>>| text.as_ref().is_some_and(|text| text.value == label);
        by(&|row| is(&row.short_name))
            .or_else(|| by(&|row| is(&row.name)))
            .or_else(|| by(&|row| is(&row.title)))
            .or_else(|| by(&|row| matches!(&row.origin, Origin::Existing(id) if id.value.to_string() == label)))
    }

    /// The orders on the sheet of a row. A row that names none has what is labelled for it on the sheet of that name, and nothing
    /// that another row has named.
    pub(super) fn orders_for(&self, row: &MainRow) -> impl Iterator<Item = &OrderColumn> {
        let named = row.sortables.as_ref().map(|sheet| sheet.value.as_str());
        let columns = self.sortables.get(named.unwrap_or(SORTABLES)).into_iter().flatten();
        columns.filter(move |column| named.is_some() || column.label.is_some())
    }

    /// The custom curves on the sheet of a row; as for orders.
    pub(super) fn curves_for(&self, row: &MainRow) -> impl Iterator<Item = &CurveColumn> {
        let named = row.custom_curves.as_ref().map(|sheet| sheet.value.as_str());
        let columns = self
            .custom_curves
            .get(named.unwrap_or(CUSTOM_CURVES))
            .into_iter()
            .flatten();
        columns.filter(move |column| named.is_some() || column.label.is_some())
    }
}

/// A scenario: a row of `MAIN`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MainRow {
    /// Its first cell.
    pub place: Place,
    /// Where the scenario comes from.
    pub origin: Origin,
    /// Whether ids are those of sessions, and the result is a session. Else they are those of saved scenarios.
    pub session: bool,
    /// The label that other sheets use.
    pub short_name: Option<Placed<String>>,
    /// The label in the first column of an exported workbook.
    pub name: Option<Placed<String>>,
    /// The title.
    pub title: Option<Placed<String>>,
    /// The area, for a new scenario.
    pub area_code: Option<Placed<String>>,
    /// The end year, for a new scenario.
    pub end_year: Option<Placed<i32>>,
    /// Whether only its users may see it.
    pub private: Option<Placed<bool>>,
    /// Whether it is brought along when the model changes.
    pub keep_compatible: Option<Placed<bool>>,
    /// The program that made it.
    pub source: Option<Placed<String>>,
    /// The sheet with its custom curves.
    pub custom_curves: Option<Placed<String>>,
    /// The sheet with its orders.
    pub sortables: Option<Placed<String>>,
    /// Whether the workbook is an exported one, whose rows show what is and not what is wanted.
    pub exported: bool,
    /// What the metadata of the session had beside its title; only an exported workbook tells.
    pub metadata: Vec<(String, CellValue)>,
}

/// Where a scenario comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// It exists: `scenario_id`.
    Existing(Placed<i64>),
    /// It becomes a copy of another one: `copy_from`.
    Copy(Placed<i64>),
    /// It becomes a session that is a copy of a session: `parent`.
    Parent(Placed<i64>),
    /// It is made from an area and an end year.
    New,
}

impl MainRow {
    /// What the scenario is called in reports: its short name, else its name, title or id, else its row.
    #[must_use]
    pub fn label(&self) -> String {
        let texts = [&self.short_name, &self.name, &self.title];
        match (texts.into_iter().flatten().next(), &self.origin) {
            (Some(text), _) => text.value.clone(),
            (None, Origin::Existing(id)) => id.value.to_string(),
            (None, _) => format!("row {}", self.place.row() + 1),
        }
    }
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CellValue {
    /// A number.
    Number(f64),
    /// A text, without blanks around it.
    Text(String),
    /// `TRUE` or `FALSE`.
    Flag(bool),
}

impl fmt::Display for CellValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Flag(flag) => write!(f, "{flag}"),
        }
    }
}

/// The inputs of a scenario.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SliderColumn {
    /// Which scenario.
    pub label: Placed<String>,
    /// Whether the column shows all inputs of a scenario, as exports do, and not only those to be set.
    pub exported: bool,
    /// The cells that are not blank.
    pub cells: Vec<SliderCell>,
}

/// An input to be set.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SliderCell {
    /// Its key.
    pub key: Placed<String>,
    /// Its value.
    pub value: Placed<CellValue>,
}

/// An order.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct OrderColumn {
    /// Which scenario; `None` for those whose row names the sheet.
    pub label: Option<Placed<String>>,
    /// Which order.
    pub sortable: Placed<Sortable>,
    /// Of which heat network.
    pub level: Option<HeatLevel>,
    /// Its items, first the one that goes first.
    pub items: Vec<Placed<String>>,
}

impl OrderColumn {
    /// The name as pyetm has it: `hydrogen_supply`, `heat_network_lt`.
    #[must_use]
    pub fn name(&self) -> String {
        match self.level {
            Some(level) => format!("{}_{level}", self.sortable.value),
            None => self.sortable.value.to_string(),
        }
    }
}

/// A custom curve.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CurveColumn {
    /// Which scenario; `None` for those whose row names the sheet.
    pub label: Option<Placed<String>>,
    /// Its key.
    pub key: Placed<String>,
    /// Its values.
    pub curve: Arc<Curve>,
}

/// The users of a scenario.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UserColumn {
    /// Which scenario.
    pub label: Placed<String>,
    /// What is to happen to whom.
    pub changes: Vec<Placed<UserChange>>,
}
