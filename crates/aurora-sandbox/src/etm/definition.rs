//! What an input is: its unit, its limits, its group, and what switches it off.

use std::collections::BTreeMap;

use crate::etm::state::InputValue;

/// An input in an area and for an end year: limits and start values depend on both.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Definition {
    pub(crate) key: &'static str,
    /// `%`, `MW`, `bool`, `enum`, …
    pub(crate) unit: &'static str,
    pub(crate) min: f64,
    pub(crate) max: f64,
    /// The dataset's own value.
    pub(crate) default: InputValue,
    pub(crate) step: f64,
    /// The inputs of a group add up to 100.
    pub(crate) share_group: Option<&'static str>,
    /// All values that there are; only of inputs with the unit `enum`, which have no limits.
    pub(crate) permitted: &'static [&'static str],
    /// Keys of inputs that switch this one off when they have a value.
    pub(crate) disabled_by: &'static [&'static str],
    /// Groups that must all be active for this input to work.
    pub(crate) coupling_groups: &'static [&'static str],
    /// Groups that switch this input off when they are all active.
    pub(crate) disabled_by_couplings: &'static [&'static str],
    /// Whether the area lacks what the input depends on.
    pub(crate) off_in_area: bool,
}

/// All inputs of an area for an end year, by key.
pub(crate) type Definitions = BTreeMap<&'static str, Definition>;

impl Definition {
    pub(crate) fn is_enum(&self) -> bool {
        self.unit == "enum"
    }

    pub(crate) fn is_bool(&self) -> bool {
        self.unit == "bool"
    }
}
