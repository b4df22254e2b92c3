//! The scenario that was published last.

use std::cmp::Reverse;

use aurora_core::{Error, ErrorKind};

use crate::dates;
use crate::types::ScenarioSummary;

/// Of a list that was fetched before, the scenario that was published last among those whose name holds all of `names`, whatever
/// their case. Zones count; of equal dates the first in the list is taken; without a date, or with one that cannot be read, a
/// scenario counts as the oldest.
#[must_use]
pub fn latest<'s>(scenarios: &'s [ScenarioSummary], names: &[&str]) -> Option<&'s ScenarioSummary> {
    let mut sorted: Vec<&ScenarioSummary> = scenarios.iter().collect();
    sorted.sort_by_key(|scenario| Reverse(scenario.publication_date.as_deref().and_then(dates::parse)));
    let wanted: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    sorted.into_iter().find(|scenario| {
        let name = scenario.name.as_deref().unwrap_or_default().to_lowercase();
        wanted.iter().all(|wanted| name.contains(wanted.as_str()))
    })
}

pub(super) fn not_found(region: &str, names: &[&str], listed: usize) -> Error {
    let filter = match names {
        [] => String::new(),
        names => format!(" with a name that holds {names:?}"),
    };
    let advice = match listed {
        0 => "check the region's code, such as gbr, and that the account sees its scenarios",
        _ => "list the region's scenarios and look at their names",
    };
    let message = format!("scenario not found for region {region:?}{filter}");
    Error::new(ErrorKind::NotFound, message)
        .with_operation(super::LIST)
        .with_advice(advice)
}
