//! The configuration of the inputs service: which parameters and variables there are, with their units and limits.
//!
//! The names of the technology parameters and of the demand variables `totalDemand` and `baseDemand` are known; `availability`,
//! `economicLifetime`, `capacityMarketTarget`, the interconnector variables and every limit are the sandbox's own choice.

use serde_json::{Value, json};

use crate::origin::market::world::{COMMODITIES, Kind, TECHNOLOGIES, Technology};

/// A parameter of plants.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) units: &'static str,
    pub(crate) endogenous: bool,
    pub(crate) exogenous: bool,
    pub(crate) load_factor: bool,
    pub(crate) thermal: bool,
    /// Outside of it there are warnings.
    pub(crate) usual: (f64, f64),
    /// Outside of it there are errors.
    pub(crate) hard: (f64, Option<f64>),
    /// Whether it has a value for each month; the configuration says nothing of it for one yearly parameter.
    pub(crate) monthly: Option<bool>,
}

const fn parameter(name: &'static str, units: &'static str, usual: (f64, f64), hard: Option<f64>) -> Parameter {
    Parameter {
        name,
        units,
        endogenous: true,
        exogenous: true,
        load_factor: false,
        thermal: false,
        usual,
        hard: (0.0, hard),
        monthly: Some(false),
    }
}

/// Parameters with a value for each year, or for each month of each year.
#[rustfmt::skip]
pub(crate) const PARAMETERS: &[Parameter] = &[
    Parameter { endogenous: false, ..parameter("capacity", "MW", (0.0, 250_000.0), None) },
    Parameter { exogenous: false, ..parameter("capex", "currency/kW", (0.0, 8_000.0), None) },
    parameter("opex", "currency/kW/a", (0.0, 500.0), None),
    Parameter { exogenous: false, ..parameter("lifetimeBuildLimit", "MW", (0.0, 500_000.0), None) },
    Parameter { exogenous: false, ..parameter("yearlyBuildLimit", "MW", (0.0, 50_000.0), None) },
    Parameter { thermal: true, ..parameter("efficiency", "share", (0.2, 0.65), Some(1.0)) },
    Parameter { thermal: true, ..parameter("efficiencySEL", "share", (0.2, 0.65), Some(1.0)) },
    Parameter { monthly: None, ..parameter("marginalLossFactor", "share", (0.7, 1.05), Some(1.2)) },
    Parameter { load_factor: true, monthly: Some(true), ..parameter("loadFactorAverage", "share", (0.0, 0.7), Some(1.0)) },
    Parameter { thermal: true, monthly: Some(true), ..parameter("availability", "share", (0.4, 1.0), Some(1.0)) },
];

/// Parameters with one value.
#[rustfmt::skip]
pub(crate) const DEFINITIONS: &[Parameter] = &[
    Parameter { exogenous: false, monthly: None, ..parameter("discountRate", "%", (0.0, 20.0), Some(100.0)) },
    Parameter { exogenous: false, monthly: None, ..parameter("discountRateLow", "%", (0.0, 20.0), Some(100.0)) },
    Parameter { monthly: None, ..parameter("economicLifetime", "a", (5.0, 60.0), Some(100.0)) },
];

/// Variables of a region's demand and their units.
pub(crate) const DEMAND_VARIABLES: [(&str, &str); 3] = [
    ("totalDemand", "TWh"),
    ("baseDemand", "TWh"),
    ("capacityMarketTarget", "GW"),
];
/// The variable of a demand technology.
pub(crate) const DEMAND_TECHNOLOGY_VARIABLES: [(&str, &str); 1] = [("totalDemand", "TWh")];
/// Variables of a link and their units.
pub(crate) const LINK_VARIABLES: [(&str, &str); 2] = [("capacity", "MW"), ("lossFactor", "share")];

impl Parameter {
    /// Whether plants of this technology have it.
    pub(crate) fn fits(&self, technology: &Technology, endogenous: bool) -> bool {
        let side = if endogenous { self.endogenous } else { self.exogenous };
        let thermal = matches!(technology.kind, Kind::Thermal { .. });
        side && (!self.thermal || thermal) && (!self.load_factor || technology.kind == Kind::LoadFactor)
    }

    pub(crate) fn is_monthly(&self) -> bool {
        self.monthly == Some(true)
    }

    fn to_json(self, definition: bool) -> Value {
        json!({
            "name": self.name,
            "type": "number",
            "units": self.units,
            "lock": false,
            "aggregationMethod": match (definition, self.units) {
                (true, _) => None,
                (false, "MW") => Some("sum"),
                (false, _) => Some("average"),
            },
            "appliesToEndoBui": self.endogenous,
            "appliesToExo": self.exogenous,
            "loadFactorTechRequired": self.load_factor,
            "thermalTechRequired": self.thermal,
            "initialRange": {"lower": self.usual.0, "upper": self.usual.1},
            "hardLimit": {"lower": self.hard.0, "upper": self.hard.1},
            "isMonthlyRegionTechParameter": self.monthly,
        })
    }
}

/// `getConfig`.
pub(crate) fn config() -> Value {
    let of = |parameters: &[Parameter], definition| -> Vec<Value> {
        parameters
            .iter()
            .map(|parameter| parameter.to_json(definition))
            .collect()
    };
    let technologies: Vec<Value> = TECHNOLOGIES
        .iter()
        .map(|technology| {
            json!({
                "name": technology.name,
                "isLoadFactor": technology.kind == Kind::LoadFactor,
                "isThermal": matches!(technology.kind, Kind::Thermal { .. }),
                "readOnlyParameters": [],
            })
        })
        .collect();
    let variables = |names: &[(&str, &str)]| -> Vec<Value> {
        let of = |(name, units): &(&str, &str)| json!({"name": name, "type": "number", "units": units});
        names.iter().map(of).collect()
    };
    let mapping: serde_json::Map<String, Value> = COMMODITIES
        .iter()
        .map(|commodity| {
            let regions: Vec<_> = commodity.regions().map(|region| region.code).collect();
            (commodity.name.to_owned(), json!(regions))
        })
        .collect();
    let available: Vec<Value> = COMMODITIES
        .iter()
        .map(|commodity| json!({"name": commodity.name, "units": commodity.units}))
        .collect();
    json!({
        "technology": {
            "definitions": technologies,
            "parameters": of(PARAMETERS, false),
            "definitionParameters": of(DEFINITIONS, true),
        },
        "demand": {
            "demandVariables": variables(&DEMAND_VARIABLES),
            "demandTechnologyVariables": variables(&DEMAND_TECHNOLOGY_VARIABLES),
        },
        "userPermissions": {"canEdit": true},
        "commodities": {"regionMapping": mapping, "commoditiesAvailable": available},
        "interconnectors": {"variables": variables(&LINK_VARIABLES)},
    })
}
