//! How demand and weather spread over the 8760 hours of a year.

use std::collections::HashMap;
use std::f64::consts::TAU;
use std::sync::{Arc, Mutex, OnceLock};

use super::areas::Area;
use crate::etm::custom_curves::mean_temperature;
use crate::state::lock;
use crate::times::{YEAR_HOURS, is_leap};
use crate::weather::{Weather, mix, unit};

/// One value for each hour.
pub(crate) type Series = Vec<f64>;

/// A year of demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Shape {
    Flat,
    /// Space heating: cold hours, and the mornings and evenings of homes.
    Heat,
    /// Space heating of offices.
    OfficeHeat,
    HotWater,
    /// Lights and appliances of homes.
    Evening,
    Office,
    Cool,
    /// Vehicles that charge at night.
    Charging,
}

/// Below this outdoor temperature in °C buildings are heated.
const HEATING: f64 = 16.0;
const SEED: u64 = 0x0e7e;

/// What was computed, by what it was computed for.
type Kept<K, V> = Mutex<HashMap<K, Arc<V>>>;

/// The weather of a place and year.
pub(crate) struct Profiles {
    pub(crate) temperature: Series,
    sun: Series,
    inland: Series,
    coastal: Series,
    offshore: Series,
    river: Series,
    factors: Kept<(&'static str, u64), [f64]>,
    shapes: Kept<Shape, [f64]>,
}

/// The weather of an area by the value of `settings_weather_curve_set`.
pub(crate) fn profiles(area: &'static Area, set: &str) -> Arc<Profiles> {
    static KNOWN: OnceLock<Kept<(&'static str, i64), Profiles>> = OnceLock::new();
    let year = set.parse().unwrap_or(area.analysis_year);
    let mut known = lock(KNOWN.get_or_init(Mutex::default));
    let made = || Arc::new(Profiles::new(area, year));
    Arc::clone(known.entry((area.code, year)).or_insert_with(made))
}

impl Profiles {
    fn new(area: &Area, year: i64) -> Profiles {
        static WEATHER: OnceLock<Weather> = OnceLock::new();
        let weather = WEATHER.get_or_init(|| Weather::new(SEED));
        let (latitude, longitude) = area.place;
        let place = mix(&[(latitude * 100.0) as i64 as u64, (longitude * 100.0) as i64 as u64]);
        let noise = |what: u64, index: usize| 2.0 * unit(mix(&[place, year as u64, what, index as u64])) - 1.0;
        Profiles {
            temperature: temperature(mean_temperature(area.code), latitude, |day| noise(1, day)),
            sun: sun(latitude, |day| noise(2, day)),
            inland: wind(weather, area.place, year),
            coastal: wind(weather, (latitude + 0.7, longitude - 0.7), year),
            offshore: wind(weather, (latitude + 1.2, longitude - 2.2), year),
            river: hourly(|day, _| 0.6 + 0.3 * season(day)),
            factors: Mutex::default(),
            shapes: Mutex::default(),
        }
    }

    /// A year of demand in this weather, with a mean of one.
    pub(crate) fn shape(&self, wanted: Shape) -> Arc<[f64]> {
        let mut shapes = lock(&self.shapes);
        let made = || shape(wanted, &self.temperature).into();
        Arc::clone(shapes.entry(wanted).or_insert_with(made))
    }

    /// Output of a source, named by its custom curve, as a share of its capacity, for these full-load hours.
    pub(crate) fn capacity_factor(&self, curve: &'static str, hours: f64) -> Arc<[f64]> {
        let key = (curve, hours.to_bits());
        if let Some(known) = lock(&self.factors).get(&key) {
            return Arc::clone(known);
        }
        let mean = (hours / YEAR_HOURS as f64).clamp(0.0, 1.0);
        let made: Arc<[f64]> = match curve {
            "weather/wind_inland_baseline" => bent(&self.inland, mean),
            "weather/wind_coastal_baseline" => bent(&self.coastal, mean),
            "weather/wind_offshore_baseline" => bent(&self.offshore, mean),
            "river" => bent(&self.river, mean),
            "geothermal_heat_shallow" | "geothermal_heat_deep" => vec![mean; YEAR_HOURS],
            _ => bent(&self.sun, mean),
        }
        .into();
        let mut factors = lock(&self.factors);
        if factors.len() > 60 {
            factors.clear();
        }
        Arc::clone(factors.entry(key).or_insert(made))
    }
}

/// A shape of mean one; heat and cold follow the temperature.
pub(crate) fn shape(shape: Shape, temperature: &[f64]) -> Series {
    let cold = |hour: usize| (HEATING - temperature[hour]).max(0.0);
    let made: Series = match shape {
        Shape::Flat => return vec![1.0; YEAR_HOURS],
        Shape::Heat => by_hour(|hour, of_day| (cold(hour) + 0.02) * (1.0 + 0.35 * twice(of_day, 7.5))),
        Shape::OfficeHeat => by_hour(|hour, of_day| (cold(hour) + 0.02) * (1.0 + 0.5 * once(of_day, 10.0))),
        Shape::HotWater => by_hour(|_, of_day| 1.0 + 0.6 * twice(of_day, 7.5)),
        Shape::Evening => {
            hourly(|day, of_day| 1.0 + 0.12 * season(day) + 0.35 * once(of_day, 18.5) + 0.1 * twice(of_day, 8.0))
        }
        Shape::Office => hourly(|day, of_day| {
            let weekend = if (day as usize) % 7 >= 5 { -0.2 } else { 0.08 };
            1.0 + 0.3 * once(of_day, 13.0) + weekend
        }),
        Shape::Cool => by_hour(|hour, _| (temperature[hour] - 18.0).max(0.0) + 0.05),
        Shape::Charging => hourly(|_, of_day| 1.0 + 0.55 * once(of_day, 21.5)),
    };
    scaled(made)
}

/// How much heating a temperature asks for, in degree hours.
pub(crate) fn degree_hours(temperature: &[f64]) -> f64 {
    temperature.iter().map(|degrees| (HEATING - degrees).max(0.0)).sum()
}

/// Divided by its mean; zeros stay.
pub(crate) fn scaled(mut series: Series) -> Series {
    let mean = series.iter().sum::<f64>() / series.len() as f64;
    if mean > 0.0 {
        series.iter_mut().for_each(|value| *value /= mean);
    }
    series
}

/// One in the middle of January, minus one in that of July.
fn season(day: f64) -> f64 {
    (TAU * (day - 15.0) / 365.0).cos()
}

fn once(hour: f64, peak: f64) -> f64 {
    (TAU * (hour - peak) / 24.0).cos()
}

fn twice(hour: f64, peak: f64) -> f64 {
    (TAU * (hour - peak) / 12.0).cos()
}

fn hourly(of: impl Fn(f64, f64) -> f64) -> Series {
    (0..YEAR_HOURS)
        .map(|hour| of((hour / 24) as f64, (hour % 24) as f64))
        .collect()
}

fn by_hour(of: impl Fn(usize, f64) -> f64) -> Series {
    (0..YEAR_HOURS).map(|hour| of(hour, (hour % 24) as f64)).collect()
}

fn temperature(mean: f64, latitude: f64, noise: impl Fn(usize) -> f64) -> Series {
    // Nearer the equator the seasons are weaker.
    let swing = 0.145 * latitude;
    let mut drift = 0.0;
    let mut days = Vec::with_capacity(365);
    for day in 0..365 {
        drift = 0.8 * drift + 1.8 * noise(day);
        days.push(drift - swing * (TAU * (day as f64 - 20.0) / 365.0).cos());
    }
    let raw = by_hour(|hour, of_day| days[hour / 24] + 2.8 * once(of_day, 15.0));
    let off = mean - raw.iter().sum::<f64>() / YEAR_HOURS as f64;
    raw.into_iter().map(|degrees| degrees + off).collect()
}

/// Height of the sun, dimmed by the clouds of the day.
fn sun(latitude: f64, noise: impl Fn(usize) -> f64) -> Series {
    let north = latitude.to_radians();
    by_hour(|hour, of_day| {
        let day = hour / 24;
        let declination = -0.409 * (TAU * (day as f64 + 10.0) / 365.0).cos();
        let angle = TAU * (of_day - 11.5) / 24.0;
        let height = north.sin() * declination.sin() + north.cos() * declination.cos() * angle.cos();
        height.max(0.0) * (0.7 + 0.3 * noise(day))
    })
}

/// Output of a fleet of turbines around a place, as a share of its capacity.
fn wind(weather: &Weather, (latitude, longitude): (f64, f64), year: i64) -> Series {
    let places = [(0.4, 0.4), (-0.4, -0.4)];
    let series = places.map(|(north, east)| weather.year(&weather.place(latitude + north, longitude + east), year));
    let leap_day = (31 + 28) * 24;
    let slots = (0..YEAR_HOURS).map(|slot| {
        if is_leap(year) && slot >= leap_day {
            slot + 24
        } else {
            slot
        }
    });
    slots
        .map(|hour| (power(series[0][hour]) + power(series[1][hour])) / 2.0)
        .collect()
}

/// Share of its power that a modern turbine gives at a wind speed in m/s.
fn power(speed: f64) -> f64 {
    let x = ((speed - 3.0) / 9.5).clamp(0.0, 1.0);
    if speed > 26.0 { 0.0 } else { x * x * (3.0 - 2.0 * x) }
}

/// The series to the power for which its mean is the one asked for: highs stay high and calms stay calm.
fn bent(series: &[f64], mean: f64) -> Series {
    if mean <= 0.0 || series.iter().all(|value| *value <= 0.0) {
        return vec![0.0; series.len()];
    }
    let logarithms: Series = series.iter().map(|value| value.max(1e-9).ln()).collect();
    let mut power = 1.0;
    // Newton's method on the logarithm of the mean, which is convex in the power.
    for _ in 0..8 {
        let (mut sum, mut slope) = (0.0, 0.0);
        for logarithm in &logarithms {
            let value = (power * logarithm).exp();
            sum += value;
            slope += value * logarithm;
        }
        let error = (sum / series.len() as f64 / mean).ln();
        if error.abs() < 1e-9 {
            break;
        }
        power = (power - error * sum / slope).clamp(0.02, 30.0);
    }
    let raised: Series = logarithms.iter().map(|logarithm| (power * logarithm).exp()).collect();
    let correction = mean * raised.len() as f64 / raised.iter().sum::<f64>();
    raised.into_iter().map(|value| value * correction).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::etm::model::areas::area;

    fn mean(series: &[f64]) -> f64 {
        series.iter().sum::<f64>() / series.len() as f64
    }

    #[test]
    fn shapes_have_mean_one_and_capacity_factors_the_hours_asked_for() {
        let weather = profiles(area("nl2019").unwrap(), "default");
        for one in [Shape::Flat, Shape::Heat, Shape::Evening, Shape::Cool, Shape::Charging] {
            assert!((mean(&shape(one, &weather.temperature)) - 1.0).abs() < 1e-9);
        }
        for (curve, hours) in [
            ("weather/wind_offshore_baseline", 4000.0),
            ("weather/wind_inland_baseline", 2300.0),
            ("weather/solar_pv_on_land", 867.0),
            ("river", 2700.0),
        ] {
            let factor = weather.capacity_factor(curve, hours);
            assert!((factor.iter().sum::<f64>() - hours).abs() < 1e-3, "{curve}");
            assert!(factor.iter().all(|share| (0.0..=1.001).contains(share)), "{curve}");
        }
        assert!(weather.capacity_factor("weather/solar_pv_on_land", 867.0)[0] < 1e-3);
    }

    #[test]
    fn another_weather_year_is_other_weather_and_winter_is_cold() {
        let area = area("nl2019").unwrap();
        let usual = profiles(area, "default");
        let old = profiles(area, "1987");
        assert_ne!(usual.inland, old.inland);
        assert!(mean(&usual.temperature[..744]) < mean(&usual.temperature[4344..5088]) - 8.0);
    }
}
