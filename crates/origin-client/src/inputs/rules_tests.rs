use serde_json::json;

use super::*;

fn config() -> InputsConfig {
    let parameter = |name: &str, endogenous: Option<bool>, exogenous: Option<bool>, monthly: Option<bool>| {
        json!({"name": name, "appliesToEndoBui": endogenous, "appliesToExo": exogenous,
            "isMonthlyRegionTechParameter": monthly})
    };
    let (yes, no) = (Some(true), Some(false));
    let value = json!({"technology": {
        "parameters": [
            parameter("capacity", no, yes, no),
            parameter("capex", yes, no, None),
            parameter("loadFactorAverage", yes, yes, yes),
            parameter("both", yes, yes, no),
            parameter("both", yes, yes, yes),
            parameter("lost", None, None, no),
        ],
        "definitionParameters": [parameter("discountRate", yes, yes, None)],
    }});
    serde_json::from_value(value).unwrap()
}

fn refusal(result: Result<()>) -> String {
    let error = result.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    error.to_string()
}

#[test]
fn a_parameter_takes_the_form_that_its_values_have() {
    use Form::{Constant, Monthly, Yearly};
    use Plants::{Endogenous, Exogenous};
    let config = config();
    let rows = [
        (Exogenous, "capacity", Yearly, ""),
        (
            Exogenous,
            "capacity",
            Monthly,
            "is yearly, but the transform is monthly",
        ),
        (Exogenous, "loadFactorAverage", Monthly, ""),
        (
            Exogenous,
            "loadFactorAverage",
            Yearly,
            "is monthly, but the transform is yearly",
        ),
        (Endogenous, "capex", Yearly, ""),
        (
            Endogenous,
            "capex",
            Constant,
            "is yearly, but the transform is constant",
        ),
        (Endogenous, "discountRate", Constant, ""),
        (
            Endogenous,
            "discountRate",
            Yearly,
            "is constant, but the transform is yearly",
        ),
        (Endogenous, "both", Yearly, ""),
        (Endogenous, "both", Monthly, ""),
        (Exogenous, "capex", Yearly, "does not apply to exogenous plants"),
        (Endogenous, "capacity", Yearly, "does not apply to endogenous plants"),
        (Exogenous, "lost", Yearly, "does not apply to exogenous plants"),
        (Exogenous, "discountRate", Yearly, "does not apply to exogenous plants"),
    ];
    for (plants, name, form, refused) in rows {
        let result = parameter(&config, plants, name, form);
        if refused.is_empty() {
            assert!(result.is_ok(), "{name} {form:?}: {result:?}");
        } else {
            let text = refusal(result);
            assert!(text.contains(refused), "{text}");
        }
    }
}

#[test]
fn an_unknown_name_is_refused_with_the_nearest_one_and_all_others() {
    let text = refusal(parameter(&config(), Plants::Exogenous, "Capacty", Form::Yearly));
    assert!(text.contains("no parameter \"Capacty\""), "{text}");
    assert!(text.contains("did you mean capacity?"), "{text}");
    assert!(
        text.contains("both, capacity, capex, discountRate, loadFactorAverage, lost"),
        "{text}"
    );
    let text = refusal(parameter(&config(), Plants::Exogenous, "zzz", Form::Yearly));
    assert!(text.contains("known are both"), "{text}");
    let text = refusal(parameter(
        &InputsConfig::default(),
        Plants::Exogenous,
        "a",
        Form::Yearly,
    ));
    assert!(text.contains("lists none at all"), "{text}");
    let listed = [Some("totalDemand"), None];
    assert!(variable("demand variable", "totalDemand", listed.into_iter()).is_ok());
    let text = refusal(variable("demand variable", "total", listed.into_iter()));
    assert!(text.contains("did you mean totalDemand?"), "{text}");
}

#[test]
fn names_and_lists_of_regions_are_not_empty() {
    assert!(named("the region", "gbr").is_ok());
    assert_eq!(refusal(named("the region", " ")), "the region is empty");
    assert!(regions(&["gbr".to_owned()]).is_ok());
    assert!(refusal(regions(&[])).contains("no region is named"));
    assert!(refusal(regions(&["gbr".to_owned(), String::new()])).contains("a region is empty"));
}
