//! An input before and after a change, side by side.

use anyhow::Result;
use aurora_energy::origin::inputs::YearVariables;
use aurora_energy::origin::types::{VariableValue, YearlyValue};
use serde::Serialize;

use crate::args::origin::inputs::ChangeArgs;
use crate::context::Context;
use crate::output::column;

/// One value of an input.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Point {
    year: Option<i64>,
    month: Option<i64>,
    original: Option<f64>,
    edited: Option<f64>,
    remarks: Vec<String>,
}

/// The times that a change is for; none stands for all.
pub(super) struct Times {
    years: Vec<i64>,
    months: Vec<i64>,
}

impl Times {
    pub(super) fn of(change: &ChangeArgs) -> Self {
        Self {
            years: change.year.clone(),
            months: change.month.clone(),
        }
    }

    fn include(&self, point: &Point) -> bool {
        let among =
            |times: &[i64], time: Option<i64>| times.is_empty() || time.is_none_or(|time| times.contains(&time));
        among(&self.years, point.year) && among(&self.months, point.month)
    }
}

/// The points of a parameter by year or by year and month.
pub(super) fn timed(values: &[YearlyValue]) -> Vec<Point> {
    let point = |value: &YearlyValue| Point {
        year: value.year,
        month: value.month,
        original: value.original_number(),
        edited: value.edited(),
        remarks: remarks(value.validation_warnings.as_deref(), value.validation_errors.as_deref()),
    };
    values.iter().map(point).collect()
}

/// The points of a variable; years without data are left out.
pub(super) fn variables(years: Option<&[YearVariables]>, variable: &str) -> Vec<Point> {
    let year = |year: &YearVariables| year.get(variable).map(|value| point(year.year, value));
    years.unwrap_or_default().iter().filter_map(year).collect()
}

pub(super) fn point(year: Option<i64>, value: &VariableValue) -> Point {
    Point {
        year,
        month: None,
        original: value.original_number(),
        edited: value.edited(),
        remarks: remarks(value.validation_warnings.as_deref(), value.validation_errors.as_deref()),
    }
}

fn remarks(warnings: Option<&[String]>, errors: Option<&[String]>) -> Vec<String> {
    let errors = errors.unwrap_or_default().iter().map(|text| format!("error: {text}"));
    warnings.unwrap_or_default().iter().cloned().chain(errors).collect()
}

/// A row of what is shown.
#[derive(Debug, PartialEq, Serialize)]
struct Row {
    year: Option<i64>,
    month: Option<i64>,
    original: Option<f64>,
    before: Option<f64>,
    after: Option<f64>,
    remarks: Vec<String>,
}

fn rows(before: &[Point], after: Vec<Point>, times: &Times) -> Vec<Row> {
    let earlier = |point: &Point| {
        let same = |other: &&Point| (other.year, other.month) == (point.year, point.month);
        before.iter().find(same).and_then(|point| point.edited)
    };
    let row = |point: Point| Row {
        before: earlier(&point),
        year: point.year,
        month: point.month,
        original: point.original,
        after: point.edited,
        remarks: point.remarks,
    };
    after
        .into_iter()
        .filter(|point| times.include(point))
        .map(row)
        .collect()
}

pub(super) fn show(before: Vec<Point>, after: Vec<Point>, times: &Times, context: &mut Context) -> Result<()> {
    let rows = rows(&before, after, times);
    if rows.is_empty() {
        context.note("the service took the change and answered without values for these times");
    }
    let columns = [
        column("year", "year"),
        column("month", "month"),
        column("original", "original"),
        column("before", "before"),
        column("after", "after"),
        column("remarks", "remarks"),
    ];
    context.output.items(&columns, rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(year: i64, edited: f64) -> Point {
        Point {
            year: Some(year),
            month: None,
            original: Some(100.0),
            edited: Some(edited),
            remarks: Vec::new(),
        }
    }

    #[test]
    fn before_and_after_are_matched_by_time_and_other_times_are_left_out() {
        let times = Times {
            years: vec![2030],
            months: Vec::new(),
        };
        let before = [at(2025, 100.0), at(2030, 100.0)];
        let shown = rows(&before, vec![at(2025, 100.0), at(2030, 110.0)], &times);
        assert_eq!(shown.len(), 1);
        assert_eq!((shown[0].before, shown[0].after), (Some(100.0), Some(110.0)));
    }
}
