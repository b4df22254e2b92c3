//! The calculation of a load factor: wind of the place, calibration, power curve, losses.

mod calibration;

use super::dataset::Dataset;
use super::hourly_upload::mean;
use super::power_curve::{Curve, from_data};
use super::request::{Flow, Inputs, UploadedWind};
use crate::times::{YEAR_HOURS, month_of, year_and_hour};
use crate::weather::{Place, Weather};

/// One hour of a result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Hour {
    /// m/s at hub height.
    pub(super) wind_speed: f64,
    /// Share of capacity after losses, rounded to 4 decimals.
    pub(super) load_factor: f64,
}

/// Both series of a result, 8760 hours each.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Series {
    pub(super) typical: Vec<Hour>,
    pub(super) weather: Vec<Hour>,
}

/// Computes both series. The error is the text of a calculation that failed.
pub(super) fn calculate(inputs: &Inputs, weather: &Weather) -> Result<Series, String> {
    let place = weather.place(inputs.latitude, inputs.longitude);
    let base = Base::new(inputs, weather, &place);
    match (&inputs.flow, &inputs.curve) {
        (Flow::UploadedGeneration(upload) | Flow::CalibratedGeneration(upload), _) => {
            let typical = upload.typical(base.start);
            let weather_year = match upload.covering(base.start, YEAR_HOURS) {
                Some(hours) => hours.to_vec(),
                None => base
                    .in_weather_year(&typical)
                    .into_iter()
                    .map(|share| share.min(1.0))
                    .collect(),
            };
            // Scaling to the long-term mean can lift an hour at full load above it.
            let typical: Vec<f64> = typical.into_iter().map(|share| share.min(1.0)).collect();
            Ok(Series {
                typical: base.with_output(inputs, &place, &typical),
                weather: base.with_output(inputs, &place, &weather_year),
            })
        }
        (Flow::UploadedWind(upload), Some(curve)) => Ok(base.with_uploaded_wind(inputs, upload, curve)),
        (_, Some(curve)) => {
            let curve = smoothed(curve, inputs.smoothing);
            let typical = calibration::at_hub(inputs, &place, &curve, &base.typical)?;
            let weather_year = base.in_weather_year(&typical);
            Ok(Series {
                typical: produce(&typical, &curve, inputs.kept),
                weather: produce(&weather_year, &curve, inputs.kept),
            })
        }
        (_, None) => Err("the calculation has no turbine".to_owned()),
    }
}

fn smoothed(curve: &Curve, coefficient: f64) -> Curve {
    if coefficient > 0.0 {
        curve.smoothed(coefficient)
    } else {
        curve.clone()
    }
}

/// Load factor of each hour: `curve(speed) × kept`, rounded to 4 decimals.
fn produce(speeds: &[f64], curve: &Curve, kept: f64) -> Vec<Hour> {
    let hour = |speed: &f64| Hour {
        wind_speed: *speed,
        load_factor: round(curve.at(*speed) * kept, 4),
    };
    speeds.iter().map(hour).collect()
}

/// A number rounded to so many decimals.
pub(super) fn round(value: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    (value * scale).round() / scale
}

/// The uncalibrated wind of the place at 100 m.
struct Base {
    /// First hour, counted from 1970.
    start: i64,
    /// The hours of the weather year, each month brought to its long-term mean.
    typical: Vec<f64>,
    /// What each hour of the weather year is over the same hour of the typical year.
    ratio: Vec<f64>,
}

impl Base {
    fn new(inputs: &Inputs, weather: &Weather, place: &Place) -> Base {
        let start = inputs.start.div_euclid(60);
        let actual = weather.hours(place, start, YEAR_HOURS);
        let months = months_from(start);
        let long_term = place.monthly_means(year_and_hour(start).0);
        let (mut totals, mut counts) = ([0.0; 12], [0.0_f64; 12]);
        for (speed, month) in actual.iter().zip(&months) {
            totals[*month] += speed;
            counts[*month] += 1.0;
        }
        let ratios: [f64; 12] = std::array::from_fn(|month| totals[month] / counts[month].max(1.0) / long_term[month]);
        let factor = inputs.dataset.bias() * (1.0 + inputs.correction.unwrap_or(0.0));
        Base {
            start,
            typical: actual
                .iter()
                .zip(&months)
                .map(|(speed, month)| speed * factor / ratios[*month])
                .collect(),
            ratio: months.iter().map(|month| ratios[*month]).collect(),
        }
    }

    /// Carries a typical year over to the weather year: each month as much above or below as the wind of the place was.
    fn in_weather_year(&self, typical: &[f64]) -> Vec<f64> {
        typical
            .iter()
            .zip(&self.ratio)
            .map(|(value, ratio)| value * ratio)
            .collect()
    }

    /// Output is given, so the wind speed is the one at which a common turbine (3 MW, 112 m) gives that output; at rest and at
    /// full output it is the wind of the place, as far as that fits.
    fn with_output(&self, inputs: &Inputs, place: &Place, shares: &[f64]) -> Vec<Hour> {
        let curve = Curve::new(&from_data(3.0, 112.0, 3.0, 25.0));
        let shear = place.shear(inputs.hub_height, inputs.obstacle_height);
        let (rest, full) = (curve.speed_for(1e-6), curve.speed_for(1.0));
        let speed = |share: f64, wind: f64| match share {
            share if share <= 0.0 => wind.min(rest),
            share if share >= 1.0 => wind.max(full),
            share => curve.speed_for(share),
        };
        let hour = |(share, wind): (&f64, &f64)| Hour {
            wind_speed: speed(*share, wind * shear),
            load_factor: round(share * inputs.kept, 4),
        };
        shares.iter().zip(&self.typical).map(hour).collect()
    }

    /// The uploaded speeds at hub height make the typical year; the weather year is theirs too where they cover it.
    fn with_uploaded_wind(&self, inputs: &Inputs, upload: &UploadedWind, curve: &Curve) -> Series {
        let at_hub = calibration::uploaded_at(upload, inputs);
        let curve = smoothed(curve, inputs.smoothing);
        let typical = at_hub.typical(self.start);
        let weather_year = match at_hub.covering(self.start, YEAR_HOURS) {
            Some(hours) => hours.to_vec(),
            None => self.in_weather_year(&typical),
        };
        Series {
            typical: produce(&typical, &curve, inputs.kept),
            weather: produce(&weather_year, &curve, inputs.kept),
        }
    }
}

/// Month (0 to 11) of each of the 8760 hours from `start`.
fn months_from(start: i64) -> Vec<usize> {
    let mut months = Vec::with_capacity(YEAR_HOURS);
    for hour in start..start + YEAR_HOURS as i64 {
        let month = match months.last() {
            Some(known) if hour.rem_euclid(24) != 0 => *known,
            _ => month_of(hour),
        };
        months.push(month);
    }
    months
}

/// Mean load factor of a region's fleet around a place in the hours of a year: what prices react to.
pub(super) fn fleet(weather: &Weather, (latitude, longitude): (f64, f64), windier: f64, year: i64) -> Vec<f64> {
    let curve = Curve::new(&from_data(3.0, 112.0, 3.0, 25.0)).smoothed(0.2);
    let places = [(0.0, 0.0), (1.0, 1.0), (-1.0, -1.0)];
    let factor = windier * Dataset::Era5.bias();
    let series = places.map(|(north, east)| weather.year(&weather.place(latitude + north, longitude + east), year));
    (0..YEAR_HOURS)
        .map(|hour| mean(&series.each_ref().map(|speeds| curve.at(speeds[hour] * factor))))
        .collect()
}
