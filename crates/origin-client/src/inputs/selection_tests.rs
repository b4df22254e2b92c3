use serde_json::{Value, json};

use super::*;
use crate::generated::documents;

fn config(value: Value) -> InputsConfig {
    serde_json::from_value(value).unwrap()
}

/// The configuration of the contract's examples.
fn usual() -> Value {
    let parameter = |name: &str, endogenous: bool, exogenous: bool, monthly: Value| {
        json!({"name": name, "appliesToEndoBui": endogenous, "appliesToExo": exogenous,
            "isMonthlyRegionTechParameter": monthly})
    };
    json!({
        "technology": {
            "parameters": [
                parameter("loadFactorAverage", true, true, json!(true)),
                parameter("capacity", false, true, json!(false)),
                parameter("capex", true, false, json!(false)),
                parameter("opex", true, true, json!(false)),
            ],
            "definitionParameters": [
                parameter("discountRate", true, false, json!(null)),
                parameter("other", false, true, json!(null)),
            ],
        },
        "demand": {
            "demandVariables": [{"name": "totalDemand"}, {"name": "baseDemand"}],
            "demandTechnologyVariables": [{"name": "totalDemand"}],
        },
        "interconnectors": {"variables": [{"name": "capacity"}]},
    })
}

fn place(config: &InputsConfig, name: &str) -> String {
    Selections::of(config).unwrap().place(name).unwrap().to_owned()
}

fn yearly(name: &str) -> String {
    format!("{name} {{ year {VALUE} }}")
}

fn monthly(name: &str) -> String {
    format!("{name} {{ month year {VALUE} }}")
}

fn constant(name: &str) -> String {
    format!("{name} {{ {VALUE} }}")
}

#[test]
fn yearly_parameters_come_first_and_each_place_has_its_own() {
    let config = config(usual());
    let exogenous = [yearly("capacity"), yearly("opex"), monthly("loadFactorAverage")].join(" ");
    assert_eq!(place(&config, "ExogenousParameters"), exogenous);
    let endogenous = [yearly("capex"), yearly("opex"), monthly("loadFactorAverage")].join(" ");
    assert_eq!(place(&config, "EndogenousParameters"), endogenous);
    assert_eq!(place(&config, "EndogenousDefinitions"), constant("discountRate"));
    let demand = [constant("totalDemand"), constant("baseDemand")].join(" ");
    assert_eq!(place(&config, "DemandVariables"), demand);
    assert_eq!(place(&config, "DemandTechnologyVariables"), constant("totalDemand"));
    assert_eq!(place(&config, "InterconnectorVariables"), constant("capacity"));
}

#[test]
fn a_parameter_without_a_monthly_flag_is_asked_for_by_year() {
    for flag in [json!(null), json!(false)] {
        let mut value = usual();
        value["technology"]["parameters"] =
            json!([{"name": "capacity", "appliesToExo": true, "isMonthlyRegionTechParameter": flag}]);
        assert_eq!(place(&config(value), "ExogenousParameters"), yearly("capacity"));
    }
    let mut value = usual();
    value["technology"]["parameters"] = json!([{"name": "capacity", "appliesToExo": true}]);
    assert_eq!(place(&config(value), "ExogenousParameters"), yearly("capacity"));
}

#[test]
fn a_name_in_both_lists_is_asked_for_once_by_month() {
    let mut value = usual();
    let entry = |monthly| json!({"name": "opex", "appliesToExo": true, "isMonthlyRegionTechParameter": monthly});
    value["technology"]["parameters"] = json!([entry(false), entry(true), entry(false), entry(true)]);
    assert_eq!(place(&config(value), "ExogenousParameters"), monthly("opex"));
}

#[test]
fn what_has_no_name_or_applies_to_nothing_is_not_asked_for() {
    let mut value = usual();
    value["technology"]["parameters"] = json!([
        {"name": null, "appliesToExo": true},
        {"appliesToExo": true},
        {"name": "lost", "appliesToExo": null, "appliesToEndoBui": null},
    ]);
    value["demand"]["demandVariables"] = json!([{"name": null}, {"name": "a"}, {"name": "a"}]);
    let config = config(value);
    assert_eq!(place(&config, "ExogenousParameters"), NOTHING);
    assert_eq!(place(&config, "EndogenousParameters"), NOTHING);
    assert_eq!(place(&config, "DemandVariables"), constant("a"));
}

#[test]
fn a_name_that_is_no_field_name_never_gets_into_a_document() {
    for name in ["", "a b", "a{b}", "a }", "1a", "__schema", "é"] {
        let mut value = usual();
        value["interconnectors"]["variables"] = json!([{"name": name}]);
        let error = Selections::of(&config(value)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains("GraphQL cannot ask for"), "{error}");
    }
}

#[test]
fn a_null_or_empty_configuration_asks_for_nothing_and_stays_grammatical() {
    let nulls = json!({"technology": null, "demand": null, "interconnectors": null});
    let null_lists = json!({"technology": {"parameters": null, "definitionParameters": null},
        "demand": {"demandVariables": null, "demandTechnologyVariables": null}, "interconnectors": {"variables": null}});
    let empty = json!({"technology": {"parameters": []}, "demand": {}, "interconnectors": {"variables": []}});
    for value in [json!({}), nulls, null_lists, empty] {
        let selections = Selections::of(&config(value)).unwrap();
        assert!(selections.places.iter().all(|(_, text)| text == NOTHING));
        let document = selections.fill(documents::GET_TECHNOLOGY).unwrap();
        assert!(!document.contains("...") && document.contains(NOTHING), "{document}");
    }
}

#[test]
fn every_document_with_places_is_filled() {
    let selections = Selections::of(&config(usual())).unwrap();
    for template in [
        documents::GET_TECHNOLOGY,
        documents::UPDATE_EXOGENOUS_TECHNOLOGY,
        documents::UPDATE_ENDOGENOUS_TECHNOLOGY,
        documents::GET_DEMAND,
        documents::UPDATE_DEMAND_VARIABLE,
        documents::LIST_DEMAND_TECHNOLOGIES,
        documents::UPDATE_DEMAND_TECHNOLOGY_VARIABLE,
        documents::GET_INTERCONNECTORS,
        documents::UPDATE_INTERCONNECTOR_VARIABLE,
    ] {
        assert!(template.contains("..."));
        let document = selections.fill(template).unwrap();
        assert!(!document.contains("..."), "{document}");
        assert!(document.contains(VALUE));
    }
    let error = selections.fill("{ a { ...Unheard } }").unwrap_err();
    assert!(error.to_string().contains("Unheard"), "{error}");
}
