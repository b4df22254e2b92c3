//! Aurora Amun: token and base URLs.

use std::path::PathBuf;

use url::Url;

use crate::base_url::shown;
use crate::resolve::{TokenPlaces, address};
use crate::{AuthError, Places, Resolved, Token};

/// The address used when nothing else is set; version 1 of the API, the version being part of the base.
pub const DEFAULT_BASE_URL: &str = "https://api.auroraer.com/amun/v1";

/// The variable that replaces [`DEFAULT_BASE_URL`].
pub const BASE_URL_VARIABLE: &str = "AURORA_API_BASE_URL";

/// The variable that holds the token. Origin reads the same one.
pub const TOKEN_VARIABLE: &str = "AURORA_API_KEY";

/// The name of the token file in the home directory. Origin reads the same one.
pub const TOKEN_FILE: &str = ".aurora-api-key";

/// Finds the token: `explicit`, else [`TOKEN_VARIABLE`], else the first line that is not blank of [`TOKEN_FILE`].
///
/// Unlike the Python SDK, which keeps every space and line break and so fails on the first request, white space around the
/// token is removed everywhere.
///
/// # Errors
///
/// Fails when there is no token, and when the first place that is there is empty, unreadable or holds no token.
pub fn token(explicit: Option<&str>, places: &Places<'_>) -> Result<Resolved<Token>, AuthError> {
    token_places().resolve(explicit, places)
}

/// Where [`token`] looks for a file, and where a login writes it. `None` when the home directory is not known.
pub fn token_file(places: &Places<'_>) -> Option<PathBuf> {
    token_places().file(places)
}

fn token_places() -> TokenPlaces {
    TokenPlaces {
        variable: TOKEN_VARIABLE.to_owned(),
        file_name: TOKEN_FILE.to_owned(),
    }
}

/// Finds the base URL of version 1: `explicit`, else [`BASE_URL_VARIABLE`], else [`DEFAULT_BASE_URL`]. Trailing slashes
/// are removed.
///
/// # Errors
///
/// Fails when the first place that is set holds no absolute `http` or `https` URL, or one with a user name, a query or a
/// fragment.
pub fn base_url(explicit: Option<&str>, places: &Places<'_>) -> Result<Resolved<Url>, AuthError> {
    address("Amun base URL", explicit, BASE_URL_VARIABLE, DEFAULT_BASE_URL, places)
}

/// The base URL of version 2, which serves load factors only: the last path segment `v1` becomes `v2`.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let base = "http://localhost:3001/v1/amun/v1".parse()?;
/// assert_eq!(aurora_auth::amun::v2_base_url(&base)?.as_str(), "http://localhost:3001/v1/amun/v2");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Fails when the last segment is anything else: a guess would send version 2 requests to version 1.
pub fn v2_base_url(base: &Url) -> Result<Url, AuthError> {
    let Some(parent) = base.path().trim_end_matches('/').strip_suffix("/v1") else {
        return Err(AuthError::NoVersionSegment { base: shown(base) });
    };
    let path = format!("{parent}/v2");
    let mut sibling = base.clone();
    sibling.set_path(&path);
    Ok(sibling)
}

#[cfg(test)]
mod tests;
