//! The parameters of a valuation.

use std::slice::from_ref;

use aurora_core::Result;
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::wind::ValuationWind;
use crate::check::invalid;
use crate::load_factors::{annual_production, measurement_height, p50_gross_production};
use crate::types::{TimeBasedCurtailmentThreshold, ValuationParameters};
use crate::{Losses, StartTime, WindType, check, complete};

/// A field that belongs to some wind types only, and its value.
type WindField = (&'static str, Option<f64>);

/// Names that the service no longer reads, and today's.
const OLD_NAMES: [(&str, &str); 2] = [
    ("wakeLoss", "lossesWake"),
    ("annualProductionInGwHours", "annualProductionInGWHours"),
];

/// All fields by their name on the wire.
const FIELDS: [&str; 29] = [
    "id",
    "name",
    "description",
    "longitude",
    "latitude",
    "scenarioId",
    "windType",
    "averageWindSpeed",
    "measurementHeight",
    "p50GrossProduction",
    "annualProductionInGWHours",
    "averagePowerDensity",
    "weibullShape",
    "weibullScale",
    "turbineModelId",
    "numberOfTurbines",
    "hubHeight",
    "obstacleHeight",
    "useReanalysisCorrection",
    "usePowerCurveSmoothing",
    "roughnessLength",
    "curtailmentThreshold",
    "timeBasedCurtailmentThresholds",
    "lossesWake",
    "lossesAvailability",
    "lossesElectrical",
    "lossesTurbinePerformance",
    "lossesEnvironmental",
    "lossesOtherCurtailment",
];

impl ValuationParameters {
    /// A valuation at a place in a scenario, for data that are uploaded later; [`with_wind`](Self::with_wind) changes that.
    ///
    /// `latitude` (-90 to 90) and `longitude` (-180 to 180) are in degrees.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        description: impl Into<String>,
        latitude: f64,
        longitude: f64,
        scenario_id: i64,
    ) -> Self {
        let named = Self::builder()
            .name(name.into())
            .description(description.into())
            .scenario_id(scenario_id);
        complete(named.latitude(latitude).longitude(longitude).extra(Map::new()))
    }

    /// Sets where the wind comes from: the fields of this kind are set, those of all others are unset.
    #[must_use]
    pub fn with_wind(mut self, wind: ValuationWind) -> Self {
        wind.write_to(&mut self);
        self
    }

    /// Sets turbine model, number of turbines and hub height (m). Not for uploaded generation.
    #[must_use]
    pub fn with_turbines(mut self, turbine_model_id: i64, number: i64, hub_height: f64) -> Self {
        self.turbine_model_id = Some(turbine_model_id);
        self.number_of_turbines = Some(number);
        self.hub_height = Some(hub_height);
        self
    }

    /// Sets the hub height (m).
    #[must_use]
    pub fn with_hub_height(mut self, metres: f64) -> Self {
        self.hub_height = Some(metres);
        self
    }

    /// Sets the height of obstacles nearby (m). Default: 0.
    #[must_use]
    pub fn with_obstacle_height(mut self, metres: f64) -> Self {
        self.obstacle_height = metres;
        self
    }

    /// Switches reanalysis correction on or off; it has an effect where the region's `era5_correction_enabled` is true.
    #[must_use]
    pub fn with_reanalysis_correction(mut self, on: bool) -> Self {
        self.use_reanalysis_correction = Some(on);
        self
    }

    /// Switches power curve smoothing on or off; it has an effect where the region's `power_curve_smoothing_enabled` is true.
    #[must_use]
    pub fn with_power_curve_smoothing(mut self, on: bool) -> Self {
        self.use_power_curve_smoothing = Some(on);
        self
    }

    /// Sets the price below which the farm stops (unverified: scenario currency per MWh). Without it the service takes 0.
    #[must_use]
    pub fn with_curtailment_threshold(mut self, price: f64) -> Self {
        self.curtailment_threshold = Some(price);
        self
    }

    /// Adds a price below which the farm stops, from `since` on. Give them in ascending order.
    #[must_use]
    pub fn with_curtailment_threshold_since(mut self, since: impl Into<StartTime>, price: f64) -> Self {
        let added = TimeBasedCurtailmentThreshold::builder()
            .threshold(price)
            .time_valid_from(since.into());
        self.time_based_curtailment_thresholds.push(complete(added));
        self
    }

    /// Sets all six losses.
    #[must_use]
    pub fn with_losses(mut self, losses: Losses) -> Self {
        self.losses_wake = Some(losses.wake);
        self.losses_availability = Some(losses.availability);
        self.losses_electrical = Some(losses.electrical);
        self.losses_turbine_performance = Some(losses.turbine_performance);
        self.losses_environmental = Some(losses.environmental);
        self.losses_other_curtailment = Some(losses.other_curtailment);
        self
    }

    /// Adds a field that this version does not know, such as `reanalysisScaleCorrectionDelta`, which the vendor has announced.
    #[must_use]
    pub fn with_extra(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.extra.insert(name.into(), value.into());
        self
    }

    /// Checks ranges, that all numbers are finite, that the fields of the wind type are there and no others, and that turbine,
    /// number and hub height are there where the kind needs them (a dataset without a turbine counts as one whose calibrated
    /// generation is uploaded later).
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` on the first field that is wrong; the message names field, value and limit.
    pub fn validate(&self) -> Result<()> {
        check::numbers(self.numbers())?;
        self.validate_extra()?;
        check::latitude("latitude", self.latitude.degrees())?;
        check::longitude("longitude", self.longitude.degrees())?;
        if self.name.trim().is_empty() {
            return Err(invalid("name is empty, but a valuation has to have one"));
        }
        if let Some(height) = self.hub_height {
            check::above_zero("hubHeight", height, "m")?;
        }
        if let Some(number) = self.number_of_turbines {
            check::at_least_one("numberOfTurbines", number)?;
        }
        for (field, fraction) in self.losses() {
            check::loss(field, fraction)?;
        }
        self.validate_thresholds()?;
        self.validate_wind()
    }

    /// What leaves: the wind type in the spelling of valuations.
    pub(super) fn to_be_sent(&self) -> Self {
        let mut sent = self.clone();
        sent.wind_type = self.wind_type_known().map(|kind| match kind {
            WindType::Other(name) => name,
            known => known.for_valuation(),
        });
        sent
    }

    fn wind_type_known(&self) -> Option<WindType> {
        self.wind_type.as_deref().map(|text| {
            let Ok(kind) = text.parse();
            kind
        })
    }

    /// Fields that would be sent twice, or under a name that the service no longer reads.
    fn validate_extra(&self) -> Result<()> {
        if let Some(name) = self.extra.keys().find(|name| FIELDS.contains(&name.as_str())) {
            let message = format!("{name} is among the extra fields, set the field of that name instead");
            return Err(invalid(message));
        }
        match OLD_NAMES.iter().find(|(old, _)| self.extra.contains_key(*old)) {
            None => Ok(()),
            Some((old, new)) => Err(invalid(format!("{old} is an old name, use {new}"))),
        }
    }

    fn validate_thresholds(&self) -> Result<()> {
        let thresholds = &self.time_based_curtailment_thresholds;
        for (index, threshold) in thresholds.iter().enumerate() {
            let field = format!("timeBasedCurtailmentThresholds[{index}].threshold");
            aurora_core::check::finite(&field, threshold.threshold)?;
        }
        let since = |threshold: &TimeBasedCurtailmentThreshold| Timestamp::from(threshold.time_valid_from);
        match thresholds
            .windows(2)
            .position(|pair| since(&pair[0]) >= since(&pair[1]))
        {
            None => Ok(()),
            Some(index) => {
                let (field, time) = (index + 1, thresholds[index + 1].time_valid_from);
                let message = format!(
                    "timeBasedCurtailmentThresholds[{field}].timeValidFrom is {time}, but has to be after the one before"
                );
                Err(invalid(message))
            }
        }
    }

    fn validate_wind(&self) -> Result<()> {
        let kind = self.wind_type_known();
        if let Some(WindType::Other(_)) = kind {
            // Which fields it needs is not known here; the service will say.
            return Ok(());
        }
        let own = wind_fields_of(kind.as_ref());
        for (field, value) in self.wind_fields() {
            match (own.contains(&field), value) {
                (true, None) => return Err(self.wind_field_is_wrong(field, "is missing")),
                (false, Some(value)) => {
                    let what = format!("is {value}, but does not belong to it");
                    return Err(self.wind_field_is_wrong(field, &what));
                }
                _ => {}
            }
        }
        self.validate_farm(kind.as_ref())?;
        let check = |value: Option<f64>, check: fn(f64) -> Result<()>| value.map_or(Ok(()), check);
        check(self.measurement_height, measurement_height)?;
        check(self.p50_gross_production, p50_gross_production)?;
        check(self.annual_production_in_gw_hours, annual_production)
    }

    /// What stands there: turbines and hub height, hub height alone (raw generation), or nothing (calibrated generation).
    fn validate_farm(&self, kind: Option<&WindType>) -> Result<()> {
        let has_turbines = self.turbine_model_id.is_some() || self.number_of_turbines.is_some();
        let (turbines, hub_height) = match kind {
            None => (has_turbines, true),
            Some(kind) if !wind_fields_of(Some(kind)).is_empty() => (true, true),
            Some(_) => (has_turbines, has_turbines),
        };
        let fields = [
            ("turbineModelId", turbines, self.turbine_model_id.is_some()),
            ("numberOfTurbines", turbines, self.number_of_turbines.is_some()),
            ("hubHeight", hub_height, self.hub_height.is_some()),
        ];
        match fields.iter().find(|(_, is_needed, is_set)| *is_needed && !is_set) {
            None => Ok(()),
            Some((field, ..)) => Err(self.wind_field_is_wrong(field, "is missing")),
        }
    }

    fn wind_field_is_wrong(&self, field: &str, what: &str) -> aurora_core::Error {
        let wind = match &self.wind_type {
            Some(text) => format!("windType is {text:?}"),
            None => "windType is not set, which means that data are uploaded later".to_owned(),
        };
        invalid(format!("{wind}, and {field} {what}"))
    }

    fn wind_fields(&self) -> [WindField; 7] {
        [
            ("averageWindSpeed", self.average_wind_speed),
            ("measurementHeight", self.measurement_height),
            ("p50GrossProduction", self.p50_gross_production),
            ("annualProductionInGWHours", self.annual_production_in_gw_hours),
            ("averagePowerDensity", self.average_power_density),
            ("weibullShape", self.weibull_shape),
            ("weibullScale", self.weibull_scale),
        ]
    }

    fn losses(&self) -> impl Iterator<Item = (&'static str, f64)> {
        [
            ("lossesWake", self.losses_wake),
            ("lossesAvailability", self.losses_availability),
            ("lossesElectrical", self.losses_electrical),
            ("lossesTurbinePerformance", self.losses_turbine_performance),
            ("lossesEnvironmental", self.losses_environmental),
            ("lossesOtherCurtailment", self.losses_other_curtailment),
        ]
        .into_iter()
        .filter_map(|(field, fraction)| fraction.map(|fraction| (field, fraction)))
    }

    /// The numbers that have no range of their own, or none when the wind type is not known.
    fn numbers(&self) -> Vec<(&'static str, &[f64])> {
        vec![
            ("averageWindSpeed", self.average_wind_speed.as_slice()),
            ("measurementHeight", self.measurement_height.as_slice()),
            ("p50GrossProduction", self.p50_gross_production.as_slice()),
            (
                "annualProductionInGWHours",
                self.annual_production_in_gw_hours.as_slice(),
            ),
            ("averagePowerDensity", self.average_power_density.as_slice()),
            ("weibullShape", self.weibull_shape.as_slice()),
            ("weibullScale", self.weibull_scale.as_slice()),
            ("obstacleHeight", from_ref(&self.obstacle_height)),
            ("roughnessLength", self.roughness_length.as_slice()),
            ("curtailmentThreshold", self.curtailment_threshold.as_slice()),
        ]
    }
}

/// The fields that a wind type needs.
fn wind_fields_of(kind: Option<&WindType>) -> &'static [&'static str] {
    match kind {
        Some(WindType::AverageWindSpeed) => &["averageWindSpeed", "measurementHeight"],
        Some(WindType::P50Scaling) => &["p50GrossProduction"],
        Some(WindType::P50YieldScaling) => &["annualProductionInGWHours"],
        Some(WindType::PowerDensity) => &["averagePowerDensity", "measurementHeight"],
        Some(WindType::Weibull) => &["weibullShape", "weibullScale", "measurementHeight"],
        _ => &[],
    }
}

#[cfg(test)]
#[path = "parameters_tests.rs"]
mod tests;
