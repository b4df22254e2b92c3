//! Demand by region, or of several regions in one document.

use serde_json::{Map, Value, json};

use super::assumptions::Assumptions;
use super::documents::described;
use super::edits::{Change, Kind, Slot, When};
use super::parameters::DEMAND_VARIABLES;
use super::trends::peak;
use crate::origin::market::world::{DEMAND_TECHNOLOGIES, DemandTechnology, MODEL_YEARS, Region};

/// The value of several slots as one: originals are added up; `None` where none has a value.
///
/// A change that all share stays what it is (amounts are added up); otherwise what the changes make together is shown as an
/// absolute value.
pub(super) fn sum(assumptions: &Assumptions, slots: &[Slot], when: When) -> Option<(f64, Option<Change>, f64)> {
    let mut originals = 0.0;
    let mut value = 0.0;
    let mut changes = Vec::new();
    for slot in slots {
        let Some(original) = assumptions.original(*slot, when) else {
            continue;
        };
        originals += original;
        value += assumptions.edited(*slot, when).unwrap_or(original);
        changes.push(assumptions.edits.get(*slot, when));
    }
    let first = *changes.first()?;
    let total = |kind| {
        let amount: f64 = changes.iter().flatten().map(|change| change.value).sum();
        Change::new(kind, (amount * 1e9).round() / 1e9)
    };
    let change = match first {
        None if changes.iter().all(Option::is_none) => None,
        Some(change) if changes.iter().all(|other| *other == first) && change.kind == Kind::Percentage => Some(change),
        Some(change)
            if change.kind != Kind::Percentage
                && changes
                    .iter()
                    .all(|other| other.is_some_and(|other| other.kind == change.kind)) =>
        {
            Some(total(change.kind))
        }
        _ => Some(Change::new(Kind::Absolute, value)),
    };
    Some((originals, change, value))
}

fn item(assumptions: &Assumptions, slots: &[Slot], when: When) -> Value {
    match sum(assumptions, slots, when) {
        Some((original, change, value)) => described(original, change, value, None),
        None => Value::Null,
    }
}

fn codes(regions: &[&Region]) -> String {
    regions.iter().map(|region| region.code).collect::<Vec<_>>().join(",")
}

/// One demand document for all of these regions together.
pub(super) fn document(assumptions: &Assumptions, regions: &[&'static Region]) -> Value {
    let variables: Vec<Value> = MODEL_YEARS
        .map(|year| {
            let mut members = Map::from_iter([("year".to_owned(), json!(year))]);
            for (variable, _) in DEMAND_VARIABLES {
                let slots: Vec<_> = regions
                    .iter()
                    .map(|region| Slot::Demand {
                        region: region.code,
                        variable,
                    })
                    .collect();
                members.insert(variable.to_owned(), item(assumptions, &slots, When::year(year)));
            }
            Value::Object(members)
        })
        .collect();
    let first: f64 = regions
        .iter()
        .flat_map(|region| assumptions.demand(region, *MODEL_YEARS.start()))
        .sum();
    let technologies: Vec<Value> = DEMAND_TECHNOLOGIES
        .iter()
        .map(|known| technology(assumptions, regions, known))
        .collect();
    json!({
        "region": codes(regions),
        "peakLoadDemand": peak(first),
        "variables": variables,
        "technologies": technologies,
    })
}

/// One demand technology of these regions together.
pub(super) fn technology(
    assumptions: &Assumptions,
    regions: &[&'static Region],
    known: &'static DemandTechnology,
) -> Value {
    let slots: Vec<_> = regions
        .iter()
        .map(|region| Slot::DemandTechnology {
            region: region.code,
            technology: known.name,
        })
        .collect();
    let variables: Vec<Value> = MODEL_YEARS
        .map(|year| json!({"year": year, "totalDemand": item(assumptions, &slots, When::year(year))}))
        .collect();
    json!({
        "region": {"original": codes(regions)},
        "technology": {"original": known.title},
        "originTechnology": {"original": known.name},
        "variables": variables,
    })
}
