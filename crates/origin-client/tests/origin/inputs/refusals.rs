use origin_client::inputs::{
    Change, CommodityQuery, CommodityUpdate, ConstantTransform, DemandQuery, DemandTechnologyUpdate, DemandUpdate,
    EndogenousUpdate, ExogenousUpdate, InterconnectorUpdate, MonthlyTransform, TechnologyQuery, YearlyTransform,
};
use origin_client::{Error, ErrorKind};
use serde_json::json;

use super::World;

fn change() -> Change {
    Change::delta(1.0).unwrap()
}

fn yearly() -> YearlyTransform {
    YearlyTransform::new().year(2030, change())
}

fn monthly() -> MonthlyTransform {
    MonthlyTransform::new().month(2030, 1, change())
}

fn is_refused(error: &Error, operation: &str, part: &str) {
    assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
    assert_eq!(error.operation(), Some(operation));
    assert!(error.to_string().contains(part), "{error}");
}

#[tokio::test]
async fn transforms_that_no_parameter_takes_are_refused_before_anything_is_asked() {
    let world = World::with([json!({})]).await;
    let inputs = world.inputs();
    let exogenous = |transform: YearlyTransform| ExogenousUpdate::new("t", "r", "capacity", transform);
    let operation = "update_exogenous_technology";
    let error = inputs
        .update_exogenous(&exogenous(YearlyTransform::new()))
        .await
        .unwrap_err();
    is_refused(&error, operation, "holds no change");
    let error = inputs
        .update_exogenous(&exogenous(yearly().year(2030, change())))
        .await
        .unwrap_err();
    is_refused(&error, operation, "year 2030 is changed twice");
    let twice = EndogenousUpdate::new("t", "r", "loadFactorAverage", monthly().month(2030, 1, change()));
    let error = inputs.update_endogenous(&twice).await.unwrap_err();
    is_refused(
        &error,
        "update_endogenous_technology",
        "month 1 of year 2030 is changed twice",
    );
    let none = MonthlyTransform::new().month(2030, 13, change());
    let error = inputs
        .update_endogenous(&EndogenousUpdate::new("t", "r", "loadFactorAverage", none))
        .await
        .unwrap_err();
    is_refused(&error, "update_endogenous_technology", "a month that is none");
    let error = inputs
        .update_commodity(&CommodityUpdate::new("gas", YearlyTransform::new()))
        .await
        .unwrap_err();
    is_refused(&error, "update_commodity", "holds no change");
    assert!(world.all().await.is_empty());
}

#[tokio::test]
async fn names_that_are_empty_are_refused_before_anything_is_asked() {
    let world = World::with([json!({})]).await;
    let inputs = world.inputs();
    let error = inputs.technology(&TechnologyQuery::new("", "gbr")).await.unwrap_err();
    is_refused(&error, "get_technology", "the technology is empty");
    let error = inputs.demand(&DemandQuery::region("")).await.unwrap_err();
    is_refused(&error, "get_demand", "the region is empty");
    let error = inputs.demand(&DemandQuery::regions::<String>([])).await.unwrap_err();
    is_refused(&error, "get_demand", "no region is named");
    let error = inputs.interconnectors("gbr", " ").await.unwrap_err();
    is_refused(&error, "get_interconnectors", "a region is empty");
    let error = inputs
        .update_demand(&DemandUpdate::new::<String>([], "totalDemand", yearly()))
        .await
        .unwrap_err();
    is_refused(&error, "update_demand_variable", "no region is named");
    let nobody = DemandTechnologyUpdate::new(["gbr"], "", "totalDemand", yearly());
    let error = inputs.update_demand_technology(&nobody).await.unwrap_err();
    is_refused(&error, "update_demand_technology_variable", "the technology is empty");
    let error = inputs
        .update_interconnector(&InterconnectorUpdate::new("", "b", "capacity", yearly()))
        .await
        .unwrap_err();
    is_refused(&error, "update_interconnector_variable", "flows from is empty");
    let error = inputs.rebase_commodities("").await.unwrap_err();
    is_refused(&error, "rebase_commodities", "is empty");
    let error = world
        .client
        .inputs("")
        .commodities(&CommodityQuery::all())
        .await
        .unwrap_err();
    assert!(error.to_string().contains("the scenario's id is empty"), "{error}");
    assert!(world.all().await.is_empty());
}

#[tokio::test]
async fn what_does_not_fit_the_configuration_is_refused_before_it_is_sent() {
    let world = World::with([json!({})]).await;
    let inputs = world.inputs();
    let (exogenous, endogenous) = ("update_exogenous_technology", "update_endogenous_technology");
    for (update, part) in [
        (
            ExogenousUpdate::new("t", "r", "capacty", yearly()),
            "did you mean capacity?",
        ),
        (
            ExogenousUpdate::new("t", "r", "capacity", monthly()),
            "is yearly, but the transform is monthly",
        ),
        (
            ExogenousUpdate::new("t", "r", "loadFactorAverage", yearly()),
            "is monthly, but the transform is yearly",
        ),
        (
            ExogenousUpdate::new("t", "r", "capex", yearly()),
            "does not apply to exogenous",
        ),
        (
            ExogenousUpdate::new("t", "r", "discountRate", yearly()),
            "does not apply to exogenous",
        ),
    ] {
        is_refused(&inputs.update_exogenous(&update).await.unwrap_err(), exogenous, part);
    }
    let constant = ConstantTransform::new(change());
    for (update, part) in [
        (
            EndogenousUpdate::new("t", "r", "capacity", yearly()),
            "does not apply to endogenous",
        ),
        (
            EndogenousUpdate::new("t", "r", "discountRate", yearly()),
            "is constant, but the transform is yearly",
        ),
        (
            EndogenousUpdate::new("t", "r", "capex", constant),
            "is yearly, but the transform is constant",
        ),
    ] {
        is_refused(&inputs.update_endogenous(&update).await.unwrap_err(), endogenous, part);
    }
    let error = inputs
        .update_demand(&DemandUpdate::new(["gbr"], "peak", yearly()))
        .await
        .unwrap_err();
    is_refused(&error, "update_demand_variable", "no demand variable \"peak\"");
    let unknown = DemandTechnologyUpdate::new(["gbr"], "ev", "baseDemand", yearly());
    let error = inputs.update_demand_technology(&unknown).await.unwrap_err();
    is_refused(&error, "update_demand_technology_variable", "known are totalDemand");
    let error = inputs
        .update_interconnector(&InterconnectorUpdate::new("a", "b", "flow", yearly()))
        .await
        .unwrap_err();
    is_refused(
        &error,
        "update_interconnector_variable",
        "no interconnector variable \"flow\"",
    );
    assert!(world.sent().await.is_empty());
}

#[tokio::test]
async fn years_are_refused_once_the_session_has_told_them() {
    let horizon = json!({"data": {"getSession": {"modelMinYear": 2024, "modelMaxYear": 2060}}});
    let accepted = json!({"data": {"updateCommodity": null}});
    let world = World::with([accepted.clone(), horizon, accepted]).await;
    let inputs = world.inputs();
    let late = CommodityUpdate::new("gas", YearlyTransform::new().year(2061, change()));
    assert!(inputs.update_commodity(&late).await.unwrap().is_none());
    inputs.session().await.unwrap();
    let error = world
        .client
        .inputs(inputs.scenario_id())
        .update_commodity(&late)
        .await
        .unwrap_err();
    is_refused(
        &error,
        "update_commodity",
        "year 2061 is not one of the scenario's, which are from 2024 to 2060",
    );
    assert!(
        world
            .client
            .inputs("another")
            .update_commodity(&late)
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(world.sent().await.len(), 3);
}
