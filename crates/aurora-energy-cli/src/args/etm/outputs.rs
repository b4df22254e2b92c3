//! Arguments of `aurora etm`: curves, exports, orders, the ESDL file, nodes and version tags of a session.

use std::path::PathBuf;

use aurora_energy::etm::{Export, HeatLevel};
use clap::{Args, Subcommand};

/// What is done with a file of the service's.
#[derive(Args, Debug)]
pub struct FileOptions {
    /// Prints the file as it is instead of a table.
    #[arg(long, conflicts_with = "out")]
    pub raw: bool,
    /// Writes the file instead.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Commands around hourly curves.
#[derive(Debug, Subcommand)]
pub enum CurvesCommand {
    /// Prints a curve, 8760 rows, or writes it to a file.
    Get {
        /// Id of the session.
        id: i64,
        /// Name of the curve, e.g. electricity_profiles; older names such as merit_order are understood.
        #[arg(required_unless_present = "all")]
        curve: Option<String>,
        /// All curves that have a name of their own, into the folder of --out.
        #[arg(long, conflicts_with_all = ["curve", "raw"], requires = "out")]
        all: bool,
        /// What to do with the file; with --all, --out is a folder.
        #[command(flatten)]
        file: FileOptions,
    },
    /// Prints the electricity price of each hour, in EUR/MWh.
    Prices {
        /// Id of the session.
        id: i64,
    },
}

/// Commands around custom curves.
#[derive(Debug, Subcommand)]
pub enum CustomCurvesCommand {
    /// Lists the custom curves of a session.
    List {
        /// Id of the session.
        id: i64,
        /// Also the keys to which nothing is attached.
        #[arg(long)]
        unattached: bool,
        /// Also the keys that the engine keeps for itself.
        #[arg(long)]
        internal: bool,
    },
    /// Shows what is known about a custom curve.
    Get {
        /// Which one.
        #[command(flatten)]
        curve: OneCurve,
    },
    /// Attaches a curve: 8760 numbers, one per line.
    Upload {
        /// Which one.
        #[command(flatten)]
        curve: OneCurve,
        /// File with the numbers, `-` for the standard input.
        file: PathBuf,
        /// Name that is shown; the file's own without it.
        #[arg(long)]
        name: Option<String>,
    },
    /// Prints the values of a custom curve, or writes them to a file.
    Download {
        /// Which one.
        #[command(flatten)]
        curve: OneCurve,
        /// What to do with the file.
        #[command(flatten)]
        file: FileOptions,
    },
    /// Takes a custom curve off. Asks first.
    Delete {
        /// Which one.
        #[command(flatten)]
        curve: OneCurve,
    },
}

/// A custom curve of a session.
#[derive(Args, Debug)]
pub struct OneCurve {
    /// Id of the session.
    pub id: i64,
    /// Key of the curve, e.g. interconnector_1_price or weather/air_temperature.
    pub key: String,
}

/// Commands around annual exports.
#[derive(Debug, Subcommand)]
pub enum ExportsCommand {
    /// Prints an export, or writes it to a file.
    Get {
        /// Id of the session.
        id: i64,
        /// Name of the export, e.g. energy_flow.
        export: Export,
        /// What to do with the file.
        #[command(flatten)]
        file: FileOptions,
    },
}

/// Commands around orders.
#[derive(Debug, Subcommand)]
pub enum SortablesCommand {
    /// Shows all orders of a session.
    List {
        /// Id of the session.
        id: i64,
    },
    /// Shows an order.
    Get {
        /// Which one.
        #[command(flatten)]
        order: OneOrder,
    },
    /// Sets an order; what is left out comes at the end.
    Set {
        /// Which one.
        #[command(flatten)]
        order: OneOrder,
        /// The items, the first one first.
        #[arg(required_unless_present = "reset")]
        item: Vec<String>,
        /// Goes back to the default order.
        #[arg(long, conflicts_with = "item")]
        reset: bool,
    },
}

/// An order of a session.
#[derive(Args, Debug)]
pub struct OneOrder {
    /// Id of the session.
    pub id: i64,
    /// forecast_storage, hydrogen_supply, hydrogen_demand, space_heating or heat_network.
    pub kind: String,
    /// Temperature of the heat network: lt, mt or ht.
    #[arg(long, value_name = "LEVEL")]
    pub level: Option<HeatLevel>,
}

/// Commands around the ESDL file.
#[derive(Debug, Subcommand)]
pub enum EsdlCommand {
    /// Prints the file, or writes it.
    Get {
        /// Id of the session.
        id: i64,
        /// Writes the file instead.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Attaches a file.
    Upload {
        /// Id of the session.
        id: i64,
        /// The file.
        file: PathBuf,
    },
}

/// Commands around nodes.
#[derive(Debug, Subcommand)]
pub enum NodesCommand {
    /// Shows the figures of a node, present and future.
    Get {
        /// Id of the session.
        id: i64,
        /// Key of the node.
        key: String,
    },
    /// The nodes and edges of the energy graph, and where to draw them. A table shows the nodes only.
    Topology {
        /// Id of the session.
        id: i64,
    },
    /// Figures of several nodes.
    Stats {
        /// Id of the session.
        id: i64,
        /// Keys of the nodes.
        #[arg(required = true)]
        key: Vec<String>,
        /// Figure, e.g. demand; may be repeated; the engine's choice without it.
        #[arg(long, value_name = "NAME", num_args = 1..)]
        attribute: Vec<String>,
    },
}

/// Commands around version tags.
#[derive(Debug, Subcommand)]
pub enum VersionTagsCommand {
    /// The tags of sessions; those without one are left out.
    List {
        /// Ids of the sessions.
        #[arg(required = true)]
        id: Vec<i64>,
    },
    /// The tag of a session.
    Get {
        /// Id of the session.
        id: i64,
    },
    /// Puts a tag on a session.
    Create {
        /// Id of the session.
        id: i64,
        /// The note.
        text: Option<String>,
    },
    /// Changes the tag of a session.
    Update {
        /// Id of the session.
        id: i64,
        /// The note; without it, it is removed.
        text: Option<String>,
    },
}
