//! What is exported.

use crate::workbook::write::{Cell, carrier, has_carrier};
use crate::workbook::{CARRIERS, ExportConfig, Selection};
use crate::{Export, HourlyCurve};

/// Which parts of scenarios go into the workbooks. What is `None` here is as the [`ExportConfig`] of a workbook says, and
/// where that says nothing either, as the default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExportOptions {
    /// The inputs, `SLIDER_SETTINGS`: what is set, else the default. Default: `true`.
    pub inputs: Option<bool>,
    /// With the inputs, also `INPUT_DETAILS` with their defaults. Default: `false`.
    pub input_defaults: Option<bool>,
    /// With the inputs, also `INPUT_DETAILS` with their limits. Default: `false`.
    pub input_min_max: Option<bool>,
    /// The orders, `SORTABLES`. Default: `false`.
    pub sortables: Option<bool>,
    /// The custom curves that are attached, `CUSTOM_CURVES`. Default: `false`.
    pub custom_curves: Option<bool>,
    /// The results of queries, `GQUERIES`; of which is said elsewhere. Default: `false`.
    pub gqueries: Option<bool>,
    /// The users, `USERS`. Only owners may see them. Default: `false`.
    pub users: Option<bool>,
    /// Whether there is a workbook of hourly curves. Default: whether [`hourly_curves`](Self::hourly_curves) names any.
    pub include_hourly_curves: Option<bool>,
    /// The hourly curves. Default: all ten, if there is to be a workbook of them.
    pub hourly_curves: Option<Vec<HourlyCurve>>,
    /// The annual exports, in a workbook of their own; an empty list is none. Default: none.
    pub annual_exports: Option<Vec<Export>>,
}

impl ExportOptions {
    /// Nothing said.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Everything that there is, of every scenario: large, and slow.
    #[must_use]
    pub fn everything() -> Self {
        Self {
            inputs: Some(true),
            input_defaults: Some(true),
            input_min_max: Some(true),
            sortables: Some(true),
            custom_curves: Some(true),
            gqueries: Some(true),
            users: Some(true),
            include_hourly_curves: Some(true),
            hourly_curves: None,
            annual_exports: Some(Export::all().to_vec()),
        }
    }

    /// Sets whether there are inputs.
    #[must_use]
    pub fn with_inputs(mut self, included: bool) -> Self {
        self.inputs = Some(included);
        self
    }

    /// Sets whether there are the defaults of inputs.
    #[must_use]
    pub fn with_input_defaults(mut self, included: bool) -> Self {
        self.input_defaults = Some(included);
        self
    }

    /// Sets whether there are the limits of inputs.
    #[must_use]
    pub fn with_input_min_max(mut self, included: bool) -> Self {
        self.input_min_max = Some(included);
        self
    }

    /// Sets whether there are orders.
    #[must_use]
    pub fn with_sortables(mut self, included: bool) -> Self {
        self.sortables = Some(included);
        self
    }

    /// Sets whether there are custom curves.
    #[must_use]
    pub fn with_custom_curves(mut self, included: bool) -> Self {
        self.custom_curves = Some(included);
        self
    }

    /// Sets whether there are results of queries.
    #[must_use]
    pub fn with_gqueries(mut self, included: bool) -> Self {
        self.gqueries = Some(included);
        self
    }

    /// Sets whether there are users.
    #[must_use]
    pub fn with_users(mut self, included: bool) -> Self {
        self.users = Some(included);
        self
    }

    /// Sets whether there are hourly curves.
    #[must_use]
    pub fn with_hourly_output(mut self, included: bool) -> Self {
        self.include_hourly_curves = Some(included);
        self
    }

    /// Sets which hourly curves there are, by any of their names or by carrier.
    #[must_use]
    pub fn with_hourly_curves(mut self, curves: impl IntoIterator<Item = impl Into<HourlyCurve>>) -> Self {
        self.hourly_curves = Some(curves.into_iter().map(Into::into).collect());
        self
    }

    /// Sets which annual exports there are.
    #[must_use]
    pub fn with_annual_exports(mut self, exports: impl IntoIterator<Item = Export>) -> Self {
        self.annual_exports = Some(exports.into_iter().collect());
        self
    }

    /// What is exported in the end.
    pub(super) fn resolved(&self, config: Option<&ExportConfig>) -> Parts {
        let of = |own: Option<bool>, configured: fn(&ExportConfig) -> Option<bool>, default| {
            own.or_else(|| config.and_then(configured)).unwrap_or(default)
        };
        let inputs = of(self.inputs, |config| config.inputs, true);
        Parts {
            inputs,
            input_defaults: inputs && of(self.input_defaults, |config| config.defaults, false),
            input_min_max: inputs && of(self.input_min_max, |config| config.min_max, false),
            sortables: of(self.sortables, |config| config.sortables, false),
            custom_curves: of(self.custom_curves, |config| config.custom_curves, false),
            gqueries: of(self.gqueries, |config| config.gqueries, false),
            users: of(self.users, |config| config.users, false),
            hourly: self.hourly(config),
            annual: self.annual(config),
        }
    }

    fn hourly(&self, config: Option<&ExportConfig>) -> Vec<HourlyCurve> {
        let configured = config.and_then(|config| config.hourly_curves.as_ref());
        let named = self.hourly_curves.as_ref().filter(|curves| !curves.is_empty());
        let is_wanted = match (self.include_hourly_curves, named, configured) {
            (Some(included), ..) => included,
            (None, Some(_), _) => true,
            (None, None, Some(configured)) => *configured != Selection::None && self.hourly_curves.is_none(),
            (None, None, None) => false,
        };
        let curves = match (named, configured) {
            _ if !is_wanted => Vec::new(),
            (Some(curves), _) | (None, Some(Selection::Some(curves))) => curves.clone(),
            // A workbook means the curves of the four carriers by all.
            (None, Some(Selection::All)) => CARRIERS.map(HourlyCurve::from).to_vec(),
            (None, Some(Selection::None) | None) => HourlyCurve::all().to_vec(),
        };
        distinct(curves)
    }

    fn annual(&self, config: Option<&ExportConfig>) -> Vec<Export> {
        let configured = config.and_then(|config| config.annual_exports.as_ref());
        let exports = match (&self.annual_exports, configured) {
            (Some(exports), _) | (None, Some(Selection::Some(exports))) => exports.clone(),
            (None, Some(Selection::All)) => Export::all().to_vec(),
            (None, Some(Selection::None) | None) => Vec::new(),
        };
        distinct(exports)
    }
}

fn distinct<T: PartialEq>(all: Vec<T>) -> Vec<T> {
    let mut distinct = Vec::new();
    for one in all {
        if !distinct.contains(&one) {
            distinct.push(one);
        }
    }
    distinct
}

/// What is exported in the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) inputs: bool,
    pub(super) input_defaults: bool,
    pub(super) input_min_max: bool,
    pub(super) sortables: bool,
    pub(super) custom_curves: bool,
    pub(super) gqueries: bool,
    pub(super) users: bool,
    pub(super) hourly: Vec<HourlyCurve>,
    pub(super) annual: Vec<Export>,
}

impl Parts {
    /// The row of `EXPORT_CONFIG` that says the same. pyetm knows carriers there and no other curves, so those have a column that it
    /// takes no notice of.
    pub(super) fn config(&self) -> Vec<(&'static str, Cell)> {
        let list = |names: Vec<String>, none: Cell| {
            if names.is_empty() {
                none
            } else {
                Cell::Text(names.join(", "))
            }
        };
        let curves = |with: bool| {
            let curves = self.hourly.iter().filter(|curve| has_carrier(curve) == with);
            curves.map(carrier).collect::<Vec<String>>()
        };
        let exports = self.annual.iter().map(ToString::to_string).collect();
        vec![
            ("inputs", Cell::Flag(self.inputs)),
            ("defaults", Cell::Flag(self.input_defaults)),
            ("min_max", Cell::Flag(self.input_min_max)),
            ("gqueries", Cell::Flag(self.gqueries)),
            ("sortables", Cell::Flag(self.sortables)),
            ("custom_curves", Cell::Flag(self.custom_curves)),
            ("hourly_curves", list(curves(true), Cell::Flag(false))),
            ("annual_exports", list(exports, Cell::Flag(false))),
            ("users", Cell::Flag(self.users)),
            ("other_curves", list(curves(false), Cell::Blank)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> ExportConfig {
        ExportConfig {
            inputs: Some(false),
            defaults: Some(true),
            gqueries: Some(true),
            hourly_curves: Some(Selection::Some(vec![HourlyCurve::HydrogenProfiles])),
            annual_exports: Some(Selection::Some(vec![Export::Sankey])),
            ..ExportConfig::default()
        }
    }

    #[test]
    fn by_default_there_are_inputs_and_nothing_else() {
        let parts = ExportOptions::new().resolved(None);
        assert!(parts.inputs);
        let others = [
            parts.input_defaults,
            parts.sortables,
            parts.custom_curves,
            parts.gqueries,
            parts.users,
        ];
        assert_eq!(others, [false; 5]);
        assert!(parts.hourly.is_empty() && parts.annual.is_empty());
    }

    #[test]
    fn what_is_asked_for_goes_before_the_workbook_and_that_before_the_default() {
        let config = config();
        let parts = ExportOptions::new().resolved(Some(&config));
        assert!(!parts.inputs && parts.gqueries);
        assert!(!parts.input_defaults, "there are no defaults without inputs");
        assert_eq!(
            (parts.hourly, parts.annual),
            (vec![HourlyCurve::HydrogenProfiles], vec![Export::Sankey])
        );
        let options = ExportOptions::new()
            .with_inputs(true)
            .with_gqueries(false)
            .with_annual_exports([]);
        let parts = options
            .with_hourly_curves(["electricity", "merit_order"])
            .resolved(Some(&config));
        assert!(parts.inputs && parts.input_defaults && !parts.gqueries);
        assert_eq!(
            (parts.hourly, parts.annual),
            (vec![HourlyCurve::ElectricityProfiles], vec![])
        );
    }

    #[test]
    fn hourly_curves_are_wanted_when_they_are_named_and_all_of_them_when_none_is() {
        let named = ExportOptions::new().with_hourly_curves(["heat"]);
        assert_eq!(named.resolved(None).hourly, [HourlyCurve::DistrictHeatingProfiles]);
        assert!(named.with_hourly_output(false).resolved(None).hourly.is_empty());
        let all = ExportOptions::new().with_hourly_output(true);
        assert_eq!(all.resolved(None).hourly, HourlyCurve::all());
        assert_eq!(all.resolved(Some(&config())).hourly, [HourlyCurve::HydrogenProfiles]);
        let without: [&str; 0] = [];
        assert!(
            ExportOptions::new()
                .with_hourly_curves(without)
                .resolved(Some(&config()))
                .hourly
                .is_empty()
        );
        let all = ExportConfig {
            hourly_curves: Some(Selection::All),
            ..ExportConfig::default()
        };
        assert_eq!(ExportOptions::new().resolved(Some(&all)).hourly.len(), 4);
    }

    #[test]
    fn carriers_and_other_curves_have_a_column_each_in_the_sheet() {
        let options = ExportOptions::new().with_hourly_curves(["electricity_price", "methane", "heat"]);
        let row = options.resolved(None).config();
        let cell = |name: &str| row.iter().find(|(own, _)| *own == name).map(|(_, cell)| cell.clone());
        assert_eq!(cell("hourly_curves"), Some(Cell::text("methane, heat")));
        assert_eq!(cell("other_curves"), Some(Cell::text("electricity_price")));
        assert_eq!(
            (cell("inputs"), cell("annual_exports")),
            (Some(Cell::Flag(true)), Some(Cell::Flag(false)))
        );
    }
}
