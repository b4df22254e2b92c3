//! From a request's JSON to the inputs of a calculation, with every check that the service makes before it computes.

mod flow;

use std::sync::Arc;

use super::Amun;
use super::dataset::Dataset;
use super::fields::Fields;
use super::hourly_upload::HourlyUpload;
use super::power_curve::Curve;
use super::regions::{self, Region};
use super::turbines::Turbine;
use crate::reply::Refusal;
use crate::weather::REFERENCE_HEIGHT;

pub(super) use flow::{named_flow, per_unit, uploaded_generation, uploaded_wind};

/// What the wind or the output of a calculation comes from.
#[derive(Clone, Debug)]
pub(super) enum Flow {
    BuiltIn,
    /// m/s at metres.
    AverageWindSpeed {
        speed: f64,
        height: f64,
    },
    /// Share of capacity before losses.
    P50 {
        share: f64,
    },
    /// W/m² at metres.
    PowerDensity {
        density: f64,
        height: f64,
    },
    /// Scale in m/s at metres.
    Weibull {
        shape: f64,
        scale: f64,
        height: f64,
    },
    UploadedWind(Arc<UploadedWind>),
    /// Output as a share of capacity, before losses.
    UploadedGeneration(Arc<HourlyUpload>),
    /// Output as a share of capacity, used as it is.
    CalibratedGeneration(Arc<HourlyUpload>),
}

/// Uploaded speeds at one height or two.
#[derive(Clone, Debug)]
pub(super) struct UploadedWind {
    pub(super) low: (f64, HourlyUpload),
    pub(super) high: Option<(f64, HourlyUpload)>,
}

/// Everything that a calculation needs.
#[derive(Clone, Debug)]
pub(super) struct Inputs {
    pub(super) latitude: f64,
    pub(super) longitude: f64,
    /// Start of the series in minutes since 1970.
    pub(super) start: i64,
    pub(super) hub_height: f64,
    pub(super) obstacle_height: f64,
    /// The turbine's curve before smoothing; none for uploaded output.
    pub(super) curve: Option<Curve>,
    /// Coefficient of the smoothing applied, 0 for none.
    pub(super) smoothing: f64,
    /// The dataset beneath.
    pub(super) dataset: Dataset,
    /// Correction applied to reanalysis speeds; `None` when none is.
    pub(super) correction: Option<f64>,
    /// Share that is left after all losses.
    pub(super) kept: f64,
    pub(super) flow: Flow,
}

/// The wind types that a request can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    BuiltIn(Dataset),
    AverageWindSpeed,
    P50Scaling,
    P50YieldScaling,
    PowerDensity,
    Weibull,
    UploadedWind,
    UploadedGeneration,
}

impl Kind {
    /// The dataset that the name of a built-in wind type is.
    pub(super) fn dataset(self) -> Option<Dataset> {
        match self {
            Kind::BuiltIn(dataset) => Some(dataset),
            _ => None,
        }
    }

    /// The kind of a name in any case; `rawgeneration` is another name of `UploadedGeneration`.
    pub(super) fn named(name: &str) -> Result<Kind, Refusal> {
        if let Some(dataset) = Dataset::named(name) {
            return Ok(Kind::BuiltIn(dataset));
        }
        Ok(match name.to_lowercase().as_str() {
            "averagewindspeed" => Kind::AverageWindSpeed,
            "p50scaling" => Kind::P50Scaling,
            "p50yieldscaling" => Kind::P50YieldScaling,
            "powerdensity" => Kind::PowerDensity,
            "weibull" => Kind::Weibull,
            "uploadedwind" => Kind::UploadedWind,
            "uploadedgeneration" | "rawgeneration" => Kind::UploadedGeneration,
            _ => {
                return Err(Refusal::bad(
                    "WindTypeNotSupported",
                    format!("windType {name:?} is not supported"),
                ));
            }
        })
    }
}

/// The inputs of a load-factor request. Version 1 takes no uploaded generation.
pub(super) fn load_factor(amun: &Amun, fields: Fields, version: u8) -> Result<Inputs, Refusal> {
    let kind = Kind::named(fields.required_text("windType")?)?;
    if kind == Kind::UploadedGeneration && version == 1 {
        return Err(Refusal::bad(
            "WindTypeNotSupported",
            "uploaded generation needs version 2 of this operation",
        ));
    }
    let region = regions::find(fields.required_text("regionCode")?)?;
    let start = fields.time("startTimeUTC")?;
    if !(-15_778_080..=68_374_080).contains(&start) {
        return Err(Refusal::invalid("startTimeUTC must lie between 1940 and 2099"));
    }
    let site = Site::read(amun, fields, region)?;
    let flow = match kind {
        Kind::UploadedWind => uploaded_wind(fields, "uploadedWindStartTime")?,
        Kind::UploadedGeneration => uploaded_generation(fields, "uploadGenerationStartTime", "uploadedGeneration")?,
        other => named_flow(fields, other, &site)?,
    };
    fields.required_number("hubHeight")?;
    inputs(fields, site, kind.dataset(), start, flow)
}

/// Where the farm stands and what it is made of.
pub(super) struct Site {
    region: &'static Region,
    latitude: f64,
    longitude: f64,
    turbine: Option<Turbine>,
    count: Option<u32>,
}

impl Site {
    pub(super) fn read(amun: &Amun, fields: Fields, region: &'static Region) -> Result<Site, Refusal> {
        let (latitude, longitude) = (fields.coordinate("latitude")?, fields.coordinate("longitude")?);
        region.check(latitude, longitude)?;
        let turbine = match fields.integer("turbineModelId")? {
            None => None,
            Some(id) => Some(
                amun.turbines
                    .find(id)
                    .ok_or_else(|| Refusal::bad("TurbineNotFound", format!("there is no turbine {id}")))?,
            ),
        };
        Ok(Site {
            region,
            latitude,
            longitude,
            turbine,
            count: fields.count("numberOfTurbines")?,
        })
    }

    /// Capacity of all turbines in MW.
    pub(super) fn capacity_mw(&self) -> Result<f64, Refusal> {
        let turbine = self
            .turbine
            .as_ref()
            .ok_or_else(|| Refusal::invalid("turbineModelId is missing"))?;
        let count = self
            .count
            .ok_or_else(|| Refusal::invalid("numberOfTurbines is missing"))?;
        Ok(turbine.capacity_mw() * f64::from(count))
    }
}

const LOSSES: [&str; 6] = [
    "lossesWake",
    "lossesAvailability",
    "lossesElectrical",
    "lossesTurbinePerformance",
    "lossesEnvironmental",
    "lossesOtherCurtailment",
];

/// The share that six losses, each a fraction of what the others leave, let through.
fn kept(fields: Fields) -> Result<f64, Refusal> {
    let mut kept = 1.0;
    for name in LOSSES {
        let loss = fields.number(name)?.unwrap_or(0.0);
        if !(0.0..1.0).contains(&loss) {
            return Err(Refusal::invalid(format!(
                "{name} must be at least 0 and below 1, not {loss}"
            )));
        }
        kept *= 1.0 - loss;
    }
    Ok(kept)
}

/// Puts site, dataset and flow together. `named` is the dataset of a built-in wind type.
pub(super) fn inputs(
    fields: Fields,
    site: Site,
    named: Option<Dataset>,
    start: i64,
    flow: Flow,
) -> Result<Inputs, Refusal> {
    let as_it_is = matches!(flow, Flow::CalibratedGeneration(_));
    let output = as_it_is || matches!(flow, Flow::UploadedGeneration(_));
    let curve = match &site.turbine {
        _ if output => None,
        Some(turbine) => Some(turbine.curve()),
        None => return Err(Refusal::invalid("turbineModelId is missing")),
    };
    let hub_height = match fields.number("hubHeight")? {
        None if as_it_is => REFERENCE_HEIGHT,
        _ => fields.positive("hubHeight")?,
    };
    let obstacle_height = fields.number("obstacleHeight")?.unwrap_or(0.0);
    if obstacle_height < 0.0 || obstacle_height >= hub_height {
        return Err(Refusal::invalid(format!(
            "obstacleHeight must be at least 0 and below hubHeight, not {obstacle_height}"
        )));
    }
    Ok(Inputs {
        latitude: site.latitude,
        longitude: site.longitude,
        start,
        hub_height,
        obstacle_height,
        curve,
        smoothing: if output { 0.0 } else { smoothing(fields, site.region)? },
        dataset: dataset(fields, site.region, named)?,
        correction: correction(fields, &site, named)?,
        kept: if as_it_is { 1.0 } else { kept(fields)? },
        flow,
    })
}

fn dataset(fields: Fields, region: &Region, named: Option<Dataset>) -> Result<Dataset, Refusal> {
    let dataset = match (named, fields.text("baseWindProfile")?) {
        (Some(dataset), _) => dataset,
        (None, None) => Dataset::Era5,
        (None, Some(name)) => Dataset::named(name)
            .filter(|dataset| *dataset != Dataset::AuroraWindAtlas)
            .ok_or_else(|| Refusal::invalid(format!("baseWindProfile must be NEWA, ERA5 or MERRA2, not {name:?}")))?,
    };
    // The two reanalyses are global; the two atlases end somewhere.
    let everywhere = matches!(dataset, Dataset::Era5 | Dataset::Merra2);
    if everywhere || region.datasets.contains(&dataset.name()) {
        return Ok(dataset);
    }
    Err(Refusal::bad(
        "DatasetNotAvailable",
        format!("{} is not available in region {}", dataset.name(), region.code),
    ))
}

/// The correction of ERA5, where the region allows it: the caller's, or 0.03 up to 0.05 north of 50 degrees.
fn correction(fields: Fields, site: &Site, named: Option<Dataset>) -> Result<Option<f64>, Refusal> {
    let given = fields.number("reanalysisScaleCorrectionDelta")?;
    let wanted = fields.flag("useReanalysisCorrection")?;
    if !wanted || !site.region.correction || named != Some(Dataset::Era5) {
        return Ok(None);
    }
    let own = 0.03 + 0.02 * ((site.latitude - 50.0) / 10.0).clamp(0.0, 1.0);
    let delta = given.unwrap_or(own);
    if delta <= -1.0 {
        return Err(Refusal::invalid("reanalysisScaleCorrectionDelta must be above -1"));
    }
    Ok(Some(delta))
}

fn smoothing(fields: Fields, region: &Region) -> Result<f64, Refusal> {
    let given = fields.number("smoothingCoefficient")?;
    let wanted = fields.flag("usePowerCurveSmoothing")?;
    match (wanted, region.smoothing) {
        (true, Some(_)) if given.is_some_and(|value| !(0.0..=1.0).contains(&value)) => {
            Err(Refusal::invalid("smoothingCoefficient must lie between 0 and 1"))
        }
        (true, Some(usual)) => Ok(given.unwrap_or(usual)),
        _ => Ok(0.0),
    }
}
