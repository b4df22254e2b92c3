//! Checks before a request leaves: each message names the field, the value and the limit.

use aurora_core::{Error, ErrorKind, Result};

/// More parameters than this in one request, and the engine refuses it.
pub(crate) const MOST_PARAMETERS: usize = 4096;

pub(crate) fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidRequest, message)
}

/// A key or a name that has to say something.
pub(crate) fn not_empty(field: &str, text: &str) -> Result<()> {
    if text.trim().is_empty() {
        return Err(invalid(format!("{field} is empty")));
    }
    Ok(())
}

/// An id. No record has the id 0, and a negative one is a mistake.
pub(crate) fn positive(field: &str, id: i64) -> Result<()> {
    if id < 1 {
        return Err(invalid(format!("{field} is {id}, but has to be at least 1")));
    }
    Ok(())
}

/// A list that needs at least one entry.
pub(crate) fn some<T>(what: &str, list: &[T]) -> Result<()> {
    if list.is_empty() {
        return Err(invalid(format!("there are no {what}; at least one is needed")));
    }
    Ok(())
}

/// Refuses what the engine would not even read. `what` names the parameters in the plural.
pub(crate) fn parameters(what: &str, count: usize) -> Result<()> {
    if count <= MOST_PARAMETERS {
        return Ok(());
    }
    Err(invalid(format!(
        "there are {count} {what}, and the engine takes at most {MOST_PARAMETERS} parameters in one request"
    )))
}

/// How many parameters still go into a request that has `used` of them.
pub(crate) fn room(used: usize) -> usize {
    MOST_PARAMETERS.saturating_sub(used)
}
