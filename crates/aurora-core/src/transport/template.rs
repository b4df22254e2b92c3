//! Checks that the path about to be sent is the path that the operation means.
//!
//! URLs are normalised while they are put together: an id of `..` silently turns `DELETE /things/..` into `DELETE /`.
//! Comparing the result with the operation's template catches that, whatever the id was.

use percent_encoding::percent_decode_str;

use crate::operation::Operation;
use crate::{Error, ErrorKind, Result};

/// Compares a path (percent-encoded, as it will be sent) with the template of the operation.
pub(super) fn check(operation: &Operation, path: &str) -> Result<()> {
    let refuse = |why: String| Error::new(ErrorKind::InvalidRequest, why).with_operation(operation.id);
    let template: Vec<&str> = operation.wire_path().split('/').collect();
    let actual: Vec<&str> = path.split('/').collect();
    if template.len() != actual.len() {
        return Err(refuse(format!(
            "a path parameter is empty, is '.' or '..', or holds a separator: the request would not go to {}",
            operation.wire_path()
        )));
    }
    for (wanted, found) in template.into_iter().zip(actual) {
        segment(wanted, found).map_err(refuse)?;
    }
    Ok(())
}

fn segment(wanted: &str, found: &str) -> std::result::Result<(), String> {
    let parameter = wanted.find('{').zip(wanted.rfind('}'));
    let Some((open, close)) = parameter.filter(|(open, close)| open < close) else {
        return if wanted == found {
            Ok(())
        } else {
            Err(format!("the path differs from its template at {wanted:?}"))
        };
    };
    let name = &wanted[open + 1..close];
    let (before, after) = (&wanted[..open], &wanted[close + 1..]);
    let value = found
        .strip_prefix(before)
        .and_then(|rest| rest.strip_suffix(after))
        .ok_or_else(|| format!("the path differs from its template at {wanted:?}"))?;
    value_is_safe(value).map_err(|why| format!("the path parameter {name} {why}"))
}

/// What a single path parameter may not be. Decoded twice, because some gateways do.
pub(crate) fn value_is_safe(encoded: &str) -> std::result::Result<(), &'static str> {
    if encoded.is_empty() {
        return Err("is empty");
    }
    let mut value = encoded.to_owned();
    for _ in 0..2 {
        value = percent_decode_str(&value).decode_utf8_lossy().into_owned();
        if value.chars().any(char::is_control) {
            return Err("holds a control character");
        }
        if value.split(['/', '\\']).any(|part| part == "." || part == "..") {
            return Err("is '.' or '..', or climbs out of its place");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::TimeClass;

    fn operation(path: &'static str) -> Operation {
        Operation {
            id: "op",
            method: "GET",
            path,
            summary: "",
            tag: "",
            idempotent: true,
            time_class: TimeClass::Default,
            parameters: &[],
            request_content: &[],
            response_content: &[],
            hand_written: false,
        }
    }

    #[test]
    fn a_path_that_fits_is_accepted() {
        let table = [
            ("/v1/turbines", "/v1/turbines"),
            ("/v1/turbines/{id}/powerCurve", "/v1/turbines/29/powerCurve"),
            ("/v1/turbines/{id}", "/v1/turbines/EWT%202000%2F96"),
            ("/curves/{key}.csv", "/curves/a.b.csv"),
            ("/v1/graphql#getScenarios", "/v1/graphql"),
            ("/v2/loadfactor/{token}", "/v2/loadfactor/..hidden"),
        ];
        for (template, path) in table {
            assert!(check(&operation(template), path).is_ok(), "{path}");
        }
    }

    #[test]
    fn what_does_not_fit_is_refused_before_sending() {
        let table = [
            ("/v1/turbines/{id}", "/v1/turbines/"),
            ("/v1/turbines/{id}", "/v1/turbines"),
            ("/v1/turbines/{id}", "/v1/"),
            ("/v1/turbines/{id}", "/v1/turbines/1/2"),
            ("/v1/turbines/{id}", "/v1/valuations/1"),
            ("/v1/turbines/{id}/powerCurve", "/v1/turbines//powerCurve"),
            ("/v1/turbines/{id}", "/v1/turbines/a%00b"),
            ("/v1/turbines/{id}", "/v1/turbines/a%0Ab"),
            ("/v1/turbines/{id}", "/v1/turbines/..%2F..%2Fadmin"),
            ("/v1/turbines/{id}", "/v1/turbines/a%5C..%5Cb"),
            ("/v1/turbines/{id}", "/v1/turbines/%252e%252e"),
            ("/curves/{key}.csv", "/curves/.csv"),
        ];
        for (template, path) in table {
            let error = check(&operation(template), path).expect_err(path);
            assert_eq!(error.kind(), ErrorKind::InvalidRequest);
            assert_eq!(error.operation(), Some("op"));
        }
    }

    #[test]
    fn the_message_names_the_parameter_and_not_its_value() {
        let error = check(&operation("/v1/turbines/{id}"), "/v1/turbines/x%00secret").unwrap_err();
        assert_eq!(error.to_string(), "op: the path parameter id holds a control character");
    }
}
