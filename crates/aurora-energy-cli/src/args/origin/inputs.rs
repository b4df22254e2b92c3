//! Arguments of `aurora origin inputs`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Commands around inputs. A scenario is named by its id.
#[derive(Debug, Subcommand)]
pub enum InputsCommand {
    /// What belongs to a scenario's inputs: regions, model years, currencies, edits so far.
    Session {
        /// Id of the scenario.
        scenario: String,
    },
    /// The parameters that inputs have, of all technologies, demand and so on.
    Config,
    /// The technologies of a scenario by region.
    Technologies {
        /// Id of the scenario.
        scenario: String,
    },
    /// The parameters of one technology.
    Technology {
        /// Id of the scenario.
        scenario: String,
        /// Technology, from `technologies`.
        name: String,
        /// Region, e.g. gbr.
        #[arg(long)]
        region: String,
        /// Region below the region.
        #[arg(long)]
        sub_region: Option<String>,
        /// Sub-technology of the plants whose capacity is given.
        #[arg(long)]
        exogenous: Option<String>,
        /// Subsidy of the plants whose capacity is given.
        #[arg(long)]
        subsidy: Option<String>,
        /// Sub-technology of the plants that the model builds.
        #[arg(long)]
        endogenous: Option<String>,
    },
    /// The regions that have demand.
    DemandRegions {
        /// Id of the scenario.
        scenario: String,
    },
    /// Demand.
    Demand {
        /// Id of the scenario.
        scenario: String,
        /// Region; may be repeated; all without it.
        #[arg(long)]
        region: Vec<String>,
        /// One sum over the regions.
        #[arg(long)]
        aggregate: bool,
    },
    /// The names of the technologies that use power.
    DemandTechnologyNames {
        /// Id of the scenario.
        scenario: String,
    },
    /// Demand by technology.
    DemandTechnologies {
        /// Id of the scenario.
        scenario: String,
    },
    /// Prices of fuels and emissions.
    Commodities {
        /// Id of the scenario.
        scenario: String,
        /// Region; may be repeated.
        #[arg(long)]
        region: Vec<String>,
        /// Commodity, e.g. gas; may be repeated.
        #[arg(long)]
        commodity: Vec<String>,
        /// Asks for the commodities' own units (passed on; what the service makes of it is not documented).
        #[arg(long)]
        native_units: bool,
    },
    /// Which regions are connected with which.
    Connections {
        /// Id of the scenario.
        scenario: String,
    },
    /// The interconnector between two regions, both directions.
    Interconnectors {
        /// Id of the scenario.
        scenario: String,
        /// One region.
        #[arg(long)]
        from: String,
        /// The other region.
        #[arg(long)]
        to: String,
    },
    /// Has a workbook with all inputs made, and fetches it.
    Workbook {
        /// Id of the scenario.
        scenario: String,
        /// Where to write it; without it, only its address is printed.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Changes an input and shows it before and after.
    Set {
        /// Which input.
        #[command(subcommand)]
        command: SetCommand,
    },
    /// Takes the commodity prices of another scenario as the new originals.
    Rebase {
        /// Id of the scenario to change.
        scenario: String,
        /// Id of the scenario whose commodity prices are taken.
        #[arg(long, value_name = "ID")]
        reference: String,
    },
}

/// The inputs that can be changed.
#[derive(Debug, Subcommand)]
pub enum SetCommand {
    /// A parameter of plants whose capacity is given.
    Exogenous {
        /// The technology and its place.
        #[command(flatten)]
        technology: SetTechnology,
        /// Subsidy.
        #[arg(long)]
        subsidy: Option<String>,
        /// The change.
        #[command(flatten)]
        change: ChangeArgs,
    },
    /// A parameter of plants that the model builds.
    Endogenous {
        /// The technology and its place.
        #[command(flatten)]
        technology: SetTechnology,
        /// The change.
        #[command(flatten)]
        change: ChangeArgs,
    },
    /// A variable of a region's demand.
    Demand {
        /// Id of the scenario.
        scenario: String,
        /// Region; may be repeated.
        #[arg(long, required = true)]
        region: Vec<String>,
        /// Variable, e.g. totalDemand.
        #[arg(long)]
        variable: String,
        /// Lets the capacity market's target follow.
        #[arg(long)]
        auto_capacity_market_target: Option<bool>,
        /// The change.
        #[command(flatten)]
        change: ChangeArgs,
    },
    /// A variable of a technology that uses power.
    DemandTechnology {
        /// Id of the scenario.
        scenario: String,
        /// Region; may be repeated.
        #[arg(long, required = true)]
        region: Vec<String>,
        /// Technology.
        #[arg(long)]
        technology: String,
        /// Variable, e.g. totalDemand.
        #[arg(long)]
        variable: String,
        /// Lets the capacity market's target follow.
        #[arg(long)]
        auto_capacity_market_target: Option<bool>,
        /// The change.
        #[command(flatten)]
        change: ChangeArgs,
    },
    /// The price of a commodity.
    Commodity {
        /// Id of the scenario.
        scenario: String,
        /// Commodity, e.g. gas.
        #[arg(long)]
        commodity: String,
        /// Region; may be repeated; those that `commodities` shows.
        #[arg(long, required = true)]
        region: Vec<String>,
        /// The change.
        #[command(flatten)]
        change: ChangeArgs,
    },
    /// A variable of an interconnector, in one direction.
    Interconnector {
        /// Id of the scenario.
        scenario: String,
        /// From this region.
        #[arg(long)]
        from: String,
        /// To this region.
        #[arg(long)]
        to: String,
        /// Variable.
        #[arg(long)]
        variable: String,
        /// The change.
        #[command(flatten)]
        change: ChangeArgs,
    },
}

/// A technology's parameter.
#[derive(Args, Debug)]
pub struct SetTechnology {
    /// Id of the scenario.
    pub scenario: String,
    /// Technology.
    #[arg(long)]
    pub technology: String,
    /// Region, e.g. gbr.
    #[arg(long)]
    pub region: String,
    /// Parameter, e.g. capacity.
    #[arg(long)]
    pub parameter: String,
    /// Region below the region.
    #[arg(long)]
    pub sub_region: Option<String>,
    /// Sub-technology.
    #[arg(long)]
    pub sub_technology: Option<String>,
}

/// What is changed: one kind of change, at the times given.
#[derive(Args, Debug)]
pub struct ChangeArgs {
    /// The kind.
    #[command(flatten)]
    pub kind: KindArgs,
    /// Year, e.g. 2030; may be repeated. None only for parameters without years.
    #[arg(long, value_name = "YEAR")]
    pub year: Vec<i64>,
    /// Month, for parameters by month; may be repeated, and then stands for each of the years.
    #[arg(long, value_name = "MONTH", requires = "year")]
    pub month: Vec<i64>,
}

/// The kind of change, exactly one.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub struct KindArgs {
    /// Per cent of the original: 10 makes it a tenth larger.
    #[arg(long, value_name = "PERCENT", allow_negative_numbers = true)]
    pub percentage: Option<f64>,
    /// Added to the original, in its unit.
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true)]
    pub delta: Option<f64>,
    /// Takes the place of the original, in its unit.
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true)]
    pub absolute: Option<f64>,
}

impl SetCommand {
    /// What is changed.
    #[must_use]
    pub fn change(&self) -> &ChangeArgs {
        match self {
            Self::Exogenous { change, .. }
            | Self::Endogenous { change, .. }
            | Self::Demand { change, .. }
            | Self::DemandTechnology { change, .. }
            | Self::Commodity { change, .. }
            | Self::Interconnector { change, .. } => change,
        }
    }
}
