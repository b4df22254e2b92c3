//! Comma-separated files of the engine: fetching them, and refusing what only looks like one.
//!
//! Pages of proxies, lists of errors and plain sentences come with status 200 too, so each file is known by its beginning.

use std::path::Path;

use aurora_core::download::{Download, DownloadReport};
use aurora_core::raw::RawRequest;
use aurora_core::transport::Answer;
use aurora_core::{Error, ErrorKind, Result, StatusCode};
use serde_json::Value;
use tokio::task::spawn_blocking;

use crate::EtmClient;

/// What the engine says in place of a file where the area has no hourly data.
const HOURLY_IS_OFF: &str = "Merit order and time-resolved calculation are not enabled";

/// What that means.
const NO_HOURS: &str = "its area has no hourly data; annual queries work, hourly curves and capacities do not";

/// How much of a wrong beginning is shown, in characters.
const SHOWN: usize = 60;

/// What a file has to look like.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Format {
    /// What it is, for messages: `an hourly curve`.
    pub(crate) what: &'static str,
    pub(crate) start: Start,
}

/// How a file begins.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Start {
    /// With the name of its first column.
    Column(&'static str),
    /// With a number: there is no header row.
    Number,
}

/// Why a file is not what it should be.
#[derive(Debug)]
pub(crate) struct Refusal {
    kind: ErrorKind,
    message: String,
    advice: &'static str,
}

impl Refusal {
    /// The error about an answer that was read whole.
    pub(crate) fn of(self, answer: &Answer) -> Error {
        answer.error(self.kind, self.message).with_advice(self.advice)
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::new(refusal.kind, refusal.message).with_advice(refusal.advice)
    }
}

impl Format {
    /// Looks at the beginning of a file.
    pub(crate) fn check(&self, head: &[u8]) -> Result<(), Refusal> {
        let text = String::from_utf8_lossy(head);
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let first_line = text.lines().next().unwrap_or_default();
        let first_cell = first_line.split(',').next().unwrap_or_default();
        let first_cell = first_cell.trim().trim_matches('"');
        let fits = match self.start {
            Start::Column(name) => first_cell.eq_ignore_ascii_case(name),
            Start::Number => first_cell.parse::<f64>().is_ok(),
        };
        if fits {
            return Ok(());
        }
        Err(self.refusal(text, first_line))
    }

    fn refusal(&self, text: &str, first_line: &str) -> Refusal {
        if text.starts_with(HOURLY_IS_OFF) {
            return Refusal {
                kind: ErrorKind::NotFound,
                message: "the scenario has no hourly calculation".to_owned(),
                advice: NO_HOURS,
            };
        }
        let what = self.what;
        let seen = match text {
            "" => "nothing".to_owned(),
            _ if text.starts_with('<') => "a page".to_owned(),
            _ if text.starts_with(['{', '[']) => "JSON".to_owned(),
            _ => format!("{:?}", first_line.chars().take(SHOWN).collect::<String>()),
        };
        let expected = match self.start {
            Start::Column(name) => format!("begins with a column {name}"),
            Start::Number => "begins with a number".to_owned(),
        };
        Refusal {
            kind: ErrorKind::Decode,
            message: format!("the answer begins with {seen} and is not {what}, which {expected}"),
            advice: "check the base URL; a proxy or a sign-in page may have answered in its place",
        }
    }
}

/// Fetches a file into memory.
pub(crate) async fn to_memory(client: &EtmClient, request: RawRequest, format: Format) -> Result<String> {
    let answer = client.send(request).await?;
    format.check(&answer.body).map_err(|refusal| refusal.of(&answer))?;
    String::from_utf8(answer.body.to_vec()).map_err(|error| {
        let from = error.utf8_error().valid_up_to();
        answer.error(ErrorKind::Decode, format!("the file is not UTF-8 from byte {from} on"))
    })
}

/// A file that is streamed to disk.
pub(crate) struct ToDisk<'a> {
    pub(crate) client: &'a EtmClient,
    /// What tells this file from others that may go to the same place.
    pub(crate) name: String,
    pub(crate) format: Format,
    /// What is looked at when everything has come, before the file takes its name.
    pub(crate) whole: Option<fn(&Path) -> Result<()>>,
}

impl ToDisk<'_> {
    /// Fetches the file; `request` makes a new request each time.
    pub(crate) async fn run(
        self,
        path: &Path,
        request: impl Fn() -> Result<RawRequest> + Send + Sync,
    ) -> Result<DownloadReport> {
        let (client, format) = (self.client, self.format);
        let operation = request()?.operation().id;
        let mut download = Download::to(path)
            .with_identity(format!("{} {}", client.engine_base_url(), self.name))
            .with_content_type("text/csv")
            .with_head_check(move |head| format.check(head).map_err(Error::from))
            .with_clock(client.transport().clock().clone());
        if let Some(whole) = self.whole {
            download = download.with_whole_check(whole);
        }
        let report = download.run(|headers| {
            let request = request();
            async move {
                let mut request = request?;
                for (name, value) in &headers {
                    request = request.header(name.as_str(), String::from_utf8_lossy(value.as_bytes()));
                }
                client.stream(request).await
            }
        });
        report.await.map_err(|error| match error.operation() {
            Some(_) => error,
            None => error.with_operation(operation),
        })
    }
}

/// Works on a file where it may take long.
pub(crate) async fn off_the_runtime<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    spawn_blocking(work).await.unwrap_or_else(|stopped| {
        let message = "the reading of the file was stopped";
        Err(Error::new(ErrorKind::Io, message).with_source(std::io::Error::from(stopped)))
    })
}

/// A refusal, with what there is to know about it.
pub(crate) fn explained(error: Error, unrouted: impl FnOnce() -> String) -> Error {
    if error
        .messages()
        .iter()
        .any(|message| message.starts_with(HOURLY_IS_OFF))
    {
        return error.with_advice(NO_HOURS);
    }
    if is_unrouted(&error) {
        return error.with_advice(unrouted());
    }
    error
}

/// Whether the engine does not know the address at all: then it answers 404 with a page or an error of its framework,
/// and without the `errors` of its own refusals.
fn is_unrouted(error: &Error) -> bool {
    let has_errors =
        |body: &str| serde_json::from_str::<Value>(body).is_ok_and(|body: Value| body.get("errors").is_some());
    error.status() == Some(StatusCode::NOT_FOUND) && !error.body().is_some_and(has_errors)
}

/// The unit in a column's name: the last part of it that stands in round or square brackets. Round ones also hold
/// remarks such as `(short timescale)`, so there it has to be one word.
pub(crate) fn unit_in(name: &str) -> Option<&str> {
    let name = name.trim_end();
    let (open, is_square) = match name.chars().last()? {
        ')' => (name.rfind('(')?, false),
        ']' => (name.rfind('[')?, true),
        _ => return None,
    };
    let unit = name[open + 1..name.len() - 1].trim();
    let is_unit = !unit.is_empty() && (is_square || !unit.contains(char::is_whitespace));
    is_unit.then_some(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CURVE: Format = Format {
        what: "an hourly curve",
        start: Start::Column("Time"),
    };

    #[test]
    fn a_file_is_known_by_its_beginning() {
        for head in ["Time,a\n", "\u{feff}Time,a", "time,b", "\"Time\",c\r\n", "Time"] {
            assert!(CURVE.check(head.as_bytes()).is_ok(), "{head}");
        }
        let numbers = Format {
            what: "a custom curve",
            start: Start::Number,
        };
        for head in ["24.17\n25.0", "0", "-1e-3\n"] {
            assert!(numbers.check(head.as_bytes()).is_ok(), "{head}");
        }
        assert!(numbers.check(b"Time,a\n").is_err());
    }

    #[test]
    fn pages_lists_of_errors_and_sentences_are_no_files() {
        for (head, seen) in [
            ("", "nothing"),
            ("<!DOCTYPE html><html>", "a page"),
            ("{\"errors\":[\"no\"]}", "JSON"),
            ("Timetable,a\n", "\"Timetable,a\""),
            ("Scenario is gone", "\"Scenario is gone\""),
        ] {
            let error = Error::from(CURVE.check(head.as_bytes()).unwrap_err());
            assert_eq!(error.kind(), ErrorKind::Decode);
            let expected = format!("the answer begins with {seen} and is not an hourly curve");
            assert!(error.to_string().starts_with(&expected), "{error}");
        }
    }

    #[test]
    fn hourly_calculation_that_is_off_is_told_as_such() {
        let line = "Merit order and time-resolved calculation are not enabled for this scenario\n";
        let error = Error::from(CURVE.check(line.as_bytes()).unwrap_err());
        assert_eq!(error.kind(), ErrorKind::NotFound);
        assert!(error.to_string().contains("no hourly data"), "{error}");
    }

    #[test]
    fn a_unit_is_the_last_part_in_brackets() {
        for (name, unit) in [
            ("node.output (MW)", Some("MW")),
            ("Network gas imbalance (short timescale) (MW)", Some("MW")),
            ("Network gas imbalance (short timescale)", None),
            ("Total integral costs of produced hydrogen (Eur/MWh)", Some("Eur/MWh")),
            ("CO2 capture [kton CO2-eq]", Some("kton CO2-eq")),
            ("WACC", None),
            ("deficit", None),
            ("odd)", None),
            ("empty ()", None),
            ("", None),
        ] {
            assert_eq!(unit_in(name), unit, "{name}");
        }
    }
}
