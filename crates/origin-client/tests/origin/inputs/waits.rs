use std::time::Duration;

use origin_client::inputs::{
    Change, CommodityQuery, CommodityUpdate, DemandQuery, DemandTechnologyUpdate, DemandUpdate, EndogenousUpdate,
    ExogenousUpdate, Inputs, InterconnectorUpdate, TechnologyQuery, YearlyTransform,
};
use origin_client::{Error, ErrorKind, Result};
use serde_json::{Value, json};

use super::{STEP, World, config, not_ready};

/// Every operation of the service but the workbook's, which has tests of its own.
const OPERATIONS: [&str; 18] = [
    "get_inputs_session",
    "get_inputs_config",
    "get_technology_groupings",
    "get_technology",
    "update_endogenous_technology",
    "update_exogenous_technology",
    "list_demand_regions",
    "get_demand",
    "update_demand_variable",
    "list_demand_technology_names",
    "list_demand_technologies",
    "update_demand_technology_variable",
    "get_commodities",
    "update_commodity",
    "rebase_commodities",
    "list_interconnector_ends",
    "get_interconnectors",
    "update_interconnector_variable",
];

fn yearly() -> YearlyTransform {
    YearlyTransform::new().year(2030, Change::delta(1.0).unwrap())
}

/// Runs an operation; what it gives does not matter.
async fn run(inputs: &Inputs<'_>, operation: &str) -> Result<()> {
    fn done<T>(result: Result<T>) -> Result<()> {
        result.map(|_value| ())
    }
    match operation {
        "get_inputs_session" => done(inputs.session().await),
        "get_inputs_config" => done(inputs.config().await),
        "get_technology_groupings" => done(inputs.groupings().await),
        "get_technology" => done(inputs.technology(&TechnologyQuery::new("t", "r")).await),
        "update_endogenous_technology" => done(
            inputs
                .update_endogenous(&EndogenousUpdate::new("t", "r", "capex", yearly()))
                .await,
        ),
        "update_exogenous_technology" => done(
            inputs
                .update_exogenous(&ExogenousUpdate::new("t", "r", "capacity", yearly()))
                .await,
        ),
        "list_demand_regions" => done(inputs.demand_regions().await),
        "get_demand" => done(inputs.demand(&DemandQuery::all()).await),
        "update_demand_variable" => done(
            inputs
                .update_demand(&DemandUpdate::new(["r"], "totalDemand", yearly()))
                .await,
        ),
        "list_demand_technology_names" => done(inputs.demand_technology_names(None).await),
        "list_demand_technologies" => done(inputs.demand_technologies(None).await),
        "update_demand_technology_variable" => {
            let update = DemandTechnologyUpdate::new(["r"], "t", "totalDemand", yearly());
            done(inputs.update_demand_technology(&update).await)
        }
        "get_commodities" => done(inputs.commodities(&CommodityQuery::all()).await),
        "update_commodity" => done(inputs.update_commodity(&CommodityUpdate::new("gas", yearly())).await),
        "rebase_commodities" => done(inputs.rebase_commodities("other").await),
        "list_interconnector_ends" => done(inputs.interconnector_connections().await),
        "get_interconnectors" => done(inputs.interconnectors("a", "b").await),
        "update_interconnector_variable" => done(
            inputs
                .update_interconnector(&InterconnectorUpdate::new("a", "b", "capacity", yearly()))
                .await,
        ),
        other => panic!("{other} is no operation"),
    }
}

/// A service that answers this first, and lets the operation succeed afterwards.
async fn world(operation: &str, answers: Vec<Value>) -> World {
    let is_config = operation == "get_inputs_config";
    let last = if is_config {
        json!({"data": {"getConfig": config()}})
    } else {
        json!({"data": null})
    };
    let config = if is_config { Value::Null } else { config() };
    World::configured(config, answers.into_iter().chain([last])).await
}

async fn requests(world: &World, operation: &str) -> usize {
    match operation {
        "get_inputs_config" => world.all().await.len(),
        _ => world.sent().await.len(),
    }
}

#[tokio::test]
async fn every_operation_waits_while_its_data_is_not_ready() {
    for operation in OPERATIONS {
        let two = json!({"errors": [{"errorKey": "DataNotReady"}, {"message": "m", "errorKey": "DataNotReady"}]});
        let below = json!({"errors": [{"message": "m", "extensions": {"errorKey": "DataNotReady"}}], "data": {"getSession": null}});
        let world = world(operation, vec![not_ready(), two, below]).await;
        run(&world.inputs(), operation).await.unwrap();
        assert_eq!(world.clock.slept(), [STEP; 3], "{operation}");
        assert_eq!(requests(&world, operation).await, 4, "{operation}");
        let sent = world.all().await;
        let last = sent.last().unwrap();
        assert_eq!(
            sent.iter().filter(|own| *own == last).count(),
            4,
            "{operation} repeats the identical request"
        );
    }
}

#[tokio::test]
async fn every_operation_gives_up_at_the_deadline() {
    for operation in OPERATIONS {
        let config = if operation == "get_inputs_config" {
            Value::Null
        } else {
            config()
        };
        let world = World::configured(config, [not_ready()]).await;
        let error = run(&world.inputs(), operation).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotReady, "{operation}");
        assert_eq!(error.operation(), Some(operation));
        assert_eq!(world.clock.slept().iter().sum::<Duration>(), Duration::from_secs(60));
        assert_eq!(requests(&world, operation).await, 25);
        assert_eq!(error.graphql_errors()[0].key(), Some("DataNotReady"));
    }
}

async fn failure(operation: &str, answer: Value) -> Error {
    let world = world(operation, vec![answer]).await;
    let error = run(&world.inputs(), operation).await.unwrap_err();
    assert_eq!(requests(&world, operation).await, 1, "{operation}");
    assert!(world.clock.slept().is_empty());
    error
}

#[tokio::test]
async fn two_errors_one_of_which_is_another_are_a_failure_at_once() {
    for operation in OPERATIONS {
        let errors = json!([{"message": "loading", "errorKey": "DataNotReady"}, {"message": "no such region"}]);
        let error = failure(operation, json!({"errors": errors})).await;
        assert_eq!(error.kind(), ErrorKind::Service, "{operation}");
        assert_eq!(error.messages(), ["loading", "no such region"]);
    }
}

#[tokio::test]
async fn another_key_is_a_failure_at_once_and_no_errors_are_none() {
    let error = failure(
        "get_demand",
        json!({"errors": [{"message": "m", "errorKey": "dataNotReady"}]}),
    )
    .await;
    assert_eq!(error.operation(), Some("get_demand"));
    let world = World::with([json!({"errors": [], "data": {"getSession": {"getDemand": []}}})]).await;
    assert!(world.inputs().demand(&DemandQuery::all()).await.unwrap().is_empty());
}
