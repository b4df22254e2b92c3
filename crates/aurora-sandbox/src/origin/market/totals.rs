//! Sums of the hours, by month.

use super::dispatch::{Hours, PARTS, months};
use super::world::TECHNOLOGIES;

/// Sums over a month, or over more of them; MWh, £ and £/MWh times hours.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    pub(super) hours: f64,
    pub(super) price: f64,
    pub(super) peak_hours: f64,
    pub(super) peak_price: f64,
    /// Price times demand.
    pub(super) paid: f64,
    pub(super) demand: [f64; PARTS],
    pub(super) generation: [f64; TECHNOLOGIES.len()],
    pub(super) offered: [f64; TECHNOLOGIES.len()],
    /// Price times generation.
    pub(super) earned: [f64; TECHNOLOGIES.len()],
    pub(super) charging: f64,
    pub(super) unserved: f64,
    /// Sent and received, by neighbour.
    pub(super) flows: Vec<[f64; 2]>,
}

/// A region's year by months.
pub(super) struct Totals {
    pub(super) months: Vec<Sums>,
    pub(super) neighbours: Vec<&'static str>,
    pub(super) capacity: [f64; TECHNOLOGIES.len()],
    pub(super) fuel: [f64; 2],
}

impl Totals {
    pub(super) fn new(hours: &Hours) -> Totals {
        let fresh = || Sums {
            flows: vec![[0.0; 2]; hours.flows.len()],
            ..Sums::default()
        };
        let mut sums: Vec<Sums> = (0..12).map(|_| fresh()).collect();
        for (hour, month) in months().into_iter().enumerate() {
            sums[month].add(hours, hour);
        }
        Totals {
            months: sums,
            neighbours: hours.flows.iter().map(|(code, _)| *code).collect(),
            capacity: hours.capacity,
            fuel: hours.fuel,
        }
    }

    pub(super) fn year(&self) -> Sums {
        let start = Sums {
            flows: vec![[0.0; 2]; self.neighbours.len()],
            ..Sums::default()
        };
        self.months.iter().fold(start, Sums::join)
    }
}

impl Sums {
    fn add(&mut self, hours: &Hours, hour: usize) {
        let price = hours.price[hour];
        self.hours += 1.0;
        self.price += price;
        if (7..19).contains(&(hour % 24)) {
            self.peak_hours += 1.0;
            self.peak_price += price;
        }
        for (sum, series) in self.demand.iter_mut().zip(&hours.demand) {
            *sum += series[hour];
            self.paid += series[hour] * price;
        }
        for technology in 0..TECHNOLOGIES.len() {
            let generation = hours.generation[technology][hour];
            self.generation[technology] += generation;
            self.offered[technology] += hours.offered[technology][hour];
            self.earned[technology] += generation * price;
        }
        self.charging += hours.charging[hour];
        self.unserved += hours.unserved[hour];
        for (sum, (_, flow)) in self.flows.iter_mut().zip(&hours.flows) {
            sum[0] += flow[hour].max(0.0);
            sum[1] += (-flow[hour]).max(0.0);
        }
    }

    fn join(mut self, other: &Sums) -> Sums {
        self.hours += other.hours;
        self.price += other.price;
        self.peak_hours += other.peak_hours;
        self.peak_price += other.peak_price;
        self.paid += other.paid;
        self.charging += other.charging;
        self.unserved += other.unserved;
        self.demand
            .iter_mut()
            .zip(other.demand)
            .for_each(|(sum, value)| *sum += value);
        self.generation
            .iter_mut()
            .zip(other.generation)
            .for_each(|(sum, value)| *sum += value);
        self.offered
            .iter_mut()
            .zip(other.offered)
            .for_each(|(sum, value)| *sum += value);
        self.earned
            .iter_mut()
            .zip(other.earned)
            .for_each(|(sum, value)| *sum += value);
        for (sum, value) in self.flows.iter_mut().zip(&other.flows) {
            sum[0] += value[0];
            sum[1] += value[1];
        }
        self
    }

    /// MWh sent less MWh received.
    pub(super) fn net_exports(&self) -> f64 {
        self.flows.iter().map(|[sent, received]| sent - received).sum()
    }
}
