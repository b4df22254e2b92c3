//! Everything that makes or stores electricity, heat, hydrogen or gas, with the capacities of the reference area.

mod heat;
mod hydrogen;
mod power;
mod storage;

use super::carriers::Carrier;
use super::profiles::Shape;

pub(crate) use power::INTERCONNECTORS;

/// What a plant feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum System {
    Power,
    Lt,
    Mt,
    Ht,
    Agriculture,
    Hydrogen,
    Gas,
}

/// How it runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    /// As the weather allows: the key of the custom curve, and of the input with the full-load hours.
    Volatile(&'static str, &'static str),
    /// Always in the same shape, for these full-load hours.
    MustRun(Shape, f64),
    /// When it is needed, cheapest (or first in the user's order) first.
    Dispatchable,
    /// Charges and discharges; hours that the full power lasts, and the round trip's efficiency.
    Storage(f64, f64),
    /// Makes heat of electricity that nobody else wants; the key of the custom curve of its availability.
    Surplus(&'static str),
}

/// A plant, by unit of its main output.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Plant {
    pub(crate) node: &'static str,
    pub(crate) system: System,
    pub(crate) kind: Kind,
    pub(crate) presentation: Option<&'static str>,
    /// Group and subgroup in the costs.
    pub(crate) costs: (&'static str, &'static str),
    /// Installed output in the reference area, MW.
    pub(crate) mw: f64,
    /// MW of one unit.
    pub(crate) unit: f64,
    /// MWh of input for each MWh of main output.
    pub(crate) inputs: &'static [(Carrier, f64)],
    /// MWh of heat beside each MWh of electricity, and where it goes.
    pub(crate) heat: Option<(System, f64)>,
    /// EUR per MWh.
    pub(crate) variable: f64,
    /// EUR per MW.
    pub(crate) investment: f64,
    /// Share of the investment each year.
    pub(crate) fixed: f64,
    pub(crate) lifetime: f64,
    pub(crate) construction: f64,
    pub(crate) availability: f64,
    /// Share of the CO2 that is captured.
    pub(crate) capture: f64,
}

impl Plant {
    const fn new(node: &'static str, system: System, kind: Kind, mw: f64) -> Plant {
        Plant {
            node,
            system,
            kind,
            presentation: None,
            costs: ("costs_production", "other"),
            mw,
            unit: 1.0,
            inputs: &[],
            heat: None,
            variable: 0.0,
            investment: 0.0,
            fixed: 0.025,
            lifetime: 20.0,
            construction: 1.0,
            availability: 0.9,
            capture: 0.0,
        }
    }

    const fn shown(self, presentation: &'static str) -> Plant {
        Plant {
            presentation: Some(presentation),
            ..self
        }
    }

    const fn listed(self, group: &'static str, subgroup: &'static str) -> Plant {
        Plant {
            costs: (group, subgroup),
            ..self
        }
    }

    const fn of(self, unit: f64, inputs: &'static [(Carrier, f64)]) -> Plant {
        Plant { unit, inputs, ..self }
    }

    /// Investment in EUR per MW, lifetime in years, variable costs in EUR per MWh.
    const fn costing(self, investment: f64, lifetime: f64, variable: f64) -> Plant {
        Plant {
            investment,
            lifetime,
            variable,
            ..self
        }
    }

    const fn heating(self, system: System, per_mwh: f64) -> Plant {
        Plant {
            heat: Some((system, per_mwh)),
            ..self
        }
    }

    const fn capturing(self, share: f64) -> Plant {
        Plant { capture: share, ..self }
    }

    /// The key of the input that sets the capacity.
    pub(crate) fn capacity_input(&self) -> String {
        format!("capacity_of_{}", self.node)
    }

    /// The sector, which is the first word of the node's key.
    pub(crate) fn sector(&self) -> &'static str {
        sector_of(self.node)
    }
}

/// The sector of a node's key.
pub(crate) fn sector_of(key: &str) -> &'static str {
    const SECTORS: &[&str] = &[
        "agriculture",
        "buildings",
        "bunkers",
        "households",
        "industry",
        "molecules",
        "other",
        "transport",
    ];
    let known = SECTORS.iter().find(|sector| {
        let rest = key.strip_prefix(**sector);
        rest.is_some_and(|rest| rest.starts_with('_'))
    });
    known.copied().unwrap_or("energy")
}

/// All plants.
pub(crate) fn plants() -> impl Iterator<Item = &'static Plant> {
    power::PLANTS
        .iter()
        .chain(heat::PLANTS)
        .chain(hydrogen::PLANTS)
        .chain(storage::PLANTS)
}

/// The plants of a system, in the order of the tables.
pub(crate) fn plants_of(system: System) -> impl Iterator<Item = &'static Plant> {
    plants().filter(move |plant| plant.system == system)
}

/// A plant by its node.
pub(crate) fn plant(node: &str) -> Option<&'static Plant> {
    plants().find(|plant| plant.node == node)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_are_unique_and_no_plant_gives_more_than_it_takes() {
        for (index, one) in plants().enumerate() {
            assert_eq!(plants().skip(index + 1).find(|other| other.node == one.node), None);
            let heat = one.heat.map_or(0.0, |(_, per)| per);
            let input: f64 = one.inputs.iter().map(|(_, per)| per).sum();
            assert!(one.inputs.is_empty() || input >= 0.999 * (1.0 + heat), "{}", one.node);
        }
    }

    #[test]
    fn a_sector_is_the_first_word_of_a_key() {
        assert_eq!(sector_of("transport_van_flexibility_p2p_electricity"), "transport");
        assert_eq!(sector_of("energy_power_wind_turbine_inland"), "energy");
    }
}
