//! The Energy Transition Model: environments, token, and the addresses of the engine and of MyETM.

use url::Url;
use zeroize::Zeroizing;

use crate::dotenv::DotEnv;
use crate::resolve::{text, with_source};
use crate::{AuthError, Places, Resolved, Source, Token, Warning, base_url as address};

mod environment;
mod format;

pub use self::environment::Environment;

/// The variable, and the name in `.env`, that holds the token.
pub const TOKEN_VARIABLE: &str = "ETM_API_TOKEN";

/// The variable, and the name in `.env`, that holds the engine's whole base URL.
pub const BASE_URL_VARIABLE: &str = "BASE_URL";

/// The variable, and the name in `.env`, that names an [`Environment`]. Only read when [`BASE_URL_VARIABLE`] is not set.
pub const ENVIRONMENT_VARIABLE: &str = "ENVIRONMENT";

/// Finds the token: `explicit`, else [`TOKEN_VARIABLE`] of the environment, else [`TOKEN_VARIABLE`] in the `.env` of the
/// working directory, else none: guests may read and create public scenarios. Names count in any letter case.
///
/// A personal token is `etm_` or `etm_beta_` and a JWT of three segments, or an opaque text without a `.`.
///
/// # Errors
///
/// Fails when the first place that is there is empty or unreadable, or holds what cannot be an ETM token. (The Python client
/// takes an empty value for "no token"; here it is an error, because a token was meant to be there.)
pub fn token(explicit: Option<&str>, places: &Places<'_>) -> Result<Option<Resolved<Token>>, AuthError> {
    let found = match explicit {
        Some(raw) => Some(Setting::explicit(raw)),
        None => Setting::find("token", TOKEN_VARIABLE, places)?,
    };
    let Some(Setting {
        value,
        source,
        warnings,
    }) = found
    else {
        return Ok(None);
    };
    format::check(value.trim(), &source)?;
    Ok(Some(Resolved {
        warnings,
        ..with_source(Token::from_source(&value, source)?)
    }))
}

/// Finds the engine's base URL, `/api/v3` included: `explicit`, else [`BASE_URL_VARIABLE`], else the [`Environment`] that
/// [`ENVIRONMENT_VARIABLE`] names, else production; both names from the environment first and then from `.env`, in any
/// letter case. Trailing slashes are removed.
///
/// # Errors
///
/// Fails when the first place that is set is empty, holds no absolute `http` or `https` URL (or one with a user name, a
/// query or a fragment), or names an environment that cannot be part of a host name.
pub fn base_url(explicit: Option<&str>, places: &Places<'_>) -> Result<Resolved<Url>, AuthError> {
    let found = match explicit {
        Some(raw) => Some(Setting::explicit(raw)),
        None => Setting::find("ETM base URL", BASE_URL_VARIABLE, places)?,
    };
    if let Some(Setting { value, source, .. }) = found {
        return Ok(Resolved::new(address::parse("ETM base URL", &value, &source)?, source));
    }
    let resolved = environment(None, places)?;
    Ok(Resolved::new(resolved.value.engine_url()?, resolved.source))
}

/// Finds the environment: `explicit`, else [`ENVIRONMENT_VARIABLE`] of the environment, else of `.env`, else
/// [`Environment::Production`].
///
/// # Errors
///
/// Fails when the first place that is set is empty or cannot be part of a host name.
pub fn environment(explicit: Option<&str>, places: &Places<'_>) -> Result<Resolved<Environment>, AuthError> {
    let found = match explicit {
        Some(raw) => Some(Setting::explicit(raw)),
        None => Setting::find("ETM environment", ENVIRONMENT_VARIABLE, places)?,
    };
    match found {
        Some(Setting { value, source, .. }) => Ok(Resolved::new(Environment::from_source(&value, &source)?, source)),
        None => Ok(Resolved::new(Environment::Production, Source::Default)),
    }
}

/// Finds the root of the MyETM that belongs to an engine, without `/api/v1`: `explicit`, else the one that the engine's own
/// host implies (see [`Environment::my_etm_url`]).
///
/// # Errors
///
/// Fails when `explicit` is no base URL, and when nothing is known about the engine's host, such as that of a deployment with
/// a name of its own.
pub fn my_etm_url(explicit: Option<&str>, engine: &Url) -> Result<Resolved<Url>, AuthError> {
    if let Some(raw) = explicit {
        return Ok(Resolved::new(
            address::parse("MyETM URL", raw, &Source::Explicit)?,
            Source::Explicit,
        ));
    }
    let unknown = || AuthError::UnknownMyEtm {
        engine: address::shown(engine),
    };
    let url = Environment::of_engine(engine)
        .and_then(|environment| environment.my_etm_url())
        .ok_or_else(unknown)?;
    Ok(Resolved::new(url, Source::Default))
}

/// Finds another of the settings that programs keep beside the token: the variable `name` of the environment, else `name` in
/// the `.env` of the working directory, in any letter case. What it means is the caller's.
///
/// # Errors
///
/// Fails when the first place that has it cannot be read or is no text. An empty value is none of these.
pub fn setting(name: &str, places: &Places<'_>) -> Result<Option<Resolved<String>>, AuthError> {
    let found = Setting::find("ETM setting", name, places)?;
    Ok(found.map(|setting| Resolved::new(setting.value.to_string(), setting.source)))
}

/// Whether a token was made for another engine than the one it is about to go to.
///
/// Tokens that start with `etm_beta_` work on the beta engine only; all others work on production and the stable engines.
/// Of engines that are local or have a name of their own nothing is known, so there is no warning.
pub fn mismatch(token: &Token, engine: &Url) -> Option<Warning> {
    let for_beta = token.expose().starts_with("etm_beta_");
    let made_for = match (Environment::of_engine(engine)?, for_beta) {
        (Environment::Production | Environment::Stable(_), true) => "the beta engine",
        (Environment::Beta, false) => "the production and stable engines",
        _ => return None,
    };
    Some(Warning::TokenOfOtherEngine {
        made_for,
        engine: engine.host_str().unwrap_or_default().to_owned(),
    })
}

/// One of the ETM's settings as it was written.
struct Setting {
    value: Zeroizing<String>,
    source: Source,
    warnings: Vec<Warning>,
}

impl Setting {
    fn explicit(raw: &str) -> Setting {
        Setting {
            value: Zeroizing::new(raw.to_owned()),
            source: Source::Explicit,
            warnings: Vec::new(),
        }
    }

    fn find(what: &'static str, name: &str, places: &Places<'_>) -> Result<Option<Setting>, AuthError> {
        if let Some(raw) = places.env.var_in_any_case(name) {
            let source = Source::Variable(name.to_owned());
            return Ok(Some(Setting {
                value: text(what, raw, &source)?,
                source,
                warnings: Vec::new(),
            }));
        }
        let Some(file) = DotEnv::read(places)? else {
            return Ok(None);
        };
        let source = Source::DotEnv(file.path.clone());
        match file.get(name) {
            None => Ok(None),
            Some(Ok(value)) => Ok(Some(Setting {
                value: Zeroizing::new(value.to_owned()),
                source,
                warnings: file.warnings,
            })),
            Some(Err(why)) => Err(AuthError::Unusable {
                what,
                place: source,
                why: why.to_owned(),
            }),
        }
    }
}

#[cfg(test)]
mod tests;
