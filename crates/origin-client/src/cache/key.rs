//! What names an output file.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// One output file of one scenario, with everything that decides about its content.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct OutputKey {
    /// The scenario's id.
    pub scenario_id: String,
    /// The region's code, for example `gbr`.
    pub region: String,
    /// The type, for example `system`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The granularity, for example `1h`.
    pub granularity: String,
    /// The currency, for example `gbp2024`; the scenario's default where none was asked for.
    pub currency: String,
    /// The year of a file that holds one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i64>,
    /// The sub-type, where it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_type: Option<String>,
    /// The node of a file that holds one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<String>,
    /// Extra query parameters.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
}

impl OutputKey {
    /// The file of these; the rest is unset.
    #[must_use]
    pub fn new(
        scenario_id: impl Into<String>,
        region: impl Into<String>,
        kind: impl Into<String>,
        granularity: impl Into<String>,
        currency: impl Into<String>,
    ) -> Self {
        Self {
            scenario_id: scenario_id.into(),
            region: region.into(),
            kind: kind.into(),
            granularity: granularity.into(),
            currency: currency.into(),
            year: None,
            sub_type: None,
            node: None,
            params: BTreeMap::new(),
        }
    }
}

/// For people: `gbr technology 30M gbp2024 2030 generation of scenario 5b1f…`.
impl fmt::Display for OutputKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {} {} {}",
            self.region, self.kind, self.granularity, self.currency
        )?;
        if let Some(year) = self.year {
            write!(f, " {year}")?;
        }
        if let Some(sub_type) = &self.sub_type {
            write!(f, " {sub_type}")?;
        }
        if let Some(node) = &self.node {
            write!(f, " {node}")?;
        }
        write!(f, " of scenario {}", self.scenario_id)
    }
}
