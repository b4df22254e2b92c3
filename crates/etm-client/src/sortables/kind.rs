//! Which orders there are.

use std::fmt;
use std::str::FromStr;

use aurora_core::{Error, ErrorKind};

/// An order of the model. Read from its name, or from that of its older address, with [`From`] or [`str::parse`]; an order
/// that this version does not know is [`Other`](Self::Other).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Sortable {
    /// Storage of electricity whose use is planned ahead.
    ForecastStorage,
    /// What supplies hydrogen.
    HydrogenSupply,
    /// What takes surplus hydrogen.
    HydrogenDemand,
    /// What heats households.
    SpaceHeating,
    /// What supplies heat networks; one order for each [`HeatLevel`].
    HeatNetwork,
    /// Another one, by its name at the engine.
    Other(String),
}

/// The temperature of a heat network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HeatLevel {
    /// `lt`.
    Low,
    /// `mt`.
    Medium,
    /// `ht`.
    High,
}

/// Order, name, name of the older address.
const NAMES: [(Sortable, &str, &str); 5] = [
    (Sortable::ForecastStorage, "forecast_storage", "forecast_storage_order"),
    (Sortable::HydrogenSupply, "hydrogen_supply", "hydrogen_supply_order"),
    (Sortable::HydrogenDemand, "hydrogen_demand", "hydrogen_demand_order"),
    (
        Sortable::SpaceHeating,
        "space_heating",
        "households_space_heating_producer_order",
    ),
    (Sortable::HeatNetwork, "heat_network", "heat_network_order"),
];

impl Sortable {
    /// The orders with a name of their own.
    #[must_use]
    pub fn all() -> [Self; 5] {
        NAMES.map(|(sortable, ..)| sortable)
    }

    /// The name at the engine.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::ForecastStorage => "forecast_storage",
            Self::HydrogenSupply => "hydrogen_supply",
            Self::HydrogenDemand => "hydrogen_demand",
            Self::SpaceHeating => "space_heating",
            Self::HeatNetwork => "heat_network",
            Self::Other(name) => name,
        }
    }
}

impl From<&str> for Sortable {
    fn from(name: &str) -> Self {
        let name = name.trim();
        let known = NAMES.into_iter().find(|(_, own, older)| *own == name || *older == name);
        known.map_or_else(|| Self::Other(name.to_owned()), |(sortable, ..)| sortable)
    }
}

impl FromStr for Sortable {
    type Err = std::convert::Infallible;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Ok(Self::from(name))
    }
}

impl fmt::Display for Sortable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl HeatLevel {
    /// All three, from low to high.
    pub const ALL: [Self; 3] = [Self::Low, Self::Medium, Self::High];

    /// The name at the engine: `lt`, `mt` or `ht`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "lt",
            Self::Medium => "mt",
            Self::High => "ht",
        }
    }
}

impl FromStr for HeatLevel {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        let known = Self::ALL.into_iter().find(|level| level.as_str() == name.trim());
        known.ok_or_else(|| {
            let message = format!("heat networks have no level {name:?}; there are lt, mt and ht");
            Error::new(ErrorKind::InvalidRequest, message)
        })
    }
}

impl fmt::Display for HeatLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_has_its_name_and_its_older_one() {
        for (sortable, name, older) in NAMES {
            assert_eq!(sortable.as_str(), name);
            assert_eq!(Sortable::from(name), sortable);
            assert_eq!(Sortable::from(older), sortable);
        }
        assert_eq!(Sortable::from("new_one"), Sortable::Other("new_one".to_owned()));
    }

    #[test]
    fn a_level_is_one_of_three() {
        for level in HeatLevel::ALL {
            assert_eq!(level.to_string().parse::<HeatLevel>().unwrap(), level);
        }
        assert_eq!("xt".parse::<HeatLevel>().unwrap_err().kind(), ErrorKind::InvalidRequest);
    }
}
