//! Commodity prices, of one region or as the mean of several.

use async_graphql::Error;
use serde_json::{Value, json};

use super::assumptions::Assumptions;
use super::documents::{dated, described};
use super::edits::{Change, Kind, Slot, When};
use crate::origin::graphql::refuse;
use crate::origin::market::world::{self, COMMODITIES, Commodity, MODEL_YEARS, Region};

/// The regions of a commodity that are meant: the named ones, or all.
pub(super) fn regions(commodity: &'static Commodity, named: Option<&[String]>) -> Result<Vec<&'static Region>, Error> {
    let Some(named) = named else {
        return Ok(commodity.regions().collect());
    };
    let of = |code: &String| {
        let known = world::region(code).ok_or_else(|| refuse("NotFound", format!("no region {code:?}")))?;
        Ok(commodity.factor(known).map(|_| known))
    };
    let found: Result<Vec<_>, Error> = named.iter().map(of).collect();
    Ok(found?.into_iter().flatten().collect())
}

pub(super) fn find(name: &str) -> Result<&'static Commodity, Error> {
    world::commodity(name).ok_or_else(|| {
        let names: Vec<_> = COMMODITIES.iter().map(|commodity| commodity.name).collect();
        refuse(
            "NotFound",
            format!("no commodity {name:?}: there are {}", names.join(", ")),
        )
    })
}

/// The commodity with its mean prices over the regions, per MWh or in native units.
pub(super) fn document(
    assumptions: &Assumptions,
    commodity: &'static Commodity,
    regions: &[&Region],
    native: bool,
) -> Value {
    let prices: Vec<Value> = MODEL_YEARS
        .filter_map(|year| {
            let when = When::year(year);
            Some(dated(when, price(assumptions, commodity, regions, native, when)?))
        })
        .collect();
    let codes: Vec<_> = regions.iter().map(|region| region.code).collect();
    json!({"commodity": commodity.name, "regions": codes, "prices": prices})
}

fn price(
    assumptions: &Assumptions,
    commodity: &Commodity,
    regions: &[&Region],
    native: bool,
    when: When,
) -> Option<Value> {
    let slots = regions.iter().map(|region| Slot::Commodity {
        region: region.code,
        commodity: commodity.name,
    });
    let slots: Vec<Slot> = slots.collect();
    let mean = |of: &dyn Fn(Slot) -> Option<f64>| -> Option<f64> {
        let values: Option<Vec<f64>> = slots.iter().map(|slot| of(*slot)).collect();
        values
            .filter(|values| !values.is_empty())
            .map(|values| values.iter().sum::<f64>() / values.len() as f64)
    };
    let factor = if native { commodity.native } else { 1.0 };
    let original = mean(&|slot| assumptions.original(slot, when))? * factor;
    let value = mean(&|slot| assumptions.edited(slot, when))? * factor;
    let change_of = |slot: &Slot| assumptions.edits.get(*slot, when);
    let first = slots.first().and_then(change_of);
    // Regions with changes of their own have together what these make of the mean.
    let change = if slots.iter().all(|slot| change_of(slot) == first) {
        first.map(|change| change.in_units(native, commodity))
    } else {
        Some(Change::new(Kind::Absolute, value))
    };
    Some(described((original * 1e6).round() / 1e6, change, value, None))
}
