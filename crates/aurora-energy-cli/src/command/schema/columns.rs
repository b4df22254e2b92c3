//! Columns of the CSV files.

use serde::Serialize;

/// A column of a CSV file.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Csv {
    /// Its heading.
    pub column: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// What it says.
    pub meaning: &'static str,
}

const fn csv(column: &'static str, unit: &'static str, meaning: &'static str) -> Csv {
    Csv { column, unit, meaning }
}

/// Columns that a batch reads. Only those that a request needs have to be there, in any order; an empty cell leaves
/// the field out.
pub const BATCH: [Csv; 36] = [
    csv("name", "", "names the result files; a number without it"),
    csv(
        "file",
        "",
        "JSON file with a request whose fields hold where the row has none",
    ),
    csv(
        "windType",
        "",
        "Era5, Merra2, NEWA, AuroraWindAtlas, AverageWindSpeed, P50Scaling, P50YieldScaling, PowerDensity, Weibull, UploadedWind or UploadedGeneration",
    ),
    csv("latitude", "°", "-90 to 90"),
    csv("longitude", "°", "-180 to 180"),
    csv("regionCode", "", "lower-case region code, e.g. gbr"),
    csv("startTimeUTC", "", "first hour of the answer, e.g. 2018-01-01T00:00Z"),
    csv("hubHeight", "m", "hub height"),
    csv("turbineModelId", "", "id of the turbine; not for UploadedGeneration"),
    csv("numberOfTurbines", "", "not for UploadedGeneration"),
    csv("obstacleHeight", "m", "height of obstacles; default 0"),
    csv(
        "baseWindProfile",
        "",
        "NEWA, ERA5 or MERRA2: dataset beneath a calibration",
    ),
    csv("usePowerCurveSmoothing", "", "true or false"),
    csv("smoothingCoefficient", "", "own coefficient, with smoothing only"),
    csv("lossesWake", "fraction", "0 or more, below 1; default 0"),
    csv("lossesAvailability", "fraction", "0 or more, below 1; default 0"),
    csv("lossesElectrical", "fraction", "0 or more, below 1; default 0"),
    csv("lossesTurbinePerformance", "fraction", "0 or more, below 1; default 0"),
    csv("lossesEnvironmental", "fraction", "0 or more, below 1; default 0"),
    csv("lossesOtherCurtailment", "fraction", "0 or more, below 1; default 0"),
    csv(
        "useReanalysisCorrection",
        "",
        "Era5, Merra2, NEWA, AuroraWindAtlas: true or false",
    ),
    csv(
        "reanalysisScaleCorrectionDelta",
        "",
        "Era5, Merra2, NEWA, AuroraWindAtlas: own delta of the correction",
    ),
    csv("averageWindSpeed", "m/s", "AverageWindSpeed"),
    csv("measurementHeight", "m", "AverageWindSpeed, PowerDensity, Weibull"),
    csv(
        "p50GrossProduction",
        "load factor",
        "P50Scaling: between 0 and 1, before losses",
    ),
    csv("annualProductionInGWHours", "GWh/year", "P50YieldScaling"),
    csv("averagePowerDensity", "W/m²", "PowerDensity"),
    csv("weibullShape", "", "Weibull"),
    csv("weibullScale", "m/s", "Weibull"),
    csv("uploadedWindStartTime", "", "UploadedWind: first hour of the speeds"),
    csv(
        "speedsFile",
        "",
        "UploadedWind: JSON file with hourly speeds in m/s, at least a year",
    ),
    csv("speedsHeight", "m", "UploadedWind: height of the speeds"),
    csv(
        "uploadGenerationStartTime",
        "",
        "UploadedGeneration: first hour of the generation",
    ),
    csv(
        "generationFile",
        "",
        "UploadedGeneration: JSON file with hourly MW, at least a year",
    ),
    csv(
        "installedCapacity",
        "MW",
        "UploadedGeneration: capacity that the generation belongs to",
    ),
    csv(
        "granularityInMins",
        "min",
        "UploadedWind, UploadedGeneration: length of a step; default 60",
    ),
];

/// Columns of a file with inputs of the ETM.
pub const INPUTS: [Csv; 2] = [
    csv("key", "", "key of the input, e.g. costs_co2"),
    csv(
        "value",
        "that of the input",
        "number, true or false, or a permitted value; reset takes the input back",
    ),
];

/// Columns of a result. The two series stand side by side, hour by hour; each has its own times, since the service
/// decides on both.
pub const RESULT: [Csv; 6] = [
    csv("typical_time_utc", "", "start of the hour in the typical year"),
    csv(
        "typical_wind_speed_m_per_s",
        "m/s",
        "wind speed at hub height in the typical year",
    ),
    csv(
        "typical_load_factor",
        "0 to 1",
        "share of rated capacity after losses in the typical year",
    ),
    csv("weather_year_time_utc", "", "start of the hour in the actual weather"),
    csv(
        "weather_year_wind_speed_m_per_s",
        "m/s",
        "wind speed at hub height in the actual weather",
    ),
    csv(
        "weather_year_load_factor",
        "0 to 1",
        "share of rated capacity after losses in the actual weather",
    ),
];
