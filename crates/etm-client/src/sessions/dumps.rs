//! Whole sessions as JSON: written a line at a time, and loaded again.

use std::collections::VecDeque;

use aurora_core::transport::StreamingAnswer;
use aurora_core::{Error, ErrorKind, Result};
use bytes::BytesMut;
use futures_util::stream::{self, Stream};
use serde_json::{Map, json};

use super::Sessions;
use crate::EtmClient;
use crate::check::{parameters, some};
use crate::types::{Scenario, ScenarioDump, ScenarioExportLine};

const EXPORT: &str = "export_scenarios";
const LOAD: &str = "load_scenario_dump";

impl Sessions<'_> {
    /// Everything about several sessions, one after the other as the engine writes them: with orders and custom curves. Sessions that
    /// are not there or may not be read are left out.
    ///
    /// Nothing is asked before the stream is. The engine `2025-01` has no such operation.
    ///
    /// # Errors
    ///
    /// The stream ends after the first error: `InvalidRequest` before sending when there is no id, and when none of the sessions may be
    /// read; `Decode` when a line is no session; else those of any request.
    pub fn export(&self, session_ids: &[i64]) -> impl Stream<Item = Result<ScenarioExportLine>> + Send + use<> {
        let start = State::Start(self.client.clone(), session_ids.to_vec());
        stream::unfold(start, |state| async move {
            let mut lines = match state {
                State::Start(client, ids) => match open(&client, &ids).await {
                    Ok(answer) => Lines::new(answer, longest_line(&client)),
                    Err(error) => return Some((Err(error), State::Done)),
                },
                State::Reading(lines) => lines,
                State::Done => return None,
            };
            match lines.next().await {
                Ok(Some(line)) => Some((Ok(line), State::Reading(lines))),
                Ok(None) => None,
                Err(error) => Some((Err(error), State::Done)),
            }
        })
    }

    /// Makes a session of what [`export`](Self::export) has written (`ScenarioDump::from` reads its lines). Only administrators of the engine may; others fail with
    /// `Forbidden`. The session belongs to the caller; its `source` is not loaded.
    ///
    /// # Errors
    ///
    /// As above, and with `Service` when the engine cannot read the dump; else the errors of any request.
    pub async fn load_dump(&self, dump: &ScenarioDump) -> Result<Scenario> {
        let body = json!(dump);
        self.client.send(self.client.request(LOAD)?.json(&body)).await?.json()
    }
}

/// Without the metadata: those of a line are the export's own, and say where the line comes from.
impl From<ScenarioExportLine> for ScenarioDump {
    fn from(line: ScenarioExportLine) -> Self {
        Self {
            active_couplings: line.active_couplings,
            area_code: line.area_code,
            balanced_values: line.balanced_values,
            end_year: line.end_year,
            keep_compatible: line.keep_compatible,
            metadata: Some(Map::new()),
            private: line.private,
            user_curves: line.user_curves,
            user_sortables: line.user_sortables,
            user_values: line.user_values,
            extra: Map::new(),
        }
    }
}

async fn open(client: &EtmClient, ids: &[i64]) -> Result<StreamingAnswer> {
    let checked = some("ids of sessions", ids).and_then(|()| parameters("ids of sessions", ids.len()));
    checked.map_err(|error| error.with_operation(EXPORT))?;
    client.stream(client.request(EXPORT)?.json(&json!({"ids": ids}))).await
}

/// As long as any other answer: a session with every custom curve has some 10 MB.
fn longest_line(client: &EtmClient) -> usize {
    let own = client.options().limits.as_ref();
    own.unwrap_or(client.transport().limits()).json_body_cap
}

enum State {
    Start(EtmClient, Vec<i64>),
    Reading(Lines),
    Done,
}

/// The lines of an answer as it comes.
struct Lines {
    answer: StreamingAnswer,
    held: BytesMut,
    ready: VecDeque<BytesMut>,
    number: usize,
    ended: bool,
    longest: usize,
}

impl Lines {
    fn new(answer: StreamingAnswer, longest: usize) -> Self {
        Self {
            answer,
            held: BytesMut::new(),
            ready: VecDeque::new(),
            number: 0,
            ended: false,
            longest,
        }
    }

    async fn next(&mut self) -> Result<Option<ScenarioExportLine>> {
        loop {
            while let Some(line) = self.ready.pop_front() {
                self.number += 1;
                if !line.iter().all(u8::is_ascii_whitespace) {
                    return self.read(&line).map(Some);
                }
            }
            if self.ended {
                return Ok(None);
            }
            self.fill().await?;
        }
    }

    async fn fill(&mut self) -> Result<()> {
        let Some(piece) = self.answer.chunk().await? else {
            self.ended = true;
            self.ready.push_back(self.held.split());
            return Ok(());
        };
        let mut rest = piece.as_ref();
        while let Some(end) = rest.iter().position(|&byte| byte == b'\n') {
            self.held.extend_from_slice(&rest[..end]);
            self.ready.push_back(self.held.split());
            rest = &rest[end + 1..];
        }
        self.held.extend_from_slice(rest);
        if self.held.len() > self.longest {
            let message = format!("line {} is longer than {} bytes", self.number + 1, self.longest);
            return Err(self.error(ErrorKind::TooLarge, message));
        }
        Ok(())
    }

    fn read(&self, line: &[u8]) -> Result<ScenarioExportLine> {
        serde_json::from_slice(line).map_err(|error| {
            let what = if error.is_eof() || error.is_syntax() {
                "is not valid JSON"
            } else {
                "is no session"
            };
            // The library quotes values; where it stopped is enough.
            let message = format!(
                "line {} of the answer {what}, at column {}",
                self.number,
                error.column()
            );
            self.error(ErrorKind::Decode, message)
        })
    }

    fn error(&self, kind: ErrorKind, message: String) -> Error {
        let error = Error::new(kind, message)
            .with_operation(EXPORT)
            .with_status(self.answer.status)
            .with_effort(self.answer.attempts, self.answer.elapsed);
        match self.answer.request_id() {
            Some(id) => error.with_request_id(id),
            None => error,
        }
    }
}
