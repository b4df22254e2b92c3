//! Arguments of `aurora etm inputs` and `aurora etm queries`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// Commands around inputs.
#[derive(Debug, Subcommand)]
pub enum InputsCommand {
    /// Lists the inputs of a session: units, ranges, defaults, and what is set.
    List {
        /// Id of the session.
        id: i64,
        /// Where the defaults come from; the template where it has a value, without it.
        #[arg(long, value_enum)]
        defaults: Option<Defaults>,
        /// With the steps of the sliders.
        #[arg(long)]
        extras: bool,
        /// Only those that are set.
        #[arg(long)]
        changed: bool,
        /// Only those whose key holds this text.
        #[arg(long, value_name = "TEXT")]
        search: Option<String>,
    },
    /// Shows an input of a session, or several.
    Get {
        /// Id of the session.
        id: i64,
        /// Keys of the inputs.
        #[arg(required = true)]
        key: Vec<String>,
    },
    /// The keys of all inputs of a session.
    Keys {
        /// Id of the session.
        id: i64,
    },
    /// Sets inputs of a session: all of them or, if one is refused, none.
    Set(Box<SetInputs>),
}

/// Where defaults of inputs come from.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum Defaults {
    /// The template of the session, where it has a value.
    Parent,
    /// The data of the area.
    Original,
}

/// Inputs to be set.
#[derive(Args, Debug)]
pub struct SetInputs {
    /// Id of the session.
    pub id: i64,
    /// The inputs: numbers in their units, true or false, or permitted values; `reset` takes an input back.
    #[arg(value_name = "KEY=VALUE", value_parser = crate::args::key_value)]
    pub values: Vec<(String, String)>,
    /// File with further inputs: a JSON object, or CSV with the columns `key` and `value`; `-` for JSON from the
    /// standard input.
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Takes these inputs back.
    #[arg(long, value_name = "KEY", num_args = 1..)]
    pub reset: Vec<String>,
    /// Takes all other inputs back first.
    #[arg(long)]
    pub reset_all: bool,
    /// How they are set.
    #[command(flatten)]
    pub how: How,
    /// Queries to run afterwards, in the same request.
    #[arg(long, value_name = "KEY", num_args = 1..)]
    pub query: Vec<String>,
}

/// Inputs to be set along with something else, and queries.
#[derive(Args, Debug)]
pub struct Values {
    /// Inputs to set: numbers in their units, true or false, or permitted values.
    #[arg(long, value_name = "KEY=VALUE", num_args = 1.., value_parser = crate::args::key_value)]
    pub set: Vec<(String, String)>,
    /// How they are set.
    #[command(flatten)]
    pub how: How,
    /// Queries to run afterwards.
    #[arg(long, value_name = "KEY", num_args = 1..)]
    pub query: Vec<String>,
}

/// How inputs are set.
#[derive(Args, Debug)]
pub struct How {
    /// Refuses share groups that do not add up to 100 instead of filling in the rest.
    #[arg(long)]
    pub no_autobalance: bool,
    /// Sends the engine's `force`, which today's engine accepts and does not use.
    #[arg(long)]
    pub force: bool,
    /// Fetches the definitions and checks ranges, permitted values and share groups before anything is sent.
    #[arg(long)]
    pub check: bool,
}

/// Commands around queries.
#[derive(Debug, Subcommand)]
pub enum QueriesCommand {
    /// Lists what can be asked for: some 11500 queries.
    List {
        /// Only those with this label; may be repeated, all must be there.
        #[arg(long, value_name = "NAME")]
        label: Vec<String>,
    },
    /// Runs queries on a session.
    Run {
        /// Id of the session.
        id: i64,
        /// Keys of the queries.
        #[arg(required = true)]
        key: Vec<String>,
        /// Leaves out those that the engine does not know, and names them, instead of failing.
        #[arg(long)]
        known: bool,
    },
}
