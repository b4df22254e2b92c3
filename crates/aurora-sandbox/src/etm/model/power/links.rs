//! The twelve interconnectors.

use std::f64::consts::TAU;

use crate::etm::model::case::Case;
use crate::etm::model::flows::zeros;
use crate::etm::model::profiles::Series;
use crate::times::YEAR_HOURS;
use crate::weather::{mix, unit};

/// An interconnector with a capacity.
pub(crate) struct Link {
    /// From 1.
    pub(crate) number: usize,
    /// EUR per MWh abroad.
    pub(crate) price: Series,
    /// MW that can come and go in each hour.
    pub(crate) imports: Series,
    pub(crate) exports: Series,
    /// MW that a coupled model prescribes, imports above zero.
    pub(crate) forced: Series,
}

/// The interconnectors that have a capacity.
pub(crate) fn links(case: &Case) -> Vec<Link> {
    (1..=12).filter_map(|number| link(case, number)).collect()
}

/// The prescribed use of an interconnector, if there is one.
fn is_forced(case: &Case, number: usize) -> bool {
    let key = format!("external_coupling_interconnector_{number}_must_run");
    case.is_active("external_model_interconnectors")
        && case.is_active(&format!("interconnector_{number}_must_run"))
        && case.is_on(&key)
}

fn link(case: &Case, number: usize) -> Option<Link> {
    let of = |rest: &str| format!("electricity_interconnector_{number}_{rest}");
    let curve = |rest: &str| case.curve(&format!("interconnector_{number}_{rest}"));
    let capacity = case.number(&of("capacity"));
    if capacity <= 0.0 {
        return None;
    }
    let price = match curve("price") {
        Some(own) => own.clone(),
        None => abroad(number, case.number(&of("marginal_costs"))),
    };
    if is_forced(case, number) {
        let part = |rest: &str, hour: usize| curve(rest).map_or(0.0, |curve| capacity * curve[hour]);
        let forced = (0..YEAR_HOURS).map(|hour| part("import_must_run", hour) - part("export_must_run", hour));
        return Some(Link {
            number,
            price,
            imports: zeros(),
            exports: zeros(),
            forced: forced.collect(),
        });
    }
    let side = |rest: &str| match curve(rest) {
        Some(own) => own.iter().map(|share| share * capacity).collect(),
        None => vec![capacity * case.share(&of(rest)); YEAR_HOURS],
    };
    Some(Link {
        number,
        price,
        imports: side("import_availability"),
        exports: side("export_availability"),
        forced: zeros(),
    })
}

/// Prices of a country: higher in winter and in the evening, different each day.
fn abroad(number: usize, mean: f64) -> Series {
    let days: Vec<f64> = (0..365)
        .map(|day| {
            let noise = 2.0 * unit(mix(&[number as u64, day])) - 1.0;
            0.12 * (TAU * (day as f64 - 15.0) / 365.0).cos() + 0.15 * noise
        })
        .collect();
    let hours: Vec<f64> = (0..24)
        .map(|hour| 0.1 * (TAU * (hour as f64 - 18.5) / 24.0).cos() + 0.06 * (TAU * (hour as f64 - 8.0) / 12.0).cos())
        .collect();
    (0..YEAR_HOURS)
        .map(|hour| mean * (1.0 + days[hour / 24] + hours[hour % 24]))
        .collect()
}
