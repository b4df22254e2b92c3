//! The names of hourly curves.

use std::fmt;
use std::str::FromStr;

/// An hourly curve that the engine calculates for a scenario.
///
/// Read from any of its names, with [`From`] or [`str::parse`]; neither fails, because engines may have curves that this
/// version does not know ([`Other`](Self::Other)).
///
/// ```
/// use etm_client::HourlyCurve;
///
/// for name in ["electricity_profiles", "merit_order", "electricity"] {
///     assert_eq!(HourlyCurve::from(name), HourlyCurve::ElectricityProfiles);
/// }
/// assert_eq!(HourlyCurve::ElectricityProfiles.as_str(), "electricity_profiles");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HourlyCurve {
    /// Production and use of electricity per node, in MW, and what is missing in each hour (`deficit`).
    ElectricityProfiles,
    /// The price of electricity, in EUR/MWh.
    ElectricityPrice,
    /// Production and use of heat in the three networks (`lt`, `mt`, `ht`), in MW.
    DistrictHeatingProfiles,
    /// Heat of agriculture, in MW.
    AgricultureHeat,
    /// Space heating and hot water of households, in MW: what is asked for and what is produced.
    HouseholdHeat,
    /// Heat of buildings, in MW: what is asked for and what is produced.
    BuildingsHeat,
    /// Production and use of hydrogen per node, in MW. Storage stands in both.
    HydrogenProfiles,
    /// Production and use of network gas per node, in MW. Storage stands in both.
    NetworkGasProfiles,
    /// What electricity, heat, gas and hydrogen lack or have left, in MW. Its columns depend on the engine.
    ResidualLoad,
    /// What hydrogen costs in all (EUR/MWh) and how much is made by what (MWh). Two of its columns have one name.
    HydrogenIntegralCost,
    /// Another curve of the engine, by its name there.
    Other(String),
}

impl HourlyCurve {
    /// All curves with a name of their own, in the engine's order.
    #[must_use]
    pub fn all() -> [Self; 10] {
        [
            Self::ElectricityProfiles,
            Self::ElectricityPrice,
            Self::DistrictHeatingProfiles,
            Self::AgricultureHeat,
            Self::HouseholdHeat,
            Self::BuildingsHeat,
            Self::HydrogenProfiles,
            Self::NetworkGasProfiles,
            Self::ResidualLoad,
            Self::HydrogenIntegralCost,
        ]
    }

    /// The name, as engines have it since June 2026.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::ElectricityProfiles => "electricity_profiles",
            Self::ElectricityPrice => "electricity_price",
            Self::DistrictHeatingProfiles => "district_heating_profiles",
            Self::AgricultureHeat => "agriculture_heat",
            Self::HouseholdHeat => "household_heat",
            Self::BuildingsHeat => "buildings_heat",
            Self::HydrogenProfiles => "hydrogen_profiles",
            Self::NetworkGasProfiles => "network_gas_profiles",
            Self::ResidualLoad => "residual_load",
            Self::HydrogenIntegralCost => "hydrogen_integral_cost",
            Self::Other(name) => name,
        }
    }

    /// The name that is sent: the one before June 2026 where there is one. Every engine knows that, also `2025-01`.
    #[must_use]
    pub fn wire_name(&self) -> &str {
        self.aliases().first().copied().unwrap_or_else(|| self.as_str())
    }

    /// Other names that are understood: first that before June 2026, then the carrier as pyetm has it.
    #[must_use]
    pub fn aliases(&self) -> &'static [&'static str] {
        match self {
            Self::ElectricityProfiles => &["merit_order", "electricity"],
            Self::DistrictHeatingProfiles => &["heat_network", "heat"],
            Self::HydrogenProfiles => &["hydrogen"],
            Self::NetworkGasProfiles => &["network_gas", "methane"],
            _ => &[],
        }
    }
}

impl From<&str> for HourlyCurve {
    fn from(name: &str) -> Self {
        let name = name.trim();
        let known = Self::all()
            .into_iter()
            .find(|curve| curve.as_str() == name || curve.aliases().contains(&name));
        known.unwrap_or_else(|| Self::Other(name.to_owned()))
    }
}

impl From<String> for HourlyCurve {
    fn from(name: String) -> Self {
        Self::from(name.as_str())
    }
}

impl FromStr for HourlyCurve {
    type Err = std::convert::Infallible;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Ok(Self::from(name))
    }
}

/// The name, as engines have it since June 2026.
impl fmt::Display for HourlyCurve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_and_alias_means_its_curve_and_the_older_name_is_sent() {
        let rows = [
            (
                "electricity_profiles",
                "merit_order",
                vec!["merit_order", "electricity"],
            ),
            ("electricity_price", "electricity_price", vec![]),
            (
                "district_heating_profiles",
                "heat_network",
                vec!["heat_network", "heat"],
            ),
            ("agriculture_heat", "agriculture_heat", vec![]),
            ("household_heat", "household_heat", vec![]),
            ("buildings_heat", "buildings_heat", vec![]),
            ("hydrogen_profiles", "hydrogen", vec!["hydrogen"]),
            ("network_gas_profiles", "network_gas", vec!["network_gas", "methane"]),
            ("residual_load", "residual_load", vec![]),
            ("hydrogen_integral_cost", "hydrogen_integral_cost", vec![]),
        ];
        assert_eq!(rows.len(), HourlyCurve::all().len());
        for ((name, sent, aliases), curve) in rows.into_iter().zip(HourlyCurve::all()) {
            assert_eq!(curve.as_str(), name);
            assert_eq!(curve.to_string(), name);
            assert_eq!(curve.wire_name(), sent);
            assert_eq!(curve.aliases(), aliases);
            assert_eq!(HourlyCurve::from(name), curve);
            for alias in aliases {
                assert_eq!(HourlyCurve::from(alias), curve, "{alias}");
            }
        }
    }

    #[test]
    fn a_curve_that_is_not_known_keeps_its_name() {
        let curve = HourlyCurve::from(" ammonia_profiles ");
        assert_eq!(curve, HourlyCurve::Other("ammonia_profiles".to_owned()));
        assert_eq!(curve.wire_name(), "ammonia_profiles");
        assert!(curve.aliases().is_empty());
    }
}
