//! Arguments of `aurora origin`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum};

pub mod inputs;
pub mod outputs;

use inputs::InputsCommand;
use outputs::OutputsCommand;

/// What of Origin.
#[derive(Debug, Subcommand)]
pub enum OriginCommand {
    /// Scenarios: Aurora's published ones and your own.
    Scenarios {
        /// What to do with scenarios.
        #[command(subcommand)]
        command: Box<ScenarioCommand>,
    },
    /// Projects, which hold your own scenarios.
    Projects {
        /// What to do with projects.
        #[command(subcommand)]
        command: ProjectCommand,
    },
    /// Outputs of a scenario that has run: prices, generation, capacities.
    Outputs {
        /// What to do with outputs.
        #[command(subcommand)]
        command: Box<OutputsCommand>,
    },
    /// Inputs of a scenario: technologies, demand, commodities, interconnectors.
    Inputs {
        /// What to do with inputs.
        #[command(subcommand)]
        command: Box<InputsCommand>,
    },
    /// Files of the model's runs.
    ModelFiles {
        /// What to do with model files.
        #[command(subcommand)]
        command: ModelFileCommand,
    },
    /// What the service is configured with.
    Config {
        /// Which part.
        #[command(subcommand)]
        command: ConfigCommand,
    },
}

/// Commands around scenarios.
#[derive(Debug, Subcommand)]
pub enum ScenarioCommand {
    /// Lists the scenarios that Aurora has published, or the account's own.
    List {
        /// Only this region group, e.g. gbr.
        #[arg(long)]
        region: Option<String>,
        /// The account's own scenarios instead of Aurora's.
        #[arg(long)]
        own: bool,
    },
    /// Shows a scenario.
    Get {
        /// Its id.
        id: String,
    },
    /// The newest published scenario of a region.
    Latest {
        /// Region group, e.g. gbr.
        region: String,
        /// A part of the name, in any case; may be repeated, all must occur.
        #[arg(long, value_name = "TEXT")]
        name: Vec<String>,
    },
    /// Makes a scenario in a project.
    Create(CreateScenario),
    /// Changes fields of a scenario.
    Update(UpdateScenario),
    /// Deletes a scenario. Asks first.
    Delete {
        /// Its id.
        id: String,
    },
    /// Starts the run of a scenario.
    Launch {
        /// Its id.
        id: String,
        /// Waits until the run has ended.
        #[arg(long)]
        wait: bool,
        /// Longest time to wait, e.g. 2h; 12 hours without it.
        #[arg(long, value_name = "TIME", requires = "wait", value_parser = super::duration)]
        deadline: Option<Duration>,
    },
    /// Waits until the run of a scenario has ended.
    Wait {
        /// Its id.
        id: String,
        /// Longest time to wait, e.g. 2h; 12 hours without it.
        #[arg(long, value_name = "TIME", value_parser = super::duration)]
        deadline: Option<Duration>,
    },
    /// The weather years that a scenario can use; none when it does not support the choice.
    WeatherYears {
        /// Its id.
        id: String,
    },
    /// The regions of a scenario: its own, and the others of its region group.
    Regions {
        /// Its id.
        id: String,
    },
}

/// A new scenario.
#[derive(Args, Debug)]
pub struct CreateScenario {
    /// Id of the project.
    #[arg(long, value_name = "ID")]
    pub project: String,
    /// Name of the scenario.
    #[arg(long)]
    pub name: String,
    /// Id of the scenario to start from; accounts outside Aurora need it.
    #[arg(long, value_name = "ID")]
    pub base: Option<String>,
    /// Fields that both `create` and `update` know.
    #[command(flatten)]
    pub fields: ScenarioFields,
}

/// New values of a scenario.
#[derive(Args, Debug)]
pub struct UpdateScenario {
    /// Id of the scenario.
    pub id: String,
    /// New name.
    #[arg(long)]
    pub name: Option<String>,
    /// Fields that both `create` and `update` know.
    #[command(flatten)]
    pub fields: ScenarioFields,
}

/// Fields that both `create` and `update` know.
#[derive(Args, Debug)]
pub struct ScenarioFields {
    /// Free text.
    #[arg(long)]
    pub description: Option<String>,
    /// Region group, e.g. gbr or aus.
    #[arg(long, value_name = "CODE")]
    pub region_group: Option<String>,
    /// Capacities: `fixed` keeps those of the inputs and runs faster, `model` lets the model build to meet demand.
    #[arg(long, value_enum)]
    pub capacities: Option<Capacities>,
    /// Currency and its price base for the outputs, e.g. gbp2024.
    #[arg(long, value_name = "CODE")]
    pub currency: Option<String>,
    /// Weather year of the hourly profiles; only together with fixed capacities.
    #[arg(long, value_name = "YEAR")]
    pub weather_year: Option<i64>,
}

/// Who decides on capacities.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum Capacities {
    /// The inputs.
    Fixed,
    /// The model.
    Model,
}

/// Commands around projects.
#[derive(Debug, Subcommand)]
pub enum ProjectCommand {
    /// Lists the projects.
    List,
    /// Shows a project with its scenarios.
    Get {
        /// Id, or with --by-name the exact name.
        project: String,
        /// Looks for the name.
        #[arg(long)]
        by_name: bool,
    },
    /// Makes a project.
    Create {
        /// Its name.
        name: String,
        /// Free text.
        #[arg(long)]
        description: Option<String>,
        /// Product it belongs to, by id or exact name; customers usually have none.
        #[arg(long)]
        product: Option<String>,
        /// Takes the project of this name if there is one.
        #[arg(long)]
        unless_exists: bool,
        /// Pins it.
        #[arg(long)]
        pin: bool,
    },
    /// Changes a project.
    Update {
        /// Its id.
        id: String,
        /// New name.
        #[arg(long)]
        name: Option<String>,
        /// New text.
        #[arg(long)]
        description: Option<String>,
        /// Product it belongs to, by id or exact name.
        #[arg(long)]
        product: Option<String>,
    },
    /// Deletes a project. Asks first.
    Delete {
        /// Its id.
        id: String,
    },
    /// Pins a project.
    Pin {
        /// Its id.
        id: String,
    },
    /// Takes the pin off a project.
    Unpin {
        /// Its id.
        id: String,
    },
}

/// Commands around model files.
#[derive(Debug, Subcommand)]
pub enum ModelFileCommand {
    /// The files of a scenario, run by run.
    List {
        /// Id of the scenario.
        scenario: String,
    },
    /// The address from which a file can be fetched for a short time.
    Url {
        /// The file's relative URL, from the list.
        file: String,
    },
    /// Fetches a file.
    Download {
        /// The file's relative URL, from the list.
        file: String,
        /// Where to write it.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

/// Commands around the configuration.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Everything.
    Show,
    /// The products that a project may belong to.
    Products,
    /// The region groups.
    Regions,
}
