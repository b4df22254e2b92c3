//! The selections that only the inputs configuration knows: which parameters and variables there are.
//!
//! GraphQL cannot ask for "every field", so the documents that read or change technologies, demand and interconnectors have
//! places that are filled at run time, written as spreads: `...ExogenousParameters`.

use std::collections::BTreeSet;

use aurora_core::{Error, ErrorKind, Result};

use super::document::{self, Piece};
use crate::types::{InputsConfig, TechnologyParameter};

const VALUE: &str = "original validationWarnings validationErrors transform { type value }";
/// What stands where nothing is to be asked for: an empty selection set is no GraphQL.
const NOTHING: &str = "__typename";

/// What goes in the place of each spread.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Selections {
    places: [(&'static str, String); 6],
}

impl Selections {
    /// The selections for a configuration.
    ///
    /// A parameter whose monthly flag is null or missing is asked for as a yearly one: with neither it would be in no
    /// answer. One that is listed both ways is asked for once, as a monthly one. Definitions of exogenous plants are not
    /// asked for (unverified: whether the service has any).
    pub(crate) fn of(config: &InputsConfig) -> Result<Self> {
        let technology = config.technology.as_ref();
        let parameters = technology.map_or(&[][..], |technology| &technology.parameters);
        let definitions = technology.map_or(&[][..], |technology| &technology.definition_parameters);
        let demand = config.demand.as_ref();
        let system = demand.map_or(&[][..], |demand| &demand.demand_variables);
        let by_technology = demand.map_or(&[][..], |demand| &demand.demand_technology_variables);
        let interconnectors = config.interconnectors.as_ref();
        let interconnectors = interconnectors.map_or(&[][..], |interconnectors| &interconnectors.variables);
        let endogenous_definitions = named(definitions.iter().filter(|own| is_endogenous(own)), |own| {
            own.name.as_deref()
        });
        Ok(Self {
            places: [
                ("ExogenousParameters", timed(parameters, is_exogenous)?),
                ("EndogenousParameters", timed(parameters, is_endogenous)?),
                ("EndogenousDefinitions", values(endogenous_definitions)?),
                ("DemandVariables", values(named(system, |own| own.name.as_deref()))?),
                (
                    "DemandTechnologyVariables",
                    values(named(by_technology, |own| own.name.as_deref()))?,
                ),
                (
                    "InterconnectorVariables",
                    values(named(interconnectors, |own| own.name.as_deref()))?,
                ),
            ],
        })
    }

    /// The document with every place filled.
    pub(crate) fn fill(&self, template: &str) -> Result<String> {
        let mut filled = String::with_capacity(template.len() * 2);
        for piece in document::pieces(template) {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Spread(name) => filled.push_str(self.place(name)?),
            }
        }
        Ok(filled)
    }

    fn place(&self, name: &str) -> Result<&str> {
        let found = self.places.iter().find(|(place, _)| *place == name);
        found.map(|(_, text)| text.as_str()).ok_or_else(|| {
            let message = format!("the document spreads {name}, which stands for no selection");
            Error::new(ErrorKind::InvalidRequest, message)
        })
    }
}

pub(crate) fn is_exogenous(parameter: &TechnologyParameter) -> bool {
    parameter.applies_to_exo == Some(true)
}

pub(crate) fn is_endogenous(parameter: &TechnologyParameter) -> bool {
    parameter.applies_to_endo_bui == Some(true)
}

pub(crate) fn is_monthly(parameter: &TechnologyParameter) -> bool {
    parameter.is_monthly_region_tech_parameter == Some(true)
}

/// The names, each once. What has no name cannot be asked for.
fn named<'a, T: 'a>(entries: impl IntoIterator<Item = &'a T>, name: impl Fn(&'a T) -> Option<&'a str>) -> Vec<&'a str> {
    let mut seen = BTreeSet::new();
    let names = entries.into_iter().filter_map(name);
    names.filter(|name| seen.insert(*name)).collect()
}

/// Parameters by year, then those by month.
fn timed(parameters: &[TechnologyParameter], applies: fn(&TechnologyParameter) -> bool) -> Result<String> {
    let of = |monthly| {
        let wanted = move |own: &&TechnologyParameter| applies(own) && is_monthly(own) == monthly;
        named(parameters.iter().filter(wanted), |own| own.name.as_deref())
    };
    let (yearly, monthly) = (of(false), of(true));
    let yearly = yearly.iter().filter(|name| !monthly.contains(name));
    let yearly = yearly.map(|name| field(name, "year "));
    let monthly = monthly.iter().map(|name| field(name, "month year "));
    joined(yearly.chain(monthly))
}

fn values(names: Vec<&str>) -> Result<String> {
    joined(names.into_iter().map(|name| field(name, "")))
}

fn joined(fields: impl Iterator<Item = Result<String>>) -> Result<String> {
    let fields = fields.collect::<Result<Vec<_>>>()?;
    if fields.is_empty() {
        return Ok(NOTHING.to_owned());
    }
    Ok(fields.join(" "))
}

fn field(name: &str, time: &str) -> Result<String> {
    if !document::is_field_name(name) {
        let message = format!("the inputs configuration lists {name:?}, which GraphQL cannot ask for");
        return Err(Error::new(ErrorKind::Decode, message).with_operation("get_inputs_config"));
    }
    Ok(format!("{name} {{ {time}{VALUE} }}"))
}

#[cfg(test)]
#[path = "selection_tests.rs"]
mod tests;
