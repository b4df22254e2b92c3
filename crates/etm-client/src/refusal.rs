//! Answers about records of MyETM that say no in other ways than by their status.

use aurora_core::transport::Answer;
use aurora_core::{Error, ErrorKind, Result, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Reads an answer. Engines before June 2026 answer 200 with MyETM's errors in it, which is a failure all the same.
pub(crate) fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T> {
    check(answer)?;
    answer.json()
}

/// Fails when an answer holds a refusal. A body that is empty or no JSON holds none.
pub(crate) fn check(answer: &Answer) -> Result<()> {
    match serde_json::from_slice::<Value>(&answer.body) {
        Ok(Value::Object(members)) if is_refusal(&members) => Err(refused(answer)),
        Ok(_) => Ok(()),
        // Whoever wants a value says so when reading it.
        Err(_no_json) => Ok(()),
    }
}

/// An answer that is a success by its status and a refusal by its content.
pub(crate) fn refused(answer: &Answer) -> Error {
    let status = answer.status.as_u16();
    let error = answer.error(
        ErrorKind::of_status(answer.status),
        format!("the service answered {status}"),
    );
    if !answer.status.is_success() {
        return error;
    }
    let kind = kind(&error.messages().join("\n").to_lowercase());
    answer.error(kind, format!("the service answered {status}, and refuses all the same"))
}

fn is_refusal(members: &Map<String, Value>) -> bool {
    let is_record = members.get("id").is_some_and(|id| !id.is_null());
    match (members.get("errors"), members.get("error")) {
        _ if is_record => false,
        (Some(_), _) => true,
        (None, Some(error)) => !error.is_null(),
        (None, None) => is_field_errors(members),
    }
}

/// MyETM's own form: field → texts, and nothing else.
fn is_field_errors(members: &Map<String, Value>) -> bool {
    let is_texts = |value: &Value| {
        value
            .as_array()
            .is_some_and(|texts| !texts.is_empty() && texts.iter().all(Value::is_string))
    };
    !members.is_empty() && members.values().all(is_texts)
}

/// What the status would have said.
fn kind(messages: &str) -> ErrorKind {
    let table = [
        ("not found", ErrorKind::NotFound),
        ("does not belong to you", ErrorKind::Forbidden),
        ("invalid or expired token", ErrorKind::Unauthorized),
        ("failed to connect", ErrorKind::Service),
    ];
    let found = table.into_iter().find(|(part, _)| messages.contains(part));
    found.map_or(ErrorKind::InvalidRequest, |(_, kind)| kind)
}

/// Adds what is known about the engine's way of passing on MyETM's refusals.
pub(crate) fn explained(error: Error) -> Error {
    match error.status() {
        Some(StatusCode::INTERNAL_SERVER_ERROR) => error.with_advice(
            "the engine also answers so when the record is somebody else's; ask MyETM itself (myetm) for the reason",
        ),
        Some(StatusCode::UNPROCESSABLE_ENTITY) if error.messages().is_empty() => {
            error.with_advice("the engine hides MyETM's reasons; send the same to MyETM itself (myetm) to hear them")
        }
        _ => error,
    }
}

/// Whether the engine has no such route, as older ones do. A record that is not there is reported under `errors`.
pub(crate) fn is_missing_route(error: &Error) -> bool {
    let says_why = |body: &str| serde_json::from_str::<Value>(body).is_ok_and(|body| body.get("errors").is_some());
    error.status() == Some(StatusCode::NOT_FOUND) && !error.body().is_some_and(says_why)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn is_refused(body: Value) -> bool {
        is_refusal(body.as_object().unwrap())
    }

    #[test]
    fn a_refusal_is_known_in_each_of_its_forms() {
        for body in [
            json!({"errors": ["Saved scenario not found"], "scenario": null}),
            json!({"errors": {"title": ["is missing"]}}),
            json!({"errors": {"scenario_ids": {"99": ["does not exist"]}}}),
            json!({"errors": null}),
            json!({"errors": "errors"}),
            json!({"error": "Failed to delete scenario"}),
            json!({"title": ["is missing"], "scenario_ids": ["must be filled"]}),
            json!({"id": null, "errors": []}),
        ] {
            assert!(is_refused(body.clone()), "{body}");
        }
    }

    #[test]
    fn a_record_and_a_list_are_none() {
        for body in [
            json!({"id": 1, "title": "x", "errors": null}),
            json!({"data": [], "links": {}}),
            json!({"collections": [], "data": null, "links": {}}),
            json!({"versions": [{"tag": "latest"}]}),
            json!({"message": "Scenario deleted successfully"}),
            json!({"sub": "123", "error": null}),
            json!({}),
        ] {
            assert!(!is_refused(body.clone()), "{body}");
        }
    }

    #[test]
    fn the_words_stand_in_for_the_status() {
        for (words, expected) in [
            ("saved scenario not found", ErrorKind::NotFound),
            ("scenario does not belong to you", ErrorKind::Forbidden),
            ("invalid or expired token", ErrorKind::Unauthorized),
            ("failed to connect to myetm", ErrorKind::Service),
            ("title: is missing", ErrorKind::InvalidRequest),
            ("", ErrorKind::InvalidRequest),
        ] {
            assert_eq!(kind(words), expected, "{words}");
        }
    }

    #[test]
    fn only_a_404_without_a_reason_is_a_missing_route() {
        let error = |status: u16, body: &str| {
            let status = StatusCode::from_u16(status).unwrap();
            Error::new(ErrorKind::of_status(status), "x")
                .with_status(status)
                .with_body(body)
        };
        assert!(is_missing_route(&error(404, "<!DOCTYPE html>")));
        assert!(is_missing_route(&error(404, r#"{"status":404,"error":"Not Found"}"#)));
        assert!(is_missing_route(&error(404, "")));
        assert!(!is_missing_route(&error(404, r#"{"errors":["Not found"]}"#)));
        assert!(!is_missing_route(&error(500, "")));
    }
}
