//! Several sessions at once.

use aurora_core::{ErrorKind, Result};
use serde::Serialize;

use super::Sessions;
use crate::check;
use crate::types::Scenario;

const BATCH: &str = "get_scenarios_batch";

/// How many ids go into one address.
const IDS_AT_ONCE: usize = 100;

/// What was found of several sessions.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SessionBatch {
    /// The sessions, in the order of their ids in the request, each once.
    pub found: Vec<Scenario>,
    /// The ids of those that are not there or may not be read, in the order of the request.
    pub missing: Vec<i64>,
}

impl Sessions<'_> {
    /// Several sessions at once. Which of them are not there, or not the caller's to read, is part of the answer.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when there is no id; else the errors of any request.
    pub async fn batch(&self, session_ids: &[i64]) -> Result<SessionBatch> {
        check::some("ids of sessions", session_ids).map_err(|error| error.with_operation(BATCH))?;
        let mut wanted = Vec::new();
        for id in session_ids {
            if !wanted.contains(id) {
                wanted.push(*id);
            }
        }
        let mut read = Vec::new();
        for ids in wanted.chunks(IDS_AT_ONCE) {
            read.extend(self.some_of(ids).await?);
        }
        let mut batch = SessionBatch::default();
        for id in wanted {
            match read.iter().position(|session| session.id == id) {
                Some(at) => batch.found.push(read.swap_remove(at)),
                None => batch.missing.push(id),
            }
        }
        Ok(batch)
    }

    /// Those that there are. The engine looks up the first id before all others, and fails when there is none of it, whatever
    /// the rest is: then the rest is asked for without it.
    async fn some_of(&self, ids: &[i64]) -> Result<Vec<Scenario>> {
        let mut left = ids;
        while !left.is_empty() {
            let joined: Vec<String> = left.iter().map(ToString::to_string).collect();
            let request = self.client.request(BATCH)?.path_param("scenario_ids", joined.join(","));
            match self.client.send(request).await {
                Ok(answer) => return answer.json(),
                Err(error) if is_no_such_session(&error) => left = &left[1..],
                Err(error) => return Err(error),
            }
        }
        Ok(Vec::new())
    }
}

/// Whether the engine says that there is no session of an id, and not that there is no such route.
fn is_no_such_session(error: &aurora_core::Error) -> bool {
    let says = |text: &str| error.messages().iter().any(|message| message.starts_with(text));
    error.kind() == ErrorKind::NotFound && says("No such scenario")
}
