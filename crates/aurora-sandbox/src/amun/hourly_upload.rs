//! Uploaded hourly data, and the typical year made of it.

use crate::reply::Refusal;
use crate::times::{YEAR_HOURS, month_of_slot, slot_of};

/// Hourly values from an hour on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct HourlyUpload {
    /// Hour of the first value, counted from 1970.
    start: i64,
    values: Vec<f64>,
}

impl HourlyUpload {
    /// Values from a time (minutes since 1970), one per `granularity` minutes: finer ones are averaged to hours, coarser ones
    /// repeated. Less than a year (8760 hours) is refused.
    pub(super) fn new(name: &str, start: i64, values: &[f64], granularity: i64) -> Result<HourlyUpload, Refusal> {
        let values: Vec<f64> = match granularity {
            1..=60 if 60 % granularity == 0 => {
                let block = (60 / granularity) as usize;
                values
                    .chunks_exact(block)
                    .map(|hour| hour.iter().sum::<f64>() / block as f64)
                    .collect()
            }
            61..=1440 if granularity % 60 == 0 => {
                let hours = (granularity / 60) as usize;
                values
                    .iter()
                    .flat_map(|value| std::iter::repeat_n(*value, hours))
                    .collect()
            }
            other => {
                return Err(Refusal::invalid(format!(
                    "granularityInMins must divide an hour or be whole hours, not {other}"
                )));
            }
        };
        if values.len() < YEAR_HOURS {
            let message = format!(
                "{name} must hold at least one year of hourly values ({YEAR_HOURS}), not {}",
                values.len()
            );
            return Err(Refusal::bad("InsufficientData", message));
        }
        Ok(HourlyUpload {
            start: start.div_euclid(60),
            values,
        })
    }

    pub(super) fn mean(&self) -> f64 {
        mean(&self.values)
    }

    /// The same hours with each value changed.
    pub(super) fn map(&self, change: impl Fn(usize, f64) -> f64) -> HourlyUpload {
        let values = self
            .values
            .iter()
            .enumerate()
            .map(|(index, value)| change(index, *value))
            .collect();
        HourlyUpload {
            start: self.start,
            values,
        }
    }

    pub(super) fn values(&self) -> &[f64] {
        &self.values
    }

    /// The uploaded hours from `start` on, if all of them are there.
    pub(super) fn covering(&self, start: i64, count: usize) -> Option<&[f64]> {
        let first = usize::try_from(start - self.start).ok()?;
        self.values.get(first..first.checked_add(count)?)
    }

    /// A typical year of 8760 hours from `start` on.
    ///
    /// The upload is cut into whole calendar years (29 February left out); for each month the year whose mean is nearest to
    /// the mean of that month over all years is taken; the result is scaled to the mean of all whole years.
    pub(super) fn typical(&self, start: i64) -> Vec<f64> {
        let years = self.years();
        let chosen: Vec<usize> = (0..12).map(|month| nearest_year(&years, month)).collect();
        let year: Vec<f64> = (0..YEAR_HOURS)
            .map(|slot| years[chosen[month_of_slot(slot)]][slot])
            .collect();
        let target = years.iter().map(|year| mean(year)).sum::<f64>() / years.len() as f64;
        let own = mean(&year);
        let factor = if own > 0.0 { target / own } else { 1.0 };
        (0..YEAR_HOURS as i64)
            .map(|offset| year[slot_or_day_before(start + offset)] * factor)
            .collect()
    }

    /// One vector of 8760 slots per whole year; the k-th value met for a slot belongs to the k-th year.
    fn years(&self) -> Vec<Vec<f64>> {
        let mut met = vec![0_usize; YEAR_HOURS];
        let mut years: Vec<Vec<f64>> = Vec::new();
        for (offset, value) in self.values.iter().enumerate() {
            let Some(slot) = slot_of(self.start + offset as i64) else {
                continue;
            };
            if met[slot] == years.len() {
                years.push(vec![f64::NAN; YEAR_HOURS]);
            }
            years[met[slot]][slot] = *value;
            met[slot] += 1;
        }
        let whole = met.iter().copied().min().unwrap_or(0);
        years.truncate(whole.max(1));
        if whole == 0 {
            // 8760 values with a leap day among them end a day early: that day repeats the one before it.
            fill_gaps(&mut years[0]);
        }
        years
    }
}

fn fill_gaps(year: &mut [f64]) {
    for _ in 0..2 {
        for slot in 0..YEAR_HOURS {
            if year[slot].is_nan() {
                year[slot] = year[(slot + YEAR_HOURS - 24) % YEAR_HOURS];
            }
        }
    }
}

fn slot_or_day_before(hour: i64) -> usize {
    slot_of(hour).or_else(|| slot_of(hour - 24)).unwrap_or(0)
}

fn month_mean(year: &[f64], month: usize) -> f64 {
    let values: Vec<f64> = year
        .iter()
        .enumerate()
        .filter(|(slot, _)| month_of_slot(*slot) == month)
        .map(|(_, value)| *value)
        .collect();
    mean(&values)
}

fn nearest_year(years: &[Vec<f64>], month: usize) -> usize {
    let means: Vec<f64> = years.iter().map(|year| month_mean(year, month)).collect();
    let target = mean(&means);
    let distance = |index: &usize| (means[*index] - target).abs();
    (0..means.len())
        .min_by(|a, b| distance(a).total_cmp(&distance(b)))
        .unwrap_or(0)
}

pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::times::{hours_in, parse};

    fn upload(start: &str, values: &[f64]) -> HourlyUpload {
        HourlyUpload::new("speeds", parse(start).unwrap(), values, 60).unwrap()
    }

    #[test]
    fn one_year_comes_back_hour_by_hour_whatever_hour_it_is_asked_from() {
        let values: Vec<f64> = (0..YEAR_HOURS).map(|hour| hour as f64).collect();
        let one = upload("2017-01-01T00:00Z", &values);
        let hour = |text| parse(text).unwrap() / 60;
        assert_eq!(one.typical(hour("2013-01-01T00:00Z")), values);
        let shifted = one.typical(hour("2012-12-31T23:00Z"));
        assert_eq!((shifted[0], shifted[1]), (8759.0, 0.0));
    }

    #[test]
    fn several_years_keep_their_mean() {
        let hours: usize = (2016..2019).map(hours_in).sum();
        let values: Vec<f64> = (0..hours)
            .map(|hour| 5.0 + (hour / 8784) as f64 + (hour % 24) as f64 / 24.0)
            .collect();
        let three = upload("2016-01-01T00:00Z", &values);
        let typical = three.typical(parse("2018-01-01T00:00Z").unwrap() / 60);
        assert_eq!(typical.len(), YEAR_HOURS);
        assert!((mean(&typical) - three.mean()).abs() < 0.01);
    }

    #[test]
    fn a_leap_years_8760_hours_are_enough_and_one_less_is_not() {
        let leap = upload("2016-01-01T00:00Z", &vec![4.0; YEAR_HOURS]);
        assert!(leap.typical(0).iter().all(|value| *value == 4.0));
        let short = HourlyUpload::new("speeds", 0, &vec![4.0; YEAR_HOURS - 1], 60).unwrap_err();
        assert_eq!(short.code, "InsufficientData");
    }

    #[test]
    fn finer_values_are_averaged_to_hours() {
        let halves: Vec<f64> = (0..2 * YEAR_HOURS).map(|half| (half % 2) as f64).collect();
        let upload = HourlyUpload::new("speeds", 0, &halves, 30).unwrap();
        assert!(upload.values().iter().all(|value| *value == 0.5));
        assert!(HourlyUpload::new("speeds", 0, &halves, 7).is_err());
    }
}
