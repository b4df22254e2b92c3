//! Arguments of `aurora etm sessions`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::inputs::Values;

/// Commands around sessions.
#[derive(Debug, Subcommand)]
pub enum SessionsCommand {
    /// Lists your sessions, the newest first.
    List {
        /// All pages.
        #[arg(long)]
        all: bool,
        /// Which page, counted from 1.
        #[arg(long, value_name = "NUMBER", default_value_t = 1, conflicts_with = "all")]
        page: u64,
        /// Sessions per page, 1 to 100.
        #[arg(long, value_name = "NUMBER", default_value_t = 25, conflicts_with = "all")]
        limit: u32,
    },
    /// Shows a session, or several.
    Get {
        /// Their ids.
        #[arg(required = true)]
        id: Vec<i64>,
    },
    /// Makes a session of an area's data.
    Create(Box<CreateSession>),
    /// Makes a copy of a session.
    Copy {
        /// Id of the session.
        id: i64,
        /// Its properties.
        #[command(flatten)]
        properties: Properties,
        /// Gives the users of the original the same roles on the copy.
        #[arg(long)]
        with_users: bool,
    },
    /// Changes a session: its properties, its inputs, or both at once.
    Update(Box<UpdateSession>),
    /// Takes all inputs back to those of the template, else to the defaults.
    Reset {
        /// Id of the session.
        id: i64,
    },
    /// Deletes a session for good. Asks first.
    Delete {
        /// Id of the session.
        id: i64,
    },
    /// Makes a session of the weighted values of several.
    Merge {
        /// The sessions, with their weights: ID=WEIGHT, or ID for the mean weight.
        #[arg(required = true, value_name = "ID[=WEIGHT]", value_parser = weighted)]
        session: Vec<(i64, Option<f64>)>,
    },
    /// Makes a session for a year between that of the data, or of another session, and the end year.
    Interpolate {
        /// Id of the session.
        id: i64,
        /// The year.
        #[arg(long, value_name = "YEAR")]
        end_year: i32,
        /// Session to start from, instead of the area's data.
        #[arg(long, value_name = "ID")]
        start: Option<i64>,
    },
    /// Makes sessions for several years out of several sessions of one area.
    InterpolateMany {
        /// Ids of the sessions.
        #[arg(required = true)]
        id: Vec<i64>,
        /// The years; may be repeated.
        #[arg(long, value_name = "YEAR", required = true, num_args = 1..)]
        end_year: Vec<i32>,
    },
    /// Turns couplings with other models on.
    Couple {
        /// Id of the session.
        id: i64,
        /// The groups, e.g. external_model_industry.
        #[arg(required = true)]
        group: Vec<String>,
    },
    /// Turns couplings with other models off; their values stay.
    Uncouple {
        /// Id of the session.
        id: i64,
        /// The groups.
        #[arg(required_unless_present = "all")]
        group: Vec<String>,
        /// Removes all coupled inputs for good instead.
        #[arg(long, conflicts_with = "group")]
        all: bool,
    },
    /// The merit order of the end year: participants with costs and capacities.
    Merit {
        /// Id of the session.
        id: i64,
        /// With the hourly curves of the participants, in JSON.
        #[arg(long)]
        curves: bool,
        /// Writes everything to a file, as JSON.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Everything that is needed to make sessions again elsewhere, one JSON document per line.
    Export {
        /// Ids of the sessions.
        #[arg(required = true)]
        id: Vec<i64>,
        /// Writes them to a file instead.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Makes a session of what `export` gives; only administrators may.
    LoadDump {
        /// File with one session as JSON, `-` for the standard input.
        file: PathBuf,
    },
}

/// A new session.
#[derive(Args, Debug)]
pub struct CreateSession {
    /// Area, e.g. nl2019; `aurora etm areas list` has them all.
    #[arg(long, value_name = "CODE")]
    pub area: String,
    /// The year that the session is about.
    #[arg(long, value_name = "YEAR")]
    pub end_year: i32,
    /// Session whose values a reset goes back to. Nothing is copied from it; for that see `copy`.
    #[arg(long, value_name = "ID")]
    pub template: Option<i64>,
    /// Its properties.
    #[command(flatten)]
    pub properties: Properties,
    /// Its inputs, and queries to run.
    #[command(flatten)]
    pub values: Values,
}

/// New values of a session.
#[derive(Args, Debug)]
pub struct UpdateSession {
    /// Id of the session.
    pub id: i64,
    /// Its properties.
    #[command(flatten)]
    pub properties: Properties,
    /// Removes the name of the program that made it.
    #[arg(long, conflicts_with = "source")]
    pub no_source: bool,
    /// Session whose values a reset goes back to. No value changes.
    #[arg(long, value_name = "ID")]
    pub template: Option<i64>,
    /// Cuts the link to the template. No value changes.
    #[arg(long, conflicts_with = "template")]
    pub no_template: bool,
    /// Its inputs, and queries to run.
    #[command(flatten)]
    pub values: Values,
}

/// Properties of a session.
#[derive(Args, Debug)]
pub struct Properties {
    /// Its title, which stands in its metadata.
    #[arg(long)]
    pub title: Option<String>,
    /// Name of the program that makes it.
    #[arg(long)]
    pub source: Option<String>,
    /// Only its users may see it.
    #[arg(long)]
    pub private: bool,
    /// Everybody may see it.
    #[arg(long, conflicts_with = "private")]
    pub public: bool,
    /// Whether it is brought along when the model changes.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    pub keep_compatible: Option<bool>,
    /// File with metadata of your own, a JSON object, `-` for the standard input.
    #[arg(long, value_name = "FILE")]
    pub metadata: Option<PathBuf>,
}

impl Properties {
    /// Whether it is to be private; `None` when nothing was said.
    #[must_use]
    pub fn privacy(&self) -> Option<bool> {
        match (self.private, self.public) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        }
    }
}

/// Reads `ID` or `ID=WEIGHT`.
fn weighted(text: &str) -> Result<(i64, Option<f64>), String> {
    let (id, weight) = match text.split_once('=') {
        Some((id, weight)) => (id, Some(weight)),
        None => (text, None),
    };
    let id = id.parse().map_err(|_| "write it as ID or ID=WEIGHT".to_owned())?;
    let weight = weight.map(|weight| weight.parse().map_err(|_| "the weight is no number".to_owned()));
    Ok((id, weight.transpose()?))
}
