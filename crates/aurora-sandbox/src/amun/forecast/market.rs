//! Seeded hourly prices that react to the wind.

use std::f64::consts::TAU;

use crate::amun::calculation::fleet;
use crate::amun::hourly_upload::mean;
use crate::amun::regions::Region;
use crate::amun::scenarios::REFERENCE_YEAR;
use crate::times::YEAR_HOURS;
use crate::weather::{Weather, mix, unit};

/// The market of one region in one scenario, for the weather of the reference year.
pub(in crate::amun) struct Market {
    seed: u64,
    /// Price level in currency per MWh.
    level: f64,
    /// Load factor of the onshore fleet in each hour.
    pub(super) onshore: Vec<f64>,
    /// The same of the offshore fleet, where there is one.
    pub(super) offshore: Option<Vec<f64>>,
    /// Both together, by output.
    pub(super) fleet: Vec<f64>,
    /// Price over level without any wind: season, time of day, noise.
    calm: Vec<f64>,
}

impl Market {
    pub(in crate::amun) fn new(weather: &Weather, seed: u64, region: &Region, scenario: i64) -> Market {
        let (latitude, longitude) = region.centre();
        let onshore = fleet(weather, (latitude, longitude), 1.0, REFERENCE_YEAR);
        let offshore = region
            .offshore
            .then(|| fleet(weather, (latitude + 0.5, longitude - 1.5), 1.25, REFERENCE_YEAR));
        let together = match &offshore {
            Some(offshore) => onshore
                .iter()
                .zip(offshore)
                .map(|(on, off)| 0.6 * on + 0.4 * off)
                .collect(),
            None => onshore.clone(),
        };
        let seed = mix(&[seed, 8, scenario as u64]);
        Market {
            seed,
            level: region.price * (0.9 + 0.2 * unit(mix(&[seed, 1]))),
            calm: calm(seed, latitude, longitude),
            onshore,
            offshore,
            fleet: together,
        }
    }

    /// Prices of a year in currency per MWh.
    ///
    /// `level × (calm - a·(fleet - mean) - 3·max(0, fleet - 0.72)²)`: each share of the fleet lowers the price, the last ones
    /// most; `a` grows from 0.45 in 2020 by 0.01 a year as more wind is built, so calm hours pay more and windy ones less.
    pub(super) fn prices(&self, year: i64) -> Vec<f64> {
        let share = 0.45 + 0.01 * (year - 2020) as f64;
        let level = self.level * (0.96 + 0.08 * unit(mix(&[self.seed, 2, year as u64])));
        let usual = mean(&self.fleet);
        let hour = |(calm, wind): (&f64, &f64)| {
            let glut = (wind - 0.72).max(0.0);
            level * (calm - share * (wind - usual) - 3.0 * glut * glut)
        };
        self.calm.iter().zip(&self.fleet).map(hour).collect()
    }
}

fn calm(seed: u64, latitude: f64, longitude: f64) -> Vec<f64> {
    let winter = latitude.signum() * 0.12;
    (0..YEAR_HOURS)
        .map(|index| {
            let (day, hour) = ((index / 24) as f64, (index % 24) as f64 + longitude / 15.0);
            let season = winter * (TAU * (day - 15.0) / 365.0).cos();
            // One peak in the evening and a lower one in the morning.
            let of_day = 0.12 * (TAU * (hour - 18.0) / 24.0).cos() + 0.06 * (TAU * (hour - 8.0) / 12.0).cos();
            let noise = 0.16 * (unit(mix(&[seed, 3, index as u64])) - 0.5)
                + 0.3 * (unit(mix(&[seed, 4, index as u64 / 24])) - 0.5);
            1.0 + season + of_day + noise
        })
        .collect()
}
