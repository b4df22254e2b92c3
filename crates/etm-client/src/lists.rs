//! Lists of MyETM's records, in each form that they may have.

use aurora_core::page::Page;
use aurora_core::raw::RawRequest;
use aurora_core::transport::Answer;
use aurora_core::{ErrorKind, Result};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::check::invalid;
use crate::refusal;

/// Refuses what is no page.
pub(crate) fn check(number: u64, limit: u32) -> Result<()> {
    if number == 0 || limit == 0 {
        return Err(invalid(format!(
            "page is {number} and limit {limit}, but both have to be at least 1"
        )));
    }
    Ok(())
}

/// Asks for a page. The first one of a whole list needs no asking.
pub(crate) fn paged(request: RawRequest, number: u64, limit: Option<u32>) -> RawRequest {
    let request = match limit {
        Some(limit) => request.query("limit", limit),
        None if number == 1 => return request,
        None => request,
    };
    request.query("page", i64::try_from(number).unwrap_or(i64::MAX))
}

/// Reads the page of this number: a bare list, or one in an object under one of `names`. Only an object that names a next
/// page has one.
pub(crate) fn page<T: DeserializeOwned>(answer: &Answer, names: &[&str], number: u64) -> Result<Page<T>> {
    refusal::check(answer)?;
    let body: Value = answer.json()?;
    let next = has_next(&body).then_some(number + 1);
    let items = items(body, names).ok_or_else(|| {
        let names = names.join(" or ");
        answer.error(
            ErrorKind::Decode,
            format!("the answer is no list, nor does it have one under {names}"),
        )
    })?;
    let items = serde_json::from_value(items).map_err(|error| {
        let message = format!("the answer does not fit its description: {error}");
        answer.error(ErrorKind::Decode, message)
    })?;
    Ok(Page::new(items, next))
}

/// Reads a list that comes whole. Should the service begin to send it in pages, that is an error and not a shorter list.
pub(crate) fn whole<T: DeserializeOwned>(answer: &Answer, names: &[&str]) -> Result<Vec<T>> {
    let page = page(answer, names, 1)?;
    if page.next.is_some() {
        let message = "the list goes on, on a page that there is no way to ask for";
        return Err(answer.error(ErrorKind::Service, message));
    }
    Ok(page.items)
}

fn items(body: Value, names: &[&str]) -> Option<Value> {
    match body {
        Value::Array(_) => Some(body),
        Value::Object(mut members) => {
            // Older engines send `"data": null` beside the list itself.
            names
                .iter()
                .find_map(|name| members.remove(*name).filter(Value::is_array))
        }
        _ => None,
    }
}

fn has_next(body: &Value) -> bool {
    let next = body.get("links").and_then(|links| links.get("next"));
    next.is_some_and(|next| !next.is_null())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_list_is_found_in_each_of_its_forms() {
        let names = ["collections", "data"];
        for body in [
            json!([1, 2]),
            json!({"collections": [1, 2]}),
            json!({"collections": [1, 2], "data": null, "links": {}}),
            json!({"data": [1, 2], "links": {"next": null}, "meta": {}}),
        ] {
            assert!(!has_next(&body), "{body}");
            assert_eq!(items(body.clone(), &names), Some(json!([1, 2])), "{body}");
        }
        for body in [json!({"data": null}), json!({}), json!(null), json!("x")] {
            assert_eq!(items(body.clone(), &names), None, "{body}");
        }
    }

    #[test]
    fn only_a_link_makes_a_next_page() {
        assert!(has_next(
            &json!({"data": [], "links": {"next": "https://example.com/?page=2"}})
        ));
        assert!(!has_next(&json!({"data": [1], "links": {}})));
    }
}
