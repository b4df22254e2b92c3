//! The workbook of a scenario's inputs: generated on request, then fetched as a file.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aurora_core::poll::{PollPolicy, Polled, Status};
use aurora_core::{Error, ErrorKind, Result, Url};
use serde_json::Value;

use crate::types::WorkbookStatus;

pub(super) const OPERATION: &str = "get_workbook_status";
/// The rhythm of the vendor's package.
const INTERVAL: Duration = Duration::from_millis(2500);

/// A workbook that is ready to be fetched; see [`Inputs::workbook`](super::Inputs::workbook).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Workbook {
    /// Where it is. The address carries its own permission and expires: it is a secret while it lasts, so `Debug` does not
    /// show its query.
    pub url: Url,
    /// The id of the request that generated it, if the service names it.
    pub request_id: Option<String>,
}

impl fmt::Debug for Workbook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = format!("{}{}", self.url.origin().ascii_serialization(), self.url.path());
        f.debug_struct("Workbook")
            .field("url", &place)
            .field("request_id", &self.request_id)
            .finish()
    }
}

/// Every 2.5 s, for 30 minutes.
pub(super) fn policy() -> PollPolicy {
    PollPolicy::default()
        .with_first(INTERVAL)
        .with_factor(1.0)
        .with_max(INTERVAL)
}

/// The same, when it was asked just before.
pub(super) fn policy_after_asking() -> PollPolicy {
    policy().with_initial(INTERVAL)
}

/// The id to ask with next: the service may give a new one with each answer.
#[derive(Clone, Debug)]
pub(super) struct RequestId(Arc<Mutex<String>>);

impl RequestId {
    pub(super) fn new(id: impl Into<String>) -> Self {
        Self(Arc::new(Mutex::new(id.into())))
    }

    pub(super) fn get(&self) -> String {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn follow(&self, status: &WorkbookStatus) {
        if let Some(id) = named(status) {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = id.to_owned();
        }
    }
}

/// The id in an answer, unless it is empty.
pub(super) fn named(status: &WorkbookStatus) -> Option<&str> {
    status.request_id.as_deref().filter(|id| !id.is_empty())
}

/// What an answer about a workbook means. `asked` is the id that was sent, none when generation was started.
///
/// `Requested` and `Completed` are the words that are known; any other one is a failure.
pub(super) fn polled(
    scenario_id: &str,
    asked: Option<&str>,
    status: Option<WorkbookStatus>,
) -> Result<Polled<Workbook>> {
    let Some(status) = status else {
        let message = format!("the service says nothing about the workbook of scenario {scenario_id}");
        return Err(failure(message, asked, None));
    };
    let word = status.generation_status.as_ref().map(ToString::to_string);
    match word.as_deref() {
        Some(word @ "Requested") => Ok(Polled::Running(Status::new(word))),
        Some("Completed") => completed(scenario_id, asked, &status).map(Polled::Done),
        other => {
            let word = other.map_or_else(|| "null".to_owned(), |word| format!("{word:?}"));
            let message = format!("the workbook of scenario {scenario_id} was not generated: its status is {word}");
            let reasons = status.generation_errors.as_ref().map(reasons).unwrap_or_default();
            Err(failure(message, asked, named(&status)).with_messages(reasons))
        }
    }
}

fn completed(scenario_id: &str, asked: Option<&str>, status: &WorkbookStatus) -> Result<Workbook> {
    let answered = named(status);
    let Some(text) = status.download_url.as_deref().filter(|text| !text.is_empty()) else {
        let message =
            format!("the workbook of scenario {scenario_id} is completed, but the service gives no address of it");
        return Err(failure(message, asked, answered));
    };
    // The text of a wrong address may hold a signature, so it is not shown.
    let url = Url::parse(text).map_err(|error| {
        let message = format!("the workbook of scenario {scenario_id} is completed, but its address is none: {error}");
        failure(message, asked, answered)
    })?;
    Ok(Workbook {
        url,
        request_id: answered.or(asked).map(str::to_owned),
    })
}

/// Generation that was started without a name to ask about it by.
pub(super) fn nameless(scenario_id: &str) -> Error {
    let message =
        format!("the workbook of scenario {scenario_id} was requested, but the service gives no id to ask with");
    failure(message, None, None)
}

fn failure(message: String, asked: Option<&str>, answered: Option<&str>) -> Error {
    let id = |id: Option<&str>| id.map_or_else(|| "none".to_owned(), |id| format!("{id:?}"));
    let message = format!("{message} (request id sent: {}, answered: {})", id(asked), id(answered));
    Error::new(ErrorKind::Service, message)
        .with_operation(OPERATION)
        .with_advice("request a new workbook")
}

/// Unverified: whether the errors are texts; anything else is shown as JSON.
fn reasons(errors: &Value) -> Vec<String> {
    let one = |error: &Value| match error {
        Value::String(text) => one_line(text),
        other => one_line(&other.to_string()),
    };
    match errors {
        Value::Null => Vec::new(),
        Value::Array(errors) => errors.iter().map(one).collect(),
        error => vec![one(error)],
    }
}

fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(300).collect()
}

/// Whether a file begins like a workbook: a zip archive, or the container of older formats.
pub(super) fn looks_like_a_workbook(head: &[u8]) -> Result<()> {
    let is_known = [&b"PK\x03\x04"[..], &b"\xd0\xcf\x11\xe0"[..]]
        .iter()
        .any(|magic| head.starts_with(magic));
    if is_known {
        return Ok(());
    }
    let message = "what the address of the workbook gives is no Excel workbook";
    Err(Error::new(ErrorKind::Decode, message).with_advice("the address may have expired; request a new workbook"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn status(json: Value) -> Option<WorkbookStatus> {
        Some(serde_json::from_value(json).unwrap())
    }

    fn failed(asked: Option<&str>, json: Value) -> Error {
        let error = polled("s1", asked, status(json)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Service);
        assert_eq!(error.operation(), Some(OPERATION));
        error
    }

    #[test]
    fn requested_is_the_only_word_for_not_yet() {
        let running = polled(
            "s1",
            None,
            status(json!({"generationStatus": "Requested", "requestId": "wb"})),
        );
        assert_eq!(running.unwrap(), Polled::Running(Status::new("Requested")));
        for word in ["Failed", "requested", "Running", ""] {
            let error = failed(Some("wb"), json!({"generationStatus": word}));
            assert!(
                error.to_string().contains(&format!("its status is {word:?}")),
                "{error}"
            );
        }
        assert!(failed(None, json!({})).to_string().contains("its status is null"));
    }

    #[test]
    fn a_failure_tells_its_reasons_and_both_request_ids() {
        let json = json!({"generationStatus": "Failed", "generationErrors": ["Could not\nread", {"a": 1}], "requestId": "wb-2"});
        let error = failed(Some("wb-1"), json);
        assert_eq!(error.messages(), ["Could not read", r#"{"a":1}"#]);
        assert!(
            error
                .to_string()
                .contains("request id sent: \"wb-1\", answered: \"wb-2\""),
            "{error}"
        );
        let error = failed(None, json!({"generationStatus": "Failed", "generationErrors": "no"}));
        assert_eq!(error.messages(), ["no"]);
        assert!(
            error.to_string().contains("request id sent: none, answered: none"),
            "{error}"
        );
    }

    #[test]
    fn a_completed_workbook_needs_an_address() {
        for url in [json!(null), json!("")] {
            let error = failed(None, json!({"generationStatus": "Completed", "downloadURL": url}));
            assert!(error.to_string().contains("gives no address"), "{error}");
        }
        let error = failed(
            None,
            json!({"generationStatus": "Completed", "downloadURL": "/wb?sig=canary"}),
        );
        assert!(error.to_string().contains("its address is none"), "{error}");
        assert!(!error.to_string().contains("canary"), "{error}");
        let error = polled("s1", Some("wb"), None).unwrap_err();
        assert!(error.to_string().contains("says nothing"), "{error}");
    }

    #[test]
    fn a_workbook_keeps_its_signature_to_itself() {
        let json = json!({"generationStatus": "Completed", "downloadURL": "https://store.test/wb.xlsx?sig=canary"});
        let Polled::Done(workbook) = polled("s1", Some("wb-1"), status(json)).unwrap() else {
            panic!("it is done");
        };
        assert_eq!(workbook.request_id.as_deref(), Some("wb-1"));
        let shown = format!("{workbook:?}");
        assert!(
            shown.contains("https://store.test/wb.xlsx") && !shown.contains("canary"),
            "{shown}"
        );
    }

    #[test]
    fn the_last_id_that_was_named_is_asked_with() {
        let id = RequestId::new("wb-1");
        for (json, expected) in [
            (json!({"requestId": null}), "wb-1"),
            (json!({"requestId": ""}), "wb-1"),
            (json!({"requestId": "wb-2"}), "wb-2"),
        ] {
            id.follow(&serde_json::from_value(json).unwrap());
            assert_eq!(id.get(), expected);
        }
    }

    #[test]
    fn a_workbook_is_known_by_its_first_bytes() {
        assert!(looks_like_a_workbook(b"PK\x03\x04rest").is_ok());
        assert!(looks_like_a_workbook(b"\xd0\xcf\x11\xe0rest").is_ok());
        for head in [&b""[..], b"PK", b"<?xml version", b"{}"] {
            assert_eq!(looks_like_a_workbook(head).unwrap_err().kind(), ErrorKind::Decode);
        }
    }
}
