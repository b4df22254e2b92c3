//! What is read of a session, as JSON: the session itself, values, links.

use serde_json::{Map, Value, json};

use super::Session;
use super::assumptions::Assumptions;
use super::edits::{Change, Slot, When};
use super::parameters::{LINK_VARIABLES, Parameter};
use super::validation::{Limits, validate};
use crate::origin::market::world::{self, LINKS, Link, MODEL_YEARS, Region, input_regions};
use crate::origin::state::{Facts, OriginState};

/// A value, what was done to it, and what is to be said of that.
pub(super) fn described(original: f64, change: Option<Change>, value: f64, limits: Option<Limits>) -> Value {
    let (warnings, errors) = validate(change, original, value, limits);
    json!({
        "original": original,
        "validationWarnings": warnings,
        "validationErrors": errors,
        "transform": change.map(|change| json!({
            "type": change.kind.name(),
            "value": change.value,
            "cause": {"reason": "User edit"},
        })),
    })
}

/// The value of a slot; null where it has none.
pub(super) fn variable(assumptions: &Assumptions, slot: Slot, when: When, parameter: Option<&Parameter>) -> Value {
    let Some(original) = assumptions.original(slot, when) else {
        return Value::Null;
    };
    let change = assumptions.edits.get(slot, when);
    let value = assumptions.edited(slot, when).unwrap_or(original);
    described(
        original,
        change,
        value,
        parameter.map(|parameter| (parameter.usual, parameter.hard)),
    )
}

/// Adds the year, and the month where there is one.
pub(super) fn dated(when: When, mut value: Value) -> Value {
    if let Value::Object(members) = &mut value {
        members.insert("year".to_owned(), json!(when.year));
        if when.month != 0 {
            members.insert("month".to_owned(), json!(when.month));
        }
    }
    value
}

/// The session's own description.
pub(super) fn session(state: &OriginState, facts: &Facts, session: &Session) -> Value {
    let main = facts.group.own.first().and_then(|code| world::region(code));
    let enabled = enabled(facts, main);
    let default = facts.currencies.first();
    let data_group = |reference: &str, region: Option<&str>| {
        json!({
            "reference": reference,
            "referenceType": "Scenario",
            "productRegion": region,
            "loading": state.readiness.is_loading(&facts.id),
            "loadingRequest": {},
        })
    };
    let reference = facts.base.as_ref().unwrap_or(&facts.root);
    let code = main.map(|main| main.code);
    json!({
        "meta": {"sessionId": facts.id, "tenant": facts.tenant.as_deref().unwrap_or("auroraer.com")},
        "dataGroups": {
            "default": data_group(reference, code),
            "commodities": data_group(session.commodities.as_ref().unwrap_or(reference), None),
        },
        "currencyInformation": default.map(|code| currency(code)),
        "defaultCurrency": default,
        "productRegionInformation": {"code": code, "enabledRegions": enabled},
        "dataGroupEligibility": {
            "commodities": true,
            "demand": true,
            "interconnectors": if links(facts).next().is_some() { json!(true) } else { json!("this scenario has no interconnectors") },
        },
        "modelMaxYear": MODEL_YEARS.end(),
        "modelMinYear": MODEL_YEARS.start(),
        "transforms": session.history,
    })
}

fn enabled(facts: &Facts, main: Option<&Region>) -> Vec<Value> {
    let own = |region: &Region| {
        facts
            .group
            .own
            .iter()
            .any(|code| world::region(code).is_some_and(|own| own.code == region.code))
    };
    input_regions(facts.group)
        .into_iter()
        .map(|region| {
            json!({
                "code": region.code,
                "isFocusRegion": own(region),
                "isEndogenous": own(region) && !facts.exogenous,
                "isMainRegion": main.is_some_and(|main| main.code == region.code),
                "hasCapacityMarket": region.capacity_market,
            })
        })
        .collect()
}

fn currency(code: &str) -> Value {
    let (base, year) = code.split_at_checked(3).unwrap_or((code, ""));
    json!({
        "name": format!("{} {year}", base.to_uppercase()),
        "currencyCode": code,
        "year": year.parse::<i64>().ok(),
        "currencyBaseCode": base,
        "inflationFactor": 1.0,
        "useExchangeRate": 0,
    })
}

/// The links between the session's regions, one entry for each direction that has values: `(link, from, to)`.
pub(super) fn links(facts: &Facts) -> impl Iterator<Item = (&'static Link, &'static str, &'static str)> {
    let regions = input_regions(facts.group);
    let inside = move |code: &str| regions.iter().any(|region| region.code == code);
    LINKS
        .iter()
        .filter(move |link| link.ends.iter().all(|code| inside(code)))
        .flat_map(|link| {
            let [one, other] = link.ends;
            let back = link.back.map(|_| (link, other, one));
            std::iter::once((link, one, other)).chain(back)
        })
}

/// One direction of a link.
pub(super) fn interconnector(
    assumptions: &Assumptions,
    (link, from, to): (&Link, &'static str, &'static str),
) -> Value {
    let variables: Vec<Value> = MODEL_YEARS
        .map(|year| {
            let mut item = Map::from_iter([("year".to_owned(), json!(year))]);
            for (name, _) in LINK_VARIABLES {
                let slot = Slot::Link {
                    from,
                    to,
                    variable: name,
                };
                item.insert(name.to_owned(), variable(assumptions, slot, When::year(year), None));
            }
            Value::Object(item)
        })
        .collect();
    json!({
        "ends": link.ends,
        "from": from,
        "to": to,
        "asymmetric": {"original": link.back.is_some()},
        "variables": variables,
    })
}
