//! What the mutations do to a session.

use async_graphql::Error;
use serde_json::{Value, json};

use super::Session;
use super::documents::links;
use super::edits::{Change, Kind, Slot, When};
use super::parameters::{DEFINITIONS, DEMAND_VARIABLES, LINK_VARIABLES, PARAMETERS};
use super::plants::Plants;
use crate::origin::graphql::refuse;
use crate::origin::market::world::{Commodity, DEMAND_TECHNOLOGIES, DemandTechnology, Link, MODEL_YEARS, Region};
use crate::origin::state::Facts;

fn invalid(message: impl Into<String>) -> Error {
    refuse("ValidationError", message)
}

/// One item of `tx`: which value, and its change; no change takes an earlier one back.
pub(super) struct Step {
    when: When,
    change: Option<Change>,
}

/// What values an update is about.
#[derive(Clone, Copy, PartialEq)]
enum Period {
    Year,
    Month,
    Once,
}

/// The items of `tx`; the schema has checked their types.
pub(super) fn steps(tx: &Value, native: bool) -> Result<Vec<Step>, Error> {
    let items = tx.as_array().map(Vec::as_slice).unwrap_or_default();
    items
        .iter()
        .filter(|item| !item.is_null())
        .map(|item| step(item, native))
        .collect()
}

fn step(item: &Value, native: bool) -> Result<Step, Error> {
    let number = |name: &str| item.get(name).and_then(Value::as_i64).unwrap_or_default();
    let transform = item.get("transform").filter(|transform| !transform.is_null());
    let change = transform.map(|transform| {
        let name = transform.get("type").and_then(Value::as_str);
        let kind = Kind::ALL.into_iter().find(|kind| Some(kind.name()) == name);
        let value = transform.get("value").and_then(Value::as_f64);
        match (kind, value) {
            (Some(kind), Some(value)) => Ok(Change {
                native,
                ..Change::new(kind, value)
            }),
            _ => Err(invalid("a transform needs a type and a number as its value")),
        }
    });
    Ok(Step {
        when: When {
            year: number("year"),
            month: number("month"),
        },
        change: change.transpose()?,
    })
}

fn check(when: When, period: Period, what: &str) -> Result<(), Error> {
    match period {
        Period::Once if when != When::default() => Err(invalid(format!(
            "{what} has one value for all years: leave year and month out"
        ))),
        Period::Once => Ok(()),
        _ if !MODEL_YEARS.contains(&when.year) => Err(invalid(format!(
            "{what} has values from {} to {}, not for year {}",
            MODEL_YEARS.start(),
            MODEL_YEARS.end(),
            when.year
        ))),
        Period::Month if !(1..=12).contains(&when.month) => Err(invalid(format!(
            "{what} has a value for each month: a month from 1 to 12 is needed"
        ))),
        Period::Year if when.month != 0 => Err(invalid(format!(
            "{what} has one value for each year: leave the month out"
        ))),
        _ => Ok(()),
    }
}

impl Session {
    fn set(&mut self, slot: Slot, step: &Step, what: &str) -> Result<(), Error> {
        if self.assumptions.original(slot, step.when).is_none() {
            return Err(invalid(format!("{what} has no value in {}", step.when.year)));
        }
        self.assumptions.edits.set(slot, step.when, step.change);
        Ok(())
    }

    fn note(&mut self, parameters: Value, tx: &Value) {
        self.history
            .push(json!({"updateParameters": parameters, "steps": tx, "reason": "User edit"}));
    }

    /// A parameter or a definition of plants.
    pub(super) fn update_plants(
        &mut self,
        plants: &Plants,
        endogenous: bool,
        name: &str,
        tx: &Value,
    ) -> Result<(), Error> {
        let definition = DEFINITIONS.iter().find(|definition| definition.name == name);
        let parameter = definition.or_else(|| PARAMETERS.iter().find(|parameter| parameter.name == name));
        let parameter = parameter
            .filter(|parameter| plants.exist(endogenous) && parameter.fits(plants.technology, endogenous))
            .ok_or_else(|| {
                invalid(format!(
                    "{} has no {name} in region {}",
                    plants.technology.name, plants.region.code
                ))
            })?;
        let period = match (definition, parameter.is_monthly()) {
            (Some(_), _) => Period::Once,
            (None, true) => Period::Month,
            (None, false) => Period::Year,
        };
        for step in steps(tx, false)? {
            check(step.when, period, name)?;
            self.set(plants.slot(endogenous, parameter.name), &step, name)?;
        }
        self.note(json!({"technology": plants.technology.name, "region": plants.region.code, "parameter": name, "endogenous": endogenous}), tx);
        Ok(())
    }

    /// The same change of several regions; amounts are shared out by the originals, so that together they are what was asked.
    fn share_out(&mut self, slots: &[Slot], step: &Step, what: &str) -> Result<(), Error> {
        let originals: Vec<Option<f64>> = slots
            .iter()
            .map(|slot| self.assumptions.original(*slot, step.when))
            .collect();
        let total: f64 = originals.iter().flatten().sum();
        let mut any = false;
        for (slot, original) in slots.iter().zip(originals) {
            let Some(original) = original else {
                continue;
            };
            any = true;
            let part = if total > 0.0 {
                original / total
            } else {
                1.0 / slots.len() as f64
            };
            let change = step.change.map(|change| match change.kind {
                Kind::Percentage => change,
                Kind::Delta | Kind::Absolute if slots.len() > 1 => Change {
                    value: change.value * part,
                    ..change
                },
                _ => change,
            });
            self.assumptions.edits.set(*slot, step.when, change);
        }
        if any {
            Ok(())
        } else {
            Err(invalid(format!("{what} has no value in {}", step.when.year)))
        }
    }

    /// A variable of the demand of regions. A percentage on `totalDemand` is one on `baseDemand` and on every technology too.
    pub(super) fn update_demand(
        &mut self,
        regions: &[&'static Region],
        name: &str,
        scale_target: bool,
        tx: &Value,
    ) -> Result<(), Error> {
        let (variable, _) = DEMAND_VARIABLES
            .into_iter()
            .find(|(known, _)| *known == name)
            .ok_or_else(|| {
                let names = DEMAND_VARIABLES.map(|(name, _)| name).join(", ");
                invalid(format!("no demand variable {name:?}: there are {names}"))
            })?;
        let slots = |variable| -> Vec<Slot> {
            regions
                .iter()
                .map(|region| Slot::Demand {
                    region: region.code,
                    variable,
                })
                .collect()
        };
        for step in steps(tx, false)? {
            check(step.when, Period::Year, name)?;
            let before: Vec<_> = slots(variable)
                .iter()
                .map(|slot| self.assumptions.edits.get(*slot, step.when))
                .collect();
            self.share_out(&slots(variable), &step, name)?;
            if variable == "totalDemand" {
                self.cascade(regions, &step, &before, scale_target)?;
            }
        }
        self.note(json!({"demand": name, "regions": codes(regions)}), tx);
        Ok(())
    }

    fn cascade(
        &mut self,
        regions: &[&'static Region],
        step: &Step,
        before: &[Option<Change>],
        scale_target: bool,
    ) -> Result<(), Error> {
        for (region, before) in regions.iter().zip(before) {
            let technologies = DEMAND_TECHNOLOGIES.iter().map(|known| Slot::DemandTechnology {
                region: region.code,
                technology: known.name,
            });
            let mut parts: Vec<Slot> = technologies.collect();
            parts.push(Slot::Demand {
                region: region.code,
                variable: "baseDemand",
            });
            if scale_target {
                parts.push(Slot::Demand {
                    region: region.code,
                    variable: "capacityMarketTarget",
                });
            }
            for slot in parts {
                let inherited = before.filter(|before| before.kind == Kind::Percentage);
                let is_inherited = inherited.is_some() && self.assumptions.edits.get(slot, step.when) == inherited;
                match step.change.filter(|change| change.kind == Kind::Percentage) {
                    Some(_) if self.assumptions.original(slot, step.when).is_none() => {}
                    Some(change) => self.assumptions.edits.set(slot, step.when, Some(change)),
                    // What an earlier percentage handed on goes with it; the user's own changes stay.
                    None if is_inherited => self.assumptions.edits.set(slot, step.when, None),
                    None => {}
                }
            }
        }
        Ok(())
    }

    pub(super) fn update_demand_technology(
        &mut self,
        regions: &[&'static Region],
        known: &'static DemandTechnology,
        tx: &Value,
    ) -> Result<(), Error> {
        let of = |region: &&'static Region| Slot::DemandTechnology {
            region: region.code,
            technology: known.name,
        };
        let slots: Vec<Slot> = regions.iter().map(of).collect();
        for step in steps(tx, false)? {
            check(step.when, Period::Year, known.name)?;
            self.share_out(&slots, &step, known.name)?;
        }
        self.note(json!({"demandTechnology": known.name, "regions": codes(regions)}), tx);
        Ok(())
    }

    pub(super) fn update_commodity(
        &mut self,
        commodity: &Commodity,
        regions: &[&'static Region],
        native: bool,
        tx: &Value,
    ) -> Result<(), Error> {
        for step in steps(tx, native)? {
            check(step.when, Period::Year, commodity.name)?;
            for region in regions {
                let slot = Slot::Commodity {
                    region: region.code,
                    commodity: commodity.name,
                };
                self.set(slot, &step, commodity.name)?;
            }
        }
        self.note(json!({"commodity": commodity.name, "regions": codes(regions)}), tx);
        Ok(())
    }

    pub(super) fn update_link(
        &mut self,
        (_, from, to): (&Link, &'static str, &'static str),
        name: &str,
        tx: &Value,
    ) -> Result<(), Error> {
        let (variable, _) = LINK_VARIABLES
            .into_iter()
            .find(|(known, _)| *known == name)
            .ok_or_else(|| {
                let names = LINK_VARIABLES.map(|(name, _)| name).join(", ");
                invalid(format!("no interconnector variable {name:?}: there are {names}"))
            })?;
        for step in steps(tx, false)? {
            check(step.when, Period::Year, name)?;
            self.set(Slot::Link { from, to, variable }, &step, name)?;
        }
        self.note(json!({"from": from, "to": to, "variable": name}), tx);
        Ok(())
    }
}

fn codes(regions: &[&Region]) -> Vec<&'static str> {
    regions.iter().map(|region| region.code).collect()
}

/// The direction of a link that has values of its own.
pub(super) fn direction(
    facts: &Facts,
    from: &str,
    to: &str,
) -> Result<(&'static Link, &'static str, &'static str), Error> {
    if let Some(found) = links(facts).find(|(_, one, other)| *one == from && *other == to) {
        return Ok(found);
    }
    let message = match links(facts).find(|(_, one, other)| *one == to && *other == from) {
        Some((_, one, other)) => format!("the interconnector between {from} and {to} is listed from {one} to {other}"),
        None => format!("no interconnector from {from:?} to {to:?}"),
    };
    Err(refuse("NotFound", message))
}
