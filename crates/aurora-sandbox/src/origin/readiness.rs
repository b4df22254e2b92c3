//! Which sessions of the inputs service are loaded: `DataNotReady`, counted.

use std::collections::HashMap;
use std::sync::Mutex;

use async_graphql::Error;

use crate::origin::graphql::refuse;
use crate::state::lock;

/// How often each session still answers `DataNotReady`.
pub(crate) struct Readiness {
    at_first: Mutex<u32>,
    remaining: Mutex<HashMap<String, u32>>,
}

impl Readiness {
    /// Every session answers this many times before its data are there.
    pub(crate) fn new(at_first: u32) -> Readiness {
        Readiness {
            at_first: Mutex::new(at_first),
            remaining: Mutex::default(),
        }
    }

    /// Refuses with `DataNotReady` while the session loads; each refusal brings the data nearer.
    ///
    /// Called by the resolvers that read or change a session's data: everything but the session's own description, the
    /// configuration and the workbook.
    pub(crate) fn require(&self, session_id: &str) -> Result<(), Error> {
        let at_first = *lock(&self.at_first);
        let mut remaining = lock(&self.remaining);
        let left = remaining.entry(session_id.to_owned()).or_insert(at_first);
        if *left == 0 {
            return Ok(());
        }
        *left -= 1;
        Err(refuse(
            "DataNotReady",
            format!("the inputs of scenario {session_id} are being loaded"),
        ))
    }

    /// Whether the session's data are loaded, without bringing them nearer.
    pub(crate) fn is_loading(&self, session_id: &str) -> bool {
        let at_first = *lock(&self.at_first);
        lock(&self.remaining).get(session_id).copied().unwrap_or(at_first) > 0
    }

    /// Lets a session load again, for this many answers: after its commodities were rebased.
    pub(crate) fn unload(&self, session_id: &str, answers: u32) {
        lock(&self.remaining).insert(session_id.to_owned(), answers);
    }

    /// From here on every session that was not asked about yet answers this many times.
    pub(crate) fn set(&self, at_first: u32) {
        *lock(&self.at_first) = at_first;
        lock(&self.remaining).clear();
    }
}
