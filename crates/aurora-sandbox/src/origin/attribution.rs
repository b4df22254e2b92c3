//! Which of Origin's operations a GraphQL document is: by service, root field, the child of a session, filter and selection.

use std::convert::Infallible;

use async_graphql::parser::types::{
    ExecutableDocument, Field, OperationDefinition, OperationType, Selection, SelectionSet,
};
use async_graphql::{Name, Positioned, Value as Literal};
use serde_json::Value;

use crate::origin::graphql::plain;

/// The two services with a GraphQL endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Service {
    Scenario,
    Inputs,
}

/// What a document asks for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Asked {
    /// `None` when no operation of the contract asks like this; the document may be valid all the same.
    pub(crate) operation: Option<&'static str>,
    pub(crate) mutation: bool,
    pub(crate) root_fields: Vec<String>,
}

/// Root field, the field below it where that decides, a field that must be selected somewhere directly below the last of
/// them, and the operation. The first line that fits wins, so the more particular one comes first.
type Line = (
    &'static str,
    Option<&'static str>,
    &'static [&'static str],
    &'static str,
);

const SCENARIO: &[Line] = &[
    ("getScenarios", None, &[], "list_aurora_scenarios"),
    ("createScenario", None, &[], "create_scenario"),
    ("updateScenario", None, &[], "update_scenario"),
    ("deleteScenario", None, &[], "delete_scenario"),
    ("launchScenario", None, &[], "launch_scenario"),
    ("getWeatherYearList", None, &[], "get_weather_years"),
    ("getProjects", None, &[], "list_projects"),
    ("getProject", None, &[], "get_project"),
    ("createProject", None, &[], "create_project"),
    ("updateProject", None, &[], "update_project"),
    ("deleteProject", None, &[], "delete_project"),
    ("createProjectPin", None, &[], "pin_project"),
    ("deleteProjectPin", None, &[], "unpin_project"),
    (
        "getConfig",
        None,
        &[
            "currencies",
            "sensitivities",
            "products",
            "isAuthor",
            "isAdvancedUser",
            "appsSupported",
        ],
        "get_dash_config",
    ),
    ("getConfig", None, &[], "get_region_groups"),
];

const INPUTS: &[Line] = &[
    ("getConfig", None, &[], "get_inputs_config"),
    (
        "getSession",
        Some("getTechnologyGroupings"),
        &[],
        "get_technology_groupings",
    ),
    ("getSession", Some("getTechnology"), &[], "get_technology"),
    (
        "getSession",
        Some("getDemand"),
        &["variables", "technologies", "peakLoadDemand"],
        "get_demand",
    ),
    ("getSession", Some("getDemand"), &[], "list_demand_regions"),
    (
        "getSession",
        Some("getDemandTechnologies"),
        &["variables", "technology"],
        "list_demand_technologies",
    ),
    (
        "getSession",
        Some("getDemandTechnologies"),
        &[],
        "list_demand_technology_names",
    ),
    ("getSession", Some("commodities"), &[], "get_commodities"),
    (
        "getSession",
        Some("getInterconnectors"),
        &["variables", "from", "to", "asymmetric"],
        "get_interconnectors",
    ),
    (
        "getSession",
        Some("getInterconnectors"),
        &[],
        "list_interconnector_ends",
    ),
    ("getSession", Some("getWorkbookStatus"), &[], "get_workbook_status"),
    ("getSession", None, &[], "get_inputs_session"),
    (
        "updateEndogenousTechnologyParameter",
        None,
        &[],
        "update_endogenous_technology",
    ),
    (
        "updateExogenousTechnologyParameter",
        None,
        &[],
        "update_exogenous_technology",
    ),
    ("updateDemandVariable", None, &[], "update_demand_variable"),
    (
        "updateDemandTechnologyVariable",
        None,
        &[],
        "update_demand_technology_variable",
    ),
    ("updateCommodity", None, &[], "update_commodity"),
    ("rebaseCommodities", None, &[], "rebase_commodities"),
    (
        "updateInterconnectorVariable",
        None,
        &[],
        "update_interconnector_variable",
    ),
];

/// Attributes the operation of this name, or the only one there is.
pub(crate) fn attribute(
    service: Service,
    document: &ExecutableDocument,
    name: Option<&str>,
    variables: &Value,
) -> Asked {
    let mut operations = document.operations.iter();
    let chosen = match name {
        Some(name) => operations.find(|(known, _)| known.is_some_and(|known| known.as_str() == name)),
        None => operations.next(),
    };
    let Some((_, operation)) = chosen else {
        return Asked {
            operation: None,
            mutation: false,
            root_fields: Vec::new(),
        };
    };
    let operation = &operation.node;
    let roots = fields(document, &operation.selection_set.node);
    Asked {
        operation: roots
            .first()
            .and_then(|root| find(service, document, operation, root, variables)),
        mutation: operation.ty == OperationType::Mutation,
        root_fields: roots.iter().map(|root| root.name.node.to_string()).collect(),
    }
}

fn find(
    service: Service,
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    root: &Field,
    variables: &Value,
) -> Option<&'static str> {
    let table = match service {
        Service::Scenario => SCENARIO,
        Service::Inputs => INPUTS,
    };
    let name = root.name.node.as_str();
    if service == Service::Scenario && name == "getScenarios" && by_id(root, operation, variables) {
        return Some("get_scenario");
    }
    let below = fields(document, &root.selection_set.node);
    let named = |fields: &[&Field], name: &str| fields.iter().any(|field| field.name.node.as_str() == name);
    let line = table.iter().find(|(wanted, child, selected, _)| {
        let inside = match child {
            Some(child) => match below.iter().find(|field| field.name.node.as_str() == *child) {
                Some(field) => fields(document, &field.selection_set.node),
                None => return false,
            },
            None => below.clone(),
        };
        name == *wanted && (selected.is_empty() || selected.iter().any(|wanted| named(&inside, wanted)))
    });
    line.map(|(_, _, _, operation)| *operation)
}

/// Whether the filter of `getScenarios` names one scenario.
fn by_id(root: &Field, operation: &OperationDefinition, variables: &Value) -> bool {
    let Some((_, filter)) = root.arguments.iter().find(|(name, _)| name.node.as_str() == "filter") else {
        return false;
    };
    let filled = filter
        .node
        .clone()
        .into_const_with(|name| Ok::<_, Infallible>(plain(variable(&name, operation, variables))));
    match filled {
        Ok(Literal::Object(members)) => members
            .get("scenarioGlobalId")
            .is_some_and(|value| *value != Literal::Null),
        _ => false,
    }
}

fn variable(name: &Name, operation: &OperationDefinition, variables: &Value) -> Value {
    if let Some(value) = variables.get(name.as_str()) {
        return value.clone();
    }
    let mut declared = operation.variable_definitions.iter();
    declared
        .find(|known| known.node.name.node == *name)
        .and_then(|known| known.node.default_value.as_ref())
        .and_then(|value| value.node.clone().into_json().ok())
        .unwrap_or_default()
}

/// The names of the fields from the root down to the one that stands at a line and column; empty when there is none.
pub(crate) fn path_at(document: &ExecutableDocument, line: u64, column: u64) -> Vec<String> {
    let mut path = Vec::new();
    for (_, operation) in document.operations.iter() {
        let set = &operation.node.selection_set.node;
        if descend(document, set, (line, column), &mut path) {
            break;
        }
    }
    path
}

fn descend(document: &ExecutableDocument, set: &SelectionSet, place: (u64, u64), path: &mut Vec<String>) -> bool {
    if path.len() > DEEPEST {
        return false;
    }
    for field in positioned(document, set) {
        path.push(field.node.response_key().node.to_string());
        let here = (field.pos.line as u64, field.pos.column as u64) == place;
        if here || descend(document, &field.node.selection_set.node, place, path) {
            return true;
        }
        path.pop();
    }
    false
}

/// The fields of a selection set, those in fragments among them.
fn fields<'a>(document: &'a ExecutableDocument, set: &'a SelectionSet) -> Vec<&'a Field> {
    positioned(document, set).into_iter().map(|field| &field.node).collect()
}

fn positioned<'a>(document: &'a ExecutableDocument, set: &'a SelectionSet) -> Vec<&'a Positioned<Field>> {
    let mut found = Vec::new();
    collect(document, set, 0, &mut found);
    found
}

/// A fragment that spreads itself, or fields that do not end, are left after this many steps.
const DEEPEST: usize = 16;

fn collect<'a>(
    document: &'a ExecutableDocument,
    set: &'a SelectionSet,
    depth: usize,
    found: &mut Vec<&'a Positioned<Field>>,
) {
    if depth > DEEPEST {
        return;
    }
    for Positioned { node, .. } in &set.items {
        match node {
            Selection::Field(field) => found.push(field),
            Selection::InlineFragment(inline) => {
                collect(document, &inline.node.selection_set.node, depth + 1, found);
            }
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node) {
                    collect(document, &fragment.node.selection_set.node, depth + 1, found);
                }
            }
        }
    }
}
