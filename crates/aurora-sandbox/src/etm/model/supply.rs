//! What plants give by themselves, and what running them takes.

use super::carriers::{ELECTRICITY, HYDROGEN, NETWORK_GAS};
use super::case::Case;
use super::flows::{Flows, Line, MJ_PER_MWH, add_line};
use super::heat::carrier;
use super::plants::{Kind, Plant};
use super::profiles::Series;
use crate::times::YEAR_HOURS;

/// What plants take from the networks, by node.
#[derive(Default)]
pub(crate) struct Loads {
    pub(crate) electricity: Vec<Line>,
    pub(crate) gas: Vec<Line>,
    pub(crate) hydrogen: Vec<Line>,
}

impl Loads {
    /// Books the output of a plant, and what it took for it.
    pub(crate) fn run(&mut self, plant: &'static Plant, mw: &[f64], flows: &mut Flows) {
        let energy = mw.iter().sum::<f64>() * MJ_PER_MWH;
        let node = flows.node(plant.node);
        node.burns = true;
        node.capture = plant.capture;
        node.give(carrier(plant.system), energy);
        for (fuel, per) in plant.inputs {
            node.take(fuel, energy * per);
        }
        for (fuel, per) in plant.inputs {
            let lines = match *fuel {
                ELECTRICITY => &mut self.electricity,
                NETWORK_GAS => &mut self.gas,
                HYDROGEN => &mut self.hydrogen,
                _ => continue,
            };
            add_line(lines, plant.node, mw, *per);
        }
    }
}

/// Curves that an older engine has one of where a newer one has several.
fn older(curve: &str) -> Option<&'static str> {
    if curve.starts_with("weather/solar_pv") {
        Some("weather/solar_pv_profile_1")
    } else if curve.starts_with("geothermal_heat") {
        Some("geothermal_heat")
    } else {
        None
    }
}

/// The output of a plant that runs as it must, MW; zeros for one that runs when it is needed.
pub(crate) fn given_output(case: &Case, plant: &Plant) -> Series {
    let capacity = case.capacity(plant);
    let factor = match plant.kind {
        Kind::Volatile(curve, hours) => {
            let own = case.curve(curve).or_else(|| case.curve(older(curve)?));
            match own {
                Some(own) => own.clone(),
                None => case.profiles().capacity_factor(curve, case.number(hours)).to_vec(),
            }
        }
        Kind::MustRun(usual, hours) => {
            let mean = hours / YEAR_HOURS as f64;
            let shape = case.profiles().shape(usual);
            shape.iter().map(|value| (value * mean).min(1.0)).collect()
        }
        _ => return vec![0.0; YEAR_HOURS],
    };
    let most = match plant.node {
        "energy_power_solar_pv_solar_radiation" => {
            capacity * (1.0 - case.share("curtailment_of_energy_power_solar_pv_solar_radiation"))
        }
        _ => f64::INFINITY,
    };
    factor.into_iter().map(|factor| (factor * capacity).min(most)).collect()
}
