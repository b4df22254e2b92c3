//! The demand for energy: what each use needs, what its technologies take in, and when.

use std::collections::HashMap;
use std::sync::Arc;

use super::carriers::{Carrier, ELECTRICITY, HT, HYDROGEN, LT, MT, NETWORK_GAS, wire_name};
use super::case::Case;
use super::flows::{Flows, Line, MJ_PER_MWH, MWH_PER_PJ, add_line, zeros};
use super::profiles::{Profiles, Series, Shape, degree_hours, shape};
use super::uses::{Part, Sharing, Technology, Use, uses};
use crate::times::YEAR_HOURS;

/// One technology in the curves of heat, MW.
#[derive(Clone, Debug)]
pub(crate) struct Heater {
    pub(crate) node: &'static str,
    /// What its part of the demand is.
    pub(crate) wanted: Series,
    /// What it gives.
    pub(crate) made: Series,
}

/// One use in the curves of heat: demand and production of the whole, then of each technology.
#[derive(Clone, Debug)]
pub(crate) struct HeatUse {
    pub(crate) node: &'static str,
    pub(crate) wanted: Series,
    pub(crate) heaters: Vec<Heater>,
}

/// All demands.
#[derive(Default)]
pub(crate) struct Demand {
    pub(crate) electricity: Vec<Line>,
    pub(crate) gas: Vec<Line>,
    pub(crate) hydrogen: Vec<Line>,
    pub(crate) lt: Vec<Line>,
    pub(crate) mt: Vec<Line>,
    pub(crate) ht: Vec<Line>,
    pub(crate) households: Vec<HeatUse>,
    pub(crate) buildings: Vec<HeatUse>,
}

impl Demand {
    pub(crate) fn of(case: &Case, flows: &mut Flows) -> Demand {
        let mut climate = Climate::of(case);
        let mut demand = Demand::default();
        for one in uses() {
            demand.add(case, one, &mut climate, flows);
        }
        demand
    }

    fn add(&mut self, case: &Case, one: &'static Use, climate: &mut Climate, flows: &mut Flows) {
        let mean = one.useful * MWH_PER_PJ * level(case, one, climate) / YEAR_HOURS as f64;
        let (key, usual) = one.curve;
        let own = key.and_then(|key| case.curve_of_mean_one(key)).map(Arc::from);
        let profile: Arc<[f64]> = own.unwrap_or_else(|| climate.shape(usual));
        let parts = parts(case, one.technologies);
        let wanted: Series = profile.iter().map(|value| value * mean).collect();
        let made = match one.sharing {
            Sharing::Ordered => in_order(case, one.technologies, &parts, &wanted),
            Sharing::Even | Sharing::Shown => parts.iter().map(|part| multiple(&wanted, *part)).collect(),
        };
        let saving: f64 = one.saving.iter().map(|key| 1.0 / case.growth(key)).product();
        for (technology, made) in one.technologies.iter().zip(&made) {
            let useful = made.iter().sum::<f64>() * MJ_PER_MWH;
            let node = flows.node(technology.node);
            node.burns = one.burns;
            node.give(one.output, useful);
            let inputs = technology.inputs.iter().map(|(carrier, per)| match *carrier {
                ELECTRICITY => (ELECTRICITY, per * saving),
                carrier => (carrier, *per),
            });
            for (carrier, per) in inputs.clone() {
                node.take(carrier, useful * per);
            }
            for (carrier, per) in inputs {
                self.take(one, (carrier, per), (made, useful), flows);
            }
            flows.node(one.node).take(one.output, useful);
        }
        self.show(one, wanted, &parts, made);
    }

    /// Passes a carrier on from the network through the final demand: what is made, in MW and in MJ, takes so much of it.
    fn take(&mut self, one: &Use, (carrier, per): (Carrier, f64), (made, useful): (&[f64], f64), flows: &mut Flows) {
        let key = final_key(one.last, carrier);
        flows.node(&key).take(carrier, useful * per).give(carrier, useful * per);
        let lines = match carrier {
            ELECTRICITY => &mut self.electricity,
            NETWORK_GAS => &mut self.gas,
            HYDROGEN => &mut self.hydrogen,
            LT => &mut self.lt,
            MT => &mut self.mt,
            HT => &mut self.ht,
            _ => return,
        };
        add_line(lines, &key, made, per);
    }

    fn show(&mut self, one: &'static Use, wanted: Series, parts: &[f64], made: Vec<Series>) {
        if one.sharing == Sharing::Even {
            return;
        }
        let heaters = one.technologies.iter().zip(parts).zip(made);
        let heaters = heaters.map(|((technology, part), made)| Heater {
            node: technology.node,
            wanted: multiple(&wanted, *part),
            made,
        });
        let shown = HeatUse {
            node: one.node,
            heaters: heaters.collect(),
            wanted,
        };
        match one.node.starts_with("households") {
            true => self.households.push(shown),
            false => self.buildings.push(shown),
        }
    }
}

/// The key of the final demand for a carrier; of heat with its temperature.
fn final_key(last: &str, carrier: Carrier) -> String {
    match carrier {
        LT => format!("{last}_lt_{}", wire_name(carrier)),
        MT => format!("{last}_mt_{}", wire_name(carrier)),
        HT => format!("{last}_ht_{}", wire_name(carrier)),
        _ => format!("{last}_{carrier}"),
    }
}

/// The weather as the user's scenario has it.
struct Climate {
    profiles: Arc<Profiles>,
    /// The outdoor temperature where the user changed it.
    changed: Option<Series>,
    shapes: HashMap<Shape, Arc<[f64]>>,
    /// Heating relative to the usual.
    heating: f64,
}

impl Climate {
    fn of(case: &Case) -> Climate {
        let profiles = case.profiles();
        let usual = &profiles.temperature;
        let warmer = case.number("flexibility_outdoor_temperature");
        let changed = match case.curve("weather/air_temperature") {
            Some(own) => Some(own.clone()),
            None if warmer == 0.0 => None,
            None => Some(usual.iter().map(|degrees| degrees + warmer).collect()),
        };
        let heating = changed
            .as_deref()
            .map_or(1.0, |changed| degree_hours(changed) / degree_hours(usual).max(1.0));
        Climate {
            profiles,
            changed,
            shapes: HashMap::new(),
            heating,
        }
    }

    fn shape(&mut self, wanted: Shape) -> Arc<[f64]> {
        let Some(changed) = &self.changed else {
            return self.profiles.shape(wanted);
        };
        let made = || shape(wanted, changed).into();
        Arc::clone(self.shapes.entry(wanted).or_insert_with(made))
    }
}

/// How much more or less than at present in the reference area.
fn level(case: &Case, one: &Use, climate: &Climate) -> f64 {
    let growth: f64 = one.growth.iter().map(|key| case.growth(key)).product();
    let level = one.level.map_or(1.0, |key| case.share(key));
    let coupled = one
        .coupling
        .filter(|group| case.is_active(group))
        .and_then(|group| case.coupled(group));
    let people = if one.node.starts_with("households") {
        case.people()
    } else {
        1.0
    };
    let warmth = match one.node.contains("space_heating") {
        true => climate.heating,
        false => 1.0,
    };
    let insulation = match one.sharing {
        Sharing::Ordered => case.number("insulation_of_households") / 100.0 / case.area_scale(),
        _ => 1.0,
    };
    case.size() * growth * coupled.unwrap_or(level) * people * warmth * insulation
}

/// The share of each technology; together they are one.
fn parts(case: &Case, technologies: &[Technology]) -> Vec<f64> {
    let percent = |technology: &Technology| match technology.part {
        Part::Fixed(percent) => percent,
        Part::Input(key) => case.number(key).max(0.0),
    };
    let percents: Vec<f64> = technologies.iter().map(percent).collect();
    let sum: f64 = percents.iter().sum();
    percents.into_iter().map(|percent| percent / sum.max(1e-9)).collect()
}

fn multiple(series: &[f64], factor: f64) -> Series {
    series.iter().map(|value| value * factor).collect()
}

/// Each technology can give its part of the highest demand, and the first in the order go first.
fn in_order(case: &Case, technologies: &[Technology], parts: &[f64], wanted: &[f64]) -> Vec<Series> {
    let peak = wanted.iter().copied().fold(0.0, f64::max);
    let mut made: Vec<Series> = technologies.iter().map(|_| zeros()).collect();
    let mut left = wanted.to_vec();
    let order = case.order("space_heating", None);
    let mut positions: Vec<usize> = (0..technologies.len()).collect();
    positions.sort_by_key(|position| order.iter().position(|node| node == technologies[*position].node));
    let last = positions.iter().rposition(|position| parts[*position] > 0.0);
    for (rank, position) in positions.into_iter().enumerate() {
        // The last one takes the rest, so that rounding leaves nothing over.
        let capacity = if Some(rank) == last {
            f64::INFINITY
        } else {
            parts[position] * peak
        };
        if parts[position] <= 0.0 {
            continue;
        }
        for (made, left) in made[position].iter_mut().zip(left.iter_mut()) {
            *made = left.min(capacity);
            *left -= *made;
        }
    }
    made
}
