//! Instants as the services write and read them, and the calendar of hourly series. Everything is UTC.

use jiff::Timestamp;

/// Hours of a year without a leap day.
pub(crate) const YEAR_HOURS: usize = 8760;
const DAYS: [usize; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// Minutes since 1970 of a time in any of the forms met in requests: `2018-01-01T00:00:00.000Z`, `2012-12-31T23:00Z`,
/// `2017-11-01 00:00:00 GMT+0000`.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    let normal = text.strip_suffix(" GMT+0000").map(|bare| format!("{bare}Z"));
    let time: Timestamp = normal.as_deref().unwrap_or(text).parse().ok()?;
    Some(time.as_second().div_euclid(60))
}

/// A time as hourly rows have it, with minutes and no seconds: `2018-01-01T00:00Z`.
pub(crate) fn minute_text(minutes: i64) -> String {
    let (year, month, day) = date_of(minutes.div_euclid(1440));
    let minute = minutes.rem_euclid(1440);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}Z", minute / 60, minute % 60)
}

/// Year, month (1 to 12) and day (1 to 31) of a day counted from 1970-01-01, by the proleptic Gregorian calendar.
pub(crate) fn date_of(day: i64) -> (i64, usize, usize) {
    // Days are counted from 0000-03-01, so that the leap day is the last one of its year.
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let calendar_month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year_of_era + i64::from(calendar_month <= 2);
    (year, calendar_month as usize, day as usize)
}

/// The day, counted from 1970-01-01, on which a year starts.
pub(crate) fn year_start(year: i64) -> i64 {
    let before = year - 1;
    before * 365 + before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400) - 719_162
}

pub(crate) fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

pub(crate) fn hours_in(year: i64) -> usize {
    YEAR_HOURS + if is_leap(year) { 24 } else { 0 }
}

/// Calendar year of an hour counted from 1970, and the hour's number in it, from 0.
pub(crate) fn year_and_hour(hour: i64) -> (i64, usize) {
    let (year, _, _) = date_of(hour.div_euclid(24));
    (year, (hour - year_start(year) * 24) as usize)
}

/// Month (0 to 11) of an hour counted from 1970.
pub(crate) fn month_of(hour: i64) -> usize {
    date_of(hour.div_euclid(24)).1 - 1
}

/// Days of each month of a year.
pub(crate) fn month_days(year: i64) -> [usize; 12] {
    let mut days = DAYS;
    days[1] += usize::from(is_leap(year));
    days
}

/// The slot of an hour in a year without a leap day (0 to 8759); `None` on 29 February.
pub(crate) fn slot_of(hour: i64) -> Option<usize> {
    let (_, month, day) = date_of(hour.div_euclid(24));
    if (month, day) == (2, 29) {
        return None;
    }
    let days: usize = DAYS[..month - 1].iter().sum();
    Some((days + day - 1) * 24 + hour.rem_euclid(24) as usize)
}

/// Month (0 to 11) of a slot of [`slot_of`].
pub(crate) fn month_of_slot(slot: usize) -> usize {
    let mut hours = 0;
    DAYS.iter()
        .position(|days| {
            hours += days * 24;
            slot < hours
        })
        .unwrap_or(11)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_the_forms_met_in_requests_are_read() {
        let midnight = parse("2018-01-01T00:00:00.000Z").unwrap();
        assert_eq!(minute_text(midnight), "2018-01-01T00:00Z");
        assert_eq!(parse("2018-01-01T00:00Z"), Some(midnight));
        assert_eq!(parse("2018-01-01 00:00:00 GMT+0000"), Some(midnight));
        assert_eq!(parse("2018-01-01T01:30+01:00"), Some(midnight + 30));
        assert_eq!(parse("yesterday"), None);
    }

    #[test]
    fn the_calendar_agrees_with_a_calendar_library() {
        for day in (-40_000..60_000).step_by(17) {
            let expected = Timestamp::from_second(day * 86_400).unwrap().to_string();
            assert_eq!(minute_text(day * 1440), expected.replace("00:00:00Z", "00:00Z"));
            let (year, hour) = year_and_hour(day * 24 + 5);
            assert_eq!(year_start(year) * 24 + hour as i64, day * 24 + 5);
        }
    }

    #[test]
    fn the_leap_day_has_no_slot_and_the_rest_of_the_year_keeps_its_own() {
        let hour = |text| parse(text).unwrap() / 60;
        assert_eq!(slot_of(hour("2020-02-29T05:00Z")), None);
        assert_eq!(slot_of(hour("2020-12-31T23:00Z")), Some(YEAR_HOURS - 1));
        assert_eq!(slot_of(hour("2019-03-01T00:00Z")), slot_of(hour("2020-03-01T00:00Z")));
        assert_eq!((month_of_slot(0), month_of_slot(744), month_of_slot(8759)), (0, 1, 11));
    }
}
