//! Faults that a test asks for: by operation, a given number of times.

use std::sync::Mutex;
use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use serde_json::{Map, Value, json};

use crate::origin::store;
use crate::reply::Reply;
use crate::state::lock;

/// One way in which a call goes wrong.
///
/// Unless said otherwise the operation is not run, so nothing is created, changed or counted by it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Fault {
    /// This status with a JSON error body.
    Status(u16),
    /// This status, with the text as its `Retry-After` header: seconds (`"2"`) or an HTTP date.
    StatusWithRetryAfter(u16, String),
    /// This status, with `Retry-After` as the HTTP date that lies this far ahead when the fault is served, in whole seconds.
    StatusWithRetryDate(u16, Duration),
    /// This answer, byte for byte.
    Body {
        /// HTTP status.
        status: u16,
        /// Value of `Content-Type`.
        content_type: String,
        /// The whole body.
        body: String,
    },
    /// The operation runs; its answer starts this much later.
    Delay(Duration),
    /// The connection is reset after the request's head, before its body is read.
    ResetBeforeRead,
    /// The request is read whole **and carried out**, then the connection is reset instead of an answer.
    ResetAfterRead,
    /// The operation runs; `Content-Length` is right, but the connection ends after half of the body.
    Truncate,
    /// The operation runs; its body arrives in small pieces.
    Drip {
        /// Size of one piece, in bytes; 0 counts as 1.
        bytes: usize,
        /// Wait before each piece.
        interval: Duration,
    },
    /// Status 200 with an HTML page, as a login portal or a proxy sends it.
    HtmlPage,
    /// Status 200, `Content-Type: application/json`, and a body that is not JSON.
    BadJson,
    /// Status 200 with an empty body.
    EmptyBody,
    /// Status 200 with a JSON string of this many bytes, quotes included (at least 2).
    Oversized(usize),
    /// This status with this `Location`, which may lie at another origin.
    Redirect {
        /// HTTP status, 301, 302, 303, 307 or 308.
        status: u16,
        /// Value of `Location`.
        location: String,
    },
    /// The operation runs; `token` is taken out of its JSON answer (a submission that was not created).
    NoToken,
    /// The operation runs; `result` is spelt `results` in its JSON answer, as the vendor's documentation has it.
    ResultsSpelling,
    /// The operation runs; `error` is taken out of its JSON answer (a calculation that failed without a reason).
    NoErrorText,
    /// The operation runs; `status` is replaced in its JSON answer (a state that a client does not know).
    StatusText(String),
    /// Status 200 with this array of errors and no data, as a GraphQL service refuses.
    GraphQlErrors(Value),
    /// The operation runs; this array of errors stands beside its data.
    GraphQlErrorsBesideData(Value),
    /// Status 200 with the one GraphQL error that means "ask again": `errorKey` is `DataNotReady`.
    DataNotReady,
    /// The operation runs; every root field of its GraphQL answer is null.
    NullRoot,
    /// Status 200 with `{"data": null}`.
    NullData,
    /// Status 425 without a body: the file is being made.
    TooEarly,
    /// The operation runs; its answer has no `Location`.
    NoLocation,
    /// Status 403 with the XML of an object store whose link has expired.
    ExpiredLink,
    /// The operation runs; a `Range` of the request is ignored and the whole file sent, with 200.
    IgnoreRange,
}

impl Fault {
    /// The answer that takes the operation's place, for faults that do not run it.
    pub(crate) fn instead(&self) -> Option<Reply> {
        let json = "application/json; charset=utf-8";
        Some(match self {
            Fault::Status(status) => injected(*status),
            Fault::StatusWithRetryAfter(status, text) => injected(*status).with_header("retry-after", text),
            Fault::StatusWithRetryDate(status, ahead) => {
                injected(*status).with_header("retry-after", http_date(*ahead))
            }
            Fault::Body {
                status,
                content_type,
                body,
            } => Reply::new(*status, content_type, body.clone()),
            Fault::HtmlPage => Reply::new(
                200,
                "text/html; charset=utf-8",
                "<!doctype html><title>Sign in</title><p>Please sign in.",
            ),
            Fault::BadJson => Reply::new(200, json, "{\"broken\": [1, 2,"),
            Fault::EmptyBody => Reply::new(200, json, ""),
            Fault::Oversized(bytes) => Reply::new(200, json, format!("\"{}\"", "x".repeat(bytes.saturating_sub(2)))),
            Fault::Redirect { status, location } => {
                Reply::new(*status, "text/plain", "").with_header("location", location)
            }
            Fault::GraphQlErrors(errors) => Reply::ok(&json!({"data": null, "errors": errors})),
            Fault::DataNotReady => {
                let error =
                    json!({"message": "the data are being loaded, as a fault asked for", "errorKey": "DataNotReady"});
                Reply::ok(&json!({"data": null, "errors": [error]}))
            }
            Fault::NullData => Reply::ok(&json!({"data": null})),
            Fault::TooEarly => Reply::new(425, "text/plain", ""),
            Fault::ExpiredLink => store::expired(),
            _ => return None,
        })
    }

    /// Changes the operation's own JSON answer, for faults that do.
    pub(crate) fn rewrite(&self, mut reply: Reply) -> Reply {
        let edit: &dyn Fn(&mut Map<String, Value>) = match self {
            Fault::NoToken => &|object| drop(object.remove("token")),
            Fault::NoErrorText => &|object| drop(object.remove("error")),
            Fault::StatusText(text) => &|object| drop(object.insert("status".to_owned(), Value::String(text.clone()))),
            Fault::ResultsSpelling => &|object| {
                if let Some(result) = object.remove("result") {
                    object.insert("results".to_owned(), result);
                }
            },
            Fault::GraphQlErrorsBesideData(errors) => {
                &|object| drop(object.insert("errors".to_owned(), errors.clone()))
            }
            Fault::NullRoot => &|object| {
                if let Some(Value::Object(data)) = object.get_mut("data") {
                    data.values_mut().for_each(|root| *root = Value::Null);
                }
            },
            Fault::NoLocation => {
                reply.headers.retain(|(name, _)| *name != "location");
                return reply;
            }
            _ => return reply,
        };
        if let Ok(Value::Object(mut object)) = serde_json::from_slice(&reply.body) {
            edit(&mut object);
            reply.body = Reply::json(reply.status, &object).body;
        }
        reply
    }
}

fn injected(status: u16) -> Reply {
    Reply::json(
        status,
        &json!({"error": "Injected", "message": format!("status {status}, as a fault asked for")}),
    )
}

fn http_date(ahead: Duration) -> String {
    let printer = DateTimePrinter::new();
    Timestamp::now()
        .checked_add(ahead)
        .and_then(|time| printer.timestamp_to_rfc9110_string(&time))
        .unwrap_or_else(|error| format!("no HTTP date: {error}"))
}

/// A fault that waits for its calls.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pending {
    pub(crate) operation: String,
    pub(crate) remaining: u32,
    pub(crate) fault: Fault,
}

/// The faults still to come, first in, first out per operation.
#[derive(Default)]
pub(crate) struct FaultBook(Mutex<Vec<Pending>>);

impl FaultBook {
    pub(crate) fn add(&self, operation: &str, times: u32, fault: Fault) {
        lock(&self.0).push(Pending {
            operation: operation.to_owned(),
            remaining: times,
            fault,
        });
    }

    /// Takes one use of the oldest fault for `operation`; `*` stands for every operation.
    pub(crate) fn take(&self, operation: &str) -> Option<Fault> {
        let mut book = lock(&self.0);
        book.retain(|pending| pending.remaining > 0);
        let pending = book
            .iter_mut()
            .find(|pending| pending.operation == operation || pending.operation == "*")?;
        pending.remaining -= 1;
        Some(pending.fault.clone())
    }

    pub(crate) fn pending(&self) -> Vec<Pending> {
        lock(&self.0)
            .iter()
            .filter(|pending| pending.remaining > 0)
            .cloned()
            .collect()
    }

    pub(crate) fn clear(&self) {
        lock(&self.0).clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_of_one_operation_are_served_in_order_and_run_out() {
        let book = FaultBook::default();
        book.add("list_turbines", 2, Fault::Status(503));
        book.add("list_turbines", 1, Fault::BadJson);
        assert_eq!(book.take("list_scenarios"), None);
        let taken: Vec<_> = std::iter::from_fn(|| book.take("list_turbines")).collect();
        assert_eq!(taken, [Fault::Status(503), Fault::Status(503), Fault::BadJson]);
        assert!(book.pending().is_empty());
    }

    #[test]
    fn a_retry_date_is_an_http_date() {
        assert!(http_date(Duration::from_secs(3)).ends_with(" GMT"));
    }
}
