//! Which files.

use aurora_core::{Error, ErrorKind, Result};

/// A list, or all there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Choice<T> {
    /// All that the metadata knows.
    #[default]
    All,
    /// These.
    Only(Vec<T>),
}

impl<T: PartialEq> Choice<T> {
    pub(super) fn takes(&self, value: Option<&T>) -> bool {
        match self {
            Self::All => true,
            Self::Only(values) => value.is_some_and(|value| values.contains(value)),
        }
    }

    /// What was named.
    pub(super) fn named(&self) -> &[T] {
        match self {
            Self::All => &[],
            Self::Only(values) => values,
        }
    }

    fn is_nothing(&self) -> bool {
        matches!(self, Self::Only(values) if values.is_empty())
    }
}

/// Which files of which scenarios; everything that is not set is everything there is.
///
/// ```
/// use origin_client::Selection;
///
/// let selection = Selection::of(["5b1f3c52-6a0e-4f55-9f0c-2f2d1f6c9a11"])
///     .with_regions(["all"])
///     .with_types(["interconnector"])
///     .with_years([2028, 2029]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Selection {
    pub(super) scenarios: Vec<String>,
    pub(super) regions: Choice<String>,
    pub(super) kinds: Choice<String>,
    pub(super) granularities: Choice<String>,
    pub(super) sub_types: Choice<String>,
    pub(super) years: Choice<i64>,
    pub(super) nodes: Vec<String>,
    pub(super) currencies: Vec<String>,
    pub(super) additional_regions: bool,
    pub(super) params: Vec<(String, String)>,
}

impl Selection {
    /// All files of these scenarios.
    pub fn of<S: Into<String>>(scenario_ids: impl IntoIterator<Item = S>) -> Self {
        Self {
            scenarios: unique(scenario_ids),
            ..Self::default()
        }
    }

    /// Takes these regions only. A list with `all` in it takes all. Default: all that a scenario names itself.
    pub fn with_regions<S: Into<String>>(mut self, codes: impl IntoIterator<Item = S>) -> Self {
        self.regions = choice(codes);
        self
    }

    /// Whether all regions are also those of the scenario's region group that it does not name itself. Their files may
    /// not exist. Default: no. Regions that are named in a list may be any of them.
    pub fn with_additional_regions(mut self, take: bool) -> Self {
        self.additional_regions = take;
        self
    }

    /// Takes these types only, for example `system`. A list with `all` in it takes all.
    pub fn with_types<S: Into<String>>(mut self, types: impl IntoIterator<Item = S>) -> Self {
        self.kinds = choice(types);
        self
    }

    /// Takes these granularities only, for example `1h`. A list with `all` in it takes all.
    pub fn with_granularities<S: Into<String>>(mut self, granularities: impl IntoIterator<Item = S>) -> Self {
        self.granularities = choice(granularities);
        self
    }

    /// Takes these sub-types only, and nothing without one. A list with `all` in it takes all.
    pub fn with_sub_types<S: Into<String>>(mut self, sub_types: impl IntoIterator<Item = S>) -> Self {
        self.sub_types = choice(sub_types);
        self
    }

    /// Of files that hold one year each, takes those of these years. Default: all. Other files are not concerned.
    pub fn with_years(mut self, years: impl IntoIterator<Item = i64>) -> Self {
        let mut list = Vec::new();
        for year in years {
            if !list.contains(&year) {
                list.push(year);
            }
        }
        self.years = Choice::Only(list);
        self
    }

    /// Of files that hold one node each, takes those of these nodes. Default: none, because no metadata lists the
    /// nodes. Other files are not concerned.
    pub fn with_nodes<S: Into<String>>(mut self, nodes: impl IntoIterator<Item = S>) -> Self {
        self.nodes = unique(nodes);
        self
    }

    /// Takes each file in each of these currencies. Default: each scenario's own.
    pub fn with_currencies<S: Into<String>>(mut self, currencies: impl IntoIterator<Item = S>) -> Self {
        self.currencies = unique(currencies);
        self
    }

    /// Adds a query parameter to each request, or replaces the one of that name.
    pub fn with_param(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let name = name.into();
        self.params.retain(|(known, _)| *known != name);
        self.params.push((name, value.into()));
        self
    }

    /// Refuses a list with nothing in it: it is more likely a mistake than a wish.
    pub(super) fn check(&self) -> Result<()> {
        let empty = [
            (self.scenarios.is_empty(), "scenarios"),
            (self.regions.is_nothing(), "regions"),
            (self.kinds.is_nothing(), "types"),
            (self.granularities.is_nothing(), "granularities"),
            (self.sub_types.is_nothing(), "sub-types"),
            (self.years.is_nothing(), "years"),
        ];
        match empty.iter().find(|(is_empty, _)| *is_empty) {
            Some((_, what)) => {
                let message = format!("the selection's list of {what} is empty");
                Err(Error::new(ErrorKind::InvalidRequest, message))
            }
            None => Ok(()),
        }
    }
}

fn choice<S: Into<String>>(values: impl IntoIterator<Item = S>) -> Choice<String> {
    let values = unique(values);
    if values.iter().any(|value| value == "all") {
        Choice::All
    } else {
        Choice::Only(values)
    }
}

fn unique<S: Into<String>>(values: impl IntoIterator<Item = S>) -> Vec<String> {
    let mut list: Vec<String> = Vec::new();
    for value in values {
        let value = value.into();
        if !list.contains(&value) {
            list.push(value);
        }
    }
    list
}
