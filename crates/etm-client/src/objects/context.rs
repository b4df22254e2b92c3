//! What all objects share: the client, and what happens with warnings.

use std::fmt;
use std::str::FromStr;

use aurora_core::{Error, Result};

use super::bulk::Bulk;
use super::warnings::{Severity, Warning};
use crate::EtmClient;
use crate::check::invalid;

/// When a warning is an error that stops what is being done.
///
/// Whatever the mode, an error of the service or of the connection is one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorMode {
    /// Every warning is.
    Safe,
    /// Only one of severity [`Error`](Severity::Error) is, and not while several objects are worked on together.
    #[default]
    Default,
    /// None is.
    Dangerous,
}

impl ErrorMode {
    /// Whether a warning of this severity stops, `in_bulk` saying whether several objects are worked on together.
    ///
    /// ```
    /// use etm_client::objects::{ErrorMode, Severity};
    ///
    /// assert!(ErrorMode::Default.stops(Severity::Error, false));
    /// assert!(!ErrorMode::Default.stops(Severity::Error, true));
    /// ```
    #[must_use]
    pub fn stops(self, severity: Severity, in_bulk: bool) -> bool {
        match self {
            Self::Safe => true,
            Self::Default => severity == Severity::Error && !in_bulk,
            Self::Dangerous => false,
        }
    }

    /// The name, as settings have it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Default => "default",
            Self::Dangerous => "dangerous",
        }
    }
}

impl fmt::Display for ErrorMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// In any letter case.
impl FromStr for ErrorMode {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        let known = [Self::Safe, Self::Default, Self::Dangerous];
        let known = known
            .into_iter()
            .find(|mode| name.trim().eq_ignore_ascii_case(mode.as_str()));
        known.ok_or_else(|| {
            invalid(format!(
                "the error mode is {name:?}, but has to be safe, default or dangerous"
            ))
        })
    }
}

/// The client that objects use, the error mode, and how many objects are worked on at a time. Objects keep it and hand it to
/// the objects that they give.
///
/// Where one is asked for, a client will do: `Session::load(&etm, 5)`.
///
/// ```
/// use etm_client::EtmClient;
/// use etm_client::objects::{Bulk, Context, ErrorMode};
///
/// # fn run(etm: &EtmClient) {
/// let context = Context::new(etm).with_error_mode(ErrorMode::Safe).with_bulk(Bulk::new().with_concurrency(8));
/// # let _ = context;
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Context {
    client: EtmClient,
    error_mode: ErrorMode,
    bulk: Bulk,
    in_bulk: bool,
}

impl Context {
    /// A context of a client, with the mode [`ErrorMode::Default`] and a plain [`Bulk`].
    pub fn new(client: &EtmClient) -> Self {
        Self {
            client: client.clone(),
            error_mode: ErrorMode::default(),
            bulk: Bulk::new(),
            in_bulk: false,
        }
    }

    /// Sets the error mode.
    pub fn with_error_mode(mut self, mode: ErrorMode) -> Self {
        self.error_mode = mode;
        self
    }

    /// Sets how several objects are worked on together.
    pub fn with_bulk(mut self, bulk: Bulk) -> Self {
        self.bulk = bulk;
        self
    }

    /// The client.
    #[must_use]
    pub fn client(&self) -> &EtmClient {
        &self.client
    }

    /// The error mode.
    #[must_use]
    pub fn error_mode(&self) -> ErrorMode {
        self.error_mode
    }

    /// How several objects are worked on together.
    pub fn bulk(&self) -> &Bulk {
        &self.bulk
    }

    /// The same for work on one of several objects.
    pub fn in_bulk(&self) -> Self {
        Self {
            in_bulk: true,
            ..self.clone()
        }
    }

    /// Fails when one of these warnings stops.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest`; [`messages`](aurora_core::Error::messages) has all warnings that stop.
    pub fn judge(&self, whose: &str, warnings: &[Warning]) -> Result<()> {
        let stop = |warning: &&Warning| self.error_mode.stops(warning.severity, self.in_bulk);
        let messages: Vec<String> = warnings.iter().filter(stop).map(ToString::to_string).collect();
        if messages.is_empty() {
            return Ok(());
        }
        let mode = self.error_mode;
        let message = format!("{whose} has warnings, which stop it in the error mode {mode}");
        Err(invalid(message).with_messages(messages))
    }
}

impl From<EtmClient> for Context {
    fn from(client: EtmClient) -> Self {
        Self::new(&client)
    }
}

impl From<&EtmClient> for Context {
    fn from(client: &EtmClient) -> Self {
        Self::new(client)
    }
}

impl From<&Context> for Context {
    fn from(context: &Context) -> Self {
        context.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mode_stops_for_what_it_should() {
        use Severity::{Error, Info, Warning};
        for severity in [Info, Warning, Error] {
            for in_bulk in [false, true] {
                assert!(ErrorMode::Safe.stops(severity, in_bulk));
                assert!(!ErrorMode::Dangerous.stops(severity, in_bulk));
                let expected = severity == Error && !in_bulk;
                assert_eq!(ErrorMode::Default.stops(severity, in_bulk), expected, "{severity}");
            }
        }
    }

    #[test]
    fn a_mode_is_read_in_any_case_and_others_are_refused_with_the_known_ones() {
        for mode in [ErrorMode::Safe, ErrorMode::Default, ErrorMode::Dangerous] {
            assert_eq!(mode.to_string().to_uppercase().parse::<ErrorMode>().unwrap(), mode);
        }
        let error = "loud".parse::<ErrorMode>().unwrap_err().to_string();
        assert!(
            error.contains("\"loud\"") && error.contains("safe, default or dangerous"),
            "{error}"
        );
    }
}
