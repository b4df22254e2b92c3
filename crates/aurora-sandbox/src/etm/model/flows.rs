//! The yearly energy of every node, and the hourly balances that make it up.

use std::collections::BTreeMap;

use super::carriers::Carrier;
use super::profiles::Series;
use crate::times::YEAR_HOURS;

/// MJ of one MWh.
pub(crate) const MJ_PER_MWH: f64 = 3600.0;
/// MWh of one PJ.
pub(crate) const MWH_PER_PJ: f64 = 1e9 / MJ_PER_MWH;

/// The hours of a node, MW.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) node: String,
    pub(crate) mw: Series,
}

impl Line {
    pub(crate) fn new(node: impl Into<String>, mw: Series) -> Line {
        Line { node: node.into(), mw }
    }

    /// MJ of the year.
    pub(crate) fn energy(&self) -> f64 {
        self.mw.iter().sum::<f64>() * MJ_PER_MWH
    }
}

/// The hours of one network: in every hour outputs + deficit = inputs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Balance {
    /// What is fed in.
    pub(crate) outputs: Vec<Line>,
    /// What is taken out.
    pub(crate) inputs: Vec<Line>,
    /// What was wanted and not there.
    pub(crate) deficit: Series,
}

impl Balance {
    pub(crate) fn output(&self, node: &str) -> Option<&Line> {
        self.outputs.iter().find(|line| line.node == node)
    }

    pub(crate) fn input(&self, node: &str) -> Option<&Line> {
        self.inputs.iter().find(|line| line.node == node)
    }

    /// Both sides by node, as the curves list them.
    pub(crate) fn sort(&mut self) {
        self.outputs.sort_by(|one, other| one.node.cmp(&other.node));
        self.inputs.sort_by(|one, other| one.node.cmp(&other.node));
    }

    /// All that is taken out in each hour, MW.
    pub(crate) fn demand(&self) -> Series {
        total(&self.inputs)
    }
}

/// The sum of lines.
pub(crate) fn total(lines: &[Line]) -> Series {
    let mut sum = zeros();
    lines.iter().for_each(|line| add(&mut sum, &line.mw, 1.0));
    sum
}

pub(crate) fn zeros() -> Series {
    vec![0.0; YEAR_HOURS]
}

/// Adds a multiple of a series.
pub(crate) fn add(sum: &mut [f64], series: &[f64], factor: f64) {
    for (sum, value) in sum.iter_mut().zip(series) {
        *sum += value * factor;
    }
}

/// Adds to the line of a node, which is made when there is none.
pub(crate) fn add_line(lines: &mut Vec<Line>, node: &str, mw: &[f64], factor: f64) {
    if let Some(line) = lines.iter_mut().find(|line| line.node == node) {
        return add(&mut line.mw, mw, factor);
    }
    let mw = mw.iter().map(|mw| mw * factor).collect();
    lines.push(Line::new(node, mw));
}

/// What one node takes in and gives out in a year, MJ.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Flow {
    pub(crate) inputs: BTreeMap<Carrier, f64>,
    pub(crate) outputs: BTreeMap<Carrier, f64>,
    /// Whether its fuels go up in smoke.
    pub(crate) burns: bool,
    /// Share of its CO2 that is captured.
    pub(crate) capture: f64,
}

/// All nodes, by key.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flows(BTreeMap<String, Flow>);

impl Flows {
    /// The flow of a node, which is made when there is none.
    pub(crate) fn node(&mut self, key: &str) -> &mut Flow {
        if !self.0.contains_key(key) {
            self.0.insert(key.to_owned(), Flow::default());
        }
        self.0.entry(key.to_owned()).or_default()
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Flow> {
        self.0.get(key)
    }

    /// By key.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Flow)> {
        self.0.iter().map(|(key, flow)| (key.as_str(), flow))
    }

    /// What all nodes but the distribution take in of a carrier, MJ.
    pub(crate) fn taken(&self, carrier: Carrier) -> f64 {
        let inputs = self.iter().filter(|(key, _)| !is_link(key));
        inputs.filter_map(|(_, flow)| flow.inputs.get(carrier)).sum()
    }

    /// What all nodes but the distribution and the demand give out of a carrier, MJ.
    pub(crate) fn given(&self, carrier: Carrier) -> f64 {
        let outputs = self.iter().filter(|(key, _)| !is_link(key));
        outputs.filter_map(|(_, flow)| flow.outputs.get(carrier)).sum()
    }
}

/// Nodes that only pass energy on: the distribution, and the final demands.
pub(crate) fn is_link(key: &str) -> bool {
    key.starts_with("energy_distribution_") || is_final(key)
}

/// Nodes of the final demand.
pub(crate) fn is_final(key: &str) -> bool {
    key.contains("_final_demand_")
}

impl Flow {
    pub(crate) fn take(&mut self, carrier: Carrier, energy: f64) -> &mut Flow {
        *self.inputs.entry(carrier).or_default() += energy;
        self
    }

    pub(crate) fn give(&mut self, carrier: Carrier, energy: f64) -> &mut Flow {
        *self.outputs.entry(carrier).or_default() += energy;
        self
    }
}
