//! The fields of a load factor request: their order on the wire, and what each holds.
//!
//! The order is the vendor's (measured): first the wind's fields with `windType` in front, then the farm's.

use serde_json::Value;

use crate::WindType;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    /// A number, or a text that holds one.
    Degrees,
    Integer,
    Flag,
    Text,
    Time,
    Numbers,
    /// Height and speeds.
    Speeds,
}

/// The name on the wire and what it holds.
pub(super) type Field = (&'static str, Kind);

pub(super) const BASE: [Field; 17] = [
    ("turbineModelId", Kind::Integer),
    ("latitude", Kind::Degrees),
    ("longitude", Kind::Degrees),
    ("smoothingCoefficient", Kind::Number),
    ("startTimeUTC", Kind::Time),
    ("regionCode", Kind::Text),
    ("hubHeight", Kind::Number),
    ("obstacleHeight", Kind::Number),
    ("numberOfTurbines", Kind::Integer),
    ("baseWindProfile", Kind::Text),
    ("usePowerCurveSmoothing", Kind::Flag),
    ("lossesWake", Kind::Number),
    ("lossesAvailability", Kind::Number),
    ("lossesElectrical", Kind::Number),
    ("lossesTurbinePerformance", Kind::Number),
    ("lossesEnvironmental", Kind::Number),
    ("lossesOtherCurtailment", Kind::Number),
];

pub(super) const WIND_TYPE: &str = "windType";

/// The fields of a wind type, `windType` left out; `None` for those that load factors do not know.
pub(super) fn of_flow(wind_type: &WindType) -> Option<&'static [Field]> {
    const BUILT_IN: [Field; 2] = [
        ("useReanalysisCorrection", Kind::Flag),
        ("reanalysisScaleCorrectionDelta", Kind::Number),
    ];
    Some(match wind_type {
        WindType::Era5 | WindType::Merra2 | WindType::Newa | WindType::AuroraWindAtlas => &BUILT_IN,
        WindType::AverageWindSpeed => &[("averageWindSpeed", Kind::Number), ("measurementHeight", Kind::Number)],
        WindType::P50Scaling => &[("p50GrossProduction", Kind::Number)],
        WindType::P50YieldScaling => &[("annualProductionInGWHours", Kind::Number)],
        WindType::PowerDensity => &[
            ("averagePowerDensity", Kind::Number),
            ("measurementHeight", Kind::Number),
        ],
        WindType::Weibull => &[
            ("weibullShape", Kind::Number),
            ("weibullScale", Kind::Number),
            ("measurementHeight", Kind::Number),
        ],
        WindType::UploadedWind => &[
            ("uploadedWindStartTime", Kind::Time),
            ("lowHeight", Kind::Speeds),
            ("highHeight", Kind::Speeds),
            ("granularityInMins", Kind::Integer),
        ],
        WindType::UploadedGeneration => &[
            ("uploadGenerationStartTime", Kind::Time),
            ("uploadedGeneration", Kind::Numbers),
            ("installedCapacity", Kind::Number),
            ("granularityInMins", Kind::Integer),
        ],
        WindType::Generation | WindType::CalibratedGeneration | WindType::Other(_) => return None,
    })
}

/// Brings a value into the form that the types read, or says what is wrong with it.
pub(super) fn normalised((name, kind): Field, value: Value) -> Result<Value, String> {
    if value.is_null() {
        return Ok(value);
    }
    let fits = match kind {
        Kind::Degrees => return degrees(name, value),
        Kind::Number => value.is_number(),
        // Beyond 2^53 a double no longer tells whole numbers apart.
        Kind::Integer => value
            .as_f64()
            .is_some_and(|number| number.fract() == 0.0 && number.abs() <= 2f64.powi(53)),
        Kind::Flag => value.is_boolean(),
        Kind::Text => value.is_string(),
        Kind::Time => return time(name, value),
        Kind::Numbers => return numbers(name, &value).map(|()| value),
        Kind::Speeds => return speeds(name, &value).map(|()| value),
    };
    if fits {
        Ok(value)
    } else {
        Err(wrong(name, &value, expected(kind)))
    }
}

fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Number => "a number",
        Kind::Degrees => "degrees as a number",
        Kind::Integer => "a whole number",
        Kind::Flag => "true or false",
        Kind::Text => "a text",
        Kind::Time => "a time such as 2018-01-01T00:00:00.000Z",
        Kind::Numbers => "a list of numbers",
        Kind::Speeds => "an object with height and speeds",
    }
}

fn wrong(name: &str, value: &Value, expected: &str) -> String {
    const SHOWN: usize = 40;
    let text = value.to_string();
    let shown: String = text.chars().take(SHOWN).collect();
    let dots = if shown.len() < text.len() { "…" } else { "" };
    format!("field `{name}` is {shown}{dots}, expected {expected}")
}

fn degrees(name: &str, value: Value) -> Result<Value, String> {
    let number = match &value {
        Value::Number(_) => return Ok(value),
        Value::String(text) => crate::coordinate::parse(text),
        _ => None,
    };
    number
        .map(Value::from)
        .ok_or_else(|| wrong(name, &value, expected(Kind::Degrees)))
}

fn time(name: &str, value: Value) -> Result<Value, String> {
    let is_time = value
        .as_str()
        .is_some_and(|text| text.parse::<crate::StartTime>().is_ok());
    if is_time {
        Ok(value)
    } else {
        Err(wrong(name, &value, expected(Kind::Time)))
    }
}

fn numbers(name: &str, value: &Value) -> Result<(), String> {
    let Value::Array(items) = value else {
        return Err(wrong(name, value, expected(Kind::Numbers)));
    };
    match items.iter().position(|item| !item.is_number()) {
        None => Ok(()),
        Some(index) => Err(wrong(&format!("{name}[{index}]"), &items[index], "a number")),
    }
}

fn speeds(name: &str, value: &Value) -> Result<(), String> {
    let Value::Object(fields) = value else {
        return Err(wrong(name, value, expected(Kind::Speeds)));
    };
    let field = |key: &str| fields.get(key).ok_or_else(|| format!("field `{name}` has no `{key}`"));
    let height = field("height")?;
    if !height.is_number() {
        return Err(wrong(&format!("{name}.height"), height, "a number"));
    }
    numbers(&format!("{name}.speeds"), field("speeds")?)
}
