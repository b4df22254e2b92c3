//! Power curves: made from a turbine's data, read between their points, smoothed over a farm.

use std::f64::consts::PI;

use serde::Serialize;

/// Steps per m/s of the table that a curve is read from.
const STEPS: usize = 10;
/// Wind speed at which the table ends, in m/s; above it there is no power.
const TOP: usize = 60;
/// Kilograms per cubic metre.
pub(super) const AIR_DENSITY: f64 = 1.225;

/// One point of a turbine's curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(super) struct Point {
    /// Wind speed in m/s.
    pub(super) speed: f64,
    /// Power in kW.
    pub(super) power: f64,
}

/// The curve of a turbine for 1 to 35 m/s in steps of 1, in whole kW.
///
/// The rotor takes `Cp · 0.5 · 1.225 · area · v³`, with Cp rising from 0.36 at 3 m/s to 0.43; the eighth-power mean of that
/// and the rated power rounds the knee; below cut-in and above cut-out there is nothing.
pub(super) fn from_data(rated_mw: f64, rotor_m: f64, cut_in: f64, cut_out: f64) -> Vec<Point> {
    let rated = rated_mw * 1000.0;
    let area = PI * rotor_m * rotor_m / 4.0;
    let power = |speed: f64| {
        if speed < cut_in || speed > cut_out {
            return 0.0;
        }
        let share = 0.36 + 0.07 * (1.0 - (-(speed - 3.0).max(0.0) / 2.0).exp());
        let aerodynamic = share * 0.5 * AIR_DENSITY * area * speed.powi(3) / 1000.0;
        (aerodynamic / (1.0 + (aerodynamic / rated).powi(8)).powf(0.125))
            .round()
            .min(rated)
    };
    (1..=35)
        .map(f64::from)
        .map(|speed| Point {
            speed,
            power: power(speed),
        })
        .collect()
}

/// A curve as a share of its own highest power, quick to read.
#[derive(Clone, Debug)]
pub(super) struct Curve {
    shares: Vec<f64>,
    /// Highest power of the curve, in kW.
    pub(super) capacity_kw: f64,
}

impl Curve {
    /// `points` are in ascending order of speed. Between them the curve is straight, outside them there is no power.
    pub(super) fn new(points: &[Point]) -> Curve {
        let capacity_kw = points.iter().map(|point| point.power).fold(0.0, f64::max);
        let shares = (0..=TOP * STEPS)
            .map(|step| between(points, step as f64 / STEPS as f64) / capacity_kw.max(f64::MIN_POSITIVE))
            .collect();
        Curve { shares, capacity_kw }
    }

    /// The curve of a farm whose turbines see different winds at a time: each point is the mean of the curve over a normal
    /// distribution around its speed, with `coefficient × speed` as the standard deviation.
    pub(super) fn smoothed(&self, coefficient: f64) -> Curve {
        let shares = (0..self.shares.len())
            .map(|centre| {
                let deviation = coefficient * centre as f64;
                if deviation < 0.5 {
                    return self.shares[centre];
                }
                let reach = (3.0 * deviation) as usize;
                let (mut total, mut weights) = (0.0, 0.0);
                for step in centre.saturating_sub(reach)..=centre + reach {
                    let distance = (step as f64 - centre as f64) / deviation;
                    let weight = (-0.5 * distance * distance).exp();
                    weights += weight;
                    total += weight * self.shares.get(step).copied().unwrap_or(0.0);
                }
                total / weights
            })
            .collect();
        Curve {
            shares,
            capacity_kw: self.capacity_kw,
        }
    }

    /// Share of the highest power at a wind speed in m/s.
    pub(super) fn at(&self, speed: f64) -> f64 {
        let position = speed * STEPS as f64;
        // The comparison is written so that it is false for a NaN too.
        if !(position >= 0.0 && position < (self.shares.len() - 1) as f64) {
            return 0.0;
        }
        let below = position as usize;
        let part = position - below as f64;
        self.shares[below] + part * (self.shares[below + 1] - self.shares[below])
    }

    /// The lowest wind speed, in m/s, that gives a share of the highest power; the share is held between 0 and 1.
    pub(super) fn speed_for(&self, share: f64) -> f64 {
        let share = share.clamp(0.0, 1.0);
        let above = self.shares.iter().position(|known| *known >= share).unwrap_or(0).max(1);
        let (low, high) = (self.shares[above - 1], self.shares[above]);
        let part = if high > low { (share - low) / (high - low) } else { 0.0 };
        ((above - 1) as f64 + part) / STEPS as f64
    }
}

fn between(points: &[Point], speed: f64) -> f64 {
    let above = points.partition_point(|point| point.speed < speed);
    match (
        above.checked_sub(1).and_then(|below| points.get(below)),
        points.get(above),
    ) {
        (_, Some(exact)) if exact.speed == speed => exact.power,
        (Some(low), Some(high)) => {
            low.power + (high.power - low.power) * (speed - low.speed) / (high.speed - low.speed)
        }
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_recorded_points_of_the_4_mw_siemens_come_out() {
        let curve = from_data(4.0, 130.0, 3.0, 25.0);
        let powers: Vec<f64> = curve.iter().take(3).map(|point| point.power).collect();
        assert_eq!(powers, [0.0, 0.0, 79.0]);
        assert_eq!(curve[24].power, 4000.0);
        assert_eq!(curve[25].power, 0.0);
    }

    #[test]
    fn a_curve_is_straight_between_its_points_and_nothing_outside() {
        let curve = Curve::new(&[
            Point { speed: 3.0, power: 0.0 },
            Point {
                speed: 4.0,
                power: 50.0,
            },
            Point {
                speed: 5.0,
                power: 200.0,
            },
        ]);
        assert!((curve.at(3.5) - 0.125).abs() < 1e-12);
        assert!((curve.at(4.25) - 87.5 / 200.0).abs() < 1e-12);
        assert_eq!((curve.at(2.9), curve.at(80.0), curve.at(f64::NAN)), (0.0, 0.0, 0.0));
        assert!((curve.speed_for(0.25) - 4.0).abs() < 1e-9);
    }

    #[test]
    fn smoothing_lifts_the_foot_of_the_curve_and_lowers_its_knee() {
        let curve = Curve::new(&from_data(4.0, 130.0, 3.0, 25.0));
        let smooth = curve.smoothed(0.2);
        assert!(smooth.at(6.0) > curve.at(6.0));
        assert!(smooth.at(12.0) < curve.at(12.0));
        assert_eq!(curve.smoothed(0.0).at(8.0), curve.at(8.0));
    }
}
