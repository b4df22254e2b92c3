//! Exit codes, and how a failure becomes one.

use std::fmt;

use aurora_energy::auth::AuthError;
use aurora_energy::core::error::{Error, ErrorKind};

/// What the program tells its caller when it ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[repr(u8)]
pub enum Exit {
    /// All went well.
    Ok = 0,
    /// Something failed that has no code of its own.
    Failure = 1,
    /// The arguments, or a value in a file, are wrong; nothing was sent.
    Usage = 2,
    /// What was named does not exist.
    NotFound = 3,
    /// The token is missing, was refused or has too few rights.
    Credentials = 4,
    /// The service wants fewer requests.
    RateLimited = 5,
    /// The time was over before the work.
    Timeout = 6,
    /// Some items of a batch failed, the others are there.
    Partial = 7,
}

/// A failure that the program itself finds: one line, perhaps a hint, and a code.
#[derive(Debug)]
pub struct Failure {
    exit: Exit,
    message: String,
    hint: Option<String>,
}

impl Failure {
    /// A failure with this code and message.
    #[must_use]
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self {
            exit,
            message: message.into(),
            hint: None,
        }
    }

    /// Wrong usage.
    #[must_use]
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

/// The reader of our output went away (`aurora … | head`), which is no error.
#[derive(Debug)]
pub struct ClosedPipe;

impl fmt::Display for ClosedPipe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the reader of the output closed it")
    }
}

impl std::error::Error for ClosedPipe {}

/// The code for an error of any origin.
#[must_use]
pub fn code(error: &anyhow::Error) -> Exit {
    if error.is::<ClosedPipe>() {
        return Exit::Ok;
    }
    if let Some(failure) = error.downcast_ref::<Failure>() {
        return failure.exit;
    }
    match error.downcast_ref::<AuthError>() {
        Some(AuthError::InvalidUrl { .. } | AuthError::NoVersionSegment { .. }) => return Exit::Usage,
        Some(_) => return Exit::Credentials,
        None => {}
    }
    error.downcast_ref::<Error>().map_or(Exit::Failure, of_client)
}

/// The code for an error of the client.
#[must_use]
pub fn of_client(error: &Error) -> Exit {
    match error.kind() {
        ErrorKind::Credential | ErrorKind::Unauthorized | ErrorKind::Forbidden => Exit::Credentials,
        ErrorKind::NotFound => Exit::NotFound,
        // Refused before it was sent: the values came from the command line or from a file of the user's.
        ErrorKind::InvalidRequest if error.status().is_none() => Exit::Usage,
        ErrorKind::RateLimited => Exit::RateLimited,
        ErrorKind::Timeout | ErrorKind::NotReady => Exit::Timeout,
        _ => Exit::Failure,
    }
}

/// What to do about an error, if there is something that its message does not say.
#[must_use]
pub fn hint(error: &anyhow::Error) -> Option<String> {
    if let Some(failure) = error.downcast_ref::<Failure>() {
        return failure.hint.clone();
    }
    if let Some(AuthError::Missing { .. }) = error.downcast_ref::<AuthError>() {
        return Some("`aurora auth login` stores a token; with --sandbox no token is needed".to_owned());
    }
    let text = match error.downcast_ref::<Error>()?.kind() {
        ErrorKind::Credential | ErrorKind::Unauthorized | ErrorKind::Forbidden => {
            "`aurora auth status` shows where the token comes from and which address it is sent to"
        }
        ErrorKind::Connect | ErrorKind::Tls => "`aurora auth status` shows the address that is used",
        _ => return None,
    };
    Some(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_keeps_its_code_and_hint_through_anyhow() {
        let error = anyhow::Error::from(Failure::usage("no such format").with_hint("try csv"));
        assert_eq!(code(&error), Exit::Usage);
        assert_eq!(hint(&error).as_deref(), Some("try csv"));
    }

    #[test]
    fn a_closed_pipe_is_no_failure() {
        assert_eq!(code(&anyhow::Error::from(ClosedPipe)), Exit::Ok);
    }

    #[test]
    fn each_kind_of_client_error_has_its_code() {
        let table = [
            (ErrorKind::Credential, Exit::Credentials),
            (ErrorKind::Unauthorized, Exit::Credentials),
            (ErrorKind::Forbidden, Exit::Credentials),
            (ErrorKind::NotFound, Exit::NotFound),
            (ErrorKind::InvalidRequest, Exit::Usage),
            (ErrorKind::RateLimited, Exit::RateLimited),
            (ErrorKind::Timeout, Exit::Timeout),
            (ErrorKind::NotReady, Exit::Timeout),
            (ErrorKind::Connect, Exit::Failure),
            (ErrorKind::Service, Exit::Failure),
        ];
        for (kind, exit) in table {
            assert_eq!(
                code(&anyhow::Error::from(Error::new(kind, "made for the test"))),
                exit,
                "{kind:?}"
            );
        }
    }
}
