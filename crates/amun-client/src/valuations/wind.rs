//! The wind of a valuation.

use crate::WindType;
use crate::types::ValuationParameters;

/// Where the wind of a valuation comes from, with the fields of that kind.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum ValuationWind {
    /// ERA5 reanalysis.
    Era5,
    /// MERRA-2 reanalysis. Unverified: whether it is still offered; no recorded region lists it.
    Merra2,
    /// New European Wind Atlas.
    Newa,
    /// Aurora's own atlas.
    AuroraWindAtlas,
    /// Scaled to a mean wind speed.
    AverageWindSpeed {
        /// Mean wind speed (m/s).
        speed: f64,
        /// Height of the measurement (m), above 0.
        height: f64,
    },
    /// Scaled to a gross long-term load factor.
    P50Scaling {
        /// Above 0 and below 1; losses come on top.
        gross_load_factor: f64,
    },
    /// Scaled to a yearly production.
    P50YieldScaling {
        /// GWh per year, above 0 and below 1 000 000.
        gigawatt_hours: f64,
    },
    /// Scaled to a mean power density.
    PowerDensity {
        /// Mean power density (W/m²).
        density: f64,
        /// Height of the measurement (m), above 0.
        height: f64,
    },
    /// Fitted to a Weibull distribution.
    Weibull {
        /// Shape (no unit).
        shape: f64,
        /// Scale (m/s, inferred).
        scale: f64,
        /// Height of the measurement (m), above 0.
        height: f64,
    },
    /// Wind or generation is uploaded after creating.
    UploadedLater,
}

impl ValuationWind {
    /// The name of this kind; `None` for data that are uploaded later.
    #[must_use]
    pub fn wind_type(&self) -> Option<WindType> {
        Some(match self {
            Self::Era5 => WindType::Era5,
            Self::Merra2 => WindType::Merra2,
            Self::Newa => WindType::Newa,
            Self::AuroraWindAtlas => WindType::AuroraWindAtlas,
            Self::AverageWindSpeed { .. } => WindType::AverageWindSpeed,
            Self::P50Scaling { .. } => WindType::P50Scaling,
            Self::P50YieldScaling { .. } => WindType::P50YieldScaling,
            Self::PowerDensity { .. } => WindType::PowerDensity,
            Self::Weibull { .. } => WindType::Weibull,
            Self::UploadedLater => return None,
        })
    }

    /// Writes the fields of this kind, and takes out those of all others.
    pub(super) fn write_to(self, parameters: &mut ValuationParameters) {
        let blank = Fields::default();
        let fields = match self {
            Self::AverageWindSpeed { speed, height } => Fields {
                average_wind_speed: Some(speed),
                measurement_height: Some(height),
                ..blank
            },
            Self::P50Scaling { gross_load_factor } => Fields {
                p50: Some(gross_load_factor),
                ..blank
            },
            Self::P50YieldScaling { gigawatt_hours } => Fields {
                annual_production: Some(gigawatt_hours),
                ..blank
            },
            Self::PowerDensity { density, height } => Fields {
                power_density: Some(density),
                measurement_height: Some(height),
                ..blank
            },
            Self::Weibull { shape, scale, height } => Fields {
                weibull: Some((shape, scale)),
                measurement_height: Some(height),
                ..blank
            },
            Self::Era5 | Self::Merra2 | Self::Newa | Self::AuroraWindAtlas | Self::UploadedLater => blank,
        };
        parameters.wind_type = self.wind_type().map(|kind| kind.for_valuation());
        parameters.average_wind_speed = fields.average_wind_speed;
        parameters.measurement_height = fields.measurement_height;
        parameters.p50_gross_production = fields.p50;
        parameters.annual_production_in_gw_hours = fields.annual_production;
        parameters.average_power_density = fields.power_density;
        parameters.weibull_shape = fields.weibull.map(|(shape, _)| shape);
        parameters.weibull_scale = fields.weibull.map(|(_, scale)| scale);
    }
}

/// The fields of all kinds.
#[derive(Default)]
struct Fields {
    average_wind_speed: Option<f64>,
    measurement_height: Option<f64>,
    p50: Option<f64>,
    annual_production: Option<f64>,
    power_density: Option<f64>,
    weibull: Option<(f64, f64)>,
}
