use origin_client::inputs::{
    Change, CommodityUpdate, ConstantTransform, DemandTechnologyUpdate, DemandUpdate, EndogenousUpdate,
    ExogenousUpdate, InterconnectorUpdate, MonthlyTransform, YearlyTransform,
};
use serde_json::{Value, json};

use super::{SCENARIO, World, session};

fn tenth_more() -> YearlyTransform {
    YearlyTransform::new().year(2030, Change::percentage(10.0).unwrap())
}

/// What `tenth_more` is on the wire.
fn on_the_wire() -> Value {
    json!([{"year": 2030, "transform": {"type": "Percentage", "value": 10.0}}])
}

fn root(field: &str, value: Value) -> Value {
    json!({"data": {field: value}})
}

#[tokio::test]
async fn an_exogenous_update_sends_all_eight_keys_and_gives_the_parameters() {
    let answer = json!({"parameters": {"capacity": [{"year": 2030, "original": 21000,
        "transform": {"type": "Percentage", "value": 10}}], "loadFactorAverage": []}});
    let world = World::with([root("updateExogenousTechnologyParameter", answer)]).await;
    let transform = YearlyTransform::new()
        .year(2025, Change::absolute(15200.0).unwrap())
        .year(2030, Change::percentage(10.0).unwrap());
    let update = ExogenousUpdate::new("onshoreWind", "gbr", "capacity", transform);
    let updated = world.inputs().update_exogenous(&update).await.unwrap().unwrap();
    let parameters = updated.parameters.unwrap();
    assert_eq!(parameters.get("capacity").unwrap()[0].edited(), Some(23100.0));
    let expected = json!({"sessionId": SCENARIO, "parameter": "capacity", "name": "onshoreWind", "region": "gbr",
        "tx": [{"year": 2025, "transform": {"type": "Absolute", "value": 15200.0}},
            {"year": 2030, "transform": {"type": "Percentage", "value": 10.0}}],
        "subRegion": null, "subsidy": null, "subTechnology": null});
    assert_eq!(world.variables().await, expected);
    let world = World::with([root("updateExogenousTechnologyParameter", json!(null))]).await;
    let narrow = update
        .with_sub_region("s")
        .with_subsidy("cfd")
        .with_sub_technology("new");
    assert!(world.inputs().update_exogenous(&narrow).await.unwrap().is_none());
    let variables = world.variables().await;
    assert_eq!(variables["subRegion"], "s");
    assert_eq!(
        (&variables["subsidy"], &variables["subTechnology"]),
        (&json!("cfd"), &json!("new"))
    );
}

#[tokio::test]
async fn an_endogenous_update_takes_years_months_and_constants() {
    let change = Change::delta(0.01).unwrap();
    let updates = [
        (
            EndogenousUpdate::new("onshoreWind", "gbr", "capex", YearlyTransform::new().year(2025, change)),
            json!({"year": 2025, "transform": {"type": "Delta", "value": 0.01}}),
        ),
        (
            EndogenousUpdate::new(
                "onshoreWind",
                "gbr",
                "loadFactorAverage",
                MonthlyTransform::new().month(2025, 2, change),
            ),
            json!({"year": 2025, "month": 2, "transform": {"type": "Delta", "value": 0.01}}),
        ),
        (
            EndogenousUpdate::new("onshoreWind", "gbr", "discountRate", ConstantTransform::new(change)),
            json!({"transform": {"type": "Delta", "value": 0.01}}),
        ),
    ];
    for (update, item) in updates {
        let answer = json!({"parameters": {}, "definitions": {"discountRate": {"original": 8.5,
            "transform": {"type": "Delta", "value": 0.01}}}});
        let world = World::with([root("updateEndogenousTechnologyParameter", answer)]).await;
        let updated = world.inputs().update_endogenous(&update).await.unwrap().unwrap();
        assert_eq!(
            updated.definitions.unwrap().get("discountRate").unwrap().edited(),
            Some(8.51)
        );
        let expected = json!({"sessionId": SCENARIO, "parameter": update.parameter, "tx": [item], "name": "onshoreWind",
            "region": "gbr", "subRegion": null, "subTechnology": null});
        assert_eq!(world.variables().await, expected);
    }
}

#[tokio::test]
async fn a_demand_update_sends_regions_and_a_null_flag_and_neither_region_nor_technology() {
    let world = World::with([root("updateDemandVariable", json!({"region": "gbr,irl"}))]).await;
    let update = DemandUpdate::new(["gbr", "irl"], "totalDemand", tenth_more());
    let updated = world.inputs().update_demand(&update).await.unwrap().unwrap();
    assert_eq!(updated.region.as_deref(), Some("gbr,irl"));
    let expected = json!({"sessionId": SCENARIO, "regions": ["gbr", "irl"], "variable": "totalDemand",
        "autoCapacityMarketTarget": null, "tx": on_the_wire()});
    assert_eq!(world.variables().await, expected);
    let world = World::with([root("updateDemandVariable", json!(null))]).await;
    let with_flag = update.with_auto_capacity_market_target(false);
    assert!(world.inputs().update_demand(&with_flag).await.unwrap().is_none());
    assert_eq!(world.variables().await["autoCapacityMarketTarget"], json!(false));
}

#[tokio::test]
async fn an_update_of_a_demand_technology_is_read_as_one_as_several_and_as_none() {
    let entry = json!({"originTechnology": {"original": "electricVehicles"}, "variables": [{"year": 2030, "totalDemand": null}]});
    for (answer, count) in [(entry.clone(), 1), (json!([entry, entry]), 2), (json!(null), 0)] {
        let world = World::with([root("updateDemandTechnologyVariable", answer)]).await;
        let update = DemandTechnologyUpdate::new(["gbr"], "electricVehicles", "totalDemand", tenth_more());
        let updated = world.inputs().update_demand_technology(&update).await.unwrap();
        assert_eq!(updated.len(), count);
        let expected = json!({"sessionId": SCENARIO, "regions": ["gbr"], "variable": "totalDemand",
            "technology": "electricVehicles", "autoCapacityMarketTarget": null, "tx": on_the_wire()});
        assert_eq!(world.variables().await, expected);
    }
}

#[tokio::test]
async fn a_commodity_update_leaves_out_what_is_not_set_and_asks_for_no_configuration() {
    let gas = json!({"commodity": "gas", "regions": ["gbr", "deu"], "prices": [{"year": 2030, "original": 26.9,
        "transform": {"type": "Percentage", "value": 10}}]});
    let world = World::with([root("updateCommodity", gas.clone())]).await;
    let updated = world
        .inputs()
        .update_commodity(&CommodityUpdate::new("gas", tenth_more()))
        .await
        .unwrap();
    let expected = json!({"sessionId": SCENARIO, "commodity": "gas", "tx": on_the_wire()});
    assert_eq!(world.variables().await, expected);
    assert_eq!(world.all().await.len(), 1);
    let gas = updated.unwrap();
    let world = World::with([root("updateCommodity", json!(null))]).await;
    let update = CommodityUpdate::of(&gas, tenth_more()).with_native_units(true);
    assert!(world.inputs().update_commodity(&update).await.unwrap().is_none());
    let expected = json!({"sessionId": SCENARIO, "commodity": "gas", "regions": ["gbr", "deu"], "nativeUnitsFlag": true,
        "tx": on_the_wire()});
    assert_eq!(world.variables().await, expected);
}

#[tokio::test]
async fn an_interconnector_update_keeps_its_direction() {
    let world = World::with([root(
        "updateInterconnectorVariable",
        json!({"from": "gbr", "to": "fra"}),
    )])
    .await;
    let transform = YearlyTransform::new().year(2030, Change::delta(700.0).unwrap());
    let update = InterconnectorUpdate::new("gbr", "fra", "capacity", transform);
    let updated = world.inputs().update_interconnector(&update).await.unwrap().unwrap();
    assert_eq!(
        (updated.from.as_deref(), updated.to.as_deref()),
        (Some("gbr"), Some("fra"))
    );
    let expected = json!({"sessionId": SCENARIO, "from": "gbr", "to": "fra", "variable": "capacity",
        "tx": [{"year": 2030, "transform": {"type": "Delta", "value": 700.0}}]});
    assert_eq!(world.variables().await, expected);
}

#[tokio::test]
async fn a_rebase_gives_whatever_the_service_says() {
    for (answer, expected) in [
        (json!({"result": true}), json!(true)),
        (json!({"result": "done"}), json!("done")),
        (json!({"result": null}), json!(null)),
        (json!(null), json!(null)),
    ] {
        let world = World::with([root("rebaseCommodities", answer)]).await;
        assert_eq!(world.inputs().rebase_commodities("other").await.unwrap(), expected);
        let variables = json!({"sessionId": SCENARIO, "rebaseReferenceId": "other"});
        assert_eq!(world.variables().await, variables);
    }
}

#[tokio::test]
async fn an_update_that_may_have_been_acted_on_is_not_sent_again() {
    use wiremock::matchers::method;
    use wiremock::{Mock, MockServer, ResponseTemplate};
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(502))
        .expect(1)
        .mount(&server)
        .await;
    let (client, _clock) = super::client(&server);
    let error = client.inputs(SCENARIO).rebase_commodities("other").await.unwrap_err();
    assert_eq!(error.operation(), Some("rebase_commodities"));
}

#[tokio::test]
async fn an_error_keeps_its_messages_and_the_data_beside_it() {
    let answer = json!({"data": {"getSession": {"getDemand": [{"region": "gbr"}]}},
        "errors": [{"message": "half of it failed", "errorKey": "Partial", "path": ["getSession"]}]});
    let world = World::with([answer]).await;
    let error = world.inputs().demand_regions().await.unwrap_err();
    assert_eq!(error.operation(), Some("list_demand_regions"));
    assert_eq!(error.messages(), ["half of it failed"]);
    assert_eq!(error.graphql_errors()[0].key(), Some("Partial"));
    let partial = error.graphql_data().unwrap();
    assert_eq!(partial["getSession"]["getDemand"][0]["region"], "gbr");
    let world = World::with([session("getDemand", json!([{"region": "gbr"}]))]).await;
    assert_eq!(world.inputs().demand_regions().await.unwrap(), ["gbr"]);
}
