//! The settings that Python programs for the ETM keep beside the token.

use std::path::PathBuf;

use aurora_auth::etm as places_of_etm;
use aurora_auth::{Places, Resolved, Token};
use aurora_core::{Error, ErrorKind, Result, Url};

use super::context::{Context, ErrorMode};
use crate::{EtmClient, EtmClientBuilder};

/// What `pyetm` reads from the environment and from `.env` in the working directory: each name from the former first, then
/// from the latter, in any letter case. A program of its settings runs unchanged with [`client`](Self::client) and
/// [`context`](Self::context).
///
/// | name | default | |
/// |---|---|---|
/// | `ETM_API_TOKEN` | none: a guest | see [`aurora_auth::etm::token`] |
/// | `BASE_URL`, `ENVIRONMENT` | production | see [`aurora_auth::etm::base_url`] |
/// | `PYETM_ERROR_MODE` | `default` | `safe`, `default` or `dangerous` |
/// | `SSL_CERT_PATH` | none | a PEM file of certificate authorities, which has to be there |
/// | `SSL_VERIFY` | `true` | `false` is a [warning](Self::warnings): certificates are always checked |
/// | `TRUST_ENV` | not set | `false` uses no proxy; else the proxy variables of the environment count (`pyetm` takes no notice of them unless it is `true`) |
/// | `LOG_LEVEL` | `INFO` | kept, without effect: logging is the program's |
/// | `CSV_SEPARATOR`, `DECIMAL_SEPARATOR` | `,` and `.` | kept, without effect, as in `pyetm` |
/// | `TEMP_FOLDER` | none | kept, without effect: nothing is kept on disk |
///
/// ```
/// use etm_client::auth::{MapEnv, Places};
/// use etm_client::objects::{ErrorMode, Settings};
///
/// # fn main() -> etm_client::Result<()> {
/// let env = MapEnv::from([("ENVIRONMENT", "beta"), ("PYETM_ERROR_MODE", "safe")]);
/// let places = Places { env: &env, home: None, working_directory: None };
/// let settings = Settings::from_places(&places)?;
/// assert_eq!(settings.error_mode, ErrorMode::Safe);
/// assert_eq!(settings.engine_base_url.host_str(), Some("beta.engine.energytransitionmodel.com"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// The token; `None` is a guest.
    pub token: Option<Token>,
    /// The engine's base URL, `/api/v3` included.
    pub engine_base_url: Url,
    /// Which warnings are errors.
    pub error_mode: ErrorMode,
    /// Certificate authorities to be trusted beside the operating system's.
    pub ssl_cert_path: Option<PathBuf>,
    /// Whether proxies of the environment are used; `None` when nothing was said.
    pub trust_env: Option<bool>,
    /// The level of the log, in capitals.
    pub log_level: String,
    /// What stands between the cells of a CSV file.
    pub csv_separator: String,
    /// What stands before the decimals.
    pub decimal_separator: String,
    /// The folder for temporary files.
    pub temp_folder: Option<PathBuf>,
    /// What the user should hear. Nothing here stops the work.
    pub warnings: Vec<String>,
}

impl Settings {
    /// The settings of these places.
    ///
    /// # Errors
    ///
    /// Fails with `Credential` when something cannot be what it says it is; [`messages`](Error::messages) has all that is
    /// wrong, one line each.
    pub fn from_places(places: &Places<'_>) -> Result<Self> {
        let mut read = Reading::new(places);
        let token = read.checked(places_of_etm::token(None, places)).flatten();
        let engine_base_url = read.checked(places_of_etm::base_url(None, places));
        let error_mode = read.parsed("PYETM_ERROR_MODE", |text| {
            text.parse().map_err(|error: Error| error.to_string())
        });
        let ssl_cert_path = read.parsed("SSL_CERT_PATH", certificates);
        let ssl_verify = read.parsed("SSL_VERIFY", flag);
        let trust_env = read.parsed("TRUST_ENV", flag);
        let log_level = read.parsed("LOG_LEVEL", |text| Ok(text.to_ascii_uppercase()));
        let csv_separator = read.text("CSV_SEPARATOR");
        let decimal_separator = read.text("DECIMAL_SEPARATOR");
        let temp_folder = read.parsed("TEMP_FOLDER", |text| Ok(PathBuf::from(text)));
        let mut warnings = Vec::new();
        if let Some(token) = &token {
            warnings.extend(token.warnings.iter().map(ToString::to_string));
        }
        if ssl_verify == Some(false) {
            warnings.push(UNVERIFIED.to_owned());
        }
        let engine_base_url = read.finish(engine_base_url)?;
        Ok(Self {
            token: token.map(|found| found.value),
            engine_base_url: engine_base_url.value,
            error_mode: error_mode.unwrap_or_default(),
            ssl_cert_path,
            trust_env,
            log_level: log_level.unwrap_or_else(|| "INFO".to_owned()),
            csv_separator: csv_separator.unwrap_or_else(|| ",".to_owned()),
            decimal_separator: decimal_separator.unwrap_or_else(|| ".".to_owned()),
            temp_folder,
            warnings,
        })
    }

    /// Starts to configure a client with these settings.
    pub fn builder(&self) -> EtmClientBuilder<'static> {
        let builder = EtmClient::builder().with_engine_base_url(self.engine_base_url.as_str());
        let builder = match &self.token {
            Some(token) => builder.with_token(token.clone()),
            None => builder.without_token(),
        };
        let builder = match &self.ssl_cert_path {
            Some(path) => builder.with_extra_ca_file(path),
            None => builder,
        };
        match self.trust_env {
            Some(false) => builder.without_proxy(),
            _ => builder,
        }
    }

    /// A client with these settings.
    ///
    /// # Errors
    ///
    /// As [`EtmClientBuilder::build`].
    pub fn client(&self) -> Result<EtmClient> {
        self.builder().build()
    }

    /// What objects need: a client with these settings, and the error mode.
    ///
    /// # Errors
    ///
    /// As [`client`](Self::client).
    pub fn context(&self) -> Result<Context> {
        Ok(Context::new(&self.client()?).with_error_mode(self.error_mode))
    }
}

const UNVERIFIED: &str = "SSL_VERIFY is false, but certificates are always checked; \
    set SSL_CERT_PATH to the file of the authority that signed those of your network";

/// Reads settings, and goes on when one is wrong.
struct Reading<'a> {
    places: &'a Places<'a>,
    problems: Vec<String>,
}

impl<'a> Reading<'a> {
    fn new(places: &'a Places<'a>) -> Self {
        Self {
            places,
            problems: Vec::new(),
        }
    }

    fn checked<T>(&mut self, found: std::result::Result<T, aurora_auth::AuthError>) -> Option<T> {
        found.map_err(|error| self.problems.push(error.to_string())).ok()
    }

    fn found(&mut self, name: &str) -> Option<Resolved<String>> {
        let found = places_of_etm::setting(name, self.places);
        self.checked(found).flatten()
    }

    /// A text as it is written. An empty one is none.
    fn text(&mut self, name: &str) -> Option<String> {
        self.found(name)
            .map(|found| found.value)
            .filter(|text| !text.is_empty())
    }

    /// A text without the space around it, as what it stands for. An empty one is none.
    fn parsed<T>(&mut self, name: &str, parse: impl Fn(&str) -> std::result::Result<T, String>) -> Option<T> {
        let found = self.found(name)?;
        let text = found.value.trim();
        if text.is_empty() {
            return None;
        }
        let parsed = parse(text);
        parsed
            .map_err(|why| self.problems.push(format!("{name} from {}: {why}", found.source)))
            .ok()
    }

    fn finish<T>(self, needed: Option<T>) -> Result<T> {
        match (needed, self.problems) {
            (Some(value), problems) if problems.is_empty() => Ok(value),
            (_, problems) => {
                let message = "the settings cannot be used so".to_owned();
                let error = Error::new(ErrorKind::Credential, message).with_messages(problems);
                Err(error.with_advice("correct them in the environment, or in .env of the working directory"))
            }
        }
    }
}

fn flag(text: &str) -> std::result::Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "t" | "1" | "yes" | "y" | "on" => Ok(true),
        "false" | "f" | "0" | "no" | "n" | "off" => Ok(false),
        _ => Err(format!("{text:?} is neither true nor false")),
    }
}

fn certificates(text: &str) -> std::result::Result<PathBuf, String> {
    let path = PathBuf::from(text);
    match path.is_file() {
        true => Ok(path),
        false => Err(format!("there is no file {}", path.display())),
    }
}
