//! Aurora Origin: universes, token and the base URLs of its two services.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use url::Url;

use crate::resolve::{TokenPlaces, address};
use crate::{AuthError, Places, Resolved, Token};

/// The variable that replaces the scenario service's base URL, whatever the universe.
pub const SCENARIO_BASE_URL_VARIABLE: &str = "AURORA_ORIGIN_SCENARIO_API_BASE_URL";

/// The variable that replaces the inputs service's base URL, whatever the universe.
pub const INPUTS_BASE_URL_VARIABLE: &str = "AURORA_ORIGIN_INPUTS_API_BASE_URL";

const KNOWN: [&str; 2] = ["production", "staging"];

/// An environment of Aurora's servers, by the name Aurora uses for it.
///
/// Naming one changes where the token is looked for, even for `production`: with a universe only the suffixed variable
/// and file count. Names are exact and lower-case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Universe(Known);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Known {
    Production,
    Staging,
}

impl Universe {
    /// `production`, at `api.auroraer.com`.
    pub const PRODUCTION: Universe = Universe(Known::Production);

    /// `staging`, at `api-staging.auroraer.com`.
    pub const STAGING: Universe = Universe(Known::Staging);

    /// Finds a universe by name; white space around it is removed.
    ///
    /// # Errors
    ///
    /// Fails for every other name, and lists those that exist: a misspelt universe must not reach production.
    pub fn parse(name: &str) -> Result<Universe, AuthError> {
        match name.trim() {
            "production" => Ok(Universe::PRODUCTION),
            "staging" => Ok(Universe::STAGING),
            other => Err(AuthError::UnknownUniverse {
                name: other.chars().take(40).collect(),
                known: &KNOWN,
            }),
        }
    }

    /// The name, as variables and files have it.
    pub fn name(self) -> &'static str {
        match self.0 {
            Known::Production => KNOWN[0],
            Known::Staging => KNOWN[1],
        }
    }

    /// The scenario service's address in this universe.
    pub fn scenario_base_url(self) -> &'static str {
        match self.0 {
            Known::Production => "https://api.auroraer.com/scenarioExplr",
            Known::Staging => "https://api-staging.auroraer.com/scenarioExplr",
        }
    }

    /// The inputs service's address in this universe.
    pub fn inputs_base_url(self) -> &'static str {
        match self.0 {
            Known::Production => "https://api.auroraer.com/modelInputs",
            Known::Staging => "https://api-staging.auroraer.com/modelInputs",
        }
    }
}

impl fmt::Display for Universe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Universe {
    type Err = AuthError;

    fn from_str(name: &str) -> Result<Universe, AuthError> {
        Universe::parse(name)
    }
}

/// Finds the token: `explicit`, else the variable `AURORA_API_KEY`, else the first line that is not blank of
/// `~/.aurora-api-key`. With a universe both names are suffixed (`AURORA_API_KEY_staging`, `~/.aurora-api-key.staging`), and
/// those without suffix are not looked at.
///
/// # Errors
///
/// Fails when there is no token, and when the first place that is there is empty, unreadable or holds no token.
pub fn token(
    explicit: Option<&str>,
    universe: Option<&Universe>,
    places: &Places<'_>,
) -> Result<Resolved<Token>, AuthError> {
    token_places(universe).resolve(explicit, places)
}

/// Where [`token`] looks for a file, and where a login writes it. `None` when the home directory is not known.
pub fn token_file(universe: Option<&Universe>, places: &Places<'_>) -> Option<PathBuf> {
    token_places(universe).file(places)
}

fn token_places(universe: Option<&Universe>) -> TokenPlaces {
    match universe {
        None => TokenPlaces {
            variable: "AURORA_API_KEY".to_owned(),
            file_name: ".aurora-api-key".to_owned(),
        },
        Some(universe) => TokenPlaces {
            variable: format!("AURORA_API_KEY_{universe}"),
            file_name: format!(".aurora-api-key.{universe}"),
        },
    }
}

/// Finds the scenario service's base URL: `explicit`, else [`SCENARIO_BASE_URL_VARIABLE`], else the universe's (without one:
/// production's). Trailing slashes are removed.
///
/// # Errors
///
/// Fails when the first place that is set holds no absolute `http` or `https` URL, or one with a user name, a query or a
/// fragment.
pub fn scenario_base_url(
    explicit: Option<&str>,
    universe: Option<&Universe>,
    places: &Places<'_>,
) -> Result<Resolved<Url>, AuthError> {
    let default = universe.unwrap_or(&Universe::PRODUCTION).scenario_base_url();
    address(
        "scenario base URL",
        explicit,
        SCENARIO_BASE_URL_VARIABLE,
        default,
        places,
    )
}

/// Finds the inputs service's base URL: `explicit`, else [`INPUTS_BASE_URL_VARIABLE`], else the universe's (without one:
/// production's). Trailing slashes are removed.
///
/// # Errors
///
/// Fails when the first place that is set holds no absolute `http` or `https` URL, or one with a user name, a query or a
/// fragment.
pub fn inputs_base_url(
    explicit: Option<&str>,
    universe: Option<&Universe>,
    places: &Places<'_>,
) -> Result<Resolved<Url>, AuthError> {
    let default = universe.unwrap_or(&Universe::PRODUCTION).inputs_base_url();
    address("inputs base URL", explicit, INPUTS_BASE_URL_VARIABLE, default, places)
}

#[cfg(test)]
mod tests;
