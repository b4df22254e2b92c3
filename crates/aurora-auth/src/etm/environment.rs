//! The ETM's environments and their hosts.

use std::fmt;
use std::str::FromStr;

use url::Url;

use crate::{AuthError, Source, base_url};

const DOMAIN: &str = "energytransitionmodel.com";

/// A deployment of the ETM. Scenario ids belong to one engine only.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Environment {
    /// `pro`, `prod` or `production`: `engine.energytransitionmodel.com`.
    Production,
    /// `beta` or `staging`: accounts and tokens of its own.
    Beta,
    /// `local`, `dev` or `development`: engine on port 3000, MyETM on port 3002 of `localhost`.
    Local,
    /// A stable version, `YYYY-MM`, with the accounts of production.
    Stable(String),
    /// Any other deployment under the same domain, e.g. `tyndp2024`.
    Named(String),
}

impl Environment {
    /// Reads a name as the variable `ENVIRONMENT` has it: white space around it is removed, letter case does not count.
    ///
    /// # Errors
    ///
    /// Fails when nothing is left, and when the name is none of the fixed ones and cannot be one label of a host name:
    /// letters, digits and inner hyphens, at most 63. (The Python client accepts anything, `production` too, and then
    /// finds no host.)
    pub fn parse(name: &str) -> Result<Environment, AuthError> {
        Environment::from_source(name, &Source::Explicit)
    }

    pub(crate) fn from_source(raw: &str, place: &Source) -> Result<Environment, AuthError> {
        let name = raw.trim().to_ascii_lowercase();
        match name.as_str() {
            "" => Err(AuthError::Empty {
                what: "ETM environment",
                place: place.clone(),
            }),
            "pro" | "prod" | "production" => Ok(Environment::Production),
            "beta" | "staging" => Ok(Environment::Beta),
            "local" | "dev" | "development" => Ok(Environment::Local),
            tag if is_stable(tag) => Ok(Environment::Stable(name)),
            label if is_label(label) => Ok(Environment::Named(name)),
            _ => Err(AuthError::Unusable {
                what: "ETM environment",
                place: place.clone(),
                why: "use pro, beta, local, a version like 2025-01, or a name of letters, digits and hyphens"
                    .to_owned(),
            }),
        }
    }

    /// The environment that an engine's base URL belongs to; `None` for a host that is none of the ETM's.
    pub fn of_engine(engine: &Url) -> Option<Environment> {
        let host = engine.host_str()?;
        if matches!(host, "localhost" | "127.0.0.1" | "[::1]") {
            return (engine.port_or_known_default() == Some(3000)).then_some(Environment::Local);
        }
        match host.strip_suffix(DOMAIN)?.strip_suffix("engine.")?.strip_suffix('.') {
            // Nothing before `engine`: production.
            None if host.starts_with("engine.") => Some(Environment::Production),
            None => None,
            Some("beta") => Some(Environment::Beta),
            Some(tag) if is_stable(tag) => Some(Environment::Stable(tag.to_owned())),
            Some(label) if is_label(label) => Some(Environment::Named(label.to_owned())),
            Some(_) => None,
        }
    }

    /// The engine's base URL, `/api/v3` included.
    ///
    /// # Errors
    ///
    /// Fails when the variants that hold a name were filled with one that cannot be part of a host name.
    pub fn engine_url(&self) -> Result<Url, AuthError> {
        let root = match self {
            Environment::Production => format!("https://engine.{DOMAIN}"),
            Environment::Beta => format!("https://beta.engine.{DOMAIN}"),
            Environment::Local => "http://localhost:3000".to_owned(),
            Environment::Stable(label) | Environment::Named(label) => {
                Environment::parse(label)?;
                format!("https://{label}.engine.{DOMAIN}")
            }
        };
        base_url::parse("ETM base URL", &format!("{root}/api/v3"), &Source::Default)
    }

    /// The root of the MyETM with this environment's accounts; its API is below `/api/v1`. `None` for a named deployment:
    /// which one it uses is not published.
    pub fn my_etm_url(&self) -> Option<Url> {
        let root = match self {
            Environment::Production | Environment::Stable(_) => "https://my.energytransitionmodel.com",
            Environment::Beta => "https://beta.my.energytransitionmodel.com",
            Environment::Local => "http://localhost:3002",
            Environment::Named(_) => return None,
        };
        Some(Url::parse(root).expect("each of these constants is an absolute URL"))
    }
}

/// The shortest name that [`Environment::parse`] reads as this one.
impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Environment::Production => "pro",
            Environment::Beta => "beta",
            Environment::Local => "local",
            Environment::Stable(label) | Environment::Named(label) => label,
        })
    }
}

impl FromStr for Environment {
    type Err = AuthError;

    fn from_str(name: &str) -> Result<Environment, AuthError> {
        Environment::parse(name)
    }
}

/// `YYYY-MM`, digits only; the months are not checked, since a version that does not exist has no host either.
fn is_stable(tag: &str) -> bool {
    let bytes = tag.as_bytes();
    bytes.len() == 7
        && bytes
            .iter()
            .enumerate()
            .all(|(at, byte)| if at == 4 { *byte == b'-' } else { byte.is_ascii_digit() })
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}
