//! Request bodies and answers.

use yaml_serde::Value;

use super::Lint;
use crate::Pointer;
use crate::model::{Kind, Node};
use crate::operations::{self, Operation, is_json, is_success};
use crate::spec::{entries, flag, shown, text};

pub(super) fn check(lint: &mut Lint<'_>) {
    for operation in lint.operations.clone() {
        let Some(value) = lint.spec.at(&operation.place) else {
            continue;
        };
        statuses(lint, &operation, value);
        if operation.hand_written.is_none() {
            request(lint, &operation, value);
            successes(lint, &operation, value);
        }
    }
    for node in lint.written(Kind::MediaType) {
        media_type(lint, &node);
    }
}

fn statuses(lint: &mut Lint<'_>, operation: &Operation, value: &Value) {
    let place = operation.place.child("responses");
    let keys = value
        .get("responses")
        .and_then(Value::as_mapping)
        .into_iter()
        .flat_map(|responses| responses.keys());
    for key in keys {
        let status = shown(key);
        let place = place.child(&status);
        if status == "default" {
            let message = "`default` counts as success and as error; list \"4XX\" and \"5XX\" instead";
            lint.report("default-answer", &place, message);
        } else if !key.is_string() || !is_status(&status) {
            lint.report(
                "status-key",
                &place,
                format!("write the status as \"{status}\" in quotes: \"200\", \"4XX\""),
            );
        }
    }
}

fn is_status(status: &str) -> bool {
    let digits = status.as_bytes();
    digits.len() == 3
        && (b'1'..=b'5').contains(&digits[0])
        && (&digits[1..] == b"XX" || digits[1..].iter().all(u8::is_ascii_digit))
}

fn request(lint: &mut Lint<'_>, operation: &Operation, value: &Value) {
    let Some((body, _)) = operations::request_body(lint.spec, &operation.place, value) else {
        return;
    };
    let place = operation.place.child("requestBody");
    if !flag(body, "required") {
        lint.report(
            "request-content",
            &place,
            "a request body is always sent; say `required: true`",
        );
    }
    let content: Vec<_> = entries(body.get("content")).collect();
    let [(content_type, media_type)] = content.as_slice() else {
        let message = "one content type can be generated; keep one, or say `x-hand-written` and why";
        return lint.report("request-content", &place, message);
    };
    let schema = media_type
        .get("schema")
        .and_then(|schema| lint.spec.resolve(schema, &place));
    let is_plain = |format| {
        schema
            .as_ref()
            .is_some_and(|(schema, _)| is_plain_string(schema, format))
    };
    let problem = match content_type.split(';').next().unwrap_or_default() {
        "application/json" | "application/x-www-form-urlencoded" => return,
        "application/octet-stream" if is_plain(Some("binary")) => return,
        "application/octet-stream" => "needs a schema of `type: string, format: binary` and nothing more",
        "text/plain" if is_plain(None) => return,
        "text/plain" => "needs a schema of `type: string` and nothing more",
        _ => "cannot be generated; say `x-hand-written` and why",
    };
    lint.report("request-content", &place, format!("a body of {content_type} {problem}"));
}

/// The only schema that the generator takes for a body that is no JSON.
fn is_plain_string(schema: &Value, format: Option<&str>) -> bool {
    let has_limits = ["pattern", "enum", "minLength", "maxLength", "default"]
        .iter()
        .any(|key| schema.get(key).is_some());
    text(schema, "type") == Some("string")
        && text(schema, "format") == format
        && !has_limits
        && !flag(schema, "nullable")
}

/// The reducer folds all success answers into one; that loses nothing only if they agree.
fn successes(lint: &mut Lint<'_>, operation: &Operation, value: &Value) {
    let place = operation.place.child("responses");
    // What each success answer holds: nothing, or JSON of a schema.
    let mut bodies: Vec<(Option<&Value>, Pointer)> = Vec::new();
    let mut is_declared = false;
    for (status, response, _) in operations::responses(lint.spec, &operation.place, value) {
        if !is_success(&status) {
            continue;
        }
        is_declared = true;
        let place = place.child(&status);
        let content: Vec<_> = entries(response.get("content")).collect();
        match content.iter().find(|(content_type, _)| is_json(content_type)) {
            Some((_, media_type)) if media_type.get("schema").is_some() => {
                bodies.push((media_type.get("schema"), place))
            }
            Some(_) => {} // `media-schema` reports it
            None if content.is_empty() => bodies.push((None, place)),
            None => {
                let message =
                    "an answer without JSON arrives as bytes that nothing limits; say `x-hand-written` and why";
                lint.report("success-answer", &place, message);
            }
        }
    }
    if !is_declared {
        let message = "no success answer is declared; add \"200\", or say `x-hand-written` and why";
        lint.report("success-answer", &operation.place, message);
    }
    for pair in bodies.windows(2) {
        if pair[0].0 != pair[1].0 {
            let message = "the success answers differ in schema; give them one, or say `x-hand-written` and why";
            lint.report("success-answer", &pair[1].1, message);
        }
    }
}

fn media_type(lint: &mut Lint<'_>, node: &Node<'_>) {
    if lint.is_hand_written(&node.place) {
        return;
    }
    let content_type = super::last(&node.place).to_owned();
    let is_form = content_type == "application/x-www-form-urlencoded";
    if (is_json(&content_type) || is_form) && node.value.get("schema").is_none() {
        let message = format!("{content_type} without a schema; write `schema: {{}}` if the shape is unknown");
        lint.report("media-schema", &node.place, message);
    }
    if node.value.get("encoding").is_some() {
        lint.report(
            "media-encoding",
            &node.place,
            "`encoding` cannot be generated; remove it, or say `x-hand-written` and why",
        );
    }
}
