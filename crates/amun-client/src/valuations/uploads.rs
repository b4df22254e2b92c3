//! Data of one's own for a valuation.

use aurora_core::Result;
use serde_json::Map;

use crate::load_factors::two_heights;
use crate::types::{CalibratedGenerationUpload, RawGenerationUpload, SpeedAtHeight, WindUpload};
use crate::{StartTime, check, complete};

/// The step of calibrated generation, which is always hourly.
const HOURLY: i64 = 60;
const HOURS_IN_YEAR: usize = 8760;
const HOURS_IN_LEAP_YEAR: usize = 8784;

impl RawGenerationUpload {
    /// Hourly generation (MW) from `start` on, of a farm with `capacity` MW.
    #[must_use]
    pub fn new(start: impl Into<StartTime>, capacity: f64, generation: Vec<f64>) -> Self {
        let own = Self::builder().start_time(start.into()).installed_capacity(capacity);
        complete(own.generation(generation).extra(Map::new()))
    }

    /// Sets the length of a step in minutes. Default: 60; nothing else was ever seen to work (unverified).
    #[must_use]
    pub fn with_granularity_in_mins(mut self, minutes: i64) -> Self {
        self.granularity_in_mins = minutes;
        self
    }

    /// Checks that the capacity is above 0, and the series finite and at least a year long.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` on the first field that is wrong; the message names field, value and limit.
    pub fn validate(&self) -> Result<()> {
        check::above_zero("installedCapacity", self.installed_capacity, "MW")?;
        check::granularity("granularityInMins", self.granularity_in_mins)?;
        check::a_year("generation", &self.generation, self.granularity_in_mins)
    }
}

impl CalibratedGenerationUpload {
    /// Hourly generation (MW) of a farm with `capacity` MW: `historic` from `start` on, and `calibrated` for one year.
    #[must_use]
    pub fn new(start: impl Into<StartTime>, capacity: f64, historic: Vec<f64>, calibrated: Vec<f64>) -> Self {
        let own = Self::builder().start_time(start.into()).installed_capacity(capacity);
        complete(
            own.historic_generation(historic)
                .calibrated_generation(calibrated)
                .extra(Map::new()),
        )
    }

    /// Checks that the capacity is above 0, both series finite, the historic one at least a year long and the calibrated one
    /// a year (8760 or 8784 hours).
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` on the first field that is wrong; the message names field, value and limit.
    pub fn validate(&self) -> Result<()> {
        check::above_zero("installedCapacity", self.installed_capacity, "MW")?;
        check::a_year("historicGeneration", &self.historic_generation, HOURLY)?;
        let years = HOURS_IN_YEAR..=HOURS_IN_LEAP_YEAR;
        aurora_core::check::length(
            "calibratedGeneration",
            self.calibrated_generation.len(),
            years,
            "values",
        )?;
        check::all_finite("calibratedGeneration", &self.calibrated_generation)
    }
}

impl WindUpload {
    /// Hourly wind speeds from `start` on.
    #[must_use]
    pub fn new(start: impl Into<StartTime>, speeds: SpeedAtHeight) -> Self {
        complete(
            Self::builder()
                .start_time(start.into())
                .low_height(speeds)
                .extra(Map::new()),
        )
    }

    /// Adds speeds at a greater height, as many as at the first. Unverified: the field is taken over from load factors.
    #[must_use]
    pub fn with_high_height(mut self, speeds: SpeedAtHeight) -> Self {
        self.high_height = Some(speeds);
        self
    }

    /// Checks that heights are above 0 and in order, and the series equally long, finite and at least a year.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` on the first field that is wrong; the message names field, value and limit.
    pub fn validate(&self) -> Result<()> {
        check::at_least_one("interval", self.interval)?;
        two_heights(&self.low_height, self.high_height.as_ref(), self.granularity_in_mins)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> StartTime {
        "2017-11-01T00:00:00.000Z".parse().unwrap()
    }

    fn year() -> Vec<f64> {
        vec![1.5; 8760]
    }

    fn refuses(rows: impl IntoIterator<Item = (Result<()>, &'static str)>) {
        for (result, message) in rows {
            let error = result.unwrap_err();
            assert!(error.to_string().contains(message), "{error}");
        }
    }

    #[test]
    fn generation_that_is_wrong_is_refused_with_field_value_and_limit() {
        let raw = |capacity, generation| RawGenerationUpload::new(start(), capacity, generation);
        let calibrated =
            |historic, calibrated| CalibratedGenerationUpload::new(start(), 1.0, historic, calibrated).validate();
        let mut with_gap = year();
        with_gap[3] = f64::NAN;
        let half_hourly = raw(1.0, year()).with_granularity_in_mins(30).validate();
        refuses([
            (raw(0.0, year()).validate(), "installedCapacity is 0 MW"),
            (raw(1.0, vec![1.0; 100]).validate(), "generation has 100 values"),
            (raw(1.0, with_gap).validate(), "generation[3] is NaN"),
            (
                half_hourly,
                "generation has 8760 values, but has to have at least 17520",
            ),
            (
                calibrated(year(), vec![1.0; 8000]),
                "calibratedGeneration has 8000 values",
            ),
            (calibrated(vec![], year()), "historicGeneration has 0 values"),
            (
                calibrated(year(), vec![1.0; 71_328]),
                "calibratedGeneration has 71328 values, but has to have from 8760 to 8784",
            ),
        ]);
    }

    #[test]
    fn wind_that_is_wrong_is_refused_with_field_value_and_limit() {
        let speeds = |height, count: usize| SpeedAtHeight::new(height, vec![5.0; count]);
        let one = |low| WindUpload::new(start(), low).validate();
        let two = |high| {
            WindUpload::new(start(), speeds(59.0, 8760))
                .with_high_height(high)
                .validate()
        };
        refuses([
            (one(speeds(0.0, 8760)), "lowHeight.height is 0 m"),
            (one(speeds(59.0, 8759)), "lowHeight.speeds has 8759 values"),
            (
                two(speeds(58.0, 8760)),
                "highHeight.height is 58 m, but has to be above the 59 m",
            ),
            (
                two(speeds(80.0, 8761)),
                "highHeight.speeds has 8761 values, but has to have as many as lowHeight: 8760",
            ),
        ]);
    }

    #[test]
    fn small_negative_values_overshoot_and_odd_lengths_are_real_data() {
        let mut generation = vec![1.0; 18_983];
        generation[0] = -0.04807;
        generation[1] = 26.68335;
        RawGenerationUpload::new(start(), 26.65, generation).validate().unwrap();
    }

    #[test]
    fn the_defaults_that_the_examples_add_are_sent() {
        let raw = serde_json::to_value(RawGenerationUpload::new(start(), 26.65, vec![2.5])).unwrap();
        assert_eq!(raw["granularityInMins"], 60);
        let wind = serde_json::to_value(WindUpload::new(start(), SpeedAtHeight::new(59.0, vec![5.29]))).unwrap();
        assert_eq!((&wind["interval"], &wind["granularityInMins"]), (&1.into(), &60.into()));
        assert_eq!(wind["startTime"], "2017-11-01T00:00:00.000Z");
        assert!(wind.get("highHeight").is_none());
    }
}
