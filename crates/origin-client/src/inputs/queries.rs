//! What may be asked of a scenario's inputs.

use aurora_core::Result;

use super::rules;
use crate::complete;
use crate::types::{GetDemandFilterDemandInput, GetInterconnectorsFilterInterconnectorInput};

/// Which values of a technology are wanted; see [`Inputs::technology`](super::Inputs::technology).
///
/// [`Inputs::groupings`](super::Inputs::groupings) lists the technologies of each region with their sub-regions,
/// subsidies and sub-technologies. A technology listed there can be read by its name and region alone (as the vendor's
/// tests do).
///
/// ```
/// use origin_client::inputs::TechnologyQuery;
///
/// let query = TechnologyQuery::new("onshoreWind", "gbr").with_sub_region("scotland").with_subsidy("cfd");
/// assert_eq!(query.exogenous_sub_technology, None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TechnologyQuery {
    /// The technology's name, as the groupings have it.
    pub technology: String,
    /// The region; that of the scenario's product is in its session (`productRegionInformation.code`).
    pub region: String,
    /// A part of the region. Sent as `null` when it is not set, like all that follow.
    pub sub_region: Option<String>,
    /// The sub-technology of exogenous plants.
    pub exogenous_sub_technology: Option<String>,
    /// The subsidy of exogenous plants.
    pub subsidy: Option<String>,
    /// The sub-technology of endogenous plants.
    pub endogenous_sub_technology: Option<String>,
}

impl TechnologyQuery {
    /// A technology of a region, as a whole.
    #[must_use]
    pub fn new(technology: impl Into<String>, region: impl Into<String>) -> Self {
        Self {
            technology: technology.into(),
            region: region.into(),
            sub_region: None,
            exogenous_sub_technology: None,
            subsidy: None,
            endogenous_sub_technology: None,
        }
    }

    /// Narrows it to a part of the region.
    #[must_use]
    pub fn with_sub_region(mut self, sub_region: impl Into<String>) -> Self {
        self.sub_region = Some(sub_region.into());
        self
    }

    /// Narrows the exogenous plants to a sub-technology.
    #[must_use]
    pub fn with_exogenous_sub_technology(mut self, sub_technology: impl Into<String>) -> Self {
        self.exogenous_sub_technology = Some(sub_technology.into());
        self
    }

    /// Narrows the exogenous plants to a subsidy.
    #[must_use]
    pub fn with_subsidy(mut self, subsidy: impl Into<String>) -> Self {
        self.subsidy = Some(subsidy.into());
        self
    }

    /// Narrows the endogenous plants to a sub-technology.
    #[must_use]
    pub fn with_endogenous_sub_technology(mut self, sub_technology: impl Into<String>) -> Self {
        self.endogenous_sub_technology = Some(sub_technology.into());
        self
    }
}

/// Which demand is wanted; see [`Inputs::demand`](super::Inputs::demand).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct DemandQuery {
    filter: DemandRegions,
    pub(super) aggregated: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum DemandRegions {
    #[default]
    All,
    One(String),
    Several(Vec<String>),
}

impl DemandQuery {
    /// All regions, one document each.
    pub fn all() -> Self {
        Self::default()
    }

    /// One region.
    pub fn region(region: impl Into<String>) -> Self {
        Self {
            filter: DemandRegions::One(region.into()),
            aggregated: false,
        }
    }

    /// Several regions, one document each.
    pub fn regions<R: Into<String>>(regions: impl IntoIterator<Item = R>) -> Self {
        Self {
            filter: DemandRegions::Several(regions.into_iter().map(Into::into).collect()),
            aggregated: false,
        }
    }

    /// One document for all of them together; its `region` is their codes, joined by commas in the order given (as the
    /// vendor's tests show).
    pub fn aggregated(mut self) -> Self {
        self.aggregated = true;
        self
    }
}

/// Which commodity prices are wanted; see [`Inputs::commodities`](super::Inputs::commodities). What is not set is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct CommodityQuery {
    pub(super) regions: Option<Vec<String>>,
    pub(super) commodities: Option<Vec<String>>,
    pub(super) native_units: Option<bool>,
}

impl CommodityQuery {
    /// All commodities; prices are global averages in which all regions weigh the same (as the vendor documents).
    pub fn all() -> Self {
        Self::default()
    }

    /// Prices of these regions.
    pub fn with_regions<R: Into<String>>(mut self, regions: impl IntoIterator<Item = R>) -> Self {
        self.regions = Some(regions.into_iter().map(Into::into).collect());
        self
    }

    /// These commodities alone, by the names that [`Inputs::config`](super::Inputs::config) lists.
    pub fn with_commodities<C: Into<String>>(mut self, commodities: impl IntoIterator<Item = C>) -> Self {
        self.commodities = Some(commodities.into_iter().map(Into::into).collect());
        self
    }

    /// Sets the flag that chooses between native units and those per MWh. It is passed on as it is.
    ///
    /// Unverified: which way round. The vendor's package calls it the flag of native units, the service
    /// `applyCommodityUnitConversionFactor`; without it the service takes `false` (as the vendor documents).
    pub fn with_native_units(mut self, flag: bool) -> Self {
        self.native_units = Some(flag);
        self
    }
}

/// The filter as it is sent; none for all regions.
pub(super) fn demand_filter(query: &DemandQuery) -> Result<Option<GetDemandFilterDemandInput>> {
    let filter = GetDemandFilterDemandInput::builder();
    let filter = match &query.filter {
        DemandRegions::All => return Ok(None),
        DemandRegions::One(region) => {
            rules::named("the region", region)?;
            filter.region(region.clone())
        }
        DemandRegions::Several(regions) => {
            rules::regions(regions)?;
            filter.regions(regions.clone())
        }
    };
    Ok(Some(complete(filter)))
}

/// From one region to the other, or back.
pub(super) fn either_way(a: &str, b: &str) -> GetInterconnectorsFilterInterconnectorInput {
    let filter = GetInterconnectorsFilterInterconnectorInput::builder;
    let direction = |from: &str, to: &str| -> GetInterconnectorsFilterInterconnectorInput {
        complete(filter().from(from.to_owned()).to(to.to_owned()))
    };
    complete(filter().or(vec![direction(a, b), direction(b, a)]))
}
