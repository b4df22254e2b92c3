//! Changing the values of inputs: checks, resets, couplings, and groups whose shares add up to 100.

pub(crate) mod balance;
pub(crate) mod couplings;
pub(crate) mod given;

use std::collections::BTreeSet;

use crate::etm::definition::{Definition, Definitions};
use crate::etm::state::{InputValue, Scenario, Values};

use balance::balanced;
use given::Change;

/// What a request wants of the values of a scenario.
pub(crate) struct Update {
    pub(crate) changes: Vec<(String, Change)>,
    /// Whether everything is dropped first.
    pub(crate) reset: bool,
    pub(crate) autobalance: bool,
    /// How far a group may be from 100.
    pub(crate) tolerance: f64,
}

/// The values of the scenario that another one was made from.
pub(crate) struct Parent<'a> {
    pub(crate) user: &'a Values,
    pub(crate) balanced: &'a Values,
}

/// Puts the changes into a scenario, and says which groups do not add up; then the scenario is not to be kept.
pub(crate) fn apply(
    scenario: &mut Scenario,
    parent: Option<&Parent<'_>>,
    update: &Update,
    definitions: &Definitions,
) -> Vec<String> {
    couplings::activate(scenario, update, definitions);
    if update.reset {
        scenario.user_values = parent.map(|parent| parent.user.clone()).unwrap_or_default();
        scenario.balanced_values = parent.map(|parent| parent.balanced.clone()).unwrap_or_default();
    }
    for (key, change) in &update.changes {
        change_one(scenario, parent, key, change);
    }
    let keys = update.changes.iter().map(|(key, _)| key.as_str());
    let groups: BTreeSet<&str> = keys.filter_map(|key| definitions.get(key)?.share_group).collect();
    let errors = groups
        .into_iter()
        .filter_map(|group| group_error(scenario, group, update, definitions))
        .collect();
    if scenario.user_values.is_empty() {
        scenario.balanced_values.clear();
    }
    errors
}

fn change_one(scenario: &mut Scenario, parent: Option<&Parent<'_>>, key: &str, change: &Change) {
    let value = match change {
        Change::Set(value) => Some(value),
        Change::Reset => parent.and_then(|parent| parent.user.get(key).or_else(|| parent.balanced.get(key))),
    };
    match value {
        Some(value) => {
            scenario.user_values.insert(key.to_owned(), value.clone());
        }
        None => {
            scenario.user_values.remove(key);
        }
    }
    // An explicit value is not balanced any more, and neither is one that is gone.
    scenario.balanced_values.remove(key);
}

/// Balances a group, and says what is wrong when it does not add up.
fn group_error(scenario: &mut Scenario, group: &str, update: &Update, definitions: &Definitions) -> Option<String> {
    let members: Vec<&Definition> = definitions
        .values()
        .filter(|definition| definition.share_group == Some(group))
        .collect();
    for member in &members {
        scenario.balanced_values.remove(member.key);
    }
    let touched = members
        .iter()
        .any(|member| scenario.user_values.contains_key(member.key));
    if touched
        && update.autobalance
        && let Some(values) = balanced(&members, &scenario.user_values)
    {
        scenario.balanced_values.extend(values);
    }
    let in_force = |member: &&&Definition| (member.key, number_of(scenario, member));
    let shares: Vec<(&str, f64)> = members
        .iter()
        .filter(|member| !member.off_in_area)
        .map(|member| in_force(&member))
        .collect();
    let sum: f64 = shares.iter().map(|(_, share)| share).sum();
    if (sum - 100.0).abs() <= update.tolerance {
        return None;
    }
    let shown: Vec<String> = shares.iter().map(|(key, share)| format!("{key}={share:?}")).collect();
    Some(format!(
        "\"{group}\" group does not balance: group sums to {sum:?} using {}",
        shown.join(" ")
    ))
}

/// The number in force for an input: the user's, the balanced one, or the dataset's.
pub(crate) fn number_of(scenario: &Scenario, definition: &Definition) -> f64 {
    let value = scenario.value(definition.key).unwrap_or(&definition.default);
    match value {
        InputValue::Number(number) => *number,
        InputValue::Text(_) => 0.0,
    }
}
