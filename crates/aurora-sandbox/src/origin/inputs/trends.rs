//! What the tables of the world mean for a year or a month.

use std::f64::consts::TAU;

use crate::origin::market::world::{Kind, LINKS, Region, SUB_REGIONS, SUBSIDIES, Technology, VINTAGES};

/// Names of parts and their shares of the whole.
pub(super) type Shares = &'static [(&'static str, f64)];

pub(super) fn round(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// The divisions that a technology has in a region; empty lists where it has none.
pub(crate) fn divisions(region: &str, technology: &Technology) -> [Shares; 3] {
    let weather = ["onshoreWind", "offshoreWind", "solar"].contains(&technology.name);
    let thermal = matches!(technology.kind, Kind::Thermal { .. });
    match (region, weather, thermal) {
        ("gbr", true, _) => [SUB_REGIONS, SUBSIDIES, &[]],
        (_, _, true) => [&[], &[], VINTAGES],
        _ => [&[], &[], &[]],
    }
}

pub(super) fn share(part: Option<&str>, of: &[(&str, f64)]) -> f64 {
    let found = |name| of.iter().find(|(known, _)| *known == name).map(|(_, share)| *share);
    part.and_then(found).unwrap_or(1.0)
}

/// Highest demand of a year in GW, by the usual ratio to its mean.
pub(crate) fn peak(twh: f64) -> f64 {
    round(twh * 1000.0 / 8760.0 * 1.75)
}

/// What a direction of a link has; only the listed direction of a symmetric one has values of its own.
pub(super) fn link(from: &str, to: &str, variable: &str, year: i64) -> Option<f64> {
    let link = LINKS
        .iter()
        .find(|link| link.ends == [from, to] || link.ends == [to, from])?;
    let capacity = if link.ends == [from, to] {
        Some(link.forth)
    } else {
        link.back
    };
    match variable {
        _ if year < link.from => None,
        "capacity" => capacity,
        "lossFactor" => capacity.map(|_| 0.02),
        _ => None,
    }
}

/// Mean load factor of a month (1 to 12).
pub(super) fn load_factor(region: &Region, technology: &str, month: i64) -> f64 {
    let latitude = region.place.0;
    let winter = latitude.signum() * (TAU * (month as f64 - 1.0) / 12.0).cos();
    match technology {
        "onshoreWind" => region.wind * (1.0 + 0.25 * winter),
        "offshoreWind" => (region.wind + 0.14) * (1.0 + 0.22 * winter),
        "solar" => {
            let mean = 0.115 + 0.004 * (53.0 - latitude.abs());
            mean * (1.0 - (latitude.abs() / 75.0) * winter)
        }
        _ => region.hydro * (1.0 + 0.2 * (TAU * (month as f64 - 4.0) / 12.0).cos()),
    }
}

/// Share of thermal plants that is not under repair in a month: less in the summer, when it is needed least.
pub(super) fn availability(technology: &str, latitude: f64, month: i64) -> f64 {
    let winter = latitude.signum() * (TAU * (month as f64 - 1.0) / 12.0).cos();
    let mean = if technology == "nuclear" { 0.82 } else { 0.88 };
    mean + 0.05 * winter
}
