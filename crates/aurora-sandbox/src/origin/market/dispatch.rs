//! One region in one year: what is needed, what there is, who runs.

use super::shapes::{MONTH_STARTS, Shapes};
use super::stack::Stack;
use super::world::{DEMAND_TECHNOLOGIES, Region, TECHNOLOGIES};
use crate::origin::inputs::assumptions::Assumptions;
use crate::origin::inputs::edits::When;
use crate::times::{YEAR_HOURS, month_of_slot};

/// Parts of the demand: the base, then the demand technologies.
pub(super) const PARTS: usize = 1 + DEMAND_TECHNOLOGIES.len();
/// Output that is curtailed earns this much less than nothing, in £ per MWh.
const SURPLUS_PRICE: f64 = -5.0;
/// Difference of prices in £ per MWh that fills a link.
const FULL_AT: f64 = 25.0;
/// Share of what was charged that comes back.
const ROUND_TRIP: f64 = 0.85;
/// Hours of charging, and of discharging, a day.
const STORAGE_HOURS: usize = 4;

/// One direction of a link.
#[derive(Clone, Copy)]
pub(super) struct Direction {
    pub(super) capacity: f64,
    pub(super) loss: f64,
}

/// MW that leave (positive, as sent) or arrive (negative, as received) for these prices at both ends.
pub(super) fn flow(own: f64, theirs: f64, out: Direction, back: Direction) -> f64 {
    let gain = |price: f64, loss: f64, cost: f64| ((price * (1.0 - loss) - cost) / FULL_AT).clamp(0.0, 1.0);
    let sent = out.capacity * gain(theirs, out.loss, own);
    let received = back.capacity * gain(own, back.loss, theirs) * (1.0 - back.loss);
    sent - received
}

/// A region before its links are counted.
pub(super) struct Alone {
    demand: [Vec<f64>; PARTS],
    /// MW that the weather offers, by technology; empty for those that do not depend on it.
    offered: [Vec<f64>; TECHNOLOGIES.len()],
    /// MW out of (positive) and into storage.
    storage: Vec<f64>,
    stacks: Vec<Stack>,
    capacity: [f64; TECHNOLOGIES.len()],
    prices: [f64; 2],
}

/// A region's year; everything in MW but the prices, which are in £ of 2024 per MWh.
pub(super) struct Hours {
    pub(super) demand: [Vec<f64>; PARTS],
    pub(super) price: Vec<f64>,
    pub(super) generation: [Vec<f64>; TECHNOLOGIES.len()],
    /// Generation without curtailment.
    pub(super) offered: [Vec<f64>; TECHNOLOGIES.len()],
    pub(super) charging: Vec<f64>,
    pub(super) unserved: Vec<f64>,
    /// By neighbour: MW sent (positive) or received (negative).
    pub(super) flows: Vec<(&'static str, Vec<f64>)>,
    /// MW installed.
    pub(super) capacity: [f64; TECHNOLOGIES.len()],
    /// Gas in £ per MWh and carbon in £ per tonne.
    pub(super) fuel: [f64; 2],
}

impl Alone {
    pub(super) fn new(assumptions: &Assumptions, region: &Region, year: i64, shapes: &Shapes) -> Alone {
        let twh = assumptions.demand(region, year);
        let demand = std::array::from_fn(|part| {
            let mean = twh[part] * 1e6 / YEAR_HOURS as f64;
            shapes.demand[part].iter().map(|shape| shape * mean).collect()
        });
        let capacity = std::array::from_fn(|index| assumptions.installed(region, &TECHNOLOGIES[index], year));
        let offered = std::array::from_fn(|index| {
            let technology = &TECHNOLOGIES[index];
            let shape = match technology.name {
                "hydro" => &shapes.hydro,
                "onshoreWind" => &shapes.onshore,
                "offshoreWind" => &shapes.offshore,
                "solar" => &shapes.solar,
                _ => return Vec::new(),
            };
            let of = |parameter, when| assumptions.of_plants(region, technology, parameter, when).max(0.0);
            let mw = capacity[index] * of("marginalLossFactor", When::year(year));
            let factors: [f64; 12] = std::array::from_fn(|month| {
                of(
                    "loadFactorAverage",
                    When {
                        year,
                        month: month as i64 + 1,
                    },
                )
            });
            let hours = shape.iter().enumerate();
            hours
                .map(|(hour, shape)| mw * (factors[month_of_slot(hour)] * shape).min(1.0))
                .collect()
        });
        let mut alone = Alone {
            demand,
            offered,
            storage: Vec::new(),
            stacks: (1..=12)
                .map(|month| Stack::new(assumptions, region, year, month))
                .collect(),
            capacity,
            prices: ["gas", "carbon"].map(|commodity| assumptions.commodity(region, commodity, year)),
        };
        alone.storage = alone.schedule();
        alone
    }

    /// Demand less what the weather offers.
    fn residual(&self) -> Vec<f64> {
        let mut residual = vec![0.0; YEAR_HOURS];
        let mut add = |series: &[f64], sign: f64| {
            residual
                .iter_mut()
                .zip(series)
                .for_each(|(sum, value)| *sum += sign * value);
        };
        self.demand.iter().for_each(|series| add(series, 1.0));
        self.offered.iter().for_each(|series| add(series, -1.0));
        residual
    }

    fn schedule(&self) -> Vec<f64> {
        let power = 0.8 * self.capacity[TECHNOLOGIES.len() - 1];
        let mut storage = Vec::with_capacity(YEAR_HOURS);
        for day in self.residual().chunks(24) {
            let mut order: Vec<usize> = (0..day.len()).collect();
            order.sort_by(|one, other| day[*one].total_cmp(&day[*other]));
            let mut of_day = [0.0; 24];
            order[..STORAGE_HOURS].iter().for_each(|hour| of_day[*hour] = -power);
            order[24 - STORAGE_HOURS..]
                .iter()
                .for_each(|hour| of_day[*hour] = power * ROUND_TRIP);
            storage.extend(of_day);
        }
        storage
    }

    /// Prices without links.
    pub(super) fn prices(&self) -> Vec<f64> {
        let months = months();
        let residual = self.residual();
        let needed = residual
            .iter()
            .zip(&self.storage)
            .map(|(residual, storage)| residual - storage);
        needed
            .enumerate()
            .map(|(hour, needed)| self.price(needed, months[hour], |_, _| ()))
            .collect()
    }

    fn price(&self, needed: f64, month: usize, used: impl FnMut(usize, f64)) -> f64 {
        if needed > 0.0 {
            self.stacks[month].dispatch(needed, used)
        } else {
            SURPLUS_PRICE
        }
    }

    /// The year with these flows: MW sent (positive) or received (negative), by neighbour.
    pub(super) fn with_flows(self, flows: Vec<(&'static str, Vec<f64>)>) -> Hours {
        let months = months();
        let residual = self.residual();
        let zero = || vec![0.0; YEAR_HOURS];
        let mut generation: [Vec<f64>; TECHNOLOGIES.len()] = std::array::from_fn(|_| zero());
        let (mut price, mut unserved) = (zero(), zero());
        for hour in 0..YEAR_HOURS {
            let sent: f64 = flows.iter().map(|(_, flow)| flow[hour]).sum();
            let needed = residual[hour] + sent - self.storage[hour];
            let mut supplied = 0.0;
            price[hour] = self.price(needed, months[hour], |technology, mw| {
                generation[technology][hour] += mw;
                supplied += mw;
            });
            unserved[hour] = (needed - supplied).max(0.0);
            let offered: f64 = self.offered.iter().filter_map(|series| series.get(hour)).sum();
            // All weather-driven plants give up the same share of a surplus.
            let kept = if needed < 0.0 && offered > 0.0 {
                (1.0 + needed / offered).max(0.0)
            } else {
                1.0
            };
            for (technology, series) in self.offered.iter().enumerate() {
                if let Some(offered) = series.get(hour) {
                    generation[technology][hour] = offered * kept;
                }
            }
            generation[TECHNOLOGIES.len() - 1][hour] = self.storage[hour].max(0.0);
        }
        let offered = std::array::from_fn(|technology| match self.offered[technology].is_empty() {
            true => generation[technology].clone(),
            false => self.offered[technology].clone(),
        });
        Hours {
            charging: self.storage.iter().map(|storage| (-storage).max(0.0)).collect(),
            demand: self.demand,
            price,
            generation,
            offered,
            unserved,
            flows,
            capacity: self.capacity,
            fuel: self.prices,
        }
    }
}

/// Month (0 to 11) of each hour.
pub(super) fn months() -> Vec<usize> {
    (0..YEAR_HOURS)
        .map(|hour| {
            MONTH_STARTS
                .iter()
                .rposition(|start| *start <= hour)
                .unwrap_or_default()
        })
        .collect()
}
