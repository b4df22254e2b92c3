//! What an update must fit before it is sent: the parameters and variables that the inputs configuration lists.

use aurora_core::{Error, ErrorKind, Result};

use super::selection::{is_endogenous, is_exogenous, is_monthly};
use super::transform::Form;
use crate::types::{InputsConfig, TechnologyParameter};

/// A similarity from which a name is worth suggesting.
const SIMILAR: f64 = 0.75;

/// Which plants a parameter is to be changed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plants {
    Exogenous,
    Endogenous,
}

impl Plants {
    fn as_str(self) -> &'static str {
        match self {
            Self::Exogenous => "exogenous",
            Self::Endogenous => "endogenous",
        }
    }

    fn has(self, parameter: &TechnologyParameter) -> bool {
        match self {
            Self::Exogenous => is_exogenous(parameter),
            Self::Endogenous => is_endogenous(parameter),
        }
    }
}

/// Refuses a parameter that is not listed, that these plants do not have, or whose values have another form.
pub(super) fn parameter(config: &InputsConfig, plants: Plants, name: &str, form: Form) -> Result<()> {
    let listed = listed(config, plants);
    let of_that_name: Vec<_> = listed.iter().filter(|(own, ..)| *own == name).collect();
    if of_that_name.is_empty() {
        return Err(unknown("parameter", name, listed.iter().map(|(own, ..)| *own)));
    }
    let applying: Vec<Form> = of_that_name.iter().filter(|row| row.2).map(|row| row.1).collect();
    match applying.first() {
        None => {
            let message = format!("the parameter {name} does not apply to {} plants", plants.as_str());
            Err(refused(message))
        }
        Some(_) if applying.contains(&form) => Ok(()),
        Some(own) => {
            let (own, form) = (own.as_str(), form.as_str());
            let message = format!("the parameter {name} is {own}, but the transform is {form}");
            Err(refused(message).with_advice(format!("give it a {own} transform")))
        }
    }
}

/// All parameters by name, with their form and whether these plants have them. Definitions of exogenous plants are not
/// among them: they cannot be asked for.
fn listed(config: &InputsConfig, plants: Plants) -> Vec<(&str, Form, bool)> {
    let Some(technology) = &config.technology else {
        return Vec::new();
    };
    let parameters = technology.parameters.iter().filter_map(|own| {
        let form = if is_monthly(own) { Form::Monthly } else { Form::Yearly };
        Some((own.name.as_deref()?, form, plants.has(own)))
    });
    let definitions = technology.definition_parameters.iter().filter_map(|own| {
        let applies = plants == Plants::Endogenous && plants.has(own);
        Some((own.name.as_deref()?, Form::Constant, applies))
    });
    parameters.chain(definitions).collect()
}

/// Refuses a variable that is not listed.
pub(super) fn variable<'a>(what: &str, name: &str, listed: impl Iterator<Item = Option<&'a str>>) -> Result<()> {
    let listed: Vec<&str> = listed.flatten().collect();
    if listed.contains(&name) {
        return Ok(());
    }
    Err(unknown(what, name, listed.into_iter()))
}

/// Refuses an empty text where a name belongs.
pub(super) fn named(what: &str, text: &str) -> Result<()> {
    if text.trim().is_empty() {
        return Err(refused(format!("{what} is empty")));
    }
    Ok(())
}

/// Refuses a list of regions that is empty or holds an empty one.
pub(super) fn regions(regions: &[String]) -> Result<()> {
    if regions.is_empty() {
        return Err(refused("no region is named").with_advice("give at least one, for example gbr"));
    }
    regions.iter().try_for_each(|region| named("a region", region))
}

fn unknown<'a>(what: &str, name: &str, listed: impl Iterator<Item = &'a str>) -> Error {
    let mut listed: Vec<&str> = listed.collect();
    listed.sort_unstable();
    listed.dedup();
    let message = format!("there is no {what} {name:?} in the inputs configuration");
    let folded = name.to_lowercase();
    let similarity = |own: &str| strsim::jaro_winkler(&own.to_lowercase(), &folded);
    let nearest = listed
        .iter()
        .max_by(|a, b| similarity(a).total_cmp(&similarity(b)))
        .filter(|own| similarity(own) >= SIMILAR);
    let advice = match (nearest, listed.is_empty()) {
        (Some(nearest), _) => format!("did you mean {nearest}? known are {}", listed.join(", ")),
        (None, false) => format!("known are {}", listed.join(", ")),
        (None, true) => "it lists none at all".to_owned(),
    };
    refused(message).with_advice(advice)
}

fn refused(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidRequest, message)
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
