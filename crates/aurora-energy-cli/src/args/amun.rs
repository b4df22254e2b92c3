//! Arguments of `aurora amun`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::load_factors::LoadFactorCommand;
use super::valuations::ValuationCommand;

/// What of Amun.
#[derive(Debug, Subcommand)]
pub enum AmunCommand {
    /// Turbine types and their power curves.
    Turbines {
        /// What to do with turbines.
        #[command(subcommand)]
        command: TurbineCommand,
    },
    /// Regions, and what is available in them.
    Regions {
        /// What to do with regions.
        #[command(subcommand)]
        command: RegionCommand,
    },
    /// Market scenarios that a valuation is based on.
    Scenarios {
        /// What to do with scenarios.
        #[command(subcommand)]
        command: ScenarioCommand,
    },
    /// Hourly load factors of a turbine at a place.
    LoadFactors {
        /// What to do with load factors.
        #[command(subcommand)]
        command: Box<LoadFactorCommand>,
    },
    /// Valuations of wind farms.
    Valuations {
        /// What to do with valuations.
        #[command(subcommand)]
        command: Box<ValuationCommand>,
    },
    /// Wind data at a place.
    Wind {
        /// Which wind data.
        #[command(subcommand)]
        command: WindCommand,
    },
    /// Existing wind farms.
    Windfarms {
        /// What to do with wind farms.
        #[command(subcommand)]
        command: WindfarmCommand,
    },
}

/// A point on the earth.
#[derive(Args, Clone, Copy, Debug)]
pub struct Place {
    /// Latitude in degrees, -90 to 90.
    #[arg(long, value_name = "DEGREES", allow_negative_numbers = true)]
    pub lat: f64,
    /// Longitude in degrees, -180 to 180.
    #[arg(long, value_name = "DEGREES", allow_negative_numbers = true)]
    pub lon: f64,
}

/// Commands around turbines.
#[derive(Debug, Subcommand)]
pub enum TurbineCommand {
    /// Lists all turbines of the account, public and own.
    List,
    /// Shows the one turbine of exactly this name.
    Find {
        /// The name, letter for letter.
        name: String,
    },
    /// The power curve of a turbine.
    PowerCurve {
        /// Id or exact name of the turbine.
        turbine: String,
    },
    /// Adds a turbine from a filled-in workbook (the template of the web application).
    Upload {
        /// The workbook (.xlsx).
        file: PathBuf,
    },
}

/// Commands around regions.
#[derive(Debug, Subcommand)]
pub enum RegionCommand {
    /// The regions that cover a point, with their wind datasets. An unsupported point has none.
    Details {
        /// Where.
        #[command(flatten)]
        place: Place,
    },
}

/// Commands around scenarios.
#[derive(Debug, Subcommand)]
pub enum ScenarioCommand {
    /// Lists the scenarios of a region, retired ones included.
    List {
        /// Region code, e.g. gbr.
        #[arg(long)]
        region: String,
    },
    /// Shows the one scenario of exactly this name that is not retired.
    Find {
        /// Region code, e.g. gbr.
        #[arg(long)]
        region: String,
        /// The name, letter for letter.
        name: String,
    },
}

/// Commands around wind data.
#[derive(Debug, Subcommand)]
pub enum WindCommand {
    /// Wind speeds of a year at a point.
    Series {
        /// Where.
        #[command(flatten)]
        place: Place,
        /// Calendar year, e.g. 2016.
        #[arg(long)]
        year: i32,
        /// Dataset: Era5, Merra2 or NEWA.
        #[arg(long, default_value = "Era5")]
        dataset: String,
        /// Writes the answer to a file instead (JSON).
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Mean wind speed around a point after Aurora's atlas.
    Atlas {
        /// Region code, e.g. gbr.
        #[arg(long)]
        region: String,
        /// Where.
        #[command(flatten)]
        place: Place,
        /// Radius around the point, 0 to 1000.
        #[arg(long, required_unless_present = "turbines")]
        radius: Option<u32>,
        /// Number of turbines, from which the size of the farm is estimated when there is no radius.
        #[arg(long)]
        turbines: Option<u32>,
        /// Rotor diameter in metres, used with the number of turbines.
        #[arg(long, requires = "turbines")]
        rotor_diameter: Option<u32>,
    },
}

/// Commands around wind farms.
#[derive(Debug, Subcommand)]
pub enum WindfarmCommand {
    /// Searches wind farms; without a text, lists them.
    Search {
        /// What to look for.
        #[arg(default_value = "")]
        text: String,
    },
    /// Shows one wind farm.
    Get {
        /// Its UUID.
        id: String,
    },
}
