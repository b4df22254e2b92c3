//! Wind data: hourly series of a year, and the atlas's mean speed.

use serde::Serialize;
use serde_json::json;

use super::dataset::Dataset;
use super::load_factors::HourlyPoint;
use super::regions::{self, query_degrees};
use crate::reply::{Refusal, Reply};
use crate::server::Call;
use crate::times::{minute_text, year_start};
use crate::weather::Weather;

/// Years for which there is a series.
const YEARS: std::ops::RangeInclusive<i64> = 1979..=2024;

#[derive(Serialize)]
struct Hour {
    #[serde(rename = "dateTime")]
    date_time: String,
    #[serde(rename = "windSpeed")]
    wind_speed: f64,
}

/// `get_wind_series`: hourly speeds at 100 m of one calendar year. The shape of the answer is the sandbox's own choice.
pub(super) fn series(weather: &Weather, call: &Call) -> Result<Reply, Refusal> {
    let (latitude, longitude) = (query_degrees(call, "lat", 90.0)?, query_degrees(call, "lon", 180.0)?);
    let year = call
        .query("year")
        .ok_or_else(|| Refusal::invalid("the query parameter year is missing"))?;
    let year: i64 = year.parse().ok().filter(|year| YEARS.contains(year)).ok_or_else(|| {
        Refusal::invalid(format!(
            "year must be a whole number from {} to {}, not {year:?}",
            YEARS.start(),
            YEARS.end()
        ))
    })?;
    let name = call
        .query("dataset")
        .ok_or_else(|| Refusal::invalid("the query parameter dataset is missing"))?;
    let dataset = Dataset::named(name)
        .filter(|dataset| *dataset != Dataset::AuroraWindAtlas)
        .ok_or_else(|| Refusal::invalid(format!("dataset must be Era5, Merra2 or NEWA, not {name:?}")))?;
    let place = weather.place(latitude, longitude);
    let start = year_start(year) * 1440;
    let speeds = weather.year(&place, year);
    let hours: Vec<_> = speeds
        .iter()
        .enumerate()
        .map(|(index, speed)| Hour {
            date_time: minute_text(start + index as i64 * 60),
            wind_speed: speed * dataset.bias(),
        })
        .collect();
    Ok(Reply::ok(
        &json!({"lat": latitude, "lon": longitude, "year": year, "dataset": dataset.name(), "series": hours}),
    ))
}

/// `get_wind_atlas_average_speed`: the long-term mean at 100 m, lowered a little for a larger area.
pub(super) fn atlas(weather: &Weather, call: &Call) -> Result<Reply, Refusal> {
    let region = regions::find(call.parameter("region_code"))?;
    let (latitude, longitude) = (query_degrees(call, "lat", 90.0)?, query_degrees(call, "lon", 180.0)?);
    region.check(latitude, longitude)?;
    let radius = match (
        whole(call, "radius", 0..=1000)?,
        whole(call, "numberOfTurbines", 1..=100_000)?,
    ) {
        (Some(radius), _) => radius as f64,
        // A turbine takes a square of seven rotors by seven; the radius is that of a disc of all the squares.
        (None, Some(turbines)) => {
            let rotor = whole(call, "rotorDiameterInMeters", 1..=1000)?.unwrap_or(100) as f64;
            7.0 * rotor / 1000.0 * (turbines as f64 / std::f64::consts::PI).sqrt()
        }
        (None, None) => {
            return Err(Refusal::invalid("one of radius and numberOfTurbines is needed"));
        }
    };
    let place = weather.place(latitude, longitude);
    let speed = place.mean * Dataset::AuroraWindAtlas.bias() * (1.0 - 0.05 * radius / (radius + 100.0));
    Ok(Reply::ok(&json!({"averageWindSpeed": HourlyPoint::round(speed, 4)})))
}

fn whole(call: &Call, name: &str, range: std::ops::RangeInclusive<i64>) -> Result<Option<i64>, Refusal> {
    let Some(text) = call.query(name) else {
        return Ok(None);
    };
    match text.parse() {
        Ok(value) if range.contains(&value) => Ok(Some(value)),
        _ => Err(Refusal::invalid(format!(
            "{name} must be a whole number from {} to {}, not {text:?}",
            range.start(),
            range.end()
        ))),
    }
}
