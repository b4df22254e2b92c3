//! Which file is wanted.

use std::collections::BTreeMap;

use crate::cache::OutputKey;

/// One output file of a scenario.
///
/// ```
/// use origin_client::OutputRequest;
///
/// let scenario = "5b1f3c52-6a0e-4f55-9f0c-2f2d1f6c9a11";
/// let yearly = OutputRequest::new(scenario, "gbr", "system", "1y");
/// let hourly = OutputRequest::new(scenario, "erc", "nodal", "1h")
///     .with_currency("usd2024")
///     .with_node("ZONDWD_6_B1");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[must_use]
pub struct OutputRequest {
    /// The scenario's id.
    pub scenario_id: String,
    /// The region's code, for example `gbr`; one of the scenario's own or of its group.
    pub region: String,
    /// The type. Known: `system`, `technology`, `interconnector`, `nodal`. Letter case counts.
    pub kind: String,
    /// The granularity. Known: `1y`, `1m`, `1h`, `30M`. Letter case counts.
    pub granularity: String,
    /// The currency with its price base, for example `gbp2024`. Default: the scenario's own.
    pub currency: Option<String>,
    /// The year, for files that hold one year each, and only for those.
    pub year: Option<i64>,
    /// The node, for files that hold one node each, and only for those.
    pub node: Option<String>,
    /// The sub-type, where type and granularity leave several files; for example `generation`.
    pub sub_type: Option<String>,
    /// Extra query parameters in their order.
    pub params: Vec<(String, String)>,
    /// Whether the cache is looked into. Default: yes.
    pub from_cache: bool,
}

impl OutputRequest {
    /// A request for the file of this type and granularity.
    pub fn new(
        scenario_id: impl Into<String>,
        region: impl Into<String>,
        kind: impl Into<String>,
        granularity: impl Into<String>,
    ) -> Self {
        Self {
            scenario_id: scenario_id.into(),
            region: region.into(),
            kind: kind.into(),
            granularity: granularity.into(),
            currency: None,
            year: None,
            node: None,
            sub_type: None,
            params: Vec::new(),
            from_cache: true,
        }
    }

    /// Sets the currency. An empty one counts as none.
    pub fn with_currency(mut self, currency: impl Into<String>) -> Self {
        self.currency = Some(currency.into());
        self
    }

    /// Sets the year.
    pub fn with_year(mut self, year: i64) -> Self {
        self.year = Some(year);
        self
    }

    /// Sets the node. It may hold any character; an empty one counts as none.
    pub fn with_node(mut self, node: impl Into<String>) -> Self {
        self.node = Some(node.into());
        self
    }

    /// Sets the sub-type.
    pub fn with_sub_type(mut self, sub_type: impl Into<String>) -> Self {
        self.sub_type = Some(sub_type.into());
        self
    }

    /// Adds a query parameter, or replaces the one of that name. `noredirect` and `checkstatus`, which are both sent as
    /// `true`, can be replaced too: the service may then redirect (which is understood), or hand out a file that is not
    /// ready.
    pub fn with_param(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let (name, value) = (name.into(), value.into());
        match self.params.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.params.push((name, value)),
        }
        self
    }

    /// Does not look into the cache: neither for the file nor for the metadata. What comes is stored there all the
    /// same.
    pub fn without_cache(mut self) -> Self {
        self.from_cache = false;
        self
    }

    /// What names the file, with this currency where the request has none. `None` when neither has one.
    pub(crate) fn key(&self, default_currency: Option<&str>) -> Option<OutputKey> {
        let own = self.currency.as_deref().filter(|currency| !currency.is_empty());
        let currency = own.or_else(|| default_currency.filter(|currency| !currency.is_empty()))?;
        let mut key = OutputKey::new(&self.scenario_id, &self.region, &self.kind, &self.granularity, currency);
        key.year = self.year;
        key.sub_type = self.sub_type.clone();
        key.node = self.node.clone().filter(|node| !node.is_empty());
        key.params = self.params.iter().cloned().collect::<BTreeMap<_, _>>();
        Some(key)
    }
}
