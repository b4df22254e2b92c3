//! Technologies of a region: which there are, and what is known of their plants.

use async_graphql::Error;
use serde_json::{Map, Value, json};

use super::assumptions::Assumptions;
use super::documents::{dated, variable};
use super::edits::{Part, Slot, When};
use super::parameters::{DEFINITIONS, PARAMETERS, Parameter};
use super::trends::divisions;
use crate::origin::graphql::refuse;
use crate::origin::market::world::{self, MODEL_YEARS, Region, TECHNOLOGIES, Technology, input_regions};
use crate::origin::state::Facts;

/// A region of the session's inputs.
pub(super) fn region(facts: &Facts, code: &str) -> Result<&'static Region, Error> {
    let wanted = world::region(code).map(|region| region.code);
    let known = input_regions(facts.group);
    known
        .iter()
        .copied()
        .find(|region| Some(region.code) == wanted)
        .ok_or_else(|| {
            let codes: Vec<_> = known.iter().map(|region| region.code).collect();
            refuse(
                "NotFound",
                format!("no region {code:?}: this scenario has {}", codes.join(", ")),
            )
        })
}

/// Whether a model may build more of it.
fn is_buildable(technology: &Technology) -> bool {
    !["coal", "hydro"].contains(&technology.name)
}

fn stock(region: &Region, technology: &Technology) -> f64 {
    let of = TECHNOLOGIES
        .iter()
        .zip(region.fleet)
        .find(|(known, _)| known.name == technology.name);
    of.map_or(0.0, |(_, capacity)| capacity)
}

/// The technologies of a region: what stands there, and what may be built.
pub(super) fn technologies(region: &Region) -> impl Iterator<Item = &'static Technology> {
    TECHNOLOGIES.iter().filter(move |technology| {
        stock(region, technology) > 0.0 || (is_buildable(technology) && technology.name != "offshoreWind")
    })
}

fn names(of: &[(&str, f64)]) -> Vec<String> {
    of.iter().map(|(name, _)| (*name).to_owned()).collect()
}

/// `getTechnologyGroupings`.
pub(super) fn groupings(facts: &Facts) -> Value {
    let of = |region: &'static Region| {
        let entry = |technology: &'static Technology| {
            let [sub_regions, subsidies, vintages] = divisions(region.code, technology);
            let endogenous = names(
                vintages
                    .get(1..)
                    .filter(|_| is_buildable(technology))
                    .unwrap_or_default(),
            );
            let inner = |(name, _): &(&str, f64)| {
                let inner = json!({
                    "subsidies": names(subsidies),
                    "subTechnologiesExogenous": [],
                    "subTechnologiesEndogenous": [],
                });
                ((*name).to_owned(), inner)
            };
            let value = json!({
                "subTechnologiesExogenous": names(vintages),
                "subTechnologiesEndogenous": endogenous,
                "subRegions": sub_regions.iter().map(inner).collect::<Map<_, _>>(),
            });
            (technology.name.to_owned(), value)
        };
        (region.code.to_owned(), technologies(region).map(entry).collect())
    };
    Value::Object(input_regions(facts.group).into_iter().map(of).collect())
}

/// The plants that a request names.
#[derive(Clone, Copy)]
pub(super) struct Plants {
    pub(super) region: &'static Region,
    pub(super) technology: &'static Technology,
    pub(super) part: Part,
}

fn named(what: &str, name: Option<&str>, of: &'static [(&'static str, f64)]) -> Result<Option<&'static str>, Error> {
    let Some(name) = name else {
        return Ok(None);
    };
    match of.iter().find(|(known, _)| *known == name) {
        Some((known, _)) => Ok(Some(known)),
        None if of.is_empty() => Err(refuse(
            "NotFound",
            format!("this technology has no {what} in this region"),
        )),
        None => Err(refuse(
            "NotFound",
            format!("no {what} {name:?}: there are {}", names(of).join(", ")),
        )),
    }
}

impl Plants {
    pub(super) fn find(
        facts: &Facts,
        name: &str,
        code: &str,
        [sub_region, subsidy, sub_technology]: [Option<&str>; 3],
    ) -> Result<Plants, Error> {
        let region = region(facts, code)?;
        let technology = technologies(region)
            .find(|technology| technology.name == name)
            .ok_or_else(|| refuse("NotFound", format!("no technology {name:?} in region {}", region.code)))?;
        let [sub_regions, subsidies, vintages] = divisions(region.code, technology);
        let part = Part {
            sub_region: named("sub-region", sub_region, sub_regions)?,
            subsidy: named("subsidy", subsidy, subsidies)?,
            sub_technology: named("sub-technology", sub_technology, vintages)?,
        };
        Ok(Plants {
            region,
            technology,
            part,
        })
    }

    /// Whether there are any on this side: existing plants, or ones that may be built.
    pub(super) fn exist(&self, endogenous: bool) -> bool {
        if endogenous {
            is_buildable(self.technology)
        } else {
            stock(self.region, self.technology) > 0.0
        }
    }

    pub(super) fn slot(&self, endogenous: bool, parameter: &'static str) -> Slot {
        Slot::Plant {
            region: self.region.code,
            technology: self.technology.name,
            endogenous,
            part: self.part,
            parameter,
        }
    }

    /// `{parameters, definitions}` of one side; null where there are no such plants.
    pub(super) fn document(&self, assumptions: &Assumptions, endogenous: bool) -> Value {
        if !self.exist(endogenous) {
            return Value::Null;
        }
        let of = |parameter: &&Parameter| parameter.fits(self.technology, endogenous);
        let series = |parameter: &Parameter| {
            let slot = self.slot(endogenous, parameter.name);
            let months = if parameter.is_monthly() { 1..=12 } else { 0..=0 };
            let whens = MODEL_YEARS.flat_map(|year| months.clone().map(move |month| When { year, month }));
            let values: Vec<Value> = whens
                .map(|when| dated(when, variable(assumptions, slot, when, Some(parameter))))
                .collect();
            (parameter.name.to_owned(), Value::Array(values))
        };
        let definition = |parameter: &Parameter| {
            let slot = self.slot(endogenous, parameter.name);
            (
                parameter.name.to_owned(),
                variable(assumptions, slot, When::default(), Some(parameter)),
            )
        };
        let parameters: Map<_, _> = PARAMETERS.iter().filter(of).map(series).collect();
        let definitions: Map<_, _> = DEFINITIONS.iter().filter(of).map(definition).collect();
        json!({"parameters": parameters, "definitions": definitions})
    }

    /// `getTechnology` but for its two sides.
    pub(super) fn description(&self) -> Value {
        json!({
            "name": self.technology.name,
            "region": self.region.code,
            "isRenewable": self.technology.renewable,
            "technologyGrouping": self.technology.grouping,
        })
    }
}
