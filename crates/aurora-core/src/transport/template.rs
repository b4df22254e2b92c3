//! Checks that the path about to be sent is the path that the operation means.
//!
//! URLs are normalised while they are put together: an id of `..` silently turns `DELETE /things/..` into `DELETE /`.
//! Comparing the result with the operation's template catches that, whatever the id was.

use percent_encoding::percent_decode_str;

use crate::operation::{Location, Operation};
use crate::{Error, ErrorKind, Result};

/// Compares a path (percent-encoded, as it will be sent) with the template of the operation.
pub(crate) fn check(operation: &Operation, path: &str) -> Result<()> {
    let refuse = |why: String| Error::new(ErrorKind::InvalidRequest, why).with_operation(operation.id);
    let template: Vec<&str> = operation.wire_path().split('/').collect();
    let mut actual: Vec<&str> = path.split('/').collect();
    let differs = || {
        let template = operation.wire_path();
        refuse(format!(
            "a path parameter is empty, is '.' or '..', or holds a separator: the request would not go to {template}"
        ))
    };
    let long = template.iter().position(|wanted| takes_several(operation, wanted));
    if let Some(position) = long {
        // One segment of the template stands for all those that are too many.
        let count = (actual.len() + 1)
            .checked_sub(template.len())
            .filter(|count| *count > 0);
        let end = position + count.ok_or_else(differs)?;
        let joined = actual[position..end].join("/");
        several(template[position], &joined).map_err(refuse)?;
        actual.splice(position..end, [template[position]]);
    }
    if template.len() != actual.len() {
        return Err(differs());
    }
    for (position, (wanted, found)) in template.into_iter().zip(actual).enumerate() {
        if Some(position) != long {
            segment(wanted, found).map_err(refuse)?;
        }
    }
    Ok(())
}

/// Whether a segment of the template has a parameter that may stand for several segments.
fn takes_several(operation: &Operation, wanted: &str) -> bool {
    let is_in = |name: &str| wanted.contains(&format!("{{{name}}}"));
    operation
        .parameters
        .iter()
        .any(|parameter| parameter.multi_segment && parameter.location == Location::Path && is_in(parameter.name))
}

/// Checks the segments that one segment of the template stands for.
fn several(wanted: &str, found: &str) -> std::result::Result<(), String> {
    let (names, value) = value_in(wanted, found)?;
    for part in value.split('/') {
        value_is_safe(part).map_err(|why| format!("a part of the path parameter {names} {why}"))?;
    }
    Ok(())
}

fn segment(wanted: &str, found: &str) -> std::result::Result<(), String> {
    if !wanted.contains('{') {
        return if wanted == found {
            Ok(())
        } else {
            Err(format!("the path differs from its template at {wanted:?}"))
        };
    }
    let (names, value) = value_in(wanted, found)?;
    value_is_safe(value).map_err(|why| format!("the path parameter {names} {why}"))
}

/// The names of the placeholders in a segment of the template, and what stands for all of them together.
fn value_in<'v>(wanted: &str, found: &'v str) -> std::result::Result<(String, &'v str), String> {
    let differs = || format!("the path differs from its template at {wanted:?}");
    let (open, close) = wanted.find('{').zip(wanted.rfind('}')).ok_or_else(differs)?;
    let (before, after) = (&wanted[..open], &wanted[close + 1..]);
    let value = found
        .strip_prefix(before)
        .and_then(|rest| rest.strip_suffix(after))
        .ok_or_else(differs)?;
    Ok((wanted[open + 1..close].replace("}{", " and "), value))
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
    use crate::operation::{Parameter, TimeClass};

    const LONG: Parameter = Parameter {
        name: "url",
        location: Location::Path,
        required: true,
        description: "",
        multi_segment: true,
    };
    const NAME: Parameter = Parameter {
        name: "name",
        multi_segment: false,
        ..LONG
    };

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
            status: None,
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

    fn long(path: &'static str) -> Operation {
        Operation {
            parameters: &[LONG, NAME],
            ..operation(path)
        }
    }

    #[test]
    fn a_part_of_a_path_may_have_slashes_where_the_operation_says_so() {
        let table = [
            ("/m/{url}", "/m/a/b/c.json"),
            ("/m/{url}", "/m/one"),
            ("/m/{url}", "/m/a%20b/c%23d/e=1;f"),
            ("/m/{url}/end", "/m/a/b/end"),
            ("/m/{url}#of_this", "/m/a/b"),
            ("/m/{url}{name}", "/m/download/de_2030.csv"),
            ("/m/{url}{name}", "/m/download/a%2Fb.csv"),
            ("/m/x{url}.csv/{name}", "/m/xa/b.csv/n"),
        ];
        for (template, path) in table {
            assert_eq!(
                check(&long(template), path).map_err(|error| error.to_string()),
                Ok(()),
                "{path}"
            );
        }
    }

    #[test]
    fn a_part_of_a_path_stays_in_its_place() {
        let table = [
            ("/m/{url}", "/m/"),
            ("/m/{url}", "/m"),
            ("/m/{url}", "/m//host/x"),
            ("/m/{url}", "/m/a//b"),
            ("/m/{url}", "/m/a/"),
            ("/m/{url}", "/m/a/./b"),
            ("/m/{url}", "/m/../b"),
            ("/m/{url}", "/m/a/%2e%2E/b"),
            ("/m/{url}", "/m/a/%252e%252e/b"),
            ("/m/{url}", "/m/a%2F..%2Fb"),
            ("/m/{url}", "/m/a%5C..%5Cb"),
            ("/m/{url}", "/m/a%0Ab/c"),
            ("/m/{url}", "/n/a/b"),
            ("/m/{url}/end", "/m/a/b"),
            ("/m/{url}/end", "/m/end"),
            ("/m/{url}{name}", "/m/a/../b"),
            // Without a parameter that allows it, a slash is one too many.
            ("/m/{name}", "/m/a/b"),
        ];
        for (template, path) in table {
            let error = check(&long(template), path).expect_err(path);
            assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{path}");
        }
        let error = check(&long("/m/{url}{name}"), "/m/secret//x").unwrap_err();
        assert_eq!(
            error.to_string(),
            "op: a part of the path parameter url and name is empty"
        );
    }
}
