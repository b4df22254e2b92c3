//! The object and input types of the scenario service. The names of the object types are this sandbox's own: the service's are
//! not known, and no client sends them.

use async_graphql::dynamic::{Enum, InputObject, InputValue, Object};

use crate::origin::graphql::{object, type_of};

const SCENARIO: &[(&str, &str)] = &[
    ("scenarioGlobalId", "String"),
    ("name", "String"),
    ("description", "String"),
    ("regionGroupCode", "String"),
    ("publishType", "String"),
    ("publicationDate", "String"),
    ("scenarioRunStatus", "String"),
    ("scenarioTransformStatus", "String"),
    ("inputTypesSupported", "String"),
    ("scenarioType", "String"),
    ("scenarioRunType", "String"),
    ("useExogifiedInputs", "Boolean"),
    ("projectGlobalId", "String"),
    ("scenarioInputsAvailable", "Boolean"),
    ("scenarioOutputsAvailable", "Boolean"),
    ("scenarioLaunchable", "Boolean"),
    ("baseInputReference", "String"),
    ("baseInputReferenceType", "String"),
    ("runStartedAtUTC", "String"),
    ("runCompletedAtUTC", "String"),
    ("launchedByUserName", "String"),
    ("modelPriceSpikiness", "String"),
    ("years", "JSON"),
    ("weatherYear", "Int"),
    ("supportsExogenousInputs", "Boolean"),
    ("modelType", "String"),
    ("lastUpdated", "String"),
    ("runDetails", "JSON"),
    ("regions", "JSON"),
    ("defaultCurrency", "String"),
    ("sensitivity", "String"),
    ("baseScenarioGlobalId", "String"),
    ("appReleaseStatus", "JSON"),
    ("launchedByEmail", "String"),
    ("userInputReference", "String"),
    ("userInputRepository", "String"),
    ("inputImportStatus", "String"),
    ("currencies", "JSON"),
    ("advancedSettings", "AdvancedSettings"),
];

const ADVANCED: &[(&str, &str)] = &[
    ("modelReference", "JSON"),
    ("controlFileName", "JSON"),
    ("stateFile", "JSON"),
    ("quickTry", "JSON"),
    ("retentionPolicy", "JSON"),
    ("numIterations", "JSON"),
    ("serverName", "JSON"),
    ("isHistoricRun", "JSON"),
    ("isPriorityRun", "JSON"),
    ("moduloOfYearToConfigForFYR", "JSON"),
    ("originMarketScenarioGlobalId", "JSON"),
    ("simulationMode", "JSON"),
    ("baseInputRepository", "JSON"),
];

const PROJECT: &[(&str, &str)] = &[
    ("projectGlobalId", "String"),
    ("name", "String"),
    ("description", "String"),
    ("productName", "String"),
    ("productId", "JSON"),
    ("isProjectPinned", "Boolean"),
    ("scenarios", "[Scenario]"),
];

const CONFIG: &[(&str, &str)] = &[
    ("regionGroups", "JSON"),
    ("currencies", "JSON"),
    ("sensitivities", "JSON"),
    ("products", "JSON"),
    ("isAuthor", "Boolean"),
    ("isAdvancedUser", "Boolean"),
    ("appsSupported", "JSON"),
];

/// What creating and updating a scenario have in common.
const SCENARIO_INPUT: &[(&str, &str)] = &[
    ("description", "String"),
    ("baseScenarioGlobalId", "String"),
    ("regionGroupCode", "String"),
    ("useExogifiedInputs", "Boolean"),
    ("defaultCurrency", "String"),
    ("scenarioRunType", "String"),
    ("modelType", "String"),
    ("retentionPolicy", "String"),
    ("modelPriceSpikiness", "String"),
    ("preserveBaseScenarioTransformations", "Boolean"),
    ("userInputReference", "String"),
    ("userInputRepository", "String"),
    ("years", "[Int!]"),
    ("weatherYear", "Int"),
    ("advancedSettings", "InputAdvancedSettings"),
];

/// The settings that an input has besides those that come back.
const ADVANCED_INPUT: &[(&str, &str)] = &[
    ("baseInputReference", "JSON"),
    ("baseInputReferenceType", "JSON"),
    ("devTestMode", "JSON"),
];

pub(super) fn objects() -> Vec<Object> {
    vec![
        object("Scenario", SCENARIO),
        object("AdvancedSettings", ADVANCED),
        object("Project", PROJECT),
        object("Config", CONFIG),
        object("WeatherYearList", &[("years", "JSON")]),
    ]
}

/// Values of `scenarioType` in a filter.
pub(super) fn scenario_type() -> Enum {
    Enum::new("ScenarioType").items(["AURORA_SCENARIO", "TENANTED_SCENARIO"])
}

fn input(name: &str, groups: &[&[(&str, &str)]]) -> InputObject {
    groups
        .concat()
        .iter()
        .fold(InputObject::new(name), |input, (name, kind)| {
            input.field(InputValue::new(*name, type_of(kind)))
        })
}

pub(super) fn inputs() -> Vec<InputObject> {
    let filter = [
        ("scenarioType", "ScenarioType"),
        ("regionGroupCode", "String"),
        ("scenarioGlobalId", "String"),
    ];
    let new_scenario = [("projectGlobalId", "String!"), ("name", "String!")];
    let known_scenario = [
        ("scenarioGlobalId", "String!"),
        ("projectGlobalId", "String"),
        ("name", "String"),
    ];
    let about_project = [("description", "String"), ("productId", "JSON")];
    let known_project = [("projectGlobalId", "String!"), ("name", "String")];
    vec![
        input("ScenarioFilter", &[&filter]),
        input("InputScenario", &[&new_scenario, SCENARIO_INPUT]),
        input("UpdateScenarioInput", &[&known_scenario, SCENARIO_INPUT]),
        input("InputAdvancedSettings", &[ADVANCED, ADVANCED_INPUT]),
        input("InputProject", &[&[("name", "String!")], &about_project]),
        input("UpdateProjectInputGroup", &[&known_project, &about_project]),
    ]
}
