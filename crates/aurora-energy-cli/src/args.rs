//! What can be typed: the arguments of every command.

use std::path::PathBuf;
use std::time::Duration;

use aurora_energy::core::Url;
use aurora_energy::etm::Environment;
use aurora_energy::origin::Universe;
use clap::builder::{EnumValueParser, TypedValueParser as _};
use clap::{Args, Parser, Subcommand, ValueEnum};

pub mod amun;
pub mod etm;
pub mod load_factors;
pub mod origin;
pub mod valuations;

/// Aurora Energy Research's services, and the Energy Transition Model, from the command line.
///
/// Data goes to the standard output, everything else to the standard error. Exit codes: 0 all went well, 1 failure,
/// 2 wrong usage, 3 not found, 4 credentials missing or refused, 5 too many requests, 6 out of time, 7 some items of
/// a batch failed.
#[derive(Debug, Parser)]
#[command(name = "aurora", version, propagate_version = true, arg_required_else_help = true)]
pub struct Cli {
    /// What holds for every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// How results are printed.
    #[arg(
        long, short = 'o', global = true, value_name = "FORMAT", default_value = "table",
        value_parser = EnumValueParser::<Format>::new().map(Destination::Format)
    )]
    pub output: Destination,
    /// Starts a sandbox inside and uses it: no token, no network, made-up but sensible data.
    #[arg(long, global = true, conflicts_with = "base_url")]
    pub sandbox: bool,
    /// Base address of the service, version included, e.g. `https://api.auroraer.com/amun/v1`.
    ///
    /// For Amun, and for the ETM's engine. Without it the variable AURORA_API_BASE_URL holds, then the service's public
    /// address; for Origin the variables AURORA_ORIGIN_SCENARIO_API_BASE_URL and AURORA_ORIGIN_INPUTS_API_BASE_URL; for the
    /// ETM the variable BASE_URL, of the environment or of the file .env, then --environment. There is no option for
    /// the token: arguments can be read by other users of the machine and stay in the shell's history.
    #[arg(long, global = true, value_name = "URL")]
    pub base_url: Option<Url>,
    /// Which of Origin's environments: `production` or `staging`. It decides the addresses and the token's names, for staging
    /// AURORA_API_KEY_staging and ~/.aurora-api-key.staging. Without it: production, with the names that have no suffix.
    #[arg(long, global = true, value_name = "NAME", conflicts_with_all = ["sandbox", "base_url"])]
    pub universe: Option<Universe>,
    /// Which environment of the ETM: `pro`, `beta`, `local`, a version such as `2025-01`, or the name of another deployment.
    /// It decides the addresses of engine and MyETM. Without it the variables BASE_URL and ENVIRONMENT hold, then `pro`.
    #[arg(long, global = true, value_name = "NAME", conflicts_with_all = ["sandbox", "base_url", "universe"])]
    pub environment: Option<Environment>,
    /// Address of MyETM, without `/api/v1`, where the engine's address does not tell it.
    ///
    /// Without it the variable MY_ETM_URL holds, then the MyETM with the engine's accounts.
    #[arg(long, global = true, value_name = "URL", conflicts_with = "sandbox")]
    pub my_etm_url: Option<Url>,
    /// Longest time that the whole command may take, e.g. 30s, 5m, 1h.
    ///
    /// Without it only the time limits of the single requests hold.
    #[arg(long, global = true, value_name = "TIME", value_parser = duration)]
    pub timeout: Option<Duration>,
    /// Prints no progress and no notes; errors are still printed.
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Prints no colours. The variable NO_COLOR does the same.
    #[arg(long, global = true)]
    pub no_color: bool,
    /// Says on the standard error what is sent; twice: everything the client logs.
    #[arg(long, short, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// Answers every question with yes.
    #[arg(long, short, global = true)]
    pub yes: bool,
}

/// What `--output` names: a format, or with `aurora etm run` a file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Destination {
    /// A format of the standard output.
    Format(Format),
    /// A file.
    File(PathBuf),
}

impl Destination {
    /// How results are printed.
    #[must_use]
    pub fn format(&self) -> Format {
        match self {
            Self::Format(format) => *format,
            Self::File(_) => Format::Table,
        }
    }
}

/// How results are printed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum Format {
    /// For people: aligned columns.
    Table,
    /// One JSON document.
    Json,
    /// One JSON document per line and item.
    Jsonl,
    /// Comma-separated values with a header row.
    Csv,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Amun, the wind-farm valuation service.
    Amun {
        /// What of Amun.
        #[command(subcommand)]
        command: Box<amun::AmunCommand>,
    },
    /// The Energy Transition Model: sessions of the engine, and MyETM.
    Etm {
        /// What of the ETM.
        #[command(subcommand)]
        command: Box<etm::EtmCommand>,
    },
    /// Origin, the power market scenarios.
    Origin {
        /// What of Origin.
        #[command(subcommand)]
        command: Box<origin::OriginCommand>,
    },
    /// The token: where it comes from, storing and removing it.
    Auth {
        /// What to do with the token.
        #[command(subcommand)]
        command: AuthCommand,
    },
    /// Any operation of a service's API, by its operationId.
    Api {
        /// The service.
        #[command(subcommand)]
        service: ApiService,
    },
    /// The services in memory, for trying things out and for tests.
    Sandbox {
        /// What to do with the sandbox.
        #[command(subcommand)]
        command: SandboxCommand,
    },
    /// Shows the whole job on made-up data: a batch over every wind type, a valuation, a market scenario, a session of the
    /// ETM, tables and charts.
    Demo(DemoArgs),
    /// JSON Schema of a file that the program reads or writes; without a name, the list of names.
    Schema {
        /// Name of the schema.
        name: Option<String>,
    },
    /// Completion script for a shell.
    ///
    /// For bash: aurora completions bash > ~/.local/share/bash-completion/completions/aurora
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// The version of the program and of what it was built with.
    Version,
}

/// Commands around the token.
#[derive(Debug, Subcommand)]
pub enum AuthCommand {
    /// Says where the token and the base address come from. Never prints the token.
    Status,
    /// Stores a token in ~/.aurora-api-key, readable by its owner only.
    ///
    /// The token is read from the standard input, or asked for on a terminal without showing it:
    /// `aurora auth login < token.txt`. It is never an argument: arguments can be read by other users of the machine
    /// and stay in the shell's history. The ETM's token is stored in the file .env of the working directory, which the
    /// Python client reads too.
    Login {
        /// Whose token it is.
        #[arg(value_enum, default_value_t)]
        service: TokenOf,
    },
    /// Removes ~/.aurora-api-key, or the ETM's token from the file .env of the working directory.
    Logout {
        /// Whose token it is.
        #[arg(value_enum, default_value_t)]
        service: TokenOf,
    },
}

/// Whose token.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
pub enum TokenOf {
    /// Aurora's, for Amun and Origin.
    #[default]
    Aurora,
    /// The Energy Transition Model's.
    Etm,
}

/// The services of the `api` command.
#[derive(Debug, Subcommand)]
pub enum ApiService {
    /// An operation of Amun.
    ///
    /// `aurora api amun --list` shows all operations with their parameters.
    Amun(ApiArgs),
    /// An operation of the Energy Transition Model.
    ///
    /// `aurora api etm --list` shows all operations; some of them are gone or broken, and are only sent with --force-dead.
    Etm(ApiArgs),
    /// An operation of Origin.
    ///
    /// `aurora api origin --list` shows all operations. GraphQL operations take their body, `{"query": …, "variables": …}`, with
    /// --input.
    Origin(ApiArgs),
}

/// One raw call.
#[derive(Args, Debug)]
pub struct ApiArgs {
    /// The operation, e.g. list_turbines.
    #[arg(required_unless_present = "list", value_name = "OPERATION_ID")]
    pub operation: Option<String>,
    /// Lists the operations instead.
    #[arg(long, conflicts_with_all = ["operation", "field", "input", "out", "force_dead"])]
    pub list: bool,
    /// A path or query parameter; may be repeated.
    #[arg(long, short = 'f', value_name = "KEY=VALUE", value_parser = key_value)]
    pub field: Vec<(String, String)>,
    /// File with the body, `-` for the standard input. An upload of a file is sent as a form.
    #[arg(long, value_name = "FILE")]
    pub input: Option<PathBuf>,
    /// Writes the answer to a file, byte for byte.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Sends the request even if the operation is known to be gone or broken.
    #[arg(long)]
    pub force_dead: bool,
}

/// Commands around the sandbox.
#[derive(Debug, Subcommand)]
pub enum SandboxCommand {
    /// Serves the sandbox until it is stopped with Ctrl-C, with one line per request on the standard error.
    Serve {
        /// Port on 127.0.0.1; 0 takes a free one.
        #[arg(long, default_value_t = 0)]
        port: u16,
        /// Seed of the made-up data; the same seed gives the same data.
        #[arg(long)]
        seed: Option<u64>,
        /// How long a calculation takes, e.g. 500ms or 2s.
        #[arg(long, value_name = "TIME", value_parser = duration)]
        delay: Option<Duration>,
        /// Version of the Energy Transition Model's engine that the sandbox stands for.
        #[arg(long, value_name = "VERSION", value_enum, default_value_t)]
        etm_dialect: EtmVersion,
    },
}

/// A version of the Energy Transition Model's engine.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
pub enum EtmVersion {
    /// As it is deployed for production.
    #[default]
    Latest,
    /// The stable one of January 2025: fewer routes, other texts and other rules for some bodies.
    #[value(name = "2025-01")]
    Stable202501,
}

/// The demonstration.
#[derive(Args, Debug)]
pub struct DemoArgs {
    /// Folder for the results.
    #[arg(long, value_name = "FOLDER", default_value = "aurora-demo")]
    pub out: PathBuf,
    /// Draws the charts as PNG too, not only as SVG.
    #[arg(long)]
    pub png: bool,
    /// Own load-factor requests (.json, .jsonl, .csv) instead of the ones that come with the program.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub input: Vec<PathBuf>,
}

/// Reads `30s`, `5m` or `1h 30m`.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let span: jiff::SignedDuration = text
        .parse()
        .map_err(|_| "write a time like 500ms, 30s, 5m or 1h".to_owned())?;
    match Duration::try_from(span) {
        Ok(time) if !time.is_zero() => Ok(time),
        _ => Err("the time must be greater than zero".to_owned()),
    }
}

/// Reads `key=value`; the value may be empty and may hold further equal signs.
pub(crate) fn key_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err("write it as key=value".to_owned()),
    }
}
