//! Changes to a scenario's inputs.
//!
//! Each update changes one parameter or variable of one thing. The forms of its values are part of the type: a price has
//! no months, so a monthly transform does not fit.
//!
//! ```compile_fail,E0308
//! use origin_client::inputs::{Change, CommodityUpdate, MonthlyTransform};
//!
//! let monthly = MonthlyTransform::new().month(2030, 1, Change::absolute(30.0).unwrap());
//! let update = CommodityUpdate::new("gas", monthly);
//! ```
//!
//! ```compile_fail,E0308
//! use origin_client::inputs::{Change, DemandUpdate, MonthlyTransform};
//!
//! let monthly = MonthlyTransform::new().month(2030, 1, Change::percentage(10.0).unwrap());
//! let update = DemandUpdate::new(["gbr"], "totalDemand", monthly);
//! ```
//!
//! ```compile_fail,E0308
//! use origin_client::inputs::{Change, DemandTechnologyUpdate, ConstantTransform};
//!
//! let constant = ConstantTransform::new(Change::percentage(10.0).unwrap());
//! let update = DemandTechnologyUpdate::new(["gbr"], "electricVehicles", "totalDemand", constant);
//! ```
//!
//! ```compile_fail,E0308
//! use origin_client::inputs::{Change, ConstantTransform, InterconnectorUpdate};
//!
//! let constant = ConstantTransform::new(Change::delta(700.0).unwrap());
//! let update = InterconnectorUpdate::new("gbr", "fra", "capacity", constant);
//! ```
//!
//! ```compile_fail,E0277
//! use origin_client::inputs::{Change, ConstantTransform, ExogenousUpdate};
//!
//! let constant = ConstantTransform::new(Change::absolute(8.5).unwrap());
//! let update = ExogenousUpdate::new("ccgt", "gbr", "discountRate", constant);
//! ```

use super::transform::{EndogenousTransform, ExogenousTransform, YearlyTransform};
use crate::types::Commodity;

/// A change of a parameter of exogenous plants; see [`Inputs::update_exogenous`](super::Inputs::update_exogenous).
///
/// ```
/// use origin_client::inputs::{Change, ExogenousUpdate, YearlyTransform};
///
/// let capacity = YearlyTransform::new().year(2030, Change::percentage(10.0)?);
/// let update = ExogenousUpdate::new("onshoreWind", "gbr", "capacity", capacity).with_sub_region("scotland");
/// # Ok::<(), origin_client::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ExogenousUpdate {
    /// The technology's name, as the groupings have it.
    pub technology: String,
    /// The region.
    pub region: String,
    /// The parameter, by its name in the inputs configuration, such as `capacity`.
    pub parameter: String,
    /// How its values change.
    pub transform: ExogenousTransform,
    /// A part of the region. Sent as `null` when it is not set, like all that follow.
    pub sub_region: Option<String>,
    /// The subsidy.
    pub subsidy: Option<String>,
    /// The sub-technology.
    pub sub_technology: Option<String>,
}

impl ExogenousUpdate {
    /// A change of a parameter of a technology of a region.
    #[must_use]
    pub fn new(
        technology: impl Into<String>,
        region: impl Into<String>,
        parameter: impl Into<String>,
        transform: impl Into<ExogenousTransform>,
    ) -> Self {
        Self {
            technology: technology.into(),
            region: region.into(),
            parameter: parameter.into(),
            transform: transform.into(),
            sub_region: None,
            subsidy: None,
            sub_technology: None,
        }
    }

    /// Narrows it to a part of the region.
    #[must_use]
    pub fn with_sub_region(mut self, sub_region: impl Into<String>) -> Self {
        self.sub_region = Some(sub_region.into());
        self
    }

    /// Narrows it to a subsidy.
    #[must_use]
    pub fn with_subsidy(mut self, subsidy: impl Into<String>) -> Self {
        self.subsidy = Some(subsidy.into());
        self
    }

    /// Narrows it to a sub-technology.
    #[must_use]
    pub fn with_sub_technology(mut self, sub_technology: impl Into<String>) -> Self {
        self.sub_technology = Some(sub_technology.into());
        self
    }
}

/// A change of a parameter or definition of endogenous plants; see
/// [`Inputs::update_endogenous`](super::Inputs::update_endogenous).
///
/// ```
/// use origin_client::inputs::{Change, ConstantTransform, EndogenousUpdate, MonthlyTransform};
///
/// let rate = ConstantTransform::new(Change::absolute(9.0)?);
/// let update = EndogenousUpdate::new("ccgt", "gbr", "discountRate", rate);
/// let february = MonthlyTransform::new().month(2025, 2, Change::delta(0.01)?);
/// let update = EndogenousUpdate::new("onshoreWind", "gbr", "loadFactorAverage", february);
/// # Ok::<(), origin_client::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct EndogenousUpdate {
    /// The technology's name, as the groupings have it.
    pub technology: String,
    /// The region.
    pub region: String,
    /// The parameter or definition, by its name in the inputs configuration, such as `capex` or `discountRate`.
    pub parameter: String,
    /// How its values change.
    pub transform: EndogenousTransform,
    /// A part of the region. Sent as `null` when it is not set, like the one that follows.
    pub sub_region: Option<String>,
    /// The sub-technology.
    pub sub_technology: Option<String>,
}

impl EndogenousUpdate {
    /// A change of a parameter or definition of a technology of a region.
    #[must_use]
    pub fn new(
        technology: impl Into<String>,
        region: impl Into<String>,
        parameter: impl Into<String>,
        transform: impl Into<EndogenousTransform>,
    ) -> Self {
        Self {
            technology: technology.into(),
            region: region.into(),
            parameter: parameter.into(),
            transform: transform.into(),
            sub_region: None,
            sub_technology: None,
        }
    }

    /// Narrows it to a part of the region.
    #[must_use]
    pub fn with_sub_region(mut self, sub_region: impl Into<String>) -> Self {
        self.sub_region = Some(sub_region.into());
        self
    }

    /// Narrows it to a sub-technology.
    #[must_use]
    pub fn with_sub_technology(mut self, sub_technology: impl Into<String>) -> Self {
        self.sub_technology = Some(sub_technology.into());
        self
    }
}

/// A change of a region's demand; see [`Inputs::update_demand`](super::Inputs::update_demand).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DemandUpdate {
    /// The regions. The answer is one document for all of them together.
    pub regions: Vec<String>,
    /// The variable, by its name in the inputs configuration, such as `totalDemand`.
    pub variable: String,
    /// How its values change.
    pub transform: YearlyTransform,
    /// Whether the target of the capacity market follows (inferred from its name). Sent as `null` when it is not set.
    pub auto_capacity_market_target: Option<bool>,
}

impl DemandUpdate {
    /// A change of a variable of these regions' demand: `["gbr"]` for one.
    #[must_use]
    pub fn new<R: Into<String>>(
        regions: impl IntoIterator<Item = R>,
        variable: impl Into<String>,
        transform: YearlyTransform,
    ) -> Self {
        Self {
            regions: regions.into_iter().map(Into::into).collect(),
            variable: variable.into(),
            transform,
            auto_capacity_market_target: None,
        }
    }

    /// Sets whether the target of the capacity market follows.
    #[must_use]
    pub fn with_auto_capacity_market_target(mut self, flag: bool) -> Self {
        self.auto_capacity_market_target = Some(flag);
        self
    }
}

/// A change of the demand of a technology, such as electric vehicles; see
/// [`Inputs::update_demand_technology`](super::Inputs::update_demand_technology).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DemandTechnologyUpdate {
    /// The regions.
    pub regions: Vec<String>,
    /// The technology, by its `originTechnology` (as the vendor's tests do), not by its `technology`.
    pub technology: String,
    /// The variable, by its name in the inputs configuration, such as `totalDemand`.
    pub variable: String,
    /// How its values change.
    pub transform: YearlyTransform,
    /// Whether the target of the capacity market follows (inferred from its name). Sent as `null` when it is not set.
    pub auto_capacity_market_target: Option<bool>,
}

impl DemandTechnologyUpdate {
    /// A change of a variable of a technology's demand in these regions: `["gbr"]` for one.
    #[must_use]
    pub fn new<R: Into<String>>(
        regions: impl IntoIterator<Item = R>,
        technology: impl Into<String>,
        variable: impl Into<String>,
        transform: YearlyTransform,
    ) -> Self {
        Self {
            regions: regions.into_iter().map(Into::into).collect(),
            technology: technology.into(),
            variable: variable.into(),
            transform,
            auto_capacity_market_target: None,
        }
    }

    /// Sets whether the target of the capacity market follows.
    #[must_use]
    pub fn with_auto_capacity_market_target(mut self, flag: bool) -> Self {
        self.auto_capacity_market_target = Some(flag);
        self
    }
}

/// A change of a commodity's prices; see [`Inputs::update_commodity`](super::Inputs::update_commodity).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CommodityUpdate {
    /// The commodity, such as `gas`.
    pub commodity: String,
    /// The regions whose price it is: those that the commodity was read with. Left out when not set.
    pub regions: Option<Vec<String>>,
    /// How the prices change.
    pub transform: YearlyTransform,
    /// The unit of the change, as in [`CommodityQuery::with_native_units`](super::CommodityQuery::with_native_units).
    /// Left out when not set.
    pub native_units: Option<bool>,
}

impl CommodityUpdate {
    /// A change of a commodity's prices.
    #[must_use]
    pub fn new(commodity: impl Into<String>, transform: YearlyTransform) -> Self {
        Self {
            commodity: commodity.into(),
            regions: None,
            transform,
            native_units: None,
        }
    }

    /// A change of the prices of a commodity that was read before, with its regions.
    #[must_use]
    pub fn of(commodity: &Commodity, transform: YearlyTransform) -> Self {
        let update = Self::new(commodity.commodity.clone().unwrap_or_default(), transform);
        update.with_regions(commodity.regions.iter().cloned())
    }

    /// Sets the regions whose price it is.
    #[must_use]
    pub fn with_regions<R: Into<String>>(mut self, regions: impl IntoIterator<Item = R>) -> Self {
        self.regions = Some(regions.into_iter().map(Into::into).collect());
        self
    }

    /// Sets the flag that chooses between native units and those per MWh; unverified: which way round.
    #[must_use]
    pub fn with_native_units(mut self, flag: bool) -> Self {
        self.native_units = Some(flag);
        self
    }
}

/// A change of an interconnector in one direction; see
/// [`Inputs::update_interconnector`](super::Inputs::update_interconnector).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct InterconnectorUpdate {
    /// The region that power flows from.
    pub from: String,
    /// The region that power flows to.
    pub to: String,
    /// The variable, by its name in the inputs configuration.
    pub variable: String,
    /// How its values change.
    pub transform: YearlyTransform,
}

impl InterconnectorUpdate {
    /// A change of a variable of an interconnector. The direction matters.
    #[must_use]
    pub fn new(
        from: impl Into<String>,
        to: impl Into<String>,
        variable: impl Into<String>,
        transform: YearlyTransform,
    ) -> Self {
        Self {
            from: from.into(),
            to: to.into(),
            variable: variable.into(),
            transform,
        }
    }
}
