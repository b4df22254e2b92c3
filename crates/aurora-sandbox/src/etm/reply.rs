//! The shapes of answers: JSON whose floats keep their decimal point, and every kind of error body.

use serde::Serialize;
use serde_json::{Value, json};

use crate::etm::call::Call;
use crate::etm::settings::EtmDialect;
use crate::reply::Reply;

/// What a handler gives back; a refusal is an answer too.
pub(crate) type Answer = Result<Reply, Reply>;

const JSON: &str = "application/json; charset=utf-8";

/// A JSON answer.
pub(crate) fn json_reply(status: u16, value: &impl Serialize) -> Reply {
    match serde_json::to_vec(value) {
        Ok(body) => Reply::new(status, JSON, body),
        Err(error) => Reply::new(
            500,
            "text/plain",
            format!("the sandbox cannot print its answer: {error}"),
        ),
    }
}

/// 200 with JSON.
pub(crate) fn ok(value: &impl Serialize) -> Answer {
    Ok(json_reply(200, value))
}

/// A status without a body.
pub(crate) fn empty(status: u16) -> Answer {
    Ok(Reply::new(status, "text/html", ""))
}

/// `{"errors": [text]}`.
pub(crate) fn refuse(status: u16, text: impl Into<String>) -> Reply {
    refuse_all(status, &[text.into()])
}

/// `{"errors": [text, …]}`.
pub(crate) fn refuse_all(status: u16, texts: &[String]) -> Reply {
    errors(status, &json!(texts))
}

/// `{"errors": {field: [text]}}`.
pub(crate) fn refuse_field(status: u16, field: &str, text: impl Into<String>) -> Reply {
    errors(status, &json!({field: [text.into()]}))
}

/// `{"errors": …}`, whatever is in it.
pub(crate) fn errors(status: u16, errors: &Value) -> Reply {
    json_reply(status, &json!({ "errors": errors }))
}

/// 422 `{"errors": [text], "error_keys": [key]}` of a refused file.
pub(crate) fn errors_with_keys(faults: &[(&str, &str)]) -> Reply {
    let (keys, texts): (Vec<&str>, Vec<&str>) = faults.iter().copied().unzip();
    json_reply(422, &json!({"errors": texts, "error_keys": keys}))
}

/// 404 for what must not be known to exist.
pub(crate) fn not_found() -> Reply {
    refuse(404, "Not found")
}

/// 400 for a parameter that has to be there.
pub(crate) fn missing_parameter(dialect: EtmDialect, name: &str) -> Reply {
    let text = match dialect {
        EtmDialect::Stable202501 => "param is missing or the value is empty",
        EtmDialect::Latest => "param is missing or the value is empty or invalid",
    };
    refuse(400, format!("{text}: {name}"))
}

/// What the web framework says itself: JSON for those who accept it, a page for all others.
pub(crate) fn framework(call: &Call, status: u16) -> Reply {
    framework_for(call.wants_json(), status)
}

/// Likewise, before there is a call.
pub(crate) fn framework_for(wants_json: bool, status: u16) -> Reply {
    let reason = http::StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .unwrap_or("Error");
    if wants_json {
        return json_reply(status, &json!({"status": status, "error": reason}));
    }
    let page = format!(
        "<!DOCTYPE html>\n<html>\n<head><title>{reason} ({status})</title></head>\n<body><h1>{reason}</h1></body>\n</html>\n"
    );
    Reply::new(status, "text/html; charset=UTF-8", page)
}
