//! The wind climate of a place: how windy, how rough, how seasonal.

use std::f64::consts::{SQRT_2, TAU};

use super::REFERENCE_HEIGHT;
use super::noise::{mix, unit};
use crate::times::month_days;

/// Open water, in rough boxes of (south, north, west, east) degrees; everything else counts as land.
const SEAS: &[[f64; 4]] = &[
    [53.7, 55.2, 3.0, 8.3],
    [55.2, 57.0, 0.0, 8.0],
    [57.0, 62.0, -1.0, 4.8],
    [51.6, 53.7, 2.0, 4.3],
    [54.6, 59.0, 16.2, 21.0],
    [44.0, 47.0, -10.0, -2.0],
    [48.9, 50.2, -6.0, -1.8],
    [52.0, 54.6, -5.6, -3.6],
    [50.0, 58.5, -20.0, -10.6],
    [36.5, 40.9, -74.0, -68.0],
    [-44.0, -38.2, 143.0, 149.0],
];

/// A place and its long-term wind climate at 100 m.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Place {
    /// Degrees, rounded to 0.01.
    pub(crate) latitude: f64,
    /// Degrees, rounded to 0.01.
    pub(crate) longitude: f64,
    /// Long-term mean wind speed in m/s at 100 m.
    pub(crate) mean: f64,
    /// Shape of the Weibull distribution of hourly speeds.
    shape: f64,
    /// Scale of that distribution in m/s.
    scale: f64,
    /// Roughness length in metres, for the logarithmic wind profile.
    roughness: f64,
    seasonal: f64,
    diurnal: f64,
}

impl Place {
    pub(super) fn new(seed: u64, latitude: f64, longitude: f64) -> Place {
        let round = |degrees: f64| (degrees * 100.0).round() / 100.0;
        let (latitude, longitude) = (round(latitude), round(longitude));
        let inside = |sea: &&[f64; 4]| (sea[0]..=sea[1]).contains(&latitude) && (sea[2]..=sea[3]).contains(&longitude);
        let at_sea = SEAS.iter().any(|sea| inside(&sea));
        let polar = ((latitude.abs() - 38.0) / 20.0).clamp(0.0, 1.0);
        let north = polar * polar * (3.0 - 2.0 * polar);
        let sea = if at_sea { 1.9 } else { 0.0 };
        let mean = (6.1 + sea + 1.3 * north + 0.7 * relief(seed, latitude, longitude)).clamp(5.0, 10.0);
        let shape = if at_sea { 2.25 } else { 2.05 };
        Place {
            latitude,
            longitude,
            mean,
            shape,
            scale: mean / gamma_above_one(shape.recip()),
            roughness: if at_sea { 0.0005 } else { 0.08 },
            // The windy season is the winter of the hemisphere.
            seasonal: (0.06 + 0.14 * polar.max(0.2)) * latitude.signum(),
            diurnal: if at_sea { 0.015 } else { 0.07 },
        }
    }

    pub(super) fn key(&self) -> (i32, i32) {
        (
            (self.latitude * 100.0).round() as i32,
            (self.longitude * 100.0).round() as i32,
        )
    }

    /// A number that names the place.
    pub(crate) fn id(&self) -> u64 {
        let (latitude, longitude) = self.key();
        mix(&[latitude as u64, longitude as u64])
    }

    /// The Weibull speed with the same rank as a standard normal number.
    pub(super) fn weibull(&self, normal: f64) -> f64 {
        let above = (0.5 * complementary_error(normal / SQRT_2)).clamp(1e-12, 1.0 - 1e-12);
        self.scale * (-above.ln()).powf(self.shape.recip())
    }

    /// Factor of the season, a cosine with its peak (or trough, in the south) in the middle of January.
    pub(super) fn season(&self, month: usize, day: usize) -> f64 {
        let days: usize = month_days(2019)[..month - 1].iter().sum::<usize>() + day;
        1.0 + self.seasonal * (TAU * (days as f64 - 15.0) / 365.0).cos()
    }

    /// Factor of the hour (UTC), a cosine with its peak in the afternoon of the place.
    pub(super) fn time_of_day(&self, hour: usize) -> f64 {
        let local = hour as f64 + self.longitude / 15.0;
        1.0 + self.diurnal * (TAU * (local - 15.0) / 24.0).cos()
    }

    /// Long-term mean of each month in m/s at 100 m; the days of a month depend on the year.
    pub(crate) fn monthly_means(&self, year: i64) -> [f64; 12] {
        let days = month_days(year);
        std::array::from_fn(|month| {
            let total: f64 = (1..=days[month]).map(|day| self.season(month + 1, day)).sum();
            self.mean * total / days[month] as f64
        })
    }

    /// Speed at a height over the speed at 100 m, by the logarithmic profile `ln(h / z0) / ln(100 / z0)`, where an obstacle
    /// lifts the ground by 0.7 of its height.
    pub(crate) fn shear(&self, height: f64, obstacle: f64) -> f64 {
        // Below two metres the profile says nothing; the obstacle then simply takes all the wind that it can.
        let above_ground = (height - 0.7 * obstacle).max(2.0);
        (above_ground / self.roughness).ln() / (REFERENCE_HEIGHT / self.roughness).ln()
    }
}

/// Smooth noise between -1 and 1 that changes over about one degree.
fn relief(seed: u64, latitude: f64, longitude: f64) -> f64 {
    let (south, west) = (latitude.floor(), longitude.floor());
    let corner = |row: f64, column: f64| {
        2.0 * unit(mix(&[
            seed,
            3,
            (south + row) as i64 as u64,
            (west + column) as i64 as u64,
        ])) - 1.0
    };
    let (up, right) = (latitude - south, longitude - west);
    let bottom = corner(0.0, 0.0) * (1.0 - right) + corner(0.0, 1.0) * right;
    let top = corner(1.0, 0.0) * (1.0 - right) + corner(1.0, 1.0) * right;
    bottom * (1.0 - up) + top * up
}

/// `Γ(1 + x)` for x between 0 and 1, by the polynomial of Abramowitz and Stegun 6.1.36 (error below 3e-7).
fn gamma_above_one(x: f64) -> f64 {
    const C: [f64; 9] = [
        1.0,
        -0.577_191_652,
        0.988_205_891,
        -0.897_056_937,
        0.918_206_857,
        -0.756_704_078,
        0.482_199_394,
        -0.193_527_818,
        0.035_868_343,
    ];
    C.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

/// `erfc(x)` by Abramowitz and Stegun 7.1.26 (error below 1.5e-7).
fn complementary_error(x: f64) -> f64 {
    const C: [f64; 6] = [
        0.0,
        0.254_829_592,
        -0.284_496_736,
        1.421_413_741,
        -1.453_152_027,
        1.061_405_429,
    ];
    let t = (1.0 + 0.327_591_1 * x.abs()).recip();
    let tail = C.iter().rev().fold(0.0, |sum, c| sum * t + c) * (-x * x).exp();
    if x >= 0.0 { tail } else { 2.0 - tail }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_special_functions_have_their_known_values() {
        assert!((gamma_above_one(0.5) - 0.886_226_925).abs() < 1e-6);
        assert!((complementary_error(1.0) - 0.157_299_207).abs() < 1e-6);
        assert!((complementary_error(-0.5) - 1.520_499_878).abs() < 1e-6);
    }

    #[test]
    fn wind_grows_with_height_and_an_obstacle_takes_some() {
        let place = Place::new(1, 52.0, -1.0);
        assert!((place.shear(100.0, 0.0) - 1.0).abs() < 1e-12);
        assert!(place.shear(150.0, 0.0) > 1.0 && place.shear(80.0, 0.0) < 1.0);
        assert!(place.shear(90.0, 20.0) < place.shear(90.0, 0.0));
        assert!(place.shear(10.0, 300.0) > 0.0);
    }
}
