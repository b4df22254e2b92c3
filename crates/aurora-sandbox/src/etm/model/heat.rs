//! The heat networks and the heat of agriculture, hour by hour.

use super::carriers::{Carrier, ELECTRICITY, HT, HYDROGEN, LT, MT, NETWORK_GAS, USEABLE_HEAT};
use super::case::Case;
use super::flows::{Balance, Flows, Line, MWH_PER_PJ, total, zeros};
use super::plants::{Kind, Plant, System, plant, plants_of};
use super::profiles::{Series, Shape};
use super::supply::{self, Loads};
use crate::times::YEAR_HOURS;

/// PJ of heat that agriculture uses in the reference area.
const AGRICULTURE: f64 = 88.0;

/// The carrier of a network.
pub(crate) fn carrier(system: System) -> Carrier {
    match system {
        System::Lt => LT,
        System::Mt => MT,
        System::Ht => HT,
        System::Agriculture => USEABLE_HEAT,
        System::Power => ELECTRICITY,
        System::Hydrogen => HYDROGEN,
        System::Gas => NETWORK_GAS,
    }
}

/// Heat that comes with electricity: the power plant and its heat, MW.
pub(crate) type Coupled = (&'static Plant, Series);

/// What a network works with.
pub(crate) struct Network<'a> {
    pub(crate) system: System,
    pub(crate) consumers: Vec<Line>,
    pub(crate) coupled: Vec<Coupled>,
    /// Electricity that nobody else wants, MW; what is used up is taken off.
    pub(crate) surplus: &'a mut Series,
}

/// The demand of agriculture.
pub(crate) fn agriculture(case: &Case) -> Vec<Line> {
    let growth = case.growth("agriculture_useful_demand_useable_heat");
    let mean = AGRICULTURE * MWH_PER_PJ * case.size() * growth / YEAR_HOURS as f64;
    let own = case.curve_of_mean_one("weather/agriculture_heating");
    let profile = own.unwrap_or_else(|| case.profiles().shape(Shape::Heat).to_vec());
    // Greenhouses need a part of their heat all year round.
    let mw = profile.iter().map(|value| mean * (0.4 + 0.6 * value)).collect();
    vec![Line::new("agriculture_useful_demand_useable_heat", mw)]
}

/// Heat that is made whether or not it is wanted: what of it is not.
struct Spare {
    position: usize,
    mw: Series,
}

impl Network<'_> {
    /// Meets the demand: heat that is there anyway, then surplus electricity, then the plants in the user's order.
    pub(crate) fn balance(self, case: &Case, loads: &mut Loads, flows: &mut Flows) -> Balance {
        let mut left = total(&self.consumers);
        let mut spare = Vec::new();
        let mut balance = Balance {
            inputs: self.consumers,
            ..Balance::default()
        };
        for (plant, heat) in self.coupled {
            always(plant, &heat, &mut left, &mut balance, &mut spare);
        }
        for plant in plants_of(self.system).filter(|plant| case.capacity(plant) > 0.0) {
            if let Kind::Volatile(..) | Kind::MustRun(..) = plant.kind {
                let heat = supply::given_output(case, plant);
                always(plant, &heat, &mut left, &mut balance, &mut spare);
            }
        }
        for plant in plants_of(self.system).filter(|plant| case.capacity(plant) > 0.0) {
            if let Kind::Surplus(curve) = plant.kind {
                let used = from_surplus(case, plant, curve, self.surplus, &mut left);
                balance.outputs.push(Line::new(plant.node, used));
            }
        }
        for plant in ordered(case, self.system) {
            match plant.kind {
                Kind::Storage(hours, _) => store(case, plant, hours, &mut left, &mut spare, &mut balance),
                _ => when_needed(plant, case.capacity(plant), &mut left, &mut balance),
            }
        }
        balance.deficit = left;
        settle(self.system, &balance, loads, flows);
        balance.sort();
        balance
    }
}

/// Books what plants gave and took.
fn settle(system: System, balance: &Balance, loads: &mut Loads, flows: &mut Flows) {
    let carrier = carrier(system);
    for line in &balance.outputs {
        match plant(&line.node) {
            Some(plant) if plant.system == system && !matches!(plant.kind, Kind::Storage(..)) => {
                loads.run(plant, &line.mw, flows);
            }
            _ => {
                flows.node(&line.node).give(carrier, line.energy());
            }
        }
    }
    for line in &balance.inputs {
        flows.node(&line.node).take(carrier, line.energy());
    }
}

/// Uses what a plant makes anyway as far as it is wanted, and notes the rest.
fn always(plant: &Plant, heat: &[f64], left: &mut [f64], balance: &mut Balance, spare: &mut Vec<Spare>) {
    let used = heat.iter().zip(left.iter_mut()).map(|(heat, left)| {
        let used = heat.min(*left);
        *left -= used;
        used
    });
    let used: Series = used.collect();
    spare.push(Spare {
        position: balance.outputs.len(),
        mw: heat.iter().zip(&used).map(|(heat, used)| heat - used).collect(),
    });
    balance.outputs.push(Line::new(plant.node, used));
}

/// Gives what is still missing, up to the capacity.
fn when_needed(plant: &Plant, capacity: f64, left: &mut [f64], balance: &mut Balance) {
    let used = left.iter_mut().map(|left| {
        let used = left.min(capacity);
        *left -= used;
        used
    });
    balance.outputs.push(Line::new(plant.node, used.collect()));
}

fn from_surplus(case: &Case, plant: &Plant, curve: &str, surplus: &mut [f64], left: &mut [f64]) -> Series {
    let capacity = case.capacity(plant);
    let availability = case.curve(curve);
    let per = electricity_per_mwh(plant);
    (0..YEAR_HOURS)
        .map(|hour| {
            let share = availability.map_or(1.0, |curve| curve[hour]);
            let used = (capacity * share).min(left[hour]).min(surplus[hour] / per);
            left[hour] -= used;
            surplus[hour] -= used * per;
            used
        })
        .collect()
}

/// MWh of electricity for each MWh of output.
pub(crate) fn electricity_per_mwh(plant: &Plant) -> f64 {
    let mut inputs = plant.inputs.iter();
    let found = inputs.find(|(carrier, _)| *carrier == ELECTRICITY);
    found.map_or(1.0, |(_, per)| *per)
}

/// Plants that run when they are needed, and storage, in the user's order; those without an order as the table has them.
fn ordered(case: &Case, system: System) -> Vec<&'static Plant> {
    let subtype = match system {
        System::Lt => "lt",
        System::Mt => "mt",
        _ => "ht",
    };
    let order: &[String] = match system {
        System::Agriculture => &[],
        _ => case.order("heat_network", Some(subtype)),
    };
    let kinds = |plant: &&Plant| matches!(plant.kind, Kind::Dispatchable | Kind::Storage(..));
    let mut plants: Vec<&Plant> = plants_of(system).filter(kinds).collect();
    plants.retain(|plant| case.capacity(plant) > 0.0);
    let rank = |plant: &&Plant| {
        let place = order.iter().position(|node| node == plant.node);
        place.unwrap_or(order.len())
    };
    plants.sort_by_key(rank);
    plants
}

/// Keeps spare heat for later, where the user switched storage on.
fn store(case: &Case, plant: &Plant, hours: f64, left: &mut [f64], spare: &mut [Spare], balance: &mut Balance) {
    let switch = match plant.system {
        System::Lt => "heat_storage_enabled_lt",
        System::Mt => "heat_storage_enabled_mt",
        _ => "heat_storage_enabled_ht",
    };
    if !case.is_on(switch) || plant.system == System::Agriculture {
        return;
    }
    let power = case.capacity(plant);
    let (mut level, mut charged, mut given) = (0.0, zeros(), zeros());
    for hour in 0..YEAR_HOURS {
        let mut room = power.min(power * hours - level).max(0.0);
        given[hour] = left[hour].min(power).min(level);
        for one in spare.iter_mut() {
            let part = one.mw[hour].min(room);
            one.mw[hour] -= part;
            room -= part;
            balance.outputs[one.position].mw[hour] += part;
            charged[hour] += part;
        }
        level += charged[hour] - given[hour];
        left[hour] -= given[hour];
    }
    balance.outputs.push(Line::new(plant.node, given));
    balance.inputs.push(Line::new(plant.node, charged));
}
