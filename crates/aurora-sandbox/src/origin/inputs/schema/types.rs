//! Types of the schema: objects over JSON, inputs, enums; the fields of parameters come from the configuration.

use async_graphql::dynamic::{Enum, InputObject, InputValue, Object};

use crate::origin::graphql::{member, object, type_of};
use crate::origin::inputs::edits::Kind;
use crate::origin::inputs::parameters::{
    DEFINITIONS, DEMAND_TECHNOLOGY_VARIABLES, DEMAND_VARIABLES, LINK_VARIABLES, PARAMETERS, Parameter,
};
use crate::origin::market::world::DEMAND_TECHNOLOGIES;

const VALUE: [(&str, &str); 4] = [
    ("original", "JSON"),
    ("validationWarnings", "[String]"),
    ("validationErrors", "[String]"),
    ("transform", "Transform"),
];

fn value(name: &str, more: &[(&'static str, &'static str)]) -> Object {
    object(name, &[&VALUE, more].concat())
}

fn parameters(name: &str, of: fn(&Parameter) -> bool) -> Object {
    PARAMETERS
        .iter()
        .filter(|parameter| of(parameter))
        .fold(Object::new(name), |object, parameter| {
            let kind = if parameter.is_monthly() {
                "[MonthlyVariable]"
            } else {
                "[YearlyVariable]"
            };
            object.field(member(parameter.name, kind))
        })
}

fn variables(name: &str, of: &[(&'static str, &'static str)]) -> Object {
    let start = Object::new(name).field(member("year", "Int"));
    of.iter().fold(start, |object, (variable, _)| {
        object.field(member(variable, "Variable"))
    })
}

fn config() -> Vec<Object> {
    const PARAMETER: &[(&str, &str)] = &[
        ("name", "String"),
        ("type", "String"),
        ("units", "String"),
        ("lock", "Boolean"),
        ("aggregationMethod", "String"),
        ("appliesToEndoBui", "Boolean"),
        ("appliesToExo", "Boolean"),
        ("loadFactorTechRequired", "Boolean"),
        ("thermalTechRequired", "Boolean"),
        ("initialRange", "ParameterRange"),
        ("hardLimit", "ParameterRange"),
        ("isMonthlyRegionTechParameter", "Boolean"),
    ];
    vec![
        object(
            "InputsConfig",
            &[
                ("technology", "TechnologyConfig"),
                ("demand", "DemandConfig"),
                ("userPermissions", "JSON"),
                ("commodities", "CommoditiesConfig"),
                ("interconnectors", "InterconnectorsConfig"),
            ],
        ),
        object(
            "TechnologyConfig",
            &[
                ("definitions", "[TechnologyDefinition]"),
                ("parameters", "[TechnologyParameter]"),
                ("definitionParameters", "[TechnologyParameter]"),
            ],
        ),
        object(
            "TechnologyDefinition",
            &[
                ("name", "String"),
                ("isLoadFactor", "Boolean"),
                ("isThermal", "Boolean"),
                ("readOnlyParameters", "JSON"),
            ],
        ),
        object("TechnologyParameter", PARAMETER),
        object("ParameterRange", &[("upper", "Float"), ("lower", "Float")]),
        object(
            "DemandConfig",
            &[
                ("demandVariables", "[VariableConfig]"),
                ("demandTechnologyVariables", "[VariableConfig]"),
            ],
        ),
        object(
            "VariableConfig",
            &[("name", "String"), ("type", "String"), ("units", "String")],
        ),
        object(
            "CommoditiesConfig",
            &[
                ("regionMapping", "JSON"),
                ("commoditiesAvailable", "[CommodityAvailable]"),
            ],
        ),
        object("CommodityAvailable", &[("units", "String"), ("name", "String")]),
        object("InterconnectorsConfig", &[("variables", "[VariableConfig]")]),
    ]
}

/// All objects whose values are plain JSON.
pub(super) fn objects() -> Vec<Object> {
    let mut objects = config();
    objects.extend([
        object("SessionMeta", &[("sessionId", "String"), ("tenant", "String")]),
        object(
            "ProductRegionInformation",
            &[("code", "String"), ("enabledRegions", "[EnabledRegion]")],
        ),
        object(
            "EnabledRegion",
            &[
                ("code", "String"),
                ("isFocusRegion", "Boolean"),
                ("isEndogenous", "Boolean"),
                ("isMainRegion", "Boolean"),
                ("hasCapacityMarket", "Boolean"),
            ],
        ),
        object(
            "SessionTransform",
            &[("updateParameters", "JSON"), ("steps", "JSON"), ("reason", "String")],
        ),
        object(
            "Transform",
            &[("type", "String"), ("value", "JSON"), ("cause", "TransformCause")],
        ),
        object("TransformCause", &[("reason", "String")]),
        object("OriginalOnly", &[("original", "JSON")]),
        value("Variable", &[]),
        value("YearlyVariable", &[("year", "Int")]),
        value("MonthlyVariable", &[("month", "Int"), ("year", "Int")]),
        parameters("ExogenousParameters", |parameter| parameter.exogenous),
        parameters("EndogenousParameters", |parameter| parameter.endogenous),
        DEFINITIONS
            .iter()
            .filter(|definition| definition.endogenous)
            .fold(Object::new("EndogenousDefinitions"), |object, definition| {
                object.field(member(definition.name, "Variable"))
            }),
        object("ExogenousPlants", &[("parameters", "ExogenousParameters")]),
        object(
            "EndogenousPlants",
            &[
                ("parameters", "EndogenousParameters"),
                ("definitions", "EndogenousDefinitions"),
            ],
        ),
        variables("DemandVariables", &DEMAND_VARIABLES),
        variables("DemandTechnologyVariables", &DEMAND_TECHNOLOGY_VARIABLES),
        variables("InterconnectorVariables", &LINK_VARIABLES),
        object(
            "Demand",
            &[
                ("region", "String"),
                ("peakLoadDemand", "Float"),
                ("variables", "[DemandVariables]"),
                ("technologies", "[DemandTechnology]"),
            ],
        ),
        object(
            "DemandTechnology",
            &[
                ("region", "OriginalOnly"),
                ("technology", "OriginalOnly"),
                ("originTechnology", "OriginalOnly"),
                ("variables", "[DemandTechnologyVariables]"),
            ],
        ),
        object(
            "Commodity",
            &[
                ("commodity", "String"),
                ("regions", "[String]"),
                ("prices", "[YearlyVariable]"),
            ],
        ),
        object(
            "Interconnector",
            &[
                ("ends", "[String]"),
                ("from", "String"),
                ("to", "String"),
                ("asymmetric", "OriginalOnly"),
                ("variables", "[InterconnectorVariables]"),
            ],
        ),
        object(
            "WorkbookStatus",
            &[
                ("generationStatus", "String"),
                ("generationErrors", "JSON"),
                ("downloadURL", "String"),
                ("requestId", "String"),
            ],
        ),
        object("RebaseResult", &[("result", "JSON")]),
    ]);
    objects
}

fn input(name: &str, fields: &[(&str, &str)]) -> InputObject {
    let add = |object: InputObject, (name, kind): &(&str, &str)| object.field(InputValue::new(*name, type_of(kind)));
    fields.iter().fold(InputObject::new(name), add)
}

/// All input objects. Only the item of plants knows months, and may do without a year.
pub(super) fn inputs() -> Vec<InputObject> {
    vec![
        input("TransformInput", &[("type", "TransformType!"), ("value", "Float!")]),
        input(
            "YearlyNumberItemInput",
            &[("year", "Int!"), ("transform", "TransformInput")],
        ),
        input(
            "OptionalYearlyNumberItemInput",
            &[("year", "Int"), ("month", "Int"), ("transform", "TransformInput")],
        ),
        input(
            "GetDemandFilterDemandInput",
            &[("region", "String"), ("regions", "[String]")],
        ),
        input(
            "GetDemandTechFilterDemandTechnologyInput",
            &[("region", "String"), ("regions", "[String]"), ("technology", "String")],
        ),
        input(
            "GetInterconnectorsFilterInterconnectorInput",
            &[
                ("OR", "[GetInterconnectorsFilterInterconnectorInput!]"),
                ("from", "String"),
                ("to", "String"),
            ],
        ),
    ]
}

/// All enums, made of the configuration's names.
pub(super) fn enums() -> Vec<Enum> {
    let endogenous = PARAMETERS
        .iter()
        .chain(DEFINITIONS)
        .filter(|parameter| parameter.endogenous);
    let exogenous = PARAMETERS.iter().filter(|parameter| parameter.exogenous);
    vec![
        Enum::new("TransformType").items(Kind::ALL.map(Kind::name)),
        Enum::new("EndogenousPlantVariable").items(endogenous.map(|parameter| parameter.name)),
        Enum::new("ExogenousPlantVariable").items(exogenous.map(|parameter| parameter.name)),
        Enum::new("EnumDemandTechnology").items(DEMAND_TECHNOLOGIES.iter().map(|known| known.name)),
        Enum::new("EnumDemandTechnologyVariable").items(DEMAND_TECHNOLOGY_VARIABLES.map(|(name, _)| name)),
    ]
}
