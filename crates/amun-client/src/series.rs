//! What one usually wants to know of an hourly series.

use aurora_core::Result;
use aurora_core::table::{Column, Table, TimeIndex};
use jiff::SignedDuration;
use jiff::tz::TimeZone;

use crate::check::invalid;
use crate::types::HourlyPoint;

/// Mean load factor of a series, 0 to 1; `None` for an empty one.
#[must_use]
pub fn mean_load_factor(points: &[HourlyPoint]) -> Option<f64> {
    mean(points.iter().map(|point| point.load_factor))
}

/// Mean wind speed of a series in m/s; `None` for an empty one.
#[must_use]
pub fn mean_wind_speed(points: &[HourlyPoint]) -> Option<f64> {
    mean(points.iter().map(|point| point.wind_speed))
}

/// Means of one month.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct MonthlyMean {
    /// Calendar year (UTC).
    pub year: i16,
    /// Month, 1 to 12.
    pub month: i8,
    /// How many hours of it the series has.
    pub hours: usize,
    /// Mean load factor, 0 to 1.
    pub load_factor: f64,
    /// Mean wind speed (m/s).
    pub wind_speed: f64,
}

/// Means by calendar month (UTC), in the order of the series; a month that occurs in two years counts twice.
#[must_use]
pub fn monthly_means(points: &[HourlyPoint]) -> Vec<MonthlyMean> {
    let month = |point: &HourlyPoint| {
        let date = point.date_time.timestamp().to_zoned(TimeZone::UTC).date();
        (date.year(), date.month())
    };
    points
        .chunk_by(|a, b| month(a) == month(b))
        .filter_map(|hours| {
            let (year, month) = month(hours.first()?);
            let (load_factor, wind_speed) = (mean_load_factor(hours)?, mean_wind_speed(hours)?);
            Some(MonthlyMean {
                year,
                month,
                hours: hours.len(),
                load_factor,
                wind_speed,
            })
        })
        .collect()
}

/// The load factors of a series from the highest to the lowest: the value at position *n* is reached or exceeded in *n* + 1
/// hours.
#[must_use]
pub fn duration_curve(points: &[HourlyPoint]) -> Vec<f64> {
    let mut factors: Vec<f64> = points.iter().map(|point| point.load_factor).collect();
    factors.sort_by(|a, b| b.total_cmp(a));
    factors
}

/// A series as a table: start of the hour (UTC), wind speed (m/s), load factor (no unit).
///
/// # Errors
///
/// Fails with `InvalidRequest` when the series is empty or its hours do not follow one another.
pub fn to_table(points: &[HourlyPoint]) -> Result<Table> {
    let first = points.first().ok_or_else(|| invalid("the series is empty"))?;
    let hour = SignedDuration::from_hours(1);
    let gap = points.windows(2).find(|pair| {
        pair[1]
            .date_time
            .timestamp()
            .duration_since(pair[0].date_time.timestamp())
            != hour
    });
    if let Some([before, after]) = gap {
        let message = format!(
            "the series is not hourly: {} is followed by {}",
            before.date_time, after.date_time
        );
        return Err(invalid(message));
    }
    Table::new()
        .with_column(Column::numbers("wind_speed", points.iter().map(|point| point.wind_speed)).with_unit("m/s"))?
        .with_column(Column::numbers("load_factor", points.iter().map(|point| point.load_factor)).with_unit("1"))?
        .with_index(TimeIndex::hourly(first.date_time.timestamp()))
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> Option<f64> {
    let count = values.len();
    (count > 0).then(|| values.sum::<f64>() / count as f64)
}
