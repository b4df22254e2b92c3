//! Arguments of `aurora amun load-factors`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum};

/// Commands around load factors.
#[derive(Debug, Subcommand)]
pub enum LoadFactorCommand {
    /// Calculates hourly load factors and waits for them.
    Run(RunArgs),
    /// Starts a calculation and prints its token, without waiting.
    Submit {
        /// What to calculate.
        #[command(flatten)]
        request: RequestArgs,
    },
    /// How a calculation stands.
    Status {
        /// The token that `submit` printed.
        token: String,
    },
    /// Waits for a calculation that was started before.
    Wait {
        /// The token that `submit` printed.
        token: String,
        /// Writes the hourly series to a file (.csv or .json).
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Longest time to wait, e.g. 30m. Default: 30 minutes.
        #[arg(long, value_name = "TIME", value_parser = super::duration)]
        deadline: Option<Duration>,
    },
    /// Calculates many load factors at once and writes one result per request into a folder.
    ///
    /// The folder also gets a summary (CSV and JSON) and a state file. The state file is rewritten after every change:
    /// a run that was stopped, even killed, goes on with --resume and submits nothing twice.
    #[command(after_long_help = crate::command::input::INPUT_HELP)]
    Batch(BatchArgs),
}

/// A single calculation.
#[derive(Args, Debug)]
pub struct RunArgs {
    /// What to calculate.
    #[command(flatten)]
    pub request: RequestArgs,
    /// Uses one long request (version 1 of the operation) instead of submitting and polling.
    #[arg(long)]
    pub synchronous: bool,
    /// Writes the hourly series to a file (.csv or .json).
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Longest time to wait, e.g. 30m. Default: 30 minutes.
    #[arg(long, value_name = "TIME", value_parser = super::duration, conflicts_with = "synchronous")]
    pub deadline: Option<Duration>,
}

/// Many calculations.
#[derive(Args, Debug)]
pub struct BatchArgs {
    /// Requests: .jsonl (one per line), .json (one, or an array) or .csv (one per row); several files are put together.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Folder for the results.
    #[arg(long, value_name = "FOLDER")]
    pub out: PathBuf,
    /// Goes on with the run that the folder's state file describes.
    #[arg(long, conflicts_with = "overwrite")]
    pub resume: bool,
    /// With --resume: also submits again what failed, and what was on its way when the last run was killed.
    #[arg(long, requires = "resume")]
    pub retry_failed: bool,
    /// Starts afresh in a folder that has a state file.
    #[arg(long)]
    pub overwrite: bool,
    /// How many submissions are under way at a time, 1 to 64.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=64))]
    pub concurrency: u16,
    /// Longest time for the whole batch, e.g. 30m. Default: 30 minutes.
    #[arg(long, value_name = "TIME", value_parser = super::duration)]
    pub deadline: Option<Duration>,
    /// Wait before the first look at what is running; later waits grow to 10 s.
    #[arg(long, value_name = "TIME", default_value = "1s", value_parser = super::duration)]
    pub interval: Duration,
    /// Format of the result files.
    #[arg(long, value_enum, default_value_t = ResultFiles::Both)]
    pub results: ResultFiles,
}

/// Which result files a batch writes.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum ResultFiles {
    /// The hourly series as CSV.
    Csv,
    /// The whole answer as JSON.
    Json,
    /// CSV and JSON.
    Both,
}

/// A load-factor request: from a file, or from the options below.
#[derive(Args, Clone, Debug, Default)]
pub struct RequestArgs {
    /// File with the request as JSON, `-` for the standard input; options given besides replace its values.
    #[arg(long, value_name = "FILE")]
    pub input: Option<PathBuf>,
    /// Latitude in degrees, -90 to 90.
    #[arg(
        long,
        value_name = "DEGREES",
        allow_negative_numbers = true,
        required_unless_present = "input"
    )]
    pub lat: Option<f64>,
    /// Longitude in degrees, -180 to 180.
    #[arg(
        long,
        value_name = "DEGREES",
        allow_negative_numbers = true,
        required_unless_present = "input"
    )]
    pub lon: Option<f64>,
    /// Region code, e.g. gbr. Default: the region that covers the point, if there is only one.
    #[arg(long)]
    pub region: Option<String>,
    /// Id or exact name of the turbine; not for uploaded generation.
    #[arg(long)]
    pub turbine: Option<String>,
    /// Hub height in metres.
    #[arg(long, value_name = "METRES", required_unless_present = "input")]
    pub hub_height: Option<f64>,
    /// First hour of the answer in UTC, e.g. 2018-01-01 or 2018-01-01T00:00Z.
    #[arg(long, value_name = "TIME", required_unless_present = "input")]
    pub start: Option<String>,
    /// Number of turbines.
    #[arg(long)]
    pub turbines: Option<u32>,
    /// Height of obstacles around, in metres.
    #[arg(long, value_name = "METRES")]
    pub obstacle_height: Option<f64>,
    /// Dataset beneath a calibration: NEWA, ERA5 or MERRA2.
    #[arg(long, value_name = "DATASET")]
    pub base_wind_profile: Option<String>,
    /// Smooths the power curve as for many turbines, where the region allows it.
    #[arg(long)]
    pub smoothing: bool,
    /// Own smoothing coefficient; takes effect with --smoothing only.
    #[arg(long, value_name = "NUMBER", requires = "smoothing")]
    pub smoothing_coefficient: Option<f64>,
    /// The wind.
    #[command(flatten)]
    pub wind: WindArgs,
    /// Own series.
    #[command(flatten)]
    pub series: SeriesArgs,
    /// Losses.
    #[command(flatten)]
    pub losses: LossArgs,
}

/// Kinds of wind.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum WindKind {
    /// ERA5 reanalysis.
    Era5,
    /// MERRA-2 reanalysis.
    Merra2,
    /// New European Wind Atlas.
    Newa,
    /// Aurora's own atlas.
    #[value(name = "aurora-wind-atlas", alias = "aurorawindatlas")]
    AuroraWindAtlas,
    /// Calibrated to a mean wind speed (--average-wind-speed, --measurement-height).
    #[value(alias = "averagewindspeed")]
    AverageWindSpeed,
    /// Calibrated to a gross load factor (--p50).
    #[value(alias = "p50scaling")]
    P50Scaling,
    /// Calibrated to a yearly production (--annual-production).
    #[value(alias = "p50yieldscaling")]
    P50YieldScaling,
    /// Calibrated to a mean power density (--power-density, --measurement-height).
    #[value(alias = "powerdensity")]
    PowerDensity,
    /// Calibrated to a Weibull distribution (--weibull-shape, --weibull-scale, --measurement-height).
    Weibull,
    /// Own hourly wind speeds (--speeds, --speeds-height, --data-start).
    #[value(alias = "uploadedwind")]
    UploadedWind,
    /// Own hourly generation (--generation, --installed-capacity, --data-start).
    #[value(alias = "uploadedgeneration")]
    UploadedGeneration,
}

/// Own series in files.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Own series")]
pub struct SeriesArgs {
    /// File with hourly wind speeds in m/s: a JSON list, or an object with the list `speeds`.
    #[arg(long, value_name = "FILE", requires_all = ["speeds_height", "data_start"])]
    pub speeds: Option<PathBuf>,
    /// Height of the speeds in metres.
    #[arg(long, value_name = "METRES", requires = "speeds")]
    pub speeds_height: Option<f64>,
    /// File with hourly generation in MW: a JSON list, or an object with the list `generation`.
    #[arg(long, value_name = "FILE", requires_all = ["installed_capacity", "data_start"], conflicts_with = "speeds")]
    pub generation: Option<PathBuf>,
    /// Capacity that the generation belongs to, in MW.
    #[arg(long, value_name = "MW", requires = "generation")]
    pub installed_capacity: Option<f64>,
    /// First hour of the series in UTC, e.g. 2017-01-01.
    #[arg(long, value_name = "TIME")]
    pub data_start: Option<String>,
}

/// The wind and the numbers that it needs.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Wind")]
pub struct WindArgs {
    /// Kind of wind. Default: era5, or what the given series says.
    #[arg(long, value_enum)]
    pub wind: Option<WindKind>,
    /// Uses the region's correction of the reanalysis, where it has one.
    #[arg(long)]
    pub reanalysis_correction: bool,
    /// Mean wind speed in m/s.
    #[arg(long, value_name = "M/S", allow_negative_numbers = true)]
    pub average_wind_speed: Option<f64>,
    /// Height of the measurement in metres.
    #[arg(long, value_name = "METRES")]
    pub measurement_height: Option<f64>,
    /// Gross long-term load factor, between 0 and 1.
    #[arg(long, value_name = "FACTOR")]
    pub p50: Option<f64>,
    /// Production of the farm in GWh per year.
    #[arg(long, value_name = "GWH")]
    pub annual_production: Option<f64>,
    /// Mean power density in W/m².
    #[arg(long, value_name = "W/M2")]
    pub power_density: Option<f64>,
    /// Weibull shape.
    #[arg(long, value_name = "NUMBER")]
    pub weibull_shape: Option<f64>,
    /// Weibull scale in m/s.
    #[arg(long, value_name = "M/S")]
    pub weibull_scale: Option<f64>,
}

/// Losses, as fractions: 0.1 is ten percent.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Losses (fractions: 0.1 is ten percent)")]
pub struct LossArgs {
    /// By wakes.
    #[arg(long, value_name = "FRACTION")]
    pub losses_wake: Option<f64>,
    /// By turbines that stand still.
    #[arg(long, value_name = "FRACTION")]
    pub losses_availability: Option<f64>,
    /// Electrical.
    #[arg(long, value_name = "FRACTION")]
    pub losses_electrical: Option<f64>,
    /// By turbine performance.
    #[arg(long, value_name = "FRACTION")]
    pub losses_turbine_performance: Option<f64>,
    /// Environmental.
    #[arg(long, value_name = "FRACTION")]
    pub losses_environmental: Option<f64>,
    /// By other curtailment.
    #[arg(long, value_name = "FRACTION")]
    pub losses_other_curtailment: Option<f64>,
}
