//! How demand and weather spread over the 8760 hours of a year.

use std::f64::consts::TAU;

use super::world::{DEMAND_TECHNOLOGIES, Region};
use crate::times::{YEAR_HOURS, is_leap};
use crate::weather::{Weather, mix, unit};

/// Shapes of one region and weather year, each with a value for each hour.
pub(super) struct Shapes {
    /// Mean 1: base demand, then the demand technologies in the order of their table.
    pub(super) demand: [Vec<f64>; 1 + DEMAND_TECHNOLOGIES.len()],
    /// Mean 1 in each month.
    pub(super) hydro: Vec<f64>,
    pub(super) onshore: Vec<f64>,
    pub(super) offshore: Vec<f64>,
    pub(super) solar: Vec<f64>,
}

impl Shapes {
    pub(super) fn new(weather: &Weather, region: &Region, year: i64) -> Shapes {
        let (latitude, longitude) = region.place;
        let flat = vec![1.0; YEAR_HOURS];
        let noise = |what: u64, index: usize| {
            let place = mix(&[(latitude * 100.0) as i64 as u64, (longitude * 100.0) as i64 as u64]);
            2.0 * unit(mix(&[place, year as u64, what, index as u64])) - 1.0
        };
        Shapes {
            demand: [
                demand(region, |day| noise(1, day)),
                hourly(|_, hour| 1.0 + 0.55 * (TAU * (hour - longitude / 15.0 - 21.0) / 24.0).cos()),
                // Heat is needed in the winter of either hemisphere.
                hourly(|day, hour| {
                    1.0 + 0.85 * latitude.signum() * season(day) + 0.15 * (TAU * (hour - 7.0) / 12.0).cos()
                }),
                flat.clone(),
                flat.clone(),
            ],
            hydro: by_month(flat),
            onshore: by_month(wind(weather, region.place, year)),
            offshore: by_month(wind(weather, (latitude + 1.0, longitude - 2.0), year)),
            solar: by_month(solar(region.place, |day| noise(2, day))),
        }
    }
}

/// One in the middle of January, minus one in that of July.
fn season(day: f64) -> f64 {
    (TAU * (day - 15.0) / 365.0).cos()
}

fn hourly(of: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    scaled(
        (0..YEAR_HOURS)
            .map(|index| of((index / 24) as f64, (index % 24) as f64))
            .collect(),
    )
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn scaled(mut values: Vec<f64>) -> Vec<f64> {
    let mean = mean(&values);
    if mean > 0.0 {
        values.iter_mut().for_each(|value| *value /= mean);
    }
    values
}

fn by_month(values: Vec<f64>) -> Vec<f64> {
    months(&values).flat_map(|month| scaled(month.to_vec())).collect()
}

/// First hour of each month in a year without a leap day.
pub(super) const MONTH_STARTS: [usize; 12] = [0, 744, 1416, 2160, 2880, 3624, 4344, 5088, 5832, 6552, 7296, 8016];

fn months(values: &[f64]) -> impl Iterator<Item = &[f64]> {
    let ends = MONTH_STARTS[1..].iter().copied().chain([YEAR_HOURS]);
    MONTH_STARTS
        .into_iter()
        .zip(ends)
        .map(|(start, end)| &values[start..end])
}

fn demand(region: &Region, noise: impl Fn(usize) -> f64) -> Vec<f64> {
    hourly(|day, hour| {
        let local = hour + region.place.1 / 15.0;
        let of_day = 0.16 * (TAU * (local - 16.0) / 24.0).cos() + 0.06 * (TAU * (local - 8.0) / 12.0).cos();
        // Two days of seven are quieter; which ones does not depend on the year.
        let weekend = if (day as usize) % 7 >= 5 { -0.07 } else { 0.02 };
        1.0 + region.winter * season(day) + of_day + weekend + 0.03 * noise(day as usize)
    })
}

/// Output of a wind fleet around a place, as a share of its capacity.
fn wind(weather: &Weather, (latitude, longitude): (f64, f64), year: i64) -> Vec<f64> {
    let places = [(0.0, 0.0), (1.5, 1.5), (-1.5, -1.5)];
    let series = places.map(|(north, east)| weather.year(&weather.place(latitude + north, longitude + east), year));
    let leap_day = (31 + 28) * 24;
    (0..YEAR_HOURS)
        .map(|slot| {
            let hour = if is_leap(year) && slot >= leap_day {
                slot + 24
            } else {
                slot
            };
            series.iter().map(|speeds| power(speeds[hour])).sum::<f64>() / 3.0
        })
        .collect()
}

/// Share of its power that a modern turbine gives at a wind speed in m/s.
fn power(speed: f64) -> f64 {
    let x = ((speed - 3.0) / 9.5).clamp(0.0, 1.0);
    if speed > 26.0 { 0.0 } else { x * x * (3.0 - 2.0 * x) }
}

/// Height of the sun, dimmed by the clouds of the day.
fn solar((latitude, longitude): (f64, f64), noise: impl Fn(usize) -> f64) -> Vec<f64> {
    (0..YEAR_HOURS)
        .map(|index| {
            let (day, hour) = (index / 24, (index % 24) as f64 + 0.5 + longitude / 15.0);
            let declination = -0.409 * (TAU * (day as f64 + 10.0) / 365.0).cos();
            let angle = TAU * (hour - 12.0) / 24.0;
            let north = latitude.to_radians();
            let height = north.sin() * declination.sin() + north.cos() * declination.cos() * angle.cos();
            height.max(0.0) * (0.7 + 0.3 * noise(day))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origin::market::world::region;

    #[test]
    fn shapes_have_mean_one_and_the_sun_does_not_shine_at_night() {
        let shapes = Shapes::new(&Weather::new(1), region("gbr").unwrap(), 2012);
        for shape in &shapes.demand {
            assert!((mean(shape) - 1.0).abs() < 1e-9 && shape.iter().all(|value| *value >= 0.0));
        }
        for shape in [&shapes.hydro, &shapes.onshore, &shapes.offshore, &shapes.solar] {
            assert_eq!(shape.len(), YEAR_HOURS);
            assert!(months(shape).all(|month| (mean(month) - 1.0).abs() < 1e-9));
        }
        assert_eq!(shapes.solar[1], 0.0);
        assert!(shapes.solar[4380] > 1.0);
        for slot in 0..YEAR_HOURS {
            let month = MONTH_STARTS.iter().rposition(|start| *start <= slot).unwrap();
            assert_eq!(month, crate::times::month_of_slot(slot));
        }
    }
}
