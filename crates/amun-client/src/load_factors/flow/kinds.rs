//! Constructors of the kinds of wind.

use crate::types::{
    AverageWindSpeedFlow, AverageWindSpeedKind, BuiltInDataset, BuiltInWindFlow, P50ScalingFlow, P50ScalingKind,
    P50YieldScalingFlow, P50YieldScalingKind, PowerDensityFlow, PowerDensityKind, SpeedAtHeight,
    UploadedGenerationFlow, UploadedGenerationKind, UploadedWindFlow, UploadedWindKind, WeibullFlow, WeibullKind,
};
use crate::{StartTime, complete};

impl BuiltInWindFlow {
    /// Wind from `dataset`, without reanalysis correction.
    #[must_use]
    pub fn new(dataset: BuiltInDataset) -> Self {
        complete(Self::builder().wind_type(dataset))
    }

    /// Switches the regional reanalysis correction on or off. Default: off. It has an effect on ERA5 wind, where the region's
    /// `era5_correction_enabled` is true.
    #[must_use]
    pub fn with_reanalysis_correction(mut self, on: bool) -> Self {
        self.use_reanalysis_correction = on;
        self
    }

    /// Replaces the place's own correction (no unit). Without the correction switched on it has no effect.
    #[must_use]
    pub fn with_reanalysis_scale_correction_delta(mut self, delta: f64) -> Self {
        self.reanalysis_scale_correction_delta = Some(delta);
        self
    }
}

impl AverageWindSpeedFlow {
    /// A mean speed of `speed` m/s at `height` m.
    #[must_use]
    pub fn new(speed: f64, height: f64) -> Self {
        let kind = AverageWindSpeedKind::AverageWindSpeed;
        complete(
            Self::builder()
                .wind_type(kind)
                .average_wind_speed(speed)
                .measurement_height(height),
        )
    }
}

impl P50ScalingFlow {
    /// A gross long-term load factor, above 0 and below 1.
    #[must_use]
    pub fn new(gross_load_factor: f64) -> Self {
        complete(
            Self::builder()
                .wind_type(P50ScalingKind::P50Scaling)
                .p50_gross_production(gross_load_factor),
        )
    }
}

impl P50YieldScalingFlow {
    /// A yearly production in GWh, above 0 and below 1 000 000.
    #[must_use]
    pub fn new(gigawatt_hours: f64) -> Self {
        let kind = P50YieldScalingKind::P50YieldScaling;
        complete(
            Self::builder()
                .wind_type(kind)
                .annual_production_in_gw_hours(gigawatt_hours),
        )
    }
}

impl PowerDensityFlow {
    /// A mean power density of `density` W/m² at `height` m.
    #[must_use]
    pub fn new(density: f64, height: f64) -> Self {
        let kind = PowerDensityKind::PowerDensity;
        complete(
            Self::builder()
                .wind_type(kind)
                .average_power_density(density)
                .measurement_height(height),
        )
    }
}

impl WeibullFlow {
    /// A Weibull distribution at `height` m; the scale is in m/s (inferred).
    #[must_use]
    pub fn new(shape: f64, scale: f64, height: f64) -> Self {
        let own = Self::builder().wind_type(WeibullKind::Weibull).weibull_shape(shape);
        complete(own.weibull_scale(scale).measurement_height(height))
    }
}

impl SpeedAtHeight {
    /// Wind speeds (m/s) at `height` m.
    #[must_use]
    pub fn new(height: f64, speeds: Vec<f64>) -> Self {
        complete(Self::builder().height(height).speeds(speeds))
    }
}

impl UploadedWindFlow {
    /// Hourly wind speeds from `start` on.
    #[must_use]
    pub fn new(start: impl Into<StartTime>, speeds: SpeedAtHeight) -> Self {
        let own = Self::builder().wind_type(UploadedWindKind::UploadedWind);
        complete(own.uploaded_wind_start_time(start.into()).low_height(speeds))
    }

    /// Adds speeds at a greater height, as many as at the first.
    #[must_use]
    pub fn with_high_height(mut self, speeds: SpeedAtHeight) -> Self {
        self.high_height = Some(speeds);
        self
    }

    /// Sets the length of a step in minutes. Default: 60; nothing else was ever seen to work (unverified).
    #[must_use]
    pub fn with_granularity_in_mins(mut self, minutes: i64) -> Self {
        self.granularity_in_mins = minutes;
        self
    }
}

impl UploadedGenerationFlow {
    /// Hourly generation (MW) from `start` on, of a farm with `capacity` MW.
    #[must_use]
    pub fn new(start: impl Into<StartTime>, generation: Vec<f64>, capacity: f64) -> Self {
        let own = Self::builder().wind_type(UploadedGenerationKind::UploadedGeneration);
        let own = own
            .upload_generation_start_time(start.into())
            .uploaded_generation(generation);
        complete(own.installed_capacity(capacity))
    }

    /// Sets the length of a step in minutes. Default: 60; nothing else was ever seen to work (unverified).
    #[must_use]
    pub fn with_granularity_in_mins(mut self, minutes: i64) -> Self {
        self.granularity_in_mins = minutes;
        self
    }
}
