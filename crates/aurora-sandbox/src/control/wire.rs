//! Faults as JSON: the kind in snake case and the fields that it needs.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::faults::Fault;
use crate::reply::Refusal;

/// A [`Fault`] as JSON.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Wire {
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    millis: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<Value>,
}

/// The largest body that a fault may ask for over HTTP, in bytes.
const LARGEST: usize = 1 << 30;

/// The kinds that need no field.
const PLAIN: &[(&str, Fault)] = &[
    ("reset_before_read", Fault::ResetBeforeRead),
    ("reset_after_read", Fault::ResetAfterRead),
    ("truncate", Fault::Truncate),
    ("html_page", Fault::HtmlPage),
    ("bad_json", Fault::BadJson),
    ("empty_body", Fault::EmptyBody),
    ("no_token", Fault::NoToken),
    ("results_spelling", Fault::ResultsSpelling),
    ("no_error_text", Fault::NoErrorText),
    ("data_not_ready", Fault::DataNotReady),
    ("null_root", Fault::NullRoot),
    ("null_data", Fault::NullData),
    ("too_early", Fault::TooEarly),
    ("no_location", Fault::NoLocation),
    ("expired_link", Fault::ExpiredLink),
    ("ignore_range", Fault::IgnoreRange),
];

impl Wire {
    /// The fault that is meant; a field that is missing is named.
    pub(super) fn into_fault(self) -> Result<Fault, Refusal> {
        if let Some((_, fault)) = PLAIN.iter().find(|(kind, _)| *kind == self.kind) {
            return Ok(fault.clone());
        }
        Ok(match self.kind.as_str() {
            "status" => Fault::Status(self.status()?),
            "status_with_retry_after" => {
                Fault::StatusWithRetryAfter(self.status()?, self.text(&self.retry_after, "retryAfter")?)
            }
            "status_with_retry_date" => Fault::StatusWithRetryDate(self.status()?, self.millis()?),
            "body" => Fault::Body {
                status: self.status()?,
                content_type: self.text(&self.content_type, "contentType")?,
                body: self.text(&self.body, "body")?,
            },
            "delay" => Fault::Delay(self.millis()?),
            "drip" => Fault::Drip {
                bytes: self.bytes()?,
                interval: self.millis()?,
            },
            "oversized" => Fault::Oversized(self.size()?),
            "redirect" => Fault::Redirect {
                status: self.status()?,
                location: self.text(&self.location, "location")?,
            },
            "status_text" => Fault::StatusText(self.text(&self.text, "text")?),
            "graphql_errors" => Fault::GraphQlErrors(self.errors()?),
            "graphql_errors_beside_data" => Fault::GraphQlErrorsBesideData(self.errors()?),
            other => return Err(Refusal::invalid(format!("no fault is of the kind {other:?}"))),
        })
    }

    fn with_errors(self, errors: Value) -> Wire {
        Wire {
            errors: Some(errors),
            ..self
        }
    }

    fn errors(&self) -> Result<Value, Refusal> {
        self.errors
            .clone()
            .filter(Value::is_array)
            .ok_or_else(|| self.missing("errors, an array"))
    }

    fn of(kind: &str) -> Wire {
        Wire {
            kind: kind.to_owned(),
            ..Wire::default()
        }
    }

    fn with_status(self, status: u16) -> Wire {
        Wire {
            status: Some(status),
            ..self
        }
    }

    fn with_bytes(self, bytes: usize) -> Wire {
        Wire {
            bytes: Some(bytes),
            ..self
        }
    }

    fn with_millis(self, duration: Duration) -> Wire {
        Wire {
            millis: u64::try_from(duration.as_millis()).ok(),
            ..self
        }
    }

    fn missing(&self, field: &str) -> Refusal {
        Refusal::invalid(format!("a fault of the kind {:?} needs {field}", self.kind))
    }

    fn status(&self) -> Result<u16, Refusal> {
        let possible = |status: &u16| (200..=599).contains(status);
        self.status
            .filter(possible)
            .ok_or_else(|| self.missing("status, 200 to 599"))
    }

    fn millis(&self) -> Result<Duration, Refusal> {
        self.millis
            .map(Duration::from_millis)
            .ok_or_else(|| self.missing("millis"))
    }

    fn bytes(&self) -> Result<usize, Refusal> {
        self.bytes.ok_or_else(|| self.missing("bytes"))
    }

    /// As many bytes as a body may have: it is held in memory.
    fn size(&self) -> Result<usize, Refusal> {
        self.bytes()
            .ok()
            .filter(|bytes| *bytes <= LARGEST)
            .ok_or_else(|| self.missing("bytes, at most 1073741824 (1 GiB)"))
    }

    fn text(&self, value: &Option<String>, field: &str) -> Result<String, Refusal> {
        value.clone().ok_or_else(|| self.missing(field))
    }
}

impl From<Fault> for Wire {
    fn from(fault: Fault) -> Wire {
        match fault {
            Fault::Status(status) => Wire::of("status").with_status(status),
            Fault::StatusWithRetryAfter(status, text) => Wire {
                retry_after: Some(text),
                ..Wire::of("status_with_retry_after").with_status(status)
            },
            Fault::StatusWithRetryDate(status, ahead) => Wire::of("status_with_retry_date")
                .with_status(status)
                .with_millis(ahead),
            Fault::Body {
                status,
                content_type,
                body,
            } => {
                let wire = Wire::of("body").with_status(status);
                Wire {
                    content_type: Some(content_type),
                    body: Some(body),
                    ..wire
                }
            }
            Fault::Delay(delay) => Wire::of("delay").with_millis(delay),
            Fault::Drip { bytes, interval } => Wire::of("drip").with_bytes(bytes).with_millis(interval),
            Fault::Oversized(bytes) => Wire::of("oversized").with_bytes(bytes),
            Fault::Redirect { status, location } => Wire {
                location: Some(location),
                ..Wire::of("redirect").with_status(status)
            },
            Fault::StatusText(text) => Wire {
                text: Some(text),
                ..Wire::of("status_text")
            },
            Fault::GraphQlErrors(errors) => Wire::of("graphql_errors").with_errors(errors),
            Fault::GraphQlErrorsBesideData(errors) => Wire::of("graphql_errors_beside_data").with_errors(errors),
            plain => Wire::of(plain_kind(&plain)),
        }
    }
}

/// Name of a kind that needs no field. The test below goes through every variant, so none stays without a name.
fn plain_kind(fault: &Fault) -> &'static str {
    PLAIN
        .iter()
        .find(|(_, plain)| plain == fault)
        .map_or("unnamed", |(kind, _)| kind)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_fault_survives_the_way_to_json_and_back() {
        let text = || "text".to_owned();
        let faults = [
            Fault::Status(503),
            Fault::StatusWithRetryAfter(429, text()),
            Fault::StatusWithRetryDate(429, Duration::from_secs(2)),
            Fault::Body {
                status: 200,
                content_type: text(),
                body: text(),
            },
            Fault::Delay(Duration::from_millis(5)),
            Fault::ResetBeforeRead,
            Fault::ResetAfterRead,
            Fault::Truncate,
            Fault::Drip {
                bytes: 3,
                interval: Duration::from_millis(1),
            },
            Fault::HtmlPage,
            Fault::BadJson,
            Fault::EmptyBody,
            Fault::Oversized(9),
            Fault::Redirect {
                status: 307,
                location: text(),
            },
            Fault::NoToken,
            Fault::ResultsSpelling,
            Fault::NoErrorText,
            Fault::StatusText(text()),
            Fault::GraphQlErrors(json!([{"message": "no"}])),
            Fault::GraphQlErrorsBesideData(json!([])),
            Fault::DataNotReady,
            Fault::NullRoot,
            Fault::NullData,
            Fault::TooEarly,
            Fault::NoLocation,
            Fault::ExpiredLink,
            Fault::IgnoreRange,
        ];
        for fault in faults {
            let json = serde_json::to_string(&Wire::from(fault.clone())).unwrap();
            let wire: Wire = serde_json::from_str(&json).unwrap();
            assert_eq!(wire.into_fault().unwrap(), fault, "{json}");
        }
    }
}
