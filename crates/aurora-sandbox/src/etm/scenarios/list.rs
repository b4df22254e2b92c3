//! The caller's own scenarios, page by page.

use serde::Serialize;
use serde_json::Value;

use crate::etm::call::Call;
use crate::etm::caller::{Ability, may};
use crate::etm::params::leading_integer;
use crate::etm::reply::{Answer, ok, refuse};
use crate::etm::scenarios::view;
use crate::etm::state::{EtmState, Scenario};

/// In the order of the wire.
#[derive(Serialize)]
struct Page {
    links: Links,
    meta: Meta,
    data: Vec<Value>,
}

#[derive(Serialize)]
struct Links {
    first: String,
    prev: Option<String>,
    next: Option<String>,
    last: String,
}

#[derive(Serialize)]
struct Meta {
    limit: usize,
    count: usize,
    total: usize,
    current_page: usize,
    total_pages: usize,
}

const USUAL_LIMIT: usize = 25;
const LARGEST_LIMIT: i64 = 100;

pub(crate) fn list(state: &mut EtmState, call: &Call) -> Answer {
    let caller = state.caller(call)?;
    if caller.is_guest() {
        return Err(refuse(403, "You must be authenticated to access this resource"));
    }
    let mut own: Vec<&Scenario> = state
        .engine
        .scenarios
        .values()
        .filter(|scenario| scenario.role_of(caller.user).is_some() && may(&caller, scenario, Ability::Read))
        .collect();
    own.sort_by_key(|scenario| std::cmp::Reverse((scenario.created_at.as_second(), scenario.id)));
    let limit = limit_of(call);
    let page = page_of(call);
    let from = own.len().min((page - 1).saturating_mul(limit));
    let data: Vec<Value> = own[from..]
        .iter()
        .take(limit)
        .map(|scenario| view::json(scenario, call))
        .collect();
    let total_pages = own.len().div_ceil(limit);
    let url = |page: usize| format!("{}/api/v3/scenarios?limit={limit}&page={page}", call.base());
    let within = page <= total_pages;
    ok(&Page {
        links: Links {
            first: url(1),
            prev: (within && page > 1).then(|| url(page - 1)),
            next: (page < total_pages).then(|| url(page + 1)),
            last: url(total_pages),
        },
        meta: Meta {
            limit,
            count: data.len(),
            total: own.len(),
            current_page: page,
            total_pages,
        },
        data,
    })
}

/// What stands there blank counts as not given, and what does not begin with a number as 0.
fn number_of(call: &Call, name: &str) -> Option<i64> {
    let text = call.text(name).filter(|text| !text.trim().is_empty())?;
    Some(leading_integer(&text))
}

fn limit_of(call: &Call) -> usize {
    let limit = number_of(call, "limit").map(|limit| limit.clamp(1, LARGEST_LIMIT));
    limit
        .and_then(|limit| usize::try_from(limit).ok())
        .unwrap_or(USUAL_LIMIT)
}

fn page_of(call: &Call) -> usize {
    let page = number_of(call, "page").and_then(|page| usize::try_from(page).ok());
    page.unwrap_or_default().max(1)
}
