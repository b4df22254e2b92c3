//! One hour after the other: the cheapest offers meet the demand, then those who are willing to pay more than the next offer.

use super::SHORTAGE_PRICE;
use super::links::Link;
use crate::etm::model::flows::zeros;
use crate::etm::model::plants::Plant;
use crate::etm::model::profiles::Series;

/// Who can supply, at what price.
pub(super) struct Offer<'a> {
    pub(super) plant: Option<&'static Plant>,
    pub(super) link: Option<usize>,
    mw: Hourly<'a>,
    price: Hourly<'a>,
}

/// Who takes electricity below a price.
pub(super) struct Bid<'a> {
    pub(super) plant: Option<&'static Plant>,
    pub(super) link: Option<usize>,
    mw: Hourly<'a>,
    price: Hourly<'a>,
}

enum Hourly<'a> {
    Same(f64),
    Series(&'a [f64]),
}

impl Hourly<'_> {
    fn at(&self, hour: usize) -> f64 {
        match self {
            Hourly::Same(value) => *value,
            Hourly::Series(series) => series[hour],
        }
    }
}

impl Offer<'_> {
    pub(super) fn of_plant(plant: &'static Plant, mw: f64, price: f64) -> Offer<'static> {
        Offer {
            plant: Some(plant),
            link: None,
            mw: Hourly::Same(mw),
            price: Hourly::Same(price),
        }
    }

    pub(super) fn of_link(index: usize, link: &Link) -> Offer<'_> {
        Offer {
            plant: None,
            link: Some(index),
            mw: Hourly::Series(&link.imports),
            price: Hourly::Series(&link.price),
        }
    }
}

impl Bid<'_> {
    pub(super) fn of_plant(plant: &'static Plant, mw: f64, price: f64) -> Bid<'static> {
        Bid {
            plant: Some(plant),
            link: None,
            mw: Hourly::Same(mw),
            price: Hourly::Same(price),
        }
    }

    pub(super) fn of_link(index: usize, link: &Link) -> Bid<'_> {
        Bid {
            plant: None,
            link: Some(index),
            mw: Hourly::Series(&link.exports),
            price: Hourly::Series(&link.price),
        }
    }
}

/// The year.
pub(super) struct Cleared {
    pub(super) price: Series,
    /// MW of each offer.
    pub(super) offered: Vec<Series>,
    /// MW of each bid.
    pub(super) taken: Vec<Series>,
    pub(super) deficit: Series,
    /// What plants give and nobody takes.
    pub(super) surplus: Series,
}

pub(super) fn clear(residual: &[f64], offers: &[Offer], bids: &[Bid]) -> Cleared {
    let mut cleared = Cleared {
        price: zeros(),
        offered: offers.iter().map(|_| zeros()).collect(),
        taken: bids.iter().map(|_| zeros()).collect(),
        deficit: zeros(),
        surplus: zeros(),
    };
    // Sorting is quick where the hour before left the order: few prices change places.
    let mut order: Vec<usize> = (0..offers.len()).collect();
    let mut supply: Vec<Step> = Vec::new();
    let mut wanted: Vec<Step> = Vec::new();
    for (hour, needed) in residual.iter().enumerate() {
        supply.clear();
        supply.extend(
            order
                .iter()
                .map(|at| (offers[*at].price.at(hour), offers[*at].mw.at(hour), *at)),
        );
        supply.sort_by(|one, other| one.0.total_cmp(&other.0));
        order.clear();
        order.extend(supply.iter().map(|(_, _, at)| *at));
        wanted.clear();
        wanted.extend(
            bids.iter()
                .enumerate()
                .map(|(at, one)| (one.price.at(hour), one.mw.at(hour), at)),
        );
        wanted.sort_by(|one, other| other.0.total_cmp(&one.0));
        cleared.hour(hour, *needed, &mut supply, &wanted);
    }
    cleared
}

impl Cleared {
    fn hour(&mut self, hour: usize, needed: f64, supply: &mut [Step], wanted: &[Step]) {
        let mut free = (-needed).max(0.0);
        let mut queue = Queue {
            steps: supply,
            next: 0,
            price: 0.0,
        };
        let left = queue.take(needed.max(0.0), f64::INFINITY, |at, mw| self.offered[at][hour] += mw);
        for (willing, most, at) in wanted {
            let gift = most.min(free);
            free -= gift;
            let mut taken = gift;
            if left <= 0.0 {
                let open = most - gift;
                taken += open - queue.take(open, *willing, |from, mw| self.offered[from][hour] += mw);
            }
            self.taken[*at][hour] += taken;
        }
        // A rounding error is no shortage.
        let short = left > 1e-6;
        self.deficit[hour] = if short { left } else { 0.0 };
        self.price[hour] = if short { SHORTAGE_PRICE } else { queue.price };
        self.surplus[hour] = free;
    }
}

/// A price, the MW at it, and whose they are.
type Step = (f64, f64, usize);

/// The offers of an hour, the cheapest first.
struct Queue<'a> {
    steps: &'a mut [Step],
    next: usize,
    /// Of the dearest step that was used.
    price: f64,
}

impl Queue<'_> {
    /// Takes what is wanted from offers below a price; what is not to be had.
    fn take(&mut self, wanted: f64, below: f64, mut used: impl FnMut(usize, f64)) -> f64 {
        let mut left = wanted;
        while left > 0.0 {
            let Some((cost, room, at)) = self.steps.get_mut(self.next).filter(|step| step.0 < below) else {
                break;
            };
            let mw = left.min(*room);
            if mw > 0.0 {
                used(*at, mw);
                self.price = self.price.max(*cost);
            }
            *room -= mw;
            left -= mw;
            if *room <= 0.0 {
                self.next += 1;
            }
        }
        left
    }
}
