//! The seeded weather that all services share: hourly wind for any place and year.
//!
//! Two kinds of noise make an hour: a synoptic one from a coarse grid, so that neighbouring places have the same calms and
//! storms, and a local one. Both are first-order autoregressions with normal marginals; their sum is mapped to a
//! Weibull distribution and shaped by season and time of day. Equal seed, place (to 0.01°) and year give equal hours.
//! The last bit may differ between platforms, whose `ln` and `exp` do.

mod noise;
mod place;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use crate::state::lock;
use crate::times::{date_of, hours_in, year_and_hour, year_start};

pub(crate) use noise::{mix, unit};
pub(crate) use place::Place;

/// Height of the generated wind above ground, in metres.
pub(crate) const REFERENCE_HEIGHT: f64 = 100.0;

/// Series kept at a time; each is about 70 kB.
const CACHE: usize = 256;
const GRID: f64 = 8.0;

type Key = (i32, i32, i64);

/// The weather of one seed.
pub(crate) struct Weather {
    seed: u64,
    years: Mutex<HashMap<Key, Arc<[f64]>>>,
}

impl Weather {
    pub(crate) fn new(seed: u64) -> Weather {
        Weather {
            seed,
            years: Mutex::default(),
        }
    }

    /// The wind climate of a place.
    pub(crate) fn place(&self, latitude: f64, longitude: f64) -> Place {
        Place::new(self.seed, latitude, longitude)
    }

    /// Wind speeds in m/s at 100 m for every hour of a calendar year: 8760 or 8784.
    pub(crate) fn year(&self, place: &Place, year: i64) -> Arc<[f64]> {
        let (latitude, longitude) = place.key();
        let key = (latitude, longitude, year);
        if let Some(known) = lock(&self.years).get(&key) {
            return Arc::clone(known);
        }
        let made: Arc<[f64]> = self.generate(place, year).into();
        let mut years = lock(&self.years);
        if years.len() >= CACHE {
            years.clear();
        }
        Arc::clone(years.entry(key).or_insert(made))
    }

    /// Wind speeds in m/s at 100 m for `count` hours from `start`, an hour counted from 1970.
    pub(crate) fn hours(&self, place: &Place, start: i64, count: usize) -> Vec<f64> {
        let mut speeds = Vec::with_capacity(count);
        let mut hour = start;
        while speeds.len() < count {
            let (year, first) = year_and_hour(hour);
            let series = self.year(place, year);
            let taken = (count - speeds.len()).min(series.len() - first);
            speeds.extend_from_slice(&series[first..first + taken]);
            hour += taken as i64;
        }
        speeds
    }

    fn generate(&self, place: &Place, year: i64) -> Vec<f64> {
        let count = hours_in(year);
        let synoptic = self.synoptic(place, year, count);
        let local = noise::autoregression(mix(&[self.seed, 2, place.id(), year as u64]), 0.75, count);
        let mut speeds = Vec::with_capacity(count);
        for day in 0..count / 24 {
            let (_, month, day_of_month) = date_of(year_start(year) + day as i64);
            let season = place.season(month, day_of_month);
            for hour in 0..24 {
                let index = day * 24 + hour;
                let normal = 0.92 * synoptic[index] + 0.391_918_4 * local[index];
                speeds.push(place.weibull(normal) * season * place.time_of_day(hour));
            }
        }
        speeds
    }

    /// The four grid points around the place, weighted by nearness and brought back to unit variance.
    fn synoptic(&self, place: &Place, year: i64, count: usize) -> Vec<f64> {
        let (latitude, longitude) = (place.latitude / GRID, place.longitude / GRID);
        let (south, west) = (latitude.floor(), longitude.floor());
        let (north_share, east_share) = (latitude - south, longitude - west);
        let mut total = vec![0.0; count];
        let mut square = 0.0;
        for (row, column) in [(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)] {
            let share = |offset: f64, near: f64| if offset == 0.0 { 1.0 - near } else { near };
            let weight = share(row, north_share) * share(column, east_share);
            if weight == 0.0 {
                continue;
            }
            square += weight * weight;
            let point = [
                self.seed,
                1,
                (south + row) as i64 as u64,
                (west + column) as i64 as u64,
                year as u64,
            ];
            let series = noise::autoregression(mix(&point), 0.982, count);
            total
                .iter_mut()
                .zip(series)
                .for_each(|(sum, value)| *sum += weight * value);
        }
        let scale = square.sqrt().recip();
        total.iter_mut().for_each(|value| *value *= scale);
        total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(values: &[f64]) -> f64 {
        values.iter().sum::<f64>() / values.len() as f64
    }

    #[test]
    fn equal_seed_place_and_year_give_equal_hours_and_another_of_each_does_not() {
        let (one, again, other) = (Weather::new(1), Weather::new(1), Weather::new(2));
        let speeds = |weather: &Weather, latitude, year| weather.year(&weather.place(latitude, -1.2), year);
        assert_eq!(speeds(&one, 51.75, 2018), speeds(&again, 51.751, 2018));
        assert_ne!(speeds(&one, 51.75, 2018), speeds(&other, 51.75, 2018));
        assert_ne!(speeds(&one, 51.75, 2018), speeds(&one, 52.75, 2018));
        assert_ne!(speeds(&one, 51.75, 2018), speeds(&one, 51.75, 2019));
    }

    #[test]
    fn the_mean_of_many_years_is_the_places_long_term_mean() {
        let weather = Weather::new(1);
        let place = weather.place(52.3, -1.0);
        let means: Vec<f64> = (1990..2010).map(|year| mean(&weather.year(&place, year))).collect();
        assert!(
            (mean(&means) / place.mean - 1.0).abs() < 0.04,
            "{} and {}",
            mean(&means),
            place.mean
        );
        assert!((5.0..=10.0).contains(&place.mean));
    }

    #[test]
    fn winter_is_windier_than_summer_in_the_north_and_calmer_in_the_south() {
        let weather = Weather::new(1);
        for (latitude, longitude, north) in [(56.0, 3.0, true), (-35.0, 149.0, false)] {
            let months = weather.place(latitude, longitude).monthly_means(2018);
            assert_eq!(months[0] > months[6], north, "{months:?}");
        }
    }

    #[test]
    fn the_sea_is_windier_than_the_land_beside_it() {
        let weather = Weather::new(1);
        assert!(weather.place(55.019, 7.774).mean > weather.place(51.0, 10.0).mean + 1.0);
    }

    #[test]
    fn neighbours_have_the_same_calms_and_far_places_have_their_own() {
        let weather = Weather::new(1);
        let series = |latitude, longitude| weather.year(&weather.place(latitude, longitude), 2018);
        let here = series(52.0, -1.0);
        assert!(correlation(&here, &series(52.5, -0.5)) > 0.7);
        assert!(correlation(&here, &series(-33.0, 150.0)).abs() < 0.3);
    }

    fn correlation(left: &[f64], right: &[f64]) -> f64 {
        let (a, b) = (mean(left), mean(right));
        let product =
            |x: &[f64], y: &[f64], a: f64, b: f64| -> f64 { x.iter().zip(y).map(|(x, y)| (x - a) * (y - b)).sum() };
        product(left, right, a, b) / (product(left, left, a, a) * product(right, right, b, b)).sqrt()
    }

    #[test]
    fn hours_run_on_from_one_year_into_the_next() {
        let weather = Weather::new(1);
        let place = weather.place(52.0, -1.0);
        let hours = weather.hours(&place, year_start(2013) * 24 - 1, 8760);
        assert_eq!(hours[0], weather.year(&place, 2012)[8783]);
        assert_eq!(hours[1], weather.year(&place, 2013)[0]);
        assert_eq!(hours.len(), 8760);
    }
}
