//! The wind of a load factor calculation.

mod kinds;

use std::slice::from_ref;

use aurora_core::Result;
use serde::Serialize;
use serde_json::Value;

use crate::types::{
    AverageWindSpeedFlow, BuiltInDataset, BuiltInWindFlow, P50ScalingFlow, P50YieldScalingFlow, PowerDensityFlow,
    SpeedAtHeight, UploadedGenerationFlow, UploadedWindFlow, WeibullFlow,
};
use crate::{StartTime, WindType, check};

/// Where the wind of a calculation comes from: one variant per kind, each with its own fields, so that a combination
/// which the service does not know cannot be written.
///
/// ```
/// use amun_client::{Flow, types::BuiltInDataset, BuiltInWindFlow};
///
/// let measured = Flow::average_wind_speed(6.43, 90.0);
/// let corrected: Flow = BuiltInWindFlow::new(BuiltInDataset::Era5).with_reanalysis_correction(true).into();
/// assert_eq!(measured.wind_type().to_string(), "AverageWindSpeed");
/// assert_eq!(corrected.wind_type().to_string(), "Era5");
/// ```
///
/// Reanalysis correction belongs to the datasets, so this does not compile:
///
/// ```compile_fail,E0599
/// amun_client::AverageWindSpeedFlow::new(6.43, 90.0).with_reanalysis_correction(true);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum Flow {
    /// One of the service's datasets.
    BuiltIn(BuiltInWindFlow),
    /// Scaled to a mean wind speed.
    AverageWindSpeed(AverageWindSpeedFlow),
    /// Scaled to a gross load factor.
    P50Scaling(P50ScalingFlow),
    /// Scaled to a yearly production.
    P50YieldScaling(P50YieldScalingFlow),
    /// Scaled to a mean power density.
    PowerDensity(PowerDensityFlow),
    /// Fitted to a Weibull distribution.
    Weibull(WeibullFlow),
    /// Measured wind, sent along.
    UploadedWind(UploadedWindFlow),
    /// Measured generation, sent along. Only by [`submit`](crate::LoadFactors::submit) and batches (v2).
    UploadedGeneration(UploadedGenerationFlow),
}

impl Flow {
    /// Wind from one of the service's datasets, without reanalysis correction.
    #[must_use]
    pub fn built_in(dataset: BuiltInDataset) -> Self {
        BuiltInWindFlow::new(dataset).into()
    }

    /// Wind with a mean speed of `speed` m/s at `height` m.
    #[must_use]
    pub fn average_wind_speed(speed: f64, height: f64) -> Self {
        AverageWindSpeedFlow::new(speed, height).into()
    }

    /// Wind with a gross long-term load factor, above 0 and below 1. Losses come on top.
    #[must_use]
    pub fn p50_scaling(gross_load_factor: f64) -> Self {
        P50ScalingFlow::new(gross_load_factor).into()
    }

    /// Wind with a yearly production in GWh, above 0 and below 1 000 000.
    #[must_use]
    pub fn p50_yield_scaling(gigawatt_hours: f64) -> Self {
        P50YieldScalingFlow::new(gigawatt_hours).into()
    }

    /// Wind with a mean power density of `density` W/m² at `height` m.
    #[must_use]
    pub fn power_density(density: f64, height: f64) -> Self {
        PowerDensityFlow::new(density, height).into()
    }

    /// Wind of a Weibull distribution at `height` m; the scale is in m/s (inferred).
    #[must_use]
    pub fn weibull(shape: f64, scale: f64, height: f64) -> Self {
        WeibullFlow::new(shape, scale, height).into()
    }

    /// Measured hourly wind speeds from `start` on.
    #[must_use]
    pub fn uploaded_wind(start: impl Into<StartTime>, speeds: SpeedAtHeight) -> Self {
        UploadedWindFlow::new(start, speeds).into()
    }

    /// Measured hourly generation (MW) from `start` on, of a farm with `capacity` MW.
    #[must_use]
    pub fn uploaded_generation(start: impl Into<StartTime>, generation: Vec<f64>, capacity: f64) -> Self {
        UploadedGenerationFlow::new(start, generation, capacity).into()
    }

    /// The name of this kind of wind.
    #[must_use]
    pub fn wind_type(&self) -> WindType {
        match self {
            Self::BuiltIn(flow) => match flow.wind_type {
                BuiltInDataset::Era5 => WindType::Era5,
                BuiltInDataset::Merra2 => WindType::Merra2,
                BuiltInDataset::Newa => WindType::Newa,
                BuiltInDataset::AuroraWindAtlas => WindType::AuroraWindAtlas,
            },
            Self::AverageWindSpeed(_) => WindType::AverageWindSpeed,
            Self::P50Scaling(_) => WindType::P50Scaling,
            Self::P50YieldScaling(_) => WindType::P50YieldScaling,
            Self::PowerDensity(_) => WindType::PowerDensity,
            Self::Weibull(_) => WindType::Weibull,
            Self::UploadedWind(_) => WindType::UploadedWind,
            Self::UploadedGeneration(_) => WindType::UploadedGeneration,
        }
    }

    /// Checks ranges, lengths and that all numbers are finite.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` on the first field that is out of its range; the message names field, value and limit.
    pub fn validate(&self) -> Result<()> {
        check::numbers(self.numbers())?;
        match self {
            // How low a mean speed may be is the service's to say: it has a message of its own for that.
            Self::BuiltIn(_) => Ok(()),
            Self::AverageWindSpeed(flow) => measurement_height(flow.measurement_height),
            Self::P50Scaling(flow) => p50_gross_production(flow.p50_gross_production),
            Self::P50YieldScaling(flow) => annual_production(flow.annual_production_in_gw_hours),
            Self::PowerDensity(flow) => measurement_height(flow.measurement_height),
            Self::Weibull(flow) => measurement_height(flow.measurement_height),
            Self::UploadedWind(flow) => {
                two_heights(&flow.low_height, flow.high_height.as_ref(), flow.granularity_in_mins)
            }
            Self::UploadedGeneration(flow) => {
                check::granularity("granularityInMins", flow.granularity_in_mins)?;
                check::above_zero("installedCapacity", flow.installed_capacity, "MW")?;
                check::a_year(
                    "uploadedGeneration",
                    &flow.uploaded_generation,
                    flow.granularity_in_mins,
                )
            }
        }
    }

    /// All numbers with a fraction, by the name of their field.
    pub(super) fn numbers(&self) -> Vec<(&'static str, &[f64])> {
        match self {
            Self::BuiltIn(flow) => {
                vec![(
                    "reanalysisScaleCorrectionDelta",
                    flow.reanalysis_scale_correction_delta.as_slice(),
                )]
            }
            Self::AverageWindSpeed(flow) => vec![
                ("averageWindSpeed", from_ref(&flow.average_wind_speed)),
                ("measurementHeight", from_ref(&flow.measurement_height)),
            ],
            Self::P50Scaling(flow) => vec![("p50GrossProduction", from_ref(&flow.p50_gross_production))],
            Self::P50YieldScaling(flow) => {
                vec![(
                    "annualProductionInGWHours",
                    from_ref(&flow.annual_production_in_gw_hours),
                )]
            }
            Self::PowerDensity(flow) => vec![
                ("averagePowerDensity", from_ref(&flow.average_power_density)),
                ("measurementHeight", from_ref(&flow.measurement_height)),
            ],
            Self::Weibull(flow) => vec![
                ("weibullShape", from_ref(&flow.weibull_shape)),
                ("weibullScale", from_ref(&flow.weibull_scale)),
                ("measurementHeight", from_ref(&flow.measurement_height)),
            ],
            Self::UploadedWind(flow) => wind_numbers(flow),
            Self::UploadedGeneration(flow) => vec![
                ("uploadedGeneration", flow.uploaded_generation.as_slice()),
                ("installedCapacity", from_ref(&flow.installed_capacity)),
            ],
        }
    }

    /// The flow of that kind with these fields, `windType` among them in its canonical spelling.
    pub(super) fn from_fields(wind_type: &WindType, fields: Value) -> Result<Self, serde_json::Error> {
        match wind_type {
            WindType::AverageWindSpeed => serde_json::from_value(fields).map(Self::AverageWindSpeed),
            WindType::P50Scaling => serde_json::from_value(fields).map(Self::P50Scaling),
            WindType::P50YieldScaling => serde_json::from_value(fields).map(Self::P50YieldScaling),
            WindType::PowerDensity => serde_json::from_value(fields).map(Self::PowerDensity),
            WindType::Weibull => serde_json::from_value(fields).map(Self::Weibull),
            WindType::UploadedWind => serde_json::from_value(fields).map(Self::UploadedWind),
            WindType::UploadedGeneration => serde_json::from_value(fields).map(Self::UploadedGeneration),
            _ => serde_json::from_value(fields).map(Self::BuiltIn),
        }
    }
}

fn wind_numbers(flow: &UploadedWindFlow) -> Vec<(&'static str, &[f64])> {
    let mut numbers = vec![
        ("lowHeight.height", from_ref(&flow.low_height.height)),
        ("lowHeight.speeds", flow.low_height.speeds.as_slice()),
    ];
    if let Some(high) = &flow.high_height {
        numbers.push(("highHeight.height", from_ref(&high.height)));
        numbers.push(("highHeight.speeds", &high.speeds));
    }
    numbers
}

pub(crate) fn measurement_height(height: f64) -> Result<()> {
    check::above_zero("measurementHeight", height, "m")
}

pub(crate) fn p50_gross_production(load_factor: f64) -> Result<()> {
    check::between_zero_and("p50GrossProduction", load_factor, 1.0, "")
}

pub(crate) fn annual_production(gigawatt_hours: f64) -> Result<()> {
    check::between_zero_and("annualProductionInGWHours", gigawatt_hours, 1_000_000.0, "GWh")
}

/// One or two series of a year and more, equally long, the second at the greater height.
pub(crate) fn two_heights(low: &SpeedAtHeight, high: Option<&SpeedAtHeight>, step_in_minutes: i64) -> Result<()> {
    check::granularity("granularityInMins", step_in_minutes)?;
    check::above_zero("lowHeight.height", low.height, "m")?;
    check::a_year("lowHeight.speeds", &low.speeds, step_in_minutes)?;
    let Some(high) = high else {
        return Ok(());
    };
    check::above_zero("highHeight.height", high.height, "m")?;
    if high.height <= low.height {
        let rule = format!("but has to be above the {} m of lowHeight", low.height);
        return Err(check::invalid(format!(
            "highHeight.height is {} m, {rule}",
            high.height
        )));
    }
    if high.speeds.len() != low.speeds.len() {
        let rule = format!("but has to have as many as lowHeight: {}", low.speeds.len());
        return Err(check::invalid(format!(
            "highHeight.speeds has {} values, {rule}",
            high.speeds.len()
        )));
    }
    check::all_finite("highHeight.speeds", &high.speeds)
}

macro_rules! variants {
    ($($variant:ident($flow:ident)),+ $(,)?) => {
        $(impl From<$flow> for Flow {
            fn from(flow: $flow) -> Self {
                Self::$variant(flow)
            }
        })+
    };
}

variants! {
    BuiltIn(BuiltInWindFlow),
    AverageWindSpeed(AverageWindSpeedFlow),
    P50Scaling(P50ScalingFlow),
    P50YieldScaling(P50YieldScalingFlow),
    PowerDensity(PowerDensityFlow),
    Weibull(WeibullFlow),
    UploadedWind(UploadedWindFlow),
    UploadedGeneration(UploadedGenerationFlow),
}
