//! The instants of a table's rows.

use std::fmt;
use std::time::Duration;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::{Error, ErrorKind, Result};

const SECONDS_PER_DAY: i64 = 24 * 60 * 60;
const DAYS_PER_YEAR: i64 = 365;

/// The instants of a table's rows: a first one, and a step that is the same for all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimeIndex {
    /// The instant of the first row, in UTC.
    pub start: Timestamp,
    /// From each row to the next; never zero.
    pub step: Duration,
    /// The days that are counted.
    pub calendar: Calendar,
}

/// Which days a time index counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Calendar {
    /// All days.
    #[default]
    Gregorian,
    /// All but 29 February: each year has 365 days, that is 8760 hours, and 28 February is followed by 1 March.
    NoLeapDay,
}

impl TimeIndex {
    /// An index from `start` on, over all days.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::InvalidRequest`] when the step is zero.
    pub fn new(start: Timestamp, step: Duration) -> Result<Self> {
        if step.is_zero() {
            return Err(refused("the step of a time index is 0 s, but has to be longer"));
        }
        Ok(Self {
            start,
            step,
            calendar: Calendar::Gregorian,
        })
    }

    /// An index with a row per hour, over all days.
    #[must_use]
    pub fn hourly(start: Timestamp) -> Self {
        Self {
            start,
            step: Duration::from_secs(3600),
            calendar: Calendar::Gregorian,
        }
    }

    /// The same index over other days.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::InvalidRequest`] when the calendar does not have the day of the first row.
    pub fn with_calendar(mut self, calendar: Calendar) -> Result<Self> {
        if calendar == Calendar::NoLeapDay && utc(self.start).date().day_of_year_no_leap().is_none() {
            let message = format!("a time index without leap days cannot start on one, at {}", self.start);
            return Err(refused(message));
        }
        self.calendar = calendar;
        Ok(self)
    }

    /// The instant of a row, counted from 0.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::InvalidRequest`] when it lies beyond the year 9999.
    pub fn at(&self, row: usize) -> Result<Timestamp> {
        let offset = u32::try_from(row)
            .ok()
            .and_then(|rows| self.step.checked_mul(rows))
            .and_then(|offset| SignedDuration::try_from(offset).ok());
        let instant = offset.and_then(|offset| match self.calendar {
            Calendar::Gregorian => self.start.checked_add(offset).ok(),
            Calendar::NoLeapDay => after_without_leap_days(utc(self.start), offset),
        });
        instant.ok_or_else(|| {
            refused(format!(
                "row {row} of a table that starts at {} lies beyond the year 9999",
                self.start
            ))
        })
    }
}

/// The first of the rows and the step, for logs.
impl fmt::Display for TimeIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "from {} every {} s", self.start, self.step.as_secs_f64())?;
        match self.calendar {
            Calendar::Gregorian => Ok(()),
            Calendar::NoLeapDay => f.write_str(" without leap days"),
        }
    }
}

fn utc(instant: Timestamp) -> DateTime {
    TimeZone::UTC.to_datetime(instant)
}

/// The instant that lies so long after another where no year has a 29 February.
fn after_without_leap_days(start: DateTime, offset: SignedDuration) -> Option<Timestamp> {
    let day_of_year = i64::from(start.date().day_of_year_no_leap()?) - 1;
    let days = i64::from(start.year()) * DAYS_PER_YEAR + day_of_year;
    let in_day = start.time().duration_since(jiff::civil::Time::midnight());
    let total = SignedDuration::from_secs(days.checked_mul(SECONDS_PER_DAY)?)
        .checked_add(in_day)?
        .checked_add(offset)?;
    let (days, seconds) = (
        total.as_secs().div_euclid(SECONDS_PER_DAY),
        total.as_secs().rem_euclid(SECONDS_PER_DAY),
    );
    let year = i16::try_from(days.div_euclid(DAYS_PER_YEAR)).ok()?;
    let day_of_year = i16::try_from(days.rem_euclid(DAYS_PER_YEAR)).ok()? + 1;
    let date = Date::new(year, 1, 1)
        .ok()?
        .with()
        .day_of_year_no_leap(day_of_year)
        .build()
        .ok()?;
    let rest = SignedDuration::new(seconds, total.subsec_nanos());
    let midnight = date.to_zoned(TimeZone::UTC).ok()?.timestamp();
    midnight.checked_add(rest).ok()
}

fn refused(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidRequest, message)
}

#[cfg(test)]
mod tests {
    use super::super::{Column, HeaderRows, Table};
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn no_leap(start: &str) -> TimeIndex {
        TimeIndex::hourly(at(start)).with_calendar(Calendar::NoLeapDay).unwrap()
    }

    #[test]
    fn a_year_without_leap_day_has_8760_hours_and_ends_on_31_december() {
        for (year, is_leap) in [(2040, true), (2050, false), (2000, true), (2100, false)] {
            let index = no_leap(&format!("{year}-01-01T00:00:00Z"));
            let hour = |row| index.at(row).unwrap().to_string();
            assert_eq!(hour(59 * 24 - 1), format!("{year}-02-28T23:00:00Z"));
            assert_eq!(hour(59 * 24), format!("{year}-03-01T00:00:00Z"), "{is_leap}");
            assert_eq!(hour(8759), format!("{year}-12-31T23:00:00Z"));
            assert_eq!(hour(8760), format!("{}-01-01T00:00:00Z", year + 1));
            assert_eq!(hour(3 * 8760 + 59 * 24), format!("{}-03-01T00:00:00Z", year + 3));
        }
    }

    #[test]
    fn a_step_with_a_fraction_keeps_it_and_the_end_of_time_is_an_error() {
        let index = TimeIndex::new(at("2040-02-28T23:59:59.5Z"), Duration::from_millis(250))
            .and_then(|index| index.with_calendar(Calendar::NoLeapDay))
            .unwrap();
        assert_eq!(index.at(1).unwrap(), at("2040-02-28T23:59:59.75Z"));
        assert_eq!(index.at(2).unwrap(), at("2040-03-01T00:00:00Z"));
        assert!(no_leap("9999-01-01T00:00:00Z").at(8760).is_err());
        assert!(no_leap("9999-01-01T00:00:00Z").at(usize::MAX).is_err());
    }

    #[test]
    fn an_index_without_leap_days_cannot_start_on_one() {
        let error = TimeIndex::hourly(at("2040-02-29T12:00:00Z")).with_calendar(Calendar::NoLeapDay);
        assert_eq!(error.unwrap_err().kind(), ErrorKind::InvalidRequest);
        assert_eq!(
            no_leap("2040-03-01T00:00:00Z").to_string(),
            "from 2040-03-01T00:00:00Z every 3600 s without leap days"
        );
    }

    #[test]
    fn a_leap_year_without_its_day_comes_back_from_csv() {
        let table = Table::new()
            .with_column(Column::numbers("x", (0..8760).map(f64::from)))
            .and_then(|table| table.with_index(no_leap("2040-01-01T00:00:00Z")))
            .unwrap();
        let mut bytes = Vec::new();
        table.to_csv(&mut bytes, HeaderRows::One).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(!text.contains("2040-02-29"), "29 February is written");
        assert_eq!(Table::from_csv(text.as_bytes(), HeaderRows::One).unwrap(), table);
    }
}
