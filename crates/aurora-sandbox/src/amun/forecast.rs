//! The market, and what a farm earns in it: hours summed to months, quarters and years.

mod market;

use std::ops::{Range, RangeInclusive};

use serde::Serialize;

use super::calculation::{Hour, round};
use crate::times::{is_leap, month_days, year_start};

pub(super) use market::Market;

/// Years of the forecast.
pub(super) const YEARS: RangeInclusive<i64> = 2020..=2040;
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The farm's side of a valuation.
#[derive(Clone, Debug)]
pub(super) struct Farm {
    /// MW.
    pub(super) capacity: f64,
    /// Ascending; the first one holds from ever.
    pub(super) thresholds: Vec<Threshold>,
}

impl Farm {
    /// The price below which the farm is switched off in an hour.
    fn threshold(&self, hour: i64) -> f64 {
        let valid = self.thresholds.iter().rev().find(|threshold| threshold.from <= hour);
        valid.map_or(f64::NEG_INFINITY, |threshold| threshold.price)
    }
}

/// A price below which the farm is switched off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Threshold {
    /// First hour for which it holds, counted from 1970.
    pub(super) from: i64,
    /// Currency per MWh.
    pub(super) price: f64,
}

/// Results of the three resolutions, each in ascending order.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Forecast {
    pub(super) yearly: Vec<Row>,
    pub(super) quarterly: Vec<Row>,
    pub(super) monthly: Vec<Row>,
}

/// One period, with the field names of the wire. Prices are per MWh, energies GWh, revenue millions; a price that has
/// nothing to be averaged over is null.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Row {
    production: f64,
    curtailment: f64,
    negative_generation: f64,
    load_factor: f64,
    capture_price: Option<f64>,
    revenue: f64,
    base_load_price: f64,
    onshore_average_price: Option<f64>,
    offshore_average_price: Option<f64>,
    fleet_average_price: Option<f64>,
    capture_price_diff_to_offshore: Option<f64>,
    capture_price_diff_to_onshore: Option<f64>,
    capture_price_diff_to_fleet: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    financial_year: Option<i64>,
    year: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    quarter: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    month: Option<&'static str>,
}

/// Sums over the hours of a period.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    hours: f64,
    price: f64,
    /// GWh, rounded to 6 decimals for a month, so that longer periods are exactly the sum of their months.
    production: f64,
    /// GWh, rounded likewise.
    curtailment: f64,
    /// Σ price × MWh sold.
    earned: f64,
    /// Σ MWh sold, not rounded.
    sold: f64,
    onshore: Weighted,
    offshore: Weighted,
    fleet: Weighted,
}

#[derive(Clone, Copy, Debug, Default)]
struct Weighted {
    value: f64,
    weight: f64,
}

impl Weighted {
    fn add(&mut self, price: f64, weight: f64) {
        self.value += price * weight;
        self.weight += weight;
    }

    fn join(self, other: Weighted) -> Weighted {
        Weighted {
            value: self.value + other.value,
            weight: self.weight + other.weight,
        }
    }

    fn mean(self) -> Option<f64> {
        (self.weight > 0.0).then(|| self.value / self.weight)
    }
}

impl Sums {
    fn join(self, other: Sums) -> Sums {
        Sums {
            hours: self.hours + other.hours,
            price: self.price + other.price,
            production: round(self.production + other.production, 6),
            curtailment: round(self.curtailment + other.curtailment, 6),
            earned: self.earned + other.earned,
            sold: self.sold + other.sold,
            onshore: self.onshore.join(other.onshore),
            offshore: self.offshore.join(other.offshore),
            fleet: self.fleet.join(other.fleet),
        }
    }

    fn row(&self, capacity: f64, year: i64) -> Row {
        let six = |value: Option<f64>| value.map(|value| round(value, 6));
        let captured = (self.sold > 0.0).then(|| self.earned / self.sold);
        let capture_price = six(captured);
        let less = |other: Option<f64>| six(captured.zip(other).map(|(captured, other)| captured - other));
        let (onshore, offshore, fleet) = (self.onshore.mean(), self.offshore.mean(), self.fleet.mean());
        Row {
            production: self.production,
            curtailment: self.curtailment,
            negative_generation: 0.0,
            load_factor: round(self.production * 1000.0 / (capacity * self.hours), 4),
            capture_price,
            // From the rounded factors, so that the three agree to the last digit printed.
            revenue: round(self.production * capture_price.unwrap_or(0.0) / 1000.0, 6),
            base_load_price: round(self.price / self.hours, 6),
            onshore_average_price: six(onshore),
            offshore_average_price: six(offshore),
            fleet_average_price: six(fleet),
            capture_price_diff_to_offshore: less(offshore),
            capture_price_diff_to_onshore: less(onshore),
            capture_price_diff_to_fleet: less(fleet),
            financial_year: None,
            year,
            quarter: None,
            month: None,
        }
    }
}

impl Forecast {
    /// Sells the hours of the reference year in every year of the market.
    pub(super) fn new(market: &Market, farm: &Farm, hours: &[Hour]) -> Forecast {
        let mut forecast = Forecast {
            yearly: Vec::new(),
            quarterly: Vec::new(),
            monthly: Vec::new(),
        };
        for year in YEARS {
            forecast.add_year(year, &months(market, farm, hours, year), farm.capacity);
        }
        forecast
    }

    fn add_year(&mut self, year: i64, months: &[Sums], capacity: f64) {
        // April to March, named after the year in which it ends.
        let financial_year = |month: usize| Some(year + i64::from(month >= 3));
        for (month, sums) in months.iter().enumerate() {
            let row = sums.row(capacity, year);
            self.monthly.push(Row {
                financial_year: financial_year(month),
                month: Some(MONTHS[month]),
                ..row
            });
        }
        for (quarter, name) in ["Q1", "Q2", "Q3", "Q4"].into_iter().enumerate() {
            let sums = months[quarter * 3..quarter * 3 + 3]
                .iter()
                .fold(Sums::default(), |sum, month| sum.join(*month));
            let row = sums.row(capacity, year);
            self.quarterly.push(Row {
                financial_year: financial_year(quarter * 3),
                quarter: Some(name),
                ..row
            });
        }
        let sums = months.iter().fold(Sums::default(), |sum, month| sum.join(*month));
        self.yearly.push(sums.row(capacity, year));
    }
}

/// Hours of each month when the reference year's 8760 hours are laid out from 1 January: in a leap year 29 February is
/// filled and 31 December is missing.
fn month_hours(year: i64) -> [usize; 12] {
    let mut hours = month_days(year).map(|days| days * 24);
    hours[11] -= if is_leap(year) { 24 } else { 0 };
    hours
}

/// What all months of a year are sold with.
struct Year<'a> {
    market: &'a Market,
    farm: &'a Farm,
    hours: &'a [Hour],
    prices: Vec<f64>,
    /// First hour, counted from 1970.
    first: i64,
}

fn months(market: &Market, farm: &Farm, hours: &[Hour], year: i64) -> Vec<Sums> {
    let sale = Year {
        market,
        farm,
        hours,
        prices: market.prices(year),
        first: year_start(year) * 24,
    };
    let mut end = 0;
    let month = |count: usize| {
        let start = end;
        end += count;
        sale.month(start..end)
    };
    month_hours(year).into_iter().map(month).collect()
}

impl Year<'_> {
    fn month(&self, month: Range<usize>) -> Sums {
        let mut sums = Sums {
            hours: month.len() as f64,
            ..Sums::default()
        };
        let mut curtailed = 0.0;
        for index in month {
            let price = self.prices[index];
            let energy = self.hours[index].load_factor * self.farm.capacity;
            if price < self.farm.threshold(self.first + index as i64) {
                curtailed += energy;
            } else {
                sums.sold += energy;
                sums.earned += energy * price;
            }
            sums.price += price;
            sums.onshore.add(price, self.market.onshore[index]);
            if let Some(offshore) = &self.market.offshore {
                sums.offshore.add(price, offshore[index]);
            }
            sums.fleet.add(price, self.market.fleet[index]);
        }
        // What is curtailed is missing from the whole to the last digit, so that their sum is the same every year.
        let whole = round((sums.sold + curtailed) / 1000.0, 6);
        sums.production = round(sums.sold / 1000.0, 6);
        sums.curtailment = round(whole - sums.production, 6);
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::times::YEAR_HOURS;

    #[test]
    fn a_leap_year_has_a_longer_february_and_a_december_of_thirty_days() {
        let hours = month_hours(2020);
        assert_eq!((hours[1], hours[11]), (696, 720));
        assert_eq!(hours[..3].iter().sum::<usize>(), 2184);
        assert_eq!(hours[9..].iter().sum::<usize>(), 2184);
        for year in YEARS {
            assert_eq!(month_hours(year).iter().sum::<usize>(), YEAR_HOURS);
        }
    }
}
