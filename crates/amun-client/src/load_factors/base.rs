//! The farm of a load factor calculation.

use std::slice::from_ref;

use aurora_core::Result;

use crate::types::{BaseWindProfile, LoadFactorBase};
use crate::{Losses, StartTime, check, complete};

impl LoadFactorBase {
    /// A farm at a place, without losses, turbine, obstacles or smoothing.
    ///
    /// `latitude` (-90 to 90) and `longitude` (-180 to 180) are in degrees, `hub_height` in m; `start` is the first hour of the
    /// result, `region_code` a lower-case code such as `gbr`.
    #[must_use]
    pub fn new(
        latitude: f64,
        longitude: f64,
        start: impl Into<StartTime>,
        region_code: impl Into<String>,
        hub_height: f64,
    ) -> Self {
        let place = Self::builder()
            .latitude(latitude)
            .longitude(longitude)
            .region_code(region_code.into());
        complete(place.start_time_utc(start.into()).hub_height(hub_height))
    }

    /// Sets the turbine model and how many of them there are. Uploaded generation needs neither.
    #[must_use]
    pub fn with_turbines(mut self, turbine_model_id: i64, number: i64) -> Self {
        self.turbine_model_id = Some(turbine_model_id);
        self.number_of_turbines = Some(number);
        self
    }

    /// Sets all six losses.
    #[must_use]
    pub fn with_losses(mut self, losses: Losses) -> Self {
        self.losses_wake = losses.wake;
        self.losses_availability = losses.availability;
        self.losses_electrical = losses.electrical;
        self.losses_turbine_performance = losses.turbine_performance;
        self.losses_environmental = losses.environmental;
        self.losses_other_curtailment = losses.other_curtailment;
        self
    }

    /// The six losses.
    #[must_use]
    pub fn losses(&self) -> Losses {
        Losses {
            wake: self.losses_wake,
            availability: self.losses_availability,
            electrical: self.losses_electrical,
            turbine_performance: self.losses_turbine_performance,
            environmental: self.losses_environmental,
            other_curtailment: self.losses_other_curtailment,
        }
    }

    /// Sets the height of obstacles nearby (m). Default: 0.
    #[must_use]
    pub fn with_obstacle_height(mut self, metres: f64) -> Self {
        self.obstacle_height = metres;
        self
    }

    /// Switches power curve smoothing with the region's coefficient on or off. Default: off.
    #[must_use]
    pub fn with_power_curve_smoothing(mut self, on: bool) -> Self {
        self.use_power_curve_smoothing = Some(on);
        self
    }

    /// Switches power curve smoothing on, with a coefficient of one's own (no unit).
    #[must_use]
    pub fn with_smoothing_coefficient(mut self, coefficient: f64) -> Self {
        self.use_power_curve_smoothing = Some(true);
        self.smoothing_coefficient = Some(coefficient);
        self
    }

    /// Sets the dataset beneath a calibration. Default: the service's choice.
    #[must_use]
    pub fn with_base_wind_profile(mut self, profile: BaseWindProfile) -> Self {
        self.base_wind_profile = Some(profile);
        self
    }

    /// Sets the first hour of the result.
    #[must_use]
    pub fn with_start(mut self, start: impl Into<StartTime>) -> Self {
        self.start_time_utc = start.into();
        self
    }

    /// Sets the hub height (m).
    #[must_use]
    pub fn with_hub_height(mut self, metres: f64) -> Self {
        self.hub_height = metres;
        self
    }

    /// Checks ranges and that all numbers are finite.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` on the first field that is out of its range; the message names field, value and limit.
    pub fn validate(&self) -> Result<()> {
        check::numbers(self.numbers())?;
        check::latitude("latitude", self.latitude)?;
        check::longitude("longitude", self.longitude)?;
        check::region_code("regionCode", &self.region_code)?;
        check::above_zero("hubHeight", self.hub_height, "m")?;
        if let Some(number) = self.number_of_turbines {
            check::at_least_one("numberOfTurbines", number)?;
        }
        self.losses().validate()
    }

    /// All numbers with a fraction, by the name of their field.
    pub(super) fn numbers(&self) -> Vec<(&'static str, &[f64])> {
        vec![
            ("latitude", from_ref(&self.latitude)),
            ("longitude", from_ref(&self.longitude)),
            ("smoothingCoefficient", self.smoothing_coefficient.as_slice()),
            ("hubHeight", from_ref(&self.hub_height)),
            ("obstacleHeight", from_ref(&self.obstacle_height)),
            ("lossesWake", from_ref(&self.losses_wake)),
            ("lossesAvailability", from_ref(&self.losses_availability)),
            ("lossesElectrical", from_ref(&self.losses_electrical)),
            ("lossesTurbinePerformance", from_ref(&self.losses_turbine_performance)),
            ("lossesEnvironmental", from_ref(&self.losses_environmental)),
            ("lossesOtherCurtailment", from_ref(&self.losses_other_curtailment)),
        ]
    }
}
