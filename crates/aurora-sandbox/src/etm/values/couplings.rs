//! Coupling groups: external models that take the place of a part of this one.

use crate::etm::definition::Definitions;
use crate::etm::model;
use crate::etm::state::Scenario;
use crate::etm::values::Update;
use crate::etm::values::given::Change;

/// Whether there is a group of this name.
pub(crate) fn known(group: &str) -> bool {
    model::coupling_groups().contains(&group)
}

/// Groups of coupled inputs that have a value, but are not switched on.
pub(crate) fn inactive(scenario: &Scenario, definitions: &Definitions) -> Vec<String> {
    let mut groups = Vec::new();
    let keys = scenario.user_values.keys().chain(scenario.balanced_values.keys());
    for definition in keys.filter_map(|key| definitions.get(key.as_str())) {
        for group in definition.coupling_groups {
            let group = (*group).to_owned();
            if !scenario.active_couplings.contains(&group) && !groups.contains(&group) {
                groups.push(group);
            }
        }
    }
    groups
}

/// Switches on the groups of coupled inputs that get a value, but for those that were switched off before.
pub(super) fn activate(scenario: &mut Scenario, update: &Update, definitions: &Definitions) {
    let off = inactive(scenario, definitions);
    let set = update
        .changes
        .iter()
        .filter(|(_, change)| matches!(change, Change::Set(_)));
    for definition in set.filter_map(|(key, _)| definitions.get(key.as_str())) {
        for group in definition.coupling_groups {
            let group = (*group).to_owned();
            if !off.contains(&group) && !scenario.active_couplings.contains(&group) {
                scenario.active_couplings.push(group);
            }
        }
    }
}

/// Removes the values of all coupled inputs for good.
pub(crate) fn forget(scenario: &mut Scenario, definitions: &Definitions) {
    let coupled = |key: &String| {
        let definition = definitions.get(key.as_str());
        definition.is_some_and(|definition| !definition.coupling_groups.is_empty())
    };
    scenario.user_values.retain(|key, _| !coupled(key));
    scenario.balanced_values.retain(|key, _| !coupled(key));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interconnectors_are_counted_from_1_to_12() {
        assert!(known("interconnector_1_must_run") && known("interconnector_12_must_run"));
        assert!(!known("interconnector_13_must_run") && !known("interconnector_x_must_run"));
        assert!(known("industry_other_food") && !known("industry"));
    }
}
