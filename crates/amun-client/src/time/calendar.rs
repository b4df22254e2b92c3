//! The calendar of Amun's forecasts, as it follows from a recorded answer.
//!
//! A forecast takes the 8760 hours of one reference year and lays them out one after another from 1 January of each
//! forecast year. In a leap year this fills 29 February, moves every later hour by a day, and leaves nothing for
//! 31 December. Financial years run from April to March and carry the number of the year in which they end.

use aurora_core::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::check::invalid;
use crate::time::hours_after;
use crate::types;

/// Hours of every forecast year, leap years included.
pub const HOURS_IN_FORECAST_YEAR: u32 = 8760;

/// A part of a forecast year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// The whole year.
    Year,
    /// A calendar quarter, 1 to 4.
    Quarter(u8),
    /// A month, 1 to 12.
    Month(u8),
}

impl Period {
    /// The first and last month.
    fn months(self) -> Result<(u8, u8)> {
        match self {
            Self::Year => Ok((1, 12)),
            Self::Quarter(quarter @ 1..=4) => Ok((3 * quarter - 2, 3 * quarter)),
            Self::Month(month @ 1..=12) => Ok((month, month)),
            Self::Quarter(other) => Err(invalid(format!("a year has no quarter {other}, use 1 to 4"))),
            Self::Month(other) => Err(invalid(format!("a year has no month {other}, use 1 to 12"))),
        }
    }
}

/// The financial year to which a month belongs: April to March, named after the year it ends in.
///
/// ```
/// use amun_client::time::calendar::financial_year;
///
/// assert_eq!(financial_year(2020, 3)?, 2020);
/// assert_eq!(financial_year(2020, 4)?, 2021);
/// # Ok::<(), amun_client::Error>(())
/// ```
///
/// # Errors
///
/// Fails when `month` is not 1 to 12.
pub fn financial_year(year: i64, month: u8) -> Result<i64> {
    let (month, _) = Period::Month(month).months()?;
    Ok(if month >= 4 { year + 1 } else { year })
}

/// How many hours of the reference year fall into a period of a forecast year.
///
/// In leap years February has 696 hours and December 720; the year has 8760 in any case.
///
/// ```
/// use amun_client::time::calendar::{Period, hours_in_forecast_period};
///
/// assert_eq!(hours_in_forecast_period(2020, Period::Month(2))?, 696);
/// assert_eq!(hours_in_forecast_period(2020, Period::Month(12))?, 720);
/// assert_eq!(hours_in_forecast_period(2020, Period::Year)?, 8760);
/// # Ok::<(), amun_client::Error>(())
/// ```
///
/// # Errors
///
/// Fails when the quarter or month does not exist, or the year is not within -9999 to 9999.
pub fn hours_in_forecast_period(year: i64, period: Period) -> Result<u32> {
    let (first, last) = period.months()?;
    let mut days = 0;
    for month in first..=last {
        days += u32::from(first_day(year, month)?.days_in_month().unsigned_abs());
    }
    let lost_days = u32::from(last == 12 && first_day(year, 1)?.in_leap_year());
    Ok(24 * (days - lost_days))
}

/// Where each hour of the reference year lands in a forecast year: 8760 instants from 1 January 00:00 UTC.
///
/// # Errors
///
/// Fails when the year is not within -9998 to 9998.
pub fn forecast_hours(year: i64) -> Result<Vec<Timestamp>> {
    let start = first_day(year, 1)?
        .to_zoned(TimeZone::UTC)
        .map_err(|_| no_such_year(year))?
        .timestamp();
    (0..i64::from(HOURS_IN_FORECAST_YEAR))
        .map(|hour| hours_after(start, hour).ok_or_else(|| no_such_year(year)))
        .collect()
}

/// Which part of a year a result is about: a month if it names one, else a quarter, else the year.
///
/// `None` when it names a month or quarter that this version does not know.
#[must_use]
pub fn period_of(result: &types::ForecastPeriod) -> Option<Period> {
    match (&result.month, &result.quarter) {
        (Some(month), _) => number_of_month(month).map(Period::Month),
        (None, Some(quarter)) => number_of_quarter(quarter).map(Period::Quarter),
        (None, None) => Some(Period::Year),
    }
}

fn number_of_month(month: &types::Month) -> Option<u8> {
    const MONTHS: [types::Month; 12] = [
        types::Month::January,
        types::Month::February,
        types::Month::March,
        types::Month::April,
        types::Month::May,
        types::Month::June,
        types::Month::July,
        types::Month::August,
        types::Month::September,
        types::Month::October,
        types::Month::November,
        types::Month::December,
    ];
    (1..)
        .zip(&MONTHS)
        .find(|(_, known)| *known == month)
        .map(|(number, _)| number)
}

fn number_of_quarter(quarter: &types::Quarter) -> Option<u8> {
    match quarter {
        types::Quarter::Q1 => Some(1),
        types::Quarter::Q2 => Some(2),
        types::Quarter::Q3 => Some(3),
        types::Quarter::Q4 => Some(4),
        _ => None,
    }
}

fn first_day(year: i64, month: u8) -> Result<Date> {
    let in_range = i16::try_from(year).ok().zip(i8::try_from(month).ok());
    in_range
        .and_then(|(year, month)| Date::new(year, month, 1).ok())
        .ok_or_else(|| no_such_year(year))
}

fn no_such_year(year: i64) -> aurora_core::Error {
    invalid(format!("year is {year}, use -9998 to 9998"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn financial_years_end_in_march() {
        let rows = [
            (2020, 1, 2020),
            (2020, 3, 2020),
            (2020, 4, 2021),
            (2020, 12, 2021),
            (2021, 2, 2021),
            (2040, 10, 2041),
        ];
        for (year, month, expected) in rows {
            assert_eq!(financial_year(year, month).unwrap(), expected, "{year}-{month}");
        }
        for month in [0, 13] {
            assert!(
                financial_year(2020, month)
                    .unwrap_err()
                    .to_string()
                    .contains("use 1 to 12")
            );
        }
    }

    #[test]
    fn a_leap_year_has_its_29_february_and_no_31_december() {
        use Period::{Month, Quarter, Year};
        let rows = [
            (2020, Month(2), 696),
            (2020, Month(12), 720),
            (2020, Quarter(1), 2184),
            (2020, Quarter(4), 2184),
            (2020, Year, 8760),
            (2021, Month(2), 672),
            (2021, Month(12), 744),
            (2021, Quarter(1), 2160),
            (2021, Quarter(4), 2208),
            (2021, Year, 8760),
        ];
        for (year, period, hours) in rows {
            assert_eq!(
                hours_in_forecast_period(year, period).unwrap(),
                hours,
                "{year} {period:?}"
            );
        }
    }

    #[test]
    fn months_and_quarters_of_every_year_add_up_to_it() {
        for year in 2019..=2041 {
            let months: u32 = (1..=12)
                .map(|m| hours_in_forecast_period(year, Period::Month(m)).unwrap())
                .sum();
            let quarters: u32 = (1..=4)
                .map(|q| hours_in_forecast_period(year, Period::Quarter(q)).unwrap())
                .sum();
            assert_eq!((months, quarters), (8760, 8760), "{year}");
        }
    }

    #[test]
    fn the_hours_of_a_leap_year_run_through_29_february_and_end_on_30_december() {
        let hours = forecast_hours(2020).unwrap();
        assert_eq!(hours.len(), 8760);
        assert_eq!(hours[59 * 24].to_string(), "2020-02-29T00:00:00Z");
        assert_eq!(hours[8759].to_string(), "2020-12-30T23:00:00Z");
        assert_eq!(forecast_hours(2021).unwrap()[8759].to_string(), "2021-12-31T23:00:00Z");
    }

    #[test]
    fn a_year_that_no_calendar_has_is_refused() {
        for year in [40_000, -40_000, 10_000] {
            assert!(forecast_hours(year).is_err(), "{year}");
        }
    }
}
