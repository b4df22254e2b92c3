//! Arguments of `aurora etm`.

use clap::Subcommand;

pub mod inputs;
pub mod outputs;
pub mod saved;
pub mod sessions;
pub mod users;
pub mod workflows;

use inputs::{InputsCommand, QueriesCommand};
use outputs::{
    CurvesCommand, CustomCurvesCommand, EsdlCommand, ExportsCommand, NodesCommand, SortablesCommand, VersionTagsCommand,
};
use saved::{CollectionsCommand, SavedScenariosCommand};
use sessions::SessionsCommand;
use users::SessionUsersCommand;
use workflows::{CompareArgs, ExportArgs, ImportArgs, InitArgs, RunArgs, SweepArgs};

/// What of the Energy Transition Model.
#[derive(Debug, Subcommand)]
pub enum EtmCommand {
    /// Makes a file .env with the settings, and a workbook to begin with.
    ///
    /// Asks for the environment on a terminal, unless --environment or --base-url says it. The token is not asked for: `aurora auth
    /// login etm` stores it.
    Init(InitArgs),
    /// What needs the service.
    #[command(flatten)]
    Service(ServiceCommand),
}

/// What is done with the service.
#[derive(Debug, Subcommand)]
pub enum ServiceCommand {
    /// Runs a workbook: makes and changes its scenarios, and writes their results into another one.
    ///
    /// Everything that is wrong with the workbook is found and printed first; then nothing is sent.
    Run(Box<RunArgs>),
    /// Writes scenarios into a workbook, or into one each.
    Export(Box<ExportArgs>),
    /// Makes the scenarios of a workbook anew, whatever ids they have in it.
    Import(Box<ImportArgs>),
    /// Tries values of inputs: results of queries for each in one table.
    Sweep(Box<SweepArgs>),
    /// Shows the inputs and results of several scenarios side by side.
    Compare(Box<CompareArgs>),
    /// Sessions: the scenarios of the engine.
    Sessions {
        /// What to do with sessions.
        #[command(subcommand)]
        command: Box<SessionsCommand>,
    },
    /// Version tags: notes on sessions, made while a saved scenario's history is written.
    VersionTags {
        /// What to do with version tags.
        #[command(subcommand)]
        command: VersionTagsCommand,
    },
    /// Inputs (sliders) of a session.
    Inputs {
        /// What to do with inputs.
        #[command(subcommand)]
        command: Box<InputsCommand>,
    },
    /// Queries: results of a session, present and future.
    Queries {
        /// What to do with queries.
        #[command(subcommand)]
        command: QueriesCommand,
    },
    /// Hourly curves that the engine calculates: electricity, heat, gas, hydrogen, prices.
    Curves {
        /// What to do with hourly curves.
        #[command(subcommand)]
        command: CurvesCommand,
    },
    /// Hourly curves of your own that a session calculates with.
    CustomCurves {
        /// What to do with custom curves.
        #[command(subcommand)]
        command: CustomCurvesCommand,
    },
    /// Annual exports: energy flows, costs, capacities.
    Exports {
        /// What to do with exports.
        #[command(subcommand)]
        command: ExportsCommand,
    },
    /// Orders in which technologies are used: storage, hydrogen, heat.
    Sortables {
        /// What to do with orders.
        #[command(subcommand)]
        command: SortablesCommand,
    },
    /// The ESDL file of a session.
    Esdl {
        /// What to do with the file.
        #[command(subcommand)]
        command: EsdlCommand,
    },
    /// Who may use a session.
    Users {
        /// What to do with users.
        #[command(subcommand)]
        command: SessionUsersCommand,
    },
    /// Saved scenarios of MyETM, through the engine.
    SavedScenarios {
        /// What to do with saved scenarios.
        #[command(subcommand)]
        command: Box<SavedScenariosCommand>,
    },
    /// Collections of MyETM, through the engine.
    Collections {
        /// What to do with collections.
        #[command(subcommand)]
        command: CollectionsCommand,
    },
    /// Areas: the countries and regions that there is data of.
    Areas {
        /// What to do with areas.
        #[command(subcommand)]
        command: AreasCommand,
    },
    /// Nodes of the energy graph of a session.
    Nodes {
        /// What to do with nodes.
        #[command(subcommand)]
        command: NodesCommand,
    },
    /// Your account, and what the server thinks of the token.
    Me {
        /// What of it.
        #[command(subcommand)]
        command: MeCommand,
    },
    /// MyETM itself, without the engine in between.
    My {
        /// What of MyETM.
        #[command(subcommand)]
        command: Box<MyCommand>,
    },
}

/// Commands around areas.
#[derive(Debug, Subcommand)]
pub enum AreasCommand {
    /// Lists the areas.
    List {
        /// With all figures of each area, in the formats but the table.
        #[arg(long)]
        detailed: bool,
    },
    /// Shows an area with all its figures.
    Get {
        /// Its code, e.g. nl2019.
        code: String,
    },
}

/// Commands around the account.
#[derive(Debug, Subcommand)]
pub enum MeCommand {
    /// Changes what the engine knows about you.
    Update {
        /// The name that others see.
        #[arg(long)]
        name: Option<String>,
        /// Whether new sessions are private.
        #[arg(long, value_name = "BOOL")]
        private_scenarios: Option<bool>,
    },
    /// Deletes you at the engine; the account at MyETM stays. Asks first.
    Delete,
    /// What the server says about the token: scopes, and how long it is still valid.
    TokenInfo,
    /// Who the token belongs to.
    UserInfo,
}

/// Commands around MyETM itself.
#[derive(Debug, Subcommand)]
pub enum MyCommand {
    /// Saved scenarios.
    SavedScenarios {
        /// What to do with saved scenarios.
        #[command(subcommand)]
        command: Box<SavedScenariosCommand>,
    },
    /// Collections.
    Collections {
        /// What to do with collections.
        #[command(subcommand)]
        command: CollectionsCommand,
    },
    /// Featured scenarios: those that MyETM shows to everybody.
    Featured {
        /// What to do with them.
        #[command(subcommand)]
        command: FeaturedCommand,
    },
    /// The versions of the model that are deployed.
    Versions {
        /// Only this one, e.g. 2025-01.
        #[arg(long)]
        tag: Option<String>,
    },
}

/// Commands around featured scenarios.
#[derive(Debug, Subcommand)]
pub enum FeaturedCommand {
    /// Lists them.
    List {
        /// Only those of this version, e.g. latest or 2025-01.
        #[arg(long, value_name = "TAG")]
        version_tag: Option<String>,
    },
    /// Shows one.
    Get {
        /// Its id.
        id: i64,
    },
    /// Lists their sessions.
    Sessions {
        /// Only those of this version.
        #[arg(long, value_name = "TAG")]
        version_tag: Option<String>,
    },
}
