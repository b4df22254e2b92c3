//! What a scenario assumes: original values, and what the user's changes make of them.
//!
//! Originals are trends from the tables of the world, moved a little by the seed and by the published scenario that they come
//! from, and in the direction of its variant.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::edits::{Edits, Kind as ChangeKind, Part, Slot, When};
use super::trends::{availability, divisions, link, load_factor, peak, round, share};
use crate::origin::market::world::{
    self, COMMODITIES, DEMAND_TECHNOLOGIES, DemandTechnology, Kind, LINKS, MODEL_YEARS, Region, TECHNOLOGIES,
    Technology,
};
use crate::origin::state::{Facts, Variant};
use crate::weather::{mix, unit};

/// Prices that took the place of the originals: by commodity, region and year.
pub(crate) type Rebased = BTreeMap<(&'static str, &'static str, i64), f64>;

/// The inputs of one scenario.
#[derive(Clone, Debug)]
pub(crate) struct Assumptions {
    seed: u64,
    variant: Variant,
    pub(crate) edits: Edits,
    pub(crate) rebased: Option<Arc<Rebased>>,
}

/// A number of a text, the same everywhere (FNV-1a).
pub(crate) fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |state, byte| {
        (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The whole technology, without naming a part.
fn plant(region: &Region, technology: &Technology, part: Part, parameter: &'static str) -> Slot {
    Slot::Plant {
        region: region.code,
        technology: technology.name,
        endogenous: false,
        part,
        parameter,
    }
}

impl Assumptions {
    /// What a scenario starts with.
    pub(crate) fn new(seed: u64, facts: &Facts) -> Assumptions {
        Assumptions {
            seed: mix(&[seed, 20, hash(&facts.root)]),
            variant: facts.variant,
            edits: Edits::default(),
            rebased: None,
        }
    }

    /// A factor near one that belongs to a name.
    fn wobble(&self, name: &str, size: f64) -> f64 {
        1.0 + size * (2.0 * unit(mix(&[self.seed, hash(name)])) - 1.0)
    }

    /// The value without the user's changes; `None` where there are no data.
    pub(crate) fn original(&self, slot: Slot, when: When) -> Option<f64> {
        if when.year != 0 && !MODEL_YEARS.contains(&when.year) {
            return None;
        }
        let value = match slot {
            Slot::Plant {
                region,
                technology,
                part,
                parameter,
                ..
            } => self.plant(
                world::region(region)?,
                world::technology(technology)?,
                part,
                parameter,
                when,
            )?,
            Slot::Demand { region, variable } => self.demand_variable(world::region(region)?, variable, when.year)?,
            Slot::DemandTechnology { region, technology } => {
                let technology = DEMAND_TECHNOLOGIES.iter().find(|known| known.name == technology)?;
                (when.year >= technology.from).then(|| {
                    self.technology_demand(
                        world::region(region).map_or(0.0, |region| self.total(region, when.year)),
                        technology,
                        when.year,
                    )
                })?
            }
            Slot::Commodity { region, commodity } => self.price(region, commodity, when.year)?,
            Slot::Link { from, to, variable } => link(from, to, variable, when.year)?,
        };
        Some(round(value))
    }

    /// The value after the user's changes of it.
    pub(crate) fn edited(&self, slot: Slot, when: When) -> Option<f64> {
        let original = self.original(slot, when)?;
        let Some(change) = self.edits.get(slot, when) else {
            return Some(original);
        };
        Some(match slot {
            Slot::Commodity { commodity, .. } => match world::commodity(commodity) {
                Some(commodity) => change.in_units(false, commodity).apply(original),
                None => original,
            },
            _ => change.apply(original),
        })
    }

    fn plant(&self, region: &Region, technology: &Technology, part: Part, parameter: &str, when: When) -> Option<f64> {
        let index = TECHNOLOGIES.iter().position(|known| known.name == technology.name)?;
        let [sub_regions, subsidies, vintages] = divisions(region.code, technology);
        let part =
            share(part.sub_region, sub_regions) * share(part.subsidy, subsidies) * share(part.sub_technology, vintages);
        let years = (when.year - 2025) as f64;
        let efficiency = match technology.kind {
            Kind::Thermal { efficiency, .. } => efficiency * (1.0 + 0.001 * years),
            _ => 1.0,
        };
        let learning = if technology.growth > 0.02 {
            0.985_f64.powf(years)
        } else {
            1.0
        };
        Some(match parameter {
            "capacity" => part * self.capacity(region, index, when.year),
            "capex" => technology.capex * learning,
            "opex" => technology.opex,
            "lifetimeBuildLimit" => part * (1000.0 + 2.0 * region.fleet[index]),
            "yearlyBuildLimit" => part * (100.0 + 0.1 * region.fleet[index]),
            "efficiency" => efficiency,
            "efficiencySEL" => 0.88 * efficiency,
            "marginalLossFactor" => {
                if region.place.0 < 0.0 {
                    0.96
                } else {
                    1.0
                }
            }
            "loadFactorAverage" => load_factor(region, technology.name, when.month),
            "availability" => availability(technology.name, region.place.0, when.month),
            "discountRate" => 8.5,
            "discountRateLow" => 6.0,
            "economicLifetime" => {
                if technology.growth > 0.02 {
                    25.0
                } else {
                    40.0
                }
            }
            _ => return None,
        })
    }

    /// MW of plants; open-cycle gas turbines fill up what is missing to a safe supply.
    fn capacity(&self, region: &Region, index: usize, year: i64) -> f64 {
        let grown = |index: usize| {
            let technology = &TECHNOLOGIES[index];
            region.fleet[index]
                * (1.0 + technology.growth).powf((year - 2025) as f64)
                * self.wobble(technology.name, 0.03)
        };
        if TECHNOLOGIES[index].name != "ocgt" {
            return grown(index);
        }
        let firm: f64 = TECHNOLOGIES
            .iter()
            .enumerate()
            .map(|(other, technology)| match (technology.kind, technology.name) {
                (Kind::Thermal { .. }, name) if name != "ocgt" => 0.85 * grown(other),
                (_, "hydro") => 0.5 * grown(other),
                (_, "battery") => 0.3 * grown(other),
                _ => 0.0,
            })
            .sum();
        grown(index).max(0.95 * peak(self.total(region, year)) * 1000.0 - firm)
    }

    /// Original demand of a region in TWh.
    fn total(&self, region: &Region, year: i64) -> f64 {
        let variant = match self.variant {
            Variant::High => 0.003,
            Variant::Low => -0.004,
            Variant::NetZero => 0.008,
            Variant::Central => 0.0,
        };
        region.demand * (1.0 + region.growth + variant).powf((year - 2025) as f64) * self.wobble(region.code, 0.02)
    }

    fn technology_demand(&self, total: f64, technology: &DemandTechnology, year: i64) -> f64 {
        if year < technology.from {
            return 0.0;
        }
        // An S-shaped way from the first share to the last, half done in 2036.
        let way = 1.0 / (1.0 + (-(year - 2036) as f64 / 4.0).exp());
        total * (technology.share.0 + (technology.share.1 - technology.share.0) * way)
    }

    fn demand_variable(&self, region: &Region, variable: &str, year: i64) -> Option<f64> {
        let total = self.total(region, year);
        match variable {
            "totalDemand" => Some(total),
            "baseDemand" => {
                let technologies = DEMAND_TECHNOLOGIES.iter();
                Some(
                    total
                        - technologies
                            .map(|technology| self.technology_demand(total, technology, year))
                            .sum::<f64>(),
                )
            }
            "capacityMarketTarget" => (region.capacity_market && year >= 2027).then(|| 0.95 * peak(total)),
            _ => None,
        }
    }

    fn price(&self, region: &str, name: &'static str, year: i64) -> Option<f64> {
        let (region, commodity) = (world::region(region)?, world::commodity(name)?);
        let factor = commodity.factor(region)?;
        if let Some(rebased) = &self.rebased {
            return rebased.get(&(name, region.code, year)).copied();
        }
        let variant = match (self.variant, name) {
            (Variant::High, _) => 1.2,
            (Variant::Low, _) => 0.8,
            (Variant::NetZero, "carbon") => 1.4,
            _ => 1.0,
        };
        let level = commodity.price * (1.0 + commodity.growth).powf((year - 2025) as f64);
        Some(level * factor * variant * self.wobble(name, 0.04))
    }

    /// All prices after the user's changes: what another scenario is rebased to.
    pub(crate) fn prices(&self) -> Rebased {
        let mut prices = Rebased::new();
        for commodity in &COMMODITIES {
            for region in commodity.regions() {
                for year in MODEL_YEARS {
                    let slot = Slot::Commodity {
                        region: region.code,
                        commodity: commodity.name,
                    };
                    if let Some(price) = self.edited(slot, When::year(year)) {
                        prices.insert((commodity.name, region.code, year), price);
                    }
                }
            }
        }
        prices
    }

    /// A parameter of the existing plants of a technology after the changes of the whole; zero where there is none.
    pub(crate) fn of_plants(
        &self,
        region: &Region,
        technology: &Technology,
        parameter: &'static str,
        when: When,
    ) -> f64 {
        self.edited(plant(region, technology, Part::default(), parameter), when)
            .unwrap_or_default()
    }

    /// MW after all changes: those of the whole, and what changes of parts add.
    pub(crate) fn installed(&self, region: &Region, technology: &Technology, year: i64) -> f64 {
        let [sub_regions, subsidies, vintages] = divisions(region.code, technology);
        let names =
            |of: &'static [(&'static str, f64)]| std::iter::once(None).chain(of.iter().map(|(name, _)| Some(*name)));
        let mut total = self.of_plants(region, technology, "capacity", When::year(year));
        for sub_region in names(sub_regions) {
            for subsidy in names(subsidies) {
                for sub_technology in names(vintages) {
                    let part = Part {
                        sub_region,
                        subsidy,
                        sub_technology,
                    };
                    let slot = plant(region, technology, part, "capacity");
                    if part != Part::default() && self.edits.get(slot, When::year(year)).is_some() {
                        let of = |value: Option<f64>| value.unwrap_or_default();
                        total += of(self.edited(slot, When::year(year))) - of(self.original(slot, When::year(year)));
                    }
                }
            }
        }
        total.max(0.0)
    }

    /// TWh of a year after all changes: base demand, then the technologies in the order of their table.
    ///
    /// A percentage on the total has been handed on to the parts when it was made; a delta or an absolute total scales them.
    pub(crate) fn demand(&self, region: &Region, year: i64) -> [f64; 1 + DEMAND_TECHNOLOGIES.len()] {
        let when = When::year(year);
        let mut parts = [0.0; 1 + DEMAND_TECHNOLOGIES.len()];
        let base = Slot::Demand {
            region: region.code,
            variable: "baseDemand",
        };
        parts[0] = self.edited(base, when).unwrap_or_default();
        for (part, technology) in parts[1..].iter_mut().zip(&DEMAND_TECHNOLOGIES) {
            let slot = Slot::DemandTechnology {
                region: region.code,
                technology: technology.name,
            };
            *part = self.edited(slot, when).unwrap_or_default();
        }
        let total = Slot::Demand {
            region: region.code,
            variable: "totalDemand",
        };
        let change = self
            .edits
            .get(total, when)
            .filter(|change| change.kind != ChangeKind::Percentage);
        if let (Some(change), Some(original)) = (change, self.original(total, when)) {
            let scale = change.apply(original) / parts.iter().sum::<f64>();
            if scale.is_finite() {
                parts.iter_mut().for_each(|part| *part *= scale);
            }
        }
        parts.map(|part| part.max(0.0))
    }

    /// £ per MWh (carbon: per tonne) after all changes; zero where the commodity has no price.
    pub(crate) fn commodity(&self, region: &Region, commodity: &'static str, year: i64) -> f64 {
        let slot = Slot::Commodity {
            region: region.code,
            commodity,
        };
        self.edited(slot, When::year(year)).unwrap_or_default()
    }

    /// A variable of a link in one direction after all changes; a symmetric link has one value for both.
    pub(crate) fn link(&self, from: &'static str, to: &'static str, variable: &'static str, year: i64) -> f64 {
        let of = |from, to| self.edited(Slot::Link { from, to, variable }, When::year(year));
        let listed = LINKS
            .iter()
            .any(|link| link.ends == [from, to] || (link.back.is_some() && link.ends == [to, from]));
        let value = if listed { of(from, to) } else { of(to, from) };
        value.unwrap_or_default().max(0.0)
    }
}
