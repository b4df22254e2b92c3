//! Arguments of `aurora origin outputs`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Commands around outputs.
#[derive(Debug, Subcommand)]
pub enum OutputsCommand {
    /// The outputs that a region of a scenario has: type, granularity and subtype.
    Types {
        /// Id of the scenario.
        scenario: String,
        /// Region, e.g. gbr.
        #[arg(long)]
        region: String,
    },
    /// The years that outputs by year can be asked for.
    Years {
        /// Id of the scenario.
        scenario: String,
        /// Region, e.g. gbr.
        #[arg(long)]
        region: String,
    },
    /// The address from which an output can be fetched for a short time.
    Url(OneOutput),
    /// Prints an output.
    Get {
        /// Which one.
        #[command(flatten)]
        output: OneOutput,
        /// Prints the file as it is instead of a table.
        #[arg(long, conflicts_with = "out")]
        raw: bool,
        /// Writes the file instead.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Fetches the file even if it is in the cache.
        #[arg(long)]
        no_cache: bool,
    },
    /// Fetches many outputs into a folder, with a manifest; a failed one does not stop the others.
    Download(DownloadOutputs),
    /// The cache of outputs, which the Python client uses too.
    Cache {
        /// What to do with the cache.
        #[command(subcommand)]
        command: CacheCommand,
    },
}

/// One output.
#[derive(Args, Debug)]
pub struct OneOutput {
    /// Id of the scenario.
    pub scenario: String,
    /// Region, e.g. gbr.
    #[arg(long)]
    pub region: String,
    /// Type, e.g. system or technology.
    #[arg(long = "type", value_name = "TYPE")]
    pub kind: String,
    /// Granularity, e.g. 1y, 1m or 1h.
    #[arg(long)]
    pub granularity: String,
    /// Subtype, where the type alone is ambiguous, e.g. generation.
    #[arg(long)]
    pub sub_type: Option<String>,
    /// Year, where the output is by year.
    #[arg(long)]
    pub year: Option<i64>,
    /// Node, where the output is by node.
    #[arg(long)]
    pub node: Option<String>,
    /// Currency and its price base, e.g. gbp2024; the scenario's own without it.
    #[arg(long)]
    pub currency: Option<String>,
    /// A further query parameter; may be repeated.
    #[arg(long, value_name = "KEY=VALUE", value_parser = crate::args::key_value)]
    pub param: Vec<(String, String)>,
}

/// Many outputs.
#[derive(Args, Debug)]
pub struct DownloadOutputs {
    /// Ids of the scenarios.
    #[arg(required = true)]
    pub scenarios: Vec<String>,
    /// Region; may be repeated; all of the scenario's own regions without it.
    #[arg(long)]
    pub region: Vec<String>,
    /// Type; may be repeated.
    #[arg(long = "type", value_name = "TYPE", required_unless_present = "all_types")]
    pub kind: Vec<String>,
    /// Every type that there is.
    #[arg(long, conflicts_with = "kind")]
    pub all_types: bool,
    /// Granularity; may be repeated; all without it.
    #[arg(long)]
    pub granularity: Vec<String>,
    /// Subtype; may be repeated; all without it.
    #[arg(long)]
    pub sub_type: Vec<String>,
    /// Years of outputs by year, e.g. 2030 or 2028-2030; may be repeated; all without it.
    #[arg(long, value_name = "YEARS", value_parser = years)]
    pub years: Vec<Years>,
    /// Node of outputs by node; may be repeated. Outputs by node are left out without it.
    #[arg(long)]
    pub node: Vec<String>,
    /// Currency and its price base, e.g. gbp2024; each scenario's own without it.
    #[arg(long)]
    pub currency: Option<String>,
    /// Folder for the files and the manifest.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Fetches only what the folder does not have yet.
    #[arg(long)]
    pub resume: bool,
    /// How many files are fetched at once.
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=32))]
    pub concurrency: u8,
}

/// A year, or the years from one to another.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Years {
    /// The first year.
    pub first: i64,
    /// The last year.
    pub last: i64,
}

/// Commands around the cache.
#[derive(Debug, Subcommand)]
pub enum CacheCommand {
    /// Lists what is in the cache.
    List,
    /// Looks for broken files. Exit code 1 when there are any.
    Verify,
    /// Removes broken files, or with --all everything. Asks first.
    Prune {
        /// Everything, sound or not.
        #[arg(long)]
        all: bool,
    },
}

/// Reads `2030` or `2028-2030`.
fn years(text: &str) -> Result<Years, String> {
    let wrong = || "write a year like 2030, or years like 2028-2030".to_owned();
    let year = |text: &str| text.trim().parse::<i64>().map_err(|_| wrong());
    let (first, last) = match text.split_once('-') {
        Some((first, last)) => (year(first)?, year(last)?),
        None => (year(text)?, year(text)?),
    };
    if last < first {
        return Err(format!("{first} comes after {last}"));
    }
    if last - first > 200 {
        return Err("that is more than 200 years".to_owned());
    }
    Ok(Years { first, last })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_one_year_or_a_range_in_order() {
        assert_eq!(
            years("2030"),
            Ok(Years {
                first: 2030,
                last: 2030
            })
        );
        assert_eq!(
            years("2028-2030"),
            Ok(Years {
                first: 2028,
                last: 2030
            })
        );
        assert!(years("2030-2028").is_err());
        assert!(years("soon").is_err());
        assert!(years("1-9999").is_err());
    }
}
