//! What a handler gives back, and how numbers are printed on the wire.

use std::io;

use bytes::Bytes;
use serde::Serialize;
use serde_json::{Value, json};

use crate::origin::store::rows::Rows;

/// A complete answer.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) content_type: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Bytes,
    /// Made-up rows in place of the body.
    pub(crate) rows: Option<Rows>,
}

impl Reply {
    /// Size of the body in bytes.
    pub(crate) fn length(&self) -> u64 {
        self.rows.map_or(self.body.len() as u64, |rows| rows.length)
    }

    pub(crate) fn new(status: u16, content_type: &str, body: impl Into<Bytes>) -> Reply {
        Reply {
            status,
            content_type: content_type.to_owned(),
            headers: Vec::new(),
            body: body.into(),
            rows: None,
        }
    }

    /// A JSON answer whose whole numbers have no decimals, as the service prints them.
    pub(crate) fn json(status: u16, value: &impl Serialize) -> Reply {
        match to_json(value) {
            Ok(body) => Reply::new(status, "application/json; charset=utf-8", body),
            Err(error) => Reply::new(
                500,
                "text/plain",
                format!("the sandbox cannot print its answer: {error}"),
            ),
        }
    }

    pub(crate) fn ok(value: &impl Serialize) -> Reply {
        Reply::json(200, value)
    }

    pub(crate) fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Reply {
        self.headers.push((name, value.into()));
        self
    }
}

/// A request that is turned down: `{"error": code, "message": message}`, a shape that nobody recorded at the real service.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

impl Refusal {
    pub(crate) fn bad(code: &'static str, message: impl Into<String>) -> Refusal {
        Refusal {
            status: 400,
            code,
            message: message.into(),
        }
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Refusal {
        Refusal::bad("InvalidRequest", message)
    }

    /// The sandbox itself is at fault.
    pub(crate) fn failed(message: impl Into<String>) -> Refusal {
        Refusal {
            status: 500,
            code: "SandboxFailed",
            message: message.into(),
        }
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Refusal {
        Refusal {
            status: 404,
            code: "NotFound",
            message: message.into(),
        }
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Reply {
        let body: Value = json!({"error": refusal.code, "message": refusal.message});
        Reply::json(refusal.status, &body)
    }
}

/// JSON text in which `12.0` is printed as `12`.
pub(crate) fn to_json(value: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut text = Vec::new();
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut text, WholeNumbers))?;
    Ok(text)
}

struct WholeNumbers;

/// Largest magnitude below which every whole `f64` is exactly an integer.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl serde_json::ser::Formatter for WholeNumbers {
    fn write_f64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        if value.fract() == 0.0 && value.abs() < EXACT {
            write!(writer, "{}", value as i64)
        } else {
            serde_json::ser::CompactFormatter.write_f64(writer, value)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_have_no_decimals_and_others_keep_every_digit() {
        let text = to_json(&json!([12.0, 0.0, -0.0, 7.75208788280992, 3, -4.0])).unwrap();
        assert_eq!(String::from_utf8(text).unwrap(), "[12,0,0,7.75208788280992,3,-4]");
    }
}
