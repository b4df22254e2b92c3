//! Arguments of what goes beyond single requests: workbooks, sweeps, comparisons.

use std::path::PathBuf;
use std::str::FromStr;

use aurora_energy::etm::objects::ErrorMode;
use aurora_energy::etm::{Export, HourlyCurve};
use clap::Args;
use clap::builder::{TypedValueParser as _, ValueParser};

use crate::args::{Destination, Format};

/// A file with the settings, and a workbook to begin with.
#[derive(Args, Debug)]
pub struct InitArgs {
    /// Where the workbook goes; its folder is made.
    #[arg(long, value_name = "FILE", default_value = "excel/input.xlsx")]
    pub workbook: PathBuf,
    /// Replaces what is there. A token in .env stays.
    #[arg(long)]
    pub force: bool,
}

/// A workbook that is run.
#[derive(Args, Debug)]
pub struct RunArgs {
    /// The workbook: `aurora etm init` makes one to begin with. One that is not there is looked for in the nearest folder `inputs`.
    #[arg(value_name = "INPUT.xlsx")]
    pub input: PathBuf,
    /// Where the results go, beside the workbook as NAME_results.xlsx without it; or how the report is printed: table, json, jsonl,
    /// csv.
    #[arg(id = "output", long, short = 'o', value_name = "FILE|FORMAT", value_parser = destination())]
    pub output: Vec<Destination>,
    /// Changes nothing at all: results of the scenarios that are there, and no others.
    #[arg(long)]
    pub no_update: bool,
    /// How the changes are made.
    #[command(flatten)]
    pub how: Execution,
}

/// A workbook whose scenarios are made anew.
#[derive(Args, Debug)]
pub struct ImportArgs {
    /// The workbook; what `aurora etm export` and pyetm write will do.
    #[arg(value_name = "FILE.xlsx")]
    pub input: PathBuf,
    /// How the changes are made.
    #[command(flatten)]
    pub how: Execution,
}

/// A workbook with the users of scenarios.
#[derive(Args, Debug)]
pub struct SyncArgs {
    /// The workbook: users in the sheet USERS, scenarios in MAIN. Without MAIN, the columns of USERS are saved scenarios by their ids.
    #[arg(value_name = "FILE.xlsx")]
    pub input: PathBuf,
    /// How the changes are made.
    #[command(flatten)]
    pub how: Execution,
}

/// How the changes of a workbook are made.
#[derive(Args, Debug)]
pub struct Execution {
    /// Prints each request that would change something, and sends none of them.
    #[arg(long)]
    pub dry_run: bool,
    /// What warnings do.
    #[command(flatten)]
    pub policy: Policy,
}

/// What warnings and failures do.
#[derive(Args, Clone, Copy, Debug)]
pub struct Policy {
    /// Which warnings stop: safe (all of them, and so does the first failure), default and dangerous (none: scenarios of a workbook do
    /// not stop each other). Without it the variable PYETM_ERROR_MODE holds, of the environment or of the file .env.
    #[arg(long, value_name = "MODE")]
    pub error_mode: Option<ErrorMode>,
    /// How many requests are under way at a time.
    #[arg(long, value_name = "NUMBER", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=32))]
    pub concurrency: u16,
}

/// Scenarios that go into workbooks.
#[derive(Args, Debug)]
pub struct ExportArgs {
    /// Sessions by their ids; saved scenarios as saved:ID, or by their ids with --saved.
    #[arg(value_name = "ID", required_unless_present = "all")]
    pub id: Vec<Reference>,
    /// Workbook for all of them, or folder for a workbook of each.
    #[arg(long, value_name = "FILE.xlsx|FOLDER")]
    pub out: PathBuf,
    /// The ids are those of saved scenarios.
    #[arg(long)]
    pub saved: bool,
    /// All your sessions; with --saved, all your saved scenarios.
    #[arg(long, conflicts_with = "id")]
    pub all: bool,
    /// What of them.
    #[command(flatten)]
    pub parts: Parts,
    /// What warnings do.
    #[command(flatten)]
    pub policy: Policy,
}

/// What goes into workbooks.
#[derive(Args, Debug)]
#[command(next_help_heading = "Contents")]
pub struct Parts {
    /// All that there is; large, and slow.
    #[arg(long)]
    pub everything: bool,
    /// Without the inputs, which are there otherwise.
    #[arg(long, conflicts_with_all = ["defaults", "min_max"])]
    pub no_inputs: bool,
    /// Also the defaults of the inputs.
    #[arg(long)]
    pub defaults: bool,
    /// Also the lowest and highest values of the inputs.
    #[arg(long)]
    pub min_max: bool,
    /// The orders.
    #[arg(long)]
    pub sortables: bool,
    /// The custom curves that are attached.
    #[arg(long)]
    pub custom_curves: bool,
    /// Results of these queries.
    #[arg(long, value_name = "KEY", num_args = 1..)]
    pub query: Vec<String>,
    /// The users; only owners may see them.
    #[arg(long)]
    pub users: bool,
    /// A workbook of hourly curves too: all ten, or those that are named, by carrier (electricity, heat, hydrogen, methane) or by name.
    #[arg(long, value_name = "CURVES", num_args = 0..=1, require_equals = true, default_missing_value = "all", value_delimiter = ',')]
    pub hourly_curves: Vec<String>,
    /// A workbook of annual exports too: all of them, or those that are named.
    #[arg(long, value_name = "EXPORTS", num_args = 0..=1, require_equals = true, default_missing_value = "all", value_delimiter = ',', value_parser = export)]
    pub annual_exports: Vec<Chosen<Export>>,
    /// Only what pyetm writes; such a workbook cannot be run or imported.
    #[arg(long)]
    pub pyetm_layout: bool,
}

/// All of several things, or one of them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Chosen<T> {
    /// All.
    All,
    /// This one.
    One(T),
}

/// A session for each of several values.
#[derive(Args, Debug)]
pub struct SweepArgs {
    /// Session that the values are tried on; it stays as it is.
    #[arg(value_name = "ID")]
    pub id: i64,
    /// Values of an input: FIRST..LAST:STEP, or several with commas. Several inputs give every combination.
    #[arg(long, value_name = "KEY=VALUES", required = true, num_args = 1.., value_parser = crate::args::key_value)]
    pub set: Vec<(String, String)>,
    /// Queries to run on each.
    #[arg(long, value_name = "KEY", required = true, num_args = 1..)]
    pub query: Vec<String>,
    /// Also their results of today, in a table and in CSV; JSON has them anyway.
    #[arg(long)]
    pub present: bool,
    /// Keeps the sessions, which are deleted otherwise, also after a failure or Ctrl-C.
    #[arg(long)]
    pub keep: bool,
    /// Refuses share groups that do not add up to 100 instead of filling in the rest.
    #[arg(long)]
    pub no_autobalance: bool,
    /// How many sessions are worked on at a time.
    #[arg(long, value_name = "NUMBER", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=32))]
    pub concurrency: u16,
}

/// Scenarios side by side.
#[derive(Args, Debug)]
pub struct CompareArgs {
    /// Sessions by their ids; saved scenarios as saved:ID, or by their ids with --saved.
    #[arg(value_name = "ID", required = true, num_args = 2..)]
    pub id: Vec<Reference>,
    /// The ids are those of saved scenarios.
    #[arg(long)]
    pub saved: bool,
    /// Queries to compare too, in the end year.
    #[arg(long, value_name = "KEY", num_args = 1..)]
    pub query: Vec<String>,
    /// Without what is the same in all of them.
    #[arg(long)]
    pub only_different: bool,
}

/// A scenario as it is typed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Reference {
    /// The id.
    pub id: i64,
    /// Whether it says itself that it is one of a session (`session:ID`) or of a saved scenario (`saved:ID`).
    pub saved: Option<bool>,
}

impl Reference {
    /// Whether it is a saved scenario.
    #[must_use]
    pub fn is_saved(&self, by_default: bool) -> bool {
        self.saved.unwrap_or(by_default)
    }
}

impl FromStr for Reference {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (saved, id) = match text.split_once(':') {
            Some(("saved", id)) => (Some(true), id),
            Some(("session", id)) => (Some(false), id),
            Some(_) => return Err("write it as ID, saved:ID or session:ID".to_owned()),
            None => (None, text),
        };
        let id = id.trim().parse().map_err(|_| format!("{id:?} is no id"))?;
        Ok(Self { id, saved })
    }
}

impl Parts {
    /// The hourly curves: `None` when none was asked for, an empty list when all were.
    #[must_use]
    pub fn hourly(&self) -> Option<Vec<HourlyCurve>> {
        match &self.hourly_curves[..] {
            [] => None,
            curves if curves.iter().any(|curve| curve == "all") => Some(Vec::new()),
            curves => Some(curves.iter().map(|curve| curve.as_str().into()).collect()),
        }
    }

    /// The annual exports.
    #[must_use]
    pub fn annual(&self) -> Vec<Export> {
        if self.annual_exports.contains(&Chosen::All) {
            return Export::all().to_vec();
        }
        let one = |chosen: &Chosen<Export>| match chosen {
            Chosen::All => None,
            Chosen::One(export) => Some(*export),
        };
        self.annual_exports.iter().filter_map(one).collect()
    }
}

fn export(text: &str) -> Result<Chosen<Export>, String> {
    if text == "all" {
        return Ok(Chosen::All);
    }
    match text.parse() {
        Ok(export) => Ok(Chosen::One(export)),
        Err(error) => Err(<Export as FromStr>::Err::to_string(&error)),
    }
}

/// A format by its name; everything else is a file.
fn destination() -> ValueParser {
    let parse = |text: std::ffi::OsString| {
        let format = text
            .to_str()
            .and_then(|name| clap::ValueEnum::from_str(name, false).ok());
        match format {
            Some(format) => Destination::Format(format),
            None => Destination::File(text.into()),
        }
    };
    ValueParser::new(clap::builder::OsStringValueParser::new().map(parse))
}

impl RunArgs {
    /// The format, if one was named.
    #[must_use]
    pub fn format(&self) -> Option<Format> {
        let mut formats = self.output.iter().rev().filter_map(|destination| match destination {
            Destination::Format(format) => Some(*format),
            Destination::File(_) => None,
        });
        formats.next()
    }

    /// The files that were named.
    pub fn files(&self) -> impl Iterator<Item = &PathBuf> {
        self.output.iter().filter_map(|destination| match destination {
            Destination::Format(_) => None,
            Destination::File(path) => Some(path),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scenario_may_say_what_it_is() {
        let read = |text: &str| {
            text.parse::<Reference>()
                .map(|reference| (reference.id, reference.saved))
        };
        assert_eq!(read("12"), Ok((12, None)));
        assert_eq!(read("saved:7"), Ok((7, Some(true))));
        assert_eq!(read("session:7"), Ok((7, Some(false))));
        assert!(read("preset:7").unwrap_err().contains("saved:ID"));
        assert!(read("x").unwrap_err().contains("no id"));
    }
}
