//! The sheet `EXPORT_CONFIG`: what should be exported, in the row below its header.

use std::collections::BTreeMap;

use super::sheet::{Cell, Sheet};
use crate::workbook::export_config::{CARRIERS, ExportConfig, Selection};
use crate::workbook::place::Problem;
use crate::{Export, HourlyCurve};

/// Where each column is, and the row of the values.
struct Row<'s> {
    sheet: &'s Sheet,
    columns: BTreeMap<String, u32>,
    row: u32,
}

/// Reads it. `None` when there is nothing below the header, which leaves everything open; what a filled row does not name is
/// not wanted.
pub(super) fn read(sheet: &Sheet, problems: &mut Vec<Problem>) -> Option<ExportConfig> {
    let mut filled = sheet.filled();
    let (header, row) = (filled.next()?, filled.next()?);
    let mut columns = BTreeMap::new();
    for column in sheet.columns() {
        if let Some(name) = sheet.cell(header, column).text() {
            columns.entry(name.trim().to_lowercase()).or_insert(column);
        }
    }
    let row = Row { sheet, columns, row };
    Some(ExportConfig {
        inputs: Some(row.flag(&["include_inputs", "inputs"], problems)),
        defaults: Some(row.flag(&["include_input_defaults", "defaults"], problems)),
        min_max: Some(row.flag(&["include_input_min_max", "min_max"], problems)),
        gqueries: Some(row.flag(&["include_gqueries", "gquery_results", "gqueries"], problems)),
        sortables: Some(row.flag(&["include_sortables", "sortables"], problems)),
        custom_curves: Some(row.flag(&["include_custom_curves", "custom_curves"], problems)),
        users: Some(row.flag(&["include_users", "users"], problems)),
        hourly_curves: Some(row.hourly_curves(problems)),
        annual_exports: Some(row.selection(&["annual_exports"], problems, annual)),
    })
}

impl Row<'_> {
    /// The hourly curves: those of carriers, and in a column that only this crate's exports have, the others.
    fn hourly_curves(&self, problems: &mut Vec<Problem>) -> Selection<HourlyCurve> {
        let curves = self.selection(&["hourly_curves", "output_carriers"], problems, hourly);
        let others = match self.selection(&["other_curves"], problems, hourly) {
            Selection::None => return curves,
            Selection::All => HourlyCurve::all().to_vec(),
            Selection::Some(others) => others,
        };
        let mut all = match curves {
            Selection::All => CARRIERS.map(HourlyCurve::from).to_vec(),
            Selection::None => Vec::new(),
            Selection::Some(curves) => curves,
        };
        for other in others {
            if !all.contains(&other) {
                all.push(other);
            }
        }
        Selection::Some(all)
    }

    /// Whether one of these columns says yes. The texts `false` and `no` do not, and neither does a blank cell.
    fn flag(&self, names: &[&str], problems: &mut Vec<Problem>) -> bool {
        let columns = names.iter().filter_map(|name| self.columns.get(*name));
        let flags = columns.filter_map(|column| self.sheet.flag(self.row, *column, problems));
        // All of them are looked at, so that no problem is missed.
        let flags: Vec<bool> = flags.map(|flag| flag.value).collect();
        flags.contains(&true)
    }

    /// What the first of these columns that is not blank selects: all, nothing, or a list with commas.
    fn selection<T: PartialEq>(
        &self,
        names: &[&str],
        problems: &mut Vec<Problem>,
        parse: fn(&str) -> Result<T, String>,
    ) -> Selection<T> {
        let columns = names.iter().filter_map(|name| self.columns.get(*name).copied());
        let mut filled = columns.filter(|column| !matches!(self.sheet.cell(self.row, *column), Cell::Blank));
        let Some(column) = filled.next() else {
            return Selection::None;
        };
        let cell = self.sheet.cell(self.row, column);
        match (cell.flag(), cell) {
            (Some(true), _) => Selection::All,
            (Some(false), _) => Selection::None,
            (None, Cell::Text(text)) => {
                let mut list = Vec::new();
                for name in text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
                    match parse(name) {
                        Ok(one) if list.contains(&one) => {}
                        Ok(one) => list.push(one),
                        Err(message) => problems.push(self.sheet.problem(self.row, column, message)),
                    }
                }
                Selection::Some(list)
            }
            _ => {
                let message = format!(
                    "{}, but has to be true, false or names with commas between them",
                    cell.shown()
                );
                problems.push(self.sheet.problem(self.row, column, message));
                Selection::None
            }
        }
    }
}

fn hourly(name: &str) -> Result<HourlyCurve, String> {
    match HourlyCurve::from(name) {
        HourlyCurve::Other(name) => {
            let curves = HourlyCurve::all().map(|curve| curve.to_string()).join(", ");
            let carriers = CARRIERS.join(", ");
            Err(format!(
                "there are no hourly curves {name:?}; there are those of {carriers}, and {curves}"
            ))
        }
        curve => Ok(curve),
    }
}

fn annual(name: &str) -> Result<Export, String> {
    name.parse::<Export>().map_err(|error| error.to_string())
}
