//! Calibration: from the typical wind at 100 m to the wind at hub height that the request describes.

use crate::amun::hourly_upload::{HourlyUpload, mean};
use crate::amun::power_curve::{AIR_DENSITY, Curve};
use crate::amun::request::{Flow, Inputs, UploadedWind};
use crate::weather::Place;

/// The text with which the service refuses an impossible wind speed; the missing letter is its own.
const TOO_CALM: &str = "Wind speeds below minium value";

/// Wind speeds of the typical year at hub height.
pub(super) fn at_hub(inputs: &Inputs, place: &Place, curve: &Curve, reference: &[f64]) -> Result<Vec<f64>, String> {
    let hub = place.shear(inputs.hub_height, inputs.obstacle_height);
    // The measurement is taken in the open: the obstacle stands at the hub only.
    let mast = |height: f64| place.shear(height, 0.0);
    match inputs.flow {
        Flow::AverageWindSpeed { speed, height } => {
            if speed <= 0.0 {
                return Err(format!("{TOO_CALM}: averageWindSpeed is {speed}"));
            }
            Ok(scaled(reference, speed / mean(reference) / mast(height) * hub))
        }
        Flow::PowerDensity { density, height } => Ok(scaled(
            reference,
            density_factor(reference, mast(height), density) * hub,
        )),
        Flow::Weibull { shape, scale, height } => Ok(scaled(&weibull(reference, shape, scale), hub / mast(height))),
        Flow::P50 { share } => p50(&scaled(reference, hub), curve, share),
        _ => Ok(scaled(reference, hub)),
    }
}

fn scaled(speeds: &[f64], factor: f64) -> Vec<f64> {
    speeds.iter().map(|speed| speed * factor).collect()
}

/// The factor on all speeds for which the mean of `0.5 × 1.225 × v³` at the mast is the density asked for.
fn density_factor(reference: &[f64], mast: f64, density: f64) -> f64 {
    let cubes: Vec<f64> = reference.iter().map(|speed| (speed * mast).powi(3)).collect();
    (density / (0.5 * AIR_DENSITY * mean(&cubes))).cbrt()
}

/// Each hour gets the speed that has its rank in the Weibull distribution: `scale × (-ln(1 - (rank + 0.5) / n))^(1 / shape)`.
fn weibull(reference: &[f64], shape: f64, scale: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..reference.len()).collect();
    order.sort_unstable_by(|a, b| reference[*a].total_cmp(&reference[*b]));
    let mut speeds = vec![0.0; reference.len()];
    for (rank, hour) in order.into_iter().enumerate() {
        let below = (rank as f64 + 0.5) / reference.len() as f64;
        speeds[hour] = scale * (-(1.0 - below).ln()).powf(shape.recip());
    }
    speeds
}

/// All speeds times the smallest factor for which the mean of the curve is the share asked for.
fn p50(speeds: &[f64], curve: &Curve, share: f64) -> Result<Vec<f64>, String> {
    let produced = |factor: f64| speeds.iter().map(|speed| curve.at(speed * factor)).sum::<f64>() / speeds.len() as f64;
    // Beyond some factor storms switch the turbines off and the mean falls, so the first crossing is looked for upwards.
    let mut low = 0.05;
    let mut high = low;
    while produced(high) < share {
        low = high;
        high *= 1.15;
        if high > 8.0 {
            return Err(format!(
                "a mean load factor of {share} cannot be reached with this turbine at this place"
            ));
        }
    }
    while high - low > 1e-7 {
        let middle = f64::midpoint(low, high);
        if produced(middle) < share {
            low = middle
        } else {
            high = middle
        }
    }
    Ok(scaled(speeds, high))
}

/// Uploaded speeds at hub height.
///
/// With two heights each hour follows the line through its two speeds over the logarithm of height, never below 0; with one
/// it follows the power law with the exponent 1/7. An obstacle lifts the ground by 0.7 of its height.
pub(super) fn uploaded_at(upload: &UploadedWind, inputs: &Inputs) -> HourlyUpload {
    let hub = (inputs.hub_height - 0.7 * inputs.obstacle_height).max(2.0);
    let (low_height, low) = &upload.low;
    match &upload.high {
        None => {
            let factor = (hub / low_height).powf(1.0 / 7.0);
            low.map(|_, speed| speed * factor)
        }
        Some((high_height, high)) => {
            let part = (hub / low_height).ln() / (high_height / low_height).ln();
            let high = high.values();
            low.map(|hour, speed| (speed + (high[hour] - speed) * part).max(0.0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::weather::Weather;

    fn year() -> (Place, Vec<f64>) {
        let weather = Weather::new(1);
        let place = weather.place(52.3, -1.0);
        let speeds = weather.year(&place, 2018).to_vec();
        (place, speeds)
    }

    #[test]
    fn the_power_density_asked_for_is_met() {
        let (place, speeds) = year();
        let mast = place.shear(90.0, 0.0);
        let scaled = scaled(&speeds, density_factor(&speeds, mast, 400.1) * mast);
        let density: Vec<f64> = scaled.iter().map(|speed| 0.5 * 1.225 * speed.powi(3)).collect();
        assert!((mean(&density) - 400.1).abs() < 1e-6);
    }

    #[test]
    fn a_weibull_year_has_the_moments_of_its_distribution_and_keeps_the_order_of_hours() {
        let (_, speeds) = year();
        let mapped = weibull(&speeds, 2.0, 9.0);
        // Of a shape of 2: mean scale·√π/2, mean square scale².
        assert!((mean(&mapped) - 9.0 * std::f64::consts::PI.sqrt() / 2.0).abs() < 2e-3);
        let squares: Vec<f64> = mapped.iter().map(|speed| speed * speed).collect();
        assert!((mean(&squares) - 81.0).abs() < 0.05);
        let rising = |pair: &[f64]| pair[0] < pair[1];
        assert!(
            speeds
                .windows(2)
                .zip(mapped.windows(2))
                .all(|(before, after)| rising(before) == rising(after))
        );
    }

    #[test]
    fn a_share_that_no_wind_can_give_is_an_error_and_not_a_guess() {
        let (_, speeds) = year();
        let curve = Curve::new(&crate::amun::power_curve::from_data(4.0, 130.0, 3.0, 25.0));
        assert!(p50(&speeds, &curve, 0.99).unwrap_err().contains("cannot be reached"));
        let reached = p50(&speeds, &curve, 0.4).unwrap();
        let shares: Vec<f64> = reached.iter().map(|speed| curve.at(*speed)).collect();
        assert!((mean(&shares) - 0.4).abs() < 1e-6);
    }
}
