//! Edits of the values of one parameter, in the form that the parameter has.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use aurora_core::{Error, ErrorKind, Result};

use super::change::Change;

/// The months that are sent. Whether the service counts January as 1 or as 0 is not documented, so both are let through;
/// its own values show which it is.
const MONTHS: RangeInclusive<i64> = 0..=12;

/// One item of what is sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Edit {
    pub(crate) year: Option<i64>,
    pub(crate) month: Option<i64>,
    pub(crate) change: Change,
}

/// Changes of a yearly parameter, one per year.
///
/// ```
/// use origin_client::inputs::{Change, YearlyTransform};
///
/// let transform = YearlyTransform::new()
///     .year(2030, Change::percentage(10.0)?)
///     .year(2031, Change::absolute(15_200.0)?);
/// let same = YearlyTransform::years(2030..=2040, Change::delta(700.0)?);
/// assert_eq!(same.changes().len(), 11);
/// # Ok::<(), origin_client::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct YearlyTransform {
    changes: Vec<(i64, Change)>,
}

impl YearlyTransform {
    /// No change yet; with none it is refused.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the change of a year. Two for the same year are refused when they are to be sent.
    pub fn year(mut self, year: i64, change: Change) -> Self {
        self.changes.push((year, change));
        self
    }

    /// The same change for several years.
    pub fn years(years: impl IntoIterator<Item = i64>, change: Change) -> Self {
        years.into_iter().map(|year| (year, change)).collect()
    }

    /// The years and their changes, as they were added.
    #[must_use]
    pub fn changes(&self) -> &[(i64, Change)] {
        &self.changes
    }

    pub(crate) fn edits(&self) -> Vec<Edit> {
        let edit = |&(year, change)| Edit {
            year: Some(year),
            month: None,
            change,
        };
        self.changes.iter().map(edit).collect()
    }
}

impl FromIterator<(i64, Change)> for YearlyTransform {
    fn from_iter<I: IntoIterator<Item = (i64, Change)>>(changes: I) -> Self {
        Self {
            changes: changes.into_iter().collect(),
        }
    }
}

/// Changes of a monthly parameter, one per month of a year.
///
/// Whether the service counts January as 1 or as 0 is not documented: take the months of the values that
/// [`technology`](super::Inputs::technology) gives. Numbers from 0 to 12 are let through.
///
/// ```
/// use origin_client::inputs::{Change, MonthlyTransform};
///
/// let transform = MonthlyTransform::new().month(2025, 2, Change::delta(0.01)?);
/// assert_eq!(transform.changes().len(), 1);
/// # Ok::<(), origin_client::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct MonthlyTransform {
    changes: Vec<(i64, i64, Change)>,
}

impl MonthlyTransform {
    /// No change yet; with none it is refused.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the change of a month of a year. Two for the same month are refused when they are to be sent.
    pub fn month(mut self, year: i64, month: i64, change: Change) -> Self {
        self.changes.push((year, month, change));
        self
    }

    /// The same change for several months of a year.
    pub fn months(year: i64, months: impl IntoIterator<Item = i64>, change: Change) -> Self {
        months.into_iter().map(|month| (year, month, change)).collect()
    }

    /// The years, months and their changes, as they were added.
    #[must_use]
    pub fn changes(&self) -> &[(i64, i64, Change)] {
        &self.changes
    }

    pub(crate) fn edits(&self) -> Vec<Edit> {
        let edit = |&(year, month, change)| Edit {
            year: Some(year),
            month: Some(month),
            change,
        };
        self.changes.iter().map(edit).collect()
    }
}

impl FromIterator<(i64, i64, Change)> for MonthlyTransform {
    fn from_iter<I: IntoIterator<Item = (i64, i64, Change)>>(changes: I) -> Self {
        Self {
            changes: changes.into_iter().collect(),
        }
    }
}

/// The change of a definition, which has one value for all years, such as `discountRate`.
///
/// It is sent without a year (inferred: the type of the argument makes the year optional, and nothing else explains that).
#[derive(Clone, Copy, Debug, PartialEq)]
#[must_use]
pub struct ConstantTransform {
    change: Change,
}

impl ConstantTransform {
    /// The change of the one value.
    pub fn new(change: Change) -> Self {
        Self { change }
    }

    /// The change.
    #[must_use]
    pub fn change(&self) -> Change {
        self.change
    }

    pub(crate) fn edits(self) -> Vec<Edit> {
        vec![Edit {
            year: None,
            month: None,
            change: self.change,
        }]
    }
}

/// What an exogenous parameter may take: yearly or monthly changes. Exogenous plants have no definitions.
///
/// ```compile_fail,E0277
/// use origin_client::inputs::{Change, ConstantTransform, ExogenousTransform};
///
/// let constant = ConstantTransform::new(Change::absolute(8.5).unwrap());
/// let transform: ExogenousTransform = constant.into();
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ExogenousTransform {
    /// For a yearly parameter.
    Yearly(YearlyTransform),
    /// For a monthly parameter.
    Monthly(MonthlyTransform),
}

/// What an endogenous parameter may take: yearly or monthly changes, or the one of a definition.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum EndogenousTransform {
    /// For a yearly parameter.
    Yearly(YearlyTransform),
    /// For a monthly parameter.
    Monthly(MonthlyTransform),
    /// For a definition.
    Constant(ConstantTransform),
}

impl From<YearlyTransform> for ExogenousTransform {
    fn from(transform: YearlyTransform) -> Self {
        Self::Yearly(transform)
    }
}

impl From<MonthlyTransform> for ExogenousTransform {
    fn from(transform: MonthlyTransform) -> Self {
        Self::Monthly(transform)
    }
}

impl From<YearlyTransform> for EndogenousTransform {
    fn from(transform: YearlyTransform) -> Self {
        Self::Yearly(transform)
    }
}

impl From<MonthlyTransform> for EndogenousTransform {
    fn from(transform: MonthlyTransform) -> Self {
        Self::Monthly(transform)
    }
}

impl From<ConstantTransform> for EndogenousTransform {
    fn from(transform: ConstantTransform) -> Self {
        Self::Constant(transform)
    }
}

/// The forms that a parameter's values may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Yearly,
    Monthly,
    Constant,
}

impl Form {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Yearly => "yearly",
            Self::Monthly => "monthly",
            Self::Constant => "constant",
        }
    }
}

impl ExogenousTransform {
    pub(crate) fn form(&self) -> Form {
        match self {
            Self::Yearly(_) => Form::Yearly,
            Self::Monthly(_) => Form::Monthly,
        }
    }

    pub(crate) fn edits(&self) -> Vec<Edit> {
        match self {
            Self::Yearly(transform) => transform.edits(),
            Self::Monthly(transform) => transform.edits(),
        }
    }
}

impl EndogenousTransform {
    pub(crate) fn form(&self) -> Form {
        match self {
            Self::Yearly(_) => Form::Yearly,
            Self::Monthly(_) => Form::Monthly,
            Self::Constant(_) => Form::Constant,
        }
    }

    pub(crate) fn edits(&self) -> Vec<Edit> {
        match self {
            Self::Yearly(transform) => transform.edits(),
            Self::Monthly(transform) => transform.edits(),
            Self::Constant(transform) => transform.edits(),
        }
    }
}

/// Refuses edits that are none, twice the same, or out of the model's years where those are known.
pub(crate) fn check(edits: &[Edit], horizon: Option<&RangeInclusive<i64>>) -> Result<()> {
    if edits.is_empty() {
        return Err(refused("the transform holds no change").with_advice("add at least one year"));
    }
    let mut seen = BTreeSet::new();
    for edit in edits {
        if !seen.insert((edit.year, edit.month)) {
            return Err(refused(format!("{} is changed twice", when(edit))).with_advice("keep one of the changes"));
        }
        if edit.month.is_some_and(|month| !MONTHS.contains(&month)) {
            return Err(refused(format!("{} has a month that is none", when(edit))));
        }
        if let (Some(year), Some(horizon)) = (edit.year, horizon)
            && !horizon.contains(&year)
        {
            let (first, last) = (horizon.start(), horizon.end());
            let message = format!("year {year} is not one of the scenario's, which are from {first} to {last}");
            return Err(refused(message));
        }
    }
    Ok(())
}

fn when(edit: &Edit) -> String {
    match (edit.year, edit.month) {
        (Some(year), Some(month)) => format!("month {month} of year {year}"),
        (Some(year), None) => format!("year {year}"),
        (None, _) => "the value".to_owned(),
    }
}

fn refused(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidRequest, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ten_percent() -> Change {
        Change::percentage(10.0).unwrap()
    }

    fn refusal(edits: &[Edit], horizon: Option<&RangeInclusive<i64>>) -> String {
        let error = check(edits, horizon).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        error.to_string()
    }

    #[test]
    fn no_change_at_all_is_refused() {
        assert!(refusal(&YearlyTransform::new().edits(), None).starts_with("the transform holds no change"));
        assert!(refusal(&MonthlyTransform::new().edits(), None).starts_with("the transform holds no change"));
    }

    #[test]
    fn two_changes_of_the_same_value_are_refused() {
        let yearly = YearlyTransform::years([2030, 2031, 2030], ten_percent());
        assert!(refusal(&yearly.edits(), None).starts_with("year 2030 is changed twice"));
        let monthly = MonthlyTransform::months(2030, [1, 2, 1], ten_percent());
        assert!(refusal(&monthly.edits(), None).starts_with("month 1 of year 2030 is changed twice"));
        let same_month_of_two_years =
            MonthlyTransform::new()
                .month(2030, 1, ten_percent())
                .month(2031, 1, ten_percent());
        assert!(check(&same_month_of_two_years.edits(), None).is_ok());
    }

    #[test]
    fn a_month_is_from_0_to_12() {
        for month in [-1, 13] {
            let transform = MonthlyTransform::new().month(2030, month, ten_percent());
            assert!(
                refusal(&transform.edits(), None).contains("month that is none"),
                "{month}"
            );
        }
        assert!(check(&MonthlyTransform::months(2030, 0..=12, ten_percent()).edits(), None).is_ok());
    }

    #[test]
    fn years_are_checked_only_where_the_horizon_is_known() {
        let edits = YearlyTransform::years([2024, 2061], ten_percent()).edits();
        assert!(check(&edits, None).is_ok());
        assert_eq!(
            refusal(&edits, Some(&(2024..=2060))),
            "year 2061 is not one of the scenario's, which are from 2024 to 2060"
        );
        assert!(check(&edits, Some(&(2024..=2061))).is_ok());
        let constant = ConstantTransform::new(ten_percent()).edits();
        assert!(check(&constant, Some(&(2024..=2060))).is_ok());
    }
}
