//! Answers whose shape nobody knows.

use aurora_core::transport::Answer;
use serde_json::Value;

use crate::types::Acknowledgement;

/// Whatever came: JSON as it is, other text as a text, nothing as null.
pub(crate) fn acknowledgement(answer: &Answer) -> Acknowledgement {
    Acknowledgement(any_value(&answer.body))
}

fn any_value(body: &[u8]) -> Value {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Value::Null;
    }
    serde_json::from_slice(body).unwrap_or_else(|_not_json| String::from_utf8_lossy(body).into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn anything_is_an_answer() {
        let rows = [
            (&b""[..], Value::Null),
            (b" \n", Value::Null),
            (b"{\"id\":1}", json!({"id": 1})),
            (b"OK", json!("OK")),
            (b"\xff", json!("\u{fffd}")),
        ];
        for (body, value) in rows {
            assert_eq!(any_value(body), value);
        }
    }
}
