//! Arguments of `aurora amun valuations`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum};

use super::load_factors::{LossArgs, WindArgs};

/// Commands around valuations.
#[derive(Debug, Subcommand)]
pub enum ValuationCommand {
    /// Lists valuations.
    List {
        /// Text to look for in name, description and author.
        #[arg(long)]
        search: Option<String>,
    },
    /// Creates a valuation. It is calculated when its outputs are fetched first.
    Create(Box<CreateArgs>),
    /// Replaces the parameters of a valuation.
    Update {
        /// Id of the valuation.
        id: i64,
        /// File with all parameters as JSON, `-` for the standard input.
        #[arg(long, value_name = "FILE")]
        input: PathBuf,
    },
    /// Deletes valuations.
    Delete {
        /// Ids of the valuations.
        #[arg(required = true)]
        id: Vec<i64>,
    },
    /// Copies a valuation and prints the copy.
    Copy {
        /// Id of the valuation.
        id: i64,
    },
    /// Calculates a valuation, if that was not done, and prints its outputs.
    Outputs(OutputsArgs),
    /// Uploads measured generation, which the service calibrates.
    UploadRawGeneration(UploadArgs),
    /// Uploads generation that is calibrated already.
    UploadCalibratedGeneration(UploadArgs),
    /// Uploads measured wind.
    UploadWind(UploadArgs),
}

/// A new valuation: from a file, or from the options below.
#[derive(Args, Debug)]
pub struct CreateArgs {
    /// File with the parameters as JSON, `-` for the standard input; options given besides replace its values.
    #[arg(long, value_name = "FILE")]
    pub input: Option<PathBuf>,
    /// Name of the valuation.
    #[arg(long, required_unless_present = "input")]
    pub name: Option<String>,
    /// Description.
    #[arg(long)]
    pub description: Option<String>,
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
    /// Id of the scenario, or its exact name (then --region too).
    #[arg(long, required_unless_present = "input")]
    pub scenario: Option<String>,
    /// Region code in which the scenario is looked up by name.
    #[arg(long)]
    pub region: Option<String>,
    /// Id or exact name of the turbine; not for uploaded generation.
    #[arg(long)]
    pub turbine: Option<String>,
    /// Number of turbines.
    #[arg(long)]
    pub turbines: Option<u32>,
    /// Hub height in metres.
    #[arg(long, value_name = "METRES")]
    pub hub_height: Option<f64>,
    /// Height of obstacles around, in metres.
    #[arg(long, value_name = "METRES")]
    pub obstacle_height: Option<f64>,
    /// Smooths the power curve as for many turbines, where the region allows it.
    #[arg(long)]
    pub smoothing: bool,
    /// Price below which the farm is curtailed.
    #[arg(long, value_name = "PRICE", allow_negative_numbers = true)]
    pub curtailment_threshold: Option<f64>,
    /// The wind; without --wind, data is to be uploaded afterwards.
    #[command(flatten)]
    pub wind: WindArgs,
    /// Losses.
    #[command(flatten)]
    pub losses: LossArgs,
}

/// Which outputs, and where to.
#[derive(Args, Debug)]
pub struct OutputsArgs {
    /// Id of the valuation.
    pub id: i64,
    /// Rows to print.
    #[arg(long, value_enum, default_value_t = Period::Yearly)]
    pub period: Period,
    /// Asks for the hourly load factors too.
    #[arg(long)]
    pub hourly: bool,
    /// Fetches the Excel workbook; needs --out.
    #[arg(long, requires = "out", conflicts_with_all = ["period", "hourly"])]
    pub xlsx: bool,
    /// Writes to a file: the whole answer (.json, .xlsx with --xlsx) or the rows of the period (.csv).
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Longest time to wait for the calculation, e.g. 30m. Default: 30 minutes.
    #[arg(long, value_name = "TIME", value_parser = super::duration)]
    pub deadline: Option<Duration>,
}

/// Rows of a valuation's forecast.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum Period {
    /// One row per calendar year.
    Yearly,
    /// One row per quarter.
    Quarterly,
    /// One row per month.
    Monthly,
}

/// A file for a valuation.
#[derive(Args, Debug)]
pub struct UploadArgs {
    /// Id of the valuation.
    pub id: i64,
    /// File with the body as JSON, `-` for the standard input.
    #[arg(long, value_name = "FILE")]
    pub input: PathBuf,
}
