//! What is worth knowing of a load-factor result at a glance.

use aurora_energy::amun::series;
use aurora_energy::amun::types::{HourlyPoint, LoadFactorResult};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A result at a glance: the figures and the months.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Means and extremes.
    #[serde(flatten)]
    pub figures: Figures,
    /// Mean load factors by calendar month (UTC), January first.
    pub monthly: Vec<Month>,
}

/// Means and extremes of one result. Load factors are shares of rated capacity after losses, 0 to 1.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    /// Wind type of the request, as the service repeats it.
    pub wind_type: Option<String>,
    /// Hours of the typical year.
    pub hours: usize,
    /// Mean load factor of the typical year.
    pub mean_load_factor: Option<f64>,
    /// Hours at full load that give the same yield as the typical year.
    pub full_load_hours: f64,
    /// Highest hourly load factor of the typical year.
    pub max_load_factor: Option<f64>,
    /// Mean wind speed of the typical year in m/s.
    pub mean_wind_speed: Option<f64>,
    /// Mean load factor of the actual weather of the year that starts at the request's start time.
    pub weather_year_mean_load_factor: Option<f64>,
    /// Id to quote to the service's support.
    pub load_factor_request_id: Option<String>,
}

/// Mean load factors of a calendar month.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Month {
    /// 1 is January.
    pub month: i8,
    /// Of the typical year; `null` when the series has no hour in this month.
    pub typical: Option<f64>,
    /// Of the actual weather.
    pub weather_year: Option<f64>,
}

impl Summary {
    /// Sums up a result.
    #[must_use]
    pub fn of(result: &LoadFactorResult) -> Self {
        let by_month = monthly(&result.typical_hourly)
            .into_iter()
            .zip(monthly(&result.weather_year_hourly));
        let months = (1..).zip(by_month);
        Self {
            figures: Figures::of(result),
            monthly: months
                .map(|(month, (typical, weather_year))| Month {
                    month,
                    typical,
                    weather_year,
                })
                .collect(),
        }
    }
}

impl Figures {
    /// The figures of a result.
    #[must_use]
    pub fn of(result: &LoadFactorResult) -> Self {
        let (typical, weather_year) = (&result.typical_hourly, &result.weather_year_hourly);
        let factors = typical.iter().map(|point| point.load_factor);
        let echo = result.parameters.as_ref();
        let wind_type = echo
            .and_then(|echo| echo.extra.get("windType"))
            .and_then(|kind| kind.as_str());
        Self {
            wind_type: wind_type.map(str::to_owned),
            hours: typical.len(),
            mean_load_factor: series::mean_load_factor(typical),
            full_load_hours: factors.clone().sum(),
            max_load_factor: factors.reduce(f64::max),
            mean_wind_speed: series::mean_wind_speed(typical),
            weather_year_mean_load_factor: series::mean_load_factor(weather_year),
            load_factor_request_id: echo.and_then(|echo| echo.load_factor_request_id.clone()),
        }
    }
}

/// Mean load factor of each month, January first. A series that begins an hour before the year has two Decembers, which
/// count as one.
#[must_use]
pub fn monthly(points: &[HourlyPoint]) -> [Option<f64>; 12] {
    let mut sums = [(0.0, 0.0); 12];
    for mean in series::monthly_means(points) {
        let hours = mean.hours as f64;
        if let Some((sum, all)) = usize::try_from(mean.month - 1)
            .ok()
            .and_then(|month| sums.get_mut(month))
        {
            *sum += mean.load_factor * hours;
            *all += hours;
        }
    }
    sums.map(|(sum, hours)| (hours > 0.0).then(|| sum / hours))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(times: &[(&str, f64)]) -> Vec<HourlyPoint> {
        let point =
            |(time, factor): &(&str, f64)| serde_json::json!({"dateTime": time, "loadFactor": factor, "windSpeed": 7});
        serde_json::from_value(times.iter().map(point).collect()).unwrap()
    }

    #[test]
    fn two_decembers_count_as_one() {
        let months = monthly(&points(&[
            ("2012-12-31T23:00Z", 0.2),
            ("2013-01-01T00:00Z", 0.5),
            ("2013-12-31T22:00Z", 0.4),
        ]));
        assert_eq!(months[0], Some(0.5));
        assert!((months[11].unwrap() - 0.3).abs() < 1e-12);
        assert_eq!(months[1], None);
    }

    #[test]
    fn a_result_without_series_has_no_means() {
        let result: LoadFactorResult = serde_json::from_value(serde_json::json!({"parameters": null})).unwrap();
        let summary = Summary::of(&result);
        assert_eq!((summary.figures.hours, summary.figures.mean_load_factor), (0, None));
        assert!(summary.monthly.iter().all(|month| month.typical.is_none()));
    }
}
