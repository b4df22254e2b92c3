//! Checks before a request leaves: each message names the field, the value and the limit.

use aurora_core::{Error, ErrorKind, Result};

pub(crate) fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidRequest, message)
}

/// An id or a name that has to say something.
pub(crate) fn not_empty(field: &str, text: &str) -> Result<()> {
    if text.trim().is_empty() {
        return Err(invalid(format!("{field} is empty")));
    }
    Ok(())
}
